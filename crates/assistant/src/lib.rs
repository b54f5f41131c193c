//! The assistant: conversations, prompts, streamed answers.
//!
//! It promises that a question is on disk before it is sent, that what has come of an answer is never lost, that an
//! answer that broke off is never shown as complete, and that the gateway is sent only what is listed with the turn.
//! It deliberately knows no notes (their text is handed to it), runs no tools and draws nothing: an answer is hostile
//! text, and the window's to render.

mod answer;
mod assistant;
mod change;
mod conversation;
mod error;
mod held;
mod id;
mod live;
mod log;
mod prompt;
mod refusal;
mod stream;

pub use assistant::{Assistant, Opening};
pub use change::{Change, ConversationSummary, SourceLabel, Turn};
pub use conversation::{AnswerFailure, AnswerState, Source};
pub use error::Error;
pub use id::{AnswerId, ConversationId};
