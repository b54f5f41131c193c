//! Lists in lists, put together item by item.

use crate::look::DEEPEST_LEVEL;
use crate::xml::{Element, Node, tag};

/// Which list an item is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct List {
    /// The name of its style.
    pub(super) style: &'static str,
    /// Tells it from others that look alike.
    pub(super) run: usize,
}

/// The lists that are open, the outermost first, and all that is finished.
#[derive(Default)]
pub(super) struct Flow {
    open: Vec<Open>,
    done: Vec<Element>,
}

/// A list that is open, and its last item.
struct Open {
    /// None for one that only makes those in it deeper.
    list: Option<List>,
    style: &'static str,
    items: Vec<Element>,
}

impl Flow {
    /// Adds an item at this level, counted from 0; `number` is the one that it bears in a numbered list.
    pub(super) fn item(&mut self, level: usize, list: List, number: Option<u32>) -> &mut Element {
        let level = level.min(DEEPEST_LEVEL);
        self.close(level + 1);
        if self.open.len() == level + 1 && self.open[level].list != Some(list) {
            self.close(level);
        }
        let mut item = tag("text:list-item");
        while self.open.len() <= level {
            let innermost = self.open.len() == level;
            self.open.push(Open {
                list: innermost.then_some(list),
                style: list.style,
                items: Vec::new(),
            });
            if !innermost {
                self.add(tag("text:list-item"));
            } else if let Some(number) = number.filter(|number| *number != 1) {
                item = item.attr("text:start-value", number);
            }
        }
        self.add(item);
        let items = self.open.last_mut().map(|open| &mut open.items);
        items
            .and_then(|items| items.last_mut())
            .expect("an item was added above")
    }

    /// Adds a paragraph that is in no list itself but may be in an item of one.
    pub(super) fn paragraph(&mut self, level: usize, element: Element) {
        self.close(level);
        while self.open.last().is_some_and(|open| open.list.is_none()) {
            self.close(self.open.len() - 1);
        }
        self.place(element);
    }

    /// Adds what may be in no list, such as a table.
    pub(super) fn alone(&mut self, element: Element) {
        self.close(0);
        self.done.push(element);
    }

    pub(super) fn finish(mut self) -> Vec<Element> {
        self.close(0);
        self.done
    }

    fn add(&mut self, item: Element) {
        if let Some(open) = self.open.last_mut() {
            open.items.push(item);
        }
    }

    /// Closes all but so many lists.
    fn close(&mut self, kept: usize) {
        while self.open.len() > kept {
            let Some(open) = self.open.pop() else {
                return;
            };
            let list = tag("text:list").attr("text:style-name", open.style);
            self.place(list.with_all(open.items));
        }
    }

    fn place(&mut self, element: Element) {
        match self.open.last_mut().and_then(|open| open.items.last_mut()) {
            Some(item) => item.children.push(Node::Element(element)),
            None => self.done.push(element),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BULLETS: List = List { style: "b", run: 0 };

    fn draw(element: &Element) -> String {
        let inside: String = element.elements().map(draw).collect();
        match &*element.name {
            "text:list" => format!("<{inside}>"),
            "text:list-item" => format!("({inside})"),
            name => name.to_owned(),
        }
    }

    fn check(build: impl FnOnce(&mut Flow), expected: &str) {
        let mut flow = Flow::default();
        build(&mut flow);
        let drawn: String = flow.finish().iter().map(draw).collect();
        assert_eq!(drawn, expected);
    }

    fn item(flow: &mut Flow, level: usize) {
        let item = flow.item(level, BULLETS, None);
        item.children.push(Node::Element(tag("i")));
    }

    #[test]
    fn items_stand_in_the_item_that_they_are_under() {
        check(
            |flow| {
                item(flow, 0);
                item(flow, 1);
                item(flow, 1);
                flow.paragraph(1, tag("p"));
                item(flow, 0);
                flow.paragraph(0, tag("q"));
            },
            "<(i<(i)(i)>p)(i)>q",
        );
    }

    #[test]
    fn lists_that_begin_deep_stand_in_empty_items() {
        check(
            |flow| {
                item(flow, 1);
                flow.paragraph(1, tag("p"));
            },
            "<(<(i)>)>p",
        );
    }

    #[test]
    fn a_table_ends_all_lists() {
        check(
            |flow| {
                item(flow, 0);
                flow.alone(tag("t"));
                item(flow, 0);
            },
            "<(i)>t<(i)>",
        );
    }
}
