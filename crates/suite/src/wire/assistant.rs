//! Conversations with the assistant as the window shows them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::notes::NoteId;
use super::{Millis, id};

id!(
    /// A conversation.
    ConversationId
);
id!(
    /// An answer within a conversation.
    AnswerId
);

/// A conversation in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConversationSummary {
    /// Which.
    pub id: ConversationId,
    /// Taken from the first question, or given by the agent.
    pub title: String,
    /// When something was last said.
    pub updated: Millis,
}

/// A question and its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Turn {
    /// The answer's id; the question has none of its own.
    pub id: AnswerId,
    /// What was asked.
    pub question: String,
    /// What was given to the model besides the question.
    pub sources: Vec<SourceLabel>,
    /// What has come so far, as Markdown. Hostile: drawn from a closed set of elements.
    pub answer: String,
    /// How far it is.
    pub state: AnswerState,
    /// When it was asked.
    pub asked: Millis,
}

/// A source as it is listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SourceLabel {
    /// The note it was taken from.
    pub note: NoteId,
    /// The note's title then.
    pub title: Option<String>,
    /// Whether not all of it fitted.
    pub cut: bool,
}

/// How far an answer is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum AnswerState {
    /// Asked, nothing has come.
    Waiting,
    /// Growing.
    Streaming,
    /// Complete.
    Done,
    /// Stopped by the agent; what had come stays.
    Stopped,
    /// Broke off; what had come stays.
    Failed {
        /// Why.
        why: AnswerFailure,
    },
}

/// Why there is no complete answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum AnswerFailure {
    /// The assistant cannot be reached.
    Offline,
    /// The sign-in has expired.
    SignedOut,
    /// The agency's quota is used up.
    Quota {
        /// When to try again, if the server said so.
        retry_at: Option<Millis>,
    },
    /// Question and sources are longer than the model takes.
    TooLong,
    /// The model is not offered any more.
    ModelGone,
    /// This agent may not use it.
    Forbidden,
    /// The answer broke off or made no sense.
    Broken,
}

/// Command: asks. Live state follows as events.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Question {
    /// None starts a new conversation.
    pub conversation: Option<ConversationId>,
    /// What is asked.
    pub text: String,
    /// Notes that are given to the model, and nothing else.
    pub sources: Vec<NoteId>,
}

/// Command: names a conversation.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConversationTitle {
    /// Which.
    pub conversation: ConversationId,
    /// Its new title.
    pub title: String,
}
