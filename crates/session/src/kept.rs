//! What the vault keeps of a session: who, the tokens, the cookies and the homeserver's session, each one record.
//! Access tokens are not kept: they are got again.

use secrecy::{ExposeSecret as _, SecretString};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize, Serializer};
use vault::{Batch, Table, Vault};

use crate::error::Error;
use crate::session::{Agent, Reason};

const TABLE: Table = Table::new("session");

/// The records' names.
pub(crate) const WHO: &str = "who";
pub(crate) const TOKENS: &str = "tokens";
pub(crate) const DOCS: &str = "docs";
pub(crate) const MATRIX: &str = "matrix";

/// Whose account it is, for good; and why nobody is signed in at the moment, if so.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Who {
    pub(crate) issuer: String,
    pub(crate) agent: Agent,
    pub(crate) ended: Option<Reason>,
}

/// The tokens that outlive the process.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Tokens {
    #[serde(serialize_with = "exposed_option")]
    pub(crate) refresh: Option<SecretString>,
    /// The refresh token before this one, for a provider that has lost its last step.
    #[serde(serialize_with = "exposed_option")]
    pub(crate) previous: Option<SecretString>,
    #[serde(serialize_with = "exposed")]
    pub(crate) id_token: SecretString,
    /// The audiences this sign-in was made for.
    #[serde(default)]
    pub(crate) resources: Vec<String>,
}

/// The cookies of Docs and of the provider, and when they end. Times are milliseconds since the epoch.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct DocsCookiesKept {
    #[serde(serialize_with = "exposed")]
    pub(crate) jar: SecretString,
    pub(crate) renew_at: u64,
    pub(crate) expires: u64,
    pub(crate) ended: bool,
}

/// Reads a record.
pub(crate) fn read<T: DeserializeOwned>(vault: &Vault, id: &str) -> Result<Option<T>, Error> {
    let Some(bytes) = read_bytes(vault, id)? else {
        return Ok(None);
    };
    // The parser may quote what it reads: only the place is told.
    let unusable =
        |error: serde_json::Error| format!("the record {id} is wrong in column {}", error.column());
    let record = serde_json::from_slice(&bytes)
        .map_err(|error| Error::unusable(READING, unusable(error)))?;
    Ok(Some(record))
}

pub(crate) fn read_bytes(vault: &Vault, id: &str) -> Result<Option<Vec<u8>>, Error> {
    vault.get(TABLE, id).map_err(|source| Error::Store {
        doing: READING,
        source,
    })
}

/// Adds a record to a batch.
pub(crate) fn put(batch: Batch, id: &str, record: &impl Serialize) -> Batch {
    let bytes = serde_json::to_vec(record)
        .expect("a record has text keys only and cannot fail to serialise");
    put_bytes(batch, id, bytes)
}

pub(crate) fn put_bytes(batch: Batch, id: &str, bytes: Vec<u8>) -> Batch {
    batch.put(TABLE, id, bytes)
}

/// Adds the removal of a record to a batch.
pub(crate) fn remove(batch: Batch, id: &str) -> Batch {
    batch.remove(TABLE, id)
}

/// Makes a batch durable.
pub(crate) async fn commit(vault: &Vault, batch: Batch) -> Result<(), Error> {
    vault
        .commit(batch)
        .await
        .map(drop)
        .map_err(|source| Error::Store {
            doing: KEEPING,
            source,
        })
}

/// Makes a batch durable, for callers that cannot wait asynchronously.
pub(crate) fn commit_blocking(vault: &Vault, batch: Batch) -> Result<(), Error> {
    vault
        .commit_blocking(batch)
        .map(drop)
        .map_err(|source| Error::Store {
            doing: KEEPING,
            source,
        })
}

const READING: &str = "reading the kept session";
const KEEPING: &str = "keeping the session";

fn exposed<S: Serializer>(secret: &SecretString, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(secret.expose_secret())
}

fn exposed_option<S: Serializer>(secret: &Option<SecretString>, to: S) -> Result<S::Ok, S::Error> {
    match secret {
        Some(secret) => to.serialize_some(secret.expose_secret()),
        None => to.serialize_none(),
    }
}
