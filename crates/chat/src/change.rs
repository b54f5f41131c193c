//! What the messenger tells: facts in the past tense, in order, on the channel that the caller gave. The first one
//! of anything opened is its whole state.

use crate::encryption::EncryptionState;
use crate::id::RoomId;
use crate::list::ListChange;
use crate::people::Person;
use crate::rooms::summary::RoomSummary;
use crate::timeline::row::Row;
use crate::verification::Verification;

/// Something in chat is different now.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// The room list.
    Rooms(ListChange<RoomSummary>),
    /// The timeline of an open room.
    Timeline {
        /// Whose timeline.
        room: RoomId,
        /// What is different in it.
        change: ListChange<Row>,
    },
    /// How far back an open room's timeline reaches.
    History {
        /// Whose timeline.
        room: RoomId,
        /// How far.
        history: History,
    },
    /// Who is typing in an open room; the agent is never among them.
    Typing {
        /// Where.
        room: RoomId,
        /// Everybody who is typing now.
        people: Vec<Person>,
    },
    /// How well this device can read and keep encrypted messages.
    Encryption(EncryptionState),
    /// A comparison of keys with another device or person moved on.
    Verification(Verification),
    /// Whether the homeserver answers.
    Connection(Connection),
    /// The homeserver refused our session for good. Everything still opens; nothing is sent until the agent signs in.
    SignedOut {
        /// The server says that this device still exists and only wants its agent to sign in again.
        soft: bool,
    },
}

/// Whether the homeserver answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    /// Syncing was not started, or was stopped.
    Stopped,
    /// The first answer has not come yet.
    Connecting,
    /// The server answered and goes on answering.
    Online,
    /// The server does not answer; it is asked again until it does.
    Offline,
}

/// How far back a timeline reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum History {
    /// There may be older messages.
    More,
    /// Older messages are being fetched.
    Loading,
    /// The room begins here.
    Start,
    /// Older messages could not be fetched; asking again may help.
    Unreachable,
}
