//! Asking and being answered.

use std::sync::mpsc;
use std::time::Duration;

use assistant::{AnswerState, Change, Error};

use crate::fake::{STOP, Script, Step, piece};
use crate::{Desk, has_ended, source};

#[tokio::test]
async fn an_answer_grows_and_what_was_told_adds_up_to_it() {
    let mut desk = Desk::new();
    let (go, hold) = mpsc::channel();
    desk.fake.script(Script::steps(vec![
        Step::Send(format!(": hello\r\ndata: {}\r\n\r\n", piece("Par"))),
        Step::Hold(hold),
        Step::Send(format!(
            "data: {}\n\ndata: {}\n\n",
            piece("ce "),
            piece("que…")
        )),
        Step::Send(format!(
            "data: {STOP}\n\ndata: {{\"choices\":[]}}\n\ndata: [DONE]\n\n"
        )),
    ]));
    let asked = desk.ask("Pourquoi ?").await;
    let mut seen = None::<assistant::Turn>;
    let ended = loop {
        match desk.next().await {
            Change::Opened {
                conversation,
                turns,
            } => {
                assert_eq!(conversation, asked);
                assert_eq!(turns[0].state, AnswerState::Waiting);
            }
            Change::Answer { turn, .. } if has_ended(&turn) => break turn,
            Change::Answer { turn, .. } => {
                assert_eq!(
                    (turn.state, turn.answer.as_str()),
                    (AnswerState::Streaming, "Par")
                );
                seen = Some(turn);
                go.send(()).unwrap();
            }
            Change::Grew { answer, text, .. } => {
                let seen = seen.as_mut().expect("an answer grows after it began");
                assert_eq!(seen.id, answer);
                seen.answer.push_str(&text);
            }
            Change::Conversations { .. } => {}
        }
    };
    assert_eq!(
        (ended.state, ended.answer.as_str()),
        (AnswerState::Done, "Parce que…")
    );
    assert_eq!(seen.unwrap().answer, ended.answer);
}

#[tokio::test]
async fn a_conversation_that_is_opened_while_it_grows_says_nothing_twice() {
    const PIECES: usize = 40;
    let mut desk = Desk::new();
    let (go, hold) = mpsc::channel();
    desk.fake.script(Script::dictated(PIECES, hold));
    let conversation = desk.ask("Why?").await;
    for _ in 0..PIECES {
        go.send(()).unwrap();
        // The pace of the answer; between two ticks of the telling, so that the whole overtakes what was to be told.
        tokio::time::sleep(Duration::from_millis(4)).await;
        desk.assistant
            .open_conversation(&conversation)
            .await
            .unwrap();
    }
    let mut seen = String::new();
    let ended = loop {
        match desk.next().await {
            Change::Opened { turns, .. } => {
                assert!(turns[0].answer.starts_with(&seen), "{seen}");
                seen.clone_from(&turns[0].answer);
            }
            Change::Answer { turn, .. } if has_ended(&turn) => break turn,
            Change::Answer { turn, .. } => seen = turn.answer,
            Change::Grew { text, .. } => seen.push_str(&text),
            Change::Conversations { .. } => {}
        }
    };
    assert_eq!(seen, ended.answer);
    assert_eq!(ended.answer.split_whitespace().count(), PIECES);
}

#[tokio::test]
async fn the_gateway_is_sent_the_sources_the_history_and_a_token_of_its_own() {
    let mut desk = Desk::new();
    let (conversation, _) = desk.answered(Script::answer("Because ", "of milk.")).await;
    desk.fake.script(Script::answer("Oat", " milk."));
    let sources = vec![source("n1", "We drink oat milk.\u{202e}\u{e0041}")];
    desk.assistant
        .ask(Some(conversation), "Which milk?".to_owned(), sources)
        .await
        .unwrap();
    let turn = desk.until_ended().await;
    assert_eq!(turn.sources[0].title.as_deref(), Some("Title of n1"));
    assert!(!turn.sources[0].cut);
    let asked = desk.fake.asked().pop().unwrap();
    assert_eq!(asked.token, "access-1");
    assert_eq!(
        (asked.body["model"].as_str(), asked.body["stream"].as_bool()),
        (Some("local"), Some(true))
    );
    let messages = asked.body["messages"].as_array().unwrap();
    let roles: Vec<_> = messages
        .iter()
        .map(|message| message["role"].as_str().unwrap())
        .collect();
    assert_eq!(roles, ["system", "user", "assistant", "user"]);
    assert_eq!(messages[1]["content"], "Why?");
    assert_eq!(messages[2]["content"], "Because of milk.");
    let last = messages[3]["content"].as_str().unwrap();
    assert!(
        last.contains("note \"Title of n1\"]\nWe drink oat milk.\n[end of source 1"),
        "{last}"
    );
    assert!(last.ends_with("\n\nWhich milk?"), "{last}");
}

#[tokio::test]
async fn a_stopped_answer_keeps_what_had_come() {
    let mut desk = Desk::new();
    let (_go, hold) = mpsc::channel();
    desk.fake.script(Script::steps(vec![
        Step::Send(format!("data: {}\n\n", piece("Half"))),
        Step::Hold(hold),
    ]));
    let conversation = desk.ask("Why?").await;
    while !matches!(desk.next().await, Change::Answer { turn, .. } if turn.answer == "Half") {}
    desk.assistant.stop(&conversation).await.unwrap();
    let turn = desk.until_ended().await;
    assert_eq!(
        (turn.state, turn.answer.as_str()),
        (AnswerState::Stopped, "Half")
    );
    desk.assistant.stop(&conversation).await.unwrap();
    assert_eq!(desk.found_again(&conversation).await, [turn]);
}

#[tokio::test]
async fn asking_again_sends_the_same_and_replaces_the_answer() {
    let mut desk = Desk::new();
    desk.fake.script(Script::answer("First", "."));
    let sources = vec![source("n1", "the text")];
    let conversation = desk
        .assistant
        .ask(None, "Why?".to_owned(), sources)
        .await
        .unwrap();
    let first = desk.until_ended().await;
    desk.fake.script(Script::answer("Second", "."));
    // Also after a restart: the text of the source is on the disk.
    desk.restart();
    desk.assistant.regenerate(&conversation).await.unwrap();
    let second = desk.until_ended().await;
    assert_eq!((second.answer.as_str(), &second.id), ("Second.", &first.id));
    let asked = desk.fake.asked();
    assert_eq!(asked[1].body["messages"].as_array().unwrap().len(), 2);
    assert!(
        asked[1].body["messages"][1]["content"]
            .as_str()
            .unwrap()
            .contains("the text")
    );
    assert_eq!(desk.found_again(&conversation).await, [second]);
}

#[tokio::test]
async fn one_conversation_is_answered_one_question_at_a_time() {
    let mut desk = Desk::new();
    let (_go, hold) = mpsc::channel();
    desk.fake.script(Script::steps(vec![Step::Hold(hold)]));
    let conversation = desk.ask("Why?").await;
    let again = desk
        .assistant
        .ask(Some(conversation.clone()), "And?".to_owned(), Vec::new())
        .await;
    assert!(matches!(again, Err(Error::Busy { .. })));
    assert!(matches!(
        desk.assistant.regenerate(&conversation).await,
        Err(Error::Busy { .. })
    ));
    let (_, turn) = desk
        .answered(Script::answer("Another ", "conversation."))
        .await;
    assert_eq!(turn.answer, "Another conversation.");
}

#[tokio::test]
async fn what_makes_no_sense_is_not_asked() {
    let desk = Desk::new();
    let empty = desk
        .assistant
        .ask(None, " \u{200b}\n".to_owned(), Vec::new())
        .await;
    assert!(matches!(empty, Err(Error::Empty { .. })));
    let unknown = desk
        .assistant
        .ask(Some("unknown".into()), "Why?".to_owned(), Vec::new())
        .await;
    assert!(matches!(unknown, Err(Error::Missing { .. })));
    assert!(matches!(
        desk.assistant.stop(&"unknown".into()).await,
        Err(Error::Missing { .. })
    ));
    assert!(desk.fake.asked().is_empty());
}
