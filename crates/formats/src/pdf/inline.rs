//! The pieces of a line for the template. Text goes there as values, never as code.

use typst::foundations::{Array, Dict, IntoValue, Value, dict};

use super::fonts::Fonts;
use super::ink;
use super::letters::{is_visible, printable};
use crate::link::leading_out;
use crate::{Inline, Marks};

/// How long a word may be before it is broken anywhere, so that it stays on the paper or in its cell.
#[derive(Clone, Copy)]
pub(super) enum Room {
    Page = 50,
    Cell = 12,
}

/// Typst takes no longer address.
const LONGEST_LINK: usize = 8000;

/// Typst takes ever longer for each piece of a line. One with more than anybody makes is set without marks.
const MOST_PIECES: usize = 5000;

/// Pieces of a line: each is text, text with marks, a break, or a link with pieces in it.
pub(super) fn line(content: &[Inline], room: Room, fonts: &Fonts) -> Array {
    let whole;
    let content = if content.len() > MOST_PIECES {
        whole = [Inline::plain(plain(content))];
        &whole
    } else {
        content
    };
    let mut pieces = Array::new();
    for run in content.chunk_by(|one, next| link(one).is_some() && link(one) == link(next)) {
        let inner: Array = run
            .iter()
            .flat_map(|piece| one(piece, room, fonts))
            .collect();
        match run.first().and_then(link) {
            Some(address) if !is_blank(run, fonts) => {
                pieces.push(dict! { "link" => address, "pieces" => inner }.into_value());
            }
            _ => pieces.extend(inner),
        }
    }
    pieces
}

/// All that is written in a line, breaks and notes' titles included.
pub(super) fn plain(content: &[Inline]) -> String {
    content.iter().map(words).collect()
}

/// Whether there is nothing to see in a line.
pub(super) fn is_blank(content: &[Inline], fonts: &Fonts) -> bool {
    !content.iter().any(|piece| is_visible(words(piece), fonts))
}

/// The address as a document may lead to it, if it may.
pub(super) fn web(address: &str) -> Option<String> {
    leading_out(address).filter(|address| address.len() <= LONGEST_LINK)
}

fn one(piece: &Inline, room: Room, fonts: &Fonts) -> Vec<Value> {
    let looks = match piece {
        Inline::Break => return vec![Value::None],
        Inline::Note { .. } => Dict::new(),
        Inline::Text(part) => looks(&part.marks),
    };
    let mut values = Vec::new();
    for (at, row) in printable(words(piece), fonts).split('\n').enumerate() {
        if at > 0 {
            values.push(Value::None);
        }
        let row = row.replace('\t', "    ");
        let parts = breakable(&row, room as usize);
        values.extend(parts.into_iter().map(|part| dressed(part, &looks)));
    }
    values
}

fn dressed(part: &str, looks: &Dict) -> Value {
    if looks.is_empty() {
        return part.into_value();
    }
    let mut looks = looks.clone();
    looks.insert("text".into(), part.into_value());
    looks.into_value()
}

fn looks(marks: &Marks) -> Dict {
    let switches = [
        ("bold", marks.bold),
        ("italic", marks.italic),
        (
            "underline",
            marks.underline || marks.link.as_deref().and_then(web).is_some(),
        ),
        ("strike", marks.strike),
        ("code", marks.code),
    ];
    let colors = [
        ("color", marks.text.map(ink::text)),
        ("background", marks.background.map(crate::Color::background)),
    ];
    let switches = switches
        .into_iter()
        .filter(|(_, on)| *on)
        .map(|(name, on)| (name.into(), on.into_value()));
    let colors = colors
        .into_iter()
        .filter_map(|(name, color)| Some((name.into(), color?.into_value())));
    switches.chain(colors).collect()
}

/// `row` in parts that are words of at most this length; a line may break between any two.
fn breakable(row: &str, longest: usize) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut length) = (0, 0);
    for (at, letter) in row.char_indices() {
        length = if letter.is_whitespace() {
            0
        } else {
            length + 1
        };
        if length > longest && letter.is_alphanumeric() {
            parts.push(&row[start..at]);
            (start, length) = (at, 1);
        }
    }
    parts.push(&row[start..]);
    parts.retain(|part| !part.is_empty());
    parts
}

fn words(piece: &Inline) -> &str {
    match piece {
        Inline::Text(part) => &part.text,
        Inline::Break => "\n",
        Inline::Note { id, title } if title.trim().is_empty() => id,
        Inline::Note { title, .. } => title,
    }
}

fn link(piece: &Inline) -> Option<String> {
    match piece {
        Inline::Text(part) => web(part.marks.link.as_deref()?),
        _ => None,
    }
}
