//! Telling the server one thing of a note besides its text: that it was made, named, deleted or restored. Whether an
//! earlier attempt arrived is asked before anything is believed to have failed. Pure.

use super::call::{Answer, Call};
use super::machine::{Effect, Hearing, Progress};
use super::rows;
use crate::catalogue::Catalogue;
use crate::docs::{Note, Trouble};
use crate::id::NoteId;
use crate::outbox::Mutation;
use crate::record::{Record, Stuck};

pub(super) struct Tell {
    pub(super) note: NoteId,
    mutation: Mutation,
    /// It was refused: what does the server have?
    looking: bool,
    /// It was there and then it was not; once more, then it is believed.
    vanished: bool,
}

impl Tell {
    /// The note whose outbox has waited longest, each note's in order, parents before children.
    pub(super) fn next(catalogue: &Catalogue, free: impl Fn(&NoteId) -> bool) -> Option<Self> {
        let ready = |note: &NoteId, record: &Record| {
            let waits = !record.outbox.is_empty() && record.stuck.is_none();
            waits && !catalogue.waits_for_parent(record) && free(note)
        };
        let (note, record) = catalogue
            .select(ready)
            .min_by_key(|(_, record)| record.outbox.since())?;
        Some(Self {
            note: note.clone(),
            mutation: record.outbox.first()?.clone(),
            looking: false,
            vanished: false,
        })
    }

    pub(super) fn call(&self, catalogue: &Catalogue) -> Call {
        let note = self.note.clone();
        if self.looking {
            return Call::Row(note);
        }
        match &self.mutation {
            Mutation::Create => {
                let record = catalogue.record(&note).cloned().unwrap_or_default();
                let (parent, title) = (record.parent, record.title);
                Call::Create {
                    note,
                    parent,
                    title,
                }
            }
            Mutation::Rename(title) => Call::Rename {
                in_room: catalogue.is_in_room(&note),
                note,
                title: title.clone(),
            },
            Mutation::Delete => Call::Delete(note),
            Mutation::Restore => Call::Restore(note),
        }
    }

    pub(super) fn hear(
        &mut self,
        result: Result<Answer, Trouble>,
        hearing: &mut Hearing<'_>,
    ) -> Result<Progress, Trouble> {
        if self.looking {
            return self.looked(result, hearing);
        }
        match (&self.mutation, result) {
            (_, Ok(Answer::Row(row))) => {
                hearing.adopt(&row);
                self.done(hearing);
            }
            (_, Ok(_)) | (Mutation::Delete, Err(Trouble::Gone)) => self.done(hearing),
            (Mutation::Create, Err(trouble @ (Trouble::Gone | Trouble::Forbidden))) => {
                return self.without_parent(trouble, hearing);
            }
            // The id is taken, by our own earlier attempt if the note is ours; or it was deleted or restored already.
            (Mutation::Create, Err(Trouble::Invalid { id: true }))
            | (Mutation::Delete, Err(Trouble::Forbidden))
            | (Mutation::Restore, Err(Trouble::Forbidden | Trouble::Server)) => {
                self.looking = true;
                return Ok(Progress::On);
            }
            (_, Err(trouble)) => return Err(trouble),
        }
        Ok(Progress::Done)
    }

    /// The note it should stand under is closed to us, or gone: it stands alone then, unless that one is ours and has
    /// to be made again first.
    fn without_parent(
        &self,
        trouble: Trouble,
        hearing: &mut Hearing<'_>,
    ) -> Result<Progress, Trouble> {
        let record = hearing.catalogue.record(&self.note);
        let Some(parent) = record.and_then(|record| record.parent.clone()) else {
            return Err(trouble);
        };
        let above = hearing.catalogue.record(&parent);
        if trouble == Trouble::Gone && above.is_some_and(|above| above.own && above.listed()) {
            hearing
                .effects
                .push(Effect::Change(parent, rows::lost(trouble)));
            return Ok(Progress::Done);
        }
        hearing.change(&self.note, |record| record.parent = None);
        Ok(Progress::On)
    }

    fn looked(
        &mut self,
        result: Result<Answer, Trouble>,
        hearing: &mut Hearing<'_>,
    ) -> Result<Progress, Trouble> {
        let row = match result {
            Ok(Answer::Row(row)) => Some(row),
            Ok(_) | Err(Trouble::Gone) => None,
            Err(trouble) => return Err(trouble),
        };
        let is_deleted = row.as_ref().is_none_or(|row| row.deleted_at.is_some());
        match (&self.mutation, row) {
            (Mutation::Create, Some(row)) => self.was_made(&row, hearing)?,
            (Mutation::Create, None) if !self.vanished => {
                (self.looking, self.vanished) = (false, true);
                return Ok(Progress::On);
            }
            // The server knows it and shows it to nobody but its owner: somebody else has deleted it.
            (Mutation::Create, None) => hearing.change(&self.note, |record| {
                record.editable = false;
                record.stuck = record.has_edits().then_some(Stuck::Gone);
                record.trashed = record.stuck.is_none();
                record.mark = None;
            }),
            (Mutation::Restore, None) => {
                hearing.change(&self.note, Record::make_again);
                return Ok(Progress::Done);
            }
            // If it was not done, the note goes back to where the server has it.
            (mutation, _) if is_deleted != (*mutation == Mutation::Delete) => {
                tracing::warn!(note = %self.note, "the server did not let a note be deleted or restored");
                hearing.change(&self.note, move |record| {
                    record.trashed = is_deleted;
                    record.stuck = (record.has_edits() && is_deleted).then_some(Stuck::Gone);
                });
            }
            _ => {}
        }
        self.done(hearing);
        Ok(Progress::Done)
    }

    fn was_made(&self, row: &Note, hearing: &mut Hearing<'_>) -> Result<(), Trouble> {
        if row.creator.is_some() && row.creator != hearing.memory.me {
            return Err(Trouble::Forbidden);
        }
        if row.deleted_at.is_some() {
            hearing.change(&self.note, |record| record.trashed = true);
        }
        hearing.adopt(row);
        Ok(())
    }

    fn done(&self, hearing: &mut Hearing<'_>) {
        let mutation = self.mutation.clone();
        if matches!(mutation, Mutation::Delete | Mutation::Restore) {
            // Those under it went with it: a look at everything finds them.
            hearing.memory.swept = None;
        }
        hearing.change(&self.note, move |record| match mutation {
            Mutation::Create => record.was_made(),
            mutation => record.outbox.done(&mutation),
        });
    }
}
