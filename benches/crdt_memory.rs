//! The memory that a note takes: a hundred notes of the trace (B4), ours on a desk, Yjs' on its heap, loro's in a
//! process of its own. Ours and loro's are what the system counts for the process (PSS), before and after; Yjs' is what
//! V8 counts after it has collected, without the gaps of the heap, which is kind to it.
//!
//! `crdt-memory` are notes that are open and were read, `-typed` those that were typed into as well, `-background`
//! those that were read and closed again.
#![expect(
    clippy::disallowed_methods,
    reason = "a benchmark has a folder of its own, and reads what the system knows of it"
)]

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail, ensure};
use benches::Turns;
use benches::desk::Disk;
use benches::node::Node;
use benches::text::{Paper, Writer};
use benches::trace;
use loro::LoroDoc;
use notes::NoteId;
use serde_json::json;

const NOTES: usize = 100;
const TURNS: usize = 3;

/// Measures it; or, in a process of its own, holds notes in one way and tells what they take.
pub(crate) async fn run(arguments: &[String]) -> Result<()> {
    match arguments {
        [] => compare(),
        [way, file] if way == "loro" => tell(held_by_loro(Path::new(file))?),
        [way, file] => tell(held(way, Path::new(file)).await?),
        _ => bail!("either nothing, or how to hold which file"),
    }
}

fn compare() -> Result<()> {
    let scratch = Disk::new()?;
    let (file, loro_file) = (
        scratch.folder().join("b4.yjs"),
        scratch.folder().join("b4.loro"),
    );
    std::fs::write(&file, Paper::write()?.state)?;
    std::fs::write(&loro_file, trace::of_loro()?)?;
    let of = || Turns::of("MB");
    let (mut open, mut typed, mut background, mut loro) = (of(), of(), of(), of());
    for _ in 0..TURNS {
        let held = told("open", &file)?;
        let yjs = Node::start("yjs.mjs", &[], None)?
            .ask(&json!({ "do": "hold", "file": file, "count": NOTES }))?;
        let yjs = yjs["bytes"].as_f64().context("a number of bytes")? / 1_000_000.0;
        open.add_amounts(held, yjs);
        typed.add_amounts(told("typed", &file)?, yjs);
        background.add_amounts(told("background", &file)?, yjs);
        loro.add_amounts(held, told("loro", &loro_file)?);
    }
    let peer = "yjs 13.6.33, heap";
    open.figure("crdt-memory", peer).print()?;
    typed.figure("crdt-memory-typed", peer).print()?;
    background
        .figure("crdt-memory-background", peer)
        .goal(0.1, "what a note leaves behind in the allocator")
        .print()?;
    loro.figure(
        "crdt-memory-loro",
        "loro 1.17.1, snapshot imported and read",
    )
    .print()
}

/// Asks a process of its own, whose memory holds nothing else.
fn told(way: &str, file: &Path) -> Result<f64> {
    let told = Command::new(std::env::current_exe()?)
        .args(["crdt-memory", way])
        .arg(file)
        .output()
        .context("starting a process that holds notes")?;
    let text = String::from_utf8_lossy(&told.stdout);
    let number = text.trim().parse();
    number.with_context(|| format!("{text}{}", String::from_utf8_lossy(&told.stderr)))
}

#[expect(clippy::print_stdout, reason = "the process that asked reads it")]
fn tell(megabytes: f64) -> Result<()> {
    println!("{megabytes}");
    Ok(())
}

/// The megabytes that each of our notes takes.
async fn held(way: &str, file: &Path) -> Result<f64> {
    let state = std::fs::read(file)?;
    let disk = Disk::new()?;
    let desk = disk.desk().await?;
    let mut notes = Vec::new();
    for _ in 0..NOTES {
        notes.push(desk.note(&state).await?);
    }
    let letter = Writer::copy(&state, 1)?.edit(0, 0, 0, "!");
    // The first one fetches what every one needs.
    open(&desk.notes, &notes[0], &letter, way).await?;
    let before = memory()?;
    for note in &notes[1..] {
        open(&desk.notes, note, &letter, way).await?;
    }
    let taken = (memory()? - before) / (NOTES - 1) as f64;
    desk.close().await;
    Ok(taken)
}

async fn open(notes: &notes::Notes, note: &NoteId, letter: &[u8], way: &str) -> Result<()> {
    notes.open_note(note).await?;
    ensure!(!notes.state(note).await?.is_empty(), "a note has no state");
    match way {
        "open" => {}
        "typed" => notes.push(note, letter.to_vec()).await?,
        "background" => notes.close_note(note).await,
        other => bail!("there is no way to hold notes called {other}"),
    }
    Ok(())
}

fn held_by_loro(file: &Path) -> Result<f64> {
    let snapshot = std::fs::read(file)?;
    let open = || -> Result<LoroDoc> {
        let doc = LoroDoc::new();
        doc.import(&snapshot)?;
        ensure!(
            !doc.get_text("text").to_string().is_empty(),
            "loro reads nothing"
        );
        Ok(doc)
    };
    let first = open()?;
    let before = memory()?;
    let docs = (1..NOTES).map(|_| open()).collect::<Result<Vec<_>>>()?;
    let taken = (memory()? - before) / docs.len() as f64;
    drop((first, docs));
    Ok(taken)
}

/// What the system counts for this process, in megabytes.
fn memory() -> Result<f64> {
    let told = std::fs::read_to_string("/proc/self/smaps_rollup")?;
    let line = told.lines().find_map(|line| line.strip_prefix("Pss:"));
    let amount = line.context("the system tells no PSS")?;
    Ok(amount.trim().trim_end_matches(" kB").parse::<f64>()? * 1024.0 / 1_000_000.0)
}
