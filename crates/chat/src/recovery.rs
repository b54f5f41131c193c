//! Recovery: the key on paper that opens the agent's messages on a new device. The key passes through here and is
//! kept nowhere.

use std::time::Duration;

use matrix_sdk::Client;
use matrix_sdk::encryption::recovery::{RecoveryError, RecoveryState};
use matrix_sdk::encryption::secret_storage::SecretStorageError;
use secrecy::{ExposeSecret, SecretString};

use crate::chat::Chat;
use crate::error::{Error, Verdict, failed};

/// How long the first set-up of keys after a sign-in is waited for.
const PREPARED: Duration = Duration::from_secs(60);

impl Chat {
    /// Sets the recovery up, or replaces its key when it is set up already: the old key opens nothing any more.
    /// Returns the key to write down, once the keys of all messages are at the server. Needs the server.
    pub async fn set_up_recovery(&self) -> Result<SecretString, Error> {
        const DOING: &str = "setting up the recovery";
        let live = self.live(DOING)?;
        live.reach(DOING).await?;
        prepared(&live.client, DOING).await?;
        let recovery = live.client.encryption().recovery();
        let key = match recovery.state() {
            RecoveryState::Enabled => recovery.reset_key().await,
            _ => recovery.enable().wait_for_backups_to_upload().await,
        };
        key.map(Into::into).map_err(recovery_failed(DOING))
    }

    /// Opens the recovery on this device with the key from paper: older messages become readable and the device is
    /// confirmed. Needs the server.
    pub async fn recover(&self, key: &SecretString) -> Result<(), Error> {
        const DOING: &str = "opening the recovery";
        let live = self.live(DOING)?;
        live.reach(DOING).await?;
        prepared(&live.client, DOING).await?;
        // Where the server's copy of the keys does not fit the recovery, a new copy replaces it: nobody could read
        // that one, and the agent would be asked for the key again and again.
        let recovery = live.client.encryption().recovery();
        recovery
            .recover_and_fix_backup(key.expose_secret().trim())
            .await
            .map_err(recovery_failed(DOING))
    }
}

/// After a sign-in the SDK sets up keys and backup by itself; working beside it would do it twice.
async fn prepared(client: &Client, doing: &'static str) -> Result<(), Error> {
    let encryption = client.encryption();
    let tasks = encryption.wait_for_e2ee_initialization_tasks();
    tokio::time::timeout(PREPARED, tasks)
        .await
        .map_err(|error| Error::Offline {
            doing,
            source: error.into(),
        })
}

fn recovery_failed(doing: &'static str) -> impl FnOnce(RecoveryError) -> Error {
    move |error| match error {
        RecoveryError::Sdk(error) => failed(doing)(error),
        RecoveryError::SecretStorage(error) => storage_failed(doing, error),
        error @ RecoveryError::BackupExistsOnServer => {
            Error::new(Verdict::Refused, doing, error.into())
        }
    }
}

fn storage_failed(doing: &'static str, error: SecretStorageError) -> Error {
    match error {
        SecretStorageError::Sdk(error) => failed(doing)(error),
        SecretStorageError::SecretStorageKey(_) => Error::WrongKey,
        SecretStorageError::Storage(error) => Error::new(Verdict::Store, doing, error.into()),
        error => Error::new(Verdict::Refused, doing, error.into()),
    }
}
