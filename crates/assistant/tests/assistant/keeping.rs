//! What is on disk, and what a window that comes later is told.

use std::sync::mpsc;
use std::time::Duration;

use assistant::{AnswerFailure, AnswerState, Change, Error};

use crate::Desk;
use crate::fake::{STOP, Script, Step, piece};

const BROKEN: AnswerState = AnswerState::Failed {
    why: AnswerFailure::Broken,
};

/// A gateway that says this much and is silent then, until the sender is dropped.
fn half(text: &str) -> (mpsc::Sender<()>, Script) {
    let (go, hold) = mpsc::channel();
    (
        go,
        Script::steps(vec![
            Step::Send(format!("data: {}\n\n", piece(text))),
            Step::Hold(hold),
        ]),
    )
}

#[tokio::test]
async fn conversations_open_again_without_a_network() {
    let mut desk = Desk::new();
    let (conversation, turn) = desk.answered(Script::answer("Yes", ".")).await;
    assert_eq!(turn.state, AnswerState::Done);
    desk.fake.state().revoked = true;
    desk.restart();
    let Change::Conversations {
        reset: true,
        conversations,
        ..
    } = desk.next().await
    else {
        panic!("the list is told first");
    };
    assert_eq!(
        (&conversations[0].id, conversations[0].title.as_str()),
        (&conversation, "Why?")
    );
    assert_eq!(conversations[0].updated, turn.asked);
    assert_eq!(desk.found_again(&conversation).await, [turn]);
}

#[tokio::test]
async fn an_answer_that_a_kill_interrupted_is_found_broken_off_with_what_was_stored() {
    let mut desk = Desk::new();
    let (_go, script) = half("Half an");
    desk.fake.script(script);
    let conversation = desk.ask("Why?").await;
    let stored = async {
        while desk
            .vault
            .log(&format!("conversation/{conversation}"))
            .unwrap()
            .entries
            .len()
            < 2
        {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), stored)
        .await
        .unwrap();
    // Dropped without a word, as a kill does.
    let turns = desk.found_again(&conversation).await;
    assert_eq!(
        (turns[0].state, turns[0].answer.as_str()),
        (BROKEN, "Half an")
    );
    desk.fake.script(Script::answer("All", "."));
    desk.assistant.regenerate(&conversation).await.unwrap();
    assert_eq!(desk.until_ended().await.answer, "All.");
}

#[tokio::test]
async fn an_answer_that_the_disk_does_not_take_is_not_told_as_complete() {
    let mut desk = Desk::new();
    let (go, hold) = mpsc::channel();
    let (begin, end) = (
        piece("All of it"),
        format!("data: {STOP}\n\ndata: [DONE]\n\n"),
    );
    desk.fake.script(Script::steps(vec![
        Step::Send(format!("data: {begin}\n\n")),
        Step::Hold(hold),
        Step::Send(end),
    ]));
    let conversation = desk.ask("Why?").await;
    while !matches!(desk.next().await, Change::Answer { turn, .. } if turn.answer == "All of it") {}
    desk.vault.close();
    go.send(()).unwrap();
    let turn = desk.until_ended().await;
    assert_eq!((turn.state, turn.answer.as_str()), (BROKEN, "All of it"));
    desk.assistant
        .open_conversation(&conversation)
        .await
        .unwrap();
    assert_eq!(
        desk.next().await,
        Change::Opened {
            conversation: conversation.clone(),
            turns: vec![turn]
        }
    );
    let again = desk.assistant.regenerate(&conversation).await;
    assert!(matches!(again, Err(Error::Store { .. })), "{again:?}");
}

#[tokio::test]
async fn closing_keeps_what_had_come() {
    let mut desk = Desk::new();
    let (_go, script) = half("Half an");
    desk.fake.script(script);
    let conversation = desk.ask("Why?").await;
    while !matches!(desk.next().await, Change::Answer { turn, .. } if turn.answer == "Half an") {}
    desk.assistant.close().await;
    let turns = desk.found_again(&conversation).await;
    assert_eq!(
        (turns[0].state, turns[0].answer.as_str()),
        (BROKEN, "Half an")
    );
}

#[tokio::test]
async fn a_window_that_comes_later_is_told_everything_that_is_open() {
    let mut desk = Desk::new();
    let (conversation, turn) = desk.answered(Script::answer("Yes", ".")).await;
    let (closed, _) = desk.answered(Script::answer("No", ".")).await;
    desk.assistant.close_conversation(&closed).await.unwrap();
    desk.assistant.tell_again().await;
    let Change::Conversations {
        reset: true,
        conversations,
        ..
    } = desk.next().await
    else {
        panic!("the list is told first");
    };
    assert_eq!(conversations.len(), 2);
    assert_eq!(
        desk.next().await,
        Change::Opened {
            conversation,
            turns: vec![turn]
        }
    );
    assert!(desk.changes.try_recv().is_err());
}

#[tokio::test]
async fn a_conversation_is_named_and_deleted_for_good() {
    let mut desk = Desk::new();
    let (conversation, _) = desk.answered(Script::answer("Yes", ".")).await;
    desk.assistant
        .rename(&conversation, " The \n reasons ".to_owned())
        .await
        .unwrap();
    let Change::Conversations {
        reset: false,
        conversations,
        ..
    } = desk.next().await
    else {
        panic!("the name is told");
    };
    assert_eq!(conversations[0].title, "The reasons");
    desk.restart();
    let Change::Conversations { conversations, .. } = desk.next().await else {
        panic!("the list is told")
    };
    assert_eq!(conversations[0].title, "The reasons");
    desk.assistant.delete(&conversation).await.unwrap();
    assert_eq!(
        desk.next().await,
        Change::Conversations {
            reset: false,
            conversations: Vec::new(),
            removed: vec![conversation.clone()]
        }
    );
    assert!(
        desk.vault
            .log(&format!("conversation/{conversation}"))
            .unwrap()
            .entries
            .is_empty()
    );
    assert!(
        desk.assistant
            .open_conversation(&conversation)
            .await
            .is_err()
    );
    desk.restart();
    assert_eq!(
        desk.next().await,
        Change::Conversations {
            reset: true,
            conversations: Vec::new(),
            removed: Vec::new()
        }
    );
}

#[tokio::test]
async fn deleting_ends_the_answer_that_is_growing() {
    let mut desk = Desk::new();
    let (_go, script) = half("Half an");
    desk.fake.script(script);
    let conversation = desk.ask("Why?").await;
    desk.assistant.delete(&conversation).await.unwrap();
    desk.restart();
    assert_eq!(
        desk.next().await,
        Change::Conversations {
            reset: true,
            conversations: Vec::new(),
            removed: Vec::new()
        }
    );
}

#[tokio::test]
async fn a_long_history_is_folded_into_a_snapshot_and_stays_the_same() {
    let mut desk = Desk::new();
    let (conversation, _) = desk.answered(Script::answer("0", ".")).await;
    for number in 1..20 {
        desk.fake.script(Script::answer(&number.to_string(), "."));
        let question = format!("Number {number}?");
        desk.assistant
            .ask(Some(conversation.clone()), question, Vec::new())
            .await
            .unwrap();
        desk.until_ended().await;
    }
    let before = desk.found_again(&conversation).await;
    assert_eq!(before.len(), 20);
    assert_eq!(before[19].answer, "19.");
    // The vault writes in order: when this is there, so is the snapshot.
    desk.vault.commit(vault::Batch::new()).await.unwrap();
    assert!(
        desk.vault
            .log(&format!("conversation/{conversation}"))
            .unwrap()
            .snapshot
            .is_some()
    );
    assert_eq!(desk.found_again(&conversation).await, before);
}
