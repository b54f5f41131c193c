//! Nothing readable is left on the laptop.

use serde_json::json;
use suite::wire::chat::RoomId;
use tests::Stage;
use tests::disk::{files_below, files_with};

const SECRETS: [&str; 5] = [
    "Geheimhaltungsstufe",
    "swordfish-in-a-note",
    "swordfish-in-a-room",
    "swordfish-in-a-question",
    "swordfish-in-a-title",
];

#[tokio::test(flavor = "multi_thread")]
async fn nothing_readable_is_left_on_the_laptop() {
    let _with_others = tests::control::MODELS.read().await;
    let stage = Stage::new().await.expect("an agent");
    let desk = stage.signed_in().await;
    let note = desk.note("swordfish-in-a-title").await;
    let replica = desk.open(&note).await;
    desk.write(&replica, "Geheimhaltungsstufe swordfish-in-a-note")
        .await;
    let room: RoomId = desk
        .call(
            "room_create",
            json!({ "name": "swordfish-in-a-room", "invite": [] }),
        )
        .await;
    desk.open_room(&room).await;
    desk.say(&room, "swordfish-in-a-room").await;
    desk.until("the message", |world| {
        world.times_sent(&room, "swordfish-in-a-room") == 1
    })
    .await;
    let conversation = desk
        .ask("swordfish-in-a-question", std::slice::from_ref(&note))
        .await;
    desk.until_words(&conversation).await;
    desk.call::<()>("assistant_stop", json!(conversation)).await;
    desk.until("the note at the server", |world| world.is_synced(&note))
        .await;
    desk.close().await;

    assert!(
        files_below(&stage.folder).len() > 3,
        "there is something to look through"
    );
    let mut planted: Vec<&str> = SECRETS.to_vec();
    // Not the login: the Matrix SDK keeps the ids of users and devices in clear, as SECURITY.md says.
    planted.push(&stage.person.password);
    assert_eq!(
        files_with(&stage.folder, &planted),
        Vec::<std::path::PathBuf>::new()
    );
}
