//! Tables. Those that only place things on a web page are taken for what is in them.

use ego_tree::NodeRef;
use scraper::Node;
use scraper::node::Element;

use super::Reader;
use super::look::{Look, declarations};
use super::out::Out;
use crate::flow::{self, Piece};
use crate::{Block, Cell, Kind, Row, Style, Table};

/// No cell reaches further.
const REACH: u32 = 200;

/// A node with the element it is.
struct Part<'a> {
    node: NodeRef<'a, Node>,
    element: &'a Element,
}

impl<'a> Reader<'a> {
    pub(super) fn table(&mut self, node: NodeRef<'a, Node>, look: &Look, out: &mut Out) {
        for caption in parts(node).filter(|part| part.element.name() == "caption") {
            let blocks = self.blocks(caption.node, look);
            out.extend(blocks);
        }
        let rows: Vec<Part<'a>> = rows(node);
        let cells = |row: &Part<'a>| {
            parts(row.node).filter(|part| matches!(part.element.name(), "td" | "th"))
        };
        let mut all = rows.iter().flat_map(cells);
        if let (Some(only), None) = (all.next(), all.next()) {
            let blocks = self.blocks(only.node, look);
            return out.extend(blocks);
        }
        let mut after = Vec::new();
        let count = rows.len();
        let rows: Vec<Row> = rows
            .iter()
            .enumerate()
            .map(|(index, row)| {
                let left = u32::try_from(count - index).unwrap_or(u32::MAX);
                cells(row)
                    .map(|cell| self.cell(&cell, left, &mut after))
                    .collect()
            })
            .collect();
        if rows.iter().all(Vec::is_empty) {
            return;
        }
        let widths = self.widths(node);
        out.push(Block::new(Kind::Table(Table { rows, widths }), ""));
        out.extend(after);
    }

    /// A cell with so many rows left for it; pictures, which no cell of a note holds, go after the table.
    fn cell(&mut self, part: &Part<'a>, rows: u32, after: &mut Vec<Block>) -> Cell {
        let element = part.element;
        let declared = declarations(element, self.sheet);
        let look = Look::default().block(element, &declared);
        let blocks = self.blocks(part.node, &look);
        let style = match blocks.as_slice() {
            // Word aligns and colours the paragraph in a cell.
            [only] => joined(look.style, only.style),
            _ => look.style,
        };
        let filled = flow::fill(pieces(blocks));
        after.extend(filled.left_over.into_iter().map(|piece| piece.block));
        let reach = |name: &str| {
            element
                .attr(name)
                .and_then(|count| count.trim().parse::<u32>().ok())
        };
        Cell {
            header: element.name() == "th",
            columns: reach("colspan").unwrap_or(1).clamp(1, REACH),
            rows: match reach("rowspan").unwrap_or(1) {
                0 => rows,
                count => count.min(rows),
            },
            style,
            content: filled.content,
        }
    }

    fn widths(&self, node: NodeRef<'a, Node>) -> Vec<f64> {
        let groups = parts(node).filter(|part| part.element.name() == "colgroup");
        let columns = parts(node).chain(groups.flat_map(|group| parts(group.node)));
        let widths = columns
            .filter(|part| part.element.name() == "col")
            .map(|part| super::media::width(part.element, &declarations(part.element, self.sheet)));
        // Widths of some columns say nothing of the others.
        widths.collect::<Option<Vec<f64>>>().unwrap_or_default()
    }
}

fn parts<'a>(node: NodeRef<'a, Node>) -> impl Iterator<Item = Part<'a>> {
    node.children().filter_map(|node| {
        let element = node.value().as_element()?;
        Some(Part { node, element })
    })
}

fn rows<'a>(node: NodeRef<'a, Node>) -> Vec<Part<'a>> {
    let mut rows = Vec::new();
    for part in parts(node) {
        match part.element.name() {
            "tr" => rows.push(part),
            "thead" | "tbody" | "tfoot" => {
                rows.extend(parts(part.node).filter(|row| row.element.name() == "tr"));
            }
            _ => {}
        }
    }
    rows
}

/// Blocks and those under them, one after another.
fn pieces(blocks: Vec<Block>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut open: Vec<Block> = blocks.into_iter().rev().collect();
    while let Some(mut block) = open.pop() {
        open.extend(std::mem::take(&mut block.children).into_iter().rev());
        pieces.push(Piece {
            block,
            ..Piece::default()
        });
    }
    pieces
}

fn joined(cell: Style, paragraph: Style) -> Style {
    Style {
        align: paragraph.align,
        text: paragraph.text.or(cell.text),
        background: cell.background.or(paragraph.background),
    }
}
