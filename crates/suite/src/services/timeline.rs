//! Rows of a timeline as the window shows them. Pure. Some rows are for nobody to read (a room was made, somebody has
//! another picture); they are left out, so positions are counted anew.

use ::chat::{
    AttachmentKind, Body, Delivery, Diff, Event, ListChange, Membership, Message, Row, RowKind,
};

use super::chat::person;
use super::millis;
use crate::wire::Why;
use crate::wire::chat::{
    ItemContent, ItemId, MembershipChange, SendState, TimelineDiff, TimelineItem,
};

/// Applies a change to the rows, and says it in positions of those that are shown.
pub(super) fn diffs(rows: &mut Vec<Row>, change: ListChange<Row>) -> Vec<TimelineDiff> {
    match change {
        ListChange::Reset(all) => {
            *rows = all;
            vec![TimelineDiff::Reset {
                items: rows.iter().filter_map(item).collect(),
            }]
        }
        ListChange::Diffs(diffs) => diffs
            .into_iter()
            .filter_map(|diff| step(rows, diff))
            .collect(),
    }
}

/// Why a message has not gone.
pub(super) fn why(delivery: Delivery) -> Why {
    match delivery {
        Delivery::Sending | Delivery::Sent => Why::Sending,
        Delivery::Waiting => Why::Offline,
        Delivery::Failed { recoverable: true } => Why::ServerTrouble,
        Delivery::Failed { recoverable: false } => Why::Forbidden,
    }
}

fn step(rows: &mut Vec<Row>, diff: Diff<Row>) -> Option<TimelineDiff> {
    let (at, new) = match &diff {
        Diff::Insert { at, item: row } | Diff::Set { at, item: row } => (*at, item(row)),
        Diff::Remove { at } => (*at, None),
    };
    let shown = rows
        .iter()
        .take(at)
        .filter(|row| item(row).is_some())
        .count();
    let index = u32::try_from(shown).unwrap_or(u32::MAX);
    let replaces = !matches!(diff, Diff::Insert { .. }) && rows.get(at).and_then(item).is_some();
    ListChange::Diffs(vec![diff]).apply(rows);
    match (replaces, new) {
        (true, Some(item)) => Some(TimelineDiff::Set { index, item }),
        (true, None) => Some(TimelineDiff::Remove { index }),
        (false, Some(item)) => Some(TimelineDiff::Insert { index, item }),
        (false, None) => None,
    }
}

fn item(row: &Row) -> Option<TimelineItem> {
    let (time, content) = match &row.kind {
        RowKind::Day(at) => (*at, ItemContent::Day),
        RowKind::ReadMark => (0, ItemContent::ReadMarker),
        RowKind::Message(message) => (message.at, said(message)),
        RowKind::Event { at, event, .. } => (*at, happened(event)?),
        RowKind::Start => return None,
    };
    Some(TimelineItem {
        id: ItemId(row.id.to_string()),
        time: millis(time),
        content,
    })
}

fn said(message: &Message) -> ItemContent {
    let sender = person(message.sender.clone());
    let words = |text: String| ItemContent::Message {
        sender: sender.clone(),
        text,
        own: message.mine,
        edited: message.edited,
        state: state(message.delivery),
    };
    let unsupported = |kind: &str| ItemContent::Unsupported {
        kind: kind.to_owned(),
    };
    match &message.body {
        Body::Text(text) | Body::Notice(text) => words(text.clone()),
        Body::Emote(text) => words(format!("* {} {text}", sender.name)),
        Body::Removed => ItemContent::Deleted { sender },
        Body::Undecryptable(_) => ItemContent::Undecryptable { sender },
        Body::Attachment { kind, .. } => unsupported(match kind {
            AttachmentKind::File => "m.file",
            AttachmentKind::Image => "m.image",
            AttachmentKind::Audio => "m.audio",
            AttachmentKind::Video => "m.video",
        }),
        Body::Unsupported { .. } => unsupported("m.room.message"),
    }
}

fn state(delivery: Delivery) -> SendState {
    match delivery {
        Delivery::Sent => SendState::Sent,
        Delivery::Sending | Delivery::Waiting => SendState::Waiting,
        Delivery::Failed { .. } => SendState::Failed { why: why(delivery) },
    }
}

fn happened(event: &Event) -> Option<ItemContent> {
    let Event::Membership { who, change } = event else {
        return None;
    };
    let change = match change {
        Membership::Joined => MembershipChange::Joined,
        Membership::Left | Membership::Declined => MembershipChange::Left,
        Membership::Invited => MembershipChange::Invited,
        Membership::Removed | Membership::Banned => MembershipChange::Removed,
        Membership::Unbanned | Membership::Knocked | Membership::Other => MembershipChange::Changed,
    };
    Some(ItemContent::Membership {
        person: person(who.clone()),
        change,
    })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::services) fn message(id: &str, delivery: Delivery) -> Row {
        let sender = ::chat::Person {
            id: "@a:b".into(),
            name: "A".into(),
        };
        let message = Message {
            event: None,
            sender,
            mine: true,
            at: 1,
            body: Body::Text(id.to_owned()),
            edited: false,
            highlighted: false,
            reply: None,
            delivery,
        };
        Row {
            id: id.into(),
            kind: RowKind::Message(message),
        }
    }

    fn start() -> Row {
        Row {
            id: "start".into(),
            kind: RowKind::Start,
        }
    }

    /// As the window does it.
    fn apply(items: &mut Vec<TimelineItem>, diffs: Vec<TimelineDiff>) {
        for diff in diffs {
            match diff {
                TimelineDiff::Reset { items: all } => *items = all,
                TimelineDiff::Insert { index, item } => items.insert(index as usize, item),
                TimelineDiff::Set { index, item } => items[index as usize] = item,
                TimelineDiff::Remove { index } => drop(items.remove(index as usize)),
                TimelineDiff::Truncate { length } => items.truncate(length as usize),
            }
        }
    }

    #[test]
    fn positions_count_only_what_is_shown() {
        let (mut rows, mut items) = (Vec::new(), Vec::new());
        let changes = [
            ListChange::Reset(vec![start(), message("1", Delivery::Sending)]),
            ListChange::Diffs(vec![
                Diff::Set {
                    at: 1,
                    item: message("1", Delivery::Sent),
                },
                Diff::Insert {
                    at: 2,
                    item: start(),
                },
                Diff::Insert {
                    at: 3,
                    item: message("3", Delivery::Waiting),
                },
            ]),
            ListChange::Diffs(vec![
                Diff::Set {
                    at: 0,
                    item: message("0", Delivery::Sent),
                },
                Diff::Remove { at: 2 },
            ]),
            ListChange::Diffs(vec![Diff::Set {
                at: 1,
                item: start(),
            }]),
        ];
        for change in changes {
            apply(&mut items, diffs(&mut rows, change));
            let whole: Vec<_> = rows.iter().filter_map(item).collect();
            assert_eq!(items, whole);
        }
        let ids: Vec<_> = items.iter().map(|item| item.id.0.as_str()).collect();
        assert_eq!(ids, ["0", "3"]);
    }
}
