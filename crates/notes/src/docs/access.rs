//! The headers by which Docs knows us, and what is done when it does not.

use std::sync::{MutexGuard, PoisonError};

use net::reqwest::Response;
use net::reqwest::header::{
    ACCEPT_LANGUAGE, AUTHORIZATION, COOKIE, HeaderMap, HeaderName, HeaderValue, ORIGIN, REFERER,
    SET_COOKIE,
};
use secrecy::ExposeSecret as _;
use session::{Audience, DocsAccess};
use vault::{Batch, Table, Vault};

use super::{Docs, Trouble};

const ACCESS: Table = Table::new("notes.access");
const LOCK_KEY: &str = "lock key";
const SESSION: &str = "docs_sessionid";
const CSRF: HeaderName = HeaderName::from_static("x-csrftoken");

impl Docs {
    /// What a call carries; more when it changes something.
    pub(super) fn headers(&self, access: &DocsAccess, writes: bool) -> Result<HeaderMap, Trouble> {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_static("en"));
        match access {
            DocsAccess::Cookies(cookies) => {
                let csrf = cookies.csrf.expose_secret();
                let session = cookies.session.expose_secret();
                headers.insert(
                    COOKIE,
                    secret(format!("{SESSION}={session}; csrftoken={csrf}"))?,
                );
                if writes {
                    headers.insert(CSRF, secret(csrf.to_owned())?);
                    let origin = self.origin();
                    headers.insert(REFERER, plain(format!("{origin}/"))?);
                    headers.insert(ORIGIN, plain(origin)?);
                }
            }
            DocsAccess::Bearer(token) => {
                headers.insert(
                    AUTHORIZATION,
                    secret(format!("Bearer {}", token.expose_secret()))?,
                );
                if let Some(key) = &*self.lock_key() {
                    headers.insert(COOKIE, secret(format!("{SESSION}={key}"))?);
                }
            }
        }
        Ok(headers)
    }

    /// What a websocket carries; nothing where there are no cookies, because it does not open with a token.
    pub(crate) async fn socket_headers(&self) -> Result<Option<HeaderMap>, Trouble> {
        let access = self.session.docs().await.map_err(Trouble::of_session)?;
        if matches!(access, DocsAccess::Bearer(_)) {
            return Ok(None);
        }
        let mut headers = self.headers(&access, false)?;
        headers.insert(ORIGIN, plain(self.origin())?);
        Ok(Some(headers))
    }

    pub(crate) fn origin(&self) -> String {
        self.base.origin().ascii_serialization()
    }

    /// Renews what was refused.
    pub(super) async fn renew(&self, access: &DocsAccess) -> Result<(), Trouble> {
        match access {
            DocsAccess::Cookies(_) => self.session.renew_docs().await.map_err(Trouble::of_session),
            DocsAccess::Bearer(token) => {
                self.session.bearer_refused(Audience::Docs, token).await;
                Ok(())
            }
        }
    }

    /// Keeps the session that a server gives to whoever comes with a token, also for after a restart: without it our
    /// own lock of yesterday would be somebody else's.
    pub(super) async fn keep_lock_key(&self, access: &DocsAccess, answer: &Response) {
        let known = self.lock_key().is_some();
        if matches!(access, DocsAccess::Cookies(_)) || known && answer.status().is_success() {
            return;
        }
        let cookies = answer
            .headers()
            .get_all(SET_COOKIE)
            .iter()
            .filter_map(|cookie| cookie.to_str().ok());
        let session = cookies
            .filter_map(|cookie| cookie.split(';').next()?.split_once('='))
            .find(|(name, _)| name.trim() == SESSION);
        let Some((_, value)) = session else { return };
        *self.lock_key() = Some(value.trim().to_owned());
        let kept = Batch::new().put(ACCESS, LOCK_KEY, value.trim());
        if let Err(error) = self.vault.commit(kept).await {
            tracing::warn!(%error, "the key of the edit lock was not kept");
        }
    }

    fn lock_key(&self) -> MutexGuard<'_, Option<String>> {
        self.lock_key.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The key that was kept, if there is one that can be read.
pub(super) fn kept_lock_key(vault: &Vault) -> Option<String> {
    let kept = vault.get(ACCESS, LOCK_KEY).ok().flatten()?;
    String::from_utf8(kept).ok()
}

fn secret(text: String) -> Result<HeaderValue, Trouble> {
    let mut value = plain(text)?;
    value.set_sensitive(true);
    Ok(value)
}

fn plain(text: String) -> Result<HeaderValue, Trouble> {
    HeaderValue::try_from(text).map_err(|_| Trouble::Server)
}
