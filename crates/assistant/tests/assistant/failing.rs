//! Gateways that refuse, break off or talk nonsense.

use std::time::{Duration, SystemTime};

use assistant::{AnswerFailure, AnswerState};

use crate::Desk;
use crate::fake::{STOP, Script, Step, piece};

async fn check(script: Script, why: AnswerFailure, answer: &str) {
    let mut desk = Desk::new();
    let (conversation, turn) = desk.answered(script).await;
    assert_eq!(
        (turn.state, turn.answer.as_str()),
        (AnswerState::Failed { why }, answer)
    );
    assert_eq!(desk.found_again(&conversation).await, [turn]);
}

#[tokio::test]
async fn each_refusal_is_told_apart() {
    let json = "content-type: application/json\r\n";
    check(
        Script::refusal("403 Forbidden", json, "{}"),
        AnswerFailure::Forbidden,
        "",
    )
    .await;
    check(
        Script::refusal("404 Not Found", json, "{}"),
        AnswerFailure::ModelGone,
        "",
    )
    .await;
    check(
        Script::refusal("413 Payload Too Large", "", ""),
        AnswerFailure::TooLong,
        "",
    )
    .await;
    let long = r#"{"error":{"code":"context_length_exceeded"}}"#;
    check(
        Script::refusal("400 Bad Request", json, long),
        AnswerFailure::TooLong,
        "",
    )
    .await;
    check(
        Script::refusal("503 Service Unavailable", "", ""),
        AnswerFailure::Offline,
        "",
    )
    .await;
    check(
        Script::refusal("500 Internal Server Error", "", ""),
        AnswerFailure::Broken,
        "",
    )
    .await;
}

#[tokio::test]
async fn a_used_up_quota_says_when_to_try_again() {
    let mut desk = Desk::new();
    let before = SystemTime::now();
    let (_, turn) = desk
        .answered(Script::refusal(
            "429 Too Many Requests",
            "retry-after: 90\r\n",
            "",
        ))
        .await;
    let AnswerState::Failed {
        why: AnswerFailure::Quota { retry_at: Some(at) },
    } = turn.state
    else {
        panic!("{:?}", turn.state);
    };
    let wait = at.duration_since(before).unwrap();
    assert!(
        (Duration::from_secs(89)..Duration::from_secs(120)).contains(&wait),
        "{wait:?}"
    );
}

#[tokio::test]
async fn an_answer_that_ends_early_is_never_complete() {
    let begun = piece("Half");
    let broken = AnswerFailure::Broken;
    check(Script::stream(&[&begun]), broken, "Half").await;
    check(
        Script::stream(&[
            &begun,
            r#"{"choices":[{"delta":{},"finish_reason":"length"}]}"#,
            "[DONE]",
        ]),
        broken,
        "Half",
    )
    .await;
    check(
        Script::stream(&[&begun, r#"{"error":{"code":500,"message":"boom"}}"#]),
        broken,
        "Half",
    )
    .await;
    check(Script::stream(&[&begun, "{nonsense"]), broken, "Half").await;
    check(Script::stream(&[STOP, "[DONE]"]), broken, "").await;
    let mut cut = Script::stream(&[&begun]);
    cut.headers += "content-length: 100000\r\n";
    check(cut, broken, "Half").await;
    let mut page = Script::steps(vec![Step::Send(
        "<html>Please accept our terms</html>".to_owned(),
    )]);
    page.headers = "content-type: text/html\r\n".to_owned();
    check(page, broken, "").await;
}

#[tokio::test]
async fn an_answer_that_comes_whole_is_taken() {
    let mut desk = Desk::new();
    let body = r#"{"choices":[{"message":{"role":"assistant","content":"Whole."},"finish_reason":"stop"}]}"#;
    let (_, turn) = desk
        .answered(Script::refusal(
            "200 OK",
            "content-type: application/json\r\n",
            body,
        ))
        .await;
    assert_eq!(
        (turn.state, turn.answer.as_str()),
        (AnswerState::Done, "Whole.")
    );
}

#[tokio::test]
async fn a_refused_token_is_renewed_once() {
    let mut desk = Desk::new();
    desk.fake
        .script(Script::refusal("401 Unauthorized", "", ""));
    let (_, turn) = desk.answered(Script::answer("Yes", ".")).await;
    assert_eq!(turn.state, AnswerState::Done);
    let tokens: Vec<_> = desk
        .fake
        .asked()
        .into_iter()
        .map(|asked| asked.token)
        .collect();
    assert_eq!(tokens, ["access-1", "access-2"]);

    desk.fake
        .script(Script::refusal("401 Unauthorized", "", ""));
    let (_, turn) = desk
        .answered(Script::refusal("401 Unauthorized", "", ""))
        .await;
    assert_eq!(
        turn.state,
        AnswerState::Failed {
            why: AnswerFailure::SignedOut
        }
    );
    assert_eq!(desk.fake.asked().len(), 4);
}

#[tokio::test]
async fn an_expired_sign_in_is_told_and_nothing_is_sent() {
    let mut desk = Desk::new();
    desk.fake.state().revoked = true;
    let conversation = desk.ask("Why?").await;
    let turn = desk.until_ended().await;
    assert_eq!(
        turn.state,
        AnswerState::Failed {
            why: AnswerFailure::SignedOut
        }
    );
    assert!(desk.fake.asked().is_empty());
    assert_eq!(desk.found_again(&conversation).await, [turn]);
}

#[tokio::test]
async fn a_question_without_a_network_is_kept_and_can_be_asked_again() {
    let mut desk = Desk::new();
    // Once a token is there, it is the gateway itself that cannot be reached.
    desk.answered(Script::answer("Yes", ".")).await;
    let (conversation, turn) = desk
        .answered(Script {
            status: "",
            headers: String::new(),
            steps: Vec::new(),
        })
        .await;
    assert_eq!(
        turn.state,
        AnswerState::Failed {
            why: AnswerFailure::Offline
        }
    );
    desk.fake.script(Script::answer("Now", "."));
    desk.assistant.regenerate(&conversation).await.unwrap();
    assert_eq!(desk.until_ended().await.answer, "Now.");
}
