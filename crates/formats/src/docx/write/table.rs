//! A table: rows of headers come again on each page, and merged cells stay merged.

use crate::grid::{Slot, slots, widths};
use crate::look::{PANEL, PIXEL, RULE, TEXT_WIDTH};
use crate::xml::{Element, tag};
use crate::{Cell, Table};

use super::body::alignment;
use super::styles::{CELL, HEADER_CELL, edge, shade};
use super::text::runs;
use super::{Parts, twips, unhashed, value};

/// The table, so many points further in; none if there is nothing in it.
pub(super) fn table(table: &Table, indent: f64, parts: &mut Parts) -> Option<Element> {
    let grid = slots(table);
    let columns = grid.first().map_or(0, Vec::len);
    if columns == 0 {
        return None;
    }
    let widths = widths(table, columns, TEXT_WIDTH - indent, PIXEL);
    let headers = header_rows(&grid);
    let rows: Vec<Element> = grid
        .iter()
        .enumerate()
        .map(|(index, slots)| row(slots, &widths, index < headers, parts))
        .collect();
    Some(
        tag("w:tbl")
            .with(properties(indent, widths.iter().sum()))
            .with(
                tag("w:tblGrid").with_all(
                    widths
                        .iter()
                        .map(|width| tag("w:gridCol").attr("w:w", twips(*width))),
                ),
            )
            .with_all(rows),
    )
}

/// How many rows at the top are headers alone.
fn header_rows(grid: &[Vec<Slot<'_>>]) -> usize {
    let is_header = |row: &&Vec<Slot<'_>>| {
        row.iter().all(|slot| match slot {
            Slot::Cell { cell, .. } => cell.header,
            Slot::Across | Slot::Below { .. } => true,
            Slot::Empty => false,
        })
    };
    grid.iter().take_while(is_header).count()
}

fn properties(indent: f64, width: f64) -> Element {
    let measure = |name, points| tag(name).attr("w:w", twips(points)).attr("w:type", "dxa");
    let edges = [
        "w:top",
        "w:left",
        "w:bottom",
        "w:right",
        "w:insideH",
        "w:insideV",
    ]
    .map(|side| edge(side, RULE, 4));
    let room = [
        ("w:top", 3.0),
        ("w:left", 5.4),
        ("w:bottom", 3.0),
        ("w:right", 5.4),
    ]
    .map(|(side, points)| measure(side, points));
    tag("w:tblPr")
        .with(measure("w:tblW", width))
        .with(measure("w:tblInd", indent))
        .with(tag("w:tblBorders").with_all(edges))
        .with(tag("w:tblLayout").attr("w:type", "fixed"))
        .with(tag("w:tblCellMar").with_all(room))
        .with(value("w:tblLook", "04A0"))
}

fn row(slots: &[Slot<'_>], widths: &[f64], header: bool, parts: &mut Parts) -> Element {
    let mut properties = tag("w:trPr").with(tag("w:cantSplit"));
    if header {
        properties = properties.with(tag("w:tblHeader"));
    }
    let cells: Vec<Element> = slots
        .iter()
        .enumerate()
        .filter_map(|(column, slot)| {
            let width = |columns: usize| widths[column..column + columns].iter().sum();
            match slot {
                Slot::Cell {
                    cell,
                    columns,
                    rows,
                } => {
                    let begins = (*rows > 1).then(|| value("w:vMerge", "restart"));
                    let measure = measure(width(*columns), *columns).with_all(begins);
                    Some(filled(cell, measure, parts))
                }
                Slot::Below { columns } => {
                    let measure = measure(width(*columns), *columns).with(tag("w:vMerge"));
                    Some(tag("w:tc").with(measure).with(blank()))
                }
                Slot::Across => None,
                Slot::Empty => Some(tag("w:tc").with(measure(width(1), 1)).with(blank())),
            }
        })
        .collect();
    tag("w:tr").with(properties).with_all(cells)
}

fn measure(width: f64, columns: usize) -> Element {
    let properties =
        tag("w:tcPr").with(tag("w:tcW").attr("w:w", twips(width)).attr("w:type", "dxa"));
    properties.with_all((columns > 1).then(|| value("w:gridSpan", columns)))
}

fn filled(cell: &Cell, measure: Element, parts: &mut Parts) -> Element {
    let fill = match cell.style.background {
        Some(color) => Some(unhashed(color.background())),
        None if cell.header => Some(PANEL),
        None => None,
    };
    let style = if cell.header { HEADER_CELL } else { CELL };
    let color = cell
        .style
        .text
        .map(|color| value("w:color", unhashed(color.text())));
    let properties = tag("w:pPr")
        .with(value("w:pStyle", style))
        .with_all(alignment(cell.style.align))
        .with_all(color.map(|color| tag("w:rPr").with(color)));
    tag("w:tc").with(measure.with_all(fill.map(shade))).with(
        tag("w:p")
            .with(properties)
            .with_all(runs(&cell.content, cell.style.text, parts)),
    )
}

fn blank() -> Element {
    tag("w:p").with(tag("w:pPr").with(value("w:pStyle", CELL)))
}
