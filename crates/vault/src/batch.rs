//! What a domain writes and reads: records by table and id, and streams, which are logs of entries in order with a
//! snapshot in place of the oldest. A batch is written as a whole or not at all.

use rusqlite::{Connection, OptionalExtension as _, Transaction};
use zeroize::Zeroizing;

use crate::error::Error;

/// A domain's own space for records. Each domain declares its tables as constants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Table(&'static str);

impl Table {
    /// A table of this name; the name is stored and must never change.
    pub const fn new(name: &'static str) -> Self {
        Self(name)
    }
}

/// A record as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its id in its table.
    pub id: String,
    /// What was put there last.
    pub value: Vec<u8>,
}

/// A stream as it is read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Log {
    /// What stands for all entries up to some number; `None` while the stream was never compacted.
    pub snapshot: Option<Vec<u8>>,
    /// The entries after the snapshot, in the order in which they were appended.
    pub entries: Vec<Entry>,
}

/// One entry of a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its number: counted from 1 in each stream, never used twice in it.
    pub seq: u64,
    /// What was appended.
    pub bytes: Vec<u8>,
}

/// What a commit has to say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Receipt {
    /// The numbers of the entries, in the order in which the batch appended them.
    pub seqs: Vec<u64>,
}

/// Changes that are written together, in this order.
#[derive(Clone, Default)]
#[must_use = "a batch changes nothing until it is committed"]
pub struct Batch(Vec<Operation>);

#[derive(Clone)]
enum Operation {
    Put {
        table: Table,
        id: String,
        value: Zeroizing<Vec<u8>>,
    },
    Remove {
        table: Table,
        id: String,
    },
    Append {
        stream: String,
        bytes: Zeroizing<Vec<u8>>,
    },
    Compact {
        stream: String,
        upto: u64,
        snapshot: Zeroizing<Vec<u8>>,
    },
    DropStream {
        stream: String,
    },
}

impl Batch {
    /// No change yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Stores a record, in place of the one that has its id.
    pub fn put(self, table: Table, id: impl Into<String>, value: impl Into<Vec<u8>>) -> Self {
        self.with(Operation::Put {
            table,
            id: id.into(),
            value: Zeroizing::new(value.into()),
        })
    }

    /// Removes a record; that there is none is as good.
    pub fn remove(self, table: Table, id: impl Into<String>) -> Self {
        self.with(Operation::Remove {
            table,
            id: id.into(),
        })
    }

    /// Appends an entry to a stream, which begins with its first entry.
    pub fn append(self, stream: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        self.with(Operation::Append {
            stream: stream.into(),
            bytes: Zeroizing::new(bytes.into()),
        })
    }

    /// Puts a snapshot in place of all entries up to and including `upto`. It changes nothing when a snapshot that
    /// covers more is there already.
    pub fn compact(
        self,
        stream: impl Into<String>,
        upto: u64,
        snapshot: impl Into<Vec<u8>>,
    ) -> Self {
        self.with(Operation::Compact {
            stream: stream.into(),
            upto,
            snapshot: Zeroizing::new(snapshot.into()),
        })
    }

    /// Removes a stream with all its entries and its snapshot.
    pub fn drop_stream(self, stream: impl Into<String>) -> Self {
        self.with(Operation::DropStream {
            stream: stream.into(),
        })
    }

    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn with(mut self, operation: Operation) -> Self {
        self.0.push(operation);
        self
    }

    pub(crate) fn apply(&self, transaction: &Transaction<'_>) -> Result<Receipt, Error> {
        let mut seqs = Vec::new();
        for operation in &self.0 {
            let appended = operation
                .apply(transaction)
                .map_err(|error| Error::of_database("writing", error))?;
            seqs.extend(appended);
        }
        Ok(Receipt { seqs })
    }
}

impl Operation {
    /// Carries it out; an append answers its number.
    fn apply(&self, on: &Transaction<'_>) -> rusqlite::Result<Option<u64>> {
        match self {
            Operation::Put { table, id, value } => put(on, *table, id, value).map(|()| None),
            Operation::Remove { table, id } => {
                let sql = "DELETE FROM records WHERE space = ?1 AND id = ?2";
                on.prepare_cached(sql)?.execute((table.0, id)).map(|_| None)
            }
            Operation::Append { stream, bytes } => append(on, stream, bytes).map(Some),
            Operation::Compact {
                stream,
                upto,
                snapshot,
            } => compact(on, stream, *upto, snapshot).map(|()| None),
            Operation::DropStream { stream } => drop_stream(on, stream).map(|()| None),
        }
    }
}

fn put(on: &Transaction<'_>, table: Table, id: &str, value: &[u8]) -> rusqlite::Result<()> {
    let sql = "INSERT INTO records (space, id, value) VALUES (?1, ?2, ?3)
               ON CONFLICT (space, id) DO UPDATE SET value = excluded.value";
    on.prepare_cached(sql)?
        .execute((table.0, id, value))
        .map(drop)
}

fn append(on: &Transaction<'_>, stream: &str, bytes: &[u8]) -> rusqlite::Result<u64> {
    let stream = stream_number(on, stream)?;
    let seq = last_seq(on, stream)? + 1;
    let sql = "INSERT INTO entries (stream, seq, bytes) VALUES (?1, ?2, ?3)";
    on.prepare_cached(sql)?.execute((stream, seq, bytes))?;
    Ok(seq)
}

fn compact(on: &Transaction<'_>, stream: &str, upto: u64, snapshot: &[u8]) -> rusqlite::Result<()> {
    let stream = stream_number(on, stream)?;
    let covered: Option<u64> = on
        .prepare_cached("SELECT upto FROM snapshots WHERE stream = ?1")?
        .query_row([stream], |row| row.get(0))
        .optional()?;
    // One that covers less would lose what lies between the two.
    if covered.is_some_and(|covered| covered > upto) {
        return Ok(());
    }
    let sql = "INSERT INTO snapshots (stream, upto, bytes) VALUES (?1, ?2, ?3)
               ON CONFLICT (stream) DO UPDATE SET upto = excluded.upto, bytes = excluded.bytes";
    on.prepare_cached(sql)?.execute((stream, upto, snapshot))?;
    let same = on
        .prepare_cached("SELECT bytes = ?2 FROM snapshots WHERE stream = ?1")?
        .query_row((stream, snapshot), |row| row.get::<_, bool>(0))?;
    if !same {
        return Err(rusqlite::Error::QueryReturnedNoRows);
    }
    on.prepare_cached("DELETE FROM entries WHERE stream = ?1 AND seq <= ?2")?
        .execute((stream, upto))
        .map(drop)
}

fn drop_stream(on: &Transaction<'_>, stream: &str) -> rusqlite::Result<()> {
    let Some(number) = find_stream(on, stream)? else {
        return Ok(());
    };
    for sql in [
        "DELETE FROM entries WHERE stream = ?1",
        "DELETE FROM snapshots WHERE stream = ?1",
    ] {
        on.prepare_cached(sql)?.execute([number])?;
    }
    on.prepare_cached("DELETE FROM streams WHERE number = ?1")?
        .execute([number])
        .map(drop)
}

fn find_stream(on: &Connection, stream: &str) -> rusqlite::Result<Option<i64>> {
    let mut find = on.prepare_cached("SELECT number FROM streams WHERE name = ?1")?;
    find.query_row([stream], |row| row.get(0)).optional()
}

fn stream_number(on: &Transaction<'_>, stream: &str) -> rusqlite::Result<i64> {
    if let Some(number) = find_stream(on, stream)? {
        return Ok(number);
    }
    on.prepare_cached("INSERT INTO streams (name) VALUES (?1)")?
        .execute([stream])?;
    Ok(on.last_insert_rowid())
}

/// The highest number that was ever given in this stream.
fn last_seq(on: &Transaction<'_>, stream: i64) -> rusqlite::Result<u64> {
    let newest: Option<u64> = on
        .prepare_cached("SELECT max(seq) FROM entries WHERE stream = ?1")?
        .query_row([stream], |row| row.get(0))?;
    if let Some(newest) = newest {
        return Ok(newest);
    }
    let mut covered = on.prepare_cached("SELECT upto FROM snapshots WHERE stream = ?1")?;
    Ok(covered
        .query_row([stream], |row| row.get(0))
        .optional()?
        .unwrap_or(0))
}

pub(crate) fn get(on: &Connection, table: Table, id: &str) -> rusqlite::Result<Option<Vec<u8>>> {
    let mut get = on.prepare_cached("SELECT value FROM records WHERE space = ?1 AND id = ?2")?;
    get.query_row((table.0, id), |row| row.get(0)).optional()
}

pub(crate) fn list(on: &Connection, table: Table) -> rusqlite::Result<Vec<Record>> {
    let mut list =
        on.prepare_cached("SELECT id, value FROM records WHERE space = ?1 ORDER BY id")?;
    let records = list.query_map([table.0], |row| {
        Ok(Record {
            id: row.get(0)?,
            value: row.get(1)?,
        })
    })?;
    records.collect()
}

/// Snapshot and entries of the same moment: `on` has to be inside a transaction.
pub(crate) fn log(on: &Transaction<'_>, stream: &str) -> rusqlite::Result<Log> {
    let Some(stream) = find_stream(on, stream)? else {
        return Ok(Log::default());
    };
    let snapshot = on
        .prepare_cached("SELECT bytes FROM snapshots WHERE stream = ?1")?
        .query_row([stream], |row| row.get(0))
        .optional()?;
    let mut entries =
        on.prepare_cached("SELECT seq, bytes FROM entries WHERE stream = ?1 ORDER BY seq")?;
    let entries = entries.query_map([stream], |row| {
        Ok(Entry {
            seq: row.get(0)?,
            bytes: row.get(1)?,
        })
    })?;
    Ok(Log {
        snapshot,
        entries: entries.collect::<rusqlite::Result<_>>()?,
    })
}
