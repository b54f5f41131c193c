//! The way out as profile and policy describe it, and the two HTTP clients made from it.
#![expect(
    clippy::disallowed_methods,
    reason = "this module makes every client there is"
)]

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use reqwest::{Certificate, Client, ClientBuilder, redirect};
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use url::Url;

use crate::error::Error;
use crate::fence::{Fence, Resolver};
use crate::shown::Shown;

const CONNECT: Duration = Duration::from_secs(10);
/// Longer than the 30 seconds for which a homeserver holds a poll, and than a model reads before its first word.
const SILENCE: Duration = Duration::from_secs(75);
const USER_AGENT: &str = concat!("Attache/", env!("CARGO_PKG_VERSION"));

/// Which proxy leads out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proxy {
    /// As the environment (`HTTPS_PROXY`, `NO_PROXY` and so on) or the operating system says.
    System,
    /// None.
    Direct,
    /// This one, for everything: `http`, `https`, `socks5` or `socks5h`, with name and password if it wants them.
    Explicit(Url),
}

/// The way out.
#[derive(Debug, Clone)]
pub struct Way {
    /// Which proxy leads out.
    pub proxy: Proxy,
    /// Authorities that are trusted beside those of the operating system, each one or more PEM blocks.
    pub certificate_authorities: Vec<String>,
    /// The servers that may be contacted. Only scheme, host and port count.
    pub allowed: Vec<Url>,
}

/// Checks that a text has certificates in PEM form that can serve as authorities.
///
/// # Errors
/// [`Error::Settings`] when there is none, or one of them cannot be read.
pub fn check_certificates(pem: &str) -> Result<(), Error> {
    authorities(pem, "the certificate authority").map(drop)
}

/// One client for requests, and one that speaks HTTP/1.1 only, because a websocket cannot begin on HTTP/2 here.
pub(crate) struct Clients {
    pub(crate) requests: Client,
    pub(crate) sockets: Client,
    /// What servers have shown to the second one.
    pub(crate) shown: Shown,
}

impl Clients {
    pub(crate) fn new(way: &Way, fence: &Arc<Fence>) -> Result<Self, Error> {
        let mut roots = Vec::new();
        for (index, pem) in way.certificate_authorities.iter().enumerate() {
            roots.extend(authorities(
                pem,
                &format!("certificate authority {}", index + 1),
            )?);
        }
        let trusted = roots.iter().map(|der| Certificate::from_der(der));
        let trusted = trusted
            .collect::<Result<Vec<_>, _>>()
            .map_err(|source| settings("certificate authorities", source))?;
        let shown = Shown::default();
        let tls = shown
            .config(roots)
            .map_err(|source| settings("certificate authorities", source))?;
        let requests = common(way, fence)?.tls_certs_merge(trusted);
        let sockets = common(way, fence)?
            .http1_only()
            .tls_backend_preconfigured(tls);
        Ok(Clients {
            requests: build(requests)?,
            sockets: build(sockets)?,
            shown,
        })
    }
}

fn build(builder: ClientBuilder) -> Result<Client, Error> {
    builder
        .build()
        .map_err(|source| settings("the connection", source.without_url()))
}

fn common(way: &Way, fence: &Arc<Fence>) -> Result<ClientBuilder, Error> {
    let guard = fence.clone().guard(beyond(&way.proxy)?);
    Ok(Client::builder()
        .proxy(guard)
        .dns_resolver(Arc::new(Resolver))
        .redirect(redirect::Policy::none())
        .referer(false)
        .user_agent(USER_AGENT)
        .connect_timeout(CONNECT)
        .read_timeout(SILENCE))
}

type Beyond = Box<dyn Fn(&Url) -> Option<Url> + Send + Sync>;

/// Which proxy leads to an allowed server.
fn beyond(proxy: &Proxy) -> Result<Beyond, Error> {
    match proxy {
        Proxy::Direct => Ok(Box::new(|_| None)),
        Proxy::Explicit(proxy) if usable(proxy) => {
            let proxy = proxy.clone();
            Ok(Box::new(move |_| Some(proxy.clone())))
        }
        Proxy::Explicit(proxy) => {
            let scheme = proxy.scheme();
            Err(settings(
                "the proxy",
                format!("{scheme} with no or this host is none of http, https, socks5, socks5h"),
            ))
        }
        Proxy::System => {
            let system = Matcher::from_system();
            Ok(Box::new(move |url| {
                address(&system.intercept(&url.as_str().parse().ok()?)?)
            }))
        }
    }
}

fn usable(proxy: &Url) -> bool {
    proxy.has_host() && matches!(proxy.scheme(), "http" | "https" | "socks5" | "socks5h")
}

/// Puts name and password of a system proxy back into its address, where the HTTP client expects them.
fn address(found: &Intercept) -> Option<Url> {
    let mut url = Url::parse(&found.uri().to_string()).ok()?;
    let basic = found
        .basic_auth()
        .and_then(|header| header.to_str().ok()?.strip_prefix("Basic "));
    let decoded = basic.and_then(|text| String::from_utf8(BASE64_STANDARD.decode(text).ok()?).ok());
    let credentials = match (&decoded, found.raw_auth()) {
        (Some(text), _) => text.split_once(':'),
        (None, raw) => raw,
    };
    if let Some((name, password)) = credentials {
        url.set_username(name).ok()?;
        url.set_password(Some(password)).ok()?;
    }
    Some(url)
}

fn authorities(pem: &str, what: &str) -> Result<Vec<CertificateDer<'static>>, Error> {
    let mut store = RootCertStore::empty();
    let mut found = Vec::new();
    for der in CertificateDer::pem_slice_iter(pem.as_bytes()) {
        let der = der.map_err(|source| settings(what, source))?;
        store
            .add(der.clone())
            .map_err(|source| settings(what, source))?;
        found.push(der);
    }
    if found.is_empty() {
        return Err(settings(what, "there is no certificate in it"));
    }
    Ok(found)
}

fn settings(what: &str, source: impl Into<crate::error::Cause>) -> Error {
    Error::Settings {
        what: what.to_owned(),
        source: source.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_proxy_keeps_its_name_and_password() {
        let check = |proxy: &str, expected: &str| {
            let matcher = Matcher::builder().all(proxy.to_owned()).build();
            let found = matcher
                .intercept(&"https://docs.example".parse().unwrap())
                .unwrap();
            assert_eq!(address(&found).unwrap().as_str(), expected);
        };
        check("http://proxy.example:3128", "http://proxy.example:3128/");
        check(
            "http://al:p%40ss@proxy.example:3128",
            "http://al:p%40ss@proxy.example:3128/",
        );
        check(
            "socks5h://al:pass@proxy.example:1080",
            "socks5h://al:pass@proxy.example:1080/",
        );
    }

    #[test]
    fn a_proxy_of_an_unknown_kind_is_refused() {
        let refused = beyond(&Proxy::Explicit(Url::parse("ftp://proxy.example").unwrap()));
        assert!(matches!(refused.err(), Some(Error::Settings { what, .. }) if what == "the proxy"));
    }

    #[test]
    fn what_is_no_certificate_is_refused() {
        let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        for pem in ["", "hello", broken] {
            assert!(
                matches!(check_certificates(pem), Err(Error::Settings { .. })),
                "{pem}"
            );
        }
    }
}
