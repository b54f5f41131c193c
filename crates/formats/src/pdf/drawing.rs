//! Drawings (SVG). What reads them follows links inside them from one to the next, so that a small hostile one could
//! take down the program; here it is looked through first, without recursion.
//!
//! It promises that a drawing which it gives is set without an error, because it has been: alone on a page of its own.

use std::collections::HashSet;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use roxmltree::{Document, Node, ParsingOptions};
use typst::foundations::{Bytes, IntoValue, array, dict};

use super::album::{Picture, pixels};
use super::fonts::Fonts;
use super::paper;

const LARGEST: usize = 4 * 1024 * 1024;
const MOST_NODES: u32 = 200_000;
const DEEPEST: usize = 100;

/// How many links may stand in something that is itself linked to, and so how long a chain of links may be.
const MOST_CHAINED: usize = 200;

/// The drawing in these bytes, if it can be set.
pub(super) fn drawing(bytes: &[u8], fonts: &Fonts) -> Option<Picture> {
    let text = std::str::from_utf8(bytes).ok()?;
    if text.len() > LARGEST || !is_harmless(text) {
        return None;
    }
    let image = typst::visualize::SvgImage::new(Bytes::new(bytes.to_vec())).ok()?;
    let picture = Picture {
        bytes: image.data().clone(),
        format: "svg",
        wide: image.width(),
        high: image.height(),
    };
    let alone = dict! {
        "kind" => "image", "width" => 100.0, "bytes" => picture.bytes.clone(), "format" => "svg", "alt" => "x",
        "caption" => "",
    };
    let page = dict! { "name" => "x", "title" => "", "language" => "en", "blocks" => array![alone.into_value()] };
    paper::print(page, fonts).ok().map(|_| picture)
}

fn is_harmless(text: &str) -> bool {
    let options = ParsingOptions {
        nodes_limit: MOST_NODES,
        ..ParsingOptions::default()
    };
    let Ok(drawing) = Document::parse_with_options(text, options) else {
        return false;
    };
    let linked: HashSet<&str> = drawing.descendants().flat_map(links).collect();
    let chained = drawing
        .descendants()
        .filter(|node| links(*node).next().is_some() && is_in(*node, &linked))
        .count();
    chained <= MOST_CHAINED
        && is_flat(&drawing)
        && drawing
            .descendants()
            .all(|node| embeds_little(node) && !is_costly(node))
}

/// Filters are counted out pixel by pixel: a line of text can ask for minutes of it.
fn is_costly(node: Node<'_, '_>) -> bool {
    node.tag_name().name() == "filter"
}

fn is_flat(drawing: &Document<'_>) -> bool {
    let mut open = vec![(drawing.root(), 0)];
    while let Some((node, depth)) = open.pop() {
        if depth > DEEPEST {
            return false;
        }
        open.extend(node.children().map(|child| (child, depth + 1)));
    }
    true
}

/// The ids that a node leads to.
fn links<'a>(node: Node<'a, 'a>) -> impl Iterator<Item = &'a str> {
    let attributes = node.attributes().map(|attribute| attribute.value());
    attributes
        .chain(node.text())
        .flat_map(|value| value.split('#').skip(1))
        .map(|after| {
            after
                .split([')', '"', '\'', ' ', ';'])
                .next()
                .unwrap_or(after)
        })
}

fn is_in(node: Node<'_, '_>, linked: &HashSet<&str>) -> bool {
    node.ancestors()
        .filter_map(|around| around.attribute("id"))
        .any(|id| linked.contains(id))
}

/// Whether what is packed into a node is at most a picture of a good size: a drawing in it would not be looked through.
fn embeds_little(node: Node<'_, '_>) -> bool {
    node.attributes()
        .filter_map(|attribute| attribute.value().trim().strip_prefix("data:"))
        .all(|data| match data.split_once(";base64,") {
            Some((
                "image/png" | "image/jpeg" | "image/jpg" | "image/gif" | "image/webp",
                packed,
            )) => {
                let packed: String = packed.split_whitespace().collect();
                STANDARD
                    .decode(packed)
                    .is_ok_and(|bytes| pixels(&bytes).is_some())
            }
            _ => false,
        })
}
