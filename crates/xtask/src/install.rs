//! Installs what is missing on this machine, and knows the folders for what is kept outside the project. Packages of
//! the system come from Debian's apt; without the right to install them it says the command and does nothing else.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::process::{find, program, run, step};

/// What it takes to build and open the program on Debian 12 or Ubuntu.
pub(crate) const DESKTOP: [&str; 11] = [
    "build-essential",
    "pkg-config",
    "perl",
    "make",
    "libwebkit2gtk-4.1-dev",
    "libayatana-appindicator3-dev",
    "librsvg2-dev",
    "libdbus-1-dev",
    "libssl-dev",
    "gnome-keyring",
    "dbus",
];

/// Installs the packages that are missing.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    if packages.is_empty() {
        return Ok(());
    }
    if find("dpkg-query").is_none() {
        println!(
            "   this is no Debian: it is taken for granted that these are there: {}",
            packages.join(" ")
        );
        return Ok(());
    }
    let missing: Vec<_> = packages
        .iter()
        .copied()
        .filter(|package| !is_installed(package))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(" ");
    let Some(mut apt) = apt() else {
        bail!(
            "these packages are missing and only an administrator can install them: sudo apt-get install {list}"
        )
    };
    step(&format!("system packages: {list}"), || {
        run(apt(&["update", "--quiet=2"]).stdout(Stdio::null()))?;
        run(apt(&["install", "--quiet=2", "--yes", "--no-install-recommends"]).args(&missing))
    })
}

/// Where programs keep what they would rather not lose: the data folder of this person.
pub(crate) fn data_folder() -> Result<PathBuf> {
    folder("XDG_DATA_HOME", ".local/share")
}

/// Where programs keep what is of this machine only.
pub(crate) fn state_folder() -> Result<PathBuf> {
    folder("XDG_STATE_HOME", ".local/state")
}

/// Where programs keep what can be fetched again.
pub(crate) fn cache_folder() -> Result<PathBuf> {
    folder("XDG_CACHE_HOME", ".cache")
}

/// As the XDG rules say: a relative path counts as none.
fn folder(variable: &str, usual: &str) -> Result<PathBuf> {
    let set = std::env::var_os(variable)
        .map(PathBuf::from)
        .filter(|path| path.is_absolute());
    let home =
        || Ok(PathBuf::from(std::env::var_os("HOME").context("HOME is not set")?).join(usual));
    set.map_or_else(home, Ok)
}

fn is_installed(package: &str) -> bool {
    let mut query = Command::new("dpkg-query");
    query
        .args(["--show", "--showformat=${db:Status-Status}", package])
        .stderr(Stdio::null());
    query
        .output()
        .is_ok_and(|answer| answer.stdout == b"installed")
}

/// How apt is run here, if it can be: by root, or through sudo, which may ask for a password.
fn apt() -> Option<impl FnMut(&[&str]) -> Command> {
    let is_root = Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|answer| answer.stdout == b"0\n");
    (is_root || find("sudo").is_some()).then_some(move |arguments: &[&str]| {
        let mut command = if is_root {
            program("env")
        } else {
            program("sudo")
        };
        command
            .args([
                "DEBIAN_FRONTEND=noninteractive",
                "apt-get",
                "-o",
                "DPkg::Lock::Timeout=300",
            ])
            .args(arguments);
        command
    })
}
