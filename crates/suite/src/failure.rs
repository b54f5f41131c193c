//! The one translation of errors to the window. The window owns the words; here stand only codes.

use serde::Serialize;
use ts_rs::TS;

/// A command that did not succeed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS, thiserror::Error)]
#[error("{code:?}: {detail}")]
pub struct Failure {
    /// What a screen can do about it.
    pub code: Code,
    /// For the log and "Copy details". No content of the agent's.
    pub detail: String,
}

/// Why a command did not succeed. A code exists only when a screen treats it differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Code {
    /// Needs a server that cannot be reached just now.
    Offline,
    /// Needs a sign-in.
    SignedOut,
    /// Not there (any more).
    Missing,
    /// Not allowed.
    Forbidden,
    /// The vault or the keyring is closed.
    Locked,
    /// What was given makes no sense: a wrong recovery key, a malformed profile.
    Invalid,
    /// A file that IT or the agent gave at the start has a mistake; the detail names it.
    Misconfigured,
    /// The disk is full; nothing was stored.
    DiskFull,
    /// A bug of ours, or bad luck that no screen can help with.
    Internal,
}

impl Failure {
    /// A failure with its code and what was being done.
    pub fn new(code: Code, detail: impl std::fmt::Display) -> Self {
        Self {
            code,
            detail: detail.to_string(),
        }
    }
}

impl From<vault::Error> for Failure {
    fn from(error: vault::Error) -> Self {
        Self::new(of_vault(&error), chain(&error))
    }
}

impl From<session::Error> for Failure {
    fn from(error: session::Error) -> Self {
        use session::Error;
        let code = match &error {
            Error::Offline { .. } => Code::Offline,
            Error::SignedOut { .. } => Code::SignedOut,
            Error::Refused { .. } | Error::Requirement { .. } | Error::WrongAgent { .. } => {
                Code::Forbidden
            }
            Error::Profile { .. } => Code::Invalid,
            Error::Unusable { .. } => Code::Internal,
            Error::Store { source, .. } => of_vault(source),
        };
        // The two names in it are nobody's business but the agents'.
        let told = if let Error::WrongAgent { .. } = error {
            "another agent".to_owned()
        } else {
            chain(&error)
        };
        Self::new(code, told)
    }
}

impl From<notes::Error> for Failure {
    fn from(error: notes::Error) -> Self {
        use notes::Error;
        let code = match &error {
            Error::Store { source, .. } => of_vault(source),
            Error::Missing { .. } => Code::Missing,
            Error::Forbidden { .. } => Code::Forbidden,
            Error::Unreadable { .. } | Error::Refused { .. } => Code::Invalid,
            Error::Offline { .. } => Code::Offline,
            Error::SignedOut { .. } => Code::SignedOut,
            Error::Server { .. } => Code::Internal,
        };
        Self::new(code, chain(&error))
    }
}

impl From<chat::Error> for Failure {
    fn from(error: chat::Error) -> Self {
        use chat::Error;
        let code = match &error {
            Error::Offline { .. } => Code::Offline,
            Error::SignedOut { .. } => Code::SignedOut,
            Error::Refused { .. } | Error::SignIn { .. } | Error::OtherAgent { .. } => {
                Code::Forbidden
            }
            Error::Store { .. } => Code::Internal,
            Error::Missing { .. } => Code::Missing,
            Error::WrongKey => Code::Invalid,
        };
        Self::new(code, chain(&error))
    }
}

impl From<assistant::Error> for Failure {
    fn from(error: assistant::Error) -> Self {
        use assistant::Error;
        let code = match &error {
            Error::Missing { .. } => Code::Missing,
            Error::Busy { .. } | Error::Empty { .. } => Code::Invalid,
            Error::Store { source, .. } => of_vault(source),
            Error::Unreadable { .. } => Code::Internal,
        };
        Self::new(code, chain(&error))
    }
}

impl From<net::Error> for Failure {
    fn from(error: net::Error) -> Self {
        Self::new(
            if error.is_offline() {
                Code::Offline
            } else {
                Code::Internal
            },
            chain(&error),
        )
    }
}

impl From<crate::files::Error> for Failure {
    fn from(error: crate::files::Error) -> Self {
        let full = matches!(&error, crate::files::Error::Write { source, .. } if source.kind() == std::io::ErrorKind::StorageFull);
        // The path of a file names the agent's home.
        Self::new(
            if full { Code::DiskFull } else { Code::Internal },
            error.kind(),
        )
    }
}

fn of_vault(error: &vault::Error) -> Code {
    use vault::Error;
    match error {
        Error::KeyringAbsent { .. }
        | Error::KeyringLocked { .. }
        | Error::KeyLost { .. }
        | Error::InUse { .. } => Code::Locked,
        Error::Full { .. } => Code::DiskFull,
        Error::Corrupt { .. } | Error::TooNew { .. } | Error::NotWritable { .. } => Code::Internal,
    }
}

/// What happened and why, as far down as is known.
pub(crate) fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(": ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(failure: impl Into<Failure>, code: Code) {
        let failure = failure.into();
        assert_eq!(failure.code, code, "{failure}");
    }

    fn full() -> vault::Error {
        vault::Error::Full {
            doing: "storing",
            source: std::sync::Arc::new(std::io::Error::other("no room")),
        }
    }

    #[test]
    fn a_full_disk_is_told_whoever_noticed_it() {
        check(full(), Code::DiskFull);
        check(
            session::Error::Store {
                doing: "keeping",
                source: full(),
            },
            Code::DiskFull,
        );
        check(
            notes::Error::Store {
                doing: "saving",
                source: full(),
            },
            Code::DiskFull,
        );
        check(
            assistant::Error::Store {
                doing: "saving",
                source: full(),
            },
            Code::DiskFull,
        );
    }

    #[test]
    fn what_a_screen_treats_differently_has_its_code() {
        check(
            session::Error::SignedOut { doing: "asking" },
            Code::SignedOut,
        );
        check(
            chat::Error::Offline {
                doing: "asking",
                source: "no line".into(),
            },
            Code::Offline,
        );
        check(chat::Error::WrongKey, Code::Invalid);
        check(
            notes::Error::Missing {
                note: notes::NoteId::random(),
            },
            Code::Missing,
        );
        check(assistant::Error::Empty { doing: "asking" }, Code::Invalid);
    }

    #[test]
    fn the_detail_has_the_causes_but_no_names() {
        let failure = Failure::from(notes::Error::Store {
            doing: "saving",
            source: full(),
        });
        assert_eq!(failure.detail, "saving: storing: no room: no room");
        let names = session::Error::WrongAgent {
            expected: "Alice".into(),
            found: "Bob".into(),
        };
        assert!(!Failure::from(names).detail.contains("Bob"));
    }
}
