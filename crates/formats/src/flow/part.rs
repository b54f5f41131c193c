//! A paragraph as it is read: text, and what stands in it that notes have as blocks of their own.

use super::line::{push, text_of};
use super::nest::Place;
use super::{Piece, Role};
use crate::{Block, Inline, Kind, Marks, Style};

/// What a paragraph consists of, from its start.
pub(crate) enum Part {
    Text(Vec<Inline>),
    /// A picture or another file.
    Block(Block),
    PageBreak,
    Rule,
    /// The text of a box that stands beside it.
    Frame(Vec<Piece>),
}

/// Adds text at the end of a line.
pub(crate) fn add(line: &mut Vec<Part>, text: &str, marks: &Marks) {
    push(content(line), text, marks);
}

/// Adds a line break.
pub(crate) fn add_break(line: &mut Vec<Part>) {
    content(line).push(Inline::Break);
}

/// Whether there is no more than room in it.
pub(crate) fn is_empty(line: &[Part]) -> bool {
    line.iter().all(|part| match part {
        Part::Text(content) => text_of(content).trim().is_empty(),
        _ => false,
    })
}

/// Whether a box to be ticked stands before its text.
pub(crate) fn begins_with_box(line: &[Part]) -> bool {
    line.first().is_some_and(|part| match part {
        Part::Text(content) => text_of(content).starts_with(['☐', '☑', '☒']),
        _ => false,
    })
}

/// Makes pieces of a paragraph; `model` is what it is, without its text.
pub(crate) fn spread(model: Piece, line: Vec<Part>, pieces: &mut Vec<Piece>) {
    let first = pieces.len();
    let below = below(&model);
    let many = line.len() > 1;
    for part in line {
        match part {
            Part::Text(content) if many && text_of(&content).trim().is_empty() => {}
            Part::Text(content) => {
                let started = pieces.len() > first;
                let mut piece = if started {
                    below.clone()
                } else {
                    model.clone()
                };
                piece.block.content = content;
                pieces.push(piece);
            }
            Part::Block(block) => pieces.push(Piece {
                role: Role::Plain,
                place: below.place,
                block: Block {
                    style: Style {
                        align: model.block.style.align,
                        ..Style::default()
                    },
                    ..block
                },
            }),
            Part::PageBreak => pieces.push(alone(Kind::PageBreak)),
            Part::Rule => pieces.push(alone(Kind::Divider)),
            Part::Frame(inside) => pieces.extend(inside),
        }
    }
    if pieces.len() == first {
        pieces.push(model);
    }
}

/// A block that is nothing but itself.
pub(crate) fn alone(kind: Kind) -> Piece {
    Piece {
        block: Block::new(kind, ""),
        ..Piece::default()
    }
}

/// Puts its number before the text of a note.
pub(crate) fn number(note: &mut Vec<Piece>, number: usize) {
    let sign = format!("[{number}] ");
    match note.first_mut() {
        Some(first) if first.block.kind == Kind::Paragraph => {
            if let Some(Inline::Text(text)) = first.block.content.first_mut() {
                text.text = text.text.trim_start().to_owned();
            }
            first.block.content.insert(0, Inline::plain(sign));
        }
        _ => {
            let sign = Block::new(Kind::Paragraph, sign);
            note.insert(
                0,
                Piece {
                    block: sign,
                    ..Piece::default()
                },
            );
        }
    }
}

/// What follows a picture in a paragraph: as far in, but no item of its own.
fn below(model: &Piece) -> Piece {
    let mut piece = model.clone();
    if let Place::Item { indent, .. } = piece.place {
        piece.place = Place::Text { indent };
        piece.block.kind = Kind::Paragraph;
    }
    piece
}

/// The text at the end of a line, to be added to.
fn content(line: &mut Vec<Part>) -> &mut Vec<Inline> {
    if !matches!(line.last(), Some(Part::Text(_))) {
        line.push(Part::Text(Vec::new()));
    }
    match line.last_mut() {
        Some(Part::Text(content)) => content,
        _ => unreachable!("the last part was made text above"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: Vec<Part>, expected: &[(Kind, &str)]) {
        let model = Piece {
            place: Place::Item {
                level: 0,
                indent: 21.0,
            },
            block: Block::new(Kind::Bullet, ""),
            ..Piece::default()
        };
        let mut pieces = Vec::new();
        spread(model, line, &mut pieces);
        let found: Vec<_> = pieces
            .iter()
            .map(|piece| (piece.block.kind.clone(), text_of(&piece.block.content)))
            .collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|(kind, text)| (kind.clone(), (*text).to_owned()))
            .collect();
        assert_eq!(found, expected);
    }

    fn text(text: &str) -> Part {
        Part::Text(vec![Inline::plain(text)])
    }

    #[test]
    fn a_picture_parts_a_paragraph_and_only_its_first_text_is_the_item() {
        let picture = Kind::Image(crate::Media::default());
        check(
            vec![
                text("a"),
                Part::Block(Block::new(picture.clone(), "")),
                text(" "),
                Part::PageBreak,
                text("b"),
            ],
            &[
                (Kind::Bullet, "a"),
                (picture, ""),
                (Kind::PageBreak, ""),
                (Kind::Paragraph, "b"),
            ],
        );
    }

    #[test]
    fn an_empty_paragraph_stays() {
        check(Vec::new(), &[(Kind::Bullet, "")]);
        check(vec![text(" ")], &[(Kind::Bullet, " ")]);
    }
}
