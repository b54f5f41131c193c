//! The text of a paragraph, put together from pieces and taken apart again.

use crate::look::{OPEN_BOX, TICKED_BOX};
use crate::{Inline, Marks, Text};

/// Adds text at the end; what looks alike is one piece.
pub(crate) fn push(content: &mut Vec<Inline>, text: &str, marks: &Marks) {
    if text.is_empty() {
        return;
    }
    match content.last_mut() {
        Some(Inline::Text(before)) if before.marks == *marks => before.text.push_str(text),
        _ => content.push(Inline::Text(Text {
            text: text.to_owned(),
            marks: marks.clone(),
        })),
    }
}

/// The characters of it, with line breaks.
pub(crate) fn text_of(content: &[Inline]) -> String {
    content
        .iter()
        .map(|inline| match inline {
            Inline::Text(text) => text.text.as_str(),
            Inline::Break => "\n",
            Inline::Note { title, .. } => title,
        })
        .collect()
}

/// Takes away a box at the start, and says whether it is ticked.
pub(super) fn take_box(content: &mut Vec<Inline>) -> Option<bool> {
    let first = first_text(content)?;
    let sign = first.text.chars().next()?;
    let ticked = match sign {
        '☐' => false,
        '☑' | '☒' | '\u{1f5f9}' => true,
        _ => return None,
    };
    let rest = &first.text[sign.len_utf8()..];
    let text = rest.trim_start_matches([' ', '\t', '\u{a0}']);
    // A box that stands right before a word is a sign in a sentence.
    if text.len() == rest.len() && !text.is_empty() {
        return None;
    }
    first.text = text.to_owned();
    drop_if_empty(content);
    Some(ticked)
}

/// Takes away what stands before the first tab, if it is no more than a sign.
pub(super) fn take_sign(content: &mut Vec<Inline>) -> Option<String> {
    const LONGEST: usize = 48;
    let first = first_text(content)?;
    let (sign, rest) = first.text.split_once('\t')?;
    if sign.len() > LONGEST || sign.contains(char::is_whitespace) {
        return None;
    }
    let sign = sign.to_owned();
    first.text = rest.to_owned();
    drop_if_empty(content);
    Some(sign)
}

/// The sign of a box in text.
pub(super) fn box_sign(ticked: bool) -> &'static str {
    match ticked {
        true => TICKED_BOX,
        false => OPEN_BOX,
    }
}

fn first_text(content: &mut [Inline]) -> Option<&mut Text> {
    match content.first_mut()? {
        Inline::Text(text) => Some(text),
        Inline::Break | Inline::Note { .. } => None,
    }
}

fn drop_if_empty(content: &mut Vec<Inline>) {
    if first_text(content).is_some_and(|text| text.text.is_empty()) {
        content.remove(0);
    }
}
