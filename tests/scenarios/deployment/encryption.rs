//! A second machine reads what was written before: by the recovery key, or by comparing emoji with the first.

use serde_json::json;
use suite::failure::Code;
use suite::wire::chat::{Encryption, RoomId, Verification, VerificationStep};
use tests::Stage;
use tests::desk::Desk;
use tests::world::World;

async fn room_with(desk: &Desk, text: &str) -> RoomId {
    let room: RoomId = desk
        .call("room_create", json!({ "name": "Archive", "invite": [] }))
        .await;
    desk.until("the room", |world| world.rooms.contains_key(&room))
        .await;
    desk.open_room(&room).await;
    desk.say(&room, text).await;
    desk.until("the message sent", |world| {
        world.times_sent(&room, text) == 1
    })
    .await;
    room
}

#[tokio::test(flavor = "multi_thread")]
async fn the_recovery_key_makes_history_readable_on_a_second_machine() {
    let home = Stage::new().await.expect("an agent");
    let one = home.signed_in().await;
    let key = home.confirm(&one).await.expect("a recovery key");
    let room = room_with(&one, "kept for later").await;
    one.until("encryption ready", |world| {
        world.encryption == Some(Encryption::Ready)
    })
    .await;

    let office = home.another_machine().await.expect("a machine");
    let other = office.signed_in().await;
    other
        .until("the need of a key", |world| {
            world.encryption == Some(Encryption::NeedsConfirmation)
        })
        .await;
    let wrong = json!({ "key": "EsTj 1111 1111 1111 1111 1111 1111 1111 1111 1111 1111 1111" });
    assert_eq!(
        other.refused("encryption_recover", wrong).await,
        Code::Invalid
    );
    other
        .call::<()>("encryption_recover", json!({ "key": key }))
        .await;
    other
        .until("encryption ready", |world| {
            world.encryption == Some(Encryption::Ready)
        })
        .await;
    other.open_room(&room).await;
    other
        .until("the old message", |world| {
            world.times_sent(&room, "kept for later") == 1
        })
        .await;
    one.close().await;
    other.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_machines_verify_each_other_by_emoji() {
    let home = Stage::new().await.expect("an agent");
    let one = home.signed_in().await;
    home.confirm(&one).await.expect("a recovery key");
    let office = home.another_machine().await.expect("a machine");
    let other = office.signed_in().await;
    other
        .until("the need to confirm", |world| {
            world.encryption == Some(Encryption::NeedsConfirmation)
        })
        .await;

    other
        .call::<()>("verification_act", json!({ "type": "ask" }))
        .await;
    let asked = one
        .until_some(
            "the request",
            step(|step| matches!(step, VerificationStep::Asked)),
        )
        .await;
    one.call::<()>(
        "verification_act",
        json!({ "type": "accept", "id": asked.id }),
    )
    .await;
    let here = one
        .until_some(
            "emoji",
            step(|step| matches!(step, VerificationStep::Comparing { .. })),
        )
        .await;
    let there = other
        .until_some(
            "emoji",
            step(|step| matches!(step, VerificationStep::Comparing { .. })),
        )
        .await;
    assert_eq!(here.step, there.step, "both show the same seven");
    one.call::<()>(
        "verification_act",
        json!({ "type": "confirm", "id": here.id }),
    )
    .await;
    other
        .call::<()>(
            "verification_act",
            json!({ "type": "confirm", "id": there.id }),
        )
        .await;
    other
        .until("encryption ready", |world| {
            world.encryption == Some(Encryption::Ready)
        })
        .await;
    one.close().await;
    other.close().await;
}

fn step(wanted: impl Fn(&VerificationStep) -> bool) -> impl Fn(&World) -> Option<Verification> {
    move |world| {
        world
            .verification
            .clone()
            .filter(|verification| wanted(&verification.step))
    }
}
