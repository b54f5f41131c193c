//! What can go wrong with a note, by what a caller can do about it. Being offline is not among it: every write is
//! taken and sent later. No error says what anybody wrote.

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
}

/// Turns an error of the vault into ours: `.map_err(stored("reading the notes"))`.
pub(crate) fn stored(doing: &'static str) -> impl FnOnce(vault::Error) -> Error {
    move |source| Error::Store { doing, source }
}
