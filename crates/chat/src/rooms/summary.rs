//! A room as the list shows it. Names, topics and previews were written by others: they are text of one line.

use matrix_sdk::{Room, RoomDisplayName, RoomState};
use matrix_sdk_ui::timeline::{
    LatestEventValue, LatestEventValueLocalState, Profile, RoomExt, TimelineDetails,
    TimelineItemContent,
};

use crate::id::RoomId;
use crate::people::Person;
use crate::text;
use crate::timeline::body::{self, AttachmentKind, Body};
use crate::timeline::row::Delivery;

/// A room as the list shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct RoomSummary {
    /// Which room.
    pub id: RoomId,
    /// What to call it. Empty when it has no name and nobody is in it.
    pub name: String,
    /// What kind of room.
    pub kind: RoomKind,
    /// Whether messages in it are end-to-end encrypted, as far as is known.
    pub encrypted: bool,
    /// How many messages the agent has not read; at least one when they marked the room as unread by hand.
    pub unread: u64,
    /// How many of them mention the agent.
    pub highlighted: u64,
    /// The newest message.
    pub latest: Option<Preview>,
    /// When something last happened, in milliseconds since the epoch.
    pub recency: Option<u64>,
    /// How many people are in it or invited.
    pub members: u64,
    /// What it is about.
    pub topic: Option<String>,
}

/// The kind of a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoomKind {
    /// A conversation with one person.
    Direct,
    /// A room of any number of people.
    Group,
    /// The agent is invited and not in it.
    Invite,
}

/// The newest message of a room.
#[derive(Clone, Debug, PartialEq)]
pub struct Preview {
    /// Who wrote it, or who invites.
    pub sender: Option<Person>,
    /// Whether that is the agent.
    pub mine: bool,
    /// When, in milliseconds since the epoch.
    pub at: u64,
    /// What it says.
    pub text: PreviewText,
    /// Where it is on its way.
    pub delivery: Delivery,
}

/// What a preview says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PreviewText {
    /// The first words.
    Words(String),
    /// A file.
    Attachment(AttachmentKind),
    /// A message that cannot be decrypted yet.
    Undecryptable,
    /// A message that was removed.
    Removed,
    /// An invitation to this room.
    Invitation,
    /// Something that has no words of its own.
    Other,
}

/// Reads the summary from memory and store.
pub(crate) async fn of(room: &Room) -> RoomSummary {
    let unread = room.num_unread_messages();
    RoomSummary {
        id: room.room_id().as_str().into(),
        name: name(room).await,
        kind: kind(room),
        encrypted: room.encryption_state().is_encrypted(),
        unread: unread.max(u64::from(room.is_marked_unread())),
        highlighted: room.num_unread_mentions(),
        latest: preview(RoomExt::latest_event(room).await),
        recency: room.latest_event_timestamp().map(|at| at.get().into()),
        members: room.active_members_count(),
        topic: room
            .topic()
            .map(|topic| text::line(&topic))
            .filter(|topic| !topic.is_empty()),
    }
}

async fn name(room: &Room) -> String {
    let name = match room.cached_display_name() {
        Some(name) => name,
        None => room.display_name().await.unwrap_or(RoomDisplayName::Empty),
    };
    match name {
        RoomDisplayName::Named(name)
        | RoomDisplayName::Aliased(name)
        | RoomDisplayName::Calculated(name)
        | RoomDisplayName::EmptyWas(name) => text::line(&name),
        RoomDisplayName::Empty => String::new(),
    }
}

fn kind(room: &Room) -> RoomKind {
    match room.state() {
        RoomState::Invited | RoomState::Knocked => RoomKind::Invite,
        _ if room.direct_targets_length() == 1 => RoomKind::Direct,
        _ => RoomKind::Group,
    }
}

fn preview(latest: LatestEventValue) -> Option<Preview> {
    match latest {
        LatestEventValue::None => None,
        LatestEventValue::Remote {
            timestamp,
            sender,
            is_own,
            profile,
            content,
        } => Some(Preview {
            sender: Some(Person::new(&sender, display_name(&profile))),
            mine: is_own,
            at: timestamp.get().into(),
            text: words(&content),
            delivery: Delivery::Sent,
        }),
        LatestEventValue::RemoteInvite {
            timestamp,
            inviter,
            inviter_profile,
        } => Some(Preview {
            sender: inviter.map(|inviter| Person::new(&inviter, display_name(&inviter_profile))),
            mine: false,
            at: timestamp.get().into(),
            text: PreviewText::Invitation,
            delivery: Delivery::Sent,
        }),
        LatestEventValue::Local {
            timestamp,
            sender,
            profile,
            content,
            state,
        } => Some(Preview {
            sender: Some(Person::new(&sender, display_name(&profile))),
            mine: true,
            at: timestamp.get().into(),
            text: words(&content),
            delivery: match state {
                LatestEventValueLocalState::IsSending => Delivery::Sending,
                LatestEventValueLocalState::HasBeenSent => Delivery::Sent,
                LatestEventValueLocalState::CannotBeSent => Delivery::Failed { recoverable: false },
            },
        }),
    }
}

pub(crate) fn display_name(profile: &TimelineDetails<Profile>) -> Option<&str> {
    match profile {
        TimelineDetails::Ready(profile) => profile.display_name.as_deref(),
        _ => None,
    }
}

fn words(content: &TimelineItemContent) -> PreviewText {
    match content.as_msglike() {
        Some(message) => in_short(&body::of(&message.kind)),
        None => PreviewText::Other,
    }
}

fn in_short(body: &Body) -> PreviewText {
    match body {
        Body::Text(words) | Body::Emote(words) | Body::Notice(words) => {
            PreviewText::Words(text::line(words))
        }
        Body::Attachment { kind, .. } => PreviewText::Attachment(*kind),
        Body::Undecryptable(_) => PreviewText::Undecryptable,
        Body::Removed => PreviewText::Removed,
        Body::Unsupported { .. } => PreviewText::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(body: Body, expected: PreviewText) {
        assert_eq!(in_short(&body), expected, "{body:?}");
    }

    #[test]
    fn a_preview_is_one_line() {
        check(Body::Text("a\nb".into()), PreviewText::Words("a b".into()));
        check(Body::Notice("n".into()), PreviewText::Words("n".into()));
        check(Body::Removed, PreviewText::Removed);
    }

    #[test]
    fn an_invitation_names_who_invites() {
        let latest = LatestEventValue::RemoteInvite {
            timestamp: matrix_sdk::ruma::MilliSecondsSinceUnixEpoch(7_u32.into()),
            inviter: Some(matrix_sdk::ruma::owned_user_id!("@bruno:example.org")),
            inviter_profile: TimelineDetails::Unavailable,
        };
        let preview = preview(latest).unwrap();
        assert_eq!(preview.sender.unwrap().name, "bruno");
        assert_eq!(preview.text, PreviewText::Invitation);
        assert_eq!(preview.at, 7);
    }
}
