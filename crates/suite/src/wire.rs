//! The JSON shapes that the window sees: arguments of commands, their replies, and what events carry.
//!
//! Domain types stay plain Rust; this is their only translation. camelCase, enums tagged with `type`, ids are strings,
//! times are milliseconds since the epoch. It promises that nothing secret has a shape here: no token, no key, no
//! error chain. It deliberately holds no behaviour beyond conversions.

pub mod account;
pub mod assistant;
pub mod chat;
pub mod comments;
pub mod notes;
pub mod settings;
pub mod sharing;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use ts_rs::TS;

/// Milliseconds since the epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
pub struct Millis(#[ts(type = "number")] pub i64);

/// A few bytes, such as one update: base64 on the wire. Whole notes and files go by the URL scheme.
#[derive(Debug, Clone, PartialEq, Eq, TS)]
#[ts(type = "string")]
pub struct Bytes(pub Vec<u8>);

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&STANDARD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        STANDARD.decode(text).map(Bytes).map_err(de::Error::custom)
    }
}

/// Makes an id that is a string on the wire and a type of its own in Rust.
macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize, ts_rs::TS)]
        pub struct $name(pub String);

        impl std::fmt::Display for $name {
            fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                to.write_str(&self.0)
            }
        }
    };
}
pub(crate) use id;

/// A person as others see them. The name is text from a server: hostile, never markup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Person {
    /// What the server calls them: a Matrix id, a Docs user id or an e-mail address.
    pub id: String,
    /// What people call them.
    pub name: String,
}

/// Something that waits to be sent, as the outbox lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Waiting {
    /// Where it belongs.
    pub place: Place,
    /// The note's title or the room's name, if it has one.
    pub title: Option<String>,
    /// How many writes wait there.
    pub count: u32,
    /// When the first of them was made.
    pub since: Millis,
    /// Why they have not gone.
    pub why: Why,
}

/// A note, a room or a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum Place {
    /// A note.
    Note {
        /// Which.
        id: notes::NoteId,
    },
    /// A room.
    Room {
        /// Which.
        id: chat::RoomId,
    },
    /// A conversation with the assistant.
    Conversation {
        /// Which.
        id: assistant::ConversationId,
    },
}

/// Why a write has not reached its server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum Why {
    /// It is being sent, or is next.
    Sending,
    /// The server cannot be reached.
    Offline,
    /// The sign-in has expired: sign in again.
    SignedOut,
    /// The server asked us to wait.
    Throttled {
        /// Until when.
        until: Millis,
    },
    /// Somebody else holds the note's edit lock.
    LockedByOther,
    /// No right to write there any more. What was written is kept here.
    Forbidden,
    /// The note or room is gone on the server. What was written is kept here.
    Gone,
    /// Larger than the server takes.
    TooLarge,
    /// The server does not take a file of the note. It is kept here.
    FileRefused,
    /// The server does not take a comment on it.
    CommentRefused,
    /// The server fails or answers nonsense; tried again by itself.
    ServerTrouble,
}

/// One hit of the search over everything that is on this machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Hit {
    /// Where it leads.
    pub place: Place,
    /// Title of the note, name of the room.
    pub title: String,
    /// The words around the match, if it was not the title.
    pub snippet: Option<String>,
}
