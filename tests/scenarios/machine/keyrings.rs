//! A keyring that refuses is explained, never answered with a new key over old data.

use keyring::api::CredentialStoreApi as _;
use keyring::mock::Cred;
use serde_json::{Value, json};
use suite::failure::Code;
use suite::wire::account::{Account, Trouble};
use tests::Stage;
use tests::desk::Desk;
use tests::world::World;

fn trouble(world: &World) -> Option<(Trouble, bool)> {
    match &world.account {
        Some(Account::Closed {
            trouble,
            recoverable,
            ..
        }) => Some((*trouble, *recoverable)),
        _ => None,
    }
}

fn item(stage: &Stage, desk: &Desk) -> keyring::Entry {
    match desk.world().account {
        Some(Account::Open { account, .. }) => stage
            .keyring
            .build("eu.attache.desk", &account.id.0, None)
            .expect("an entry"),
        other => panic!("the desk is open, not {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_keyring_keeps_the_desk_closed_until_it_is_unlocked() {
    let stage = Stage::new().await.expect("an agent");
    let desk = stage.signed_in().await;
    let note = desk.note("Behind the lock").await;
    let item = item(&stage, &desk);
    desk.close().await;

    let credential: &Cred = item.as_any().downcast_ref().expect("a mock item");
    credential.set_error(keyring::Error::NoStorageAccess("locked".into()));
    let desk = stage.desk().await;
    let (trouble, _) = desk.until_some("the locked screen", trouble).await;
    assert_eq!(trouble, Trouble::KeyringLocked);
    assert_eq!(desk.refused("note_open", json!(note)).await, Code::Locked);
    desk.call::<()>("account_open_again", json!(null)).await;
    desk.until("the note", |world| world.notes.contains_key(&note))
        .await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_key_is_recovered_with_the_recovery_key_and_by_nothing_else() {
    let stage = Stage::new().await.expect("an agent");
    let desk = stage.signed_in().await;
    let note = desk.note("Under two keys").await;
    let shown: Value = desk.call("account_recovery_key", json!(null)).await;
    let key = shown["key"].as_str().expect("a key").to_owned();
    item(&stage, &desk)
        .delete_credential()
        .expect("the keyring is emptied");
    desk.close().await;

    let desk = stage.desk().await;
    assert_eq!(
        desk.until_some("the lost key", trouble).await,
        (Trouble::KeyLost, true)
    );
    for wrong in [
        "",
        "not a key",
        &key[..key.len() - 1],
        "EsSz ykH7 LCZx 7Cae cmKD wcmY JRXi Ybtu 8iQ3 t8Ez nRwK pUY1",
    ] {
        assert_eq!(
            desk.refused("account_recover", json!({ "key": wrong }))
                .await,
            Code::Invalid,
            "{wrong}"
        );
    }
    desk.call::<()>("account_recover", json!({ "key": key }))
        .await;
    desk.until("the note", |world| world.notes.contains_key(&note))
        .await;
    desk.close().await;

    let desk = stage.desk().await;
    desk.until("the note without asking again", |world| {
        world.notes.contains_key(&note)
    })
    .await;
    desk.close().await;
}
