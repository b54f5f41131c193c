//! Runs other programs: with a heading, a duration, and an error that says what was run and how it ended.
//!
//! It promises that a failed program fails the command, and that progress goes to the standard error: the standard
//! output is for results. It deliberately hides nothing that a program prints.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

/// Prints what begins now.
pub(crate) fn heading(what: &str) {
    eprintln!("\n── {what}");
}

/// Does one step of a command under its heading, and prints how long it took.
pub(crate) fn step<T>(what: &str, act: impl FnOnce() -> Result<T>) -> Result<T> {
    heading(what);
    let start = Instant::now();
    let done = act().with_context(|| what.to_owned())?;
    eprintln!("   {what}: done in {}", spoken(start.elapsed()));
    Ok(done)
}

/// Runs a program to its end; it inherits the terminal.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("starting {}", shown(command)))?;
    succeeded(command, status)
}

/// Runs a program to its end and takes what it prints to its standard output.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command
        .stderr(std::process::Stdio::inherit())
        .output()
        .with_context(|| format!("starting {}", shown(command)))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if let Err(error) = succeeded(command, output.status) {
        return Err(error.context(text));
    }
    Ok(text)
}

/// Where a program stands, if it is installed.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

/// Refuses to go on without these programs, and says which Debian packages bring them.
pub(crate) fn need(programs: &[(&str, &str)]) -> Result<()> {
    let missing: Vec<_> = programs
        .iter()
        .filter(|(program, _)| find(program).is_none())
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names: Vec<_> = missing.iter().map(|(program, _)| *program).collect();
    let packages: Vec<_> = missing.iter().map(|(_, package)| *package).collect();
    bail!(
        "this needs {}: sudo apt-get install {}",
        names.join(", "),
        packages.join(" ")
    )
}

/// A duration as one says it.
pub(crate) fn spoken(duration: Duration) -> String {
    match duration.as_secs() {
        0 => format!("{} ms", duration.as_millis()),
        seconds @ 1..60 => format!("{seconds} s"),
        seconds => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

/// The project's folder.
pub(crate) fn root() -> PathBuf {
    let ours = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    ours.ancestors()
        .nth(2)
        .expect("xtask stands in crates/ of the project")
        .to_owned()
}

/// A program that runs in the project's folder.
pub(crate) fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(root());
    command
}

/// A path as one writes it from the project's folder.
pub(crate) fn short(path: &Path) -> String {
    path.strip_prefix(root())
        .unwrap_or(path)
        .display()
        .to_string()
}

fn succeeded(command: &Command, status: ExitStatus) -> Result<()> {
    match status.code() {
        Some(0) => Ok(()),
        Some(code) => bail!("{} ended with exit code {code}", shown(command)),
        None => bail!("{} was ended by a signal", shown(command)),
    }
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    format!(
        "`{}`",
        words
            .map(OsStr::to_string_lossy)
            .collect::<Vec<_>>()
            .join(" ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_program_is_named_with_its_arguments_and_exit_code() {
        let error = run(Command::new("sh").args(["-c", "exit 3"])).unwrap_err();
        assert_eq!(error.to_string(), "`sh -c exit 3` ended with exit code 3");
        assert!(run(&mut Command::new("true")).is_ok());
    }

    #[test]
    fn what_is_missing_is_named_with_its_package() {
        let error = need(&[("sh", "dash"), ("no-such-program", "no-such-package")]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "this needs no-such-program: sudo apt-get install no-such-package"
        );
    }

    #[test]
    fn durations_are_spoken_in_fitting_units() {
        let spoken: Vec<_> = [12, 3_400, 61_000]
            .map(|ms| spoken(Duration::from_millis(ms)))
            .into();
        assert_eq!(spoken, ["12 ms", "3 s", "1 min 01 s"]);
    }

    #[test]
    fn the_root_is_where_the_workspace_stands() {
        assert!(root().join("tauri.conf.json").is_file());
    }
}
