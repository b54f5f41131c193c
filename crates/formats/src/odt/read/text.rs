//! The text of a paragraph: spans, links, notes, and what stands in it that is no text.

use crate::Marks;
use crate::flow::{Letters, Part, add, add_break};
use crate::link::leading_out;
use crate::xml::{Element, Node};

use super::Reader;

/// More spaces than these in a row are nobody's.
const MOST_SPACES: usize = 1_000;

/// A paragraph while it is read.
struct Writing {
    line: Vec<Part>,
    /// Whether a space that comes next is none.
    spaced: bool,
}

/// How text at a place looks, and where it leads.
#[derive(Clone, Copy)]
struct Around<'a> {
    letters: &'a Letters,
    link: Option<&'a str>,
}

impl<'a> Reader<'a> {
    /// What is in a paragraph whose letters look so.
    pub(super) fn line(&mut self, element: &'a Element, letters: &Letters) -> Vec<Part> {
        let mut writing = Writing {
            line: Vec::new(),
            spaced: true,
        };
        let around = Around {
            letters,
            link: None,
        };
        self.within(element, around, &mut writing);
        writing.line
    }

    fn within(&mut self, element: &'a Element, around: Around<'_>, to: &mut Writing) {
        for node in &element.children {
            match node {
                Node::Text(text) => to.plain(text, around),
                Node::Element(child) => self.element(child, around, to),
            }
        }
    }

    fn element(&mut self, element: &'a Element, around: Around<'_>, to: &mut Writing) {
        match &*element.name {
            "text:s" => {
                let count = element
                    .attribute("text:c")
                    .and_then(|count| count.parse().ok());
                to.exact(&" ".repeat(count.unwrap_or(1).min(MOST_SPACES)), around);
            }
            "text:tab" => to.exact("\t", around),
            "text:line-break" => {
                add_break(&mut to.line);
                to.spaced = false;
            }
            "text:span" => {
                let style = element.attribute("text:style-name").unwrap_or_default();
                let letters = self.styles.letters(style, around.letters);
                if !letters.hidden() {
                    let around = Around {
                        letters: &letters,
                        ..around
                    };
                    self.within(element, around, to);
                }
            }
            "text:a" | "draw:a" => {
                let link = element.attribute("xlink:href").and_then(leading_out);
                let link = link.as_deref().or(around.link);
                self.within(element, Around { link, ..around }, to);
            }
            "text:note" => {
                if let Some(body) = element.child("text:note-body") {
                    self.notes.push(body);
                    let sign = format!("[{}]", self.notes.len());
                    add(&mut to.line, &sign, &Marks::default());
                    to.spaced = false;
                }
            }
            "text:ruby" => {
                if let Some(base) = element.child("text:ruby-base") {
                    self.within(base, around, to);
                }
            }
            "office:annotation"
            | "office:annotation-end"
            | "text:script"
            | "text:hidden-text"
            | "text:tracked-changes"
            | "office:event-listeners" => {}
            name if name.starts_with("draw:") => {
                self.drawing(element, &mut to.line);
                to.spaced |= matches!(to.line.last(), Some(Part::Block(_)));
            }
            // Fields show what is in them.
            _ => self.within(element, around, to),
        }
    }
}

impl Writing {
    /// Text as XML has it: all white space in a row is one space.
    fn plain(&mut self, text: &str, around: Around<'_>) {
        let mut kept = String::with_capacity(text.len());
        for character in text.chars() {
            let space = matches!(character, ' ' | '\t' | '\r' | '\n');
            if !(space && self.spaced) {
                kept.push(if space { ' ' } else { character });
            }
            self.spaced = space;
        }
        self.add(&kept, around);
    }

    /// Text that is meant as it is.
    fn exact(&mut self, text: &str, around: Around<'_>) {
        self.add(text, around);
        self.spaced = false;
    }

    fn add(&mut self, text: &str, around: Around<'_>) {
        let mut marks = around.letters.marks();
        marks.link = around.link.map(str::to_owned);
        if !text.is_empty() {
            add(&mut self.line, text, &marks);
        }
    }
}
