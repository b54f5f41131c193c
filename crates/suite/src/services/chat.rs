//! What the messenger tells, as the window hears it, and what of it waits to be sent. Pure: the messenger tells lists
//! by position, so they are held here to know which room or row a position means.

use std::collections::{BTreeSet, HashMap};

use ::chat::{
    Change, Connection, Delivery, Diff, EncryptionState, History, ListChange, PreviewText, RoomId,
    RoomKind, RoomSummary, Row, RowKind,
};

use super::{millis, timeline, verification};
use crate::events::Event;
use crate::wire::chat as wire;
use crate::wire::{Person, Place, Waiting, Why};

/// What the messenger has told so far.
#[derive(Debug, Default)]
pub(crate) struct Told {
    rooms: Vec<RoomSummary>,
    /// The homeserver has answered since the start.
    complete: bool,
    timelines: HashMap<RoomId, Vec<Row>>,
    /// The homeserver has ended our session.
    signed_out: bool,
}

impl Told {
    /// The event of a change, and what it means for the lists.
    pub(crate) fn take(&mut self, change: Change) -> Option<Event> {
        match change {
            Change::Rooms(change) => Some(self.rooms_changed(change)),
            Change::Timeline { room, change } => {
                let rows = self.timelines.entry(room.clone()).or_default();
                let diffs = timeline::diffs(rows, change);
                (!diffs.is_empty()).then(|| Event::TimelineChanged {
                    room: id(&room),
                    diffs,
                })
            }
            Change::History { room, history } => Some(Event::TimelineOlderChanged {
                room: id(&room),
                older: older(history),
            }),
            Change::Encryption(state) => Some(Event::EncryptionChanged {
                encryption: encryption(state),
            }),
            Change::Verification(verification) => Some(Event::VerificationChanged {
                verification: verification::shown(verification),
            }),
            Change::Connection(Connection::Online) => self.online(),
            Change::SignedOut { .. } => {
                self.signed_out = true;
                None
            }
            Change::Connection(_) | Change::Typing { .. } => None,
        }
    }

    /// Whether the homeserver has ended our session.
    pub(crate) fn is_signed_out(&self) -> bool {
        self.signed_out
    }

    /// The agent has signed in again.
    pub(crate) fn signed_in(&mut self) {
        self.signed_out = false;
    }

    /// A room's timeline is told no more.
    pub(crate) fn closed(&mut self, room: &RoomId) {
        self.timelines.remove(room);
    }

    /// What waits, by room: exactly where the timeline is open, else as far as the newest message shows.
    pub(crate) fn waiting(&self) -> Vec<Waiting> {
        let mut waiting: Vec<_> = self
            .rooms
            .iter()
            .filter_map(|room| self.waiting_in(room))
            .collect();
        waiting.sort_by_key(|waiting| waiting.since);
        waiting
    }

    /// The rooms to be found by their names.
    pub(crate) fn rooms(&self) -> &[RoomSummary] {
        &self.rooms
    }

    fn waiting_in(&self, room: &RoomSummary) -> Option<Waiting> {
        let unsent: Vec<(u64, Delivery)> = match self.timelines.get(&room.id) {
            Some(rows) => rows.iter().filter_map(unsent).collect(),
            None => {
                let latest = room
                    .latest
                    .iter()
                    .filter(|latest| latest.mine && latest.delivery != Delivery::Sent);
                latest.map(|latest| (latest.at, latest.delivery)).collect()
            }
        };
        let since = unsent.iter().map(|(at, _)| *at).min()?;
        // One that needs the agent matters more than those that leave by themselves.
        let worst = unsent
            .iter()
            .map(|(_, delivery)| *delivery)
            .max_by_key(|delivery| rank(*delivery))?;
        Some(Waiting {
            place: Place::Room { id: id(&room.id) },
            title: Some(room.name.clone()).filter(|name| !name.is_empty()),
            count: u32::try_from(unsent.len()).unwrap_or(u32::MAX),
            since: millis(since),
            why: if self.signed_out {
                Why::SignedOut
            } else {
                timeline::why(worst)
            },
        })
    }

    fn rooms_changed(&mut self, change: ListChange<RoomSummary>) -> Event {
        let reset = matches!(change, ListChange::Reset(_));
        let before: BTreeSet<RoomId> = self.rooms.iter().map(|room| room.id.clone()).collect();
        let mut touched = BTreeSet::new();
        if let ListChange::Diffs(diffs) = &change {
            touched.extend(diffs.iter().filter_map(|diff| match diff {
                Diff::Insert { item, .. } | Diff::Set { item, .. } => Some(item.id.clone()),
                Diff::Remove { .. } => None,
            }));
        }
        change.apply(&mut self.rooms);
        let now: BTreeSet<RoomId> = self.rooms.iter().map(|room| room.id.clone()).collect();
        let told = self
            .rooms
            .iter()
            .filter(|room| reset || touched.contains(&room.id));
        let removed = before.difference(&now).filter(|_| !reset);
        Event::RoomsChanged {
            reset,
            rooms: told.map(summary).collect(),
            removed: removed.map(id).collect(),
            complete: self.complete,
        }
    }

    fn online(&mut self) -> Option<Event> {
        self.signed_out = false;
        let first = !std::mem::replace(&mut self.complete, true);
        let told = |complete| Event::RoomsChanged {
            reset: false,
            rooms: Vec::new(),
            removed: Vec::new(),
            complete,
        };
        first.then(|| told(true))
    }
}

/// A room's name on the wire.
pub(crate) fn id(id: &RoomId) -> wire::RoomId {
    wire::RoomId(id.as_str().to_owned())
}

/// A person on the wire.
pub(crate) fn person(person: ::chat::Person) -> Person {
    Person {
        id: person.id.to_string(),
        name: person.name,
    }
}

fn unsent(row: &Row) -> Option<(u64, Delivery)> {
    match &row.kind {
        RowKind::Message(message) if message.delivery != Delivery::Sent => {
            Some((message.at, message.delivery))
        }
        _ => None,
    }
}

fn rank(delivery: Delivery) -> u8 {
    match delivery {
        Delivery::Sent => 0,
        Delivery::Sending => 1,
        Delivery::Waiting => 2,
        Delivery::Failed { recoverable: true } => 3,
        Delivery::Failed { recoverable: false } => 4,
    }
}

fn summary(room: &RoomSummary) -> wire::RoomSummary {
    let count = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
    wire::RoomSummary {
        id: id(&room.id),
        name: room.name.clone(),
        kind: match room.kind {
            RoomKind::Direct => wire::RoomKind::Direct,
            RoomKind::Group => wire::RoomKind::Group,
            RoomKind::Invite => wire::RoomKind::Invitation,
        },
        encrypted: room.encrypted,
        unread: count(room.unread),
        mentions: count(room.highlighted),
        latest: room.latest.as_ref().and_then(preview),
        recency: millis(room.recency.unwrap_or_default()),
        members: count(room.members),
    }
}

/// Only words are shown: what has none of its own would need the window's.
fn preview(preview: &::chat::Preview) -> Option<wire::Preview> {
    let PreviewText::Words(text) = &preview.text else {
        return None;
    };
    let sender = preview
        .sender
        .as_ref()
        .map(|sender| sender.name.clone())
        .unwrap_or_default();
    Some(wire::Preview {
        sender,
        text: text.clone(),
    })
}

fn older(history: History) -> wire::Older {
    match history {
        History::More => wire::Older::Available,
        History::Loading => wire::Older::Loading,
        History::Start => wire::Older::None,
        History::Unreachable => wire::Older::Failed,
    }
}

fn encryption(state: EncryptionState) -> wire::Encryption {
    match state {
        EncryptionState::Unknown => wire::Encryption::Unknown,
        EncryptionState::Ready => wire::Encryption::Ready,
        EncryptionState::NoRecovery => wire::Encryption::NeedsRecoveryKey,
        EncryptionState::KeyNeeded | EncryptionState::DeviceNotConfirmed => {
            wire::Encryption::NeedsConfirmation
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn room(name: &str) -> RoomSummary {
        RoomSummary {
            id: name.into(),
            name: name.to_owned(),
            kind: RoomKind::Group,
            encrypted: true,
            unread: 0,
            highlighted: 0,
            latest: None,
            recency: Some(1),
            members: 2,
            topic: None,
        }
    }

    fn names(event: Option<Event>) -> (bool, Vec<String>, Vec<String>, bool) {
        let Some(Event::RoomsChanged {
            reset,
            rooms,
            removed,
            complete,
        }) = event
        else {
            panic!("{event:?}")
        };
        (
            reset,
            rooms.into_iter().map(|room| room.name).collect(),
            removed.into_iter().map(|id| id.0).collect(),
            complete,
        )
    }

    #[test]
    fn rooms_are_told_by_id_and_one_that_moved_is_not_removed() {
        let mut told = Told::default();
        let reset = Change::Rooms(ListChange::Reset(vec![room("a"), room("b"), room("c")]));
        let all = vec!["a".to_owned(), "b".to_owned(), "c".to_owned()];
        assert_eq!(names(told.take(reset)), (true, all, vec![], false));
        let diffs = vec![
            Diff::Remove { at: 2 },
            Diff::Insert {
                at: 0,
                item: room("c"),
            },
            Diff::Remove { at: 1 },
        ];
        let moved = Change::Rooms(ListChange::Diffs(diffs));
        assert_eq!(
            names(told.take(moved)),
            (false, vec!["c".to_owned()], vec!["a".to_owned()], false)
        );
    }

    #[test]
    fn the_list_is_complete_once_the_server_has_answered() {
        let mut told = Told::default();
        assert_eq!(told.take(Change::Connection(Connection::Connecting)), None);
        assert_eq!(
            names(told.take(Change::Connection(Connection::Online))),
            (false, vec![], vec![], true)
        );
        assert_eq!(told.take(Change::Connection(Connection::Online)), None);
        assert!(names(told.take(Change::Rooms(ListChange::Reset(Vec::new())))).3);
    }

    #[test]
    fn what_waits_is_counted_in_open_rooms_and_seen_in_closed_ones() {
        let mut told = Told::default();
        let preview = |delivery| ::chat::Preview {
            sender: None,
            mine: true,
            at: 7,
            text: PreviewText::Words("x".into()),
            delivery,
        };
        let closed = RoomSummary {
            latest: Some(preview(Delivery::Waiting)),
            ..room("closed")
        };
        let sent = RoomSummary {
            latest: Some(preview(Delivery::Sent)),
            ..room("sent")
        };
        told.take(Change::Rooms(ListChange::Reset(vec![
            closed,
            sent,
            room("open"),
        ])));
        let rows = vec![
            timeline::tests::message("1", Delivery::Sending),
            timeline::tests::message("2", Delivery::Sending),
        ];
        told.take(Change::Timeline {
            room: "open".into(),
            change: ListChange::Reset(rows),
        });
        let found: Vec<_> = told
            .waiting()
            .into_iter()
            .map(|waiting| (waiting.title, waiting.count, waiting.why))
            .collect();
        let expected = [
            (Some("open".to_owned()), 2, Why::Sending),
            (Some("closed".to_owned()), 1, Why::Offline),
        ];
        assert_eq!(found, expected);
        told.take(Change::SignedOut { soft: true });
        assert!(
            told.waiting()
                .iter()
                .all(|waiting| waiting.why == Why::SignedOut)
        );
    }
}
