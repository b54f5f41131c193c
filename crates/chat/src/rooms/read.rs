//! Telling the server what was read. A receipt that could not be sent waits in memory for the line; after a restart
//! opening the room sends it again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use matrix_sdk::room::Receipts as SdkReceipts;
use matrix_sdk::ruma::{OwnedEventId, OwnedRoomId};
use matrix_sdk::{Client, Room};
use tokio::sync::watch;

use crate::change::Connection;
use crate::chat::Chat;
use crate::error::{Error, failed};
use crate::id::RoomId;
use crate::live::lock;

/// What was read and is not told yet: the newest event of each room.
#[derive(Default)]
pub(crate) struct Receipts {
    waiting: Mutex<HashMap<OwnedRoomId, OwnedEventId>>,
}

impl Chat {
    /// The agent has seen an open room to its end. Offline this is remembered.
    pub async fn mark_read(&self, room: &RoomId) -> Result<(), Error> {
        const DOING: &str = "marking a room as read";
        let live = self.live(DOING)?;
        let open = live.open_room(room, DOING).await?;
        let Some(event) = open.timeline.latest_event_id().await else {
            return Ok(());
        };
        let room = open.timeline.room();
        lock(&live.receipts.waiting).insert(room.room_id().to_owned(), event.clone());
        if live.is_online() {
            send(room, event, &live.receipts).await?;
        }
        Ok(())
    }
}

/// Sends what waits each time the server answers again.
pub(crate) async fn watch(
    client: Client,
    receipts: Arc<Receipts>,
    mut connection: watch::Receiver<Connection>,
) {
    while connection
        .wait_for(|now| *now == Connection::Online)
        .await
        .is_ok()
    {
        let waiting = lock(&receipts.waiting).clone();
        for (room, event) in waiting {
            let Some(room) = client.get_room(&room) else {
                continue;
            };
            if let Err(error) = send(&room, event, &receipts).await {
                tracing::warn!(%error, "a receipt waits for the next time");
            }
        }
        if connection
            .wait_for(|now| *now != Connection::Online)
            .await
            .is_err()
        {
            return;
        }
    }
}

async fn send(room: &Room, event: OwnedEventId, receipts: &Receipts) -> Result<(), Error> {
    let receipt = SdkReceipts::new()
        .fully_read_marker(event.clone())
        .public_read_receipt(event.clone());
    room.send_multiple_receipts(receipt)
        .await
        .map_err(failed("marking a room as read"))?;
    if room.is_marked_unread() {
        room.set_unread_flag(false)
            .await
            .map_err(failed("marking a room as read"))?;
    }
    lock(&receipts.waiting).retain(|id, waiting| id != room.room_id() || *waiting != event);
    Ok(())
}
