//! A keystroke until it is on disk: one update of 28 bytes appended to the vault, sealed and synced, beside the same
//! append to a plain SQLite database with the same promise (WAL, `synchronous=FULL`), and beside the floor that no
//! store can go below: overwriting 4 KiB in place and asking the disk to keep them.
//!
//! The peer is the same library without a key, so that what is measured is sealing and our own way there. `-note` is
//! the whole way of a keystroke in an open note: tried out, sealed, synced, merged and told; in the note of the trace
//! (B4), and in one of a million letters in many pieces. `-processor` is what of it is computing.
#![expect(
    clippy::disallowed_methods,
    reason = "a benchmark has a folder of its own"
)]

use std::fs::File;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::Path;

use anyhow::{Context as _, Result};
use benches::Turns;
use benches::clock::{Clock, Spent};
use benches::desk::Disk;
use benches::text::{Paper, Writer, broken_megabyte};
use rusqlite::Connection;
use vault::Batch;

/// The turns that count, and those before them that do not; in a note, and in the vault alone.
const NOTE_TURNS: usize = 600;
const TURNS: usize = 2_000;
const WARM_UP: usize = 200;

const PLAIN: &str = "plain SQLite, WAL, synchronous=FULL";
const FLOOR: &str = "4 KiB overwritten in place and fdatasync";
const VAULT: &str = "the same update appended to the vault alone";

/// Measures it.
pub(crate) async fn run() -> Result<()> {
    in_vault()?;
    in_note("keystroke-durable-note", &Paper::write()?.state).await?;
    in_note("keystroke-durable-note-1MB", &broken_megabyte()).await
}

fn in_vault() -> Result<()> {
    let disk = Disk::new()?;
    let vault = disk.vault()?;
    let plain = plain(&disk.folder().join("plain.db"))?;
    let mut floor = File::create(disk.folder().join("floor")).context("making a file")?;
    let (mut beside_plain, mut beside_floor) = (Turns::default(), Turns::default());
    let mut processor = Turns::default();
    for turn in 0..WARM_UP + TURNS {
        let update = update(turn);
        let ours = timed(|| {
            Ok(vault
                .commit_blocking(Batch::new().append("note", update))
                .map(drop)?)
        })?;
        let peer = timed(|| append(&plain, turn, &update))?;
        let least = timed(|| overwrite(&mut floor, &update))?;
        if turn >= WARM_UP {
            beside_plain.add(ours.wall, peer.wall);
            beside_floor.add(ours.wall, least.wall);
            processor.add(ours.processor, peer.processor);
        }
    }
    vault.close();
    beside_plain.figure("keystroke-durable", PLAIN).print()?;
    processor
        .figure("keystroke-durable-processor", PLAIN)
        .print()?;
    beside_floor
        .slow("keystroke-durable-p95", FLOOR)
        .goal(
            1.5,
            "the write-ahead log grows, and is moved into the database now and then",
        )
        .print()?;
    beside_floor
        .figure("keystroke-durable-floor", FLOOR)
        .goal(
            1.3,
            "an append makes the write-ahead log grow, where overwriting does not",
        )
        .print()
}

async fn in_note(name: &str, state: &[u8]) -> Result<()> {
    let disk = Disk::new()?;
    let desk = disk.desk().await?;
    let note = desk.note(state).await?;
    desk.notes.open_note(&note).await?;
    let writer = Writer::copy(state, 1)?;
    let mut floor = File::create(disk.folder().join("floor")).context("making a file")?;
    let (mut beside_floor, mut processor) = (Turns::default(), Turns::default());
    for turn in 0..WARM_UP + NOTE_TURNS {
        let letter = writer.edit(0, writer.length(0), 0, "a");
        let clock = Clock::start();
        desk.notes.push(&note, letter.clone()).await?;
        let ours = clock.spent();
        let alone = timed(|| {
            let appended = Batch::new().append("alone", letter);
            Ok(desk.vault.commit_blocking(appended).map(drop)?)
        })?;
        let least = timed(|| overwrite(&mut floor, &update(turn)))?;
        if turn >= WARM_UP {
            beside_floor.add(ours.wall, least.wall);
            processor.add(ours.processor, alone.processor);
        }
    }
    desk.close().await;
    beside_floor
        .figure(name, FLOOR)
        .goal(1.3, "the twin that tries it out writes all deletions of the note anew, and walks all of its pieces for it")
        .print()?;
    processor.figure(format!("{name}-processor"), VAULT).print()
}

/// An update as an editor makes it; no two are the same.
fn update(turn: usize) -> [u8; 28] {
    let mut update = [0x5a; 28];
    update[..8].copy_from_slice(&turn.to_le_bytes());
    update
}

fn plain(file: &Path) -> Result<Connection> {
    let plain = Connection::open(file).context("opening a plain database")?;
    plain.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
         CREATE TABLE entries (stream TEXT, seq INTEGER, bytes BLOB, PRIMARY KEY (stream, seq)) WITHOUT ROWID;",
    )?;
    Ok(plain)
}

fn append(plain: &Connection, seq: usize, update: &[u8]) -> Result<()> {
    let mut insert = plain.prepare_cached("INSERT INTO entries VALUES ('note', ?1, ?2)")?;
    insert.execute((i64::try_from(seq)?, update)).map(drop)?;
    Ok(())
}

fn overwrite(file: &mut File, update: &[u8]) -> Result<()> {
    let page: Vec<u8> = update.iter().copied().cycle().take(4096).collect();
    file.seek(SeekFrom::Start(0))?;
    file.write_all(&page)?;
    Ok(file.sync_data()?)
}

fn timed(act: impl FnOnce() -> Result<()>) -> Result<Spent> {
    let clock = Clock::start();
    act()?;
    Ok(clock.spent())
}
