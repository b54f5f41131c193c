//! The project's script language: every command that a developer, CI or the README runs.
//!
//! Each command ends with a line that says what came of it, and with an exit code that says the same. What is missing
//! on the machine is named with the package that brings it. Nothing here is part of the product.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "scripts touch files and speak to a terminal"
)]

mod bench;
mod bundle;
mod cargo;
mod check;
mod demo;
mod desktop;
mod dev;
mod hooks;
mod install;
mod process;
mod scenarios;
mod simulate;
mod stack;
mod tidy;
mod types;
mod window;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::{Parser, Subcommand};

/// Everything one does with this project.
#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    version,
    max_term_width = 100
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Opens Attaché on the local stack, with everything that is needed for it
    Demo(demo::Arguments),
    /// Starts, stops and shows the real servers on this machine
    Stack(stack::Arguments),
    /// Everything CI runs: formats, fences, types, window, units, scenarios on the stack, desktop
    Test,
    /// The part of `test` that needs neither servers nor a display
    Check,
    /// Writes the window's TypeScript types from the Rust types
    Types {
        /// Write nothing; fail when they differ
        #[arg(long)]
        check: bool,
    },
    /// Checks what the compiler cannot: arrows between crates, fences, budgets, version floors
    Tidy,
    /// Runs the scenarios against the stack, or against the deployment that a profile file describes
    Scenarios(scenarios::Arguments),
    /// Runs the sync of the notes under thousands of schedules of crashes, faults and quarrels, from a seed
    Simulate(simulate::Arguments),
    /// Drives the built program in a real window, on a virtual display with a keyring of its own
    DesktopTests {
        /// Only the tests whose names contain one of these
        names: Vec<String>,
    },
    /// Takes a picture of every screen and state: light and dark, four languages
    Screenshots {
        /// Where the PNG files go
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    /// Measures, and prints one line of JSON for each figure
    Bench(bench::Arguments),
    /// Builds a package
    Bundle {
        /// Which kind
        kind: bundle::Package,
    },
    /// Installs the hook that formats and lints what is staged before each commit
    Hooks,
    /// Starts the program with a window that reloads while one edits it
    Dev(dev::Arguments),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let start = Instant::now();
    let quiet = matches!(&arguments.command, Command::Bench(bench) if bench.json);
    let exact = matches!(&arguments.command, Command::Simulate(_));
    match run(arguments.command) {
        Ok(_) if quiet => ExitCode::SUCCESS,
        Ok(last) if exact => {
            println!("\n{last}");
            ExitCode::SUCCESS
        }
        Ok(last) => {
            println!("\n{last} ({})", process::spoken(start.elapsed()));
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!(
                "\nfailed after {}: {error:#}",
                process::spoken(start.elapsed())
            );
            ExitCode::FAILURE
        }
    }
}

/// Does what was asked; the answer is the last line.
fn run(command: Command) -> anyhow::Result<String> {
    match command {
        Command::Demo(arguments) => demo::run(arguments),
        Command::Stack(arguments) => stack::run(arguments),
        Command::Test => check::test(),
        Command::Check => check::check(),
        Command::Types { check: true } => types::check(),
        Command::Types { check: false } => types::write(),
        Command::Tidy => tidy::run(),
        Command::Scenarios(arguments) => scenarios::run(&arguments),
        Command::Simulate(arguments) => simulate::run(&arguments),
        Command::DesktopTests { names } => desktop::run(&names),
        Command::Screenshots { out } => desktop::screenshots(&out),
        Command::Bench(arguments) => bench::run(&arguments),
        Command::Bundle { kind } => bundle::run(kind),
        Command::Hooks => hooks::install(),
        Command::Dev(arguments) => dev::run(&arguments),
    }
}
