//! The styles of a document. Their names are those that Word and Pandoc have, so that other programs know what they mean.

use crate::Page;
use crate::flow::{
    CALLOUT as CALLOUT_NAME, CODE as CODE_NAME, CODE_TEXT, DIVIDER, SPACE, TABLE_HEADING,
};
use crate::look::{
    CODE_SIZE, FAINT_INK, FONT, GAP, HEADINGS, INK, INSET, ITEM_GAP, LINE, LINK, MONOSPACED, PANEL,
    RULE, SIZE, SMALL_SIZE, STEP, TITLE_SIZE, locale,
};
use crate::xml::{Element, tag};

use super::{MAIN, lists, twips, value};

pub(super) const BULLET: &str = "ListBullet";
pub(super) const NUMBER: &str = "ListNumber";
pub(super) const QUOTE: &str = "Quote";
pub(super) const CODE: &str = "SourceCode";
pub(super) const CALLOUT: &str = "Callout";
pub(super) const CAPTION: &str = "Caption";
pub(super) const RULER: &str = "HorizontalLine";
pub(super) const UNDER_TABLE: &str = "SpaceunderTable";
pub(super) const CELL: &str = "TableContents";
pub(super) const HEADER_CELL: &str = "TableHeading";
pub(super) const TITLE: &str = "Title";
pub(super) const LINK_TEXT: &str = "Hyperlink";
pub(super) const VERBATIM: &str = "VerbatimChar";

/// The style of program text in the language of this number.
pub(super) fn code(language: usize) -> String {
    format!("{CODE}{}", language + 1)
}

/// How much further in a style stands than the text around it.
pub(super) fn inset(style: &str) -> f64 {
    match style {
        CALLOUT => INSET + STEP,
        QUOTE => INSET,
        _ if style.starts_with(CODE) => INSET,
        _ => 0.0,
    }
}

pub(super) fn styles(page: &Page, languages: &[String]) -> Element {
    let coded = languages.iter().enumerate().map(|(index, language)| {
        let name = format!("{CODE_NAME} ({language})");
        style("paragraph", &code(index), &name)
            .attr("w:customStyle", 1)
            .with(value("w:basedOn", CODE))
    });
    tag("w:styles")
        .attr("xmlns:w", MAIN)
        .with(defaults(page))
        .with(
            style("paragraph", "Normal", "Normal")
                .attr("w:default", 1)
                .with(tag("w:qFormat")),
        )
        .with(
            style(
                "character",
                "DefaultParagraphFont",
                "Default Paragraph Font",
            )
            .attr("w:default", 1)
            .with(tag("w:semiHidden")),
        )
        .with(plain_table())
        .with(title())
        .with_all((1..=6).map(heading))
        .with_all(items())
        .with_all(panels())
        .with_all(coded)
        .with_all(small())
        .with_all(letters())
}

fn defaults(page: &Page) -> Element {
    let letters = tag("w:rPr")
        .with(fonts(FONT))
        .with(value("w:color", INK))
        .with_all(size(SIZE))
        .with(
            tag("w:lang")
                .attr("w:val", locale(&page.language))
                .attr("w:eastAsia", "en-US")
                .attr("w:bidi", "ar-SA"),
        );
    let spacing = spacing(0.0, GAP)
        .attr("w:line", (LINE * 240.0).round())
        .attr("w:lineRule", "auto");
    tag("w:docDefaults")
        .with(tag("w:rPrDefault").with(letters))
        .with(tag("w:pPrDefault").with(tag("w:pPr").with(spacing)))
}

/// A table without a style of its own would have no room in its cells in some programs.
fn plain_table() -> Element {
    let side = |name| tag(name).attr("w:w", 108).attr("w:type", "dxa");
    style("table", "TableNormal", "Normal Table")
        .attr("w:default", 1)
        .with(tag("w:semiHidden"))
        .with(
            tag("w:tblPr")
                .with(tag("w:tblInd").attr("w:w", 0).attr("w:type", "dxa"))
                .with(
                    tag("w:tblCellMar")
                        .with(side("w:left"))
                        .with(side("w:right")),
                ),
        )
}

fn title() -> Element {
    named(TITLE, "Title")
        .with(
            tag("w:pPr")
                .with(tag("w:keepNext"))
                .with(tag("w:suppressAutoHyphens"))
                .with(spacing(0.0, 14.0)),
        )
        .with(tag("w:rPr").with(tag("w:b")).with_all(size(TITLE_SIZE)))
}

fn heading(level: u8) -> Element {
    let look = &HEADINGS[usize::from(level) - 1];
    let mut letters = tag("w:rPr").with(tag("w:b"));
    if level == 6 {
        letters = letters.with(value("w:color", FAINT_INK));
    }
    named(&format!("Heading{level}"), &format!("heading {level}"))
        .with(
            tag("w:pPr")
                .with(tag("w:keepNext"))
                .with(tag("w:keepLines"))
                .with(tag("w:suppressAutoHyphens"))
                .with(spacing(look.above, look.under))
                .with(value("w:outlineLvl", level - 1)),
        )
        .with(letters.with_all(size(look.size)))
}

fn items() -> [Element; 2] {
    let item = |id, name, list: Option<usize>| {
        let list = list.map(|list| tag("w:numPr").with(value("w:numId", list)));
        following(id, name, id).with(tag("w:pPr").with_all(list).with(spacing(0.0, ITEM_GAP)))
    };
    [
        item(BULLET, "List Bullet", Some(lists::BULLETS)),
        item(NUMBER, "List Number", None),
    ]
}

fn panels() -> [Element; 3] {
    let panel = |bar: &str, fill: Option<&str>| {
        let bar = tag("w:pBdr").with(edge("w:left", bar, 18).attr("w:space", 8));
        tag("w:pPr").with(bar).with_all(fill.map(shade))
    };
    let indent = || tag("w:ind").attr("w:left", twips(INSET));
    [
        named(QUOTE, "Quote")
            .with(panel(RULE, None).with(indent()))
            .with(tag("w:rPr").with(value("w:color", FAINT_INK))),
        named(CODE, CODE_NAME)
            .attr("w:customStyle", 1)
            .with(
                panel(PANEL, Some(PANEL))
                    .with(
                        spacing(0.0, GAP)
                            .attr("w:line", 252)
                            .attr("w:lineRule", "auto"),
                    )
                    .with(indent())
                    .with(value("w:jc", "left")),
            )
            .with(
                tag("w:rPr")
                    .with(fonts(MONOSPACED))
                    .with(tag("w:noProof"))
                    .with_all(size(CODE_SIZE)),
            ),
        named(CALLOUT, CALLOUT_NAME).attr("w:customStyle", 1).with(
            panel(RULE, Some(PANEL)).with(
                tag("w:ind")
                    .attr("w:left", twips(inset(CALLOUT)))
                    .attr("w:hanging", twips(STEP)),
            ),
        ),
    ]
}

fn small() -> [Element; 5] {
    let below = tag("w:pBdr").with(edge("w:bottom", RULE, 6).attr("w:space", 1));
    let tight = || tag("w:pPr").with(spacing(0.0, 0.0));
    [
        named(CAPTION, "caption").with(
            tag("w:rPr")
                .with(value("w:color", FAINT_INK))
                .with_all(size(SMALL_SIZE)),
        ),
        named(RULER, DIVIDER)
            .attr("w:customStyle", 1)
            .with(tag("w:pPr").with(below).with(spacing(0.0, 12.0)))
            .with(tag("w:rPr").with_all(size(6.0))),
        named(UNDER_TABLE, SPACE)
            .attr("w:customStyle", 1)
            .with(tight())
            .with(tag("w:rPr").with_all(size(GAP))),
        named(CELL, "Table Contents")
            .attr("w:customStyle", 1)
            .with(tight()),
        style("paragraph", HEADER_CELL, TABLE_HEADING)
            .attr("w:customStyle", 1)
            .with(value("w:basedOn", CELL))
            .with(tag("w:rPr").with(tag("w:b"))),
    ]
}

fn letters() -> [Element; 2] {
    [
        style("character", LINK_TEXT, "Hyperlink").with(
            tag("w:rPr")
                .with(value("w:color", LINK))
                .with(value("w:u", "single")),
        ),
        style("character", VERBATIM, CODE_TEXT)
            .attr("w:customStyle", 1)
            .with(
                tag("w:rPr")
                    .with(fonts(MONOSPACED))
                    .with(tag("w:noProof"))
                    .with(shade(PANEL)),
            ),
    ]
}

/// A style of paragraphs that plain text follows.
fn named(id: &str, name: &str) -> Element {
    following(id, name, "Normal")
}

fn following(id: &str, name: &str, next: &str) -> Element {
    style("paragraph", id, name)
        .with(value("w:basedOn", "Normal"))
        .with(value("w:next", next))
        .with(tag("w:qFormat"))
}

fn style(kind: &str, id: &str, name: &str) -> Element {
    tag("w:style")
        .attr("w:type", kind)
        .attr("w:styleId", id)
        .with(value("w:name", name))
}

fn fonts(font: &str) -> Element {
    ["w:ascii", "w:hAnsi", "w:cs"]
        .into_iter()
        .fold(tag("w:rFonts"), |fonts, kind| fonts.attr(kind, font))
}

/// In half points, for all scripts.
fn size(points: f64) -> [Element; 2] {
    let halves = (points * 2.0).round();
    [value("w:sz", halves), value("w:szCs", halves)]
}

fn spacing(above: f64, under: f64) -> Element {
    tag("w:spacing")
        .attr("w:before", twips(above))
        .attr("w:after", twips(under))
}

/// A line at an edge, as thick as so many eighths of a point.
pub(super) fn edge(name: &'static str, color: &str, eighths: u32) -> Element {
    value(name, "single")
        .attr("w:sz", eighths)
        .attr("w:color", color)
}

/// A colour behind something.
pub(super) fn shade(color: &str) -> Element {
    value("w:shd", "clear")
        .attr("w:color", "auto")
        .attr("w:fill", color)
}
