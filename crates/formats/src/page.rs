//! A page: what a note says, block by block, in the words that every format has. Docs' own block names and attributes
//! stay in `notes`; those of each format stay in its module.

use std::collections::BTreeMap;

/// A whole note.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// Its title; empty if it has none.
    pub title: String,
    /// The language it is written in, as BCP 47 says it: `fr`, `de`, `nl`, `en`.
    pub language: String,
    /// Its blocks, from the top.
    pub blocks: Vec<Block>,
    /// The bytes of the files that its blocks show, by their address.
    pub files: Files,
}

/// The bytes of files by the address that a block shows them by. One that is not here is only named.
pub type Files = BTreeMap<String, Vec<u8>>;

/// A block, and those that stand under it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Block {
    /// What it is.
    pub kind: Kind,
    /// How it looks.
    pub style: Style,
    /// Its text; empty for those that have none.
    pub content: Vec<Inline>,
    /// Indented under it.
    pub children: Vec<Block>,
}

/// What a block is.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Kind {
    /// Plain text.
    #[default]
    Paragraph,
    /// A heading of level 1 to 6.
    Heading(u8),
    /// An item of a list with bullets.
    Bullet,
    /// An item of a numbered list; the first of a list may say which number it starts with.
    Numbered(Option<u32>),
    /// An item with a box, ticked or not.
    Check(bool),
    /// An item that folds away what is under it.
    Toggle,
    /// A quotation.
    Quote,
    /// Program text in this language (empty if none); its content is one text with line breaks in it.
    Code(String),
    /// A line across the page.
    Divider,
    /// What follows begins on a new page.
    PageBreak,
    /// A remark that stands out, with this emoji.
    Callout(String),
    /// A picture.
    Image(Media),
    /// A film.
    Video(Media),
    /// A recording.
    Audio(Media),
    /// A PDF.
    Pdf(Media),
    /// Any other file.
    File(Media),
    /// A table.
    Table(Table),
    /// A block of a newer server, by its name there. Its content is whatever text is in it.
    Unknown(String),
}

/// A file that a block shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Media {
    /// Its file name.
    pub name: String,
    /// Its address, which [`Page::files`] may have the bytes of.
    pub address: String,
    /// What is written under it, and said in its place to who cannot see it.
    pub caption: String,
    /// How wide it is drawn, in CSS pixels; as wide as it is if not said.
    pub width: Option<f64>,
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// From the top.
    pub rows: Vec<Row>,
    /// The width of each column, in CSS pixels; shared out evenly if empty.
    pub widths: Vec<f64>,
}

/// The cells that begin in a row: one that a cell of an earlier row or column reaches over has no entry.
pub type Row = Vec<Cell>;

/// A cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Whether it names its row or column.
    pub header: bool,
    /// How many columns it reaches over.
    pub columns: u32,
    /// How many rows it reaches over.
    pub rows: u32,
    /// How it looks.
    pub style: Style,
    /// Its text.
    pub content: Vec<Inline>,
}

/// How a block or a cell looks.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Style {
    /// Where its lines stand.
    pub align: Align,
    /// The colour of its text.
    pub text: Option<Color>,
    /// The colour behind it.
    pub background: Option<Color>,
}

/// Where lines stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "they are what they are called")]
pub enum Align {
    #[default]
    Left,
    Center,
    Right,
    Justify,
}

/// The colours that notes have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "they are what they are called")]
pub enum Color {
    Gray,
    Brown,
    Red,
    Orange,
    Yellow,
    Green,
    Blue,
    Purple,
    Pink,
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Inline {
    /// Text that looks alike from end to end.
    Text(Text),
    /// A line break inside a block.
    Break,
    /// A link to another note.
    Note {
        /// The note's id.
        id: String,
        /// Its title when the link was made.
        title: String,
    },
}

/// Text that looks alike from end to end.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Text {
    /// The characters.
    pub text: String,
    /// How they look.
    pub marks: Marks,
}

/// How text looks.
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(missing_docs, reason = "they are what they are called")]
pub struct Marks {
    pub bold: bool,
    pub italic: bool,
    pub underline: bool,
    pub strike: bool,
    pub code: bool,
    pub text: Option<Color>,
    pub background: Option<Color>,
    /// Where it leads.
    pub link: Option<String>,
}

impl Default for Cell {
    fn default() -> Self {
        Self {
            header: false,
            columns: 1,
            rows: 1,
            style: Style::default(),
            content: Vec::new(),
        }
    }
}

impl Block {
    /// A block of this kind with this plain text in it.
    pub fn new(kind: Kind, text: impl Into<String>) -> Self {
        let text = text.into();
        let content = if text.is_empty() {
            Vec::new()
        } else {
            vec![Inline::plain(text)]
        };
        Self {
            kind,
            content,
            ..Self::default()
        }
    }
}

impl Kind {
    /// The file that such a block shows, if it shows one.
    pub fn media(&self) -> Option<&Media> {
        match self {
            Self::Image(media)
            | Self::Video(media)
            | Self::Audio(media)
            | Self::Pdf(media)
            | Self::File(media) => Some(media),
            _ => None,
        }
    }

    /// As [`media`](Self::media), to be changed.
    pub fn media_mut(&mut self) -> Option<&mut Media> {
        match self {
            Self::Image(media)
            | Self::Video(media)
            | Self::Audio(media)
            | Self::Pdf(media)
            | Self::File(media) => Some(media),
            _ => None,
        }
    }
}

impl Inline {
    /// Text without marks.
    pub fn plain(text: impl Into<String>) -> Self {
        Self::Text(Text {
            text: text.into(),
            marks: Marks::default(),
        })
    }
}

impl Page {
    /// Every block, from the top, those under others included.
    pub fn all_blocks(&self) -> impl Iterator<Item = &Block> {
        let mut open: Vec<&Block> = self.blocks.iter().rev().collect();
        std::iter::from_fn(move || {
            let block = open.pop()?;
            open.extend(block.children.iter().rev());
            Some(block)
        })
    }
}
