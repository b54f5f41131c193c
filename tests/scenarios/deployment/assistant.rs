//! The assistant answers from what it was given, can be stopped, and its answers open offline.

use serde_json::json;
use suite::wire::assistant::{AnswerFailure, AnswerState, ConversationId};
use tests::Stage;
use tests::control::MODELS;
use tests::desk::Desk;

async fn answered(desk: &Desk, conversation: &ConversationId) -> String {
    desk.until("the whole answer", |world| world.is_answered(conversation))
        .await;
    desk.world()
        .last_turn(conversation)
        .expect("a turn")
        .answer
        .clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_about_a_note_is_answered_and_opens_offline() {
    let _with_others = MODELS.read().await;
    let stage = Stage::new().await.expect("an agent");
    let desk = stage.signed_in().await;
    let note = desk.note("Budget").await;
    let replica = desk.open(&note).await;
    desk.write(&replica, "The budget for the summit is 40000 euro.")
        .await;
    let conversation = desk
        .ask(
            "What is the budget? Answer in one sentence.",
            std::slice::from_ref(&note),
        )
        .await;
    let answer = answered(&desk, &conversation).await;
    assert!(!answer.trim().is_empty());
    let turn = desk
        .world()
        .last_turn(&conversation)
        .expect("a turn")
        .clone();
    assert_eq!(
        turn.sources
            .iter()
            .map(|source| &source.note)
            .collect::<Vec<_>>(),
        [&note]
    );
    desk.close().await;

    stage.network.cut();
    let desk = stage.desk().await;
    desk.until("the conversation in the list", |world| {
        world.conversations.contains_key(&conversation)
    })
    .await;
    desk.call::<()>("conversation_open", json!(conversation))
        .await;
    desk.until("the answer", |world| {
        world
            .last_turn(&conversation)
            .is_some_and(|turn| turn.answer == answer)
    })
    .await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_can_be_stopped_and_asked_again() {
    let _with_others = MODELS.read().await;
    let stage = Stage::new().await.expect("an agent");
    let desk = stage.signed_in().await;
    let conversation = desk
        .ask("Write a very long story about a train journey.", &[])
        .await;
    desk.until("the first words", |world| {
        world
            .last_turn(&conversation)
            .is_some_and(|turn| !turn.answer.is_empty())
    })
    .await;
    desk.call::<()>("assistant_stop", json!(conversation)).await;
    let stopped = |state: &AnswerState| *state == AnswerState::Stopped;
    desk.until("stopped", |world| {
        world
            .last_turn(&conversation)
            .is_some_and(|turn| stopped(&turn.state))
    })
    .await;
    assert!(
        !desk
            .world()
            .last_turn(&conversation)
            .expect("a turn")
            .answer
            .is_empty(),
        "what had come stays"
    );
    desk.call::<()>("assistant_regenerate", json!(conversation))
        .await;
    desk.until("a new answer", |world| {
        world
            .last_turn(&conversation)
            .is_some_and(|turn| matches!(turn.state, AnswerState::Streaming | AnswerState::Done))
    })
    .await;
    desk.call::<()>("assistant_stop", json!(conversation)).await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_network_the_assistant_says_offline() {
    let _with_others = MODELS.read().await;
    let stage = Stage::new().await.expect("an agent");
    let desk = stage.signed_in().await;
    stage.network.cut();
    let conversation = desk.ask("Are you there?", &[]).await;
    let offline = AnswerState::Failed {
        why: AnswerFailure::Offline,
    };
    desk.until("offline", |world| {
        world
            .last_turn(&conversation)
            .is_some_and(|turn| turn.state == offline)
    })
    .await;
    stage.network.restore();
    desk.call::<()>("assistant_regenerate", json!(conversation))
        .await;
    desk.until_words(&conversation).await;
    desk.call::<()>("assistant_stop", json!(conversation)).await;
    desk.close().await;
}
