//! Starts the release program on a virtual display and measures it from outside: when its window shows something, and
//! how much memory its processes have of their own (PSS).
//!
//! It deliberately asks the program nothing: what is measured is what a person at the screen would see.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use super::picture::Picture;
use super::{Figure, median};
use crate::desktop::Session;
use crate::process::{program, run};
use crate::{cargo, window};

/// How often a start is measured; the first one warms the disk's cache and does not count.
const STARTS: usize = 6;

/// How long a start may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long the program is left alone before its memory counts.
const IDLE: Duration = Duration::from_secs(60);

/// Builds the program as it ships.
pub(super) fn app() -> Result<PathBuf> {
    window::build()?;
    let built = cargo::build_with(&["build", "--release", "--package", "desktop"])?;
    Ok(cargo::find(&built, "attache", false)?.file.clone())
}

/// Measures one of the window's figures.
pub(super) fn measure(name: &str, app: &Path) -> Result<Figure> {
    let (unit, ours) = match name {
        "cold-start" => ("ms", cold_start(app)?),
        "memory" => ("MB", memory(app)?),
        other => bail!("there is no benchmark {other} of the window"),
    };
    Ok(Figure {
        name: name.to_owned(),
        unit: unit.to_owned(),
        ours,
        ..Figure::default()
    })
}

/// From the start of the process to a window that shows the first page.
fn cold_start(app: &Path) -> Result<f64> {
    let mut times = Vec::new();
    for _ in 0..STARTS {
        let running = Running::start(app)?;
        times.push(running.shown_after.as_secs_f64() * 1000.0);
        running.end()?;
    }
    times.remove(0);
    eprintln!("   {times:.0?}");
    Ok(median(times).round())
}

/// The memory of the whole process tree, one minute after the window was there.
fn memory(app: &Path) -> Result<f64> {
    let running = Running::start(app)?;
    sleep(IDLE);
    let kilobytes: u64 = tree(running.pid)?
        .into_iter()
        .map(pss)
        .sum::<Result<u64>>()?;
    running.end()?;
    Ok((f64::from(u32::try_from(kilobytes)?) * 1_024.0 / 1_000_000.0).round())
}

/// The program in a session of its own.
struct Running {
    session: Session,
    display: Child,
    pid: u32,
    shown_after: Duration,
}

impl Running {
    /// Starts it and waits until its window shows something.
    fn start(app: &Path) -> Result<Self> {
        let session = Session::new()?;
        let display = format!("-screen 0 1280x800x24 -fbdir {}", session.home().display());
        let mut command = session.command(&display, app);
        let display = command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("starting a display")?;
        let deadline = Instant::now() + PATIENCE;
        let screen = session.home().join("Xvfb_screen0");
        let (mut started, mut pid) = (None, 0);
        while Instant::now() < deadline {
            if started.is_none()
                && let Some(found) = tree(display.id())?.into_iter().find(|pid| runs(*pid, app))
            {
                (started, pid) = (Some(Instant::now()), found);
            }
            let picture = fs::read(&screen)
                .ok()
                .and_then(|bytes| Picture::read(&bytes));
            if let (Some(started), Some(picture)) = (started, picture)
                && picture.has_content()
            {
                return Ok(Self {
                    session,
                    display,
                    pid,
                    shown_after: started.elapsed(),
                });
            }
            sleep(Duration::from_millis(2));
        }
        let ended = Self {
            session,
            display,
            pid,
            shown_after: PATIENCE,
        };
        ended.end()?;
        bail!("the window showed nothing within {} s", PATIENCE.as_secs())
    }

    /// Ends the program, and with it everything around it.
    fn end(mut self) -> Result<()> {
        let pid = if self.pid == 0 {
            self.display.id()
        } else {
            self.pid
        };
        run(program("kill").arg(pid.to_string()))?;
        self.display
            .wait()
            .context("waiting for the display to end")?;
        drop(self.session);
        Ok(())
    }
}

/// Whether this process runs that program.
fn runs(pid: u32, app: &Path) -> bool {
    fs::read_link(format!("/proc/{pid}/exe")).is_ok_and(|exe| exe == app)
}

/// A process and all below it.
fn tree(top: u32) -> Result<Vec<u32>> {
    let mut parents = Vec::new();
    for entry in fs::read_dir("/proc").context("listing processes")? {
        let name = entry?.file_name();
        let Some(pid) = name.to_str().and_then(|name| name.parse::<u32>().ok()) else {
            continue;
        };
        // It may have ended meanwhile.
        let Ok(stat) = fs::read_to_string(format!("/proc/{pid}/stat")) else {
            continue;
        };
        let parent = stat
            .rsplit_once(") ")
            .and_then(|(_, rest)| rest.split(' ').nth(1)?.parse::<u32>().ok());
        parents.extend(parent.map(|parent| (pid, parent)));
    }
    let mut tree = vec![top];
    let mut next = 0;
    while let Some(parent) = tree.get(next).copied() {
        tree.extend(
            parents
                .iter()
                .filter(|(_, of)| *of == parent)
                .map(|(pid, _)| *pid),
        );
        next += 1;
    }
    Ok(tree)
}

/// The memory of one process in kilobytes; what is shared is counted in parts.
fn pss(pid: u32) -> Result<u64> {
    let text = fs::read_to_string(format!("/proc/{pid}/smaps_rollup"))
        .with_context(|| format!("reading the memory of {pid}"))?;
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("Pss:"))
        .context("the kernel tells no PSS")?;
    line.trim()
        .trim_end_matches(" kB")
        .parse()
        .context("reading a PSS")
}
