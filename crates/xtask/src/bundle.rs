//! Builds packages of the program for administrators.

use std::fs;

use anyhow::{Context as _, Result};

use crate::process::{need, program, root, run as run_to_end, short, step};
use crate::{cargo, window};

/// A kind of package.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
pub(crate) enum Package {
    /// For Debian and Ubuntu
    Deb,
}

/// The packager names the changelog's folder and the launcher after the product; Debian wants them as the package.
const NAME: &str = r#"{ "productName": "attache" }"#;

/// Builds it; the answer names the file and its size.
pub(crate) fn run(kind: Package) -> Result<String> {
    need(&[("pkg-config", "pkg-config"), ("cc", "build-essential")])?;
    let Package::Deb = kind;
    step("window: install", || window::install(&root().join("ui")))?;
    step("deb", || {
        let mut tauri = program(root().join("ui/node_modules/.bin/tauri"));
        tauri
            .args(["build", "--ci", "--bundles", "deb", "--config", NAME])
            .args(["--", "--locked"])
            .stdout(std::io::stderr());
        run_to_end(&mut tauri)
    })?;
    let folder = cargo::metadata()?
        .target_directory
        .join("release/bundle/deb");
    let version = env!("CARGO_PKG_VERSION");
    let newest = fs::read_dir(&folder)
        .with_context(|| format!("listing {}", folder.display()))?
        .flatten()
        .map(|entry| entry.path())
        .filter(|file| {
            file.extension().is_some_and(|ending| ending == "deb")
                && file.to_string_lossy().contains(version)
        })
        .max_by_key(|file| fs::metadata(file).and_then(|about| about.modified()).ok())
        .with_context(|| {
            format!(
                "there is no package of version {version} in {}",
                folder.display()
            )
        })?;
    let bytes = fs::metadata(&newest)
        .with_context(|| format!("reading {}", newest.display()))?
        .len();
    let tenths = bytes / 100_000;
    Ok(format!(
        "bundle: {} ({}.{} MB)",
        short(&newest),
        tenths / 10,
        tenths % 10
    ))
}
