//! Renewing the session of Docs: on demand, or in the background before it ends. What a walk brings is on disk
//! before it is used, and only Docs' own word that it knows nobody ends a session.

use std::sync::{Arc, Weak};
use std::time::{Duration, SystemTime};

use net::Reachability;
use secrecy::SecretString;
use vault::Batch;

use super::state::{DocsState, Open};
use super::walk::Walk;
use super::{CSRF, DOING, ME, SESSION, absent};
use crate::error::Error;
use crate::jar::{Cookie, Jar};
use crate::kept::{self, DocsCookiesKept};
use crate::profile::{Docs, at};
use crate::session::{Inner, Reason};

/// The background task looks at least this often, because a laptop that sleeps stops its timers.
const LONGEST_NAP: Duration = Duration::from_secs(300);
const SHORTEST_NAP: Duration = Duration::from_secs(60);

impl Inner {
    pub(crate) fn docs(&self) -> Result<&Docs, Error> {
        self.profile
            .docs
            .as_ref()
            .ok_or_else(|| absent(&self.profile, "docs"))
    }

    pub(super) async fn accept_docs(&self, cookies: &[Cookie]) -> Result<(), Error> {
        const DOING: &str = "signing in to Docs";
        let docs = self.docs()?;
        let now = SystemTime::now();
        let open = Open::new(Jar::of(cookies, now), docs, now)?;
        let walk = Walk {
            network: &self.network,
            docs,
            jar: open.jar.clone(),
        };
        if !walk.is_somebody().await? {
            return Err(Error::refused(DOING, "Docs does not know who this is"));
        }
        self.open_docs(&mut *self.docs.lock().await, open).await
    }

    /// Renews unless somebody has done so since this generation.
    pub(crate) async fn renew_docs(&self, generation: u64) -> Result<(), Error> {
        let docs = self.docs()?;
        let mut state = self.docs.lock().await;
        let old = match &*state {
            DocsState::Open(open) if open.generation == generation => open.clone(),
            DocsState::Open(_) => return Ok(()),
            DocsState::Never | DocsState::Ended => return Err(Error::SignedOut { doing: DOING }),
        };
        let mut walk = Walk {
            network: &self.network,
            docs,
            jar: old.jar.clone(),
        };
        let walked = match walk.silently().await {
            Ok(()) => walk.is_somebody().await,
            Err(error) => Err(error),
        };
        let now = SystemTime::now();
        match walked {
            Ok(true) => {
                let renewed = Open::new(walk.jar, docs, now)?;
                // A session that lives on without having been renewed is tried again half-way to its end.
                let open = if renewed.expires > old.expires {
                    renewed
                } else {
                    old.half_way(renewed.jar, now)
                };
                self.open_docs(&mut state, open).await
            }
            Ok(false) => {
                self.end_docs(&mut state).await?;
                Err(Error::SignedOut { doing: DOING })
            }
            Err(error) => {
                // The provider may have changed its cookies on the way; Docs' own are as good as before.
                walk.jar
                    .restore(&old.jar, &at(&docs.url, ME), &[SESSION, CSRF]);
                self.open_docs(
                    &mut state,
                    Open {
                        jar: walk.jar,
                        ..old
                    },
                )
                .await?;
                Err(error)
            }
        }
    }

    async fn open_docs(&self, state: &mut DocsState, open: Open) -> Result<(), Error> {
        let mut batch = kept::put(Batch::new(), kept::DOCS, &open.keep());
        let who = self
            .who()
            .filter(|who| who.ended == Some(Reason::DocsEnded));
        let who = who.map(|who| kept::Who { ended: None, ..who });
        if let Some(who) = &who {
            batch = kept::put(batch, kept::WHO, who);
        }
        kept::commit(&self.vault, batch).await?;
        let generation = match state {
            DocsState::Open(old) => old.generation + 1,
            DocsState::Never | DocsState::Ended => open.generation,
        };
        *state = DocsState::Open(Open { generation, ..open });
        if let Some(who) = who {
            self.set_who(who);
        }
        Ok(())
    }

    async fn end_docs(&self, state: &mut DocsState) -> Result<(), Error> {
        let ended = DocsCookiesKept {
            jar: SecretString::default(),
            renew_at: 0,
            expires: 0,
            ended: true,
        };
        let mut batch = kept::put(Batch::new(), kept::DOCS, &ended);
        let who = self.who().map(|who| kept::Who {
            ended: who.ended.or(Some(Reason::DocsEnded)),
            ..who
        });
        if let Some(who) = &who {
            batch = kept::put(batch, kept::WHO, who);
        }
        kept::commit(&self.vault, batch).await?;
        *state = DocsState::Ended;
        tracing::warn!("Docs has ended its session and it could not be renewed");
        if let Some(who) = who {
            self.set_who(who);
        }
        Ok(())
    }
}

/// Renews in the background, so that a session outlives an agent who only reads. Never while offline.
pub(crate) async fn keep_fresh(session: Weak<Inner>) {
    let mut nap = SHORTEST_NAP;
    loop {
        tokio::time::sleep(nap).await;
        let Some(inner) = session.upgrade() else {
            return;
        };
        nap = look_after(&inner).await;
    }
}

async fn look_after(inner: &Arc<Inner>) -> Duration {
    let (generation, renew_at) = match &*inner.docs.lock().await {
        DocsState::Open(open) => (open.generation, open.renew_at),
        DocsState::Never | DocsState::Ended => return LONGEST_NAP,
    };
    if let Ok(left) = renew_at.duration_since(SystemTime::now()) {
        return left.clamp(SHORTEST_NAP, LONGEST_NAP);
    }
    let online = *inner.network.reachability().borrow() == Reachability::Online;
    if online && let Err(error) = inner.renew_docs(generation).await {
        tracing::info!(%error, "the session of Docs was not renewed");
    }
    SHORTEST_NAP
}
