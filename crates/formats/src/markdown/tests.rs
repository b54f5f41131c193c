//! A page written as Markdown is read as it was, whatever signs stand beside its marks.

use super::*;
use crate::sample::{everything, long};
use crate::{Block, Cell, Inline, Kind, Marks, Style, Table, Text};

fn page(blocks: Vec<Block>) -> Page {
    Page {
        blocks,
        ..Page::default()
    }
}

fn marked(text: &str, mark: impl FnOnce(&mut Marks)) -> Inline {
    let mut marks = Marks::default();
    mark(&mut marks);
    Inline::Text(Text {
        text: text.to_owned(),
        marks,
    })
}

/// What Markdown cannot hold: looks of whole blocks, empty paragraphs, names of blocks, addresses of pictures.
fn without(blocks: Vec<Block>) -> Vec<Block> {
    blocks
        .into_iter()
        .filter(|block| block.kind != Kind::Paragraph || !block.content.is_empty())
        .map(|block| {
            let kind = match block.kind {
                Kind::Unknown(_) => Kind::Paragraph,
                Kind::Table(mut table) => {
                    cells(&mut table).for_each(|cell| cell.content = joined(&cell.content));
                    Kind::Table(table)
                }
                kind => kind,
            };
            Block {
                kind,
                style: Style::default(),
                content: joined(&block.content),
                children: without(block.children),
            }
        })
        .collect()
}

#[track_caller]
fn same(content: Vec<Inline>) {
    let block = Block {
        content,
        ..Block::default()
    };
    let text = write(&page(vec![block.clone()])).unwrap();
    assert_eq!(read(&text).unwrap().blocks, [block], "{text}");
}

#[test]
fn what_is_written_is_read_again() {
    let page = everything();
    let text = write(&page).unwrap();
    let read = read(&text).unwrap();
    assert_eq!(read.title, page.title);
    let media = |block: &Block| block.kind.media().is_some();
    let mut blocks = without(page.blocks);
    blocks.retain(|block| !media(block));
    let mut again = read.blocks;
    let pictures = again.iter().filter(|block| media(block)).count();
    assert_eq!(pictures, 2);
    again.retain(|block| !media(block) && !names_file(block));
    for (before, after) in blocks.iter().zip(&again) {
        assert_eq!(after, before);
    }
    assert_eq!(again.len(), blocks.len());
}

/// A line that names a file is text with a link here.
fn names_file(block: &Block) -> bool {
    let text = crate::flow::text_of(&block.content);
    ["film.mp4", "son.mp3", "rapport.pdf", "données"]
        .iter()
        .any(|name| text.starts_with(name))
}

#[test]
fn signs_in_text_stay_text() {
    for text in [
        "# no heading",
        "1. no item",
        "12) no item",
        "- no item",
        "+ no item",
        "> no quote",
        "=== no rule",
        "--- no rule",
        "a * b * c",
        "snake_case _x_",
        "`code`",
        "[x](y)",
        "![x](y)",
        "<b>x</b>",
        "&amp; &#65;",
        "a\\b",
        "~~x~~",
        "a | b",
        "***",
        "http://example.org/a_b",
        "!",
        "x!",
        "**x**",
        "[ ] x",
        "100.",
        "1.5",
        "C:\\*",
        "<",
        "&",
    ] {
        same(vec![Inline::plain(text)]);
        same(vec![Inline::plain("x"), Inline::Break, Inline::plain(text)]);
        let item = Block::new(Kind::Bullet, text);
        let written = write(&page(vec![item.clone()])).unwrap();
        assert_eq!(read(&written).unwrap().blocks, [item], "{written}");
    }
}

#[test]
fn marks_hold_beside_any_character() {
    for before in ["a", "a ", "(", "«", "*", "~", "!", "é"] {
        for inside in ["b", "\"b\"", "(b", "é!", "*", "`", "b c"] {
            for after in ["c", " c", ")", "»", "*", "~", "."] {
                let sets: [fn(&mut Marks); 6] = [
                    |marks| marks.bold = true,
                    |marks| marks.italic = true,
                    |marks| marks.strike = true,
                    |marks| marks.code = true,
                    |marks| {
                        marks.bold = true;
                        marks.italic = true;
                        marks.strike = true;
                        marks.code = true;
                    },
                    |marks| {
                        marks.bold = true;
                        marks.link = Some("https://example.org/(x)".to_owned());
                    },
                ];
                for set in sets {
                    same(vec![
                        Inline::plain(before),
                        marked(inside, set),
                        Inline::plain(after),
                    ]);
                }
            }
        }
    }
}

#[test]
fn marks_that_touch_are_told_apart() {
    same(vec![
        marked("a", |marks| marks.bold = true),
        marked("b", |marks| marks.italic = true),
        marked("c", |marks| {
            marks.italic = true;
            marks.bold = true;
        }),
        marked("d", |marks| marks.strike = true),
        marked("e", |marks| marks.code = true),
    ]);
}

#[test]
fn a_plain_table_has_strokes_and_any_other_is_html() {
    let cell = |text: &str, header| Cell {
        header,
        content: vec![Inline::plain(text)],
        ..Cell::default()
    };
    let rows = vec![
        vec![cell("a", true), cell("b | c", true)],
        vec![cell("1", false), cell("", false)],
    ];
    let table = |rows| {
        Block::new(
            Kind::Table(Table {
                rows,
                widths: Vec::new(),
            }),
            "",
        )
    };
    let written = write(&page(vec![table(rows.clone())])).unwrap();
    assert_eq!(written, "| a | b \\| c |\n| --- | --- |\n| 1 |  |\n");
    let merged = vec![
        vec![Cell {
            columns: 2,
            ..cell("a", true)
        }],
        rows[1].clone(),
    ];
    assert!(
        write(&page(vec![table(merged)]))
            .unwrap()
            .starts_with("<table>")
    );
}

#[test]
fn lines_before_the_text_say_its_title_and_language() {
    let page = read("---\ntitle: \"Réunion\"\nlang: fr\ntags: [a]\n---\n\nText\n").unwrap();
    assert_eq!(
        (page.title.as_str(), page.language.as_str()),
        ("Réunion", "fr")
    );
    assert_eq!(page.blocks, [Block::new(Kind::Paragraph, "Text")]);
}

#[test]
fn hostile_text_is_refused_or_read_to_an_end() {
    for (part, count) in [
        (">", 200_000),
        ("- ", 100_000),
        ("[", 200_000),
        ("*a ", 200_000),
        ("`a ", 100_000),
        ("<div>", 100_000),
        ("a\n\n", 60_000),
        ("|", 100_000),
        ("![", 100_000),
        ("*_", 100_000),
    ] {
        let _ = read(&part.repeat(count));
    }
}

#[test]
fn a_long_page_comes_back_whole() {
    let page = long(1000);
    assert_eq!(read(&write(&page).unwrap()).unwrap().blocks, page.blocks);
}

/// What looks alike is one piece after reading, and no text is none.
fn joined(content: &[Inline]) -> Vec<Inline> {
    let mut joined = Vec::new();
    for inline in content {
        match inline {
            Inline::Text(text) => crate::flow::push(&mut joined, &text.text, &text.marks),
            other => joined.push(other.clone()),
        }
    }
    joined
}

fn cells(table: &mut Table) -> impl Iterator<Item = &mut Cell> {
    table.rows.iter_mut().flatten()
}
