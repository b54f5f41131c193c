//! What word processors keep of a page, for tests of the formats.

use super::{push, text_of};
use crate::figure::{card, figure};
use crate::look::TEXT_WIDTH;
use crate::sample::{PICTURE, everything};
use crate::{Block, Files, Inline, Kind, Page, Text};

/// The sample as it comes back: links to notes are their titles, files that are not there are links, blocks of newer
/// servers are text, and pictures have the names that they have in the file.
pub(crate) fn kept(picture: &str) -> Page {
    let page = everything();
    let bytes = page.files[PICTURE].clone();
    let mut blocks = page.blocks.clone();
    for block in &mut blocks {
        keep(&page, block, picture);
    }
    Page {
        blocks,
        files: Files::from([(picture.to_owned(), bytes)]),
        ..page
    }
}

fn keep(page: &Page, block: &mut Block, picture: &str) {
    if let Some(media) = block.kind.media()
        && figure(page, media, TEXT_WIDTH).is_none()
    {
        block.content = card(page, media);
        block.kind = Kind::Paragraph;
    }
    match &mut block.kind {
        Kind::Unknown(_) => block.kind = Kind::Paragraph,
        Kind::Image(media) => media.address = picture.to_owned(),
        Kind::Table(table) => {
            for cell in table.rows.iter_mut().flatten() {
                cell.content = joined(&cell.content);
            }
        }
        _ => {}
    }
    block.content = joined(&block.content);
    for child in &mut block.children {
        keep(page, child, picture);
    }
}

fn joined(content: &[Inline]) -> Vec<Inline> {
    let mut joined = Vec::new();
    for inline in content {
        match inline {
            Inline::Text(Text { text, marks }) => push(&mut joined, text, marks),
            Inline::Note { title, .. } => push(&mut joined, title, &crate::Marks::default()),
            Inline::Break => joined.push(Inline::Break),
        }
    }
    joined
}

/// Blocks in a few words, a line for each: `Bullet: text`, those under it further in, marks as letters before text.
pub(crate) fn outline(blocks: &[Block]) -> String {
    let mut lines = Vec::new();
    list(blocks, 0, &mut lines);
    lines.join("\n")
}

fn list(blocks: &[Block], depth: usize, lines: &mut Vec<String>) {
    for block in blocks {
        let kind = match &block.kind {
            Kind::Paragraph => String::new(),
            Kind::Image(media) => format!("Image {} \"{}\"", media.name, media.caption),
            Kind::Table(_) => "Table".to_owned(),
            kind => format!("{kind:?}"),
        };
        let text = marked(&block.content);
        let line = match (kind.is_empty(), text.is_empty()) {
            (true, _) => text,
            (false, true) => kind,
            (false, false) => format!("{kind}: {text}"),
        };
        lines.push(format!("{}{line}", "  ".repeat(depth)));
        if let Kind::Table(table) = &block.kind {
            for row in &table.rows {
                let cells = row.iter().map(|cell| {
                    let header = if cell.header { "!" } else { "" };
                    let text = marked(&cell.content);
                    format!("{header}{text} {}x{}", cell.columns, cell.rows)
                });
                let cells: Vec<String> = cells.collect();
                lines.push(format!("{}| {}", "  ".repeat(depth), cells.join(" | ")));
            }
        }
        list(&block.children, depth + 1, lines);
    }
}

fn marked(content: &[Inline]) -> String {
    let draw = |inline: &Inline| {
        let Inline::Text(Text { text, marks }) = inline else {
            return text_of(std::slice::from_ref(inline)).replace('\n', "/");
        };
        let mut signs = String::new();
        for (set, sign) in [
            (marks.bold, "b"),
            (marks.italic, "i"),
            (marks.underline, "u"),
            (marks.strike, "s"),
            (marks.code, "c"),
        ] {
            signs.push_str(if set { sign } else { "" });
        }
        if let Some(color) = marks.text {
            signs.push_str(color.name());
        }
        if let Some(link) = &marks.link {
            signs.push_str(link);
        }
        match signs.is_empty() {
            true => text.clone(),
            false => format!("<{signs} {text}>"),
        }
    };
    content.iter().map(draw).collect()
}
