//! The session: whose account it is, whether they are signed in, and every token. It is restored without a network.
//! Renewal lives in `renewal`, the cookies of Docs in `docs`, the end in `sign_out`; all of it through one value,
//! so that a refresh happens once however many ask.

use std::collections::HashMap;
use std::fmt;
use std::future::Future;
use std::sync::{Arc, Mutex as Lock, MutexGuard, PoisonError};

use net::Network;
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use tokio::sync::{Mutex, OnceCell, oneshot, watch};
use tokio::task::JoinSet;
use tokio::time::Instant;
use vault::{Batch, Vault};

use crate::docs::{self, DocsState};
use crate::error::Error;
use crate::kept::{self, Tokens, Who};
use crate::profile::Profile;
use crate::provider::{Access, Provider};
use crate::sign_in::Grant;

/// The person an account belongs to.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agent {
    /// The provider's name for them, which never changes.
    pub subject: String,
    /// Their name.
    pub name: String,
    /// Their e-mail address; empty when the provider does not tell.
    pub email: String,
}

/// Names and addresses do not belong in a log.
impl fmt::Debug for Agent {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("Agent(…)")
    }
}

/// Why nobody is signed in to an account that has an owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reason {
    /// The agent signed out.
    ByAgent,
    /// The provider does not renew the sign-in any more: it has expired or was revoked.
    Refused,
    /// Docs has ended its session and the provider does not renew it without being asked.
    DocsEnded,
}

/// Whether somebody is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// The account has no owner yet.
    NeverSignedIn,
    /// They are.
    SignedIn(Agent),
    /// They were: everything on disk opens, and nothing is sent.
    SignedOut {
        /// Whose account it is.
        agent: Agent,
        /// Why.
        reason: Reason,
    },
}

/// Which server a token is for. No token is good for two of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Audience {
    /// The documents server, where it takes tokens.
    Docs,
    /// The model gateway.
    Assistant,
}

/// A session. Cloning is cheap and shares everything; background work ends with the last clone.
#[derive(Clone)]
pub struct Session {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) vault: Vault,
    pub(crate) network: Network,
    pub(crate) profile: Profile,
    pub(crate) tokens: Mutex<TokenState>,
    pub(crate) docs: Mutex<DocsState>,
    who: Lock<Option<Who>>,
    standing: watch::Sender<Standing>,
    provider: OnceCell<Provider>,
    tasks: Lock<JoinSet<()>>,
}

/// The tokens, behind the lock that makes a refresh happen once.
#[derive(Default)]
pub(crate) struct TokenState {
    pub(crate) kept: Option<Tokens>,
    pub(crate) access: HashMap<Audience, Access>,
    /// A rotated token that the vault has not taken yet: nothing else happens before it has.
    pub(crate) unsaved: bool,
}

impl Session {
    /// Restores what the vault knows, without a network. Has to be called on a Tokio runtime.
    ///
    /// # Errors
    /// [`Error::Store`] when the vault cannot be read, [`Error::Unusable`] when a record in it is broken.
    pub fn open(vault: Vault, network: Network, profile: Profile) -> Result<Self, Error> {
        let who: Option<Who> = kept::read(&vault, kept::WHO)?;
        let tokens = TokenState {
            kept: kept::read(&vault, kept::TOKENS)?,
            ..TokenState::default()
        };
        let docs = DocsState::restore(kept::read(&vault, kept::DOCS)?)?;
        let inner = Arc::new(Inner {
            standing: watch::Sender::new(standing(who.as_ref())),
            tokens: Mutex::new(tokens),
            docs: Mutex::new(docs),
            who: Lock::new(who),
            provider: OnceCell::new(),
            tasks: Lock::new(JoinSet::new()),
            vault,
            network,
            profile,
        });
        inner
            .tasks()
            .spawn(docs::keep_fresh(Arc::downgrade(&inner)));
        Ok(Session { inner })
    }

    /// The agency this session belongs to.
    pub fn profile(&self) -> &Profile {
        &self.inner.profile
    }

    /// Whether somebody is signed in, and every change of it.
    pub fn standing(&self) -> watch::Receiver<Standing> {
        self.inner.standing.subscribe()
    }

    /// Takes a finished sign-in, first on disk. The first one makes its agent the owner of the account.
    ///
    /// # Errors
    /// [`Error::WrongAgent`] when the account belongs to somebody else, [`Error::Store`] when it could not be kept.
    pub async fn accept(&self, grant: Grant) -> Result<(), Error> {
        self.shielded(|inner| async move { inner.accept(grant).await })
            .await
    }

    /// A token for this server; renewed when it has to be, once however many ask at the same time.
    ///
    /// # Errors
    /// [`Error::SignedOut`] when the provider renews no more, [`Error::Offline`] when it cannot be asked.
    pub async fn bearer(&self, audience: Audience) -> Result<SecretString, Error> {
        if let Some(token) = self.inner.tokens.lock().await.live(audience) {
            return Ok(token);
        }
        self.shielded(move |inner| async move { inner.renewed_bearer(audience).await })
            .await
    }

    /// Tells that a server has refused this token although it has not expired: the next one will be new.
    pub async fn bearer_refused(&self, audience: Audience, token: &SecretString) {
        let mut tokens = self.inner.tokens.lock().await;
        let is_same = |access: &Access| access.token.expose_secret() == token.expose_secret();
        if tokens.access.get(&audience).is_some_and(is_same) {
            tokens.access.remove(&audience);
        }
    }

    /// What chat has left to be kept.
    ///
    /// # Errors
    /// [`Error::Store`] when the vault cannot be read, [`Error::Unusable`] when it is no text.
    pub fn matrix(&self) -> Result<Option<SecretString>, Error> {
        let Some(bytes) = kept::read_bytes(&self.inner.vault, kept::MATRIX)? else {
            return Ok(None);
        };
        let text = String::from_utf8(bytes);
        let text =
            text.map_err(|_| Error::unusable("reading the homeserver's session", "it is no text"))?;
        Ok(Some(text.into()))
    }

    /// Keeps the homeserver's session for chat; durable when it returns. Blocks the thread for as long as that takes.
    ///
    /// # Errors
    /// [`Error::Store`] when the vault did not take it.
    pub fn keep_matrix(&self, session: &SecretString) -> Result<(), Error> {
        let bytes = session.expose_secret().as_bytes().to_vec();
        kept::commit_blocking(
            &self.inner.vault,
            kept::put_bytes(Batch::new(), kept::MATRIX, bytes),
        )
    }

    /// Runs to its end even when the caller stops waiting: between a server's answer and the disk nothing may be
    /// dropped. The work belongs to the session and ends with it.
    pub(crate) async fn shielded<T, F>(
        &self,
        work: impl FnOnce(Arc<Inner>) -> F,
    ) -> Result<T, Error>
    where
        T: Send + 'static,
        F: Future<Output = Result<T, Error>> + Send + 'static,
    {
        let (done, result) = oneshot::channel();
        let work = work(self.inner.clone());
        {
            let mut tasks = self.inner.tasks();
            while tasks.try_join_next().is_some() {}
            tasks.spawn(async move {
                // Nobody may be waiting any more, which is the point.
                let _ = done.send(work.await);
            });
        }
        result.await.unwrap_or_else(|_| {
            Err(Error::unusable(
                "working on the session",
                "the work was ended",
            ))
        })
    }
}

impl Inner {
    async fn accept(&self, grant: Grant) -> Result<(), Error> {
        let mut tokens = self.tokens.lock().await;
        let mut docs = self.docs.lock().await;
        if let Some(who) = self.who()
            && (who.issuer != grant.issuer || who.agent.subject != grant.agent.subject)
        {
            return Err(Error::WrongAgent {
                expected: who.agent.name,
                found: grant.agent.name,
            });
        }
        let who = Who {
            issuer: grant.issuer,
            agent: grant.agent,
            ended: None,
        };
        let kept = Tokens {
            refresh: grant.refresh,
            previous: None,
            id_token: grant.id_token,
            resources: grant.resources,
        };
        let mut batch = kept::put(
            kept::put(Batch::new(), kept::WHO, &who),
            kept::TOKENS,
            &kept,
        );
        let docs_ended = docs.has_ended();
        if docs_ended {
            batch = kept::remove(batch, kept::DOCS);
        }
        kept::commit(&self.vault, batch).await?;
        if docs_ended {
            docs.clear();
        }
        let access = HashMap::from([(Audience::Docs, grant.access)]);
        *tokens = TokenState {
            kept: Some(kept),
            access,
            unsaved: false,
        };
        self.set_who(who);
        tracing::info!("signed in");
        Ok(())
    }

    pub(crate) fn who(&self) -> Option<Who> {
        self.who
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Tells everybody; to be called after it is on disk.
    pub(crate) fn set_who(&self, who: Who) {
        let standing = standing(Some(&who));
        *self.who.lock().unwrap_or_else(PoisonError::into_inner) = Some(who);
        self.standing.send_if_modified(|known| {
            let changed = *known != standing;
            *known = standing;
            changed
        });
    }

    /// The provider describes itself once per run.
    pub(crate) async fn provider(&self) -> Result<&Provider, Error> {
        self.provider
            .get_or_try_init(|| Provider::discover(&self.profile, &self.network))
            .await
    }

    fn tasks(&self) -> MutexGuard<'_, JoinSet<()>> {
        self.tasks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl TokenState {
    pub(crate) fn live(&self, audience: Audience) -> Option<SecretString> {
        let access = self
            .access
            .get(&audience)
            .filter(|access| !self.unsaved && access.until > Instant::now())?;
        Some(access.token.clone())
    }
}

fn standing(who: Option<&Who>) -> Standing {
    match who {
        None => Standing::NeverSignedIn,
        Some(Who {
            agent, ended: None, ..
        }) => Standing::SignedIn(agent.clone()),
        Some(Who {
            agent,
            ended: Some(reason),
            ..
        }) => Standing::SignedOut {
            agent: agent.clone(),
            reason: *reason,
        },
    }
}
