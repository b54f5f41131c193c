//! Measures a release build, and prints one line of JSON for each figure: ours, a peer's where there is one, the ratio,
//! the ratio that is aimed at, and what limits us where that was missed.
//!
//! It promises medians, names the load of the machine, and fails for no figure. What needs no window is measured by
//! the program in `benches/`; start and memory are measured from outside, on a virtual display.

mod launch;
mod picture;

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use serde::{Deserialize, Serialize};

use crate::process::{heading, output, program, root};
use crate::{cargo, desktop, window};

/// What to measure.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Only these; all of them where none is named
    names: Vec<String>,
    /// Print nothing but the JSON lines
    #[arg(long)]
    pub(crate) json: bool,
}

/// One figure; of a window or a desk only the first three are known.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Figure {
    name: String,
    unit: String,
    ours: f64,
    peer: Option<f64>,
    peer_name: Option<String>,
    ratio: Option<f64>,
    /// The ratio that is aimed at.
    goal: Option<f64>,
    /// What keeps us from a goal that was missed.
    limit: Option<String>,
    /// How busy the machine was.
    load: Option<f64>,
}

/// The figures that need the program's window.
const OF_THE_WINDOW: &[&str] = &["cold-start", "memory"];

/// All figures of a signed-in desk, which need the stack: `sign-in`, `desk-start`, `last-note` and `desk-memory`.
const OF_THE_DESK: &str = "desk";

/// The figures that need no window: those of the program in `benches/`.
const WITHOUT_WINDOW: &[&str] = &[
    "note-open-B4",
    "note-open-1MB",
    "log-recovery",
    "keystroke-durable",
    "bytes-per-keystroke",
    "week-offline",
    "sync-throughput",
    "sync-latency",
    "crdt-memory",
    "vault-open",
];

/// Measures.
pub(crate) fn run(arguments: &Arguments) -> Result<String> {
    let all = || {
        WITHOUT_WINDOW
            .iter()
            .chain(OF_THE_WINDOW)
            .chain([&OF_THE_DESK])
    };
    if let Some(unknown) = arguments
        .names
        .iter()
        .find(|name| !all().any(|known| known == name))
    {
        let known: Vec<_> = all().copied().collect();
        bail!(
            "there is no benchmark {unknown}; there are {}",
            known.join(", ")
        );
    }
    let wanted = |name: &&&str| {
        arguments.names.is_empty() || arguments.names.iter().any(|named| named == *name)
    };
    let programs: Vec<_> = WITHOUT_WINDOW.iter().filter(wanted).collect();
    let windows: Vec<_> = OF_THE_WINDOW.iter().filter(wanted).collect();
    let mut count = 0;
    let mut show = |mut figure: Figure| -> Result<()> {
        count += 1;
        figure.load = figure.load.or_else(load);
        println!("{}", serde_json::to_string(&figure)?);
        Ok(())
    };
    if !programs.is_empty() {
        // The peers that are written in JavaScript, and the server of the sync benchmarks.
        window::install(&root().join("stack/docs"))?;
    }
    for name in programs {
        heading(name);
        for figure in without_window(name)? {
            show(figure)?;
        }
    }
    let desk = wanted(&&OF_THE_DESK);
    if !windows.is_empty() || desk {
        let app = launch::app()?;
        for name in windows {
            heading(name);
            show(launch::measure(name, &app)?)?;
        }
        if desk {
            heading(OF_THE_DESK);
            for figure in of_desk(&app)? {
                show(figure)?;
            }
        }
    }
    Ok(format!("bench: {count} figures, on {}", machine()))
}

/// What the desktop rig measures.
fn of_desk(app: &Path) -> Result<Vec<Figure>> {
    let into = std::env::temp_dir().join(format!("attache-figures-{}", std::process::id()));
    desktop::measure(app.to_owned(), &into)?;
    let told = fs::read_to_string(&into).context("reading the figures")?;
    fs::remove_file(&into).context("removing the figures")?;
    figures(&told, OF_THE_DESK)
}

/// What the program in `benches/` prints of one of them.
fn without_window(name: &str) -> Result<Vec<Figure>> {
    let arguments = [
        "build",
        "--release",
        "--package",
        "benches",
        "--bin",
        "measure",
    ];
    let built = cargo::build_with(&arguments)?;
    let file = &cargo::find(&built, "measure", false)?.file;
    let told = output(program(file).arg(name))?;
    figures(&told, name)
}

fn figures(lines: &str, of: &str) -> Result<Vec<Figure>> {
    let figures: serde_json::Result<Vec<_>> = lines.lines().map(serde_json::from_str).collect();
    figures.with_context(|| format!("reading what {of} says"))
}

/// The machine and how busy it is.
fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let load = load().map_or_else(|| "unknown".to_owned(), |load| load.to_string());
    format!("{cores} cores at load {load}")
}

/// How busy the machine was in the last minute.
fn load() -> Option<f64> {
    let told = fs::read_to_string("/proc/loadavg").ok()?;
    told.split(' ').next()?.parse().ok()
}

/// The value in the middle.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_value_in_the_middle() {
        assert!((median(vec![9.0, 1.0, 2.0]) - 2.0).abs() < f64::EPSILON);
        assert!(median(Vec::new()).is_nan());
    }

    #[test]
    fn a_figure_without_a_peer_says_null() {
        let figure = Figure {
            name: "n".into(),
            unit: "ms".into(),
            ours: 1.5,
            ..Figure::default()
        };
        let text = serde_json::to_string(&figure).unwrap();
        assert_eq!(
            text,
            r#"{"name":"n","unit":"ms","ours":1.5,"peer":null,"peer_name":null,"ratio":null,"goal":null,"limit":null,"load":null}"#
        );
    }

    #[test]
    fn a_figure_is_read_with_and_without_a_goal() {
        let lines = r#"{"name":"n","unit":"ms","ours":1.5,"peer":1,"peer_name":"p","ratio":1.5,"goal":0.5,"limit":"why","load":2.5}
{"name":"m","unit":"ms","ours":1,"peer":null,"peer_name":null,"ratio":null}"#;
        let read = figures(lines, "of the test").unwrap();
        assert_eq!(
            (read[0].goal, read[0].limit.as_deref()),
            (Some(0.5), Some("why"))
        );
        assert_eq!((read[1].goal, read[1].load), (None, None));
    }
}
