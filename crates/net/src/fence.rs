//! The list of servers that may be contacted, held where no sender can step around it.
//!
//! The HTTP client asks one thing before it opens any connection, for names and for bare addresses alike: through
//! which proxy? For a server that is not listed the answer is a proxy under [`NOWHERE`], a name that our resolver
//! refuses, so neither a look-up nor a connection happens. Connections through the agency's proxy are judged by
//! their destination, before the proxy hears of it. What the fence cannot see is the path of a request.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Origin, Url};

use crate::error::NotListed;

/// No name under this one exists (RFC 6761), and the resolver does not ask for it.
const NOWHERE: &str = "refused.invalid";

/// The origins that may be contacted.
#[derive(Debug)]
pub(crate) struct Fence {
    origins: HashSet<Origin>,
}

impl Fence {
    pub(crate) fn new(allowed: &[Url]) -> Self {
        Fence {
            origins: allowed.iter().filter_map(origin).collect(),
        }
    }

    pub(crate) fn allows(&self, url: &Url) -> bool {
        origin(url).is_some_and(|origin| self.origins.contains(&origin))
    }

    /// The hook for the HTTP client: `beyond` says which proxy leads to a server that is allowed.
    pub(crate) fn guard(
        self: Arc<Self>,
        beyond: impl Fn(&Url) -> Option<Url> + Send + Sync + 'static,
    ) -> reqwest::Proxy {
        reqwest::Proxy::custom(move |url| {
            if self.allows(url) {
                beyond(url)
            } else {
                Some(dead_end(url))
            }
        })
    }
}

/// Resolves names by the operating system, and refuses those that the fence has turned away.
#[derive(Debug)]
pub(crate) struct Resolver;

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let name = name.as_str().to_owned();
        Box::pin(async move {
            if let Some(host) = name.strip_suffix(NOWHERE) {
                return Err(NotListed {
                    host: host.trim_end_matches('.').to_owned(),
                }
                .into());
            }
            let addresses: Vec<SocketAddr> = tokio::net::lookup_host((name, 0)).await?.collect();
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

/// Web sockets begin as HTTP, so both belong to one origin.
fn origin(url: &Url) -> Option<Origin> {
    let scheme = match url.scheme() {
        "https" | "wss" => "https",
        "http" | "ws" => "http",
        _ => return None,
    };
    let host = url.host()?.to_owned();
    Some(Origin::Tuple(
        scheme.to_owned(),
        host,
        url.port_or_known_default()?,
    ))
}

fn dead_end(url: &Url) -> Url {
    let host = url
        .host_str()
        .unwrap_or_default()
        .replace([':', '[', ']'], "-");
    let named = Url::parse(&format!("http://{}.{NOWHERE}", host.trim_matches('-')));
    named.unwrap_or_else(|_| {
        Url::parse(&format!("http://{NOWHERE}")).expect("the dead end is an address")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_listed_origins_are_allowed() {
        let listed = [
            "https://docs.example/api/",
            "https://chat.example:8448",
            "http://[::1]:80/",
        ];
        let fence = Fence::new(&listed.map(|url| Url::parse(url).unwrap()));
        let check = |url: &str, allowed: bool| {
            assert_eq!(fence.allows(&Url::parse(url).unwrap()), allowed, "{url}");
        };
        check("https://docs.example/anything?at=all", true);
        check("https://docs.example:443", true);
        check("wss://docs.example/collaboration/ws/", true);
        check("https://chat.example:8448/_matrix", true);
        check("ws://[::1]/", true);
        check("http://docs.example/", false);
        check("ws://docs.example/", false);
        check("https://docs.example:8443/", false);
        check("https://docs.example.evil.example/", false);
        check("https://evil.example/docs.example", false);
        check("https://docs.example@evil.example/", false);
        check("https://chat.example/", false);
        check("ftp://docs.example/", false);
        check("data:text/plain,hello", false);
    }

    #[tokio::test]
    async fn a_dead_end_names_the_host_and_is_never_looked_up() {
        let check = async |url: &str, host: &str| {
            let dead_end = dead_end(&Url::parse(url).unwrap());
            let name: Name = dead_end.host_str().unwrap().parse().unwrap();
            let refused = Resolver.resolve(name).await.err().unwrap();
            assert_eq!(refused.downcast_ref::<NotListed>().unwrap().host, host);
        };
        check("https://evil.example/x", "evil.example").await;
        check("https://192.0.2.7:8443/", "192.0.2.7").await;
        check("https://[2001:db8::1]/", "2001-db8--1").await;
    }
}
