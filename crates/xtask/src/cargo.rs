//! Calls cargo, always with the same selection: the whole workspace. Two selections are two sets of features, and every
//! crate below them would be compiled twice.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result};
use serde::Deserialize;

use crate::process::{output, program};

/// A program that cargo has built.
#[derive(Debug, Clone)]
pub(crate) struct Executable {
    /// What its target is called.
    pub(crate) name: String,
    /// Whether it runs tests.
    pub(crate) is_test: bool,
    /// Where it stands.
    /// Whether it is made of a library: its unit tests.
    pub(crate) is_library: bool,
    /// Where it is.
    pub(crate) file: PathBuf,
}

/// What `cargo metadata` knows of the workspace and its dependencies.
#[derive(Debug, Deserialize)]
pub(crate) struct Metadata {
    /// Our packages, and those of others.
    pub(crate) packages: Vec<Package>,
    /// The ids of ours.
    pub(crate) workspace_members: Vec<String>,
    /// Where everything is built.
    pub(crate) target_directory: PathBuf,
}

/// A package.
#[derive(Debug, Deserialize)]
pub(crate) struct Package {
    /// What it is called.
    pub(crate) name: String,
    /// Which package it is, exactly.
    pub(crate) id: String,
    /// What it asks for.
    pub(crate) dependencies: Vec<Dependency>,
    /// What is built from it.
    pub(crate) targets: Vec<Target>,
}

/// What a package asks for.
#[derive(Debug, Deserialize)]
pub(crate) struct Dependency {
    /// The package's name, whatever it is called here.
    pub(crate) name: String,
    /// `dev` or `build`; nothing for what ships.
    pub(crate) kind: Option<String>,
}

/// What is built from a package.
#[derive(Debug, Deserialize)]
pub(crate) struct Target {
    /// What it is called.
    pub(crate) name: String,
    /// `lib`, `bin`, `test` and so on.
    pub(crate) kind: Vec<String>,
}

/// Cargo, in the project's folder.
pub(crate) fn cargo() -> Command {
    program(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// What cargo knows of the workspace and everything below it.
pub(crate) fn metadata() -> Result<Metadata> {
    let text = output(cargo().args(["metadata", "--locked", "--format-version", "1"]))?;
    serde_json::from_str(&text).context("reading what `cargo metadata` says")
}

impl Metadata {
    /// Our own packages.
    pub(crate) fn ours(&self) -> impl Iterator<Item = &Package> {
        self.packages
            .iter()
            .filter(|package| self.workspace_members.contains(&package.id))
    }
}

/// Builds everything, tests too, and answers every program that came of it.
pub(crate) fn build() -> Result<Vec<Executable>> {
    build_with(&["build", "--workspace", "--all-targets"])
}

/// Builds what cargo is told to build, and answers every program that came of it.
pub(crate) fn build_with(arguments: &[&str]) -> Result<Vec<Executable>> {
    let mut command = cargo();
    command
        .args(arguments)
        .args(["--locked", "--message-format", "json-render-diagnostics"])
        .stdin(Stdio::null());
    let text = output(&mut command).map_err(|error| anyhow::anyhow!("{}", error.root_cause()))?;
    text.lines()
        .filter_map(|line| executable(line).transpose())
        .collect()
}

/// The unit tests of this library of ours.
pub(crate) fn find_unit_tests<'a>(built: &'a [Executable], name: &str) -> Result<&'a Executable> {
    built
        .iter()
        .find(|executable| executable.name == name && executable.is_test && executable.is_library)
        .with_context(|| format!("cargo built no unit tests of {name}"))
}

/// The one program of this name.
pub(crate) fn find<'a>(
    built: &'a [Executable],
    name: &str,
    is_test: bool,
) -> Result<&'a Executable> {
    built
        .iter()
        .find(|executable| executable.name == name && executable.is_test == is_test)
        .with_context(|| format!("cargo built no program called {name}"))
}

/// The program of which a line of cargo's messages tells, if it tells of one.
fn executable(line: &str) -> Result<Option<Executable>> {
    #[derive(Deserialize)]
    struct Message {
        executable: Option<PathBuf>,
        target: Option<Target>,
        profile: Option<Profile>,
    }
    #[derive(Deserialize)]
    struct Profile {
        test: bool,
    }
    let message: Message = serde_json::from_str(line).context("reading a message of cargo")?;
    Ok(
        match (message.executable, message.target, message.profile) {
            (Some(file), Some(target), Some(profile)) => Some(Executable {
                is_library: target.kind.iter().any(|kind| kind == "lib"),
                name: target.name,
                is_test: profile.test,
                file,
            }),
            _ => None,
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_found_in_cargos_messages() {
        let line = r#"{"reason":"compiler-artifact","target":{"kind":["test"],"name":"scenarios"},
            "profile":{"test":true},"executable":"/t/scenarios-1"}"#;
        let found = executable(line).unwrap().unwrap();
        assert_eq!((found.name.as_str(), found.is_test), ("scenarios", true));
        let library = r#"{"target":{"kind":["lib"],"name":"net"},"profile":{"test":false},"executable":null}"#;
        assert!(executable(library).unwrap().is_none());
        assert!(
            executable(r#"{"reason":"build-finished","success":true}"#)
                .unwrap()
                .is_none()
        );
        assert!(executable("warning").is_err());
    }
}
