//! Both surfaces, both ways into Matrix, and sign-ins that expire or are taken away.

use serde_json::json;
use suite::wire::account::{Account, Part, Surface};
use tests::desk::Desk;
use tests::stack::Stack;
use tests::world::World;
use tests::{Stage, control};

/// Signs in at this profile, which uses this surface, and finds every part open.
async fn check(profile: &str, expected: Surface) {
    let stage = Stage::at(profile).await.expect("an agent");
    let desk = stage.desk().await;
    let agency = desk.agencies().await[0].profile.clone();
    desk.call::<()>("account_sign_in", json!({ "profile": agency }))
        .await;
    let shown = |world: &World| match &world.account {
        Some(Account::SigningIn { surface, .. }) => Some(*surface),
        Some(Account::Welcome {
            refusal: Some(refusal),
            ..
        }) => panic!("{refusal:?}"),
        _ => None,
    };
    let mut surface = desk.until_some("the sign-in", shown).await;
    while !desk.world().is_signed_in() {
        surface = shown(&desk.world()).unwrap_or(surface);
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(surface, expected, "{profile}");
    let Some(Account::Open { parts, .. }) = desk.world().account else {
        panic!("the desk is open")
    };
    assert_eq!(
        [parts.notes, parts.chat, parts.assistant],
        [Part::Ready; 3],
        "{profile}"
    );
    works(&desk).await;
    desk.close().await;
}

/// Writes to all three parts.
async fn works(desk: &Desk) {
    let note = desk.note("Works").await;
    let replica = desk.open(&note).await;
    desk.write(&replica, "notes").await;
    desk.until("the note at the server", |world| world.is_synced(&note))
        .await;
    let room: suite::wire::chat::RoomId = desk
        .call("room_create", json!({ "name": "Works", "invite": [] }))
        .await;
    desk.until("the room", |world| world.rooms.contains_key(&room))
        .await;
    desk.open_room(&room).await;
    desk.say(&room, "chat").await;
    desk.until("the message at the server", |world| {
        world.times_sent(&room, "chat") == 1
    })
    .await;
    let _with_others = control::MODELS.read().await;
    let conversation = desk.ask("Say yes.", &[]).await;
    desk.until_words(&conversation).await;
    desk.call::<()>("assistant_stop", json!(conversation)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sign_in_window_opens_all_three_with_matrix_by_delegated_auth() {
    check("paris", Surface::Window).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_system_browser_opens_all_three_with_matrix_by_single_sign_on() {
    check("sso", Surface::Browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_token_that_expired_while_offline_means_signed_out_working_offline() {
    let stack = Stack::from_environment().expect("a stack");
    let stage = Stage::at("sso").await.expect("an agent");
    let desk = stage.signed_in().await;
    let note = desk.note("Long journey").await;
    let replica = desk.open(&note).await;
    desk.write(&replica, "at home").await;
    desk.until("the note at the server", |world| world.is_synced(&note))
        .await;
    desk.close().await;

    stage.network.cut();
    let revoked = json!({ "login": stage.person.login, "sessions": true });
    control::post(&stack.identity, "revoke", &revoked)
        .await
        .expect("revoked");
    let desk = stage.desk().await;
    let replica = desk.open(&note).await;
    desk.write(&replica, "on the way").await;
    stage.network.restore();
    desk.call::<()>("outbox_retry", json!(null)).await;
    desk.ask("Still there?", &[]).await;
    desk.until("signed out", World::is_signed_out).await;
    desk.write(&replica, "still writing").await;
    assert_eq!(
        desk.lines(&note).await,
        ["at home", "on the way", "still writing"]
    );

    desk.sign_in().await.expect("signing in again");
    desk.until("all sent", |world| world.is_synced(&note)).await;
    let all = ["at home", "on the way", "still writing"];
    assert_eq!(desk.lines(&note).await, all);
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_docs_session_that_ended_is_renewed_without_a_screen() {
    let stack = Stack::from_environment().expect("a stack");
    let stage = Stage::at("paris").await.expect("an agent");
    let desk = stage.signed_in().await;
    let note = desk.note("Renewed").await;
    let replica = desk.open(&note).await;
    desk.write(&replica, "before").await;
    desk.until("the note at the server", |world| world.is_synced(&note))
        .await;
    let ended = control::post(
        &stack.docs,
        "sessions/kill",
        &json!({ "user": stage.person.login }),
    )
    .await
    .expect("ended");
    assert!(
        ended["ended"].as_u64().is_some_and(|sessions| sessions > 0),
        "{ended}"
    );
    desk.write(&replica, "after").await;
    desk.call::<()>("outbox_retry", json!(null)).await;
    desk.until("the note at the server", |world| {
        world.is_synced(&note) && world.is_signed_in()
    })
    .await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_else_cannot_sign_in_to_this_account() {
    let mut stage = Stage::at("paris").await.expect("an agent");
    let desk = stage.signed_in().await;
    let note = desk.note("Mine").await;
    desk.close().await;
    stage.person = control::new_person();
    let desk = stage.desk().await;
    desk.until("the owner's desk", World::is_signed_in).await;
    let refusal = desk.sign_in().await.expect_err("somebody else").to_string();
    assert!(refusal.starts_with("WrongAgent"), "{refusal}");
    desk.until("the owner's notes as they were", |world| {
        world.notes.contains_key(&note)
    })
    .await;
    desk.close().await;
}
