//! What is known of a session at Docs: its cookies and its times. No network and no disk in here.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::{CSRF, DOING, DocsCookies, ME, SESSION};
use crate::error::Error;
use crate::jar::Jar;
use crate::kept::DocsCookiesKept;
use crate::profile::{Docs, at};

/// What is believed when the cookie does not say how long it lives.
const USUAL_LIFE: Duration = Duration::from_secs(12 * 3600);

/// What is known of the session at Docs.
pub(crate) enum DocsState {
    /// There never was one: Docs is given tokens, if anything.
    Never,
    Open(Open),
    /// There was one, and it needs the agent to get another.
    Ended,
}

#[derive(Clone)]
pub(crate) struct Open {
    pub(crate) jar: Jar,
    pub(crate) renew_at: SystemTime,
    pub(crate) expires: SystemTime,
    /// Counts renewals, so that those who ask at the same time share one.
    pub(crate) generation: u64,
}

impl DocsState {
    pub(crate) fn restore(kept: Option<DocsCookiesKept>) -> Result<Self, Error> {
        let Some(kept) = kept else {
            return Ok(DocsState::Never);
        };
        if kept.ended {
            return Ok(DocsState::Ended);
        }
        let time = |millis| UNIX_EPOCH + Duration::from_millis(millis);
        let (renew_at, expires) = (time(kept.renew_at), time(kept.expires));
        Ok(DocsState::Open(Open {
            jar: Jar::parse(&kept.jar)?,
            renew_at,
            expires,
            generation: 0,
        }))
    }

    pub(crate) fn has_ended(&self) -> bool {
        matches!(self, DocsState::Ended)
    }

    pub(crate) fn clear(&mut self) {
        *self = DocsState::Never;
    }
}

impl Open {
    /// Renewed when four fifths of its life are over.
    pub(crate) fn new(jar: Jar, docs: &Docs, now: SystemTime) -> Result<Self, Error> {
        let missing = || Error::refused("signing in to Docs", "there is no session cookie");
        let session = jar.find(&at(&docs.url, ME), SESSION).ok_or_else(missing)?;
        let life = match session.expires {
            Some(expires) => expires.duration_since(now).unwrap_or_default(),
            None => USUAL_LIFE,
        };
        Ok(Open {
            jar,
            renew_at: now + life.mul_f64(0.8),
            expires: now + life,
            generation: 0,
        })
    }

    pub(crate) fn half_way(self, jar: Jar, now: SystemTime) -> Self {
        let left = self.expires.duration_since(now).unwrap_or_default();
        Open {
            jar,
            renew_at: now + left / 2,
            ..self
        }
    }

    pub(crate) fn cookies(&self, docs: &Docs) -> Result<DocsCookies, Error> {
        let url = at(&docs.url, ME);
        let session = self
            .jar
            .find(&url, SESSION)
            .ok_or(Error::SignedOut { doing: DOING })?
            .value;
        let csrf = self
            .jar
            .find(&url, CSRF)
            .map(|found| found.value)
            .unwrap_or_default();
        Ok(DocsCookies {
            session,
            csrf,
            expires: self.expires,
        })
    }

    pub(crate) fn keep(&self) -> DocsCookiesKept {
        let millis = |time: SystemTime| {
            let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
            u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
        };
        let (renew_at, expires) = (millis(self.renew_at), millis(self.expires));
        DocsCookiesKept {
            jar: self.jar.to_text(),
            renew_at,
            expires,
            ended: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;
    use crate::jar::Cookie;

    #[test]
    fn a_session_is_renewed_when_four_fifths_of_its_life_are_over() {
        let docs = Docs {
            url: Url::parse("https://docs.example").expect("an address"),
        };
        let now = SystemTime::now();
        let check = |expires: Option<Duration>, life: u64, renewed: u64| {
            let cookie = Cookie {
                name: SESSION.to_owned(),
                value: "v".into(),
                host: "docs.example".to_owned(),
                path: "/".to_owned(),
                secure: true,
                strict: false,
                expires: expires.map(|life| now + life),
            };
            let open = Open::new(Jar::of(&[cookie], now), &docs, now).expect("there is a session");
            let seconds =
                |time: SystemTime| time.duration_since(now).unwrap_or_default().as_secs_f64();
            assert!(
                (seconds(open.expires) - life as f64).abs() < 5.0,
                "{}",
                seconds(open.expires)
            );
            assert!(
                (seconds(open.renew_at) - renewed as f64).abs() < 5.0,
                "{}",
                seconds(open.renew_at)
            );
        };
        check(Some(Duration::from_secs(43_200)), 43_200, 34_560);
        check(None, 43_200, 34_560);
        assert!(Open::new(Jar::default(), &docs, now).is_err());
    }
}
