//! Sending one text: read what is stored, merge it, write everything, and read again. Only when the server was seen
//! to have it is a text synced; saving there replaces, and somebody may have replaced ours. Pure.

use std::collections::HashMap;
use std::time::Duration;

use tokio::time::Instant;

use super::call::{Answer, Call, Reading};
use super::machine::{Hearing, Progress};
use crate::catalogue::Catalogue;
use crate::docs::Trouble;
use crate::id::NoteId;
use crate::pace::Pace;

/// An edit that was made this long ago goes out although somebody is still typing.
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// Somebody who overwrites us this often in a row is waited for.
const ROUNDS: u32 = 4;
/// Between the later rounds.
const LONGEST_REST: Duration = Duration::from_secs(5);

pub(super) struct Push {
    pub(super) note: NoteId,
    pub(super) not_before: Option<Instant>,
    round: u32,
    writing: bool,
}

/// The note whose text is to be sent first, and when.
pub(super) fn due<'a>(
    catalogue: &'a Catalogue,
    written: &HashMap<NoteId, Instant>,
    pace: &Pace,
    now: Instant,
    free: impl Fn(&NoteId) -> bool,
) -> Option<(&'a NoteId, Instant)> {
    let ready = catalogue.select(|note, record| {
        let open = record.stuck.is_none() && record.listed() && !record.outbox.precedes_text();
        record.has_edits() && open && free(note)
    });
    let due = |(note, _)| {
        let typed = catalogue.typed.get(note);
        let typed = typed.filter(|_| catalogue.is_open(note));
        let due = typed.map_or(now, |typed| rested(*typed, written.get(note), pace));
        (note, due)
    };
    ready.map(due).min_by_key(|(_, due)| *due)
}

/// A note that is being typed into is sent when nobody types, and not too often, but not too late either.
fn rested(typed: Instant, written: Option<&Instant>, pace: &Pace) -> Instant {
    let rested = typed + pace.rest;
    let spaced = written.map_or(rested, |written| *written + pace.between_writes);
    let latest = *written.unwrap_or(&typed) + LONGEST_WAIT;
    rested.max(spaced).min(latest)
}

impl Push {
    pub(super) fn of(note: NoteId) -> Self {
        Self {
            note,
            not_before: None,
            round: 0,
            writing: false,
        }
    }

    pub(super) fn call(&self, catalogue: &Catalogue) -> Call {
        let note = self.note.clone();
        if self.writing {
            let in_room = catalogue.is_in_room(&note);
            return Call::Write { note, in_room };
        }
        // The first look may be a short one; after a write everything has to be read.
        let record = catalogue.record(&note).filter(|_| self.round == 0);
        let etag = record.and_then(|record| record.etag.clone());
        Call::Text { note, etag }
    }

    pub(super) fn hear(
        &mut self,
        answer: Answer,
        hearing: &mut Hearing<'_>,
    ) -> Result<Progress, Trouble> {
        let now = hearing.now;
        hearing.memory.written.insert(self.note.clone(), now);
        match answer {
            Answer::Text(reading) if reading.aside => return Err(Trouble::Server),
            Answer::Text(reading) if reading.has_ours => {
                self.arrived(*reading, hearing);
                return Ok(Progress::Done);
            }
            Answer::Text(_) | Answer::Same => self.writing = true,
            _ => {
                (self.writing, self.round) = (false, self.round + 1);
                if self.round == ROUNDS {
                    return Err(Trouble::Server);
                }
                if self.round > 1 {
                    let rest = hearing.pace.first_pause * self.round;
                    self.not_before = Some(now + rest.min(LONGEST_REST));
                }
            }
        }
        Ok(Progress::On)
    }

    fn arrived(&self, reading: Reading, hearing: &mut Hearing<'_>) {
        hearing.change(&self.note, move |record| {
            record.arrived = record.arrived.max(reading.edits);
            record.etag = reading.etag;
            record.mark = Some(reading.mark);
            // Where the text came alone, its revision is not known before the next list. The one of before must not
            // stay: a server that falls back to it would go unnoticed.
            record.revision.clone_from(&reading.revision);
            record.fetched = reading.revision;
            record.since = record.since.filter(|_| record.has_edits());
        });
    }
}
