//! The styles of a document: what a paragraph is by its style, and how letters look by theirs.

use std::collections::HashMap;

use crate::flow::{Letters, Role, is_code_text, is_link, is_monospaced};
use crate::xml::{EMPTY, Element};
use crate::{Align, Color};

use super::{flag, points, value_of};

/// No style is based on more others; one that is based on itself ends here.
const LONGEST_CHAIN: usize = 20;
/// All styles of a document.
#[derive(Default)]
pub(super) struct Styles {
    styles: HashMap<String, Style>,
    default: Option<String>,
    pub(super) language: Option<String>,
}

/// What a style says itself, and which it is based on.
#[derive(Default)]
struct Style {
    name: String,
    base: Option<String>,
    outline: Option<u8>,
    list: Option<Listed>,
    indent: Option<f64>,
    align: Option<Align>,
    letters: Letters,
}

/// That a paragraph is in a list.
#[derive(Clone, Debug, Default)]
pub(super) struct Listed {
    pub(super) list: Option<String>,
    pub(super) level: Option<usize>,
}

impl Styles {
    pub(super) fn of(root: Option<Element>) -> Self {
        let Some(root) = root else {
            return Self::default();
        };
        let mut styles = Self {
            language: root
                .child("w:docDefaults")
                .and_then(|defaults| defaults.child("w:rPrDefault"))
                .and_then(language),
            ..Self::default()
        };
        for element in root.all("w:style") {
            let Some(id) = element.attribute("w:styleId") else {
                continue;
            };
            let by_default = matches!(element.attribute("w:default"), Some("1" | "true" | "on"));
            if by_default && element.attribute("w:type") == Some("paragraph") {
                styles.default = Some(id.to_owned());
                styles.language = language(element).or(styles.language);
            }
            styles.styles.insert(id.to_owned(), style(element));
        }
        styles
    }

    /// What a paragraph of this style is.
    pub(super) fn role(&self, id: Option<&str>) -> Role {
        self.chain(id)
            .find_map(|style| {
                let outline = style.outline.filter(|level| *level < 6);
                Role::of(&style.name).or(outline.map(|level| Role::Heading(level + 1)))
            })
            // Some programs leave out the styles that every program knows.
            .or_else(|| {
                id.filter(|id| !self.styles.contains_key(*id))
                    .and_then(Role::of)
            })
            .unwrap_or_default()
    }

    /// The list that paragraphs of this style are in.
    pub(super) fn list<'a>(&'a self, id: Option<&'a str>) -> Option<&'a Listed> {
        self.chain(id).find_map(|style| style.list.as_ref())
    }

    pub(super) fn indent(&self, id: Option<&str>) -> f64 {
        let said = self.chain(id).find_map(|style| style.indent);
        said.unwrap_or(0.0)
    }

    /// Where lines stand by the style. That all text of a document is justified is its layout, not what it says.
    pub(super) fn align(&self, id: Option<&str>) -> Align {
        let said = self.chain(id).find_map(|style| style.align);
        said.filter(|align| *align != Align::Justify)
            .unwrap_or_default()
    }

    /// How letters of a style look, and what a run says of them itself.
    pub(super) fn letters(&self, properties: &Element) -> Letters {
        let mut direct = letters(properties);
        let style = value_of(properties, "w:rStyle");
        for style in style.into_iter().flat_map(|id| self.chain(Some(id))) {
            if is_link(&style.name) {
                continue;
            }
            if is_code_text(&style.name) {
                direct.code = direct.code.or(Some(true));
            }
            direct = direct.or(&style.letters);
        }
        direct
    }

    fn chain<'a>(&'a self, id: Option<&'a str>) -> impl Iterator<Item = &'a Style> {
        let first = id.or(self.default.as_deref());
        let first = first.and_then(|id| self.styles.get(id));
        std::iter::successors(first, |style| self.styles.get(style.base.as_deref()?))
            .take(LONGEST_CHAIN)
    }
}

fn style(element: &Element) -> Style {
    let properties = element.child("w:pPr").unwrap_or(&EMPTY);
    Style {
        name: value_of(element, "w:name").unwrap_or_default().to_owned(),
        base: value_of(element, "w:basedOn").map(str::to_owned),
        outline: outline(properties),
        list: listed(properties),
        indent: indent(properties),
        align: align(properties),
        letters: element.child("w:rPr").map(letters).unwrap_or_default(),
    }
}

fn letters(properties: &Element) -> Letters {
    let strike = flag(properties, "w:strike").or(flag(properties, "w:dstrike"));
    let fill = background(properties);
    Letters {
        bold: flag(properties, "w:b"),
        italic: flag(properties, "w:i"),
        underline: flag(properties, "w:u"),
        strike,
        code: properties
            .child("w:rFonts")
            .and_then(|fonts| fonts.attribute("w:ascii"))
            .map(is_monospaced),
        hidden: flag(properties, "w:vanish"),
        text: value_of(properties, "w:color").map(Color::nearest),
        background: value_of(properties, "w:highlight")
            .map(highlighted)
            .or(fill.map(Some)),
    }
}

/// The sixteen colours of markers.
fn highlighted(name: &str) -> Option<Color> {
    Some(match name {
        "yellow" | "darkYellow" => Color::Yellow,
        "green" | "darkGreen" => Color::Green,
        "blue" | "darkBlue" | "cyan" | "darkCyan" => Color::Blue,
        "red" | "darkRed" => Color::Red,
        "magenta" => Color::Pink,
        "darkMagenta" => Color::Purple,
        "lightGray" | "darkGray" => Color::Gray,
        _ => return None,
    })
}

/// The colour behind a paragraph, a cell or letters.
pub(super) fn background(properties: &Element) -> Option<Color> {
    let shade = properties.child("w:shd")?;
    Color::nearest(shade.attribute("w:fill")?)
}

/// The level of a heading, from 0.
pub(super) fn outline(properties: &Element) -> Option<u8> {
    value_of(properties, "w:outlineLvl")?.parse().ok()
}

pub(super) fn listed(properties: &Element) -> Option<Listed> {
    let list = properties.child("w:numPr")?;
    Some(Listed {
        list: value_of(list, "w:numId").map(str::to_owned),
        level: value_of(list, "w:ilvl").and_then(|level| level.parse().ok()),
    })
}

/// How far in a paragraph stands, in points.
pub(super) fn indent(properties: &Element) -> Option<f64> {
    let indent = properties.child("w:ind")?;
    points(indent.attribute("w:left").or(indent.attribute("w:start"))?)
}

pub(super) fn align(properties: &Element) -> Option<Align> {
    Some(match value_of(properties, "w:jc")? {
        "center" => Align::Center,
        "right" | "end" => Align::Right,
        "both" | "distribute" => Align::Justify,
        _ => Align::Left,
    })
}

fn language(element: &Element) -> Option<String> {
    let properties = element.child("w:rPr")?;
    value_of(properties, "w:lang").map(str::to_owned)
}
