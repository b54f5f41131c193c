//! Every write made offline is sent later, once, in order.

use serde_json::json;
use suite::wire::Person;
use suite::wire::chat::{RoomId, RoomKind};
use tests::Stage;
use tests::desk::Desk;

/// A room of two, in which both are.
pub(super) async fn room_of_two(stages: &[Stage], one: &Desk, other: &Desk) -> RoomId {
    let colleague = matrix_id(&stages[1], one).await;
    let new = json!({ "name": "Summit in The Hague", "invite": [colleague] });
    let room: RoomId = one.call("room_create", new).await;
    other
        .until("the invitation", |world| world.rooms.contains_key(&room))
        .await;
    assert_eq!(other.world().rooms[&room].kind, RoomKind::Invitation);
    other.call::<()>("room_join", json!(room)).await;
    other
        .until("the room", |world| {
            world
                .rooms
                .get(&room)
                .is_some_and(|room| room.kind != RoomKind::Invitation)
        })
        .await;
    one.open_room(&room).await;
    other.open_room(&room).await;
    room
}

async fn matrix_id(of: &Stage, desk: &Desk) -> String {
    if let Some(id) = &of.person.matrix_id {
        return id.clone();
    }
    let found: Vec<Person> = desk
        .call("people_find", json!({ "text": of.person.login }))
        .await;
    found
        .first()
        .expect("colleagues find one another")
        .id
        .clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_in_an_encrypted_room_reaches_a_colleague() {
    let stages = Stage::several(2).await.expect("two agents");
    let (one, other) = (stages[0].signed_in().await, stages[1].signed_in().await);
    let room = room_of_two(&stages, &one, &other).await;
    assert!(
        one.world().rooms[&room].encrypted,
        "a new room is encrypted"
    );
    one.say(&room, "Bonjour Bruno").await;
    other
        .until("the message", |world| {
            world.times_sent(&room, "Bonjour Bruno") == 1
        })
        .await;
    other.say(&room, "Guten Tag Alice").await;
    one.until("the reply", |world| {
        world.times_sent(&room, "Guten Tag Alice") == 1
    })
    .await;
    one.until("our own message", |world| {
        world.times_sent(&room, "Bonjour Bruno") == 1
    })
    .await;
    one.close().await;
    other.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_sent_offline_arrives_once_after_a_restart() {
    let stages = Stage::several(2).await.expect("two agents");
    let (one, other) = (stages[0].signed_in().await, stages[1].signed_in().await);
    let room = room_of_two(&stages, &one, &other).await;
    one.say(&room, "before").await;
    other
        .until("the first message", |world| {
            world.times_sent(&room, "before") == 1
        })
        .await;

    stages[0].network.cut();
    for text in ["one", "two", "three"] {
        one.say(&room, text).await;
    }
    one.until("three rows", |world| world.messages(&room).len() >= 4)
        .await;
    one.close().await;
    let one = stages[0].desk().await;
    one.until("the room from disk", |world| {
        world.rooms.contains_key(&room)
    })
    .await;
    one.open_room(&room).await;
    one.until("history from disk", |world| {
        world
            .messages(&room)
            .iter()
            .any(|(text, _)| text == "before")
    })
    .await;

    stages[0].network.restore();
    other
        .until("the last message", |world| {
            world.times_sent(&room, "three") == 1
        })
        .await;
    one.until("nothing waits", |world| {
        world.waiting.is_empty() && world.times_sent(&room, "three") == 1
    })
    .await;
    let said: Vec<String> = other
        .world()
        .messages(&room)
        .into_iter()
        .map(|(text, _)| text)
        .collect();
    assert_eq!(said, ["before", "one", "two", "three"]);
    one.close().await;
    other.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_can_be_declined() {
    let stages = Stage::several(2).await.expect("two agents");
    let (one, other) = (stages[0].signed_in().await, stages[1].signed_in().await);
    let colleague = matrix_id(&stages[1], &one).await;
    let room: RoomId = one
        .call(
            "room_create",
            json!({ "name": "Not for me", "invite": [colleague] }),
        )
        .await;
    other
        .until("the invitation", |world| world.rooms.contains_key(&room))
        .await;
    other.call::<()>("room_leave", json!(room)).await;
    other
        .until("the list without it", |world| {
            !world.rooms.contains_key(&room)
        })
        .await;
    one.close().await;
    other.close().await;
}
