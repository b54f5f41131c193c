//! A page written as HTML is read as it was; what other programs write is understood; hostile pages end soon.

use super::*;
use crate::sample::{PICTURE, PNG, everything, long};
use crate::{Align, Block, Cell, Color, Inline, Kind, Marks, Media, Style, Table, Text};

#[track_caller]
fn check(html: &str, expected: &[Block]) {
    assert_eq!(read(html).unwrap().blocks, expected, "{html}");
}

fn block(kind: Kind, text: &str) -> Block {
    Block::new(kind, text)
}

fn with(block: Block, children: Vec<Block>) -> Block {
    Block { children, ..block }
}

fn paragraph(text: &str) -> Block {
    block(Kind::Paragraph, text)
}

/// What HTML cannot hold: the name of a block nobody knows, and addresses that lead nowhere outside.
fn without(mut blocks: Vec<Block>) -> Vec<Block> {
    for block in &mut blocks {
        block.content = joined(&block.content);
        match &mut block.kind {
            Kind::Unknown(_) => block.kind = Kind::Paragraph,
            Kind::Image(media) if media.address == PICTURE => {
                media.address = "picture-1.png".to_owned()
            }
            Kind::File(media) => media.address.clear(),
            Kind::Table(table) => {
                cells(table).for_each(|cell| cell.content = joined(&cell.content))
            }
            _ => {}
        }
    }
    blocks
}

#[test]
fn what_is_written_is_read_again() {
    let page = everything();
    let again = read(&write(&page).unwrap()).unwrap();
    assert_eq!(again.title, page.title);
    assert_eq!(again.language, page.language);
    assert_eq!(again.files["picture-1.png"], PNG);
    let expected = without(page.blocks);
    for (before, after) in expected.iter().zip(&again.blocks) {
        assert_eq!(after, before);
    }
    assert_eq!(again.blocks.len(), expected.len());
}

#[test]
fn a_long_page_comes_back_whole() {
    let page = long(1000);
    assert_eq!(read(&write(&page).unwrap()).unwrap(), page);
}

#[test]
fn a_file_loads_nothing_and_runs_nothing() {
    let html = write(&everything()).unwrap();
    for forbidden in [
        "<script",
        "src=\"http",
        "url(",
        "@import",
        " onerror",
        "javascript:",
    ] {
        assert!(!html.contains(forbidden), "{forbidden}");
    }
    assert!(html.starts_with("<!DOCTYPE html>\n<html lang=\"fr\">"));
    assert!(html.contains("Content-Security-Policy"));
    assert!(html.contains("<title>Réunion « été » &amp; Übersicht &lt;2026&gt; 🗓️</title>"));
}

#[test]
fn what_a_note_says_never_becomes_markup() {
    let evil = "\"><script>alert(1)</script>";
    let mut page = everything();
    page.title = evil.to_owned();
    page.language = evil.to_owned();
    page.blocks = vec![
        block(Kind::Code(evil.to_owned()), evil),
        block(Kind::Callout(evil.to_owned()), evil),
        block(
            Kind::File(Media {
                name: evil.to_owned(),
                address: format!("https://x/{evil}"),
                caption: evil.to_owned(),
                width: None,
            }),
            "",
        ),
    ];
    assert!(!write(&page).unwrap().contains("<script"));
}

#[test]
fn lists_nest_however_they_are_written() {
    let expected = [with(
        block(Kind::Bullet, "a"),
        vec![block(Kind::Numbered(Some(3)), "b")],
    )];
    check("<ul><li>a<ol start=3><li>b</ol></ul>", &expected);
    check(
        "<ul><li><p>a</p></li><ol start='3'><li><p>b</p></li></ol></ul>",
        &expected,
    );
    check(
        "<ul><li>a</li><li style='list-style:none'><ol start=3><li>b</ol></ul>",
        &expected,
    );
    check(
        "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·<span>&nbsp; </span></span><![endif]>a</p>\
         <p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span style='mso-list: Ignore'>3.<span>&nbsp;</span></span>b</p>",
        &expected,
    );
    check(
        "<ul><li><input type=checkbox checked> a</li><li data-checked=false>b</li></ul><ol><li>c</ol><ol><li>d</ol>",
        &[
            block(Kind::Check(true), "a"),
            block(Kind::Check(false), "b"),
            block(Kind::Numbered(None), "c"),
            block(Kind::Numbered(Some(1)), "d"),
        ],
    );
}

#[test]
fn text_looks_as_other_programs_say() {
    let marked = |mark: fn(&mut Marks)| {
        let mut marks = Marks::default();
        mark(&mut marks);
        [Block {
            content: vec![Inline::Text(Text {
                text: "a".to_owned(),
                marks,
            })],
            ..Block::default()
        }]
    };
    check(
        "<p><span style='font-weight:700'>a</span>",
        &marked(|marks| marks.bold = true),
    );
    check(
        "<b style='font-weight:normal'><p>a</p></b>",
        &marked(|_| {}),
    );
    check(
        "<style>.c1{font-style:italic}</style><p><span class=c1>a</span>",
        &marked(|marks| marks.italic = true),
    );
    check(
        "<p><font color=red>a</font>",
        &marked(|marks| marks.text = Some(Color::Red)),
    );
    check(
        "<p><span style='text-decoration: line-through'>a</span>",
        &marked(|marks| marks.strike = true),
    );
    check(
        "<a href='https://x.org' style='color:#0563C1'><u>a</u></a>",
        &marked(|marks| {
            marks.underline = true;
            marks.link = Some("https://x.org".to_owned());
        }),
    );
    check("<p><a href='javascript:alert(1)'>a</a>", &marked(|_| {}));
    check(
        "<p align=center>a",
        &[Block {
            style: Style {
                align: Align::Center,
                ..Style::default()
            },
            ..paragraph("a")
        }],
    );
}

#[test]
fn spaces_are_those_that_browsers_show() {
    check(
        "<div>\n a <b></b> b\n</div>c<p> d </p><p></p><p>&nbsp;</p>",
        &[
            paragraph("a b"),
            paragraph("c"),
            paragraph("d"),
            paragraph(""),
        ],
    );
    check(
        "<pre>\n a\n  b\n</pre>",
        &[block(Kind::Code(String::new()), " a\n  b")],
    );
    check("a<br>", &[paragraph("a")]);
}

#[test]
fn what_is_hidden_or_runs_stays_behind() {
    check(
        "<script>x</script><style>p{}</style><p hidden>x</p><p style='display:none'>x</p><!-- x --><noscript>x</noscript>\
         <svg><text>x</text></svg><iframe src=x>x</iframe><img src='https://x.org/t.gif' width=1 height=1><p>a</p>",
        &[paragraph("a")],
    );
}

#[test]
fn a_table_that_only_places_things_is_taken_for_what_is_in_it() {
    check(
        "<table><tr><td><p>a</p><ul><li>b</ul></table>",
        &[paragraph("a"), block(Kind::Bullet, "b")],
    );
}

#[test]
fn pictures_are_kept_and_those_without_address_are_their_text() {
    check(
        "<p>a <img src='file:///x.png' alt='b'> c</p>",
        &[paragraph("a b c")],
    );
    let media = Media {
        name: "p.png".to_owned(),
        address: "https://x.org/p.png?q".to_owned(),
        caption: "b".to_owned(),
        width: Some(20.0),
    };
    check(
        "<p>a<img src='https://x.org/p.png?q' alt=b width=20>c",
        &[
            paragraph("a"),
            block(Kind::Image(media), ""),
            paragraph("c"),
        ],
    );
}

#[test]
fn the_title_is_the_first_heading_or_the_name_of_the_file() {
    let check = |html: &str, title: &str, count: usize| {
        let page = read(html).unwrap();
        assert_eq!(
            (page.title.as_str(), page.blocks.len()),
            (title, count),
            "{html}"
        );
    };
    check("<title>n</title><h1>a</h1><p>b", "a", 1);
    check("<title>n</title><h1>a</h1><h1>b</h1>", "n", 2);
    check("<title>n</title><p class=MsoTitle>a</p><h1>b</h1>", "a", 1);
    check("<p>b", "", 1);
    let untitled = Page {
        blocks: vec![block(Kind::Heading(1), "a")],
        ..Page::default()
    };
    assert_eq!(read(&write(&untitled).unwrap()).unwrap(), untitled);
}

#[test]
fn cells_hold_lines_and_reach_no_further_than_their_table() {
    let page =
        read("<table><tr><th>a<td rowspan=9 colspan=9999><p>b<p>c<ul><li>d</ul><tr><td>e</table>")
            .unwrap();
    let Kind::Table(table) = &page.blocks[0].kind else {
        panic!("no table");
    };
    let Cell {
        columns,
        rows,
        content,
        ..
    } = &table.rows[0][1];
    assert_eq!((*columns, *rows), (200, 2));
    assert_eq!(crate::flow::text_of(content), "b\nc\n• d");
    assert!(table.rows[0][0].header);
}

#[test]
fn hostile_files_are_refused_or_read_to_an_end() {
    for (part, count) in [
        ("<div>", 1_000_000),
        ("<b>", 500_000),
        ("<p><font a=1>", 300_000),
        ("<table><tr><td>", 300_000),
        ("<a href=x>", 300_000),
        ("<ul><li>", 300_000),
        ("<blockquote>", 300_000),
        ("<", 400_000),
        ("&", 400_000),
        ("<!--", 500_000),
        ("data:image/", 300_000),
        ("<svg", 500_000),
        ("<br>", 500_000),
        ("</p>", 500_000),
        ("<table>", 300_000),
        ("<b>x</b>", 40_000),
        ("<table>x", 40_000),
        ("<a><p>", 20_000),
        ("<p>x", 200_000),
    ] {
        ends(&part.repeat(count));
    }
}

#[test]
fn hostile_attributes_and_styles_are_refused_or_read_to_an_end() {
    let many = |part: fn(usize) -> String, count| (0..count).map(part).collect::<String>();
    let attributes = many(|index| format!(" a{index}"), 300_000);
    ends(&format!("<p{attributes}>x"));
    ends(&format!("{}<p{attributes}>x", "x".repeat(10_000)));
    ends(&many(|index| format!("<body a{index}><p>"), 90_000));
    ends(&many(|index| format!("<p><font a={index}>"), 90_000));
    ends(&many(|_| "<p style='a:b;c:d;e:f;g:h'>x".to_owned(), 30_000));
    let classes = many(|index| format!(" c{index}"), 5_000);
    let rules = many(|index| format!(".c{index},"), 5_000);
    let rule = format!("{rules}.x{{{}}}", "a:b;".repeat(400));
    let shown = format!("<p class='{classes}'>x").repeat(50);
    ends(&format!("<style>{rule}</style>{shown}"));
    let link = format!("<a href='https://example.org/{}'>", "a".repeat(8_000));
    ends(&format!("<p>{link}{}", "<b>x</b>".repeat(40_000)));
    let picture = crate::picture::address(PNG).unwrap();
    let pictures = many(
        |index| format!("<img src='DATA:image/svg+xml;base64,PHN2Zz{index:06}'>"),
        30_000,
    );
    ends(&format!("<img src='{picture}'>{pictures}"));
}

#[test]
fn deep_files_are_read_to_the_ground_or_refused() {
    for part in [
        "<div>",
        "<table><tr><td>",
        "<ul><li>",
        "<details>",
        "<blockquote>",
        "<dl><dd>",
        "<span>",
    ] {
        for depth in [50, 80, 99, 120, 250] {
            ends(&(part.repeat(depth) + "x"));
        }
    }
}

/// Ends, one way or the other: what grows with the square of its size does not in the life of this test.
fn ends(html: &str) {
    drop(read(html));
}

#[test]
fn damaged_files_never_panic() {
    let html = write(&everything()).unwrap();
    let mut seed: u64 = 7;
    let mut random = |limit: usize| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % limit
    };
    for _ in 0..150 {
        let mut bytes = html.as_bytes().to_vec();
        bytes.truncate(random(bytes.len()));
        for _ in 0..20 {
            let at = random(bytes.len().max(1));
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << random(8);
            }
        }
        let _ = read(&String::from_utf8_lossy(&bytes));
    }
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
