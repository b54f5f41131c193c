//! Who you are: the agency's profile, sign-in, tokens, cookies and their renewal.
//!
//! It promises that a renewed refresh token is on disk before anything uses it, that trouble with the network never
//! signs anybody out, and that no server is given another server's token. It deliberately shows nothing: browser and
//! sign-in window are the shell's, which brings back the address or the cookies they end with.

mod docs;
mod error;
mod jar;
mod kept;
mod loopback;
pub mod profile;
mod provider;
mod renewal;
mod session;
mod sign_in;
mod sign_out;

pub use docs::{DocsAccess, DocsCookies, Surface, docs_landed, docs_leg, surface};
pub use error::{Cause, Error};
pub use jar::Cookie;
pub use loopback::{Arrival, Loopback};
pub use profile::{Place, Profile};
pub use session::{Agent, Audience, Reason, Session, Standing};
pub use sign_in::{Grant, SignIn};
pub use sign_out::{SignOutReport, Step};
