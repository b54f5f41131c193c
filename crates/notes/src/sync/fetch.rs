//! Fetching texts: those that somebody waits for first, then those that have changed, newest first, while there is
//! room in the minute's calls.

use std::time::Duration;

use tokio::time::Instant;

use super::{Context, Memory, push};
use crate::change::Change;
use crate::docs::Trouble;
use crate::document::Document;
use crate::id::NoteId;
use crate::record::Record;

/// When there is no room, the next look at it.
const LATER: Duration = Duration::from_secs(5);

/// Texts of open notes that are not here.
pub(super) async fn open_notes(context: &Context) -> Result<(), Trouble> {
    for note in context.library.open_notes() {
        let missing = context
            .library
            .record(&note)
            .is_some_and(|record| !record.here && record.stuck.is_none());
        if missing && let Err(trouble) = fetch(context, &note).await {
            if trouble.is_general() {
                return Err(trouble);
            }
            tracing::info!(%note, ?trouble, "an open note was not fetched");
        }
    }
    Ok(())
}

/// All others. Answers when to go on, if there is more.
pub(super) async fn rest(
    context: &Context,
    memory: &mut Memory,
) -> Result<Option<Instant>, Trouble> {
    let behind = |note: &NoteId, record: &Record| is_behind(record) && !memory.is_paused(note);
    let mut notes = context.library.select(behind);
    notes.sort_by_key(|(note, record)| (!context.library.is_open(note), u64::MAX - record.updated));
    for (note, _) in notes {
        if !context.docs.budget().has_room() {
            return Ok(Some(Instant::now() + LATER));
        }
        let result = fetch(context, &note).await;
        memory.settle(context, &note, result).await?;
        // Somebody writes or waits: that comes first.
        if context
            .library
            .open_notes()
            .iter()
            .any(|note| waits(context, note))
        {
            return Ok(Some(Instant::now()));
        }
    }
    Ok(None)
}

fn waits(context: &Context, note: &NoteId) -> bool {
    context
        .library
        .record(note)
        .is_some_and(|record| !record.here && record.stuck.is_none())
}

fn is_behind(record: &Record) -> bool {
    let known = record.revision.is_some() && !record.trashed && record.stuck.is_none();
    known && record.fetched != record.revision
}

async fn fetch(context: &Context, note: &NoteId) -> Result<(), Trouble> {
    let Some(record) = context.library.record(note) else {
        return Ok(());
    };
    let etag = record.etag.as_deref().filter(|_| record.here);
    let Some(theirs) = context.docs.content(note, etag).await? else {
        let same = |now: &mut Record| now.fetched = record.revision;
        return context
            .library
            .change(note, same)
            .await
            .map_err(Trouble::of_disk);
    };
    if let Some(update) = &theirs.update {
        push::take_in(context, note, update).await?;
    }
    // A blind writer or a backup may have taken from the server what it was seen to have.
    let lost = record
        .mark
        .as_ref()
        .is_some_and(|mark| !push::contains(&theirs, mark));
    let mark = Document::load(theirs.update.as_deref()).0.mark();
    let change = |now: &mut Record| {
        now.here = true;
        now.etag.clone_from(&theirs.etag);
        now.fetched = record.revision;
        if lost && now.editable {
            now.edits += 1;
            now.since.get_or_insert_with(crate::library::now);
        } else if !now.has_edits() {
            now.mark = Some(mark);
        }
    };
    context
        .library
        .change(note, change)
        .await
        .map_err(Trouble::of_disk)?;
    if !record.here && theirs.update.is_none() && context.library.is_open(note) {
        // It has no text; whoever waits for it has to know.
        let update = context
            .library
            .copy(note)
            .await
            .map_err(Trouble::of_disk)?
            .state;
        context.library.tell(Change::Updated {
            note: note.clone(),
            update,
        });
    }
    Ok(())
}
