//! A conversation as a value: turns, and the entries by which it changes. Pure: what is on disk is the same list of
//! entries, so a conversation that is read again is the one that was seen.
//!
//! It promises that an answer which has ended changes no more until it is asked for again. It deliberately knows no
//! clock and makes no ids: both come with the entry.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use crate::change::{SourceLabel, Turn};
use crate::id::AnswerId;

/// The longest title that is taken from a question, in letters.
const LONGEST_TITLE: usize = 60;

/// How far an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerFailure {
    /// The assistant cannot be reached.
    Offline,
    /// The sign-in has expired.
    SignedOut,
    /// The agency's quota is used up.
    Quota {
        /// When to try again, if the server said so.
        retry_at: Option<SystemTime>,
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

/// A text that is given to the model.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The note it was taken from.
    pub note: String,
    /// The note's title.
    pub title: Option<String>,
    /// Its text, plain.
    pub text: String,
}

/// Notes do not belong in a log.
impl std::fmt::Debug for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Source")
            .field("note", &self.note)
            .finish_non_exhaustive()
    }
}

/// A step of a conversation, as it is stored.
#[cfg_attr(test, derive(Debug))]
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub(crate) enum Entry {
    /// A question; its answer begins empty.
    Asked {
        answer: AnswerId,
        question: String,
        sources: Vec<GivenSource>,
        at: u64,
    },
    /// The last answer is asked for again; what it was is gone.
    AskedAgain { at: u64 },
    /// The last answer grew.
    Grew { text: String },
    /// The last answer ended.
    Ended { end: End },
}

/// A source and how much of it was given.
#[cfg_attr(test, derive(Debug))]
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct GivenSource {
    #[serde(flatten)]
    pub(crate) source: Source,
    pub(crate) cut: bool,
}

/// How an answer ended. Times are milliseconds since the epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub(crate) enum End {
    Done,
    Stopped,
    Offline,
    SignedOut,
    Quota { retry_at: Option<u64> },
    TooLong,
    ModelGone,
    Forbidden,
    Broken,
}

/// All that was asked and answered, oldest first.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Conversation {
    turns: Vec<KeptTurn>,
}

/// A turn with all that is needed to ask again.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KeptTurn {
    pub(crate) answer: AnswerId,
    pub(crate) question: String,
    pub(crate) sources: Vec<GivenSource>,
    pub(crate) asked: u64,
    pub(crate) text: String,
    /// None while it is growing.
    pub(crate) end: Option<End>,
}

impl Conversation {
    /// The entry is part of the conversation now. One that does not fit (a piece of an ended answer) changes nothing.
    pub(crate) fn apply(&mut self, entry: Entry) {
        match entry {
            Entry::Asked {
                answer,
                question,
                sources,
                at,
            } => {
                self.apply(Entry::Ended { end: End::Broken });
                self.turns.push(KeptTurn {
                    answer,
                    question,
                    sources,
                    asked: at,
                    text: String::new(),
                    end: None,
                });
            }
            Entry::AskedAgain { at } => {
                if let Some(turn) = self.turns.last_mut() {
                    turn.text.clear();
                    turn.end = None;
                    turn.asked = at;
                }
            }
            Entry::Grew { text } => {
                if let Some(turn) = self.growing() {
                    turn.text.push_str(&text);
                }
            }
            Entry::Ended { end } => {
                if let Some(turn) = self.growing() {
                    turn.end = Some(end);
                }
            }
        }
    }

    /// The last answer could not be kept: it is not complete, whatever it was.
    pub(crate) fn break_off(&mut self) {
        if let Some(turn) = self.turns.last_mut() {
            turn.end = Some(End::Broken);
        }
    }

    pub(crate) fn turns(&self) -> &[KeptTurn] {
        &self.turns
    }

    pub(crate) fn last(&self) -> Option<&KeptTurn> {
        self.turns.last()
    }

    fn growing(&mut self) -> Option<&mut KeptTurn> {
        self.turns.last_mut().filter(|turn| turn.end.is_none())
    }
}

impl KeptTurn {
    /// The turn as it is told.
    pub(crate) fn told(&self) -> Turn {
        let label = |given: &GivenSource| SourceLabel {
            note: given.source.note.clone(),
            title: given.source.title.clone(),
            cut: given.cut,
        };
        Turn {
            id: self.answer.clone(),
            question: self.question.clone(),
            sources: self.sources.iter().map(label).collect(),
            answer: self.text.clone(),
            state: self.state(),
            asked: time(self.asked),
        }
    }

    fn state(&self) -> AnswerState {
        let why = match self.end {
            None if self.text.is_empty() => return AnswerState::Waiting,
            None => return AnswerState::Streaming,
            Some(End::Done) => return AnswerState::Done,
            Some(End::Stopped) => return AnswerState::Stopped,
            Some(End::Offline) => AnswerFailure::Offline,
            Some(End::SignedOut) => AnswerFailure::SignedOut,
            Some(End::Quota { retry_at }) => AnswerFailure::Quota {
                retry_at: retry_at.map(time),
            },
            Some(End::TooLong) => AnswerFailure::TooLong,
            Some(End::ModelGone) => AnswerFailure::ModelGone,
            Some(End::Forbidden) => AnswerFailure::Forbidden,
            Some(End::Broken) => AnswerFailure::Broken,
        };
        AnswerState::Failed { why }
    }
}

/// A title made of the first question: its first line that says something, cut between words.
pub(crate) fn title(question: &str) -> String {
    let clean = crate::prompt::clean(question);
    let line = clean
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((end, _)) = line.char_indices().nth(LONGEST_TITLE) else {
        return line;
    };
    let head = &line[..end];
    let cut = head.rfind(' ').filter(|at| *at > end / 2).unwrap_or(end);
    format!("{}…", &head[..cut])
}

/// A moment that was stored.
pub(crate) fn time(millis: u64) -> SystemTime {
    UNIX_EPOCH
        .checked_add(Duration::from_millis(millis))
        .unwrap_or(UNIX_EPOCH)
}

/// A moment as it is stored.
pub(crate) fn millis(time: SystemTime) -> u64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
#[path = "conversation_tests.rs"]
mod tests;
