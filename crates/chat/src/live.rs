//! Everything that exists while a session is open: the client, syncing, the open rooms and the tasks around them.
//! Ends with `close`, which leaves the stores free for another client.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use matrix_sdk::ruma::{OwnedRoomId, RoomId as MatrixRoomId};
use matrix_sdk::{AuthSession, Client, Room};
use matrix_sdk_ui::sync_service::SyncService;
use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use crate::change::{Change, Connection};
use crate::chat::Ground;
use crate::encryption::{self, EncryptionState};
use crate::error::{Cause, Error, Verdict, failed};
use crate::id::RoomId;
use crate::kept::Kept;
use crate::list::{Diff, ListChange};
use crate::rooms::read::Receipts;
use crate::rooms::summary::RoomSummary;
use crate::timeline::OpenRoom;
use crate::verification::Verifications;
use crate::{client, rooms, send, session, sync, verification};

/// How many of the newest messages of each room come with the room list. With less, several messages between two
/// answers leave a gap that previews and counts cannot see.
const TIMELINE_LIMIT: u32 = 20;

/// How long a request that is under way may hold the stores.
const LONGEST_SEND: Duration = Duration::from_secs(8);

/// How long the first answer of the homeserver is waited for by what cannot do without it.
const FIRST_ANSWER: Duration = Duration::from_secs(10);

pub(crate) struct Live {
    pub(crate) client: Client,
    pub(crate) service: Arc<SyncService>,
    pub(crate) changes: UnboundedSender<Change>,
    pub(crate) connection: watch::Receiver<Connection>,
    pub(crate) rooms: Arc<Told<RoomSummary>>,
    pub(crate) open: tokio::sync::Mutex<HashMap<OwnedRoomId, Arc<OpenRoom>>>,
    pub(crate) receipts: Arc<Receipts>,
    pub(crate) verifications: Arc<Verifications>,
    encryption: watch::Receiver<EncryptionState>,
    wanted: Arc<AtomicBool>,
    tasks: Mutex<JoinSet<()>>,
}

impl Live {
    /// Opens the stores of `kept` with its session. Needs no network and starts no syncing.
    pub(crate) async fn open(
        ground: &Ground,
        kept: &Kept,
        session: AuthSession,
    ) -> Result<Arc<Self>, Error> {
        let client = client::with_store(
            &ground.vault,
            &ground.network,
            &ground.homeserver,
            &kept.store,
        )
        .await?;
        session::save_renewed(&client, &kept.store, &ground.keep)?;
        // Nothing is sent before the server has answered: a request that meets a dead line or a dead session would
        // be parked as failed.
        client.send_queue().set_enabled(false).await;
        client
            .restore_session(session)
            .await
            .map_err(failed("restoring the session"))?;
        let service = SyncService::builder(client.clone())
            .with_offline_mode()
            .with_room_list_timeline_limit(TIMELINE_LIMIT)
            .build()
            .await
            .map_err(|error| Error::new(Verdict::Store, "preparing to sync", error.into()))?;
        Ok(Self::with(ground, kept, client, Arc::new(service)))
    }

    fn with(ground: &Ground, kept: &Kept, client: Client, service: Arc<SyncService>) -> Arc<Self> {
        let (connection_told, connection) = watch::channel(Connection::Stopped);
        let (encryption_told, encryption) = watch::channel(EncryptionState::Unknown);
        let (requests, asked) = mpsc::unbounded_channel();
        let live = Self {
            changes: ground.changes.clone(),
            rooms: Arc::default(),
            open: tokio::sync::Mutex::default(),
            receipts: Arc::default(),
            verifications: Arc::new(Verifications::new(&client, requests)),
            wanted: Arc::default(),
            tasks: Mutex::default(),
            client,
            service,
            connection,
            encryption,
        };
        let syncing = sync::Watched {
            client: live.client.clone(),
            service: live.service.clone(),
            network: ground.network.clone(),
            changes: live.changes.clone(),
            wanted: live.wanted.clone(),
        };
        live.spawn(sync::watch(syncing, connection_told));
        live.spawn(rooms::watch(
            live.service.room_list_service(),
            live.rooms.clone(),
            live.changes.clone(),
        ));
        live.spawn(encryption::watch(
            live.client.clone(),
            live.changes.clone(),
            encryption_told,
        ));
        live.spawn(verification::watch(
            live.verifications.clone(),
            asked,
            live.changes.clone(),
        ));
        live.spawn(send::watch_failures(
            live.client.clone(),
            live.connection.clone(),
        ));
        live.spawn(rooms::read::watch(
            live.client.clone(),
            live.receipts.clone(),
            live.connection.clone(),
        ));
        live.spawn(session::watch(session::Watched {
            client: live.client.clone(),
            service: live.service.clone(),
            store: kept.store.clone(),
            keep: ground.keep.clone(),
            changes: live.changes.clone(),
            wanted: live.wanted.clone(),
        }));
        Arc::new(live)
    }

    /// Starts syncing, or tries at once when the server did not answer before.
    pub(crate) async fn start(&self) {
        self.wanted.store(true, Ordering::SeqCst);
        self.service.start().await;
    }

    /// Stops syncing. What is on disk stays readable.
    pub(crate) async fn stop(&self) {
        self.wanted.store(false, Ordering::SeqCst);
        sync::stop(&self.service).await;
        self.client.send_queue().set_enabled(false).await;
    }

    /// Stops everything, and waits until the stores are free: a second client on stores that the first one still
    /// writes to would find events that it does not know, and the SDK panics at that.
    ///
    /// The client itself stays behind, idle: its task for latest events holds it for ever (matrix-sdk 0.18).
    pub(crate) async fn close(&self) {
        let sending = send::UnderWay::after_stopping(&self.client, self.is_online()).await;
        self.stop().await;
        self.open.lock().await.clear();
        let mut tasks = std::mem::take(&mut *lock(&self.tasks));
        tasks.shutdown().await;
        if tokio::time::timeout(LONGEST_SEND, sending.ended())
            .await
            .is_err()
        {
            tracing::warn!("chat was closed while something was still being sent");
        }
    }

    /// Tells everything again that a window needs which was not there before.
    pub(crate) async fn tell_again(&self) {
        let tell = |change| {
            let _ = self.changes.send(change);
        };
        tell(Change::Connection(*self.connection.borrow()));
        tell(Change::Encryption(*self.encryption.borrow()));
        self.rooms.again(|change| tell(Change::Rooms(change)));
        self.verifications.again(&self.changes).await;
        for room in self.open.lock().await.values() {
            room.tell_again();
        }
    }

    /// A task that ends with this value.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let mut tasks = lock(&self.tasks);
        while tasks.try_join_next().is_some() {}
        tasks.spawn(task);
    }

    pub(crate) fn room(&self, id: &RoomId, doing: &'static str) -> Result<Room, Error> {
        MatrixRoomId::parse(id.as_str())
            .ok()
            .and_then(|id| self.client.get_room(&id))
            .ok_or(Error::Missing {
                doing,
                what: "room",
            })
    }

    pub(crate) fn is_online(&self) -> bool {
        *self.connection.borrow() == Connection::Online
    }

    /// Waits for the first answer while it may still come. Without a network it says so before anything is tried.
    pub(crate) async fn reach(&self, doing: &'static str) -> Result<(), Error> {
        let mut connection = self.connection.clone();
        let settled = connection.wait_for(|now| *now != Connection::Connecting);
        let answered = match tokio::time::timeout(FIRST_ANSWER, settled).await {
            Ok(Ok(now)) => *now == Connection::Online,
            _ => false,
        };
        if answered {
            return Ok(());
        }
        let source: Cause = "there is no connection".into();
        Err(Error::Offline { doing, source })
    }
}

/// A list as it was last told. Telling happens under its lock, so changes and whole lists arrive in order.
pub(crate) struct Told<T> {
    items: Mutex<Option<Vec<T>>>,
}

impl<T> Default for Told<T> {
    fn default() -> Self {
        Self {
            items: Mutex::default(),
        }
    }
}

impl<T: Clone + PartialEq> Told<T> {
    /// Applies `change` and tells what is really different.
    pub(crate) fn tell(&self, change: ListChange<T>, tell: impl FnOnce(ListChange<T>)) {
        let mut held = lock(&self.items);
        let items = held.get_or_insert_default();
        match change {
            ListChange::Reset(all) => {
                items.clone_from(&all);
                tell(ListChange::Reset(all));
            }
            ListChange::Diffs(diffs) => {
                let news = news(diffs, items);
                if !news.is_empty() {
                    tell(ListChange::Diffs(news));
                }
            }
        }
    }

    /// Tells the whole list, if it was told before.
    pub(crate) fn again(&self, tell: impl FnOnce(ListChange<T>)) {
        if let Some(items) = &*lock(&self.items) {
            tell(ListChange::Reset(items.clone()));
        }
    }

    /// How many items were told.
    pub(crate) fn len(&self) -> usize {
        lock(&self.items).as_ref().map_or(0, Vec::len)
    }
}

fn news<T: Clone + PartialEq>(diffs: Vec<Diff<T>>, items: &mut Vec<T>) -> Vec<Diff<T>> {
    diffs
        .into_iter()
        .filter(|diff| {
            let same = matches!(diff, Diff::Set { at, item } if items.get(*at) == Some(item));
            if !same {
                ListChange::Diffs(vec![diff.clone()]).apply(items);
            }
            !same
        })
        .collect()
}

/// Locks for a moment. A panic of another holder leaves a list or a set of tasks that is still whole.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(list: &Told<u8>, change: ListChange<u8>) -> Option<ListChange<u8>> {
        let mut heard = None;
        list.tell(change, |change| heard = Some(change));
        heard
    }

    #[test]
    fn what_is_the_same_is_not_told() {
        let list = Told::default();
        let reset = ListChange::Reset(vec![1, 2]);
        assert_eq!(told(&list, reset.clone()), Some(reset));
        let same = ListChange::Diffs(vec![Diff::Set { at: 0, item: 1 }]);
        assert_eq!(told(&list, same), None);
        let mixed = ListChange::Diffs(vec![
            Diff::Set { at: 1, item: 2 },
            Diff::Remove { at: 0 },
            Diff::Set { at: 0, item: 2 },
            Diff::Set { at: 0, item: 3 },
        ]);
        let expected = vec![Diff::Remove { at: 0 }, Diff::Set { at: 0, item: 3 }];
        assert_eq!(told(&list, mixed), Some(ListChange::Diffs(expected)));
    }

    #[test]
    fn a_list_is_told_again_only_when_it_was_told() {
        let list: Told<u8> = Told::default();
        let mut heard = Vec::new();
        list.again(|change| heard.push(change));
        list.tell(ListChange::Reset(Vec::new()), |_| ());
        list.again(|change| heard.push(change));
        assert_eq!(heard, [ListChange::Reset(Vec::new())]);
    }
}
