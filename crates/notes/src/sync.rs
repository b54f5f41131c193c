//! Bringing the notes here and at the server together. One task makes passes, one after another: it tells the server
//! what waits, reads what has changed, and sleeps until the bell, a timer or a connection that is back. Open notes
//! have a task each besides, see `live`.
//!
//! It promises that trouble with one note holds no other up, and that trouble with everything is told once and
//! tried again with growing pauses.

use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use net::{Network, Reachability};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::change::Why;
use crate::docs::{Docs, Trouble};
use crate::id::NoteId;
use crate::library::Shared;
use crate::live;
use crate::pace::Pace;

mod fetch;
mod listing;
mod mutations;
mod push;

pub(crate) use listing::{adopt, lost};

/// An edit that was made this long ago goes out although somebody is still typing.
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// How long a lock lives that nobody renews.
const LOCK: Duration = Duration::from_secs(120);

/// What syncing works with.
pub(crate) struct Context {
    pub(crate) library: Shared,
    pub(crate) docs: Docs,
    pub(crate) network: Network,
    pub(crate) pace: Pace,
    me: Mutex<Option<String>>,
}

/// What the passes remember. Nothing in it has to survive a restart, because the first pass looks at everything.
#[derive(Default)]
struct Memory {
    polled: Option<Instant>,
    swept: Option<Instant>,
    /// Milliseconds, in the server's time.
    watermark: u64,
    paths: HashMap<String, NoteId>,
    written: HashMap<NoteId, Instant>,
    pauses: HashMap<NoteId, Pause>,
    failures: u32,
}

/// A note that is left alone for a while.
#[derive(Clone, Copy)]
struct Pause {
    until: Instant,
    failures: u32,
}

impl Context {
    pub(crate) fn new(library: Shared, docs: Docs, network: Network, pace: Pace) -> Self {
        Self {
            library,
            docs,
            network,
            pace,
            me: Mutex::default(),
        }
    }

    /// Whose notes these are at the server.
    pub(crate) fn me(&self) -> Option<String> {
        self.me
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    async fn ask_me(&self) -> Result<String, Trouble> {
        let me = self.docs.me().await?;
        *self.me.lock().unwrap_or_else(PoisonError::into_inner) = Some(me.clone());
        Ok(me)
    }

    pub(crate) fn is_online(&self) -> bool {
        *self.network.reachability().borrow() == Reachability::Online
    }
}

/// Runs until it is dropped, and everything it started with it.
pub(crate) async fn run(context: Arc<Context>) {
    let mut memory = Memory::default();
    let mut lives = JoinSet::new();
    let mut reachability = context.network.reachability();
    let mut standing = context.docs.standing();
    context.library.clear_lines();
    loop {
        connect(&context, &mut lives);
        let pause = if context.is_online() {
            pass(&context, &mut memory).await
        } else {
            context.library.set_obstacle(Some(Why::Offline));
            LONGEST_WAIT
        };
        tokio::select! {
            () = context.library.bell.notified() => {}
            () = tokio::time::sleep(pause) => {}
            // Somebody has signed in, or out.
            changed = standing.changed() => if changed.is_err() { return },
            changed = reachability.changed() => {
                if changed.is_err() {
                    return;
                }
                // A connection that is back is a reason to look at everything, now.
                memory = Memory { written: memory.written, paths: memory.paths, ..Memory::default() };
            }
        }
        if context.library.hurry.swap(false, Ordering::SeqCst) {
            memory.pauses.clear();
            memory.polled = None;
        }
    }
}

/// Each open note has its task; it ends by itself when the note is closed.
fn connect(context: &Arc<Context>, lives: &mut JoinSet<()>) {
    while lives.try_join_next().is_some() {}
    for note in context.library.open_notes() {
        if !context.library.has_line(&note) {
            let (line, outgoing) = mpsc::unbounded_channel();
            context.library.set_line(&note, Some(line));
            lives.spawn(live::run(context.clone(), note, outgoing));
        }
    }
}

/// One pass; answers how long nothing is to be done.
async fn pass(context: &Context, memory: &mut Memory) -> Duration {
    match steps(context, memory).await {
        Ok(pause) => {
            memory.failures = 0;
            context.library.set_obstacle(None);
            pause
        }
        Err(trouble) => {
            tracing::info!(?trouble, "syncing notes");
            context.library.set_obstacle(Some(trouble.why()));
            memory.failures += 1;
            match trouble {
                Trouble::Throttled { until } => {
                    until.duration_since(SystemTime::now()).unwrap_or_default()
                }
                // Somebody has to sign in; that they did is not told here.
                Trouble::SignedOut => context.pace.longest_pause,
                _ => backoff(&context.pace, memory.failures),
            }
        }
    }
}

async fn steps(context: &Context, memory: &mut Memory) -> Result<Duration, Trouble> {
    if context.me().is_none() {
        context.ask_me().await?;
    }
    fetch::open_notes(context).await?;
    mutations::send(context, memory).await?;
    let due = push::send(context, memory).await?;
    listing::look(context, memory).await?;
    let more = fetch::rest(context, memory).await?;
    let now = Instant::now();
    let listed = memory
        .polled
        .map_or(now, |polled| polled + context.pace.poll);
    let paused = memory.pauses.values().map(|pause| pause.until);
    let next = paused
        .chain(due)
        .chain(more)
        .chain([listed])
        .min()
        .unwrap_or(listed);
    Ok(next
        .saturating_duration_since(now)
        .max(Duration::from_millis(20)))
}

impl Memory {
    fn is_paused(&self, note: &NoteId) -> bool {
        self.pauses
            .get(note)
            .is_some_and(|pause| pause.until > Instant::now())
    }

    /// What looks like no network may be one note that is too much for it: after a while others go first.
    fn step_aside(&mut self, context: &Context, note: &NoteId, trouble: &Trouble) {
        if matches!(trouble, Trouble::Offline | Trouble::Away) {
            let failures = self.pauses.get(note).map_or(0, |pause| pause.failures) + 1;
            let pause = backoff(&context.pace, failures) * u32::from(failures > 2) * 2;
            let until = Instant::now() + pause;
            self.pauses.insert(note.clone(), Pause { until, failures });
        }
    }

    /// Takes note of what came of work on one note. General trouble is handed on.
    async fn settle(
        &mut self,
        context: &Context,
        note: &NoteId,
        result: Result<(), Trouble>,
    ) -> Result<(), Trouble> {
        let trouble = match result {
            Ok(()) => {
                self.pauses.remove(note);
                context.library.set_trouble(note, None);
                return Ok(());
            }
            Err(trouble) if trouble.is_general() => {
                self.step_aside(context, note, &trouble);
                return Err(trouble);
            }
            Err(trouble) => trouble,
        };
        tracing::info!(%note, ?trouble, "a note was not synced");
        let mut why = trouble.why();
        let mut pause = None;
        match trouble {
            Trouble::Forbidden => match context.docs.can_edit(note).await {
                Ok(false) => {
                    why = Why::LockedByOther;
                    pause = Some(LOCK.mul_f64(1.0 + rand::random::<f64>() / 4.0));
                }
                Ok(true) => why = Why::ServerTrouble,
                Err(trouble) if trouble.is_general() => return Err(trouble),
                Err(trouble) => lost(context, note, &trouble).await?,
            },
            Trouble::Gone | Trouble::TooLarge => lost(context, note, &trouble).await?,
            _ => {}
        }
        let failures = self.pauses.get(note).map_or(0, |pause| pause.failures) + 1;
        let until = Instant::now() + pause.unwrap_or_else(|| backoff(&context.pace, failures));
        self.pauses.insert(note.clone(), Pause { until, failures });
        context.library.set_trouble(note, Some(why));
        Ok(())
    }
}

/// Doubles with each failure; the lower half of each pause is left to chance.
pub(crate) fn backoff(pace: &Pace, failures: u32) -> Duration {
    let doubled = pace
        .first_pause
        .saturating_mul(1 << failures.saturating_sub(1).min(16));
    doubled
        .min(pace.longest_pause)
        .mul_f64(0.5 + rand::random::<f64>() / 2.0)
}
