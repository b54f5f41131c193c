//! What a keystroke writes to the disk: 1,500 of them, five minutes at five a second, in the note of the trace (B4) and
//! in one of a million letters in many pieces. Bytes as the system counts them for the process, divided by the
//! keystrokes; compactions and the end of the vault are part of it.
//!
//! The floor is one page appended to a file for each keystroke. The peer is the way in which
//! `@hocuspocus/extension-sqlite` stores: the whole state, put in the place of the old one in a plain database with
//! SQLite's own settings, every ten seconds while somebody types. Until then what was typed can be lost; ours cannot.
#![expect(
    clippy::disallowed_methods,
    reason = "a benchmark has a folder of its own, and reads what the system knows of it"
)]

use std::fs::File;
use std::io::Write as _;

use anyhow::{Context as _, Result};
use benches::desk::Disk;
use benches::text::{Dice, Paper, Writer, broken_megabyte};
use benches::{Figure, Turns};
use rusqlite::Connection;

const KEYSTROKES: usize = 1_500;
/// Ten seconds at five keystrokes a second.
const BETWEEN_STORES: usize = 50;

const HOCUSPOCUS: &str = "the whole state every 10 s, as @hocuspocus/extension-sqlite stores it";

/// Measures it.
pub(crate) async fn run() -> Result<()> {
    let floor = appended()?;
    let paper = Paper::write()?.state;
    let small = measured("bytes-per-keystroke", &paper, floor).await?;
    let large = measured("bytes-per-keystroke-1MB", &broken_megabyte(), floor).await?;
    figure("bytes-per-keystroke-flat", large, small, "the same keystrokes in B4")
        .goal(1.1, "every 500 keystrokes the whole note is written anew: to the write-ahead log, then to its place")
        .print()
}

/// Measures a note beside floor and peer; answers ours.
async fn measured(name: &str, state: &[u8], floor: f64) -> Result<f64> {
    let ours = typed(state).await?;
    let peer = stored_by_hocuspocus(state)?;
    figure(name, ours, floor, "one page of 4 KiB appended")
        .goal(2.0, "two pages of the vault change, log and record, and their frames touch three of the disk; every 500 keystrokes a snapshot is written")
        .print()?;
    figure(&format!("{name}-stored"), ours, peer, HOCUSPOCUS).print()?;
    Ok(ours)
}

/// The bytes of one of our keystrokes.
async fn typed(state: &[u8]) -> Result<f64> {
    let disk = Disk::new()?;
    let desk = disk.desk().await?;
    let note = desk.note(state).await?;
    // The end of the vault moves the note from its write-ahead log to its place, which is no keystroke's doing.
    desk.close().await;
    let desk = disk.desk().await?;
    desk.notes.open_note(&note).await?;
    desk.notes.state(&note).await?;
    let mut keys = Keys::new(state)?;
    let before = written()?;
    for _ in 0..KEYSTROKES {
        desk.notes.push(&note, keys.press()).await?;
    }
    desk.notes.close_note(&note).await;
    desk.close().await;
    Ok((written()? - before) / KEYSTROKES as f64)
}

fn stored_by_hocuspocus(state: &[u8]) -> Result<f64> {
    let disk = Disk::new()?;
    let database = Connection::open(disk.folder().join("documents.db"))?;
    database.execute_batch(
        "CREATE TABLE documents (name varchar(255) NOT NULL, data blob NOT NULL, UNIQUE(name))",
    )?;
    let store = |state: &[u8]| {
        let upsert = "INSERT INTO documents (name, data) VALUES ('note', ?1)
            ON CONFLICT(name) DO UPDATE SET data = ?1";
        database.execute(upsert, (state,)).map(drop)
    };
    store(state)?;
    let mut keys = Keys::new(state)?;
    let before = written()?;
    for pressed in 1..=KEYSTROKES {
        keys.press();
        if pressed.is_multiple_of(BETWEEN_STORES) {
            store(&keys.writer.state())?;
        }
    }
    drop(database);
    Ok((written()? - before) / KEYSTROKES as f64)
}

/// The bytes of the least that keeps each keystroke.
fn appended() -> Result<f64> {
    let disk = Disk::new()?;
    let mut file = File::create(disk.folder().join("floor"))?;
    let before = written()?;
    for pressed in 0..KEYSTROKES {
        file.write_all(&[pressed as u8; 4096])?;
        file.sync_data()?;
    }
    Ok((written()? - before) / KEYSTROKES as f64)
}

/// Somebody who types in the first line of a note: letter after letter, every tenth of them a deletion.
struct Keys {
    writer: Writer,
    dice: Dice,
    at: u32,
}

impl Keys {
    fn new(state: &[u8]) -> Result<Self> {
        let writer = Writer::copy(state, 1)?;
        let at = writer.length(0) / 2;
        let dice = Dice(11);
        Ok(Self { writer, dice, at })
    }

    /// The update of the next keystroke.
    fn press(&mut self) -> Vec<u8> {
        if self.dice.below(10) == 0 {
            self.at -= 1;
            return self.writer.edit(0, self.at, 1, "");
        }
        self.at += 1;
        self.writer.edit(0, self.at - 1, 0, "e")
    }
}

fn figure(name: &str, ours: f64, peer: f64, peer_name: &'static str) -> Figure {
    let mut turns = Turns::of("B");
    turns.add_amounts(ours, peer);
    turns.figure(name, peer_name)
}

/// What this process has caused to be written to the disk, in bytes.
fn written() -> Result<f64> {
    let told = std::fs::read_to_string("/proc/self/io")?;
    let line = told
        .lines()
        .find_map(|line| line.strip_prefix("write_bytes: "));
    let bytes = line.context("the system counts no bytes")?;
    Ok(bytes.parse()?)
}
