//! A page as a PDF that everybody can read: PDF/UA-1, tagged, with its language, title, outline and alternatives.
//!
//! It promises a document for every page, however odd, the same on every machine, and that no text of the note is ever
//! taken as Typst code: the template is fixed, and the note is handed to it as values. It deliberately reads no PDF, and
//! looks for no fonts: [`missing`] says which letters need one that the caller may add.

mod album;
mod blocks;
mod drawing;
mod fonts;
mod ink;
mod inline;
mod letters;
mod note;
mod paper;
mod table;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use self::fonts::Fonts;
use self::inline::plain;
use crate::{Block, Error, Kind, Page, limits};

const WHAT: &str = "the page";

/// Pages larger than people write would take minutes and all memory: they have more parts (blocks, cells, pieces of lines
/// and breaks in them) or more bytes of text.
const MOST_PARTS: usize = 150_000;
const MOST_TEXT: usize = 4 * 1024 * 1024;

/// Typst works its way down into what is nested, on threads of its own.
const STACK: usize = 64 * 1024 * 1024;

/// The page as a PDF, in the fonts built in.
pub fn write(page: &Page) -> Result<Vec<u8>, Error> {
    write_with_fonts(page, &[])
}

/// The page as a PDF, with font files (TrueType, OpenType or collections) for letters that the built-in ones lack.
pub fn write_with_fonts(page: &Page, fonts: &[Vec<u8>]) -> Result<Vec<u8>, Error> {
    check_size(page)?;
    apart(|| {
        let fonts = Fonts::with(fonts);
        let result = paper::print(note::note(page, &fonts), &fonts);
        // Typst keeps what it has made for the next time, which is another note.
        typst::comemo::evict(0);
        result
    })
}

/// The letters of the page that no built-in font has. In their place stands the replacement character.
pub fn missing(page: &Page) -> BTreeSet<char> {
    let fonts = Fonts::with(&[]);
    texts(page)
        .flat_map(|text| letters::missing(&text, &fonts))
        .collect()
}

/// On threads with room for deep notes, where a fault in Typst ends no more than the document.
fn apart(work: impl FnOnce() -> Result<Vec<u8>, Error> + Send) -> Result<Vec<u8>, Error> {
    let threads = rayon::ThreadPoolBuilder::new()
        .stack_size(STACK)
        .build()
        .map_err(|source| Error::Unwritable {
            what: "PDF",
            source: Box::new(source),
        })?;
    catch_unwind(AssertUnwindSafe(|| threads.install(work))).unwrap_or_else(|_| {
        Err(Error::Unwritable {
            what: "PDF",
            source: "the typesetter stopped".into(),
        })
    })
}

fn check_size(page: &Page) -> Result<(), Error> {
    limits::check_page(page, WHAT)?;
    let parts: usize = page.all_blocks().map(parts).sum();
    let (letters, breaks) = texts(page).fold((0, 0), |(letters, breaks), text| {
        (letters + text.len(), breaks + text.matches('\n').count())
    });
    if letters > MOST_TEXT || parts + breaks > MOST_PARTS {
        return Err(Error::TooLarge { what: WHAT });
    }
    Ok(())
}

/// A block, its cells and the pieces of their lines.
fn parts(block: &Block) -> usize {
    let cells = match &block.kind {
        Kind::Table(table) => {
            let cells = table.rows.iter().flatten();
            cells.map(|cell| 1 + cell.content.len()).sum()
        }
        _ => 0,
    };
    1 + block.content.len() + cells
}

/// Every text of the page that is shown.
fn texts(page: &Page) -> impl Iterator<Item = String> {
    let blocks = page.all_blocks().flat_map(|block| {
        let own = match &block.kind {
            Kind::Callout(emoji) => vec![emoji.clone()],
            Kind::Image(media)
            | Kind::Video(media)
            | Kind::Audio(media)
            | Kind::Pdf(media)
            | Kind::File(media) => vec![media.name.clone(), media.caption.clone()],
            Kind::Table(table) => {
                let cells = table.rows.iter().flatten();
                cells.map(|cell| plain(&cell.content)).collect()
            }
            _ => Vec::new(),
        };
        own.into_iter().chain([plain(&block.content)])
    });
    blocks.chain([page.title.clone()])
}
