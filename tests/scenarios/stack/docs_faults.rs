//! Whatever Docs answers, nothing is lost and the note arrives when Docs is well again.

use serde_json::{Value, json};
use suite::wire::notes::NoteId;
use tests::desk::Desk;
use tests::stack::Stack;
use tests::{Stage, control};

/// How long the server may take to have everything.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(60);

/// What Docs does to everybody who asks for this note, until it is taken back.
async fn check(fault: Value) {
    let stack = Stack::from_environment().expect("a stack");
    let stage = Stage::at("paris").await.expect("an agent");
    let desk = stage.signed_in().await;
    let note = desk.note("Under fire").await;
    let replica = desk.open(&note).await;
    desk.write(&replica, "before").await;
    desk.until("the note at the server", |world| world.is_synced(&note))
        .await;

    let ordered = order(&stack, &note, fault.clone()).await;
    desk.write(&replica, "during").await;
    assert!(
        desk.lines(&note).await.contains(&"during".to_owned()),
        "saved on disk whatever the server does: {fault}"
    );
    tokio::time::sleep(std::time::Duration::from_secs(3)).await;
    assert!(
        desk.world().is_open(),
        "one note's trouble is no reason to close: {fault}"
    );
    take_back(&stack, &ordered).await;
    desk.call::<()>("outbox_retry", json!(null)).await;
    desk.until(&format!("the note at the server after {fault}"), |world| {
        world.is_synced(&note)
    })
    .await;
    assert_eq!(stored(&stack, &note).await, ["before", "during"], "{fault}");
    desk.close().await;
}

async fn order(stack: &Stack, note: &NoteId, mut fault: Value) -> String {
    fault["note"] = json!(note);
    let answer = control::post(&stack.docs, "faults", &fault)
        .await
        .expect("ordered");
    answer["id"].as_str().expect("an id").to_owned()
}

async fn take_back(stack: &Stack, fault: &str) {
    control::delete(&stack.docs, &format!("faults/{fault}"))
        .await
        .expect("taken back");
}

/// The lines that the server has stored.
async fn stored(stack: &Stack, note: &NoteId) -> Vec<String> {
    use base64::Engine as _;
    let described = control::get(&stack.docs, &format!("notes/{note}"))
        .await
        .expect("the server has it");
    let Some(text) = described["content"].as_str() else {
        return Vec::new();
    };
    let state = base64::engine::general_purpose::STANDARD
        .decode(text)
        .expect("base64");
    tests::replica::Replica::new(note.clone(), &state).lines()
}

/// Waits until the server has stored these lines: a desk that has just been given a write may still say "synced" for
/// the moment that its event needs.
async fn until_stored(stack: &Stack, note: &NoteId, lines: &[&str]) {
    let arrived = async {
        while stored(stack, note).await != lines {
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
    };
    if tokio::time::timeout(PATIENCE, arrived).await.is_err() {
        panic!("stored is {:?}, not {lines:?}", stored(stack, note).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_arrives_after_docs_answered_401() {
    check(json!({ "fault": "answer", "status": 401, "count": 2 })).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_arrives_after_docs_answered_403() {
    check(json!({ "fault": "answer", "status": 403, "path": "content" })).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_arrives_after_docs_answered_429() {
    check(json!({ "fault": "answer", "status": 429, "retryAfter": 1 })).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_arrives_after_docs_answered_500() {
    check(json!({ "fault": "answer", "status": 500 })).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_arrives_after_docs_answered_garbage() {
    check(json!({ "fault": "content", "how": "garbage" })).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_arrives_after_a_captive_portal_answered_for_docs() {
    check(json!({ "fault": "captivePortal", "redirect": false })).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_arrives_after_answers_were_cut_in_the_middle() {
    check(json!({ "fault": "cutBody" })).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_arrives_after_the_answer_to_a_write_was_lost() {
    check(json!({ "fault": "cutAfter", "method": "PATCH" })).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_comment_is_there_once_after_the_answer_to_it_was_lost() {
    let stack = Stack::from_environment().expect("a stack");
    let stage = Stage::at("paris").await.expect("an agent");
    let desk = stage.signed_in().await;
    let note = desk.note("Discussed under fire").await;
    desk.open(&note).await;
    desk.until("the note at the server", |world| world.is_synced(&note))
        .await;
    let lost = json!({ "fault": "cutAfter", "method": "POST", "count": 2 });
    order(&stack, &note, lost).await;
    let start = json!({ "note": note, "text": "Only once", "anchor": null });
    let thread: String = desk.call("thread_start", start).await;
    let reply = json!({ "note": note, "thread": thread, "text": "This too" });
    desk.call::<()>("thread_reply", reply).await;
    desk.until("nothing that waits", |world| world.is_synced(&note))
        .await;
    let described = control::get(&stack.docs, &format!("notes/{note}")).await;
    let described = described.expect("the server has it");
    let threads = described["threads"].as_array().expect("its threads");
    assert_eq!(threads.len(), 1, "{threads:?}");
    let comments = threads[0]["comments"].as_array().expect("its comments");
    assert_eq!(comments.len(), 2, "{comments:?}");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_arrives_after_websockets_were_closed_in_the_middle_of_a_session() {
    check(json!({ "fault": "socketClose", "code": 1011, "reason": "trouble" })).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_arrives_after_a_websocket_became_a_black_hole() {
    check(json!({ "fault": "blackHole" })).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hostile_state_from_the_server_is_kept_aside_and_harms_nothing() {
    let stack = Stack::from_environment().expect("a stack");
    for how in ["garbage", "truncated", "deep", "hostile"] {
        let stage = Stage::at("paris").await.expect("an agent");
        let desk = stage.signed_in().await;
        let note = desk.note("Poisoned").await;
        let replica = desk.open(&note).await;
        desk.write(&replica, "sound text").await;
        desk.until("the note at the server", |world| world.is_synced(&note))
            .await;
        desk.call::<()>("note_close", json!(note)).await;
        control::post(
            &stack.docs,
            &format!("notes/{note}/poison"),
            &json!({ "how": how }),
        )
        .await
        .expect("poisoned");
        desk.call::<()>("outbox_retry", json!(null)).await;
        tokio::time::sleep(std::time::Duration::from_secs(2)).await;
        let lines = reopened(&desk, &note).await;
        assert!(lines.contains(&"sound text".to_owned()), "{how}: {lines:?}");
        desk.close().await;
        let desk = stage.desk().await;
        desk.until("the note after a restart", |world| {
            world.notes.contains_key(&note)
        })
        .await;
        assert!(
            reopened(&desk, &note)
                .await
                .contains(&"sound text".to_owned()),
            "{how}"
        );
        desk.close().await;
    }
}

async fn reopened(desk: &Desk, note: &NoteId) -> Vec<String> {
    desk.open(note).await.lines()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_restored_from_a_backup_gets_the_newer_text_again() {
    let stack = Stack::from_environment().expect("a stack");
    let stage = Stage::at("paris").await.expect("an agent");
    let desk = stage.signed_in().await;
    let note = desk.note("Backed up").await;
    let replica = desk.open(&note).await;
    desk.write(&replica, "old").await;
    until_stored(&stack, &note, &["old"]).await;
    desk.write(&replica, "new").await;
    until_stored(&stack, &note, &["old", "new"]).await;
    desk.call::<()>("note_close", json!(note)).await;
    control::post(
        &stack.docs,
        &format!("notes/{note}/backup"),
        &json!({ "steps": 1 }),
    )
    .await
    .expect("restored");
    desk.open(&note).await;
    desk.write(&replica, "newest").await;
    until_stored(&stack, &note, &["old", "new", "newest"]).await;
    desk.until("all at the server", |world| world.is_synced(&note))
        .await;
    desk.close().await;
}
