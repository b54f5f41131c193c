//! The elements of a note's tree: its blocks, what they are made of, and what stands in their lines.

use yrs::{ReadTxn, XmlElementRef, XmlFragment as _, XmlOut};

use super::ROOT;

/// All of them, in the order of the text.
pub(crate) fn elements<T: ReadTxn>(transaction: &T) -> Vec<XmlElementRef> {
    let Some(root) = transaction.get_xml_fragment(ROOT) else {
        return Vec::new();
    };
    let nodes = root.successors(transaction);
    nodes.filter_map(XmlOut::into_xml_element).collect()
}
