//! The blocks of a page as values for the template: items gathered into lists, headings in an order that PDF/UA takes.
//!
//! It promises a tree of at most [`DEEPEST`] levels whatever the note nests; what is deeper stands at the last one.

use typst::foundations::{Array, Dict, IntoValue, dict};

use super::album::Album;
use super::fonts::Fonts;
use super::ink;
use super::inline::{Room, is_blank, line, plain, web};
use super::letters::printable;
use super::table;
use crate::{Align, Block, Kind, Media, Style};

/// Typst gives up on deeper nesting than some twenty levels, and paper has no room for them.
const DEEPEST: usize = 10;

/// Typst takes ever longer for each line of long code: it is given so many at once, and longer code has no colours.
const LINES: usize = 100;
const LONGEST_LIT: usize = 50_000;
const WIDEST_LIT: usize = 1_000;

/// How wide the text is, and how far what stands under a block is indented, in points. The template does the same.
const WIDTH: f64 = 453.0;
const INDENT: f64 = 20.0;

/// What the blocks so far have settled for those that follow.
pub(super) struct Draft<'a> {
    pub(super) fonts: &'a Fonts,
    pub(super) album: Album<'a>,
    /// The level of the last heading: the next may be one deeper at most.
    pub(super) level: u8,
}

impl Draft<'_> {
    /// These blocks, `depth` levels under the page.
    pub(super) fn blocks(&mut self, blocks: &[Block], depth: usize) -> Array {
        let flat: Vec<&Block>;
        let blocks = if depth < DEEPEST {
            flat = blocks.iter().collect();
            &flat
        } else {
            flat = flattened(blocks);
            &flat
        };
        blocks
            .chunk_by(|one, next| is_one_list(&one.kind, &next.kind))
            .filter_map(|run| match run {
                [block] if !is_item(&block.kind) => self.block(block, depth),
                items => self.list(items, depth),
            })
            .collect::<Vec<Dict>>()
            .into_iter()
            .map(IntoValue::into_value)
            .collect()
    }

    fn list(&mut self, blocks: &[&Block], depth: usize) -> Option<Dict> {
        let items: Array = blocks
            .iter()
            .map(|block| {
                let mut item = dict! { "pieces" => line(&block.content, Room::Page, self.fonts) };
                self.finish(&mut item, block, depth);
                item.into_value()
            })
            .collect();
        Some(match blocks.first()?.kind {
            Kind::Numbered(start) => {
                dict! { "kind" => "numbers", "items" => items, "start" => i64::from(start.unwrap_or(1)) }
            }
            Kind::Check(_) => {
                let ticked = |block: &&Block| (block.kind == Kind::Check(true)).into_value();
                let ticked: Array = blocks.iter().map(ticked).collect();
                dict! { "kind" => "checks", "items" => items, "ticked" => ticked }
            }
            Kind::Toggle => dict! { "kind" => "toggles", "items" => items },
            _ => dict! { "kind" => "bullets", "items" => items },
        })
    }

    fn block(&mut self, block: &Block, depth: usize) -> Option<Dict> {
        let mut values = match &block.kind {
            Kind::Divider => dict! { "kind" => "divider" },
            // Typst breaks pages only between the blocks of the page itself.
            Kind::PageBreak if depth == 0 => dict! { "kind" => "page-break" },
            Kind::PageBreak => dict! { "kind" => "space" },
            Kind::Image(media) => self.image(media, depth),
            Kind::Video(media) | Kind::Audio(media) | Kind::Pdf(media) | Kind::File(media) => {
                self.card(media)
            }
            Kind::Table(table) => table::table(table, room(depth), self.fonts)?,
            Kind::Code(language) => self.code(block, language),
            kind => self.written(block, kind),
        };
        self.finish(&mut values, block, depth);
        Some(values)
    }

    fn written(&mut self, block: &Block, kind: &Kind) -> Dict {
        let emoji = match kind {
            Kind::Callout(emoji) => printable(emoji.trim(), self.fonts),
            _ if is_blank(&block.content, self.fonts) => return dict! { "kind" => "space" },
            _ => String::new(),
        };
        let pieces = line(&block.content, Room::Page, self.fonts);
        match kind {
            Kind::Heading(looks) => {
                let looks = (*looks).clamp(1, 6);
                self.level = looks.min(self.level + 1);
                dict! { "kind" => "heading", "pieces" => pieces, "looks" => looks, "level" => self.level }
            }
            Kind::Quote => dict! { "kind" => "quote", "pieces" => pieces },
            Kind::Callout(_) => dict! { "kind" => "callout", "pieces" => pieces, "emoji" => emoji },
            _ => dict! { "kind" => "paragraph", "pieces" => pieces },
        }
    }

    fn code(&self, block: &Block, language: &str) -> Dict {
        let text = printable(&plain(&block.content), self.fonts);
        let lines: Vec<&str> = text.split('\n').collect();
        let is_long = text.len() > LONGEST_LIT || lines.iter().any(|line| line.len() > WIDEST_LIT);
        let language = match language.trim().to_lowercase() {
            _ if is_long => String::new(),
            language => language,
        };
        let parts: Array = lines
            .chunks(LINES)
            .map(|lines| lines.join("\n").into_value())
            .collect();
        dict! { "kind" => "code", "parts" => parts, "language" => language }
    }

    fn image(&mut self, media: &Media, depth: usize) -> Dict {
        let caption = printable(media.caption.trim(), self.fonts);
        let Some(picture) = self.album.picture(&media.address) else {
            return self.card(media);
        };
        let alt = [caption.as_str(), media.name.trim(), self.album.word]
            .into_iter()
            .find(|words| !words.is_empty());
        dict! {
            "kind" => "image",
            "width" => picture.width(media.width, room(depth)),
            "bytes" => picture.bytes,
            "format" => picture.format,
            "alt" => alt,
            "caption" => caption,
        }
    }

    /// A file that is not shown: its name, or else what is written under it, in a frame.
    fn card(&self, media: &Media) -> Dict {
        let caption = printable(media.caption.trim(), self.fonts);
        let name = printable(media.name.trim(), self.fonts);
        let mut values = match (name.is_empty(), caption.is_empty()) {
            (false, _) => dict! { "name" => name, "caption" => caption },
            (true, false) => dict! { "name" => caption, "caption" => "" },
            (true, true) => dict! { "name" => self.album.word, "caption" => "" },
        };
        values.insert("kind".into(), "card".into_value());
        if let Some(address) = web(&media.address) {
            values.insert("link".into(), address.into_value());
        }
        values
    }

    fn finish(&mut self, values: &mut Dict, block: &Block, depth: usize) {
        dress(values, block.style);
        if !block.children.is_empty() && depth < DEEPEST {
            let children = self.blocks(&block.children, depth + 1);
            values.insert("children".into(), children.into_value());
        }
    }
}

/// Adds how a block or a cell looks.
pub(super) fn dress(values: &mut Dict, style: Style) {
    let align = match style.align {
        Align::Left => None,
        Align::Center => Some("center"),
        Align::Right => Some("right"),
        Align::Justify => Some("justify"),
    };
    let looks = [
        ("align", align),
        ("color", style.text.map(ink::text)),
        ("background", style.background.map(crate::Color::background)),
    ];
    for (name, look) in looks {
        if let Some(look) = look {
            values.insert(name.into(), look.into_value());
        }
    }
}

/// How wide what stands so deep may be, in points.
fn room(depth: usize) -> f64 {
    WIDTH - INDENT * depth as f64
}

/// These blocks and all under them, in the order they are read.
fn flattened(blocks: &[Block]) -> Vec<&Block> {
    let mut open: Vec<&Block> = blocks.iter().rev().collect();
    let mut flat = Vec::new();
    while let Some(block) = open.pop() {
        open.extend(block.children.iter().rev());
        flat.push(block);
    }
    flat
}

fn is_item(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Bullet | Kind::Numbered(_) | Kind::Check(_) | Kind::Toggle
    )
}

fn is_one_list(one: &Kind, next: &Kind) -> bool {
    matches!(
        (one, next),
        (Kind::Bullet, Kind::Bullet)
            | (Kind::Numbered(_), Kind::Numbered(None))
            | (Kind::Check(_), Kind::Check(_))
            | (Kind::Toggle, Kind::Toggle)
    )
}
