//! The session at Docs: taken, proven, renewed without a screen, ended.

use std::time::{Duration, SystemTime};

use secrecy::ExposeSecret as _;
use session::{
    Cookie, DocsAccess, DocsCookies, Error, Place, Reason, Session, Standing, Step, Surface,
};
use url::Url;
use vault::{Batch, Table};

use crate::{Desk, network};

fn cookie(name: &str, value: &str, life: Option<u64>) -> Cookie {
    Cookie {
        name: name.to_owned(),
        value: value.into(),
        host: "127.0.0.1".to_owned(),
        path: "/".to_owned(),
        secure: true,
        strict: false,
        expires: life.map(|seconds| SystemTime::now() + Duration::from_secs(seconds)),
    }
}

/// What a sign-in window has when it is done.
fn window(life: u64) -> Vec<Cookie> {
    let docs = cookie("docs_sessionid", "docs-cookie", Some(life));
    vec![
        docs,
        cookie("csrftoken", "csrf", Some(31_449_600)),
        cookie("_session", "provider-cookie", None),
    ]
}

async fn cookies(session: &Session) -> DocsCookies {
    match session.docs().await {
        Ok(DocsAccess::Cookies(cookies)) => cookies,
        Ok(DocsAccess::Bearer(_)) => panic!("a token"),
        Err(error) => panic!("{error:?}"),
    }
}

/// The session as another run finds it when four fifths of Docs' session are over.
async fn near_its_end(desk: &Desk) -> Session {
    let table = Table::new("session");
    let record = desk.vault.get(table, "docs").unwrap().unwrap();
    let mut record: serde_json::Value = serde_json::from_slice(&record).unwrap();
    assert!(record["renew_at"].as_u64().unwrap() < record["expires"].as_u64().unwrap());
    record["renew_at"] = serde_json::json!(0);
    let batch = Batch::new().put(table, "docs", record.to_string().into_bytes());
    desk.vault.commit(batch).await.unwrap();
    desk.reopened()
}

fn silent_walks(desk: &Desk) -> usize {
    desk.fake.seen("/docs/api/v1.0/authenticate/").len()
}

#[tokio::test]
async fn the_cookies_of_the_window_are_proven_and_kept() {
    let desk = Desk::signed_in().await;
    desk.session.accept_docs(window(43_200)).await.unwrap();
    for session in [desk.session.clone(), desk.reopened()] {
        let cookies = cookies(&session).await;
        assert_eq!(
            (
                cookies.session.expose_secret(),
                cookies.csrf.expose_secret()
            ),
            ("docs-cookie", "csrf")
        );
        let left = cookies.expires.duration_since(SystemTime::now()).unwrap();
        assert!(left > Duration::from_secs(43_000), "{left:?}");
    }
    assert_eq!(silent_walks(&desk), 0);
}

#[tokio::test]
async fn owning_a_cookie_is_not_being_signed_in() {
    let desk = Desk::signed_in().await;
    let mut anonymous = window(43_200);
    anonymous[0].value = "anonymous".into();
    assert!(matches!(
        desk.session.accept_docs(anonymous).await,
        Err(Error::Refused { .. })
    ));
    assert!(matches!(
        desk.session.accept_docs(Vec::new()).await,
        Err(Error::Refused { .. })
    ));
    assert!(
        matches!(desk.session.docs().await, Ok(DocsAccess::Bearer(_))),
        "nothing was kept"
    );
}

#[tokio::test]
async fn a_session_near_its_end_is_renewed_without_a_screen_and_once() {
    let desk = Desk::signed_in().await;
    desk.session.accept_docs(window(3600)).await.unwrap();
    let session = near_its_end(&desk).await;
    let mut asking = tokio::task::JoinSet::new();
    for _ in 0..5 {
        let session = session.clone();
        asking.spawn(async move { cookies(&session).await });
    }
    for cookies in asking.join_all().await {
        assert_eq!(
            cookies.session.expose_secret(),
            "docs-cookie",
            "a session renewed in time keeps its id"
        );
        assert!(cookies.expires > SystemTime::now() + Duration::from_secs(43_000));
    }
    assert_eq!(silent_walks(&desk), 1);
    let callback = &desk.fake.seen("/docs/api/v1.0/callback/")[0];
    assert!(callback.headers["cookie"].contains("docs_sessionid=docs-cookie"));
}

#[tokio::test]
async fn an_agent_who_only_reads_keeps_the_session() {
    let desk = Desk::signed_in().await;
    desk.session.accept_docs(window(3600)).await.unwrap();
    let session = near_its_end(&desk).await;
    tokio::task::yield_now().await;
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(61)).await;
    tokio::time::resume();
    while silent_walks(&desk) == 0 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let renewed = cookies(&session).await;
    assert!(renewed.expires > SystemTime::now() + Duration::from_secs(43_000));
    assert_eq!(silent_walks(&desk), 1);
}

#[tokio::test]
async fn a_session_that_vanished_is_replaced_on_demand() {
    let desk = Desk::signed_in().await;
    desk.session.accept_docs(window(43_200)).await.unwrap();
    desk.fake.state().docs_sessions.clear();
    desk.session.renew_docs().await.unwrap();
    let renewed = cookies(&desk.session).await;
    assert!(
        renewed.session.expose_secret().starts_with("docs-")
            && renewed.session.expose_secret() != "docs-cookie"
    );
    let kept = cookies(&desk.reopened()).await;
    assert_eq!(
        kept.session.expose_secret(),
        renewed.session.expose_secret()
    );
}

#[tokio::test]
async fn a_provider_that_wants_to_see_the_agent_ends_the_session() {
    for not_silent in [false, true] {
        let desk = Desk::signed_in().await;
        desk.session.accept_docs(window(43_200)).await.unwrap();
        {
            let mut state = desk.fake.state();
            state.twist.not_silent = not_silent;
            state.provider_sessions.clear();
            state.docs_sessions.clear();
        }
        assert!(matches!(
            desk.session.renew_docs().await,
            Err(Error::SignedOut { .. })
        ));
        assert!(matches!(
            desk.standing(),
            Standing::SignedOut {
                reason: Reason::DocsEnded,
                ..
            }
        ));
        assert!(matches!(
            desk.session.docs().await,
            Err(Error::SignedOut { .. })
        ));
        assert!(matches!(
            desk.reopened().docs().await,
            Err(Error::SignedOut { .. })
        ));
        desk.session
            .bearer(session::Audience::Assistant)
            .await
            .unwrap();

        desk.fake
            .state()
            .docs_sessions
            .insert("docs-cookie".to_owned());
        desk.session.accept_docs(window(43_200)).await.unwrap();
        assert!(matches!(desk.standing(), Standing::SignedIn(_)));
    }
}

#[tokio::test]
async fn a_living_session_is_used_to_its_end_when_it_cannot_be_renewed() {
    let desk = Desk::signed_in().await;
    desk.session.accept_docs(window(43_200)).await.unwrap();
    desk.fake.state().provider_sessions.clear();
    desk.session.renew_docs().await.unwrap();
    assert_eq!(
        cookies(&desk.session).await.session.expose_secret(),
        "docs-cookie"
    );
    assert!(matches!(desk.standing(), Standing::SignedIn(_)));
}

#[tokio::test]
async fn docs_in_trouble_signs_nobody_out() {
    let desk = Desk::signed_in().await;
    desk.session.accept_docs(window(43_200)).await.unwrap();
    for (status, offline) in [
        ("503 Service Unavailable", true),
        ("429 Too Many Requests", true),
        ("404 Not Found", false),
    ] {
        desk.fake.state().twist.docs_status = Some(status.to_owned());
        let error = desk.session.renew_docs().await.unwrap_err();
        assert_eq!(error.is_offline(), offline, "{status}: {error:?}");
        assert!(matches!(desk.standing(), Standing::SignedIn(_)), "{status}");
        assert_eq!(
            cookies(&desk.session).await.session.expose_secret(),
            "docs-cookie"
        );
    }
}

#[tokio::test]
async fn signing_out_leaves_docs_and_the_provider() {
    let desk = Desk::signed_in().await;
    desk.session.accept_docs(window(43_200)).await.unwrap();
    let report = desk.session.sign_out().await.unwrap();
    assert!(
        matches!(
            (&report.tokens, &report.docs, &report.provider),
            (Step::Done, Step::Done, Step::Done)
        ),
        "{report:?}"
    );
    let state = desk.fake.state();
    assert!(
        state.docs_sessions.is_empty()
            && state.provider_sessions.is_empty()
            && state.live_refresh.is_empty()
    );
}

#[tokio::test]
async fn a_provider_that_asks_back_is_left_to_the_browser() {
    let desk = Desk::signed_in().await;
    desk.session.accept_docs(window(43_200)).await.unwrap();
    desk.fake.state().twist.confirm = true;
    let report = desk.session.sign_out().await.unwrap();
    assert!(
        matches!(report.provider, Step::InBrowser) && report.end_session.is_some(),
        "{report:?}"
    );
}

#[tokio::test]
async fn signing_out_is_complete_here_whatever_the_servers_say() {
    let desk = Desk::signed_in().await;
    desk.session.accept_docs(window(43_200)).await.unwrap();
    desk.fake.state().twist.docs_status = Some("500 Internal Server Error".to_owned());
    let report = desk.session.sign_out().await.unwrap();
    assert!(matches!(report.docs, Step::Failed(_)), "{report:?}");
    assert!(matches!(
        desk.standing(),
        Standing::SignedOut {
            reason: Reason::ByAgent,
            ..
        }
    ));
    let reopened = desk.reopened();
    assert!(matches!(
        reopened.docs().await,
        Err(Error::SignedOut { .. })
    ));
    assert!(matches!(
        *reopened.standing().borrow(),
        Standing::SignedOut {
            reason: Reason::ByAgent,
            ..
        }
    ));
}

#[tokio::test]
async fn docs_is_asked_where_one_signs_in() {
    let desk = Desk::new();
    let mut profile = desk.fake.profile();
    let network = network(&desk.fake);
    assert_eq!(
        session::surface(&profile, &network).await.unwrap(),
        Surface::Window
    );
    profile.sign_in = Place::Browser;
    assert_eq!(
        session::surface(&profile, &network).await.unwrap(),
        Surface::Browser
    );
    profile.sign_in = Place::Auto;
    profile.docs = None;
    assert_eq!(
        session::surface(&profile, &network).await.unwrap(),
        Surface::Browser
    );
}

#[test]
fn the_window_is_done_when_the_callback_has_sent_it_on() {
    let text = r#"{"id": "p", "name": "P", "issuer": "https://id.example", "clientId": "c", "docs": {"url": "https://docs.example"}}"#;
    let profile = session::Profile::parse(text, "of the test").unwrap();
    let check = |visited: &[&str], landed: bool| {
        let visited: Vec<Url> = visited.iter().map(|url| Url::parse(url).unwrap()).collect();
        assert_eq!(
            session::docs_landed(&profile, &visited),
            landed,
            "{visited:?}"
        );
    };
    let leg = session::docs_leg(&profile).unwrap();
    assert_eq!(leg.as_str(), "https://docs.example/api/v1.0/authenticate/");
    let callback = "https://docs.example/api/v1.0/callback/?code=c&state=s";
    check(&[leg.as_str(), "https://id.example/login"], false);
    check(&[leg.as_str(), "https://id.example/login", callback], false);
    check(
        &[
            leg.as_str(),
            "https://id.example/login",
            callback,
            "https://portal.example/",
        ],
        true,
    );
    check(
        &[
            "https://evil.example/api/v1.0/callback/",
            "https://portal.example/",
        ],
        false,
    );
}
