//! The real servers on this machine: `stack start|stop|status|logs`.
//!
//! A stack is a folder: its data, ports, certificates and logs are there, and two folders are two stacks. What runs is
//! left running, what was kept is kept, and only processes that a stack has started itself are ever ended.

mod certificates;
mod description;
mod packages;
mod plan;
mod ports;
mod probe;
mod server;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use clap::{Args, Subcommand};

pub(crate) use description::{AGENTS, Agent, profile_file};

use crate::process::{heading, program, run as run_program, spoken};
use plan::{Layout, Service};
use server::Server;

/// By this file a folder is known as a stack's.
const MARK: &str = "ports.json";
/// How long a server may take to become ready; on a busy machine Synapse needs a minute for its first database.
const PATIENCE: Duration = Duration::from_secs(180);

/// What is to be done with the stack.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    act: Act,
    /// The stack's folder [default: attache/stack in the folder for programs' state]
    #[arg(long, value_name = "DIR", global = true)]
    dir: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Starts what does not run yet, after installing what it needs
    Start {
        /// Throw away all that the servers have kept
        #[arg(long)]
        fresh: bool,
    },
    /// Ends every server; what they have kept stays
    Stop,
    /// Says what runs, and where
    Status,
    /// Shows what the servers have printed
    Logs {
        /// Only that of this server
        name: Option<String>,
        /// How many lines of each
        #[arg(long, default_value_t = 40)]
        lines: usize,
        /// Go on showing what comes
        #[arg(long)]
        follow: bool,
    },
}

/// Does what was asked; the answer is the last line.
pub(crate) fn run(arguments: Arguments) -> Result<String> {
    let folder = folder(arguments.dir)?;
    match arguments.act {
        Act::Start { fresh } => {
            if fresh {
                reset(&folder)?;
            }
            let file = start(&folder)?;
            Ok(format!("the stack runs: {}", file.display()))
        }
        Act::Stop => Ok(match stop(&folder)? {
            0 => "nothing ran".to_owned(),
            ended => format!(
                "{ended} servers are stopped; what they have kept stays in {}",
                folder.display()
            ),
        }),
        Act::Status => status(&folder),
        Act::Logs {
            name,
            lines,
            follow,
        } => logs(&folder, name.as_deref(), &tail(lines, follow)),
    }
}

/// Where the stack is that was asked for, or the usual one.
pub(crate) fn folder(asked: Option<PathBuf>) -> Result<PathBuf> {
    let folder = match asked {
        Some(folder) => folder,
        None => crate::install::state_folder()?
            .join("attache")
            .join("stack"),
    };
    std::path::absolute(&folder).with_context(|| format!("finding {}", folder.display()))
}

/// Starts what does not run yet and waits until all of it is ready. Answers the file that describes the stack.
pub(crate) fn start(folder: &Path) -> Result<PathBuf> {
    let tools = packages::install()?;
    fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    let _alone = lock(folder)?;
    heading("starting the servers");
    let layout = Layout::prepare(folder, tools)?;
    let services = plan::services(&layout)?;
    // The others read what the identity provider says of itself when they start.
    let (first, others): (Vec<_>, Vec<_>) = services
        .iter()
        .partition(|service| service.name == plan::IDENTITY);
    bring_up(folder, &first)?;
    bring_up(folder, &others)?;
    description::write(&layout)
}

/// Ends every server of the stack; answers how many there were.
pub(crate) fn stop(folder: &Path) -> Result<usize> {
    if !folder.join(MARK).exists() {
        return Ok(0);
    }
    let _alone = lock(folder)?;
    let running = running(folder)?;
    running.iter().try_for_each(Server::ask_to_end)?;
    running.iter().try_for_each(Server::see_ended)?;
    Ok(running.len())
}

/// Ends the stack and throws away all that it has kept.
pub(crate) fn reset(folder: &Path) -> Result<()> {
    stop(folder)?;
    let Ok(mut entries) = fs::read_dir(folder) else {
        return Ok(());
    };
    if entries.next().is_none() {
        return Ok(());
    }
    let known = folder.join(MARK).exists() || folder.join("lock").exists();
    ensure!(
        known,
        "{} is no stack's folder: it is left as it is",
        folder.display()
    );
    fs::remove_dir_all(folder).with_context(|| format!("removing {}", folder.display()))
}

fn status(folder: &Path) -> Result<String> {
    if !folder.join(MARK).exists() {
        return Ok(format!("there is no stack in {}", folder.display()));
    }
    let ports = ports::Ports::keep(folder)?;
    let mut ready = 0;
    println!("{:<14} {:<14} {:>7}  address", "server", "state", "process");
    for name in plan::NAMES {
        let server = Server::find(folder, name)?;
        let state = match &server {
            None => "stopped",
            Some(_) if probe::is_ready(&plan::health(&ports, name)) => "ready",
            Some(_) => "not ready",
        };
        ready += usize::from(state == "ready");
        let process = server.map_or_else(|| "-".to_owned(), |server| server.pid.to_string());
        println!(
            "{name:<14} {state:<14} {process:>7}  {}",
            plan::address(&ports, name)
        );
    }
    let described = folder.join(description::FILE);
    Ok(format!(
        "{ready} of {} servers are ready; they are described in {}",
        plan::NAMES.len(),
        described.display()
    ))
}

fn logs(folder: &Path, name: Option<&str>, tail: &[String]) -> Result<String> {
    if let Some(name) = name {
        ensure!(
            plan::NAMES.contains(&name),
            "there is no server {name:?}: there are {}",
            plan::NAMES.join(", ")
        );
    }
    let wanted = plan::NAMES
        .iter()
        .filter(|known| name.is_none_or(|name| name == **known));
    let files: Vec<_> = wanted
        .map(|name| server::log(folder, name))
        .filter(|file| file.exists())
        .collect();
    ensure!(
        !files.is_empty(),
        "nothing was logged in {}",
        folder.display()
    );
    run_program(program("tail").args(tail).args(&files))?;
    Ok(format!("the logs are in {}", folder.join("logs").display()))
}

fn tail(lines: usize, follow: bool) -> Vec<String> {
    let follow = follow.then(|| "-F".to_owned());
    ["-v".to_owned(), format!("--lines={lines}")]
        .into_iter()
        .chain(follow)
        .collect()
}

/// Starts those that do not run, side by side, and waits for all of them.
fn bring_up(folder: &Path, services: &[&Service]) -> Result<()> {
    let start = Instant::now();
    let mut waiting = Vec::new();
    for service in services {
        match Server::find(folder, service.name)? {
            Some(server) => waiting.push((*service, server)),
            None => waiting.push((*service, Server::start(folder, service)?)),
        }
    }
    while !waiting.is_empty() {
        let mut left = Vec::new();
        for (service, mut server) in waiting {
            if probe::is_ready(&service.health) {
                println!(
                    "   {:<14} ready after {:<7} {}",
                    service.name,
                    spoken(start.elapsed()),
                    service.address
                );
            } else if !server.is_alive() {
                bail!(
                    "{} has ended:\n{}",
                    service.name,
                    server::last_words(folder, service.name)
                );
            } else {
                left.push((service, server));
            }
        }
        waiting = left;
        if start.elapsed() > PATIENCE {
            let late: Vec<_> = waiting.iter().map(|(service, _)| service.name).collect();
            bail!(
                "not ready in time: {}; see `cargo xtask stack logs`",
                late.join(", ")
            );
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    Ok(())
}

fn running(folder: &Path) -> Result<Vec<Server>> {
    let found: Result<Vec<_>> = plan::NAMES
        .iter()
        .map(|name| Server::find(folder, name))
        .collect();
    Ok(found?.into_iter().flatten().collect())
}

/// Nobody else starts or stops this stack while the answer lives.
fn lock(folder: &Path) -> Result<File> {
    let file = File::create(folder.join("lock"))
        .with_context(|| format!("locking {}", folder.display()))?;
    file.lock()
        .with_context(|| format!("locking {}", folder.display()))?;
    Ok(file)
}
