//! The one ordered stream of events towards the window.
//!
//! One listener at a time: a window that loads again takes over. Without a listener events are dropped, since the next
//! one begins with the whole state. It promises that a listener hears of nothing but from its whole state on: what is
//! still under way from before is left out. It never blocks whoever tells.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::events::Event;
use crate::wire::chat::TimelineDiff;

/// How many events one batch holds at most; a burst becomes several batches, so that the window can draw between.
const BATCH: usize = 256;

/// Where events are told.
#[derive(Debug, Default)]
pub(crate) struct Stream(Mutex<Option<Listener>>);

#[derive(Debug)]
struct Listener {
    events: UnboundedSender<Event>,
    /// What this listener has heard the whole state of.
    begun: HashSet<Begun>,
}

/// Something whose first event is its whole state.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Begun {
    Notes,
    Note(String),
    Rooms,
    Timeline(String),
    Conversations,
    Conversation(String),
}

/// What an event is for its listener.
enum Sort {
    /// The whole state of this.
    Whole(Begun),
    /// Makes sense only after the whole state of this.
    Part(Begun),
    /// Makes sense by itself.
    Alone,
}

impl Stream {
    /// Tells one fact.
    pub(crate) fn tell(&self, event: Event) {
        let mut listener = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(listener) = listener.as_mut()
            && listener.understands(&event)
        {
            // A listener that is gone hears nothing more; the next one starts from the whole state.
            drop(listener.events.send(event));
        }
    }

    /// Begins a new listener's stream.
    pub(crate) fn listen(&self) -> Events {
        let (events, receiver) = unbounded_channel();
        let listener = Listener {
            events,
            begun: HashSet::new(),
        };
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(listener);
        Events(receiver)
    }
}

impl Listener {
    fn understands(&mut self, event: &Event) -> bool {
        match sort(event) {
            Sort::Alone => true,
            Sort::Part(of) => self.begun.contains(&of),
            Sort::Whole(of) => {
                self.begun.insert(of);
                true
            }
        }
    }
}

fn sort(event: &Event) -> Sort {
    let begins = |whole: bool, of: Begun| {
        if whole {
            Sort::Whole(of)
        } else {
            Sort::Part(of)
        }
    };
    match event {
        Event::NotesChanged { reset, .. } => begins(*reset, Begun::Notes),
        Event::RoomsChanged { reset, .. } => begins(*reset, Begun::Rooms),
        Event::ConversationsChanged { reset, .. } => begins(*reset, Begun::Conversations),
        Event::TimelineChanged { room, diffs } => begins(
            matches!(diffs.first(), Some(TimelineDiff::Reset { .. })),
            Begun::Timeline(room.0.clone()),
        ),
        Event::NoteOpened { note, .. } => Sort::Whole(Begun::Note(note.0.clone())),
        Event::NoteUpdated { note, .. }
        | Event::PresenceChanged { note, .. }
        | Event::ThreadsChanged { note, .. } => Sort::Part(Begun::Note(note.0.clone())),
        Event::ConversationOpened { conversation, .. } => {
            Sort::Whole(Begun::Conversation(conversation.0.clone()))
        }
        Event::AnswerChanged { conversation, .. } | Event::AnswerGrew { conversation, .. } => {
            Sort::Part(Begun::Conversation(conversation.0.clone()))
        }
        Event::AccountChanged { .. }
        | Event::ConnectionChanged { .. }
        | Event::OutboxChanged { .. }
        | Event::SettingsChanged { .. }
        | Event::NoteQuarantined { .. }
        | Event::NoteRefused { .. }
        | Event::ArchiveAdvanced { .. }
        | Event::TimelineOlderChanged { .. }
        | Event::EncryptionChanged { .. }
        | Event::VerificationChanged { .. } => Sort::Alone,
    }
}

/// What one listener hears.
#[derive(Debug)]
pub struct Events(UnboundedReceiver<Event>);

impl Events {
    /// All that has happened since the last call, at least one event; none when another listener took over.
    pub async fn next_batch(&mut self) -> Option<Vec<Event>> {
        let mut batch = Vec::new();
        (self.0.recv_many(&mut batch, BATCH).await > 0).then_some(batch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Bytes;
    use crate::wire::notes::NoteId;

    fn updated(note: &str) -> Event {
        Event::NoteUpdated {
            note: NoteId(note.into()),
            update: Bytes(vec![1]),
        }
    }

    fn opened(note: &str) -> Event {
        Event::NoteOpened {
            note: NoteId(note.into()),
            here: true,
        }
    }

    #[tokio::test]
    async fn a_new_listener_hears_from_the_whole_state_on() {
        let stream = Stream::default();
        let mut first = stream.listen();
        for event in [updated("a"), opened("a"), updated("a"), updated("b")] {
            stream.tell(event);
        }
        assert_eq!(
            first.next_batch().await,
            Some(vec![opened("a"), updated("a")])
        );
        let mut second = stream.listen();
        stream.tell(updated("a"));
        stream.tell(opened("a"));
        assert_eq!(second.next_batch().await, Some(vec![opened("a")]));
        assert_eq!(first.next_batch().await, None);
    }
}
