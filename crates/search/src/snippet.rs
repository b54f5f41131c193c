//! The words around a match, on one line. Pure; cuts only between letters, and between words where it can.

use std::ops::Range;

/// How many letters are shown before and after the match.
const AROUND: usize = 60;

/// The text around `place`, which has to lie on letter boundaries, with an ellipsis where something was left out.
pub(crate) fn snippet(text: &str, place: Range<usize>) -> String {
    let start = back(text, place.start);
    let end = forth(text, place.end);
    let inside = text[start..end]
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let before = if text[..start].trim().is_empty() {
        ""
    } else {
        "…"
    };
    let after = if text[end..].trim().is_empty() {
        ""
    } else {
        "…"
    };
    format!("{before}{inside}{after}")
}

fn back(text: &str, from: usize) -> usize {
    let head = &text[..from];
    let Some((start, _)) = head.char_indices().rev().take(AROUND).last() else {
        return from;
    };
    if start == 0 {
        return 0;
    }
    let spaced = text[start..from]
        .char_indices()
        .find(|(_, letter)| letter.is_whitespace());
    spaced.map_or(start, |(at, letter)| start + at + letter.len_utf8())
}

fn forth(text: &str, from: usize) -> usize {
    let tail = &text[from..];
    let Some((end, _)) = tail.char_indices().nth(AROUND) else {
        return text.len();
    };
    let spaced = tail[..end]
        .char_indices()
        .rev()
        .find(|(_, letter)| letter.is_whitespace());
    from + spaced.map_or(end, |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn around(text: &str, word: &str) -> String {
        let start = text.find(word).unwrap();
        snippet(text, start..start + word.len())
    }

    #[test]
    fn a_short_text_is_shown_whole_and_on_one_line() {
        assert_eq!(
            around("Budget\n\n  der   Stadt ", "der"),
            "Budget der Stadt"
        );
    }

    #[test]
    fn a_long_text_is_cut_between_words() {
        let text = format!("{}the budget {}", "before ".repeat(20), "after ".repeat(20));
        let shown = around(&text, "budget");
        assert!(shown.starts_with("…before before"), "{shown}");
        assert!(shown.ends_with("after after…"), "{shown}");
        assert!(shown.contains("before the budget after"), "{shown}");
        assert!(
            shown.chars().count() <= 2 * AROUND + "budget".len() + 2,
            "{shown}"
        );
    }

    proptest! {
        #[test]
        fn the_match_is_always_in_it(head in "\\PC{0,200}", word in "[a-zé]{1,12}", tail in "\\PC{0,200}") {
            let text = format!("{head}{word}{tail}");
            let shown = snippet(&text, head.len()..head.len() + word.len());
            prop_assert!(shown.contains(&word));
            prop_assert!(!shown.contains('\n'));
        }
    }
}
