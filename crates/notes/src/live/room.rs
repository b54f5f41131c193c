//! One conversation in a note's room, from the first word to the end. A close message, a denial or silence ends it
//! here, because none of them ends the socket.

use std::time::Duration;

use bytes::Bytes;
use futures_util::{SinkExt as _, StreamExt as _};
use net::{Message as Frame, Reachability, WebSocket};
use tokio::time::Instant;

use super::frame::{self, Message};
use super::{End, Voice, look};
use crate::change::Change;
use crate::docs::Trouble;
use crate::id::NoteId;
use crate::library::{Origin, Outgoing};
use crate::presence;
use crate::sync::Context;

/// The server answers our first words in this time, or never.
const WELCOME: Duration = Duration::from_secs(20);

/// How far a conversation has come.
#[derive(Default)]
struct Stage {
    admitted: bool,
    writes: bool,
    /// The server was given what it lacked; from then on each edit is sent by itself.
    given: bool,
    /// We were given what we lacked.
    received: bool,
}

struct Room<'a> {
    context: &'a Context,
    note: NoteId,
    socket: WebSocket,
    stage: Stage,
    silent_since: Instant,
}

pub(super) async fn enter(
    context: &Context,
    voice: &mut Voice,
    socket: WebSocket,
) -> Result<End, Trouble> {
    let now = Instant::now();
    let note = voice.note.clone();
    let mut room = Room {
        context,
        note,
        socket,
        stage: Stage::default(),
        silent_since: now,
    };
    if !room.say(frame::auth(&voice.note)).await {
        return Ok(End::Lost);
    }
    let mut reachability = context.network.reachability();
    let mut poll = tokio::time::interval_at(now + context.pace.open_poll, context.pace.open_poll);
    loop {
        let patience = if room.stage.received {
            context.pace.silence
        } else {
            WELCOME.min(context.pace.silence)
        };
        let going_on = tokio::select! {
            heard = room.socket.next() => {
                let Some(Ok(heard)) = heard else { return Ok(End::Lost) };
                room.silent_since = Instant::now();
                room.hear(heard, voice).await?
            }
            outgoing = voice.outgoing.recv() => match outgoing {
                None => {
                    room.leave(voice).await;
                    return Ok(End::Closed);
                }
                Some(outgoing) => room.send(outgoing, voice).await,
            },
            _ = poll.tick() => {
                look(context, &voice.note).await?;
                true
            }
            () = tokio::time::sleep_until(room.silent_since + patience) => false,
            changed = reachability.changed() => {
                changed.is_ok() && *reachability.borrow_and_update() == Reachability::Online
            }
        };
        if !going_on {
            return Ok(End::Lost);
        }
    }
}

impl Room<'_> {
    /// Answers whether the conversation goes on.
    async fn hear(&mut self, heard: Frame, voice: &Voice) -> Result<bool, Trouble> {
        let bytes = match heard {
            Frame::Binary(bytes) => bytes,
            Frame::Close { .. } => return Ok(false),
            Frame::Text(_) | Frame::Ping(_) | Frame::Pong(_) => return Ok(true),
        };
        let Some(message) = frame::read(&bytes, &self.note) else {
            tracing::warn!(note = %self.note, "a frame that cannot be read");
            return Ok(false);
        };
        let going_on = match message {
            Message::Admitted { writes } => self.admitted(writes, voice).await?,
            // It says so for reasons of every kind; the note itself tells which.
            Message::Denied => {
                look(self.context, &self.note).await?;
                false
            }
            Message::Step1(known) => self.give(&known).await?,
            Message::Step2(update) => {
                self.merge(update).await?;
                self.stage.received = true;
                true
            }
            Message::Update(update) => {
                self.merge(update).await?;
                true
            }
            Message::Presence(awareness) => {
                if let Some(awareness) = presence::sift(&awareness) {
                    let note = self.note.clone();
                    self.context
                        .library
                        .tell(Change::Presence { note, awareness });
                }
                true
            }
            Message::AskPresence => self.say_presence(voice).await,
            Message::Closed => {
                // Everybody is thrown out at the same time.
                tokio::time::sleep(Duration::from_millis(1000 + rand::random::<u64>() % 3000))
                    .await;
                false
            }
            // Our right to write is gone: the conversation begins anew.
            Message::Handled(taken) => taken,
            Message::Unknown => true,
        };
        let there = self.stage.writes && self.stage.given && self.stage.received;
        self.context
            .library
            .set_in_room(&self.note, there && going_on);
        Ok(going_on)
    }

    async fn admitted(&mut self, writes: bool, voice: &Voice) -> Result<bool, Trouble> {
        (self.stage.admitted, self.stage.writes) = (true, writes);
        let known = self
            .context
            .library
            .read(&self.note, |document| document.state_vector())
            .await;
        let known = known.map_err(Trouble::of_disk)?;
        let said = self.say(frame::step1(&self.note, &known)).await;
        Ok(said && self.say_presence(voice).await)
    }

    async fn give(&mut self, known: &[u8]) -> Result<bool, Trouble> {
        if !self.stage.writes {
            return Ok(true);
        }
        let lacking = self
            .context
            .library
            .read(&self.note, |document| document.difference(known))
            .await;
        let Ok(lacking) = lacking.map_err(Trouble::of_disk)? else {
            return Ok(false);
        };
        self.stage.given = true;
        Ok(self.say(frame::step2(&self.note, &lacking)).await)
    }

    async fn merge(&mut self, update: Vec<u8>) -> Result<(), Trouble> {
        let merged = self
            .context
            .library
            .apply(&self.note, update, Origin::Remote);
        merged.await.map(drop).map_err(Trouble::of_disk)
    }

    async fn send(&mut self, outgoing: Outgoing, voice: &mut Voice) -> bool {
        match outgoing {
            // What was typed before the server was given everything was part of that.
            Outgoing::Update(update) if self.stage.given => {
                self.say(frame::update(&self.note, &update)).await
            }
            Outgoing::Update(_) => true,
            Outgoing::Presence(awareness) => {
                voice.presence = Some(awareness);
                self.say_presence(voice).await
            }
        }
    }

    /// Readers do not show where they are.
    async fn say_presence(&mut self, voice: &Voice) -> bool {
        match &voice.presence {
            Some(awareness) if self.stage.admitted && self.stage.writes => {
                self.say(frame::presence(&self.note, awareness)).await
            }
            _ => true,
        }
    }

    async fn leave(&mut self, voice: &Voice) {
        if let Some(gone) = voice.presence.as_deref().and_then(presence::leave)
            && self.stage.writes
        {
            self.say(frame::presence(&self.note, &gone)).await;
        }
        self.say(frame::close(&self.note)).await;
    }

    async fn say(&mut self, frame: Vec<u8>) -> bool {
        self.socket
            .send(Frame::Binary(Bytes::from(frame)))
            .await
            .is_ok()
    }
}
