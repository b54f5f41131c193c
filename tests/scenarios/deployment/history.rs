//! What a note was like before: kept at the end of each session, and by the server with each save.

use serde_json::{Value, json};
use suite::wire::notes::NoteId;
use tests::Stage;
use tests::desk::Desk;
use tests::replica::Replica;

#[tokio::test(flavor = "multi_thread")]
async fn what_a_session_left_is_read_again_offline_and_after_a_restart() {
    let stage = Stage::new().await.expect("an agent");
    let desk = stage.signed_in().await;
    let note = desk.note("Minutes").await;
    assert_eq!(versions(&desk, &note).await.1, Vec::<String>::new());
    let replica = desk.open(&note).await;
    desk.write(&replica, "first").await;
    desk.call::<()>("note_close", json!(note)).await;
    let (_, kept) = versions(&desk, &note).await;
    let first = newest_here(&kept);
    assert_eq!(lines(&desk, &note, &first).await, ["first"]);

    let replica = desk.open(&note).await;
    desk.write(&replica, "second").await;
    for _ in 0..2 {
        desk.call::<()>("version_keep", json!(note)).await;
    }
    let (_, kept) = versions(&desk, &note).await;
    let here = kept.iter().filter(|version| version.starts_with("here:"));
    assert_eq!(here.count(), 2, "what is the same is kept once: {kept:?}");
    desk.until("the note at the server", |world| world.is_synced(&note))
        .await;
    stage.network.cut();
    desk.write(&replica, "third").await;
    desk.close().await;

    // Who quits has ended a session too.
    let desk = stage.desk().await;
    desk.until("the note after a restart", |world| {
        world.is_open() && world.notes.contains_key(&note)
    })
    .await;
    let (complete, kept) = versions(&desk, &note).await;
    assert!(!complete, "the server cannot be asked");
    let last = newest_here(&kept);
    assert_eq!(
        lines(&desk, &note, &last).await,
        ["first", "second", "third"]
    );
    assert_eq!(lines(&desk, &note, &first).await, ["first"]);
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_servers_versions_are_listed_and_read() {
    let stage = Stage::new().await.expect("an agent");
    let desk = stage.signed_in().await;
    let note = desk.note("Saved often").await;
    for line in ["one", "two"] {
        let replica = desk.open(&note).await;
        desk.write(&replica, line).await;
        desk.call::<()>("note_close", json!(note)).await;
        desk.until("the line at the server", |world| world.is_synced(&note))
            .await;
        // Servers tell versions apart by the second.
        tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    }
    let (complete, kept) = versions(&desk, &note).await;
    assert!(complete);
    let server = kept.iter().find(|version| version.starts_with("server:"));
    let server = server.expect("the server has kept the text before the last save");
    assert_eq!(lines(&desk, &note, server).await, ["one"]);
    desk.close().await;
}

/// Whether the server's are among them, and their names, newest first.
async fn versions(desk: &Desk, note: &NoteId) -> (bool, Vec<String>) {
    let listed: Value = desk.call("versions_list", json!(note)).await;
    let versions = listed["versions"].as_array().expect("versions").iter();
    let name = |version: &Value| version["id"].as_str().expect("a name").to_owned();
    (listed["complete"] == true, versions.map(name).collect())
}

fn newest_here(versions: &[String]) -> String {
    let here = versions.iter().find(|version| version.starts_with("here:"));
    here.expect("a version that was kept here").clone()
}

async fn lines(desk: &Desk, note: &NoteId, version: &str) -> Vec<String> {
    let path = format!("/notes/{note}/versions/{version}/state");
    let state = desk.resource(&path).await.expect("the version's text");
    Replica::new(note.clone(), &state).lines()
}
