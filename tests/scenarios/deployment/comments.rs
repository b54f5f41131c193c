//! What is said about a note: written offline, sent once, marked in the text, answered by a colleague.

use serde_json::json;
use suite::wire::Bytes;
use suite::wire::comments::{CommentSending, Thread};
use suite::wire::notes::NoteId;
use tests::Stage;
use tests::world::World;

#[tokio::test(flavor = "multi_thread")]
async fn a_comment_written_offline_is_sent_once_and_marks_the_text() {
    let stage = Stage::new().await.expect("an agent");
    let desk = stage.signed_in().await;
    let note = desk.note("Draft").await;
    let replica = desk.open(&note).await;
    desk.write(&replica, "The gate is closed at nine.").await;
    desk.until("the note at the server", |world| world.is_synced(&note))
        .await;
    stage.network.cut();
    let [from, to] = replica.anchor("The gate is closed at nine.", 8);
    let anchor = json!({ "from": Bytes(from), "to": Bytes(to), "quote": "The gate" });
    let start = json!({ "note": note, "text": "Which one?", "anchor": anchor });
    let thread: String = desk.call("thread_start", start).await;
    let answer = json!({ "note": note, "thread": thread, "text": "The north gate." });
    desk.call::<()>("thread_reply", answer).await;
    let waiting = |world: &World| said(world, &note) == ["Which one?", "The north gate."];
    desk.until("what was said, at once", waiting).await;
    desk.close().await;

    let desk = stage.desk().await;
    desk.until("the desk after a restart", World::is_open).await;
    let replica = desk.open(&note).await;
    desk.until("what was said, still waiting", waiting).await;
    stage.network.restore();
    let sent = |world: &World| {
        let threads = world.threads.get(&note).map_or(&[][..], Vec::as_slice);
        threads.len() == 1 && is_sent(&threads[0]) && threads[0].id.0 != thread
    };
    let world = desk.until("it at the server", sent).await;
    assert_eq!(said(&world, &note), ["Which one?", "The north gate."]);
    let name = world.threads[&note][0].id.0.clone();
    desk.until("nothing that waits", |world| world.is_synced(&note))
        .await;
    for update in desk.world().updates.get(&note).into_iter().flatten() {
        replica.take(update);
    }
    let marked = replica.lines().concat();
    assert!(
        marked.contains("comment--") && marked.contains(&name),
        "{marked}"
    );
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_colleague_answers_settles_and_puts_an_emoji() {
    let mut stages = Stage::several(2).await.expect("two agents");
    let (guest, host) = (stages.remove(1), stages.remove(0));
    let (theirs, ours) = (guest.signed_in().await, host.signed_in().await);
    let note = ours.note("For both").await;
    ours.open(&note).await;
    ours.until("the note at the server", |world| world.is_synced(&note))
        .await;
    let link = json!({ "note": note, "link": { "reach": "authenticated", "role": "editor" } });
    ours.call::<()>("sharing_link", link).await;
    let start = json!({ "note": note, "text": "Is this right?", "anchor": null });
    ours.call::<String>("thread_start", start).await;
    ours.until("the thread at the server", |world| {
        let threads = world.threads.get(&note);
        threads.is_some_and(|threads| !threads.is_empty() && threads.iter().all(is_sent))
    })
    .await;

    theirs.open(&note).await;
    let world = theirs
        .until("the thread", |world| {
            said(world, &note) == ["Is this right?"]
        })
        .await;
    let thread = &world.threads[&note][0];
    let (id, first) = (&thread.id.0, &thread.comments[0].id.0);
    assert!(
        !thread.resolvable,
        "only who began it, and who manages the note"
    );
    let at = json!({ "note": note, "thread": id, "comment": first });
    let thumb = json!({ "at": at, "emoji": "👍", "put": true });
    theirs.call::<()>("comment_react", thumb).await;
    let answer = json!({ "note": note, "thread": id, "text": "Yes" });
    theirs.call::<()>("thread_reply", answer).await;
    theirs
        .until("all of it at the server", |world| world.is_synced(&note))
        .await;

    ours.call::<()>("threads_refresh", json!(note)).await;
    let world = ours
        .until("the answer", |world| {
            said(world, &note) == ["Is this right?", "Yes"]
        })
        .await;
    let first = &world.threads[&note][0].comments[0];
    assert!(first.reactions[0].people.len() == 1 && !first.reactions[0].mine);
    let settle = json!({ "note": note, "thread": id, "resolved": true });
    ours.call::<()>("thread_resolve", settle).await;
    ours.until("it settled at the server", |world| {
        world.is_synced(&note) && world.threads[&note][0].resolved
    })
    .await;
    ours.close().await;
    theirs.close().await;
}

fn is_sent(thread: &Thread) -> bool {
    let mut comments = thread.comments.iter();
    comments.all(|comment| comment.sending == CommentSending::Sent)
}

/// What was said about a note, thread by thread.
fn said(world: &World, note: &NoteId) -> Vec<String> {
    let threads = world.threads.get(note).into_iter().flatten();
    let comments = threads.flat_map(|thread| &thread.comments);
    let lines = comments.flat_map(|comment| &comment.body);
    lines
        .map(|line| line.iter().map(|span| span.text.as_str()).collect())
        .collect()
}
