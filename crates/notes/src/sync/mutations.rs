//! Sending the outbox: notes are made, named, deleted and restored, each note's in order, parents before children.
//! Whether an earlier attempt arrived is asked before anything is believed to have failed.

use super::{Context, Memory, adopt};
use crate::docs::Trouble;
use crate::id::NoteId;
use crate::outbox::Mutation;
use crate::record::{Record, Stuck};

pub(super) async fn send(context: &Context, memory: &mut Memory) -> Result<(), Trouble> {
    for note in in_order(context) {
        while let Some(record) = context.library.record(&note) {
            let Some(mutation) = record.outbox.first().cloned() else {
                break;
            };
            if record.stuck.is_some()
                || memory.is_paused(&note)
                || waits_for_parent(context, &record)
            {
                break;
            }
            let result = carry_out(context, &note, &record, &mutation).await;
            let done = result.is_ok();
            memory.settle(context, &note, result).await?;
            if !done {
                break;
            }
            if matches!(mutation, Mutation::Delete | Mutation::Restore) {
                // Those under it went with it: a look at everything finds them.
                memory.swept = None;
            }
        }
    }
    Ok(())
}

/// Notes with something to tell; those that stand under another one after it.
fn in_order(context: &Context) -> Vec<NoteId> {
    let mut notes = context
        .library
        .select(|_, record| !record.outbox.is_empty());
    notes.sort_by_key(|(_, record)| record.outbox.since());
    notes.into_iter().map(|(note, _)| note).collect()
}

fn waits_for_parent(context: &Context, record: &Record) -> bool {
    let parent = record
        .parent
        .as_ref()
        .and_then(|parent| context.library.record(parent));
    record.outbox.creates() && parent.is_some_and(|parent| parent.outbox.creates())
}

async fn carry_out(
    context: &Context,
    note: &NoteId,
    record: &Record,
    mutation: &Mutation,
) -> Result<(), Trouble> {
    match mutation {
        Mutation::Create => create(context, note, record).await?,
        Mutation::Rename(title) => {
            context
                .docs
                .rename(note, title, context.library.is_in_room(note))
                .await?;
        }
        Mutation::Delete => match context.docs.delete(note).await {
            Err(Trouble::Forbidden) => already(context, note, true).await?,
            Err(Trouble::Gone) => {}
            result => result?,
        },
        Mutation::Restore => match context.docs.restore(note).await {
            Err(Trouble::Forbidden | Trouble::Server) => already(context, note, false).await?,
            result => result?,
        },
    }
    let done = |record: &mut Record| record.outbox.done(mutation);
    context
        .library
        .change(note, done)
        .await
        .map_err(Trouble::of_disk)
}

async fn create(context: &Context, note: &NoteId, record: &Record) -> Result<(), Trouble> {
    let (parent, title) = (record.parent.as_ref(), record.title.as_deref());
    let made = match context.docs.create(note, parent, title).await {
        // The note it should stand under is gone, or closed to us: it stands alone then.
        Err(Trouble::Gone | Trouble::Forbidden) if parent.is_some() => {
            let alone = |record: &mut Record| record.parent = None;
            context
                .library
                .change(note, alone)
                .await
                .map_err(Trouble::of_disk)?;
            context.docs.create(note, None, title).await
        }
        made => made,
    };
    let made = match made {
        // The id is taken: by our own earlier attempt, if the note is ours.
        Err(Trouble::Invalid { id: true }) => {
            let there = context.docs.note(note).await?;
            if there.creator.is_some() && there.creator != context.me() {
                return Err(Trouble::Forbidden);
            }
            there
        }
        made => made?,
    };
    if made.deleted_at.is_some() {
        let trashed = |record: &mut Record| record.trashed = true;
        context
            .library
            .change(note, trashed)
            .await
            .map_err(Trouble::of_disk)?;
    }
    adopt(context, &made).await
}

/// A refusal may mean that it was done already. If it was not, the note goes back to where the server has it.
async fn already(context: &Context, note: &NoteId, deleted: bool) -> Result<(), Trouble> {
    let is_deleted = match context.docs.note(note).await {
        Ok(there) => there.deleted_at.is_some(),
        Err(Trouble::Gone) => true,
        Err(trouble) => return Err(trouble),
    };
    if is_deleted != deleted {
        let back = |record: &mut Record| {
            record.trashed = is_deleted;
            record.stuck = (record.has_edits() && is_deleted).then_some(Stuck::Gone);
        };
        context
            .library
            .change(note, back)
            .await
            .map_err(Trouble::of_disk)?;
        tracing::warn!(%note, "the server did not let a note be deleted or restored");
    }
    Ok(())
}
