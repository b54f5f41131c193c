//! What the assistant tells: facts in the past tense, in order, on the channel that the caller gave. The first one
//! of anything opened is its whole state.

use std::time::SystemTime;

use crate::conversation::AnswerState;
use crate::id::{AnswerId, ConversationId};

/// Something in the assistant is different now.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// The list of conversations.
    Conversations {
        /// Whether this is the whole list.
        reset: bool,
        /// New or changed.
        conversations: Vec<ConversationSummary>,
        /// Gone.
        removed: Vec<ConversationId>,
    },
    /// A conversation was opened: all of it.
    Opened {
        /// Which.
        conversation: ConversationId,
        /// Oldest first.
        turns: Vec<Turn>,
    },
    /// A turn of an open conversation is new or changed: all of it.
    Answer {
        /// Which conversation.
        conversation: ConversationId,
        /// The turn, by its answer's id.
        turn: Turn,
    },
    /// An answer of an open conversation grew.
    Grew {
        /// Which conversation.
        conversation: ConversationId,
        /// Which answer.
        answer: AnswerId,
        /// What came, to be appended.
        text: String,
    },
}

/// A conversation in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConversationSummary {
    /// Which.
    pub id: ConversationId,
    /// Taken from the first question, or given by the agent.
    pub title: String,
    /// When something was last said.
    pub updated: SystemTime,
}

/// A question and its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The answer's id; the question has none of its own.
    pub id: AnswerId,
    /// What was asked.
    pub question: String,
    /// What was given to the model besides the question.
    pub sources: Vec<SourceLabel>,
    /// What has come so far, as Markdown. It is hostile text.
    pub answer: String,
    /// How far it is.
    pub state: AnswerState,
    /// When it was asked.
    pub asked: SystemTime,
}

/// A source as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceLabel {
    /// The note it was taken from.
    pub note: String,
    /// The note's title then.
    pub title: Option<String>,
    /// Whether not all of it fitted.
    pub cut: bool,
}
