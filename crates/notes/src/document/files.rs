//! The files that a note shows: the addresses that its blocks hold, and writing others in their place.

use yrs::{Any, Out, ReadTxn, TransactionMut, Xml as _, XmlElementRef, XmlFragment as _, XmlOut};

use super::ROOT;

/// The attribute that holds the address, in all blocks that show a file.
const ADDRESS: &str = "url";

/// The addresses that the note's blocks hold, in order.
pub(crate) fn addresses<T: ReadTxn>(transaction: &T) -> Vec<String> {
    let blocks = blocks(transaction).into_iter();
    blocks.map(|(_, address)| address).collect()
}

/// Whether any block holds an address that ends with one of the paths.
pub(crate) fn shows<T: ReadTxn>(transaction: &T, pairs: &[(String, String)]) -> bool {
    let held = addresses(transaction);
    held.iter().any(|address| instead(address, pairs).is_some())
}

/// Writes the other address of each pair in the place of those that end with its path.
pub(crate) fn readdress(transaction: &mut TransactionMut<'_>, pairs: &[(String, String)]) {
    for (block, address) in blocks(transaction) {
        if let Some(other) = instead(&address, pairs) {
            block.insert_attribute(transaction, ADDRESS, other);
        }
    }
}

fn instead<'a>(address: &str, pairs: &'a [(String, String)]) -> Option<&'a str> {
    let pair = pairs
        .iter()
        .find(|(path, _)| address.ends_with(path.as_str()))?;
    Some(&pair.1)
}

/// The blocks that hold an address. The depth of the tree was checked when it was merged.
fn blocks<T: ReadTxn>(transaction: &T) -> Vec<(XmlElementRef, String)> {
    let Some(root) = transaction.get_xml_fragment(ROOT) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut open: Vec<XmlOut> = root.children(transaction).collect();
    open.reverse();
    while let Some(node) = open.pop() {
        let XmlOut::Element(element) = node else {
            continue;
        };
        if let Some(Out::Any(Any::String(address))) = element.get_attribute(transaction, ADDRESS)
            && !address.is_empty()
        {
            found.push((element.clone(), address.to_string()));
        }
        let mut below: Vec<XmlOut> = element.children(transaction).collect();
        below.reverse();
        open.extend(below);
    }
    found
}
