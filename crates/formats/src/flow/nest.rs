//! Which block stands under which, by levels of lists and by indents.
//!
//! It promises that what began further in than a block before it is under that block, and that lists count as they did.

use super::Piece;
use crate::{Block, Kind};

/// Blocks in blocks; nobody nests deeper.
const DEEPEST: usize = 100;
/// Closer than this is meant to be the same, in points.
const SAME: f64 = 7.0;

/// Where a paragraph stands. Indents are those of its text, in points from the margin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Place {
    Text {
        indent: f64,
    },
    /// Something to do that is in no list: its level is what its indent makes it.
    Loose {
        indent: f64,
    },
    /// An item of a list, by its level from 0.
    Item {
        level: usize,
        indent: f64,
    },
}

impl Default for Place {
    fn default() -> Self {
        Self::Text { indent: 0.0 }
    }
}

/// The pieces as blocks under blocks.
pub(super) fn nest(pieces: Vec<Piece>) -> Vec<Block> {
    let mut open = Open::default();
    for Piece { place, block, .. } in pieces {
        open.leave(&place);
        open.blocks.push((place, block));
    }
    open.leave(&Place::default());
    open.fold_to(0);
    count(&mut open.closed);
    open.closed
}

/// The blocks that are not closed, each under the one before, and those that are.
#[derive(Default)]
struct Open {
    blocks: Vec<(Place, Block)>,
    closed: Vec<Block>,
}

impl Open {
    /// Closes the blocks that one at this place is not under.
    fn leave(&mut self, place: &Place) {
        let kept = self
            .blocks
            .iter()
            .enumerate()
            .position(|(depth, (above, _))| !is_under(place, above, depth))
            .unwrap_or(self.blocks.len());
        self.fold_to(kept.min(DEEPEST - 1));
    }

    fn fold_to(&mut self, depth: usize) {
        while self.blocks.len() > depth {
            let Some((_, block)) = self.blocks.pop() else {
                return;
            };
            match self.blocks.last_mut() {
                Some((_, parent)) => parent.children.push(block),
                None => self.closed.push(block),
            }
        }
    }
}

/// Whether one at this place is under the block above it, which itself is under `depth` others.
fn is_under(place: &Place, above: &Place, depth: usize) -> bool {
    match (place, above) {
        (Place::Item { level, .. }, Place::Item { level: above, .. }) => level > above,
        // Lists begin further in than text in most documents: only their level says where they belong.
        (Place::Item { level, .. }, Place::Text { .. } | Place::Loose { .. }) => *level > depth,
        (Place::Text { indent }, Place::Item { indent: above, .. }) => {
            *indent > SAME && *indent > above - SAME
        }
        (
            Place::Text { indent },
            Place::Text { indent: above } | Place::Loose { indent: above },
        )
        | (
            Place::Loose { indent },
            Place::Text { indent: above }
            | Place::Loose { indent: above }
            | Place::Item { indent: above, .. },
        ) => *indent > above + SAME,
    }
}

/// Says the number of an item only where it is not the one that follows from the item before.
fn count(blocks: &mut [Block]) {
    let mut next = 1;
    for block in blocks {
        match &mut block.kind {
            Kind::Numbered(number) => {
                let current = number.unwrap_or(next);
                *number = number.filter(|number| *number != next);
                next = current.saturating_add(1);
            }
            _ => next = 1,
        }
        count(&mut block.children);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(name: &str, indent: f64) -> Piece {
        Piece {
            place: Place::Text { indent },
            block: Block::new(Kind::Paragraph, name),
            ..Piece::default()
        }
    }

    fn item(name: &str, level: usize) -> Piece {
        Piece {
            place: Place::Item {
                level,
                indent: 36.0 * (level + 1) as f64,
            },
            block: Block::new(Kind::Bullet, name),
            ..Piece::default()
        }
    }

    fn number(number: u32) -> Piece {
        let mut piece = item("n", 0);
        piece.block.kind = Kind::Numbered(Some(number));
        piece
    }

    fn draw(blocks: &[Block]) -> String {
        let drawn = blocks.iter().map(|block| {
            let name = super::super::text_of(&block.content);
            match block.children.is_empty() {
                true => name,
                false => format!("{name}({})", draw(&block.children)),
            }
        });
        drawn.collect::<Vec<_>>().join(" ")
    }

    fn check(pieces: Vec<Piece>, expected: &str) {
        assert_eq!(draw(&nest(pieces)), expected);
    }

    #[test]
    fn items_stand_under_items_of_a_lesser_level() {
        check(
            vec![
                item("a", 0),
                item("b", 1),
                item("c", 2),
                item("d", 1),
                item("e", 0),
            ],
            "a(b(c) d) e",
        );
        check(vec![item("a", 0), item("b", 3), item("c", 1)], "a(b c)");
    }

    #[test]
    fn a_list_stands_under_text_only_if_it_begins_deeper() {
        check(vec![text("a", 0.0), item("b", 0)], "a b");
        check(vec![text("a", 0.0), item("b", 1), item("c", 2)], "a(b(c))");
        check(
            vec![
                item("a", 0),
                text("b", 36.0),
                item("c", 1),
                text("d", 72.0),
                item("e", 2),
            ],
            "a(b c(d e))",
        );
    }

    #[test]
    fn text_stands_under_what_it_is_further_in_than() {
        check(
            vec![
                text("a", 0.0),
                text("b", 21.0),
                text("c", 42.0),
                text("d", 21.0),
                text("e", 0.0),
            ],
            "a(b(c) d) e",
        );
        check(
            vec![item("a", 0), text("b", 36.0), text("c", 0.0), item("d", 0)],
            "a(b) c d",
        );
        check(vec![item("a", 0), text("b", 18.0)], "a b");
        check(vec![text("a", 200.0), text("b", 0.0)], "a b");
    }

    #[test]
    fn nothing_nests_without_end() {
        let deep = (0..1_000).map(|level| item("x", level)).collect();
        let mut blocks = &nest(deep)[..];
        let mut depth = 0;
        while let Some(block) = blocks.last() {
            depth += 1;
            blocks = &block.children;
        }
        assert_eq!(depth, DEEPEST);
    }

    #[test]
    fn a_number_is_said_only_where_it_does_not_follow() {
        let numbers = [1, 2, 7, 8, 1].map(number);
        let kinds: Vec<Kind> = nest(numbers.to_vec())
            .into_iter()
            .map(|block| block.kind)
            .collect();
        let said = [None, None, Some(7), None, Some(1)];
        assert_eq!(kinds, said.map(Kind::Numbered));
    }
}
