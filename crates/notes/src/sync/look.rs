//! Which notes there are: a quick look at what has moved, and a whole look at everything. A note that is missing from
//! a list is only a suspicion; it is asked for by name, and only when the server knew us before and after. Pure.

use std::collections::HashSet;
use std::time::Duration;

use tokio::time::Instant;

use super::call::{Answer, Call};
use super::machine::{Effect, Hearing, Memory, Progress};
use super::rows;
use crate::docs::{Note, Page, Trouble};
use crate::id::NoteId;

/// Rows this much older than the newest one known are looked at again.
const OVERLAP: u64 = 5_000;
/// How many suspicions are followed in one look.
const SUSPICIONS: usize = 20;
/// Nobody has more pages than this.
const MOST_PAGES: u32 = 500;

pub(super) struct Look {
    whole: bool,
    stage: Stage,
    /// Whose list it is.
    whose: Option<String>,
    rows: Vec<Note>,
    /// None where the server does not show its trash.
    trash: Option<Vec<Note>>,
    counts: HashSet<u64>,
}

enum Stage {
    /// Who are we, before?
    Before,
    Page(u32),
    /// What lies in the trash.
    Trash(u32),
    /// Who are we, after? An empty list is told to somebody who is not known, too.
    After,
    /// Notes that were not in the list, the next one last.
    Suspicions(Vec<NoteId>),
}

impl Look {
    pub(super) fn at(swept: Option<Instant>, pause: Duration, now: Instant) -> Self {
        let whole = swept.is_none_or(|swept| now.duration_since(swept) >= pause);
        Self {
            whole,
            stage: if whole { Stage::Before } else { Stage::Page(1) },
            whose: None,
            rows: Vec::new(),
            trash: Some(Vec::new()),
            counts: HashSet::new(),
        }
    }

    pub(super) fn call(&self) -> Call {
        match &self.stage {
            Stage::Before | Stage::After => Call::Me,
            Stage::Page(number) => Call::Page {
                newest: !self.whole,
                number: *number,
            },
            Stage::Trash(number) => Call::Trash(*number),
            Stage::Suspicions(notes) => {
                Call::Row(notes.last().expect("there is a suspicion").clone())
            }
        }
    }

    pub(super) fn hear(
        &mut self,
        result: Result<Answer, Trouble>,
        hearing: &mut Hearing<'_>,
    ) -> Result<Progress, Trouble> {
        if let Stage::Suspicions(_) = self.stage {
            return self.followed(result, hearing);
        }
        if let (Stage::Trash(_), Err(trouble)) = (&self.stage, &result)
            && !trouble.is_general()
        {
            (self.trash, self.stage) = (None, Stage::After);
            return Ok(Progress::On);
        }
        match (&self.stage, result?) {
            (Stage::Before, Answer::Me(me)) => {
                hearing.memory.me = Some(me.clone());
                (self.whose, self.stage) = (Some(me), Stage::Page(1));
            }
            (Stage::Page(number), Answer::Page(page)) => {
                let number = *number;
                return Ok(self.read(number, page, hearing));
            }
            (Stage::Trash(number), Answer::Page(page)) => {
                let last = page.next.is_none() || *number == MOST_PAGES;
                self.stage = if last {
                    Stage::After
                } else {
                    Stage::Trash(number + 1)
                };
                if let Some(trash) = &mut self.trash {
                    trash.extend(page.results);
                }
            }
            (Stage::After, Answer::Me(me)) if self.whole => {
                if self.whose.as_ref() != Some(&me) {
                    return Err(Trouble::Server);
                }
                return Ok(self.compare(hearing));
            }
            (Stage::After, Answer::Me(_)) => {
                hearing.memory.polled = Some(hearing.now);
                return Ok(Progress::Done);
            }
            _ => return Err(Trouble::Server),
        }
        Ok(Progress::On)
    }

    fn read(&mut self, number: u32, page: Page, hearing: &mut Hearing<'_>) -> Progress {
        let floor = hearing.memory.watermark.saturating_sub(OVERLAP);
        let is_old = |row: &Note| row.updated().is_some_and(|updated| updated < floor);
        let reached = !self.whole && page.results.iter().any(is_old);
        let last = page.next.is_none() || number == MOST_PAGES || reached;
        let doubtful = page.count == 0;
        self.counts.insert(page.count);
        if self.whole {
            self.rows.extend(page.results);
        } else {
            take(&page.results, hearing);
        }
        self.stage = match last {
            false => Stage::Page(number + 1),
            true if self.whole => Stage::Trash(1),
            true if doubtful => Stage::After,
            true => {
                hearing.memory.polled = Some(hearing.now);
                return Progress::Done;
            }
        };
        Progress::On
    }

    /// Takes in everything, and looks for what was not there.
    fn compare(&mut self, hearing: &mut Hearing<'_>) -> Progress {
        hearing.memory.paths.clear();
        take(&self.rows, hearing);
        let trash = self.trash.as_deref().unwrap_or_default();
        take(trash, hearing);
        for note in trash.iter().filter_map(Note::id) {
            hearing.change(&note, |record| record.thrown = record.trashed);
        }
        let whole = self.counts.len() == 1 && self.counts.contains(&(self.rows.len() as u64));
        if !whole {
            return complete(hearing);
        }
        let rows = self.rows.iter().chain(trash);
        let seen: HashSet<NoteId> = rows.filter_map(Note::id).collect();
        let suspicions = self.suspicions(&seen, hearing);
        if suspicions.is_empty() {
            return complete(hearing);
        }
        self.stage = Stage::Suspicions(suspicions);
        Progress::On
    }

    /// Notes that should have been seen; each look goes on where the last one has stopped.
    fn suspicions(&self, seen: &HashSet<NoteId>, hearing: &mut Hearing<'_>) -> Vec<NoteId> {
        let missing = hearing.catalogue.select(|note, record| {
            let expected = if record.own && self.trash.is_some() {
                // The trash of a colleague is not shown to us.
                !record.thrown && !hearing.catalogue.goes_with_own(note)
            } else {
                record.listed() && (record.own || record.stuck.is_none())
            };
            expected && record.was_seen() && !seen.contains(note)
        });
        let missing: Vec<_> = missing.map(|(note, _)| note.clone()).collect();
        let last = hearing.memory.suspected.take();
        let from = missing.partition_point(|note| Some(note) <= last.as_ref());
        let round = missing[from..].iter().chain(&missing[..from]);
        let mut asked: Vec<_> = round.take(SUSPICIONS).cloned().collect();
        // The next one is taken from the end.
        asked.reverse();
        hearing.memory.suspected = asked.first().cloned();
        asked
    }

    fn followed(
        &mut self,
        result: Result<Answer, Trouble>,
        hearing: &mut Hearing<'_>,
    ) -> Result<Progress, Trouble> {
        let Stage::Suspicions(notes) = &mut self.stage else {
            return Err(Trouble::Server);
        };
        let note = notes.pop().expect("there was a suspicion");
        let is_last = notes.is_empty();
        match result {
            Ok(Answer::Row(row)) => hearing.adopt(&row),
            Ok(_) => {}
            Err(trouble @ (Trouble::Forbidden | Trouble::Gone)) => hearing
                .effects
                .push(Effect::Change(note, rows::lost(trouble))),
            Err(trouble) if trouble.is_general() => return Err(trouble),
            Err(trouble) => {
                tracing::info!(%note, ?trouble, "a missing note could not be asked for")
            }
        }
        Ok(if is_last {
            complete(hearing)
        } else {
            Progress::On
        })
    }
}

fn complete(hearing: &mut Hearing<'_>) -> Progress {
    let now = Some(hearing.now);
    (hearing.memory.swept, hearing.memory.polled) = (now, now);
    hearing.effects.push(Effect::Completed);
    Progress::Done
}

fn take(rows: &[Note], hearing: &mut Hearing<'_>) {
    rows.iter().for_each(|row| learn(hearing.memory, row));
    for row in rows {
        let Some(note) = row.id() else {
            tracing::warn!("a note without a usable id");
            continue;
        };
        let above = row.parent_path();
        let parent = above
            .and_then(|path| hearing.memory.paths.get(path))
            .cloned();
        let edit = rows::adoption(row, hearing.memory.me.clone(), Some(parent));
        hearing.effects.push(Effect::Change(note, edit));
    }
}

fn learn(memory: &mut Memory, row: &Note) {
    memory.watermark = memory.watermark.max(row.updated().unwrap_or(0));
    if let (Some(path), Some(id)) = (&row.path, row.id()) {
        memory.paths.insert(path.clone(), id);
    }
}
