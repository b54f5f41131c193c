//! From the note to the page.

use formats::{Align, Block, Cell, Inline, Kind, Marks, Media, Row, Style, Table, Text};
use yrs::types::Attrs;
use yrs::types::text::{Diff, YChange};
use yrs::{
    Any, Number, Out, ReadTxn, Text as _, Xml as _, XmlElementRef, XmlFragment as _, XmlOut,
    XmlTextRef,
};

use super::super::ROOT;
use super::color;

/// The note's blocks. How deep they are nested was checked when they were merged.
pub(crate) fn read<T: ReadTxn>(transaction: &T) -> Vec<Block> {
    let root = transaction.get_xml_fragment(ROOT);
    let children = root.iter().flat_map(|root| root.children(transaction));
    elements(children)
        .flat_map(|group| group_of(transaction, &group))
        .collect()
}

/// The blocks of a group; those of columns one below the other.
fn group_of<T: ReadTxn>(transaction: &T, group: &XmlElementRef) -> Vec<Block> {
    let children = elements(group.children(transaction));
    let blocks = children.flat_map(|child| match &*tag(&child) {
        "blockContainer" => container(transaction, &child),
        _ => group_of(transaction, &child),
    });
    blocks.collect()
}

fn container<T: ReadTxn>(transaction: &T, container: &XmlElementRef) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for child in elements(container.children(transaction)) {
        match (&*tag(&child), blocks.last_mut()) {
            ("blockGroup", Some(block)) => block.children.extend(group_of(transaction, &child)),
            ("blockGroup" | "columnList" | "column", _) => {
                blocks.extend(group_of(transaction, &child));
            }
            _ => blocks.push(block(transaction, &child)),
        }
    }
    blocks
}

fn block<T: ReadTxn>(transaction: &T, element: &XmlElementRef) -> Block {
    let of = Attributes {
        transaction,
        element,
    };
    let kind = kind(&of);
    let content = match kind {
        Kind::Table(_) => Vec::new(),
        _ => inlines(transaction, element),
    };
    Block {
        kind,
        style: of.style(),
        content,
        children: Vec::new(),
    }
}

fn kind<T: ReadTxn>(of: &Attributes<'_, T>) -> Kind {
    match &*tag(of.element) {
        "paragraph" => Kind::Paragraph,
        "heading" => Kind::Heading(of.count("level").unwrap_or(1).clamp(1, 6) as u8),
        "bulletListItem" => Kind::Bullet,
        "numberedListItem" => Kind::Numbered(of.count("start")),
        "checkListItem" => Kind::Check(of.flag("checked")),
        "toggleListItem" => Kind::Toggle,
        "quote" => Kind::Quote,
        "codeBlock" => Kind::Code(of.text("language")),
        "divider" => Kind::Divider,
        "pageBreak" => Kind::PageBreak,
        "callout" => Kind::Callout(of.text("emoji")),
        "image" => Kind::Image(of.media()),
        "video" => Kind::Video(of.media()),
        "audio" => Kind::Audio(of.media()),
        "pdf" => Kind::Pdf(of.media()),
        "file" => Kind::File(of.media()),
        "table" => Kind::Table(table(of)),
        other => Kind::Unknown(other.to_owned()),
    }
}

/// What an element says of itself.
struct Attributes<'a, T> {
    transaction: &'a T,
    element: &'a XmlElementRef,
}

impl<T: ReadTxn> Attributes<'_, T> {
    fn get(&self, name: &str) -> Option<Any> {
        match self.element.get_attribute(self.transaction, name) {
            Some(Out::Any(any)) => Some(any),
            _ => None,
        }
    }

    fn text(&self, name: &str) -> String {
        match self.get(name) {
            Some(Any::String(text)) => text.to_string(),
            _ => String::new(),
        }
    }

    fn flag(&self, name: &str) -> bool {
        matches!(self.get(name), Some(Any::Bool(true)))
    }

    fn number(&self, name: &str) -> Option<f64> {
        self.get(name).as_ref().and_then(number)
    }

    fn count(&self, name: &str) -> Option<u32> {
        let number = self.number(name)?;
        (number >= 0.0 && number <= f64::from(u32::MAX)).then_some(number as u32)
    }

    fn media(&self) -> Media {
        Media {
            name: self.text("name"),
            address: self.text("url"),
            caption: self.text("caption"),
            width: self.number("previewWidth").filter(|width| *width > 0.0),
        }
    }

    fn style(&self) -> Style {
        let align = match self.text("textAlignment").as_str() {
            "center" => Align::Center,
            "right" => Align::Right,
            "justify" => Align::Justify,
            _ => Align::Left,
        };
        Style {
            align,
            text: color(&self.text("textColor")),
            background: color(&self.text("backgroundColor")),
        }
    }
}

fn number(any: &Any) -> Option<f64> {
    match any {
        Any::Number(Number::Float(number)) if number.is_finite() => Some(*number),
        Any::Number(Number::Int(number)) => Some(*number as f64),
        _ => None,
    }
}

fn table<T: ReadTxn>(of: &Attributes<'_, T>) -> Table {
    let rows: Vec<XmlElementRef> = elements(of.element.children(of.transaction)).collect();
    let cells = |row: &XmlElementRef| elements(row.children(of.transaction)).collect::<Vec<_>>();
    let first = rows.first().map(cells).unwrap_or_default();
    let widths = first.iter().flat_map(|cell| widths(of.transaction, cell));
    let row = |row: &XmlElementRef| -> Row {
        let cells = cells(row);
        cells.iter().map(|one| cell(of.transaction, one)).collect()
    };
    Table {
        widths: widths.collect(),
        rows: rows.iter().map(row).collect(),
    }
}

fn widths<T: ReadTxn>(transaction: &T, cell: &XmlElementRef) -> Vec<f64> {
    match cell.get_attribute(transaction, "colwidth") {
        Some(Out::Any(Any::Array(widths))) => widths.iter().filter_map(number).collect(),
        _ => Vec::new(),
    }
}

fn cell<T: ReadTxn>(transaction: &T, element: &XmlElementRef) -> Cell {
    let of = Attributes {
        transaction,
        element,
    };
    let mut content = Vec::new();
    for paragraph in elements(element.children(transaction)) {
        if !content.is_empty() {
            content.push(Inline::Break);
        }
        content.extend(inlines(transaction, &paragraph));
    }
    Cell {
        header: &*tag(element) == "tableHeader",
        columns: of.count("colspan").unwrap_or(1).max(1),
        rows: of.count("rowspan").unwrap_or(1).max(1),
        style: of.style(),
        content,
    }
}

fn inlines<T: ReadTxn>(transaction: &T, element: &XmlElementRef) -> Vec<Inline> {
    let mut content = Vec::new();
    for child in element.children(transaction) {
        match child {
            XmlOut::Text(text) => content.extend(texts(transaction, &text)),
            XmlOut::Element(inner) => content.extend(inline(transaction, &inner)),
            XmlOut::Fragment(_) => {}
        }
    }
    content
}

fn inline<T: ReadTxn>(transaction: &T, element: &XmlElementRef) -> Vec<Inline> {
    let of = Attributes {
        transaction,
        element,
    };
    match &*tag(element) {
        "hardBreak" => vec![Inline::Break],
        // Docs shows nothing for these.
        "interlinkingLinkInline" if of.flag("disabled") || of.text("docId").is_empty() => vec![],
        "interlinkingLinkInline" => vec![Inline::Note {
            id: of.text("docId"),
            title: of.text("title"),
        }],
        _ => inlines(transaction, element),
    }
}

fn texts<T: ReadTxn>(transaction: &T, text: &XmlTextRef) -> Vec<Inline> {
    let pieces = text.diff(transaction, YChange::identity);
    pieces.into_iter().filter_map(piece).collect()
}

fn piece(piece: Diff<YChange>) -> Option<Inline> {
    let Out::Any(Any::String(text)) = piece.insert else {
        return None;
    };
    let marks = piece.attributes.map(|attributes| marks(&attributes));
    Some(Inline::Text(Text {
        text: text.to_string(),
        marks: marks.unwrap_or_default(),
    }))
}

fn marks(attributes: &Attrs) -> Marks {
    let has = |name: &str| {
        attributes
            .get(name)
            .is_some_and(|value| *value != Any::Null)
    };
    let inner = |name: &str, key: &str| match attributes.get(name) {
        Some(Any::Map(values)) => match values.get(key) {
            Some(Any::String(value)) => Some(value.to_string()),
            _ => None,
        },
        _ => None,
    };
    let colored = |name: &str| inner(name, "stringValue").and_then(|value| color(&value));
    Marks {
        bold: has("bold"),
        italic: has("italic"),
        underline: has("underline"),
        strike: has("strike"),
        code: has("code"),
        text: colored("textColor"),
        background: colored("backgroundColor"),
        link: inner("link", "href"),
    }
}

fn elements(children: impl Iterator<Item = XmlOut>) -> impl Iterator<Item = XmlElementRef> {
    children.filter_map(XmlOut::into_xml_element)
}

fn tag(element: &XmlElementRef) -> String {
    let tag = element.try_tag();
    tag.map(|tag| tag.to_string()).unwrap_or_default()
}
