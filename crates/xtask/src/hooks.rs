//! Installs the one hook: before a commit, what is staged is formatted and linted, in under five seconds.

use std::fs;

use anyhow::{Context as _, Result, bail};

use crate::process::{output, program, root, short};

/// What the hook does. Tests belong to CI and to you.
const HOOK: &str = r#"#!/bin/sh
# Installed by `cargo xtask hooks`: formats and lints what is staged.
set -e
rust=$(git diff --cached --name-only --diff-filter=ACM -- '*.rs')
[ -z "$rust" ] || rustfmt --edition 2024 --check $rust >/dev/null || { echo "not formatted: cargo fmt" >&2; exit 1; }
window=$(git diff --cached --name-only --diff-filter=ACM -- 'ui/*.ts' 'ui/*.tsx')
[ -z "$window" ] || [ ! -x ui/node_modules/.bin/eslint ] ||
  (cd ui && echo "$window" | sed 's|^ui/||' | xargs node_modules/.bin/eslint --max-warnings 0)
"#;

/// Writes it, unless a hook of somebody else is there.
pub(crate) fn install() -> Result<String> {
    let folder = output(program("git").args(["rev-parse", "--git-path", "hooks"]))?;
    let file = root().join(folder.trim()).join("pre-commit");
    if let Ok(found) = fs::read_to_string(&file)
        && !found.contains("cargo xtask hooks")
    {
        bail!(
            "{} is a hook of your own: it was left as it is",
            short(&file)
        );
    }
    fs::create_dir_all(file.parent().context("a hook stands in a folder")?)?;
    fs::write(&file, HOOK).with_context(|| format!("writing {}", short(&file)))?;
    #[cfg(unix)]
    fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o755))?;
    Ok(format!("hooks: installed {}", short(&file)))
}
