//! The styles of a document: what a paragraph is by its style, and how letters look by theirs.

use std::collections::HashMap;

use crate::flow::{Letters, Role, is_code_text, is_link, is_monospaced};
use crate::xml::{EMPTY, Element};
use crate::{Align, Color, Style as Look};

use super::points;

/// No style is based on more others; one that is based on itself ends here.
const LONGEST_CHAIN: usize = 20;

/// All styles of a document, by what they are for and their name.
#[derive(Default)]
pub(super) struct Styles {
    styles: HashMap<String, HashMap<String, Style>>,
    pub(super) language: Option<String>,
}

/// What a style says itself, and which it is based on.
#[derive(Default)]
struct Style {
    name: String,
    base: Option<String>,
    /// Whether it has no name that anybody chose: then it is how one place looks.
    automatic: bool,
    outline: Option<u8>,
    list: Option<String>,
    indent: Option<f64>,
    align: Option<Align>,
    background: Option<Color>,
    break_before: bool,
    break_after: bool,
    width: Option<f64>,
    letters: Letters,
}

impl Styles {
    pub(super) fn of(roots: &[&Element]) -> Self {
        let fonts = fonts(roots);
        let mut styles = Self::default();
        for root in roots {
            let named = root.child("office:styles");
            // Those of the file of styles are for headers and footers, and may bear the same names.
            let automatic = root
                .child("office:automatic-styles")
                .filter(|_| root.child("office:master-styles").is_none());
            styles.language = styles.language.or_else(|| named.and_then(language));
            for (group, is_automatic) in [(named, false), (automatic, true)] {
                for element in group.into_iter().flat_map(|group| group.all("style:style")) {
                    let attribute = |name| element.attribute(name).unwrap_or_default().to_owned();
                    let mut style = style(element, &fonts);
                    style.automatic = is_automatic;
                    let family = styles.styles.entry(attribute("style:family")).or_default();
                    family.insert(attribute("style:name"), style);
                }
            }
        }
        styles
    }

    /// What a paragraph of this style is.
    pub(super) fn role(&self, name: &str) -> Role {
        let mut last = None;
        let found = self.chain("paragraph", name).find_map(|style| {
            last = style.base.as_deref();
            let outline = style.outline.filter(|level| (1..=6).contains(level));
            let named = Some(&style.name).filter(|_| !style.automatic);
            named
                .and_then(|name| Role::of(name))
                .or(outline.map(Role::Heading))
        });
        // Some programs leave out the styles that every program knows.
        let unknown = last.or(Some(name));
        let unknown = unknown.filter(|name| self.find("paragraph", name).is_none());
        found.or_else(|| Role::of(unknown?)).unwrap_or_default()
    }

    /// How far in a paragraph stands; what the style that it is based on has is its look, unless it is plain text.
    pub(super) fn indent(&self, name: &str, role: &Role) -> Option<f64> {
        let said = self.chain("paragraph", name).find_map(|style| style.indent);
        let usual = self
            .chain("paragraph", name)
            .filter(|style| !style.automatic)
            .find_map(|style| style.indent)
            .unwrap_or(0.0);
        match role {
            Role::Plain => said,
            _ => said.map(|said| said - usual),
        }
    }

    /// How the lines of a paragraph look, but for the colour of its text.
    pub(super) fn lines(&self, name: &str) -> Look {
        let automatic = self.automatic(name);
        let align = automatic.and_then(|style| style.align).or_else(|| {
            let said = self.chain("paragraph", name).find_map(|style| style.align);
            // That all text of a document is justified is its layout, not what it says.
            said.filter(|align| *align != Align::Justify)
        });
        Look {
            align: align.unwrap_or_default(),
            text: None,
            background: automatic.and_then(|style| style.background),
        }
    }

    /// How the letters of a paragraph look beyond its style.
    pub(super) fn own_letters(&self, name: &str) -> Letters {
        let automatic = self.automatic(name);
        automatic
            .map(|style| style.letters.clone())
            .unwrap_or_default()
    }

    pub(super) fn breaks_before(&self, name: &str) -> bool {
        self.automatic(name).is_some_and(|style| style.break_before)
    }

    pub(super) fn breaks_after(&self, name: &str) -> bool {
        self.automatic(name).is_some_and(|style| style.break_after)
    }

    /// The style of lists that paragraphs of this style are in.
    pub(super) fn list(&self, name: &str) -> Option<&str> {
        let mut chain = self.chain("paragraph", name);
        chain.find_map(|style| style.list.as_deref())
    }

    /// How letters in a span look, in others that look so.
    pub(super) fn letters(&self, name: &str, around: &Letters) -> Letters {
        let mut letters = Letters::default();
        for style in self.chain("text", name) {
            if is_link(&style.name) {
                continue;
            }
            if is_code_text(&style.name) && !style.automatic {
                letters.code = letters.code.or(Some(true));
            }
            letters = letters.or(&style.letters);
        }
        letters.or(around)
    }

    /// The colour behind a cell.
    pub(super) fn cell_background(&self, name: &str) -> Option<Color> {
        let mut chain = self.chain("table-cell", name);
        chain.find_map(|style| style.background)
    }

    /// The width of a column, in points.
    pub(super) fn column_width(&self, name: &str) -> Option<f64> {
        let mut chain = self.chain("table-column", name);
        chain.find_map(|style| style.width)
    }

    /// How far in a table stands.
    pub(super) fn table_indent(&self, name: &str) -> Option<f64> {
        self.chain("table", name).find_map(|style| style.indent)
    }

    /// Whether a table or a paragraph of this style begins a new page.
    pub(super) fn table_breaks_before(&self, name: &str) -> bool {
        let style = self.find("table", name);
        style.is_some_and(|style| style.break_before)
    }

    fn automatic(&self, name: &str) -> Option<&Style> {
        self.find("paragraph", name).filter(|style| style.automatic)
    }

    fn find(&self, family: &str, name: &str) -> Option<&Style> {
        self.styles.get(family)?.get(name)
    }

    fn chain<'a>(&'a self, family: &'a str, name: &str) -> impl Iterator<Item = &'a Style> {
        let first = self.find(family, name);
        std::iter::successors(first, move |style| {
            self.find(family, style.base.as_deref()?)
        })
        .take(LONGEST_CHAIN)
    }
}

fn style(element: &Element, fonts: &HashMap<&str, &str>) -> Style {
    let properties = |name| element.child(name).unwrap_or(&EMPTY);
    let lines = properties("style:paragraph-properties");
    let table = properties("style:table-properties");
    let cell = properties("style:table-cell-properties");
    let column = properties("style:table-column-properties");
    let text = |name: &str| element.attribute(name).map(str::to_owned);
    let color = |element: &Element| Color::nearest(element.attribute("fo:background-color")?);
    let indent = lines
        .attribute("fo:margin-left")
        .or(table.attribute("fo:margin-left"));
    let breaks = |name| {
        let said = lines.attribute(name).or(table.attribute(name));
        said == Some("page")
    };
    // A page of another kind begins with it.
    let other_page = element.attribute("style:master-page-name");
    Style {
        name: text("style:display-name")
            .or(text("style:name"))
            .unwrap_or_default(),
        base: text("style:parent-style-name"),
        automatic: false,
        outline: element
            .attribute("style:default-outline-level")
            .and_then(|level| level.parse().ok()),
        list: text("style:list-style-name").filter(|list| !list.is_empty()),
        indent: indent.and_then(points),
        align: lines.attribute("fo:text-align").map(align),
        background: color(lines).or_else(|| color(cell)),
        break_before: breaks("fo:break-before") || other_page.is_some_and(|name| !name.is_empty()),
        break_after: breaks("fo:break-after"),
        width: column.attribute("style:column-width").and_then(points),
        letters: letters(properties("style:text-properties"), fonts),
    }
}

fn letters(properties: &Element, fonts: &HashMap<&str, &str>) -> Letters {
    let is = |name, test: fn(&str) -> bool| properties.attribute(name).map(test);
    let drawn: fn(&str) -> bool = |style| style != "none";
    let font = properties.attribute("fo:font-family").or_else(|| {
        let name = properties.attribute("style:font-name")?;
        Some(fonts.get(name).copied().unwrap_or(name))
    });
    Letters {
        bold: is("fo:font-weight", |weight| {
            weight == "bold" || weight.parse().is_ok_and(|weight: u32| weight >= 600)
        }),
        italic: is("fo:font-style", |style| style != "normal"),
        underline: is("style:text-underline-style", drawn),
        strike: is("style:text-line-through-style", drawn)
            .or(is("style:text-line-through-type", drawn)),
        code: font.map(is_monospaced),
        hidden: is("text:display", |display| display == "none"),
        text: properties.attribute("fo:color").map(Color::nearest),
        background: properties
            .attribute("fo:background-color")
            .map(Color::nearest),
    }
}

fn align(name: &str) -> Align {
    match name {
        "center" => Align::Center,
        "end" | "right" => Align::Right,
        "justify" => Align::Justify,
        _ => Align::Left,
    }
}

/// The families of fonts by the names that styles have for them.
fn fonts<'a>(roots: &[&'a Element]) -> HashMap<&'a str, &'a str> {
    roots
        .iter()
        .filter_map(|root| root.child("office:font-face-decls"))
        .flat_map(|fonts| fonts.elements())
        .filter_map(|font| {
            Some((
                font.attribute("style:name")?,
                font.attribute("svg:font-family")?,
            ))
        })
        .collect()
}

/// The language of all text that says no other.
fn language(styles: &Element) -> Option<String> {
    let of = |style: &Element| {
        let properties = style.child("style:text-properties")?;
        let language = properties.attribute("fo:language")?;
        (!matches!(language, "none" | "zxx" | "")).then(|| language.to_owned())
    };
    let standard = styles
        .all("style:style")
        .find(|style| style.attribute("style:name") == Some("Standard"));
    standard.and_then(of).or_else(|| {
        styles
            .all("style:default-style")
            .filter(|style| style.attribute("style:family") == Some("paragraph"))
            .find_map(of)
    })
}
