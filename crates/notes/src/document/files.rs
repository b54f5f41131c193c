//! The files that a note shows: the addresses that its blocks hold, and writing others in their place.

use yrs::{Any, Out, ReadTxn, TransactionMut, Xml as _, XmlElementRef};

use super::elements::elements;

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

/// The blocks that hold an address.
fn blocks<T: ReadTxn>(transaction: &T) -> Vec<(XmlElementRef, String)> {
    let shown = |element: XmlElementRef| match element.get_attribute(transaction, ADDRESS) {
        Some(Out::Any(Any::String(address))) if !address.is_empty() => {
            Some((element, address.to_string()))
        }
        _ => None,
    };
    elements(transaction)
        .into_iter()
        .filter_map(shown)
        .collect()
}
