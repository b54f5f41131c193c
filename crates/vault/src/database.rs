//! The sealed database: how a connection is opened and set up, which formats there are, and the two checks, a cheap
//! one at every opening and a whole one on demand. It knows nothing about keyrings and headers.

use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::error::{Error, Remark};
use crate::files::{self, DATABASE};
use crate::keys::DatabaseKey;

/// What each format adds to the one before. A line that was ever released is never changed.
const MIGRATIONS: [&str; 1] = ["
    CREATE TABLE records (
        space TEXT NOT NULL,
        id TEXT NOT NULL,
        value BLOB NOT NULL,
        PRIMARY KEY (space, id)
    ) STRICT;
    CREATE TABLE streams (
        number INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE
    ) STRICT;
    CREATE TABLE entries (
        stream INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        bytes BLOB NOT NULL,
        PRIMARY KEY (stream, seq)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE snapshots (
        stream INTEGER PRIMARY KEY,
        upto INTEGER NOT NULL,
        bytes BLOB NOT NULL
    ) STRICT;
"];

const LARGEST_VALUE: i32 = 256 << 20;
const OPENING: &str = "opening the vault";
const CREATING: &str = "creating the vault";
const REOPENING: &str = "opening the vault again after the disk has failed";

/// Makes a new, empty database. It gets its name only when it is complete.
pub(crate) fn create(folder: &Path, key: &DatabaseKey) -> Result<(), Error> {
    let path = folder.join(DATABASE);
    let unfinished = path.with_added_extension("new");
    let failed = |error| Error::of_file(CREATING, error);
    files::discard_unfinished(&unfinished).map_err(failed)?;
    let created = fill_new(&unfinished, key)
        .and_then(|()| files::publish(&unfinished, &path).map_err(failed));
    if created.is_err() {
        // On a full disk even this little is worth having back; the error that counts is the one before.
        let _ = files::discard_unfinished(&unfinished);
    }
    created
}

fn fill_new(path: &Path, key: &DatabaseKey) -> Result<(), Error> {
    files::create_empty(path).map_err(|error| Error::of_file(CREATING, error))?;
    let mut connection = connect(path, key)?;
    migrate(&mut connection, 0)?;
    start_writing(&connection)?;
    connection
        .close()
        .map_err(|(_, error)| Error::of_database(CREATING, error))
}

/// Opens the database for writing, after it was checked and brought to the newest format.
pub(crate) fn open(folder: &Path, key: &DatabaseKey) -> Result<Connection, Error> {
    let mut connection = connect(&folder.join(DATABASE), key)?;
    let found = version(&connection)?;
    let known = u32::try_from(MIGRATIONS.len()).expect("there are few formats");
    match found {
        0 => return Err(Error::damaged(DATABASE, "it is empty")),
        found if found > known => {
            return Err(Error::TooNew {
                what: DATABASE,
                found,
                known,
            });
        }
        _ => probe(&connection)?,
    }
    migrate(&mut connection, found)?;
    start_writing(&connection)?;
    Ok(connection)
}

/// Opens a database that [`open`] has accepted a second time, for reading beside the writer.
pub(crate) fn open_for_reading(folder: &Path, key: &DatabaseKey) -> Result<Connection, Error> {
    let connection = connect(&folder.join(DATABASE), key)?;
    connection
        .execute_batch("PRAGMA query_only = ON")
        .map_err(|error| Error::of_database(OPENING, error))?;
    Ok(connection)
}

/// Opens the database after the disk has failed. All that the log holds is written to the database and synced again
/// before anything goes on: after a failed sync, the system no longer knows which of it has reached the disk.
pub(crate) fn reopen(folder: &Path, key: &DatabaseKey) -> Result<Connection, Error> {
    let connection = open(folder, key)?;
    let failed = |error| Error::of_database(REOPENING, error);
    let busy: bool = connection
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
        .map_err(failed)?;
    if busy {
        let source = std::sync::Arc::new(Remark("something else is using it".to_owned()));
        return Err(Error::NotWritable {
            doing: REOPENING,
            source,
        });
    }
    Ok(connection)
}

/// Reads the whole file, page by page, and compares each with its seal.
pub(crate) fn check(folder: &Path, key: &DatabaseKey) -> Result<(), Error> {
    let connection = open_for_reading(folder, key)?;
    for pragma in ["PRAGMA cipher_integrity_check", "PRAGMA quick_check(8)"] {
        let complaints = complaints(&connection, pragma)
            .map_err(|error| Error::of_database("checking", error))?;
        if !complaints.is_empty() {
            return Err(Error::damaged(DATABASE, complaints.join("; ")));
        }
    }
    Ok(())
}

fn complaints(connection: &Connection, pragma: &str) -> rusqlite::Result<Vec<String>> {
    let mut statement = connection.prepare(pragma)?;
    let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
    let mut rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    rows.retain(|row| row != "ok");
    rows.truncate(8);
    Ok(rows)
}

fn connect(path: &Path, key: &DatabaseKey) -> Result<Connection, Error> {
    let has_log = files::has_log(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).and_then(|connection| {
        set_up(&connection, key)?;
        // Until the database is accepted, closing it must not move a log into it that an earlier process has left: a
        // refusal changes nothing. Without such a log, closing removes what opening has made.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, has_log)?;
        Ok(connection)
    });
    connection.map_err(|error| Error::of_database(OPENING, error))
}

fn set_up(connection: &Connection, key: &DatabaseKey) -> rusqlite::Result<()> {
    // SQLCipher writes to the standard error output unless told not to, and its first key in a process undoes it.
    const SILENCE: &str = "PRAGMA cipher_log_level = NONE;";
    connection.execute_batch(SILENCE)?;
    connection.execute_batch(&key.pragma())?;
    connection.execute_batch(SILENCE)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    for (limit, value) in [
        (Limit::SQLITE_LIMIT_LENGTH, LARGEST_VALUE),
        (Limit::SQLITE_LIMIT_SQL_LENGTH, 64 << 10),
        (Limit::SQLITE_LIMIT_ATTACHED, 0),
        (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 0),
        (Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
    ] {
        connection.set_limit(limit, value)?;
    }
    connection.execute_batch(
        "PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY; PRAGMA busy_timeout = 5000;",
    )
}

fn version(connection: &Connection) -> Result<u32, Error> {
    let version = connection.query_row("PRAGMA user_version", [], |row| row.get(0));
    version.map_err(|error| Error::of_database(OPENING, error))
}

/// Cheap at any size: reads the schema, and the first and the last page of each table.
fn probe(connection: &Connection) -> Result<(), Error> {
    let probes = "SELECT (SELECT 1 FROM records ORDER BY rowid LIMIT 1), (SELECT 1 FROM records ORDER BY rowid DESC LIMIT 1),
                         (SELECT max(number) FROM streams), (SELECT max(stream) FROM snapshots),
                         (SELECT seq FROM entries ORDER BY stream, seq LIMIT 1),
                         (SELECT seq FROM entries ORDER BY stream DESC, seq DESC LIMIT 1)";
    match connection.query_row(probes, [], |_| Ok(())) {
        // The schema was read, and it is not ours.
        Err(error @ rusqlite::Error::SqliteFailure(_, Some(_)))
            if error.to_string().contains("no such table") =>
        {
            Err(Error::damaged(DATABASE, error.to_string()))
        }
        probed => probed.map_err(|error| Error::of_database(OPENING, error)),
    }
}

fn migrate(connection: &mut Connection, found: u32) -> Result<(), Error> {
    let doing = "bringing the vault to the newest format";
    for (migration, format) in MIGRATIONS.iter().zip(1_u32..).skip(found as usize) {
        let migrated = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .and_then(|transaction| {
                transaction.execute_batch(migration)?;
                transaction.pragma_update(None, "user_version", format)?;
                transaction.commit()
            });
        migrated.map_err(|error| Error::of_database(doing, error))?;
    }
    Ok(())
}

/// From here on, the connection may write, and what it commits is synced.
fn start_writing(connection: &Connection) -> Result<(), Error> {
    let started = connection
        .set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)
        .and_then(|_| {
            connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")
        });
    started.map_err(|error| Error::of_database(OPENING, error))
}
