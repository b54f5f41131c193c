//! Versions: floors below which a dependency is known to be unsafe, heavy crates of which there is one, and our own.
//!
//! The floors stand here because advisory databases do not know all of them, and because this needs no network.

use anyhow::{Context as _, Result};
use serde_json::Value;

/// A dependency, the oldest version that is safe, and why.
const FLOORS: &[(&str, &str, &str)] = &[
    (
        "yrs",
        "0.28.1",
        "an update of 51 bytes ends the process in older ones",
    ),
    (
        "tauri",
        "2.11.1",
        "a foreign host passed as a local origin on Windows (CVE-2026-42184)",
    ),
    (
        "matrix-sdk",
        "0.17.0",
        "senders could be forged and edits were not checked (CVE-2026-45057)",
    ),
    ("ammonia", "4.1.4", "markup could mutate into scripts"),
];

/// The same for the window.
const WINDOW_FLOORS: &[(&str, &str, &str)] =
    &[("yjs", "13.6.33", "older ones are not what the servers run")];

/// Crates of which two versions would be two states, two stores or two sets of certificates.
const ONCE: &[&str] = &[
    "libsqlite3-sys",
    "matrix-sdk",
    "reqwest",
    "ruma",
    "rustls",
    "tauri",
    "tokio",
    "yrs",
];

/// What is wrong with `Cargo.lock`.
pub(super) fn rust(lock: &str) -> Vec<String> {
    let locked = locked(lock);
    let mut complaints = Vec::new();
    for (name, version) in &locked {
        complaints.extend(below_floor(FLOORS, name, version));
    }
    for name in ONCE {
        let versions: Vec<_> = locked
            .iter()
            .filter(|(locked, _)| locked == name)
            .map(|(_, version)| *version)
            .collect();
        if versions.len() > 1 {
            complaints.push(format!(
                "{name}: there are {}, and there must be one",
                versions.join(" and ")
            ));
        }
    }
    complaints
}

/// What is wrong with the window's `package-lock.json`.
pub(super) fn window(lock: &str) -> Result<Vec<String>> {
    let lock: Value = serde_json::from_str(lock).context("reading ui/package-lock.json")?;
    let packages = lock["packages"]
        .as_object()
        .context("ui/package-lock.json has no packages")?;
    let mut complaints = Vec::new();
    for (path, package) in packages {
        let Some((_, name)) = path.rsplit_once("node_modules/") else {
            continue;
        };
        let version = package["version"].as_str().unwrap_or_default();
        complaints.extend(below_floor(WINDOW_FLOORS, name, version));
        if name == "yjs" && !version.starts_with("13.") {
            complaints.push(format!("yjs {version}: the servers speak version 13"));
        }
    }
    Ok(complaints)
}

/// What is wrong with the workspace's `Cargo.toml`.
pub(super) fn manifest(text: &str) -> Vec<String> {
    let mut section = "";
    let mut complaints = Vec::new();
    for line in text.lines().map(str::trim) {
        if line.starts_with('[') {
            section = line;
        } else if section.starts_with("[profile")
            && setting(line, "panic").is_some_and(|value| value == "abort")
        {
            complaints.push(format!("Cargo.toml {section}: a panic in a command must not end the program: no panic = \"abort\""));
        }
    }
    complaints
}

/// Where the version of the workspace is not the version of the bundle and of the window.
pub(super) fn versions(manifest: &str, bundle: &str, window: &str) -> Vec<String> {
    let ours = manifest
        .lines()
        .find_map(|line| setting(line, "version"))
        .unwrap_or_default();
    let of = |text: &str| {
        serde_json::from_str::<Value>(text)
            .ok()
            .and_then(|value| value["version"].as_str().map(str::to_owned))
    };
    [("tauri.conf.json", bundle), ("ui/package.json", window)]
        .into_iter()
        .filter(|(_, text)| of(text).as_deref() != Some(ours))
        .map(|(name, text)| {
            format!(
                "{name} has version {}, Cargo.toml has {ours}",
                of(text).as_deref().unwrap_or("none")
            )
        })
        .collect()
}

fn below_floor(floors: &[(&str, &str, &str)], name: &str, version: &str) -> Option<String> {
    let (_, floor, why) = floors.iter().find(|(floored, ..)| *floored == name)?;
    (numbers(version) < numbers(floor))
        .then(|| format!("{name} {version}: at least {floor} is needed: {why}"))
}

/// The numbers of a version; what comes before a release counts as the release.
fn numbers(version: &str) -> Vec<u64> {
    let release = version.split(['-', '+']).next().unwrap_or_default();
    release
        .split('.')
        .map(|number| number.parse().unwrap_or(0))
        .collect()
}

/// Name and version of every package in `Cargo.lock`.
fn locked(lock: &str) -> Vec<(&str, &str)> {
    let package = |text| Some((value_of(text, "name")?, value_of(text, "version")?));
    lock.split("[[package]]")
        .skip(1)
        .filter_map(package)
        .collect()
}

fn value_of<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.lines().find_map(|line| setting(line, name))
}

/// The text that a line of TOML gives to this name.
fn setting<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let (found, value) = line.split_once('=')?;
    if found.trim() != name {
        return None;
    }
    value.trim().strip_prefix('"')?.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lock(packages: &[(&str, &str)]) -> String {
        let text = |(name, version): &(&str, &str)| {
            format!("[[package]]\nname = \"{name}\"\nversion = \"{version}\"\n\n")
        };
        format!(
            "version = 4\n\n{}",
            packages.iter().map(text).collect::<String>()
        )
    }

    #[test]
    fn a_version_below_its_floor_is_refused() {
        for (name, version, safe) in [
            ("yrs", "0.28.1", true),
            ("yrs", "0.28.0", false),
            ("yrs", "0.9.0", false),
            ("yrs", "1.0.0", true),
            ("tauri", "2.12.5", true),
            ("tauri", "2.11.0", false),
            ("matrix-sdk", "0.16.1", false),
            ("serde", "0.0.1", true),
        ] {
            assert_eq!(
                rust(&lock(&[(name, version)])).is_empty(),
                safe,
                "{name} {version}"
            );
        }
    }

    #[test]
    fn there_is_one_version_of_each_heavy_crate() {
        assert!(rust(&lock(&[("syn", "1.0.0"), ("syn", "2.0.0")])).is_empty());
        assert_eq!(
            rust(&lock(&[("rustls", "0.22.0"), ("rustls", "0.23.0")])),
            ["rustls: there are 0.22.0 and 0.23.0, and there must be one"]
        );
    }

    #[test]
    fn the_window_runs_the_yjs_of_the_servers() {
        let lock = |version| {
            format!(
                r#"{{"packages": {{"": {{}}, "node_modules/a/node_modules/yjs": {{"version": "{version}"}}}}}}"#
            )
        };
        assert!(window(&lock("13.6.33")).unwrap().is_empty());
        assert_eq!(window(&lock("13.6.1")).unwrap().len(), 1);
        assert_eq!(window(&lock("14.0.0")).unwrap().len(), 1);
        assert!(window("{}").is_err());
    }

    #[test]
    fn a_panic_never_ends_the_program() {
        assert!(manifest("[profile.release]\nlto = \"thin\"\n").is_empty());
        assert_eq!(manifest("[profile.release]\npanic = \"abort\"\n").len(), 1);
        assert!(manifest("[package]\npanic = \"abort\"\n").is_empty());
    }

    #[test]
    fn there_is_one_version_of_ours() {
        let cargo = "[workspace.package]\nversion = \"26.11.0\"\n";
        let json = r#"{"version": "26.11.0"}"#;
        assert!(versions(cargo, json, json).is_empty());
        assert_eq!(
            versions(cargo, json, r#"{"version": "1.0.0"}"#),
            ["ui/package.json has version 1.0.0, Cargo.toml has 26.11.0"]
        );
        assert_eq!(versions(cargo, "{}", json).len(), 1);
    }
}
