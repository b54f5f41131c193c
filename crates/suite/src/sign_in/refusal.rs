//! Why a sign-in did not succeed, told apart as far as a screen treats it differently. Pure.

use std::error::Error as StdError;

use crate::failure::chain;
use crate::sign_in::Closed;
use crate::wire::account::{Refusal, RefusalReason, Trouble};

/// How a trip ended short of its goal.
#[derive(Debug)]
pub(crate) enum Stopped {
    /// The sign-in was refused, by somebody or something.
    Refused(Refusal),
    /// The vault of what was signed in to cannot be opened or made.
    Closed(vault::Error),
}

impl Stopped {
    /// A refusal in our own words.
    pub(crate) fn because(reason: RefusalReason, detail: &str) -> Self {
        Self::Refused(Refusal {
            reason,
            detail: detail.to_owned(),
        })
    }
}

impl From<session::Error> for Stopped {
    fn from(error: session::Error) -> Self {
        use session::Error;
        let reason = match &error {
            Error::Offline { .. } => RefusalReason::Offline,
            Error::SignedOut { .. } | Error::Refused { .. } => RefusalReason::Refused,
            Error::Requirement { .. } => RefusalReason::TooWeak,
            // Who they are is not for a log.
            Error::WrongAgent { .. } => {
                return Self::because(RefusalReason::WrongAgent, "another agent has signed in");
            }
            Error::Unusable { .. } if is_about_certificate(&error) => RefusalReason::Certificate,
            Error::Profile { .. } | Error::Unusable { .. } => RefusalReason::Broken,
            Error::Store { source, .. } => return Self::Closed(source.clone()),
        };
        Self::because(reason, &chain(&error))
    }
}

impl From<chat::Error> for Stopped {
    fn from(error: chat::Error) -> Self {
        use chat::Error;
        let reason = match &error {
            Error::Offline { .. } if is_about_certificate(&error) => RefusalReason::Certificate,
            Error::Offline { .. } => RefusalReason::Offline,
            Error::OtherAgent { .. } => {
                return Self::because(
                    RefusalReason::WrongAgent,
                    "another agent has signed in to chat",
                );
            }
            Error::Refused { .. } | Error::SignedOut { .. } => RefusalReason::Refused,
            Error::SignIn { .. }
            | Error::Store { .. }
            | Error::Missing { .. }
            | Error::WrongKey => RefusalReason::Broken,
        };
        Self::because(reason, &chain(&error))
    }
}

impl From<net::Error> for Stopped {
    fn from(error: net::Error) -> Self {
        let reason = match &error {
            net::Error::Certificate { .. } => RefusalReason::Certificate,
            error if error.is_offline() => RefusalReason::Offline,
            _ => RefusalReason::Broken,
        };
        Self::because(reason, &chain(&error))
    }
}

impl From<Closed> for Stopped {
    fn from(closed: Closed) -> Self {
        let reason = match closed {
            Closed::ByAgent => RefusalReason::Cancelled,
            Closed::Failed { .. } => RefusalReason::Broken,
        };
        Self::because(reason, &closed.to_string())
    }
}

/// What keeps a vault closed, as the window shows it.
pub(crate) fn trouble(error: &vault::Error) -> Trouble {
    use vault::Error;
    match error {
        Error::KeyringAbsent { .. } => Trouble::KeyringAbsent,
        Error::KeyringLocked { .. } => Trouble::KeyringLocked,
        Error::KeyLost { .. } => Trouble::KeyLost,
        Error::Corrupt { .. } => Trouble::Corrupt,
        Error::TooNew { .. } => Trouble::TooNew,
        Error::NotWritable { .. } => Trouble::NotWritable,
        Error::Full { .. } => Trouble::DiskFull,
        Error::InUse { .. } => Trouble::InUse,
    }
}

fn is_about_certificate(error: &(dyn StdError + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(net::Error::Certificate { .. }) = error.downcast_ref() {
            return true;
        }
        cause = error.source();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(stopped: impl Into<Stopped>, expected: RefusalReason) {
        match stopped.into() {
            Stopped::Refused(refusal) => assert_eq!(refusal.reason, expected, "{refusal:?}"),
            Stopped::Closed(error) => panic!("{error}"),
        }
    }

    fn untrusted() -> net::Error {
        net::Error::Certificate {
            host: "id.example".into(),
            source: "unknown issuer".into(),
        }
    }

    fn gone() -> net::Error {
        net::Error::TimedOut {
            host: "id.example".into(),
        }
    }

    #[test]
    fn refusals_are_told_apart() {
        use session::Error;
        check(
            Error::Offline {
                doing: "x",
                source: gone(),
            },
            RefusalReason::Offline,
        );
        check(
            Error::Unusable {
                doing: "x",
                source: untrusted().into(),
            },
            RefusalReason::Certificate,
        );
        check(
            Error::Unusable {
                doing: "x",
                source: "nonsense".into(),
            },
            RefusalReason::Broken,
        );
        check(
            Error::Requirement {
                missing: "a level".into(),
            },
            RefusalReason::TooWeak,
        );
        check(
            Error::Refused {
                doing: "x",
                why: "access_denied".into(),
            },
            RefusalReason::Refused,
        );
        check(
            Error::WrongAgent {
                expected: "A".into(),
                found: "B".into(),
            },
            RefusalReason::WrongAgent,
        );
        check(
            chat::Error::OtherAgent {
                expected: "@a:x".into(),
                found: "@b:x".into(),
            },
            RefusalReason::WrongAgent,
        );
        check(
            chat::Error::Offline {
                doing: "x",
                source: "no line".into(),
            },
            RefusalReason::Offline,
        );
        check(Closed::ByAgent, RefusalReason::Cancelled);
        check(untrusted(), RefusalReason::Certificate);
    }

    #[test]
    fn no_name_of_an_agent_is_in_a_refusal() {
        let Stopped::Refused(refusal) = session::Error::WrongAgent {
            expected: "Alice".into(),
            found: "Bob".into(),
        }
        .into() else {
            panic!("it is a refusal")
        };
        assert!(!refusal.detail.contains("Bob") && !refusal.detail.contains("Alice"));
    }

    #[test]
    fn a_vault_that_does_not_take_it_is_no_refusal() {
        let source = vault::Error::KeyringAbsent {
            source: std::sync::Arc::new(std::io::Error::other("no bus")),
        };
        let stopped = session::Error::Store {
            doing: "keeping",
            source,
        }
        .into();
        assert!(
            matches!(stopped, Stopped::Closed(error) if trouble(&error) == Trouble::KeyringAbsent)
        );
    }
}
