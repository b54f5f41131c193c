//! A note whose log was never compacted: all 259,779 updates of the trace (B4), sealed in the vault, until the note is
//! there; then the same once it was compacted, which the next keystroke does. Processor time, beside Yjs with all
//! updates in one transaction, which is the fastest it can.
//!
//! The log is put into the vault directly, because the product never lets one grow so long; the peer's lies in a file.
#![expect(
    clippy::disallowed_methods,
    reason = "a benchmark has a folder of its own"
)]

use anyhow::{Result, ensure};
use benches::Turns;
use benches::clock::Clock;
use benches::desk::{Desk, Disk, stream};
use benches::node::{Node, log};
use benches::text::{Paper, Writer};
use notes::NoteId;
use serde_json::json;
use vault::Batch;

/// The turns that count, and those before them that do not.
const TURNS: usize = 5;
const WARM_UP: usize = 1;

const PEER: &str = "yjs 13.6.33, the log in a file, in one transaction";

/// Measures it.
pub(crate) async fn run() -> Result<()> {
    let paper = Paper::write()?;
    let disk = Disk::new()?;
    let desk = disk.desk().await?;
    let note = logged(&desk, &paper.updates).await?;
    desk.close().await;
    let file = disk.folder().join("b4.log");
    std::fs::write(&file, log(&paper.updates))?;
    let mut yjs = Node::start("yjs.mjs", &[], None)?;
    let mut measured = async || -> Result<Turns> {
        let mut turns = Turns::of("ms");
        for turn in 0..WARM_UP + TURNS {
            let ours = recovered(&disk, &note, &paper.text).await?;
            let peer = yjs.measure(&json!({ "do": "replay", "file": file }))?;
            if turn >= WARM_UP {
                turns.add_amounts(ours, peer.processor.as_secs_f64() * 1000.0);
            }
        }
        Ok(turns)
    };
    let long = measured().await?;
    compact(&disk, &note, &paper.state).await?;
    let short = measured().await?;
    long.figure("log-recovery", PEER)
        .goal(0.35, "each update is read, unsealed and applied by itself")
        .print()?;
    short
        .figure("log-recovery-compacted", PEER)
        .goal(0.01, "the snapshot is parsed whole")
        .print()
}

/// A note with all of these updates in its log.
async fn logged(desk: &Desk, updates: &[Vec<u8>]) -> Result<NoteId> {
    let note = desk.notes.create(None, None).await?;
    for some in updates.chunks(10_000) {
        let batch = some.iter().fold(Batch::new(), |batch, update| {
            batch.append(stream(&note), update.as_slice())
        });
        desk.vault.commit_blocking(batch)?;
    }
    Ok(note)
}

/// The milliseconds until the note is there, on a desk that has just been opened.
async fn recovered(disk: &Disk, note: &NoteId, expected: &str) -> Result<f64> {
    let desk = disk.desk().await?;
    let clock = Clock::start();
    let text = desk.notes.text(note).await?;
    let spent = clock.spent();
    ensure!(
        text.starts_with(expected.trim_end()),
        "the note reads otherwise"
    );
    desk.close().await;
    Ok(spent.processor.as_secs_f64() * 1000.0)
}

/// Writes a letter more at the end; the log is longer than it may be.
async fn compact(disk: &Disk, note: &NoteId, state: &[u8]) -> Result<()> {
    let desk = disk.desk().await?;
    let writer = Writer::copy(state, 1)?;
    let letter = writer.edit(0, writer.length(0), 0, "!");
    desk.notes.push(note, letter).await?;
    let log = desk.vault.log(&stream(note))?;
    ensure!(
        log.snapshot.is_some() && log.entries.is_empty(),
        "the log was not compacted"
    );
    desk.close().await;
    Ok(())
}
