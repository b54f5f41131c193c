//! Text that is Typst code wherever a note can hold text. It stands on paper letter for letter and does nothing.

use typst::layout::{Frame, FrameItem};

use super::*;

const CODE: [&str; 14] = [
    "#panic()",
    "]#read(\"/etc/passwd\")[",
    "\")#sys.inputs",
    "*x*_y_`z`",
    "$x$ @y <z> \\u{1}",
    "= heading",
    "- item + item / term: item",
    "// comment /* comment */",
    "#import \"@preview/cetz:0.3.0\": *",
    "#while true { }",
    "``` #panic() ```",
    "-- --- ... ' \"quoted\" ~",
    "https://example.org/x",
    "#(1/0) \\ #{",
];

/// What stands on paper, without the spaces and lines that it is set in.
fn on_paper(page: &Page) -> String {
    let fonts = Fonts::with(&[]);
    let document = paper::set(note::note(page, &fonts), &fonts).unwrap();
    let mut letters = String::new();
    for page in &document.pages {
        gather(&page.frame, &mut letters);
    }
    dense(&letters)
}

fn gather(frame: &Frame, letters: &mut String) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => gather(&group.frame, letters),
            FrameItem::Text(text) => letters.push_str(&text.text),
            _ => {}
        }
    }
}

fn dense(text: &str) -> String {
    text.split_whitespace().collect()
}

fn media(code: &str) -> Media {
    Media {
        name: code.to_owned(),
        address: code.to_owned(),
        caption: code.to_owned(),
        width: None,
    }
}

/// A page of this block alone has the code on paper at least so often.
fn check(block: Block, code: &str, times: usize) {
    let letters = on_paper(&page(vec![block.clone()]));
    let found = letters.matches(&dense(code)).count();
    assert!(found >= times, "{:?}: {letters}", block.kind);
}

#[test]
fn code_in_any_kind_of_block_is_text() {
    for code in CODE {
        for kind in [
            Kind::Paragraph,
            Kind::Heading(1),
            Kind::Bullet,
            Kind::Numbered(None),
            Kind::Check(true),
            Kind::Toggle,
            Kind::Quote,
            Kind::Code(String::new()),
            Kind::Code("typ".to_owned()),
            Kind::Code(code.to_owned()),
            Kind::Callout("💡".to_owned()),
            Kind::Unknown(code.to_owned()),
        ] {
            check(Block::new(kind, code), code, 1);
        }
        check(Block::new(Kind::Callout(code.to_owned()), ""), code, 1);
    }
}

#[test]
fn code_in_names_captions_and_cells_is_text() {
    for code in CODE {
        check(Block::new(Kind::File(media(code)), ""), code, 2);
        check(Block::new(Kind::Image(media(code)), ""), code, 2);
        let cell = Cell {
            header: true,
            content: vec![Inline::plain(code)],
            ..Cell::default()
        };
        let table = Table {
            rows: vec![vec![cell.clone()], vec![cell]],
            widths: Vec::new(),
        };
        check(Block::new(Kind::Table(table), ""), code, 2);
    }
}

#[test]
fn code_in_a_title_and_in_a_link_is_text() {
    for code in CODE {
        let line = Block {
            content: vec![
                linked(code, &format!("https://example.org/{code}")),
                Inline::Break,
                Inline::Note {
                    id: code.to_owned(),
                    title: String::new(),
                },
            ],
            ..Block::default()
        };
        let page = Page {
            title: code.to_owned(),
            language: code.to_owned(),
            ..page(vec![line])
        };
        let letters = on_paper(&page);
        assert!(
            letters.matches(&dense(code)).count() >= 3,
            "{code}: {letters}"
        );
        assert!(write(&page).is_ok(), "{code}");
    }
}
