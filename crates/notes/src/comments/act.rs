//! What this agent has done with comments and the server has not been told, in order. Pure; it is part of the note's
//! record and so survives a restart.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Anchor, CommentAt, Kept};

/// One thing to tell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Act {
    /// What a new comment is called until the server has named it; it also stands in its body. Empty for other deeds.
    pub(crate) id: String,
    pub(crate) deed: Deed,
    /// Milliseconds since the epoch.
    pub(crate) since: u64,
    /// Whether it may have been sent: then it is looked for before it is sent again.
    #[serde(default)]
    pub(crate) tried: bool,
    /// The server does not take it.
    #[serde(default)]
    pub(crate) refused: bool,
}

/// What was done. Threads and comments are called by the names that the window knew: perhaps by our own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Deed {
    Start {
        body: Value,
        anchor: Option<Anchor>,
    },
    Reply {
        thread: String,
        body: Value,
    },
    Change {
        thread: String,
        comment: String,
        body: Value,
    },
    Delete {
        thread: String,
        comment: String,
    },
    DeleteThread {
        thread: String,
    },
    Resolve {
        thread: String,
        resolved: bool,
    },
    React {
        thread: String,
        comment: String,
        emoji: String,
        put: bool,
    },
}

/// The acts of one note that wait.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Acts(Vec<Act>);

impl Act {
    pub(crate) fn new(id: String, deed: Deed, since: u64) -> Self {
        Self {
            id,
            deed,
            since,
            tried: false,
            refused: false,
        }
    }

    pub(crate) fn resolve(thread: &str, resolved: bool, since: u64) -> Self {
        let thread = thread.to_owned();
        Self::new(String::new(), Deed::Resolve { thread, resolved }, since)
    }

    pub(crate) fn delete_thread(thread: &str, since: u64) -> Self {
        let thread = thread.to_owned();
        Self::new(String::new(), Deed::DeleteThread { thread }, since)
    }

    pub(crate) fn change(at: CommentAt<'_>, body: Value, since: u64) -> Self {
        let (thread, comment) = (at.thread.to_owned(), at.comment.to_owned());
        let deed = Deed::Change {
            thread,
            comment,
            body,
        };
        Self::new(String::new(), deed, since)
    }

    pub(crate) fn delete(at: CommentAt<'_>, since: u64) -> Self {
        let (thread, comment) = (at.thread.to_owned(), at.comment.to_owned());
        Self::new(String::new(), Deed::Delete { thread, comment }, since)
    }

    pub(crate) fn react(at: CommentAt<'_>, emoji: &str, put: bool, since: u64) -> Self {
        let deed = Deed::React {
            thread: at.thread.to_owned(),
            comment: at.comment.to_owned(),
            emoji: emoji.to_owned(),
            put,
        };
        Self::new(String::new(), deed, since)
    }

    /// Whether it says something that would be lost with it.
    pub(crate) fn says_something(&self) -> bool {
        matches!(
            self.deed,
            Deed::Start { .. } | Deed::Reply { .. } | Deed::Change { .. }
        )
    }

    fn is_about_thread(&self, name: &str) -> bool {
        match &self.deed {
            Deed::Start { .. } => self.id == name,
            Deed::Reply { thread, .. }
            | Deed::Change { thread, .. }
            | Deed::Delete { thread, .. }
            | Deed::DeleteThread { thread }
            | Deed::Resolve { thread, .. }
            | Deed::React { thread, .. } => thread == name,
        }
    }

    fn is_about_comment(&self, name: &str) -> bool {
        match &self.deed {
            Deed::Start { .. } | Deed::Reply { .. } => self.id == name,
            Deed::Change { comment, .. }
            | Deed::Delete { comment, .. }
            | Deed::React { comment, .. } => comment == name,
            Deed::DeleteThread { .. } | Deed::Resolve { .. } => false,
        }
    }
}

impl Acts {
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Act> {
        self.0.iter()
    }

    pub(crate) fn since(&self) -> Option<u64> {
        self.0.first().map(|act| act.since)
    }

    /// The one to be told next. One that was refused holds up nothing but what is about it.
    pub(crate) fn next(&self) -> Option<&Act> {
        let refused = |thread: &str| {
            let mut before = self.0.iter().filter(|act| act.refused);
            before.any(|act| matches!(act.deed, Deed::Start { .. }) && act.id == thread)
        };
        self.0.iter().find(|act| match &act.deed {
            Deed::Start { .. } => !act.refused,
            Deed::Reply { thread, .. } => !act.refused && !refused(thread),
            _ => !act.refused,
        })
    }

    /// Adds one. What was not sent yet is changed or forgotten instead; what it makes pointless is dropped.
    pub(crate) fn add(&mut self, act: Act) {
        match &act.deed {
            Deed::Change { comment, body, .. } => {
                if self.change_unsent(comment, body) {
                    return;
                }
                self.drop_where(|old| {
                    matches!(&old.deed, Deed::Change { comment: other, .. } if other == comment)
                });
            }
            Deed::Delete { comment, .. } => {
                let unsent = self.is_unsent(comment);
                self.drop_where(|old| old.is_about_comment(comment) && !old.tried);
                if unsent {
                    return;
                }
            }
            Deed::DeleteThread { thread } => {
                let unsent = self.is_unsent(thread);
                self.drop_where(|old| old.is_about_thread(thread) && !old.tried);
                if unsent {
                    return;
                }
            }
            Deed::Resolve { thread, .. } => self.drop_where(
                |old| matches!(&old.deed, Deed::Resolve { thread: other, .. } if other == thread),
            ),
            Deed::React { comment, emoji, .. } => self.drop_where(|old| {
                matches!(&old.deed, Deed::React { comment: of, emoji: other, .. } if of == comment && other == emoji)
            }),
            Deed::Start { .. } | Deed::Reply { .. } => {}
        }
        self.0.push(act);
    }

    /// It is about to be sent: from here on its answer may be lost.
    pub(crate) fn try_now(&mut self, act: &Act) {
        if let Some(waiting) = self.0.iter_mut().find(|waiting| *waiting == act) {
            waiting.tried = true;
        }
    }

    /// The server has it, or it has become pointless.
    pub(crate) fn done(&mut self, act: &Act) {
        self.drop_where(|waiting| same(waiting, act));
    }

    pub(crate) fn refuse(&mut self, act: &Act) {
        if let Some(waiting) = self.0.iter_mut().find(|waiting| same(waiting, act)) {
            waiting.refused = true;
        }
    }

    /// What was refused is sent again when the agent asks for it.
    pub(crate) fn free(&mut self) {
        self.0.iter_mut().for_each(|act| act.refused = false);
    }

    /// From the moment when the server has named a thread or a comment, what waits calls it by that name.
    pub(crate) fn rename(&mut self, kept: &Kept) {
        let named = |name: &mut String, known: Option<&str>| {
            if let Some(known) = known {
                known.clone_into(name);
            }
        };
        for act in &mut self.0 {
            match &mut act.deed {
                Deed::Start { .. } => {}
                Deed::Reply { thread, .. }
                | Deed::DeleteThread { thread }
                | Deed::Resolve { thread, .. } => named(thread, kept.thread_called(thread)),
                Deed::Change {
                    thread, comment, ..
                }
                | Deed::Delete { thread, comment }
                | Deed::React {
                    thread, comment, ..
                } => {
                    named(comment, kept.comment_called(comment));
                    named(thread, kept.thread_called(thread));
                }
            }
        }
    }

    /// Whether this is a comment of ours that has never been sent.
    fn is_unsent(&self, comment: &str) -> bool {
        let mut acts = self.0.iter();
        acts.any(|act| act.id == comment && (!act.tried || act.refused))
    }

    fn change_unsent(&mut self, comment: &str, to: &Value) -> bool {
        let unsent = |act: &&mut Act| act.id == comment && (!act.tried || act.refused);
        let Some(act) = self.0.iter_mut().find(unsent) else {
            return false;
        };
        if let Deed::Start { body, .. } | Deed::Reply { body, .. } = &mut act.deed {
            body.clone_from(to);
        }
        act.refused = false;
        true
    }

    fn drop_where(&mut self, pointless: impl Fn(&Act) -> bool) {
        self.0.retain(|act| !pointless(act));
    }
}

/// Whether it is the same act, wherever it has got to.
fn same(one: &Act, other: &Act) -> bool {
    one.id == other.id && one.deed == other.deed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::comments::body::written;

    fn start(id: &str) -> Act {
        let body = written(id, "Really?");
        Act::new(id.into(), Deed::Start { body, anchor: None }, 1)
    }

    fn reply(id: &str, thread: &str) -> Act {
        let (thread, body) = (thread.to_owned(), written(id, "Yes"));
        Act::new(id.into(), Deed::Reply { thread, body }, 2)
    }

    fn after(acts: impl IntoIterator<Item = Act>) -> Acts {
        let mut outbox = Acts::default();
        acts.into_iter().for_each(|act| outbox.add(act));
        outbox
    }

    const AT: CommentAt<'_> = CommentAt {
        thread: "a",
        comment: "a",
    };

    #[test]
    fn what_was_never_sent_is_changed_or_forgotten() {
        let changed = after([start("a"), Act::change(AT, written("a", "Indeed"), 3)]);
        assert_eq!(changed.len(), 1);
        assert!(
            matches!(&changed.0[0].deed, Deed::Start { body, .. } if body[0]["content"][0]["text"] == "Indeed")
        );
        assert_eq!(after([start("a"), Act::delete(AT, 3)]).len(), 0);
        let thread = after([start("a"), reply("b", "a"), Act::delete_thread("a", 4)]);
        assert_eq!(thread.len(), 0, "with what was answered in it");
    }

    #[test]
    fn what_may_have_been_sent_is_deleted_at_the_server_too() {
        let mut acts = after([start("a")]);
        acts.try_now(&start("a"));
        acts.add(Act::delete(AT, 3));
        assert_eq!(acts.len(), 2);
    }

    #[test]
    fn the_last_word_about_a_thing_is_the_only_one_that_is_told() {
        let acts = after([
            Act::resolve("t", true, 1),
            Act::resolve("t", false, 2),
            Act::react(AT, "👍", true, 3),
            Act::react(AT, "👍", false, 4),
            Act::react(AT, "🎉", true, 5),
        ]);
        assert_eq!(acts.len(), 3);
    }

    #[test]
    fn a_refused_thread_holds_up_its_answers_alone() {
        let mut acts = after([start("a"), reply("b", "a"), start("c")]);
        acts.refuse(&start("a"));
        assert_eq!(acts.next().map(|act| act.id.as_str()), Some("c"));
        acts.free();
        assert_eq!(acts.next().map(|act| act.id.as_str()), Some("a"));
    }
}
