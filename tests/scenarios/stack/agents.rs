//! Two agents of two countries in one note.

use serde_json::json;
use tests::stack::Stack;
use tests::{Stage, control};

#[tokio::test(flavor = "multi_thread")]
async fn offline_edits_of_one_note_by_two_agents_converge_after_reconnect() {
    let stack = Stack::from_environment().expect("a stack");
    let stages = [
        Stage::at("paris").await.expect("an agent"),
        Stage::at("berlin").await.expect("an agent"),
    ];
    let (one, other) = (stages[0].signed_in().await, stages[1].signed_in().await);
    let note = one.note("Joint declaration").await;
    let replica = one.open(&note).await;
    one.write(&replica, "We agree.").await;
    one.until("the note at the server", |world| world.is_synced(&note))
        .await;
    let access = json!({ "user": stages[1].person.login, "role": "editor" });
    control::post(&stack.docs, &format!("notes/{note}/access"), &access)
        .await
        .expect("shared");
    other.call::<()>("outbox_retry", json!(null)).await;
    other
        .until("the shared note", |world| world.notes.contains_key(&note))
        .await;
    let copy = other.open(&note).await;
    other.until_line(&note, "We agree.").await;
    copy.take(
        &other
            .resource(&format!("/notes/{note}/state"))
            .await
            .expect("its state"),
    );

    stages.iter().for_each(|stage| stage.network.cut());
    one.write(&replica, "Written in Paris").await;
    other.write(&copy, "Geschrieben in Berlin").await;
    one.push(&note, &replica.insert_first("In short: ")).await;
    other.push(&note, &copy.insert_first("Kurz: ")).await;
    stages.iter().for_each(|stage| stage.network.restore());
    one.until_line(&note, "Geschrieben in Berlin").await;
    other.until_line(&note, "Written in Paris").await;
    one.until("all sent", |world| world.is_synced(&note)).await;
    other
        .until("all sent", |world| world.is_synced(&note))
        .await;

    let (mine, theirs) = (one.lines(&note).await, other.lines(&note).await);
    assert_eq!(mine, theirs);
    let text = mine.join("\n");
    for words in [
        "In short: ",
        "Kurz: ",
        "We agree.",
        "Written in Paris",
        "Geschrieben in Berlin",
    ] {
        assert_eq!(text.matches(words).count(), 1, "{words:?} in {text:?}");
    }
    one.close().await;
    other.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn work_on_a_note_whose_access_was_taken_away_is_kept() {
    let stack = Stack::from_environment().expect("a stack");
    let stages = [
        Stage::at("paris").await.expect("an agent"),
        Stage::at("berlin").await.expect("an agent"),
    ];
    let (one, other) = (stages[0].signed_in().await, stages[1].signed_in().await);
    let note = one.note("Lent").await;
    let replica = one.open(&note).await;
    one.write(&replica, "Paris wrote this").await;
    one.until("the note at the server", |world| world.is_synced(&note))
        .await;
    let access = |role: Option<&str>| json!({ "user": stages[1].person.login, "role": role });
    control::post(
        &stack.docs,
        &format!("notes/{note}/access"),
        &access(Some("editor")),
    )
    .await
    .expect("shared");
    other.call::<()>("outbox_retry", json!(null)).await;
    other
        .until("the shared note", |world| world.notes.contains_key(&note))
        .await;
    let copy = other.open(&note).await;
    other.until_line(&note, "Paris wrote this").await;
    copy.take(
        &other
            .resource(&format!("/notes/{note}/state"))
            .await
            .expect("its state"),
    );

    stages[1].network.cut();
    other.write(&copy, "Berlin wrote this offline").await;
    control::post(&stack.docs, &format!("notes/{note}/access"), &access(None))
        .await
        .expect("taken away");
    stages[1].network.restore();
    use suite::wire::notes::NoteStatus;
    let told = |status: &NoteStatus| matches!(status, NoteStatus::Failed { .. });
    other
        .until("that it will not be sent", |world| {
            world
                .notes
                .get(&note)
                .is_some_and(|note| told(&note.status))
        })
        .await;
    assert!(
        other
            .lines(&note)
            .await
            .contains(&"Berlin wrote this offline".to_owned())
    );
    other.close().await;
    let other = stages[1].desk().await;
    other
        .until("the note after a restart", |world| {
            world.notes.contains_key(&note)
        })
        .await;
    assert!(
        other
            .open(&note)
            .await
            .lines()
            .contains(&"Berlin wrote this offline".to_owned())
    );
    other.close().await;
    one.close().await;
}
