//! Pages that no person writes, and some that they do. Each is a document all the same.

use super::*;
use crate::{Align, Color, Style};

fn check(what: &str, blocks: Vec<Block>) {
    let result = write(&page(blocks));
    assert!(result.is_ok(), "{what}: {:?}", result.err());
}

fn cell(columns: u32, rows: u32, header: bool) -> Cell {
    Cell {
        header,
        columns,
        rows,
        content: vec![linked("x", "https://example.org")],
        ..Cell::default()
    }
}

fn table(rows: Vec<Vec<Cell>>, widths: Vec<f64>) -> Vec<Block> {
    vec![Block::new(Kind::Table(Table { rows, widths }), "")]
}

#[test]
fn a_page_with_nothing_on_it() {
    let untitled = Page::default();
    assert!(write(&untitled).is_ok());
    check("no blocks", Vec::new());
    check(
        "a break and a line",
        vec![
            plain(Kind::PageBreak),
            plain(Kind::Divider),
            plain(Kind::PageBreak),
        ],
    );
}

#[test]
fn languages_that_are_none() {
    for language in [
        "",
        "français",
        "de-Latn-AT",
        "x",
        "en-US-",
        "1234",
        "ﬀ-ﬀ",
        "zh-Hans-CN-u-nu-latn",
    ] {
        let page = Page {
            language: language.to_owned(),
            ..page(vec![
                plain(Kind::Paragraph),
                plain(Kind::Code(language.to_owned())),
            ])
        };
        assert!(write(&page).is_ok(), "{language}");
    }
}

#[test]
fn tables_that_do_not_fit() {
    check("no rows", table(Vec::new(), Vec::new()));
    check("empty rows", table(vec![Vec::new(), Vec::new()], vec![1.0]));
    let odd = vec![0.0, -1.0, f64::NAN, f64::INFINITY, 1e300, f64::MIN_POSITIVE];
    check("odd widths", table(vec![vec![cell(1, 1, false); 6]], odd));
    check(
        "too wide",
        table(
            vec![vec![cell(u32::MAX, 1, false), cell(9, 9, true)]],
            Vec::new(),
        ),
    );
    check(
        "no spans",
        table(
            vec![vec![cell(0, 0, false)], vec![cell(0, 0, true)]],
            Vec::new(),
        ),
    );
    check(
        "a head that reaches out",
        table(
            vec![
                vec![cell(1, u32::MAX, true), cell(1, 1, true)],
                vec![cell(3, 2, false)],
            ],
            Vec::new(),
        ),
    );
    check(
        "nothing but heads",
        table(vec![vec![cell(1, 1, true); 3]; 5], Vec::new()),
    );
}

#[test]
fn a_table_longer_than_a_page_with_a_link_in_its_head() {
    let mut rows = vec![vec![cell(1, 1, true); 3]];
    rows.extend(vec![vec![cell(1, 1, false); 3]; 60]);
    check("links above", table(rows.clone(), Vec::new()));
    rows[0] = vec![
        Cell {
            content: vec![Inline::plain("x")],
            ..cell(1, 1, true)
        };
        3
    ];
    check("words above", table(rows.clone(), Vec::new()));
    rows[1] = vec![cell(1, 60, false); 3];
    check("cells as high as pages", table(rows, Vec::new()));
}

#[test]
fn every_kind_under_every_kind_as_deep_as_there_is() {
    let kinds = |media: Media| {
        [
            Kind::Paragraph,
            Kind::Heading(3),
            Kind::Bullet,
            Kind::Numbered(None),
            Kind::Check(true),
            Kind::Toggle,
            Kind::Quote,
            Kind::Code("rust".to_owned()),
            Kind::Divider,
            Kind::PageBreak,
            Kind::Callout("💡".to_owned()),
            Kind::Image(media.clone()),
            Kind::Video(media.clone()),
            Kind::File(media),
            Kind::Table(Table {
                rows: vec![vec![cell(1, 1, true)], vec![cell(1, 1, false)]],
                widths: Vec::new(),
            }),
            Kind::Unknown("new".to_owned()),
        ]
    };
    let media = Media {
        address: PICTURE.to_owned(),
        width: Some(1e9),
        ..Media::default()
    };
    let style = Style {
        align: Align::Right,
        text: Some(Color::Red),
        background: Some(Color::Blue),
    };
    for kind in kinds(media.clone()) {
        let block = Block {
            style,
            ..plain(kind.clone())
        };
        let deep = (0..limits::DEPTH - 1).fold(block.clone(), |inner, _| {
            under(block.clone(), vec![inner, block.clone()])
        });
        check(&format!("{kind:?}"), vec![deep]);
    }
    let mixed = kinds(media).into_iter().cycle().take(limits::DEPTH - 1);
    let deep = mixed.fold(plain(Kind::Bullet), |inner, kind| {
        under(plain(kind), vec![inner])
    });
    check("mixed", vec![deep]);
}

#[test]
fn every_mark_with_every_other() {
    let content = (0..256_u16).map(|bits| {
        let on = |bit: u16| bits & (1 << bit) != 0;
        Inline::Text(Text {
            text: format!("{bits} "),
            marks: Marks {
                bold: on(0),
                italic: on(1),
                underline: on(2),
                strike: on(3),
                code: on(4),
                text: on(5).then_some(Color::Yellow),
                background: on(6).then_some(Color::Pink),
                link: on(7).then(|| "https://example.org".to_owned()),
            },
        })
    });
    let line = |kind| Block {
        content: content.clone().collect(),
        ..Block::new(kind, "")
    };
    check(
        "marks",
        vec![
            line(Kind::Paragraph),
            line(Kind::Heading(1)),
            line(Kind::Bullet),
            line(Kind::Quote),
        ],
    );
}

#[test]
fn lines_in_more_pieces_than_anybody_makes() {
    let mut content = vec![linked("x ", "https://example.org"); 20_000];
    content.push(Inline::Break);
    let line = Block {
        content,
        ..Block::default()
    };
    assert_eq!(tags(vec![line]), ["P"]);
}

#[test]
fn code_longer_than_anybody_writes() {
    let line = "let x = 1; // one\n\n";
    for text in [line.repeat(2000), line.repeat(2000).replace('\n', " ")] {
        check(
            "code",
            vec![Block::new(Kind::Code("rust".to_owned()), text)],
        );
    }
}

#[test]
fn signs_from_all_over_unicode() {
    let every = |step: usize| {
        (0..=u32::from(char::MAX))
            .step_by(step)
            .filter_map(char::from_u32)
    };
    let text: String = every(31).flat_map(|letter| [letter, ' ']).collect();
    check(
        "apart",
        vec![
            Block::new(Kind::Paragraph, text.clone()),
            Block::new(Kind::Code(String::new()), text),
        ],
    );
    let text: String = every(37).collect();
    check("in one piece", vec![Block::new(Kind::Heading(1), text)]);
    let marks: String = ('\u{300}'..'\u{370}').cycle().take(500).collect();
    check(
        "a pile of accents",
        vec![Block::new(Kind::Paragraph, format!("x{marks}"))],
    );
}

#[test]
fn emoji_in_every_disguise() {
    for emoji in [
        "⚠️",
        "👩‍💻",
        "🇫🇷",
        "🏴\u{e0067}\u{e0062}\u{e007f}",
        "1️⃣",
        "❤️‍🔥",
        "👍🏽",
        "\u{200d}",
        "\u{fe0f}",
        "🏳️‍🌈",
    ] {
        check(
            emoji,
            vec![
                Block::new(Kind::Callout(emoji.to_owned()), emoji),
                Block::new(Kind::Heading(1), emoji),
            ],
        );
    }
}

#[test]
fn words_longer_than_a_line() {
    let word = "Donaudampfschifffahrtsgesellschaft".repeat(40);
    let long = |kind| Block::new(kind, word.clone());
    check(
        "long words",
        vec![
            long(Kind::Paragraph),
            long(Kind::Heading(1)),
            long(Kind::Bullet),
            long(Kind::Code("rust".to_owned())),
            long(Kind::Callout(word.clone())),
        ],
    );
    let cell = Cell {
        content: vec![Inline::plain(word.clone())],
        ..Cell::default()
    };
    check("in narrow cells", table(vec![vec![cell; 12]], Vec::new()));
}

#[test]
fn line_breaks_wherever_they_can_stand() {
    let content = vec![
        Inline::Break,
        Inline::plain("\n\r\n\u{2028}a\n"),
        Inline::Break,
        linked("\nb\n", "https://example.org"),
        Inline::Break,
    ];
    let line = |kind| Block {
        content: content.clone(),
        ..Block::new(kind, "")
    };
    check(
        "breaks",
        vec![
            line(Kind::Paragraph),
            line(Kind::Heading(2)),
            line(Kind::Numbered(None)),
            line(Kind::Code("c".to_owned())),
        ],
    );
    let only = Block {
        content: vec![Inline::Break],
        ..Block::new(Kind::Heading(1), "")
    };
    check("only a break", vec![only]);
}
