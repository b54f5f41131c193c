//! What the assistant tells, as the window hears it. Conversions only.

use assistant::{AnswerFailure, AnswerState, Change};

use super::time;
use crate::events::Event;
use crate::wire::assistant as wire;
use crate::wire::notes::NoteId;

/// The event of a change.
pub(super) fn event(change: Change) -> Event {
    match change {
        Change::Conversations {
            reset,
            conversations,
            removed,
        } => Event::ConversationsChanged {
            reset,
            conversations: conversations.into_iter().map(summary).collect(),
            removed: removed.iter().map(id).collect(),
        },
        Change::Opened {
            conversation,
            turns,
        } => Event::ConversationOpened {
            conversation: id(&conversation),
            turns: turns.into_iter().map(turn).collect(),
        },
        Change::Answer {
            conversation,
            turn: changed,
        } => Event::AnswerChanged {
            conversation: id(&conversation),
            turn: turn(changed),
        },
        Change::Grew {
            conversation,
            answer,
            text,
        } => Event::AnswerGrew {
            conversation: id(&conversation),
            answer: answer_id(&answer),
            text,
        },
    }
}

/// A conversation's name on the wire.
pub(crate) fn id(id: &assistant::ConversationId) -> wire::ConversationId {
    wire::ConversationId(id.as_str().to_owned())
}

fn answer_id(id: &assistant::AnswerId) -> wire::AnswerId {
    wire::AnswerId(id.as_str().to_owned())
}

fn summary(summary: assistant::ConversationSummary) -> wire::ConversationSummary {
    wire::ConversationSummary {
        id: id(&summary.id),
        title: summary.title,
        updated: time(summary.updated),
    }
}

fn turn(turn: assistant::Turn) -> wire::Turn {
    wire::Turn {
        id: answer_id(&turn.id),
        question: turn.question,
        sources: turn.sources.into_iter().map(label).collect(),
        answer: turn.answer,
        state: state(turn.state),
        asked: time(turn.asked),
    }
}

fn label(label: assistant::SourceLabel) -> wire::SourceLabel {
    wire::SourceLabel {
        note: NoteId(label.note),
        title: label.title,
        cut: label.cut,
    }
}

fn state(state: AnswerState) -> wire::AnswerState {
    match state {
        AnswerState::Waiting => wire::AnswerState::Waiting,
        AnswerState::Streaming => wire::AnswerState::Streaming,
        AnswerState::Done => wire::AnswerState::Done,
        AnswerState::Stopped => wire::AnswerState::Stopped,
        AnswerState::Failed { why } => wire::AnswerState::Failed { why: failure(why) },
    }
}

fn failure(why: AnswerFailure) -> wire::AnswerFailure {
    match why {
        AnswerFailure::Offline => wire::AnswerFailure::Offline,
        AnswerFailure::SignedOut => wire::AnswerFailure::SignedOut,
        AnswerFailure::Quota { retry_at } => wire::AnswerFailure::Quota {
            retry_at: retry_at.map(time),
        },
        AnswerFailure::TooLong => wire::AnswerFailure::TooLong,
        AnswerFailure::ModelGone => wire::AnswerFailure::ModelGone,
        AnswerFailure::Forbidden => wire::AnswerFailure::Forbidden,
        AnswerFailure::Broken => wire::AnswerFailure::Broken,
    }
}
