//! Turns by their entries.

use proptest::prelude::*;

use super::*;

fn asked(answer: &str) -> Entry {
    Entry::Asked {
        answer: answer.into(),
        question: format!("question {answer}"),
        sources: Vec::new(),
        at: 5,
    }
}

fn grew(text: &str) -> Entry {
    Entry::Grew {
        text: text.to_owned(),
    }
}

fn after(entries: impl IntoIterator<Item = Entry>) -> Conversation {
    let mut conversation = Conversation::default();
    entries
        .into_iter()
        .for_each(|entry| conversation.apply(entry));
    conversation
}

#[test]
fn an_answer_goes_from_waiting_to_its_end() {
    let state = |entries: &[Entry]| after(entries.to_vec()).last().unwrap().told().state;
    assert_eq!(state(&[asked("1")]), AnswerState::Waiting);
    assert_eq!(state(&[asked("1"), grew("a")]), AnswerState::Streaming);
    assert_eq!(
        state(&[asked("1"), grew("a"), Entry::Ended { end: End::Done }]),
        AnswerState::Done
    );
    assert_eq!(
        state(&[asked("1"), Entry::Ended { end: End::Stopped }]),
        AnswerState::Stopped
    );
    let quota = End::Quota { retry_at: Some(7) };
    let why = AnswerFailure::Quota {
        retry_at: Some(UNIX_EPOCH + Duration::from_millis(7)),
    };
    assert_eq!(
        state(&[asked("1"), Entry::Ended { end: quota }]),
        AnswerState::Failed { why }
    );
}

#[test]
fn an_ended_answer_changes_only_when_it_is_asked_again() {
    let ended = [asked("1"), grew("a"), Entry::Ended { end: End::Stopped }];
    let late = after([&ended[..], &[grew("b"), Entry::Ended { end: End::Done }]].concat());
    assert!(late == after(ended.clone()));
    let again = after([&ended[..], &[Entry::AskedAgain { at: 9 }, grew("c")]].concat());
    let turn = again.last().unwrap().told();
    assert_eq!(
        (turn.answer.as_str(), turn.state, turn.id.as_str()),
        ("c", AnswerState::Streaming, "1")
    );
    assert_eq!(turn.asked, UNIX_EPOCH + Duration::from_millis(9));
}

#[test]
fn a_question_after_an_answer_that_broke_off_leaves_it_so() {
    let conversation = after([asked("1"), grew("a"), asked("2")]);
    let states: Vec<_> = conversation
        .turns()
        .iter()
        .map(|turn| turn.told().state)
        .collect();
    assert_eq!(
        states,
        [
            AnswerState::Failed {
                why: AnswerFailure::Broken
            },
            AnswerState::Waiting
        ]
    );
}

#[test]
fn what_is_stored_has_this_shape() {
    let sources = vec![GivenSource {
        source: Source {
            note: "n".to_owned(),
            title: None,
            text: "t".to_owned(),
        },
        cut: true,
    }];
    let entry = Entry::Asked {
        answer: "a".into(),
        question: "q".to_owned(),
        sources,
        at: 5,
    };
    let check = |entry: &Entry, expected: &str| {
        assert_eq!(serde_json::to_string(entry).unwrap(), expected);
        assert!(serde_json::from_str::<Entry>(expected).unwrap() == *entry);
    };
    let source = r#"{"note":"n","title":null,"text":"t","cut":true}"#;
    check(
        &entry,
        &format!(r#"{{"type":"asked","answer":"a","question":"q","sources":[{source}],"at":5}}"#),
    );
    check(
        &Entry::AskedAgain { at: 6 },
        r#"{"type":"askedAgain","at":6}"#,
    );
    check(&grew("x"), r#"{"type":"grew","text":"x"}"#);
    let quota = Entry::Ended {
        end: End::Quota { retry_at: Some(7) },
    };
    check(
        &quota,
        r#"{"type":"ended","end":{"type":"quota","retryAt":7}}"#,
    );
}

#[test]
fn a_title_is_the_first_line_cut_between_words() {
    let check =
        |question: &str, expected: &str| assert_eq!(title(question), expected, "{question}");
    check("\n \n Why  is\tthat?\nTell me.", "Why is that?");
    check("\u{202e}Pourquoi ?", "Pourquoi ?");
    let long = "Wie lange dauert die Planung einer Brücke über den Fluss in unserer Stadt?";
    check(
        long,
        "Wie lange dauert die Planung einer Brücke über den Fluss in…",
    );
    check(&"é".repeat(90), &format!("{}…", "é".repeat(60)));
}

fn entries() -> impl Strategy<Value = Vec<Entry>> {
    let entry = prop_oneof![
        "[a-c]".prop_map(|id| asked(&id)),
        any::<u16>().prop_map(|at| Entry::AskedAgain { at: at.into() }),
        "\\PC{0,8}".prop_map(|text| grew(&text)),
        prop_oneof![Just(End::Done), Just(End::Stopped), Just(End::Broken)]
            .prop_map(|end| Entry::Ended { end }),
    ];
    proptest::collection::vec(entry, 0..20)
}

proptest! {
    #[test]
    fn a_snapshot_and_the_rest_are_the_whole(entries in entries(), cut in any::<prop::sample::Index>()) {
        let cut = cut.index(entries.len() + 1);
        let snapshot = serde_json::to_vec(&after(entries[..cut].to_vec())).unwrap();
        let mut conversation: Conversation = serde_json::from_slice(&snapshot).unwrap();
        entries[cut..].iter().cloned().for_each(|entry| conversation.apply(entry));
        prop_assert!(conversation == after(entries));
    }

    #[test]
    fn only_the_last_answer_is_ever_growing(entries in entries()) {
        let conversation = after(entries);
        let before = conversation.turns().split_last().map_or(&[][..], |(_, before)| before);
        prop_assert!(before.iter().all(|turn| turn.end.is_some()));
    }
}
