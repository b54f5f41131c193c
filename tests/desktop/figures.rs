//! How long the desk takes, and how much memory, as its agent meets it: signed in, with a note. Measures the program
//! that it is given and judges nothing. `cargo xtask bench desk` gives it the release build and prints the figures.
#![expect(
    clippy::disallowed_methods,
    reason = "the rig reads what the system knows of the program"
)]

use std::io::Write as _;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result};
use serde_json::json;

use crate::program::{Machine, Program};

/// New agents who sign in.
const SIGN_INS: usize = 5;
/// Starts that count; the first one warms the disk's cache and does not.
const STARTS: usize = 7;
/// How long the program is left alone before its memory counts.
const IDLE: Duration = Duration::from_secs(60);

#[tokio::test(flavor = "multi_thread")]
#[ignore = "measures for minutes: cargo xtask bench desk"]
async fn the_desk_is_measured() -> Result<()> {
    let mut sign_ins = Vec::new();
    for _ in 0..SIGN_INS {
        let machine = Machine::at("paris").await?;
        let program = machine.start().await?;
        sign_ins.push(milliseconds(program.sign_in(&machine).await?));
        program.quit().await?;
    }
    report("sign-in", "ms", sign_ins)?;

    let machine = Machine::at("paris").await?;
    let program = machine.start().await?;
    program.sign_in(&machine).await?;
    program
        .write_note("Trip to Warsaw", "Train at nine")
        .await?;
    tokio::time::sleep(Duration::from_secs(1)).await;
    program.quit().await?;
    let (mut desks, mut notes) = (Vec::new(), Vec::new());
    for start in 0..=STARTS {
        let program = machine.start().await?;
        program.until_text("Train at nine").await?;
        let begun = program.begun()?;
        let (desk, note) = (program.marked("desk").await?, program.marked("note").await?);
        if start > 0 {
            desks.push(desk - begun);
            notes.push(note - begun);
        }
        if start == STARTS {
            tokio::time::sleep(IDLE).await;
            report("desk-memory", "MB", vec![program.memory()?])?;
        }
        program.quit().await?;
    }
    report("desk-start", "ms", desks)?;
    report("last-note", "ms", notes)
}

impl Program {
    /// When the process began, in milliseconds since the epoch; the system counts in hundredths of a second.
    fn begun(&self) -> Result<f64> {
        let program = self.processes()?.swap_remove(0);
        let stat = std::fs::read_to_string(format!("/proc/{program}/stat"))?;
        let (_, fields) = stat.rsplit_once(") ").context("the system says little")?;
        let ticks: f64 = fields
            .split(' ')
            .nth(19)
            .context("the system says no start")?
            .parse()?;
        let uptime = std::fs::read_to_string("/proc/uptime")?;
        let uptime: f64 = uptime.split(' ').next().unwrap_or_default().parse()?;
        let now = milliseconds(SystemTime::now().duration_since(UNIX_EPOCH)?);
        Ok(now - (uptime * 1000.0 - ticks * 10.0))
    }

    /// When the page painted what this mark stands for, in milliseconds since the epoch.
    async fn marked(&self, name: &str) -> Result<f64> {
        let script = format!(
            "const [mark] = performance.getEntriesByName('{name}'); return mark ? performance.timeOrigin + mark.startTime : null"
        );
        for _ in 0..100 {
            if let Some(at) = self.run(&script).await?.as_f64() {
                return Ok(at);
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        anyhow::bail!("the page never marked {name}")
    }

    /// The memory of the program and all its processes; what is shared with others is counted in parts.
    fn memory(&self) -> Result<f64> {
        let mut kilobytes = 0.0;
        for process in self.processes()? {
            let told = std::fs::read_to_string(format!("/proc/{process}/smaps_rollup"))?;
            let line = told.lines().find_map(|line| line.strip_prefix("Pss:"));
            let amount = line.context("the system tells no PSS")?;
            kilobytes += amount.trim().trim_end_matches(" kB").parse::<f64>()?;
        }
        Ok(kilobytes * 1024.0 / 1_000_000.0)
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// Prints the median, and all values where a person reads.
fn report(name: &str, unit: &str, mut values: Vec<f64>) -> Result<()> {
    values.sort_by(f64::total_cmp);
    eprintln!("   {name}: {values:.0?}");
    let ours = values[values.len() / 2].round();
    let file = std::env::var("ATTACHE_FIGURES").context("ATTACHE_FIGURES names no file")?;
    let figure = json!({ "name": name, "unit": unit, "ours": ours, "peer": null, "peer_name": null, "ratio": null });
    let mut file = std::fs::File::options()
        .append(true)
        .create(true)
        .open(file)?;
    writeln!(file, "{figure}").context("writing a figure")
}
