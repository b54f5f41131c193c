//! Reading a note's tree: its plain text, and whether it is nested no deeper than anybody writes.

use yrs::types::text::YChange;
use yrs::{
    Any, Out, ReadTxn, Text as _, Xml as _, XmlElementRef, XmlFragment as _, XmlOut, XmlTextRef,
};

use super::{ROOT, Refusal};

/// Blocks in blocks, each two elements deep; nobody writes deeper.
const DEEPEST: usize = 200;

/// A line for each block.
pub(crate) fn plain<T: ReadTxn>(transaction: &T) -> String {
    let mut text = String::new();
    let Some(root) = transaction.get_xml_fragment(ROOT) else {
        return text;
    };
    for child in root.children(transaction) {
        read(transaction, &child, &mut text, 0);
    }
    text.truncate(text.trim_end().len());
    text
}

/// Refuses a tree that is too deep to be read.
pub(crate) fn check_depth<T: ReadTxn>(transaction: &T) -> Result<(), Refusal> {
    let Some(root) = transaction.get_xml_fragment(ROOT) else {
        return Ok(());
    };
    let mut open: Vec<(XmlOut, usize)> =
        root.children(transaction).map(|child| (child, 1)).collect();
    while let Some((node, depth)) = open.pop() {
        if depth > DEEPEST {
            return Err(Refusal::TooDeep);
        }
        match &node {
            XmlOut::Element(element) => {
                open.extend(
                    element
                        .children(transaction)
                        .map(|child| (child, depth + 1)),
                );
            }
            XmlOut::Fragment(fragment) => {
                open.extend(
                    fragment
                        .children(transaction)
                        .map(|child| (child, depth + 1)),
                );
            }
            XmlOut::Text(_) => {}
        }
    }
    Ok(())
}

fn read<T: ReadTxn>(transaction: &T, node: &XmlOut, to: &mut String, depth: usize) {
    if depth > DEEPEST {
        return;
    }
    match node {
        XmlOut::Text(text) => read_text(transaction, text, to),
        XmlOut::Element(element) => read_element(transaction, element, to, depth),
        XmlOut::Fragment(fragment) => {
            for child in fragment.children(transaction) {
                read(transaction, &child, to, depth + 1);
            }
        }
    }
}

fn read_element<T: ReadTxn>(
    transaction: &T,
    element: &XmlElementRef,
    to: &mut String,
    depth: usize,
) {
    let Some(tag) = element.try_tag() else { return };
    match &**tag {
        "hardBreak" => to.push('\n'),
        "interlinkingLinkInline" => {
            if let Some(Out::Any(Any::String(title))) = element.get_attribute(transaction, "title")
            {
                to.push_str(&title);
            }
        }
        "blockGroup" | "blockContainer" | "column" | "columnList" | "table" => {
            for child in element.children(transaction) {
                read(transaction, &child, to, depth + 1);
            }
        }
        _ => {
            for child in element.children(transaction) {
                read(transaction, &child, to, depth + 1);
            }
            end(to, tag);
        }
    }
}

/// Cells end with a tab, all else with a line.
fn end(to: &mut String, tag: &str) {
    match tag {
        "tableParagraph" => {}
        "tableCell" | "tableHeader" => to.push('\t'),
        _ => {
            to.truncate(to.trim_end_matches('\t').len());
            to.push('\n');
        }
    }
}

fn read_text<T: ReadTxn>(transaction: &T, text: &XmlTextRef, to: &mut String) {
    for piece in text.diff(transaction, YChange::identity) {
        if let Out::Any(Any::String(piece)) = piece.insert {
            to.push_str(&piece);
        }
    }
}
