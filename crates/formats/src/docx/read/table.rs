//! Tables, with the cells that are merged.

use std::collections::HashMap;

use crate::flow::{Fill, Piece, Place, fill, settle_table};
use crate::xml::{EMPTY, Element};
use crate::{Block, Cell, Kind, Row, Style, Table};

use super::styles::{align, background};
use super::{Reader, flag, points, value_of};

/// No table is wider.
const WIDEST: u32 = 200;
/// A CSS pixel, in points.
const PIXEL: f64 = crate::look::PIXEL;

/// A table while its rows are read.
#[derive(Default)]
struct Growing {
    rows: Vec<Row>,
    /// The cell that reaches down in each column.
    open: HashMap<u32, Origin>,
    left_over: Vec<Piece>,
}

/// Where a cell began.
#[derive(Clone, Copy)]
struct Origin {
    row: usize,
    cell: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn table(&mut self, element: &'a Element, pieces: &mut Vec<Piece>) {
        let rows = rows(element);
        if let Some(frame) = self.frame(&rows) {
            pieces.extend(frame);
            return;
        }
        let mut table = Growing::default();
        for row in rows {
            self.row(row, &mut table);
        }
        let indent = element
            .child("w:tblPr")
            .and_then(|properties| properties.child("w:tblInd"))
            .and_then(|indent| points(indent.attribute("w:w")?));
        let block = Kind::Table(settle_table(Table {
            rows: table.rows,
            widths: widths(element),
        }));
        pieces.push(Piece {
            place: Place::Text {
                indent: indent.unwrap_or(0.0),
            },
            block: Block::new(block, ""),
            ..Piece::default()
        });
        pieces.append(&mut table.left_over);
    }

    /// What is in a table of one cell, if the table is but a frame around it.
    fn frame(&mut self, rows: &[&'a Element]) -> Option<Vec<Piece>> {
        let [row] = rows else {
            return None;
        };
        let [cell] = cells(row)[..] else {
            return None;
        };
        let several = cell
            .elements()
            .filter(|child| child.name != "w:tcPr")
            .count()
            > 1;
        if !several {
            return None;
        }
        let mut pieces = Vec::new();
        self.blocks(cell, &mut pieces);
        Some(pieces)
    }

    fn row(&mut self, row: &'a Element, table: &mut Growing) {
        let properties = row.child("w:trPr").unwrap_or(&EMPTY);
        let header = flag(properties, "w:tblHeader") == Some(true);
        let skipped = span(properties, "w:gridBefore").unwrap_or(0);
        table.rows.push(Row::new());
        let mut column = 0;
        if skipped > 0 {
            begin(
                table,
                column,
                Cell {
                    columns: skipped,
                    ..Cell::default()
                },
            );
            column += skipped;
        }
        for element in cells(row) {
            let properties = element.child("w:tcPr").unwrap_or(&EMPTY);
            let columns = span(properties, "w:gridSpan").unwrap_or(1).max(1);
            let merged = properties.child("w:vMerge");
            let goes_on = merged.is_some_and(|merged| merged.attribute("w:val") != Some("restart"));
            if !(goes_on && go_on(table, column)) {
                let mut cell = self.cell(element, properties, &mut table.left_over);
                cell.columns = columns;
                cell.header |= header;
                begin(table, column, cell);
                if merged.is_none() {
                    table.open.remove(&column);
                }
            }
            column = column.saturating_add(columns);
        }
    }

    fn cell(
        &mut self,
        element: &'a Element,
        properties: &Element,
        left_over: &mut Vec<Piece>,
    ) -> Cell {
        let mut pieces = Vec::new();
        self.blocks(element, &mut pieces);
        let first = pieces.first().map(|piece| piece.block.style);
        let Fill {
            content,
            header,
            left_over: mut more,
        } = fill(pieces);
        left_over.append(&mut more);
        let first = first.unwrap_or_default();
        let style = Style {
            align: align(properties).unwrap_or(first.align),
            text: first.text,
            background: background(properties).or(first.background),
        };
        Cell {
            header,
            style,
            content,
            ..Cell::default()
        }
    }
}

fn begin(table: &mut Growing, column: u32, cell: Cell) {
    let row = table.rows.len() - 1;
    if let Some(cells) = table.rows.last_mut() {
        cells.push(cell);
        let cell = cells.len() - 1;
        table.open.insert(column, Origin { row, cell });
    }
}

/// Makes the cell above reach one row further, if there is one.
fn go_on(table: &mut Growing, column: u32) -> bool {
    let row = table.rows.len() - 1;
    let origin = table.open.get(&column).copied();
    let above = origin.and_then(|origin| table.rows.get_mut(origin.row)?.get_mut(origin.cell));
    match (origin, above) {
        (Some(origin), Some(cell)) if origin.row + cell.rows as usize == row => {
            cell.rows += 1;
            true
        }
        _ => false,
    }
}

/// The rows that were not deleted.
fn rows(table: &Element) -> Vec<&Element> {
    within(table, "w:tr")
        .into_iter()
        .filter(|row| {
            let properties = row.child("w:trPr");
            properties.is_none_or(|properties| properties.child("w:del").is_none())
        })
        .collect()
}

fn cells(row: &Element) -> Vec<&Element> {
    within(row, "w:tc")
        .into_iter()
        .filter(|cell| {
            let properties = cell.child("w:tcPr");
            properties.is_none_or(|properties| properties.child("w:cellDel").is_none())
        })
        .collect()
}

/// The elements of this name, also those inside controls and changes.
fn within<'a>(element: &'a Element, name: &str) -> Vec<&'a Element> {
    let mut found = Vec::new();
    for child in element.elements() {
        match &*child.name {
            known if known == name => found.push(child),
            "w:sdt" | "w:sdtContent" | "w:ins" | "w:moveTo" | "w:customXml" => {
                found.extend(within(child, name));
            }
            _ => {}
        }
    }
    found
}

fn span(properties: &Element, name: &str) -> Option<u32> {
    let span: u32 = value_of(properties, name)?.parse().ok()?;
    Some(span.min(WIDEST))
}

/// The width of each column in CSS pixels.
fn widths(table: &Element) -> Vec<f64> {
    let grid = table.child("w:tblGrid").unwrap_or(&EMPTY);
    grid.all("w:gridCol")
        .take(WIDEST as usize)
        .map(|column| {
            let points = column.attribute("w:w").and_then(points);
            (points.unwrap_or(0.0) / PIXEL).round()
        })
        .collect()
}
