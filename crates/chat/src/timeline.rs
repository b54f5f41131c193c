//! The timelines of open rooms: history from disk first, then what comes. An open room is told as a list of rows;
//! rows keep their ids while a message goes from its local echo to the server's copy.

pub(crate) mod body;
pub(crate) mod row;

use std::sync::{Arc, Mutex};

use futures_util::StreamExt;
use matrix_sdk::ruma::RoomId as MatrixRoomId;
use matrix_sdk_ui::eyeball_im::Vector;
use matrix_sdk_ui::timeline::{RoomExt, Timeline, TimelineItem, TimelineReadReceiptTracking};
use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::change::{Change, Connection, History};
use crate::chat::Chat;
use crate::error::{Error, timeline_failed};
use crate::id::RoomId;
use crate::list::{self, Diff, ListChange};
use crate::live::{Live, Told, lock};
use crate::people::Person;
use row::Row;

/// How many older messages are fetched at a time.
const PAGE: u16 = 30;

/// A room that opens with fewer rows than this fetches a page at once.
const SCREEN: usize = 20;

/// A room whose timeline is told.
pub(crate) struct OpenRoom {
    pub(crate) timeline: Arc<Timeline>,
    id: RoomId,
    rows: Told<Row>,
    history: Mutex<History>,
    changes: UnboundedSender<Change>,
    paging: tokio::sync::Mutex<()>,
    tasks: Mutex<JoinSet<()>>,
}

impl Chat {
    /// Opens a room: its whole timeline is told, then every change of it. Works from the disk. Opening it once more
    /// tells the whole again.
    pub async fn open_room(&self, room: &RoomId) -> Result<(), Error> {
        const DOING: &str = "opening a room";
        let live = self.live(DOING)?;
        let found = live.room(room, DOING)?;
        let mut open = live.open.lock().await;
        if let Some(open) = open.get(found.room_id()) {
            open.tell_again();
            return Ok(());
        }
        let timeline = found
            .timeline_builder()
            .event_filter(row::is_shown)
            .add_failed_to_parse(false)
            .track_read_marker_and_receipts(TimelineReadReceiptTracking::MessageLikeEvents)
            .build()
            .await
            .map_err(timeline_failed(DOING))?;
        let opened = OpenRoom::new(room.clone(), timeline, &live);
        open.insert(found.room_id().to_owned(), opened.clone());
        drop(open);
        live.subscribe().await;
        if opened.timeline.items().await.len() < SCREEN {
            // Its failure is told as history that cannot be reached.
            live.spawn(async move { drop(opened.page().await) });
        }
        Ok(())
    }

    /// Closes a room: nothing more is told of it.
    pub async fn close_room(&self, room: &RoomId) {
        let Ok(live) = self.live("closing a room") else {
            return;
        };
        let closed = match MatrixRoomId::parse(room.as_str()) {
            Ok(id) => live.open.lock().await.remove(&id),
            Err(_) => None,
        };
        if closed.is_some() {
            live.subscribe().await;
        }
    }

    /// Fetches older messages of an open room. Ends when they were told, or the beginning is reached.
    pub async fn older(&self, room: &RoomId) -> Result<(), Error> {
        const DOING: &str = "fetching older messages";
        let live = self.live(DOING)?;
        live.open_room(room, DOING).await?.page().await
    }

    /// Tells the others in an open room that the agent is typing, or has stopped. Lost without a line.
    pub async fn set_typing(&self, room: &RoomId, typing: bool) -> Result<(), Error> {
        const DOING: &str = "telling that somebody types";
        let live = self.live(DOING)?;
        let room = live.room(room, DOING)?;
        if live.is_online() {
            let told = room.typing_notice(typing).await;
            told.map_err(crate::error::failed(DOING))?;
        }
        Ok(())
    }
}

impl Live {
    pub(crate) async fn open_room(
        &self,
        room: &RoomId,
        doing: &'static str,
    ) -> Result<Arc<OpenRoom>, Error> {
        let missing = Error::Missing {
            doing,
            what: "open room",
        };
        let Ok(id) = MatrixRoomId::parse(room.as_str()) else {
            return Err(missing);
        };
        self.open.lock().await.get(&id).cloned().ok_or(missing)
    }

    /// Asks the server for everything that happens in the open rooms. Each call replaces the set and breaks the
    /// running poll off, so only when the set is another.
    async fn subscribe(&self) {
        let open = self.open.lock().await;
        let ids: Vec<_> = open.keys().map(|id| &**id).collect();
        self.service
            .room_list_service()
            .subscribe_to_rooms(&ids)
            .await;
    }
}

impl OpenRoom {
    fn new(id: RoomId, timeline: Timeline, live: &Live) -> Arc<Self> {
        let open = Arc::new(Self {
            timeline: Arc::new(timeline),
            id,
            rows: Told::default(),
            history: Mutex::new(History::More),
            changes: live.changes.clone(),
            paging: tokio::sync::Mutex::default(),
            tasks: Mutex::default(),
        });
        // The tasks must not keep the room open that they belong to.
        let (rows, people) = (Arc::downgrade(&open), Arc::downgrade(&open));
        let (timeline, connection) = (open.timeline.clone(), live.connection.clone());
        let mut tasks = lock(&open.tasks);
        tasks.spawn(follow(timeline, connection, move |change| {
            if let Some(open) = rows.upgrade() {
                open.tell(change);
            }
        }));
        tasks.spawn(follow_typing(open.timeline.clone(), move |typing| {
            if let Some(open) = people.upgrade() {
                let room = open.id.clone();
                let _ = open.changes.send(Change::Typing {
                    room,
                    people: typing,
                });
            }
        }));
        drop(tasks);
        open
    }

    /// Tells the whole room once more.
    pub(crate) fn tell_again(&self) {
        self.rows.again(|change| self.send(change));
        self.tell_history(*lock(&self.history));
    }

    fn tell(&self, change: ListChange<Row>) {
        self.rows.tell(change, |change| self.send(change));
    }

    fn send(&self, change: ListChange<Row>) {
        let room = self.id.clone();
        let _ = self.changes.send(Change::Timeline { room, change });
    }

    fn tell_history(&self, history: History) {
        *lock(&self.history) = history;
        let room = self.id.clone();
        let _ = self.changes.send(Change::History { room, history });
    }

    /// Fetches a page, unless one is being fetched.
    async fn page(&self) -> Result<(), Error> {
        let Ok(_paging) = self.paging.try_lock() else {
            return Ok(());
        };
        self.tell_history(History::Loading);
        let reached = self.timeline.paginate_backwards(PAGE).await;
        self.tell_history(match &reached {
            Ok(true) => History::Start,
            Ok(false) => History::More,
            Err(_) => History::Unreachable,
        });
        reached
            .map(drop)
            .map_err(timeline_failed("fetching older messages"))
    }
}

async fn follow(
    timeline: Arc<Timeline>,
    mut connection: watch::Receiver<Connection>,
    tell: impl Fn(ListChange<Row>),
) {
    let (mut items, diffs) = timeline.subscribe().await;
    let mut diffs = std::pin::pin!(diffs);
    let mut online = *connection.borrow_and_update() == Connection::Online;
    tell(ListChange::Reset(
        items.iter().map(|item| row::of(item, online)).collect(),
    ));
    loop {
        tokio::select! {
            batch = diffs.next() => {
                let Some(batch) = batch else { return };
                let change = list::change(batch.clone(), items.len());
                batch.into_iter().for_each(|diff| diff.apply(&mut items));
                tell(change.map(|item| row::of(&item, online)));
            }
            changed = connection.changed() => {
                if changed.is_err() {
                    return;
                }
                online = *connection.borrow_and_update() == Connection::Online;
                tell(ListChange::Diffs(waiting(&items, online)));
            }
        }
    }
}

/// What is not sent yet waits while there is no line and is on its way when there is.
fn waiting(items: &Vector<Arc<TimelineItem>>, online: bool) -> Vec<Diff<Row>> {
    items
        .iter()
        .enumerate()
        .filter(|(_, item)| item.as_event().is_some_and(|event| event.is_local_echo()))
        .map(|(at, item)| Diff::Set {
            at,
            item: row::of(item, online),
        })
        .collect()
}

async fn follow_typing(timeline: Arc<Timeline>, tell: impl Fn(Vec<Person>)) {
    let room = timeline.room();
    let (_guard, mut heard) = room.subscribe_to_typing_notifications();
    while let Ok(typing) = heard.recv().await {
        let mut people = Vec::new();
        for id in typing.iter().take(10) {
            let member = room.get_member_no_sync(id).await.ok().flatten();
            people.push(Person::new(
                id,
                member.as_ref().and_then(|member| member.display_name()),
            ));
        }
        tell(people);
    }
}
