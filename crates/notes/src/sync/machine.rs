//! What the server is asked next, and what its answer means for what is known here. Pure: no network, no disk and no
//! clock; time is an argument, and chance has a seed.
//!
//! It promises that trouble with one note holds no other up, that trouble with everything is told once and tried
//! again with growing pauses, and that forgetting all of it is harmless: whatever must survive a restart is in the
//! notes' records. One question is under way at a time.

use std::collections::HashMap;
use std::time::Duration;

use rand::rngs::SmallRng;
use rand::{Rng as _, SeedableRng as _};
use tokio::time::Instant;

use super::call::{Answer, Call};
use super::fetch::Fetch;
use super::look::Look;
use super::push::{self, Push};
use super::rows;
use super::tell::Tell;
use crate::catalogue::Catalogue;
use crate::change::Why;
use crate::docs::Trouble;
use crate::id::NoteId;
use crate::pace::Pace;
use crate::record::Record;

/// When there is no room in the minute's calls, the next look at it.
const LATER: Duration = Duration::from_secs(5);
/// What the server fails at so often is refused, where it may be.
const PATIENCE: u32 = 4;
/// How long a lock lives that nobody renews.
const LOCK: Duration = Duration::from_secs(120);

/// What is to be done next.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Next {
    Ask(Call),
    /// Nothing, until then or until something happens.
    Rest(Instant),
}

/// A change of a record, made when it is applied: the record may have moved meanwhile.
pub(crate) type Edit = Box<dyn FnOnce(&mut Record) + Send>;

/// What an answer means here.
pub(crate) enum Effect {
    Change(NoteId, Edit),
    /// What keeps one note from being sent; `None`: nothing does.
    Trouble(NoteId, Option<Why>),
    /// What keeps everything from being sent; `None`: nothing does.
    Obstacle(Option<Trouble>),
    /// The whole list was seen.
    Completed,
    /// The server did not do what was done here.
    Refused(NoteId),
    /// A note that somebody may be waiting for has turned out to have no text.
    Blank(NoteId),
}

/// The moment at which something is decided.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    pub(crate) now: Instant,
    /// Half of the minute's calls are left.
    pub(crate) has_room: bool,
}

/// Whether a piece of work goes on after an answer.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Progress {
    On,
    Done,
}

/// What a piece of work hears an answer with.
pub(super) struct Hearing<'a> {
    pub(super) catalogue: &'a Catalogue,
    pub(super) memory: &'a mut Memory,
    pub(super) effects: Vec<Effect>,
    pub(super) now: Instant,
    pub(super) pace: Pace,
}

/// What is remembered between questions.
#[derive(Default)]
pub(super) struct Memory {
    pub(super) me: Option<String>,
    pub(super) polled: Option<Instant>,
    pub(super) swept: Option<Instant>,
    /// Milliseconds, in the server's time.
    pub(super) watermark: u64,
    pub(super) paths: HashMap<String, NoteId>,
    pub(super) written: HashMap<NoteId, Instant>,
    /// The note that was asked for last because it was missing from the list.
    pub(super) suspected: Option<NoteId>,
}

/// What is left alone for a while.
#[derive(Clone, Copy, Debug)]
struct Pause {
    until: Instant,
    failures: u32,
}

/// What of a note is left alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Matter {
    Text,
    Other,
}

enum Job {
    Introduce,
    Look(Look),
    Tell(Tell),
    Push(Push),
    Fetch(Fetch),
    /// A note was refused: is it the lock, the right, or the note?
    Judge(Matter, NoteId),
}

/// The work of syncing all notes of one agent.
pub(crate) struct Machine {
    pace: Pace,
    chance: SmallRng,
    memory: Memory,
    job: Option<Job>,
    /// Single notes that are left alone, their texts and what else there is to tell of them apart.
    pauses: HashMap<(Matter, NoteId), Pause>,
    /// The list, which is left alone.
    list: Option<Pause>,
    /// Everything.
    rest: Option<Instant>,
    failures: u32,
}

impl Machine {
    pub(crate) fn new(pace: Pace, seed: u64) -> Self {
        Self {
            pace,
            chance: SmallRng::seed_from_u64(seed),
            memory: Memory::default(),
            job: None,
            pauses: HashMap::new(),
            list: None,
            rest: None,
            failures: 0,
        }
    }

    /// A connection that is back, or a new sign-in, is a reason to look at everything, now. What was read before may be
    /// long ago: work that stands on it is given up.
    pub(crate) fn begin_anew(&mut self) {
        self.job = None;
        let Memory {
            me, written, paths, ..
        } = std::mem::take(&mut self.memory);
        self.memory = Memory {
            me,
            written,
            paths,
            ..Memory::default()
        };
        self.hurry();
    }

    /// Somebody wants to see it done now.
    pub(crate) fn hurry(&mut self) {
        self.pauses.clear();
        (self.list, self.rest, self.memory.polled) = (None, None, None);
    }

    /// The next question. Each is answered by [`take`](Self::take) or given up by [`give_up`](Self::give_up).
    pub(crate) fn next(&mut self, catalogue: &Catalogue, moment: Moment) -> Next {
        if let Some(until) = self.rest.filter(|until| *until > moment.now) {
            return Next::Rest(until);
        }
        let job = match self.job.take() {
            Some(job) => job,
            None => match self.choose(catalogue, moment) {
                Ok(job) => job,
                Err(rest) => return Next::Rest(rest),
            },
        };
        let job = self.job.insert(job);
        match job.not_before().filter(|until| *until > moment.now) {
            Some(until) => Next::Rest(until),
            None => Next::Ask(job.call(catalogue)),
        }
    }

    /// Takes the answer to the last question.
    pub(crate) fn take(
        &mut self,
        result: Result<Answer, Trouble>,
        catalogue: &Catalogue,
        now: Instant,
    ) -> Vec<Effect> {
        let mut job = match self.job.take() {
            None => return Vec::new(),
            Some(Job::Judge(matter, note)) => return self.judged((matter, note), result, now),
            Some(job) => job,
        };
        let mut hearing = Hearing {
            catalogue,
            memory: &mut self.memory,
            effects: Vec::new(),
            now,
            pace: self.pace,
        };
        let heard = job.hear(result, &mut hearing);
        let mut effects = hearing.effects;
        match heard {
            Ok(Progress::On) => self.job = Some(job),
            Ok(Progress::Done) => self.succeeded(&job, &mut effects),
            Err(trouble) => self.failed(job, &trouble, now, &mut effects),
        }
        effects
    }

    /// What an answer meant could not be made durable.
    pub(crate) fn give_up(&mut self, now: Instant) {
        self.job = None;
        self.failures += 1;
        self.rest = Some(now + self.backoff(self.failures));
    }

    fn choose(&mut self, catalogue: &Catalogue, moment: Moment) -> Result<Job, Instant> {
        if self.memory.me.is_none() {
            return Ok(Job::Introduce);
        }
        let now = moment.now;
        let is_free = |matter: Matter, note: &NoteId| {
            let paused = self.pauses.get(&(matter, note.clone()));
            paused.is_none_or(|pause| pause.until <= now)
        };
        let free = |note: &NoteId| is_free(Matter::Text, note);
        if let Some(fetch) = Fetch::awaited(catalogue, free) {
            return Ok(Job::Fetch(fetch));
        }
        let listed = self.list_due(now);
        // Notes that fail again and again must not keep the list from being read.
        if listed + self.pace.poll <= now {
            return Ok(Job::Look(Look::at(self.memory.swept, self.pace.sweep, now)));
        }
        if let Some(tell) = Tell::next(catalogue, |note| is_free(Matter::Other, note)) {
            return Ok(Job::Tell(tell));
        }
        let due = push::due(catalogue, &self.memory.written, &self.pace, now, free);
        if let Some((note, _)) = due.filter(|(_, due)| *due <= now) {
            return Ok(Job::Push(Push::of(note.clone())));
        }
        if listed <= now {
            return Ok(Job::Look(Look::at(self.memory.swept, self.pace.sweep, now)));
        }
        let more = match Fetch::behind(catalogue, free) {
            Some(fetch) if moment.has_room => return Ok(Job::Fetch(fetch)),
            more => more.map(|_| now + LATER),
        };
        let paused = self.pauses.values().map(|pause| pause.until);
        let paused = paused.filter(|until| *until > now);
        let next = paused.chain(due.map(|(_, due)| due)).chain(more).min();
        Err(next.map_or(listed, |next| next.min(listed)))
    }

    fn list_due(&self, now: Instant) -> Instant {
        let polled = self.memory.polled.map_or(now, |at| at + self.pace.poll);
        self.list.map_or(polled, |pause| polled.max(pause.until))
    }

    fn succeeded(&mut self, job: &Job, effects: &mut Vec<Effect>) {
        (self.failures, self.rest) = (0, None);
        effects.push(Effect::Obstacle(None));
        match job {
            Job::Look(_) => self.list = None,
            Job::Introduce | Job::Judge(..) => {}
            Job::Tell(_) | Job::Push(_) | Job::Fetch(_) => {
                let note = job.note().expect("work on a note names it").clone();
                self.pauses.remove(&(job.matter(), note.clone()));
                effects.push(Effect::Trouble(note, None));
            }
        }
    }

    fn failed(&mut self, job: Job, trouble: &Trouble, now: Instant, effects: &mut Vec<Effect>) {
        tracing::info!(note = ?job.note(), ?trouble, "notes were not synced");
        let what = job.note().map(|note| (job.matter(), note.clone()));
        let Some(what) = what else {
            return self.failed_at_large(&job, trouble, now, effects);
        };
        if trouble.is_general() {
            self.step_aside(what, trouble, now);
            return self.rest_from(trouble, now, effects);
        }
        if *trouble == Trouble::Forbidden {
            self.job = Some(Job::Judge(what.0, what.1));
            return;
        }
        if matches!(trouble, Trouble::Gone | Trouble::TooLarge) {
            let lost = rows::lost(trouble.clone());
            effects.push(Effect::Change(what.1.clone(), lost));
        }
        let pause = self.once_more(&what, now);
        match &job {
            Job::Tell(tell) if pause.failures >= PATIENCE && tell.may_be_dropped() => {
                tell.drop_it(effects);
                self.pauses.remove(&what);
                self.memory.swept = None;
            }
            _ => self.set_aside(what, pause, trouble.why(), effects),
        }
    }

    /// The list, or who we are.
    fn failed_at_large(
        &mut self,
        job: &Job,
        trouble: &Trouble,
        now: Instant,
        effects: &mut Vec<Effect>,
    ) {
        if trouble.is_general() || !matches!(job, Job::Look(_)) {
            return self.rest_from(trouble, now, effects);
        }
        let failures = self.list.map_or(0, |pause| pause.failures) + 1;
        let until = now + self.backoff(failures);
        self.list = Some(Pause { until, failures });
    }

    /// What was refused: because somebody else writes, for no reason, or because the note is not ours to write.
    fn judged(
        &mut self,
        what: (Matter, NoteId),
        result: Result<Answer, Trouble>,
        now: Instant,
    ) -> Vec<Effect> {
        let mut effects = Vec::new();
        let mut pause = self.once_more(&what, now);
        let why = match result {
            Ok(Answer::CanEdit(false)) => {
                let wait = LOCK.mul_f64(1.0 + self.chance.random::<f64>() / 4.0);
                pause.until = now + wait;
                Why::LockedByOther
            }
            Ok(_) => Why::ServerTrouble,
            Err(trouble) if trouble.is_general() => {
                self.rest_from(&trouble, now, &mut effects);
                return effects;
            }
            Err(trouble @ (Trouble::Forbidden | Trouble::Gone)) => {
                effects.push(Effect::Change(what.1.clone(), rows::lost(trouble)));
                Why::Forbidden
            }
            Err(trouble) => trouble.why(),
        };
        self.set_aside(what, pause, why, &mut effects);
        effects
    }

    fn rest_from(&mut self, trouble: &Trouble, now: Instant, effects: &mut Vec<Effect>) {
        self.failures += 1;
        let pause = match trouble {
            Trouble::Throttled { wait } => *wait,
            // Somebody has to sign in; that they did is not told here.
            Trouble::SignedOut => self.pace.longest_pause,
            _ => self.backoff(self.failures),
        };
        self.rest = Some(now + pause);
        effects.push(Effect::Obstacle(Some(trouble.clone())));
    }

    /// What looks like no network may be one note that is too much for it: after a while others go first.
    fn step_aside(&mut self, what: (Matter, NoteId), trouble: &Trouble, now: Instant) {
        if matches!(trouble, Trouble::Offline | Trouble::Away) {
            let Pause { until, failures } = self.once_more(&what, now);
            let until = if failures > 2 { until } else { now };
            self.pauses.insert(what, Pause { until, failures });
        }
    }

    fn set_aside(
        &mut self,
        what: (Matter, NoteId),
        pause: Pause,
        why: Why,
        effects: &mut Vec<Effect>,
    ) {
        effects.push(Effect::Trouble(what.1.clone(), Some(why)));
        self.pauses.insert(what, pause);
    }

    /// The pause after one more failure.
    fn once_more(&mut self, what: &(Matter, NoteId), now: Instant) -> Pause {
        let failures = self.pauses.get(what).map_or(0, |pause| pause.failures) + 1;
        let until = now + self.backoff(failures);
        Pause { until, failures }
    }

    fn backoff(&mut self, failures: u32) -> Duration {
        backoff(&self.pace, failures, self.chance.random())
    }
}

impl Job {
    /// The note it is about, if it is about one.
    fn note(&self) -> Option<&NoteId> {
        match self {
            Self::Introduce | Self::Look(_) => None,
            Self::Tell(tell) => Some(&tell.note),
            Self::Push(push) => Some(&push.note),
            Self::Fetch(fetch) => Some(&fetch.note),
            Self::Judge(_, note) => Some(note),
        }
    }

    fn matter(&self) -> Matter {
        match self {
            Self::Tell(_) | Self::Judge(Matter::Other, _) => Matter::Other,
            _ => Matter::Text,
        }
    }

    fn not_before(&self) -> Option<Instant> {
        match self {
            Self::Push(push) => push.not_before,
            _ => None,
        }
    }

    fn call(&self, catalogue: &Catalogue) -> Call {
        match self {
            Self::Introduce => Call::Me,
            Self::Look(look) => look.call(),
            Self::Tell(tell) => tell.call(catalogue),
            Self::Push(push) => push.call(catalogue),
            Self::Fetch(fetch) => fetch.call(),
            Self::Judge(_, note) => Call::CanEdit(note.clone()),
        }
    }

    fn hear(
        &mut self,
        result: Result<Answer, Trouble>,
        hearing: &mut Hearing<'_>,
    ) -> Result<Progress, Trouble> {
        match self {
            Self::Look(look) => look.hear(result, hearing),
            Self::Tell(tell) => tell.hear(result, hearing),
            Self::Push(push) => push.hear(result?, hearing),
            Self::Fetch(fetch) => fetch.hear(result?, hearing),
            Self::Introduce | Self::Judge(..) => {
                if let Answer::Me(me) = result? {
                    hearing.memory.me = Some(me);
                }
                Ok(Progress::Done)
            }
        }
    }
}

impl Hearing<'_> {
    pub(super) fn change(
        &mut self,
        note: &NoteId,
        edit: impl FnOnce(&mut Record) + Send + 'static,
    ) {
        self.effects
            .push(Effect::Change(note.clone(), Box::new(edit)));
    }

    /// Takes over what the server says of a note, but for its place.
    pub(super) fn adopt(&mut self, row: &crate::docs::Note) {
        if let Some(note) = row.id() {
            let edit = rows::adoption(row, self.memory.me.clone(), None);
            self.effects.push(Effect::Change(note, edit));
        }
    }
}

/// Doubles with each failure; the lower half of each pause is left to `chance`, from 0 to 1.
pub(crate) fn backoff(pace: &Pace, failures: u32, chance: f64) -> Duration {
    let doubled = pace
        .first_pause
        .saturating_mul(1 << failures.saturating_sub(1).min(16));
    doubled.min(pace.longest_pause).mul_f64(0.5 + chance / 2.0)
}
