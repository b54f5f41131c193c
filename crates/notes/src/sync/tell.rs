//! Telling the server one thing of a note besides its text: that it was made, named, moved, marked, deleted or restored. Whether an
//! earlier attempt arrived is asked before anything is believed to have failed. Pure.

use super::call::{Answer, Call, Side};
use super::machine::{Effect, Hearing, Progress};
use super::rows;
use crate::catalogue::Catalogue;
use crate::docs::{Note, Trouble};
use crate::id::NoteId;
use crate::outbox::{Mutation, Spot};
use crate::record::{Record, Stuck};

/// So many characters of a path belong to each level.
const STEP: usize = 7;

pub(super) struct Tell {
    pub(super) note: NoteId,
    mutation: Mutation,
    /// It was refused, in this way: what does the server have?
    looking: Option<Trouble>,
    /// It was there and then it was not; once more, then it is believed.
    vanished: bool,
}

impl Tell {
    /// The note whose outbox has waited longest, each note's in order, parents before children.
    pub(super) fn next(catalogue: &Catalogue, free: impl Fn(&NoteId) -> bool) -> Option<Self> {
        let ready = |note: &NoteId, record: &Record| {
            let waits = !record.outbox.is_empty() && record.stuck.is_none();
            waits && !catalogue.waits_for_another(record) && free(note)
        };
        let (note, record) = catalogue
            .select(ready)
            .min_by_key(|(_, record)| record.outbox.since())?;
        Some(Self {
            note: note.clone(),
            mutation: record.outbox.first()?.clone(),
            looking: None,
            vanished: false,
        })
    }

    pub(super) fn call(&self, catalogue: &Catalogue) -> Call {
        let note = self.note.clone();
        if self.looking.is_some() {
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
            Mutation::Favour(favourite) => Call::Favour {
                note,
                favourite: *favourite,
            },
            Mutation::Move(spot) => {
                let (target, side) = beside(&note, spot, catalogue);
                Call::Move { note, target, side }
            }
        }
    }

    pub(super) fn hear(
        &mut self,
        result: Result<Answer, Trouble>,
        hearing: &mut Hearing<'_>,
    ) -> Result<Progress, Trouble> {
        if self.looking.is_some() {
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
            (Mutation::Create, Err(trouble @ Trouble::Invalid { id: true }))
            | (Mutation::Delete, Err(trouble @ Trouble::Forbidden))
            | (Mutation::Restore, Err(trouble @ (Trouble::Forbidden | Trouble::Server))) => {
                self.looking = Some(trouble);
                return Ok(Progress::On);
            }
            // The other note is gone, or below this one meanwhile, or somebody may not do this: it stays where it is.
            (
                Mutation::Move(_) | Mutation::Favour(_),
                Err(Trouble::Invalid { .. } | Trouble::Forbidden | Trouble::Gone),
            ) => self.was_refused(hearing),
            (_, Err(trouble)) => return Err(trouble),
        }
        Ok(Progress::Done)
    }

    /// Whether it may be left undone when the server fails at it again and again: nothing that was written hangs on it,
    /// and generation A fails where B refuses.
    pub(super) fn may_be_dropped(&self) -> bool {
        matches!(self.mutation, Mutation::Move(_) | Mutation::Favour(_))
    }

    /// Leaves it undone, and says so.
    pub(super) fn drop_it(&self, effects: &mut Vec<Effect>) {
        let mutation = self.mutation.clone();
        effects.push(Effect::Refused(self.note.clone()));
        let done = move |record: &mut Record| record.outbox.done(&mutation);
        effects.push(Effect::Change(self.note.clone(), Box::new(done)));
    }

    /// The server has the last word on a note's place; a look at everything brings it here.
    fn was_refused(&self, hearing: &mut Hearing<'_>) {
        tracing::warn!(note = %self.note, "the server did not let a note be moved, marked, deleted or restored");
        hearing.effects.push(Effect::Refused(self.note.clone()));
        self.done(hearing);
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
        if trouble == Trouble::Gone && above.is_some_and(|above| above.own && !above.thrown) {
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
                (self.looking, self.vanished) = (None, true);
                return Ok(Progress::On);
            }
            // The server knows it and shows it to nobody but its owner: somebody else has deleted it.
            (Mutation::Create, None) => {
                hearing.effects.push(Effect::Refused(self.note.clone()));
                hearing.change(&self.note, |record| {
                    record.editable = false;
                    record.stuck = record.has_edits().then_some(Stuck::Gone);
                    record.trashed = record.stuck.is_none();
                    record.thrown = true;
                    record.mark = None;
                });
            }
            (Mutation::Restore, None) => {
                hearing.change(&self.note, Record::make_again);
                return Ok(Progress::Done);
            }
            // It failed without a reason, as it does on generation A when there is nothing to restore; here there is.
            (_, Some(_)) if is_deleted && self.looking == Some(Trouble::Server) => {
                return Err(Trouble::Server);
            }
            // If it was not done, the note goes back to where the server has it.
            (mutation, _) if is_deleted != (*mutation == Mutation::Delete) => {
                self.was_refused(hearing);
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
        if !matches!(mutation, Mutation::Create | Mutation::Rename(_)) {
            // Others went with it, or it says nothing of itself in a list: a look at everything finds it.
            hearing.memory.swept = None;
        }
        hearing.change(&self.note, move |record| match mutation {
            Mutation::Create => record.was_made(),
            mutation => record.outbox.done(&mutation),
        });
    }
}

/// Where a note is put, as the server is told: never beside one whose own move the server does not know. At the top,
/// a note is put beside a tree that stands there.
fn beside(note: &NoteId, spot: &Spot, catalogue: &Catalogue) -> (NoteId, Side) {
    let stands_there = |after: &&NoteId| {
        let record = catalogue.record(after);
        record.is_some_and(|record| record.parent == spot.parent && !record.outbox.moves())
    };
    match (spot.after.as_ref().filter(stands_there), &spot.parent) {
        (Some(after), _) => (after.clone(), Side::Right),
        (None, Some(parent)) => (parent.clone(), Side::FirstChild),
        (None, None) => {
            let roots = catalogue.select(|other, record| {
                let is_root = record.parent.is_none() && record.place.len() == STEP;
                other != note && is_root && record.listed() && !record.outbox.moves()
            });
            let first = roots.min_by_key(|(_, record)| (!record.own, &record.place));
            // Without any other tree there is nowhere to move it from: the server refuses that.
            let other = first.map_or(note, |(other, _)| other);
            (other.clone(), Side::Right)
        }
    }
}
