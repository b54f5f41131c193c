//! Opening a note of a million letters: in 174,667 pieces in a thousand paragraphs, and in one piece. It lies sealed in
//! the vault; each turn opens the vault anew. By the clock on the wall, from the call to the bytes that the window is
//! given, beside Yjs that has the note in memory, and beside the vault's own part of it.
//!
//! The peer reads a plain file and not a database, which is kind to it.
#![expect(
    clippy::disallowed_methods,
    reason = "a benchmark has a folder of its own"
)]

use anyhow::{Result, ensure};
use benches::Turns;
use benches::clock::{Clock, Spent};
use benches::desk::{Disk, stream};
use benches::node::Node;
use benches::text::{broken_megabyte, whole_megabyte};
use notes::NoteId;
use serde_json::json;

/// The turns that count, and those before them that do not.
const TURNS: usize = 9;
const WARM_UP: usize = 2;

const BROKEN: &str = "note-open-1MB";
const WHOLE: &str = "note-open-1MB-whole";

/// Measures it.
pub(crate) async fn run() -> Result<()> {
    measured(BROKEN, &broken_megabyte()).await?;
    measured(WHOLE, &whole_megabyte()).await
}

async fn measured(name: &str, state: &[u8]) -> Result<()> {
    let disk = Disk::new()?;
    let desk = disk.desk().await?;
    let note = desk.note(state).await?;
    desk.close().await;
    let file = disk.folder().join("note.yjs");
    std::fs::write(&file, state)?;
    let mut yjs = Node::start("yjs.mjs", &[], None)?;
    let of = || Turns::of("ms");
    let (mut bytes, mut editable, mut floor) = (of(), of(), of());
    for turn in 0..WARM_UP + TURNS {
        let (ours, sealed) = opened(&disk, &note).await?;
        let warm = yjs.measure(&json!({ "do": "open", "file": file }))?;
        if turn >= WARM_UP {
            bytes.add_amounts(ms(ours), ms(warm));
            editable.add_amounts(ms(ours) + ms(warm), ms(warm));
            floor.add_amounts(ms(ours), ms(sealed));
        }
    }
    bytes
        .figure(name, "yjs 13.6.33, warm, state in a file")
        .goal(
            0.2,
            "yrs parses the whole note and writes it again, to be sure of it",
        )
        .print()?;
    editable
        .figure(
            format!("{name}-editable"),
            "yjs 13.6.33, warm, state in a file",
        )
        .goal(
            0.2,
            "the editor stands on Yjs: the window parses the note too, whoever brings it",
        )
        .print()?;
    floor
        .figure(
            format!("{name}-floor"),
            "reading and unsealing its row in the vault",
        )
        .goal(
            1.5,
            "no first screen is kept beside the note: it is parsed whole",
        )
        .print()
}

/// What opening the note took, and reading its row alone, each from a vault that has read nothing yet.
async fn opened(disk: &Disk, note: &NoteId) -> Result<(Spent, Spent)> {
    let desk = disk.desk().await?;
    let clock = Clock::start();
    let bytes = desk.notes.state(note).await?;
    let ours = clock.spent();
    ensure!(!bytes.is_empty(), "the note has no state");
    desk.close().await;
    let vault = disk.vault()?;
    let clock = Clock::start();
    let log = vault.log(&stream(note))?;
    let sealed = clock.spent();
    ensure!(log.snapshot.is_some(), "the note has no snapshot");
    vault.close();
    Ok((ours, sealed))
}

fn ms(spent: Spent) -> f64 {
    spent.wall.as_secs_f64() * 1000.0
}
