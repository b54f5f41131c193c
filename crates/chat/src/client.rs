//! Builds the SDK's client. Building never touches the network, so the program starts offline. The HTTP client, and
//! with it proxy, certificates and allowed hosts, is `net`'s.

use std::time::Duration;

use matrix_sdk::config::RequestConfig;
use matrix_sdk::cross_process_lock::CrossProcessLockConfig;
use matrix_sdk::encryption::{BackupDownloadStrategy, EncryptionSettings};
use matrix_sdk::{Client, ClientBuildError, ClientBuilder, HttpError, SqliteStoreConfig};
use net::Network;
use url::Url;
use vault::{Purpose, Vault};

use crate::error::{Error, Verdict, http_verdict};

/// Connections per database file. The SDK's default is four for each core, each with a cache of its own.
const CONNECTIONS: usize = 4;

/// The client that lives: its stores are in the vault's folder, sealed with the vault's key for chat.
pub(crate) async fn with_store(
    vault: &Vault,
    network: &Network,
    homeserver: &Url,
    store: &str,
) -> Result<Client, Error> {
    let folder = vault.folder().join("chat").join(store);
    let key = vault.key_for(Purpose::Chat);
    let config = SqliteStoreConfig::new(folder.join("data"))
        .key(Some(&key))
        .pool_max_size(CONNECTIONS);
    let client = base(network, homeserver)
        .sqlite_store_with_config_and_cache_path(config, Some(folder.join("cache")))
        .handle_refresh_tokens()
        .with_encryption_settings(EncryptionSettings {
            auto_enable_cross_signing: true,
            auto_enable_backups: true,
            backup_download_strategy: BackupDownloadStrategy::AfterDecryptionFailure,
        })
        .build()
        .await
        .map_err(not_built)?;
    // Before the sync service is built: it helps unread counts and previews.
    client
        .event_cache()
        .config_mut()
        .experimental_auto_backpagination = true;
    Ok(client)
}

/// The client that only signs in. It has no store and sets up no encryption: nothing of a sign-in that fails, or of
/// a stranger who signs in, reaches the disk, and its throw-away device keys are never uploaded.
pub(crate) async fn for_sign_in(network: &Network, homeserver: &Url) -> Result<Client, Error> {
    base(network, homeserver).build().await.map_err(not_built)
}

fn base(network: &Network, homeserver: &Url) -> ClientBuilder {
    Client::builder()
        .homeserver_url(homeserver)
        // Else the answer to a sign-in moves the client to an address of the server's choice.
        .respect_login_well_known(false)
        // The default allows several processes; the vault's lock guarantees that we are the only one.
        .cross_process_store_config(CrossProcessLockConfig::SingleProcess)
        .http_client(network.client())
        .request_config(
            RequestConfig::new()
                .timeout(Duration::from_secs(30))
                .retry_limit(3),
        )
}

fn not_built(error: ClientBuildError) -> Error {
    let verdict = match &error {
        ClientBuildError::SqliteStore(_) => Verdict::Store,
        ClientBuildError::Http(error) => http_verdict(error),
        _ => Verdict::Refused,
    };
    let source = match error {
        ClientBuildError::Http(HttpError::Reqwest(error)) => error.without_url().into(),
        error => error.into(),
    };
    Error::new(verdict, "opening chat", source)
}
