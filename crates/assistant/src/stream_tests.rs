//! Streams as servers send them, and as networks cut them.

use proptest::prelude::*;

use super::*;

/// What a stream says in all: its text and how it ended.
fn heard(pieces: &[&[u8]]) -> (String, Option<Heard>) {
    let mut stream = Stream::default();
    let mut text = String::new();
    for piece in pieces {
        for heard in stream.read(piece) {
            match heard {
                Heard::Text(more) => text.push_str(&more),
                end => return (text, Some(end)),
            }
        }
    }
    for heard in stream.close() {
        match heard {
            Heard::Text(more) => text.push_str(&more),
            end => return (text, Some(end)),
        }
    }
    (text, None)
}

fn piece(text: &str) -> String {
    format!(
        "data: {{\"choices\":[{{\"delta\":{{\"content\":{}}}}}]}}\n\n",
        serde_json::json!(text)
    )
}

const STOP: &str = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
const DONE: &str = "data: [DONE]\n\n";

#[test]
fn streams_end_in_one_way() {
    let check = |stream: &str, text: &str, end: End| {
        assert_eq!(
            heard(&[stream.as_bytes()]),
            (text.to_owned(), Some(Heard::End(end))),
            "{stream}"
        );
    };
    let hi = piece("hi");
    let role = "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":null}}]}\n\n";
    let usage = "data: {\"choices\":[],\"usage\":{\"total_tokens\":3}}\n\n";
    check(&format!("{role}{hi}{STOP}{usage}{DONE}"), "hi", End::Done);
    check(
        &format!(": ping\n\nevent: x\nid: 1\nretry: 5\n{hi}{DONE}"),
        "hi",
        End::Done,
    );
    check(&format!("{hi}{DONE}{hi}"), "hi", End::Done);
    check(&format!("{hi}{STOP}"), "hi", End::Done);
    check(&format!("{hi}data:[DONE]"), "hi", End::Done);
    check(
        &format!("{hi}{DONE}").replace('\n', "\r\n"),
        "hi",
        End::Done,
    );
    check(&format!("{hi}{DONE}").replace('\n', "\r"), "hi", End::Done);
    check(
        "data: {\"choices\":\ndata: [{\"delta\":{\"content\":\"x\"}}]}\n\ndata: [DONE]\n\n",
        "x",
        End::Done,
    );
    check(&hi, "hi", End::Broken);
    check("", "", End::Broken);
    check(DONE, "", End::Broken);
    check(&format!("{STOP}{DONE}"), "", End::Broken);
    check(
        &format!("{hi}{}{DONE}", STOP.replace("stop", "length")),
        "hi",
        End::Broken,
    );
    check(
        &format!("{hi}{}{DONE}", STOP.replace("stop", "content_filter")),
        "hi",
        End::Broken,
    );
    check(&format!("{hi}data: <html>\n\n"), "hi", End::Broken);
    check(
        "data: {\"choices\":[{\"delta\":{\"reasoning_content\":\"hm\"}}]}\n\ndata: [DONE]\n\n",
        "",
        End::Broken,
    );
}

#[test]
fn an_error_inside_of_a_good_answer_ends_it() {
    let stream = format!(
        "{}data: {{\"error\":{{\"code\":\"context_length_exceeded\"}}}}\n\n{DONE}",
        piece("hi")
    );
    let expected = Heard::Refused(Refusal::Final(End::TooLong));
    assert_eq!(
        heard(&[stream.as_bytes()]),
        ("hi".to_owned(), Some(expected))
    );
}

#[test]
fn a_line_without_end_is_not_kept_for_ever() {
    let endless = vec![b'x'; LONGEST_LINE + 1];
    assert_eq!(Stream::default().read(&endless), [Heard::End(End::Broken)]);
}

proptest! {
    #[test]
    fn where_the_network_cuts_makes_no_difference(
        texts in proptest::collection::vec("\\PC{0,12}", 1..6),
        cuts in proptest::collection::vec(any::<prop::sample::Index>(), 0..12),
    ) {
        let stream: String = texts.iter().map(|text| piece(text)).chain([STOP.to_owned(), DONE.to_owned()]).collect();
        let mut places: Vec<usize> = cuts.iter().map(|cut| cut.index(stream.len())).collect();
        places.extend([0, stream.len()]);
        places.sort_unstable();
        let pieces: Vec<&[u8]> = places.windows(2).map(|pair| &stream.as_bytes()[pair[0]..pair[1]]).collect();
        let whole = texts.concat();
        let end = if whole.is_empty() { End::Broken } else { End::Done };
        prop_assert_eq!(heard(&pieces), (whole, Some(Heard::End(end))));
    }

    #[test]
    fn any_bytes_can_be_read_and_always_end(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(heard(&[&bytes]).1.is_some());
        prop_assert!(!Stream::whole(&String::from_utf8_lossy(&bytes)).is_empty());
    }
}
