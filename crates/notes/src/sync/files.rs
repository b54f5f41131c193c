//! Sending the files of notes and taking along what notes show, beside everything else: a large file must not hold up
//! what somebody writes. What is done next is decided by the pure [`Courier`]; this task asks, and makes durable what
//! comes of it.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use tokio::time::Instant;

use super::courier::{Courier, Errand, Outcome, Place};
use super::machine::Moment;
use super::{Context, OFFLINE, apply};
use crate::attachments::{self, FileName};
use crate::docs::{Sent, Trouble};
use crate::id::NoteId;

/// Runs until it is dropped.
pub(crate) async fn run(context: Arc<Context>) {
    let mut courier = Courier::new(context.pace, rand::random());
    let mut reachability = context.network.reachability();
    let mut standing = context.docs.standing();
    loop {
        let until = if context.is_online() {
            match step(&context, &mut courier).await {
                Ok(()) => continue,
                Err(until) => until.unwrap_or_else(|| Instant::now() + OFFLINE),
            }
        } else {
            Instant::now() + OFFLINE
        };
        tokio::select! {
            () = context.library.files_bell.notified() => {}
            () = tokio::time::sleep_until(until) => {}
            changed = standing.changed() => match changed {
                Ok(()) => courier.hurry(),
                Err(_) => return,
            },
            changed = reachability.changed() => match changed {
                Ok(()) => courier.hurry(),
                Err(_) => return,
            },
        }
        if context.files_hurry.swap(false, Ordering::SeqCst) {
            courier.hurry();
        }
    }
}

/// Takes one step, or answers until when there is none.
async fn step(context: &Context, courier: &mut Courier) -> Result<(), Option<Instant>> {
    let moment = Moment {
        now: Instant::now(),
        has_room: context.docs.budget().has_room(),
    };
    let errand = context.library.ask(|known| courier.next(known, moment))?;
    let outcome = carry_out(context, &errand).await;
    let effects = courier.take(errand, outcome, Instant::now());
    if let Err(error) = apply(context, effects).await {
        tracing::error!(%error, "how far a file has come could not be kept");
        return Err(Some(Instant::now() + context.pace.longest_pause));
    }
    context.library.bell.notify_one();
    Ok(())
}

async fn carry_out(context: &Context, errand: &Errand) -> Result<Outcome, Trouble> {
    match errand {
        Errand::Send { note, file, name } => send(context, note, file, name).await,
        Errand::Check { note, key, .. } => match context.docs.check_file(note, key).await {
            Ok(Some(path)) => Ok(Outcome::Clean(path)),
            Ok(None) => Ok(Outcome::Processing),
            // The file, or the note?
            Err(Trouble::Gone) => context.docs.note(note).await.map(|_| Outcome::Unsafe),
            Err(trouble) => Err(trouble),
        },
        Errand::Name { note, names } => name(context, note, names).await,
        Errand::Look { note, .. } => look(context, note).await.map(Outcome::Shows),
        Errand::Fetch { at, .. } => {
            let fetched = attachments::fetch(context, &at.0, &at.1).await;
            fetched.map(|_| Outcome::Done)
        }
    }
}

async fn send(
    context: &Context,
    note: &NoteId,
    file: &FileName,
    name: &str,
) -> Result<Outcome, Trouble> {
    let kept = context.files.get(note, file).await;
    let Some(bytes) = kept.map_err(Trouble::of_disk)? else {
        tracing::error!(%note, "a file that was to be sent is not here any more");
        return Ok(Outcome::Lost);
    };
    let (library, of, sending) = (context.library.clone(), note.clone(), file.clone());
    let all = bytes.len().max(1);
    let progress = move |sent: usize| {
        // Tens are enough for whoever watches.
        let percent = u8::try_from(sent * 10 / all * 10).unwrap_or(100);
        library.set_sending(&of, Some((sending.clone(), percent)));
    };
    let sent = Sent {
        note,
        name,
        bytes: bytes.into(),
        progress: Arc::new(progress),
    };
    let key = context.docs.send_file(sent).await;
    context.library.set_sending(note, None);
    key.map(Outcome::Sent)
}

/// Makes the text show the files by their names at the server, and keeps them under these.
async fn name(
    context: &Context,
    note: &NoteId,
    names: &[(FileName, String)],
) -> Result<Outcome, Trouble> {
    let pair = |(file, path): &(FileName, String)| {
        let address = context.docs.file_address(path)?;
        Some((file.path(note), address.into()))
    };
    let pairs: Vec<_> = names.iter().filter_map(pair).collect();
    let made = context
        .library
        .edit(note, |document| document.readdressed(&pairs))
        .await;
    made.map_err(Trouble::of_disk)?;
    for (file, path) in names {
        if let Some((at, named)) = FileName::of_path(path) {
            let renamed = context.files.rename((note, file), (&at, &named)).await;
            renamed.map_err(Trouble::of_disk)?;
        }
    }
    Ok(Outcome::Done)
}

/// The files that a note shows and that are not here. An address elsewhere is never asked, whatever a text says.
async fn look(context: &Context, note: &NoteId) -> Result<Vec<Place>, Trouble> {
    let shown = context
        .library
        .read(note, |document| document.file_addresses())
        .await;
    let places = shown.map_err(Trouble::of_disk)?.into_iter();
    let places = places.filter_map(|address| FileName::at(&address));
    Ok(places
        .filter(|(at, file)| !context.files.has(at, file))
        .collect())
}
