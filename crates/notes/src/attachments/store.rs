//! Files on disk, sealed like everything else: in pieces, so that nobody's keystroke waits for a large one, and with
//! an index in memory. What the server has may be let go when there is too much; what it does not have never is.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use tokio::task::spawn_blocking;
use uuid::Uuid;
use vault::{Batch, Table, Vault};

use super::file::FileName;
use crate::error::{Error, stored};
use crate::id::NoteId;
use crate::library::now;

/// What is known of each file.
const FILES: Table = Table::new("notes.files");
/// Their pieces.
const PIECES: Table = Table::new("notes.file pieces");
/// Bytes in one piece.
const PIECE: usize = 256 << 10;
/// A file that was looked at is remembered as such once in so long; milliseconds.
const LOOKED_AT_EVERY: u64 = 24 * 60 * 60 * 1000;

/// All files that are on this machine.
pub(crate) struct Store {
    vault: Vault,
    /// How much may be kept of what the server has; bytes.
    room: u64,
    index: Mutex<BTreeMap<String, Kept>>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Kept {
    /// What its pieces are filed under.
    pieces: String,
    count: usize,
    size: u64,
    /// All pieces are there.
    complete: bool,
    /// Milliseconds since the epoch.
    used: u64,
}

/// What a file is filed under.
pub(crate) fn key(note: &NoteId, file: &FileName) -> String {
    format!("{note}/{file}")
}

/// The note whose file has this key.
pub(crate) fn note_of(key: &str) -> &str {
    key.split_once('/').map_or(key, |(note, _)| note)
}

impl Store {
    /// What is there. What was being written when the program was killed is taken away.
    pub(crate) fn open(vault: Vault, room: u64) -> Result<Self, Error> {
        let listed = vault.list(FILES).map_err(stored("reading the files"))?;
        let read =
            |record: vault::Record| Some((record.id, serde_json::from_slice(&record.value).ok()?));
        let all: BTreeMap<String, Kept> = listed.into_iter().filter_map(read).collect();
        let (index, broken): (BTreeMap<_, _>, BTreeMap<_, _>) =
            all.into_iter().partition(|(_, kept)| kept.complete);
        if !broken.is_empty() {
            let batch = broken
                .iter()
                .fold(Batch::new(), |batch, (key, kept)| without(batch, key, kept));
            // Waited for by nobody: the writer keeps the order.
            drop(vault.commit(batch));
        }
        Ok(Self {
            vault,
            room,
            index: Mutex::new(index),
        })
    }

    /// Keeps a file. It is on disk when this returns.
    pub(crate) async fn put(
        &self,
        note: &NoteId,
        file: &FileName,
        bytes: Vec<u8>,
    ) -> Result<(), Error> {
        let keeping = || stored("keeping a file");
        let key = key(note, file);
        let mut kept = Kept {
            pieces: Uuid::new_v4().to_string(),
            count: bytes.len().div_ceil(PIECE),
            size: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
            complete: false,
            used: now(),
        };
        let begun = Batch::new().put(FILES, key.clone(), written(&kept));
        self.vault.commit(begun).await.map_err(keeping())?;
        for (number, piece) in bytes.chunks(PIECE).enumerate() {
            let batch = Batch::new().put(PIECES, piece_id(&kept, number), piece);
            self.vault.commit(batch).await.map_err(keeping())?;
        }
        kept.complete = true;
        let done = Batch::new().put(FILES, key.clone(), written(&kept));
        self.vault.commit(done).await.map_err(keeping())?;
        let before = self.index().insert(key.clone(), kept);
        if let Some(before) = before {
            let batch = pieces(&before).fold(Batch::new(), |batch, id| batch.remove(PIECES, id));
            self.vault.commit(batch).await.map_err(keeping())?;
        }
        Ok(())
    }

    /// A file, if it is here.
    pub(crate) async fn get(
        &self,
        note: &NoteId,
        file: &FileName,
    ) -> Result<Option<Vec<u8>>, Error> {
        let key = key(note, file);
        let Some(kept) = self.index().get(&key).cloned() else {
            return Ok(None);
        };
        let vault = self.vault.clone();
        let mut looked_at = kept.clone();
        let read = move || {
            let mut bytes = Vec::with_capacity(usize::try_from(kept.size).unwrap_or(0));
            for id in pieces(&kept) {
                match vault.get(PIECES, &id).map_err(stored("reading a file"))? {
                    Some(piece) => bytes.extend(piece),
                    None => return Ok(None),
                }
            }
            Ok(Some(bytes))
        };
        let bytes = spawn_blocking(read).await.unwrap_or_else(|error| {
            Err(Error::Unreadable {
                doing: "reading a file",
                source: error.into(),
            })
        })?;
        if now().saturating_sub(looked_at.used) > LOOKED_AT_EVERY {
            looked_at.used = now();
            let batch = Batch::new().put(FILES, key.clone(), written(&looked_at));
            self.index().insert(key, looked_at);
            self.vault
                .commit(batch)
                .await
                .map_err(stored("reading a file"))?;
        }
        Ok(bytes)
    }

    /// The server has given a file another name: it is there under both.
    pub(crate) async fn rename(
        &self,
        from: (&NoteId, &FileName),
        to: (&NoteId, &FileName),
    ) -> Result<(), Error> {
        let (from, to) = (key(from.0, from.1), key(to.0, to.1));
        let batch = {
            let mut index = self.index();
            let Some(kept) = index.remove(&from) else {
                return Ok(());
            };
            let batch = Batch::new()
                .put(FILES, to.clone(), written(&kept))
                .remove(FILES, from);
            index.insert(to, kept);
            batch
        };
        let renamed = self.vault.commit(batch).await;
        renamed.map(drop).map_err(stored("naming a file"))
    }

    /// Lets a file go.
    pub(crate) async fn remove(&self, note: &NoteId, file: &FileName) -> Result<(), Error> {
        let key = key(note, file);
        let Some(kept) = self.index().remove(&key) else {
            return Ok(());
        };
        let gone = self.vault.commit(without(Batch::new(), &key, &kept)).await;
        gone.map(drop).map_err(stored("removing a file"))
    }

    /// Whether a file is here.
    pub(crate) fn has(&self, note: &NoteId, file: &FileName) -> bool {
        self.index().contains_key(&key(note, file))
    }

    /// Makes room: what was not looked at for longest goes first, but for what is `needed`, by note and file.
    pub(crate) async fn make_room(&self, needed: impl Fn(&str) -> bool) -> Result<(), Error> {
        let gone = {
            let mut index = self.index();
            let mut size: u64 = index.values().map(|kept| kept.size).sum();
            let mut oldest: Vec<_> = index
                .iter()
                .filter(|(key, _)| !needed(key))
                .map(|(key, kept)| (kept.used, key.clone()))
                .collect();
            oldest.sort();
            let mut gone = Vec::new();
            for (_, key) in oldest {
                if size <= self.room {
                    break;
                }
                if let Some(kept) = index.remove(&key) {
                    size = size.saturating_sub(kept.size);
                    gone.push((key, kept));
                }
            }
            gone
        };
        for (key, kept) in &gone {
            let removed = self.vault.commit(without(Batch::new(), key, kept)).await;
            removed.map_err(stored("making room for files"))?;
        }
        Ok(())
    }

    fn index(&self) -> MutexGuard<'_, BTreeMap<String, Kept>> {
        self.index.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn written(kept: &Kept) -> Vec<u8> {
    serde_json::to_vec(kept).expect("a file's entry is plain data")
}

fn piece_id(kept: &Kept, number: usize) -> String {
    format!("{}/{number:06}", kept.pieces)
}

fn pieces(kept: &Kept) -> impl Iterator<Item = String> {
    (0..kept.count).map(|number| piece_id(kept, number))
}

fn without(batch: Batch, key: &str, kept: &Kept) -> Batch {
    let batch = batch.remove(FILES, key);
    pieces(kept).fold(batch, |batch, id| batch.remove(PIECES, id))
}
