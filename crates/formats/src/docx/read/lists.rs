//! The lists of a document: which sign or number stands before an item.

use std::collections::HashMap;

use crate::flow::{Item, Sign};
use crate::xml::Element;

use super::styles::{Listed, indent};
use super::value_of;

const LEVELS: usize = 9;

/// All lists of a document, and how far each has counted.
#[derive(Default)]
pub(super) struct Lists {
    looks: HashMap<String, [Level; LEVELS]>,
    lists: HashMap<String, List>,
    counts: HashMap<Counter, [Option<u32>; LEVELS]>,
}

/// What counts.
#[derive(PartialEq, Eq, Hash)]
enum Counter {
    Look(String),
    List(String),
}

#[derive(Clone, Default)]
struct Level {
    format: String,
    text: String,
    start: u32,
    indent: f64,
}

#[derive(Default)]
struct List {
    look: String,
    /// Taken once each, when the list first comes to this level.
    starts: [Option<u32>; LEVELS],
    levels: HashMap<usize, Level>,
}

impl Lists {
    pub(super) fn of(root: Option<Element>) -> Self {
        let mut lists = Self::default();
        let Some(root) = root else {
            return lists;
        };
        // Some looks only name the style whose list they look like.
        let shared: HashMap<&str, &Element> = root
            .all("w:abstractNum")
            .filter_map(|look| Some((value_of(look, "w:styleLink")?, look)))
            .collect();
        for look in root.all("w:abstractNum") {
            let linked = value_of(look, "w:numStyleLink").and_then(|style| shared.get(style));
            if let Some(id) = look.attribute("w:abstractNumId") {
                let levels = levels(linked.copied().unwrap_or(look));
                lists.looks.insert(id.to_owned(), levels);
            }
        }
        for element in root.all("w:num") {
            if let Some(id) = element.attribute("w:numId") {
                lists.lists.insert(id.to_owned(), list(element));
            }
        }
        lists
    }

    /// The item that comes next in a list; none if the paragraph is in none.
    pub(super) fn next(&mut self, listed: &Listed) -> Option<Item> {
        let id = listed.list.as_deref()?;
        let list = self.lists.get_mut(id)?;
        let level = listed.level.unwrap_or(0).min(LEVELS - 1);
        let look = list
            .levels
            .get(&level)
            .or_else(|| Some(&self.looks.get(&list.look)?[level]))?;
        // Lists that look alike count together; one with looks of its own counts for itself.
        let counter = match list.levels.is_empty() {
            true => Counter::Look(list.look.clone()),
            false => Counter::List(id.to_owned()),
        };
        let counts = self.counts.entry(counter).or_default();
        let number = match (list.starts[level].take(), counts[level]) {
            (Some(start), _) => start,
            (None, Some(before)) => before.saturating_add(1),
            (None, None) => look.start,
        };
        counts[level] = Some(number);
        counts[level + 1..].fill(None);
        Some(Item {
            sign: sign(look, number),
            level,
            indent: look.indent,
        })
    }
}

fn sign(level: &Level, number: u32) -> Sign {
    match level.format.as_str() {
        "bullet" => Sign::of_bullet(&level.text),
        "none" => Sign::Nothing,
        _ if level.text.is_empty() => Sign::Nothing,
        _ => Sign::Number(number),
    }
}

fn levels(look: &Element) -> [Level; LEVELS] {
    let mut levels: [Level; LEVELS] = Default::default();
    for element in look.all("w:lvl") {
        if let Some(slot) = index(element).and_then(|index| levels.get_mut(index)) {
            *slot = level(element);
        }
    }
    levels
}

fn list(element: &Element) -> List {
    let mut list = List {
        look: value_of(element, "w:abstractNumId")
            .unwrap_or_default()
            .to_owned(),
        ..List::default()
    };
    for change in element.all("w:lvlOverride") {
        let Some(index) = index(change) else {
            continue;
        };
        list.starts[index] =
            value_of(change, "w:startOverride").and_then(|start| start.parse().ok());
        if let Some(own) = change.child("w:lvl") {
            list.levels.insert(index, level(own));
        }
    }
    list
}

fn index(element: &Element) -> Option<usize> {
    let index = element.attribute("w:ilvl")?.parse().ok()?;
    (index < LEVELS).then_some(index)
}

fn level(element: &Element) -> Level {
    let text = |name| value_of(element, name).unwrap_or_default();
    Level {
        format: match text("w:numFmt") {
            "" => "decimal",
            format => format,
        }
        .to_owned(),
        text: text("w:lvlText").to_owned(),
        start: text("w:start").parse().unwrap_or(1),
        indent: element.child("w:pPr").and_then(indent).unwrap_or(0.0),
    }
}
