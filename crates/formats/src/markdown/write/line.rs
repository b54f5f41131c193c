//! The text of a block as Markdown, in which every sign that is text stays text.

use crate::html::{attribute, escaped};
use crate::link::leading_out;
use crate::{Color, Inline, Marks, Text};

/// Where a line stands.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Room {
    /// It may go on in the next line.
    Block,
    /// It has to be one line.
    Line,
    /// It has to be one line without an upright stroke.
    Cell,
}

/// The text with its marks.
pub(super) fn line(content: &[Inline], room: Room) -> String {
    let mut out = String::new();
    let text = content.iter().rposition(|inline| *inline != Inline::Break);
    for (index, inline) in content.iter().enumerate() {
        match inline {
            Inline::Break => {
                let last = text.is_none_or(|text| text < index);
                trim_end(&mut out);
                out += if last || room != Room::Block {
                    "<br>"
                } else {
                    "\\\n"
                };
            }
            Inline::Note { id, title } => {
                out += &link(&plain(title, ""), &format!("attache:note/{id}"))
            }
            Inline::Text(text) => {
                let next = content.get(index + 1).and_then(first_character);
                piece(&mut out, text, next, room);
            }
        }
    }
    trim_end(&mut out);
    out
}

/// The length of the longest run of a character.
pub(super) fn longest_run(text: &str, character: char) -> usize {
    let runs = text.split(|other| other != character);
    runs.map(str::len).max().unwrap_or(0) / character.len_utf8()
}

/// Adds a piece. The spaces at its ends stay outside of its marks: Markdown knows no marks that begin with a space.
fn piece(out: &mut String, text: &Text, next: Option<char>, room: Room) {
    let whole = text.text.replace(['\n', '\r', '\t'], " ");
    let core = whole.trim();
    if core.is_empty() || text.marks == Marks::default() {
        let plain = plain(&whole, out);
        out.push_str(&plain);
        return;
    }
    let before = &whole[..whole.len() - whole.trim_start().len()];
    let after = &whole[whole.trim_end().len()..];
    out.push_str(before);
    let next = after.chars().next().or(next);
    let marks = &text.marks;
    let mut inner = match marks.code {
        true => code(core, room),
        false => plain(core, if needs_start(marks) { "" } else { out }),
    };
    let linked = marks.link.as_deref().and_then(leading_out);
    let edges = match linked {
        Some(_) => (Some('['), Some(']')),
        None => (out.chars().next_back(), next),
    };
    for (on, sign, tag) in [
        (marks.strike, "~~", "s"),
        (marks.italic, "*", "em"),
        (marks.bold, "**", "strong"),
    ] {
        if on {
            inner = if signs_hold(&inner, edges, sign) {
                format!("{sign}{inner}{sign}")
            } else {
                format!("<{tag}>{inner}</{tag}>")
            };
        }
    }
    if marks.underline {
        inner = format!("<u>{inner}</u>");
    }
    inner = colored(inner, marks);
    out.push_str(&match linked {
        Some(address) => link(&inner, &address),
        None => inner,
    });
    out.push_str(after);
}

fn needs_start(marks: &Marks) -> bool {
    marks.bold || marks.italic || marks.strike || marks.underline || marks.link.is_some()
}

/// Whether signs around this text are read as marks: they need a letter inside or none outside, and no sign beside.
fn signs_hold(inner: &str, edges: (Option<char>, Option<char>), sign: &str) -> bool {
    let holds = |inside: Option<char>, outside: Option<char>| {
        let inside = inside.is_some_and(char::is_alphanumeric);
        match outside {
            None => true,
            Some('*' | '~' | '_' | '`') => false,
            Some(outside) if outside.is_whitespace() => true,
            Some(outside) if outside.is_alphanumeric() => inside && sign != "~~",
            Some(outside) => outside.is_ascii_punctuation() || inside,
        }
    };
    holds(inner.chars().next(), edges.0) && holds(inner.chars().next_back(), edges.1)
}

fn colored(inner: String, marks: &Marks) -> String {
    let text = marks.text.map(|color| format!("color: {}", color.text()));
    let background = marks.background.map(Color::background);
    let background = background.map(|color| format!("background-color: {color}"));
    let style: Vec<String> = text.into_iter().chain(background).collect();
    if style.is_empty() {
        return inner;
    }
    format!(
        "<span{}>{inner}</span>",
        attribute("style", &style.join("; "))
    )
}

fn link(inner: &str, address: &str) -> String {
    let plain = address
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && !b"()<>\\".contains(&byte));
    match plain {
        true => format!("[{inner}]({address})"),
        false => format!(
            "[{inner}](<{}>)",
            address.replace(['<', '>', '\n', '\\'], "")
        ),
    }
}

fn code(text: &str, room: Room) -> String {
    if room == Room::Cell && text.contains('|') {
        return format!("<code>{}</code>", escaped(text).replace('|', "&#124;"));
    }
    let ticks = "`".repeat(longest_run(text, '`') + 1);
    let space = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{ticks}{space}{text}{space}{ticks}")
}

/// Text in which nothing is a sign any more, after this much of the line.
fn plain(text: &str, before: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut starts = before.is_empty() || before.ends_with('\n') || before.ends_with("<br>");
    let characters: Vec<char> = text.chars().collect();
    let mut previous = before.chars().next_back();
    for (index, character) in characters.iter().copied().enumerate() {
        let rest = &characters[index + 1..];
        if character.is_control() {
            continue;
        }
        if is_sign(character, previous, rest) || (starts && opens_block(character, rest)) {
            out.push('\\');
        }
        let counts = starts && character.is_ascii_digit();
        let counted = matches!(character, '.' | ')') && is_number(&out) && line_is_number(before);
        if counted && rest.first().is_none_or(|next| next.is_whitespace()) {
            out.push('\\');
        }
        out.push(character);
        starts = starts && (counts || character == ' ');
        previous = Some(character);
    }
    out
}

/// Whether a character means something wherever it stands.
fn is_sign(character: char, previous: Option<char>, rest: &[char]) -> bool {
    let next = rest.first().copied();
    match character {
        '\\' | '`' | '*' | '[' | ']' | '~' | '|' => true,
        '_' => {
            let inside = |side: Option<char>| side.is_some_and(char::is_alphanumeric);
            !(inside(previous) && inside(next))
        }
        '<' => next.is_none_or(|next| next.is_ascii_alphabetic() || "/!?".contains(next)),
        '&' => next.is_none_or(|next| next.is_ascii_alphanumeric() || next == '#'),
        '!' => next.is_none_or(|next| next == '['),
        _ => false,
    }
}

/// Whether a character means something at the start of a line.
fn opens_block(character: char, rest: &[char]) -> bool {
    match character {
        '#' | '>' | '=' => true,
        '-' | '+' => rest
            .first()
            .is_none_or(|next| next.is_whitespace() || *next == character),
        _ => false,
    }
}

fn is_number(text: &str) -> bool {
    (1..=9).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn line_is_number(before: &str) -> bool {
    before.is_empty() || before.ends_with('\n')
}

fn first_character(inline: &Inline) -> Option<char> {
    match inline {
        Inline::Text(text) => text.text.chars().next(),
        Inline::Break => Some('\n'),
        Inline::Note { .. } => Some('['),
    }
}

fn trim_end(out: &mut String) {
    let length = out.trim_end_matches(' ').len();
    out.truncate(length);
}
