//! Opens Attaché on the local stack, from a machine that has no more than Rust and Node: installs, builds, starts the
//! servers, lets three agents of three countries have worked on them, and opens the window of one.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use anyhow::{Context as _, Result, ensure};

use crate::cargo::{self, Executable};
use crate::process::{heading, program, root, run as run_program, step};
use crate::stack::{self, AGENTS, Agent};
use crate::{install, window};

/// Whose window, and whether from the beginning.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Whose window to open: alice, bruno or carla
    #[arg(long = "as", value_name = "NAME", default_value = "alice")]
    name: String,
    /// Begin anew: throw away what the servers and the agents' windows have kept
    #[arg(long)]
    fresh: bool,
    /// The stack's folder [default: attache/stack in the folder for programs' state]
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

/// Runs until the window is closed.
pub(crate) fn run(arguments: Arguments) -> Result<String> {
    let agent = AGENTS.iter().find(|agent| agent.login == arguments.name);
    let names: Vec<_> = AGENTS.iter().map(|agent| agent.login).collect();
    let agent = agent.with_context(|| {
        format!(
            "there is no agent {:?}: there are {}",
            arguments.name,
            names.join(", ")
        )
    })?;
    let folder = stack::folder(arguments.dir)?;
    println!(
        "Attaché on servers of this machine: system packages, window, program, servers, three agents, and it opens."
    );
    install::install(&install::DESKTOP)?;
    need_display()?;
    if !window_is_built()? {
        step("building the window", window::build)?;
    }
    let built = step(
        "building the program (the first time takes ten minutes and more)",
        cargo::build,
    )?;
    if arguments.fresh {
        step("throwing away what was kept", || begin_anew(&folder))?;
    }
    let description = stack::start(&folder)?;
    seed(&folder, &description, cargo::find(&built, "seed", false)?)?;
    introduce(agent, &folder)?;
    open(&folder, agent, cargo::find(&built, "attache", false)?)?;
    Ok("the window is closed; the servers go on: `cargo xtask stack stop` ends them".to_owned())
}

/// Whether nothing of the window is newer than what was built of it: building anew would link the program anew.
fn window_is_built() -> Result<bool> {
    let ui = root().join("ui");
    let Ok(built) = fs::metadata(ui.join("dist/index.html")).and_then(|about| about.modified())
    else {
        return Ok(false);
    };
    let sources = [
        "src",
        "index.html",
        "package-lock.json",
        "vite.config.ts",
        "tsconfig.json",
    ];
    for source in sources {
        if newest(&ui.join(source))?.is_some_and(|changed| changed > built) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// When a file, or anything in a folder, was last changed.
fn newest(path: &Path) -> Result<Option<SystemTime>> {
    let Ok(about) = fs::metadata(path) else {
        return Ok(None);
    };
    let mut newest_yet = Some(about.modified()?);
    if about.is_dir() {
        for entry in fs::read_dir(path).with_context(|| format!("listing {}", path.display()))? {
            newest_yet = newest_yet.max(newest(&entry?.path())?);
        }
    }
    Ok(newest_yet)
}

fn need_display() -> Result<()> {
    let has_display = ["WAYLAND_DISPLAY", "DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()));
    ensure!(
        has_display,
        "there is no screen: neither WAYLAND_DISPLAY nor DISPLAY is set"
    );
    Ok(())
}

fn begin_anew(folder: &Path) -> Result<()> {
    stack::reset(folder)?;
    let windows = windows()?;
    match fs::remove_dir_all(&windows) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("removing {}", windows.display()))
        }
        _ => Ok(()),
    }
}

/// Notes, rooms and history, once for each stack.
pub(crate) fn seed(folder: &Path, description: &Path, seed: &Executable) -> Result<()> {
    let done = folder.join("seeded");
    if done.exists() {
        return Ok(());
    }
    step("three agents work for a while", || {
        run_program(
            program(&seed.file)
                .arg(description)
                .env("ATTACHE_STACK", description),
        )?;
        fs::write(&done, "").with_context(|| format!("writing {}", done.display()))
    })
}

fn introduce(shown: &Agent, folder: &Path) -> Result<()> {
    heading("who can sign in");
    println!("   {:<15} {:<11} {:<8} password", "", "", "name");
    for Agent {
        full_name,
        place,
        login,
        password,
        ..
    } in &AGENTS
    {
        println!("   {full_name:<15} {place:<11} {login:<8} {password}");
    }
    let file = folder.join("recovery-keys.json");
    if let Ok(text) = fs::read_to_string(&file) {
        let keys: BTreeMap<String, String> = serde_json::from_str(&text)
            .with_context(|| format!("{} is malformed", file.display()))?;
        heading(
            "recovery keys, to read in chat what they wrote before (\"Confirm this computer\")",
        );
        for (login, key) in keys {
            println!("   {login:<8} {key}");
        }
    }
    let other = AGENTS.iter().find(|agent| agent.login != shown.login);
    let other = other.map_or("bruno", |agent| agent.login);
    println!(
        "\n   This window is {}'s. A second one beside it: cargo xtask demo --as {other}",
        shown.full_name
    );
    Ok(())
}

fn open(folder: &Path, agent: &Agent, app: &Executable) -> Result<()> {
    let data = windows()?.join(agent.login);
    fs::create_dir_all(&data).with_context(|| format!("making {}", data.display()))?;
    let mut command = Command::new(&app.file);
    command
        .arg("--profile-file")
        .arg(stack::profile_file(folder, agent.profile))
        .arg("--data-dir")
        .arg(&data);
    run_program(&mut command)
}

/// Where the demo's windows keep what is theirs, apart from that of an installed Attaché.
fn windows() -> Result<PathBuf> {
    Ok(install::data_folder()?.join("attache-demo"))
}
