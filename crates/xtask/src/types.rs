//! The window's TypeScript types, which are made from the Rust types.
//!
//! A test of `suite` writes or compares them, so that no other set of features is ever built for it.

use anyhow::Result;

use crate::cargo;
use crate::process::{output, program, root};

/// The test that writes and compares.
const TEST: &str = "commands::tests::the_windows_types_are_those_of_the_commands";

/// Writes them.
pub(crate) fn write() -> Result<String> {
    call(true)?;
    Ok("types: written to ui/src/backend/generated".to_owned())
}

/// Fails when they differ.
pub(crate) fn check() -> Result<String> {
    call(false)?;
    Ok("types: as they should be".to_owned())
}

fn call(write: bool) -> Result<()> {
    let built = cargo::build_with(&["test", "--workspace", "--lib", "--no-run"])?;
    let test = cargo::find(&built, "suite", true)?;
    let mut command = program(&test.file);
    command
        .args(["--exact", TEST, "--nocapture"])
        .current_dir(root().join("crates/suite"));
    if write {
        command.env("ATTACHE_WRITE_TYPES", "1");
    }
    let told = output(&mut command)?;
    print!("{told}");
    anyhow::ensure!(told.contains("1 passed"), "suite has no test {TEST}");
    Ok(())
}
