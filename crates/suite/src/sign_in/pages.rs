//! Where the pages of a trip are shown: in one tab of the system's browser, or in the sign-in window. Either is led
//! from leg to leg, so that the agent sees one trip.

use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use net::Network;
use session::{Arrival, Loopback, Profile, Surface, docs_landed};
use url::Url;

use super::refusal::Stopped;
use super::words::{self, Words};
use super::{Ends, Walk, Window};
use crate::config::OpenUrl;
use crate::wire::account::RefusalReason;
use crate::wire::settings::Language;

/// The pages of one trip.
pub(crate) struct Pages {
    loopback: Loopback,
    shown: Shown,
    language: Language,
}

enum Shown {
    Browser {
        open_url: OpenUrl,
        /// The tab, waiting to be told where to go on.
        tab: Option<Arrival>,
    },
    Window {
        window: Arc<dyn Window>,
        profile: Box<Profile>,
        certificates: Vec<(String, String)>,
        /// All that was visited, for the cookies.
        visited: Vec<Url>,
    },
}

impl Pages {
    /// In the system's browser.
    pub(crate) async fn in_browser(
        open_url: OpenUrl,
        language: Option<Language>,
    ) -> Result<Self, Stopped> {
        Self::new(
            Shown::Browser {
                open_url,
                tab: None,
            },
            language,
        )
        .await
    }

    /// In the sign-in window, which is shown the certificates that were checked here.
    pub(crate) async fn in_window(
        window: Option<Arc<dyn Window>>,
        profile: &Profile,
        network: &Network,
        language: Option<Language>,
    ) -> Result<Self, Stopped> {
        let missing = || {
            Stopped::because(
                RefusalReason::Broken,
                "this agency needs a sign-in window, and there is none here",
            )
        };
        let window = window.ok_or_else(missing)?;
        let certificates = certificates(profile, network).await?;
        Self::new(
            Shown::Window {
                window,
                profile: Box::new(profile.clone()),
                certificates,
                visited: Vec::new(),
            },
            language,
        )
        .await
    }

    async fn new(shown: Shown, language: Option<Language>) -> Result<Self, Stopped> {
        let language = language.unwrap_or_else(words::of_system);
        Ok(Self {
            loopback: Loopback::bind().await?,
            shown,
            language,
        })
    }

    /// Where the servers send the agent back to.
    pub(crate) fn redirect(&self) -> Url {
        self.loopback.redirect()
    }

    /// Which of the two it is.
    pub(crate) fn surface(&self) -> Surface {
        match self.shown {
            Shown::Browser { .. } => Surface::Browser,
            Shown::Window { .. } => Surface::Window,
        }
    }

    /// Shows the agent a page, and brings the address they are sent back with.
    pub(crate) async fn visit(&mut self, start: &Url) -> Result<Url, Stopped> {
        let redirect = self.redirect();
        match &mut self.shown {
            Shown::Browser { open_url, tab } => {
                let sent_on = match tab.take() {
                    Some(tab) => tab.send_on(start).await.is_ok(),
                    None => false,
                };
                if !sent_on {
                    let failed = |error: std::io::Error| {
                        Stopped::because(
                            RefusalReason::Broken,
                            &format!("opening the browser: {error}"),
                        )
                    };
                    open_url(start).map_err(failed)?;
                }
                let arrival = self.answer_to(start).await?;
                let url = arrival.url().clone();
                if let Shown::Browser { tab, .. } = &mut self.shown {
                    *tab = Some(arrival);
                }
                Ok(url)
            }
            Shown::Window { .. } => {
                let is_back = move |url: &Url| {
                    (url.origin(), url.path()) == (redirect.origin(), redirect.path())
                };
                let visited = self
                    .walk(
                        start,
                        Arc::new(move |visited| visited.last().is_some_and(&is_back)),
                    )
                    .await?;
                visited.into_iter().last().ok_or_else(|| {
                    Stopped::because(RefusalReason::Broken, "the window went nowhere")
                })
            }
        }
    }

    /// Signs in to Docs and brings its cookies, and those of the servers it was signed in through.
    pub(crate) async fn visit_docs(
        &mut self,
        start: &Url,
    ) -> Result<Vec<session::Cookie>, Stopped> {
        let Shown::Window { profile, .. } = &self.shown else {
            return Ok(Vec::new());
        };
        let profile = profile.clone();
        self.walk(
            start,
            Arc::new(move |visited| docs_landed(&profile, visited)),
        )
        .await?;
        let Shown::Window {
            window,
            profile,
            visited,
            ..
        } = &self.shown
        else {
            return Ok(Vec::new());
        };
        let mut cookies = Vec::new();
        for origin in profile.origins() {
            let Some(page) = visited
                .iter()
                .rev()
                .find(|url| url.origin() == origin.origin())
            else {
                continue;
            };
            let host = page.host_str().unwrap_or_default();
            cookies.extend(
                window
                    .cookies(page.clone())
                    .await?
                    .into_iter()
                    .map(|cookie| of_host(cookie, host)),
            );
        }
        Ok(cookies)
    }

    /// Ends what is shown.
    pub(crate) async fn finish(self, succeeded: bool) {
        let words = if succeeded {
            words::done(self.language)
        } else {
            words::not_done(self.language)
        };
        if let Shown::Browser { tab: Some(tab), .. } = self.shown {
            tell(tab, &words).await;
        }
    }

    async fn walk(&mut self, start: &Url, ends: Ends) -> Result<Vec<Url>, Stopped> {
        let Shown::Window {
            window,
            profile,
            certificates,
            visited,
        } = &mut self.shown
        else {
            return Ok(Vec::new());
        };
        let walk = Walk {
            start: start.clone(),
            title: profile.name.clone(),
            origins: profile.origins(),
            certificates: certificates.clone(),
            ends,
        };
        let seen = window.walk(walk).await?;
        visited.extend(seen.iter().cloned());
        Ok(seen)
    }

    /// The browser with the answer to this page. Others that come (an old tab, another program) are turned away.
    async fn answer_to(&self, start: &Url) -> Result<Arrival, Stopped> {
        let expected = state(start);
        loop {
            let arrival = self.loopback.next().await?;
            if state(arrival.url()) == expected {
                return Ok(arrival);
            }
            tell(arrival, &words::not_done(self.language)).await;
        }
    }
}

/// Whoever has gone away needs no words.
async fn tell(tab: Arrival, words: &Words) {
    if let Err(error) = tab.finish(words.title, words.text).await {
        tracing::debug!(%error, "the browser had gone");
    }
}

/// The `state` of a sign-in; in the older way of homeservers it stands in the address to come back to.
fn state(url: &Url) -> Option<String> {
    let named = |url: &Url, name: &str| {
        url.query_pairs()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    };
    named(url, "state").or_else(|| named(&Url::parse(&named(url, "redirectUrl")?).ok()?, "state"))
}

/// Where the agency has authorities of its own, the window has to be told whom to trust.
async fn certificates(
    profile: &Profile,
    network: &Network,
) -> Result<Vec<(String, String)>, Stopped> {
    let mut certificates = Vec::new();
    if profile.certificate_authorities.is_empty() {
        return Ok(certificates);
    }
    for origin in profile.origins() {
        let host = origin.host_str().unwrap_or_default().to_owned();
        match network.certificate(&origin).await {
            Ok(der) => certificates.push((host, pem(&der))),
            Err(error @ net::Error::Certificate { .. }) => return Err(error.into()),
            // A server that is down is noticed when it is needed; through a proxy's tunnel none is seen.
            Err(error) => tracing::warn!(%error, "a server's certificate was not seen"),
        }
    }
    Ok(certificates)
}

fn pem(der: &[u8]) -> String {
    use base64::Engine as _;
    let text = base64::engine::general_purpose::STANDARD.encode(der);
    let lines: Vec<_> = text
        .as_bytes()
        .chunks(64)
        .map(String::from_utf8_lossy)
        .collect();
    format!(
        "-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n",
        lines.join("\n")
    )
}

/// The window tells neither path nor site rules: it has sent the cookie to this host, over TLS.
fn of_host(cookie: super::Cookie, host: &str) -> session::Cookie {
    let expires = cookie
        .expires_ms
        .and_then(|at| u64::try_from(at).ok())
        .map(|at| UNIX_EPOCH + Duration::from_millis(at));
    session::Cookie {
        name: cookie.name,
        value: cookie.value,
        host: host.to_owned(),
        path: "/".to_owned(),
        secure: true,
        strict: false,
        expires,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_known_by_its_state_in_both_ways() {
        let check = |url: &str, expected: Option<&str>| {
            assert_eq!(
                state(&Url::parse(url).unwrap()).as_deref(),
                expected,
                "{url}"
            )
        };
        check("https://id.example/auth?client_id=a&state=s1", Some("s1"));
        check("http://127.0.0.1:1/callback?code=c&state=s1", Some("s1"));
        check(
            "https://m.example/sso?redirectUrl=http%3A%2F%2F127.0.0.1%3A1%2Fcallback%3Fstate%3Ds2",
            Some("s2"),
        );
        check(
            "http://127.0.0.1:1/callback?state=s2&loginToken=t",
            Some("s2"),
        );
        check("http://127.0.0.1:1/callback?code=c", None);
    }

    #[test]
    fn a_certificate_is_written_in_lines() {
        let text = pem(&[7; 100]);
        assert!(text.lines().all(|line| line.len() <= 64));
        assert!(
            text.starts_with("-----BEGIN CERTIFICATE-----\nBwcH"),
            "{text}"
        );
    }
}
