//! One sign-in opens all three parts; offline is a state, not an error.

use serde_json::json;
use suite::failure::Code;
use suite::wire::account::{Account, Part, RefusalReason};
use tests::Stage;
use tests::world::World;

fn parts_that_are(world: &World, state: Part) -> usize {
    match &world.account {
        Some(Account::Open { parts, .. }) => [parts.notes, parts.chat, parts.assistant]
            .into_iter()
            .filter(|part| *part == state)
            .count(),
        _ => 0,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_sign_in_opens_all_three_parts() {
    let stage = Stage::new().await.expect("an agent");
    let desk = stage.signed_in().await;
    let world = desk
        .until("notes and rooms", |world| {
            world.notes_complete && world.encryption.is_some()
        })
        .await;
    assert_eq!(
        parts_that_are(&world, Part::SignedOut),
        0,
        "{:?}",
        world.account
    );
    assert!(parts_that_are(&world, Part::Ready) >= 1);
    assert_eq!(world.online, Some(true));
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_opens_without_a_network_after_a_restart() {
    let stage = Stage::new().await.expect("an agent");
    let desk = stage.signed_in().await;
    let note = desk.note("Mission report").await;
    let replica = desk.open(&note).await;
    desk.write(&replica, "Written in Paris").await;
    desk.until("the note at the server", |world| world.is_synced(&note))
        .await;
    desk.close().await;

    stage.network.cut();
    let desk = stage.desk().await;
    desk.until("the desk", World::is_signed_in).await;
    desk.until("the note in the list", |world| {
        world.notes.contains_key(&note)
    })
    .await;
    let replica = desk.open(&note).await;
    assert_eq!(replica.lines(), ["Written in Paris"]);
    desk.write(&replica, "Written on the train").await;
    desk.until("offline", |world| world.online == Some(false))
        .await;
    let world = desk
        .until("the outbox", |world| !world.waiting.is_empty())
        .await;
    assert!(
        !world.is_synced(&note),
        "synced is not shown before the server has it"
    );

    stage.network.restore();
    desk.until("the note at the server", |world| {
        world.is_synced(&note) && world.waiting.is_empty()
    })
    .await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_in_again_continues_the_same_vault() {
    let stage = Stage::new().await.expect("an agent");
    let desk = stage.signed_in().await;
    let note = desk.note("Kept").await;
    let replica = desk.open(&note).await;
    desk.write(&replica, "Still here").await;
    desk.until("the note at the server", |world| world.is_synced(&note))
        .await;
    desk.call::<()>("account_sign_out", json!({ "keep": "vault" }))
        .await;
    desk.agencies().await;
    assert_eq!(
        desk.refused("note_open", json!(note)).await,
        Code::Locked,
        "signed out means closed"
    );

    desk.sign_in().await.expect("the second sign-in succeeds");
    desk.until("the note at the server", |world| {
        world.is_synced(&note) && world.waiting.is_empty()
    })
    .await;
    assert_eq!(desk.open(&note).await.lines(), ["Still here"]);
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sign_out_can_leave_nothing_on_the_machine() {
    let stage = Stage::new().await.expect("an agent");
    let desk = stage.signed_in().await;
    desk.call::<()>("account_sign_out", json!({ "keep": "nothing" }))
        .await;
    desk.agencies().await;
    desk.close().await;
    let left = walk(&stage.folder.join("accounts"));
    assert!(left.is_empty(), "{left:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_opens_nothing_and_cancelling_leads_back() {
    let mut stage = Stage::new().await.expect("an agent");
    stage.person.password = "not the password".to_owned();
    let desk = stage.desk().await;
    let profile = desk.agencies().await[0].profile.clone();
    desk.call::<()>("account_sign_in", json!({ "profile": profile }))
        .await;
    stage.turned_away().await;
    assert!(
        matches!(desk.world().account, Some(Account::SigningIn { .. })),
        "the agent may try again at the provider's page"
    );
    desk.call::<()>("account_sign_in_cancel", json!(null)).await;
    let refused = |world: &World| match &world.account {
        Some(Account::Welcome {
            refusal: Some(refusal),
            ..
        }) => Some(refusal.reason),
        _ => None,
    };
    let reason = desk.until_some("the refusal", refused).await;
    assert_eq!(reason, RefusalReason::Cancelled);
    desk.close().await;
    assert!(walk(&stage.folder.join("accounts")).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_without_a_network_says_so() {
    let stage = Stage::new().await.expect("an agent");
    let desk = stage.desk().await;
    stage.network.cut();
    let refusal = desk
        .sign_in()
        .await
        .expect_err("there is no network")
        .to_string();
    assert!(refusal.starts_with("Offline"), "{refusal}");
    stage.network.restore();
    desk.sign_in().await.expect("with a network it succeeds");
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_malformed_profile_is_refused_with_its_place() {
    let stage = Stage::new().await.expect("an agent");
    let desk = stage.desk().await;
    let before = desk.agencies().await;
    for text in [
        "",
        "{",
        "[]",
        r#"{"id": "x"}"#,
        r#"{"id":"x","name":"X","issuer":"http://plain.example","clientId":"a"}"#,
    ] {
        let failure = desk
            .try_call::<serde_json::Value>("profile_add", json!({ "text": text }))
            .await;
        let failure = failure.expect_err("a malformed profile");
        assert_eq!(failure.code, Code::Invalid, "{text}: {failure}");
    }
    assert_eq!(desk.agencies().await, before);
    desk.close().await;
}

/// Every file below a folder; none when there is no folder.
fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    tests::disk::files_below(folder)
}
