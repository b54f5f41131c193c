//! Commands about rooms, messages and encryption.

use ::chat::{NewRoom as Made, UserId, VerificationId};
use ::vault::RecoveryKey;
use secrecy::{ExposeSecret as _, SecretString};

use super::*;
use crate::services::{person, room_id};

pub(super) async fn room_create(suite: &Suite, args: NewRoom) -> Result<RoomId, Failure> {
    let mut invite: Vec<UserId> = args.invite.into_iter().map(Into::into).collect();
    let made = match (args.name, invite.len()) {
        (None, 1) => Made::Direct(invite.remove(0)),
        (name, _) => Made::Group {
            name: name.unwrap_or_default(),
            invite,
        },
    };
    Ok(room_id(&chat(suite)?.create_room(made).await?))
}

pub(super) async fn room_open(suite: &Suite, room: RoomId) -> Result<(), Failure> {
    Ok(chat(suite)?.open_room(&id(room)).await?)
}

pub(super) async fn room_close(suite: &Suite, room: RoomId) -> Result<(), Failure> {
    let (desk, room) = (suite.open_desk()?, id(room));
    chat(suite)?.close_room(&room).await;
    desk.services.room_closed(&room);
    Ok(())
}

pub(super) async fn room_older(suite: &Suite, room: RoomId) -> Result<(), Failure> {
    Ok(chat(suite)?.older(&id(room)).await?)
}

pub(super) async fn room_join(suite: &Suite, room: RoomId) -> Result<(), Failure> {
    Ok(chat(suite)?.join(&id(room)).await?)
}

pub(super) async fn room_leave(suite: &Suite, room: RoomId) -> Result<(), Failure> {
    Ok(chat(suite)?.leave(&id(room)).await?)
}

pub(super) async fn room_read(suite: &Suite, room: RoomId) -> Result<(), Failure> {
    Ok(chat(suite)?.mark_read(&id(room)).await?)
}

pub(super) async fn message_send(suite: &Suite, args: NewMessage) -> Result<(), Failure> {
    Ok(chat(suite)?.send(&id(args.room), &args.text).await?)
}

pub(super) async fn message_retry(suite: &Suite, args: MessageRef) -> Result<(), Failure> {
    Ok(chat(suite)?
        .retry(&id(args.room), &args.item.0.into())
        .await?)
}

pub(super) async fn message_delete(suite: &Suite, args: MessageRef) -> Result<(), Failure> {
    Ok(chat(suite)?
        .remove(&id(args.room), &args.item.0.into())
        .await?)
}

pub(super) async fn people_find(
    suite: &Suite,
    args: PeopleQuery,
) -> Result<Vec<wire::Person>, Failure> {
    let found = chat(suite)?.search_people(&args.text).await?;
    Ok(found.into_iter().map(person).collect())
}

/// One paper serves both: the key of the messages opens the vault too.
pub(super) async fn encryption_recovery_key(
    suite: &Suite,
    (): (),
) -> Result<RecoveryKeyShown, Failure> {
    let (desk, key) = (suite.open_desk()?, chat(suite)?.set_up_recovery().await?);
    let shown = RecoveryKeyShown {
        key: key.expose_secret().to_owned(),
    };
    match RecoveryKey::parse(&shown.key) {
        Ok(key) => desk.vault.accept_recovery_key(&key)?,
        Err(error) => tracing::warn!(%error, "the key of the messages does not serve the vault"),
    }
    suite.refresh();
    Ok(shown)
}

pub(super) async fn encryption_recover(
    suite: &Suite,
    args: RecoveryKeyText,
) -> Result<(), Failure> {
    Ok(chat(suite)?.recover(&SecretString::from(args.key)).await?)
}

pub(super) async fn verification_act(suite: &Suite, args: VerificationAct) -> Result<(), Failure> {
    let chat = chat(suite)?;
    match args {
        VerificationAct::Ask => chat.verify_own_device().await.map(drop)?,
        VerificationAct::Accept { id } => {
            chat.accept_verification(&VerificationId::from(id)).await?
        }
        VerificationAct::Confirm { id } => {
            chat.confirm_verification(&VerificationId::from(id)).await?
        }
        VerificationAct::Differ { id } => {
            chat.reject_verification(&VerificationId::from(id)).await?
        }
        VerificationAct::Cancel { id } => {
            chat.cancel_verification(&VerificationId::from(id)).await?
        }
    }
    Ok(())
}

fn chat(suite: &Suite) -> Result<::chat::Chat, Failure> {
    let chat = suite.open_desk()?.services.chat.clone();
    chat.ok_or_else(|| Failure::new(Code::Missing, "this agency has no chat"))
}

fn id(room: RoomId) -> ::chat::RoomId {
    room.0.into()
}
