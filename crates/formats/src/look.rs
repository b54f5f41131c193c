//! How a page looks in word processors: the measures, fonts and colours that DOCX and ODT share, in points.
//!
//! It promises one quiet look with enough contrast, in fonts that every office program has or has a twin of. It
//! deliberately leaves the pages of PDF to PDF.

/// Everywhere on Windows and macOS; LibreOffice has the same letters under another name.
pub(crate) const FONT: &str = "Arial";
/// As [`FONT`], for program text.
pub(crate) const MONOSPACED: &str = "Courier New";
/// It has boxes and triangles; other systems take them from wherever they are.
pub(crate) const SYMBOLS: &str = "Segoe UI Symbol";

/// A4 with a margin of 2.5 cm on all sides.
pub(crate) const PAGE_WIDTH: f64 = 595.3;
pub(crate) const PAGE_HEIGHT: f64 = 841.9;
pub(crate) const MARGIN: f64 = 70.9;
pub(crate) const TEXT_WIDTH: f64 = PAGE_WIDTH - 2.0 * MARGIN;
/// A picture that is higher leaves no room for its caption.
pub(crate) const TALLEST: f64 = 620.0;
/// A CSS pixel.
pub(crate) const PIXEL: f64 = 0.75;

/// How far a block stands further in than the one it is under.
pub(crate) const STEP: f64 = 21.0;
/// Word processors have no more levels of lists than this; OpenDocument has one more.
pub(crate) const DEEPEST_LEVEL: usize = 8;
/// How far quotations and callouts stand in.
pub(crate) const INSET: f64 = 12.0;

/// The size of text, and that of the title.
pub(crate) const SIZE: f64 = 11.0;
pub(crate) const TITLE_SIZE: f64 = 24.0;
pub(crate) const CODE_SIZE: f64 = 9.5;
pub(crate) const SMALL_SIZE: f64 = 9.0;
/// How high a line is, in sizes.
pub(crate) const LINE: f64 = 1.2;
/// Under paragraphs, and under items of lists.
pub(crate) const GAP: f64 = 7.0;
pub(crate) const ITEM_GAP: f64 = 3.0;

/// Colours, without `#`. All text on all backgrounds has a contrast of 4.5 and more.
pub(crate) const INK: &str = "1f2328";
pub(crate) const FAINT_INK: &str = "57606a";
pub(crate) const LINK: &str = "0b57a4";
pub(crate) const RULE: &str = "b4b9c0";
pub(crate) const PANEL: &str = "f1f2f3";

/// A heading: its size, and the room above and under it.
pub(crate) struct Heading {
    pub(crate) size: f64,
    pub(crate) above: f64,
    pub(crate) under: f64,
}

/// The headings of level 1 to 6.
pub(crate) const HEADINGS: [Heading; 6] = [
    heading(18.0, 20.0, 6.0),
    heading(15.0, 16.0, 5.0),
    heading(13.0, 14.0, 4.0),
    heading(12.0, 12.0, 4.0),
    heading(11.0, 12.0, 3.0),
    heading(11.0, 12.0, 3.0),
];

const fn heading(size: f64, above: f64, under: f64) -> Heading {
    Heading { size, above, under }
}

/// The sign of an item at this level, so that levels can be told apart.
pub(crate) fn bullet(level: usize) -> &'static str {
    ["•", "◦", "▪"][level % 3]
}

/// Signs of items with a box and of items that fold.
pub(crate) const OPEN_BOX: &str = "☐";
pub(crate) const TICKED_BOX: &str = "☑";
pub(crate) const FOLD: &str = "▸";

/// A language with its country, as word processors name their dictionaries: `fr` is `fr-FR`.
pub(crate) fn locale(language: &str) -> String {
    let country = match language {
        "" => return "en-GB".to_owned(),
        "en" => "GB",
        "fr" => "FR",
        "de" => "DE",
        "nl" => "NL",
        "es" => "ES",
        "it" => "IT",
        "pt" => "PT",
        _ => return language.to_owned(),
    };
    format!("{language}-{country}")
}
