//! What can go wrong with a note, by what a caller can do about it. Writing works without a network and is sent later;
//! only what is asked of the server itself, such as who else may open a note, can be offline. No error says what
//! anybody wrote.

use crate::id::NoteId;

/// Why something failed, as far down as is known.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Everything that can go wrong with notes.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The vault did not take or give something: what was written is not saved.
    #[error("{doing}")]
    Store {
        /// What was being done.
        doing: &'static str,
        /// What the vault said.
        source: vault::Error,
    },
    /// There is no such note here.
    #[error("no note {note}")]
    Missing {
        /// Which.
        note: NoteId,
    },
    /// The note may be read but not changed in this way.
    #[error("{doing} {note}: not allowed")]
    Forbidden {
        /// What was being done.
        doing: &'static str,
        /// To which note.
        note: NoteId,
    },
    /// What was given, or what is on disk, is nothing that can be read or taken.
    #[error("{doing}")]
    Unreadable {
        /// What was being done.
        doing: &'static str,
        /// What is wrong with it.
        source: Cause,
    },
    /// Only the server can do it, and it cannot be reached.
    #[error("{doing}: there is no connection")]
    Offline {
        /// What was being done.
        doing: &'static str,
    },
    /// Only the server can do it, and it knows nobody behind our session.
    #[error("{doing}: nobody is signed in")]
    SignedOut {
        /// What was being done.
        doing: &'static str,
    },
    /// The server does not take what was asked of it.
    #[error("{doing}: the server does not take it")]
    Refused {
        /// What was being done.
        doing: &'static str,
    },
    /// The server fails, or asks us to wait.
    #[error("{doing}: the server is in trouble")]
    Server {
        /// What was being done.
        doing: &'static str,
    },
}

/// Turns an error of the vault into ours: `.map_err(stored("reading the notes"))`.
pub(crate) fn stored(doing: &'static str) -> impl FnOnce(vault::Error) -> Error {
    move |source| Error::Store { doing, source }
}
