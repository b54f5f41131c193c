//! A note as a web page, out and in.
//!
//! It promises one file that needs nothing else: readable by eye and by ear, light, dark and on paper, without a script
//! and without an address that is fetched. What it reads may come from Word, LibreOffice, Google Docs or the web;
//! scripts and whatever is hidden there stay behind. It deliberately keeps no looks that notes have not.

mod read;
mod write;

use crate::limits::{check_page, check_text};
use crate::{Error, Page};

pub(crate) use read::{Source, from};
pub(crate) use write::{attribute, escaped, line, table};

const WHAT: &str = "a web page";

/// The page as one HTML file.
pub fn write(page: &Page) -> Result<String, Error> {
    check_page(page, WHAT)?;
    Ok(write::document(page))
}

/// The page that an HTML file shows.
pub fn read(text: &str) -> Result<Page, Error> {
    check_text(text, WHAT)?;
    let page = from(text, Source::Anyone)?;
    check_page(&page, WHAT)?;
    Ok(page)
}

#[cfg(test)]
mod tests;
