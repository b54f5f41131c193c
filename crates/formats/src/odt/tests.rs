//! A page written as ODT is read as it was, also after other programs had it; damaged and hostile files are refused.

use super::*;
use crate::archive::{Entry, pack, unpack};
use crate::flow::kept::{kept, outline};
use crate::sample::{PNG, everything, long};
use crate::{Block, Kind};

const NAMES: &str = r#"xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
    xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
    xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
    xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
    xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
    xmlns:xlink="http://www.w3.org/1999/xlink""#;

/// A file with this text in it, and with styles, a list and a picture that the text may use.
fn document(text: &str) -> Vec<u8> {
    let styles = r#"<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Heading_20_2"/>
        <style:style style:name="P2" style:family="paragraph">
          <style:paragraph-properties fo:break-before="page"/></style:style>
        <style:style style:name="P3" style:family="paragraph" style:parent-style-name="P3"/>
        <style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="700"/></style:style>
        <style:style style:name="T2" style:family="text"><style:text-properties text:display="none"/></style:style>
        <text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1"/>
          <text:list-level-style-bullet text:level="2" text:bullet-char="-"/></text:list-style>"#;
    let content = format!(
        "<office:document-content {NAMES}><office:automatic-styles>{styles}</office:automatic-styles>\
         <office:body><office:text>{text}</office:text></office:body></office:document-content>"
    );
    let file = |name: &str, bytes: Vec<u8>| Entry {
        name: name.to_owned(),
        bytes,
    };
    pack([
        file("content.xml", content.into_bytes()),
        file("Pictures/a.png", PNG.to_vec()),
    ])
    .unwrap()
}

fn check(text: &str, expected: &str) {
    assert_eq!(
        outline(&read(&document(text)).unwrap().blocks),
        expected,
        "{text}"
    );
}

#[test]
fn a_page_comes_back_as_it_was_but_for_what_office_programs_have_no_word_for() {
    let page = read(&write(&everything()).unwrap()).unwrap();
    assert_eq!(page, kept("Pictures/image1.png"));
    let long = long(300);
    assert_eq!(read(&write(&long).unwrap()).unwrap(), long);
}

#[test]
fn white_space_is_what_it_means() {
    check(
        "<text:p> a\n  b<text:s text:c=\"3\"/>c<text:tab/>d</text:p>",
        "a b   c\td",
    );
    check("<text:p>a <text:span> b</text:span></text:p>", "a b");
    check("<text:p>a<text:line-break/>b</text:p>", "a/b");
}

#[test]
fn headings_are_told_by_element_and_by_style() {
    check(
        r#"<text:h text:outline-level="3">a</text:h>"#,
        "Heading(3): a",
    );
    check(
        r#"<text:p text:style-name="P1">a</text:p>"#,
        "Heading(2): a",
    );
    check(r#"<text:p text:style-name="P3">a</text:p>"#, "a");
}

#[test]
fn lists_count_and_nest() {
    let item = |inside: &str| format!("<text:list-item>{inside}</text:list-item>");
    let inner = format!("<text:list>{}</text:list>", item("<text:p>b</text:p>"));
    let list = |start: &str, inside: &str| {
        format!(r#"<text:list text:style-name="L" {start}>{inside}</text:list>"#)
    };
    check(
        &list(
            "",
            &(item(&format!("<text:p>a</text:p>{inner}<text:p>c</text:p>"))
                + &item("<text:p>d</text:p>")),
        ),
        "Numbered(None): a\n  Bullet: b\n  c\nNumbered(None): d",
    );
    let other = |style: &str| {
        format!(
            r#"<text:list><text:list-item text:style-override="{style}"><text:p>a</text:p></text:list-item></text:list>"#
        )
    };
    check(&other("L"), "Numbered(None): a");
    check(&other("none"), "Bullet: a");
    let again = r#"text:continue-numbering="true""#;
    let text = "<text:p>x</text:p>";
    let one = item("<text:p>a</text:p>");
    check(
        &(list("", &one) + text + &list(again, &one) + text + &list("", &one)),
        "Numbered(None): a\nx\nNumbered(Some(2)): a\nx\nNumbered(None): a",
    );
}

#[test]
fn links_lead_to_the_web_only() {
    let link = |to: &str| format!(r#"<text:p><text:a xlink:href="{to}">a</text:a></text:p>"#);
    check(&link("https://example.org"), "<https://example.org a>");
    check(&link("javascript:alert(1)"), "a");
    check(&link("file:///etc/passwd"), "a");
}

#[test]
fn what_was_deleted_hidden_or_remarked_is_not_there() {
    let deleted = "<text:tracked-changes><text:deletion><text:p>no</text:p></text:deletion></text:tracked-changes>";
    check(&format!("{deleted}<text:p>a<text:change/>b</text:p>"), "ab");
    check(
        r#"<text:p>a<text:span text:style-name="T2">no</text:span></text:p>"#,
        "a",
    );
    check(
        "<text:p>a<office:annotation><text:p>no</text:p></office:annotation></text:p>",
        "a",
    );
    check(
        r#"<text:p>a<text:span text:style-name="T1">b</text:span></text:p>"#,
        "a<b b>",
    );
}

#[test]
fn notes_stand_at_the_end() {
    let note = "<text:note><text:note-citation>*</text:note-citation><text:note-body><text:p>below</text:p>\
                </text:note-body></text:note>";
    check(
        &format!("<text:p>a{note}b</text:p>"),
        "a[1]b\nDivider\n[1] below",
    );
}

#[test]
fn pictures_have_alternatives_and_none_is_fetched() {
    let frame = |inside: &str| {
        format!("<text:p>a<draw:frame>{inside}<svg:desc>A flag</svg:desc></draw:frame></text:p>")
    };
    let image = |address: &str| frame(&format!(r#"<draw:image xlink:href="{address}"/>"#));
    check(&image("Pictures/a.png"), "a\nImage a.png \"A flag\"");
    check(
        &image("https://example.org/spy.png"),
        "a\n<https://example.org/spy.png A flag>",
    );
    check(&image("../../etc/passwd"), "a[A flag]");
    check(
        r#"<text:p><draw:rect svg:width="16cm" svg:height="0.5mm"><text:p/></draw:rect></text:p>"#,
        "Divider",
    );
    check(
        &frame("<draw:text-box><text:p>boxed</text:p></draw:text-box>"),
        "a\nboxed",
    );
}

#[test]
fn pages_break_where_they_did() {
    check(
        r#"<text:p>a</text:p><text:p text:style-name="P2">b</text:p>"#,
        "a\nPageBreak\nb",
    );
}

#[test]
fn cells_stay_merged_and_may_be_repeated() {
    let cell = |attributes: &str| {
        format!("<table:table-cell {attributes}><text:p>a</text:p></table:table-cell>")
    };
    let rows = [
        "<table:table><table:table-header-rows><table:table-row>".to_owned(),
        cell(r#"table:number-columns-spanned="2""#),
        "<table:covered-table-cell/></table:table-row></table:table-header-rows><table:table-row>"
            .to_owned(),
        cell(r#"table:number-columns-repeated="2""#),
        "</table:table-row></table:table>".to_owned(),
    ];
    check(&rows.concat(), "Table\n| !a 2x1\n| a 1x1 | a 1x1");
}

#[test]
fn few_words_do_not_make_millions_of_cells() {
    let row = r#"<table:table-row table:number-rows-repeated="4000000000"><table:table-cell
        table:number-columns-repeated="4000000000"><text:p>a</text:p></table:table-cell></table:table-row>"#;
    let page = read(&document(&format!(
        "<table:table>{}</table:table>",
        row.repeat(100)
    )))
    .unwrap();
    let Kind::Table(table) = &page.blocks[0].kind else {
        panic!("it is a table");
    };
    assert!(table.rows.iter().map(Vec::len).sum::<usize>() < 200_000);
}

#[test]
fn a_damaged_file_is_an_error_or_a_page_and_never_a_panic() {
    let bytes = write(&everything()).unwrap();
    for end in (0..bytes.len()).step_by(97) {
        assert!(read(&bytes[..end]).is_err());
    }
    let entries = unpack(&bytes).unwrap();
    for place in (0..30_000).step_by(331) {
        let damaged = entries.iter().cloned().map(|mut entry| {
            if let Some(byte) = entry.bytes.get_mut(place) {
                *byte = b"<>\"&/w0"[place % 7];
            }
            entry
        });
        let _ = read(&pack(damaged).unwrap());
    }
    for bytes in [&b""[..], b"PK", b"%PDF-1.7", &pack([]).unwrap()] {
        assert!(read(bytes).is_err());
    }
}

#[test]
fn nothing_deep_takes_the_program_down() {
    let nested = |before: &str, after: &str, depth: usize| {
        document(&(before.repeat(depth) + "<text:p>a</text:p>" + &after.repeat(depth)))
    };
    let list = [
        "<text:list><text:list-item>",
        "</text:list-item></text:list>",
    ];
    assert!(read(&nested(list[0], list[1], 120)).is_ok());
    assert!(read(&nested(list[0], list[1], 5_000)).is_err());
    let blocks = (0..crate::limits::DEPTH).fold(Vec::new(), |children, _| {
        vec![Block {
            children,
            ..Block::new(Kind::Bullet, "x")
        }]
    });
    let page = Page {
        blocks,
        ..Page::default()
    };
    assert!(read(&write(&page).unwrap()).is_ok());
}
