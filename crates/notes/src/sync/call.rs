//! The questions to the server and what comes of them, as values: whoever asks may be the network or a simulation.

use crate::docs::{Note, Page};
use crate::document::Document;
use crate::id::NoteId;

/// A question to the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Call {
    /// Who we are.
    Me,
    /// One page of the list; the newest first, or the oldest first for a look at everything.
    Page {
        newest: bool,
        number: u32,
    },
    /// What it says of a note.
    Row(NoteId),
    /// Whether nobody else holds the note's edit lock.
    CanEdit(NoteId),
    /// The stored text, unless it is the one with this tag.
    Text {
        note: NoteId,
        etag: Option<String>,
    },
    /// To store our text in the place of what is stored.
    Write {
        note: NoteId,
        in_room: bool,
    },
    Create {
        note: NoteId,
        parent: Option<NoteId>,
        title: Option<String>,
    },
    Rename {
        note: NoteId,
        title: String,
        in_room: bool,
    },
    Delete(NoteId),
    Restore(NoteId),
    Favour {
        note: NoteId,
        favourite: bool,
    },
    /// To put a note in relation to another one.
    Move {
        note: NoteId,
        target: NoteId,
        side: Side,
    },
    /// One page of what lies in the trash.
    Trash(u32),
}

/// Where a note is put, seen from the other one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// Under it, before all others.
    FirstChild,
    /// Beside it, after it.
    Right,
}

/// What came of a question.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    Me(String),
    Page(Page),
    Row(Box<Note>),
    CanEdit(bool),
    /// The text is the one that is known.
    Same,
    Text(Box<Reading>),
    Done,
}

/// A stored text that was taken in here, and what the two say of each other since.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reading {
    pub(crate) etag: Option<String>,
    /// What else came with it, on generation A.
    pub(crate) revision: Option<String>,
    /// It was never saved.
    pub(crate) empty: bool,
    /// It could not be read and was kept aside; nothing else is known then.
    pub(crate) aside: bool,
    /// It has everything that the server was once seen to have.
    pub(crate) keeps: bool,
    /// It has everything that is here.
    pub(crate) has_ours: bool,
    /// How many edits had been made here, at least, when it was compared.
    pub(crate) edits: u64,
    pub(crate) mark: Vec<u8>,
}

impl Reading {
    /// Compares what is here, after the merge, with what is stored; `seen` is the mark of what the server was seen to
    /// have before.
    pub(crate) fn compare(
        &mut self,
        ours: &Document,
        stored: &Document,
        failed: usize,
        seen: Option<&[u8]>,
    ) {
        let sound = failed == 0;
        self.has_ours = sound && stored.contains(ours);
        self.keeps = sound && seen.is_none_or(|seen| stored.reaches(seen).unwrap_or(false));
        self.mark = stored.mark();
    }
}
