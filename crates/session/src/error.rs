//! What can go wrong with being somebody, told apart by what the agent or a caller does about it.

/// Why, for the log.
pub type Cause = net::Cause;

/// Why a sign-in, a token or a cookie is not to be had.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No server was reached. Who is signed in has not changed.
    #[error("{doing}")]
    Offline {
        /// What was being done.
        doing: &'static str,
        /// What the network said.
        source: net::Error,
    },
    /// Nobody is signed in (any more): the agent has to sign in, and what is on disk stays.
    #[error("{doing}: not signed in")]
    SignedOut {
        /// What was being done.
        doing: &'static str,
    },
    /// The provider, or our own check of its answer, said no. The sign-in has to be started again.
    #[error("{doing}: {why}")]
    Refused {
        /// What was being done.
        doing: &'static str,
        /// The protocol's word for it, or what did not match.
        why: String,
    },
    /// The agent is known, but not as strongly or as completely as the agency demands.
    #[error("the sign-in lacks {missing}")]
    Requirement {
        /// The level (`acr`) or the claims that are missing.
        missing: String,
    },
    /// Somebody else has signed in to an account that belongs to another agent. Nothing was changed.
    #[error("another agent has signed in")]
    WrongAgent {
        /// The name of the agent whose account it is.
        expected: String,
        /// The name of the agent who signed in.
        found: String,
    },
    /// A profile that cannot be used: whoever wrote it has to correct it.
    #[error("the profile {origin}: {what}")]
    Profile {
        /// The file, policy or address it came from.
        origin: String,
        /// The key, what is wrong with it, and the line.
        what: String,
    },
    /// A server's answer, or something kept, cannot be used: an untrusted certificate, a portal's page, a fault.
    #[error("{doing}")]
    Unusable {
        /// What was being done.
        doing: &'static str,
        /// What is wrong.
        source: Cause,
    },
    /// The vault did not take or give something.
    #[error("{doing}")]
    Store {
        /// What was being done.
        doing: &'static str,
        /// What the vault said.
        source: vault::Error,
    },
}

impl Error {
    /// Whether there was no network, so that trying again later is all there is to do.
    pub fn is_offline(&self) -> bool {
        matches!(self, Error::Offline { .. })
    }

    /// Sorts what the network said.
    pub(crate) fn of_network(doing: &'static str, source: net::Error) -> Self {
        if source.is_offline() {
            Error::Offline { doing, source }
        } else {
            Error::unusable(doing, source)
        }
    }

    pub(crate) fn unusable(doing: &'static str, source: impl Into<Cause>) -> Self {
        Error::Unusable {
            doing,
            source: source.into(),
        }
    }

    pub(crate) fn refused(doing: &'static str, why: impl Into<String>) -> Self {
        Error::Refused {
            doing,
            why: why.into(),
        }
    }
}
