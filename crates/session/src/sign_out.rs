//! The end of a session. What is kept here is erased first, whatever the servers will say; then they are told, each
//! for a short while, and the report says honestly what each of them did. The homeserver's session is chat's to end:
//! its record stays, because it names the place of the messages that stay too.

use std::time::Duration;

use net::Retry;
use secrecy::ExposeSecret as _;
use url::Url;
use vault::Batch;

use crate::docs::DocsState;
use crate::docs::walk::{Walk, next};
use crate::error::Error;
use crate::jar::{Jar, LedBy};
use crate::kept::{self, Tokens, Who};
use crate::profile::at;
use crate::session::{Inner, Reason, Session, TokenState};

const EACH: Duration = Duration::from_secs(10);
const DOING: &str = "signing out";

/// What became of a sign-out. On this machine it is complete in any case.
#[derive(Debug)]
pub struct SignOutReport {
    /// The refresh token, which was revoked.
    pub tokens: Step,
    /// The session at Docs.
    pub docs: Step,
    /// The session at the provider.
    pub provider: Step,
    /// The page that ends the session at the provider in the browser that has it.
    pub end_session: Option<Url>,
}

/// What a server did.
#[derive(Debug)]
pub enum Step {
    /// It has ended what we asked it to end.
    Done,
    /// There was nothing to end, or it offers no way.
    Nothing,
    /// It can only be done in the agent's browser, at [`SignOutReport::end_session`].
    InBrowser,
    /// It was not reached or refused; what it has ends by itself in time.
    Failed(Error),
}

impl Session {
    /// Signs out: erases tokens and cookies, then revokes them and ends the sessions at Docs and the provider.
    /// Notes, messages and whose account it is stay.
    ///
    /// # Errors
    /// [`Error::Store`] when the vault could not erase; then no server is told.
    pub async fn sign_out(&self) -> Result<SignOutReport, Error> {
        self.shielded(|inner| async move {
            let (tokens, jar) = inner.erase().await?;
            Ok(inner.tell_servers(tokens, jar).await)
        })
        .await
    }
}

impl Inner {
    async fn erase(&self) -> Result<(Option<Tokens>, Option<Jar>), Error> {
        let mut tokens = self.tokens.lock().await;
        let mut docs = self.docs.lock().await;
        let mut batch = kept::remove(kept::remove(Batch::new(), kept::TOKENS), kept::DOCS);
        let who = self.who().map(|who| Who {
            ended: Some(Reason::ByAgent),
            ..who
        });
        if let Some(who) = &who {
            batch = kept::put(batch, kept::WHO, who);
        }
        kept::commit(&self.vault, batch).await?;
        if let Some(who) = who {
            self.set_who(who);
        }
        tracing::info!("signed out");
        let jar = match std::mem::replace(&mut *docs, DocsState::Never) {
            DocsState::Open(open) => Some(open.jar),
            DocsState::Never | DocsState::Ended => None,
        };
        Ok((std::mem::take::<TokenState>(&mut tokens).kept, jar))
    }

    async fn tell_servers(&self, tokens: Option<Tokens>, jar: Option<Jar>) -> SignOutReport {
        let docs = in_time(self.leave_docs(jar.clone())).await;
        let revoked = in_time(self.revoke(tokens.as_ref())).await;
        let end_session = in_time_or(self.end_session(tokens.as_ref())).await;
        let (provider, end_session) = match end_session {
            Err(error) => (Step::Failed(error), None),
            Ok(None) => (Step::Nothing, None),
            Ok(Some(url)) => (in_time(self.leave_provider(&url, jar)).await, Some(url)),
        };
        SignOutReport {
            tokens: revoked,
            docs,
            provider,
            end_session,
        }
    }

    async fn revoke(&self, tokens: Option<&Tokens>) -> Result<Step, Error> {
        let Some(token) = tokens.and_then(|tokens| tokens.refresh.as_ref()) else {
            return Ok(Step::Nothing);
        };
        let revoked = self
            .provider()
            .await?
            .revoke(token, &self.profile.client_id)
            .await?;
        Ok(if revoked { Step::Done } else { Step::Nothing })
    }

    /// Docs ends its session only when its second address is visited, with the state that the first one gives.
    async fn leave_docs(&self, jar: Option<Jar>) -> Result<Step, Error> {
        let (Some(jar), Some(docs)) = (jar, &self.profile.docs) else {
            return Ok(Step::Nothing);
        };
        let mut walk = Walk {
            network: &self.network,
            docs,
            jar,
        };
        let first = at(&docs.url, "api/v1.0/logout/");
        let answer = walk.step(&first, LedBy::Us).await?;
        let Some(leads_to) = next(&answer, &first)? else {
            return Err(Error::refused(
                DOING,
                format!("Docs answers {}", answer.status()),
            ));
        };
        let Some((_, state)) = leads_to.query_pairs().find(|(name, _)| name == "state") else {
            return if walk.is_somebody().await? {
                Err(Error::refused(
                    DOING,
                    "Docs does not say how its session is ended",
                ))
            } else {
                Ok(Step::Done)
            };
        };
        let mut second = at(&docs.url, "api/v1.0/logout-callback/");
        second.query_pairs_mut().append_pair("state", &state);
        walk.step(&second, LedBy::Us).await?;
        if walk.is_somebody().await? {
            Err(Error::refused(DOING, "Docs keeps its session"))
        } else {
            Ok(Step::Done)
        }
    }

    /// The provider's page for ending a session (RP-initiated logout).
    async fn end_session(&self, tokens: Option<&Tokens>) -> Result<Option<Url>, Error> {
        let Some(tokens) = tokens else {
            return Ok(None);
        };
        let endpoint = self.provider().await?.more.end_session_endpoint.clone();
        Ok(endpoint.map(|mut url| {
            url.query_pairs_mut()
                .append_pair("id_token_hint", tokens.id_token.expose_secret())
                .append_pair("client_id", &self.profile.client_id);
            url
        }))
    }

    /// With the provider's cookies we can ask by ourselves; but where it wants the agent's confirmation, it gets it
    /// from the agent.
    async fn leave_provider(&self, page: &Url, jar: Option<Jar>) -> Result<Step, Error> {
        let Some(cookies) = jar.and_then(|jar| jar.header(page, LedBy::Us)) else {
            return Ok(Step::InBrowser);
        };
        let request = self
            .network
            .client()
            .get(page.clone())
            .header(net::reqwest::header::COOKIE, cookies);
        let answer = self.network.send(request, Retry::Safe).await;
        let status = answer
            .map_err(|source| Error::of_network(DOING, source))?
            .status();
        if status.is_redirection() {
            Ok(Step::Done)
        } else if status.is_success() {
            Ok(Step::InBrowser)
        } else {
            Err(Error::refused(
                DOING,
                format!("the provider answers {status}"),
            ))
        }
    }
}

async fn in_time(step: impl Future<Output = Result<Step, Error>>) -> Step {
    in_time_or(step).await.unwrap_or_else(Step::Failed)
}

async fn in_time_or<T>(step: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let late = |_| Err(Error::refused(DOING, "no answer in time"));
    tokio::time::timeout(EACH, step).await.unwrap_or_else(late)
}
