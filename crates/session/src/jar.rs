//! A small jar of cookies, for walking through a sign-in without a browser. It keeps to RFC 6265 (host, path, secure,
//! expiry) and to `SameSite=Strict`; cookies without an expiry stay, as in a browser that is never closed.

use std::time::SystemTime;

use cookie_store::{CookieExpiration, CookieStore, RawCookie};
use net::reqwest::header::{HeaderMap, HeaderValue, SET_COOKIE};
use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

use crate::error::Error;

/// A cookie as a sign-in window hands it over.
pub struct Cookie {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: SecretString,
    /// The host it belongs to; with a leading dot also the hosts below.
    pub host: String,
    /// The path it belongs to.
    pub path: String,
    /// Whether it is sent over TLS only.
    pub secure: bool,
    /// Whether it is kept from requests that another site has caused.
    pub strict: bool,
    /// When it ends; cookies that end with the browser have none.
    pub expires: Option<SystemTime>,
}

/// What a jar has under a name.
pub(crate) struct Found {
    pub(crate) value: SecretString,
    pub(crate) expires: Option<SystemTime>,
}

/// Whose page has led to a request.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum LedBy {
    /// The agent, or a page of the same host.
    Us,
    /// A page of another host.
    Others,
}

/// The jar.
#[derive(Clone, Default)]
pub(crate) struct Jar(CookieStore);

impl Jar {
    pub(crate) fn of(cookies: &[Cookie], now: SystemTime) -> Self {
        let mut jar = Jar::default();
        for cookie in cookies {
            jar.insert(cookie, now);
        }
        jar
    }

    pub(crate) fn parse(text: &SecretString) -> Result<Self, Error> {
        let store = cookie_store::serde::json::load_all(text.expose_secret().as_bytes());
        // The parser's words may quote a cookie.
        store
            .map(Jar)
            .map_err(|_| Error::unusable("reading the kept session", "the cookies cannot be read"))
    }

    pub(crate) fn to_text(&self) -> SecretString {
        let mut bytes = Vec::new();
        let written =
            cookie_store::serde::json::save_incl_expired_and_nonpersistent(&self.0, &mut bytes);
        written.expect("writing cookies to memory cannot fail");
        String::from_utf8(bytes)
            .expect("cookies are written as text")
            .into()
    }

    /// The header for a request.
    pub(crate) fn header(&self, url: &Url, led_by: LedBy) -> Option<HeaderValue> {
        let sent = self
            .0
            .matches(url)
            .into_iter()
            .filter(|cookie| led_by == LedBy::Us || !is_strict(cookie));
        let pairs: Vec<String> = sent
            .map(|cookie| format!("{}={}", cookie.name(), cookie.value()))
            .collect();
        let mut header = HeaderValue::from_str(&pairs.join("; "))
            .ok()
            .filter(|header| !header.is_empty())?;
        header.set_sensitive(true);
        Some(header)
    }

    /// Takes the cookies of an answer; those that are malformed or for another host are left, as in a browser.
    pub(crate) fn take(&mut self, url: &Url, headers: &HeaderMap) {
        let lines = headers
            .get_all(SET_COOKIE)
            .iter()
            .filter_map(|line| line.to_str().ok());
        let cookies = lines.filter_map(|line| RawCookie::parse(line.to_owned()).ok());
        self.0.store_response_cookies(cookies, url);
    }

    pub(crate) fn find(&self, url: &Url, name: &str) -> Option<Found> {
        let cookie = self
            .0
            .matches(url)
            .into_iter()
            .find(|cookie| cookie.name() == name)?;
        let expires = match cookie.expires {
            CookieExpiration::AtUtc(time) => Some(time.into()),
            CookieExpiration::SessionEnd => None,
        };
        Some(Found {
            value: cookie.value().into(),
            expires,
        })
    }

    /// Puts the cookies that another jar has for this address under these names back into this one.
    pub(crate) fn restore(&mut self, from: &Jar, url: &Url, names: &[&str]) {
        for cookie in from
            .0
            .matches(url)
            .into_iter()
            .filter(|cookie| names.contains(&cookie.name()))
        {
            // It came from this very address, so it is taken again.
            let _ = self.0.insert(cookie.clone(), url);
        }
    }

    fn insert(&mut self, cookie: &Cookie, now: SystemTime) {
        let host = cookie.host.trim_start_matches('.');
        let path = if cookie.path.starts_with('/') {
            cookie.path.as_str()
        } else {
            "/"
        };
        let Ok(url) = Url::parse(&format!("https://{host}{path}")) else {
            return;
        };
        let value = cookie.value.expose_secret();
        if [cookie.name.as_str(), value, path]
            .concat()
            .contains([';', '\r', '\n'])
        {
            return;
        }
        let mut line = format!("{}={value}; Path={path}", cookie.name);
        if host != cookie.host {
            line += &format!("; Domain={host}");
        }
        if cookie.secure {
            line += "; Secure";
        }
        if cookie.strict {
            line += "; SameSite=Strict";
        }
        if let Some(expires) = cookie.expires {
            line += &format!(
                "; Max-Age={}",
                expires.duration_since(now).unwrap_or_default().as_secs()
            );
        }
        // A cookie that the jar does not take is one that would never be sent.
        let _ = self.0.parse(&line, &url);
    }
}

fn is_strict(cookie: &RawCookie<'_>) -> bool {
    cookie
        .same_site()
        .is_some_and(|same_site| same_site.is_strict())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    fn jar(lines: &[&str]) -> Jar {
        let mut jar = Jar::default();
        let headers = lines
            .iter()
            .map(|line| (SET_COOKIE, HeaderValue::from_str(line).unwrap()))
            .collect();
        jar.take(&url("https://id.example/login"), &headers);
        jar
    }

    #[test]
    fn a_cookie_goes_where_it_belongs() {
        let jar = jar(&[
            "own=1; Path=/",
            "all=2; Domain=id.example; Path=/",
            "deep=3; Path=/deep",
            "evil=4; Domain=evil.example",
        ]);
        let check = |to: &str, expected: Option<&str>| {
            let header = jar.header(&url(to), LedBy::Us);
            let mut pairs: Vec<&str> = header.as_ref().map_or(Vec::new(), |header| {
                header.to_str().unwrap().split("; ").collect()
            });
            pairs.sort_unstable();
            assert_eq!(pairs.join("; "), expected.unwrap_or_default(), "{to}");
        };
        check("https://id.example/", Some("all=2; own=1"));
        check("https://id.example/deep/er", Some("all=2; deep=3; own=1"));
        check("https://below.id.example/", Some("all=2"));
        check("https://evil.example/", None);
    }

    #[test]
    fn strict_and_secure_and_ended_cookies_stay_at_home() {
        let jar = jar(&[
            "lax=1",
            "strict=2; SameSite=Strict",
            "secure=3; Secure",
            "ended=4; Max-Age=0",
        ]);
        let sent = |to: &str, led_by| {
            jar.header(&url(to), led_by)
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned()
        };
        assert!(sent("https://id.example/", LedBy::Us).contains("strict=2"));
        assert!(!sent("https://id.example/", LedBy::Others).contains("strict=2"));
        assert!(!sent("http://id.example/", LedBy::Us).contains("secure=3"));
        assert!(!sent("https://id.example/", LedBy::Us).contains("ended"));
    }

    #[test]
    fn a_jar_survives_being_kept() {
        let now = SystemTime::now();
        let cookie = |name: &str, host: &str, expires| Cookie {
            name: name.to_owned(),
            value: "v".into(),
            host: host.to_owned(),
            path: "/".to_owned(),
            secure: true,
            strict: false,
            expires,
        };
        let hour = Duration::from_secs(3600);
        let cookies = [
            cookie("docs_sessionid", "127.0.0.1", Some(now + hour)),
            cookie("_session", ".id.example", None),
            cookie("split; Domain=evil.example", "id.example", None),
        ];
        let jar = Jar::parse(&Jar::of(&cookies, now).to_text()).unwrap();
        let found = jar
            .find(&url("https://127.0.0.1:8443/api/"), "docs_sessionid")
            .unwrap();
        assert_eq!(found.value.expose_secret(), "v");
        let left = found.expires.unwrap().duration_since(now).unwrap();
        assert!(
            left > hour - Duration::from_secs(5) && left <= hour + Duration::from_secs(5),
            "{left:?}"
        );
        assert_eq!(
            jar.header(&url("https://sso.id.example/"), LedBy::Others)
                .unwrap(),
            "_session=v"
        );
        assert!(Jar::parse(&"not a jar".into()).is_err());
    }
}
