//! A page as DOCX, out and in: what Word, LibreOffice and Google Docs open and save.
//!
//! It promises a file that opens in them without a question, made of styles, lists and alternatives that they know, and
//! that everything a reader sees in their files is on the page. It deliberately keeps no file's own styles, comments,
//! headers or footers, and writes only pictures that all of them draw.

mod read;
mod write;

use crate::{Error, Page, limits};

const WHAT: &str = "a DOCX document";

/// The page as a DOCX file.
pub fn write(page: &Page) -> Result<Vec<u8>, Error> {
    limits::check_page(page, WHAT)?;
    write::file(page)
}

/// The page that a DOCX file shows. Pictures stand in [`Page::files`] by their names in it.
pub fn read(bytes: &[u8]) -> Result<Page, Error> {
    read::page(bytes)
}

fn unreadable(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::Unreadable {
        what: WHAT,
        source: source.into(),
    }
}

#[cfg(test)]
mod tests;
