//! The files of notes: pictures, papers, recordings. What is given here is sealed on disk before it is shown, and sent
//! when there is a server; what was seen once is there without one.
//!
//! It promises that a file that the server does not have is never thrown away, and that no address but the agency's is
//! asked for one, whatever a note's text says. It deliberately looks into no file but for its first bytes.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::sync::OwnedMutexGuard;
use url::Url;

use crate::docs::Trouble;
use crate::error::Error;
use crate::id::NoteId;
use crate::library::now;
use crate::notes::Notes;
use crate::record::{Stage, Upload};
use crate::sharing::failing;
use crate::sync::Context;

mod file;
mod store;

pub use file::{FileName, Kind};
pub(crate) use store::Store;

/// What a server takes unless its operator has set it otherwise; bytes.
const LARGEST: usize = 10 << 20;

/// A file that waits to be sent, as the window shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Its name in the note's text.
    pub file: FileName,
    /// What the agent calls it.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// How far it has come.
    pub progress: Progress,
}

/// How far a file has come on its way to the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// It waits.
    Waiting,
    /// It is being sent: so much of a hundred.
    Sending(u8),
    /// The server has it and looks whether it is clean.
    Checking,
    /// The server does not take it. It stays here.
    Refused(Refused),
}

/// Why a server does not take a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Refused {
    /// It is larger than the server takes.
    TooLarge,
    /// The server has found something harmful in it, or lost it while it looked.
    Unsafe,
    /// For a reason of the server's own.
    Rejected,
}

impl Notes {
    /// Takes a file for a note: it is on disk when this returns, and sent later. The reply is the address that the
    /// note's text shows it by until the server has named it.
    ///
    /// # Errors
    /// [`Error::Refused`] when it is empty or too large, [`Error::Forbidden`], [`Error::Missing`], or
    /// [`Error::Store`] when it was not saved.
    pub async fn attach(&self, note: &NoteId, name: &str, bytes: Vec<u8>) -> Result<Url, Error> {
        let doing = "taking a file";
        if !self.known(note)?.editable {
            return Err(Error::Forbidden {
                doing,
                note: note.clone(),
            });
        }
        if bytes.is_empty() || bytes.len() > LARGEST {
            return Err(Error::Refused { doing });
        }
        let file = FileName::random(name, &bytes);
        let upload = Upload {
            file: file.clone(),
            name: file::shown(name),
            size: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
            since: now(),
            stage: Stage::Waiting,
        };
        self.files().put(note, &file, bytes).await?;
        self.tell_later(note, |record| record.uploads.push(upload))
            .await?;
        self.docs()
            .file_address(&file.path(note))
            .ok_or(Error::Refused { doing })
    }

    /// A file that some note shows, from this machine or from the server, which is then kept here.
    ///
    /// # Errors
    /// [`Error::Offline`] and the like when it is not here and cannot be fetched, [`Error::Store`].
    pub async fn attachment(&self, note: &NoteId, file: &FileName) -> Result<Vec<u8>, Error> {
        if let Some(bytes) = self.files().get(note, file).await? {
            return Ok(bytes);
        }
        let fetched = fetch(self.context(), note, file).await;
        fetched.map_err(failing("fetching a file", note))
    }

    /// Tries to send a file again that the server did not take.
    ///
    /// # Errors
    /// [`Error::Missing`], or [`Error::Store`] when that was not saved.
    pub async fn send_again(&self, note: &NoteId, file: &FileName) -> Result<(), Error> {
        self.known(note)?;
        self.tell_later(note, |record| {
            if let Some(upload) = record.upload_mut(file) {
                upload.stage = Stage::Waiting;
            }
        })
        .await
    }

    /// Gives a file up that the server does not have. The text may still point to it.
    ///
    /// # Errors
    /// [`Error::Missing`], or [`Error::Store`] when that was not saved.
    pub async fn give_up(&self, note: &NoteId, file: &FileName) -> Result<(), Error> {
        self.known(note)?;
        self.tell_later(note, |record| {
            record.uploads.retain(|upload| upload.file != *file);
        })
        .await?;
        self.files().remove(note, file).await
    }
}

/// Fetches a file from the server and keeps it. One that is being fetched is waited for.
pub(crate) async fn fetch(
    context: &Context,
    note: &NoteId,
    file: &FileName,
) -> Result<Vec<u8>, Trouble> {
    let _turn = context.fetches.lock(store::key(note, file)).await;
    let kept = context.files.get(note, file).await;
    if let Some(bytes) = kept.map_err(Trouble::of_disk)? {
        return Ok(bytes);
    }
    let bytes = context.docs.file(&file.path(note)).await?;
    if let Err(error) = keep(context, note, file, bytes.clone()).await {
        tracing::warn!(%note, %error, "a file that was fetched is not kept");
    }
    Ok(bytes)
}

async fn keep(
    context: &Context,
    note: &NoteId,
    file: &FileName,
    bytes: Vec<u8>,
) -> Result<(), Error> {
    context.files.put(note, file, bytes).await?;
    let (unsent, pinned): (HashSet<String>, HashSet<String>) = context.library.ask(|known| {
        let uploads = known.records.iter().flat_map(|(note, record)| {
            let key = move |upload: &Upload| store::key(note, &upload.file);
            record.uploads.iter().map(key)
        });
        let pinned = known.select(|_, record| record.pinned);
        (
            uploads.collect(),
            pinned.map(|(note, _)| note.to_string()).collect(),
        )
    });
    let needed = |key: &str| unsent.contains(key) || pinned.contains(store::note_of(key));
    context.files.make_room(needed).await
}

/// One turn for each name.
#[derive(Default)]
pub(crate) struct Turns(Mutex<HashMap<String, Weak<tokio::sync::Mutex<()>>>>);

impl Turns {
    async fn lock(&self, name: String) -> OwnedMutexGuard<()> {
        let turn = {
            let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            turns.retain(|_, turn| turn.strong_count() > 0);
            let turn = turns.get(&name).and_then(Weak::upgrade).unwrap_or_default();
            turns.insert(name, Arc::downgrade(&turn));
            turn
        };
        turn.lock_owned().await
    }
}
