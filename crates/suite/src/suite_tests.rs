//! The desk without any server: how it starts, what its listener hears first, and what a panic does.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::events::Event;
use crate::failure::Code;
use crate::wire::account::Account;
use crate::{Config, Shell, StartError, Suite};

const PROFILE: &str =
    r#"{"id": "town", "name": "Town", "issuer": "https://id.town.example", "clientId": "attache"}"#;

fn shell() -> Shell {
    Shell {
        open_url: Arc::new(|_| Ok(())),
        sign_in_window: None,
        downloads: None,
    }
}

/// A folder with a policy of its own, so that the machine's does not matter.
fn config(folder: &std::path::Path, policy: &Value) -> Config {
    let file = folder.join("policy.json");
    crate::files::write(&file, policy).unwrap();
    Config {
        policy_file: Some(file),
        ..Config::in_folder(&folder.join("desk"))
    }
}

fn no_policy() -> Value {
    json!({"version": 1})
}

async fn first_batch(suite: &Suite) -> Vec<Event> {
    suite.subscribe().await.next_batch().await.unwrap()
}

#[tokio::test]
async fn the_first_that_is_heard_is_the_whole_state() {
    let folder = tempfile::tempdir().unwrap();
    let suite = Suite::start(config(folder.path(), &no_policy()), shell())
        .await
        .unwrap();
    suite
        .call("profile_add", json!({"text": PROFILE}))
        .await
        .unwrap();
    let heard = first_batch(&suite).await;
    let Event::AccountChanged {
        account: Account::Welcome { agencies, .. },
    } = &heard[0]
    else {
        panic!("{heard:?}")
    };
    assert_eq!(agencies[0].name, "Town");
    assert!(
        matches!(heard[1], Event::SettingsChanged { .. }),
        "{heard:?}"
    );
    assert!(
        matches!(heard[2], Event::ConnectionChanged { online: true, .. }),
        "{heard:?}"
    );
    assert_eq!(
        heard[3],
        Event::OutboxChanged {
            waiting: Vec::new()
        }
    );
}

#[tokio::test]
async fn an_agency_that_was_added_is_there_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    for expected in [0, 1] {
        let suite = Suite::start(config(folder.path(), &no_policy()), shell())
            .await
            .unwrap();
        let heard = first_batch(&suite).await;
        let Event::AccountChanged {
            account: Account::Welcome { agencies, .. },
        } = &heard[0]
        else {
            panic!("{heard:?}")
        };
        assert_eq!(agencies.len(), expected);
        suite
            .call("profile_add", json!({"text": PROFILE}))
            .await
            .unwrap();
        suite.close().await;
    }
}

#[tokio::test]
async fn what_needs_an_open_desk_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let suite = Suite::start(config(folder.path(), &no_policy()), shell())
        .await
        .unwrap();
    let code = |result: Result<Value, crate::failure::Failure>| result.unwrap_err().code;
    assert_eq!(
        code(
            suite
                .call("note_create", json!({"title": null, "parent": null}))
                .await
        ),
        Code::Locked
    );
    assert_eq!(
        code(
            suite
                .call("account_sign_in", json!({"profile": "nobody"}))
                .await
        ),
        Code::Missing
    );
    assert_eq!(
        code(suite.call("profile_add", json!({"text": "{"})).await),
        Code::Invalid
    );
    assert_eq!(
        code(suite.call("link_open", json!("file:///etc/passwd")).await),
        Code::Forbidden
    );
    assert_eq!(
        code(suite.call("no_such_thing", Value::Null).await),
        Code::Internal
    );
    assert_eq!(
        suite.resource("/notes/../state").await.unwrap_err().code,
        Code::Missing
    );
}

#[tokio::test]
async fn a_command_that_panics_takes_nothing_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let suite = Suite::start(config(folder.path(), &no_policy()), shell())
        .await
        .unwrap();
    let panics = |_: Suite| async { panic!("on purpose") };
    let failure = suite.guarded::<(), _>("test", panics).await.unwrap_err();
    assert_eq!(
        (failure.code, failure.detail.as_str()),
        (Code::Internal, "test panicked")
    );
    assert!(!first_batch(&suite).await.is_empty());
}

#[tokio::test]
async fn what_it_has_locked_holds() {
    let folder = tempfile::tempdir().unwrap();
    let policy = json!({"version": 1, "mandatory": {"Language": "nl"}});
    let suite = Suite::start(config(folder.path(), &policy), shell())
        .await
        .unwrap();
    let choice = json!({"language": "fr", "theme": "dark"});
    assert_eq!(
        suite
            .call("settings_change", choice)
            .await
            .unwrap_err()
            .code,
        Code::Forbidden
    );
    suite
        .call(
            "settings_change",
            json!({"language": "nl", "theme": "dark"}),
        )
        .await
        .unwrap();
    let heard = first_batch(&suite).await;
    let Event::SettingsChanged {
        settings, policies, ..
    } = &heard[1]
    else {
        panic!("{heard:?}")
    };
    assert_eq!(
        serde_json::to_value(settings).unwrap(),
        json!({"language": "nl", "theme": "dark"})
    );
    assert_eq!(
        (policies[0].name.as_str(), policies[0].origin.as_str()),
        ("Language", "mandatory")
    );
}

#[tokio::test]
async fn a_policy_that_is_wrong_stops_the_start_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let policy = json!({"version": 1, "mandatory": {"Langauge": "nl"}});
    let error = Suite::start(config(folder.path(), &policy), shell())
        .await
        .unwrap_err();
    assert!(matches!(error, StartError::Policy { .. }));
    assert!(
        error.whole().contains("did you mean Language?"),
        "{}",
        error.whole()
    );
}
