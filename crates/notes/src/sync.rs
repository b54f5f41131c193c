//! Bringing the notes here and at the server together. What is asked and what an answer means is decided by the pure
//! [`Machine`]; this task asks, makes durable what comes of it, and sleeps until the bell, a timer or a connection
//! that is back. Open notes have a task each besides, see `live`.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use net::{Network, Reachability};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::attachments;
use crate::change::{Change, Why};
use crate::docs::{Content, Docs, Me, Note, Trouble};
use crate::document::Document;
use crate::id::NoteId;
use crate::library::{Origin, Shared, Taken};
use crate::live;
use crate::pace::Pace;

mod call;
pub(crate) mod comments;
mod courier;
mod fetch;
pub(crate) mod files;
mod look;
mod machine;
mod push;
mod rows;
#[cfg(test)]
mod simulation;
mod tell;

pub(crate) use machine::backoff;

pub(crate) use call::Side;
use call::{Answer, Call, Reading};
use machine::{Edit, Effect, Machine, Moment, Next};

/// Without a network it is looked this often whether there is one.
const OFFLINE: Duration = Duration::from_secs(60);

/// What syncing works with.
pub(crate) struct Context {
    pub(crate) library: Shared,
    pub(crate) files: attachments::Store,
    /// Files that are being fetched.
    pub(crate) fetches: attachments::Turns,
    pub(crate) docs: Docs,
    pub(crate) network: Network,
    pub(crate) pace: Pace,
    me: Mutex<Option<Me>>,
    /// Whether the agent asked to send files now.
    files_hurry: AtomicBool,
}

impl Context {
    pub(crate) fn new(
        library: Shared,
        files: attachments::Store,
        docs: Docs,
        network: Network,
        pace: Pace,
    ) -> Self {
        Self {
            library,
            files,
            fetches: attachments::Turns::default(),
            docs,
            network,
            pace,
            me: Mutex::default(),
            files_hurry: AtomicBool::new(false),
        }
    }

    /// Files are tried again now, whatever pause there was.
    pub(crate) fn hurry_files(&self) {
        self.files_hurry.store(true, Ordering::SeqCst);
    }

    /// Whose notes these are at the server.
    fn me(&self) -> Option<Me> {
        self.me
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    async fn ask_me(&self) -> Result<Me, Trouble> {
        let me = self.docs.me().await?;
        *self.me.lock().unwrap_or_else(PoisonError::into_inner) = Some(me.clone());
        Ok(me)
    }

    pub(crate) fn is_online(&self) -> bool {
        *self.network.reachability().borrow() == Reachability::Online
    }
}

/// Runs until it is dropped, and everything it started with it.
pub(crate) async fn run(context: Arc<Context>) {
    let mut machine = Machine::new(context.pace, rand::random());
    let mut lives = JoinSet::new();
    let mut reachability = context.network.reachability();
    let mut standing = context.docs.standing();
    context.library.clear_lines();
    loop {
        connect(&context, &mut lives);
        let until = if context.is_online() {
            match step(&context, &mut machine).await {
                Some(until) => until,
                None => continue,
            }
        } else {
            context.library.set_obstacle(Some(Why::Offline));
            Instant::now() + OFFLINE
        };
        tokio::select! {
            () = context.library.bell.notified() => {}
            () = tokio::time::sleep_until(until) => {}
            // Somebody has signed in, or out.
            changed = standing.changed() => match changed {
                Ok(()) => machine.begin_anew(),
                Err(_) => return,
            },
            changed = reachability.changed() => match changed {
                Ok(()) => machine.begin_anew(),
                Err(_) => return,
            },
        }
        if context.library.hurry.swap(false, Ordering::SeqCst) {
            machine.hurry();
        }
    }
}

/// Each open note has its task; it ends by itself when the note is closed.
fn connect(context: &Arc<Context>, lives: &mut JoinSet<()>) {
    while lives.try_join_next().is_some() {}
    let open: HashSet<NoteId> = context.library.ask(|known| known.open.clone());
    for note in open {
        if !context.library.has_line(&note) {
            let (line, outgoing) = mpsc::unbounded_channel();
            context.library.set_line(&note, Some(line));
            lives.spawn(live::run(context.clone(), note, outgoing));
        }
    }
}

/// Asks one question and does what comes of it; or answers how long there is none.
async fn step(context: &Context, machine: &mut Machine) -> Option<Instant> {
    let moment = Moment {
        now: Instant::now(),
        has_room: context.docs.budget().has_room(),
    };
    let call = match context.library.ask(|known| machine.next(known, moment)) {
        Next::Rest(until) => return Some(until),
        Next::Ask(call) => call,
    };
    let result = put(context, &call).await;
    let now = Instant::now();
    let effects = context
        .library
        .ask(|known| machine.take(result, known, now));
    if let Err(error) = apply(context, effects).await {
        tracing::error!(%error, "what the server said could not be kept");
        machine.give_up(now);
        context.library.set_obstacle(Some(Trouble::Disk.why()));
    }
    None
}

/// Puts a question to the server.
async fn put(context: &Context, call: &Call) -> Result<Answer, Trouble> {
    let docs = &context.docs;
    let row = |row: Note| Answer::Row(Box::new(row));
    match call {
        Call::Me => context.ask_me().await.map(|me| Answer::Me(me.id)),
        Call::Page { newest, number } => {
            let order = if *newest { "-updated_at" } else { "created_at" };
            docs.page(order, *number).await.map(Answer::Page)
        }
        Call::Row(note) => docs.note(note).await.map(row),
        Call::CanEdit(note) => docs.can_edit(note).await.map(Answer::CanEdit),
        Call::Text { note, etag } => match docs.content(note, etag.as_deref()).await? {
            None => Ok(Answer::Same),
            Some(theirs) => take_in(context, note, theirs).await,
        },
        Call::Write { note, in_room } => {
            let ours = context
                .library
                .whole(note)
                .await
                .map_err(Trouble::of_disk)?;
            docs.write(note, &ours, *in_room).await?;
            Ok(Answer::Done)
        }
        Call::Create {
            note,
            parent,
            title,
        } => docs
            .create(note, parent.as_ref(), title.as_deref())
            .await
            .map(row),
        Call::Rename {
            note,
            title,
            in_room,
        } => docs
            .rename(note, title, *in_room)
            .await
            .map(|()| Answer::Done),
        Call::Favour { note, favourite } => {
            docs.favour(note, *favourite).await.map(|()| Answer::Done)
        }
        Call::Move { note, target, side } => docs
            .move_beside(note, target, *side)
            .await
            .map(|()| Answer::Done),
        Call::Trash(number) => docs.trash(*number).await.map(Answer::Page),
        Call::Delete(note) => docs.delete(note).await.map(|()| Answer::Done),
        Call::Restore(note) => docs.restore(note).await.map(|()| Answer::Done),
    }
}

/// Merges a stored text into ours and compares the two. What cannot be read is kept aside and never written over:
/// perhaps it was only spoilt on its way.
async fn take_in(context: &Context, note: &NoteId, theirs: Content) -> Result<Answer, Trouble> {
    let library = &context.library;
    let record = library.record(note).unwrap_or_default();
    let mut reading = Reading {
        etag: theirs.etag,
        revision: theirs.note.and_then(|row| row.updated_at),
        empty: theirs.update.is_none(),
        // Counted before the text is read: an edit in between is sent twice rather than never.
        edits: record.edits,
        ..Reading::default()
    };
    if let Some(update) = &theirs.update {
        let taken = library.apply(note, update.clone(), Origin::Remote).await;
        reading.aside = taken.map_err(Trouble::of_disk)? == Taken::Aside;
    }
    let compare = move |ours: &Document| {
        let (stored, failed) = Document::load(theirs.update.as_deref());
        reading.compare(ours, &stored, failed, record.mark.as_deref());
        reading
    };
    let reading = library
        .read(note, compare)
        .await
        .map_err(Trouble::of_disk)?;
    Ok(Answer::Text(Box::new(reading)))
}

/// Makes durable what an answer means, then tells it.
async fn apply(context: &Context, effects: Vec<Effect>) -> Result<(), crate::error::Error> {
    let library = &context.library;
    let (mut changes, mut rest): (Vec<(NoteId, Edit)>, Vec<Effect>) = Default::default();
    for effect in effects {
        match effect {
            Effect::Change(note, edit) => changes.push((note, edit)),
            effect => rest.push(effect),
        }
    }
    match changes.len() {
        0 => {}
        1 => {
            let (note, edit) = changes.remove(0);
            library.change(&note, edit).await?;
        }
        _ => library.change_all(changes).await?,
    }
    for effect in rest {
        match effect {
            Effect::Change(..) => {}
            Effect::Trouble(note, why) => library.set_trouble(&note, why),
            Effect::Obstacle(trouble) => library.set_obstacle(trouble.map(|trouble| trouble.why())),
            Effect::Refused(note) => library.tell(Change::Refused { note }),
            Effect::Completed => library.completed(),
            Effect::Blank(note) => tell_blank(context, note).await?,
        }
    }
    Ok(())
}

/// It has no text; whoever waits for it has to know.
async fn tell_blank(context: &Context, note: NoteId) -> Result<(), crate::error::Error> {
    if context.library.is_open(&note) {
        let update = context.library.whole(&note).await?;
        context.library.tell(Change::Updated { note, update });
    }
    Ok(())
}

/// Takes over what the server says of a note, but for its place.
pub(crate) async fn adopt(context: &Context, row: &Note) -> Result<(), Trouble> {
    let Some(note) = row.id() else {
        tracing::warn!("a note without a usable id");
        return Ok(());
    };
    let edit = rows::adoption(row, context.me().map(|me| me.id), None);
    let changed = context.library.change(&note, edit).await;
    changed.map_err(Trouble::of_disk)
}

/// A note that is not ours to write any more, or is gone.
pub(crate) async fn lost(
    context: &Context,
    note: &NoteId,
    trouble: &Trouble,
) -> Result<(), Trouble> {
    let changed = context
        .library
        .change(note, rows::lost(trouble.clone()))
        .await;
    changed.map_err(Trouble::of_disk)
}
