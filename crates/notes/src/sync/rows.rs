//! What a row of the server, or the loss of a note, changes in a record. Pure.

use super::machine::Edit;
use crate::change::Rights;
use crate::docs::{Note, Trouble};
use crate::id::NoteId;
use crate::record::Stuck;
use crate::sharing::Role;

/// Takes over what the server says of a note. What waits here to be told is not overwritten. `parent` is the note
/// above it, where that is known.
pub(crate) fn adoption(row: &Note, me: Option<String>, parent: Option<Option<NoteId>>) -> Edit {
    let row = row.clone();
    Box::new(move |record| {
        if record.outbox.title().is_none() {
            record.title.clone_from(&row.title);
        }
        let placed = !record.outbox.creates() && !record.outbox.moves();
        if let Some(parent) = parent.filter(|_| placed) {
            record.parent = parent;
        }
        if let Some(path) = row.path.as_ref().filter(|_| placed) {
            record.place.clone_from(path);
        }
        if !record.outbox.favours() {
            record.favourite = row.is_favorite.unwrap_or(record.favourite);
        }
        // Who made a note in a colleague's tree does not own it.
        record.own = match &row.user_role {
            Some(role) => Role::of(role) == Some(Role::Owner),
            None => me.is_some() && row.creator == me,
        };
        record.rights = Rights {
            nest: row.may("children_create"),
            move_: row.may("move"),
            delete: row.may("destroy"),
        };
        let was_editable = std::mem::replace(&mut record.editable, row.may("partial_update"));
        if record.editable && !was_editable && record.mark.is_some() {
            // What the server has lost meanwhile can be given to it now: the text is read once more.
            (record.fetched, record.etag) = (None, None);
        }
        if !record.has_edits() || record.updated == 0 {
            record.updated = row.updated().unwrap_or(record.updated);
        }
        record.revision.clone_from(&row.updated_at);
        if !record.outbox.creates() && !record.outbox.moves_to_or_from_trash() {
            record.trashed = row.deleted_at.is_some();
            record.deleted = row.deleted();
            record.thrown &= record.trashed;
        }
        let writes = record.has_edits() || record.outbox.title().is_some();
        let gone = row.deleted_at.is_some() && record.trashed;
        record.stuck = match record.stuck {
            Some(Stuck::TooLarge) => Some(Stuck::TooLarge),
            _ if gone && writes => Some(Stuck::Gone),
            _ => {
                (!record.editable && row.deleted_at.is_none() && writes).then_some(Stuck::Forbidden)
            }
        };
    })
}

/// A note that is not ours to write any more, or is gone, or too large. Its text stays here in any case, and it stays
/// in the list while something waits. A note of our own cannot be gone from the server unless the server has lost it,
/// because its owner sees even what was deleted: it is made again, under the same name.
pub(crate) fn lost(trouble: Trouble) -> Edit {
    Box::new(move |record| match trouble {
        Trouble::TooLarge => record.stuck = Some(Stuck::TooLarge),
        Trouble::Gone if record.own && !record.thrown => record.make_again(),
        Trouble::Gone => {
            (record.stuck, record.editable) = (Some(Stuck::Gone), false);
            record.trashed |= record.waiting() == 0;
        }
        _ => (record.stuck, record.editable) = (Some(Stuck::Forbidden), false),
    })
}
