//! Styles without a name of their own, made where something looks different from the style it has.

use std::collections::HashMap;

use crate::xml::{Element, tag};

/// All of them that a document needs, each once.
#[derive(Default)]
pub(super) struct Automatic {
    numbers: HashMap<Look, usize>,
}

/// What a style says.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct Look {
    /// What it is for: `paragraph`, `text`, `table`, …
    pub(super) family: &'static str,
    /// The style that it is based on; none if empty.
    pub(super) parent: String,
    pub(super) properties: Vec<Element>,
}

impl Automatic {
    /// The name of the style that says this; that of its parent if it says nothing.
    pub(super) fn name(&mut self, look: Look) -> String {
        if look.properties.is_empty() && !look.parent.is_empty() {
            return look.parent;
        }
        let next = self.numbers.len() + 1;
        format!("A{}", self.numbers.entry(look).or_insert(next))
    }

    pub(super) fn into_element(self) -> Element {
        let mut styles: Vec<(Look, usize)> = self.numbers.into_iter().collect();
        styles.sort_by_key(|(_, number)| *number);
        let styles = styles.into_iter().map(|(look, number)| {
            let Look {
                family,
                parent,
                properties,
            } = look;
            let element = tag("style:style")
                .attr("style:name", format!("A{number}"))
                .attr("style:family", family);
            let element = match parent.is_empty() {
                true => element,
                false => element.attr("style:parent-style-name", parent),
            };
            element.with_all(properties)
        });
        tag("office:automatic-styles").with_all(styles)
    }
}
