//! Runs the program with the window's development server: what one edits in `ui/` is seen at once.

use anyhow::Result;

use crate::process::{root, run as run_to_end};
use crate::{process, window};

/// How to run it.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Passed on to the program
    #[arg(last = true)]
    program: Vec<String>,
}

/// Runs until the program ends.
pub(crate) fn run(arguments: &Arguments) -> Result<String> {
    window::install(&root().join("ui"))?;
    let mut command = process::program(root().join("ui/node_modules/.bin/tauri"));
    command.arg("dev");
    if !arguments.program.is_empty() {
        command.args(["--", "--"]).args(&arguments.program);
    }
    run_to_end(&mut command)?;
    Ok("dev: the program has ended".to_owned())
}
