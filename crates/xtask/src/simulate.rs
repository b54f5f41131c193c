//! Runs the sync of the notes under thousands of schedules of bad luck, each made from a seed alone.

use anyhow::Result;

use crate::cargo;
use crate::process::{program, root, run as run_to_end, step};

const TEST: &str = "sync::simulation::nothing_is_lost_and_synced_is_true_whatever_happens";

/// How much of it.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// How many schedules
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    schedules: u64,
    /// The seed of the first one; each has the next number. Without it, one by chance
    #[arg(long, value_name = "S")]
    seed: Option<u64>,
}

/// Runs them; a broken promise is an error, and its seed was printed.
pub(crate) fn run(arguments: &Arguments) -> Result<String> {
    let built = step("build", cargo::build)?;
    let tests = cargo::find_unit_tests(&built, "notes")?;
    let seed = arguments.seed.unwrap_or_else(by_chance);
    let mut command = program(&tests.file);
    command
        .args(["--exact", TEST, "--nocapture"])
        .current_dir(root().join("crates/notes"))
        .env("ATTACHE_SCHEDULES", arguments.schedules.to_string())
        .env("ATTACHE_SEED", seed.to_string());
    step("schedules", || run_to_end(&mut command))?;
    let schedules = arguments.schedules;
    Ok(format!(
        "schedules: {schedules}, violations: 0, seed: {seed}"
    ))
}

/// The clock will do: another seed at each run is all that is wanted.
fn by_chance() -> u64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    now.map_or(0, |now| now.as_secs())
}
