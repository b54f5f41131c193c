//! Fetching one text: first what somebody waits for, then what has changed, newest first. Pure.

use super::call::{Answer, Call};
use super::machine::{Effect, Hearing, Progress};
use crate::catalogue::Catalogue;
use crate::docs::Trouble;
use crate::id::NoteId;
use crate::record::Record;

pub(super) struct Fetch {
    pub(super) note: NoteId,
    /// What the text is read at.
    revision: Option<String>,
    etag: Option<String>,
    was_here: bool,
}

impl Fetch {
    /// An open note whose text is not here.
    pub(super) fn awaited(catalogue: &Catalogue, free: impl Fn(&NoteId) -> bool) -> Option<Self> {
        let missing = |note: &&NoteId| {
            let record = catalogue.record(note);
            record.is_some_and(|record| !record.here && record.stuck.is_none()) && free(note)
        };
        let note = catalogue.open.iter().filter(missing).min()?;
        Some(Self::of(note, catalogue.record(note)?))
    }

    /// The note that has fallen behind and is to be read next.
    pub(super) fn behind(catalogue: &Catalogue, free: impl Fn(&NoteId) -> bool) -> Option<Self> {
        let (note, record) = catalogue
            .select(|note, record| is_behind(record) && free(note))
            .min_by_key(|(note, record)| (!catalogue.is_open(note), u64::MAX - record.updated))?;
        Some(Self::of(note, record))
    }

    fn of(note: &NoteId, record: &Record) -> Self {
        Self {
            note: note.clone(),
            revision: record.revision.clone(),
            etag: record.etag.clone().filter(|_| record.here),
            was_here: record.here,
        }
    }

    pub(super) fn call(&self) -> Call {
        Call::Text {
            note: self.note.clone(),
            etag: self.etag.clone(),
        }
    }

    pub(super) fn hear(
        &mut self,
        answer: Answer,
        hearing: &mut Hearing<'_>,
    ) -> Result<Progress, Trouble> {
        let revision = self.revision.clone();
        let reading = match answer {
            Answer::Same => {
                hearing.change(&self.note, |record| record.fetched = revision);
                return Ok(Progress::Done);
            }
            Answer::Text(reading) if !reading.aside => reading,
            _ => return Err(Trouble::Server),
        };
        let blank = reading.empty && !self.was_here;
        hearing.change(&self.note, move |record| {
            record.here = true;
            record.etag = reading.etag;
            record.fetched = revision;
            if record.mark.is_some() && !reading.keeps {
                // A blind writer or a backup has taken from the server what it was seen to have. Who may not write
                // remembers it for later.
                if record.editable {
                    record.lost_again();
                }
            } else if !record.has_edits() {
                record.mark = Some(reading.mark);
            }
        });
        if blank {
            hearing.effects.push(Effect::Blank(self.note.clone()));
        }
        Ok(Progress::Done)
    }
}

fn is_behind(record: &Record) -> bool {
    let known = record.revision.is_some() && !record.trashed && record.stuck.is_none();
    known && record.fetched != record.revision
}
