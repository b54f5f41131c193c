//! The notes as a whole: what the product calls. Every write is on disk when its call returns; sending is sync's.

use std::fmt;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};

use net::Network;
use session::Session;
use tokio::sync::mpsc::UnboundedSender;
use tokio::task::JoinSet;
use url::Url;
use vault::Vault;

use crate::attachments;
use crate::change::{Change, Summary};
use crate::docs::Docs;
use crate::error::Error;
use crate::id::NoteId;
use crate::library::{Library, Origin, Outgoing, Shared, now};
use crate::outbox::Spot;
use crate::pace::Pace;
use crate::presence;
use crate::record::{Record, Stuck};
use crate::sharing::failing;
use crate::sync::{self, Context};

/// The longest title that Docs takes, in characters.
const LONGEST_TITLE: usize = 255;

/// What the notes are opened with.
pub struct Opening {
    /// Where they lie.
    pub vault: Vault,
    /// How bytes leave.
    pub network: Network,
    /// How Docs knows the agent.
    pub session: Session,
    /// The address of Docs, as the agency's profile names it.
    pub docs: Url,
    /// How much is kept of files that the server has too; bytes.
    pub room_for_files: u64,
    /// Who is told what changes.
    pub changes: UnboundedSender<Change>,
}

/// The notes of one account. A clone is the same notes.
#[derive(Clone)]
pub struct Notes {
    library: Shared,
    context: Arc<Context>,
    task: Arc<Mutex<JoinSet<()>>>,
}

impl Notes {
    /// Opens the notes from the vault alone. Has to be called on a Tokio runtime.
    ///
    /// # Errors
    /// [`Error::Store`] when the vault cannot be read.
    pub async fn open(opening: Opening) -> Result<Self, Error> {
        Self::open_at(opening, Pace::default()).await
    }

    /// As [`open`](Self::open), with other delays.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub async fn open_at(opening: Opening, pace: Pace) -> Result<Self, Error> {
        let library = Arc::new(Library::open(opening.vault.clone(), opening.changes)?);
        let files = attachments::Store::open(opening.vault.clone(), opening.room_for_files)?;
        let docs = Docs::new(
            opening.docs,
            opening.network.clone(),
            opening.session,
            opening.vault,
            pace.calls_per_minute,
        );
        let context = Context::new(library.clone(), files, docs, opening.network, pace);
        Ok(Self {
            library,
            context: Arc::new(context),
            task: Arc::default(),
        })
    }

    /// Starts syncing; nothing happens when it is running.
    pub fn start(&self) {
        let mut task = self.task.lock().unwrap_or_else(PoisonError::into_inner);
        while task.try_join_next().is_some() {}
        if task.is_empty() {
            task.spawn(sync::run(self.context.clone()));
            task.spawn(sync::files::run(self.context.clone()));
            task.spawn(sync::comments::run(self.context.clone()));
        }
    }

    /// Stops syncing and waits for it. Everything stays readable and can be written.
    pub async fn stop(&self) {
        let mut task =
            std::mem::take(&mut *self.task.lock().unwrap_or_else(PoisonError::into_inner));
        task.shutdown().await;
        self.library.clear_lines();
        for note in self.library.ask(|known| known.open.clone()) {
            if let Err(error) = self.library.keep_version(&note).await {
                tracing::warn!(%note, %error, "an open note was not kept as a version");
            }
        }
    }

    /// Tells the list, what waits, and which notes are open once more, for a window that has just come.
    pub async fn tell_again(&self) {
        self.library.tell_again();
    }

    /// Makes a note, also offline.
    ///
    /// # Errors
    /// [`Error::Missing`] when there is no such parent, [`Error::Store`] when it was not saved.
    pub async fn create(
        &self,
        title: Option<String>,
        parent: Option<NoteId>,
    ) -> Result<NoteId, Error> {
        if let Some(parent) = &parent {
            self.known(parent)?;
        }
        let note = NoteId::random();
        let place = self.library.ask(|known| known.last_place(parent.as_ref()));
        self.make(&note, title, parent, place).await?;
        Ok(note)
    }

    /// Makes a note under this name, at this place until the server gives it one.
    pub(crate) async fn make(
        &self,
        note: &NoteId,
        title: Option<String>,
        parent: Option<NoteId>,
        place: String,
    ) -> Result<(), Error> {
        let title = title.map(fitting).filter(|title| !title.is_empty());
        self.tell_later(note, |record| {
            *record = Record::made(title, parent, now());
            record.place = place;
        })
        .await
    }

    /// Opens a note: [`Change::Opened`] follows, then its changes. One that a link led to is looked for at the server,
    /// which counts it as visited; then it is in the list.
    ///
    /// # Errors
    /// [`Error::Missing`]; of a note that is not known here also [`Error::Forbidden`], [`Error::Offline`] and the like.
    pub async fn open_note(&self, note: &NoteId) -> Result<(), Error> {
        if self.library.record(note).is_none() {
            let doing = failing("opening", note);
            let row = self.docs().note(note).await.map_err(&doing)?;
            sync::adopt(&self.context, &row).await.map_err(doing)?;
        }
        self.library.opened(note)?;
        let now = now();
        self.tell_later(note, |record| record.opened = Some(now))
            .await
    }

    /// Closes a note. What was written is sent all the same.
    pub async fn close_note(&self, note: &NoteId) {
        self.library.close(note).await;
        self.library.ring();
    }

    /// Takes a change that the window made, a Yjs update of version 1. It is on disk when this returns.
    ///
    /// # Errors
    /// [`Error::Store`] when it was not saved, [`Error::Unreadable`] when it is no update, [`Error::Missing`].
    pub async fn push(&self, note: &NoteId, update: Vec<u8>) -> Result<(), Error> {
        self.known(note)?;
        let taken = self.library.apply(note, update, Origin::Local).await;
        taken.map(drop)
    }

    /// Tells the others in an open note where this agent is. Nothing is kept.
    ///
    /// # Errors
    /// [`Error::Unreadable`] when it is no awareness update, [`Error::Missing`].
    pub async fn set_presence(&self, note: &NoteId, awareness: Vec<u8>) -> Result<(), Error> {
        self.known(note)?;
        let Some(awareness) = presence::sift(&awareness) else {
            return Err(Error::Unreadable {
                doing: "taking a presence of the window",
                source: "it is no awareness update".into(),
            });
        };
        self.library.send_out(note, Outgoing::Presence(awareness));
        Ok(())
    }

    /// Names a note; what is longer than 255 characters is cut.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::Missing`], or [`Error::Store`] when it was not saved.
    pub async fn rename(&self, note: &NoteId, title: String) -> Result<(), Error> {
        if !self.known(note)?.editable {
            return Err(Error::Forbidden {
                doing: "naming",
                note: note.clone(),
            });
        }
        let title = fitting(title);
        let rename = |record: &mut Record| record.rename(title, now());
        self.tell_later(note, rename).await
    }

    /// Puts a note into the trash, with those under it.
    ///
    /// # Errors
    /// [`Error::Forbidden`], [`Error::Missing`], or [`Error::Store`] when it was not saved.
    pub async fn delete(&self, note: &NoteId) -> Result<(), Error> {
        if !self.known(note)?.rights().delete {
            return Err(Error::Forbidden {
                doing: "deleting",
                note: note.clone(),
            });
        }
        self.tell_later(note, |record| record.trash(true, now()))
            .await
    }

    /// Takes a note out of the trash, with those under it.
    ///
    /// # Errors
    /// [`Error::Missing`], or [`Error::Store`] when it was not saved.
    pub async fn restore(&self, note: &NoteId) -> Result<(), Error> {
        self.known(note)?;
        self.tell_later(note, |record| record.trash(false, now()))
            .await
    }

    /// Marks a note as a favourite of this agent, or takes the mark away.
    ///
    /// # Errors
    /// [`Error::Missing`], or [`Error::Store`] when it was not saved.
    pub async fn favour(&self, note: &NoteId, favourite: bool) -> Result<(), Error> {
        self.known(note)?;
        self.tell_later(note, |record| record.favour(favourite, now()))
            .await
    }

    /// Keeps what a note shows on this computer, or only as long as there is room for it. Nobody else is told.
    ///
    /// # Errors
    /// [`Error::Missing`], or [`Error::Store`] when it was not saved.
    pub async fn pin(&self, note: &NoteId, pinned: bool) -> Result<(), Error> {
        self.known(note)?;
        self.tell_later(note, |record| record.pinned = pinned).await
    }

    /// Moves a note, with those under it: under `parent` or to the top, after `after` or before all others there.
    ///
    /// # Errors
    /// [`Error::Forbidden`] when it would stand under itself or is not this agent's to move; [`Error::Missing`], or
    /// [`Error::Store`] when it was not saved.
    pub async fn move_to(
        &self,
        note: &NoteId,
        parent: Option<NoteId>,
        after: Option<NoteId>,
    ) -> Result<(), Error> {
        let record = self.known(note)?;
        for other in parent.iter().chain(&after) {
            self.known(other)?;
        }
        let spot = Spot { parent, after };
        let (below_itself, place) = self.library.ask(|known| {
            let circle = known.closes_a_circle(note, spot.parent.as_ref());
            (circle, known.place_of(&spot))
        });
        if below_itself || spot.after.as_ref() == Some(note) || !record.rights().move_ {
            return Err(Error::Forbidden {
                doing: "moving",
                note: note.clone(),
            });
        }
        self.tell_later(note, |record| record.move_to(spot, place, now()))
            .await
    }

    /// Makes a note with the same text under the same note, also offline.
    ///
    /// # Errors
    /// [`Error::Missing`], or [`Error::Store`] when it was not saved or cannot be read.
    pub async fn duplicate(&self, note: &NoteId, title: String) -> Result<NoteId, Error> {
        let record = self.known(note)?;
        let text = self.library.whole(note).await?;
        let open = |parent: &NoteId| {
            let above = self.library.record(parent);
            above.is_some_and(|above| above.rights().nest)
        };
        let copy = self.create(Some(title), record.parent.filter(open)).await?;
        self.push(&copy, text).await?;
        Ok(copy)
    }

    /// The whole text as one Yjs update of version 1.
    ///
    /// # Errors
    /// [`Error::Missing`], or [`Error::Store`] when it cannot be read.
    pub async fn state(&self, note: &NoteId) -> Result<Vec<u8>, Error> {
        self.known(note)?;
        self.library.whole(note).await
    }

    /// The text as people read it, a line for each block.
    ///
    /// # Errors
    /// As [`state`](Self::state).
    pub async fn text(&self, note: &NoteId) -> Result<String, Error> {
        self.known(note)?;
        self.library.read(note, |document| document.text()).await
    }

    /// The note that an address leads to, if it is the address of a note at this server.
    pub fn note_at(&self, address: &Url) -> Option<NoteId> {
        self.docs().note_at(address)
    }

    /// The address by which a browser opens a note.
    ///
    /// # Errors
    /// [`Error::Missing`].
    pub fn address(&self, note: &NoteId) -> Result<Url, Error> {
        self.known(note)?;
        Ok(self.docs().address(note))
    }

    /// The notes that are in no trash.
    pub fn list(&self) -> Vec<Summary> {
        let mut list = self.library.list();
        list.retain(|note| note.deleted.is_none());
        list
    }

    /// Sends now what waits, whatever pause there was and whatever stood in the way.
    pub async fn retry(&self) {
        let stuck = |_: &NoteId, record: &Record| {
            record.waiting() > 0 && record.stuck.is_some()
                || record.comments.iter().any(|act| act.refused)
        };
        let stuck: Vec<NoteId> = self
            .library
            .ask(|known| known.select(stuck).map(|(note, _)| note.clone()).collect());
        let freed = stuck.into_iter().map(|note| (note, Record::free));
        if let Err(error) = self.library.change_all(freed).await {
            tracing::warn!(%error, "notes were not freed for sending");
        }
        self.library.hurry.store(true, Ordering::SeqCst);
        self.context.hurry_files();
        self.library.hurry_comments.store(true, Ordering::SeqCst);
        self.library.ring();
    }

    pub(crate) fn library(&self) -> &Library {
        &self.library
    }

    pub(crate) fn docs(&self) -> &Docs {
        &self.context.docs
    }

    pub(crate) fn files(&self) -> &attachments::Store {
        &self.context.files
    }

    pub(crate) fn context(&self) -> &Context {
        &self.context
    }

    /// The agent has given the note up. What was not sent keeps it in the list.
    pub(crate) async fn lost(&self, note: &NoteId) -> Result<(), Error> {
        let lose = |record: &mut Record| {
            record.editable = false;
            if record.waiting() == 0 {
                (record.trashed, record.thrown) = (true, false);
            } else {
                record.stuck = Some(Stuck::Forbidden);
            }
        };
        self.tell_later(note, lose).await
    }

    pub(crate) fn known(&self, note: &NoteId) -> Result<Record, Error> {
        self.library
            .record(note)
            .ok_or_else(|| Error::Missing { note: note.clone() })
    }

    pub(crate) async fn tell_later(
        &self,
        note: &NoteId,
        change: impl FnOnce(&mut Record),
    ) -> Result<(), Error> {
        self.library.change(note, change).await?;
        self.library.ring();
        Ok(())
    }
}

impl fmt::Debug for Notes {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("Notes")
    }
}

fn fitting(title: String) -> String {
    title.trim().chars().take(LONGEST_TITLE).collect()
}
