//! How a file of ours must look: within its budget, opening with what it is, and never a `mod.rs`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

/// The most lines that a file of code may have.
const LONGEST: usize = 600;

/// Folders that hold our code.
const FOLDERS: &[&str] = &["crates", "src-tauri", "tests", "benches", "ui", "stack"];

/// Folders below them that hold what was made or fetched.
const NOT_OURS: &[&str] = &[
    "node_modules",
    "target",
    "dist",
    "generated",
    "snapshots",
    "gen",
    "__pycache__",
];

/// Endings of code.
const CODE: &[&str] = &["rs", "ts", "tsx", "mjs", "js", "py", "css"];

/// A file of code.
pub(super) struct Source {
    /// Its path from the project's folder.
    pub(super) path: PathBuf,
    /// What is in it.
    pub(super) text: String,
}

/// All code of ours.
pub(super) fn sources(root: &Path) -> Result<Vec<Source>> {
    let mut sources = Vec::new();
    for folder in FOLDERS {
        collect(root, &root.join(folder), &mut sources)?;
    }
    sources.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(sources)
}

/// What is wrong with a file.
pub(super) fn check(path: &Path, text: &str) -> Vec<String> {
    let shown = path.display();
    let mut complaints = Vec::new();
    let lines = text.lines().count();
    if lines > LONGEST {
        complaints.push(format!(
            "{shown}: {lines} lines, and {LONGEST} are the most: divide it"
        ));
    }
    if path.extension().is_none_or(|ending| ending != "rs") {
        return complaints;
    }
    if path.file_name().is_some_and(|name| name == "mod.rs") {
        complaints.push(format!(
            "{shown}: a module stands in name.rs beside name/, never in mod.rs"
        ));
    }
    if !opens_well(text) {
        complaints.push(format!(
            "{shown}: open with `//!` and say what it is, what it promises and what it does not do"
        ));
    }
    // What a command of its own runs, such as a measurement, is left out of the others and not lost.
    let is_ignored =
        |line: &str| line.trim_start().starts_with("#[ignore") && !line.contains(": cargo xtask ");
    let ignored = text.lines().position(is_ignored);
    if let Some(line) = ignored {
        complaints.push(format!(
            "{shown}:{}: no test is ignored: assert what happens today and say why it is wrong",
            line + 1
        ));
    }
    complaints
}

/// What is wrong with the administrator's manual: it carries the table of settings as the `policy` crate makes it.
pub(super) fn manual(manual: &str, snapshot: &str) -> Vec<String> {
    let table = snapshot
        .find("| Setting")
        .map_or(snapshot, |start| &snapshot[start..])
        .trim_end();
    let complaint = || {
        vec!["docs/admin-manual.md: its table of settings is not that of crates/policy (see its snapshot)".to_owned()]
    };
    if manual.contains(table) {
        Vec::new()
    } else {
        complaint()
    }
}

/// Whether a module says what it is; one word is not a sentence.
fn opens_well(text: &str) -> bool {
    let mut words = text
        .lines()
        .map_while(|line| line.strip_prefix("//!"))
        .flat_map(str::split_whitespace);
    words.nth(2).is_some()
}

fn collect(root: &Path, folder: &Path, into: &mut Vec<Source>) -> Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    let entries = fs::read_dir(folder).with_context(|| format!("listing {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        if path.is_dir() {
            if !NOT_OURS.contains(&name) && !name.starts_with('.') {
                collect(root, &path, into)?;
            }
        } else if path
            .extension()
            .and_then(|ending| ending.to_str())
            .is_some_and(|ending| CODE.contains(&ending))
        {
            let text =
                fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
            let path = path.strip_prefix(root).unwrap_or(&path).to_owned();
            into.push(Source { path, text });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaints(path: &str, text: &str) -> Vec<String> {
        check(Path::new(path), text)
    }

    #[test]
    fn a_module_opens_with_what_it_is() {
        assert!(complaints("a.rs", "//! Sends local changes, in order.\nfn f() {}\n").is_empty());
        assert!(complaints("a.rs", "//! The wire's own\n//! shapes.\n").is_empty());
        for text in [
            "fn f() {}\n",
            "//! x\n",
            "// Sends local changes, in order.\n",
            "",
        ] {
            assert_eq!(complaints("a.rs", text).len(), 1, "{text:?}");
        }
        assert!(complaints("a.ts", "export const a = 1;\n").is_empty());
    }

    #[test]
    fn the_manual_carries_the_table_of_settings() {
        let snapshot = "---\nsource: x\n---\n| Setting | Value |\n|-|-|\n| `Proxy` | text |\n";
        assert!(
            super::manual(
                "# Manual\n\n| Setting | Value |\n|-|-|\n| `Proxy` | text |\n\nMore.\n",
                snapshot
            )
            .is_empty()
        );
        assert_eq!(
            super::manual("# Manual\n\n| Setting | Value |\n|-|-|\n", snapshot).len(),
            1
        );
    }

    #[test]
    fn a_long_file_is_divided() {
        let lines = |count: usize| format!("//! What it is.\n{}", "\n".repeat(count - 1));
        assert!(complaints("a.rs", &lines(LONGEST)).is_empty());
        assert_eq!(complaints("a.rs", &lines(LONGEST + 1)).len(), 1);
        assert_eq!(complaints("a.tsx", &lines(LONGEST + 1)).len(), 1);
    }

    #[test]
    fn there_is_no_mod_rs_and_no_ignored_test() {
        assert_eq!(complaints("notes/mod.rs", "//! What it is.\n").len(), 1);
        assert_eq!(
            complaints("a.rs", "//! What it is.\n    #[ignore = \"slow\"]\n"),
            ["a.rs:2: no test is ignored: assert what happens today and say why it is wrong"]
        );
        let measured = "//! What it is.\n#[ignore = \"measures: cargo xtask bench desk\"]\n";
        assert!(complaints("a.rs", measured).is_empty());
    }
}
