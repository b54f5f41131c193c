//! What can go wrong between the program and its disk or keyring: one variant for each screen that says what to do.
//! No variant carries a value of a record, a key or a path.

use std::io;
use std::sync::Arc;

use rusqlite::{ErrorCode, ffi};

use crate::account::AccountId;

/// Why, for the log. Shared, because one failed write answers everyone whose changes were in it.
pub type Cause = Arc<dyn std::error::Error + Send + Sync>;

/// Why a vault was not opened, or did not take or give something.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// No keyring is running on this machine: it has to be started or installed. Nothing was changed.
    #[error("no keyring answers")]
    KeyringAbsent {
        /// What the system said.
        source: Cause,
    },
    /// The keyring is locked, was refused to us or does not answer: unlock it and try again. Nothing was changed.
    #[error("the keyring is locked")]
    KeyringLocked {
        /// What the keyring said.
        source: Cause,
    },
    /// The vault is there and whole, but its key is not: the recovery key opens it.
    #[error("the key of account {account} is lost")]
    KeyLost {
        /// Whose vault.
        account: AccountId,
        /// Whether a recovery key was made for it.
        recoverable: bool,
        /// How it was lost.
        source: Loss,
    },
    /// A file of the vault does not hold what was written there. It is left exactly as it is.
    #[error("{what} is damaged")]
    Corrupt {
        /// Which file.
        what: &'static str,
        /// What is wrong with it.
        source: Cause,
    },
    /// A later version of the program has written this vault. Nothing was changed.
    #[error("{what} has format {found}, this program knows formats up to {known}")]
    TooNew {
        /// Which file.
        what: &'static str,
        /// The format it has.
        found: u32,
        /// The newest format this program knows.
        known: u32,
    },
    /// The files cannot be used: rights, a read-only or failing disk, or a vault that was closed.
    /// What was being written is not acknowledged; it may or may not be found again.
    #[error("{doing}")]
    NotWritable {
        /// What was being done.
        doing: &'static str,
        /// What the system said.
        source: Cause,
    },
    /// There is no room for this. Nothing of it was written; everything else stays usable.
    #[error("{doing}: no room")]
    Full {
        /// What was being done.
        doing: &'static str,
        /// What the system said.
        source: Cause,
    },
    /// Another instance of the program has this vault open.
    #[error("the vault of account {account} is already open")]
    InUse {
        /// Whose vault.
        account: AccountId,
    },
}

/// How a key was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Loss {
    /// The keyring has nothing for this account.
    #[error("the keyring has no key for it")]
    Missing,
    /// The keyring has something for this account, but it is no key.
    #[error("what the keyring has for it is not a key")]
    Unreadable,
    /// The keyring has a key for this account, but of another vault.
    #[error("the keyring has the key of another vault")]
    Foreign,
    /// The recovery key given belongs to another vault, or was replaced by a newer one.
    #[error("the recovery key is not that of this vault")]
    WrongRecoveryKey,
}

impl Error {
    pub(crate) fn of_file(doing: &'static str, error: io::Error) -> Self {
        use io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
        let full = matches!(error.kind(), StorageFull | QuotaExceeded | FileTooLarge);
        let source: Cause = Arc::new(error);
        if full {
            Error::Full { doing, source }
        } else {
            Error::NotWritable { doing, source }
        }
    }

    pub(crate) fn of_database(doing: &'static str, error: rusqlite::Error) -> Self {
        let trouble = Trouble::of(&error);
        let source: Cause = Arc::new(error);
        match trouble {
            Trouble::Damage => Error::Corrupt {
                what: crate::files::DATABASE,
                source,
            },
            Trouble::NoRoom => Error::Full { doing, source },
            Trouble::Disk | Trouble::Other => Error::NotWritable { doing, source },
        }
    }

    pub(crate) fn damaged(what: &'static str, how: impl Into<String>) -> Self {
        Error::Corrupt {
            what,
            source: Arc::new(Remark(how.into())),
        }
    }

    pub(crate) fn closed() -> Self {
        Error::NotWritable {
            doing: "using a closed vault",
            source: Arc::new(Remark("the vault was closed".into())),
        }
    }
}

/// A cause in our own words, where no library has said anything.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Remark(pub(crate) String);

/// What an error of the database means for the connection that had it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// What was read is not what was written.
    Damage,
    /// The disk or a limit is exhausted.
    NoRoom,
    /// The disk failed: nothing this connection believes about its files can be relied on.
    Disk,
    /// Anything else.
    Other,
}

impl Trouble {
    pub(crate) fn of(error: &rusqlite::Error) -> Self {
        // Without a code of SQLite's a value did not have the type its column promises.
        let Some(error) = error.sqlite_error() else {
            return Trouble::Damage;
        };
        match (error.extended_code, error.code) {
            (ffi::SQLITE_IOERR_SHMSIZE, _) => Trouble::NoRoom,
            (
                ffi::SQLITE_IOERR_SHORT_READ | ffi::SQLITE_IOERR_CORRUPTFS | ffi::SQLITE_IOERR_DATA,
                _,
            ) => Trouble::Damage,
            (_, ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Trouble::Damage,
            (_, ErrorCode::DiskFull | ErrorCode::TooBig) => Trouble::NoRoom,
            (_, ErrorCode::SystemIoFailure | ErrorCode::CannotOpen) => Trouble::Disk,
            _ => Trouble::Other,
        }
    }
}
