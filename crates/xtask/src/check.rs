//! `test` and `check`: everything CI runs, in the order in which it finds most for least.

use anyhow::{Result, bail};

use crate::process::{find, program, root, run, short, step};
use crate::{cargo, desktop, scenarios, tidy, types, window};

/// Everything.
pub(crate) fn test() -> Result<String> {
    let deny = without_servers()?;
    scenarios::run(&scenarios::Arguments::default())?;
    desktop::run(&[])?;
    Ok(format!("test: everything passed{deny}"))
}

/// What needs neither servers nor a display.
pub(crate) fn check() -> Result<String> {
    let deny = without_servers()?;
    Ok(format!("check: everything passed{deny}"))
}

/// Answers what has to be said in the last line about what was not checked.
fn without_servers() -> Result<&'static str> {
    step("format", || {
        run(cargo::cargo().args(["fmt", "--all", "--check"]))
    })?;
    step("tidy", || tidy::run().map(drop))?;
    // The program embeds the window: without a built window it does not compile.
    step("window: install", || window::install(&root().join("ui")))?;
    step("window: lint", || window::script("ui", "lint"))?;
    step("window: tests", || window::script("ui", "test"))?;
    step("window: build", || window::script("ui", "build"))?;
    step("clippy", || {
        run(cargo::cargo().args([
            "clippy",
            "--workspace",
            "--all-targets",
            "--locked",
            "--",
            "-D",
            "warnings",
        ]))
    })?;
    let deny = dependencies()?;
    step("types", || types::check().map(drop))?;
    for part in window::tested_parts()? {
        step(&format!("{}: tests", short(&part)), || {
            window::install(&part)?;
            run(program("npm").args(["test"]).current_dir(&part))
        })?;
    }
    step("unit tests", unit_tests)?;
    Ok(deny)
}

/// Licences, sources and advisories, where the tool for them is installed and its database can be had.
fn dependencies() -> Result<&'static str> {
    if find("cargo-deny").is_none() {
        eprintln!(
            "\n── deny\n   not checked: cargo-deny is not installed (cargo install cargo-deny)"
        );
        return Ok("; licences and advisories were not checked (no cargo-deny)");
    }
    step("deny", || {
        run(cargo::cargo().args([
            "deny",
            "--locked",
            "--offline",
            "check",
            "bans",
            "licenses",
            "sources",
        ]))
    })?;
    // Without a network, a database that was fetched before is better than none.
    let fetched = run(cargo::cargo().args(["deny", "--locked", "fetch", "db"]));
    if fetched.is_err() && !has_advisories() {
        eprintln!("   not checked: the database of advisories cannot be fetched");
        return Ok("; advisories were not checked (no database)");
    }
    step("deny: advisories", || {
        run(cargo::cargo().args(["deny", "--locked", "--offline", "check", "advisories"]))
    })?;
    Ok("")
}

/// Whether a database of advisories was ever fetched on this machine.
fn has_advisories() -> bool {
    let home = std::env::var_os("CARGO_HOME").map(std::path::PathBuf::from);
    let home = home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo")));
    let entries = home.and_then(|home| std::fs::read_dir(home.join("advisory-dbs")).ok());
    entries.is_some_and(|entries| entries.flatten().any(|entry| entry.path().is_dir()))
}

/// The tests of every crate: all but those that need the stack or a window.
fn unit_tests() -> Result<()> {
    let metadata = cargo::metadata()?;
    let targets = metadata
        .ours()
        .filter(|package| package.name != "tests")
        .flat_map(|package| &package.targets);
    let names: Vec<_> = targets
        .filter(|target| target.kind.iter().any(|kind| kind == "test"))
        .flat_map(|target| ["--test", target.name.as_str()])
        .collect();
    if names.is_empty() {
        bail!("cargo knows no tests of the crates");
    }
    let mut command = cargo::cargo();
    command
        .args([
            "test",
            "--workspace",
            "--locked",
            "--no-fail-fast",
            "--lib",
            "--bins",
        ])
        .args(names);
    run(command.env("INSTA_UPDATE", "no"))
}
