//! What can go wrong with an answer is told apart, and what had come stays.

use serde_json::{Value, json};
use suite::wire::assistant::{AnswerFailure, AnswerState};
use tests::Stage;
use tests::control::{self, MODELS};
use tests::stack::Stack;

async fn check(switches: Value, expected: impl Fn(&AnswerFailure) -> bool) {
    let _alone = MODELS.write().await;
    let stack = Stack::from_environment().expect("a stack");
    let stage = Stage::at("paris").await.expect("an agent");
    let desk = stage.signed_in().await;
    control::post(&stack.models, "switches", &switches)
        .await
        .expect("switched");
    let conversation = desk.ask("Count to twenty.", &[]).await;
    let failed = |world: &tests::world::World| match world
        .last_turn(&conversation)
        .map(|turn| turn.state.clone())
    {
        Some(AnswerState::Failed { why }) => Some(why),
        _ => None,
    };
    let why = desk
        .until_some(&format!("the failure after {switches}"), failed)
        .await;
    control::post(&stack.models, "reset", &json!({}))
        .await
        .expect("mended");
    assert!(expected(&why), "{switches}: {why:?}");
    desk.call::<()>("assistant_regenerate", json!(conversation))
        .await;
    desk.until_words(&conversation).await;
    desk.call::<()>("assistant_stop", json!(conversation)).await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_used_up_quota_is_told_with_its_end() {
    let quota = json!({ "fault": "quota", "retryAfterSeconds": 90 });
    check(quota, |why| {
        matches!(why, AnswerFailure::Quota { retry_at: Some(_) })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_that_is_too_long_is_told() {
    check(json!({ "fault": "tooLong" }), |why| {
        *why == AnswerFailure::TooLong
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_that_is_gone_is_told() {
    check(json!({ "fault": "modelGone" }), |why| {
        *why == AnswerFailure::ModelGone
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_who_may_not_use_it_is_told() {
    check(json!({ "fault": "forbidden" }), |why| {
        *why == AnswerFailure::Forbidden
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_none_is_told() {
    check(json!({ "fault": "garbage" }), |why| {
        *why == AnswerFailure::Broken
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_breaks_off_keeps_what_had_come() {
    check(json!({ "fault": "cut", "pieces": 4 }), |why| {
        matches!(why, AnswerFailure::Broken | AnswerFailure::Offline)
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_in_the_middle_of_an_answer_is_told() {
    check(json!({ "fault": "errorMidway", "pieces": 4 }), |why| {
        *why == AnswerFailure::Broken
    })
    .await;
}
