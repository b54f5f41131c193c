//! Which file goes next, and what an answer means. Pure: no network, no disk and no clock.
//!
//! A file is sent, looked at by the server, and then the text is made to show it by the server's name; each step is
//! remembered on disk, and one whose answer was lost is taken again: at worst the server has the file twice. When
//! nothing waits to be sent, what open notes, favourites and pinned notes show is taken along.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use rand::rngs::SmallRng;
use rand::{Rng as _, SeedableRng as _};
use tokio::time::Instant;

use super::machine::{Edit, Effect, Moment, backoff};
use crate::attachments::{FileName, Refused};
use crate::catalogue::Catalogue;
use crate::docs::Trouble;
use crate::id::NoteId;
use crate::pace::Pace;
use crate::record::{Record, Stage, Upload};

/// Between two looks whether the server has found a file clean.
const CHECK_EVERY: Duration = Duration::from_secs(5);
/// When there is no room in the minute's calls, the next look at it.
const LATER: Duration = Duration::from_secs(5);

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Errand {
    Send {
        note: NoteId,
        file: FileName,
        name: String,
    },
    Check {
        note: NoteId,
        file: FileName,
        key: String,
    },
    /// To make the text show files by other names: pairs of a name and a path.
    Name {
        note: NoteId,
        names: Vec<(FileName, String)>,
    },
    /// To see which files a note shows that are not here.
    Look { note: NoteId, seen: Seen },
    /// To take a file along that a note shows, from its address.
    Fetch { note: NoteId, at: Place },
}

/// Where a file is: the note in its address, which may be another one than shows it, and its name.
pub(crate) type Place = (NoteId, FileName);

/// A state of a note's text: what was read from the server, and how much was written here.
pub(crate) type Seen = (Option<String>, u64);

/// What came of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It was sent; this is what it is asked about by.
    Sent(String),
    /// The server still looks at it.
    Processing,
    /// It is clean, at this path.
    Clean(String),
    /// It was found unsafe, or is not there any more.
    Unsafe,
    /// What was to be done is done.
    Done,
    /// These are shown and not here.
    Shows(Vec<Place>),
    /// There is no such file here.
    Lost,
}

/// Decides.
pub(crate) struct Courier {
    pace: Pace,
    chance: SmallRng,
    pauses: HashMap<NoteId, (Instant, u32)>,
    /// The texts in which it was looked for files.
    looked: HashMap<NoteId, Seen>,
    /// Files to be taken along, with the note that shows each.
    wanted: VecDeque<(NoteId, Place)>,
    rest: Option<Instant>,
    failures: u32,
}

impl Courier {
    pub(crate) fn new(pace: Pace, seed: u64) -> Self {
        Self {
            pace,
            chance: SmallRng::seed_from_u64(seed),
            pauses: HashMap::new(),
            looked: HashMap::new(),
            wanted: VecDeque::new(),
            rest: None,
            failures: 0,
        }
    }

    /// Somebody wants to see it done now, or the connection is back.
    pub(crate) fn hurry(&mut self) {
        self.pauses.clear();
        self.looked.clear();
        self.rest = None;
    }

    /// The next step; or until when there is none, where that is known.
    pub(crate) fn next(
        &mut self,
        catalogue: &Catalogue,
        moment: Moment,
    ) -> Result<Errand, Option<Instant>> {
        let now = moment.now;
        if let Some(until) = self.rest.filter(|until| *until > now) {
            return Err(Some(until));
        }
        let pause = |note: &NoteId| self.pauses.get(note).map(|(until, _)| *until);
        let paused = |note: &NoteId| pause(note).filter(|until| *until > now);
        let ready = catalogue.select(|note, record| paused(note).is_none() && may_send(record));
        let first = ready
            .filter_map(|(note, record)| Some((record.oldest_upload(), send(note, record)?)))
            .min_by_key(|(since, _)| *since);
        if let Some((_, errand)) = first {
            return Ok(errand);
        }
        let held = catalogue.select(|_, record| may_send(record));
        let later = held.filter_map(|(note, _)| paused(note)).min();
        match self.take_along(catalogue) {
            Some(errand) if moment.has_room => Ok(errand),
            Some(Errand::Fetch { note, at }) => {
                self.wanted.push_front((note, at));
                let soon = now + LATER;
                Err(Some(later.map_or(soon, |later| later.min(soon))))
            }
            _ => Err(later),
        }
    }

    /// What was looked up is fetched before another note is looked at.
    fn take_along(&mut self, catalogue: &Catalogue) -> Option<Errand> {
        if let Some((note, at)) = self.wanted.pop_front() {
            return Some(Errand::Fetch { note, at });
        }
        let look = |(note, record): (&NoteId, &Record)| {
            let wanted = record.here && record.listed();
            let seen = (record.fetched.clone(), record.edits);
            let new = wanted && self.looked.get(note) != Some(&seen);
            new.then(|| Errand::Look {
                note: note.clone(),
                seen,
            })
        };
        catalogue
            .select(|note, record| record.favourite || record.pinned || catalogue.is_open(note))
            .find_map(look)
    }

    /// What a step's outcome changes.
    pub(crate) fn take(
        &mut self,
        errand: Errand,
        outcome: Result<Outcome, Trouble>,
        now: Instant,
    ) -> Vec<Effect> {
        let note = errand.note().clone();
        let outcome = match (outcome, &errand) {
            (Ok(outcome), _) => outcome,
            (Err(Trouble::TooLarge), Errand::Send { file, .. }) => {
                return vec![stage(note, file, Stage::Refused(Refused::TooLarge))];
            }
            (
                Err(Trouble::Invalid { .. }),
                Errand::Send { file, .. } | Errand::Check { file, .. },
            ) => {
                return vec![stage(note, file, Stage::Refused(Refused::Rejected))];
            }
            (Err(trouble), _) => return self.failed(errand, &trouble, now),
        };
        (self.failures, self.rest) = (0, None);
        let mut effects = Vec::new();
        if self
            .pauses
            .remove(&note)
            .is_some_and(|(_, failures)| failures > 0)
        {
            effects.push(Effect::Trouble(note.clone(), None));
        }
        match (errand, outcome) {
            (Errand::Send { file, .. }, Outcome::Sent(key)) => {
                effects.push(stage(note, &file, Stage::Checking(key)));
            }
            (Errand::Send { file, .. }, Outcome::Lost) => {
                let gone: Edit =
                    Box::new(move |record| record.uploads.retain(|upload| upload.file != file));
                effects.push(Effect::Change(note, gone));
            }
            (Errand::Check { file, .. }, Outcome::Clean(path)) => {
                effects.push(stage(note, &file, Stage::Arrived(path)));
            }
            (Errand::Check { file, .. }, Outcome::Unsafe) => {
                effects.push(stage(note, &file, Stage::Refused(Refused::Unsafe)));
            }
            (Errand::Check { .. }, _) => {
                self.pauses.insert(note, (now + CHECK_EVERY, 0));
            }
            (Errand::Name { names, .. }, _) => {
                let named: Edit = Box::new(move |record| record.were_named(&names));
                effects.push(Effect::Change(note, named));
            }
            (Errand::Look { seen, .. }, Outcome::Shows(places)) => {
                self.wanted
                    .extend(places.into_iter().map(|at| (note.clone(), at)));
                self.looked.insert(note, seen);
            }
            (Errand::Send { .. } | Errand::Look { .. } | Errand::Fetch { .. }, _) => {}
        }
        effects
    }

    /// Everything rests when the trouble is everybody's, else this note's files do. What was only to be taken along is
    /// left where it is.
    fn failed(&mut self, errand: Errand, trouble: &Trouble, now: Instant) -> Vec<Effect> {
        let chance = self.chance.random();
        if trouble.is_general() {
            self.failures += 1;
            let pause = match trouble {
                Trouble::Throttled { wait } => *wait,
                _ => backoff(&self.pace, self.failures, chance),
            };
            self.rest = Some(now + pause);
            if let Errand::Fetch { note, at } = errand {
                self.wanted.push_front((note, at));
            }
            return Vec::new();
        }
        let note = errand.note().clone();
        match errand {
            Errand::Fetch { .. } => return Vec::new(),
            Errand::Look { seen, .. } => {
                self.looked.insert(note, seen);
                return Vec::new();
            }
            Errand::Send { .. } | Errand::Check { .. } | Errand::Name { .. } => {}
        }
        let failures = self.pauses.get(&note).map_or(0, |(_, failures)| *failures) + 1;
        let until = now + backoff(&self.pace, failures, chance);
        self.pauses.insert(note.clone(), (until, failures));
        vec![Effect::Trouble(note, Some(trouble.why()))]
    }
}

impl Errand {
    pub(crate) fn note(&self) -> &NoteId {
        match self {
            Self::Send { note, .. }
            | Self::Check { note, .. }
            | Self::Name { note, .. }
            | Self::Look { note, .. }
            | Self::Fetch { note, .. } => note,
        }
    }
}

/// The server has to know the note first, and it must be ours to write.
fn may_send(record: &Record) -> bool {
    record.stuck.is_none() && record.listed() && !record.outbox.precedes_text()
}

/// The next step for a note's files: what has arrived is shown before another one is sent.
fn send(note: &NoteId, record: &Record) -> Option<Errand> {
    let note = note.clone();
    let arrived = |upload: &Upload| matches!(upload.stage, Stage::Arrived(_));
    if record.misnamed || record.uploads.iter().any(arrived) {
        let names = record.names();
        return Some(Errand::Name { note, names });
    }
    let step = |upload: &Upload| match &upload.stage {
        Stage::Waiting => Some(Errand::Send {
            note: note.clone(),
            file: upload.file.clone(),
            name: upload.name.clone(),
        }),
        Stage::Checking(key) => Some(Errand::Check {
            note: note.clone(),
            file: upload.file.clone(),
            key: key.clone(),
        }),
        Stage::Arrived(_) | Stage::Refused(_) => None,
    };
    record.uploads.iter().find_map(step)
}

fn stage(note: NoteId, file: &FileName, stage: Stage) -> Effect {
    let file = file.clone();
    let edit: Edit = Box::new(move |record| {
        if let Some(upload) = record.upload_mut(&file) {
            upload.stage = stage;
        }
    });
    Effect::Change(note, edit)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One note with files that wait, and whoever sends them.
    struct Trip {
        catalogue: Catalogue,
        courier: Courier,
        note: NoteId,
        now: Instant,
    }

    impl Trip {
        fn with(files: usize) -> Self {
            let note = NoteId::random();
            let mut record = Record {
                editable: true,
                here: true,
                ..Record::default()
            };
            for since in 0..files {
                record.uploads.push(Upload {
                    file: FileName::random("a.png", b""),
                    name: "a.png".into(),
                    size: 1,
                    since: u64::try_from(since).unwrap(),
                    stage: Stage::Waiting,
                });
            }
            let mut catalogue = Catalogue::default();
            catalogue.records.insert(note.clone(), record);
            Self {
                catalogue,
                courier: Courier::new(Pace::default(), 1),
                note,
                now: Instant::now(),
            }
        }

        fn record(&mut self) -> &mut Record {
            self.catalogue.records.get_mut(&self.note).unwrap()
        }

        fn next(&mut self) -> Result<Errand, Option<Instant>> {
            let moment = Moment {
                now: self.now,
                has_room: true,
            };
            self.courier.next(&self.catalogue, moment)
        }

        /// Takes the next step with this outcome; answers what kind of step it was.
        fn step(&mut self, outcome: Result<Outcome, Trouble>) -> &'static str {
            let errand = self.next().expect("something is to be done");
            let name = match errand {
                Errand::Send { .. } => "send",
                Errand::Check { .. } => "check",
                Errand::Name { .. } => "name",
                Errand::Look { .. } => "look",
                Errand::Fetch { .. } => "fetch",
            };
            for effect in self.courier.take(errand, outcome, self.now) {
                if let Effect::Change(_, edit) = effect {
                    edit(self.record());
                }
            }
            name
        }
    }

    fn path(note: &NoteId) -> String {
        FileName::random("b.png", b"").path(note)
    }

    #[test]
    fn a_file_is_sent_found_clean_and_shown_by_its_new_name() {
        let mut trip = Trip::with(1);
        let clean = path(&trip.note);
        assert_eq!(trip.step(Ok(Outcome::Sent("key".into()))), "send");
        assert_eq!(trip.step(Ok(Outcome::Processing)), "check");
        assert!(
            matches!(trip.next(), Err(Some(_))),
            "it is not asked about without a pause"
        );
        trip.now += CHECK_EVERY;
        assert_eq!(trip.step(Ok(Outcome::Clean(clean.clone()))), "check");
        assert_eq!(trip.record().waiting(), 1, "it waits until it is shown");
        assert_eq!(trip.step(Ok(Outcome::Done)), "name");
        assert_eq!(trip.record().waiting(), 0);
        assert_eq!(trip.record().names()[0].1, clean);
        assert_eq!(trip.next(), Err(None));
    }

    #[test]
    fn files_go_in_the_order_in_which_they_were_given() {
        let mut trip = Trip::with(2);
        let first = trip.record().uploads[0].file.clone();
        assert!(matches!(trip.next(), Ok(Errand::Send { file, .. }) if file == first));
    }

    #[test]
    fn what_the_server_does_not_take_stays_and_holds_no_other_up() {
        for (trouble, refused) in [
            (Trouble::TooLarge, Refused::TooLarge),
            (Trouble::Invalid { id: false }, Refused::Rejected),
        ] {
            let mut trip = Trip::with(2);
            trip.step(Err(trouble));
            assert_eq!(trip.record().uploads[0].stage, Stage::Refused(refused));
            assert_eq!(trip.step(Ok(Outcome::Sent("key".into()))), "send");
            assert_eq!(trip.step(Ok(Outcome::Unsafe)), "check");
            assert_eq!(trip.next(), Err(None));
            assert_eq!(trip.record().waiting(), 2);
        }
    }

    #[test]
    fn without_a_server_everything_rests_and_nothing_is_given_up() {
        let mut trip = Trip::with(1);
        trip.step(Err(Trouble::Offline));
        let Err(Some(until)) = trip.next() else {
            panic!("it does not rest")
        };
        trip.now = until;
        assert_eq!(trip.step(Ok(Outcome::Sent("key".into()))), "send");
    }

    #[test]
    fn a_note_that_the_server_does_not_know_or_that_is_not_ours_sends_no_file() {
        let mut trip = Trip::with(1);
        trip.record().outbox.add(crate::outbox::Mutation::Create, 1);
        assert_eq!(trip.next(), Err(None));
        trip.record().outbox = crate::outbox::Outbox::default();
        trip.record().stuck = Some(crate::record::Stuck::Forbidden);
        assert_eq!(trip.next(), Err(None));
    }

    #[test]
    fn an_address_that_comes_back_is_written_anew() {
        let mut trip = Trip::with(0);
        trip.record()
            .was_sent(&FileName::random("a.png", b""), "/media/x".into());
        assert_eq!(trip.next(), Err(None));
        trip.record().misnamed = true;
        assert_eq!(trip.step(Ok(Outcome::Done)), "name");
        assert!(!trip.record().misnamed);
    }

    #[test]
    fn what_a_favourite_shows_is_taken_along_once() {
        let mut trip = Trip::with(0);
        assert_eq!(trip.next(), Err(None));
        trip.record().favourite = true;
        let place = (trip.note.clone(), FileName::random("a.png", b""));
        assert_eq!(trip.step(Ok(Outcome::Shows(vec![place]))), "look");
        assert_eq!(trip.step(Err(Trouble::Offline)), "fetch");
        trip.now += Pace::default().longest_pause;
        assert_eq!(trip.step(Ok(Outcome::Done)), "fetch");
        assert_eq!(trip.next(), Err(None));
        trip.record().edits += 1;
        assert_eq!(trip.step(Ok(Outcome::Shows(Vec::new()))), "look");
    }
}
