//! What stands before an item of a list.

use super::nest::Place;
use super::{Part, Piece, Role, part};
use crate::Kind;

/// What stands before an item.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Sign {
    Nothing,
    Bullet,
    Box { ticked: bool },
    Fold,
    Number(u32),
}

/// An item of a list.
pub(crate) struct Item {
    pub(crate) sign: Sign,
    pub(crate) level: usize,
    pub(crate) indent: f64,
}

impl Sign {
    /// What the text of a bullet means. Older fonts have boxes in the places of letters.
    pub(crate) fn of_bullet(text: &str) -> Self {
        match text.chars().next() {
            Some('☐' | '□' | '❏' | '❑' | '\u{f06f}' | '\u{f0a8}' | '\u{f071}' | '\u{f072}') => {
                Self::Box { ticked: false }
            }
            Some('☑' | '☒' | '✔' | '✓' | '\u{f0fe}' | '\u{f0fd}') => {
                Self::Box { ticked: true }
            }
            Some('▸' | '▶' | '▾' | '▼' | '\u{f07d}') => Self::Fold,
            Some(sign) if !sign.is_whitespace() => Self::Bullet,
            _ => Self::Nothing,
        }
    }
}

impl Item {
    /// Makes a paragraph this item of its list. Headings stay what they are: their numbers come from their places.
    pub(crate) fn settle(self, line: &[Part], piece: &mut Piece) {
        if matches!(piece.role, Role::Heading(_) | Role::Title | Role::Contents) {
            return;
        }
        let Self {
            sign,
            level,
            indent,
        } = self;
        piece.block.kind = match sign {
            Sign::Nothing if !part::begins_with_box(line) => {
                piece.place = Place::Text { indent };
                return;
            }
            Sign::Nothing | Sign::Bullet => Kind::Bullet,
            Sign::Box { ticked } => Kind::Check(ticked),
            Sign::Fold => Kind::Toggle,
            Sign::Number(number) => Kind::Numbered(Some(number)),
        };
        piece.place = Place::Item { level, indent };
    }
}
