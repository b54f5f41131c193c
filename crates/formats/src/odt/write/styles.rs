//! The styles of a document, by the names that LibreOffice has where it has one.

use std::collections::BTreeSet;

use crate::Page;
use crate::flow::{
    CALLOUT as CALLOUT_NAME, CODE as CODE_NAME, CODE_TEXT, DIVIDER, SPACE, TABLE_HEADING,
};
use crate::look::{
    CODE_SIZE, DEEPEST_LEVEL, FAINT_INK, FOLD, FONT, GAP, HEADINGS, INK, INSET, ITEM_GAP, LINE,
    LINK, MARGIN, MONOSPACED, PAGE_HEIGHT, PAGE_WIDTH, PANEL, RULE, SIZE, SMALL_SIZE, STEP,
    SYMBOLS, TITLE_SIZE, bullet, locale,
};
use crate::xml::{Element, tag};

use super::{encoded, points, root};

pub(super) const STANDARD: &str = "Standard";
pub(super) const TITLE: &str = "Title";
pub(super) const BULLET: &str = "List_20_Bullet";
pub(super) const NUMBER: &str = "List_20_Number";
pub(super) const QUOTE: &str = "Quotations";
pub(super) const CALLOUT: &str = "Callout";
pub(super) const CAPTION: &str = "Caption";
pub(super) const RULER: &str = "Horizontal_20_Line";
pub(super) const UNDER_TABLE: &str = "Space_20_under_20_Table";
pub(super) const CELL: &str = "Table_20_Contents";
pub(super) const HEADER_CELL: &str = "Table_20_Heading";
pub(super) const LINK_TEXT: &str = "Internet_20_link";
pub(super) const VERBATIM: &str = "Verbatim_20_Char";
pub(super) const SYMBOL: &str = "Symbols";

/// How far the bar beside quotations, program text and callouts is from them.
const BAR: f64 = 8.0;

/// The styles of lists.
pub(super) const BULLETS: &str = "Bullets";
pub(super) const NUMBERS: &str = "Numbers";
pub(super) const BOXES: &str = "Boxes";
pub(super) const FOLDS: &str = "Folds";

/// The name of the style of program text in a language, as it is shown.
pub(super) fn code_name(language: &str) -> String {
    match language {
        "" => CODE_NAME.to_owned(),
        language => format!("{CODE_NAME} ({language})"),
    }
}

/// How much further in a style stands than the text around it.
pub(super) fn inset(style: &str) -> f64 {
    match style {
        CALLOUT => INSET - BAR + STEP,
        QUOTE => INSET - BAR,
        _ if style.starts_with(&encoded(CODE_NAME)) => INSET - BAR,
        _ => 0.0,
    }
}

pub(super) fn styles(page: &Page, languages: &BTreeSet<String>) -> Element {
    let coded = languages.iter().map(|language| {
        let name = code_name(language);
        style("paragraph", &name).attr("style:parent-style-name", encoded(CODE_NAME))
    });
    let styles = tag("office:styles")
        .with(defaults(page))
        .with(style("paragraph", STANDARD).attr("style:class", "text"))
        .with(title())
        .with_all((1..=6).map(heading))
        .with_all(items())
        .with_all(panels())
        .with_all(coded)
        .with_all(small())
        .with_all(letters())
        .with_all([BULLETS, NUMBERS, BOXES, FOLDS].map(list));
    root("office:document-styles")
        .with(styles)
        .with(tag("office:automatic-styles").with(layout()))
        .with(
            tag("office:master-styles").with(
                tag("style:master-page")
                    .attr("style:name", "Standard")
                    .attr("style:page-layout-name", "Layout"),
            ),
        )
}

fn defaults(page: &Page) -> Element {
    let locale = locale(&page.language);
    let (language, country) = locale.split_once('-').unwrap_or((&locale, "none"));
    tag("style:default-style")
        .attr("style:family", "paragraph")
        .with(
            room(0.0, GAP)
                .attr("fo:line-height", format!("{}%", LINE * 100.0))
                .attr("fo:orphans", 2)
                .attr("fo:widows", 2)
                .attr("style:tab-stop-distance", points(STEP)),
        )
        .with(
            size(SIZE)
                .attr("fo:font-family", FONT)
                .attr("fo:color", format!("#{INK}"))
                .attr("fo:language", language)
                .attr("fo:country", country),
        )
}

fn title() -> Element {
    named("Title")
        .attr("style:class", "chapter")
        .with(room(0.0, 14.0).attr("fo:keep-with-next", "always"))
        .with(size(TITLE_SIZE).attr("fo:font-weight", "bold"))
}

fn heading(level: u8) -> Element {
    let look = &HEADINGS[usize::from(level) - 1];
    let letters = size(look.size).attr("fo:font-weight", "bold");
    named(&format!("Heading {level}"))
        .attr("style:class", "text")
        .attr("style:default-outline-level", level)
        .with(room(look.above, look.under).attr("fo:keep-with-next", "always"))
        .with(match level {
            6 => letters.attr("fo:color", format!("#{FAINT_INK}")),
            _ => letters,
        })
}

fn items() -> [Element; 2] {
    ["List Bullet", "List Number"].map(|name| {
        style("paragraph", name)
            .attr("style:parent-style-name", STANDARD)
            .attr("style:class", "list")
            .with(room(0.0, ITEM_GAP))
    })
}

fn panels() -> [Element; 3] {
    let bar = |properties: Element| {
        properties
            .attr("fo:border-left", format!("2.25pt solid #{RULE}"))
            .attr("fo:padding-left", points(BAR))
    };
    let panel = |indent: f64| {
        bar(room(0.0, GAP).attr("fo:margin-left", points(indent)))
            .attr("fo:background-color", format!("#{PANEL}"))
    };
    [
        named("Quotations")
            .with(bar(
                room(0.0, GAP).attr("fo:margin-left", points(INSET - BAR))
            ))
            .with(tag("style:text-properties").attr("fo:color", format!("#{FAINT_INK}"))),
        named(CODE_NAME)
            .with(panel(INSET - BAR).attr("fo:text-align", "start"))
            .with(monospaced(size(CODE_SIZE))),
        named(CALLOUT_NAME).with(
            panel(inset(CALLOUT))
                .attr("fo:text-indent", points(-STEP))
                .with(stops()),
        ),
    ]
}

/// The tab after a sign goes to where the text begins.
fn stops() -> Element {
    tag("style:tab-stops").with(tag("style:tab-stop").attr("style:position", points(0.0)))
}

fn small() -> [Element; 5] {
    let tight = || room(0.0, 0.0);
    [
        named("Caption")
            .attr("style:class", "extra")
            .with(room(0.0, GAP))
            .with(size(SMALL_SIZE).attr("fo:color", format!("#{FAINT_INK}"))),
        named(DIVIDER)
            .attr("style:class", "html")
            .with(
                room(0.0, 12.0)
                    .attr("fo:border-bottom", format!("0.75pt solid #{RULE}"))
                    .attr("fo:padding", "0pt"),
            )
            .with(size(6.0)),
        named(SPACE).with(tight()).with(size(GAP)),
        named("Table Contents").with(tight()),
        style("paragraph", TABLE_HEADING)
            .attr("style:parent-style-name", CELL)
            .with(tag("style:text-properties").attr("fo:font-weight", "bold")),
    ]
}

fn letters() -> [Element; 3] {
    [
        style("text", "Internet link").with(underlined(
            tag("style:text-properties").attr("fo:color", format!("#{LINK}")),
        )),
        style("text", CODE_TEXT).with(
            monospaced(tag("style:text-properties"))
                .attr("fo:background-color", format!("#{PANEL}")),
        ),
        style("text", SYMBOL).with(tag("style:text-properties").attr("fo:font-family", SYMBOLS)),
    ]
}

fn list(name: &str) -> Element {
    let levels = (0..=DEEPEST_LEVEL).map(|index| level(name, index).with(label(name, index)));
    tag("text:list-style")
        .attr("style:name", name)
        .with_all(levels)
}

fn level(list: &str, index: usize) -> Element {
    let sign = |sign: &str| {
        tag("text:list-level-style-bullet")
            .attr("text:level", index + 1)
            .attr("text:style-name", SYMBOL)
            .attr("text:bullet-char", sign)
    };
    let number = |format: &str| {
        tag("text:list-level-style-number")
            .attr("text:level", index + 1)
            .attr("style:num-format", format)
    };
    match list {
        BULLETS => sign(bullet(index)),
        FOLDS => sign(FOLD),
        // The box itself stands in the text, where every program finds it.
        BOXES => number(""),
        _ => number(["1", "a", "i"][index % 3]).attr("style:num-suffix", "."),
    }
}

fn label(list: &str, index: usize) -> Element {
    let follows = match list {
        BOXES => "nothing",
        _ => "listtab",
    };
    let left = STEP * (index + 1) as f64;
    tag("style:list-level-properties")
        .attr("text:list-level-position-and-space-mode", "label-alignment")
        .with(
            tag("style:list-level-label-alignment")
                .attr("text:label-followed-by", follows)
                .attr("text:list-tab-stop-position", points(left))
                .attr("fo:text-indent", points(-STEP))
                .attr("fo:margin-left", points(left)),
        )
}

fn layout() -> Element {
    tag("style:page-layout").attr("style:name", "Layout").with(
        tag("style:page-layout-properties")
            .attr("fo:page-width", points(PAGE_WIDTH))
            .attr("fo:page-height", points(PAGE_HEIGHT))
            .attr("fo:margin", points(MARGIN)),
    )
}

/// A style of paragraphs that plain text follows.
fn named(name: &str) -> Element {
    style("paragraph", name)
        .attr("style:parent-style-name", STANDARD)
        .attr("style:next-style-name", STANDARD)
}

fn style(family: &str, name: &str) -> Element {
    tag("style:style")
        .attr("style:name", encoded(name))
        .attr("style:display-name", name)
        .attr("style:family", family)
}

fn room(above: f64, under: f64) -> Element {
    tag("style:paragraph-properties")
        .attr("fo:margin-top", points(above))
        .attr("fo:margin-bottom", points(under))
}

fn size(size: f64) -> Element {
    [
        "fo:font-size",
        "style:font-size-asian",
        "style:font-size-complex",
    ]
    .into_iter()
    .fold(tag("style:text-properties"), |element, name| {
        element.attr(name, points(size))
    })
}

fn monospaced(letters: Element) -> Element {
    letters
        .attr("fo:font-family", MONOSPACED)
        .attr("style:font-pitch", "fixed")
        .attr("fo:language", "zxx")
        .attr("fo:country", "none")
}

pub(super) fn underlined(letters: Element) -> Element {
    letters
        .attr("style:text-underline-style", "solid")
        .attr("style:text-underline-width", "auto")
        .attr("style:text-underline-color", "font-color")
}
