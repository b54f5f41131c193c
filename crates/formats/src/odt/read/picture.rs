//! Pictures, and boxes of text that are drawn like pictures.

use crate::figure::{caption_of, said_width};
use crate::flow::{Part, add};
use crate::link::leading_out;
use crate::xml::{Element, parse};
use crate::{Block, Kind, Marks, Media, picture};

use super::{Reader, points};

impl<'a> Reader<'a> {
    /// Adds what a drawing shows: a box's text, a picture, or else what is said in its place.
    pub(super) fn drawing(&mut self, drawing: &'a Element, line: &mut Vec<Part>) {
        let before = line.len();
        match &*drawing.name {
            "draw:frame" => self.frame(drawing, line),
            "draw:g" | "draw:a" => {
                for child in drawing.elements() {
                    if child.name.starts_with("draw:") {
                        self.drawing(child, line);
                    }
                }
            }
            _ if is_rule(drawing) => line.push(Part::Rule),
            _ => self.boxed(drawing, line),
        }
        let said = alternative(drawing);
        if line.len() == before && !said.trim().is_empty() {
            add(line, &format!("[{}]", said.trim()), &Marks::default());
        }
    }

    fn frame(&mut self, frame: &'a Element, line: &mut Vec<Part>) {
        for text in frame.all("draw:text-box") {
            self.boxed(text, line);
        }
        // All of them show the same; one that browsers draw is best.
        let images: Vec<&Element> = frame.all("draw:image").collect();
        let best = images.iter().find(|image| self.is_drawn(image));
        let object = frame.child("draw:object");
        let chosen = best.or_else(|| images.first().filter(|_| object.is_none()));
        if let Some(formula) = object.and_then(|object| self.formula(object)) {
            add(line, &formula, &Marks::default());
        } else if let Some(image) = chosen {
            line.extend(self.picture(frame, image));
        } else if let Some(table) = frame.child("table:table") {
            let mut pieces = Vec::new();
            self.table(table, &mut pieces);
            line.push(Part::Frame(pieces));
        }
    }

    /// The text of a box or of a shape, if there is any.
    fn boxed(&mut self, element: &'a Element, line: &mut Vec<Part>) {
        let mut pieces = Vec::new();
        self.blocks(element, &mut pieces);
        pieces.retain(|piece| piece.block != Block::default());
        if !pieces.is_empty() {
            line.push(Part::Frame(pieces));
        }
    }

    fn is_drawn(&self, image: &Element) -> bool {
        self.file(image)
            .is_some_and(|file| picture::format(file.bytes).is_some())
    }

    fn picture(&mut self, frame: &Element, image: &Element) -> Option<Part> {
        let name = frame.attribute("draw:name").unwrap_or_default();
        let Some(file) = self.file(image) else {
            return elsewhere(image, &alternative(frame));
        };
        let name = match name.contains('.') {
            true => name,
            false => file.name.rsplit('/').next().unwrap_or_default(),
        };
        let width = frame.attribute("svg:width").and_then(points);
        let media = Media {
            name: name.to_owned(),
            address: file.name.to_owned(),
            caption: caption_of(&alternative(frame), name).to_owned(),
            width: width.and_then(|width| said_width(file.bytes, width)),
        };
        let kept = self.files.entry(file.name.to_owned());
        kept.or_insert_with(|| file.bytes.to_vec());
        let kind = match picture::format(file.bytes) {
            Some(_) => Kind::Image(media),
            None => Kind::File(media),
        };
        Some(Part::Block(Block::new(kind, "")))
    }

    /// A formula as text: as its writer typed it, if the file says so.
    fn formula(&self, object: &Element) -> Option<String> {
        let folder = object.attribute("xlink:href")?.trim_matches(['.', '/']);
        let root = parse(self.packed.get(&format!("{folder}/content.xml"))?).ok()?;
        let typed = root.descendant("math:annotation").map(Element::text);
        let text = typed.or_else(|| (root.name == "math:math").then(|| root.text()))?;
        Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    fn file(&self, image: &Element) -> Option<File<'a>> {
        let address = image.attribute("xlink:href")?;
        let name = address.strip_prefix("./").unwrap_or(address);
        let (name, bytes) = self.packed.get_key_value(name)?;
        Some(File { name, bytes })
    }
}

/// Whether a shape is no more than a line across the page.
fn is_rule(shape: &Element) -> bool {
    const THIN: f64 = 4.0;
    const LONG: f64 = 100.0;
    let measure = |name| shape.attribute(name).and_then(points);
    shape.name == "draw:rect"
        && measure("svg:height").is_some_and(|height| height < THIN)
        && measure("svg:width").is_some_and(|width| width > LONG)
        && shape.text().trim().is_empty()
}

/// A file that is packed in the document.
struct File<'a> {
    name: &'a str,
    bytes: &'a [u8],
}

fn alternative(drawing: &Element) -> String {
    ["svg:desc", "svg:title"]
        .into_iter()
        .filter_map(|name| drawing.child(name))
        .map(Element::text)
        .find(|text| !text.trim().is_empty())
        .unwrap_or_default()
}

/// A picture that is not in the file is a link: showing it would tell its server who reads.
fn elsewhere(image: &Element, alternative: &str) -> Option<Part> {
    let link = leading_out(image.attribute("xlink:href")?)?;
    let text = match alternative.is_empty() {
        true => link.clone(),
        false => alternative.to_owned(),
    };
    let marks = Marks {
        link: Some(link),
        ..Marks::default()
    };
    let mut line = Vec::new();
    add(&mut line, &text, &marks);
    line.pop()
}
