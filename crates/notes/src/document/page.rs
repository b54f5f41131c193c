//! A note as a page, and a page as a note: Docs' names of blocks, attributes and marks on this side, the words that
//! every file format has on the other.
//!
//! It promises that what a note says is on its page, unknown blocks by their text, and that what it writes is what a
//! browser's editor would write, with every attribute of each block.

mod read;
mod write;

pub(crate) use read::read;
pub(crate) use write::write;

use formats::Color;

/// The colours by their names in a note.
const COLORS: [(&str, Color); 9] = [
    ("gray", Color::Gray),
    ("brown", Color::Brown),
    ("red", Color::Red),
    ("orange", Color::Orange),
    ("yellow", Color::Yellow),
    ("green", Color::Green),
    ("blue", Color::Blue),
    ("purple", Color::Purple),
    ("pink", Color::Pink),
];

fn color(name: &str) -> Option<Color> {
    let known = COLORS.iter().find(|(known, _)| *known == name);
    known.map(|(_, color)| *color)
}

/// `default` for none.
fn color_name(color: Option<Color>) -> &'static str {
    let known = COLORS.iter().find(|(_, known)| Some(*known) == color);
    known.map_or("default", |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use formats::{Align, Block, Cell, Inline, Kind, Marks, Media, Style, Table, Text};

    use super::super::Document;
    use super::*;

    /// Written into a note and read out of it again.
    fn again(blocks: &[Block]) -> Vec<Block> {
        let state = Document::written(blocks).unwrap();
        let (document, failed) = Document::load([state.as_slice()]);
        assert_eq!(failed, 0);
        document.blocks()
    }

    fn check(kind: Kind, text: &str) {
        let block = Block::new(kind, text);
        let blocks = std::slice::from_ref(&block);
        assert_eq!(again(blocks), blocks, "{:?}", block.kind);
    }

    fn media() -> Media {
        Media {
            name: "plan.png".into(),
            address: "https://docs.example/media/plan.png".into(),
            caption: "The plan".into(),
            width: Some(320.0),
        }
    }

    #[test]
    fn every_kind_of_block_is_read_as_it_was_written() {
        for kind in [
            Kind::Paragraph,
            Kind::Heading(6),
            Kind::Bullet,
            Kind::Numbered(None),
            Kind::Numbered(Some(7)),
            Kind::Check(true),
            Kind::Toggle,
            Kind::Quote,
            Kind::Code("rust".into()),
            Kind::Callout("\u{1f4a1}".into()),
        ] {
            check(kind, "Gr\u{fc}\u{df}e \u{1f600} \u{ab} \u{e0} \u{bb}");
        }
        for kind in [
            Kind::Divider,
            Kind::PageBreak,
            Kind::Image(media()),
            Kind::Video(media()),
            Kind::Pdf(media()),
        ] {
            check(kind, "");
        }
        let wide = Media {
            width: None,
            ..media()
        };
        check(Kind::Audio(wide.clone()), "");
        check(Kind::File(wide), "");
    }

    #[test]
    fn marks_colours_links_and_breaks_are_read_as_they_were_written() {
        let text = |text: &str, marks| {
            Inline::Text(Text {
                text: text.into(),
                marks,
            })
        };
        let bold = Marks {
            bold: true,
            text: Some(Color::Red),
            background: Some(Color::Yellow),
            ..Marks::default()
        };
        let link = Marks {
            link: Some("https://example.org".into()),
            italic: true,
            ..Marks::default()
        };
        let note = Inline::Note {
            id: "7b0f6a52-8d4b-4f0a-9b57-0f3f4d7a0001".into(),
            title: "Other".into(),
        };
        let content = vec![
            text("plain ", Marks::default()),
            text("bold", bold),
            Inline::Break,
            text("link", link),
            note,
        ];
        let style = Style {
            align: Align::Center,
            text: Some(Color::Blue),
            background: Some(Color::Gray),
        };
        let child = Block::new(Kind::Bullet, "under it");
        let block = Block {
            style,
            content,
            children: vec![child],
            ..Block::default()
        };
        assert_eq!(again(std::slice::from_ref(&block)), [block]);
    }

    #[test]
    fn a_table_keeps_its_heads_spans_and_widths() {
        let cell = |text: &str, header, columns| Cell {
            header,
            columns,
            content: vec![Inline::plain(text)],
            ..Cell::default()
        };
        let table = Table {
            rows: vec![
                vec![cell("Both", true, 2)],
                vec![cell("a", false, 1), cell("b", false, 1)],
            ],
            widths: vec![100.0, 60.0],
        };
        check(Kind::Table(table), "");
    }

    #[test]
    fn an_unknown_block_stays_as_its_text_and_an_empty_page_as_a_line() {
        let unknown = Block::new(Kind::Unknown("hologram".into()), "what it says");
        assert_eq!(
            again(&[unknown]),
            [Block::new(Kind::Paragraph, "what it says")]
        );
        assert_eq!(again(&[]), [Block::default()]);
    }

    #[test]
    fn blocks_nested_without_end_stay_readable() {
        let deep = (0..500).fold(Block::new(Kind::Bullet, "0"), |inner, level| Block {
            children: vec![inner],
            ..Block::new(Kind::Bullet, level.to_string())
        });
        let written = Document::written(&[deep]).unwrap();
        let mut document = Document::empty();
        document.examine(&written).unwrap();
        document.merge(&written).unwrap();
        assert_eq!(document.text().lines().count(), 501);
    }
}
