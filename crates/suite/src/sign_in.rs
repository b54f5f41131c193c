//! The sign-in window as the desk asks for it, and how a sign-in is refused.
//!
//! The window is the shell's. It shows the agency's pages and brings back the addresses it was led to and the cookies
//! it was given; it never sees what they are for.

pub(crate) mod pages;
pub(crate) mod refusal;
pub(crate) mod trip;
mod words;

use std::fmt;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use secrecy::SecretString;
use url::Url;

use crate::failure::chain;

/// A window that shows the pages of the agency's servers and nothing else.
pub trait Window: Send + Sync {
    /// Walks one leg of the trip: from its start until it ends. Brings the addresses that the window was led to.
    fn walk(&self, walk: Walk) -> BoxFuture<'_, Result<Vec<Url>, Closed>>;

    /// The cookies that the window would send to this address.
    fn cookies(&self, of: Url) -> BoxFuture<'_, Result<Vec<Cookie>, Closed>>;

    /// Closes the window and forgets all that it was given.
    fn close(&self) -> BoxFuture<'_, ()>;
}

/// Says of the addresses that were visited whether the last of them ends the leg.
pub type Ends = Arc<dyn Fn(&[Url]) -> bool + Send + Sync>;

/// One leg of the trip.
#[derive(Clone)]
pub struct Walk {
    /// Where it begins.
    pub start: Url,
    /// What the window is called.
    pub title: String,
    /// The servers it may go to.
    pub origins: Vec<Url>,
    /// By host, the certificates (PEM) that were checked against the agency's own authorities.
    pub certificates: Vec<(String, String)>,
    /// Where it ends. That last address is not loaded.
    pub ends: Ends,
}

/// Addresses carry codes: they are not for a log.
impl fmt::Debug for Walk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Walk")
            .field("host", &self.start.host_str())
            .finish_non_exhaustive()
    }
}

/// A cookie of the window.
#[derive(Debug)]
pub struct Cookie {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: SecretString,
    /// When it ends, in milliseconds since the epoch; cookies that end with the browser have none.
    pub expires_ms: Option<i64>,
}

/// A leg that did not reach its end.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Closed {
    /// The agent has closed the window.
    #[error("the sign-in window was closed")]
    ByAgent,
    /// The window failed.
    #[error("{doing}: {why}")]
    Failed {
        /// What was being done.
        doing: &'static str,
        /// Why not.
        why: String,
    },
}

impl Closed {
    /// The window failed in what it was doing.
    pub fn failed(doing: &'static str, error: &(dyn std::error::Error + 'static)) -> Self {
        Self::Failed {
            doing,
            why: chain(error),
        }
    }
}
