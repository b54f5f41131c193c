//! The notes that a note links to, as Docs links them.

use yrs::types::text::YChange;
use yrs::{
    Any, Out, ReadTxn, Text as _, TransactionMut, Xml as _, XmlElementRef, XmlFragment as _, XmlOut,
};

use super::ROOT;
use super::elements::elements;

const LINK: &str = "interlinkingLinkInline";
/// The attribute that says which note.
const NOTE: &str = "docId";

/// What the note links to, in no order: ids of notes, and the addresses of other links.
pub(crate) fn targets<T: ReadTxn>(transaction: &T) -> Vec<String> {
    let mut targets: Vec<String> = links(transaction)
        .into_iter()
        .map(|(_, note)| note)
        .collect();
    let Some(root) = transaction.get_xml_fragment(ROOT) else {
        return targets;
    };
    let texts = root
        .successors(transaction)
        .filter_map(XmlOut::into_xml_text);
    for text in texts {
        let pieces = text.diff(transaction, YChange::identity).into_iter();
        targets.extend(
            pieces.filter_map(|piece| match piece.attributes?.get("link")? {
                Any::Map(link) => match link.get("href")? {
                    Any::String(address) => Some(address.to_string()),
                    _ => None,
                },
                _ => None,
            }),
        );
    }
    targets
}

/// Writes other notes in the place of those that are linked to.
pub(crate) fn relink(transaction: &mut TransactionMut<'_>, other: impl Fn(&str) -> Option<String>) {
    for (link, note) in links(transaction) {
        if let Some(other) = other(&note) {
            link.insert_attribute(transaction, NOTE, other);
        }
    }
}

fn links<T: ReadTxn>(transaction: &T) -> Vec<(XmlElementRef, String)> {
    let link = |element: XmlElementRef| {
        let is_link = element.try_tag().is_some_and(|tag| &**tag == LINK);
        match element.get_attribute(transaction, NOTE) {
            Some(Out::Any(Any::String(note))) if is_link => Some((element, note.to_string())),
            _ => None,
        }
    };
    elements(transaction).into_iter().filter_map(link).collect()
}
