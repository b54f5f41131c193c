//! The blanks of a template, such as `{{date}}`, and what is written into them.

use yrs::types::text::YChange;
use yrs::{
    Any, GetString as _, Out, ReadTxn, Text as _, TransactionMut, XmlFragment as _, XmlOut,
    XmlTextRef,
};

use super::ROOT;

/// The longest name of a blank with its closing signs, in characters.
const LONGEST: usize = 40;
/// What stands for something in a line that is no text.
const EMBEDDED: &str = "\u{fffc}";

/// Names of blanks, in lower case, and what is written into each.
pub(crate) type Values = [(String, String)];

/// A piece of plain text with its blanks filled in.
pub(crate) fn filled(text: &str, values: &Values) -> String {
    let mut filled = text.to_owned();
    for (range, value) in blanks(text, values).into_iter().rev() {
        filled.replace_range(range, value);
    }
    filled
}

/// Fills in the blanks of a note. What is written into one looks as the blank did.
pub(crate) fn fill(transaction: &mut TransactionMut<'_>, values: &Values) {
    let Some(root) = transaction.get_xml_fragment(ROOT) else {
        return;
    };
    let texts: Vec<XmlTextRef> = root
        .successors(transaction)
        .filter_map(XmlOut::into_xml_text)
        .collect();
    for text in texts {
        if !text.get_string(transaction).contains("{{") {
            continue;
        }
        let plain = plain(transaction, &text);
        for (range, value) in blanks(&plain, values).into_iter().rev() {
            let units = |text: &str| text.encode_utf16().count() as u32;
            let (start, length) = (units(&plain[..range.start]), units(&plain[range]));
            // Between its signs, so that it has the marks of what it is written in the place of.
            text.insert(transaction, start + 1, value);
            text.remove_range(transaction, start + 1 + units(value), length - 1);
            text.remove_range(transaction, start, 1);
        }
    }
}

/// The blanks that there is something for, in order: where they stand, in bytes, and what is written there.
fn blanks<'a>(text: &str, values: &'a Values) -> Vec<(std::ops::Range<usize>, &'a str)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find("{{").map(|start| from + start) {
        from = start + 2;
        let far = text[from..].char_indices().nth(LONGEST);
        let near = far.map_or(&text[from..], |(far, _)| &text[from..from + far]);
        let Some(length) = near.find("}}") else {
            continue;
        };
        let name = text[from..from + length].trim().to_lowercase();
        if let Some((_, value)) = values.iter().find(|(known, _)| *known == name) {
            from += length + 2;
            found.push((start..from, value.as_str()));
        }
    }
    found
}

/// A line's text, as long as the line is.
fn plain<T: ReadTxn>(transaction: &T, text: &XmlTextRef) -> String {
    let pieces = text.diff(transaction, YChange::identity).into_iter();
    pieces
        .map(|piece| match piece.insert {
            Out::Any(Any::String(piece)) => piece.to_string(),
            _ => EMBEDDED.to_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use formats::{Block, Inline, Kind, Marks, Text};

    use super::super::Document;
    use super::*;

    fn values() -> Vec<(String, String)> {
        [("date", "25 November"), ("name", "Zo\u{eb} \u{1f600}")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec()
    }

    fn check(text: &str, expected: &str) {
        assert_eq!(filled(text, &values()), expected, "{text}");
        let state = Document::written(&[Block::new(Kind::Quote, text)]).unwrap();
        let values = values();
        let state = Document::altered(&state, |transaction| fill(transaction, &values)).unwrap();
        let (document, _) = Document::load([state.as_slice()]);
        assert_eq!(document.text(), expected, "{text}");
    }

    #[test]
    fn blanks_are_filled_in_wherever_they_stand_and_others_stay() {
        check("{{date}}", "25 November");
        check(
            "\u{1f600} by {{ Name }}, {{date}}.",
            "\u{1f600} by Zo\u{eb} \u{1f600}, 25 November.",
        );
        check("{{date}}{{date}}", "25 November25 November");
        check("{{place}} {{date}}", "{{place}} 25 November");
        check("{{ {{date}} }}", "{{ 25 November }}");
        check("{{date} and {{", "{{date} and {{");
    }

    #[test]
    fn what_is_written_looks_as_the_blank_did() {
        let bold = |text: &str| {
            Inline::Text(Text {
                text: text.into(),
                marks: Marks {
                    bold: true,
                    ..Marks::default()
                },
            })
        };
        let block = |middle| Block {
            content: vec![Inline::plain("by "), middle, Inline::plain(" of us")],
            ..Block::default()
        };
        let state = Document::written(&[block(bold("{{date}}"))]).unwrap();
        let values = values();
        let state = Document::altered(&state, |transaction| fill(transaction, &values)).unwrap();
        let (document, _) = Document::load([state.as_slice()]);
        assert_eq!(document.blocks(), [block(bold("25 November"))]);
    }
}
