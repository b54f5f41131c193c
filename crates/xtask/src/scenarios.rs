//! Runs the scenarios: the product without its screen, through commands and events, against real servers.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result};

use crate::cargo;
use crate::process::{program, root, run as run_to_end, step};
use crate::stack;

/// What to run, and against what.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct Arguments {
    /// A deployment's profile with test accounts, instead of the stack (docs/admin-manual.md says how)
    #[arg(long, value_name = "FILE")]
    profile_file: Option<PathBuf>,
    /// Only the scenarios whose names contain one of these
    names: Vec<String>,
}

/// Runs them; the stack is started where it is needed and not running.
pub(crate) fn run(arguments: &Arguments) -> Result<String> {
    let readable = |file: &PathBuf| {
        fs::File::open(file)
            .and_then(|_| file.canonicalize())
            .with_context(|| format!("reading {}", file.display()))
    };
    let deployment = arguments.profile_file.as_ref().map(readable).transpose()?;
    let built = step("build", cargo::build)?;
    let scenarios = cargo::find(&built, "scenarios", true)?;
    let mut command = program(&scenarios.file);
    command
        .args(&arguments.names)
        .current_dir(root().join("tests"));
    match deployment {
        Some(file) => {
            command.env("ATTACHE_DEPLOYMENT", file);
            if arguments.names.is_empty() {
                // The others turn the switches of our own servers.
                command.arg("deployment::");
            }
            // The same few accounts play in all of them.
            command.arg("--test-threads=1");
        }
        None => {
            command.env("ATTACHE_STACK", step("stack", start_stack)?);
            // They wait for servers more than they compute.
            command.arg("--test-threads=3");
        }
    }
    step("scenarios", || run_to_end(&mut command))?;
    Ok("scenarios: all passed".to_owned())
}

/// Starts what does not run of the usual stack; answers the file that describes it.
pub(crate) fn start_stack() -> Result<PathBuf> {
    stack::start(&stack::folder(None)?)
}
