//! A table: rows of headers come again on each page, and merged cells stay merged.

use crate::grid::{Slot, slots, widths};
use crate::look::{PANEL, PIXEL, RULE, TEXT_WIDTH};
use crate::xml::{Element, tag};
use crate::{Cell, Style, Table};

use super::automatic::Look;
use super::body::paragraph_properties;
use super::styles::{CELL, HEADER_CELL};
use super::text::with_content;
use super::{Parts, points};

/// The table, so many points further in; none if there is nothing in it.
pub(super) fn table(table: &Table, indent: f64, parts: &mut Parts) -> Option<Element> {
    let grid = slots(table);
    let count = grid.first().map_or(0, Vec::len);
    if count == 0 {
        return None;
    }
    let widths = widths(table, count, TEXT_WIDTH - indent, PIXEL);
    let style = parts.automatic.name(look(
        "table",
        tag("style:table-properties")
            .attr("style:width", points(widths.iter().sum()))
            .attr("fo:margin-left", points(indent))
            .attr("table:align", "left")
            .attr("table:border-model", "collapsing"),
    ));
    let columns: Vec<Element> = widths
        .iter()
        .map(|width| {
            let properties = tag("style:table-column-properties");
            let properties = properties.attr("style:column-width", points(*width));
            let style = parts.automatic.name(look("table-column", properties));
            tag("table:table-column").attr("table:style-name", style)
        })
        .collect();
    let headers = grid.iter().take_while(|row| is_header(row)).count();
    let mut rows: Vec<Element> = grid.iter().map(|slots| row(slots, parts)).collect();
    let rest = rows.split_off(headers);
    let header = (headers > 0).then(|| tag("table:table-header-rows").with_all(rows));
    Some(
        tag("table:table")
            .attr("table:style-name", style)
            .with_all(columns)
            .with_all(header)
            .with_all(rest),
    )
}

fn is_header(row: &[Slot<'_>]) -> bool {
    row.iter().all(|slot| match slot {
        Slot::Cell { cell, .. } => cell.header,
        Slot::Across | Slot::Below { .. } => true,
        Slot::Empty => false,
    })
}

fn row(slots: &[Slot<'_>], parts: &mut Parts) -> Element {
    let properties = tag("style:table-row-properties").attr("fo:keep-together", "always");
    let style = parts.automatic.name(look("table-row", properties));
    let cells: Vec<Element> = slots.iter().map(|slot| place(slot, parts)).collect();
    tag("table:table-row")
        .attr("table:style-name", style)
        .with_all(cells)
}

fn place(slot: &Slot<'_>, parts: &mut Parts) -> Element {
    match slot {
        Slot::Cell {
            cell,
            columns,
            rows,
        } => {
            let mut element = filled(cell, parts);
            if *columns > 1 {
                element = element.attr("table:number-columns-spanned", columns);
            }
            if *rows > 1 {
                element = element.attr("table:number-rows-spanned", rows);
            }
            element
        }
        Slot::Across | Slot::Below { .. } => tag("table:covered-table-cell"),
        Slot::Empty => filled(&Cell::default(), parts),
    }
}

fn filled(cell: &Cell, parts: &mut Parts) -> Element {
    let mut properties = tag("style:table-cell-properties")
        .attr("fo:border", format!("0.5pt solid #{RULE}"))
        .attr("fo:padding", points(4.0));
    let fill = match cell.style.background {
        Some(color) => Some(color.background().to_owned()),
        None => cell.header.then(|| format!("#{PANEL}")),
    };
    if let Some(fill) = fill {
        properties = properties.attr("fo:background-color", fill);
    }
    let style = parts.automatic.name(look("table-cell", properties));
    let paragraph = tag("text:p").attr("text:style-name", text_style(cell, parts));
    tag("table:table-cell")
        .attr("table:style-name", style)
        .attr("office:value-type", "string")
        .with(with_content(paragraph, &cell.content, parts))
}

fn text_style(cell: &Cell, parts: &mut Parts) -> String {
    let parent = if cell.header { HEADER_CELL } else { CELL };
    let lines = paragraph_properties(Style {
        background: None,
        ..cell.style
    });
    let said = lines != tag("style:paragraph-properties");
    let letters = cell
        .style
        .text
        .map(|color| tag("style:text-properties").attr("fo:color", color.text()));
    parts.automatic.name(Look {
        family: "paragraph",
        parent: parent.to_owned(),
        properties: said.then_some(lines).into_iter().chain(letters).collect(),
    })
}

fn look(family: &'static str, properties: Element) -> Look {
    Look {
        family,
        parent: String::new(),
        properties: vec![properties],
    }
}
