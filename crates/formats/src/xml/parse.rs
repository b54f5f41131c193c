//! Reading a tree from bytes that anybody may have made.

use std::borrow::Cow;
use std::fmt;

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

use super::{Attribute, Element, Node};
use crate::Error;

/// The largest file, the most elements and the deepest nesting that are taken in. A page of 100,000 blocks stays below.
const LARGEST: usize = 128 << 20;
const MOST_ELEMENTS: usize = 3_000_000;
const DEEPEST: usize = 250;
/// Nobody writes more attributes on an element.
const MOST_ATTRIBUTES: usize = 500;

const WHAT: &str = "an XML file";

/// The namespaces that are known here with the prefix that their names have here. Those of ISO's "strict" files and those
/// of everybody else differ; their names do not.
const NAMESPACES: [(&str, &str); 34] = [
    (
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "w",
    ),
    ("http://purl.oclc.org/ooxml/wordprocessingml/main", "w"),
    (
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "r",
    ),
    (
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
        "r",
    ),
    (
        "http://schemas.openxmlformats.org/package/2006/relationships",
        "rel",
    ),
    ("http://schemas.openxmlformats.org/drawingml/2006/main", "a"),
    ("http://purl.oclc.org/ooxml/drawingml/main", "a"),
    (
        "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "pic",
    ),
    ("http://purl.oclc.org/ooxml/drawingml/picture", "pic"),
    (
        "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wp",
    ),
    (
        "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing",
        "wp",
    ),
    (
        "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "mc",
    ),
    (
        "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "m",
    ),
    ("http://purl.oclc.org/ooxml/officeDocument/math", "m"),
    (
        "http://schemas.microsoft.com/office/word/2010/wordml",
        "w14",
    ),
    (
        "http://schemas.microsoft.com/office/drawing/2016/SVG/main",
        "asvg",
    ),
    ("urn:schemas-microsoft-com:vml", "v"),
    ("urn:schemas-microsoft-com:office:office", "o"),
    (
        "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
        "cp",
    ),
    ("http://purl.org/dc/elements/1.1/", "dc"),
    ("urn:oasis:names:tc:opendocument:xmlns:office:1.0", "office"),
    ("urn:oasis:names:tc:opendocument:xmlns:meta:1.0", "meta"),
    ("urn:oasis:names:tc:opendocument:xmlns:style:1.0", "style"),
    ("urn:oasis:names:tc:opendocument:xmlns:text:1.0", "text"),
    ("urn:oasis:names:tc:opendocument:xmlns:table:1.0", "table"),
    ("urn:oasis:names:tc:opendocument:xmlns:drawing:1.0", "draw"),
    (
        "urn:oasis:names:tc:opendocument:xmlns:presentation:1.0",
        "presentation",
    ),
    (
        "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
        "fo",
    ),
    (
        "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
        "svg",
    ),
    (
        "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0",
        "manifest",
    ),
    ("http://www.w3.org/1999/xlink", "xlink"),
    ("http://www.w3.org/1998/Math/MathML", "math"),
    ("http://www.w3.org/XML/1998/namespace", "xml"),
    ("http://www.w3.org/2000/svg", ""),
];

/// The root element of a file.
pub(crate) fn parse(bytes: &[u8]) -> Result<Element, Error> {
    if bytes.len() > LARGEST {
        return Err(too_large());
    }
    let text = std::str::from_utf8(bytes).map_err(unreadable)?;
    let mut reader = NsReader::from_str(text.trim_start_matches('\u{feff}'));
    let mut tree = Tree::default();
    loop {
        match reader.read_event().map_err(unreadable)? {
            Event::Start(start) => tree.open(element(&reader, &start)?)?,
            Event::Empty(start) => {
                tree.open(element(&reader, &start)?)?;
                tree.close();
            }
            Event::End(_) => tree.close(),
            Event::Text(text) => tree.text(&text.xml10_content()),
            Event::CData(text) => tree.text(&text.xml10_content()),
            Event::GeneralRef(reference) => tree.text(&character(&reference)?),
            Event::Eof => break,
            Event::Decl(_) | Event::PI(_) | Event::DocType(_) | Event::Comment(_) => {}
        }
    }
    if tree.open.is_empty() {
        tree.root.ok_or_else(|| unreadable(Broken))
    } else {
        Err(unreadable(Broken))
    }
}

/// Ends before its elements do, or has none.
#[derive(Debug)]
struct Broken;

impl fmt::Display for Broken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("it breaks off")
    }
}

impl std::error::Error for Broken {}

/// The elements that are open, from the root.
#[derive(Default)]
struct Tree {
    open: Vec<Element>,
    root: Option<Element>,
    count: usize,
}

impl Tree {
    fn open(&mut self, element: Element) -> Result<(), Error> {
        self.count += 1;
        if self.open.len() >= DEEPEST || self.count > MOST_ELEMENTS {
            return Err(too_large());
        }
        self.open.push(element);
        Ok(())
    }

    fn close(&mut self) {
        let Some(element) = self.open.pop() else {
            return;
        };
        match self.open.last_mut() {
            Some(parent) => parent.children.push(Node::Element(element)),
            None => self.root = self.root.take().or(Some(element)),
        }
    }

    fn text(&mut self, text: &str) {
        let Some(parent) = self.open.last_mut() else {
            return;
        };
        match parent.children.last_mut() {
            Some(Node::Text(before)) => before.push_str(text),
            _ => parent.children.push(Node::Text(text.to_owned())),
        }
    }
}

fn element(reader: &NsReader<&[u8]>, start: &BytesStart<'_>) -> Result<Element, Error> {
    let (namespace, name) = reader.resolver().resolve_element(start.name());
    let mut element = Element {
        name: named(&namespace, name.as_ref(), start.name().as_ref()),
        ..Element::default()
    };
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute.map_err(unreadable)?;
        if attribute.key.as_namespace_binding().is_some() {
            continue;
        }
        if element.attributes.len() >= MOST_ATTRIBUTES {
            return Err(too_large());
        }
        let (namespace, name) = reader.resolver().resolve_attribute(attribute.key);
        element.attributes.push(Attribute {
            name: named(&namespace, name.as_ref(), attribute.key.as_ref()),
            value: attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(unreadable)?
                .into_owned(),
        });
    }
    Ok(element)
}

fn named(namespace: &ResolveResult<'_>, local: &str, whole: &str) -> Cow<'static, str> {
    let known = match namespace {
        ResolveResult::Bound(bound) => NAMESPACES.iter().find(|(address, _)| *address == bound.0),
        ResolveResult::Unbound | ResolveResult::Unknown(_) => None,
    };
    Cow::Owned(match known {
        Some((_, "")) => local.to_owned(),
        Some((_, prefix)) => format!("{prefix}:{local}"),
        None => whole.to_owned(),
    })
}

/// What a reference stands for; nothing for entities that the file defines itself.
fn character(reference: &BytesRef<'_>) -> Result<String, Error> {
    Ok(match reference.resolve_char_ref().map_err(unreadable)? {
        Some(character) => character.to_string(),
        None => resolve_xml_entity(reference).unwrap_or_default().to_owned(),
    })
}

fn too_large() -> Error {
    Error::TooLarge { what: WHAT }
}

fn unreadable(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::Unreadable {
        what: WHAT,
        source: source.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_by_their_namespace() {
        let file = br#"<n:document xmlns:n="http://purl.oclc.org/ooxml/wordprocessingml/main"
            xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><n:p n:val="1" other="2"/><Relationship/></n:document>"#;
        let root = parse(file).unwrap();
        assert_eq!(root.name, "w:document");
        let paragraph = root.child("w:p").unwrap();
        assert_eq!(paragraph.attribute("w:val"), Some("1"));
        assert_eq!(paragraph.attribute("other"), Some("2"));
        assert!(root.child("rel:Relationship").is_some());
    }

    #[test]
    fn a_bomb_of_entities_has_nothing_in_it() {
        let file = br#"<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>
            <x>1&b;&c;2</x>"#;
        assert_eq!(parse(file).unwrap().text(), "12");
    }

    #[test]
    fn what_breaks_off_or_nests_without_end_is_refused() {
        let deep = "<a>".repeat(100_000);
        for file in [
            "",
            "text",
            "<a><b></b>",
            "<a></b>",
            "<a b=>",
            "<a>&#x0;</a>",
            &deep,
        ] {
            assert!(parse(file.as_bytes()).is_err(), "{file:.20}");
        }
    }
}
