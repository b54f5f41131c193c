//! The session against a provider and a Docs whose answers a test decides.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends there")]

mod docs;
mod fake;
mod profile;
mod sign_in;
mod tokens;

use fake::Fake;
use net::{Network, Proxy, Way};
use session::{Session, SignIn, Standing};
use tempfile::TempDir;
use url::Url;
use vault::{AccountId, Keyring, Vault};

/// A fake, a vault and a session in between.
pub(crate) struct Desk {
    pub(crate) fake: Fake,
    pub(crate) vault: Vault,
    pub(crate) session: Session,
    _folder: TempDir,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let keyring = Keyring::of(keyring::mock::Store::new().unwrap());
        let vault = Vault::open(folder.path(), &AccountId::random(), &keyring).unwrap();
        let fake = Fake::start();
        let session = Session::open(vault.clone(), network(&fake), fake.profile()).unwrap();
        Desk {
            fake,
            vault,
            session,
            _folder: folder,
        }
    }

    pub(crate) async fn signed_in() -> Self {
        let desk = Self::new();
        desk.sign_in().await.unwrap();
        desk
    }

    pub(crate) async fn sign_in(&self) -> Result<(), session::Error> {
        let sign_in = begin(&self.fake).await;
        let grant = sign_in.finish(&self.fake.approve(sign_in.url())).await?;
        self.session.accept(grant).await
    }

    /// The session as another run of the program finds it.
    pub(crate) fn reopened(&self) -> Session {
        Session::open(self.vault.clone(), network(&self.fake), self.fake.profile()).unwrap()
    }

    pub(crate) fn standing(&self) -> Standing {
        self.session.standing().borrow().clone()
    }
}

pub(crate) fn network(fake: &Fake) -> Network {
    let profile = fake.profile();
    let allowed = profile.origins();
    let certificate_authorities = profile.certificate_authorities;
    Network::new(Way {
        proxy: Proxy::Direct,
        certificate_authorities,
        allowed,
    })
    .unwrap()
}

pub(crate) fn redirect() -> Url {
    Url::parse("http://127.0.0.1:43123/callback").unwrap()
}

pub(crate) async fn begin(fake: &Fake) -> SignIn {
    SignIn::begin(&fake.profile(), &network(fake), &redirect())
        .await
        .unwrap()
}

/// An error with everything it stands on.
pub(crate) fn told(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text += &format!(": {error}");
        source = error.source();
    }
    text
}
