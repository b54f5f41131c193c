//! Opening the note of the trace (B4), which lies sealed in the vault as compaction leaves it. Each turn opens the vault
//! anew, so that the note is read and unsealed; what is measured begins after that. Processor time.
//!
//! `note-open-B4` ends with the text, as search and assistant are given it, beside loro, which does the same from a
//! file. `-state` ends with the bytes that the window is given, beside Yjs that has the note in memory. `-editable` adds
//! what the window does with them, which is Yjs too, here in V8. `-floor` is the vault's own part of it.
#![expect(
    clippy::disallowed_methods,
    reason = "a benchmark has a folder of its own"
)]

use std::path::Path;

use anyhow::{Result, ensure};
use benches::Turns;
use benches::clock::{Clock, Spent};
use benches::desk::{Disk, stream};
use benches::node::Node;
use benches::text::Paper;
use benches::trace;
use loro::LoroDoc;
use notes::NoteId;
use serde_json::json;

/// The turns that count, and those before them that do not: V8 takes its time to compile.
const TURNS: usize = 30;
const WARM_UP: usize = 20;
/// Starts of Node, whose first note is the slow one.
const COLD: usize = 7;

const WARM_YJS: &str = "yjs 13.6.33, warm, state in a file";

/// What one turn of ours took.
struct Opened {
    text: Spent,
    state: Spent,
    sealed: Spent,
}

/// What is compared, in milliseconds.
struct Compared {
    text: Turns,
    state: Turns,
    editable: Turns,
    floor: Turns,
    cold: Turns,
}

/// Measures it.
pub(crate) async fn run() -> Result<()> {
    let paper = Paper::write()?;
    let disk = Disk::new()?;
    let desk = disk.desk().await?;
    let note = desk.note(&paper.state).await?;
    desk.close().await;
    let (yjs_file, loro_file) = (disk.folder().join("b4.yjs"), disk.folder().join("b4.loro"));
    std::fs::write(&yjs_file, &paper.state)?;
    std::fs::write(&loro_file, trace::of_loro()?)?;
    let open = json!({ "do": "open", "file": yjs_file });
    let mut compared = Compared::new();
    let mut yjs = Node::start("yjs.mjs", &[], None)?;
    for turn in 0..WARM_UP + TURNS {
        let ours = opened(&disk, &note, &paper.text).await?;
        let loro = opened_by_loro(&loro_file, &paper.text)?;
        let warm = yjs.measure(&open)?;
        if turn >= WARM_UP {
            compared.add(ours, loro, warm);
        }
    }
    for _ in 0..COLD {
        let ours = opened(&disk, &note, &paper.text).await?;
        let first = Node::start("yjs.mjs", &[], None)?.measure(&open)?;
        compared.cold.add_amounts(ms(ours.state), ms(first));
    }
    compared.print()
}

impl Compared {
    fn new() -> Self {
        let of = || Turns::of("ms");
        Self {
            text: of(),
            state: of(),
            editable: of(),
            floor: of(),
            cold: of(),
        }
    }

    fn add(&mut self, ours: Opened, loro: Spent, yjs: Spent) {
        let (state, yjs) = (ms(ours.state), ms(yjs));
        self.text.add_amounts(ms(ours.text), ms(loro));
        self.state.add_amounts(state, yjs);
        self.editable.add_amounts(state + yjs, yjs);
        self.floor.add_amounts(ms(ours.text), ms(ours.sealed));
    }

    fn print(self) -> Result<()> {
        self.text
            .figure("note-open-B4", "loro 1.17.1, snapshot in a file")
            .goal(
                0.5,
                "the note is parsed whole by yrs; loro parses a text when it is asked for one",
            )
            .print()?;
        self.state
            .figure("note-open-B4-state", WARM_YJS)
            .goal(
                0.5,
                "yrs parses the whole note and writes it again, to be sure of it",
            )
            .print()?;
        self.editable
            .figure("note-open-B4-editable", WARM_YJS)
            .goal(
                0.5,
                "the editor stands on Yjs: the window parses the note too, whoever brings it",
            )
            .print()?;
        self.cold
            .figure(
                "note-open-B4-cold",
                "yjs 13.6.33, the first note of its process",
            )
            .print()?;
        self.floor
            .figure(
                "note-open-B4-floor",
                "reading and unsealing its row in the vault",
            )
            .goal(
                2.0,
                "no text is kept beside the note: it is parsed each time",
            )
            .print()
    }
}

/// Opens the note on a desk that has just been opened: its text, its state, and its row alone, each from a vault that
/// has read nothing yet.
async fn opened(disk: &Disk, note: &NoteId, expected: &str) -> Result<Opened> {
    let desk = disk.desk().await?;
    let clock = Clock::start();
    let read = desk.notes.text(note).await?;
    let text = clock.spent();
    ensure!(read == expected.trim_end(), "the note reads otherwise");
    desk.close().await;
    let desk = disk.desk().await?;
    let clock = Clock::start();
    let bytes = desk.notes.state(note).await?;
    let state = clock.spent();
    ensure!(!bytes.is_empty(), "the note has no state");
    desk.close().await;
    let vault = disk.vault()?;
    let clock = Clock::start();
    let log = vault.log(&stream(note))?;
    let sealed = clock.spent();
    ensure!(log.snapshot.is_some(), "the note has no snapshot");
    vault.close();
    Ok(Opened {
        text,
        state,
        sealed,
    })
}

fn opened_by_loro(file: &Path, expected: &str) -> Result<Spent> {
    let clock = Clock::start();
    let doc = LoroDoc::new();
    doc.import(&std::fs::read(file)?)?;
    let text = doc.get_text("text").to_string();
    let spent = clock.spent();
    ensure!(text == expected, "loro reads otherwise");
    Ok(spent)
}

fn ms(spent: Spent) -> f64 {
    spent.processor.as_secs_f64() * 1000.0
}
