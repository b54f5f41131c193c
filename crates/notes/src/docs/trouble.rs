//! What an answer of Docs means for the work that asked for it.

use std::time::{Duration, SystemTime};

use crate::change::Why;

/// Why a call did not do what it should.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// No server was reached. A write may have arrived.
    Offline,
    /// A server in front of Docs says that Docs is away.
    Away,
    SignedOut,
    Throttled {
        wait: Duration,
    },
    Forbidden,
    /// There is no such note, or none for us.
    Gone,
    /// The path does not exist: another generation.
    WrongRoute,
    TooLarge,
    /// Docs does not like what was sent.
    Invalid {
        /// It complains about the id.
        id: bool,
    },
    /// Docs fails, or something else answers in its place.
    Server,
    /// Our own disk.
    Disk,
}

impl Trouble {
    pub(crate) fn of_network(error: net::Error) -> Self {
        if error.is_offline() {
            Self::Offline
        } else {
            tracing::warn!(%error, "Docs cannot be used");
            Self::Server
        }
    }

    pub(crate) fn of_session(error: session::Error) -> Self {
        match error {
            session::Error::SignedOut { .. } => Self::SignedOut,
            error if error.is_offline() => Self::Offline,
            error => {
                tracing::warn!(%error, "there is no session for Docs");
                Self::Server
            }
        }
    }

    pub(crate) fn of_disk(error: crate::error::Error) -> Self {
        tracing::error!(%error, "notes could not be saved or read");
        Self::Disk
    }

    pub(crate) fn why(&self) -> Why {
        match self {
            Self::Offline | Self::Away => Why::Offline,
            Self::SignedOut => Why::SignedOut,
            Self::Throttled { wait } => Why::Throttled {
                until: SystemTime::now() + *wait,
            },
            Self::Forbidden => Why::Forbidden,
            Self::Gone => Why::Gone,
            Self::TooLarge => Why::TooLarge,
            Self::WrongRoute | Self::Invalid { .. } | Self::Server | Self::Disk => {
                Why::ServerTrouble
            }
        }
    }

    /// Whether it concerns all notes alike: nothing else is worth trying now.
    pub(crate) fn is_general(&self) -> bool {
        matches!(
            self,
            Self::Offline | Self::Away | Self::SignedOut | Self::Throttled { .. }
        )
    }
}
