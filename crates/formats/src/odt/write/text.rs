//! The text of a paragraph, in spans that look alike.

use crate::link::leading_out;
use crate::xml::{Element, Node, tag};
use crate::{Inline, Marks};

use super::Parts;
use super::automatic::Look;
use super::styles::{LINK_TEXT, VERBATIM, underlined};

/// The paragraph with this content at the end of it.
pub(super) fn with_content(
    mut paragraph: Element,
    content: &[Inline],
    parts: &mut Parts,
) -> Element {
    let mut spaced = paragraph.children.is_empty();
    let mut open: Option<String> = None;
    for inline in content {
        let (text, marks) = match inline {
            Inline::Text(text) => (text.text.as_str(), &text.marks),
            Inline::Break => ("\n", &Marks::default()),
            Inline::Note { title, .. } => (title.as_str(), &Marks::default()),
        };
        let nodes = span(pieces(text, &mut spaced), marks, parts);
        let link = marks.link.as_deref().and_then(leading_out);
        match link {
            // One link is one, however many looks its text has.
            Some(address) if open.as_ref() == Some(&address) => {
                if let Some(Node::Element(link)) = paragraph.children.last_mut() {
                    link.children.extend(nodes);
                }
            }
            Some(address) => {
                let mut link = tag("text:a")
                    .attr("xlink:type", "simple")
                    .attr("xlink:href", &address)
                    .attr("text:style-name", LINK_TEXT);
                link.children = nodes;
                paragraph.children.push(Node::Element(link));
                open = Some(address);
            }
            None => {
                paragraph.children.extend(nodes);
                open = None;
            }
        }
    }
    paragraph
}

/// Text with what XML cannot hold as elements: spaces in a row, tabs and line breaks. `spaced` is whether a space that
/// comes next would be lost.
pub(super) fn pieces(text: &str, spaced: &mut bool) -> Vec<Node> {
    let mut nodes = Vec::new();
    let mut plain = String::new();
    for character in text.chars() {
        let element = match character {
            '\n' => tag("text:line-break"),
            '\t' => tag("text:tab"),
            ' ' if *spaced => tag("text:s"),
            '\r' => continue,
            _ => {
                plain.push(character);
                *spaced = character == ' ';
                continue;
            }
        };
        *spaced = true;
        if !plain.is_empty() {
            nodes.push(Node::Text(std::mem::take(&mut plain)));
        }
        nodes.push(Node::Element(element));
    }
    if !plain.is_empty() {
        nodes.push(Node::Text(plain));
    }
    nodes
}

fn span(nodes: Vec<Node>, marks: &Marks, parts: &mut Parts) -> Vec<Node> {
    let parent = if marks.code { VERBATIM } else { "" };
    let look = letters(marks);
    if look.is_none() && parent.is_empty() {
        return nodes;
    }
    let style = parts.automatic.name(Look {
        family: "text",
        parent: parent.to_owned(),
        properties: look.into_iter().collect(),
    });
    let mut span = tag("text:span").attr("text:style-name", style);
    span.children = nodes;
    vec![Node::Element(span)]
}

fn letters(marks: &Marks) -> Option<Element> {
    let mut letters = tag("style:text-properties");
    if marks.bold {
        letters = letters.attr("fo:font-weight", "bold");
    }
    if marks.italic {
        letters = letters.attr("fo:font-style", "italic");
    }
    if marks.underline {
        letters = underlined(letters);
    }
    if marks.strike {
        letters = letters.attr("style:text-line-through-style", "solid");
        letters = letters.attr("style:text-line-through-type", "single");
    }
    if let Some(color) = marks.text {
        letters = letters.attr("fo:color", color.text());
    }
    if let Some(color) = marks.background {
        letters = letters.attr("fo:background-color", color.background());
    }
    (letters != tag("style:text-properties")).then_some(letters)
}
