//! Tables as Markdown where it has signs for them, and as HTML where not.

use super::line::{Room, line};
use crate::{Align, Cell, Row, Table, html};

/// The whole table.
pub(super) fn table(table: &Table) -> String {
    if !is_plain(table) {
        return html::table(table).trim_end().to_owned();
    }
    let mut rows = table.rows.iter().map(|cells| row(cells));
    let head = rows.next().unwrap_or_default();
    let columns = table.rows.first().map_or(0, Vec::len);
    let rule: Vec<&str> = (0..columns)
        .map(|column| rule(&table.rows, column))
        .collect();
    let lines = [head, format!("| {} |", rule.join(" | "))];
    lines.into_iter().chain(rows).collect::<Vec<_>>().join("\n")
}

/// Whether it has one row of names above, and nothing merged or coloured.
fn is_plain(table: &Table) -> bool {
    let width = table.rows.first().map_or(0, Vec::len);
    let plain = |cell: &Cell| {
        cell.columns <= 1
            && cell.rows <= 1
            && cell.style.text.is_none()
            && cell.style.background.is_none()
    };
    width > 0
        && table.rows.iter().enumerate().all(|(index, row)| {
            row.len() == width
                && row
                    .iter()
                    .all(|cell| plain(cell) && cell.header == (index == 0))
        })
}

fn row(cells: &[Cell]) -> String {
    let cells: Vec<String> = cells
        .iter()
        .map(|cell| line(&cell.content, Room::Cell))
        .collect();
    format!("| {} |", cells.join(" | "))
}

fn rule(rows: &[Row], column: usize) -> &'static str {
    let mut aligns = rows
        .iter()
        .filter_map(|row| row.get(column))
        .map(|cell| cell.style.align);
    let first = aligns.next().unwrap_or_default();
    match first {
        _ if aligns.any(|align| align != first) => "---",
        Align::Center => ":---:",
        Align::Right => "---:",
        Align::Left | Align::Justify => "---",
    }
}
