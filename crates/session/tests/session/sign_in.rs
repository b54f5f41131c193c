//! One sign-in, right and wrong.

use net::{Network, Proxy, Way};
use serde_json::json;
use session::{Error, SignIn, Standing};

use crate::fake::{State, Twist};
use crate::{Desk, begin, network, redirect, told};

#[tokio::test]
async fn a_sign_in_says_who_it_is_and_is_kept() {
    let desk = Desk::new();
    assert_eq!(desk.standing(), Standing::NeverSignedIn);
    desk.sign_in().await.unwrap();
    let Standing::SignedIn(agent) = desk.standing() else {
        panic!("{:?}", desk.standing())
    };
    assert_eq!(
        (agent.subject.as_str(), agent.name.as_str()),
        ("alice", "Alice Durand")
    );
    assert_eq!(agent.email, "alice.durand@mobilite.example");
    assert_eq!(*desk.reopened().standing().borrow(), desk.standing());
}

#[tokio::test]
async fn an_address_that_is_not_the_answer_is_refused() {
    let desk = Desk::new();
    let sign_in = begin(&desk.fake).await;
    let right = desk.fake.approve(sign_in.url());
    let with = |name: &str, value: Option<&str>| {
        let mut url = right.clone();
        let others: Vec<_> = right
            .query_pairs()
            .into_owned()
            .filter(|(key, _)| key != name)
            .collect();
        url.query_pairs_mut()
            .clear()
            .extend_pairs(others)
            .extend_pairs(value.map(|value| (name, value)));
        url
    };
    let elsewhere = |text: &str| {
        url::Url::parse(
            &right
                .as_str()
                .replace("http://127.0.0.1:43123/callback", text),
        )
        .unwrap()
    };
    for (url, why) in [
        (with("state", Some("another")), "the state does not match"),
        (with("state", None), "the state does not match"),
        (
            with("iss", Some("https://evil.example")),
            "another issuer has answered",
        ),
        (with("iss", None), "the issuer is not named"),
        (with("code", None), "there is no code"),
        (with("error", Some("access_denied")), "access_denied"),
        (
            with("error", Some("<script>")),
            "an error without a proper name",
        ),
        (
            elsewhere("http://127.0.0.1:43124/callback"),
            "another address than the one agreed",
        ),
        (
            elsewhere("http://127.0.0.1:43123/other"),
            "another address than the one agreed",
        ),
    ] {
        let error = sign_in.finish(&url).await.err().unwrap();
        assert_eq!(told(&error), format!("signing in: {why}"));
    }
    assert!(
        desk.fake.seen("/id/token").is_empty(),
        "no code was given away"
    );
    sign_in.finish(&right).await.unwrap();
}

async fn refused(twist: impl FnOnce(&mut State)) -> String {
    let desk = Desk::new();
    twist(&mut desk.fake.state());
    let error = desk.sign_in().await.unwrap_err();
    assert!(matches!(error, Error::Refused { .. }), "{error:?}");
    assert_eq!(desk.standing(), Standing::NeverSignedIn);
    told(&error)
}

#[tokio::test]
async fn an_id_token_that_is_wrong_in_any_way_is_refused() {
    let check = async |twist: Twist, why: &str| {
        let told = refused(|state| state.twist = twist).await;
        assert!(told.contains(why), "{told}");
    };
    check(
        Twist {
            nonce: true,
            ..Twist::default()
        },
        "nonce",
    )
    .await;
    check(
        Twist {
            signature: true,
            ..Twist::default()
        },
        "Signature",
    )
    .await;
    check(
        Twist {
            audience: true,
            ..Twist::default()
        },
        "audience",
    )
    .await;
    check(
        Twist {
            at_hash: true,
            ..Twist::default()
        },
        "at_hash does not match",
    )
    .await;
    check(
        Twist {
            expired: true,
            ..Twist::default()
        },
        "Expired",
    )
    .await;
    check(
        Twist {
            no_id_token: true,
            ..Twist::default()
        },
        "there is no id_token",
    )
    .await;
}

#[tokio::test]
async fn a_lower_level_than_the_agency_demands_is_refused_and_named() {
    let desk = Desk::new();
    let mut profile = desk.fake.profile();
    profile.acr_values = vec!["eidas2".to_owned(), "eidas3".to_owned()];
    let sign_in = SignIn::begin(&profile, &network(&desk.fake), &redirect())
        .await
        .unwrap();
    assert!(
        sign_in
            .url()
            .query_pairs()
            .any(|(name, value)| name == "acr_values" && value == "eidas2 eidas3")
    );

    desk.fake.state().id_claims["acr"] = json!("eidas1");
    let error = sign_in
        .finish(&desk.fake.approve(sign_in.url()))
        .await
        .err()
        .unwrap();
    assert_eq!(
        told(&error),
        "the sign-in lacks a level (acr) of eidas2 or eidas3: it has eidas1"
    );
    desk.fake.state().id_claims["acr"] = json!("eidas3");
    sign_in
        .finish(&desk.fake.approve(sign_in.url()))
        .await
        .unwrap();
}

#[tokio::test]
async fn required_claims_may_come_with_the_user_info() {
    let desk = Desk::new();
    let mut profile = desk.fake.profile();
    profile.required_claims = vec!["siret".to_owned(), "email".to_owned()];
    let sign_in = SignIn::begin(&profile, &network(&desk.fake), &redirect())
        .await
        .unwrap();
    let error = sign_in
        .finish(&desk.fake.approve(sign_in.url()))
        .await
        .err()
        .unwrap();
    assert!(
        matches!(&error, Error::Requirement { missing } if missing == "siret"),
        "{error:?}"
    );
    desk.fake.state().user_info = json!({"siret": "00000000000001"});
    sign_in
        .finish(&desk.fake.approve(sign_in.url()))
        .await
        .unwrap();
}

#[tokio::test]
async fn another_agent_cannot_take_over_the_account() {
    let desk = Desk::signed_in().await;
    let before = desk.standing();
    desk.fake.state().id_claims =
        json!({"sub": "bruno", "name": "Bruno Müller", "email": "b@verkehr.example"});
    let error = desk.sign_in().await.unwrap_err();
    assert!(
        matches!(&error, Error::WrongAgent { expected, found } if expected == "Alice Durand" && found == "Bruno Müller")
    );
    assert_eq!(desk.standing(), before);
    assert_eq!(*desk.reopened().standing().borrow(), before);
}

#[tokio::test]
async fn a_portal_in_place_of_the_provider_is_named() {
    let desk = Desk::new();
    let page = "<html>Please accept our terms</html>".to_owned();
    desk.fake.state().twist.token_answer =
        Some(("200 OK".to_owned(), "text/html".to_owned(), page));
    let error = desk.sign_in().await.unwrap_err();
    let text = told(&error);
    assert_eq!(
        text,
        "finishing the sign-in: the answer of the sign-in server is no JSON, or empty"
    );

    let secret = "{\"access_token\": [\"secret\"]}".to_owned();
    desk.fake.state().twist.token_answer =
        Some(("200 OK".to_owned(), "application/json".to_owned(), secret));
    let text = told(&desk.sign_in().await.unwrap_err());
    assert!(
        text.starts_with("finishing the sign-in: `") && !text.contains("secret"),
        "{text}"
    );
}

#[tokio::test]
async fn without_a_network_a_sign_in_does_not_begin() {
    let desk = Desk::new();
    let mut profile = desk.fake.profile();
    let dead = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    profile.issuer = format!("https://{dead}");
    let way = Way {
        proxy: Proxy::Direct,
        certificate_authorities: Vec::new(),
        allowed: profile.origins(),
    };
    let error = SignIn::begin(&profile, &Network::new(way).unwrap(), &redirect())
        .await
        .err()
        .unwrap();
    assert!(error.is_offline(), "{error:?}");
}
