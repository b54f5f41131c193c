//! Where notes stand: put under one another, moved, marked, copied, thrown away and taken out again, with a network
//! and without.

use serde_json::json;
use suite::wire::notes::NoteId;
use tests::Stage;
use tests::desk::Desk;
use tests::world::World;

#[tokio::test(flavor = "multi_thread")]
async fn a_tree_that_was_put_in_order_offline_is_the_same_on_another_machine() {
    let stage = Stage::new().await.expect("an agent");
    let desk = stage.signed_in().await;
    let moved = desk.note("Moved").await;
    desk.until("a note at the server", |world| world.is_synced(&moved))
        .await;

    stage.network.cut();
    let cabinet = desk.note("Cabinet").await;
    let first = under(&desk, "First", &cabinet).await;
    let second = under(&desk, "Second", &cabinet).await;
    put(&desk, &moved, Some(&cabinet), Some(&first)).await;
    let deep = under(&desk, "Deep", &first).await;
    put(&desk, &deep, Some(&moved), None).await;
    favour(&desk, &second, true).await;
    let gone = desk.note("Gone").await;
    desk.call::<()>("note_delete", json!(gone)).await;
    desk.close().await;

    let desk = stage.desk().await;
    desk.until("the order, after a restart", |world| {
        order(world, &cabinet) == [&first, &moved, &second].map(Clone::clone)
            && world.notes[&second].favourite
            && world.notes[&gone].deleted.is_some()
    })
    .await;
    stage.network.restore();
    desk.until("all of it at the server", |world| world.waiting.is_empty())
        .await;

    let office = stage.another_machine().await.expect("a machine");
    let other = office.signed_in().await;
    other
        .until("the same tree", |world| {
            let known = [&first, &moved, &second].iter().all(|note| world.notes.contains_key(*note));
            known
                && world.notes[&deep].parent.as_ref() == Some(&moved)
                && world.notes[&moved].parent.as_ref() == Some(&cabinet)
                && world.notes[&second].favourite
                && world.notes[&gone].deleted.is_some()
                // As the server has put them: what was moved comes after the first one.
                && position(world, &cabinet, &moved) == position(world, &cabinet, &first).map(|at| at + 1)
        })
        .await;
    assert!(desk.world().refused.is_empty());
    other.close().await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_comes_out_of_the_trash_with_those_under_it_and_its_text() {
    let stage = Stage::new().await.expect("an agent");
    let desk = stage.signed_in().await;
    let report = desk.note("Report").await;
    let replica = desk.open(&report).await;
    desk.write(&replica, "kept").await;
    let annex = under(&desk, "Annex", &report).await;
    desk.until("both at the server", |world| {
        world.is_synced(&report) && world.is_synced(&annex)
    })
    .await;
    desk.call::<()>("note_delete", json!(report)).await;
    desk.until("the trash", |world| {
        world.notes[&report].deleted.is_some() && !world.notes.contains_key(&annex)
    })
    .await;
    desk.until("the server told", |world| world.waiting.is_empty())
        .await;

    // On a machine that never had them, it is taken out again.
    let office = stage.another_machine().await.expect("a machine");
    let other = office.signed_in().await;
    other
        .until("the trash there", |world| {
            let trashed = world.notes.get(&report);
            trashed.is_some_and(|note| note.deleted.is_some())
        })
        .await;
    other.call::<()>("note_restore", json!(report)).await;
    other
        .until("both again", |world| {
            let there = |note| {
                world
                    .notes
                    .get(note)
                    .is_some_and(|note| note.deleted.is_none())
            };
            there(&report) && there(&annex) && world.waiting.is_empty()
        })
        .await;
    other.open(&report).await;
    other.until_line(&report, "kept").await;
    other.close().await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_has_the_text_and_goes_its_own_way() {
    let stage = Stage::new().await.expect("an agent");
    let desk = stage.signed_in().await;
    let note = desk.note("Minutes").await;
    let replica = desk.open(&note).await;
    desk.write(&replica, "agenda").await;
    stage.network.cut();
    let copy: NoteId = desk
        .call(
            "note_duplicate",
            json!({ "note": note, "title": "Copy of Minutes" }),
        )
        .await;
    let twin = desk.open(&copy).await;
    assert_eq!(twin.lines(), ["agenda"]);
    desk.write(&twin, "only here").await;
    stage.network.restore();
    desk.until("both at the server", |world| {
        world.is_synced(&note) && world.is_synced(&copy)
    })
    .await;
    assert_eq!(desk.lines(&note).await, ["agenda"]);
    assert_eq!(desk.lines(&copy).await, ["agenda", "only here"]);
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_is_never_put_under_itself_and_a_circle_made_on_two_machines_is_undone() {
    let train = Stage::new().await.expect("an agent");
    let office = train.another_machine().await.expect("a machine");
    let (one, other) = (train.signed_in().await, office.signed_in().await);
    let (a, b) = (one.note("A").await, one.note("B").await);
    for desk in [&one, &other] {
        desk.until("both notes", |world| {
            world.is_synced(&a) && world.is_synced(&b)
        })
        .await;
    }
    let refused = json!({ "note": a, "parent": a, "after": null });
    one.refused("note_move", refused).await;

    train.network.cut();
    office.network.cut();
    put(&one, &a, Some(&b), None).await;
    put(&other, &b, Some(&a), None).await;
    train.network.restore();
    one.until("the first move", |world| world.waiting.is_empty())
        .await;
    office.network.restore();
    let world = other
        .until("the second one refused", |world| !world.refused.is_empty())
        .await;
    assert_eq!(world.refused, std::slice::from_ref(&b));
    for desk in [&one, &other] {
        desk.until("A under B on both", |world| {
            world.notes[&a].parent.as_ref() == Some(&b) && world.notes[&b].parent.is_none()
        })
        .await;
    }
    one.close().await;
    other.close().await;
}

async fn under(desk: &Desk, title: &str, parent: &NoteId) -> NoteId {
    desk.call("note_create", json!({ "title": title, "parent": parent }))
        .await
}

async fn put(desk: &Desk, note: &NoteId, parent: Option<&NoteId>, after: Option<&NoteId>) {
    let place = json!({ "note": note, "parent": parent, "after": after });
    desk.call::<()>("note_move", place).await;
}

async fn favour(desk: &Desk, note: &NoteId, favourite: bool) {
    let mark = json!({ "note": note, "favourite": favourite });
    desk.call::<()>("note_favour", mark).await;
}

/// The notes under this one, as the window orders them.
fn order(world: &World, parent: &NoteId) -> Vec<NoteId> {
    let children = world.notes.values();
    let children = children.filter(|note| note.parent.as_ref() == Some(parent));
    let mut children: Vec<_> = children.collect();
    children.sort_by_key(|note| (note.place.is_empty(), note.place.clone()));
    children.into_iter().map(|note| note.id.clone()).collect()
}

fn position(world: &World, parent: &NoteId, note: &NoteId) -> Option<usize> {
    order(world, parent).iter().position(|other| other == note)
}
