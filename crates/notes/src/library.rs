//! The notes on disk and in memory. There is one door into a note's text, [`Library::apply`]: it tries the update,
//! makes it durable, merges it and tells. Nothing in here waits for a server.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use tokio::sync::Notify;
use tokio::sync::mpsc::UnboundedSender;
use tokio::time::Instant;
use vault::{Batch, Vault};

use crate::attachments::FileName;
use crate::catalogue::Catalogue;
use crate::change::{Change, Summary, Waiting, Why};
use crate::error::{Error, stored};
use crate::history::History;
use crate::id::NoteId;
use crate::record::{self, Record, Upload, millis};

mod shelf;
mod threads;

use shelf::Slot;
pub(crate) use shelf::{Origin, Taken, encode, unreadable};

/// How long a server keeps what was deleted, as a rule; milliseconds.
const TRASH_KEPT: u64 = 30 * 24 * 60 * 60 * 1000;

/// What goes out to the others in an open note.
#[derive(Debug)]
pub(crate) enum Outgoing {
    Update(Vec<u8>),
    Presence(Vec<u8>),
}

/// All notes of an account.
pub(crate) struct Library {
    vault: Vault,
    changes: UnboundedSender<Change>,
    state: Mutex<State>,
    texts: Mutex<HashMap<NoteId, Slot>>,
    history: History,
    /// Whether the agent asked to send now, whatever pause there was.
    pub(crate) hurry: AtomicBool,
    /// Rung when there is something to send or to fetch.
    pub(crate) bell: Notify,
    /// Rung when there may be a file to send.
    pub(crate) files_bell: Notify,
    /// Rung when there may be a comment to send or to fetch.
    pub(crate) comments_bell: Notify,
    /// Whether the agent asked to send comments now.
    pub(crate) hurry_comments: AtomicBool,
}

#[derive(Default)]
struct State {
    catalogue: Catalogue,
    lines: HashMap<NoteId, UnboundedSender<Outgoing>>,
    complete: bool,
    /// What keeps everything from being sent.
    obstacle: Option<Why>,
    /// What keeps single notes.
    troubles: HashMap<NoteId, Why>,
    /// The file that is on its way, and how much of a hundred of it has gone.
    sending: Option<(FileName, u8)>,
    /// Open notes whose comments the server has told since they were opened.
    commented: HashSet<NoteId>,
    /// Notes whose comments are to be looked at now.
    wanted: HashSet<NoteId>,
    told: BTreeMap<NoteId, Summary>,
    waiting: Vec<Waiting>,
}

impl Library {
    pub(crate) fn open(vault: Vault, changes: UnboundedSender<Change>) -> Result<Self, Error> {
        let records = record::read_all(&vault)?.into_iter().collect();
        let catalogue = Catalogue {
            records,
            ..Catalogue::default()
        };
        let state = State {
            catalogue,
            ..State::default()
        };
        Ok(Self {
            history: History::new(vault.clone()),
            vault,
            changes,
            state: Mutex::new(state),
            texts: Mutex::default(),
            hurry: AtomicBool::new(false),
            bell: Notify::new(),
            files_bell: Notify::new(),
            comments_bell: Notify::new(),
            hurry_comments: AtomicBool::new(false),
        })
    }

    /// Tells the list, what waits, and that the open notes are open.
    pub(crate) fn tell_again(&self) {
        let mut state = self.state();
        state.told = state.summaries();
        state.waiting = state.all_waiting();
        let notes = state.told.values().cloned().collect();
        self.tell(Change::Listed {
            reset: true,
            notes,
            removed: Vec::new(),
            complete: state.complete,
        });
        self.tell(Change::Waiting(state.waiting.clone()));
        for note in &state.catalogue.open {
            let here = state
                .catalogue
                .records
                .get(note)
                .is_some_and(|record| record.here);
            self.tell(Change::Opened {
                note: note.clone(),
                here,
            });
        }
        let open: Vec<_> = state.catalogue.open.iter().cloned().collect();
        drop(state);
        for note in open {
            if let Err(error) = self.tell_threads(&note) {
                tracing::warn!(%note, %error, "comments could not be read");
            }
        }
    }

    pub(crate) fn list(&self) -> Vec<Summary> {
        self.state().summaries().into_values().collect()
    }

    pub(crate) fn record(&self, note: &NoteId) -> Option<Record> {
        self.state().catalogue.records.get(note).cloned()
    }

    /// Asks something of all that is known.
    pub(crate) fn ask<T>(&self, question: impl FnOnce(&Catalogue) -> T) -> T {
        question(&self.state().catalogue)
    }

    /// Changes what is known of a note, which begins to exist with it; durable when it returns.
    pub(crate) async fn change(
        &self,
        note: &NoteId,
        change: impl FnOnce(&mut Record),
    ) -> Result<(), Error> {
        self.change_with(Batch::new(), note, change).await
    }

    /// As [`change`](Self::change), together with what is in the batch already.
    async fn change_with(
        &self,
        batch: Batch,
        note: &NoteId,
        change: impl FnOnce(&mut Record),
    ) -> Result<(), Error> {
        let written = {
            let mut state = self.state();
            let record = state.catalogue.records.entry(note.clone()).or_default();
            let before = record.clone();
            change(record);
            if batch.is_empty() && *record == before {
                None
            } else {
                // Begun under the lock, so that the disk sees the changes in the order of memory.
                Some(self.vault.commit(record::put(batch, note, record)))
            }
        };
        if let Some(written) = written {
            written.await.map_err(stored("saving a note"))?;
            self.publish_one(note);
        }
        Ok(())
    }

    /// As [`change`](Self::change), of many notes at a time.
    pub(crate) async fn change_all<F: FnOnce(&mut Record)>(
        &self,
        changes: impl IntoIterator<Item = (NoteId, F)>,
    ) -> Result<(), Error> {
        let written = {
            let mut state = self.state();
            let mut batch = Batch::new();
            for (note, change) in changes {
                let record = state.catalogue.records.entry(note.clone()).or_default();
                let before = record.clone();
                change(record);
                if *record != before {
                    batch = record::put(batch, &note, record);
                }
            }
            (!batch.is_empty()).then(|| self.vault.commit(batch))
        };
        if let Some(written) = written {
            written.await.map_err(stored("saving the list"))?;
            self.publish();
        }
        Ok(())
    }

    /// Says that the whole list was seen at the server.
    pub(crate) fn completed(&self) {
        let first = !std::mem::replace(&mut self.state().complete, true);
        if first {
            self.tell(Change::Listed {
                reset: false,
                notes: Vec::new(),
                removed: Vec::new(),
                complete: true,
            });
        }
    }

    /// What keeps everything from being sent; `None` when nothing does.
    pub(crate) fn set_obstacle(&self, obstacle: Option<Why>) {
        let before = std::mem::replace(&mut self.state().obstacle, obstacle);
        if before != obstacle {
            if obstacle == Some(Why::SignedOut) {
                self.tell(Change::SignedOut);
            }
            self.publish();
        }
    }

    /// What keeps one note from being sent; `None` when nothing does.
    pub(crate) fn set_trouble(&self, note: &NoteId, trouble: Option<Why>) {
        let before = match trouble {
            Some(why) => self.state().troubles.insert(note.clone(), why),
            None => self.state().troubles.remove(note),
        };
        if before != trouble {
            self.publish();
        }
    }

    /// There may be something to do for whoever syncs.
    pub(crate) fn ring(&self) {
        self.bell.notify_one();
        self.files_bell.notify_one();
        self.comments_bell.notify_one();
    }

    /// A file of this note is on its way, and so much of a hundred of it has gone; or none is.
    pub(crate) fn set_sending(&self, note: &NoteId, sending: Option<(FileName, u8)>) {
        let before = std::mem::replace(&mut self.state().sending, sending.clone());
        if before != sending {
            self.publish_one(note);
        }
    }

    pub(crate) fn is_open(&self, note: &NoteId) -> bool {
        self.state().catalogue.open.contains(note)
    }

    pub(crate) fn opened(&self, note: &NoteId) -> Result<(), Error> {
        let mut state = self.state();
        let Some(record) = state.catalogue.records.get(note) else {
            return Err(Error::Missing { note: note.clone() });
        };
        let here = record.here;
        state.catalogue.open.insert(note.clone());
        self.tell(Change::Opened {
            note: note.clone(),
            here,
        });
        drop(state);
        self.tell_threads(note)
    }

    /// Where the edits of an open note go besides the disk; `None` ends it.
    pub(crate) fn set_line(&self, note: &NoteId, line: Option<UnboundedSender<Outgoing>>) {
        let mut state = self.state();
        match line {
            Some(line) => state.lines.insert(note.clone(), line),
            None => state.lines.remove(note),
        };
    }

    pub(crate) fn has_line(&self, note: &NoteId) -> bool {
        self.state().lines.contains_key(note)
    }

    /// Nobody is connected any more.
    pub(crate) fn clear_lines(&self) {
        let mut state = self.state();
        state.lines.clear();
        state.catalogue.in_room.clear();
    }

    pub(crate) fn set_in_room(&self, note: &NoteId, there: bool) {
        let mut state = self.state();
        if there {
            state.catalogue.in_room.insert(note.clone());
        } else {
            state.catalogue.in_room.remove(note);
        }
    }

    pub(crate) fn send_out(&self, note: &NoteId, outgoing: Outgoing) {
        if let Some(line) = self.state().lines.get(note) {
            // Nobody listens any more: the next connection begins with a full exchange.
            let _ = line.send(outgoing);
        }
    }

    pub(crate) fn tell(&self, change: Change) {
        // Without a listener nobody misses it.
        let _ = self.changes.send(change);
    }

    pub(crate) fn history(&self) -> &History {
        &self.history
    }

    pub(crate) fn vault(&self) -> &Vault {
        &self.vault
    }

    /// As [`publish`](Self::publish), when nothing but one note has changed.
    fn publish_one(&self, note: &NoteId) {
        let mut state = self.state();
        let now = state.summary(note);
        if now.is_some() != state.told.contains_key(note) {
            // Those that stand under it are told in another way now.
            drop(state);
            return self.publish();
        }
        if let Some(now) = now
            && state.told.get(note) != Some(&now)
        {
            self.tell(Change::Listed {
                reset: false,
                notes: vec![now.clone()],
                removed: Vec::new(),
                complete: state.complete,
            });
            state.told.insert(note.clone(), now);
        }
        self.tell_waiting(&mut state);
    }

    fn tell_waiting(&self, state: &mut State) {
        let waiting = state.all_waiting();
        if state.waiting != waiting {
            self.tell(Change::Waiting(waiting.clone()));
            state.waiting = waiting;
        }
    }

    /// Tells what is different in the list and in what waits since it was told last.
    fn publish(&self) {
        let mut state = self.state();
        let now = state.summaries();
        let changed = |(id, summary): &(&NoteId, &Summary)| state.told.get(*id) != Some(*summary);
        let notes: Vec<_> = now
            .iter()
            .filter(changed)
            .map(|(_, summary)| summary.clone())
            .collect();
        let removed: Vec<_> = state
            .told
            .keys()
            .filter(|id| !now.contains_key(*id))
            .cloned()
            .collect();
        if !notes.is_empty() || !removed.is_empty() {
            let complete = state.complete;
            self.tell(Change::Listed {
                reset: false,
                notes,
                removed,
                complete,
            });
        }
        state.told = now;
        self.tell_waiting(&mut state);
    }

    fn was_typed(&self, note: &NoteId) {
        self.state()
            .catalogue
            .typed
            .insert(note.clone(), Instant::now());
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn slot(&self, note: &NoteId) -> Slot {
        let mut texts = self.texts.lock().unwrap_or_else(PoisonError::into_inner);
        texts.entry(note.clone()).or_default().clone()
    }

    pub(crate) async fn close(&self, note: &NoteId) {
        {
            let mut state = self.state();
            state.catalogue.open.remove(note);
            state.lines.remove(note);
            state.catalogue.in_room.remove(note);
            state.catalogue.typed.remove(note);
            state.commented.remove(note);
        }
        self.put_away(note).await;
    }
}

impl State {
    fn why(&self, note: &NoteId) -> Why {
        let trouble = self.troubles.get(note).copied();
        self.obstacle.or(trouble).unwrap_or(Why::Sending)
    }

    /// A note in the trash is listed for thirty days, as long as its owner can take it out again; what went with
    /// another one is not.
    fn summary(&self, note: &NoteId) -> Option<Summary> {
        let known = &self.catalogue;
        let record = known.record(note)?;
        let kept = record.trashed && record.own && record.deleted.is_some_and(is_recent);
        if !(record.listed() || kept) || known.goes_with_another(note) {
            return None;
        }
        let is_there = |id: &NoteId| known.record(id).is_some_and(Record::listed);
        let parent = record.parent.clone().filter(is_there);
        let mut summary = record.summary(note, parent, self.why(note));
        let sent = |upload: &Upload| {
            let (file, sent) = self.sending.as_ref()?;
            (*file == upload.file).then_some(*sent)
        };
        let uploads = record.uploads.iter();
        summary.uploads = uploads.map(|upload| upload.shown(sent(upload))).collect();
        Some(summary)
    }

    fn summaries(&self) -> BTreeMap<NoteId, Summary> {
        let summary = |id: &NoteId| Some((id.clone(), self.summary(id)?));
        self.catalogue.records.keys().filter_map(summary).collect()
    }

    fn all_waiting(&self) -> Vec<Waiting> {
        let waiting = |(id, record): (&NoteId, &Record)| record.as_waiting(id, self.why(id));
        self.catalogue.records.iter().filter_map(waiting).collect()
    }
}

/// Whether it was deleted so lately that the server still has it.
fn is_recent(deleted: u64) -> bool {
    now().saturating_sub(deleted) < TRASH_KEPT
}

pub(crate) fn now() -> u64 {
    millis(SystemTime::now())
}

/// Shared, because tasks outlive the call that started them.
pub(crate) type Shared = Arc<Library>;
