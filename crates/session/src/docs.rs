//! How Docs knows the agent: by its session cookie, or by a token where its version takes one. A session is renewed
//! without a screen, by walking the redirects of a silent sign-in with the provider's cookies, and only
//! `users/me/` = 200 counts as proof that it worked. The pages of a first sign-in are not walked here.

use std::time::SystemTime;

use net::reqwest::StatusCode;
use net::reqwest::header::WWW_AUTHENTICATE;
use net::{Network, Retry};
use secrecy::SecretString;
use url::Url;

use crate::error::Error;
use crate::jar::Cookie;
use crate::profile::{Docs, Place, Profile, at};
use crate::session::{Audience, Session};

mod renewal;
mod state;
pub(crate) mod walk;

pub(crate) use renewal::keep_fresh;
pub(crate) use state::DocsState;

/// The names of the cookies that are Docs' own.
pub(crate) const SESSION: &str = "docs_sessionid";
pub(crate) const CSRF: &str = "csrftoken";

const DOING: &str = "renewing the session of Docs";

/// What to send to Docs.
#[derive(Clone)]
pub enum DocsAccess {
    /// Its cookies.
    Cookies(DocsCookies),
    /// A token.
    Bearer(SecretString),
}

/// The cookies of a Docs session.
#[derive(Clone)]
pub struct DocsCookies {
    /// `docs_sessionid`.
    pub session: SecretString,
    /// `csrftoken`, to be sent as cookie and, when something is changed, as `X-CSRFToken`.
    pub csrf: SecretString,
    /// When the session ends, unless it is renewed before.
    pub expires: SystemTime,
}

/// Where one signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Surface {
    /// In the system's browser.
    Browser,
    /// In the sign-in window, which brings the cookies of Docs.
    Window,
}

/// Where to sign in with this profile. For `auto` Docs is asked whether it takes tokens.
///
/// # Errors
/// As the network says.
pub async fn surface(profile: &Profile, network: &Network) -> Result<Surface, Error> {
    const DOING: &str = "asking Docs how one signs in";
    match (profile.sign_in, &profile.docs) {
        (Place::Browser, _) | (Place::Auto, None) => Ok(Surface::Browser),
        (Place::Window, _) => Ok(Surface::Window),
        (Place::Auto, Some(docs)) => {
            let request = network.client().get(at(&docs.url, ME));
            let answer = network.send(request, Retry::Safe).await;
            let answer = answer.map_err(|source| Error::of_network(DOING, source))?;
            let scheme = answer
                .headers()
                .get(WWW_AUTHENTICATE)
                .and_then(|scheme| scheme.to_str().ok());
            match (answer.status(), scheme) {
                (StatusCode::UNAUTHORIZED, Some(scheme)) if scheme.starts_with("Bearer") => {
                    Ok(Surface::Browser)
                }
                (StatusCode::UNAUTHORIZED, _) => Ok(Surface::Window),
                (status, _) => Err(Error::unusable(DOING, format!("status {status}"))),
            }
        }
    }
}

/// Where the sign-in window goes to sign in to Docs; nowhere when the agency has none.
pub fn docs_leg(profile: &Profile) -> Option<Url> {
    profile
        .docs
        .as_ref()
        .map(|docs| at(&docs.url, AUTHENTICATE))
}

/// Whether the sign-in window, which went to these addresses in turn, has been at Docs' callback and been sent on.
pub fn docs_landed(profile: &Profile, visited: &[Url]) -> bool {
    let Some(docs) = &profile.docs else {
        return false;
    };
    visited
        .iter()
        .position(|url| is_callback(docs, url))
        .is_some_and(|index| index + 1 < visited.len())
}

impl Session {
    /// What to send to Docs now. Renews a session that is near its end; while that is impossible the old one does.
    ///
    /// # Errors
    /// [`Error::SignedOut`] when the agent has to sign in, [`Error::Offline`] when that cannot be found out.
    pub async fn docs(&self) -> Result<DocsAccess, Error> {
        let docs = self.inner.docs()?;
        let due = match &*self.inner.docs.lock().await {
            DocsState::Never => None,
            DocsState::Ended => return Err(Error::SignedOut { doing: DOING }),
            DocsState::Open(open) if SystemTime::now() < open.renew_at => {
                return open.cookies(docs).map(DocsAccess::Cookies);
            }
            DocsState::Open(open) => Some((open.generation, open.expires)),
        };
        let Some((generation, expires)) = due else {
            return self.bearer(Audience::Docs).await.map(DocsAccess::Bearer);
        };
        let renewed = self
            .shielded(move |inner| async move { inner.renew_docs(generation).await })
            .await;
        match (renewed, &*self.inner.docs.lock().await) {
            (Ok(()), DocsState::Open(open)) => open.cookies(docs).map(DocsAccess::Cookies),
            (Err(error), DocsState::Open(open))
                if !signed_out(&error) && SystemTime::now() < expires =>
            {
                tracing::debug!(%error, "going on with the old session of Docs");
                open.cookies(docs).map(DocsAccess::Cookies)
            }
            (Ok(()), _) => Err(Error::SignedOut { doing: DOING }),
            (Err(error), _) => Err(error),
        }
    }

    /// Renews the session of Docs now, because Docs has answered 401; once however many ask. Where Docs is given
    /// tokens there is nothing to renew here: see [`Session::bearer_refused`].
    ///
    /// # Errors
    /// [`Error::SignedOut`] when the agent has to sign in, [`Error::Offline`] when that cannot be found out.
    pub async fn renew_docs(&self) -> Result<(), Error> {
        let generation = match &*self.inner.docs.lock().await {
            DocsState::Never => return Ok(()),
            DocsState::Ended => return Err(Error::SignedOut { doing: DOING }),
            DocsState::Open(open) => open.generation,
        };
        self.shielded(move |inner| async move { inner.renew_docs(generation).await })
            .await
    }

    /// Takes the cookies of a sign-in window: those of Docs and, for renewing them, those of the provider.
    ///
    /// # Errors
    /// [`Error::Refused`] when Docs does not know their owner; then nothing is kept.
    pub async fn accept_docs(&self, cookies: Vec<Cookie>) -> Result<(), Error> {
        self.shielded(move |inner| async move { inner.accept_docs(&cookies).await })
            .await
    }
}

/// What is asked of a profile that does not describe it.
pub(crate) fn absent(profile: &Profile, key: &str) -> Error {
    Error::Profile {
        origin: profile.id.clone(),
        what: format!("`{key}` is not described"),
    }
}

fn is_callback(docs: &Docs, url: &Url) -> bool {
    let callback = at(&docs.url, CALLBACK);
    (url.origin(), url.path()) == (callback.origin(), callback.path())
}

fn signed_out(error: &Error) -> bool {
    matches!(error, Error::SignedOut { .. })
}

const ME: &str = "api/v1.0/users/me/";
const AUTHENTICATE: &str = "api/v1.0/authenticate/";
const CALLBACK: &str = "api/v1.0/callback/";
