//! The product without a screen: commands in, events out, and the wiring of the domains.
//!
//! It promises that whoever subscribes hears the whole state first, that a command that panics takes nothing with it,
//! and that nobody's text, name or token leaves it but to the window and to the agency's own servers. It deliberately
//! knows no window: what it needs of one it borrows from the shell.
// The messenger's futures are nested more deeply than the compiler looks by itself.
#![recursion_limit = "256"]

mod account;
mod accounts;
pub mod commands;
pub mod config;
mod desk;
pub mod events;
pub mod failure;
pub mod files;
mod find;
mod outbox;
mod places;
mod resource;
mod services;
pub mod sign_in;
mod stream;
mod suite;
#[cfg(test)]
mod suite_tests;
mod templates;
mod types;
pub mod wire;

pub use config::{Config, Shell};
pub use resource::Resource;
pub use stream::Events;
pub use suite::{StartError, Suite};
pub use vault::Keyring;
