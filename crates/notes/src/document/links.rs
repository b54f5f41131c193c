//! The notes that a note links to, as Docs links them.

use yrs::{Any, Out, ReadTxn, TransactionMut, Xml as _, XmlElementRef};

use super::elements::elements;

const LINK: &str = "interlinkingLinkInline";
/// The attribute that says which note.
const NOTE: &str = "docId";

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
