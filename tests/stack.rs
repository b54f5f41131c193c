//! What the rig knows of the servers it tries: the local stack, or a deployment described by a profile file.
#![expect(
    clippy::disallowed_methods,
    reason = "the rig reads the stack's own description"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde::Deserialize;
use url::Url;

use crate::keys::Keys;

/// Who can sign in.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Person {
    /// What they type as their name.
    pub login: String,
    /// What they type as their password.
    pub password: String,
    /// By what colleagues find them in chat, if it is not the login.
    #[serde(default)]
    pub matrix_id: Option<String>,
    /// By what a new machine of theirs reads encrypted messages, if they have set that up before.
    #[serde(default)]
    pub recovery_key: Option<String>,
}

/// An agent of the stack.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Agent {
    /// What the stack calls them.
    pub name: String,
    /// How they sign in.
    #[serde(flatten)]
    pub person: Person,
    /// What people call them.
    pub full_name: String,
    /// Their address.
    pub email: String,
    /// Their agency's profile.
    pub profile: String,
}

/// One server of the stack.
#[derive(Debug, Clone, Deserialize)]
pub struct Server {
    /// Where it is.
    pub url: Url,
    /// Where its switches are, if it has any.
    pub control: Option<Url>,
}

/// The local set of real servers, as `cargo xtask stack start` describes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Stack {
    /// The certificate authority's file.
    pub ca: PathBuf,
    /// The identity provider.
    pub identity: Server,
    /// Docs, version 5.4.1.
    pub docs: Server,
    /// Docs, version 5.3.0, which takes bearer tokens.
    pub docs_bearer: Server,
    /// The gateway to the models.
    pub models: Server,
    /// Who can sign in.
    pub agents: Vec<Agent>,
    /// Profile files by name.
    pub profiles: BTreeMap<String, PathBuf>,
    /// The file that says all this.
    #[serde(skip)]
    file: PathBuf,
}

impl Stack {
    /// The stack that `ATTACHE_STACK` names.
    pub fn from_environment() -> Result<Self> {
        let file = std::env::var_os("ATTACHE_STACK")
            .context("ATTACHE_STACK names no stack: use `cargo xtask scenarios`")?;
        Self::read(Path::new(&file))
    }

    /// The stack that a file describes.
    pub fn read(file: &Path) -> Result<Self> {
        let text =
            std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
        let stack: Self = serde_json::from_str(&text)
            .with_context(|| format!("{} is malformed", file.display()))?;
        Ok(Self {
            file: file.to_owned(),
            ..stack
        })
    }

    /// The recovery keys of its agents.
    pub fn keys(&self) -> Keys {
        Keys::beside(&self.file)
    }

    /// The authority that signed the servers' certificates.
    pub fn authority(&self) -> Result<String> {
        std::fs::read_to_string(&self.ca).with_context(|| format!("reading {}", self.ca.display()))
    }

    /// An agent by name.
    pub fn agent(&self, name: &str) -> Result<&Agent> {
        self.agents
            .iter()
            .find(|agent| agent.name == name)
            .with_context(|| format!("the stack has no agent {name:?}"))
    }

    /// A profile's file by name.
    pub fn profile(&self, name: &str) -> Result<&Path> {
        Ok(self
            .profiles
            .get(name)
            .with_context(|| format!("the stack has no profile {name:?}"))?)
    }
}

/// Where a scenario takes place that needs nothing but a deployment.
#[derive(Debug, Clone)]
pub struct Setting {
    /// The agency's profile file.
    pub profile: PathBuf,
    /// An authority that the system does not know.
    pub authority: Option<String>,
    /// The recovery keys of accounts that are used again.
    pub keys: Option<Keys>,
    people: People,
}

#[derive(Debug, Clone)]
enum People {
    /// Made up for each stage.
    New,
    /// The test accounts of somebody's servers.
    Given(Vec<Person>),
}

/// A deployment that accepts its own servers with our scenarios: `cargo xtask scenarios --profile-file FILE`.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Deployment {
    /// The profile file, beside this one or absolute.
    profile: PathBuf,
    /// At least three accounts that can sign in with a form and may write to one another.
    accounts: Vec<Person>,
    /// An authority (PEM file) that the system does not know.
    #[serde(default)]
    certificate_authority: Option<PathBuf>,
}

impl Setting {
    /// The deployment that `ATTACHE_DEPLOYMENT` names, or the stack with its first profile.
    pub fn from_environment() -> Result<Self> {
        match std::env::var_os("ATTACHE_DEPLOYMENT") {
            Some(file) => Self::of_deployment(Path::new(&file)),
            None => Self::of_stack(&Stack::from_environment()?, "paris"),
        }
    }

    /// That many agents, all different.
    pub fn people(&self, count: usize) -> Result<Vec<Person>> {
        match &self.people {
            People::Given(people) => {
                anyhow::ensure!(
                    people.len() >= count,
                    "this scenario needs {count} accounts, the file lists {}",
                    people.len()
                );
                let people = people[..count].iter().cloned();
                let give = |person| match &self.keys {
                    Some(keys) => keys.give(person),
                    None => Ok(person),
                };
                people.map(give).collect()
            }
            People::New => Ok((0..count).map(|_| crate::control::new_person()).collect()),
        }
    }

    fn of_deployment(file: &Path) -> Result<Self> {
        let text =
            std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
        let deployment: Deployment = serde_json::from_str(&text)
            .with_context(|| format!("{} is malformed", file.display()))?;
        let beside = |path: &Path| file.parent().unwrap_or(Path::new(".")).join(path);
        let read = |path: PathBuf| {
            std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))
        };
        Ok(Self {
            profile: beside(&deployment.profile),
            authority: deployment
                .certificate_authority
                .map(|path| read(beside(&path)))
                .transpose()?,
            keys: Some(Keys::beside(file)),
            people: People::Given(deployment.accounts),
        })
    }

    fn of_stack(stack: &Stack, profile: &str) -> Result<Self> {
        Ok(Self {
            profile: stack.profile(profile)?.to_owned(),
            authority: Some(stack.authority()?),
            keys: None,
            people: People::New,
        })
    }
}
