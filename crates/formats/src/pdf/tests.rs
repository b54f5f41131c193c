//! What a document says of itself and how it is tagged, and that no page, however odd, is without one.

mod hostile;
mod odd;
mod pictures;
mod tags;

use std::collections::BTreeSet;

use self::tags::Tags;
use super::*;
use crate::sample::{self, PICTURE, PNG};
use crate::{Cell, Files, Inline, Marks, Media, Table, Text};

fn page(blocks: Vec<Block>) -> Page {
    Page {
        title: "Plan".to_owned(),
        language: "nl".to_owned(),
        blocks,
        files: Files::from([(PICTURE.to_owned(), PNG.to_vec())]),
    }
}

/// What is in the document's tags, one a line, after its title.
fn tags(blocks: Vec<Block>) -> Vec<String> {
    let document = write(&page(blocks)).unwrap();
    let mut tags = Tags::of(document).lines();
    assert_eq!(tags.drain(..2).collect::<Vec<_>>(), ["Document", "Title"]);
    tags
}

fn check(blocks: Vec<Block>, expected: &[&str]) {
    assert_eq!(tags(blocks), expected);
}

fn plain(kind: Kind) -> Block {
    Block::new(kind, "x")
}

fn under(block: Block, children: Vec<Block>) -> Block {
    Block { children, ..block }
}

fn image(address: &str, caption: &str) -> Block {
    Block::new(
        Kind::Image(Media {
            address: address.to_owned(),
            caption: caption.to_owned(),
            ..Media::default()
        }),
        "",
    )
}

fn linked(text: &str, address: &str) -> Inline {
    Inline::Text(Text {
        text: text.to_owned(),
        marks: Marks {
            link: Some(address.to_owned()),
            ..Marks::default()
        },
    })
}

#[test]
fn a_page_with_everything_says_that_it_is_pdf_ua_and_in_which_language() {
    let document = write(&sample::everything()).unwrap();
    let text = String::from_utf8_lossy(&document).into_owned();
    assert!(text.contains("pdfuaid:part"));
    let tags = Tags::of(document);
    assert_eq!(tags.entry("Lang").as_deref(), Some("fr"));
    assert!(text.contains("<dc:language><rdf:Bag><rdf:li>fr</rdf:li>"));
    assert!(text.contains("Réunion « été » &amp; Übersicht &lt;2026&gt; 🗓"));
}

#[test]
fn a_page_is_the_same_document_every_time() {
    let page = sample::everything();
    assert_eq!(write(&page).unwrap(), write(&page).unwrap());
}

#[test]
fn headings_never_skip_a_level_and_blank_ones_are_none() {
    let levels = |levels: &[u8]| {
        let heading = |level: &u8| Block::new(Kind::Heading(*level), format!("h{level}"));
        tags(levels.iter().map(heading).collect())
    };
    assert_eq!(levels(&[3, 3, 2, 6]), ["H1 h3", "H2 h3", "H2 h2", "H3 h6"]);
    assert_eq!(levels(&[0, 9, 255]), ["H1 h0", "H2 h9", "H3 h255"]);
    check(vec![Block::new(Kind::Heading(1), " \u{7}")], &[]);
    let deep = under(plain(Kind::Bullet), vec![plain(Kind::Heading(4))]);
    check(
        vec![deep, plain(Kind::Heading(2))],
        &["L", "LI", "Lbl", "LBody", "P", "H1 x", "H2 x"],
    );
}

#[test]
fn items_that_follow_one_another_are_one_list() {
    let item = ["LI", "Lbl", "LBody", "P"];
    check(
        vec![
            plain(Kind::Bullet),
            plain(Kind::Bullet),
            plain(Kind::Check(true)),
            plain(Kind::Check(false)),
            plain(Kind::Numbered(Some(u32::MAX))),
            plain(Kind::Numbered(None)),
            plain(Kind::Numbered(Some(0))),
        ],
        &[
            &["L"][..],
            &item,
            &item,
            &["L"],
            &item,
            &item,
            &["L"],
            &item,
            &item,
            &["L"],
            &item,
        ]
        .concat(),
    );
}

#[test]
fn pictures_have_an_alternative() {
    let named = |name: &str| Media {
        name: name.to_owned(),
        address: PICTURE.to_owned(),
        ..Media::default()
    };
    let alone = |media: Media| tags(vec![Block::new(Kind::Image(media), "")]);
    assert_eq!(alone(named("plan.png")), ["Figure plan.png"]);
    assert_eq!(alone(named("")), ["Figure Afbeelding"]);
    let tags = tags(vec![image(PICTURE, "De vlag")]);
    assert!(tags.contains(&"Figure De vlag".to_owned()), "{tags:?}");
    assert!(tags.contains(&"Caption".to_owned()), "{tags:?}");
}

#[test]
fn header_cells_name_their_column_or_row() {
    let cell = |header: bool| Cell {
        header,
        content: vec![Inline::plain("x")],
        ..Cell::default()
    };
    let check = |rows: Vec<Vec<Cell>>, expected: &[&str]| {
        let table = Table {
            rows,
            widths: Vec::new(),
        };
        check(vec![Block::new(Kind::Table(table), "")], expected);
    };
    check(
        vec![vec![cell(true), cell(true)], vec![cell(false), cell(false)]],
        &[
            "Table",
            "THead",
            "TR",
            "TH Column",
            "TH Column",
            "TBody",
            "TR",
            "TD",
            "TD",
        ],
    );
    // A row with cells of both kinds belongs to neither part of a table.
    check(
        vec![vec![cell(true), cell(true)], vec![cell(true), cell(false)]],
        &[
            "Table",
            "TR",
            "TH Column",
            "TH Column",
            "TR",
            "TH Row",
            "TD",
        ],
    );
}

#[test]
fn links_lead_to_the_web_and_nowhere_else() {
    let line = |content: Vec<Inline>| Block {
        content,
        ..Block::default()
    };
    let web = "https://example.org/a?b=c";
    let document = write(&page(vec![
        line(vec![linked("one", web), linked(" link", web)]),
        line(vec![
            linked("run", "javascript:alert(1)"),
            linked("read", "file:///etc/passwd"),
        ]),
        line(vec![linked(" ", web)]),
        image("https://example.org/elsewhere.png", "Elsewhere"),
    ]));
    let tags = Tags::of(document.unwrap());
    assert_eq!(tags.links(), [web, "https://example.org/elsewhere.png"]);
    let lines = tags.lines();
    assert_eq!(lines.iter().filter(|line| *line == "Link").count(), 2);
}

#[test]
fn letters_that_no_font_has_are_named_and_replaced() {
    let text = "Ж🙂é e\u{301} \u{202f}שלום 中é文\u{0}\u{fe0f}\u{ad}";
    let page = page(vec![Block::new(Kind::Paragraph, text)]);
    assert_eq!(missing(&page), BTreeSet::from(['中', '文']));
    let fonts = Fonts::with(&[b"no font".to_vec()]);
    assert_eq!(
        letters::printable(text, &fonts),
        "Ж🙂é e\u{301} \u{a0}שלום \u{fffd}é\u{fffd}\u{ad}"
    );
    assert_eq!(letters::printable("x\u{1ab0}\u{1ab1}", &fonts), "x");
    assert!(write(&page).is_ok());
}

#[test]
fn a_page_that_is_too_large_is_refused() {
    let refused = |blocks| matches!(write(&page(blocks)), Err(Error::TooLarge { .. }));
    assert!(refused(vec![Block::default(); limits::BLOCKS + 1]));
    for text in ["x".repeat(MOST_TEXT + 1), "\n".repeat(MOST_PARTS)] {
        assert!(refused(vec![Block::new(Kind::Paragraph, text)]));
    }
    let pieces = vec![Inline::plain("x"); MOST_PARTS];
    assert!(refused(vec![Block {
        content: pieces,
        ..Block::default()
    }]));
    let rows = vec![vec![Cell::default(); 100]; MOST_PARTS / 100 + 1];
    let table = Table {
        rows,
        widths: Vec::new(),
    };
    assert!(refused(vec![Block::new(Kind::Table(table), "")]));
}
