//! Tables for the template, every cell at its place.

use typst::foundations::{Array, Dict, IntoValue, dict};

use super::blocks::dress;
use super::fonts::Fonts;
use super::inline::{Room, line};
use crate::grid::{self, Slot};
use crate::{Cell, Inline, Table};

/// A longer head is not repeated on every page: it would leave no room for the table.
const TALLEST_HEAD: usize = 3;

/// Points in a CSS pixel.
const POINTS: f64 = 0.75;

/// What the template needs of a table that has this much room, in points; none if it has no cells.
pub(super) fn table(table: &Table, room: f64, fonts: &Fonts) -> Option<Dict> {
    let slots = grid::slots(table);
    let columns = slots.first()?.len();
    let places = places(&slots);
    let head = head(&places, slots.len());
    let (top, body): (Vec<&Place<'_>>, Vec<&Place<'_>>) =
        places.iter().partition(|place| place.y < head);
    let cells = |places: &[&Place<'_>]| -> Array {
        places
            .iter()
            .map(|place| cell(place, head, fonts).into_value())
            .collect()
    };
    let linked = top
        .iter()
        .any(|place| place.cell.content.iter().any(is_link));
    (columns > 0).then(|| {
        dict! {
            "kind" => "table",
            "columns" => grid::widths(table, columns, room, POINTS).into_iter().map(IntoValue::into_value).collect::<Array>(),
            "head" => cells(&top),
            "cells" => cells(&body),
            // What is repeated is no content, and a link must be content.
            "repeat" => head <= TALLEST_HEAD && !linked,
        }
    })
}

/// A cell with its place in the grid.
struct Place<'a> {
    cell: &'a Cell,
    x: usize,
    y: usize,
    columns: usize,
    rows: usize,
}

fn places<'a>(slots: &[Vec<Slot<'a>>]) -> Vec<Place<'a>> {
    let mut places = Vec::new();
    for (y, row) in slots.iter().enumerate() {
        for (x, slot) in row.iter().enumerate() {
            if let Slot::Cell {
                cell,
                columns,
                rows,
            } = *slot
            {
                places.push(Place {
                    cell,
                    x,
                    y,
                    columns,
                    rows,
                });
            }
        }
    }
    places
}

/// How many rows from the top are nothing but header cells.
fn head(places: &[Place<'_>], height: usize) -> usize {
    let body = places.iter().filter(|place| !place.cell.header);
    let mut head = body.map(|place| place.y).min().unwrap_or(height);
    // A cell that reaches out of the head would tear the table: the head ends above it.
    while let Some(torn) = places
        .iter()
        .find(|place| place.y < head && place.y + place.rows > head)
    {
        head = torn.y;
    }
    head
}

fn cell(place: &Place<'_>, head: usize, fonts: &Fonts) -> Dict {
    let mut values = dict! {
        "x" => place.x,
        "y" => place.y,
        "colspan" => place.columns,
        "rowspan" => place.rows,
        "pieces" => line(&place.cell.content, Room::Cell, fonts),
    };
    if place.cell.header {
        let scope = if place.y < head { "column" } else { "row" };
        values.insert("scope".into(), scope.into_value());
    }
    dress(&mut values, place.cell.style);
    values
}

fn is_link(piece: &Inline) -> bool {
    matches!(piece, Inline::Text(part) if part.marks.link.is_some())
}
