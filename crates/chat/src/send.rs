//! Sending: everything is put into the SDK's queue, which is on disk, and returns. What becomes of it is told by the
//! timeline. The queue keeps the order of a room and survives restarts.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use matrix_sdk::Client;
use matrix_sdk::ruma::OwnedRoomId;
use matrix_sdk::ruma::events::AnyMessageLikeEventContent;
use matrix_sdk::ruma::events::room::message::RoomMessageEventContent;
use matrix_sdk::send_queue::{LocalEcho, LocalEchoContent, RoomSendQueueUpdate, SendQueueUpdate};
use matrix_sdk_ui::timeline::{EventTimelineItem, TimelineItem};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, watch};

use crate::change::Connection;
use crate::chat::Chat;
use crate::error::{Error, Verdict, queue_failed, queue_store_failed, verdict};
use crate::id::{RoomId, RowId};

/// The longest text of one message. An event may hold 64 KiB, and encryption makes a third more of it.
const LONGEST: usize = 40 * 1024;

/// Pauses before a room's queue that met a passing failure goes on.
const FIRST_PAUSE: Duration = Duration::from_secs(2);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

impl Chat {
    /// Sends `text` into a room, as it stands. When this returns it is on disk and will leave once.
    pub async fn send(&self, room: &RoomId, text: &str) -> Result<(), Error> {
        const DOING: &str = "sending a message";
        let live = self.live(DOING)?;
        let room = live.room(room, DOING)?;
        if text.trim().is_empty() || text.len() > LONGEST {
            let source = "a message has some text, and at most 40 KiB of it".into();
            return Err(Error::Refused {
                doing: DOING,
                source,
            });
        }
        let content = RoomMessageEventContent::text_plain(text);
        let content = AnyMessageLikeEventContent::RoomMessage(content);
        room.send_queue()
            .send(content)
            .await
            .map(drop)
            .map_err(queue_failed(DOING))
    }

    /// Tries a message once more that the server did not take.
    pub async fn retry(&self, room: &RoomId, row: &RowId) -> Result<(), Error> {
        const DOING: &str = "sending a message again";
        let live = self.live(DOING)?;
        let item = self.message(room, row, DOING).await?;
        let handle = item.local_echo_send_handle();
        let handle = handle.ok_or(Error::Missing {
            doing: DOING,
            what: "unsent message",
        })?;
        handle.unwedge().await.map_err(queue_failed(DOING))?;
        live.room(room, DOING)?
            .send_queue()
            .set_enabled(live.is_online());
        Ok(())
    }

    /// Takes a message back: one that is not sent yet never leaves, one that is sent is removed for everybody. The
    /// removal waits in the queue like a message.
    pub async fn remove(&self, room: &RoomId, row: &RowId) -> Result<(), Error> {
        const DOING: &str = "removing a message";
        let live = self.live(DOING)?;
        let item = self.message(room, row, DOING).await?;
        if let Some(handle) = item.local_echo_send_handle()
            && handle.abort().await.map_err(queue_store_failed(DOING))?
        {
            return Ok(());
        }
        let event = item.event_id().map(ToOwned::to_owned);
        let event = event.ok_or(Error::Missing {
            doing: DOING,
            what: "message",
        })?;
        let queue = live.room(room, DOING)?.send_queue();
        queue
            .redact(event, None)
            .await
            .map(drop)
            .map_err(queue_failed(DOING))
    }

    async fn message(
        &self,
        room: &RoomId,
        row: &RowId,
        doing: &'static str,
    ) -> Result<EventTimelineItem, Error> {
        let open = self.live(doing)?.open_room(room, doing).await?;
        let items = open.timeline.items().await;
        let found = items.iter().find(|item| item.unique_id().0 == row.as_str());
        found
            .and_then(|item: &Arc<TimelineItem>| item.as_event().cloned())
            .ok_or(Error::Missing {
                doing,
                what: "message",
            })
    }
}

/// Any failure switches a room's queue off. While the server answers it goes on: at once after a message that can
/// never be sent, with growing pauses after one that can.
pub(crate) async fn watch_failures(client: Client, connection: watch::Receiver<Connection>) {
    let mut failures = client.send_queue().subscribe_errors();
    let mut pause = FIRST_PAUSE;
    loop {
        let failure = match failures.recv().await {
            Ok(failure) => failure,
            Err(RecvError::Lagged(_)) => continue,
            Err(RecvError::Closed) => return,
        };
        let meaning = verdict(&failure.error);
        tracing::warn!(room = %failure.room_id, ?meaning, "a message was not taken");
        if meaning == Verdict::SignedOut {
            continue;
        }
        if failure.is_recoverable {
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        } else {
            pause = FIRST_PAUSE;
        }
        if *connection.borrow() == Connection::Online
            && let Some(room) = client.get_room(&failure.room_id)
        {
            room.send_queue().set_enabled(true);
        }
    }
}

/// Tries everything once more that a session that had ended left behind as failed.
pub(crate) async fn retry_all(client: &Client) -> Result<(), Error> {
    const DOING: &str = "sending again what was left";
    let rooms = client
        .send_queue()
        .local_echoes()
        .await
        .map_err(queue_failed(DOING))?;
    for echo in rooms.into_values().flatten() {
        if let LocalEchoContent::Event {
            send_handle,
            send_error: Some(_),
            ..
        } = echo.content
        {
            send_handle.unwedge().await.map_err(queue_failed(DOING))?;
        }
    }
    Ok(())
}

/// Rooms in which a message is on its way. The SDK brings one that has left to its end, also when the queue is stopped.
pub(crate) struct UnderWay {
    rooms: HashSet<OwnedRoomId>,
    updates: broadcast::Receiver<SendQueueUpdate>,
}

impl UnderWay {
    /// Stops the queue and looks what had begun to leave. Without a connection nothing does.
    pub(crate) async fn after_stopping(client: &Client, online: bool) -> Self {
        let updates = client.send_queue().subscribe();
        client.send_queue().set_enabled(false).await;
        let waiting = match client.send_queue().local_echoes().await {
            Ok(echoes) if online => echoes,
            Ok(_) => BTreeMap::new(),
            Err(error) => {
                tracing::warn!(%error, "what is being sent cannot be read");
                BTreeMap::new()
            }
        };
        let leaves = |echo: &LocalEcho| {
            let parked = matches!(
                &echo.content,
                LocalEchoContent::Event {
                    send_error: Some(_),
                    ..
                }
            );
            !parked
        };
        let rooms = waiting
            .into_iter()
            .filter(|(_, echoes)| echoes.iter().any(leaves))
            .map(|(room, _)| room)
            .collect();
        Self { rooms, updates }
    }

    /// Waits until the queue has said of each of them what became of it.
    pub(crate) async fn ended(mut self) {
        while !self.rooms.is_empty() {
            match self.updates.recv().await {
                Ok(SendQueueUpdate { room_id, update }) => {
                    let ended = matches!(
                        update,
                        RoomSendQueueUpdate::SentEvent { .. }
                            | RoomSendQueueUpdate::SendError { .. }
                    );
                    if ended {
                        self.rooms.remove(&room_id);
                    }
                }
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return,
            }
        }
    }
}
