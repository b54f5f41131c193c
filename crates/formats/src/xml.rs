//! XML as a tree of elements, written and read: what the files of word processors consist of.
//!
//! It promises that what it writes is well formed, whatever characters it is given, and that reading is bounded in size,
//! depth and number of elements. Names are read by their namespace, so a file may call its prefixes what it likes. It
//! deliberately knows no entities but XML's own five, and no document type.

mod parse;

use std::borrow::Cow;

pub(crate) use parse::parse;

/// An element: `<name attribute="value">children</name>`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Element {
    pub(crate) name: Cow<'static, str>,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) children: Vec<Node>,
}

/// A name with its value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Attribute {
    name: Cow<'static, str>,
    value: String,
}

/// What stands in an element.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Node {
    Element(Element),
    Text(String),
}

/// One that says nothing, for where one is missing.
pub(crate) static EMPTY: Element = Element {
    name: Cow::Borrowed(""),
    attributes: Vec::new(),
    children: Vec::new(),
};

/// An element without anything in it, to be completed by [`Element::with`] and its like.
pub(crate) fn tag(name: &'static str) -> Element {
    Element {
        name: Cow::Borrowed(name),
        ..Element::default()
    }
}

impl Element {
    /// With this attribute.
    pub(crate) fn attr(mut self, name: &'static str, value: impl ToString) -> Self {
        self.attributes.push(Attribute {
            name: Cow::Borrowed(name),
            value: value.to_string(),
        });
        self
    }

    /// With this element at the end of it.
    pub(crate) fn with(mut self, child: Element) -> Self {
        self.children.push(Node::Element(child));
        self
    }

    /// With these elements at the end of it.
    pub(crate) fn with_all(mut self, children: impl IntoIterator<Item = Element>) -> Self {
        self.children
            .extend(children.into_iter().map(Node::Element));
        self
    }

    /// With this text at the end of it.
    pub(crate) fn with_text(mut self, text: impl Into<String>) -> Self {
        self.children.push(Node::Text(text.into()));
        self
    }

    /// The value of an attribute.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|attribute| attribute.name == name)
            .map(|attribute| attribute.value.as_str())
    }

    /// The elements right under it.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The elements of this name right under it.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements().filter(move |element| element.name == name)
    }

    /// The first element of this name right under it.
    pub(crate) fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }

    /// The first element of this name anywhere under it, from the top.
    pub(crate) fn descendant(&self, name: &str) -> Option<&Element> {
        let mut open: Vec<&Element> = vec![self];
        while let Some(element) = open.pop() {
            if element.name == name {
                return Some(element);
            }
            let under = open.len();
            open.extend(element.elements());
            open[under..].reverse();
        }
        None
    }

    /// All text in it.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        self.gather(&mut text);
        text
    }

    /// A whole file, with this element as its root.
    pub(crate) fn into_file(self) -> Vec<u8> {
        let mut file =
            String::from("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
        self.print(&mut file);
        file.into_bytes()
    }

    fn gather(&self, to: &mut String) {
        for node in &self.children {
            match node {
                Node::Element(element) => element.gather(to),
                Node::Text(text) => to.push_str(text),
            }
        }
    }

    fn print(&self, to: &mut String) {
        to.push('<');
        to.push_str(&self.name);
        for attribute in &self.attributes {
            to.push(' ');
            to.push_str(&attribute.name);
            to.push_str("=\"");
            print_value(&attribute.value, to);
            to.push('"');
        }
        if self.children.is_empty() {
            to.push_str("/>");
            return;
        }
        to.push('>');
        for node in &self.children {
            match node {
                Node::Element(element) => element.print(to),
                Node::Text(text) => print_text(text, to),
            }
        }
        to.push_str("</");
        to.push_str(&self.name);
        to.push('>');
    }
}

fn print_text(text: &str, to: &mut String) {
    to.push_str(&quick_xml::escape::escape(allowed(text)));
}

/// Line breaks and tabs as references: plain ones are read as spaces in an attribute.
fn print_value(value: &str, to: &mut String) {
    for part in value.split_inclusive(['\n', '\t']) {
        let plain = part.trim_end_matches(['\n', '\t']);
        print_text(plain, to);
        match &part[plain.len()..] {
            "\n" => to.push_str("&#10;"),
            "\t" => to.push_str("&#9;"),
            _ => {}
        }
    }
}

/// The text without the characters that XML cannot hold at all.
fn allowed(text: &str) -> Cow<'_, str> {
    let forbidden = |character: char| matches!(character, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    if text.contains(forbidden) {
        Cow::Owned(text.replace(forbidden, ""))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_and_any_value_are_read_as_they_were_written() {
        let text = " a < b & \"c\" > 'd'\u{a0}\r\n\t]]> ü😀 ";
        let root = tag("x").attr("y", text).with(tag("z").with_text(text));
        let read = parse(&root.into_file()).unwrap();
        assert_eq!(read.attribute("y"), Some(text));
        assert_eq!(read.child("z").unwrap().text(), text);
    }

    #[test]
    fn what_xml_cannot_hold_is_left_out() {
        let root = tag("x").with_text("a\u{0}\u{b}\u{1f}\u{ffff}b");
        assert_eq!(parse(&root.into_file()).unwrap().text(), "ab");
    }

    #[test]
    fn a_descendant_is_the_first_from_the_top() {
        let root = tag("x")
            .with(tag("a").with(tag("b").attr("n", 1)))
            .with(tag("b").attr("n", 2));
        let found = root.descendant("b").and_then(|b| b.attribute("n"));
        assert_eq!(found, Some("1"));
    }
}
