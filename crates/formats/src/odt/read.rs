//! The parts of an ODT file that a page is made of: its text, styles, lists, notes and pictures.

mod body;
mod lists;
mod picture;
mod styles;
mod table;
mod text;

use std::collections::HashMap;

use crate::archive::unpack;
use crate::flow::{self, Piece, alone};
use crate::xml::{Element, parse};
use crate::{Error, Files, Kind, Page};

use lists::Lists;
use styles::Styles;

/// What a reader goes by, and what it has found so far.
struct Reader<'a> {
    packed: &'a HashMap<String, Vec<u8>>,
    styles: &'a Styles,
    lists: Lists,
    /// Footnotes and endnotes that the text refers to.
    notes: Vec<&'a Element>,
    files: Files,
    /// How many more cells a table may have by repeating one.
    repeats: u32,
}

pub(super) fn page(bytes: &[u8]) -> Result<Page, Error> {
    let packed: HashMap<String, Vec<u8>> = unpack(bytes)?
        .into_iter()
        .map(|entry| (entry.name, entry.bytes))
        .collect();
    let tree = |name: &str| packed.get(name).map(|bytes| parse(bytes)).transpose();
    let content = tree("content.xml")?.ok_or_else(|| super::unreadable("no text in it"))?;
    let named = tree("styles.xml")?;
    let meta = tree("meta.xml")?;
    let roots: Vec<&Element> = named.iter().chain([&content]).collect();
    let styles = Styles::of(&roots);
    let mut reader = Reader {
        packed: &packed,
        lists: Lists::of(&roots),
        styles: &styles,
        notes: Vec::new(),
        files: Files::new(),
        repeats: 100_000,
    };
    let mut pieces = Vec::new();
    let text = content
        .child("office:body")
        .and_then(|body| body.child("office:text"));
    reader.blocks(
        text.ok_or_else(|| super::unreadable("no text in it"))?,
        &mut pieces,
    );
    reader.append_notes(&mut pieces);
    let property = |name: &str| {
        let found = meta.as_ref()?.child("office:meta")?.child(name)?.text();
        (!found.trim().is_empty()).then_some(found)
    };
    let language = styles.language.clone().or_else(|| property("dc:language"));
    let mut page = flow::page(pieces, property("dc:title"))?;
    page.language = primary(&language.unwrap_or_default());
    page.files = reader.files;
    Ok(page)
}

impl Reader<'_> {
    /// The notes that the text refers to, after it, each with the number that stands there.
    fn append_notes(&mut self, pieces: &mut Vec<Piece>) {
        let mut next = 0;
        while let Some(body) = self.notes.get(next).copied() {
            next += 1;
            let mut note = Vec::new();
            self.blocks(body, &mut note);
            if next == 1 {
                pieces.push(alone(Kind::Divider));
            }
            flow::number(&mut note, next);
            pieces.append(&mut note);
        }
    }
}

/// The language without its country.
fn primary(language: &str) -> String {
    let primary = language.split(['-', '_']).next().unwrap_or_default();
    primary.trim().to_ascii_lowercase()
}

/// A measure with its unit, in points.
fn points(measure: &str) -> Option<f64> {
    const UNITS: [(&str, f64); 6] = [
        ("cm", 28.346_457),
        ("mm", 2.834_645_7),
        ("in", 72.0),
        ("pt", 1.0),
        ("pc", 12.0),
        ("px", 0.75),
    ];
    let (number, unit) = UNITS
        .iter()
        .find_map(|(name, unit)| Some((measure.trim().strip_suffix(name)?, unit)))?;
    let number: f64 = number.trim().parse().ok()?;
    number.is_finite().then_some(number * unit)
}
