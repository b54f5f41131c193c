//! Notes out to files of other programs and in from them.
#![expect(
    clippy::disallowed_methods,
    reason = "the rig looks at what was saved outside of the vault"
)]

use serde_json::json;
use suite::failure::Code;
use suite::wire::notes::{NoteId, NotesPacked};
use tests::Stage;
use tests::desk::{Desk, path_of};
use tests::world::World;

/// The smallest picture: one red point.
#[rustfmt::skip]
const PICTURE: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52,
    0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x02, 0x00, 0x00, 0x00, 0x90, 0x77, 0x53,
    0xde, 0x00, 0x00, 0x00, 0x0c, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0xf8, 0xcf, 0xc0, 0x00,
    0x00, 0x03, 0x01, 0x01, 0x00, 0xc9, 0xfe, 0x92, 0xef, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e,
    0x44, 0xae, 0x42, 0x60, 0x82,
];

const FORMATS: [(&str, &str, &[u8]); 5] = [
    ("pdf", "pdf", b"%PDF-"),
    ("docx", "docx", b"PK"),
    ("odt", "odt", b"PK"),
    ("html", "html", b"<!"),
    ("markdown", "md", b"# "),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_note_written_offline_is_saved_as_each_kind_of_file_with_its_picture() {
    let stage = Stage::new().await.expect("an agent");
    let desk = stage.signed_in().await;
    stage.network.cut();
    let note = desk.note("Mission report").await;
    let replica = desk.open(&note).await;
    desk.write(&replica, "The bridge is open.").await;
    let address = desk.attach(&note, "point.png", PICTURE).await;
    let shown = replica.show_picture(&address.expect("taken"));
    desk.push(&note, &shown).await;
    for (format, ending, begins) in FORMATS {
        let export =
            json!({ "note": note, "format": format, "name": "Mission report", "language": "en" });
        let path: String = desk.call("note_export", export).await;
        assert!(
            path.ends_with(&format!("Mission report.{ending}")),
            "{path}"
        );
        let bytes = std::fs::read(&path).expect("the file is there");
        assert!(bytes.starts_with(begins), "{format}");
        assert!(bytes.len() > 100, "{format}: {} bytes", bytes.len());
    }
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_becomes_a_note_offline_and_arrives_later() {
    let stage = Stage::new().await.expect("an agent");
    let desk = stage.signed_in().await;
    stage.network.cut();
    let text = b"# Minutes\n\n- first\n- second\n\n> said\n\n| a | b |\n|---|---|\n| 1 | 2 |\n";
    let note = desk.import("minutes.md", text).await.expect("a note");
    desk.open(&note).await;
    let lines = desk.lines(&note).await;
    for line in ["first", "second", "said"] {
        assert!(lines.iter().any(|known| known == line), "{lines:?}");
    }
    assert_eq!(title(&desk, &note).await, "Minutes");
    for format in ["docx", "odt", "html"] {
        let export = json!({ "note": note, "format": format, "name": "again", "language": "fr" });
        let path: String = desk.call("note_export", export).await;
        let bytes = std::fs::read(&path).expect("the file is there");
        let again = desk.import(&format!("again.{format}"), &bytes).await;
        let again = again.expect("a note");
        desk.open(&again).await;
        assert_eq!(desk.lines(&again).await, lines, "{format}");
    }
    stage.network.restore();
    desk.until("all of it at the server", |world| world.waiting.is_empty())
        .await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_none_makes_no_note_and_says_so() {
    let stage = Stage::new().await.expect("an agent");
    let desk = stage.signed_in().await;
    let before = desk.world().notes.len();
    for (name, bytes) in [
        ("broken.docx", b"PK\x03\x04 and then nothing".as_slice()),
        ("broken.odt", b"no archive".as_slice()),
        ("program.exe", b"MZ".as_slice()),
        ("scan.pdf", b"%PDF-1.7".as_slice()),
    ] {
        let refused = desk.import(name, bytes).await;
        assert_eq!(refused.expect_err(name).code, Code::Invalid, "{name}");
    }
    assert_eq!(desk.world().notes.len(), before);
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_notes_leave_as_one_file_offline_and_come_back_to_another_agent_as_they_were() {
    let [first, second] = two().await;
    let desk = first.signed_in().await;
    first.network.cut();
    let top = desk.note("Bridge 2026/27").await;
    let under: NoteId = desk
        .call("note_create", json!({ "title": "Minutes", "parent": top }))
        .await;
    let replica = desk.open(&under).await;
    desk.write(&replica, "The bridge is open.").await;
    let address = desk.attach(&under, "point.png", PICTURE).await;
    desk.push(&under, &replica.show_picture(&address.expect("taken")))
        .await;
    let linking = desk.open(&top).await;
    desk.push(&top, &linking.link(&under, "Minutes")).await;
    desk.call::<()>("note_favour", json!({ "note": under, "favourite": true }))
        .await;
    let lines = desk.lines(&under).await;
    let pack = json!({ "note": null, "name": "Everything" });
    let packed: NotesPacked = desk.call("notes_pack", pack).await;
    assert_eq!((packed.without_text, packed.missing_files), (0, 0));
    assert!(packed.notes >= 2, "{packed:?}");
    assert_eq!(desk.world().archive, Some((packed.notes, packed.notes)));
    let bytes = std::fs::read(&packed.path).expect("the file is there");
    desk.close().await;

    let desk = second.signed_in().await;
    second.network.cut();
    let all = desk.import("Everything.zip", &bytes).await.expect("notes");
    let again = |world: &World, title: &str, parent: &NoteId| {
        let mut notes = world.notes.values();
        let note = notes.find(|note| {
            note.title.as_deref() == Some(title) && note.parent.as_ref() == Some(parent)
        })?;
        assert!(note.id != top && note.id != under, "under its old name");
        Some(note.clone())
    };
    let top = desk
        .until_some("the note", |world| again(world, "Bridge 2026/27", &all))
        .await;
    let under = desk
        .until_some("the one under it", |world| again(world, "Minutes", &top.id))
        .await;
    let starred = |world: &World| world.notes[&under.id].favourite;
    desk.until("its star", starred).await;
    let replica = desk.open(&under.id).await;
    assert_eq!(desk.lines(&under.id).await, lines);
    let shown = replica.addresses();
    assert!(shown[0].contains(&under.id.0), "{shown:?}");
    let bytes = desk.resource(&path_of(&shown[0])).await.expect("its file");
    assert_eq!(bytes, PICTURE);
    assert_eq!(desk.open(&top.id).await.links(), [under.id.0.as_str()]);
    second.network.restore();
    desk.until("all of it at the server", |world| world.waiting.is_empty())
        .await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_or_foreign_archive_makes_no_note_and_says_so() {
    let stage = Stage::new().await.expect("an agent");
    let desk = stage.signed_in().await;
    let note = desk.note("Kept").await;
    let replica = desk.open(&note).await;
    desk.write(&replica, &"A line that can be damaged. ".repeat(50))
        .await;
    let pack = json!({ "note": note, "name": "Kept" });
    let packed: NotesPacked = desk.call("notes_pack", pack).await;
    assert_eq!(packed.notes, 1);
    let whole = std::fs::read(&packed.path).expect("the file is there");
    let mut damaged = whole.clone();
    damaged[whole.len() / 3] ^= 0xff;
    let before = desk.world().notes.len();
    for (name, bytes) in [
        ("cut.zip", &whole[..whole.len() / 2]),
        ("damaged.zip", &damaged),
        (
            "foreign.zip",
            b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
        ),
    ] {
        let refused = desk.import(name, bytes).await;
        assert_eq!(refused.expect_err(name).code, Code::Invalid, "{name}");
    }
    assert_eq!(desk.world().notes.len(), before);
    desk.close().await;
}

async fn two() -> [Stage; 2] {
    let stages = Stage::several(2).await.expect("two agents");
    stages.try_into().expect("two")
}

async fn title(desk: &Desk, note: &NoteId) -> String {
    let titled = |world: &World| world.notes.get(note)?.title.clone();
    desk.until_some("its title", titled).await
}
