//! The network against small servers on the loopback.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends there")]

mod server;

use std::error::Error as _;
use std::time::{Duration, Instant};

use futures_util::{SinkExt as _, StreamExt as _};
use net::reqwest::header::{AUTHORIZATION, HeaderMap};
use net::reqwest::{StatusCode, Url};
use net::{Error, Message, Network, Proxy, Reachability, Retry, Way};
use server::{Authority, Server, free, ok, reply};

fn network(allowed: &[&Server]) -> Network {
    let allowed = allowed.iter().map(|server| server.url("/")).collect();
    Network::new(Way {
        proxy: Proxy::Direct,
        certificate_authorities: Vec::new(),
        allowed,
    })
    .unwrap()
}

fn trusting(authority: &Authority, allowed: &Server, proxy: Proxy) -> Network {
    let certificate_authorities = vec![authority.pem()];
    Network::new(Way {
        proxy,
        certificate_authorities,
        allowed: vec![allowed.url("/")],
    })
    .unwrap()
}

async fn get(network: &Network, url: Url) -> Result<net::reqwest::Response, Error> {
    network.send(network.client().get(url), Retry::Safe).await
}

fn told(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text += &format!(": {error}");
        source = error.source();
    }
    text
}

#[tokio::test]
async fn a_server_that_asks_for_patience_is_given_it() {
    let server = Server::start(|_, before| match before {
        0 => reply("429 Too Many Requests", "retry-after: 1\r\n", ""),
        _ => ok("application/json", "{}"),
    });
    let network = network(&[&server]);
    let begun = Instant::now();
    assert_eq!(get(&network, server.url("/")).await.unwrap().status(), 200);
    assert!(begun.elapsed() >= Duration::from_secs(1));
    assert_eq!(server.requests(), 2);
}

#[tokio::test]
async fn a_passing_fault_is_not_seen() {
    let server = Server::start(|_, before| match before {
        0 => reply("500 Internal Server Error", "", ""),
        1 => String::new(),
        _ => ok("application/json", "{}"),
    });
    let network = network(&[&server]);
    assert_eq!(get(&network, server.url("/")).await.unwrap().status(), 200);
    assert_eq!(server.requests(), 3);
}

#[tokio::test]
async fn what_must_not_be_repeated_is_sent_once() {
    let server = Server::start(|_, _| reply("503 Service Unavailable", "retry-after: 0\r\n", ""));
    let network = network(&[&server]);
    let answer = network
        .send(network.client().post(server.url("/")), Retry::Never)
        .await
        .unwrap();
    assert_eq!(
        (answer.status(), server.requests()),
        (StatusCode::SERVICE_UNAVAILABLE, 1)
    );
}

#[tokio::test]
async fn a_long_wait_is_left_to_the_caller() {
    let server = Server::start(|_, _| reply("429 Too Many Requests", "retry-after: 3600\r\n", ""));
    let network = network(&[&server]);
    let answer = get(&network, server.url("/")).await.unwrap();
    assert_eq!(
        (answer.status(), server.requests()),
        (StatusCode::TOO_MANY_REQUESTS, 1)
    );
}

#[tokio::test]
async fn offline_is_noticed_and_so_is_the_return() {
    let listener = free();
    let address = listener.local_addr().unwrap();
    let url = Url::parse(&format!("http://{address}/note?q=secret")).unwrap();
    let allowed = vec![url.clone()];
    let network = Network::new(Way {
        proxy: Proxy::Direct,
        certificate_authorities: Vec::new(),
        allowed,
    })
    .unwrap();
    let mut reachability = network.reachability();
    drop(listener);

    let error = get(&network, url).await.unwrap_err();
    assert!(
        matches!(&error, Error::Offline { host, .. } if host == "127.0.0.1"),
        "{error:?}"
    );
    assert!(
        !told(&error).contains("secret") && !format!("{error:?}").contains("secret"),
        "{error:?}"
    );
    reachability
        .wait_for(|state| matches!(state, Reachability::Offline { .. }))
        .await
        .unwrap();

    let listener = std::net::TcpListener::bind(address).unwrap();
    let _server = Server::on(listener, |_, _| ok("application/json", "{}"));
    network.wake();
    reachability
        .wait_for(|state| *state == Reachability::Online)
        .await
        .unwrap();
}

#[tokio::test]
async fn one_server_down_is_not_offline() {
    let up = Server::start(|_, _| ok("application/json", "{}"));
    let down = Url::parse(&format!("http://{}/", free().local_addr().unwrap())).unwrap();
    let allowed = vec![up.url("/"), down.clone()];
    let network = Network::new(Way {
        proxy: Proxy::Direct,
        certificate_authorities: Vec::new(),
        allowed,
    })
    .unwrap();
    let reachability = network.reachability();
    assert!(get(&network, down).await.unwrap_err().is_offline());
    while !up.seen().iter().any(|head| head.starts_with("HEAD ")) {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(*reachability.borrow(), Reachability::Online);
}

#[tokio::test]
async fn no_connection_is_made_to_a_server_that_is_not_listed() {
    let listed = Server::start(|_, _| ok("application/json", "{}"));
    let foreign = Server::start(|_, _| ok("application/json", "{}"));
    let proxy = Server::proxy();
    for proxy in [Proxy::Direct, Proxy::Explicit(proxy.url("/"))] {
        let allowed = vec![listed.url("/")];
        let network = Network::new(Way {
            proxy,
            certificate_authorities: Vec::new(),
            allowed,
        })
        .unwrap();
        let port = foreign.address.port();
        for url in [
            foreign.url("/"),
            Url::parse(&format!("http://localhost:{port}/")).unwrap(),
            Url::parse(&format!("https://127.0.0.1:{port}/")).unwrap(),
        ] {
            let error = get(&network, url.clone()).await.unwrap_err();
            assert!(matches!(error, Error::NotAllowed { .. }), "{error:?}");
            let socket = network.websocket(&url, HeaderMap::new()).await.unwrap_err();
            assert!(matches!(socket, Error::NotAllowed { .. }), "{socket:?}");
            let by_itself = network.client().get(url).send().await.unwrap_err();
            assert!(
                told(&by_itself).contains("is not one of the agency's servers"),
                "{by_itself:?}"
            );
        }
    }
    assert_eq!((foreign.seen().len(), proxy.seen().len()), (0, 0));
}

#[tokio::test]
async fn a_redirect_is_an_answer_and_no_cookie_is_kept() {
    let server = Server::start(|_, _| {
        reply(
            "302 Found",
            "location: /elsewhere\r\nset-cookie: a=b; Path=/\r\n",
            "",
        )
    });
    let network = network(&[&server]);
    for _ in 0..2 {
        let answer = get(&network, server.url("/")).await.unwrap();
        assert_eq!(answer.status(), StatusCode::FOUND);
    }
    let seen = server.seen().join("").to_lowercase();
    assert!(
        !seen.contains("/elsewhere") && !seen.contains("cookie:"),
        "{seen}"
    );
    assert!(
        seen.contains(&format!(
            "user-agent: attache/{}",
            env!("CARGO_PKG_VERSION")
        )),
        "{seen}"
    );
}

#[tokio::test]
async fn an_unknown_authority_is_told_apart_from_no_network() {
    let authority = Authority::new();
    let server = Server::secure(&authority, |_, _| ok("application/json", "{}"));
    let error = get(&network(&[&server]), server.url("/"))
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Certificate { .. }), "{error:?}");

    let network = trusting(&authority, &server, Proxy::Direct);
    assert_eq!(get(&network, server.url("/")).await.unwrap().status(), 200);
    let leaf = network.certificate(&server.url("/")).await.unwrap();
    assert_eq!(leaf.first(), Some(&0x30), "DER begins with a sequence");
}

#[tokio::test]
async fn another_authority_does_not_help() {
    let server = Server::secure(&Authority::new(), |_, _| ok("application/json", "{}"));
    let network = trusting(&Authority::new(), &server, Proxy::Direct);
    let error = get(&network, server.url("/")).await.unwrap_err();
    assert!(matches!(error, Error::Certificate { .. }), "{error:?}");
}

#[tokio::test]
async fn a_proxy_is_asked_for_a_tunnel() {
    let authority = Authority::new();
    let server = Server::secure(&authority, |_, _| ok("application/json", "{}"));
    let proxy = Server::proxy();
    let mut address = proxy.url("/");
    address.set_username("al").unwrap();
    address.set_password(Some("pass")).unwrap();
    let network = trusting(&authority, &server, Proxy::Explicit(address));
    assert_eq!(
        get(&network, server.url("/secret")).await.unwrap().status(),
        200
    );
    let seen = proxy.seen().join("");
    assert!(
        seen.starts_with(&format!("CONNECT {}", server.address)),
        "{seen}"
    );
    assert!(
        seen.to_lowercase()
            .contains("proxy-authorization: basic yww6cgfzcw=="),
        "{seen}"
    );
    assert!(!seen.contains("/secret"));
}

#[tokio::test]
async fn a_websocket_carries_messages_also_through_a_proxy() {
    let authority = Authority::new();
    let (plain, secure, proxy) = (
        Server::echo(None),
        Server::echo(Some(&authority)),
        Server::proxy(),
    );
    let through = trusting(&authority, &secure, Proxy::Explicit(proxy.url("/")));
    for (network, server) in [(network(&[&plain]), &plain), (through, &secure)] {
        let mut socket = network
            .websocket(&server.url("/ws?room=1"), HeaderMap::new())
            .await
            .unwrap();
        socket
            .send(Message::Text("hello".to_owned()))
            .await
            .unwrap();
        let echoed = socket.next().await.unwrap().unwrap();
        assert!(matches!(echoed, Message::Text(text) if text == "hello"));
    }
    assert_eq!(proxy.seen().len(), 1);
}

#[tokio::test]
async fn a_huge_message_ends_the_websocket() {
    let server = Server::echo(None);
    let mut socket = network(&[&server])
        .websocket(&server.url("/"), HeaderMap::new())
        .await
        .unwrap();
    socket
        .send(Message::Text("large".to_owned()))
        .await
        .unwrap();
    assert!(socket.next().await.unwrap().is_err());
}

#[tokio::test]
async fn a_refused_websocket_says_how() {
    let server = Server::start(|_, _| reply("403 Forbidden", "", ""));
    let headers = HeaderMap::from_iter([(AUTHORIZATION, "Bearer x".parse().unwrap())]);
    let error = network(&[&server])
        .websocket(&server.url("/"), headers)
        .await
        .unwrap_err();
    assert!(
        matches!(
            error,
            Error::Refused {
                status: StatusCode::FORBIDDEN,
                ..
            }
        ),
        "{error:?}"
    );
    assert!(server.seen()[0].contains("authorization: Bearer x"));
}

#[tokio::test]
async fn what_is_not_the_expected_json_is_named() {
    let check = async |answer: String, complaint: &str| {
        let server = Server::start(move |_, _| answer.clone());
        let network = network(&[&server]);
        let answer = get(&network, server.url("/api/v1.0/users/me/?q=secret"))
            .await
            .unwrap();
        let error = net::json::<Vec<u64>>(answer).await.unwrap_err();
        assert!(matches!(error, Error::Malformed { .. }), "{error:?}");
        assert_eq!(
            told(&error),
            format!("reading the answer of 127.0.0.1/api/v1.0/users/me/: {complaint}")
        );
    };
    check(
        ok("text/html", "<html>Please pay</html>"),
        "status 200 OK, text/html in place of JSON",
    )
    .await;
    check(
        reply("200 OK", "", "[]"),
        "status 200 OK, nothing in place of JSON",
    )
    .await;
    check(ok("application/json", "<html>"), "no JSON, line 1 column 1").await;
    check(
        ok("application/json", "[1, 2"),
        "the end comes too early, line 1 column 5",
    )
    .await;
    let wrong = "a value of the wrong kind, or a missing one, line 1 column 9";
    check(ok("application/json", "[\"secret\"]"), wrong).await;
    let much = " ".repeat((16 << 20) + 1);
    check(ok("application/json", &much), "more than 16777216 bytes").await;
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_offline() {
    let server = Server::start(|_, _| {
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n[1"
            .to_owned()
    });
    let network = network(&[&server]);
    let answer = get(&network, server.url("/")).await.unwrap();
    let error = net::json::<Vec<u64>>(answer).await.unwrap_err();
    assert!(matches!(error, Error::Offline { .. }), "{error:?}");
}

#[tokio::test]
async fn a_setting_that_cannot_be_used_is_named() {
    let way = Way {
        proxy: Proxy::Direct,
        certificate_authorities: vec!["hello".to_owned()],
        allowed: Vec::new(),
    };
    let error = Network::new(way).unwrap_err();
    assert_eq!(
        told(&error),
        "setting up certificate authority 1: there is no certificate in it"
    );
    assert!(error.source().is_some());
}
