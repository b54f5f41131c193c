//! A keystroke until it is on disk: one update of 28 bytes appended to the vault, sealed and synced, beside the same
//! append to a plain SQLite database with the same promise (WAL, `synchronous=FULL`), and beside the floor that no
//! store can go below: overwriting 4 KiB in place and asking the disk to keep them.
//!
//! The peer is the same library without a key, so that what is measured is sealing and our own way there.
#![expect(
    clippy::disallowed_methods,
    reason = "a benchmark has a folder of its own"
)]

use std::fs::File;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use benches::Turns;
use keyring::mock::Store;
use rusqlite::Connection;
use vault::{AccountId, Batch, Keyring, Vault};

/// The turns that count, and those before them that do not.
const TURNS: usize = 2_000;
const WARM_UP: usize = 200;

fn main() -> Result<()> {
    let folder = tempfile::tempdir().context("making a folder")?;
    let account = AccountId::random();
    let keyring =
        Keyring::of(Store::new().map_err(|error| anyhow::anyhow!("making a keyring: {error}"))?);
    let vault = Vault::open(&folder.path().join(account.as_str()), &account, &keyring)
        .context("opening a vault")?;
    let plain = plain(&folder.path().join("plain.db"))?;
    let mut floor = File::create(folder.path().join("floor")).context("making a file")?;
    let (mut beside_plain, mut beside_floor) = (Turns::default(), Turns::default());
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
            beside_plain.add(ours, peer);
            beside_floor.add(ours, least);
        }
    }
    vault.close();
    beside_plain
        .figure("keystroke-durable", "plain SQLite, WAL, synchronous=FULL")
        .print()?;
    beside_floor
        .figure(
            "keystroke-durable-floor",
            "4 KiB overwritten in place and fdatasync",
        )
        .print()
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

fn timed(act: impl FnOnce() -> Result<()>) -> Result<Duration> {
    let start = Instant::now();
    act()?;
    Ok(start.elapsed())
}
