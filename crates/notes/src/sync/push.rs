//! Sending texts: read what is stored, merge it, write everything, and read again. Only when the server was seen to
//! have it is a text synced; saving there replaces, and somebody may have replaced ours.

use std::time::Duration;

use tokio::time::Instant;

use super::{Context, LONGEST_WAIT, Memory};
use crate::docs::{Content, Trouble};
use crate::document::Document;
use crate::id::NoteId;
use crate::library::{Origin, Taken};
use crate::record::Record;

/// Somebody who overwrites us this often in a row is waited for.
const ROUNDS: u32 = 4;

/// Sends what is due; answers when the next one will be.
pub(super) async fn send(
    context: &Context,
    memory: &mut Memory,
) -> Result<Option<Instant>, Trouble> {
    let mut next: Option<Instant> = None;
    let ready = |note: &NoteId, record: &Record| {
        let free = record.stuck.is_none() && !record.outbox.creates();
        record.has_edits() && free && !memory.is_paused(note)
    };
    for (note, _) in context.library.select(ready) {
        let due = due(context, memory, &note);
        if due > Instant::now() {
            next = Some(next.map_or(due, |next| next.min(due)));
            continue;
        }
        let result = exchange(context, &note).await;
        memory.written.insert(note.clone(), Instant::now());
        memory.settle(context, &note, result).await?;
    }
    Ok(next)
}

/// A closed note at once; an open one when nobody types, and not too often, but not too late either.
fn due(context: &Context, memory: &Memory, note: &NoteId) -> Instant {
    let now = Instant::now();
    let Some(typed) = context
        .library
        .typed(note)
        .filter(|_| context.library.is_open(note))
    else {
        return now;
    };
    let written = memory.written.get(note).copied();
    let rested = typed + context.pace.rest;
    let spaced = written.map_or(rested, |written| written + context.pace.between_writes);
    rested
        .max(spaced)
        .min(written.unwrap_or(typed) + LONGEST_WAIT)
}

async fn exchange(context: &Context, note: &NoteId) -> Result<(), Trouble> {
    for round in 0..ROUNDS {
        if round > 1 {
            let pause = context
                .pace
                .first_pause
                .mul_f64(f64::from(round) * (0.5 + rand::random::<f64>()));
            tokio::time::sleep(pause.min(Duration::from_secs(5))).await;
        }
        let etag = known_tag(context, note, round);
        let theirs = context.docs.content(note, etag.as_deref()).await?;
        if let Some(theirs) = &theirs
            && let Some(update) = &theirs.update
        {
            take_in(context, note, update).await?;
        }
        let ours = context.library.copy(note).await.map_err(Trouble::of_disk)?;
        if let Some(theirs) = &theirs
            && contains(theirs, &ours.mark)
        {
            return arrived(context, note, theirs, ours.mark, ours.edits).await;
        }
        let in_room = context.library.is_in_room(note);
        context.docs.write(note, &ours.state, in_room).await?;
    }
    Err(Trouble::Server)
}

/// Takes over a stored text. What cannot be read is not written over: perhaps it was only spoilt on its way.
pub(super) async fn take_in(
    context: &Context,
    note: &NoteId,
    update: &[u8],
) -> Result<(), Trouble> {
    let taken = context
        .library
        .apply(note, update.to_vec(), Origin::Remote)
        .await;
    match taken.map_err(Trouble::of_disk)? {
        Taken::In => Ok(()),
        Taken::Aside => Err(Trouble::Server),
    }
}

/// The first look may be a short one; after a write everything has to be read.
fn known_tag(context: &Context, note: &NoteId, round: u32) -> Option<String> {
    let record = context.library.record(note)?;
    record.etag.filter(|_| round == 0)
}

pub(super) fn contains(theirs: &Content, mark: &[u8]) -> bool {
    let stored = theirs.update.as_deref();
    let (document, failed) = Document::load(stored);
    failed == 0 && document.reaches(mark).unwrap_or(false)
}

async fn arrived(
    context: &Context,
    note: &NoteId,
    theirs: &Content,
    mark: Vec<u8>,
    edits: u64,
) -> Result<(), Trouble> {
    let revision = theirs
        .note
        .as_ref()
        .and_then(|note| note.updated_at.clone());
    let change = |record: &mut Record| {
        record.arrived = record.arrived.max(edits);
        record.etag.clone_from(&theirs.etag);
        record.mark = Some(mark);
        if revision.is_some() {
            record.fetched = revision;
        }
        record.since = record.since.filter(|_| record.edits > record.arrived);
    };
    context
        .library
        .change(note, change)
        .await
        .map_err(Trouble::of_disk)
}
