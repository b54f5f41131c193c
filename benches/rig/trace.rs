//! The editing trace that CRDTs are compared by (B4): the 259,778 single edits by which a paper of 104,852 letters was
//! written. The crate `loro-internal` brings it for its own benchmarks; it is read from there and kept nowhere.
#![expect(
    clippy::disallowed_methods,
    reason = "the trace lies in the source of a dependency"
)]

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use flate2::read::GzDecoder;
use loro::{ExportMode, LoroDoc};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

/// The package that brings it, the file in there, and what that file is.
const PACKAGE: &str = "loro-internal";
const FILE: &str = "benches/automerge-paper.json.gz";
const SHA256: &str = "42c0ff1720c0cad77077e190e36135c9cab9f7bbc266351c0a7fe4981c6a1546";

/// One edit.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Edit {
    /// At which letter.
    pub at: u32,
    /// How many letters it takes away there.
    pub deleted: u32,
    /// What it writes there then.
    pub inserted: String,
}

/// The trace.
#[derive(Debug)]
pub struct Trace {
    /// Its edits.
    pub edits: Vec<Edit>,
    /// The text that comes of them.
    pub text: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Written {
    end_content: String,
    txns: Vec<Transaction>,
}

#[derive(Deserialize)]
struct Transaction {
    patches: Vec<Edit>,
}

/// Reads it, if it is what it was.
pub fn read() -> Result<Trace> {
    let file = folder_of(PACKAGE)?.join(FILE);
    let packed = std::fs::read(&file).with_context(|| format!("reading {}", file.display()))?;
    let found: String = Sha256::digest(&packed)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    ensure!(
        found == SHA256,
        "{} is another trace: {found}",
        file.display()
    );
    let mut text = String::new();
    GzDecoder::new(packed.as_slice())
        .read_to_string(&mut text)
        .context("unpacking the trace")?;
    let written: Written = serde_json::from_str(&text).context("reading the trace")?;
    let patches = written.txns.into_iter().flat_map(|all| all.patches);
    Ok(Trace {
        edits: patches.collect(),
        text: written.end_content,
    })
}

/// The trace as loro keeps it, with all of its history.
pub fn of_loro() -> Result<Vec<u8>> {
    let trace = read()?;
    let doc = LoroDoc::new();
    let text = doc.get_text("text");
    for edit in &trace.edits {
        text.delete(edit.at as usize, edit.deleted as usize)?;
        text.insert(edit.at as usize, &edit.inserted)?;
        doc.commit();
    }
    ensure!(text.to_string() == trace.text, "loro reads otherwise");
    let snapshot = doc.export(ExportMode::Snapshot);
    snapshot.context("writing a snapshot")
}

/// Where cargo keeps the source of a dependency.
fn folder_of(package: &str) -> Result<PathBuf> {
    #[derive(Deserialize)]
    struct Metadata {
        packages: Vec<Package>,
    }
    #[derive(Deserialize)]
    struct Package {
        name: String,
        manifest_path: PathBuf,
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let told = Command::new(cargo)
        .args(["metadata", "--locked", "--format-version", "1"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .context("asking cargo where its packages are")?;
    let metadata: Metadata =
        serde_json::from_slice(&told.stdout).context("reading what cargo says")?;
    let found = metadata
        .packages
        .into_iter()
        .find(|one| one.name == package);
    let found = found.with_context(|| format!("cargo knows no {package}"))?;
    let folder = found.manifest_path.parent().map(Path::to_owned);
    folder.context("a package has a folder")
}
