//! Opening the vault, from the key in the keyring to the first stream read, beside what a password would cost: the same
//! library opening a database whose key it derives from a passphrase (256,000 rounds, its own default).

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use benches::Turns;
use keyring::mock::Store;
use rusqlite::Connection;
use vault::{AccountId, Batch, Keyring, Vault};

/// How often both are opened.
const TURNS: usize = 15;
/// How many entries are read.
const ENTRIES: usize = 100;

/// Measures it.
pub(crate) fn run() -> Result<()> {
    let root = tempfile::tempdir().context("making a folder")?;
    let account = AccountId::random();
    let folder = root.path().join(account.as_str());
    let keyring =
        Keyring::of(Store::new().map_err(|error| anyhow::anyhow!("making a keyring: {error}"))?);
    let vault = Vault::open(&folder, &account, &keyring).context("making a vault")?;
    let filled = (0..ENTRIES).fold(Batch::new(), |batch, entry| {
        batch.append("note", entry.to_le_bytes())
    });
    vault.commit_blocking(filled).context("filling it")?;
    vault.close();
    drop(vault);
    let file = root.path().join("passphrase.db");
    fill(&file)?;
    let mut turns = Turns::default();
    for _ in 0..TURNS {
        let ours = timed(|| {
            let vault = Vault::open(&folder, &account, &keyring)?;
            ensure!(
                vault.log("note")?.entries.len() == ENTRIES,
                "the vault has lost entries"
            );
            vault.close();
            Ok(())
        })?;
        let peer = timed(|| read(&file))?;
        turns.add(ours, peer);
    }
    turns
        .figure("vault-open", "SQLCipher by passphrase, 256,000 rounds")
        .print()
}

fn by_passphrase(file: &Path) -> Result<Connection> {
    let database = Connection::open(file).context("opening a database")?;
    database.execute_batch("PRAGMA key = 'correct horse battery staple';")?;
    Ok(database)
}

fn fill(file: &Path) -> Result<()> {
    let database = by_passphrase(file)?;
    database.execute_batch(
        "PRAGMA journal_mode = WAL; CREATE TABLE entries (seq INTEGER PRIMARY KEY, bytes BLOB);",
    )?;
    let mut insert = database.prepare("INSERT INTO entries VALUES (?1, ?2)")?;
    for seq in 0..ENTRIES {
        insert.execute((i64::try_from(seq)?, seq.to_le_bytes()))?;
    }
    Ok(())
}

fn read(file: &Path) -> Result<()> {
    let database = by_passphrase(file)?;
    let count: usize = database
        .query_row("SELECT count(bytes) FROM entries", (), |row| {
            row.get::<_, i64>(0)
        })?
        .try_into()?;
    ensure!(count == ENTRIES, "the database has lost entries");
    Ok(())
}

fn timed(act: impl FnOnce() -> Result<()>) -> Result<Duration> {
    let start = Instant::now();
    act()?;
    Ok(start.elapsed())
}
