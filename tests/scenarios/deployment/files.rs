//! Pictures and other files of notes: sealed before they are shown, sent when there is a network, there without one.

use std::time::Duration;

use serde_json::json;
use suite::failure::Code;
use tests::control::FILES;
use tests::desk::{Desk, path_of};
use tests::{Stage, disk};

/// What stands in every picture.
const CAPTION: &str = "the north pier of the bridge";

/// A picture: what begins like one is one.
pub(crate) fn picture(size: usize) -> Vec<u8> {
    let begin = [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a];
    let noise = (0..size).map(|at| (at * 31 % 251) as u8);
    let begin = begin.into_iter().chain(CAPTION.bytes());
    begin.chain(noise).collect()
}

/// Waits until a file is on a machine, which is asked for it without a network.
async fn until_taken_along(stage: &Stage, desk: &Desk, path: &str) -> Vec<u8> {
    for _ in 0..60 {
        stage.network.cut();
        let found = desk.resource(path).await;
        stage.network.restore();
        if let Ok(bytes) = found {
            return bytes;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    panic!("{path} was never taken along: {:#?}", desk.world());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_given_offline_is_shown_at_once_and_sent_once_later() {
    let _sound = FILES.read().await;
    let stage = Stage::new().await.expect("an agent");
    let desk = stage.signed_in().await;
    let note = desk.note("Site visit").await;
    let replica = desk.open(&note).await;
    desk.write(&replica, "the bridge").await;
    desk.until("the note at the server", |world| world.is_synced(&note))
        .await;

    stage.network.cut();
    let bytes = picture(700_000);
    let address = desk.attach(&note, "bridge%201.png", &bytes).await;
    let address = address.expect("taken without a network");
    desk.push(&note, &replica.show_picture(&address)).await;
    let shown = desk.resource(&path_of(&address)).await;
    assert_eq!(shown.expect("shown at once"), bytes);
    desk.until("the file among what waits", |world| {
        let upload = world.notes[&note].uploads.first();
        upload.is_some_and(|upload| upload.name == "bridge 1.png") && !world.waiting.is_empty()
    })
    .await;
    desk.close().await;

    let desk = stage.desk().await;
    desk.until("the note after a restart", |world| {
        world.is_open() && world.notes.contains_key(&note)
    })
    .await;
    let shown = desk.resource(&path_of(&address)).await;
    assert_eq!(shown.expect("shown after a restart"), bytes);
    assert!(
        !desk.world().is_synced(&note),
        "synced means that the server has it"
    );
    stage.network.restore();
    let path = desk.until_shown(&note).await;
    assert_ne!(path, path_of(&address), "the server gives it its name");
    desk.until("all of it at the server", |world| world.is_synced(&note))
        .await;

    // A machine that never had it reads it from the server once, and has it from then on.
    let office = stage.another_machine().await.expect("a machine");
    let other = office.signed_in().await;
    other
        .until("the note", |world| world.notes.contains_key(&note))
        .await;
    other.open(&note).await;
    let there = other.until_shown(&note).await;
    assert_eq!(there, path, "sent once, and shown by one name");
    assert_eq!(other.resource(&there).await.expect("fetched"), bytes);
    office.network.cut();
    other.close().await;
    let other = office.desk().await;
    other
        .until("the note without a network", |world| {
            world.is_open() && world.notes.contains_key(&note)
        })
        .await;
    assert_eq!(other.resource(&there).await.expect("kept"), bytes);
    other.close().await;
    desk.close().await;
    let readable = disk::files_with(&stage.folder, &[CAPTION]);
    assert!(readable.is_empty(), "left readable: {readable:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_favourite_takes_its_pictures_along_before_anybody_looks_at_them() {
    let _sound = FILES.read().await;
    let stage = Stage::new().await.expect("an agent");
    let desk = stage.signed_in().await;
    let note = desk.note("For the train").await;
    let replica = desk.open(&note).await;
    let bytes = picture(9_000);
    let address = desk.attach(&note, "map.png", &bytes).await.expect("taken");
    desk.push(&note, &replica.show_picture(&address)).await;
    let path = desk.until_shown(&note).await;
    let favourite = json!({ "note": note, "favourite": true });
    desk.call::<()>("note_favour", favourite).await;
    desk.until("all of it at the server", |world| world.waiting.is_empty())
        .await;

    let laptop = stage.another_machine().await.expect("a machine");
    let other = laptop.signed_in().await;
    other
        .until("the favourite with its text", |world| {
            let note = world.notes.get(&note);
            note.is_some_and(|note| note.favourite && note.offline)
        })
        .await;
    assert_eq!(until_taken_along(&laptop, &other, &path).await, bytes);
    other.close().await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pinned_note_takes_its_pictures_along_and_says_when_it_was_opened() {
    let _sound = FILES.read().await;
    let stage = Stage::new().await.expect("an agent");
    let desk = stage.signed_in().await;
    let note = desk.note("For the train").await;
    let replica = desk.open(&note).await;
    let bytes = picture(9_000);
    let address = desk.attach(&note, "map.png", &bytes).await.expect("taken");
    desk.push(&note, &replica.show_picture(&address)).await;
    let path = desk.until_shown(&note).await;
    desk.until("all of it at the server", |world| world.waiting.is_empty())
        .await;

    let laptop = stage.another_machine().await.expect("a machine");
    let other = laptop.signed_in().await;
    let world = other
        .until("the note with its text", |world| {
            world.notes.get(&note).is_some_and(|note| note.offline)
        })
        .await;
    assert!(world.notes[&note].opened.is_none(), "never opened here");
    let pin = json!({ "note": note, "pinned": true });
    other.call::<()>("note_pin", pin).await;
    assert_eq!(until_taken_along(&laptop, &other, &path).await, bytes);
    other.open(&note).await;
    other
        .until("when it was opened", |world| {
            let note = &world.notes[&note];
            note.pinned && note.opened.is_some()
        })
        .await;
    other.close().await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_no_server_takes_is_refused_before_it_is_kept() {
    let stage = Stage::new().await.expect("an agent");
    let desk = stage.signed_in().await;
    let note = desk.note("Too much").await;
    for bytes in [Vec::new(), picture(11 << 20)] {
        let refused = desk.attach(&note, "a.png", &bytes).await;
        assert_eq!(refused.expect_err("refused").code, Code::Invalid);
    }
    assert!(desk.world().notes[&note].uploads.is_empty());
    desk.close().await;
}
