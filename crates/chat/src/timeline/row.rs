//! One row of a timeline: a message, something that happened to the room, or a mark between. Pure: the SDK's items
//! in, our small types out. Every name and text in them was written by somebody else.

use matrix_sdk::ruma::events::{AnySyncStateEvent, AnySyncTimelineEvent, StateEventContentChange};
use matrix_sdk::ruma::room_version_rules::RoomVersionRules;
use matrix_sdk_ui::timeline::{
    AnyOtherStateEventContentChange, EventSendState, EventTimelineItem, InReplyToDetails,
    MembershipChange, MsgLikeContent, TimelineDetails, TimelineItem, TimelineItemContent,
    TimelineItemKind, VirtualTimelineItem, default_event_filter,
};

use crate::id::RowId;
use crate::people::Person;
use crate::rooms::summary::display_name;
use crate::text;
use crate::timeline::body;

pub use body::{AttachmentKind, Body, Undecryptable};

/// One row of a timeline.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Names the row for as long as the room is open.
    pub id: RowId,
    /// What it shows.
    pub kind: RowKind,
}

/// What a row shows.
#[derive(Clone, Debug, PartialEq)]
pub enum RowKind {
    /// A new day begins, at this time in milliseconds since the epoch.
    Day(u64),
    /// Everything above was read before.
    ReadMark,
    /// The room begins here.
    Start,
    /// Somebody wrote something.
    Message(Message),
    /// Something happened to the room.
    Event {
        /// Who did it.
        by: Person,
        /// When, in milliseconds since the epoch.
        at: u64,
        /// What.
        event: Event,
    },
}

/// A message.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// The server's name for it, once it has one.
    pub event: Option<String>,
    /// Who wrote it.
    pub sender: Person,
    /// Whether that is the agent.
    pub mine: bool,
    /// When, in milliseconds since the epoch.
    pub at: u64,
    /// What it says.
    pub body: Body,
    /// Whether it was changed after it was sent.
    pub edited: bool,
    /// Whether it mentions the agent.
    pub highlighted: bool,
    /// What it answers.
    pub reply: Option<Quote>,
    /// Where it is on its way.
    pub delivery: Delivery,
}

/// The message that another one answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    /// The server's name for it.
    pub event: String,
    /// Who wrote it and what it says, when it is at hand.
    pub quoted: Option<(Person, Body)>,
}

/// Where a message is on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// On its way.
    Sending,
    /// On disk; it leaves by itself when there is a line.
    Waiting,
    /// At the server.
    Sent,
    /// The server did not take it.
    Failed {
        /// It leaves by itself later; otherwise it stays until the agent retries or cancels it.
        recoverable: bool,
    },
}

/// Something that happened to a room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The room was made.
    Created,
    /// From here on, messages are encrypted.
    EncryptionOn,
    /// The room has another name; empty when it has none any more.
    Named(String),
    /// The room is about something else; empty when about nothing any more.
    Topic(String),
    /// Somebody's place in the room is another one.
    Membership {
        /// Whose.
        who: Person,
        /// What happened.
        change: Membership,
    },
    /// Somebody changed their name or picture.
    Profile {
        /// The name before, when the name is what changed.
        before: Option<String>,
        /// The name now, when the name is what changed.
        after: Option<String>,
    },
    /// Something that this program cannot show.
    Unsupported,
}

/// How somebody's place in a room changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Membership {
    /// Came in.
    Joined,
    /// Went out.
    Left,
    /// Was invited.
    Invited,
    /// Did not accept the invitation, or it was taken back.
    Declined,
    /// Was removed.
    Removed,
    /// Was removed for good.
    Banned,
    /// May come back.
    Unbanned,
    /// Asked to come in.
    Knocked,
    /// Something else.
    Other,
}

/// Which events get a row: messages, and the few changes of a room that readers want to know of.
pub(crate) fn is_shown(event: &AnySyncTimelineEvent, rules: &RoomVersionRules) -> bool {
    let told = match event {
        AnySyncTimelineEvent::State(state) => matches!(
            state,
            AnySyncStateEvent::RoomCreate(_)
                | AnySyncStateEvent::RoomEncryption(_)
                | AnySyncStateEvent::RoomMember(_)
                | AnySyncStateEvent::RoomName(_)
                | AnySyncStateEvent::RoomTopic(_)
        ),
        AnySyncTimelineEvent::MessageLike(_) => true,
    };
    told && default_event_filter(event, rules)
}

/// The row of an item. `online` says whether the homeserver answers.
pub(crate) fn of(item: &TimelineItem, online: bool) -> Row {
    let kind = match item.kind() {
        TimelineItemKind::Event(event) => event_row(event, online),
        TimelineItemKind::Virtual(VirtualTimelineItem::DateDivider(at)) => {
            RowKind::Day(at.get().into())
        }
        TimelineItemKind::Virtual(VirtualTimelineItem::ReadMarker) => RowKind::ReadMark,
        TimelineItemKind::Virtual(VirtualTimelineItem::TimelineStart) => RowKind::Start,
    };
    Row {
        id: item.unique_id().0.as_str().into(),
        kind,
    }
}

fn event_row(item: &EventTimelineItem, online: bool) -> RowKind {
    let by = Person::new(item.sender(), display_name(item.sender_profile()));
    if let Some(content) = item.content().as_msglike() {
        return RowKind::Message(message(item, content, by, online));
    }
    RowKind::Event {
        by,
        at: item.timestamp().get().into(),
        event: event(item.content()),
    }
}

fn message(
    item: &EventTimelineItem,
    content: &MsgLikeContent,
    sender: Person,
    online: bool,
) -> Message {
    Message {
        event: item.event_id().map(|id| id.to_string()),
        sender,
        mine: item.is_own(),
        at: item.timestamp().get().into(),
        body: body::of(&content.kind),
        edited: content
            .as_message()
            .is_some_and(|message| message.is_edited()),
        highlighted: item.is_highlighted(),
        reply: content.in_reply_to.as_ref().map(quote),
        delivery: delivery(item.send_state(), online),
    }
}

fn quote(reply: &InReplyToDetails) -> Quote {
    let quoted = match &reply.event {
        TimelineDetails::Ready(event) => event.content.as_msglike().map(|content| {
            let sender = Person::new(&event.sender, display_name(&event.sender_profile));
            (sender, body::of(&content.kind))
        }),
        _ => None,
    };
    Quote {
        event: reply.event_id.to_string(),
        quoted,
    }
}

/// A failure that the queue gets over by itself is no failure to the agent while there is no line.
fn delivery(state: Option<&EventSendState>, online: bool) -> Delivery {
    match state {
        None | Some(EventSendState::Sent { .. }) => Delivery::Sent,
        Some(EventSendState::NotSentYet { .. }) if online => Delivery::Sending,
        Some(EventSendState::NotSentYet { .. }) => Delivery::Waiting,
        Some(EventSendState::SendingFailed {
            is_recoverable: true,
            ..
        }) if !online => Delivery::Waiting,
        Some(EventSendState::SendingFailed { is_recoverable, .. }) => Delivery::Failed {
            recoverable: *is_recoverable,
        },
    }
}

fn event(content: &TimelineItemContent) -> Event {
    match content {
        TimelineItemContent::MembershipChange(change) => Event::Membership {
            who: Person::new(change.user_id(), change.display_name().as_deref()),
            change: membership(change.change()),
        },
        TimelineItemContent::ProfileChange(change) => {
            let name = change.displayname_change();
            let shown = |name: &Option<String>| name.as_deref().map(text::line);
            Event::Profile {
                before: name.and_then(|name| shown(&name.old)),
                after: name.and_then(|name| shown(&name.new)),
            }
        }
        TimelineItemContent::OtherState(state) => state_event(state.content()),
        _ => Event::Unsupported,
    }
}

fn state_event(content: &AnyOtherStateEventContentChange) -> Event {
    use AnyOtherStateEventContentChange as Any;
    use StateEventContentChange::Original;
    match content {
        Any::RoomCreate(_) => Event::Created,
        Any::RoomEncryption(_) => Event::EncryptionOn,
        Any::RoomName(Original { content, .. }) => Event::Named(text::line(&content.name)),
        Any::RoomTopic(Original { content, .. }) => Event::Topic(text::line(&content.topic)),
        _ => Event::Unsupported,
    }
}

fn membership(change: Option<MembershipChange>) -> Membership {
    use MembershipChange as Change;
    match change {
        Some(Change::Joined | Change::InvitationAccepted) => Membership::Joined,
        Some(Change::Left) => Membership::Left,
        Some(Change::Invited | Change::KnockAccepted) => Membership::Invited,
        Some(Change::InvitationRejected | Change::InvitationRevoked | Change::KnockDenied) => {
            Membership::Declined
        }
        Some(Change::Kicked) => Membership::Removed,
        Some(Change::Banned | Change::KickedAndBanned) => Membership::Banned,
        Some(Change::Unbanned) => Membership::Unbanned,
        Some(Change::Knocked) => Membership::Knocked,
        _ => Membership::Other,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use matrix_sdk::ruma::events::room::name::RoomNameEventContent;
    use matrix_sdk::ruma::owned_event_id;

    use super::*;

    fn failed(is_recoverable: bool) -> EventSendState {
        let error = Arc::new(matrix_sdk::Error::Timeout);
        EventSendState::SendingFailed {
            error,
            is_recoverable,
        }
    }

    fn check_delivery(state: Option<EventSendState>, online: bool, expected: Delivery) {
        assert_eq!(
            delivery(state.as_ref(), online),
            expected,
            "{state:?} {online}"
        );
    }

    #[test]
    fn a_message_tells_where_it_is() {
        let new = || Some(EventSendState::NotSentYet { progress: None });
        let sent = || {
            Some(EventSendState::Sent {
                event_id: owned_event_id!("$a"),
            })
        };
        check_delivery(None, true, Delivery::Sent);
        check_delivery(None, false, Delivery::Sent);
        check_delivery(new(), true, Delivery::Sending);
        check_delivery(new(), false, Delivery::Waiting);
        check_delivery(sent(), false, Delivery::Sent);
        check_delivery(Some(failed(true)), false, Delivery::Waiting);
        check_delivery(
            Some(failed(true)),
            true,
            Delivery::Failed { recoverable: true },
        );
        check_delivery(
            Some(failed(false)),
            false,
            Delivery::Failed { recoverable: false },
        );
    }

    #[test]
    fn every_change_of_membership_has_a_name() {
        use MembershipChange as Change;
        let check = |change, expected| assert_eq!(membership(change), expected, "{change:?}");
        check(Some(Change::InvitationAccepted), Membership::Joined);
        check(Some(Change::InvitationRejected), Membership::Declined);
        check(Some(Change::KickedAndBanned), Membership::Banned);
        check(Some(Change::NotImplemented), Membership::Other);
        check(None, Membership::Other);
    }

    #[test]
    fn a_rooms_new_name_is_one_line() {
        let content = RoomNameEventContent::new("Plan\n\u{202E}B".into());
        let change = StateEventContentChange::Original {
            content,
            prev_content: None,
        };
        let event = state_event(&AnyOtherStateEventContentChange::RoomName(change));
        assert_eq!(event, Event::Named("Plan \u{FFFD}B".into()));
    }

    #[test]
    fn an_answered_message_that_is_not_at_hand_is_still_named() {
        let reply = InReplyToDetails {
            event_id: owned_event_id!("$a"),
            event: TimelineDetails::Unavailable,
        };
        assert_eq!(
            quote(&reply),
            Quote {
                event: "$a".into(),
                quoted: None
            }
        );
    }
}
