//! The texts: loaded when they are needed, kept in memory while a note is open, and compacted when their log grows
//! long. A snapshot replaces entries only after it was read back.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::sync::Mutex;
use tokio::task::spawn_blocking;
use tokio::time::Instant;
use vault::{Batch, Table};

use super::{Library, Outgoing, now};
use crate::change::Change;
use crate::document::{Document, Effect, Refusal};
use crate::error::{Error, stored};
use crate::history::SESSION;
use crate::id::NoteId;

/// What was refused, for whoever looks into it.
const QUARANTINE: Table = Table::new("notes.quarantine");
/// The longest log that a note is opened from.
const LONGEST_TAIL: usize = 500;
/// Trying an update out takes longer than this only when it was made to.
const PATIENCE: Duration = Duration::from_secs(10);

/// Whose change it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// The window's: it goes to the server and not back to the window.
    Local,
    /// The server's: it goes to the window.
    Remote,
    /// The program's own: it goes to both.
    Program,
}

/// What became of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    /// It is part of the note.
    In,
    /// It cannot be read and was kept aside.
    Aside,
}

/// One note's text; the lock is held over each of its changes, so they happen one after another.
pub(super) type Slot = Arc<Mutex<Option<Held>>>;

pub(super) struct Held {
    document: Document,
    /// How many entries the log has, and the number of the last.
    tail: usize,
    last: u64,
    /// When it was loaded, or kept as a version.
    kept: Instant,
    /// Whether it was written into here since it was loaded. Before that it is what the session before has left, which
    /// a program that was killed could not keep.
    begun: bool,
}

pub(super) fn stream(note: &NoteId) -> String {
    format!("note/{note}")
}

impl Library {
    /// Takes a change of a note's text. When it returns the change is on disk, or was known already; or it came from
    /// the server and was kept aside, because it cannot be read.
    pub(crate) async fn apply(
        &self,
        note: &NoteId,
        update: Vec<u8>,
        origin: Origin,
    ) -> Result<Taken, Error> {
        let slot = self.slot(note);
        let mut slot = slot.lock().await;
        let held = self.held(note, &mut slot).await?;
        let (held, update, examined) = examine(held, update).await;
        let (effect, mut held) = match (examined, held) {
            (Ok(effect), Some(held)) => (effect, held),
            (examined, held) => {
                *slot = held;
                let refusal = examined.err().unwrap_or(Refusal::Breaks);
                return self.refused(note, update, refusal, origin).await;
            }
        };
        // While it is written the slot is empty: whoever is interrupted here leaves the disk to be read again.
        if effect == Effect::News {
            if origin != Origin::Remote && !std::mem::replace(&mut held.begun, true) {
                self.keep_before(note, &held.document).await;
            }
            self.store(note, &mut held, &update, origin).await?;
        }
        if held.tail > LONGEST_TAIL {
            self.compact(note, &mut held).await?;
        }
        if origin == Origin::Local && held.kept.elapsed() >= SESSION {
            held.kept = Instant::now();
            self.keep(note, &held.document).await?;
        }
        *slot = self.is_open(note).then_some(held);
        Ok(Taken::In)
    }

    async fn refused(
        &self,
        note: &NoteId,
        update: Vec<u8>,
        refusal: Refusal,
        origin: Origin,
    ) -> Result<Taken, Error> {
        match origin {
            Origin::Local | Origin::Program => Err(Error::Unreadable {
                doing: "taking a change of our own",
                source: refusal.into(),
            }),
            Origin::Remote => self.quarantine(note, update, refusal).await,
        }
    }

    /// Disk, memory, everybody else: in this order.
    async fn store(
        &self,
        note: &NoteId,
        held: &mut Held,
        update: &[u8],
        origin: Origin,
    ) -> Result<(), Error> {
        let batch = Batch::new().append(stream(note), update);
        self.change_with(batch, note, |record| {
            record.here = true;
            if origin != Origin::Remote {
                record.wrote(now());
            }
            if origin == Origin::Local {
                record.misnamed |= record.is_misnamed_by(update);
            }
        })
        .await?;
        (held.tail, held.last) = (held.tail + 1, held.last + 1);
        let merged = held.document.merge(update);
        if let Err(refusal) = merged {
            tracing::error!(%note, %refusal, "an update that was tried out could not be merged");
        }
        if origin == Origin::Local {
            self.was_typed(note);
        }
        if origin != Origin::Remote {
            self.send_out(note, Outgoing::Update(update.to_vec()));
            self.ring();
        }
        if origin != Origin::Local && self.is_open(note) {
            self.tell(Change::Updated {
                note: note.clone(),
                update: update.to_vec(),
            });
        }
        Ok(())
    }

    async fn quarantine(
        &self,
        note: &NoteId,
        update: Vec<u8>,
        refusal: Refusal,
    ) -> Result<Taken, Error> {
        let mut hasher = DefaultHasher::new();
        update.hash(&mut hasher);
        // What is read again and again is kept once.
        let id = format!("{note}/{:016x}", hasher.finish());
        let known = self
            .vault()
            .get(QUARANTINE, &id)
            .map_err(stored("keeping a change aside"))?;
        if known.is_none() {
            tracing::warn!(%note, bytes = update.len(), %refusal, "a change was kept aside");
            let batch = Batch::new().put(QUARANTINE, id, update);
            let kept = self.vault().commit(batch).await;
            kept.map_err(stored("keeping a change aside"))?;
            self.tell(Change::Quarantined { note: note.clone() });
        }
        Ok(Taken::Aside)
    }

    /// Reads something of a note's text.
    pub(crate) async fn read<T>(
        &self,
        note: &NoteId,
        read: impl FnOnce(&Document) -> T,
    ) -> Result<T, Error> {
        let slot = self.slot(note);
        let mut slot = slot.lock().await;
        let held = self.held(note, &mut slot).await?;
        let result = read(&held.document);
        *slot = self.is_open(note).then_some(held);
        Ok(result)
    }

    /// Makes a change of the program's own, if there is one to be made.
    pub(crate) async fn edit(
        &self,
        note: &NoteId,
        make: impl FnOnce(&Document) -> Result<Option<Vec<u8>>, Refusal>,
    ) -> Result<(), Error> {
        match self.read(note, make).await?.map_err(unreadable)? {
            Some(change) => self.apply(note, change, Origin::Program).await.map(drop),
            None => Ok(()),
        }
    }

    /// The whole text, as one update.
    pub(crate) async fn whole(&self, note: &NoteId) -> Result<Vec<u8>, Error> {
        let state = self.read(note, Document::state).await?;
        state.map_err(unreadable)
    }

    /// Keeps what a note is now as a version, unless the last one says the same.
    pub(crate) async fn keep_version(&self, note: &NoteId) -> Result<(), Error> {
        let slot = self.slot(note);
        let mut slot = slot.lock().await;
        let held = self.held(note, &mut slot).await?;
        let kept = self.keep(note, &held.document).await;
        *slot = self.is_open(note).then_some(held);
        kept
    }

    /// Keeps what is about to be written into. Writing does not wait for a version that cannot be kept.
    async fn keep_before(&self, note: &NoteId, document: &Document) {
        if let Err(error) = self.keep(note, document).await {
            tracing::warn!(%note, %error, "what the session before left was not kept as a version");
        }
    }

    async fn keep(&self, note: &NoteId, document: &Document) -> Result<(), Error> {
        if document.is_blank() {
            return Ok(());
        }
        let text = || document.state().ok();
        let Some(batch) = self.history.keep(note, document.mark(), text)? else {
            return Ok(());
        };
        // The note's slot is held: no other version of it is kept meanwhile.
        let kept = self.vault().commit(batch).await;
        kept.map(drop).map_err(stored("keeping a version"))
    }

    /// Keeps a closed note as a version, compacts it and lets its text go from memory.
    pub(super) async fn put_away(&self, note: &NoteId) {
        let slot = self.slot(note);
        let mut slot = slot.lock().await;
        // Whoever read it a moment ago may have let it go already, as it is open no more.
        let mut held = match self.held(note, &mut slot).await {
            Ok(held) => held,
            Err(error) => {
                tracing::warn!(%note, %error, "a closed note could not be read");
                return;
            }
        };
        if let Err(error) = self.keep(note, &held.document).await {
            tracing::warn!(%note, %error, "a closed note was not kept as a version");
        }
        if held.tail > LONGEST_TAIL / 10
            && let Err(error) = self.compact(note, &mut held).await
        {
            tracing::warn!(%note, %error, "a closed note was not compacted");
        }
    }

    async fn held(&self, note: &NoteId, slot: &mut Option<Held>) -> Result<Held, Error> {
        if let Some(held) = slot.take() {
            return Ok(held);
        }
        let (vault, name, id) = (self.vault().clone(), stream(note), note.clone());
        let load = move || -> Result<Held, Error> {
            let log = vault.log(&name).map_err(stored("reading a note"))?;
            let entries = log.entries.iter().map(|entry| entry.bytes.as_slice());
            let (document, failed) =
                Document::load(log.snapshot.as_deref().into_iter().chain(entries));
            if failed > 0 {
                tracing::error!(note = %id, failed, "entries of a note cannot be read");
            }
            let (tail, last) = (
                log.entries.len(),
                log.entries.last().map_or(0, |entry| entry.seq),
            );
            Ok(Held {
                document,
                tail,
                last,
                kept: Instant::now(),
                begun: false,
            })
        };
        spawn_blocking(load).await.unwrap_or_else(|error| {
            Err(Error::Unreadable {
                doing: "reading a note",
                source: error.into(),
            })
        })
    }

    /// Puts a snapshot in the place of the log, if the snapshot says the same.
    async fn compact(&self, note: &NoteId, held: &mut Held) -> Result<(), Error> {
        // The number of the last entry is counted, not read, when the log was empty: then there is nothing to do.
        let log = self
            .vault()
            .log(&stream(note))
            .map_err(stored("reading a note"))?;
        let Some(last) = log.entries.last().map(|entry| entry.seq) else {
            return Ok(());
        };
        // What waits for something else is in the log alone.
        if held.document.has_gaps() {
            return Ok(());
        }
        let snapshot = held.document.state().map_err(unreadable)?;
        let (copy, failed) = Document::load([snapshot.as_slice()]);
        if failed > 0 || !copy.contains(&held.document) || !held.document.contains(&copy) {
            tracing::error!(%note, "a snapshot did not say what the note says and was not kept");
            return Ok(());
        }
        let batch = Batch::new().compact(stream(note), last, snapshot);
        self.vault()
            .commit(batch)
            .await
            .map_err(stored("compacting a note"))?;
        (held.tail, held.last) = (0, last);
        Ok(())
    }
}

/// Tries an update out where it can neither block nor kill. What does not come back in time is given up with the
/// copy in memory; the disk has it all.
async fn examine(held: Held, update: Vec<u8>) -> (Option<Held>, Vec<u8>, Result<Effect, Refusal>) {
    let update = Arc::new(update);
    let tried = update.clone();
    let task = spawn_blocking(move || {
        let mut held = held;
        let examined = held.document.examine(&tried);
        (held, examined)
    });
    let (held, examined) = match tokio::time::timeout(PATIENCE, task).await {
        Ok(Ok((held, examined))) => (Some(held), examined),
        Ok(Err(_)) | Err(_) => (None, Err(Refusal::Breaks)),
    };
    (held, Arc::unwrap_or_clone(update), examined)
}

pub(crate) fn unreadable(refusal: Refusal) -> Error {
    Error::Unreadable {
        doing: "reading a note's text",
        source: refusal.into(),
    }
}

/// As Docs wants it: the standard alphabet, one line.
pub(crate) fn encode(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}
