//! Walking Docs' redirects by hand, with a jar in place of a browser. It follows redirects only: a page that wants
//! to be read by a person is where a walk ends.

use net::reqwest::header::{ACCEPT, COOKIE, HeaderMap, LOCATION};
use net::reqwest::{Response, StatusCode};
use net::{Network, Retry};
use serde_json::Value;
use url::Url;

use super::{AUTHENTICATE, DOING, ME, is_callback};
use crate::error::Error;
use crate::jar::{Jar, LedBy};
use crate::profile::{Docs, at};

const MOST_STEPS: usize = 12;

/// A walk and the cookies it carries.
pub(crate) struct Walk<'a> {
    pub(crate) network: &'a Network,
    pub(crate) docs: &'a Docs,
    pub(crate) jar: Jar,
}

impl Walk<'_> {
    /// Signs in again without a screen. `Ok` says only that the walk has ended: whether anything came of it,
    /// [`Walk::is_somebody`] tells.
    pub(crate) async fn silently(&mut self) -> Result<(), Error> {
        let mut url = at(&self.docs.url, AUTHENTICATE);
        url.set_query(Some("silent=true"));
        let mut led_by = LedBy::Us;
        for _ in 0..MOST_STEPS {
            let answer = self.step(&url, led_by).await?;
            let Some(next) = next(&answer, &url)? else {
                return Ok(());
            };
            // The redirect that the callback issues is the end; where it leads, if only to a portal, does not matter.
            if is_callback(self.docs, &url) {
                return Ok(());
            }
            if next.host() != url.host() {
                led_by = LedBy::Others;
            }
            url = next;
        }
        Err(Error::unusable(
            DOING,
            format!("more than {MOST_STEPS} redirects"),
        ))
    }

    /// Whether Docs knows whose cookies these are. Nothing else proves a sign-in.
    pub(crate) async fn is_somebody(&self) -> Result<bool, Error> {
        let answer = self
            .send(&at(&self.docs.url, ME), LedBy::Us, Retry::Safe)
            .await?;
        match answer.status() {
            StatusCode::OK => {
                let me: Value = net::json(answer)
                    .await
                    .map_err(|source| Error::of_network(DOING, source))?;
                Ok(me.get("id").is_some_and(Value::is_string))
            }
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Ok(false),
            status => Err(Error::unusable(DOING, format!("`{ME}` answers {status}"))),
        }
    }

    /// One request, whose cookies are taken.
    pub(crate) async fn step(&mut self, url: &Url, led_by: LedBy) -> Result<Response, Error> {
        let answer = self.send(url, led_by, Retry::Never).await?;
        self.jar.take(url, answer.headers());
        Ok(answer)
    }

    async fn send(&self, url: &Url, led_by: LedBy, retry: Retry) -> Result<Response, Error> {
        let cookies = self
            .jar
            .header(url, led_by)
            .map(|cookies| (COOKIE, cookies));
        let request = self.network.client().get(url.clone()).header(ACCEPT, "*/*");
        let request = request.headers(HeaderMap::from_iter(cookies));
        let answer = self.network.send(request, retry).await;
        let answer = answer.map_err(|source| Error::of_network(DOING, source))?;
        let status = answer.status();
        if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS {
            let host = url.host_str().unwrap_or_default().to_owned();
            let source = net::Error::Offline {
                host,
                source: format!("status {status}").into(),
            };
            return Err(Error::Offline {
                doing: DOING,
                source,
            });
        }
        Ok(answer)
    }
}

/// Where an answer leads; nowhere when it is a page.
pub(crate) fn next(answer: &Response, from: &Url) -> Result<Option<Url>, Error> {
    if !answer.status().is_redirection() {
        return Ok(None);
    }
    let place = answer
        .headers()
        .get(LOCATION)
        .and_then(|place| place.to_str().ok());
    let place = place.and_then(|place| from.join(place).ok());
    place
        .map(Some)
        .ok_or_else(|| Error::unusable(DOING, "a redirect that leads nowhere"))
}
