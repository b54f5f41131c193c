//! A page as the values that the template is given.

use typst::foundations::{Dict, IntoValue, dict};

use super::album::Album;
use super::blocks::Draft;
use super::fonts::Fonts;
use super::inline::plain;
use super::letters::printable;
use crate::{Block, Page};

/// As much of a first line as makes a title.
const LONGEST_NAME: usize = 80;

/// The page as values. Every text in it can be set in these fonts.
pub(super) fn note(page: &Page, fonts: &Fonts) -> Dict {
    let words = Words::of(&page.language);
    let mut draft = Draft {
        fonts,
        album: Album::new(&page.files, fonts, words.picture),
        level: 0,
    };
    let mut note = dict! {
        "title" => one_line(&page.title, fonts),
        "name" => name(page, fonts).unwrap_or_else(|| words.untitled.to_owned()),
        "blocks" => draft.blocks(&page.blocks, 0),
        // What a screen reader takes for a language that it is not told.
        "language" => language(&page.language).unwrap_or_else(|| "und".to_owned()),
    };
    if let Some(region) = region(&page.language) {
        note.insert("region".into(), region.into_value());
    }
    note
}

/// What the document says by itself, in the languages of the product.
struct Words {
    untitled: &'static str,
    picture: &'static str,
}

impl Words {
    fn of(tag: &str) -> Self {
        let (untitled, picture) = match language(tag).as_deref() {
            Some("fr") => ("Note sans titre", "Image"),
            Some("de") => ("Notiz ohne Titel", "Bild"),
            Some("nl") => ("Notitie zonder titel", "Afbeelding"),
            _ => ("Untitled note", "Picture"),
        };
        Self { untitled, picture }
    }
}

/// What the document is called: PDF/UA wants a title even where the note has none.
fn name(page: &Page, fonts: &Fonts) -> Option<String> {
    let first = page.all_blocks().map(|block: &Block| plain(&block.content));
    std::iter::once(page.title.clone())
        .chain(first)
        .map(|text| one_line(&text, fonts))
        .find(|text| !text.is_empty())
        .map(|text| text.chars().take(LONGEST_NAME).collect())
}

fn one_line(text: &str, fonts: &Fonts) -> String {
    let text = printable(text, fonts);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first part of a language tag, if it is a code that Typst takes.
fn language(tag: &str) -> Option<String> {
    let code = tag.split('-').next()?.to_ascii_lowercase();
    (matches!(code.len(), 2 | 3) && is_code(&code)).then_some(code)
}

fn region(tag: &str) -> Option<String> {
    let code = tag.split('-').skip(1).find(|part| part.len() == 2)?;
    is_code(code).then(|| code.to_ascii_lowercase())
}

fn is_code(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphabetic())
}
