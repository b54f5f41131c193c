//! Who may know whom: the arrows between our crates, and the heavy dependencies that are fenced off.
//!
//! Fences hold for what is built into the product; what a crate's own tests use (`dev-dependencies`) is not fenced.

use crate::cargo::{Metadata, Package};

/// Each of our crates and the ones it may know. Arrows point down only; the domains never know one another.
const ARROWS: &[(&str, &[&str])] = &[
    ("vault", &[]),
    ("net", &[]),
    ("policy", &[]),
    ("session", &["vault", "net", "policy"]),
    ("formats", &[]),
    ("notes", &["vault", "net", "policy", "session", "formats"]),
    ("chat", &["vault", "net", "policy", "session"]),
    ("assistant", &["vault", "net", "policy", "session"]),
    ("search", &["vault", "net", "policy"]),
    (
        "suite",
        &[
            "vault",
            "net",
            "policy",
            "session",
            "formats",
            "notes",
            "chat",
            "assistant",
            "search",
        ],
    ),
    ("desktop", &["suite"]),
    ("tests", &["suite"]),
    ("benches", &["vault", "net", "session", "notes"]),
    ("xtask", &[]),
];

/// Each heavy dependency (`*` stands for any ending) and the only crates that may name it. The rig in `tests` is also
/// the browser, the keyring and the second editor of the product it tries; `benches` runs the peers.
const FENCES: &[(&str, &[&str])] = &[
    ("tauri*", &["desktop"]),
    ("webkit2gtk*", &["desktop"]),
    ("gtk", &["desktop"]),
    ("yrs", &["notes", "tests", "benches"]),
    ("typst*", &["formats"]),
    ("zip", &["formats"]),
    ("quick-xml", &["formats"]),
    ("scraper", &["formats", "tests"]),
    ("matrix-sdk*", &["chat"]),
    ("ruma*", &["chat"]),
    ("reqwest*", &["net", "tests"]),
    ("tokio-tungstenite", &["net"]),
    ("tungstenite", &["net"]),
    ("openidconnect", &["session"]),
    ("cookie_store", &["session"]),
    ("keyring*", &["vault", "tests", "benches"]),
    ("zbus-secret-service-keyring-store", &["vault"]),
    ("windows-native-keyring-store", &["vault"]),
    ("rusqlite", &["vault", "benches"]),
    ("libsqlite3-sys", &["vault"]),
    ("ts-rs", &["suite"]),
    ("anyhow", &["desktop", "tests", "xtask", "benches"]),
];

/// Names that say nothing.
const EMPTY_NAMES: &[&str] = &[
    "core", "common", "util", "utils", "types", "models", "helpers", "shared",
];

/// Crates whose names say nothing, or that have no place in the table of arrows.
pub(super) fn names(metadata: &Metadata) -> Vec<String> {
    let complaint = |package: &Package| {
        let name = package.name.as_str();
        if EMPTY_NAMES.contains(&name) {
            return Some(format!(
                "crate {name}: this name says nothing of what it is for"
            ));
        }
        let known = ARROWS.iter().any(|(ours, _)| *ours == name);
        (!known).then(|| format!("crate {name}: it has no place in the table of arrows (crates/xtask/src/tidy/crates.rs)"))
    };
    metadata.ours().filter_map(complaint).collect()
}

/// Crates that know one they may not know.
pub(super) fn arrows(metadata: &Metadata) -> Vec<String> {
    let mut complaints = Vec::new();
    for package in metadata.ours() {
        let below = ARROWS
            .iter()
            .find(|(name, _)| *name == package.name)
            .map_or(&[][..], |(_, below)| below);
        for dependency in &package.dependencies {
            let ours = ARROWS.iter().any(|(name, _)| *name == dependency.name);
            if ours && !below.contains(&dependency.name.as_str()) {
                complaints.push(format!(
                    "{} may not know {}: arrows point down only",
                    package.name, dependency.name
                ));
            }
        }
    }
    complaints
}

/// Crates that name a dependency which is fenced off elsewhere.
pub(super) fn fences(metadata: &Metadata) -> Vec<String> {
    let mut complaints = Vec::new();
    for package in metadata.ours() {
        for dependency in package
            .dependencies
            .iter()
            .filter(|dependency| dependency.kind.as_deref() != Some("dev"))
        {
            let Some((_, homes)) = FENCES
                .iter()
                .find(|(pattern, _)| fits(pattern, &dependency.name))
            else {
                continue;
            };
            if !homes.contains(&package.name.as_str()) {
                let homes = homes.join(", ");
                complaints.push(format!(
                    "{} names {}, which belongs to {homes} only",
                    package.name, dependency.name
                ));
            }
        }
    }
    complaints
}

fn fits(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(beginning) => name.starts_with(beginning),
        None => name == pattern,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A workspace of one crate with one dependency.
    fn workspace(name: &str, dependency: &str, kind: Option<&str>) -> Metadata {
        let value = serde_json::json!({
            "workspace_members": ["ours"],
            "target_directory": "target",
            "packages": [
                { "name": name, "id": "ours", "targets": [],
                  "dependencies": [{ "name": dependency, "kind": kind }] },
                { "name": "core", "id": "foreign", "targets": [], "dependencies": [] },
            ],
        });
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn arrows_point_down_only() {
        for (name, dependency, allowed) in [
            ("notes", "session", true),
            ("notes", "chat", false),
            ("vault", "net", false),
            ("session", "suite", false),
            ("desktop", "vault", false),
            ("tests", "suite", true),
            ("chat", "serde", true),
        ] {
            let complaints = arrows(&workspace(name, dependency, None));
            assert_eq!(
                complaints.is_empty(),
                allowed,
                "{name} -> {dependency}: {complaints:?}"
            );
        }
        assert!(
            !arrows(&workspace("notes", "chat", Some("dev"))).is_empty(),
            "tests know no more than the crate"
        );
    }

    #[test]
    fn heavy_dependencies_stay_behind_their_fences() {
        for (name, dependency, allowed) in [
            ("desktop", "tauri-plugin-opener", true),
            ("suite", "tauri", false),
            ("suite", "yrs", false),
            ("chat", "matrix-sdk-ui", true),
            ("notes", "matrix-sdk", false),
            ("session", "reqwest", false),
            ("session", "keyring-core", false),
            ("suite", "rusqlite", false),
            ("suite", "ts-rs", true),
            ("vault", "anyhow", false),
        ] {
            let complaints = fences(&workspace(name, dependency, None));
            assert_eq!(
                complaints.is_empty(),
                allowed,
                "{name} -> {dependency}: {complaints:?}"
            );
        }
        assert!(
            fences(&workspace("session", "keyring-core", Some("dev"))).is_empty(),
            "tests have a mock keyring"
        );
        assert!(!fences(&workspace("suite", "tauri-build", Some("build"))).is_empty());
    }

    #[test]
    fn a_crate_has_a_name_that_says_something_and_a_place() {
        assert_eq!(names(&workspace("utils", "serde", None)).len(), 1);
        assert_eq!(names(&workspace("calendar", "serde", None)).len(), 1);
        assert!(
            names(&workspace("notes", "serde", None)).is_empty(),
            "crates of others are called what they like"
        );
    }
}
