//! A page with every kind of block, mark and nesting, which each format is tested with.

use crate::{
    Align, Block, Cell, Color, Files, Inline, Kind, Marks, Media, Page, Style, Table, Text,
};

/// The address of the picture whose bytes the page has.
pub(crate) const PICTURE: &str = "https://docs.example.org/media/flag.png";

/// The picture: twelve pixels by eight.
pub(crate) const PNG: &[u8] = b"\x89\x50\x4e\x47\x0d\x0a\x1a\x0a\x00\x00\x00\x0d\x49\x48\x44\x52\x00\x00\x00\x0c\x00\
\x00\x00\x08\x08\x02\x00\x00\x00\x42\x86\x89\xa6\x00\x00\x00\x18\x49\x44\x41\x54\x78\xda\x63\x60\xe0\x9a\x08\x47\xff\
\x91\xc0\x43\x06\x7e\x38\x62\x18\x55\x04\x00\x62\xa5\x91\x01\x6e\xb7\x79\x9a\x00\x00\x00\x00\x49\x45\x4e\x44\xae\x42\
\x60\x82";

/// Every colour.
pub(crate) const COLORS: [Color; 9] = [
    Color::Gray,
    Color::Brown,
    Color::Red,
    Color::Orange,
    Color::Yellow,
    Color::Green,
    Color::Blue,
    Color::Purple,
    Color::Pink,
];

/// A page with everything.
pub(crate) fn everything() -> Page {
    let mut blocks = texts();
    blocks.extend(lists());
    blocks.extend(panels());
    blocks.extend(media());
    blocks.push(table());
    blocks.push(block(Kind::PageBreak, ""));
    blocks.push(block(
        Kind::Unknown("whiteboard".to_owned()),
        "What a newer server wrote",
    ));
    blocks.push(block(Kind::Paragraph, "The end."));
    Page {
        title: "Réunion « été » & Übersicht <2026> 🗓️".to_owned(),
        language: "fr".to_owned(),
        blocks,
        files: Files::from([(PICTURE.to_owned(), PNG.to_vec())]),
    }
}

/// A long page of plain blocks, to measure by.
pub(crate) fn long(blocks: usize) -> Page {
    let of = |index: usize| {
        let text = format!(
            "Le point {index} : la commission s’est réunie à Strasbourg, Grüße an alle Beteiligten."
        );
        let kind = match index % 10 {
            0 => Kind::Heading(2),
            1 | 2 => Kind::Bullet,
            3 => Kind::Numbered(None),
            4 => Kind::Check(index % 20 == 4),
            5 => Kind::Quote,
            _ => Kind::Paragraph,
        };
        block(kind, &text)
    };
    Page {
        title: "Un long compte rendu".to_owned(),
        language: "fr".to_owned(),
        blocks: (1..=blocks).map(of).collect(),
        files: Files::new(),
    }
}

fn texts() -> Vec<Block> {
    let mut blocks: Vec<Block> = (1..=6)
        .map(|level| block(Kind::Heading(level), &format!("Titre de niveau {level}")))
        .collect();
    blocks.push(Block {
        content: marked(),
        ..Block::default()
    });
    blocks.push(Block {
        content: colored(),
        ..Block::default()
    });
    for (align, color) in [
        (Align::Center, Color::Blue),
        (Align::Right, Color::Green),
        (Align::Justify, Color::Red),
    ] {
        blocks.push(Block {
            style: Style {
                align,
                text: Some(color),
                background: Some(Color::Yellow),
            },
            ..block(
                Kind::Paragraph,
                "Ελληνικά, Größe, « guillemets », l’État et 👩‍💻 *n’est pas* _une_ `marque` \\ [x](y) <b> &amp; ~~z~~ | #1",
            )
        });
    }
    blocks.push(Block {
        children: vec![Block {
            children: vec![block(Kind::Paragraph, "Twice under it.")],
            ..block(Kind::Paragraph, "Under it.")
        }],
        ..block(Kind::Paragraph, "A paragraph with others under it.")
    });
    blocks.push(block(Kind::Paragraph, ""));
    blocks
}

/// A line with each mark alone and with several at once.
fn marked() -> Vec<Inline> {
    let link = Some("https://example.org/a?b=c&d=(e)".to_owned());
    vec![
        Inline::plain("Du texte "),
        text("gras", |marks| marks.bold = true),
        Inline::plain(", "),
        text("italique", |marks| marks.italic = true),
        Inline::plain(", "),
        text("souligné", |marks| marks.underline = true),
        Inline::plain(", "),
        text("barré", |marks| marks.strike = true),
        Inline::plain(", "),
        text("let x = `1` < 2;", |marks| marks.code = true),
        Inline::plain(", "),
        text("tout à la fois", |marks| {
            marks.bold = true;
            marks.italic = true;
            marks.underline = true;
            marks.strike = true;
            marks.text = Some(Color::Red);
            marks.background = Some(Color::Yellow);
            marks.link.clone_from(&link);
        }),
        Inline::plain("."),
        Inline::Break,
        Inline::plain("Une deuxième ligne avec un "),
        text("lien", |marks| marks.link.clone_from(&link)),
        Inline::plain(" et une note : "),
        Inline::Note {
            id: "6b1c9f1e-0d2a-4c63-9d0e-0c5f7a2b3c4d".to_owned(),
            title: "Budget [2026]".to_owned(),
        },
        Inline::plain("."),
    ]
}

/// Each colour as text and behind it.
fn colored() -> Vec<Inline> {
    COLORS
        .into_iter()
        .flat_map(|color| {
            [
                text(&format!("{color:?}"), |marks| marks.text = Some(color)),
                Inline::plain(" "),
                text(&format!("{color:?}"), |marks| {
                    marks.background = Some(color);
                }),
                Inline::plain(" "),
            ]
        })
        .chain([Inline::plain("end")])
        .collect()
}

fn lists() -> Vec<Block> {
    vec![
        Block {
            children: vec![
                Block {
                    children: vec![block(Kind::Bullet, "Third level")],
                    ..block(Kind::Bullet, "Second level")
                },
                block(Kind::Numbered(None), "Numbered in bullets"),
                block(Kind::Paragraph, "A paragraph under a bullet"),
            ],
            ..block(Kind::Bullet, "First level")
        },
        block(Kind::Bullet, "Next bullet"),
        block(Kind::Numbered(Some(7)), "Starts at seven"),
        Block {
            children: vec![block(Kind::Check(true), "Ticked under a number")],
            ..block(Kind::Numbered(None), "Eight")
        },
        block(Kind::Check(false), "To be done"),
        block(Kind::Check(true), "Done"),
        Block {
            children: vec![
                block(Kind::Paragraph, "Folded away"),
                block(Kind::Bullet, "Folded item"),
            ],
            ..block(Kind::Toggle, "Details")
        },
    ]
}

fn panels() -> Vec<Block> {
    vec![
        block(Kind::Quote, "« Être, ou ne pas être »"),
        block(
            Kind::Code("rust".to_owned()),
            "fn main() {\n    println!(\"<é> & ```\");\n\n}",
        ),
        block(Kind::Code(String::new()), "no language"),
        block(Kind::Divider, ""),
        Block {
            style: Style {
                background: Some(Color::Blue),
                ..Style::default()
            },
            children: vec![block(Kind::Bullet, "An item under the remark")],
            ..block(Kind::Callout("💡".to_owned()), "A remark")
        },
        block(Kind::Callout("⚠️".to_owned()), "Another remark"),
    ]
}

fn media() -> Vec<Block> {
    let named = |name: &str, caption: &str| Media {
        name: name.to_owned(),
        address: format!("https://docs.example.org/media/{name}"),
        caption: caption.to_owned(),
        width: None,
    };
    vec![
        Block {
            style: Style {
                align: Align::Center,
                ..Style::default()
            },
            ..block(
                Kind::Image(Media {
                    width: Some(240.0),
                    ..named("flag.png", "Le drapeau \"français\"")
                }),
                "",
            )
        },
        block(Kind::Image(named("elsewhere.png", "")), ""),
        block(Kind::Video(named("film.mp4", "Un film")), ""),
        block(Kind::Audio(named("son.mp3", "")), ""),
        block(Kind::Pdf(named("rapport.pdf", "Le rapport")), ""),
        block(
            Kind::File(Media {
                address: "attache:file/1".to_owned(),
                ..named("données (1).ods", "")
            }),
            "",
        ),
    ]
}

/// Three columns with names above and at the left, and cells that reach over two columns and two rows.
fn table() -> Block {
    let cell = |text: &str| Cell {
        content: vec![Inline::plain(text)],
        ..Cell::default()
    };
    let header = |text: &str| Cell {
        header: true,
        ..cell(text)
    };
    let colored = Cell {
        style: Style {
            align: Align::Right,
            text: Some(Color::Purple),
            background: Some(Color::Green),
        },
        content: vec![
            text("12 | 500", |marks| marks.bold = true),
            Inline::Break,
            Inline::plain("euros"),
        ],
        ..Cell::default()
    };
    let wide = Cell {
        columns: 2,
        ..cell("Sur deux colonnes")
    };
    let high = Cell {
        rows: 2,
        ..cell("Sur deux lignes")
    };
    let rows = vec![
        vec![header("Poste"), header("Montant"), header("Remarque")],
        vec![header("Salle"), colored, high],
        vec![header("Café"), cell("")],
        vec![header("Total"), wide],
    ];
    block(
        Kind::Table(Table {
            rows,
            widths: vec![120.0, 160.0, 240.0],
        }),
        "",
    )
}

fn block(kind: Kind, text: &str) -> Block {
    Block::new(kind, text)
}

fn text(text: &str, mark: impl FnOnce(&mut Marks)) -> Inline {
    let mut marks = Marks::default();
    mark(&mut marks);
    Inline::Text(Text {
        text: text.to_owned(),
        marks,
    })
}
