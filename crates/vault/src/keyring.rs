//! The operating system's keyring: one item for each account, holding the account key and nothing else.
//!
//! A keyring may hang for minutes, or be answered by a person. So each question is asked on a thread of its own, with
//! a store made anew, and waited for at most five seconds. A question still open then goes on: its answer is taken the
//! next time the same is asked, which is after the person has unlocked the keyring.

use std::collections::HashMap;
use std::fmt;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use ::keyring::{CredentialStore, Entry, Error as StoreError};
use zeroize::Zeroizing;

use crate::account::AccountId;
use crate::error::{Cause, Error, Remark};
use crate::keys::AccountKey;

const SERVICE: &str = "eu.attache.desk";
const PATIENCE: Duration = Duration::from_secs(5);

/// The keyring to use. Making one asks nothing; every question may be asked again after an error.
#[derive(Clone)]
pub struct Keyring {
    source: Source,
    patience: Duration,
    unanswered: Arc<Mutex<Unanswered>>,
}

/// Where the answers to questions that took too long will arrive.
type Unanswered = HashMap<AccountId, Receiver<Answer<Vec<Item>>>>;

/// What the keyring holds for an account.
pub(crate) enum Found {
    Nothing,
    /// Something is there, but none of it is a key.
    Unreadable,
    /// Usually one. The same item can be there twice, for instance after a wallet was imported.
    Keys(Vec<AccountKey>),
}

#[derive(Clone)]
enum Source {
    System,
    Given(Arc<CredentialStore>),
}

type Answer<T> = Result<T, Error>;

/// The text of an item; `None` when it is no text.
type Item = Option<Zeroizing<String>>;

impl Keyring {
    /// The keyring of this operating system: the Secret Service on Linux, the Credential Manager on Windows.
    pub fn system() -> Self {
        Self::from_source(Source::System)
    }

    /// A store that is already there, such as a mock in a test.
    pub fn of(store: Arc<CredentialStore>) -> Self {
        Self::from_source(Source::Given(store))
    }

    fn from_source(source: Source) -> Self {
        Self {
            source,
            patience: PATIENCE,
            unanswered: Arc::default(),
        }
    }

    /// The kind of keyring, for the vault's header.
    pub(crate) fn name(&self) -> &'static str {
        match self.source {
            Source::System if cfg!(windows) => "windows-credentials",
            Source::System => "secret-service",
            Source::Given(_) => "given",
        }
    }

    pub(crate) fn read(&self, account: &AccountId) -> Result<Found, Error> {
        let items = self.read_items(account)?;
        if items.is_empty() {
            return Ok(Found::Nothing);
        }
        let keys: Vec<_> = items
            .iter()
            .flatten()
            .filter_map(|text| AccountKey::parse(text))
            .collect();
        Ok(if keys.is_empty() {
            Found::Unreadable
        } else {
            Found::Keys(keys)
        })
    }

    /// Stores the key and reads it back: what this acknowledges is in the keyring.
    pub(crate) fn write(&self, account: &AccountId, key: &AccountKey) -> Result<(), Error> {
        let text = key.to_text();
        let stored = self.ask(account, move |entry| match entry.set_password(&text) {
            Err(StoreError::Ambiguous(entries)) => entries
                .iter()
                .try_for_each(|entry| entry.set_password(&text)),
            answer => answer,
        })?;
        self.wait(&stored)?;
        match self.read(account)? {
            Found::Keys(keys) if keys.contains(key) => Ok(()),
            _ => Err(Error::KeyringAbsent {
                source: remark("the keyring did not keep the key"),
            }),
        }
    }

    /// Removes the account's item; that there is none is as good.
    pub(crate) fn remove(&self, account: &AccountId) -> Result<(), Error> {
        let removed = self.ask(account, |entry| match entry.delete_credential() {
            Err(StoreError::NoEntry) => Ok(()),
            Err(StoreError::Ambiguous(entries)) => {
                entries.iter().try_for_each(Entry::delete_credential)
            }
            answer => answer,
        })?;
        self.wait(&removed)
    }

    fn read_items(&self, account: &AccountId) -> Result<Vec<Item>, Error> {
        // Taken out in a statement of its own, so that nothing is locked while it is waited for.
        let late = self.unanswered().remove(account);
        match late.map(|late| self.wait_for_items(account, late)) {
            Some(Ok(items)) => Ok(items),
            Some(Err(Error::KeyringLocked { source })) if source.is::<Silence>() => Err(silent()),
            // A refusal given late may have been overtaken by what the person did since.
            Some(Err(_)) | None => self.wait_for_items(account, self.ask(account, read_all)?),
        }
    }

    fn wait_for_items(
        &self,
        account: &AccountId,
        answer: Receiver<Answer<Vec<Item>>>,
    ) -> Result<Vec<Item>, Error> {
        let items = self.wait(&answer);
        if matches!(&items, Err(Error::KeyringLocked { source }) if source.is::<Silence>()) {
            self.unanswered().insert(account.clone(), answer);
        }
        items
    }

    fn unanswered(&self) -> MutexGuard<'_, HashMap<AccountId, Receiver<Answer<Vec<Item>>>>> {
        self.unanswered
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<T>(&self, answer: &Receiver<Answer<T>>) -> Result<T, Error> {
        match answer.recv_timeout(self.patience) {
            Ok(answer) => answer,
            Err(RecvTimeoutError::Disconnected) => Err(vanished()),
            Err(RecvTimeoutError::Timeout) => Err(silent()),
        }
    }

    fn ask<T: Send + 'static>(
        &self,
        account: &AccountId,
        question: impl FnOnce(&Entry) -> ::keyring::Result<T> + Send + 'static,
    ) -> Result<Receiver<Answer<T>>, Error> {
        let (answered, answer) = mpsc::channel();
        let (source, account) = (self.source.clone(), account.clone());
        let asking = move || {
            let entry = source.entry(&account);
            // Nobody may be waiting any more; then the answer is not needed either.
            let _ = answered.send(entry.and_then(|entry| question(&entry).map_err(refusal)));
        };
        // Not joined: nothing can end a call into a keyring that hangs.
        let started = std::thread::Builder::new()
            .name("keyring".to_owned())
            .spawn(asking);
        started
            .map(|_| answer)
            .map_err(|error| Error::KeyringAbsent {
                source: Arc::new(error),
            })
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_tuple("Keyring")
            .field(&self.name())
            .finish()
    }
}

impl Source {
    fn entry(&self, account: &AccountId) -> Result<Entry, Error> {
        let absent = |error| Error::KeyringAbsent {
            source: Arc::new(error),
        };
        let (store, settings) = match self {
            Source::System => system_store().map_err(absent)?,
            Source::Given(store) => (store.clone(), HashMap::new()),
        };
        store
            .build(SERVICE, account.as_str(), Some(&settings))
            .map_err(refusal)
    }
}

type Settings = HashMap<&'static str, &'static str>;

#[cfg(target_os = "linux")]
fn system_store() -> ::keyring::Result<(Arc<CredentialStore>, Settings)> {
    // The label is what the agent sees in the keyring's own window.
    Ok((
        zbus_secret_service_keyring_store::Store::new()?,
        HashMap::from([("label", "Attaché")]),
    ))
}

#[cfg(windows)]
fn system_store() -> ::keyring::Result<(Arc<CredentialStore>, Settings)> {
    // Kept on this machine, as the vault is: by default the item would roam with the profile, without its vault.
    Ok((
        windows_native_keyring_store::Store::new()?,
        HashMap::from([("persistence", "Local")]),
    ))
}

fn read_all(entry: &Entry) -> ::keyring::Result<Vec<Item>> {
    match entry.get_password() {
        Ok(text) => Ok(vec![Some(Zeroizing::new(text))]),
        Err(StoreError::NoEntry) => Ok(Vec::new()),
        Err(StoreError::BadEncoding(_) | StoreError::BadDataFormat(..)) => Ok(vec![None]),
        Err(StoreError::Ambiguous(entries)) => {
            let items: Result<Vec<Vec<Item>>, _> = entries.iter().map(read_all).collect();
            items.map(|items| items.into_iter().flatten().collect())
        }
        Err(error) => Err(error),
    }
}

/// What a keyring's refusal means. Errors that carry an item's bytes never come here.
fn refusal(error: StoreError) -> Error {
    let locked = match &error {
        StoreError::NoStorageAccess(_) => true,
        // Said by a Secret Service whose collection was locked again in the meantime.
        StoreError::PlatformFailure(cause) => {
            format!("{cause:?}").contains("org.freedesktop.Secret.Error.IsLocked")
        }
        _ => false,
    };
    let source: Cause = Arc::new(error);
    if locked {
        Error::KeyringLocked { source }
    } else {
        Error::KeyringAbsent { source }
    }
}

/// The keyring has not answered yet.
#[derive(Debug, thiserror::Error)]
#[error("it does not answer")]
struct Silence;

fn silent() -> Error {
    Error::KeyringLocked {
        source: Arc::new(Silence),
    }
}

fn vanished() -> Error {
    Error::KeyringAbsent {
        source: remark("the thread that asked it has ended without an answer"),
    }
}

fn remark(text: &str) -> Cause {
    Arc::new(Remark(text.to_owned()))
}
