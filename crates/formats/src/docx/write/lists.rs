//! The lists of a document: how each level looks, and which number each list begins with.

use crate::look::{DEEPEST_LEVEL, FOLD, INK, STEP, SYMBOLS, bullet};
use crate::xml::{Element, tag};

use super::{MAIN, twips, value};

/// The lists that every document has, by their number in it.
pub(super) const BULLETS: usize = 1;
pub(super) const BOXES: usize = 2;
pub(super) const FOLDS: usize = 3;
/// How each of them and those with numbers look, by its number.
const NUMBERS: usize = 4;

/// The lists with numbers that a document has, in their order.
#[derive(Default)]
pub(super) struct Lists {
    numbered: Vec<Start>,
}

struct Start {
    level: usize,
    number: u32,
}

impl Lists {
    /// Begins a list with this number, and says its own.
    pub(super) fn begin(&mut self, level: usize, number: u32) -> usize {
        self.numbered.push(Start { level, number });
        self.current()
    }

    /// The list that was begun last.
    pub(super) fn current(&self) -> usize {
        FOLDS + self.numbered.len()
    }

    pub(super) fn numbering(&self) -> Element {
        let fixed = (BULLETS..NUMBERS).map(|list| instance(list, list));
        let numbered = self.numbered.iter().enumerate().map(|(index, start)| {
            let begin = tag("w:lvlOverride")
                .attr("w:ilvl", start.level)
                .with(value("w:startOverride", start.number));
            instance(NUMBERS + index, NUMBERS).with(begin)
        });
        tag("w:numbering")
            .attr("xmlns:w", MAIN)
            .with_all((BULLETS..=NUMBERS).map(look))
            .with_all(fixed)
            .with_all(numbered)
    }
}

fn instance(list: usize, look: usize) -> Element {
    tag("w:num")
        .attr("w:numId", list)
        .with(value("w:abstractNumId", look))
}

fn look(list: usize) -> Element {
    tag("w:abstractNum")
        .attr("w:abstractNumId", list)
        .with(value("w:multiLevelType", "hybridMultilevel"))
        .with_all((0..=DEEPEST_LEVEL).map(|index| level(list, index)))
}

fn level(list: usize, index: usize) -> Element {
    let (format, sign) = match list {
        BULLETS => ("bullet", bullet(index).to_owned()),
        // The box itself is a control in the text, which can be ticked.
        BOXES => ("bullet", String::new()),
        FOLDS => ("bullet", FOLD.to_owned()),
        _ => {
            let format = ["decimal", "lowerLetter", "lowerRoman"][index % 3];
            (format, format!("%{}.", index + 1))
        }
    };
    let mut level = tag("w:lvl")
        .attr("w:ilvl", index)
        .with(value("w:start", 1))
        .with(value("w:numFmt", format));
    if list == BOXES {
        level = level.with(value("w:suff", "nothing"));
    }
    level = level
        .with(value("w:lvlText", sign))
        .with(value("w:lvlJc", "left"))
        .with(tag("w:pPr").with(indent(index)));
    if matches!(list, BULLETS | FOLDS) {
        level = level.with(tag("w:rPr").with(symbols()).with(value("w:color", INK)));
    }
    level
}

fn indent(level: usize) -> Element {
    tag("w:ind")
        .attr("w:left", twips(STEP * (level + 1) as f64))
        .attr("w:hanging", twips(STEP))
}

/// Letters that have boxes and triangles.
pub(super) fn symbols() -> Element {
    ["w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"]
        .into_iter()
        .fold(tag("w:rFonts"), |fonts, kind| fonts.attr(kind, SYMBOLS))
}
