//! One agent's program, without a disk and a network: the machine, the records and the texts, and what is under way.
//! A crash takes everything but records and texts, which are on disk when a call returns.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Duration;

use rand::Rng as _;
use rand::rngs::SmallRng;
use tokio::time::Instant;

use super::super::call::{Answer, Call, Reading};
use super::super::machine::{Effect, Machine, Moment, Next};
use super::server::{Said, Server};
use super::{Weather, tokens, word};
use crate::catalogue::Catalogue;
use crate::change::{Status, Why};
use crate::docs::{Content, Log, Trouble};
use crate::document::{Document, Effect as Merged};
use crate::id::NoteId;
use crate::outbox::Spot;
use crate::pace::Pace;
use crate::record::Record;

pub(super) struct Client {
    pub(super) name: String,
    pub(super) catalogue: Catalogue,
    pub(super) texts: HashMap<NoteId, Document>,
    /// What the agent was told is saved.
    pub(super) saved: BTreeMap<NoteId, BTreeSet<String>>,
    /// What the agent has put into the trash and not taken out again.
    pub(super) deleted: BTreeSet<NoteId>,
    machine: Machine,
    log: Log,
    under_way: Option<UnderWay>,
    /// Nothing happens before.
    pub(super) wakes: Instant,
    pub(super) online: bool,
}

struct UnderWay {
    call: Call,
    /// What is sent with it.
    text: Option<Vec<u8>>,
    said: Option<Result<Said, Trouble>>,
}

impl Client {
    pub(super) fn new(name: &str, now: Instant, seed: u64) -> Self {
        let pace = pace();
        Self {
            name: name.to_owned(),
            catalogue: Catalogue::default(),
            texts: HashMap::new(),
            saved: BTreeMap::new(),
            deleted: BTreeSet::new(),
            machine: Machine::new(pace, seed),
            log: Log::new(pace.calls_per_minute),
            under_way: None,
            wakes: now,
            online: true,
        }
    }

    /// The program is killed and starts again.
    pub(super) fn crash(&mut self, now: Instant, seed: u64) {
        self.machine = Machine::new(pace(), seed);
        self.log = Log::new(pace().calls_per_minute);
        (self.under_way, self.wakes) = (None, now);
        self.catalogue.open.clear();
        self.catalogue.typed.clear();
    }

    pub(super) fn set_online(&mut self, online: bool, now: Instant) {
        self.online = online;
        self.machine.begin_anew();
        self.wakes = now;
    }

    pub(super) fn notes(&self) -> Vec<NoteId> {
        let listed = self.catalogue.select(|_, record| record.listed());
        listed.map(|(note, _)| note.clone()).collect()
    }

    pub(super) fn create(&mut self, chance: &mut SmallRng, now: Instant) {
        let note = NoteId::random_from(chance);
        let notes = self.notes();
        let parent = chance
            .random_bool(0.3)
            .then(|| pick(&notes, chance))
            .flatten();
        let record = Record::made(None, parent, 1);
        self.catalogue.records.insert(note.clone(), record);
        self.wakes = now;
        self.write(&note, chance, now);
    }

    /// Types a word, and is told that it is saved.
    pub(super) fn write(&mut self, note: &NoteId, chance: &mut SmallRng, now: Instant) {
        let editable = self
            .catalogue
            .record(note)
            .is_some_and(|record| record.editable);
        if !editable {
            return;
        }
        let text = self
            .texts
            .entry(note.clone())
            .or_insert_with(Document::empty);
        let word = word(chance);
        let update = super::typed(&text.state().expect("a sound text"), &word, chance);
        text.examine(&update).expect("our own update");
        text.merge(&update).expect("our own update");
        let record = self.catalogue.records.get_mut(note).expect("it is known");
        record.here = true;
        record.wrote(1);
        self.catalogue.typed.insert(note.clone(), now);
        self.saved.entry(note.clone()).or_default().insert(word);
        self.wakes = now;
    }

    pub(super) fn rename(&mut self, note: &NoteId, title: String, now: Instant) {
        if let Some(record) = self.catalogue.records.get_mut(note)
            && record.editable
            && record.own
        {
            record.rename(title, 1);
            self.wakes = now;
        }
    }

    pub(super) fn delete(&mut self, note: &NoteId, now: Instant) {
        if let Some(record) = self.catalogue.records.get_mut(note)
            && record.own
        {
            record.trash(true, 1);
            self.deleted.insert(note.clone());
            self.wakes = now;
        }
    }

    pub(super) fn restore(&mut self, note: &NoteId, now: Instant) {
        if let Some(record) = self.catalogue.records.get_mut(note)
            && record.trashed
        {
            record.trash(false, 1);
            self.deleted.remove(note);
            self.wakes = now;
        }
    }

    pub(super) fn favour(&mut self, note: &NoteId, favourite: bool, now: Instant) {
        if let Some(record) = self.catalogue.records.get_mut(note) {
            record.favour(favourite, 1);
            self.wakes = now;
        }
    }

    /// As [`Notes::move_to`](crate::Notes::move_to).
    pub(super) fn move_to(&mut self, note: &NoteId, parent: Option<NoteId>, now: Instant) {
        let known = &self.catalogue;
        let under_itself = known.closes_a_circle(note, parent.as_ref());
        let spot = Spot {
            parent,
            after: None,
        };
        let place = known.place_of(&spot);
        if let Some(record) = self.catalogue.records.get_mut(note)
            && record.own
            && !under_itself
        {
            record.move_to(spot, place, 1);
            self.wakes = now;
        }
    }

    pub(super) fn open(&mut self, note: &NoteId) {
        self.catalogue.open.insert(note.clone());
    }

    /// Goes on by one event: a request leaves, arrives, or is answered.
    pub(super) fn step(&mut self, server: &mut Server, weather: &mut Weather, now: Instant) {
        match self.under_way.take() {
            None => self.begin(weather, now),
            Some(mut under_way) if under_way.said.is_none() => {
                under_way.said = Some(self.arrive(&mut under_way, server, weather, now));
                self.under_way = Some(under_way);
                self.wakes = now + weather.delay();
            }
            Some(under_way) => {
                let said = under_way.said.expect("it was answered");
                // An answer may be lost after the server has done what was asked.
                let said = if weather.loses() || !self.online {
                    Err(Trouble::Offline)
                } else {
                    said
                };
                self.hear(&under_way.call, said, weather, now);
                self.check_synced(server);
                self.wakes = now;
            }
        }
    }

    fn begin(&mut self, weather: &mut Weather, now: Instant) {
        if !self.online {
            self.wakes = now + Duration::from_secs(60);
            return;
        }
        let has_room = self.log.has_room(now);
        let call = match self.machine.next(&self.catalogue, Moment { now, has_room }) {
            Next::Rest(until) => {
                self.wakes = until.max(now + Duration::from_millis(1));
                return;
            }
            Next::Ask(call) => call,
        };
        if call != Call::Me {
            match self.log.enter(now) {
                Ok(None) => {}
                // The machine names the same question again.
                Ok(Some(wait)) => {
                    self.wakes = now + wait;
                    return;
                }
                Err(trouble) => {
                    let effects = self.machine.take(Err(trouble), &self.catalogue, now);
                    return self.apply(effects);
                }
            }
        }
        let text = match &call {
            Call::Write { note, .. } => self.texts.get(note).and_then(|text| text.state().ok()),
            _ => None,
        };
        let text = text.or_else(|| Document::empty().state().ok());
        self.under_way = Some(UnderWay {
            call,
            text,
            said: None,
        });
        self.wakes = now + weather.delay();
    }

    fn arrive(
        &self,
        under_way: &mut UnderWay,
        server: &mut Server,
        weather: &mut Weather,
        now: Instant,
    ) -> Result<Said, Trouble> {
        if !self.online || weather.loses() {
            return Err(Trouble::Offline);
        }
        if let Some(trouble) = weather.trouble() {
            return Err(trouble);
        }
        server.answer(&self.name, &under_way.call, under_way.text.take(), now)
    }

    fn hear(
        &mut self,
        call: &Call,
        said: Result<Said, Trouble>,
        weather: &mut Weather,
        now: Instant,
    ) {
        let result = match (said, call) {
            (Ok(Said::Text(content)), Call::Text { note, .. }) => {
                let content = weather.spoil(*content);
                Ok(self.take_in(note, content))
            }
            (Ok(Said::Text(_)), _) => Err(Trouble::Server),
            (Ok(Said::Answer(answer)), _) => Ok(answer),
            (Err(trouble), _) => Err(trouble),
        };
        if let Err(Trouble::Throttled { wait }) = &result {
            self.log.rest(now + *wait);
        }
        let effects = self.machine.take(result, &self.catalogue, now);
        self.apply(effects);
    }

    fn take_in(&mut self, note: &NoteId, theirs: Content) -> Answer {
        let text = self
            .texts
            .entry(note.clone())
            .or_insert_with(Document::empty);
        let record = self.catalogue.records.entry(note.clone()).or_default();
        let mut reading = Reading {
            etag: theirs.etag,
            revision: theirs.note.and_then(|row| row.updated_at),
            empty: theirs.update.is_none(),
            edits: record.edits,
            ..Reading::default()
        };
        if let Some(update) = &theirs.update {
            match text.examine(update) {
                Ok(Merged::News) => {
                    text.merge(update).expect("it was tried out");
                    record.here = true;
                }
                Ok(Merged::Nothing) => {}
                Err(_) => reading.aside = true,
            }
        }
        let (stored, failed) = Document::load(theirs.update.as_deref());
        reading.compare(text, &stored, failed, record.mark.as_deref());
        Answer::Text(Box::new(reading))
    }

    fn apply(&mut self, effects: Vec<Effect>) {
        let mut refused = Vec::new();
        for effect in effects {
            match effect {
                Effect::Change(note, edit) => {
                    edit(self.catalogue.records.entry(note).or_default());
                }
                Effect::Refused(note) => refused.push(note),
                _ => {}
            }
        }
        // The agent is told that it could not be taken out of the trash, and has to act again.
        let trashed = |note: &NoteId| self.catalogue.record(note).is_some_and(|now| now.trashed);
        refused.retain(trashed);
        self.deleted.extend(refused);
    }

    /// Whether the agent has left it in the trash, or a note above it.
    pub(super) fn has_deleted(&self, note: &NoteId) -> bool {
        let mut above = self.catalogue.above(note).map(|(above, _)| above);
        self.deleted.contains(note) || above.any(|above| self.deleted.contains(above))
    }

    /// Synced means that the server has it: never shown before.
    fn check_synced(&self, server: &mut Server) {
        for (note, saved) in &self.saved {
            let Some(record) = self.catalogue.record(note) else {
                continue;
            };
            let ever = server.ever.get(note);
            let had = |word: &String| ever.is_some_and(|ever| ever.contains(word));
            if record.status(Why::Sending) == Status::Synced && !saved.iter().all(had) {
                let broken = format!("{} shows {note} as synced, which it is not", self.name);
                server.broken.push(broken);
            }
        }
    }

    pub(super) fn words(&self, note: &NoteId) -> BTreeSet<String> {
        let text = self.texts.get(note).and_then(|text| text.state().ok());
        text.map(|text| tokens(&text)).unwrap_or_default()
    }
}

/// As usual, but for the look at everything, which makes a schedule long.
fn pace() -> Pace {
    Pace {
        sweep: Duration::from_secs(10 * 60),
        ..Pace::default()
    }
}

pub(super) fn pick<T: Clone>(from: &[T], chance: &mut SmallRng) -> Option<T> {
    (!from.is_empty()).then(|| from[chance.random_range(0..from.len())].clone())
}
