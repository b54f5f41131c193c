//! The messenger as a whole: opening, restoring, starting, signing out. What it can do besides stands next to what
//! it works on: rooms, timeline, send, recovery, verification.

use std::fmt;
use std::sync::{Arc, Mutex};

use net::Network;
use secrecy::SecretString;
use tokio::runtime::Handle;
use tokio::sync::mpsc::UnboundedSender;
use url::Url;
use vault::Vault;

use crate::change::Change;
use crate::error::{Error, failed};
use crate::id::UserId;
use crate::kept::{Keep, Kept};
use crate::live::{Live, lock};
use crate::sign_in::Leg;

/// What chat is opened with.
pub struct Opening {
    /// Whose messages these are. The stores lie in its folder, sealed with its key for chat.
    pub vault: Vault,
    /// How bytes leave.
    pub network: Network,
    /// The homeserver, as the agency's profile names it.
    pub homeserver: Url,
    /// Where the session is kept.
    pub keep: Keep,
    /// Who is told what changes.
    pub changes: UnboundedSender<Change>,
}

/// The messenger of one account. A clone is the same messenger.
#[derive(Clone)]
pub struct Chat {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) ground: Ground,
    /// Whose stores are on this disk, also when nobody is signed in.
    pub(crate) kept: Mutex<Option<Kept>>,
    pub(crate) leg: tokio::sync::Mutex<Option<Leg>>,
    live: Mutex<Option<Arc<Live>>>,
    /// Held while the session is opened, replaced or closed.
    pub(crate) turn: tokio::sync::Mutex<()>,
    runtime: Handle,
}

pub(crate) struct Ground {
    pub(crate) vault: Vault,
    pub(crate) network: Network,
    pub(crate) homeserver: Url,
    pub(crate) keep: Keep,
    pub(crate) changes: UnboundedSender<Change>,
}

impl Chat {
    /// Opens the messenger, signed out. Touches neither disk nor network. Called on a Tokio runtime.
    pub fn open(opening: Opening) -> Self {
        let ground = Ground {
            vault: opening.vault,
            network: opening.network,
            homeserver: opening.homeserver,
            keep: opening.keep,
            changes: opening.changes,
        };
        Self {
            inner: Arc::new(Inner {
                ground,
                kept: Mutex::default(),
                leg: tokio::sync::Mutex::default(),
                live: Mutex::default(),
                turn: tokio::sync::Mutex::default(),
                runtime: Handle::current(),
            }),
        }
    }

    /// Opens the stores with a session that was kept before. Needs no network; rooms are told from the disk. After a
    /// sign-out it only remembers whose stores these are.
    pub async fn restore(&self, kept: &SecretString) -> Result<(), Error> {
        let _turn = self.inner.turn.lock().await;
        let kept = Kept::parse(kept)?;
        if let Some(session) = kept.session()? {
            self.replace(None).await;
            let live = Live::open(&self.inner.ground, &kept, session).await?;
            self.replace(Some(live)).await;
        }
        *lock(&self.inner.kept) = Some(kept);
        Ok(())
    }

    /// Who is signed in, or was until the homeserver ended the session.
    pub fn me(&self) -> Option<UserId> {
        let live = lock(&self.inner.live);
        let me = live.as_ref()?.client.user_id()?;
        Some(me.as_str().into())
    }

    /// Starts syncing and sending, or tries again at once.
    pub async fn start(&self) -> Result<(), Error> {
        self.live("starting to sync")?.start().await;
        Ok(())
    }

    /// Stops syncing and sending. Everything on disk stays readable, writing goes on queueing.
    pub async fn stop(&self) {
        if let Ok(live) = self.live("stopping") {
            live.stop().await;
        }
    }

    /// Tells the whole state of everything that is open once more, for a window that has just come.
    pub async fn tell_again(&self) {
        if let Ok(live) = self.live("telling again") {
            live.tell_again().await;
        }
    }

    /// Signs out: stops, forgets the tokens here, and revokes them at the server. The stores stay, sealed. The
    /// result here is the same whatever the server says; the error only tells that it did not revoke.
    pub async fn sign_out(&self) -> Result<(), Error> {
        let _turn = self.inner.turn.lock().await;
        let Some(live) = lock(&self.inner.live).take() else {
            return Ok(());
        };
        live.close().await;
        let kept = lock(&self.inner.kept).take().map(Kept::without_tokens);
        lock(&self.inner.kept).clone_from(&kept);
        // Before the server is asked, which may never answer; and after it, because revoking may have renewed them.
        let forgotten = self.forget_tokens(kept.as_ref());
        let revoked = live.client.logout().await;
        let forgotten = forgotten.and_then(|()| self.forget_tokens(kept.as_ref()));
        forgotten.and(revoked.map_err(failed("signing out")))
    }

    /// Closes everything and waits for it: afterwards the stores are free.
    pub async fn close(&self) {
        let _turn = self.inner.turn.lock().await;
        self.replace(None).await;
    }

    pub(crate) fn live(&self, doing: &'static str) -> Result<Arc<Live>, Error> {
        lock(&self.inner.live)
            .clone()
            .ok_or(Error::SignedOut { doing })
    }

    /// Puts `live` in the place of what was open, which is closed first.
    pub(crate) async fn replace(&self, live: Option<Arc<Live>>) {
        let old = std::mem::replace(&mut *lock(&self.inner.live), live);
        if let Some(old) = old {
            old.close().await;
        }
    }

    fn forget_tokens(&self, without: Option<&Kept>) -> Result<(), Error> {
        without.map_or(Ok(()), |kept| self.keep(kept))
    }

    pub(crate) fn keep(&self, kept: &Kept) -> Result<(), Error> {
        (self.inner.ground.keep.save)(kept.write()).map_err(|source| Error::Store {
            doing: "keeping the session",
            source,
        })
    }
}

impl fmt::Debug for Chat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Chat").finish_non_exhaustive()
    }
}

impl Drop for Inner {
    /// The SDK's stores can only be dropped inside of a runtime.
    fn drop(&mut self) {
        let _inside = self.runtime.enter();
        lock(&self.live).take();
        self.leg.get_mut().take();
    }
}
