//! Comments on notes: threads, replies, reactions. What is written offline is shown at once, kept with the note's
//! record, and sent later, in order and once.
//!
//! It promises that a comment of ours is never lost and never sent twice, and that the commented text carries its mark
//! as soon as the server has named the thread. It deliberately never takes a mark away: a newer thread may be under it.

use std::time::SystemTime;

use uuid::Uuid;

use crate::error::Error;
use crate::id::NoteId;
use crate::library::now;
use crate::notes::Notes;

mod act;
mod body;
mod kept;
mod shown;

pub(crate) use act::{Act, Acts, Deed};
pub use body::{Line, Span};
pub(crate) use kept::{Kept, ServerThread};
pub(crate) use shown::shown;

/// The longest comment, in characters.
const LONGEST: usize = 10_000;

/// A conversation about a piece of a note's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thread {
    /// The server's name of it, which the mark in the text carries; one of our own until the server has it.
    pub id: String,
    /// A name that stays when the server has named it.
    pub key: String,
    /// Oldest first.
    pub comments: Vec<Comment>,
    /// Whether it is settled.
    pub resolved: bool,
    /// Whether this agent may settle it, or open it again.
    pub resolvable: bool,
    /// Whether this agent may delete it.
    pub deletable: bool,
    /// Where it belongs in the text, while the text has no mark for it.
    pub anchor: Option<Anchor>,
}

/// What somebody said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// The server's name of it; one of our own until the server has it.
    pub id: String,
    /// A name that stays when the server has named it.
    pub key: String,
    /// What people call its author: text from a server. None: this agent, who has just written it.
    pub author: Option<String>,
    /// What it says: text from a server.
    pub body: Vec<Line>,
    /// When it was written.
    pub written: SystemTime,
    /// Whether it was changed later.
    pub changed: bool,
    /// Oldest first.
    pub reactions: Vec<Reaction>,
    /// Whether this agent may change what it says.
    pub editable: bool,
    /// Whether this agent may delete it.
    pub deletable: bool,
    /// How far it has come on its way to the server.
    pub sending: Sending,
}

/// An emoji, and who has put it there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reaction {
    /// The emoji: text from a server.
    pub emoji: String,
    /// What people call them: text from a server.
    pub people: Vec<String>,
    /// Whether this agent is among them, who is then not named.
    pub mine: bool,
}

/// How far a comment has come on its way to the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sending {
    /// It is there, as it is shown.
    Sent,
    /// It waits, or a change of it does.
    Waiting,
    /// The server does not take it. It stays here.
    Refused,
}

/// A piece of a note's text: two Yjs relative positions, encoded, and the text between them.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Anchor {
    /// Where it begins.
    pub from: Vec<u8>,
    /// Where it ends.
    pub to: Vec<u8>,
    /// What it said when it was commented.
    pub quote: String,
}

/// All that is said about a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Threads {
    /// Newest first.
    pub threads: Vec<Thread>,
    /// Whether this agent may comment, as far as is known.
    pub allowed: bool,
    /// Whether the server was asked since the note was opened.
    pub complete: bool,
    /// How many things done with comments wait to be sent.
    pub waiting: usize,
}

impl Notes {
    /// Begins a thread about a piece of the text, also offline; about the whole note without an anchor. The reply is
    /// our own name of it, until the server has named it.
    ///
    /// # Errors
    /// [`Error::Refused`] when it says nothing or too much, [`Error::Missing`], or [`Error::Store`] when it was not saved.
    pub async fn start_thread(
        &self,
        note: &NoteId,
        text: &str,
        anchor: Option<Anchor>,
    ) -> Result<String, Error> {
        let id = Uuid::new_v4().to_string();
        let body = body::written(&id, fitting(text)?);
        let deed = Deed::Start { body, anchor };
        self.act(note, Act::new(id.clone(), deed, now())).await?;
        Ok(id)
    }

    /// Answers in a thread, also offline.
    ///
    /// # Errors
    /// As [`start_thread`](Self::start_thread).
    pub async fn reply(&self, note: &NoteId, thread: &str, text: &str) -> Result<(), Error> {
        let id = Uuid::new_v4().to_string();
        let body = body::written(&id, fitting(text)?);
        let thread = thread.to_owned();
        self.act(note, Act::new(id, Deed::Reply { thread, body }, now()))
            .await
    }

    /// Settles a thread, or opens it again.
    ///
    /// # Errors
    /// [`Error::Missing`], or [`Error::Store`] when it was not saved.
    pub async fn resolve(&self, note: &NoteId, thread: &str, resolved: bool) -> Result<(), Error> {
        self.act(note, Act::resolve(thread, resolved, now())).await
    }

    /// Deletes a thread with all that was said in it.
    ///
    /// # Errors
    /// As [`resolve`](Self::resolve).
    pub async fn delete_thread(&self, note: &NoteId, thread: &str) -> Result<(), Error> {
        self.act(note, Act::delete_thread(thread, now())).await
    }

    /// Changes what a comment of this agent says. One that was not sent yet is sent as it is now.
    ///
    /// # Errors
    /// As [`start_thread`](Self::start_thread).
    pub async fn change_comment(
        &self,
        note: &NoteId,
        at: CommentAt<'_>,
        text: &str,
    ) -> Result<(), Error> {
        let body = body::written(at.comment, fitting(text)?);
        self.act(note, Act::change(at, body, now())).await
    }

    /// Deletes a comment. One that was not sent is never sent.
    ///
    /// # Errors
    /// As [`resolve`](Self::resolve).
    pub async fn delete_comment(&self, note: &NoteId, at: CommentAt<'_>) -> Result<(), Error> {
        self.act(note, Act::delete(at, now())).await
    }

    /// Puts an emoji of this agent to a comment, or takes it away.
    ///
    /// # Errors
    /// As [`resolve`](Self::resolve).
    pub async fn react(
        &self,
        note: &NoteId,
        at: CommentAt<'_>,
        emoji: &str,
        put: bool,
    ) -> Result<(), Error> {
        self.act(note, Act::react(at, emoji, put, now())).await
    }

    /// Somebody says that there is something new about an open note: it is looked at now.
    pub fn refresh_threads(&self, note: &NoteId) {
        self.library().want_threads(note);
    }

    async fn act(&self, note: &NoteId, act: Act) -> Result<(), Error> {
        self.known(note)?;
        self.tell_later(note, |record| record.comments.add(act))
            .await?;
        self.library().tell_threads(note)
    }
}

/// Which comment.
#[derive(Clone, Copy, Debug)]
pub struct CommentAt<'a> {
    /// In which thread.
    pub thread: &'a str,
    /// Its name there.
    pub comment: &'a str,
}

fn fitting(text: &str) -> Result<&str, Error> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > LONGEST {
        return Err(Error::Refused {
            doing: "commenting",
        });
    }
    Ok(text)
}
