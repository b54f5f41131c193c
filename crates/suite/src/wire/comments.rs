//! Comments on notes as the window shows and writes them. All text in them is from a server: hostile, never markup.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::notes::NoteId;
use super::{Bytes, Millis, id};

id!(
    /// A thread. The mark in the note's text carries it; one of our own until the server has named the thread.
    ThreadId
);
id!(
    /// A comment; one of our own until the server has named it.
    CommentId
);

/// A conversation about a piece of a note's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Thread {
    /// Which.
    pub id: ThreadId,
    /// A name that stays when the server has named it.
    pub key: String,
    /// Oldest first.
    pub comments: Vec<Comment>,
    /// Whether it is settled.
    pub resolved: bool,
    /// Whether the agent may settle it, or open it again.
    pub resolvable: bool,
    /// Whether the agent may delete it.
    pub deletable: bool,
    /// Where it belongs in the text, while the text has no mark for it.
    pub anchor: Option<Anchor>,
}

/// A piece of a note's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Anchor {
    /// Where it begins: an encoded Yjs relative position.
    pub from: Bytes,
    /// Where it ends: an encoded Yjs relative position.
    pub to: Bytes,
    /// What it said when it was commented.
    pub quote: String,
}

/// What somebody said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Comment {
    /// Which.
    pub id: CommentId,
    /// A name that stays when the server has named it.
    pub key: String,
    /// What people call its author; none: the agent, who has just written it.
    pub author: Option<String>,
    /// Its lines.
    pub body: Vec<Vec<CommentSpan>>,
    /// When it was written.
    pub written: Millis,
    /// Whether it was changed later.
    pub changed: bool,
    /// Oldest first.
    pub reactions: Vec<Reaction>,
    /// Whether the agent may change what it says.
    pub editable: bool,
    /// Whether the agent may delete it.
    pub deletable: bool,
    /// How far it has come on its way to the server.
    pub sending: CommentSending,
}

/// Text that looks alike from end to end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "they are what they are called")]
pub struct CommentSpan {
    pub text: String,
    pub bold: bool,
    pub italic: bool,
    pub underline: bool,
    pub strike: bool,
    pub code: bool,
    /// Where it leads.
    pub link: Option<String>,
}

/// An emoji, and who has put it there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Reaction {
    /// The emoji.
    pub emoji: String,
    /// What people call them, but for the agent.
    pub people: Vec<String>,
    /// Whether the agent is among them.
    pub mine: bool,
}

/// How far a comment has come on its way to the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum CommentSending {
    /// It is there, as it is shown.
    Sent,
    /// It waits, or a change of it does.
    Waiting,
    /// The server does not take it. It stays here.
    Refused,
}

/// Command: begins a thread. The reply is our own name of it, until the server has named it.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NewThread {
    /// Which note.
    pub note: NoteId,
    /// What is said.
    pub text: String,
    /// About which piece of the text; about the whole note without.
    pub anchor: Option<Anchor>,
}

/// Command: answers in a thread.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NewComment {
    /// Which note.
    pub note: NoteId,
    /// In which thread.
    pub thread: ThreadId,
    /// What is said.
    pub text: String,
}

/// Command: settles a thread, or opens it again.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ThreadResolve {
    /// Which note.
    pub note: NoteId,
    /// Which thread.
    pub thread: ThreadId,
    /// Whether it is settled from here on.
    pub resolved: bool,
}

/// Command: a thread.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ThreadRef {
    /// Which note.
    pub note: NoteId,
    /// Which thread.
    pub thread: ThreadId,
}

/// Command: a comment.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CommentRef {
    /// Which note.
    pub note: NoteId,
    /// In which thread.
    pub thread: ThreadId,
    /// Which comment.
    pub comment: CommentId,
}

/// Command: changes what a comment of the agent's says.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CommentChange {
    /// Which comment.
    pub at: CommentRef,
    /// What it says from here on.
    pub text: String,
}

/// Command: puts an emoji to a comment, or takes it away.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CommentReact {
    /// Which comment.
    pub at: CommentRef,
    /// The emoji.
    pub emoji: String,
    /// Whether it is there from here on.
    pub put: bool,
}
