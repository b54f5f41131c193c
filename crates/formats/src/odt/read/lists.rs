//! The lists of a document: which sign or number stands before an item.

use std::collections::HashMap;

use crate::flow::{Item, Sign};
use crate::look::STEP;
use crate::xml::Element;

use super::points;

/// The styles of lists, and how far each has counted at each level.
#[derive(Default)]
pub(super) struct Lists {
    levels: HashMap<Place, Level>,
    counts: HashMap<Place, u32>,
}

/// A level, from 0, of the style of this name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Place {
    pub(super) style: String,
    pub(super) level: usize,
}

struct Level {
    sign: Sign,
    start: u32,
    indent: Option<f64>,
}

impl Lists {
    pub(super) fn of(roots: &[&Element]) -> Self {
        let mut lists = Self::default();
        let groups = ["office:styles", "office:automatic-styles"];
        let styles = roots
            .iter()
            .flat_map(|root| groups.into_iter().filter_map(|group| root.child(group)))
            .flat_map(|group| group.all("text:list-style"));
        for style in styles {
            let name = style.attribute("style:name").unwrap_or_default();
            for element in style.elements() {
                let index = element
                    .attribute("text:level")
                    .and_then(|level| level.parse().ok());
                if let Some(index @ 1..=10) = index {
                    let place = Place {
                        style: name.to_owned(),
                        level: index - 1,
                    };
                    lists.levels.insert(place, level(element));
                }
            }
        }
        lists
    }

    /// A list that does not go on with what was counted before begins here.
    pub(super) fn begin(&mut self, place: &Place) {
        self.counts.remove(place);
    }

    /// The item that comes next; `said` is the number that it says itself.
    pub(super) fn next(&mut self, place: &Place, said: Option<u32>) -> Item {
        let indent = self.indent(place);
        let sign = match self.levels.get(place) {
            Some(Level {
                sign: Sign::Number(_),
                start,
                ..
            }) => {
                let before = self.counts.get(place);
                let next = before.map_or(*start, |before| before.saturating_add(1));
                let number = said.unwrap_or(next);
                self.counts.insert(place.clone(), number);
                Sign::Number(number)
            }
            Some(level) => level.sign,
            None => Sign::Bullet,
        };
        Item {
            sign,
            level: place.level,
            indent,
        }
    }

    /// How far in the text of an item stands.
    pub(super) fn indent(&self, place: &Place) -> f64 {
        let said = self.levels.get(place).and_then(|level| level.indent);
        said.unwrap_or(STEP * (place.level + 1) as f64)
    }
}

fn level(element: &Element) -> Level {
    let attribute = |name| element.attribute(name).unwrap_or_default();
    let sign = match &*element.name {
        "text:list-level-style-bullet" => Sign::of_bullet(attribute("text:bullet-char")),
        "text:list-level-style-image" => Sign::Bullet,
        _ if attribute("style:num-format").is_empty() => Sign::Nothing,
        _ => Sign::Number(1),
    };
    Level {
        sign,
        start: attribute("text:start-value").parse().unwrap_or(1),
        indent: element
            .child("style:list-level-properties")
            .and_then(indent),
    }
}

fn indent(properties: &Element) -> Option<f64> {
    let measure = |element: &Element, name| element.attribute(name).and_then(points);
    if let Some(label) = properties.child("style:list-level-label-alignment") {
        return measure(label, "fo:margin-left");
    }
    let before = measure(properties, "text:space-before");
    let width = measure(properties, "text:min-label-width")?;
    Some(before.unwrap_or(0.0) + width)
}
