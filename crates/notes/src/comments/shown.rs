//! The comments of a note as the agent sees them: what the server told last, with all that waits on top. Pure.

use std::time::SystemTime;

use uuid::Uuid;

use super::act::{Act, Acts, Deed};
use super::kept::{Kept, ServerComment, ServerThread};
use super::{Comment, Reaction, Sending, Thread, body};
use crate::docs::read_time;
use crate::record::time;

/// The longest name and emoji that are shown, in characters.
const LONGEST_NAME: usize = 100;
const LONGEST_EMOJI: usize = 20;

/// Newest first.
pub(crate) fn shown(kept: &Kept, acts: &Acts) -> Vec<Thread> {
    let mut threads: Vec<_> = kept
        .threads
        .iter()
        .map(|told| thread(told, &kept.me))
        .collect();
    for act in acts.iter() {
        done_here(&mut threads, act, kept);
    }
    threads
}

fn thread(told: &ServerThread, me: &str) -> Thread {
    let may = |ability: &str| told.abilities.get(ability) == Some(&true.into());
    Thread {
        id: told.id.clone(),
        key: told.comments.first().map_or_else(|| told.id.clone(), key),
        comments: told.comments.iter().map(|said| comment(said, me)).collect(),
        resolved: told.resolved,
        resolvable: may(if told.resolved {
            "unresolve"
        } else {
            "resolve"
        }),
        deletable: may("destroy"),
        anchor: None,
    }
}

fn comment(said: &ServerComment, me: &str) -> Comment {
    let may = |ability: &str| said.abilities.get(ability) == Some(&true.into());
    let moment = |written: &str| read_time(written).map_or(SystemTime::UNIX_EPOCH, time);
    let author = said
        .user
        .as_ref()
        .map(|user| user.name())
        .unwrap_or_default();
    let (written, changed) = (moment(&said.created_at), moment(&said.updated_at));
    let reactions = said.reactions.iter().map(|reaction| {
        let names = reaction.users.iter().map(|user| user.name());
        let (mine, people): (Vec<_>, Vec<_>) = names.partition(|name| !me.is_empty() && name == me);
        Reaction {
            emoji: cut(&reaction.emoji, LONGEST_EMOJI),
            people: people.iter().map(|name| cut(name, LONGEST_NAME)).collect(),
            mine: !mine.is_empty(),
        }
    });
    Comment {
        id: said.id.clone(),
        key: key(said),
        author: Some(cut(&author, LONGEST_NAME)),
        body: body::lines(&said.body),
        written,
        // A reaction or the saving itself may take a moment.
        changed: changed
            .duration_since(written)
            .is_ok_and(|later| later.as_secs() > 2),
        reactions: reactions.collect(),
        editable: may("update"),
        deletable: may("destroy"),
        sending: Sending::Sent,
    }
}

/// The id that whoever wrote it gave it, if it looks like one: editors also give names that are the same everywhere.
fn key(said: &ServerComment) -> String {
    let given = body::id(&said.body).filter(|given| Uuid::try_parse(given).is_ok());
    given.unwrap_or(&said.id).to_owned()
}

/// As if the server had been told already.
fn done_here(threads: &mut Vec<Thread>, act: &Act, kept: &Kept) {
    match &act.deed {
        Deed::Start { body, anchor } => {
            // The server may have it already, with only its mark in the text missing.
            if kept.thread_called(&act.id).is_none() {
                let anchor = anchor.clone();
                threads.insert(
                    0,
                    Thread {
                        anchor,
                        ..alone(act, body)
                    },
                );
            }
        }
        Deed::Reply { thread, body } => {
            if kept.comment_called(&act.id).is_some() {
                return;
            }
            match find(threads, thread) {
                Some(thread) => thread.comments.push(new_comment(act, body)),
                // It was deleted meanwhile; what was answered must not be lost with it.
                None => threads.insert(0, alone(act, body)),
            }
        }
        Deed::Change {
            thread,
            comment,
            body,
        } => {
            if let Some(comment) = find_comment(threads, thread, comment) {
                comment.body = body::lines(body);
                (comment.changed, comment.sending) = (true, sending(act));
            }
        }
        Deed::Delete { thread, comment } => {
            if let Some(thread) = find(threads, thread) {
                thread.comments.retain(|said| said.id != *comment);
            }
            threads.retain(|left| left.id != *thread || !left.comments.is_empty());
        }
        Deed::DeleteThread { thread } => threads.retain(|left| left.id != *thread),
        Deed::Resolve { thread, resolved } => {
            if let Some(thread) = find(threads, thread) {
                thread.resolved = *resolved;
            }
        }
        Deed::React {
            thread,
            comment,
            emoji,
            put,
        } => {
            if let Some(comment) = find_comment(threads, thread, comment) {
                react(&mut comment.reactions, emoji, *put);
            }
        }
    }
}

fn alone(act: &Act, body: &serde_json::Value) -> Thread {
    Thread {
        id: act.id.clone(),
        key: act.id.clone(),
        comments: vec![new_comment(act, body)],
        resolved: false,
        resolvable: true,
        deletable: true,
        anchor: None,
    }
}

fn react(reactions: &mut Vec<Reaction>, emoji: &str, put: bool) {
    match reactions
        .iter_mut()
        .find(|reaction| reaction.emoji == emoji)
    {
        Some(reaction) => reaction.mine = put,
        None if put => reactions.push(Reaction {
            emoji: emoji.to_owned(),
            people: Vec::new(),
            mine: true,
        }),
        None => {}
    }
    reactions.retain(|reaction| reaction.mine || !reaction.people.is_empty());
}

fn new_comment(act: &Act, body: &serde_json::Value) -> Comment {
    Comment {
        id: act.id.clone(),
        key: act.id.clone(),
        author: None,
        body: body::lines(body),
        written: time(act.since),
        changed: false,
        reactions: Vec::new(),
        editable: true,
        deletable: true,
        sending: sending(act),
    }
}

fn sending(act: &Act) -> Sending {
    if act.refused {
        Sending::Refused
    } else {
        Sending::Waiting
    }
}

fn find<'a>(threads: &'a mut [Thread], id: &str) -> Option<&'a mut Thread> {
    threads.iter_mut().find(|thread| thread.id == id)
}

fn find_comment<'a>(threads: &'a mut [Thread], thread: &str, id: &str) -> Option<&'a mut Comment> {
    let comments = &mut find(threads, thread)?.comments;
    comments.iter_mut().find(|comment| comment.id == id)
}

fn cut(text: &str, longest: usize) -> String {
    text.chars().take(longest).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::comments::{CommentAt, body::written};

    const AT: CommentAt<'_> = CommentAt {
        thread: "t",
        comment: "c",
    };

    fn kept() -> Kept {
        let told = json!({"me": "Bruno", "threads": [{
            "id": "t", "resolved": false, "abilities": {"resolve": true},
            "comments": [{
                "id": "c", "user": {"full_name": "Alice"}, "body": written("ours", "Really?"),
                "created_at": "2026-11-25T08:00:00Z", "updated_at": "2026-11-25T08:00:00Z",
                "reactions": [{"emoji": "👍", "users": [{"full_name": "Bruno"}, {"full_name": "Carla"}]}],
            }],
        }]});
        serde_json::from_value(told).expect("a server's threads")
    }

    fn after(acts: impl IntoIterator<Item = Act>) -> Vec<Thread> {
        let mut waiting = Acts::default();
        acts.into_iter().for_each(|act| waiting.add(act));
        shown(&kept(), &waiting)
    }

    #[test]
    fn what_waits_is_shown_as_if_it_were_done() {
        let reply = Deed::Reply {
            thread: "t".into(),
            body: written("r", "Yes"),
        };
        let threads = after([Act::new("r".into(), reply, 5), Act::resolve("t", true, 6)]);
        assert!(threads[0].resolved);
        let reply = &threads[0].comments[1];
        assert_eq!((reply.id.as_str(), reply.sending), ("r", Sending::Waiting));
        assert!(
            after([Act::delete(AT, 1)]).is_empty(),
            "the only one of its thread"
        );
        assert_eq!(
            after([Act::change(AT, written("c", "No"), 1)])[0].comments[0].body[0][0].text,
            "No"
        );
    }

    #[test]
    fn a_reaction_of_ours_comes_and_goes() {
        let reactions = |threads: Vec<Thread>| threads[0].comments[0].reactions.clone();
        let before = reactions(after([]));
        assert!(before[0].mine && before[0].people == ["Carla"]);
        assert!(!reactions(after([Act::react(AT, "👍", false, 1)]))[0].mine);
        assert_eq!(reactions(after([Act::react(AT, "🎉", true, 1)])).len(), 2);
    }

    #[test]
    fn what_the_server_has_already_is_shown_once() {
        let start = Deed::Start {
            body: written("ours", "Really?"),
            anchor: None,
        };
        assert_eq!(after([Act::new("ours".into(), start, 1)]).len(), 1);
    }
}
