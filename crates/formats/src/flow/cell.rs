//! What stands in a cell of a table, where notes have room for text alone.

use super::line::{box_sign, push};
use super::{Piece, Role, text_of};
use crate::{Inline, Kind, Marks, Table};

/// A cell's content as a note holds it.
#[derive(Default)]
pub(crate) struct Fill {
    /// Its text, a line for each paragraph.
    pub(crate) content: Vec<Inline>,
    /// Whether its style says that it names its row or column.
    pub(crate) header: bool,
    /// What is no text, to be shown after the table.
    pub(crate) left_over: Vec<Piece>,
}

/// The content that these pieces make in a cell.
pub(crate) fn fill(pieces: Vec<Piece>) -> Fill {
    let mut fill = Fill {
        header: pieces
            .first()
            .is_some_and(|piece| piece.role == Role::TableHeading),
        ..Fill::default()
    };
    let mut first = true;
    for piece in pieces {
        if matches!(piece.block.kind, Kind::Image(_) | Kind::File(_)) {
            fill.left_over.push(piece);
            continue;
        }
        if !std::mem::take(&mut first) {
            fill.content.push(Inline::Break);
        }
        add(piece, &mut fill.content);
    }
    while fill.content.last() == Some(&Inline::Break) {
        fill.content.pop();
    }
    fill
}

fn add(piece: Piece, content: &mut Vec<Inline>) {
    let plain = Marks::default();
    match &piece.block.kind {
        Kind::Table(table) => return flatten(table, content),
        Kind::Bullet => push(content, "• ", &plain),
        Kind::Numbered(number) => push(content, &format!("{}. ", number.unwrap_or(1)), &plain),
        Kind::Check(ticked) => push(content, &format!("{} ", box_sign(*ticked)), &plain),
        _ => {}
    }
    for inline in piece.block.content {
        match inline {
            Inline::Text(text) => push(content, &text.text, &text.marks),
            other => content.push(other),
        }
    }
}

/// A table in a table: a line for each row.
fn flatten(table: &Table, content: &mut Vec<Inline>) {
    for (index, row) in table.rows.iter().enumerate() {
        if index > 0 {
            content.push(Inline::Break);
        }
        let cells: Vec<String> = row.iter().map(|cell| text_of(&cell.content)).collect();
        push(
            content,
            &cells.join(" | ").replace('\n', " "),
            &Marks::default(),
        );
    }
}

/// The table without widths where they say nothing: all columns are as wide, or some have none.
pub(crate) fn settle_table(mut table: Table) -> Table {
    let first = table.widths.first().copied().unwrap_or(0.0);
    let even = table
        .widths
        .iter()
        .all(|width| (width - first).abs() <= 2.0);
    if even || table.widths.iter().any(|width| *width < 1.0) {
        table.widths.clear();
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Block, Cell, Media};

    fn check(blocks: Vec<Block>, expected: &str) -> Fill {
        let pieces = blocks.into_iter().map(|block| Piece {
            block,
            ..Piece::default()
        });
        let filled = fill(pieces.collect());
        assert_eq!(text_of(&filled.content), expected);
        filled
    }

    #[test]
    fn paragraphs_and_items_are_lines() {
        check(
            vec![
                Block::new(Kind::Paragraph, "a"),
                Block::new(Kind::Bullet, "b"),
                Block::new(Kind::Numbered(Some(2)), "c"),
                Block::new(Kind::Check(true), "d"),
                Block::new(Kind::Paragraph, ""),
            ],
            "a\n• b\n2. c\n☑ d",
        );
    }

    #[test]
    fn pictures_go_after_the_table() {
        let picture = Block::new(Kind::Image(Media::default()), "");
        let filled = check(vec![picture, Block::new(Kind::Paragraph, "a")], "a");
        assert_eq!(filled.left_over.len(), 1);
    }

    #[test]
    fn a_table_in_a_table_has_a_line_for_each_row() {
        let cell = |text: &str| Cell {
            content: vec![Inline::plain(text)],
            ..Cell::default()
        };
        let table = Table {
            rows: vec![vec![cell("a"), cell("b")], vec![cell("c")]],
            widths: Vec::new(),
        };
        check(vec![Block::new(Kind::Table(table), "")], "a | b\nc");
    }
}
