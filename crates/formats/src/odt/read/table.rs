//! Tables, with the cells that are merged.

use crate::flow::{Fill, Piece, Place, alone, fill, settle_table};
use crate::look::PIXEL;
use crate::xml::Element;
use crate::{Block, Cell, Kind, Row, Style, Table};

use super::Reader;

/// No table is wider.
const WIDEST: u32 = 200;

/// A table while its rows are read.
#[derive(Default)]
struct Growing {
    rows: Vec<Row>,
    widths: Vec<f64>,
    left_over: Vec<Piece>,
}

impl<'a> Reader<'a> {
    pub(super) fn table(&mut self, element: &'a Element, pieces: &mut Vec<Piece>) {
        let style = element.attribute("table:style-name").unwrap_or_default();
        if self.styles.table_breaks_before(style) && !pieces.is_empty() {
            pieces.push(alone(Kind::PageBreak));
        }
        if let Some(frame) = framed(element) {
            self.blocks(frame, pieces);
            return;
        }
        let mut table = Growing::default();
        self.rows(element, false, &mut table);
        let settled = settle_table(Table {
            rows: table.rows,
            widths: table.widths,
        });
        let indent = self.styles.table_indent(style).unwrap_or(0.0);
        pieces.push(Piece {
            place: Place::Text { indent },
            block: Block::new(Kind::Table(settled), ""),
            ..Piece::default()
        });
        pieces.append(&mut table.left_over);
    }

    fn rows(&mut self, element: &'a Element, header: bool, table: &mut Growing) {
        for child in element.elements() {
            match &*child.name {
                "table:table-row" => self.row(child, header, table),
                "table:table-column" => self.column(child, table),
                "table:table-header-rows" => self.rows(child, true, table),
                "table:table-rows"
                | "table:table-row-group"
                | "table:table-columns"
                | "table:table-header-columns"
                | "table:table-column-group" => {
                    self.rows(child, header, table);
                }
                _ => {}
            }
        }
    }

    fn column(&self, column: &Element, table: &mut Growing) {
        let style = column.attribute("table:style-name").unwrap_or_default();
        let points = self.styles.column_width(style).unwrap_or(0.0);
        let count = number(column, "table:number-columns-repeated").min(WIDEST) as usize;
        let room = (WIDEST as usize).saturating_sub(table.widths.len());
        let width = (points / PIXEL).round();
        table
            .widths
            .extend(std::iter::repeat_n(width, count.min(room)));
    }

    fn row(&mut self, row: &'a Element, header: bool, table: &mut Growing) {
        let mut cells = Row::new();
        for element in row.all("table:table-cell") {
            let mut cell = self.cell(element, &mut table.left_over);
            cell.header |= header;
            let count = number(element, "table:number-columns-repeated").min(WIDEST);
            for _ in 1..self.granted(count) {
                cells.push(cell.clone());
            }
            cells.push(cell);
        }
        let count = number(row, "table:number-rows-repeated");
        let width = u32::try_from(cells.len()).unwrap_or(u32::MAX);
        for _ in 1..self
            .granted(count.saturating_mul(width))
            .checked_div(width)
            .unwrap_or(0)
        {
            table.rows.push(cells.clone());
        }
        table.rows.push(cells);
    }

    /// How many of these cells may still be made: a few words can ask for millions.
    fn granted(&mut self, count: u32) -> u32 {
        let granted = count.min(self.repeats);
        self.repeats -= granted;
        granted
    }

    fn cell(&mut self, element: &'a Element, left_over: &mut Vec<Piece>) -> Cell {
        let mut pieces = Vec::new();
        self.blocks(element, &mut pieces);
        let first = pieces.first().map(|piece| piece.block.style);
        let first = first.unwrap_or_default();
        let Fill {
            content,
            header,
            left_over: mut more,
        } = fill(pieces);
        left_over.append(&mut more);
        let style = element.attribute("table:style-name").unwrap_or_default();
        let background = self.styles.cell_background(style);
        Cell {
            header,
            columns: number(element, "table:number-columns-spanned").min(WIDEST),
            rows: number(element, "table:number-rows-spanned"),
            style: Style {
                background: background.or(first.background),
                ..first
            },
            content,
        }
    }
}

/// The only cell of a table that is but a frame around several paragraphs.
fn framed(table: &Element) -> Option<&Element> {
    let mut rows = table.all("table:table-row");
    let row = rows.next().filter(|_| rows.next().is_none())?;
    let mut cells = row.elements();
    let cell = cells.next().filter(|_| cells.next().is_none())?;
    let others = table.child("table:table-header-rows").is_some();
    (!others && cell.elements().count() > 1).then_some(cell)
}

/// A count, which is 1 where none is said.
fn number(element: &Element, name: &str) -> u32 {
    let said = element.attribute(name);
    said.and_then(|number| number.parse().ok())
        .unwrap_or(1)
        .max(1)
}
