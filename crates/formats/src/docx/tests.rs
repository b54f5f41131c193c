//! A page written as DOCX is read as it was, also after other programs had it; damaged and hostile files are refused.

use super::*;
use crate::archive::{Entry, pack, unpack};
use crate::flow::kept::{kept, outline};
use crate::sample::{PNG, everything, long};
use crate::{Block, Kind};

const NAMES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
    xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"
    xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
    xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office""#;

/// A file with this text in it, and with a list, styles, a link, a picture and a note that the text may use.
fn document(body: &str) -> Vec<u8> {
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relation = |id: &str, kind: &str, target: &str| {
        let mode = if target.contains(':') {
            "External"
        } else {
            "Internal"
        };
        format!(
            r#"<Relationship Id="{id}" Type="{office}/{kind}" Target="{target}" TargetMode="{mode}"/>"#
        )
    };
    let relations = [
        relation("styles", "styles", "styles.xml"),
        relation("lists", "numbering", "/word/numbering.xml"),
        relation("notes", "footnotes", "footnotes.xml"),
        relation("picture", "image", "media/a.png"),
        relation("link", "hyperlink", "https://example.org/"),
        relation("script", "hyperlink", "javascript:alert(1)"),
        relation("far", "image", "https://example.org/spy.png"),
    ]
    .concat();
    let styles = r#"<w:style w:type="paragraph" w:styleId="Kop" w:default="1"><w:name w:val="Normal"/></w:style>
        <w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>
        <w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Own"/><w:basedOn w:val="berschrift2"/></w:style>
        <w:style w:type="paragraph" w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop"/></w:style>
        <w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>"#;
    let lists = r#"<w:abstractNum w:abstractNumId="1">
        <w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
        <w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl></w:abstractNum>
        <w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>"#;
    let note = r#"<w:footnote w:id="2"><w:p><w:r><w:t>below</w:t></w:r></w:p></w:footnote>"#;
    let file = |name: &str, root: &str, inside: &str| Entry {
        name: name.to_owned(),
        bytes: format!("<w:{root} {NAMES}>{inside}</w:{root}>").into_bytes(),
    };
    let picture = Entry {
        name: "word/media/a.png".to_owned(),
        bytes: PNG.to_vec(),
    };
    let relations = Entry {
        name: "word/_rels/document.xml.rels".to_owned(),
        bytes: format!(
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>"#
        )
        .into_bytes(),
    };
    pack([
        file(
            "word/document.xml",
            "document",
            &format!("<w:body>{body}</w:body>"),
        ),
        file("word/styles.xml", "styles", styles),
        file("word/numbering.xml", "numbering", lists),
        file("word/footnotes.xml", "footnotes", note),
        relations,
        picture,
    ])
    .unwrap()
}

fn check(body: &str, expected: &str) {
    assert_eq!(
        outline(&read(&document(body)).unwrap().blocks),
        expected,
        "{body}"
    );
}

fn run(text: &str) -> String {
    format!("<w:r><w:t>{text}</w:t></w:r>")
}

fn paragraph(properties: &str, text: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr>{}</w:p>", run(text))
}

#[test]
fn a_page_comes_back_as_it_was_but_for_what_word_has_no_word_for() {
    let page = read(&write(&everything()).unwrap()).unwrap();
    assert_eq!(page, kept("word/media/image1.png"));
    let long = long(300);
    assert_eq!(read(&write(&long).unwrap()).unwrap(), long);
}

#[test]
fn what_was_deleted_is_gone_and_what_was_inserted_is_there() {
    let deleted = r#"<w:del><w:r><w:delText>no</w:delText></w:r></w:del>"#;
    check(
        &format!(
            "<w:p>{}{deleted}<w:ins>{}</w:ins></w:p>",
            run("a"),
            run("b")
        ),
        "ab",
    );
    let end = "<w:rPr><w:del/></w:rPr>";
    check(&(paragraph(end, "a") + &paragraph("", "b")), "ab");
    check(
        &format!(
            "<w:p><w:moveFrom>{}</w:moveFrom>{}</w:p>",
            run("no"),
            run("a")
        ),
        "a",
    );
}

#[test]
fn headings_are_told_by_style_and_by_outline() {
    check(
        &paragraph(r#"<w:pStyle w:val="berschrift2"/>"#, "a"),
        "Heading(2): a",
    );
    check(
        &paragraph(r#"<w:pStyle w:val="Own"/>"#, "a"),
        "Heading(2): a",
    );
    check(
        &paragraph(r#"<w:outlineLvl w:val="2"/>"#, "a"),
        "Heading(3): a",
    );
    check(&paragraph(r#"<w:pStyle w:val="Loop"/>"#, "a"), "a");
}

#[test]
fn lists_count_and_nest() {
    let item = |level: u8, text: &str| {
        let properties =
            format!(r#"<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>"#);
        paragraph(&properties, text)
    };
    check(
        &(item(0, "a") + &item(1, "b") + &item(0, "c")),
        "Numbered(Some(3)): a\n  Bullet: b\nNumbered(None): c",
    );
}

#[test]
fn links_lead_to_the_web_only() {
    let link = |id: &str| {
        format!(
            r#"<w:p><w:hyperlink r:id="{id}">{}</w:hyperlink></w:p>"#,
            run("a")
        )
    };
    check(&link("link"), "<https://example.org/ a>");
    check(&link("script"), "a");
    check(&link("picture"), "a");
}

#[test]
fn fields_show_their_results() {
    let part = |kind: &str| format!(r#"<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>"#);
    let field = |instruction: &str| {
        let told = format!("<w:r><w:instrText>{instruction}</w:instrText></w:r>");
        [
            part("begin"),
            told,
            part("separate"),
            run("a"),
            part("end"),
            run("b"),
        ]
        .concat()
    };
    check(&format!("<w:p>{}</w:p>", field(" PAGE ")), "ab");
    check(
        &format!("<w:p>{}</w:p>", field(r#"HYPERLINK "https://example.org""#)),
        "<https://example.org a>b",
    );
}

#[test]
fn notes_stand_at_the_end() {
    check(
        r#"<w:p><w:r><w:t>a</w:t><w:footnoteReference w:id="2"/></w:r></w:p>"#,
        "a[1]\nDivider\n[1] below",
    );
}

#[test]
fn boxes_of_text_are_read_once() {
    let inside = format!("<w:txbxContent>{}</w:txbxContent>", paragraph("", "boxed"));
    let drawn = format!("<w:drawing><wp:inline>{inside}</wp:inline></w:drawing>");
    let old = format!("<w:pict><v:shape>{inside}</v:shape></w:pict>");
    check(
        &format!(
            "<w:p>{}<w:r><mc:AlternateContent><mc:Choice>{drawn}</mc:Choice><mc:Fallback>{old}</mc:Fallback>\
             </mc:AlternateContent></w:r></w:p>",
            run("a")
        ),
        "a\nboxed",
    );
    check(
        r#"<w:p><w:r><w:pict><v:rect o:hr="t"/></w:pict></w:r></w:p>"#,
        "Divider",
    );
}

#[test]
fn pictures_have_alternatives_and_none_is_fetched() {
    let picture = |blip: &str| {
        format!(
            r#"<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="A flag"/><a:blip {blip}/></wp:inline></w:drawing></w:r></w:p>"#
        )
    };
    check(&picture(r#"r:embed="picture""#), "Image a.png \"A flag\"");
    check(
        &picture(r#"r:link="far""#),
        "<https://example.org/spy.png A flag>",
    );
    check(&picture(r#"r:embed="none""#), "[A flag]");
}

#[test]
fn cells_stay_merged() {
    let cell = |properties: &str, text: &str| {
        format!(
            "<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>",
            paragraph("", text)
        )
    };
    let rows = [
        "<w:tr><w:trPr><w:tblHeader/></w:trPr>".to_owned(),
        cell(r#"<w:gridSpan w:val="2"/>"#, "a"),
        cell(r#"<w:vMerge w:val="restart"/>"#, "b"),
        "</w:tr><w:tr>".to_owned(),
        cell("", "c") + &cell("", "d") + &cell("<w:vMerge/>", ""),
        "</w:tr><w:tr><w:trPr><w:del/></w:trPr>".to_owned(),
        cell("", "no") + "</w:tr>",
    ];
    check(
        &format!("<w:tbl>{}</w:tbl>", rows.concat()),
        "Table\n| !a 2x1 | !b 1x2\n| c 1x1 | d 1x1",
    );
}

#[test]
fn marks_come_from_styles_of_letters_and_from_runs() {
    let marked =
        |properties: &str| format!("<w:p><w:r><w:rPr>{properties}</w:rPr><w:t>a</w:t></w:r></w:p>");
    check(&marked(r#"<w:rStyle w:val="Strong"/>"#), "<b a>");
    check(
        &marked(r#"<w:rStyle w:val="Strong"/><w:b w:val="0"/><w:i/>"#),
        "<i a>",
    );
    check(
        &marked(r#"<w:color w:val="FF0000"/><w:u w:val="single"/>"#),
        "<ured a>",
    );
    check(&marked("<w:vanish/>"), "");
}

#[test]
fn pages_break_where_they_did() {
    let broken = format!(
        r#"<w:p>{}<w:r><w:br w:type="page"/></w:r>{}</w:p>"#,
        run("a"),
        run("b")
    );
    check(&broken, "a\nPageBreak\nb");
    check(
        &(paragraph("", "a") + &paragraph("<w:pageBreakBefore/>", "b")),
        "a\nPageBreak\nb",
    );
}

#[test]
fn a_damaged_file_is_an_error_or_a_page_and_never_a_panic() {
    let bytes = write(&everything()).unwrap();
    for end in (0..bytes.len()).step_by(97) {
        assert!(read(&bytes[..end]).is_err());
    }
    let entries = unpack(&bytes).unwrap();
    for place in (0..40_000).step_by(331) {
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
        document(&(before.repeat(depth) + &paragraph("", "a") + &after.repeat(depth)))
    };
    let table = ["<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"];
    assert!(read(&nested(table[0], table[1], 80)).is_ok());
    assert!(read(&nested(table[0], table[1], 5_000)).is_err());
    let children = (0..crate::limits::DEPTH).fold(Vec::new(), |children, _| {
        vec![Block {
            children,
            ..Block::new(Kind::Bullet, "x")
        }]
    });
    let page = Page {
        blocks: children,
        ..Page::default()
    };
    assert!(read(&write(&page).unwrap()).is_ok());
}
