//! The paper that Typst writes on: one fixed template, the note as values, and fonts.
//!
//! It promises that nothing else can be reached from there: no file, no package, no network, no clock.

use std::fmt;

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Dict};
use typst::layout::PagedDocument;
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::fonts::Fonts;
use crate::Error;

const TEMPLATE: &str = include_str!("template.typ");

/// The document that the template makes of these values, as a file.
pub(super) fn print(note: Dict, fonts: &Fonts) -> Result<Vec<u8>, Error> {
    let document = set(note, fonts)?;
    let standards =
        PdfStandards::new(&[PdfStandard::Ua_1]).expect("one standard alone is in order");
    let options = PdfOptions {
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|errors| unwritable(&errors))
}

/// The document that the template makes of these values, with everything at its place.
pub(super) fn set(note: Dict, fonts: &Fonts) -> Result<PagedDocument, Error> {
    let paper = Paper {
        library: LazyHash::new(
            Library::builder()
                .with_inputs(note)
                .with_features([Feature::A11yExtras].into_iter().collect())
                .build(),
        ),
        template: Source::detached(TEMPLATE),
        fonts,
    };
    typst::compile::<PagedDocument>(&paper)
        .output
        .map_err(|errors| unwritable(&errors))
}

struct Paper<'a> {
    library: LazyHash<Library>,
    template: Source,
    fonts: &'a Fonts,
}

impl World for Paper<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() {
            Ok(self.template.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.faces.get(index).cloned()
    }

    fn today(&self, _: Option<i64>) -> Option<Datetime> {
        None
    }
}

/// What Typst says, without the note's text that it quotes.
#[derive(Debug)]
struct Complaint(String);

impl fmt::Display for Complaint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Complaint {}

fn unwritable(errors: &[SourceDiagnostic]) -> Error {
    let said: Vec<&str> = errors
        .iter()
        .filter_map(|error| error.message.split(['`', '"']).next())
        .collect();
    Error::Unwritable {
        what: "PDF",
        source: Box::new(Complaint(said.join("; "))),
    }
}
