//! Files when the server or the line misbehaves: nothing is lost, and nothing is told that is not so.

use serde_json::json;
use suite::wire::notes::{NoteId, UploadProgress, UploadRefusal};
use tests::control::FILES;
use tests::desk::{Desk, path_of};
use tests::stack::Stack;
use tests::{Stage, control};

use crate::deployment::files::picture;

#[tokio::test(flavor = "multi_thread")]
async fn a_file_whose_answer_was_lost_arrives_and_is_shown_once() {
    let _sound = FILES.read().await;
    let stack = Stack::from_environment().expect("a stack");
    for fault in [
        json!({ "fault": "cutAfter", "path": "attachment-upload", "count": 1 }),
        json!({ "fault": "answer", "status": 502, "path": "attachment-upload", "count": 2 }),
        json!({ "fault": "answer", "status": 401, "path": "attachment-upload", "count": 1 }),
        json!({ "fault": "cutBody", "path": "media-check", "count": 1 }),
        json!({ "fault": "answer", "status": 500, "path": "media-check", "count": 1 }),
    ] {
        let stage = Stage::at("paris").await.expect("an agent");
        let desk = stage.signed_in().await;
        let note = synced_note(&desk).await;
        let mut ordered = fault.clone();
        ordered["note"] = json!(note);
        control::post(&stack.docs, "faults", &ordered)
            .await
            .expect("ordered");
        let bytes = picture(150_000);
        let replica = desk.open(&note).await;
        let address = desk.attach(&note, "a.png", &bytes).await.expect("taken");
        desk.push(&note, &replica.show_picture(&address)).await;
        let path = desk.until_shown(&note).await;
        assert_eq!(desk.resource(&path).await.expect("shown"), bytes, "{fault}");
        assert_eq!(desk.addresses(&note).await.len(), 1, "{fault}");
        desk.until("all of it at the server", |world| world.is_synced(&note))
            .await;
        desk.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_the_server_finds_unsafe_stays_here_is_told_and_can_be_given_up() {
    let _alone = FILES.write().await;
    let stack = Stack::from_environment().expect("a stack");
    let switch = async |malware: &str| {
        let switches = json!({ "malware": malware });
        control::post(&stack.docs, "switches", &switches)
            .await
            .expect("switched");
    };
    let stage = Stage::at("paris").await.expect("an agent");
    let desk = stage.signed_in().await;
    let note = synced_note(&desk).await;
    switch("infected").await;
    let bytes = picture(2_000);
    let replica = desk.open(&note).await;
    let address = desk.attach(&note, "a.png", &bytes).await.expect("taken");
    desk.push(&note, &replica.show_picture(&address)).await;
    let refused = UploadProgress::Refused {
        why: UploadRefusal::Unsafe,
    };
    desk.until("what became of the file", |world| {
        let upload = world.notes[&note].uploads.first();
        upload.is_some_and(|upload| upload.progress == refused)
    })
    .await;
    switch("instant").await;
    assert!(!desk.world().is_synced(&note));
    let path = path_of(&address);
    assert_eq!(desk.resource(&path).await.expect("kept"), bytes);

    // It was found unsafe by mistake: it is sent again.
    let file = desk.world().notes[&note].uploads[0].file.clone();
    let which = json!({ "note": note, "file": file });
    desk.call::<()>("file_send_again", which).await;
    desk.until_shown(&note).await;
    desk.until("all of it at the server", |world| world.is_synced(&note))
        .await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_of_a_note_that_is_not_ours_any_more_is_not_asked_for_elsewhere() {
    let _sound = FILES.read().await;
    let stage = Stage::at("paris").await.expect("an agent");
    let desk = stage.signed_in().await;
    let note = synced_note(&desk).await;
    let other = NoteId(uuid::Uuid::new_v4().to_string());
    let file = format!("{}.png", uuid::Uuid::new_v4());
    let replica = desk.open(&note).await;
    // An address elsewhere leads to our own server or nowhere.
    let hostile = format!("https://evil.example/media/{}/attachments/{file}", other.0);
    desk.push(&note, &replica.show_picture(&hostile)).await;
    let answer = desk.resource(&path_of(&hostile)).await;
    assert!(answer.is_err(), "nobody has this file");
    assert_eq!(
        desk.addresses(&note).await,
        [hostile],
        "the text is left as it is"
    );
    desk.close().await;
}

async fn synced_note(desk: &Desk) -> NoteId {
    let note = desk.note("With a picture").await;
    desk.until("the note at the server", |world| world.is_synced(&note))
        .await;
    note
}
