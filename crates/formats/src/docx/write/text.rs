//! The text of a paragraph, in runs that look alike.

use crate::link::leading_out;
use crate::xml::{Element, tag};
use crate::{Color, Inline, Marks};

use super::styles::{LINK_TEXT, VERBATIM, shade};
use super::{Parts, unhashed, value};

/// The runs of this content; `color` is that of text that has none itself.
pub(super) fn runs(content: &[Inline], color: Option<Color>, parts: &mut Parts) -> Vec<Element> {
    let mut runs: Vec<Element> = Vec::new();
    let mut open: Option<String> = None;
    for inline in content {
        let (text, marks) = match inline {
            Inline::Text(text) => (text.text.as_str(), &text.marks),
            Inline::Break => ("\n", &Marks::default()),
            Inline::Note { title, .. } => (title.as_str(), &Marks::default()),
        };
        let link = marks.link.as_deref().and_then(leading_out);
        let run = run(text, marks, color.filter(|_| link.is_none()));
        match link {
            None => runs.push(run),
            // One link is one, however many looks its text has.
            Some(address) if open.as_ref() == Some(&address) => {
                let before = runs.pop().expect("an open link is the last run");
                runs.push(before.with(run));
                continue;
            }
            Some(address) => {
                let id = parts.link(&address);
                runs.push(tag("w:hyperlink").attr("r:id", id).with(run));
                open = Some(address);
                continue;
            }
        }
        open = None;
    }
    runs
}

/// Text that looks alike.
pub(super) fn run(text: &str, marks: &Marks, color: Option<Color>) -> Element {
    let properties = properties(marks, marks.text.or(color));
    let run = if properties.children.is_empty() {
        tag("w:r")
    } else {
        tag("w:r").with(properties)
    };
    run.with_all(pieces(text))
}

/// Line breaks and tabs are elements.
fn pieces(text: &str) -> Vec<Element> {
    let mut pieces = Vec::new();
    for part in text.split_inclusive(['\n', '\t']) {
        let plain = part.trim_end_matches(['\n', '\t']);
        if !plain.is_empty() {
            pieces.push(
                tag("w:t")
                    .attr("xml:space", "preserve")
                    .with_text(plain.replace('\r', "")),
            );
        }
        match part[plain.len()..].chars().next() {
            Some('\n') => pieces.push(tag("w:br")),
            Some(_) => pieces.push(tag("w:tab")),
            None => {}
        }
    }
    pieces
}

/// In the order that the standard wants.
fn properties(marks: &Marks, color: Option<Color>) -> Element {
    let link = marks.link.as_deref().and_then(leading_out).is_some();
    let style = match (marks.code, link) {
        (true, _) => Some(VERBATIM),
        (false, true) => Some(LINK_TEXT),
        (false, false) => None,
    };
    let flag = |set: bool, name| set.then(|| tag(name));
    tag("w:rPr")
        .with_all(style.map(|style| value("w:rStyle", style)))
        .with_all(flag(marks.bold, "w:b"))
        .with_all(flag(marks.italic, "w:i"))
        .with_all(flag(marks.strike, "w:strike"))
        .with_all(color.map(|color| value("w:color", unhashed(color.text()))))
        .with_all(marks.underline.then(|| value("w:u", "single")))
        .with_all(
            marks
                .background
                .map(|color| shade(unhashed(color.background()))),
        )
}
