//! Saved means on disk, synced means that the server has it; nothing is lost.

use serde_json::json;
use suite::failure::Code;
use suite::wire::Bytes;
use suite::wire::notes::NoteId;
use tests::Stage;
use tests::desk::Desk;

#[tokio::test(flavor = "multi_thread")]
async fn a_note_knows_offline_which_others_link_to_it_also_after_a_restart() {
    let stage = Stage::new().await.expect("an agent");
    let desk = stage.signed_in().await;
    stage.network.cut();
    let (plan, first, second) = (
        desk.note("Plan").await,
        desk.note("First").await,
        desk.note("Second").await,
    );
    assert_eq!(linking(&desk, &plan).await, []);
    for note in [&first, &second] {
        let replica = desk.open(note).await;
        desk.push(note, &replica.link(&plan, "Plan")).await;
    }
    assert_eq!(linking(&desk, &plan).await, [second.clone(), first.clone()]);
    desk.call::<()>("note_delete", json!(second)).await;
    desk.close().await;
    let desk = stage.desk().await;
    desk.until("the desk", tests::world::World::is_open).await;
    assert_eq!(linking(&desk, &plan).await, [first]);
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_made_offline_arrives_once_when_the_network_returns() {
    let stage = Stage::new().await.expect("an agent");
    let desk = stage.signed_in().await;
    desk.until("the notes", |world| world.notes_complete).await;
    stage.network.cut();
    let note = desk.note("Plan").await;
    let replica = desk.open(&note).await;
    desk.write(&replica, "milk").await;
    desk.call::<()>(
        "note_rename",
        json!({ "note": note, "title": "Plan for Berlin" }),
    )
    .await;
    stage.network.restore();
    desk.until("the note at the server", |world| {
        world.is_synced(&note) && world.waiting.is_empty()
    })
    .await;

    let office = stage.another_machine().await.expect("a machine");
    let other = office.signed_in().await;
    other
        .until("the note", |world| world.notes.contains_key(&note))
        .await;
    let copies = other
        .world()
        .notes
        .values()
        .filter(|listed| listed.title.as_deref() == Some("Plan for Berlin"))
        .count();
    assert_eq!(copies, 1);
    assert_eq!(other.open(&note).await.lines(), ["milk"]);
    other.close().await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn offline_edits_of_one_note_on_two_machines_converge() {
    let train = Stage::new().await.expect("an agent");
    let office = train.another_machine().await.expect("a machine");
    let (one, other) = (train.signed_in().await, office.signed_in().await);
    let note = one.note("Shared").await;
    let replica = one.open(&note).await;
    one.write(&replica, "first").await;
    one.until("the note at the server", |world| world.is_synced(&note))
        .await;
    other
        .until("the note", |world| world.notes.contains_key(&note))
        .await;
    let copy = other.open(&note).await;
    other.until_line(&note, "first").await;

    train.network.cut();
    office.network.cut();
    one.write(&replica, "from the train").await;
    one.push(&note, &replica.insert_first("very ")).await;
    let copy = suite_copy(&other, &copy.note).await;
    other.write(&copy, "from the office").await;
    train.network.restore();
    office.network.restore();
    one.until_line(&note, "from the office").await;
    other.until_line(&note, "from the train").await;
    one.until("all sent", |world| world.is_synced(&note)).await;
    other
        .until("all sent", |world| world.is_synced(&note))
        .await;

    let (mine, theirs) = (one.lines(&note).await, other.lines(&note).await);
    assert_eq!(mine, theirs);
    for line in ["very first", "from the train", "from the office"] {
        assert_eq!(
            mine.iter().filter(|found| *found == line).count(),
            1,
            "{line} in {mine:?}"
        );
    }
    one.close().await;
    other.close().await;
}

/// The note as a desk has it now.
async fn suite_copy(
    desk: &tests::desk::Desk,
    note: &suite::wire::notes::NoteId,
) -> tests::replica::Replica {
    let state = desk
        .resource(&format!("/notes/{note}/state"))
        .await
        .expect("the note's state");
    tests::replica::Replica::new(note.clone(), &state)
}

#[tokio::test(flavor = "multi_thread")]
async fn two_machines_see_each_others_edits_live() {
    let home = Stage::new().await.expect("an agent");
    let office = home.another_machine().await.expect("a machine");
    let (one, other) = (home.signed_in().await, office.signed_in().await);
    let note = one.note("Live").await;
    let replica = one.open(&note).await;
    one.write(&replica, "hello").await;
    one.until("the note at the server", |world| world.is_synced(&note))
        .await;
    other
        .until("the note", |world| world.notes.contains_key(&note))
        .await;
    other.open(&note).await;
    other.until_line(&note, "hello").await;
    one.write(&replica, "live").await;
    other
        .until("the edit as an event", |world| {
            world
                .updates
                .get(&note)
                .is_some_and(|updates| !updates.is_empty())
        })
        .await;
    other.until_line(&note, "live").await;
    one.close().await;
    other.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_update_that_is_none_is_refused_and_changes_nothing() {
    let stage = Stage::new().await.expect("an agent");
    let desk = stage.signed_in().await;
    let note = desk.note("Sound").await;
    let replica = desk.open(&note).await;
    desk.write(&replica, "kept").await;
    for update in [
        vec![],
        vec![0xff; 40],
        b"not an update".to_vec(),
        vec![1, 1, 1],
    ] {
        let push = json!({ "note": note, "update": Bytes(update.clone()) });
        assert_eq!(
            desk.refused("note_push", push).await,
            Code::Invalid,
            "{update:?}"
        );
    }
    assert_eq!(desk.lines(&note).await, ["kept"]);
    desk.write(&replica, "and on").await;
    assert_eq!(desk.lines(&note).await, ["kept", "and on"]);
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_note_can_be_brought_back() {
    let stage = Stage::new().await.expect("an agent");
    let desk = stage.signed_in().await;
    let note = desk.note("Draft").await;
    let replica = desk.open(&note).await;
    desk.write(&replica, "worth keeping").await;
    desk.until("the note at the server", |world| world.is_synced(&note))
        .await;
    desk.call::<()>("note_delete", json!(note)).await;
    desk.until("the note in the trash", |world| {
        world.notes[&note].deleted.is_some()
    })
    .await;
    desk.call::<()>("note_restore", json!(note)).await;
    desk.until("the note back", |world| {
        world.notes[&note].deleted.is_none()
    })
    .await;
    assert_eq!(desk.open(&note).await.lines(), ["worth keeping"]);
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_that_is_not_there_is_missing() {
    let stage = Stage::new().await.expect("an agent");
    let desk = stage.signed_in().await;
    let nowhere = json!("11111111-2222-4333-8444-555555555555");
    assert_eq!(
        desk.refused("note_open", nowhere.clone()).await,
        Code::Missing
    );
    let push = json!({ "note": nowhere, "update": Bytes(vec![0, 0]) });
    assert_eq!(desk.refused("note_push", push).await, Code::Missing);
    desk.close().await;
}

async fn linking(desk: &Desk, note: &NoteId) -> Vec<NoteId> {
    desk.call("note_linking", json!(note)).await
}
