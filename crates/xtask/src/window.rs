//! Builds and checks the window's TypeScript, and the packages of npm that the stack has.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::process::{need, program, root, run, short};

/// Installs what the window needs, and builds it.
pub(crate) fn build() -> Result<()> {
    install(&root().join("ui"))?;
    script("ui", "build")
}

/// Installs what a folder's lock file names, unless that is there already.
pub(crate) fn install(folder: &Path) -> Result<()> {
    need(&[("node", "nodejs"), ("npm", "npm")])?;
    if is_installed(folder) {
        return Ok(());
    }
    run(program("npm")
        .args(["ci", "--no-audit", "--no-fund"])
        .current_dir(folder)
        .stdout(std::io::stderr()))
}

/// Runs a script of a folder's `package.json`.
pub(crate) fn script(folder: &str, name: &str) -> Result<()> {
    run(program("npm")
        .args(["run", "--silent", name])
        .current_dir(root().join(folder))
        .stdout(std::io::stderr()))
}

/// The folders of the stack that bring tests of their own.
pub(crate) fn tested_parts() -> Result<Vec<PathBuf>> {
    let mut parts = Vec::new();
    for entry in fs::read_dir(root().join("stack")).context("listing stack/")? {
        let folder = entry?.path();
        if has_tests(&folder)? {
            parts.push(folder);
        }
    }
    parts.sort();
    Ok(parts)
}

fn has_tests(folder: &Path) -> Result<bool> {
    let Ok(text) = fs::read_to_string(folder.join("package.json")) else {
        return Ok(false);
    };
    let package: Value = serde_json::from_str(&text)
        .with_context(|| format!("reading {}/package.json", short(folder)))?;
    Ok(package["scripts"]["test"].is_string())
}

/// Whether npm has installed since the lock file changed.
fn is_installed(folder: &Path) -> bool {
    let changed = |name: &str| {
        fs::metadata(folder.join(name))
            .and_then(|about| about.modified())
            .ok()
    };
    match (
        changed("node_modules/.package-lock.json"),
        changed("package-lock.json"),
    ) {
        (Some(installed), Some(locked)) => installed >= locked,
        _ => false,
    }
}
