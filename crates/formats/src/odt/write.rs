//! The parts of an ODT file and how they hang together.

mod automatic;
mod body;
mod lists;
mod styles;
mod table;
mod text;

use std::collections::BTreeSet;

use crate::archive::{Entry, pack};
use crate::look::locale;
use crate::xml::{Element, tag};
use crate::{Error, Page};

use super::MEDIA_TYPE;
use automatic::Automatic;

const OASIS: &str = "urn:oasis:names:tc:opendocument:xmlns";

/// What the text refers to.
#[derive(Default)]
struct Parts {
    automatic: Automatic,
    pictures: Vec<Picture>,
    languages: BTreeSet<String>,
}

struct Picture {
    file: Entry,
    media_type: &'static str,
}

impl Parts {
    /// The name of the file with these bytes.
    fn picture(&mut self, figure: &crate::figure::Figure<'_>) -> String {
        let known = self
            .pictures
            .iter()
            .find(|picture| picture.file.bytes == figure.bytes);
        if let Some(picture) = known {
            return picture.file.name.clone();
        }
        let number = self.pictures.len() + 1;
        let name = format!("Pictures/image{number}.{}", figure.format.extension);
        self.pictures.push(Picture {
            file: Entry {
                name: name.clone(),
                bytes: figure.bytes.to_vec(),
            },
            media_type: figure.format.media_type,
        });
        name
    }
}

pub(super) fn file(page: &Page) -> Result<Vec<u8>, Error> {
    let mut parts = Parts::default();
    let content = body::content(page, &mut parts);
    let file = |name: &str, bytes: Vec<u8>| Entry {
        name: name.to_owned(),
        bytes,
    };
    let mut files = vec![
        file("mimetype", MEDIA_TYPE.as_bytes().to_vec()),
        file("META-INF/manifest.xml", manifest(&parts).into_file()),
        file("meta.xml", properties(page).into_file()),
        file(
            "styles.xml",
            styles::styles(page, &parts.languages).into_file(),
        ),
        file("content.xml", content.into_file()),
    ];
    files.extend(parts.pictures.into_iter().map(|picture| picture.file));
    pack(files)
}

fn manifest(parts: &Parts) -> Element {
    let entry = |path: &str, media_type: &str| {
        tag("manifest:file-entry")
            .attr("manifest:full-path", path)
            .attr("manifest:media-type", media_type)
    };
    let pictures = parts
        .pictures
        .iter()
        .map(|picture| entry(&picture.file.name, picture.media_type));
    tag("manifest:manifest")
        .attr("xmlns:manifest", format!("{OASIS}:manifest:1.0"))
        .attr("manifest:version", "1.3")
        .with(entry("/", MEDIA_TYPE).attr("manifest:version", "1.3"))
        .with_all(["meta.xml", "styles.xml", "content.xml"].map(|path| entry(path, "text/xml")))
        .with_all(pictures)
}

fn properties(page: &Page) -> Element {
    root("office:document-meta").with(
        tag("office:meta")
            .with(tag("dc:title").with_text(&*page.title))
            .with(tag("dc:language").with_text(locale(&page.language))),
    )
}

/// The root of a part, with all names that parts use.
fn root(name: &'static str) -> Element {
    tag(name)
        .attr("xmlns:office", format!("{OASIS}:office:1.0"))
        .attr("xmlns:style", format!("{OASIS}:style:1.0"))
        .attr("xmlns:text", format!("{OASIS}:text:1.0"))
        .attr("xmlns:table", format!("{OASIS}:table:1.0"))
        .attr("xmlns:draw", format!("{OASIS}:drawing:1.0"))
        .attr("xmlns:fo", format!("{OASIS}:xsl-fo-compatible:1.0"))
        .attr("xmlns:svg", format!("{OASIS}:svg-compatible:1.0"))
        .attr("xmlns:meta", format!("{OASIS}:meta:1.0"))
        .attr("xmlns:xlink", "http://www.w3.org/1999/xlink")
        .attr("xmlns:dc", "http://purl.org/dc/elements/1.1/")
        .attr("office:version", "1.3")
}

/// A measure in points.
fn points(points: f64) -> String {
    format!("{points:.2}pt")
}

/// The name of a style as XML can hold it: what is no letter or digit by its number.
fn encoded(name: &str) -> String {
    name.chars()
        .map(|character| match character.is_ascii_alphanumeric() {
            true => character.to_string(),
            false => format!("_{:x}_", u32::from(character)),
        })
        .collect()
}
