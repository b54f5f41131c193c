//! From the page to a new note.

use std::collections::HashMap;
use std::sync::Arc;

use formats::{Align, Block, Cell, Inline, Kind, Marks, Media, Style, Table, Text};
use uuid::Uuid;
use yrs::types::Attrs;
use yrs::{
    Any, Text as _, TransactionMut, WriteTxn as _, Xml as _, XmlElementPrelim, XmlElementRef,
    XmlFragment as _, XmlTextPrelim,
};

use super::super::ROOT;
use super::color_name;

/// Deeper ones stand beside the one that they would stand under.
const DEEPEST: usize = 30;

/// Writes all of it into a note that was never written.
pub(crate) fn write(transaction: &mut TransactionMut<'_>, blocks: &[Block]) {
    let root = transaction.get_or_insert_xml_fragment(ROOT);
    let group = root.push_back(transaction, XmlElementPrelim::empty("blockGroup"));
    let empty = [Block::default()];
    let blocks = if blocks.is_empty() { &empty } else { blocks };
    write_group(transaction, &group, blocks, 0);
}

fn write_group(
    transaction: &mut TransactionMut<'_>,
    group: &XmlElementRef,
    blocks: &[Block],
    depth: usize,
) {
    for block in blocks {
        let container = push(transaction, group, "blockContainer");
        set(
            transaction,
            &container,
            "id",
            Uuid::new_v4().to_string().into(),
        );
        write_block(transaction, &container, block);
        if block.children.is_empty() {
            continue;
        }
        if depth < DEEPEST {
            let inner = push(transaction, &container, "blockGroup");
            write_group(transaction, &inner, &block.children, depth + 1);
        } else {
            write_group(transaction, group, &block.children, depth);
        }
    }
}

fn write_block(transaction: &mut TransactionMut<'_>, container: &XmlElementRef, block: &Block) {
    let element = push(transaction, container, name(&block.kind));
    for (name, value) in attributes(&block.kind, block.style) {
        set(transaction, &element, name, value);
    }
    match &block.kind {
        Kind::Table(table) => write_table(transaction, &element, table),
        Kind::Code(_) => write_code(transaction, &element, &block.content),
        _ => write_inlines(transaction, &element, &block.content),
    }
}

/// What a block is called. One that we do not know stays as its text.
fn name(kind: &Kind) -> &'static str {
    match kind {
        Kind::Paragraph | Kind::Unknown(_) => "paragraph",
        Kind::Heading(_) => "heading",
        Kind::Bullet => "bulletListItem",
        Kind::Numbered(_) => "numberedListItem",
        Kind::Check(_) => "checkListItem",
        Kind::Toggle => "toggleListItem",
        Kind::Quote => "quote",
        Kind::Code(_) => "codeBlock",
        Kind::Divider => "divider",
        Kind::PageBreak => "pageBreak",
        Kind::Callout(_) => "callout",
        Kind::Image(_) => "image",
        Kind::Video(_) => "video",
        Kind::Audio(_) => "audio",
        Kind::Pdf(_) => "pdf",
        Kind::File(_) => "file",
        Kind::Table(_) => "table",
    }
}

type Attribute = (&'static str, Any);

fn attributes(kind: &Kind, style: Style) -> Vec<Attribute> {
    let align = ("textAlignment", Any::from(alignment(style.align)));
    let text = ("textColor", Any::from(color_name(style.text)));
    let background = ("backgroundColor", Any::from(color_name(style.background)));
    let looks = |more: &[Attribute]| {
        let mut all = vec![background.clone(), text.clone(), align.clone()];
        all.extend_from_slice(more);
        all
    };
    match kind {
        Kind::Paragraph | Kind::Unknown(_) | Kind::Bullet | Kind::Toggle => looks(&[]),
        Kind::Heading(level) => looks(&[
            ("level", Any::from(i32::from((*level).clamp(1, 6)))),
            ("isToggleable", Any::Bool(false)),
        ]),
        Kind::Numbered(None) => looks(&[]),
        Kind::Numbered(Some(start)) => looks(&[("start", Any::from(*start))]),
        Kind::Check(checked) => looks(&[("checked", Any::Bool(*checked))]),
        Kind::Quote => vec![background, text],
        Kind::Code(language) => vec![("language", Any::from(language.as_str()))],
        Kind::Divider | Kind::PageBreak => vec![],
        Kind::Callout(emoji) => {
            let emoji = if emoji.is_empty() { "💡" } else { emoji };
            vec![align, background, ("emoji", Any::from(emoji))]
        }
        Kind::Image(media) | Kind::Video(media) | Kind::Pdf(media) => {
            let width = media.width.map_or(Any::Undefined, Any::from);
            let shown = [("showPreview", Any::Bool(true)), ("previewWidth", width)];
            [vec![align, background], file(media), shown.to_vec()].concat()
        }
        Kind::Audio(media) => {
            let shown = vec![("showPreview", Any::Bool(true))];
            [vec![background], file(media), shown].concat()
        }
        Kind::File(media) => [vec![background], file(media)].concat(),
        Kind::Table(_) => vec![text],
    }
}

fn file(media: &Media) -> Vec<Attribute> {
    vec![
        ("name", Any::from(media.name.as_str())),
        ("url", Any::from(media.address.as_str())),
        ("caption", Any::from(media.caption.as_str())),
    ]
}

fn alignment(align: Align) -> &'static str {
    match align {
        Align::Left => "left",
        Align::Center => "center",
        Align::Right => "right",
        Align::Justify => "justify",
    }
}

fn write_table(transaction: &mut TransactionMut<'_>, element: &XmlElementRef, table: &Table) {
    for (index, cells) in table.rows.iter().enumerate() {
        let row = push(transaction, element, "tableRow");
        let mut widths = table.widths.iter().filter(|_| index == 0);
        for cell in cells {
            let of_cell = widths.by_ref().take(cell.columns as usize);
            let width = of_cell.copied().map(Any::from).collect::<Vec<_>>();
            write_cell(transaction, &row, cell, width);
        }
    }
}

fn write_cell(
    transaction: &mut TransactionMut<'_>,
    row: &XmlElementRef,
    cell: &Cell,
    width: Vec<Any>,
) {
    let kind = if cell.header {
        "tableHeader"
    } else {
        "tableCell"
    };
    let element = push(transaction, row, kind);
    let spans = [("colspan", cell.columns), ("rowspan", cell.rows)];
    for (name, span) in spans {
        set(transaction, &element, name, Any::from(span.max(1)));
    }
    for (name, value) in attributes(&Kind::Paragraph, cell.style) {
        set(transaction, &element, name, value);
    }
    if !width.is_empty() {
        set(transaction, &element, "colwidth", Any::Array(width.into()));
    }
    let paragraph = push(transaction, &element, "tableParagraph");
    write_inlines(transaction, &paragraph, &cell.content);
}

/// Program text has no marks and no breaks but those in it.
fn write_code(transaction: &mut TransactionMut<'_>, element: &XmlElementRef, content: &[Inline]) {
    let plain = content.iter().map(|inline| match inline {
        Inline::Text(Text { text, .. }) => text.as_str(),
        Inline::Break => "\n",
        Inline::Note { title, .. } => title.as_str(),
    });
    let plain: String = plain.collect();
    if !plain.is_empty() {
        element.push_back(transaction, XmlTextPrelim::new(plain));
    }
}

fn write_inlines(
    transaction: &mut TransactionMut<'_>,
    element: &XmlElementRef,
    content: &[Inline],
) {
    let mut pieces: Vec<&Text> = Vec::new();
    for inline in content {
        match inline {
            Inline::Text(text) => pieces.push(text),
            Inline::Break => {
                write_texts(transaction, element, &mut pieces);
                push(transaction, element, "hardBreak");
            }
            Inline::Note { id, title } => {
                write_texts(transaction, element, &mut pieces);
                write_link(transaction, element, id, title);
            }
        }
    }
    write_texts(transaction, element, &mut pieces);
}

/// Text between two elements is one shared text, whatever marks are in it.
fn write_texts(
    transaction: &mut TransactionMut<'_>,
    element: &XmlElementRef,
    pieces: &mut Vec<&Text>,
) {
    pieces.retain(|piece| !piece.text.is_empty());
    if pieces.is_empty() {
        return;
    }
    let shared = element.push_back(transaction, XmlTextPrelim::new(""));
    for piece in pieces.drain(..) {
        let at = shared.len(transaction);
        shared.insert_with_attributes(transaction, at, &piece.text, marks(&piece.marks));
    }
}

fn write_link(
    transaction: &mut TransactionMut<'_>,
    element: &XmlElementRef,
    id: &str,
    title: &str,
) {
    let link = push(transaction, element, "interlinkingLinkInline");
    let attributes = [
        ("docId", Any::from(id)),
        ("disabled", Any::Bool(false)),
        ("trigger", Any::from("@")),
        ("title", Any::from(title)),
    ];
    for (name, value) in attributes {
        set(transaction, &link, name, value);
    }
}

fn marks(marks: &Marks) -> Attrs {
    let mut attributes = Attrs::new();
    let flags = [
        ("bold", marks.bold),
        ("italic", marks.italic),
        ("underline", marks.underline),
        ("strike", marks.strike),
        ("code", marks.code),
    ];
    for (name, _) in flags.into_iter().filter(|(_, on)| *on) {
        attributes.insert(name.into(), Any::Map(Arc::default()));
    }
    let one = |key: &str, value: &str| {
        Any::Map(Arc::new(HashMap::from([(key.to_owned(), value.into())])))
    };
    for (name, color) in [
        ("textColor", marks.text),
        ("backgroundColor", marks.background),
    ] {
        if color.is_some() {
            attributes.insert(name.into(), one("stringValue", color_name(color)));
        }
    }
    if let Some(link) = &marks.link {
        attributes.insert("link".into(), one("href", link));
    }
    attributes
}

fn push(
    transaction: &mut TransactionMut<'_>,
    parent: &XmlElementRef,
    tag: &'static str,
) -> XmlElementRef {
    parent.push_back(transaction, XmlElementPrelim::empty(tag))
}

fn set(transaction: &mut TransactionMut<'_>, element: &XmlElementRef, name: &str, value: Any) {
    element.insert_attribute(transaction, name, value);
}
