//! The comments of the notes, as the server told them last: sealed on disk, told to whoever has the note open.

use vault::{Batch, Table};

use super::Library;
use crate::change::Change;
use crate::comments::{Kept, Threads, shown};
use crate::error::{Error, stored};
use crate::id::NoteId;

/// By note.
const THREADS: Table = Table::new("notes.comments");

impl Library {
    /// What the server told last; nothing before it was asked.
    pub(crate) fn kept_threads(&self, note: &NoteId) -> Result<Kept, Error> {
        let written = self.vault().get(THREADS, note.as_str());
        let written = written.map_err(stored("reading comments"))?;
        Ok(written
            .and_then(|written| serde_json::from_slice(&written).ok())
            .unwrap_or_default())
    }

    /// Keeps what the server tells now, and tells it if it is news.
    pub(crate) async fn keep_threads(&self, note: &NoteId, kept: &Kept) -> Result<(), Error> {
        let first = self.state().commented.insert(note.clone());
        if *kept != self.kept_threads(note)? {
            let bytes = serde_json::to_vec(kept).expect("comments are plain data");
            let batch = Batch::new().put(THREADS, note.as_str(), bytes);
            let written = self.vault().commit(batch).await;
            written.map_err(stored("keeping comments"))?;
        } else if !first {
            return Ok(());
        }
        self.tell_threads(note)
    }

    /// Tells what is said about a note to whoever has it open.
    pub(crate) fn tell_threads(&self, note: &NoteId) -> Result<(), Error> {
        if !self.is_open(note) {
            return Ok(());
        }
        let kept = self.kept_threads(note)?;
        let record = self.record(note).unwrap_or_default();
        let threads = Threads {
            threads: shown(&kept, &record.comments),
            allowed: kept.allowed.unwrap_or(record.editable),
            complete: self.state().commented.contains(note),
            waiting: record.comments.iter().filter(|act| !act.refused).count(),
        };
        self.tell(Change::Threads {
            note: note.clone(),
            threads,
        });
        Ok(())
    }

    /// The comments of this note are to be looked at now.
    pub(crate) fn want_threads(&self, note: &NoteId) {
        self.state().wanted.insert(note.clone());
        self.comments_bell.notify_one();
    }

    /// The notes whose comments are to be looked at now.
    pub(crate) fn wanted_threads(&self) -> Vec<NoteId> {
        self.state().wanted.drain().collect()
    }
}
