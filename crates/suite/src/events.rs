//! The one ordered stream of facts that the window hears. A closed set; each fact is in the past tense.
//!
//! The first event of anything opened is its whole state. Events never tell the window what to do.

use serde::Serialize;
use ts_rs::TS;

use crate::wire::account::Account;
use crate::wire::assistant::{AnswerId, ConversationId, ConversationSummary, Turn};
use crate::wire::chat::{Encryption, Older, RoomId, RoomSummary, TimelineDiff, Verification};
use crate::wire::comments::Thread;
use crate::wire::notes::{NoteId, NoteSummary};
use crate::wire::settings::{Leaving, PolicyLine, Settings};
use crate::wire::{Bytes, Millis, Waiting};

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Event {
    /// Who is signed in, or what keeps the desk closed. Always whole.
    AccountChanged {
        /// The whole state.
        account: Account,
    },
    /// Whether the servers can be reached. Always whole.
    ConnectionChanged {
        /// Whether the last real request got through.
        online: bool,
        /// Since when it is so.
        since: Millis,
    },
    /// What waits to be sent. Always whole; empty means that everything has arrived.
    OutboxChanged {
        /// What waits.
        waiting: Vec<Waiting>,
    },
    /// The agent's settings and what IT has locked. Always whole.
    SettingsChanged {
        /// The settings.
        settings: Settings,
        /// What may be saved and printed.
        leaving: Leaving,
        /// Managed settings.
        policies: Vec<PolicyLine>,
        /// Version of this program.
        version: String,
    },
    /// Notes in the list.
    NotesChanged {
        /// Whether this is the whole list.
        reset: bool,
        /// New or changed.
        notes: Vec<NoteSummary>,
        /// Gone.
        removed: Vec<NoteId>,
        /// Whether the server was asked since the start: an empty list is only then "no notes".
        complete: bool,
    },
    /// A note was opened. Its state is at `{scheme}/notes/{note}/state`; updates follow from here on.
    NoteOpened {
        /// Which.
        note: NoteId,
        /// Whether its text is on this machine; if not, it is being fetched.
        here: bool,
    },
    /// Someone else's change, or the text of a note that had to be fetched.
    NoteUpdated {
        /// Which.
        note: NoteId,
        /// A Yjs update, version 1.
        update: Bytes,
    },
    /// Where others' cursors are.
    PresenceChanged {
        /// Which note.
        note: NoteId,
        /// A y-protocols awareness update.
        awareness: Bytes,
    },
    /// A change that could not be read was kept aside.
    NoteQuarantined {
        /// Which note.
        note: NoteId,
    },
    /// The server did not do what was done here with a note's place or its life: the note is where the server has it.
    NoteRefused {
        /// Which note.
        note: NoteId,
    },
    /// One more note was packed or unpacked; or, when as many are done as there are, that has ended.
    ArchiveAdvanced {
        /// So many are done.
        done: usize,
        /// Of so many.
        total: usize,
    },
    /// What is said about an open note. Always whole.
    ThreadsChanged {
        /// Which note.
        note: NoteId,
        /// Newest first.
        threads: Vec<Thread>,
        /// Whether the agent may comment, as far as is known.
        allowed: bool,
        /// Whether the server was asked since the note was opened.
        complete: bool,
        /// How many things done with comments wait to be sent.
        waiting: u32,
    },
    /// Rooms in the list; the window sorts them by recency.
    RoomsChanged {
        /// Whether this is the whole list.
        reset: bool,
        /// New or changed.
        rooms: Vec<RoomSummary>,
        /// Gone.
        removed: Vec<RoomId>,
        /// Whether the server was asked since the start.
        complete: bool,
    },
    /// Rows of an open timeline; the first is a reset.
    TimelineChanged {
        /// Which room.
        room: RoomId,
        /// In order.
        diffs: Vec<TimelineDiff>,
    },
    /// Whether an open timeline has more above.
    TimelineOlderChanged {
        /// Which room.
        room: RoomId,
        /// The state.
        older: Older,
    },
    /// The state of encryption. Always whole.
    EncryptionChanged {
        /// The state.
        encryption: Encryption,
    },
    /// A comparison of emoji that is going on, if any. Always whole.
    VerificationChanged {
        /// The comparison.
        verification: Option<Verification>,
    },
    /// Conversations in the list.
    ConversationsChanged {
        /// Whether this is the whole list.
        reset: bool,
        /// New or changed.
        conversations: Vec<ConversationSummary>,
        /// Gone.
        removed: Vec<ConversationId>,
    },
    /// A conversation was opened: all of it.
    ConversationOpened {
        /// Which.
        conversation: ConversationId,
        /// Oldest first.
        turns: Vec<Turn>,
    },
    /// A turn is new or changed: all of it.
    AnswerChanged {
        /// Which conversation.
        conversation: ConversationId,
        /// The turn, by its answer's id.
        turn: Turn,
    },
    /// An answer grew.
    AnswerGrew {
        /// Which conversation.
        conversation: ConversationId,
        /// Which answer.
        answer: AnswerId,
        /// What came, to be appended.
        text: String,
    },
}
