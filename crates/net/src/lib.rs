//! How bytes leave: one place that makes HTTP and WebSocket clients, with the agency's proxy, certificate
//! authorities, time limits and list of allowed servers, and that knows whether those servers can be reached.
//!
//! It promises that no connection is opened to an address outside the list, whoever sends with [`Network::client`].
//! It deliberately knows no account: no cookie is kept, no redirect followed, no token added.

mod answer;
mod error;
mod fence;
mod network;
mod reachability;
mod retry;
mod shown;
mod way;

pub use answer::{bytes, json};
pub use error::{Cause, Error};
pub use network::Network;
pub use reachability::Reachability;
pub use reqwest;
pub use reqwest_websocket::{CloseCode, Error as SocketError, Message, WebSocket};
pub use retry::Retry;
pub use way::{Proxy, Way, check_certificates};

/// Chooses the cryptography for every TLS connection of the process. To be called once, first thing in `main`.
pub fn install_crypto() {
    // An error means that one is installed already: calling twice is harmless.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
}
