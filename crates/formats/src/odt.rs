//! A page as OpenDocument text, out and in: what LibreOffice saves, and what agencies must be able to take.
//!
//! It promises a file that opens without a question, made of styles, lists and alternatives that office programs know,
//! and that everything a reader sees in their files is on the page. It deliberately keeps no file's own styles,
//! comments, headers or footers, and writes only pictures that all of them draw.

mod read;
mod write;

use crate::{Error, Page, limits};

const WHAT: &str = "an ODT document";
const MEDIA_TYPE: &str = "application/vnd.oasis.opendocument.text";

/// The page as an ODT file.
pub fn write(page: &Page) -> Result<Vec<u8>, Error> {
    limits::check_page(page, WHAT)?;
    write::file(page)
}

/// The page that an ODT file shows. Pictures stand in [`Page::files`] by their names in it.
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
