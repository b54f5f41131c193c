//! The routes of comments. None of them counts against the server's limit, and none moves a note's `updated_at`.

use net::reqwest::Method;
use serde_json::{Value, json};

use super::{Docs, Trouble, segment};
use crate::comments::ServerThread;
use crate::id::NoteId;

impl Docs {
    /// All threads of a note, newest first; generation A leaves out those that are settled.
    pub(crate) async fn threads(&self, note: &NoteId) -> Result<Vec<ServerThread>, Trouble> {
        self.get(&format!("documents/{note}/threads/")).await
    }

    pub(crate) async fn start_thread(&self, note: &NoteId, body: &Value) -> Result<(), Trouble> {
        let path = format!("documents/{note}/threads/");
        self.act(Method::POST, &path, &json!({"body": body})).await
    }

    pub(crate) async fn delete_thread(&self, note: &NoteId, thread: &str) -> Result<(), Trouble> {
        self.remove(&thread_path(note, thread)?).await
    }

    pub(crate) async fn resolve(
        &self,
        note: &NoteId,
        thread: &str,
        resolved: bool,
    ) -> Result<(), Trouble> {
        let act = if resolved { "resolve" } else { "unresolve" };
        let path = format!("{}{act}/", thread_path(note, thread)?);
        self.act(Method::POST, &path, &json!({})).await
    }

    pub(crate) async fn reply(
        &self,
        note: &NoteId,
        thread: &str,
        body: &Value,
    ) -> Result<(), Trouble> {
        let path = format!("{}comments/", thread_path(note, thread)?);
        self.act(Method::POST, &path, &json!({"body": body})).await
    }

    pub(crate) async fn change_comment(
        &self,
        note: &NoteId,
        at: (&str, &str),
        body: &Value,
    ) -> Result<(), Trouble> {
        let path = comment_path(note, at)?;
        self.act(Method::PATCH, &path, &json!({"body": body})).await
    }

    pub(crate) async fn delete_comment(
        &self,
        note: &NoteId,
        at: (&str, &str),
    ) -> Result<(), Trouble> {
        self.remove(&comment_path(note, at)?).await
    }

    pub(crate) async fn react(
        &self,
        note: &NoteId,
        at: (&str, &str),
        emoji: &str,
        put: bool,
    ) -> Result<(), Trouble> {
        let path = format!("{}reactions/", comment_path(note, at)?);
        let method = if put { Method::POST } else { Method::DELETE };
        self.act(method, &path, &json!({"emoji": emoji})).await
    }
}

fn thread_path(note: &NoteId, thread: &str) -> Result<String, Trouble> {
    Ok(format!("documents/{note}/threads/{}/", segment(thread)?))
}

fn comment_path(note: &NoteId, at: (&str, &str)) -> Result<String, Trouble> {
    let thread = thread_path(note, at.0)?;
    Ok(format!("{thread}comments/{}/", segment(at.1)?))
}
