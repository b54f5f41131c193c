//! Rooms, timelines and the state of encryption as the window shows them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Millis, Person, Why, id};

id!(
    /// A room.
    RoomId
);
id!(
    /// A row of a timeline. It stays the same from local echo to the server's copy.
    ItemId
);

/// A room in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RoomSummary {
    /// Which.
    pub id: RoomId,
    /// Its name, or the names of who is in it. Text from a server.
    pub name: String,
    /// What kind of place it is.
    pub kind: RoomKind,
    /// Messages are end-to-end encrypted.
    pub encrypted: bool,
    /// Messages not read yet.
    pub unread: u32,
    /// Unread messages that name this agent.
    pub mentions: u32,
    /// The last message, in short.
    pub latest: Option<Preview>,
    /// When something last happened; the list is sorted by it.
    pub recency: Millis,
    /// How many people are in it.
    pub members: u32,
}

/// The last message of a room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Preview {
    /// Who wrote it.
    pub sender: String,
    /// Its beginning.
    pub text: String,
}

/// What kind of room it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum RoomKind {
    /// With one person.
    Direct,
    /// With several.
    Group,
    /// Someone invited this agent.
    Invitation,
}

/// One change of a timeline, to be applied in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum TimelineDiff {
    /// The whole timeline.
    Reset {
        /// Oldest first.
        items: Vec<TimelineItem>,
    },
    /// A row in front of the one at `index`.
    Insert {
        /// From 0; may be the length.
        index: u32,
        /// The row.
        item: TimelineItem,
    },
    /// Another row in its place.
    Set {
        /// From 0.
        index: u32,
        /// The row.
        item: TimelineItem,
    },
    /// A row less.
    Remove {
        /// From 0.
        index: u32,
    },
    /// Only the first rows stay.
    Truncate {
        /// How many.
        length: u32,
    },
}

/// A row of a timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TimelineItem {
    /// Stays the same while the row lives.
    pub id: ItemId,
    /// When it was sent.
    pub time: Millis,
    /// What it is.
    pub content: ItemContent,
}

/// What a row shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum ItemContent {
    /// A message.
    Message {
        /// Who wrote it.
        sender: Person,
        /// Its text. Hostile: text, never markup.
        text: String,
        /// Written by this agent.
        own: bool,
        /// Changed after it was sent.
        edited: bool,
        /// How far it has got.
        state: SendState,
    },
    /// A message that cannot be read yet: the key is missing.
    Undecryptable {
        /// Who wrote it.
        sender: Person,
    },
    /// A message that was taken back.
    Deleted {
        /// Who wrote it.
        sender: Person,
    },
    /// Someone came, went or was invited.
    Membership {
        /// Who.
        person: Person,
        /// What they did.
        change: MembershipChange,
    },
    /// The beginning of a day.
    Day,
    /// All below is new.
    ReadMarker,
    /// Something this version does not show.
    Unsupported {
        /// The event's type.
        kind: String,
    },
}

/// What happened to a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum MembershipChange {
    /// Came in.
    Joined,
    /// Went.
    Left,
    /// Was asked in.
    Invited,
    /// Was put out.
    Removed,
    /// Anything else.
    Changed,
}

/// How far a message has got.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum SendState {
    /// The server has it.
    Sent,
    /// On disk, waits for the network.
    Waiting,
    /// Will not be sent unless the agent acts.
    Failed {
        /// What stands in the way.
        why: Why,
    },
}

/// Whether there is more to read above.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Older {
    /// There may be more.
    Available,
    /// More is being fetched.
    Loading,
    /// This is the beginning.
    None,
    /// Could not be fetched: try again.
    Failed,
}

/// The one plain line about encryption, with its one next step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Encryption {
    /// Not known yet.
    Unknown,
    /// Nothing to do.
    Ready,
    /// Messages would be lost with this machine: make a recovery key.
    NeedsRecoveryKey,
    /// This device cannot read old messages: enter the recovery key, or verify with another device.
    NeedsConfirmation,
}

/// A comparison of emoji with another device or person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Verification {
    /// Which comparison.
    pub id: String,
    /// With whom.
    pub other: Person,
    /// With another device of this agent.
    pub own_device: bool,
    /// How far it is.
    pub step: VerificationStep,
}

/// How far a comparison is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum VerificationStep {
    /// The other side asks: accept or cancel.
    Asked,
    /// Waiting for the other side.
    Waiting,
    /// Both compare.
    Comparing {
        /// Seven of them.
        emoji: Vec<Emoji>,
    },
    /// We said that they match; waiting for the other side.
    Confirmed,
    /// Verified.
    Done,
    /// Ended without result.
    Cancelled {
        /// Whether the emoji differed.
        mismatch: bool,
    },
}

/// One of seven.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Emoji {
    /// The picture.
    pub symbol: String,
    /// Its name in English, from the specification.
    pub name: String,
}

/// Command: makes an encrypted room.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NewRoom {
    /// None for a room with one person.
    pub name: Option<String>,
    /// Matrix ids.
    pub invite: Vec<String>,
}

/// Command: sends a message. It is on disk when the reply comes.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NewMessage {
    /// Where.
    pub room: RoomId,
    /// Plain text with line breaks.
    pub text: String,
}

/// Command: acts on one row of a timeline.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MessageRef {
    /// Where.
    pub room: RoomId,
    /// Which row.
    pub item: ItemId,
}

/// Command: finds people.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PeopleQuery {
    /// Part of a name or address.
    pub text: String,
}

/// Command: starts or answers a comparison of emoji.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum VerificationAct {
    /// Ask the agent's other devices.
    Ask,
    /// Accept what was asked.
    Accept {
        /// Which comparison.
        id: String,
    },
    /// The emoji match.
    Confirm {
        /// Which comparison.
        id: String,
    },
    /// The emoji differ.
    Differ {
        /// Which comparison.
        id: String,
    },
    /// Stop.
    Cancel {
        /// Which comparison.
        id: String,
    },
}
