//! Pictures, and boxes of text that are drawn like pictures.

use crate::figure::{caption_of, said_width};
use crate::flow::{Part, add, push};
use crate::link::leading_out;
use crate::xml::Element;
use crate::{Block, Inline, Kind, Marks, Media, picture};

use super::Reader;

/// A point in the unit of drawings.
const POINT: f64 = 12_700.0;

impl<'a> Reader<'a> {
    /// Adds what a drawing shows: a box's text, pictures, a line, or else what is said in its place.
    pub(super) fn drawing(&mut self, drawing: &'a Element, line: &mut Vec<Part>) {
        let before = line.len();
        self.shapes(drawing, &said(drawing), line);
        let described = said(drawing).alternative;
        if line.len() == before && !described.trim().is_empty() {
            add(line, &format!("[{}]", described.trim()), &Marks::default());
        }
    }

    fn shapes(&mut self, element: &'a Element, said: &Said, line: &mut Vec<Part>) {
        for child in element.elements() {
            match &*child.name {
                "w:txbxContent" => {
                    let mut pieces = Vec::new();
                    self.blocks(child, &mut pieces);
                    line.push(Part::Frame(pieces));
                }
                "a:blip" | "v:imagedata" => line.extend(self.picture(child, said)),
                "pic:pic" => self.shapes(child, &own(child, said), line),
                "mc:AlternateContent" => {
                    if let Some(choice) = child.elements().next() {
                        self.shapes(choice, said, line);
                    }
                }
                _ if child.attribute("o:hr").is_some() => line.push(Part::Rule),
                _ => self.shapes(child, said, line),
            }
        }
    }

    fn picture(&mut self, blip: &Element, said: &Said) -> Option<Part> {
        let drawn = || Some(blip.descendant("asvg:svgBlip")?.attribute("r:embed"));
        let id = blip
            .attribute("r:embed")
            .or(blip.attribute("r:id"))
            .or_else(|| drawn().flatten())
            .or(blip.attribute("r:link"))?;
        let relation = self.relations.get(id)?;
        let name = match said.name.is_empty() {
            true => relation.target.rsplit('/').next().unwrap_or_default(),
            false => &said.name,
        };
        let caption = caption_of(&said.alternative, name);
        if relation.external {
            return elsewhere(&relation.target, caption);
        }
        let bytes = self.parts.files.get(&relation.target)?;
        let media = Media {
            name: name.to_owned(),
            address: relation.target.clone(),
            caption: caption.to_owned(),
            width: said.width.and_then(|width| said_width(bytes, width)),
        };
        let kept = self.files.entry(relation.target.clone());
        kept.or_insert_with(|| bytes.clone());
        let kind = match picture::format(bytes) {
            Some(_) => Kind::Image(media),
            None => Kind::File(media),
        };
        Some(Part::Block(Block::new(kind, "")))
    }
}

/// What a drawing says of itself.
#[derive(Clone, Default)]
struct Said {
    name: String,
    alternative: String,
    /// In points.
    width: Option<f64>,
}

fn said(drawing: &Element) -> Said {
    let text = |element: Option<&Element>, name| {
        let value = element.and_then(|element| element.attribute(name));
        value.unwrap_or_default().to_owned()
    };
    let properties = drawing.descendant("wp:docPr");
    let shape = drawing.descendant("v:shape");
    let extent = drawing.descendant("wp:extent");
    let alternative = match text(properties, "descr") {
        none if none.is_empty() => text(shape, "alt"),
        said => said,
    };
    Said {
        name: String::new(),
        alternative,
        width: extent.and_then(width).or_else(|| old_width(shape?)),
    }
}

/// What one picture of a drawing says itself.
fn own(picture: &Element, whole: &Said) -> Said {
    let properties = picture.descendant("pic:cNvPr");
    let attribute = |name| properties.and_then(|element| element.attribute(name));
    let name = attribute("name").filter(|name| name.contains('.'));
    let own = attribute("descr").filter(|_| whole.alternative.is_empty());
    Said {
        name: name.unwrap_or_default().to_owned(),
        alternative: own.unwrap_or(&whole.alternative).to_owned(),
        width: whole.width,
    }
}

fn width(extent: &Element) -> Option<f64> {
    let units: f64 = extent.attribute("cx")?.parse().ok()?;
    Some(units / POINT)
}

/// In files of before 2007's drawings: `style="width:180pt;height:120pt"`.
fn old_width(shape: &Element) -> Option<f64> {
    let style = shape.attribute("style")?;
    let width = style
        .split(';')
        .find_map(|part| part.trim().strip_prefix("width:"))?;
    width.trim().strip_suffix("pt")?.parse().ok()
}

/// A picture that is not in the file is a link: showing it would tell its server who reads.
fn elsewhere(address: &str, caption: &str) -> Option<Part> {
    let link = leading_out(address)?;
    let text = match caption.is_empty() {
        true => link.clone(),
        false => caption.to_owned(),
    };
    let marks = Marks {
        link: Some(link),
        ..Marks::default()
    };
    let mut content: Vec<Inline> = Vec::new();
    push(&mut content, &text, &marks);
    Some(Part::Text(content))
}
