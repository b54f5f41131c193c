//! Who else may open a note: given, changed and taken back by one agent, and seen by the other.

use serde_json::{Value, json};
use suite::failure::Code;
use suite::wire::notes::{NoteId, NoteRights};
use tests::Stage;
use tests::desk::Desk;

#[tokio::test(flavor = "multi_thread")]
async fn a_note_is_shared_with_a_colleague_who_reads_then_writes_then_leaves() {
    let mut stages = Stage::several(2).await.expect("two agents");
    let (guest, host) = (stages.remove(1), stages.remove(0));
    let (theirs, ours) = (guest.signed_in().await, host.signed_in().await);
    let note = ours.note("For both").await;
    let replica = ours.open(&note).await;
    ours.write(&replica, "read this").await;
    ours.until("the note at the server", |world| world.is_synced(&note))
        .await;
    let alone = sharing(&ours, &note).await;
    assert_eq!(alone["members"].as_array().map(Vec::len), Some(1));
    assert_eq!(alone["members"][0]["isMe"], true);
    assert_eq!(alone["grants"].as_array().map(Vec::len), Some(5));

    let colleague = find(&ours, &note, &guest.person.login).await;
    let access = json!({ "note": note, "colleague": colleague, "role": "reader" });
    ours.call::<()>("access_give", access).await;
    theirs
        .until("the note of the colleague", |world| {
            world
                .notes
                .get(&note)
                .is_some_and(|note| !note.editable && !note.own)
        })
        .await;
    theirs.open(&note).await;
    theirs.until_line(&note, "read this").await;
    let seen = sharing(&theirs, &note).await;
    assert_eq!(seen["grants"], json!([]), "who reads gives nothing");
    assert_eq!(seen["choices"], json!([]));
    let stolen = json!({ "note": note, "link": { "reach": "public", "role": "editor" } });
    assert_eq!(
        theirs.refused("sharing_link", stolen).await,
        Code::Forbidden
    );

    let member = member(&ours, &note, &colleague).await;
    let change = json!({ "note": note, "access": member["access"], "role": "editor" });
    ours.call::<()>("access_change", change).await;
    theirs
        .until("the right to write", |world| world.notes[&note].editable)
        .await;
    let copy = theirs.open(&note).await;
    theirs.write(&copy, "written by the guest").await;
    ours.until_line(&note, "written by the guest").await;
    theirs
        .until("it at the server", |world| world.is_synced(&note))
        .await;

    if sharing(&theirs, &note).await["mayLeave"] == true {
        theirs.call::<()>("note_leave", json!(note)).await;
        theirs
            .until("the list without it", |world| {
                !world.notes.contains_key(&note)
            })
            .await;
    } else {
        let change = json!({ "note": note, "access": member["access"], "role": null });
        ours.call::<()>("access_change", change).await;
    }
    let left = sharing(&ours, &note).await;
    assert_eq!(left["members"].as_array().map(Vec::len), Some(1));
    theirs.close().await;
    ours.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_colleagues_note_lets_be_done_with_it_what_its_server_allows() {
    let mut stages = Stage::several(2).await.expect("two agents");
    let (guest, host) = (stages.remove(1), stages.remove(0));
    let (theirs, ours) = (guest.signed_in().await, host.signed_in().await);
    let note = ours.note("Of the unit").await;
    ours.until("the note at the server", |world| world.is_synced(&note))
        .await;
    let colleague = find(&ours, &note, &guest.person.login).await;
    let access = json!({ "note": note, "colleague": colleague, "role": "reader" });
    ours.call::<()>("access_give", access).await;
    let may = |nest, move_, delete| NoteRights {
        nest,
        move_,
        delete,
    };
    until_rights(&theirs, &note, may(false, false, false)).await;
    let away = json!({ "note": note, "parent": null, "after": null });
    assert_eq!(theirs.refused("note_move", away).await, Code::Forbidden);
    let deleted = theirs.refused("note_delete", json!(note)).await;
    assert_eq!(deleted, Code::Forbidden);

    let member = member(&ours, &note, &colleague).await;
    let role = |role: &str| json!({ "note": note, "access": member["access"], "role": role });
    ours.call::<()>("access_change", role("editor")).await;
    until_rights(&theirs, &note, may(true, false, false)).await;
    let new = json!({ "title": "Made by the guest", "parent": note });
    let under: NoteId = theirs.call("note_create", new).await;
    ours.until("the note of the guest", |world| {
        let made = world.notes.get(&under);
        made.is_some_and(|made| made.parent.as_ref() == Some(&note))
    })
    .await;

    ours.call::<()>("access_change", role("administrator"))
        .await;
    until_rights(&theirs, &note, may(true, true, false)).await;
    theirs.close().await;
    ours.close().await;
}

async fn until_rights(desk: &Desk, note: &NoteId, rights: NoteRights) {
    let given = |world: &tests::world::World| {
        let note = world.notes.get(note);
        note.is_some_and(|note| note.rights == rights)
    };
    desk.until(&format!("{rights:?}"), given).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_by_a_link_asks_and_is_let_in() {
    let mut stages = Stage::several(2).await.expect("two agents");
    let (guest, host) = (stages.remove(1), stages.remove(0));
    let (theirs, ours) = (guest.signed_in().await, host.signed_in().await);
    let note = ours.note("By a link").await;
    ours.until("the note at the server", |world| world.is_synced(&note))
        .await;
    assert_eq!(
        theirs.refused("sharing_read", json!(note)).await,
        Code::Forbidden
    );
    let link = json!({ "note": note, "link": { "reach": "authenticated", "role": "reader" } });
    ours.call::<()>("sharing_link", link).await;
    assert_eq!(
        sharing(&ours, &note).await["link"]["reach"],
        "authenticated"
    );
    let address = &sharing(&ours, &note).await["address"];
    let found: Option<NoteId> = theirs.call("link_note", address.clone()).await;
    assert_eq!(found.as_ref(), Some(&note), "the link leads to the note");
    theirs.open(&note).await;
    theirs
        .until("the note that was visited", |world| {
            world.notes.get(&note).is_some_and(|note| !note.editable)
        })
        .await;
    assert_eq!(sharing(&theirs, &note).await["mayAsk"], true);
    let request = json!({ "note": note, "role": "editor" });
    theirs.call::<()>("access_request", request).await;
    let asked = sharing(&ours, &note).await["requests"][0].clone();
    assert_eq!(asked["role"], "editor");
    let answer = json!({ "note": note, "request": asked["id"], "role": "editor" });
    ours.call::<()>("request_answer", answer).await;
    assert_eq!(sharing(&ours, &note).await["requests"], json!([]));
    theirs
        .until("the note among theirs", |world| {
            world.notes.get(&note).is_some_and(|note| note.editable)
        })
        .await;
    theirs.close().await;
    ours.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_is_sent_listed_and_taken_back_and_nothing_of_it_works_offline() {
    let stage = Stage::new().await.expect("an agent");
    let desk = stage.signed_in().await;
    let note = desk.note("With a stranger").await;
    desk.until("the note at the server", |world| world.is_synced(&note))
        .await;
    let email = format!("nobody-{}@elsewhere.example", uuid::Uuid::new_v4().simple());
    let invitation = json!({ "note": note, "email": email, "role": "editor" });
    desk.call::<()>("invitation_send", invitation.clone()).await;
    let sent = sharing(&desk, &note).await["invitations"][0].clone();
    assert_eq!(sent["email"], json!(email));
    assert_eq!(
        desk.refused("invitation_send", invitation.clone()).await,
        Code::Invalid
    );
    let which = json!({ "note": note, "invitation": sent["id"] });
    desk.call::<()>("invitation_withdraw", which).await;
    assert_eq!(sharing(&desk, &note).await["invitations"], json!([]));
    stage.network.cut();
    assert_eq!(
        desk.refused("invitation_send", invitation).await,
        Code::Offline
    );
    assert_eq!(
        desk.refused("sharing_read", json!(note)).await,
        Code::Offline
    );
    assert!(
        desk.world().waiting.is_empty(),
        "nothing of it is done later"
    );
    desk.close().await;
}

async fn sharing(desk: &Desk, note: &NoteId) -> Value {
    desk.call("sharing_read", json!(note)).await
}

async fn find(desk: &Desk, note: &NoteId, login: &str) -> Value {
    let found: Value = desk
        .call("colleagues_find", json!({ "note": note, "text": login }))
        .await;
    found[0]["id"].clone()
}

async fn member(desk: &Desk, note: &NoteId, colleague: &Value) -> Value {
    let sharing = sharing(desk, note).await;
    let members = sharing["members"].as_array().expect("members");
    let found = members
        .iter()
        .find(|member| member["who"]["id"] == *colleague);
    found.expect("the colleague has access").clone()
}
