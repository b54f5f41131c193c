//! The notes of a desk as the product opens them: in a vault of a folder of its own, with a keyring in memory.

use std::path::Path;

use anyhow::{Context as _, Result};
use keyring::mock::Store;
use net::{Network, Proxy, Way};
use notes::{Change, NoteId, Notes, Opening};
use secrecy::SecretString;
use session::{Cookie, Profile, Session};
use tempfile::TempDir;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use url::Url;
use vault::{AccountId, Batch, Keyring, Vault};

/// A machine's disk.
#[derive(Debug)]
pub struct Disk {
    folder: TempDir,
    account: AccountId,
    keyring: Keyring,
}

/// An open desk.
pub struct Desk {
    /// Where all of it lies.
    pub vault: Vault,
    /// What is measured.
    pub notes: Notes,
    /// What the window would be told.
    pub changes: UnboundedReceiver<Change>,
    session: Session,
}

/// A server of Docs.
#[derive(Debug, Clone)]
pub struct Server {
    /// Where it is.
    pub url: Url,
    /// Who vouches for it (PEM); nobody has to when it is never asked.
    pub authority: Option<String>,
}

impl Disk {
    /// An empty one.
    pub fn new() -> Result<Self> {
        let store = Store::new().map_err(|error| anyhow::anyhow!("making a keyring: {error}"))?;
        Ok(Self {
            folder: tempfile::tempdir().context("making a folder")?,
            account: AccountId::random(),
            keyring: Keyring::of(store),
        })
    }

    /// Where it is, for what is no vault.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Its vault.
    pub fn vault(&self) -> Result<Vault> {
        let folder = self.folder().join(self.account.as_str());
        Vault::open(&folder, &self.account, &self.keyring).context("opening a vault")
    }

    /// A desk on it, with no server in reach.
    pub async fn desk(&self) -> Result<Desk> {
        let url = Url::parse("https://docs.example/")?;
        let authority = None;
        self.desk_at(&Server { url, authority }).await
    }

    /// A desk on it at this server.
    pub async fn desk_at(&self, server: &Server) -> Result<Desk> {
        net::install_crypto();
        let vault = self.vault()?;
        let docs = server.url.clone();
        let network = Network::new(Way {
            proxy: Proxy::Direct,
            certificate_authorities: server.authority.clone().into_iter().collect(),
            allowed: vec![docs.clone()],
        })?;
        let profile = serde_json::json!({
            "id": "paris", "name": "Paris", "emailDomains": ["paris.example"], "clientId": "attache",
            "issuer": "https://id.example/", "docs": { "url": docs },
        });
        let profile = Profile::parse(&profile.to_string(), "of the benchmark")?;
        let session = Session::open(vault.clone(), network.clone(), profile)?;
        let (told, changes) = unbounded_channel();
        let opening = Opening {
            vault: vault.clone(),
            network,
            session: session.clone(),
            docs,
            room_for_files: 1 << 20,
            changes: told,
        };
        Ok(Desk {
            vault,
            notes: Notes::open(opening).await.context("opening the notes")?,
            changes,
            session,
        })
    }
}

impl Desk {
    /// A note that was written before: this state lies in its snapshot, as compaction leaves it.
    pub async fn note(&self, state: &[u8]) -> Result<NoteId> {
        let note = self.notes.create(None, None).await?;
        let receipt = self
            .vault
            .commit_blocking(Batch::new().append(stream(&note), state))?;
        let last = receipt.seqs.last().copied().context("an entry's number")?;
        self.vault
            .commit_blocking(Batch::new().compact(stream(&note), last, state))?;
        Ok(note)
    }

    /// Signs in with the cookies that a sign-in window would bring.
    pub async fn sign_in(&self, cookies: &[(String, String)]) -> Result<()> {
        let host = self.session.profile().docs.as_ref();
        let host = host
            .and_then(|docs| docs.url.host_str())
            .unwrap_or_default();
        let cookie = |(name, value): &(String, String)| Cookie {
            name: name.clone(),
            value: SecretString::from(value.clone()),
            host: host.to_owned(),
            path: "/".to_owned(),
            secure: true,
            strict: false,
            expires: None,
        };
        let cookies = cookies.iter().map(cookie).collect();
        let accepted = self.session.accept_docs(cookies).await;
        accepted.context("signing in to Docs")
    }

    /// Ends it, so that the disk can be opened again.
    pub async fn close(self) {
        self.notes.stop().await;
        self.vault.close();
    }
}

/// Where a note's text lies in the vault.
pub fn stream(note: &NoteId) -> String {
    format!("note/{note}")
}
