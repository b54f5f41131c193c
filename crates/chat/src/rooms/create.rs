//! New rooms, and inviting into them. A room is encrypted from its first moment, and is handed out only when this
//! device knows it: nothing can be sent into it in clear.

use std::time::Duration;

use matrix_sdk::Room;
use matrix_sdk::ruma::api::client::room::create_room::v3 as create_room;
use matrix_sdk::ruma::events::room::encryption::RoomEncryptionEventContent;
use matrix_sdk::ruma::events::{EmptyStateKey, InitialStateEvent};
use matrix_sdk::ruma::{OwnedUserId, UserId as MatrixUserId};

use crate::chat::Chat;
use crate::error::{Error, Verdict, failed};
use crate::id::{RoomId, UserId};
use crate::text;

/// A room to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewRoom {
    /// A conversation with one person. The one that exists already is taken.
    Direct(UserId),
    /// A private room of several people.
    Group {
        /// What to call it.
        name: String,
        /// Whom to invite.
        invite: Vec<UserId>,
    },
}

const CREATING: &str = "creating a room";
/// How long a new room may call itself not encrypted.
const SYNC: Duration = Duration::from_secs(15);

impl Chat {
    /// Makes an encrypted room. Needs the server.
    pub async fn create_room(&self, new: NewRoom) -> Result<RoomId, Error> {
        let live = self.live(CREATING)?;
        let request = match &new {
            NewRoom::Direct(person) => {
                let person = user(person, CREATING)?;
                if let Some(room) = live.client.get_dm_room(&person) {
                    return Ok(room.room_id().as_str().into());
                }
                direct(person)
            }
            NewRoom::Group { name, invite } => group(name, &users(invite, CREATING)?),
        };
        let room = live
            .client
            .create_room(request)
            .await
            .map_err(failed(CREATING))?;
        ensure_encrypted(&room, CREATING).await?;
        Ok(room.room_id().as_str().into())
    }

    /// Invites people into a room.
    pub async fn invite(&self, room: &RoomId, people: &[UserId]) -> Result<(), Error> {
        const DOING: &str = "inviting into a room";
        let room = self.live(DOING)?.room(room, DOING)?;
        for person in users(people, DOING)? {
            room.invite_user_by_id(&person)
                .await
                .map_err(failed(DOING))?;
        }
        Ok(())
    }
}

/// The first answers of the sync can come before the event that says "encrypted": it is waited for, because the room
/// was made with it, and nothing may be sent before.
async fn ensure_encrypted(room: &Room, doing: &'static str) -> Result<(), Error> {
    room.request_encryption_state()
        .await
        .map_err(failed(doing))?;
    let mut changes = room.subscribe_info();
    let encrypted = async {
        while !room.encryption_state().is_encrypted() {
            changes.next().await?;
        }
        Some(())
    };
    match tokio::time::timeout(SYNC, encrypted).await {
        Ok(Some(())) => Ok(()),
        _ => {
            let source = "the new room is not encrypted".into();
            Err(Error::new(Verdict::Refused, doing, source))
        }
    }
}

fn direct(person: OwnedUserId) -> create_room::Request {
    let mut request = encrypted();
    request.preset = Some(create_room::RoomPreset::TrustedPrivateChat);
    request.is_direct = true;
    request.invite = vec![person];
    request
}

fn group(name: &str, invite: &[OwnedUserId]) -> create_room::Request {
    let mut request = encrypted();
    request.preset = Some(create_room::RoomPreset::PrivateChat);
    request.name = Some(text::line(name)).filter(|name| !name.is_empty());
    request.invite = invite.to_vec();
    request
}

fn encrypted() -> create_room::Request {
    let encryption = RoomEncryptionEventContent::with_recommended_defaults();
    let mut request = create_room::Request::new();
    request.initial_state = vec![InitialStateEvent::new(EmptyStateKey, encryption).to_raw_any()];
    request
}

fn users(people: &[UserId], doing: &'static str) -> Result<Vec<OwnedUserId>, Error> {
    people.iter().map(|person| user(person, doing)).collect()
}

/// Takes an id as it stands, never a name.
pub(crate) fn user(person: &UserId, doing: &'static str) -> Result<OwnedUserId, Error> {
    let missing = Error::Missing {
        doing,
        what: "person",
    };
    MatrixUserId::parse(person.as_str()).map_err(|_| missing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_new_room_is_encrypted_and_private() {
        let person = matrix_sdk::ruma::owned_user_id!("@bruno:example.org");
        for request in [direct(person.clone()), group("Plan", &[person])] {
            let json = serde_json::to_value(&request.initial_state).unwrap();
            assert_eq!(json[0]["type"], "m.room.encryption");
            assert_eq!(json[0]["content"]["algorithm"], "m.megolm.v1.aes-sha2");
            assert_ne!(request.preset, Some(create_room::RoomPreset::PublicChat));
        }
    }

    #[test]
    fn a_name_is_no_id() {
        assert!(user(&"Alice Durand".into(), "x").is_err());
        assert!(user(&"@alice:example.org".into(), "x").is_ok());
    }
}
