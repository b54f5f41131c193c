//! A table as a grid: word processors want an entry for every place, also for those that a merged cell reaches over.
//!
//! It promises a grid whose rows are all of one length, whatever the table says. It deliberately knows nothing of looks.

use crate::{Cell, Table};

/// Nobody reads a wider table, and no program takes one.
const WIDEST: usize = 200;

/// A place in a grid.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Slot<'a> {
    /// A cell begins here.
    Cell {
        cell: &'a Cell,
        columns: usize,
        rows: usize,
    },
    /// The cell left of it reaches over it.
    Across,
    /// The cell above it, so many columns wide, reaches over it.
    Below { columns: usize },
    /// The table says nothing of it.
    Empty,
}

/// Every place of a table, row by row.
pub(crate) fn slots(table: &Table) -> Vec<Vec<Slot<'_>>> {
    let mut grid: Vec<Vec<Option<Slot<'_>>>> = vec![Vec::new(); table.rows.len()];
    for (row, cells) in table.rows.iter().enumerate() {
        for cell in cells {
            place(&mut grid, row, cell);
        }
    }
    let width = grid.iter().map(Vec::len).max().unwrap_or(0);
    grid.into_iter()
        .map(|row| {
            let known = row.into_iter().map(|slot| slot.unwrap_or(Slot::Empty));
            known
                .chain(std::iter::repeat(Slot::Empty))
                .take(width)
                .collect()
        })
        .collect()
}

/// How wide each column is, in any unit, together no more than there is room for.
pub(crate) fn widths(table: &Table, columns: usize, room: f64, unit: f64) -> Vec<f64> {
    let even = room / columns.max(1) as f64;
    let wanted: Vec<f64> = (0..columns)
        .map(|column| match table.widths.get(column) {
            Some(width) if width.is_finite() && *width > 0.0 => width * unit,
            _ => even,
        })
        .collect();
    let sum: f64 = wanted.iter().sum();
    let shrink = (room / sum).min(1.0);
    wanted.into_iter().map(|width| width * shrink).collect()
}

fn place<'a>(grid: &mut [Vec<Option<Slot<'a>>>], row: usize, cell: &'a Cell) {
    let free = grid[row].iter().position(Option::is_none);
    let column = free.unwrap_or(grid[row].len());
    if column >= WIDEST {
        return;
    }
    // A cell is no wider than what is free beside it: two cells never share a place.
    let taken = grid[row][column..].iter().take_while(|slot| slot.is_none());
    let open = match taken.count() {
        gap if column + gap < grid[row].len() => gap,
        _ => WIDEST - column,
    };
    let columns = (cell.columns.max(1) as usize).min(open);
    let rows = (cell.rows.max(1) as usize).min(grid.len() - row);
    for (down, line) in grid[row..row + rows].iter_mut().enumerate() {
        if line.len() < column + columns {
            line.resize(column + columns, None);
        }
        line[column] = Some(if down == 0 {
            Slot::Cell {
                cell,
                columns,
                rows,
            }
        } else {
            Slot::Below { columns }
        });
        line[column + 1..column + columns].fill(Some(Slot::Across));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(columns: u32, rows: u32) -> Cell {
        Cell {
            columns,
            rows,
            ..Cell::default()
        }
    }

    /// `1`, `2` … begin a cell of that many columns, `<` is across, `^` is below, `.` is empty.
    fn check(rows: Vec<Vec<Cell>>, expected: &[&str]) {
        let table = Table {
            rows,
            widths: Vec::new(),
        };
        let drawn: Vec<String> = slots(&table)
            .iter()
            .map(|row| row.iter().map(draw).collect())
            .collect();
        assert_eq!(drawn, expected);
    }

    fn draw(slot: &Slot<'_>) -> char {
        match slot {
            Slot::Cell { columns, .. } => char::from_digit(*columns as u32, 36).unwrap(),
            Slot::Across => '<',
            Slot::Below { .. } => '^',
            Slot::Empty => '.',
        }
    }

    #[test]
    fn merged_cells_reach_over_their_neighbours() {
        check(
            vec![
                vec![cell(2, 2), cell(1, 1)],
                vec![cell(1, 1)],
                vec![cell(1, 1), cell(1, 1), cell(1, 1)],
            ],
            &["2<1", "^<1", "111"],
        );
    }

    #[test]
    fn rows_that_are_short_or_reach_too_far_fit_too() {
        check(vec![vec![cell(1, 9)], vec![cell(3, 1)]], &["1...", "^3<<"]);
        check(
            vec![vec![cell(1, 1), cell(1, 2)], vec![cell(5, 1)]],
            &["11", "1^"],
        );
        check(vec![vec![], vec![cell(0, 0)]], &[".", "1"]);
    }

    #[test]
    fn no_table_is_wider_than_programs_take() {
        let table = Table {
            rows: vec![vec![cell(u32::MAX, u32::MAX), cell(1, 1)], vec![cell(1, 1)]],
            widths: Vec::new(),
        };
        assert_eq!(slots(&table)[0].len(), WIDEST);
    }

    #[test]
    fn widths_shrink_to_the_room_there_is() {
        let table = Table {
            rows: Vec::new(),
            widths: vec![300.0, 100.0, f64::NAN],
        };
        assert_eq!(widths(&table, 2, 200.0, 1.0), [150.0, 50.0]);
        assert_eq!(widths(&table, 3, 900.0, 0.5), [150.0, 50.0, 300.0]);
    }
}
