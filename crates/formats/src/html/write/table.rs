//! A table as HTML, in which every header says what it names.

use crate::html::write::{dressed, line::line};
use crate::{Cell, Row, Table};

/// The whole table; nothing if it has no cells.
pub(crate) fn table(table: &Table) -> String {
    if table.rows.iter().all(Vec::is_empty) {
        return String::new();
    }
    let named = head(&table.rows);
    let (head, body) = table.rows.split_at(named);
    let mut out = format!("<table>\n{}", widths(&table.widths));
    for (tag, rows, scope) in [("thead", head, "col"), ("tbody", body, "row")] {
        if !rows.is_empty() {
            let rows: String = rows.iter().map(|cells| row(cells, scope)).collect();
            out += &format!("<{tag}>\n{rows}</{tag}>\n");
        }
    }
    out + "</table>\n"
}

/// How many rows name the columns: those of headers alone, unless a cell of them reaches further down.
fn head(rows: &[Row]) -> usize {
    let named = rows
        .iter()
        .take_while(|row| !row.is_empty() && row.iter().all(|cell| cell.header))
        .count();
    let within = rows[..named]
        .iter()
        .enumerate()
        .all(|(index, row)| row.iter().all(|cell| index + (cell.rows as usize) <= named));
    if within { named } else { 0 }
}

fn widths(widths: &[f64]) -> String {
    if widths.is_empty() {
        return String::new();
    }
    let columns: String = widths
        .iter()
        .map(|width| match width.round() {
            width if width.is_finite() && width > 0.0 => {
                format!("<col style=\"width: {width}px\">")
            }
            _ => "<col>".to_owned(),
        })
        .collect();
    format!("<colgroup>{columns}</colgroup>\n")
}

fn row(cells: &[Cell], scope: &str) -> String {
    let cells: String = cells.iter().map(|cell| entry(cell, scope)).collect();
    format!("<tr>{cells}</tr>\n")
}

fn entry(cell: &Cell, scope: &str) -> String {
    let (tag, scope) = match (cell.header, scope) {
        (false, _) => ("td", String::new()),
        (true, "col") if cell.columns > 1 => ("th", " scope=\"colgroup\"".to_owned()),
        (true, scope) => ("th", format!(" scope=\"{scope}\"")),
    };
    let attributes = dressed(&cell.style, &cell.content);
    let columns = reach("colspan", cell.columns);
    let rows = reach("rowspan", cell.rows);
    let text = line(&cell.content);
    format!("<{tag}{scope}{columns}{rows}{attributes}>{text}</{tag}>")
}

fn reach(name: &str, count: u32) -> String {
    if count > 1 {
        format!(" {name}=\"{count}\"")
    } else {
        String::new()
    }
}
