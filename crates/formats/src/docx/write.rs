//! The parts of a DOCX file and how they hang together.

mod body;
mod lists;
mod styles;
mod table;
mod text;

use std::collections::HashMap;

use crate::archive::{Entry, pack};
use crate::look::locale;
use crate::xml::{Element, tag};
use crate::{Error, Page};

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// What the text refers to in other parts of the file.
#[derive(Default)]
struct Parts {
    links: Known,
    pictures: Vec<Entry>,
    lists: lists::Lists,
    languages: Known,
}

/// Texts in the order in which they came, each once.
#[derive(Default)]
struct Known {
    texts: Vec<String>,
    places: HashMap<String, usize>,
}

impl Known {
    fn place(&mut self, text: &str) -> usize {
        if let Some(place) = self.places.get(text) {
            return *place;
        }
        self.texts.push(text.to_owned());
        self.places.insert(text.to_owned(), self.texts.len() - 1);
        self.texts.len() - 1
    }
}

impl Parts {
    /// The name by which the text refers to this address.
    fn link(&mut self, address: &str) -> String {
        let index = self.links.place(address);
        format!("link{index}")
    }

    /// The name by which the text refers to this picture.
    fn picture(&mut self, bytes: &[u8], extension: &str) -> String {
        let known = self
            .pictures
            .iter()
            .position(|picture| picture.bytes == bytes);
        let index = known.unwrap_or_else(|| {
            self.pictures.push(Entry {
                name: format!("media/image{}.{extension}", self.pictures.len() + 1),
                bytes: bytes.to_vec(),
            });
            self.pictures.len() - 1
        });
        format!("picture{index}")
    }

    /// The style of program text in this language.
    fn code_style(&mut self, language: &str) -> String {
        if language.is_empty() {
            return styles::CODE.to_owned();
        }
        let index = self.languages.place(language);
        styles::code(index)
    }
}

pub(super) fn file(page: &Page) -> Result<Vec<u8>, Error> {
    let mut parts = Parts::default();
    let document = body::document(page, &mut parts);
    let file = |name: &str, root: Element| Entry {
        name: name.to_owned(),
        bytes: root.into_file(),
    };
    let mut files = vec![
        file("[Content_Types].xml", content_types()),
        file("_rels/.rels", root_relations()),
        file("docProps/core.xml", properties(page)),
        file("word/document.xml", document),
        file("word/_rels/document.xml.rels", relations(&parts)),
        file(
            "word/styles.xml",
            styles::styles(page, &parts.languages.texts),
        ),
        file("word/numbering.xml", parts.lists.numbering()),
        file("word/settings.xml", settings(page)),
    ];
    files.extend(parts.pictures.into_iter().map(|picture| Entry {
        name: format!("word/{}", picture.name),
        ..picture
    }));
    pack(files)
}

fn content_types() -> Element {
    let defaults = [
        (
            "rels",
            "application/vnd.openxmlformats-package.relationships+xml",
        ),
        ("xml", "application/xml"),
        ("png", "image/png"),
        ("jpg", "image/jpeg"),
        ("gif", "image/gif"),
        ("bmp", "image/bmp"),
    ];
    let parts = ["document.main", "styles", "numbering", "settings"];
    let part = |name: &str, kind: &str| {
        tag("Override")
            .attr("PartName", name)
            .attr("ContentType", kind)
    };
    tag("Types")
        .attr("xmlns", format!("{PACKAGE}/content-types"))
        .with_all(defaults.map(|(extension, kind)| {
            tag("Default")
                .attr("Extension", extension)
                .attr("ContentType", kind)
        }))
        .with_all(parts.map(|name| {
            let file = name.trim_end_matches(".main");
            part(&format!("/word/{file}.xml"), &format!("{WORD}.{name}+xml"))
        }))
        .with(part(
            "/docProps/core.xml",
            "application/vnd.openxmlformats-package.core-properties+xml",
        ))
}

fn root_relations() -> Element {
    relationships()
        .with(relation(
            "document",
            format!("{OFFICE}/officeDocument"),
            "word/document.xml",
        ))
        .with(relation(
            "properties",
            format!("{PACKAGE}/relationships/metadata/core-properties"),
            "docProps/core.xml",
        ))
}

fn relations(parts: &Parts) -> Element {
    let fixed = ["styles", "numbering", "settings"]
        .map(|kind| relation(kind, format!("{OFFICE}/{kind}"), &format!("{kind}.xml")));
    let pictures = parts.pictures.iter().enumerate().map(|(index, picture)| {
        relation(
            &format!("picture{index}"),
            format!("{OFFICE}/image"),
            &picture.name,
        )
    });
    let links = parts
        .links
        .texts
        .iter()
        .enumerate()
        .map(|(index, address)| {
            relation(
                &format!("link{index}"),
                format!("{OFFICE}/hyperlink"),
                address,
            )
            .attr("TargetMode", "External")
        });
    relationships()
        .with_all(fixed)
        .with_all(pictures)
        .with_all(links)
}

fn relationships() -> Element {
    tag("Relationships").attr("xmlns", format!("{PACKAGE}/relationships"))
}

fn relation(id: &str, kind: String, target: &str) -> Element {
    tag("Relationship")
        .attr("Id", id)
        .attr("Type", kind)
        .attr("Target", target)
}

fn properties(page: &Page) -> Element {
    tag("cp:coreProperties")
        .attr("xmlns:cp", format!("{PACKAGE}/metadata/core-properties"))
        .attr("xmlns:dc", "http://purl.org/dc/elements/1.1/")
        .with(tag("dc:title").with_text(&*page.title))
        .with(tag("dc:language").with_text(locale(&page.language)))
}

/// Without the mode of compatibility Word opens a file as one of 2007.
fn settings(page: &Page) -> Element {
    let mode = tag("w:compatSetting")
        .attr("w:name", "compatibilityMode")
        .attr("w:uri", "http://schemas.microsoft.com/office/word")
        .attr("w:val", 15);
    tag("w:settings")
        .attr("xmlns:w", MAIN)
        .with(tag("w:zoom").attr("w:percent", 100))
        .with(tag("w:defaultTabStop").attr("w:val", 420))
        .with(tag("w:characterSpacingControl").attr("w:val", "doNotCompress"))
        .with(tag("w:compat").with(mode))
        .with(tag("w:themeFontLang").attr("w:val", locale(&page.language)))
        .with(tag("w:decimalSymbol").attr("w:val", ","))
        .with(tag("w:listSeparator").attr("w:val", ";"))
}

/// An element whose only word is its value.
fn value(name: &'static str, value: impl ToString) -> Element {
    tag(name).attr("w:val", value)
}

/// Points in twentieths, as most measures are.
fn twips(points: f64) -> i64 {
    (points * 20.0).round() as i64
}

fn unhashed(color: &str) -> &str {
    color.trim_start_matches('#')
}
