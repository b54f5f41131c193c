//! How an element looks, as far as notes can: by its name, its classes, its style and its attributes.

use scraper::node::Element;

use super::css::{Declarations, Sheet};
use crate::link::leading_out;
use crate::{Align, Color, Marks, Style};

/// What holds for all that is in an element.
#[derive(Clone, Debug, Default)]
pub(super) struct Look {
    pub(super) marks: Marks,
    pub(super) style: Style,
    /// Whether every space counts.
    pub(super) exact: bool,
}

/// The declarations that hold for an element.
pub(super) fn declarations<'a>(element: &'a Element, sheet: &'a Sheet) -> Declarations<'a> {
    sheet.of(element.classes(), element.attr("style").unwrap_or_default())
}

/// Whether browsers show nothing of an element.
pub(super) fn is_hidden(element: &Element, declared: &Declarations<'_>) -> bool {
    element.attr("hidden").is_some()
        || declared.is("display", "none")
        || declared.is("visibility", "hidden")
        || declared.is("mso-hide", "all")
}

impl Look {
    /// The look of an element inside text, in one that looks like this.
    pub(super) fn inline(&self, element: &Element, declared: &Declarations<'_>) -> Self {
        let mut look = self.clone();
        look.name(element);
        look.declare(declared);
        let colors = own_colors(element, declared);
        let link = look.marks.link.is_some();
        // Programs colour their links blue; that is no colour of the text's own.
        let usual = link && !colors.ours && colors.text == Some(Color::Blue);
        if !usual {
            look.marks.text = colors.text.or(look.marks.text);
        }
        look.marks.background = colors.background.or(look.marks.background);
        look
    }

    /// The look of a block, in one that looks like this: colours are the block's own, not its text's.
    pub(super) fn block(&self, element: &Element, declared: &Declarations<'_>) -> Self {
        let mut look = self.clone();
        look.declare(declared);
        let colors = own_colors(element, declared);
        let style = &mut look.style;
        style.text = colors.text.or(style.text);
        style.background = colors.background.or(style.background);
        style.align = align(element, declared).unwrap_or(style.align);
        look
    }

    fn name(&mut self, element: &Element) {
        let marks = &mut self.marks;
        match element.name() {
            "b" | "strong" => marks.bold = true,
            "i" | "em" | "cite" | "dfn" | "var" => marks.italic = true,
            "u" | "ins" => marks.underline = true,
            "s" | "del" | "strike" => marks.strike = true,
            "code" | "tt" | "kbd" | "samp" => marks.code = true,
            "mark" => marks.background = Some(Color::Yellow),
            "a" => {
                let link = element.attr("href").and_then(leading_out);
                marks.link = link.or(marks.link.take());
            }
            _ => {}
        }
    }

    fn declare(&mut self, declared: &Declarations<'_>) {
        let marks = &mut self.marks;
        if let Some(weight) = declared.get("font-weight") {
            let heavy = weight.parse::<u32>().map(|weight| weight >= 600);
            marks.bold = heavy.unwrap_or(weight.starts_with("bold"));
        }
        if let Some(slant) = declared.get("font-style") {
            marks.italic = slant.starts_with("italic") || slant.starts_with("oblique");
        }
        for name in ["text-decoration", "text-decoration-line"] {
            let lines = declared.get(name).unwrap_or_default();
            marks.underline |= lines.contains("underline") && marks.link.is_none();
            marks.strike |= lines.contains("line-through");
        }
        if let Some(spaces) = declared.get("white-space") {
            self.exact = spaces.starts_with("pre") && spaces != "pre-line";
        }
    }
}

struct Colors {
    text: Option<Color>,
    background: Option<Color>,
    /// Whether they are called by our own names.
    ours: bool,
}

fn own_colors(element: &Element, declared: &Declarations<'_>) -> Colors {
    let class = |start: &str| {
        let mut names = element
            .classes()
            .filter_map(|class| class.strip_prefix(start));
        names.find_map(Color::called)
    };
    let data = |name: &str| element.attr(name).and_then(Color::called);
    let of_type = |kind: &str| {
        let fits = element.attr("data-style-type") == Some(kind);
        fits.then(|| data("data-value")).flatten()
    };
    let text = class("text-")
        .or(data("data-text-color"))
        .or(of_type("textColor"));
    let background = class("back-")
        .or(data("data-background-color"))
        .or(of_type("backgroundColor"));
    let attribute = |name: &str| element.attr(name).and_then(super::css::color);
    Colors {
        ours: text.is_some(),
        text: text
            .or_else(|| declared.color("color"))
            .or_else(|| attribute("color")),
        background: background
            .or_else(|| declared.color("background-color"))
            .or_else(|| declared.color("background"))
            .or_else(|| attribute("bgcolor")),
    }
}

fn align(element: &Element, declared: &Declarations<'_>) -> Option<Align> {
    let said = declared
        .get("text-align")
        .or_else(|| element.attr("align"))
        .or_else(|| element.attr("data-text-alignment"))
        .or((element.name() == "center").then_some("center"))?;
    match said.to_ascii_lowercase().as_str() {
        "left" | "start" => Some(Align::Left),
        "center" => Some(Align::Center),
        "right" | "end" => Some(Align::Right),
        "justify" => Some(Align::Justify),
        _ => None,
    }
}
