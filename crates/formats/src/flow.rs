//! A document as word processors hold it, one paragraph after another, and how a page is made of it.
//!
//! It promises that every paragraph that a reader would see is on the page: what a note has no word for stays as text.
//! Tables of contents are left out, because they repeat what is there. It deliberately knows neither DOCX nor ODT.

mod cell;
#[cfg(test)]
pub(crate) mod kept;
mod letters;
mod line;
mod nest;
mod part;
mod role;
mod sign;

use crate::{Block, Error, Inline, Kind, Page};

pub(crate) use cell::{Fill, fill, settle_table};
pub(crate) use letters::{Letters, is_link, is_monospaced};
pub(crate) use line::{push, text_of};
pub(crate) use nest::Place;
pub(crate) use part::{Part, add, add_break, alone, is_empty, number, spread};
pub(crate) use role::{
    CALLOUT, CODE, CODE_TEXT, DIVIDER, Role, SPACE, TABLE_HEADING, is_code_text,
};
pub(crate) use sign::{Item, Sign};

/// More blocks than anybody writes.
const MOST: usize = 100_000;

/// A paragraph, a picture or a table, as it came.
#[derive(Clone, Debug, Default)]
pub(crate) struct Piece {
    pub(crate) role: Role,
    pub(crate) place: Place,
    pub(crate) block: Block,
}

/// The page that these pieces make; `property` is the title that the file says it has.
pub(crate) fn page(pieces: Vec<Piece>, property: Option<String>) -> Result<Page, Error> {
    if pieces.len() > MOST {
        return Err(Error::TooLarge {
            what: "the document",
        });
    }
    let mut pieces = pieces;
    pieces.retain(|piece| !matches!(piece.role, Role::Contents | Role::Space));
    let title = take_title(&mut pieces)
        .or(property)
        .unwrap_or_default()
        .trim()
        .to_owned();
    let mut pieces = joined(pieces);
    while pieces.last().is_some_and(is_blank) {
        pieces.pop();
    }
    Ok(Page {
        title,
        blocks: nest::nest(pieces.into_iter().map(settled).collect()),
        ..Page::default()
    })
}

/// The text of the first paragraph that is a title; empty ones are none.
fn take_title(pieces: &mut Vec<Piece>) -> Option<String> {
    pieces.retain(|piece| piece.role != Role::Title || !is_blank(piece));
    let place = pieces.iter().position(|piece| piece.role == Role::Title)?;
    let text = text_of(&pieces.remove(place).block.content);
    Some(text.replace('\n', " "))
}

fn is_blank(piece: &Piece) -> bool {
    let block = &piece.block;
    block.kind == Kind::Paragraph
        && piece.role != Role::Divider
        && text_of(&block.content).trim().is_empty()
}

/// Lines of program text as one block, and captions with their pictures.
fn joined(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut joined: Vec<Piece> = Vec::new();
    // A block that has line breaks is whole; only programs that make a paragraph of each line are helped.
    let mut open = false;
    for piece in pieces {
        let code = is_code(&piece);
        let single = code && !piece.block.content.contains(&Inline::Break);
        match joined.last_mut() {
            Some(before) if open && single && before.role == piece.role => {
                before.block.content.push(Inline::Break);
                before.block.content.extend(piece.block.content);
                continue;
            }
            Some(before) if piece.role == Role::Caption => match &mut before.block.kind {
                Kind::Image(media) => {
                    media.caption = text_of(&piece.block.content);
                    continue;
                }
                _ => joined.push(piece),
            },
            _ => joined.push(piece),
        }
        open = single;
    }
    joined
}

fn is_code(piece: &Piece) -> bool {
    matches!(piece.role, Role::Code(_)) && piece.block.kind == Kind::Paragraph
}

/// A piece with the kind of block that its role makes it.
fn settled(mut piece: Piece) -> Piece {
    ticked(&mut piece);
    if piece.block.kind != Kind::Paragraph {
        return piece;
    }
    let block = &mut piece.block;
    match piece.role.clone() {
        Role::Title => block.kind = Kind::Heading(1),
        Role::Heading(level) => block.kind = Kind::Heading(level.clamp(1, 6)),
        Role::Quote => block.kind = Kind::Quote,
        Role::Code(language) => {
            let text = text_of(&block.content);
            *block = Block {
                style: block.style,
                ..Block::new(Kind::Code(language), text)
            };
        }
        Role::Callout => {
            let emoji = line::take_sign(&mut block.content).unwrap_or_default();
            block.kind = Kind::Callout(emoji);
        }
        Role::Divider if text_of(&block.content).trim().is_empty() => {
            *block = Block::new(Kind::Divider, "");
        }
        Role::Plain
        | Role::Caption
        | Role::Divider
        | Role::Contents
        | Role::Space
        | Role::TableHeading => {}
    }
    piece
}

/// Boxes at the start of a line are how most programs write what is to be done.
fn ticked(piece: &mut Piece) {
    let plain = piece.block.kind == Kind::Paragraph && piece.role == Role::Plain;
    if !plain && piece.block.kind != Kind::Bullet {
        return;
    }
    if let Some(ticked) = line::take_box(&mut piece.block.content) {
        piece.block.kind = Kind::Check(ticked);
        if let Place::Text { indent } = piece.place {
            piece.place = Place::Loose { indent };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(role: Role, text: &str) -> Piece {
        let mut content = Vec::new();
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                content.push(Inline::Break);
            }
            push(&mut content, line, &crate::Marks::default());
        }
        Piece {
            role,
            block: Block {
                content,
                ..Block::default()
            },
            ..Piece::default()
        }
    }

    fn code(text: &str) -> Piece {
        piece(Role::Code(String::new()), text)
    }

    fn check(pieces: Vec<Piece>, expected: &[Block]) {
        assert_eq!(page(pieces, None).unwrap().blocks, expected);
    }

    #[test]
    fn the_first_title_is_the_pages_and_others_are_headings() {
        let pieces = vec![
            piece(Role::Title, " "),
            piece(Role::Plain, "before"),
            piece(Role::Title, "One\ntwo "),
            piece(Role::Title, "Three"),
        ];
        let page = page(pieces, Some("property".to_owned())).unwrap();
        assert_eq!(page.title, "One two");
        assert_eq!(
            page.blocks,
            [
                Block::new(Kind::Paragraph, "before"),
                Block::new(Kind::Heading(1), "Three")
            ]
        );
    }

    #[test]
    fn without_a_title_it_is_the_one_that_the_file_says_it_has() {
        let page = page(vec![piece(Role::Plain, "x")], Some(" Named ".to_owned())).unwrap();
        assert_eq!(page.title, "Named");
    }

    #[test]
    fn lines_of_program_text_are_one_block_and_whole_blocks_stay_apart() {
        check(
            vec![code("a"), code(""), code("b")],
            &[Block::new(Kind::Code(String::new()), "a\n\nb")],
        );
        check(
            vec![code("a\nb"), code("c"), code("d\ne")],
            &[
                Block::new(Kind::Code(String::new()), "a\nb"),
                Block::new(Kind::Code(String::new()), "c"),
                Block::new(Kind::Code(String::new()), "d\ne"),
            ],
        );
    }

    #[test]
    fn a_caption_goes_to_its_picture_and_is_text_without_one() {
        let mut picture = piece(Role::Plain, "");
        picture.block.kind = Kind::Image(crate::Media::default());
        let captioned = crate::Media {
            caption: "below".to_owned(),
            ..crate::Media::default()
        };
        check(
            vec![
                piece(Role::Caption, "above"),
                picture,
                piece(Role::Caption, "below"),
            ],
            &[
                Block::new(Kind::Paragraph, "above"),
                Block::new(Kind::Image(captioned), ""),
            ],
        );
    }

    #[test]
    fn a_box_before_text_is_something_to_do() {
        check(
            vec![
                piece(Role::Plain, "☐ open"),
                piece(Role::Plain, "☒\u{a0}done"),
                piece(Role::Plain, "☐open"),
                piece(Role::Quote, "☑ said"),
            ],
            &[
                Block::new(Kind::Check(false), "open"),
                Block::new(Kind::Check(true), "done"),
                Block::new(Kind::Paragraph, "☐open"),
                Block::new(Kind::Quote, "☑ said"),
            ],
        );
    }

    #[test]
    fn a_document_without_end_is_refused() {
        assert!(page(vec![Piece::default(); MOST + 1], None).is_err());
    }
}
