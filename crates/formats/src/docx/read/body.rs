//! The text of a document, paragraph by paragraph. What was deleted while changes were tracked is not there.

use crate::flow::{Item, Part, Piece, Place, Role, alone, is_empty, spread};
use crate::xml::{EMPTY, Element};
use crate::{Block, Color, Inline, Kind, Style};

use super::styles::{Listed, align, background, indent, listed, outline};
use super::{Reader, value_of};

impl<'a> Reader<'a> {
    /// Everything in an element that holds paragraphs and tables.
    pub(super) fn blocks(&mut self, element: &'a Element, pieces: &mut Vec<Piece>) {
        let mut carried = Vec::new();
        self.carry(element, &mut carried, pieces);
        if !carried.is_empty() {
            self.paragraph(&EMPTY, carried, pieces);
        }
    }

    /// `carried` is the text of paragraphs whose end was deleted: it belongs to the next.
    fn carry(&mut self, element: &'a Element, carried: &mut Vec<Part>, pieces: &mut Vec<Piece>) {
        for child in element.elements() {
            match &*child.name {
                "w:p" => {
                    let deleted = is_end_deleted(child);
                    let mut line = std::mem::take(carried);
                    self.line(child, &mut line);
                    if deleted {
                        *carried = line;
                    } else {
                        self.paragraph(child.child("w:pPr").unwrap_or(&EMPTY), line, pieces);
                    }
                }
                "w:tbl" => self.table(child, pieces),
                "w:sdt" if !is_contents(child) => {
                    if let Some(content) = child.child("w:sdtContent") {
                        self.carry(content, carried, pieces);
                    }
                }
                "w:ins" | "w:moveTo" | "w:customXml" | "w:smartTag" => {
                    self.carry(child, carried, pieces);
                }
                "mc:AlternateContent" => {
                    if let Some(choice) = child.elements().next() {
                        self.carry(choice, carried, pieces);
                    }
                }
                _ => {}
            }
        }
    }

    /// A paragraph; pictures and breaks in it part it.
    fn paragraph(&mut self, properties: &Element, line: Vec<Part>, pieces: &mut Vec<Piece>) {
        let break_before = super::flag(properties, "w:pageBreakBefore") == Some(true);
        if break_before && !pieces.is_empty() {
            pieces.push(alone(Kind::PageBreak));
        }
        let model = self.model(properties, &line);
        let first = pieces.len();
        spread(model, line, pieces);
        for piece in &mut pieces[first..] {
            lift_color(&mut piece.block, mark_color(properties));
        }
        if ends_page(properties) {
            pieces.push(alone(Kind::PageBreak));
        }
    }

    /// A paragraph as its properties say, without its text.
    fn model(&mut self, properties: &Element, line: &[Part]) -> Piece {
        let style = value_of(properties, "w:pStyle");
        let role = self.role(properties, style, line);
        let mut piece = Piece {
            place: Place::Text {
                indent: self.indent(properties, &role),
            },
            block: Block {
                style: Style {
                    align: align(properties).unwrap_or_else(|| self.styles.align(style)),
                    background: background(properties),
                    ..Style::default()
                },
                ..Block::default()
            },
            role,
        };
        if let Some(item) = self.item(properties) {
            item.settle(line, &mut piece);
        }
        piece
    }

    fn role(&self, properties: &Element, style: Option<&str>, line: &[Part]) -> Role {
        let role = self.styles.role(style);
        match outline(properties) {
            Some(level) if level < 6 && role == Role::Plain => return Role::Heading(level + 1),
            Some(_) if matches!(role, Role::Heading(_)) && outline(properties) > Some(8) => {
                return Role::Plain;
            }
            _ => {}
        }
        let ruled = properties.child("w:pBdr").is_some_and(|edges| {
            let sides = ["w:left", "w:right"].map(|side| edges.child(side).is_some());
            sides == [false, false] && edges.elements().any(|edge| edge.name != "w:between")
        });
        if ruled && is_empty(line) && role == Role::Plain {
            return Role::Divider;
        }
        role
    }

    /// How far in the text stands: what a style has more than plain text is its look.
    fn indent(&self, properties: &Element, role: &Role) -> f64 {
        let style = value_of(properties, "w:pStyle");
        let usual = self.styles.indent(style);
        let own = indent(properties).unwrap_or(usual);
        match role {
            Role::Plain => own,
            _ => own - usual,
        }
    }

    fn item(&mut self, properties: &Element) -> Option<Item> {
        let style = value_of(properties, "w:pStyle");
        let usual = self.styles.list(style);
        let own = listed(properties).unwrap_or_default();
        let item = self.lists.next(&Listed {
            list: own.list.or_else(|| usual?.list.clone()),
            level: own.level.or_else(|| usual?.level),
        })?;
        Some(Item {
            indent: indent(properties).unwrap_or(item.indent),
            ..item
        })
    }
}

/// The colour of the paragraph's own mark, which is that of all text in it if somebody coloured the whole.
fn mark_color(properties: &Element) -> Option<Color> {
    Color::nearest(value_of(properties.child("w:rPr")?, "w:color")?)
}

/// Makes a colour that all text has the block's.
fn lift_color(block: &mut Block, color: Option<Color>) {
    let bears = |inline: &Inline| match inline {
        Inline::Text(text) => text.marks.text == color || text.marks.link.is_some(),
        Inline::Break | Inline::Note { .. } => true,
    };
    if color.is_none() || block.content.is_empty() || !block.content.iter().all(bears) {
        return;
    }
    block.style.text = color;
    for inline in &mut block.content {
        if let Inline::Text(text) = inline {
            text.marks.text = text.marks.text.filter(|_| text.marks.link.is_some());
        }
    }
}

fn is_end_deleted(paragraph: &Element) -> bool {
    let mark = paragraph
        .child("w:pPr")
        .and_then(|properties| properties.child("w:rPr"));
    mark.is_some_and(|mark| mark.child("w:del").is_some() || mark.child("w:moveFrom").is_some())
}

/// A table of contents, which programs make anew.
fn is_contents(control: &Element) -> bool {
    let gallery = control
        .child("w:sdtPr")
        .and_then(|properties| properties.child("w:docPartObj"))
        .and_then(|part| value_of(part, "w:docPartGallery"));
    gallery == Some("Table of Contents")
}

/// Whether a section that begins on a new page ends with this paragraph.
fn ends_page(properties: &Element) -> bool {
    properties.child("w:sectPr").is_some_and(|section| {
        let kind = value_of(section, "w:type");
        !matches!(kind, Some("continuous" | "nextColumn"))
    })
}
