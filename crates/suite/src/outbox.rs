//! What waits to be sent, from all parts of the desk: one list, told only when it has changed.
//!
//! It deliberately sends nothing: the parts do, each in its order.

use std::sync::{Mutex, PoisonError};

use crate::events::Event;
use crate::stream::Stream;
use crate::wire::Waiting;

/// The list.
#[derive(Debug, Default)]
pub(crate) struct Outbox(Mutex<Lists>);

#[derive(Debug, Default, Clone, PartialEq, Eq)]
struct Lists {
    notes: Vec<Waiting>,
    rooms: Vec<Waiting>,
}

impl Outbox {
    /// What waits in the notes, all of it.
    pub(crate) fn notes(&self, waiting: Vec<Waiting>, stream: &Stream) {
        self.change(stream, |lists| lists.notes = waiting);
    }

    /// What waits in the rooms, all of it.
    pub(crate) fn rooms(&self, waiting: Vec<Waiting>, stream: &Stream) {
        self.change(stream, |lists| lists.rooms = waiting);
    }

    /// Tells the list as it is.
    pub(crate) fn tell_again(&self, stream: &Stream) {
        let lists = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        stream.tell(lists.event());
    }

    fn change(&self, stream: &Stream, change: impl FnOnce(&mut Lists)) {
        let mut lists = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let before = lists.clone();
        change(&mut lists);
        if *lists != before {
            stream.tell(lists.event());
        }
    }
}

impl Lists {
    /// The oldest first: it is what a person asks about.
    fn event(&self) -> Event {
        let mut waiting: Vec<_> = self.notes.iter().chain(&self.rooms).cloned().collect();
        waiting.sort_by_key(|waiting| waiting.since);
        Event::OutboxChanged { waiting }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::chat::RoomId;
    use crate::wire::notes::NoteId;
    use crate::wire::{Millis, Place, Why};

    fn waiting(place: Place, since: i64) -> Waiting {
        Waiting {
            place,
            title: None,
            count: 1,
            since: Millis(since),
            why: Why::Offline,
        }
    }

    #[tokio::test]
    async fn both_parts_are_in_one_list_the_oldest_first_and_told_once() {
        let (stream, outbox) = (Stream::default(), Outbox::default());
        let mut events = stream.listen();
        let note = waiting(
            Place::Note {
                id: NoteId("n".into()),
            },
            2,
        );
        let room = waiting(
            Place::Room {
                id: RoomId("!r".into()),
            },
            1,
        );
        outbox.notes(vec![note.clone()], &stream);
        outbox.notes(vec![note.clone()], &stream);
        outbox.rooms(vec![room.clone()], &stream);
        outbox.notes(Vec::new(), &stream);
        let told = |waiting| Event::OutboxChanged { waiting };
        let expected = vec![
            told(vec![note.clone()]),
            told(vec![room.clone(), note]),
            told(vec![room]),
        ];
        assert_eq!(events.next_batch().await, Some(expected));
    }
}
