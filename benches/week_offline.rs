//! The machine comes back after a week: five others have made 10,000 edits each in the note of the trace (B4), which is
//! open here. What each of them did comes as one difference, as the server sends it, and goes the product's way: it is
//! tried out, sealed, synced and merged. Beside Yjs, which merges the same differences in memory. Processor time.
//!
//! `-typed` is the other end: the same edits one by one, as they come while others type; a part of them, as each is
//! synced by itself.
#![expect(
    clippy::disallowed_methods,
    reason = "a benchmark has a folder of its own"
)]

use std::path::Path;

use anyhow::{Result, ensure};
use benches::Turns;
use benches::clock::{Clock, Spent};
use benches::desk::Disk;
use benches::node::{Node, log};
use benches::text::{Dice, Paper, Writer, week};
use serde_json::json;

const WRITERS: u64 = 5;
const EDITS: usize = 10_000;
/// How many of each writer's edits come one by one.
const TYPED: usize = 400;

/// The turns that count, and those before them that do not.
const TURNS: usize = 5;
const WARM_UP: usize = 1;

/// Measures it.
pub(crate) async fn run() -> Result<()> {
    let state = Paper::write()?.state;
    let (mut differences, mut typed) = (Vec::new(), Vec::new());
    for number in 1..=WRITERS {
        let writer = Writer::copy(&state, number)?;
        let known = writer.known();
        let edits = week(&writer, EDITS, &mut Dice(number));
        differences.push(writer.since(&known));
        typed.extend(edits.into_iter().take(TYPED));
    }
    let scratch = Disk::new()?;
    let file = scratch.folder().join("b4.yjs");
    std::fs::write(&file, &state)?;
    beside_yjs(&file, &state, &differences)
        .await?
        .figure("week-offline", "yjs 13.6.33, in memory")
        .goal(
            0.07,
            "what comes is tried out on a twin of the note, sealed and synced before it counts",
        )
        .print()?;
    beside_yjs(&file, &state, &typed)
        .await?
        .figure("week-offline-typed", "yjs 13.6.33, in memory")
        .goal(
            0.1,
            "for each edit a twin tries it out and writes all of its deletions, and a sync follows; the peer keeps nothing",
        )
        .print()
}

async fn beside_yjs(file: &Path, state: &[u8], updates: &[Vec<u8>]) -> Result<Turns> {
    let all = file.with_extension("updates");
    std::fs::write(&all, log(updates))?;
    let mut yjs = Node::start("yjs.mjs", &[], None)?;
    let mut turns = Turns::of("ms");
    for turn in 0..WARM_UP + TURNS {
        let ours = merged(state, updates).await?;
        let peer = yjs.measure(&json!({ "do": "merge", "file": file, "updates": all }))?;
        if turn >= WARM_UP {
            turns.add_amounts(ms(ours), ms(peer));
        }
    }
    Ok(turns)
}

/// What it took to bring these updates into a note that is open.
async fn merged(state: &[u8], updates: &[Vec<u8>]) -> Result<Spent> {
    let disk = Disk::new()?;
    let desk = disk.desk().await?;
    let note = desk.note(state).await?;
    desk.notes.open_note(&note).await?;
    let before = desk.notes.state(&note).await?.len();
    let clock = Clock::start();
    for update in updates {
        desk.notes.push(&note, update.clone()).await?;
    }
    let spent = clock.spent();
    ensure!(
        desk.notes.state(&note).await?.len() > before,
        "nothing was merged"
    );
    desk.close().await;
    Ok(spent)
}

fn ms(spent: Spent) -> f64 {
    spent.processor.as_secs_f64() * 1000.0
}
