//! Which notes there are: a quick look at what has moved, and a whole look at everything. A note that is missing from
//! a list is only a suspicion; it is asked for by name, and only when the server knew us before and after.

use std::collections::HashSet;

use tokio::time::Instant;

use super::{Context, Memory};
use crate::docs::{Note, Trouble};
use crate::id::NoteId;
use crate::record::{Record, Stuck};

/// Rows this much older than the newest one known are looked at again.
const OVERLAP: u64 = 5_000;
/// How many suspicions are followed in one look.
const SUSPICIONS: usize = 20;
/// Nobody has more pages than this.
const MOST_PAGES: u32 = 500;

pub(super) async fn look(context: &Context, memory: &mut Memory) -> Result<(), Trouble> {
    let now = Instant::now();
    let is_due =
        |last: Option<Instant>, pause| last.is_none_or(|last| now.duration_since(last) >= pause);
    if is_due(memory.swept, context.pace.sweep) {
        sweep(context, memory).await?;
        (memory.swept, memory.polled) = (Some(now), Some(now));
    } else if is_due(memory.polled, context.pace.poll) {
        poll(context, memory).await?;
        memory.polled = Some(now);
    }
    Ok(())
}

async fn poll(context: &Context, memory: &mut Memory) -> Result<(), Trouble> {
    let floor = memory.watermark.saturating_sub(OVERLAP);
    for number in 1..=MOST_PAGES {
        let page = context.docs.page("-updated_at", number).await?;
        if page.count == 0 {
            // The same is said to somebody who is not known.
            context.ask_me().await?;
        }
        let rows = &page.results;
        let reached = rows
            .iter()
            .filter_map(Note::updated)
            .any(|updated| updated < floor);
        rows.iter().for_each(|row| learn(memory, row));
        take(context, memory, rows).await?;
        if page.next.is_none() || reached {
            break;
        }
    }
    Ok(())
}

async fn sweep(context: &Context, memory: &mut Memory) -> Result<(), Trouble> {
    let before = context.ask_me().await?;
    let (mut rows, mut counts) = (Vec::new(), HashSet::new());
    for number in 1..=MOST_PAGES {
        let page = context.docs.page("created_at", number).await?;
        counts.insert(page.count);
        rows.extend(page.results);
        if page.next.is_none() {
            break;
        }
    }
    let after = context.ask_me().await?;
    if before != after {
        return Err(Trouble::Server);
    }
    memory.paths.clear();
    rows.iter().for_each(|row| learn(memory, row));
    take(context, memory, &rows).await?;
    let steady = counts.len() == 1 && counts.contains(&(rows.len() as u64));
    if steady {
        let seen: HashSet<NoteId> = rows.iter().filter_map(Note::id).collect();
        follow(context, &seen).await?;
    }
    context.library.completed();
    Ok(())
}

fn learn(memory: &mut Memory, row: &Note) {
    memory.watermark = memory.watermark.max(row.updated().unwrap_or(0));
    if let (Some(path), Some(id)) = (&row.path, row.id()) {
        memory.paths.insert(path.clone(), id);
    }
}

async fn take(context: &Context, memory: &Memory, rows: &[Note]) -> Result<(), Trouble> {
    let me = context.me();
    let parent = |row: &Note| {
        row.parent_path()
            .and_then(|path| memory.paths.get(path))
            .cloned()
    };
    let change = |row| {
        Some((
            row_id(row)?,
            adoption(row, me.as_deref(), Some(parent(row))),
        ))
    };
    let changes = rows.iter().filter_map(change);
    context
        .library
        .change_all(changes)
        .await
        .map_err(Trouble::of_disk)
}

fn row_id(row: &Note) -> Option<NoteId> {
    let id = row.id();
    if id.is_none() {
        tracing::warn!("a note without a usable id");
    }
    id
}

/// Asks for those that were not in the list.
async fn follow(context: &Context, seen: &HashSet<NoteId>) -> Result<(), Trouble> {
    let missing = context.library.select(|note, record| {
        let known = record.listed() && record.stuck.is_none() && record.revision.is_some();
        known && !seen.contains(note)
    });
    for (note, _) in missing.into_iter().take(SUSPICIONS) {
        match context.docs.note(&note).await {
            Ok(there) => adopt(context, &there).await?,
            Err(trouble @ (Trouble::Forbidden | Trouble::Gone)) => {
                lost(context, &note, &trouble).await?
            }
            Err(trouble) if trouble.is_general() => return Err(trouble),
            Err(trouble) => {
                tracing::info!(%note, ?trouble, "a missing note could not be asked for")
            }
        }
    }
    Ok(())
}

/// Takes over what the server says of a note, but for its place.
pub(crate) async fn adopt(context: &Context, row: &Note) -> Result<(), Trouble> {
    let Some(note) = row_id(row) else {
        return Ok(());
    };
    let me = context.me();
    let changed = context
        .library
        .change(&note, adoption(row, me.as_deref(), None))
        .await;
    changed.map_err(Trouble::of_disk)
}

/// What waits here to be told is not overwritten.
fn adoption<'a>(
    row: &'a Note,
    me: Option<&'a str>,
    parent: Option<Option<NoteId>>,
) -> impl FnOnce(&mut Record) + use<'a> {
    move |record| {
        if record.outbox.title().is_none() {
            record.title.clone_from(&row.title);
        }
        if let Some(parent) = parent {
            record.parent = parent;
        }
        record.favourite = row.is_favorite.unwrap_or(record.favourite);
        record.own = me.is_some() && row.creator.as_deref() == me;
        record.editable = row.may("partial_update");
        if !record.has_edits() || record.updated == 0 {
            record.updated = row.updated().unwrap_or(record.updated);
        }
        record.revision.clone_from(&row.updated_at);
        if record.outbox.is_empty() {
            record.trashed = row.deleted_at.is_some();
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
    }
}

/// A note that is not ours to write any more, or is gone, or too large. Its text stays here in any case, and it stays
/// in the list while something waits.
pub(crate) async fn lost(
    context: &Context,
    note: &NoteId,
    trouble: &Trouble,
) -> Result<(), Trouble> {
    let change = |record: &mut Record| match trouble {
        Trouble::TooLarge => record.stuck = Some(Stuck::TooLarge),
        Trouble::Gone => {
            (record.stuck, record.editable) = (Some(Stuck::Gone), false);
            record.trashed |= record.waiting() == 0;
        }
        _ => (record.stuck, record.editable) = (Some(Stuck::Forbidden), false),
    };
    context
        .library
        .change(note, change)
        .await
        .map_err(Trouble::of_disk)
}
