//! Pictures of every kind that is shown, and hostile ones, which are not.

use super::*;

const SHOWN: &str = "Figure caption";

/// A picture's tags: a figure if it is shown, a paragraph with its caption if not.
fn check(what: &str, bytes: &[u8], shown: bool) {
    let page = Page {
        files: Files::from([("x".to_owned(), bytes.to_vec())]),
        ..page(vec![image("x", "caption")])
    };
    let lines = Tags::of(write(&page).unwrap()).lines();
    assert_eq!(
        lines.contains(&SHOWN.to_owned()),
        shown,
        "{what}: {lines:?}"
    );
    assert_eq!(
        lines.last().map(String::as_str),
        Some(if shown { SHOWN } else { "P" }),
        "{what}"
    );
}

fn svg(inner: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
         width=\"40\" height=\"20\">{inner}</svg>"
    )
}

fn data(bytes: &[u8], kind: &str) -> String {
    use base64::Engine;
    let packed = base64::engine::general_purpose::STANDARD.encode(bytes);
    format!("<image width=\"9\" height=\"9\" xlink:href=\"data:{kind};base64,{packed}\"/>")
}

/// The sample's picture with another width in its head.
fn png(width: u32) -> Vec<u8> {
    let mut bytes = PNG.to_vec();
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes
}

#[test]
fn each_kind_is_known_by_its_bytes() {
    const GIF: &[u8] = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\
        \x02\x02D\x01\x00;";
    const WEBP: &[u8] = b"RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00/\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00";
    check("png", PNG, true);
    check("gif", GIF, true);
    check("webp", WEBP, true);
    check(
        "svg",
        svg("<circle r='9' fill='red'/><text x='1' y='9'>Élan</text>").as_bytes(),
        true,
    );
    check(
        "svg that says what it is",
        format!("<?xml version='1.0'?>\n{}", svg("<g/>")).as_bytes(),
        true,
    );
    check("pdf", b"%PDF-1.7", false);
    check(
        "bmp",
        b"BM\x3a\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00",
        false,
    );
    check("nothing", b"", false);
}

#[test]
fn what_is_damaged_is_framed() {
    for length in 0..PNG.len() - 12 {
        check(&format!("{length} bytes"), &PNG[..length], false);
    }
    check(
        "flipped",
        &[&PNG[..60], &[PNG[60] ^ 0xff], &PNG[61..]].concat(),
        false,
    );
    check("half a drawing", &svg("<g>").as_bytes()[..90], false);
}

#[test]
fn pictures_that_say_they_are_huge_are_framed() {
    check("wide", &png(u32::MAX / 2), false);
    check("wider than memory", &png(30_000_000), false);
    check("without width", &png(0), false);
    check(
        "inside a drawing",
        svg(&data(&png(30_000_000), "image/png")).as_bytes(),
        false,
    );
    check(
        "a good one inside a drawing",
        svg(&data(PNG, "image/png")).as_bytes(),
        true,
    );
}

#[test]
fn drawings_reach_nothing_outside() {
    for address in [
        "/etc/passwd",
        "file:///etc/passwd",
        "main.typ",
        "https://example.org/x.png",
        "../x.png",
    ] {
        check(
            address,
            svg(&format!(
                "<image width='9' height='9' xlink:href='{address}'/>"
            ))
            .as_bytes(),
            false,
        );
    }
    let inner = svg("<rect width='9' height='9'/>");
    check(
        "a drawing in it",
        svg(&data(inner.as_bytes(), "image/svg+xml")).as_bytes(),
        false,
    );
    check(
        "a drawing in it, hidden",
        svg(&data(inner.as_bytes(), "text/plain")).as_bytes(),
        false,
    );
    check(
        "an entity",
        format!(
            "<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>{}",
            svg("<text>&x;</text>")
        )
        .as_bytes(),
        false,
    );
    check(
        "letters that no font has",
        svg("<text x='1' y='9'>中</text>").as_bytes(),
        false,
    );
}

#[test]
fn drawings_that_would_take_the_program_down_are_framed() {
    let deep = |tag: &str, depth: usize| {
        format!(
            "{}{}",
            format!("<{tag}>").repeat(depth),
            format!("</{tag}>").repeat(depth)
        )
    };
    check("deep", svg(&deep("g", 100_000)).as_bytes(), false);
    check("less deep", svg(&deep("g", 90)).as_bytes(), true);
    let chain = |links: usize| -> String {
        let link = |at: usize| format!("<g id='g{at}'><use xlink:href='#g{}'/></g>", at + 1);
        (0..links).map(link).collect()
    };
    check("a long chain", svg(&chain(50_000)).as_bytes(), false);
    check(
        "a chain",
        svg(&format!(
            "{}<g id='g190'><path d='M0 0h9v9z'/></g>",
            chain(190)
        ))
        .as_bytes(),
        true,
    );
    let doubled: String = (0..60)
        .map(|at| {
            format!(
                "<g id='g{at}'><use xlink:href='#g{0}'/><use xlink:href='#g{0}'/></g>",
                at + 1
            )
        })
        .collect();
    check(
        "doubled sixty times",
        svg(&format!("{doubled}<g id='g60'><path d='M0 0h9v9z'/></g>")).as_bytes(),
        false,
    );
    let blur = "<filter id='f' x='-9999' y='-9999' width='99999' height='99999'><feGaussianBlur stdDeviation='999'/></filter>\
                <rect width='99999' height='99999' filter='url(#f)'/>";
    check("a blur", svg(blur).as_bytes(), false);
}
