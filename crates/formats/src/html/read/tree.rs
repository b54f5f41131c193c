//! HTML as a tree, as browsers make it.
//!
//! It promises that making it takes a time that grows with the text alone: pictures, comments, scripts and drawings are
//! taken out before, and what makes the parser slow (depth, endless tags) is refused while it is read.

use std::collections::HashMap;

use ego_tree::iter::Edge;
use html5ever::driver::{self, ParseOpts};
use html5ever::tendril::{StrTendril, TendrilSink};
use scraper::{Html, HtmlTreeSink, Node};

use crate::{Error, picture};

/// An address that stands for a picture that was taken out of the text.
const HELD: &str = "attache:held/";
/// What notes have no use for, and where it ends.
const IDLE: [(&str, &str); 3] = [("<!--", "-->"), ("<script", "</script"), ("<svg", "</svg")];
/// The most that is read beside pictures.
const TEXT: usize = 4 << 20;
/// How much is read before looking at what has become of it.
const STEP: usize = 4 << 10;
/// The longest tag, in steps.
const STALLED: usize = 5;
const NODES: usize = 100_000;
const DEEPEST: usize = 256;
/// Every tag `<body>` adds its attributes to those that are there.
const ATTRIBUTES: usize = 1_000;

/// A tree, and the pictures that were in its text.
pub(super) struct Tree {
    pub(super) html: Html,
    pictures: Vec<Vec<u8>>,
}

/// A picture that was in the text.
pub(super) struct Held<'a> {
    pub(super) name: String,
    pub(super) bytes: &'a [u8],
}

/// The tree of a text.
pub(super) fn tree(text: &str, what: &'static str) -> Result<Tree, Error> {
    let (text, pictures) = lightened(text);
    if text.len() > TEXT {
        return Err(Error::TooLarge { what });
    }
    let html = parsed(&text).ok_or(Error::TooLarge { what })?;
    Ok(Tree { html, pictures })
}

impl Tree {
    /// The picture that an address stands for, and a name for it.
    pub(super) fn held(&self, address: &str) -> Option<Held<'_>> {
        let index: usize = address.trim().strip_prefix(HELD)?.parse().ok()?;
        let bytes = self.pictures.get(index)?.as_slice();
        let extension = picture::format(bytes)?.extension;
        Some(Held {
            name: format!("picture-{}.{extension}", index + 1),
            bytes,
        })
    }
}

fn parsed(text: &str) -> Option<Html> {
    let sink = HtmlTreeSink::new(Html::new_document());
    let mut parser = driver::parse_document(sink, ParseOpts::default());
    let mut known = Growth::default();
    let mut stalled = 0;
    for step in steps(text) {
        parser.process(StrTendril::from(step));
        let html = parser.tokenizer.sink.sink.0.borrow();
        let grown = Growth::of(&html);
        stalled = if grown == known { stalled + 1 } else { 0 };
        let mut newest = html.tree.nodes().rev().take(grown.nodes - known.nodes);
        let deep = newest.any(|node| node.ancestors().nth(DEEPEST).is_some());
        if deep || grown.nodes > NODES || stalled > STALLED || is_overloaded(&html) {
            return None;
        }
        known = grown;
    }
    let html = parser.finish();
    // Marks that are closed too late take what is in them further down.
    (!is_deep(&html)).then_some(html)
}

/// What has become of the text so far.
#[derive(Default, PartialEq)]
struct Growth {
    nodes: usize,
    /// A long text grows without new nodes.
    last: usize,
}

impl Growth {
    fn of(html: &Html) -> Self {
        let last = match html.tree.nodes().next_back().map(|node| node.value()) {
            Some(Node::Text(text)) => text.len(),
            _ => 0,
        };
        Self {
            nodes: html.tree.nodes().len(),
            last,
        }
    }
}

fn is_overloaded(html: &Html) -> bool {
    let root = html.tree.root().children();
    let top = root.flat_map(|node| std::iter::once(node).chain(node.children()));
    let mut elements = top.filter_map(|node| node.value().as_element());
    elements.any(|element| element.attrs().nth(ATTRIBUTES).is_some())
}

fn is_deep(html: &Html) -> bool {
    let mut depth = 0;
    html.tree.root().traverse().any(|edge| {
        match edge {
            Edge::Open(_) => depth += 1,
            Edge::Close(_) => depth -= 1,
        }
        depth > DEEPEST
    })
}

fn steps(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (step, after) = rest.split_at(rest.floor_char_boundary(STEP));
        rest = after;
        Some(step)
    })
}

/// The text without what is idle, and the pictures that were in it.
fn lightened(text: &str) -> (String, Vec<Vec<u8>>) {
    let mut out = String::with_capacity(text.len().min(TEXT));
    let mut pictures = Pictures::default();
    let mut rest = text;
    while let Some(at) = rest.find(['<', 'd', 'D']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let taken = idle(rest).or_else(|| {
            let (length, bytes) = embedded(rest)?;
            out += &format!("{HELD}{}", pictures.place(bytes));
            Some(length)
        });
        let taken = taken.unwrap_or_else(|| {
            out.push_str(&rest[..1]);
            1
        });
        rest = &rest[taken..];
    }
    out.push_str(rest);
    (out, pictures.in_order())
}

/// Pictures that are kept once, however often they are shown.
#[derive(Default)]
struct Pictures {
    places: HashMap<Vec<u8>, usize>,
}

impl Pictures {
    fn place(&mut self, bytes: Vec<u8>) -> usize {
        let next = self.places.len();
        *self.places.entry(bytes).or_insert(next)
    }

    fn in_order(self) -> Vec<Vec<u8>> {
        let mut placed: Vec<_> = self.places.into_iter().collect();
        placed.sort_by_key(|(_, place)| *place);
        placed.into_iter().map(|(bytes, _)| bytes).collect()
    }
}

/// How long the idle part is that begins here.
fn idle(rest: &str) -> Option<usize> {
    let (_, close) = IDLE.iter().find(|(open, _)| starts_with(rest, open))?;
    let bytes = rest.as_bytes();
    let first = close.as_bytes()[0];
    // `<!-->` is a whole comment.
    let mut at = "<!".len();
    while let Some(next) = bytes[at..].iter().position(|byte| *byte == first) {
        at += next;
        if starts_with(&rest[at..], close) {
            return Some(rest[at..].find('>').map_or(rest.len(), |end| at + end + 1));
        }
        at += 1;
    }
    Some(rest.len())
}

/// How long the address is of a picture that begins here, and the picture.
fn embedded(rest: &str) -> Option<(usize, Vec<u8>)> {
    const LONGEST_TYPE: usize = 100;
    if !starts_with(rest, "data:image/") {
        return None;
    }
    let comma = rest
        .bytes()
        .take(LONGEST_TYPE)
        .position(|byte| byte == b',')?;
    let data = &rest[comma + 1..];
    let ends = |character: char| {
        !(character.is_ascii_alphanumeric()
            || character.is_ascii_whitespace()
            || "+/=".contains(character))
    };
    let length = comma + 1 + data.find(ends).unwrap_or(data.len());
    Some((length, picture::held(&rest[..length])?))
}

fn starts_with(text: &str, start: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= start.len() && bytes[..start.len()].eq_ignore_ascii_case(start.as_bytes())
}
