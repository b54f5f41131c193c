//! Comments on notes, as the window hears and says them. Conversions only.

use super::time;
use crate::wire::Bytes;
use crate::wire::comments::{
    Anchor, Comment, CommentId, CommentSending, CommentSpan, Reaction, Thread, ThreadId,
};

/// A conversation about a note.
pub(crate) fn thread(thread: notes::Thread) -> Thread {
    Thread {
        id: ThreadId(thread.id),
        key: thread.key,
        comments: thread.comments.into_iter().map(comment).collect(),
        resolved: thread.resolved,
        resolvable: thread.resolvable,
        deletable: thread.deletable,
        anchor: thread.anchor.map(|anchor| Anchor {
            from: Bytes(anchor.from),
            to: Bytes(anchor.to),
            quote: anchor.quote,
        }),
    }
}

/// A piece of a text that the window names.
pub(crate) fn to_anchor(anchor: Anchor) -> notes::Anchor {
    notes::Anchor {
        from: anchor.from.0,
        to: anchor.to.0,
        quote: anchor.quote,
    }
}

fn comment(comment: notes::Comment) -> Comment {
    let line = |line: notes::Line| line.into_iter().map(span).collect();
    let reaction = |reaction: notes::Reaction| Reaction {
        emoji: reaction.emoji,
        people: reaction.people,
        mine: reaction.mine,
    };
    Comment {
        id: CommentId(comment.id),
        key: comment.key,
        author: comment.author,
        body: comment.body.into_iter().map(line).collect(),
        written: time(comment.written),
        changed: comment.changed,
        reactions: comment.reactions.into_iter().map(reaction).collect(),
        editable: comment.editable,
        deletable: comment.deletable,
        sending: match comment.sending {
            notes::Sending::Sent => CommentSending::Sent,
            notes::Sending::Waiting => CommentSending::Waiting,
            notes::Sending::Refused => CommentSending::Refused,
        },
    }
}

fn span(span: notes::Span) -> CommentSpan {
    CommentSpan {
        text: span.text,
        bold: span.bold,
        italic: span.italic,
        underline: span.underline,
        strike: span.strike,
        code: span.code,
        link: span.link,
    }
}
