//! Sending what was said about notes, and looking at what others say about those that are open. A task of its own: the
//! server does not count these calls, and a comment must not wait behind texts.
//!
//! It promises that each comment arrives once: before one is sent that may have been sent, it is looked for by the id
//! that its body carries.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::time::Instant;

use super::machine::backoff;
use super::{Context, OFFLINE};
use crate::comments::{Act, Deed, ServerThread};
use crate::docs::{Generation, Trouble};
use crate::error::Error;
use crate::id::NoteId;
use crate::record::Record;

/// A note that has no comments for us is looked at this often: it may have been shared with more rights.
const REFUSED: Duration = Duration::from_secs(10 * 60);

/// Others say that there is something new: they may say it often, and it is looked at once for all of them.
const SOON: Duration = Duration::from_millis(300);

/// When what is to be done next. Forgetting it is harmless.
#[derive(Default)]
struct Plan {
    /// When each open note is looked at.
    looks: HashMap<NoteId, Instant>,
    /// Notes that failed, until when they rest, and how often in a row.
    pauses: HashMap<NoteId, (Instant, u32)>,
    /// Nothing is asked before.
    rest: Option<Instant>,
}

enum Errand {
    Send(NoteId, Box<Act>),
    Look(NoteId),
}

/// Runs until it is dropped.
pub(crate) async fn run(context: Arc<Context>) {
    let mut plan = Plan::default();
    let mut reachability = context.network.reachability();
    let mut standing = context.docs.standing();
    loop {
        let until = if context.is_online() {
            match plan.next(&context, Instant::now()) {
                Ok(errand) => {
                    carry_out(&context, &mut plan, errand).await;
                    continue;
                }
                Err(until) => until,
            }
        } else {
            Instant::now() + OFFLINE
        };
        tokio::select! {
            () = context.library.comments_bell.notified() => {}
            () = tokio::time::sleep_until(until) => {}
            changed = standing.changed() => match changed {
                Ok(()) => plan = Plan::default(),
                Err(_) => return,
            },
            changed = reachability.changed() => match changed {
                Ok(()) => plan = Plan::default(),
                Err(_) => return,
            },
        }
        if context.library.hurry_comments.swap(false, Ordering::SeqCst) {
            plan = Plan::default();
        }
    }
}

impl Plan {
    /// What is done now, or when there may be something.
    fn next(&mut self, context: &Context, now: Instant) -> Result<Errand, Instant> {
        if let Some(rest) = self.rest.filter(|rest| *rest > now) {
            return Err(rest);
        }
        let open = context.library.ask(|known| known.open.clone());
        self.looks.retain(|note, _| open.contains(note));
        for note in context.library.wanted_threads() {
            let soon = now + SOON;
            let due = self.looks.entry(note).or_insert(soon);
            *due = soon.min(*due);
        }
        for note in open {
            self.looks.entry(note).or_insert(now);
        }
        let mut wake = now + OFFLINE;
        if let Some(errand) = self.to_send(context, now, &mut wake) {
            return Ok(errand);
        }
        for (note, at) in &self.looks {
            match self.paused(note).unwrap_or(*at).max(*at) {
                due if due <= now => return Ok(Errand::Look(note.clone())),
                later => wake = wake.min(later),
            }
        }
        Err(wake)
    }

    fn to_send(&self, context: &Context, now: Instant, wake: &mut Instant) -> Option<Errand> {
        let waiting = |_: &NoteId, record: &Record| {
            let may_go = !record.outbox.creates() && record.stuck.is_none();
            may_go && record.comments.next().is_some()
        };
        context.library.ask(|known| {
            for (note, record) in known.select(waiting) {
                match self.paused(note).filter(|until| *until > now) {
                    Some(until) => *wake = (*wake).min(until),
                    None => {
                        let act = record.comments.next()?.clone();
                        return Some(Errand::Send(note.clone(), Box::new(act)));
                    }
                }
            }
            None
        })
    }

    fn paused(&self, note: &NoteId) -> Option<Instant> {
        self.pauses.get(note).map(|(until, _)| *until)
    }

    fn failed(&mut self, context: &Context, note: &NoteId, trouble: &Trouble) {
        let times = self.pauses.get(note).map_or(0, |(_, times)| *times) + 1;
        let pause = match trouble {
            Trouble::Throttled { wait } => *wait,
            _ => backoff(&context.pace, times, rand::random()),
        };
        let until = Instant::now() + pause;
        if trouble.is_general() {
            self.rest = Some(until);
        }
        self.pauses.insert(note.clone(), (until, times));
    }
}

async fn carry_out(context: &Context, plan: &mut Plan, errand: Errand) {
    let (note, done) = match errand {
        Errand::Look(note) => {
            let looked = look(context, &note).await;
            let pause = match looked {
                Ok(Looked::NotOurs) => REFUSED,
                _ => context.pace.open_poll,
            };
            plan.looks.insert(note.clone(), Instant::now() + pause);
            (note, looked.map(drop))
        }
        Errand::Send(note, act) => {
            let sent = send(context, &note, &act).await;
            (note, sent)
        }
    };
    match done {
        Ok(()) => drop(plan.pauses.remove(&note)),
        Err(trouble) => plan.failed(context, &note, &trouble),
    }
}

enum Looked {
    Ours,
    /// Who may not comment may not read comments either; some servers have none.
    NotOurs,
}

/// Reads what is said about a note now.
async fn look(context: &Context, note: &NoteId) -> Result<Looked, Trouble> {
    let told = context.docs.threads(note).await;
    let library = &context.library;
    let mut kept = library.kept_threads(note).map_err(Trouble::of_disk)?;
    let looked = match told {
        Ok(threads) => {
            let settled = gone_when_settled(context, &kept.threads, &threads);
            kept.threads = threads;
            kept.threads.extend(settled);
            kept.allowed = Some(true);
            kept.me = name(context).await?;
            Looked::Ours
        }
        Err(Trouble::Forbidden | Trouble::WrongRoute | Trouble::Gone) => {
            kept.allowed = Some(false);
            Looked::NotOurs
        }
        Err(trouble) => return Err(trouble),
    };
    let keeping = library.keep_threads(note, &kept).await;
    keeping.map_err(Trouble::of_disk)?;
    Ok(looked)
}

/// Generation A does not tell settled threads any more, so those that we know are kept as they were.
fn gone_when_settled(
    context: &Context,
    before: &[ServerThread],
    told: &[ServerThread],
) -> Vec<ServerThread> {
    if context.docs.generation() != Some(Generation::A) {
        return Vec::new();
    }
    let gone = |thread: &&ServerThread| told.iter().all(|other| other.id != thread.id);
    let settled = |thread: &ServerThread| ServerThread {
        resolved: true,
        abilities: serde_json::Map::new(),
        ..thread.clone()
    };
    before.iter().filter(gone).map(settled).collect()
}

async fn name(context: &Context) -> Result<String, Trouble> {
    let me = match context.me() {
        Some(me) => me,
        None => context.ask_me().await?,
    };
    Ok(me.full_name.unwrap_or_default())
}

/// Tells the server of one act, and takes it out of what waits.
async fn send(context: &Context, note: &NoteId, act: &Act) -> Result<(), Trouble> {
    let is_new = !act.id.is_empty();
    if is_new && act.tried {
        look(context, note).await?;
    }
    let here = |context: &Context| {
        let kept = context.library.kept_threads(note);
        Ok(kept
            .map_err(Trouble::of_disk)?
            .comment_called(&act.id)
            .is_some())
    };
    if !is_new || !here(context)? {
        change(context, note, |record| record.comments.try_now(act)).await?;
        if let Err(trouble) = put(context, note, act).await {
            return refused(context, note, act, trouble).await;
        }
        look(context, note).await?;
    }
    arrived(context, note, act).await
}

async fn put(context: &Context, note: &NoteId, act: &Act) -> Result<(), Trouble> {
    let docs = &context.docs;
    match &act.deed {
        Deed::Start { body, .. } => docs.start_thread(note, body).await,
        Deed::Reply { thread, body } => docs.reply(note, thread, body).await,
        Deed::Change {
            thread,
            comment,
            body,
        } => docs.change_comment(note, (thread, comment), body).await,
        Deed::Delete { thread, comment } => docs.delete_comment(note, (thread, comment)).await,
        Deed::DeleteThread { thread } => docs.delete_thread(note, thread).await,
        Deed::Resolve { thread, resolved } => docs.resolve(note, thread, *resolved).await,
        Deed::React {
            thread,
            comment,
            emoji,
            put,
        } => docs.react(note, (thread, comment), emoji, *put).await,
    }
}

/// The server has it: the text is marked, and what waits calls it by its name.
async fn arrived(context: &Context, note: &NoteId, act: &Act) -> Result<(), Trouble> {
    let library = &context.library;
    let kept = library.kept_threads(note).map_err(Trouble::of_disk)?;
    if let Deed::Start {
        anchor: Some(anchor),
        ..
    } = &act.deed
        && let Some(thread) = kept.thread_called(&act.id)
        && library.record(note).is_some_and(|record| record.editable)
    {
        let anchor = (anchor.from.as_slice(), anchor.to.as_slice());
        let marked = library.edit(note, |document| document.commented(anchor, thread));
        match marked.await {
            // A text that cannot be marked is no reason to say it again.
            Err(Error::Unreadable { .. }) => tracing::warn!(%note, "a comment has no mark"),
            marked => marked.map_err(Trouble::of_disk)?,
        }
    }
    let finish = |record: &mut Record| {
        record.comments.rename(&kept);
        record.comments.done(act);
    };
    change(context, note, finish).await
}

/// What would be lost stays and is shown; all else was a try, and the server has the last word.
async fn refused(
    context: &Context,
    note: &NoteId,
    act: &Act,
    trouble: Trouble,
) -> Result<(), Trouble> {
    use Trouble::{Forbidden, Gone, Invalid, TooLarge, WrongRoute};
    if !matches!(
        trouble,
        Forbidden | Gone | Invalid { .. } | TooLarge | WrongRoute
    ) {
        return Err(trouble);
    }
    tracing::info!(%note, ?trouble, "the server does not take a comment or what was done with one");
    change(context, note, |record| {
        if act.says_something() {
            record.comments.refuse(act);
        } else {
            record.comments.done(act);
        }
    })
    .await?;
    look(context, note).await.map(drop)
}

async fn change(
    context: &Context,
    note: &NoteId,
    edit: impl FnOnce(&mut Record),
) -> Result<(), Trouble> {
    let library = &context.library;
    let changed = library.change(note, edit).await;
    changed.map_err(Trouble::of_disk)?;
    library.tell_threads(note).map_err(Trouble::of_disk)
}
