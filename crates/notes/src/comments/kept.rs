//! The threads of a note as the server told them last, kept so that they can be read without a network. Pure.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::body;

/// What the server told last about the comments of a note.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Kept {
    /// Newest first.
    pub(crate) threads: Vec<ServerThread>,
    /// Whether we may comment; unknown before the server was asked.
    pub(crate) allowed: Option<bool>,
    /// What people call this agent.
    pub(crate) me: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct ServerThread {
    pub(crate) id: String,
    pub(crate) comments: Vec<ServerComment>,
    pub(crate) resolved: bool,
    pub(crate) abilities: Map<String, Value>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct ServerComment {
    pub(crate) id: String,
    pub(crate) user: Option<ServerPerson>,
    pub(crate) body: Value,
    pub(crate) created_at: String,
    pub(crate) updated_at: String,
    pub(crate) reactions: Vec<ServerReaction>,
    pub(crate) abilities: Map<String, Value>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct ServerReaction {
    pub(crate) emoji: String,
    pub(crate) users: Vec<ServerPerson>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct ServerPerson {
    pub(crate) full_name: Option<String>,
    pub(crate) short_name: Option<String>,
}

impl Kept {
    /// What the server calls the thread that began with this comment of ours.
    pub(crate) fn thread_called(&self, ours: &str) -> Option<&str> {
        let begins = |thread: &&ServerThread| {
            let first = thread.comments.first();
            first.is_some_and(|comment| comment.is_called(ours))
        };
        self.threads
            .iter()
            .find(begins)
            .map(|thread| thread.id.as_str())
    }

    /// What the server calls this comment of ours.
    pub(crate) fn comment_called(&self, ours: &str) -> Option<&str> {
        let comments = self.threads.iter().flat_map(|thread| &thread.comments);
        let mut called = comments.filter(|comment| comment.is_called(ours));
        called.next().map(|comment| comment.id.as_str())
    }
}

impl ServerComment {
    fn is_called(&self, ours: &str) -> bool {
        body::id(&self.body) == Some(ours)
    }
}

impl ServerPerson {
    pub(crate) fn name(&self) -> String {
        let given = |name: &&String| !name.trim().is_empty();
        let name = self.full_name.as_ref().filter(given);
        name.or(self.short_name.as_ref())
            .cloned()
            .unwrap_or_default()
    }
}
