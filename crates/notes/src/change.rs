//! What the notes tell: facts in the past tense, in order, on the channel that the caller gave. The first one of
//! anything opened is its whole state.

use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use crate::attachments::Attachment;
use crate::comments::Threads;
use crate::id::NoteId;

/// Something in the notes is different now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The list.
    Listed {
        /// Whether `notes` is the whole list.
        reset: bool,
        /// New or changed.
        notes: Vec<Summary>,
        /// Not in the list any more.
        removed: Vec<NoteId>,
        /// Whether the server was asked since the start: an empty list is only then "no notes".
        complete: bool,
    },
    /// A note was opened: its state is to be read with [`Notes::state`](crate::Notes::state), updates follow.
    Opened {
        /// Which.
        note: NoteId,
        /// Whether its text is on this machine; if not, it comes as an update when it was fetched.
        here: bool,
    },
    /// Somebody else's change to an open note, or the text of one that had to be fetched.
    Updated {
        /// Which.
        note: NoteId,
        /// A Yjs update, version 1.
        update: Vec<u8>,
    },
    /// Where others are in an open note.
    Presence {
        /// Which.
        note: NoteId,
        /// A y-protocols awareness update.
        awareness: Vec<u8>,
    },
    /// A change that could not be read was kept aside.
    Quarantined {
        /// Which note it was for.
        note: NoteId,
    },
    /// The server did not do what was done here with a note's place or its life; the note is where the server has it.
    Refused {
        /// Which note.
        note: NoteId,
    },
    /// What is said about an open note; always whole.
    Threads {
        /// Which note.
        note: NoteId,
        /// What is said.
        threads: Threads,
    },
    /// What waits to be sent; always whole.
    Waiting(Vec<Waiting>),
    /// The server knows nobody behind our session any more. Everything still opens; nothing is sent.
    SignedOut,
}

/// A note in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Which.
    pub id: NoteId,
    /// None: never named.
    pub title: Option<String>,
    /// The note it stands under, if that one is in the list.
    pub parent: Option<NoteId>,
    /// Orders the notes under the same note, bytewise.
    pub place: String,
    /// When it was put into the trash, if it lies there.
    pub deleted: Option<SystemTime>,
    /// Marked with a star.
    pub favourite: bool,
    /// What it shows stays on this computer.
    pub pinned: bool,
    /// New notes may begin with it.
    pub template: bool,
    /// When it was last opened on this computer.
    pub opened: Option<SystemTime>,
    /// Made by this agent.
    pub own: bool,
    /// Whether this agent may edit it.
    pub editable: bool,
    /// What else this agent may do with it.
    pub rights: Rights,
    /// Last change that anyone made, as far as is known here.
    pub updated: SystemTime,
    /// Whether its text is on this machine.
    pub here: bool,
    /// Where its last write has got to.
    pub status: Status,
    /// Its files that the server does not have.
    pub uploads: Vec<Attachment>,
}

/// What an agent may do with a note, besides reading and writing it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rights {
    /// Make notes under it.
    pub nest: bool,
    /// Give it another place.
    pub move_: bool,
    /// Put it into the trash.
    pub delete: bool,
}

impl Rights {
    pub(crate) const ALL: Self = Self {
        nest: true,
        move_: true,
        delete: true,
    };
}

/// Where the last write to a note has got to. Saved on disk is a precondition of all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// The server was read back and has all of it.
    Synced,
    /// On disk, not yet at the server.
    Waiting(Why),
    /// Will not be sent unless the agent acts.
    Failed(Why),
}

/// Why a write has not reached the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It is being sent, or is next.
    Sending,
    /// The server cannot be reached.
    Offline,
    /// The sign-in has expired.
    SignedOut,
    /// The server asked us to wait.
    Throttled {
        /// Until when.
        until: SystemTime,
    },
    /// Somebody else, or this agent elsewhere, holds the note's edit lock.
    LockedByOther,
    /// No right to write there any more; what was written is kept here.
    Forbidden,
    /// The note is gone at the server; what was written is kept here.
    Gone,
    /// Larger than the server takes.
    TooLarge,
    /// The server does not take a file of it.
    FileRefused,
    /// The server does not take a comment on it.
    CommentRefused,
    /// The server fails or answers nonsense; tried again.
    ServerTrouble,
}

/// A note with writes that the server does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Which note.
    pub note: NoteId,
    /// Its title, if it has one.
    pub title: Option<String>,
    /// How many writes wait; the text is one, however much of it was typed.
    pub count: u32,
    /// When the first of them was made.
    pub since: SystemTime,
    /// Why they have not gone.
    pub why: Why,
}
