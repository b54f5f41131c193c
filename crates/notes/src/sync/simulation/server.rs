//! A Docs server as the contract describes it, in memory: it replaces and never merges, forgets what is younger than
//! its backup, and says no more than a real one.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::time::Duration;

use serde_json::{Map, Value};
use tokio::time::Instant;

use super::super::call::{Answer, Call, Side};
use super::tokens;
use crate::docs::{Content, Note, Page, Trouble};
use crate::id::NoteId;

/// Small, so that a list has several.
const PAGE: usize = 3;
/// What a server of Docs takes of one agent in a minute.
const CALLS: usize = 80;
const MINUTE: Duration = Duration::from_secs(60);

#[derive(Clone)]
pub(super) struct Stored {
    pub(super) title: Option<String>,
    pub(super) owner: String,
    pub(super) editors: BTreeSet<String>,
    pub(super) parent: Option<NoteId>,
    pub(super) favoured: BTreeSet<String>,
    pub(super) deleted: bool,
    pub(super) text: Option<Vec<u8>>,
    /// Counts the texts; the tag is made of it.
    version: u64,
    updated: u64,
    born: u64,
    pub(super) locked: bool,
}

/// What a call is answered with before the client has taken it in.
pub(super) enum Said {
    Answer(Answer),
    Text(Box<Content>),
}

pub(super) struct Server {
    /// Whether it has a route for texts, with tags.
    pub(super) has_tags: bool,
    pub(super) notes: BTreeMap<NoteId, Stored>,
    backup: BTreeMap<NoteId, Stored>,
    /// Whose session has ended. They are told so, but by the list, which is empty for them.
    pub(super) strangers: BTreeSet<String>,
    /// Every word that any stored text of a note has ever had.
    pub(super) ever: HashMap<NoteId, BTreeSet<String>>,
    pub(super) calls: HashMap<String, VecDeque<Instant>>,
    pub(super) broken: Vec<String>,
    /// Moves on with every change; microseconds.
    clock: u64,
}

impl Server {
    pub(super) fn new(has_tags: bool) -> Self {
        Self {
            has_tags,
            notes: BTreeMap::new(),
            backup: BTreeMap::new(),
            strangers: BTreeSet::new(),
            ever: HashMap::new(),
            calls: HashMap::new(),
            broken: Vec::new(),
            clock: 0,
        }
    }

    pub(super) fn back_up(&mut self) {
        self.backup = self.notes.clone();
    }

    /// Comes back as it was at the last backup.
    pub(super) fn fall_back(&mut self) {
        self.notes = self.backup.clone();
    }

    /// A browser that knows no better stores what it read a while ago, with a word of its own.
    pub(super) fn overwrite(&mut self, note: &NoteId, text: Vec<u8>) {
        let now = self.tick();
        if let Some(stored) = self.notes.get_mut(note) {
            stored.keep(text, now);
        }
    }

    pub(super) fn answer(
        &mut self,
        who: &str,
        call: &Call,
        text: Option<Vec<u8>>,
        now: Instant,
    ) -> Result<Said, Trouble> {
        self.count(who, call, now)?;
        if self.strangers.contains(who) && !matches!(call, Call::Page { .. }) {
            return Err(Trouble::SignedOut);
        }
        let answer = match call {
            Call::Me => Answer::Me(who.to_owned()),
            Call::Page { newest, number } => Answer::Page(self.page(who, *newest, *number)),
            Call::Trash(number) => Answer::Page(self.trash(who, *number)),
            Call::Favour { note, favourite } => {
                self.of(who, note)?;
                if self.is_deleted(note) {
                    return Err(Trouble::Forbidden);
                }
                let stored = self.notes.get_mut(note).ok_or(Trouble::Gone)?;
                stored.favoured.remove(who);
                if *favourite {
                    stored.favoured.insert(who.to_owned());
                }
                Answer::Done
            }
            Call::Move { note, target, side } => self.put_beside(who, note, target, *side)?,
            Call::Row(note) => Answer::Row(Box::new(self.row(who, note)?)),
            Call::CanEdit(note) => {
                let stored = self.of(who, note)?;
                let locked = stored.locked;
                if self.is_deleted(note) {
                    return Err(Trouble::Forbidden);
                }
                Answer::CanEdit(!locked)
            }
            Call::Text { note, etag } => return self.text(who, note, etag.as_deref()),
            Call::Write { note, .. } => self.write(who, note, text.expect("a text is written"))?,
            Call::Create {
                note,
                parent,
                title,
            } => self.create(who, note, parent.as_ref(), title.clone())?,
            Call::Rename { note, title, .. } => {
                let now = self.tick();
                let stored = self.writable(who, note)?;
                (stored.title, stored.updated) = (Some(title.clone()), now);
                Answer::Done
            }
            Call::Delete(note) => self.delete(who, note, true)?,
            Call::Restore(note) => self.delete(who, note, false)?,
        };
        Ok(Said::Answer(answer))
    }

    /// A client that is throttled has asked too often: that is a broken promise.
    fn count(&mut self, who: &str, call: &Call, now: Instant) -> Result<(), Trouble> {
        if *call == Call::Me {
            return Ok(());
        }
        let calls = self.calls.entry(who.to_owned()).or_default();
        while calls.front().is_some_and(|call| now - *call >= MINUTE) {
            calls.pop_front();
        }
        if calls.len() >= CALLS {
            self.broken.push(format!("{who} was throttled"));
            return Err(Trouble::Throttled { wait: MINUTE });
        }
        calls.push_back(now);
        Ok(())
    }

    /// Whether it was deleted, or a note above it.
    pub(super) fn is_deleted(&self, note: &NoteId) -> bool {
        let mut note = Some(note);
        while let Some(stored) = note.and_then(|note| self.notes.get(note)) {
            if stored.deleted {
                return true;
            }
            note = stored.parent.as_ref();
        }
        false
    }

    fn of(&self, who: &str, note: &NoteId) -> Result<&Stored, Trouble> {
        let stored = self.notes.get(note).ok_or(Trouble::Gone)?;
        match self.is_deleted(note) {
            true if stored.owner != who => Err(Trouble::Gone),
            _ if !stored.lets_read(who) => Err(Trouble::Forbidden),
            _ => Ok(stored),
        }
    }

    fn writable(&mut self, who: &str, note: &NoteId) -> Result<&mut Stored, Trouble> {
        let stored = self.of(who, note)?;
        if stored.locked || self.is_deleted(note) {
            return Err(Trouble::Forbidden);
        }
        self.notes.get_mut(note).ok_or(Trouble::Gone)
    }

    fn page(&self, who: &str, newest: bool, number: u32) -> Page {
        let mut notes: Vec<_> = self
            .notes
            .iter()
            .filter(|(note, stored)| !self.is_deleted(note) && stored.lets_read(who))
            .filter(|_| !self.strangers.contains(who))
            .collect();
        if newest {
            notes.sort_by_key(|(_, stored)| u64::MAX - stored.updated);
        } else {
            notes.sort_by_key(|(_, stored)| stored.born);
        }
        let notes: Vec<_> = notes.into_iter().map(|(note, _)| note).collect();
        self.cut(who, &notes, number)
    }

    /// What its owner has deleted, without what went with it.
    fn trash(&self, who: &str, number: u32) -> Page {
        let notes = self.notes.iter();
        let notes = notes.filter(|(_, stored)| stored.deleted && stored.owner == who);
        let notes: Vec<_> = notes.map(|(note, _)| note).collect();
        self.cut(who, &notes, number)
    }

    fn cut(&self, who: &str, notes: &[&NoteId], number: u32) -> Page {
        let from = (number as usize - 1) * PAGE;
        let rows = notes.iter().skip(from).take(PAGE);
        Page {
            count: notes.len() as u64,
            next: (from + PAGE < notes.len()).then(|| "more".to_owned()),
            results: rows.filter_map(|note| self.row(who, note).ok()).collect(),
        }
    }

    fn put_beside(
        &mut self,
        who: &str,
        note: &NoteId,
        target: &NoteId,
        side: Side,
    ) -> Result<Answer, Trouble> {
        let stored = self.of(who, note)?;
        if stored.owner != who || self.is_deleted(note) {
            return Err(Trouble::Forbidden);
        }
        let other = self.notes.get(target).filter(|_| !self.is_deleted(target));
        let invalid = Trouble::Invalid { id: false };
        let other = other.ok_or(invalid.clone())?;
        let parent = match side {
            Side::FirstChild => Some(target.clone()),
            Side::Right => other.parent.clone(),
        };
        if let Some(parent) = &parent {
            let mut above = Some(parent);
            while let Some(one) = above {
                if one == note {
                    return Err(invalid);
                }
                above = self.notes.get(one).and_then(|one| one.parent.as_ref());
            }
            let allowed = |parent: &Stored| parent.owner == who;
            if !self.notes.get(parent).is_some_and(allowed) {
                return Err(invalid);
            }
        }
        let stored = self.notes.get_mut(note).ok_or(Trouble::Gone)?;
        stored.parent = parent;
        Ok(Answer::Done)
    }

    fn row(&self, who: &str, note: &NoteId) -> Result<Note, Trouble> {
        let stored = self.of(who, note)?;
        let deleted = self.is_deleted(note);
        let abilities = Map::from_iter([("partial_update".to_owned(), Value::Bool(!deleted))]);
        Ok(Note {
            id: note.as_str().to_owned(),
            title: stored.title.clone(),
            abilities,
            creator: Some(stored.owner.clone()),
            path: Some(self.path(note)),
            updated_at: Some(stamp(stored.updated)),
            deleted_at: deleted.then(|| stamp(stored.updated)),
            is_favorite: Some(stored.favoured.contains(who)),
            ..Note::default()
        })
    }

    fn path(&self, note: &NoteId) -> String {
        let stored = &self.notes[note];
        let above = stored
            .parent
            .as_ref()
            .filter(|above| self.notes.contains_key(*above));
        let above = above.map(|above| self.path(above)).unwrap_or_default();
        format!("{above}{:07}", stored.born)
    }

    fn text(&self, who: &str, note: &NoteId, etag: Option<&str>) -> Result<Said, Trouble> {
        let stored = self.of(who, note)?;
        let tag = stored
            .text
            .as_ref()
            .map(|_| format!("\"{}\"", stored.version));
        if self.has_tags && etag.is_some() && tag.as_deref() == etag {
            return Ok(Said::Answer(Answer::Same));
        }
        let row = (!self.has_tags).then(|| self.row(who, note)).transpose()?;
        Ok(Said::Text(Box::new(Content {
            update: stored.text.clone(),
            etag: tag.filter(|_| self.has_tags),
            note: row,
        })))
    }

    fn write(&mut self, who: &str, note: &NoteId, text: Vec<u8>) -> Result<Answer, Trouble> {
        let now = self.tick();
        let words = tokens(&text);
        self.writable(who, note)?.keep(text, now);
        self.ever.entry(note.clone()).or_default().extend(words);
        Ok(Answer::Done)
    }

    fn create(
        &mut self,
        who: &str,
        note: &NoteId,
        parent: Option<&NoteId>,
        title: Option<String>,
    ) -> Result<Answer, Trouble> {
        if let Some(parent) = parent {
            self.of(who, parent)?;
            if self.is_deleted(parent) {
                return Err(Trouble::Forbidden);
            }
        }
        if self.notes.contains_key(note) {
            return Err(Trouble::Invalid { id: true });
        }
        let now = self.tick();
        let stored = Stored {
            title,
            owner: who.to_owned(),
            editors: BTreeSet::new(),
            parent: parent.cloned(),
            favoured: BTreeSet::new(),
            deleted: false,
            text: None,
            version: now,
            updated: now,
            born: now,
            locked: false,
        };
        self.notes.insert(note.clone(), stored);
        Ok(Answer::Row(Box::new(self.row(who, note)?)))
    }

    fn delete(&mut self, who: &str, note: &NoteId, deleted: bool) -> Result<Answer, Trouble> {
        let stored = self.of(who, note)?;
        let is_refused = if deleted {
            self.is_deleted(note)
        } else {
            !stored.deleted
        };
        if stored.owner != who || is_refused {
            return Err(Trouble::Forbidden);
        }
        let now = self.tick();
        let stored = self.notes.get_mut(note).ok_or(Trouble::Gone)?;
        stored.deleted = deleted;
        if deleted {
            stored.updated = now;
        }
        Ok(Answer::Done)
    }

    fn tick(&mut self) -> u64 {
        self.clock += 1;
        self.clock
    }
}

impl Stored {
    pub(super) fn lets_read(&self, who: &str) -> bool {
        self.owner == who || self.editors.contains(who)
    }

    fn keep(&mut self, text: Vec<u8>, now: u64) {
        (self.text, self.version, self.updated) = (Some(text), now, now);
    }
}

/// As Docs writes a time, one second for each change.
fn stamp(at: u64) -> String {
    let (hours, minutes, seconds) = (at / 3600, at / 60 % 60, at % 60);
    let (day, hour) = (1 + hours / 24, hours % 24);
    format!("2026-01-{day:02}T{hour:02}:{minutes:02}:{seconds:02}.000000Z")
}
