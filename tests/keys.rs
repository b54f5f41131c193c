//! Recovery keys of accounts that go on living, in a file beside the one that describes their servers: whoever comes
//! next, be it the next run or the demo's window, is on a new machine and can read nothing without them.
#![expect(
    clippy::disallowed_methods,
    reason = "the rig keeps a file beside the deployment's"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde_json::{Value, json};
use suite::wire::chat::Encryption;

use crate::desk::Desk;
use crate::stack::Person;
use crate::world::World;

/// The keys by login.
#[derive(Debug, Clone)]
pub struct Keys {
    file: PathBuf,
}

impl Keys {
    /// Those beside this file.
    pub fn beside(file: &Path) -> Self {
        Self {
            file: file.with_file_name("recovery-keys.json"),
        }
    }

    /// The person with the key that was kept of them, unless they bring their own.
    pub fn give(&self, mut person: Person) -> Result<Person> {
        if person.recovery_key.is_none() {
            person.recovery_key = self.read()?.remove(&person.login);
        }
        Ok(person)
    }

    /// Keeps the key of one.
    pub fn keep(&self, login: &str, key: &str) -> Result<()> {
        let mut keys = self.read()?;
        keys.insert(login.to_owned(), key.to_owned());
        let text = serde_json::to_string_pretty(&keys)? + "\n";
        std::fs::write(&self.file, text).with_context(|| format!("writing {}", self.file.display()))
    }

    fn read(&self) -> Result<BTreeMap<String, String>> {
        match std::fs::read_to_string(&self.file) {
            Ok(text) => serde_json::from_str(&text)
                .with_context(|| format!("{} is malformed", self.file.display())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(BTreeMap::new()),
            Err(error) => Err(error).with_context(|| format!("reading {}", self.file.display())),
        }
    }
}

/// Makes this machine one that reads encrypted messages, and answers the agent's recovery key: the one they have, or a
/// new one when they never had any.
pub async fn confirm(desk: &Desk, person: &Person) -> Result<String> {
    let has_key = person.recovery_key.is_some();
    // For a moment every new account seems to need a confirmation: its identity is still being made.
    let settled = |world: &World| match world.encryption {
        Some(Encryption::NeedsConfirmation) if !has_key => None,
        Some(Encryption::Unknown) | None => None,
        Some(state) => Some(state),
    };
    let what = format!(
        "the state of encryption of {} (an account that has encrypted messages already has to bring its recoveryKey)",
        person.login
    );
    let state = desk.until_some(&what, settled).await;
    let Some(key) = person.recovery_key.clone() else {
        let shown: Value = desk.call("encryption_recovery_key", json!(null)).await;
        let key = shown["key"].as_str().context("no key was shown")?;
        return Ok(key.to_owned());
    };
    if state == Encryption::NeedsConfirmation {
        desk.call::<()>("encryption_recover", json!({ "key": key }))
            .await;
    }
    Ok(key)
}
