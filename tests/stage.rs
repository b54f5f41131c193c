//! The rig that tries the product: agents with desks of their own, against real servers, with a proxy of ours in
//! between that cuts, delays and corrupts.
//!
//! It promises that every stage has its own folder, keyring and, on the stack, its own agent, so that stages disturb
//! one another no more than colleagues do. It deliberately knows the product only as its window does.
#![recursion_limit = "256"]

pub mod browser;
pub mod control;
pub mod desk;
pub mod disk;
pub mod faults;
pub mod keys;
pub mod peer;
pub mod replica;
pub mod stack;
pub mod website;
pub mod world;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result};
use keyring::CredentialStore;
use keyring::mock::Store;
use suite::sign_in::Window;
use tempfile::TempDir;
use tokio::sync::watch;

use crate::browser::Browser;
use crate::desk::{Desk, config, shell};
use crate::faults::FaultProxy;
use crate::keys::Keys;
use crate::stack::{Agent, Person, Setting, Stack};

/// One agent and the machine they sit at.
#[derive(Debug)]
pub struct Stage {
    /// Who they are.
    pub person: Person,
    /// Their machine's disk.
    pub folder: PathBuf,
    /// Between their machine and every server.
    pub network: FaultProxy,
    /// The operating system's keyring, in memory.
    pub keyring: Arc<Store>,
    turned_away: watch::Sender<bool>,
    keys: Option<Keys>,
    profile: PathBuf,
    authority: Option<String>,
    _disk: TempDir,
}

impl Stage {
    /// The first agent of a deployment, or a new agent of the stack; see [`Setting`].
    pub async fn new() -> Result<Self> {
        Ok(Self::several(1).await?.remove(0))
    }

    /// That many different agents of one deployment.
    pub async fn several(count: usize) -> Result<Vec<Self>> {
        let setting = Setting::from_environment()?;
        let people = setting.people(count)?;
        let mut stages = Vec::new();
        for person in people {
            let mut stage = Self::with(person, &setting.profile, setting.authority.clone()).await?;
            stage.keys.clone_from(&setting.keys);
            stages.push(stage);
        }
        Ok(stages)
    }

    /// A new agent of the stack who signs in with this of its profiles.
    pub async fn at(profile: &str) -> Result<Self> {
        let stack = Stack::from_environment()?;
        let person = control::new_person();
        Self::with(person, stack.profile(profile)?, Some(stack.authority()?)).await
    }

    /// One of the stack's three agents, with the profile of their own agency.
    pub async fn of_agent(stack: &Stack, agent: &Agent) -> Result<Self> {
        let mut stage = Self::with(
            stack.keys().give(agent.person.clone())?,
            stack.profile(&agent.profile)?,
            Some(stack.authority()?),
        )
        .await?;
        stage.keys = Some(stack.keys());
        Ok(stage)
    }

    /// A second machine of the same agent.
    pub async fn another_machine(&self) -> Result<Self> {
        let mut stage =
            Self::with(self.person.clone(), &self.profile, self.authority.clone()).await?;
        stage.keys.clone_from(&self.keys);
        Ok(stage)
    }

    /// Makes this machine one that reads encrypted messages, and answers the agent's recovery key.
    pub async fn confirm(&self, desk: &Desk) -> Result<String> {
        let key = keys::confirm(desk, &self.person).await?;
        if let Some(keys) = &self.keys {
            keys.keep(&self.person.login, &key)?;
        }
        Ok(key)
    }

    async fn with(person: Person, profile: &Path, authority: Option<String>) -> Result<Self> {
        log_to_the_test();
        let disk = tempfile::tempdir().context("making a folder")?;
        Ok(Self {
            person,
            folder: disk.path().to_owned(),
            network: FaultProxy::start().await?,
            keyring: Store::new().map_err(|error| anyhow::anyhow!("making a keyring: {error}"))?,
            turned_away: watch::Sender::new(false),
            keys: None,
            profile: profile.to_owned(),
            authority,
            _disk: disk,
        })
    }

    /// Where the machine's managed settings are read from, if there are any.
    pub fn policy(&self) -> PathBuf {
        self.folder.join("policy.json")
    }

    /// Starts the program on this machine.
    pub async fn desk(&self) -> Desk {
        self.try_desk().await.expect("the desk starts")
    }

    /// Starts the program and signs in.
    pub async fn signed_in(&self) -> Desk {
        let desk = self.desk().await;
        desk.sign_in().await.expect("the sign-in succeeds");
        desk
    }

    /// Waits until the identity provider has not taken the person's password.
    pub async fn turned_away(&self) {
        let mut told = self.turned_away.subscribe();
        told.wait_for(|turned_away| *turned_away)
            .await
            .expect("the stage holds the sender");
    }

    /// Starts the program, if it lets itself be started.
    pub async fn try_desk(&self) -> Result<Desk> {
        let browser = Browser::new(
            &self.person,
            self.authority.as_deref(),
            self.turned_away.clone(),
        )?;
        let visitor = browser.clone();
        let open_url = move |url: url::Url| {
            let visitor = visitor.clone();
            tokio::spawn(async move {
                if let Err(error) = visitor.visit(&url, &|_| false).await {
                    tracing::warn!(%error, "the browser gave up");
                }
            });
        };
        let window: Arc<dyn Window> = Arc::new(browser);
        let store: Arc<CredentialStore> = self.keyring.clone();
        let mut config = config(
            &self.folder,
            suite::Keyring::of(store),
            std::slice::from_ref(&self.profile),
        );
        config.proxy = Some(self.network.url());
        config.policy_file = Some(self.policy()).filter(|file| file.exists());
        let shell = suite::Shell {
            downloads: Some(self.folder.join("Downloads")),
            ..shell(open_url, Some(window))
        };
        Desk::start(config, shell).await
    }
}

/// What `ATTACHE_LOG` asks for, as the program does.
fn log_to_the_test() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("ATTACHE_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("off"));
    // Only the first stage of a process can set it.
    drop(
        tracing_subscriber::fmt()
            .with_env_filter(filter)
            .with_test_writer()
            .try_init(),
    );
}
