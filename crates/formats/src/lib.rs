//! A note as files of other programs, out and in: PDF, DOCX, ODT, HTML and Markdown.
//!
//! It promises that what it writes opens in the programs that agencies use, with headings, lists, tables, alternatives
//! and the language kept, and that no file it is given reads anything else, fetches anything or takes the program down.
//! It is pure: bytes and pages go in and out. It deliberately knows nothing of CRDTs, of the vault or of the window.

pub mod archive;
mod color;
pub mod docx;
mod error;
mod figure;
mod file_name;
mod flow;
mod grid;
pub mod html;
mod limits;
mod link;
mod look;
pub mod markdown;
pub mod odt;
mod page;
pub mod pdf;
mod picture;
#[cfg(test)]
mod sample;
mod xml;

pub use error::Error;
pub use file_name::plain_name;
pub use page::{
    Align, Block, Cell, Color, Files, Inline, Kind, Marks, Media, Page, Row, Style, Table, Text,
};
