//! Two agents of two countries in one note, and ten of one.

use futures_util::future::join_all;
use serde_json::json;
use suite::wire::notes::{NoteId, NoteStatus};
use tests::desk::Desk;
use tests::replica::Replica;
use tests::stack::Stack;
use tests::{Stage, control};

/// A note of an agent in Paris that a colleague in Berlin may edit, open on both desks.
struct Shared {
    stages: [Stage; 2],
    desks: [Desk; 2],
    copies: [Replica; 2],
    note: NoteId,
}

impl Shared {
    async fn with(line: &str) -> Self {
        let stages = [
            Stage::at("paris").await.expect("an agent"),
            Stage::at("berlin").await.expect("an agent"),
        ];
        let (one, other) = (stages[0].signed_in().await, stages[1].signed_in().await);
        let note = one.note("Joint declaration").await;
        let replica = one.open(&note).await;
        one.write(&replica, line).await;
        one.until("the note at the server", |world| world.is_synced(&note))
            .await;
        give(&stages[1], &note, Some("editor")).await;
        other.call::<()>("outbox_retry", json!(null)).await;
        other
            .until("the shared note", |world| world.notes.contains_key(&note))
            .await;
        other.open(&note).await;
        other.until_line(&note, line).await;
        let copy = other.open(&note).await;
        Self {
            stages,
            desks: [one, other],
            copies: [replica, copy],
            note,
        }
    }
}

/// Gives an agent a role in a note, or takes it away.
async fn give(to: &Stage, note: &NoteId, role: Option<&str>) {
    let stack = Stack::from_environment().expect("a stack");
    let access = json!({ "user": to.person.login, "role": role });
    control::post(&stack.docs, &format!("notes/{note}/access"), &access)
        .await
        .expect("the role is given");
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_agents_write_in_one_note_at_once_and_all_have_the_same_in_the_end() {
    const LINES: usize = 8;
    let mut stages = Vec::new();
    for _ in 0..10 {
        stages.push(Stage::at("paris").await.expect("an agent"));
    }
    let desks = join_all(stages.iter().map(Stage::signed_in)).await;
    let note = desks[0].note("Crisis cell").await;
    let replica = desks[0].open(&note).await;
    desks[0].write(&replica, "It begins.").await;
    desks[0]
        .until("the note at the server", |world| world.is_synced(&note))
        .await;
    for stage in &stages[1..] {
        give(stage, &note, Some("editor")).await;
    }
    let copies = join_all(desks.iter().map(|desk| async {
        desk.call::<()>("outbox_retry", json!(null)).await;
        desk.until("the note", |world| world.notes.contains_key(&note))
            .await;
        desk.open(&note).await;
        desk.until_line(&note, "It begins.").await;
        desk.open(&note).await
    }))
    .await;
    // One of them is in a train.
    stages[9].network.cut();
    let write = |(agent, (desk, copy)): (usize, (_, _))| async move {
        let (desk, copy): (&Desk, &Replica) = (desk, copy);
        for line in 0..LINES {
            desk.write(copy, &format!("Line {line} of agent {agent}."))
                .await;
        }
    };
    join_all(desks.iter().zip(&copies).enumerate().map(write)).await;
    stages[9].network.restore();
    for desk in &desks {
        for agent in 0..10 {
            let last = format!("Line {} of agent {agent}.", LINES - 1);
            desk.until_line(&note, &last).await;
        }
        desk.until("all of it at the server", |world| world.is_synced(&note))
            .await;
    }
    let lines = desks[0].lines(&note).await;
    assert_eq!(lines.len(), 1 + 10 * LINES, "nothing twice, nothing lost");
    for desk in desks {
        assert_eq!(desk.lines(&note).await, lines);
        desk.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn offline_edits_of_one_note_by_two_agents_converge_after_reconnect() {
    let Shared {
        stages,
        desks: [one, other],
        copies: [replica, copy],
        note,
    } = Shared::with("We agree.").await;
    stages.iter().for_each(|stage| stage.network.cut());
    one.write(&replica, "Written in Paris").await;
    other.write(&copy, "Geschrieben in Berlin").await;
    one.push(&note, &replica.insert_first("In short: ")).await;
    other.push(&note, &copy.insert_first("Kurz: ")).await;
    stages.iter().for_each(|stage| stage.network.restore());
    one.until_line(&note, "Geschrieben in Berlin").await;
    other.until_line(&note, "Written in Paris").await;
    one.until("all sent", |world| world.is_synced(&note)).await;
    other
        .until("all sent", |world| world.is_synced(&note))
        .await;

    let (mine, theirs) = (one.lines(&note).await, other.lines(&note).await);
    assert_eq!(mine, theirs);
    let text = mine.join("\n");
    for words in [
        "In short: ",
        "Kurz: ",
        "We agree.",
        "Written in Paris",
        "Geschrieben in Berlin",
    ] {
        assert_eq!(text.matches(words).count(), 1, "{words:?} in {text:?}");
    }
    one.close().await;
    other.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn work_on_a_note_whose_access_was_taken_away_is_kept() {
    let Shared {
        stages,
        desks: [one, other],
        copies: [_, copy],
        note,
    } = Shared::with("Paris wrote this").await;
    let mine = "Berlin wrote this offline".to_owned();
    stages[1].network.cut();
    other.write(&copy, &mine).await;
    give(&stages[1], &note, None).await;
    stages[1].network.restore();
    let told = |status: &NoteStatus| matches!(status, NoteStatus::Failed { .. });
    other
        .until("that it will not be sent", |world| {
            let listed = world.notes.get(&note);
            listed.is_some_and(|note| told(&note.status))
        })
        .await;
    assert!(other.lines(&note).await.contains(&mine));
    other.close().await;

    let other = stages[1].desk().await;
    other
        .until("the note after a restart", |world| {
            world.notes.contains_key(&note)
        })
        .await;
    assert!(other.open(&note).await.lines().contains(&mine));
    other.close().await;
    one.close().await;
}
