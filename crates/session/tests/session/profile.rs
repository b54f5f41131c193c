//! Profiles, well and badly written.

use net::{Network, Proxy, Way};
use session::{Error, Profile, profile};

use crate::fake::Fake;
use crate::told;

const WHOLE: &str = r#"{
  "id": "paris", "name": "Ministère", "country": "fr", "emailDomains": ["mobilite.example"],
  "issuer": "https://id.example", "clientId": "attache-desktop", "scopes": ["openid", "email"],
  "acrValues": ["eidas2"], "requiredClaims": ["siret"],
  "docs": {"url": "https://docs.example"},
  "matrix": {"homeserver": "https://chat.example"},
  "assistant": {"url": "https://models.example/v1", "model": "local", "resource": "urn:attache:assistant"},
  "servers": ["https://account.chat.example"],
  "certificateAuthorities": [], "signIn": "window"
}"#;

#[test]
fn a_whole_profile_is_read_and_written_back() {
    let profile = Profile::parse(WHOLE, "here").unwrap();
    assert_eq!(profile.issuer, "https://id.example", "not a letter more");
    let origins: Vec<String> = profile.origins().iter().map(ToString::to_string).collect();
    assert_eq!(
        origins,
        [
            "https://id.example/",
            "https://docs.example/",
            "https://chat.example/",
            "https://models.example/v1",
            "https://account.chat.example/",
        ]
    );
    let written = serde_json::to_string(&profile).unwrap();
    assert_eq!(Profile::parse(&written, "here").unwrap(), profile);
}

#[test]
fn a_small_profile_is_enough() {
    let text = r#"{"id": "p", "name": "P", "issuer": "https://id.example", "clientId": "c"}"#;
    let profile = Profile::parse(text, "here").unwrap();
    assert_eq!(
        profile.scopes,
        ["openid", "profile", "email", "offline_access"]
    );
    assert!(profile.docs.is_none() && profile.matrix.is_none() && profile.assistant.is_none());
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of mistakes")]
fn what_is_wrong_is_named_with_key_and_line() {
    let check = |from: &str, to: &str, expected: &str| {
        assert!(WHOLE.contains(from), "{from}");
        let error = Profile::parse(&WHOLE.replace(from, to), "from /etc").unwrap_err();
        let told = told(&error);
        let (told, _) = told.rsplit_once(" column ").unwrap();
        assert_eq!(told, format!("the profile from /etc: {expected}"));
    };
    check(
        "\"clientId\": \"attache-desktop\", ",
        "",
        "missing field `clientId` at line 10",
    );
    check(
        "\"url\": \"https://docs.example\"",
        "\"uri\": \"x\"",
        "`docs.uri`: unknown field `uri`, expected `url` at line 5",
    );
    check(
        "https://docs.example",
        "http://docs.example",
        "`docs.url`: only https is allowed at line 5",
    );
    check(
        "https://id.example",
        "https://a:b@id.example",
        "`issuer`: no name or password is allowed at line 3",
    );
    check(
        "https://chat.example",
        "https://chat.example?a=b",
        "`matrix.homeserver`: no query or fragment is allowed at line 6",
    );
    check(
        "https://docs.example",
        "docs",
        "`docs.url`: \"docs\": relative URL without a base at line 5",
    );
    check(
        "\"window\"",
        "\"telepathy\"",
        "`signIn`: unknown variant `telepathy`, expected one of `auto`, `browser`, `window` at line 9",
    );
    check(
        "\"certificateAuthorities\": []",
        "\"certificateAuthorities\": [\"x\"]",
        "`certificateAuthorities`: number 1 is no certificate in PEM form at line 9",
    );
    check(
        "\"paris\"",
        "\"../paris\"",
        "`id`: small letters, digits and hyphens, at most 64 at line 2",
    );
    check(
        "\"mobilite.example\"",
        "\"mobilite\"",
        "`emailDomains`: \"mobilite\": a domain is wanted, such as agency.example at line 2",
    );
    check(
        "\"openid\", ",
        "",
        "`scopes`: openid has to be among them at line 3",
    );
    check(
        "\"fr\"",
        "\"France\"",
        "`country`: two small letters are wanted, such as fr at line 2",
    );
    check(
        "\"signIn\": \"window\"\n}",
        "\"signIn\": \"window\"",
        "EOF while parsing an object at line 9",
    );
    check(
        "\"signIn\": \"window\"\n}",
        "\"signIn\": \"window\"\n} more",
        "trailing characters at line 10",
    );
    check(
        "\"id\": \"paris\"",
        "\"id\": \"paris\", \"id\": \"berlin\"",
        "duplicate field `id` at line 2",
    );
}

#[test]
fn an_agency_is_looked_for_at_the_domain_of_an_address() {
    let found = profile::well_known(" alice@Mobilite.Example ").unwrap();
    assert_eq!(
        found.as_str(),
        "https://mobilite.example/.well-known/attache.json"
    );
    for wrong in [
        "",
        "alice",
        "@mobilite.example",
        "alice@",
        "alice@localhost",
        "alice@127.0.0.1",
        "alice@a.example/x",
        "alice@a.example:8443",
        "a@b@[::1]",
    ] {
        assert!(
            matches!(profile::well_known(wrong), Err(Error::Profile { .. })),
            "{wrong}"
        );
    }
}

#[tokio::test]
async fn a_profile_is_fetched_and_must_speak_for_the_domain() {
    let fake = Fake::start();
    let check = async |email: &str| {
        let allowed = vec![profile::well_known(email).unwrap()];
        let certificate_authorities = vec![fake.authority.clone()];
        let way = Way {
            proxy: Proxy::Explicit(fake.proxy()),
            certificate_authorities,
            allowed,
        };
        profile::find(email, &Network::new(way).unwrap()).await
    };
    let found = check("alice@mobilite.example").await.unwrap();
    assert_eq!(found.expect("published").id, "paris");
    let told = told(&check("alice@other.example").await.unwrap_err());
    assert_eq!(
        told,
        "the profile at other.example: `emailDomains`: other.example is not among them"
    );
}
