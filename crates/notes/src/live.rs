//! An open note's websocket: what others type arrives here at once, and what is typed here leaves. Nothing that
//! happens here is stored at the server; that is `sync::push`'s. The task lives as long as the note is open.

use std::sync::Arc;
use std::time::Duration;

use net::Reachability;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::Instant;

use crate::docs::{Config, Trouble};
use crate::id::NoteId;
use crate::library::Outgoing;
use crate::sync::{Context, adopt, backoff, lost};

mod frame;
mod room;

/// A room that lasted this long was a good one: the next attempt comes at once.
const GOOD: Duration = Duration::from_secs(30);

/// Why a conversation ended.
#[derive(Debug)]
enum End {
    /// The note was closed here.
    Closed,
    /// Broken, silent, or ended by the server.
    Lost,
    /// The server does not know the note yet.
    TooEarly,
    /// There is no way in: tokens do not open a websocket.
    NoWay,
    Trouble(Trouble),
}

/// What an open note has to say.
struct Voice {
    note: NoteId,
    outgoing: UnboundedReceiver<Outgoing>,
    /// Where we are, as it was said last.
    presence: Option<Vec<u8>>,
}

pub(crate) async fn run(
    context: Arc<Context>,
    note: NoteId,
    outgoing: UnboundedReceiver<Outgoing>,
) {
    let mut voice = Voice {
        note,
        outgoing,
        presence: None,
    };
    let mut failures = 0;
    loop {
        let begun = Instant::now();
        let end = match converse(&context, &mut voice).await {
            Ok(end) => end,
            Err(trouble) => End::Trouble(trouble),
        };
        context.library.set_in_room(&voice.note, false);
        failures = if begun.elapsed() > GOOD {
            1
        } else {
            failures + 1
        };
        let pause = match &end {
            End::Closed => return,
            End::TooEarly => {
                failures = 0;
                context.pace.first_pause
            }
            // Without a websocket looking often is all there is.
            End::NoWay => context.pace.open_poll / 4,
            End::Trouble(Trouble::Forbidden | Trouble::Gone) => context.pace.open_poll,
            End::Lost | End::Trouble(_) => backoff(&context.pace, failures, rand::random()),
        };
        tracing::debug!(note = %voice.note, ?end, ?pause, "an open note is not connected");
        if !rest(&context, &mut voice, pause).await {
            return;
        }
    }
}

/// Waits, and while there is no network longer. Answers whether the note is still open.
async fn rest(context: &Context, voice: &mut Voice, pause: Duration) -> bool {
    let mut reachability = context.network.reachability();
    let waited = tokio::time::sleep(pause);
    tokio::pin!(waited);
    loop {
        let online = *reachability.borrow_and_update() == Reachability::Online;
        tokio::select! {
            () = &mut waited, if online => return true,
            changed = reachability.changed() => match changed {
                Err(_) => return false,
                // What was lost with the network is looked for as soon as it is back.
                Ok(()) if !online => return true,
                Ok(()) => {}
            },
            outgoing = voice.outgoing.recv() => match outgoing {
                None => return false,
                Some(Outgoing::Presence(presence)) => voice.presence = Some(presence),
                // It is on disk; the next conversation begins with a full exchange.
                Some(Outgoing::Update(_)) => {}
            },
        }
    }
}

async fn converse(context: &Context, voice: &mut Voice) -> Result<End, Trouble> {
    let note = voice.note.clone();
    if context
        .library
        .record(&note)
        .is_none_or(|record| record.outbox.creates())
    {
        return Ok(End::TooEarly);
    }
    look(context, &note).await?;
    let Some(headers) = context.docs.socket_headers().await? else {
        return Ok(End::NoWay);
    };
    let config: Config = context.docs.config().await?;
    let Some(url) = config.socket(context.docs.base(), &note) else {
        return Ok(End::NoWay);
    };
    let socket = context
        .network
        .websocket(&url, headers)
        .await
        .map_err(Trouble::of_network)?;
    room::enter(context, voice, socket).await
}

/// Reads the note's row: its title, rights, and whether it still is there.
async fn look(context: &Context, note: &NoteId) -> Result<(), Trouble> {
    let known = context
        .library
        .record(note)
        .and_then(|record| record.revision);
    match context.docs.note(note).await {
        Ok(row) => {
            let moved = row.updated_at != known;
            adopt(context, &row).await?;
            if moved {
                context.library.bell.notify_one();
            }
            Ok(())
        }
        Err(trouble @ (Trouble::Forbidden | Trouble::Gone)) => {
            lost(context, note, &trouble).await?;
            Err(trouble)
        }
        Err(trouble) => Err(trouble),
    }
}
