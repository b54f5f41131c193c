//! Checks what the compiler cannot: which crate may know which, what is fenced off where, how long a file may be, and
//! which versions are too old to be safe.
//!
//! The rules are functions from values to complaints, so that they are tested without a workspace. A complaint names the
//! place and what to do. Nothing is changed, and nothing is fetched.

mod crates;
mod files;
mod locks;

use std::fs;

use anyhow::{Context as _, Result, bail};

use crate::cargo;
use crate::process::root;

/// The table of settings as the `policy` crate's own test holds it.
const SETTINGS: &str =
    "crates/policy/src/snapshots/policy__generate__tests__the_manuals_table.snap";

/// Everything that is not as the house wants it; none is the last line.
pub(crate) fn run() -> Result<String> {
    let complaints = complaints()?;
    for complaint in &complaints {
        println!("  {complaint}");
    }
    match complaints.len() {
        0 => Ok("tidy: nothing to complain about".to_owned()),
        1 => bail!("tidy has one complaint"),
        several => bail!("tidy has {several} complaints"),
    }
}

fn complaints() -> Result<Vec<String>> {
    let metadata = cargo::metadata()?;
    let mut complaints = crates::names(&metadata);
    complaints.extend(crates::arrows(&metadata));
    complaints.extend(crates::fences(&metadata));
    for file in files::sources(&root())? {
        complaints.extend(files::check(&file.path, &file.text));
    }
    let manifest = read("Cargo.toml")?;
    complaints.extend(locks::rust(&read("Cargo.lock")?));
    complaints.extend(locks::window(&read("ui/package-lock.json")?)?);
    complaints.extend(locks::manifest(&manifest));
    complaints.extend(locks::versions(
        &manifest,
        &read("tauri.conf.json")?,
        &read("ui/package.json")?,
    ));
    complaints.extend(files::manual(
        &read("docs/admin-manual.md")?,
        &read(SETTINGS)?,
    ));
    Ok(complaints)
}

fn read(name: &str) -> Result<String> {
    fs::read_to_string(root().join(name)).with_context(|| format!("reading {name}"))
}
