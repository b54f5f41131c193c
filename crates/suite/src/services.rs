//! The parts of an open desk: notes, chat and assistant, and the roads on which what they tell becomes events.
//!
//! It promises that each part's facts reach the window in the order in which they were told. It deliberately decides
//! nothing about them: what they mean is the parts' own business.

mod assistant;
mod chat;
pub(crate) mod comments;
mod notes;
pub(crate) mod sharing;
mod timeline;
mod verification;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use ::assistant::Assistant;
use ::chat::{Chat, Keep};
use ::notes::Notes;
use net::Network;
use session::Session;
use tokio::sync::Notify;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinSet;
use vault::Vault;

use crate::desk::Opened;
use crate::failure::{Code, Failure};
use crate::outbox::Outbox;
use crate::stream::Stream;
use crate::wire::Millis;
use crate::wire::notes::NoteId;

pub(crate) use self::assistant::id as conversation_id;
pub(crate) use self::chat::{id as room_id, person};
pub(crate) use self::notes::{id as note_id, versions};

/// Where what the parts tell goes.
#[derive(Debug, Clone)]
pub(crate) struct Ways {
    /// To the window.
    pub(crate) stream: Arc<Stream>,
    /// To the list of what waits.
    pub(crate) outbox: Arc<Outbox>,
    /// Rung when a server knows us no more.
    pub(crate) signed_out: Arc<Notify>,
}

/// The parts of the desk that the agency has.
#[derive(Debug)]
pub(crate) struct Services {
    pub(crate) notes: Option<Notes>,
    pub(crate) chat: Option<Chat>,
    pub(crate) assistant: Option<Assistant>,
    rooms: Arc<Mutex<chat::Told>>,
    ways: Ways,
    roads: Mutex<JoinSet<()>>,
}

impl Services {
    /// Opens the parts from the disk. Sends nothing.
    pub(crate) async fn open(
        opened: &Opened,
        room_for_files: u64,
        ways: Ways,
    ) -> Result<Self, Failure> {
        let Opened {
            vault,
            network,
            session,
            ..
        } = opened;
        let mut roads = JoinSet::new();
        let rooms = Arc::<Mutex<chat::Told>>::default();
        let (changes, told) = unbounded_channel();
        let notes = open_notes(opened, room_for_files, changes).await?;
        roads.spawn(tell_notes(told, ways.clone()));
        let (changes, told) = unbounded_channel();
        let chat = open_chat(vault, network, session, changes).await?;
        roads.spawn(tell_chat(told, Arc::clone(&rooms), ways.clone()));
        let (changes, told) = unbounded_channel();
        let assistant = open_assistant(vault, network, session, changes)?;
        roads.spawn(tell_assistant(told, Arc::clone(&ways.stream)));
        Ok(Self {
            notes,
            chat,
            assistant,
            rooms,
            ways,
            roads: Mutex::new(roads),
        })
    }

    /// Starts syncing and sending, or tries again at once.
    pub(crate) async fn start(&self) {
        if let Some(notes) = &self.notes {
            notes.start();
            notes.retry().await;
        }
        if let Some(chat) = &self.chat
            && chat.me().is_some()
            && let Err(error) = chat.start().await
        {
            tracing::warn!(%error, "chat does not sync");
        }
    }

    /// Tells the whole state of everything once more, for a window that has just come.
    pub(crate) async fn tell_again(&self) {
        if let Some(notes) = &self.notes {
            notes.tell_again().await;
        }
        if let Some(chat) = &self.chat {
            chat.tell_again().await;
        }
        if let Some(assistant) = &self.assistant {
            assistant.tell_again().await;
        }
    }

    /// Ends everything and waits for it; afterwards the vault can be closed.
    pub(crate) async fn close(&self) {
        if let Some(assistant) = &self.assistant {
            assistant.close().await;
        }
        if let Some(notes) = &self.notes {
            notes.stop().await;
        }
        if let Some(chat) = &self.chat {
            chat.close().await;
        }
        let mut roads =
            std::mem::take(&mut *self.roads.lock().unwrap_or_else(PoisonError::into_inner));
        roads.shutdown().await;
        self.ways.outbox.notes(Vec::new(), &self.ways.stream);
        self.ways.outbox.rooms(Vec::new(), &self.ways.stream);
    }

    /// Whether the homeserver knows us, as far as anyone knows.
    pub(crate) fn in_chat(&self) -> bool {
        self.chat.as_ref().is_some_and(|chat| chat.me().is_some())
            && !lock(&self.rooms).is_signed_out()
    }

    /// The agent has signed in to chat again.
    pub(crate) fn signed_in_to_chat(&self) {
        lock(&self.rooms).signed_in();
    }

    /// A room's timeline is told no more.
    pub(crate) fn room_closed(&self, room: &::chat::RoomId) {
        let waiting = {
            let mut rooms = lock(&self.rooms);
            rooms.closed(room);
            rooms.waiting()
        };
        self.ways.outbox.rooms(waiting, &self.ways.stream);
    }

    /// The text of these notes, to be given to the assistant.
    pub(crate) async fn sources(
        &self,
        ids: &[NoteId],
    ) -> Result<Vec<::assistant::Source>, Failure> {
        let missing = || Failure::new(Code::Missing, "a source is not there");
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let notes = self.notes.as_ref().ok_or_else(missing)?;
        let list = notes.list();
        let mut sources = Vec::new();
        for id in ids {
            let note = list
                .iter()
                .find(|note| note.id.as_str() == id.0)
                .ok_or_else(missing)?;
            let text = notes.text(&note.id).await?;
            sources.push(::assistant::Source {
                note: id.0.clone(),
                title: note.title.clone(),
                text,
            });
        }
        Ok(sources)
    }

    /// The rooms in the list.
    pub(crate) fn rooms(&self) -> Vec<::chat::RoomSummary> {
        lock(&self.rooms).rooms().to_vec()
    }
}

async fn open_notes(
    opened: &Opened,
    room_for_files: u64,
    changes: UnboundedSender<::notes::Change>,
) -> Result<Option<Notes>, Failure> {
    let Some(docs) = &opened.session.profile().docs else {
        return Ok(None);
    };
    let opening = ::notes::Opening {
        vault: opened.vault.clone(),
        network: opened.network.clone(),
        session: opened.session.clone(),
        docs: docs.url.clone(),
        room_for_files,
        changes,
    };
    Ok(Some(Notes::open(opening).await?))
}

/// A kept session that cannot be used keeps nobody out: chat then wants a sign-in.
async fn open_chat(
    vault: &Vault,
    network: &Network,
    session: &Session,
    changes: UnboundedSender<::chat::Change>,
) -> Result<Option<Chat>, Failure> {
    let Some(matrix) = &session.profile().matrix else {
        return Ok(None);
    };
    let keeper = session.clone();
    let save = Arc::new(move |kept| keeper.keep_matrix(&kept).map_err(Into::into));
    let chat = Chat::open(::chat::Opening {
        vault: vault.clone(),
        network: network.clone(),
        homeserver: matrix.homeserver.clone(),
        keep: Keep { save },
        changes,
    });
    if let Some(kept) = session.matrix()?
        && let Err(error) = chat.restore(&kept).await
    {
        tracing::error!(error = crate::failure::chain(&error), "chat does not open");
    }
    Ok(Some(chat))
}

fn open_assistant(
    vault: &Vault,
    network: &Network,
    session: &Session,
    changes: UnboundedSender<::assistant::Change>,
) -> Result<Option<Assistant>, Failure> {
    let Some(gateway) = &session.profile().assistant else {
        return Ok(None);
    };
    let opening = ::assistant::Opening {
        vault: vault.clone(),
        network: network.clone(),
        session: session.clone(),
        gateway: gateway.clone(),
        changes,
    };
    Ok(Some(Assistant::open(opening)?))
}

async fn tell_notes(mut told: UnboundedReceiver<::notes::Change>, ways: Ways) {
    while let Some(change) = told.recv().await {
        match change {
            ::notes::Change::Waiting(waiting) => {
                ways.outbox.notes(
                    waiting.into_iter().map(notes::waiting).collect(),
                    &ways.stream,
                );
            }
            ::notes::Change::SignedOut => ways.signed_out.notify_one(),
            change => notes::event(change)
                .into_iter()
                .for_each(|event| ways.stream.tell(event)),
        }
    }
}

async fn tell_chat(
    mut told: UnboundedReceiver<::chat::Change>,
    rooms: Arc<Mutex<chat::Told>>,
    ways: Ways,
) {
    while let Some(change) = told.recv().await {
        let (event, waiting, known_before, known) = {
            let mut rooms = lock(&rooms);
            let known_before = rooms.is_signed_out();
            let event = rooms.take(change);
            (event, rooms.waiting(), known_before, rooms.is_signed_out())
        };
        event.into_iter().for_each(|event| ways.stream.tell(event));
        ways.outbox.rooms(waiting, &ways.stream);
        if known != known_before {
            ways.signed_out.notify_one();
        }
    }
}

async fn tell_assistant(mut told: UnboundedReceiver<::assistant::Change>, stream: Arc<Stream>) {
    while let Some(change) = told.recv().await {
        stream.tell(assistant::event(change));
    }
}

/// A time on the wire. What lies before the epoch is the epoch.
pub(crate) fn time(at: SystemTime) -> Millis {
    let since = at.duration_since(UNIX_EPOCH).unwrap_or_default();
    Millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// Milliseconds on the wire.
pub(crate) fn millis(at: u64) -> Millis {
    Millis(i64::try_from(at).unwrap_or(i64::MAX))
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
