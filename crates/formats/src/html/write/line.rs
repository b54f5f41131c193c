//! The text of a block as HTML.

use crate::html::write::{attribute, colors};
use crate::link::leading_out;
use crate::{Inline, Marks, Text};

/// The text with its marks. What breaks off at its end is said twice, as browsers leave the last one out.
pub(crate) fn line(content: &[Inline]) -> String {
    let mut out: String = content.iter().map(piece).collect();
    if matches!(content.last(), Some(Inline::Break)) {
        out += "<br>";
    }
    out
}

/// Text in which nothing is markup any more.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\n' | '\t' => out.push(character),
            _ if character.is_control() => {}
            _ => out.push(character),
        }
    }
    out
}

/// Whether HTML would swallow a space of it.
pub(super) fn has_bare_spaces(content: &[Inline]) -> bool {
    let mut after_space = true;
    for piece in content {
        match piece {
            Inline::Text(text) => {
                for character in text.text.chars() {
                    let space = matches!(character, ' ' | '\t' | '\n');
                    if space && (after_space || character != ' ') {
                        return true;
                    }
                    after_space = space;
                }
            }
            Inline::Break => after_space = true,
            Inline::Note { .. } => after_space = false,
        }
    }
    ends_in_space(content)
}

fn ends_in_space(content: &[Inline]) -> bool {
    content
        .split(|piece| *piece == Inline::Break)
        .any(|line| matches!(line.last(), Some(Inline::Text(text)) if text.text.ends_with(' ')))
}

fn piece(piece: &Inline) -> String {
    match piece {
        Inline::Text(text) => marked(text),
        Inline::Break => "<br>".to_owned(),
        Inline::Note { id, title } => {
            let address = attribute("href", &format!("attache:note/{id}"));
            format!("<a{address}>{}</a>", escaped(title))
        }
    }
}

fn marked(text: &Text) -> String {
    let Marks {
        bold,
        italic,
        underline,
        strike,
        code,
        ..
    } = text.marks;
    let mut out = escaped(&text.text);
    for (tag, on) in [
        ("code", code),
        ("s", strike),
        ("u", underline),
        ("em", italic),
        ("strong", bold),
    ] {
        if on {
            out = format!("<{tag}>{out}</{tag}>");
        }
    }
    let colors = colors(text.marks.text, text.marks.background);
    if !colors.is_empty() {
        let class = attribute("class", &colors.join(" "));
        out = format!("<span{class}>{out}</span>");
    }
    match text.marks.link.as_deref().and_then(leading_out) {
        Some(address) => format!("<a{}>{out}</a>", attribute("href", &address)),
        None => out,
    }
}
