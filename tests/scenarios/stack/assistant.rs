//! What is sent to the model, read at the agency's gateway.

use serde_json::{Value, json};
use suite::wire::chat::RoomId;
use tests::Stage;
use tests::control::{self, MODELS};
use tests::stack::Stack;

/// Promise: nothing leaves without leave. The agent has a note, an encrypted room and an earlier conversation; only
/// the note that is listed with the question is sent.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_but_the_listed_sources_is_sent_to_the_model() {
    let _with_others = MODELS.read().await;
    let stack = Stack::from_environment().expect("a stack");
    let stage = Stage::at("paris").await.expect("an agent");
    let desk = stage.signed_in().await;
    let room: RoomId = desk
        .call("room_create", json!({ "name": "Kingfisher", "invite": [] }))
        .await;
    desk.open_room(&room).await;
    desk.say(&room, "the password is swordfish").await;
    let mut notes = Vec::new();
    for (title, line) in [
        ("Menu", "soup of marrow"),
        ("Roof", "the heron nests there"),
    ] {
        let note = desk.note(title).await;
        let replica = desk.open(&note).await;
        desk.write(&replica, line).await;
        notes.push(note);
    }

    let asked = desk.ask("What is for lunch?", &notes[..1]).await;
    desk.until_words(&asked).await;
    desk.call::<()>("assistant_stop", json!(asked)).await;
    let asked = desk.ask("What is the password?", &[]).await;
    desk.until_words(&asked).await;
    desk.call::<()>("assistant_stop", json!(asked)).await;

    let login = json!({ "login": stage.person.login });
    let sent = control::post(&stack.models, "questions", &login)
        .await
        .expect("the gateway's own record");
    let sent: Vec<String> = sent["questions"]
        .as_array()
        .expect("questions")
        .iter()
        .map(Value::to_string)
        .collect();
    assert_eq!(sent.len(), 2, "one request for each question: {sent:?}");
    assert!(
        sent[0].contains("soup of marrow"),
        "the listed source: {}",
        sent[0]
    );
    for secret in ["swordfish", "Kingfisher", "heron", "Roof"] {
        assert!(
            !sent.concat().contains(secret),
            "{secret} was sent: {sent:?}"
        );
    }
    assert!(
        !sent[1].contains("marrow"),
        "no source was listed: {}",
        sent[1]
    );
    desk.close().await;
}
