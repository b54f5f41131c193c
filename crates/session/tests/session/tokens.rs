//! Tokens: renewed once, kept before they are used, and never lost to a bad network.

use std::sync::mpsc;

use secrecy::ExposeSecret as _;
use session::{Audience, Error, Reason, Standing, Step};

use crate::{Desk, network, told};

fn reason(standing: &Standing) -> Option<Reason> {
    match standing {
        Standing::SignedOut { reason, .. } => Some(*reason),
        Standing::NeverSignedIn | Standing::SignedIn(_) => None,
    }
}

#[tokio::test]
async fn each_server_gets_a_token_of_its_own() {
    let desk = Desk::signed_in().await;
    let docs = desk.session.bearer(Audience::Docs).await.unwrap();
    let assistant = desk.session.bearer(Audience::Assistant).await.unwrap();
    assert!(!docs.expose_secret().contains("-for-"));
    assert!(
        assistant
            .expose_secret()
            .ends_with("-for-urn:attache:assistant")
    );
    assert_eq!(
        desk.fake.state().refreshes,
        1,
        "the token of the sign-in itself serves Docs"
    );
}

#[tokio::test]
async fn a_server_that_came_later_needs_another_sign_in_and_harms_none() {
    let desk = Desk::signed_in().await;
    let text = desk
        .fake
        .profile_text()
        .replace("urn:attache:assistant", "urn:attache:newer");
    let profile = session::Profile::parse(&text, "of the test").unwrap();
    let session = session::Session::open(desk.vault.clone(), network(&desk.fake), profile).unwrap();
    let error = session.bearer(Audience::Assistant).await.unwrap_err();
    assert!(matches!(error, Error::SignedOut { .. }), "{error:?}");
    assert_eq!(desk.fake.state().refreshes, 0);
    session.bearer(Audience::Docs).await.unwrap();
    assert!(matches!(
        *session.standing().borrow(),
        Standing::SignedIn(_)
    ));
}

#[tokio::test]
async fn many_ask_and_one_refresh_happens() {
    let desk = Desk::signed_in().await;
    let session = desk.reopened();
    let mut asking = tokio::task::JoinSet::new();
    for _ in 0..10 {
        let session = session.clone();
        asking.spawn(async move {
            session
                .bearer(Audience::Assistant)
                .await
                .unwrap()
                .expose_secret()
                .to_owned()
        });
    }
    let tokens: std::collections::HashSet<String> = asking.join_all().await.into_iter().collect();
    assert_eq!((tokens.len(), desk.fake.state().refreshes), (1, 1));
}

#[tokio::test]
async fn a_rotated_token_is_on_disk_when_it_is_used() {
    let desk = Desk::signed_in().await;
    desk.session.bearer(Audience::Assistant).await.unwrap();
    // Another run knows only the disk, and the provider accepts only the newest token.
    desk.reopened().bearer(Audience::Assistant).await.unwrap();
    assert_eq!(desk.fake.state().refreshes, 2);
}

#[tokio::test]
async fn a_token_that_cannot_be_kept_is_not_used() {
    let desk = Desk::signed_in().await;
    desk.vault.close();
    for _ in 0..2 {
        let error = desk.session.bearer(Audience::Assistant).await.unwrap_err();
        assert!(matches!(error, Error::Store { .. }), "{error:?}");
    }
    assert_eq!(
        desk.fake.state().refreshes,
        1,
        "the rotated token waits for the disk"
    );
    assert!(matches!(desk.standing(), Standing::SignedIn(_)));
}

#[tokio::test]
async fn a_caller_that_goes_away_does_not_lose_a_token() {
    let desk = Desk::signed_in().await;
    let (release, hold) = mpsc::channel();
    desk.fake.state().twist.hold_refresh = Some(hold);
    let asking = tokio::time::timeout(
        std::time::Duration::from_millis(300),
        desk.session.bearer(Audience::Assistant),
    );
    assert!(asking.await.is_err());
    assert_eq!(desk.fake.state().refreshes, 1);
    release.send(()).unwrap();
    desk.session.bearer(Audience::Assistant).await.unwrap();
    assert_eq!(
        desk.fake.state().refreshes,
        1,
        "the first answer was not dropped"
    );
}

#[tokio::test]
async fn a_lost_answer_means_signing_in_again_and_nothing_else_is_lost() {
    let desk = Desk::signed_in().await;
    desk.session.keep_matrix(&"matrix".into()).unwrap();
    desk.fake.state().twist.lose_refresh = true;
    let error = desk.session.bearer(Audience::Assistant).await.unwrap_err();
    assert!(error.is_offline(), "{error:?}");
    assert!(matches!(desk.standing(), Standing::SignedIn(_)));

    let error = desk.session.bearer(Audience::Assistant).await.unwrap_err();
    assert!(matches!(error, Error::SignedOut { .. }), "{error:?}");
    assert_eq!(reason(&desk.standing()), Some(Reason::Refused));
    let reopened = desk.reopened();
    assert_eq!(reason(&reopened.standing().borrow()), Some(Reason::Refused));
    assert_eq!(
        reopened.matrix().unwrap().unwrap().expose_secret(),
        "matrix"
    );

    desk.sign_in().await.unwrap();
    assert!(matches!(desk.standing(), Standing::SignedIn(_)));
    desk.session.bearer(Audience::Assistant).await.unwrap();
}

#[tokio::test]
async fn a_provider_that_lost_its_last_step_still_knows_the_one_before() {
    let desk = Desk::signed_in().await;
    let first = desk.fake.state().live_refresh.clone();
    desk.session.bearer(Audience::Assistant).await.unwrap();
    {
        let mut state = desk.fake.state();
        (state.live_refresh, state.twist.forgiving) = (first, true);
    }
    desk.reopened().bearer(Audience::Assistant).await.unwrap();
    assert_eq!(
        desk.fake.state().refreshes,
        3,
        "the present one was tried, then the one before"
    );
    assert!(matches!(desk.standing(), Standing::SignedIn(_)));
}

#[tokio::test]
async fn trouble_at_the_provider_signs_nobody_out() {
    let desk = Desk::signed_in().await;
    let check = async |status: &str, kind: &str, body: &str, offline: bool| {
        desk.fake.state().twist.token_answer =
            Some((status.to_owned(), kind.to_owned(), body.to_owned()));
        let error = desk.session.bearer(Audience::Assistant).await.unwrap_err();
        assert_eq!(error.is_offline(), offline, "{status}: {error:?}");
        assert!(matches!(desk.standing(), Standing::SignedIn(_)), "{status}");
        told(&error)
    };
    check("503 Service Unavailable", "text/html", "<html>", true).await;
    check("429 Too Many Requests", "application/json", "{}", true).await;
    check("200 OK", "text/html", "<html>", false).await;
    check("200 OK", "application/json", "{\"access_token\"", false).await;
    check("302 Found", "text/html", "", false).await;
    let text = check(
        "400 Bad Request",
        "application/json",
        "{\"error\": \"invalid_target\"}",
        false,
    )
    .await;
    assert_eq!(text, "renewing the sign-in: invalid_target");
    desk.fake.state().twist.token_answer = None;
    desk.session.bearer(Audience::Assistant).await.unwrap();
}

#[tokio::test]
async fn a_token_that_a_server_refuses_is_replaced() {
    let desk = Desk::signed_in().await;
    let first = desk.session.bearer(Audience::Docs).await.unwrap();
    desk.session.bearer_refused(Audience::Docs, &first).await;
    let second = desk.session.bearer(Audience::Docs).await.unwrap();
    assert_ne!(first.expose_secret(), second.expose_secret());
    desk.session.bearer_refused(Audience::Docs, &first).await;
    let third = desk.session.bearer(Audience::Docs).await.unwrap();
    assert_eq!(
        second.expose_secret(),
        third.expose_secret(),
        "an old complaint is not about the new token"
    );
}

#[tokio::test]
async fn signing_out_revokes_and_the_same_agent_may_come_back() {
    let desk = Desk::signed_in().await;
    desk.session
        .keep_matrix(&"place of the messages".into())
        .unwrap();
    let report = desk.session.sign_out().await.unwrap();
    assert!(
        matches!(report.tokens, Step::Done) && matches!(report.docs, Step::Nothing),
        "{report:?}"
    );
    assert!(
        matches!(report.provider, Step::InBrowser),
        "the browser has the provider's cookies: {report:?}"
    );
    assert!(
        report
            .end_session
            .unwrap()
            .query_pairs()
            .any(|(name, _)| name == "id_token_hint")
    );
    assert!(desk.fake.state().live_refresh.is_empty());
    assert_eq!(reason(&desk.standing()), Some(Reason::ByAgent));
    assert!(matches!(
        desk.session.bearer(Audience::Docs).await,
        Err(Error::SignedOut { .. })
    ));
    assert_eq!(
        reason(&desk.reopened().standing().borrow()),
        Some(Reason::ByAgent)
    );
    assert!(desk.session.matrix().unwrap().is_some());

    desk.fake.state().id_claims["sub"] = serde_json::json!("bruno");
    assert!(matches!(
        desk.sign_in().await,
        Err(Error::WrongAgent { .. })
    ));
    desk.fake.state().id_claims["sub"] = serde_json::json!("alice");
    desk.sign_in().await.unwrap();
    assert!(matches!(desk.standing(), Standing::SignedIn(_)));
}
