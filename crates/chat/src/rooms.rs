//! The room list: everything the agent is in or invited to, newest first, as the server's order and the local store
//! have it. Spaces are not rooms to talk in and are left out. Also: joining and leaving.

pub(crate) mod create;
pub(crate) mod read;
pub(crate) mod summary;

use std::sync::Arc;

use futures_util::stream::{self, StreamExt};
use matrix_sdk::Client;
use matrix_sdk_ui::eyeball_im::VectorDiff;
use matrix_sdk_ui::room_list_service::{RoomListItem, RoomListService, filters};
use tokio::sync::mpsc::UnboundedSender;

use crate::change::Change;
use crate::chat::Chat;
use crate::error::{Error, failed};
use crate::id::RoomId;
use crate::list::{self, Diff, ListChange};
use crate::live::Told;
use summary::RoomSummary;

/// More rooms than anybody is in. The SDK pages through the list, but each page has to be asked for.
const ALL: usize = 100_000;

/// Rooms whose newest message is followed without being open. Each costs memory.
const PREVIEWED: usize = 200;

/// Rooms that are read from the store at the same time.
const AT_ONCE: usize = 16;

impl Chat {
    /// Joins a room, for example one the agent is invited to.
    pub async fn join(&self, room: &RoomId) -> Result<(), Error> {
        const DOING: &str = "joining a room";
        let room = self.live(DOING)?.room(room, DOING)?;
        room.join().await.map_err(failed(DOING))
    }

    /// Leaves a room, or declines an invitation to it.
    pub async fn leave(&self, room: &RoomId) -> Result<(), Error> {
        const DOING: &str = "leaving a room";
        let live = self.live(DOING)?;
        let found = live.room(room, DOING)?;
        found.leave().await.map_err(failed(DOING))?;
        self.close_room(room).await;
        Ok(())
    }
}

/// Tells the room list for as long as the session is open.
pub(crate) async fn watch(
    service: Arc<RoomListService>,
    told: Arc<Told<RoomSummary>>,
    changes: UnboundedSender<Change>,
) {
    // The streams end when the list is dropped, so it is held here.
    let list = match service.all_rooms().await {
        Ok(list) => list,
        Err(error) => return tracing::error!(%error, "there is no room list"),
    };
    let (entries, control) = list.entries_with_dynamic_adapters(ALL);
    let mut entries = std::pin::pin!(entries);
    // Nothing comes before a filter is set.
    control.set_filter(Box::new(filters::new_filter_all(vec![
        Box::new(filters::new_filter_non_left()),
        Box::new(filters::new_filter_not(Box::new(
            filters::new_filter_space(),
        ))),
    ])));
    while let Some(batch) = entries.next().await {
        let change = summarised(batch, told.len()).await;
        let whole = match &change {
            ListChange::Reset(rooms) => rooms
                .iter()
                .take(PREVIEWED)
                .map(|room| room.id.clone())
                .collect(),
            ListChange::Diffs(diffs) => inserted(diffs),
        };
        told.tell(change, |change| {
            let _ = changes.send(Change::Rooms(change));
        });
        follow_previews(service.client(), whole).await;
    }
}

async fn summarised(batch: Vec<VectorDiff<RoomListItem>>, len: usize) -> ListChange<RoomSummary> {
    match list::change(batch, len) {
        ListChange::Reset(rooms) => {
            let summaries = stream::iter(rooms).map(async |room| summary::of(&room).await);
            ListChange::Reset(summaries.buffered(AT_ONCE).collect().await)
        }
        ListChange::Diffs(diffs) => {
            let diffs = stream::iter(diffs).map(async |diff| match diff {
                Diff::Insert { at, item } => Diff::Insert {
                    at,
                    item: summary::of(&item).await,
                },
                Diff::Set { at, item } => Diff::Set {
                    at,
                    item: summary::of(&item).await,
                },
                Diff::Remove { at } => Diff::Remove { at },
            });
            ListChange::Diffs(diffs.buffered(AT_ONCE).collect().await)
        }
    }
}

fn inserted(diffs: &[Diff<RoomSummary>]) -> Vec<RoomId> {
    diffs
        .iter()
        .filter_map(|diff| match diff {
            Diff::Insert { item, .. } => Some(item.id.clone()),
            _ => None,
        })
        .collect()
}

/// Has the SDK compute the newest message of these rooms, from what is on disk and what comes.
async fn follow_previews(client: &Client, rooms: Vec<RoomId>) {
    let latest = client.latest_events().await;
    for room in rooms {
        let Ok(id) = matrix_sdk::ruma::RoomId::parse(room.as_str()) else {
            continue;
        };
        if let Err(error) = latest.listen_to_room(&id).await {
            tracing::warn!(%error, "a room has no preview");
        }
    }
}
