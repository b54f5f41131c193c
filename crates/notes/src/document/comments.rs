//! The mark that a commented piece of text carries, written as Docs' editor writes it.

use std::collections::HashMap;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};
use yrs::branch::{Branch, BranchID};
use yrs::types::Attrs;
use yrs::updates::decoder::Decode as _;
use yrs::{
    Any, ReadTxn, StickyIndex, Text as _, TransactionMut, XmlFragment as _, XmlOut, XmlTextRef,
};

use super::ROOT;
use crate::lib0::{put_bytes, put_number};

/// A place in the text: in which shared type, and where in it.
struct Spot {
    of: BranchID,
    index: u32,
}

/// A piece of a text, in UTF-16 units.
struct Piece {
    text: XmlTextRef,
    from: u32,
    to: u32,
}

/// A walk from the top, which collects what stands between two places.
struct Walk {
    from: Spot,
    to: Spot,
    begun: bool,
    ended: bool,
    pieces: Vec<Piece>,
}

/// Marks what stands between two encoded relative positions as commented in this thread. Nothing happens when it was
/// deleted meanwhile, or cannot be found.
pub(crate) fn mark(transaction: &mut TransactionMut<'_>, anchor: (&[u8], &[u8]), thread: &str) {
    let Some(pieces) = between(transaction, anchor.0, anchor.1) else {
        return;
    };
    let value = Any::Map(Arc::new(HashMap::from([
        ("orphan".to_owned(), Any::Bool(false)),
        ("threadId".to_owned(), Any::from(thread)),
    ])));
    let attributes = Attrs::from([(key(thread).into(), value)]);
    for piece in pieces {
        let length = piece.to.saturating_sub(piece.from);
        if length > 0 {
            piece
                .text
                .format(transaction, piece.from, length, attributes.clone());
        }
    }
}

/// Marks of one kind may overlap, so each has a name of its own: the SHA-256 of its encoding, folded to six bytes.
fn key(thread: &str) -> String {
    let mut encoded = vec![118];
    put_number(&mut encoded, 2);
    put_bytes(&mut encoded, b"type");
    encoded.push(119);
    put_bytes(&mut encoded, b"comment");
    put_bytes(&mut encoded, b"attrs");
    encoded.push(118);
    put_number(&mut encoded, 2);
    put_bytes(&mut encoded, b"orphan");
    encoded.push(121);
    put_bytes(&mut encoded, b"threadId");
    encoded.push(119);
    put_bytes(&mut encoded, thread.as_bytes());
    let mut folded = [0_u8; 6];
    for (index, byte) in Sha256::digest(&encoded).iter().enumerate() {
        folded[index % 6] ^= byte;
    }
    format!("comment--{}", STANDARD.encode(folded))
}

fn between<T: ReadTxn>(transaction: &T, from: &[u8], to: &[u8]) -> Option<Vec<Piece>> {
    let root = transaction.get_xml_fragment(ROOT)?;
    let mut walk = Walk {
        from: spot(transaction, from)?,
        to: spot(transaction, to)?,
        begun: false,
        ended: false,
        pieces: Vec::new(),
    };
    walk.children(transaction, name(&root), root.children(transaction));
    // Otherwise one of the two is in a part that is gone, or they stand the wrong way round.
    walk.ended.then_some(walk.pieces)
}

fn name(shared: &impl AsRef<Branch>) -> BranchID {
    shared.as_ref().id()
}

fn spot<T: ReadTxn>(transaction: &T, encoded: &[u8]) -> Option<Spot> {
    let position = StickyIndex::decode_v1(encoded).ok()?;
    let offset = position.get_offset(transaction)?;
    Some(Spot {
        of: offset.branch.id(),
        index: offset.index,
    })
}

impl Walk {
    /// The depth of the tree was checked when it was merged.
    fn children<T: ReadTxn>(
        &mut self,
        transaction: &T,
        of: BranchID,
        children: impl Iterator<Item = XmlOut>,
    ) {
        let mut index = 0;
        for child in children {
            self.pass(&of, index);
            match child {
                XmlOut::Text(text) => self.text(transaction, text),
                XmlOut::Element(element) => {
                    let id = name(&element);
                    self.children(transaction, id, element.children(transaction));
                }
                XmlOut::Fragment(_) => {}
            }
            index += 1;
        }
        self.pass(&of, index);
    }

    fn pass(&mut self, of: &BranchID, index: u32) {
        self.begun |= self.from.of == *of && self.from.index <= index;
        self.ended |= self.begun && self.to.of == *of && self.to.index <= index;
    }

    fn text<T: ReadTxn>(&mut self, transaction: &T, text: XmlTextRef) {
        if self.ended {
            return;
        }
        let id = name(&text);
        let length = text.len(transaction);
        let from = if self.from.of == id {
            self.begun = true;
            self.from.index.min(length)
        } else {
            0
        };
        if !self.begun {
            return;
        }
        let ends = self.to.of == id;
        self.ended |= ends;
        let to = if ends {
            self.to.index.min(length)
        } else {
            length
        };
        self.pieces.push(Piece { text, from, to });
    }
}

#[cfg(test)]
mod tests {
    use yrs::types::text::YChange;
    use yrs::updates::decoder::Decode as _;
    use yrs::{Doc, Out, Transact as _, Update};

    use super::*;

    /// "😀 One two", an empty paragraph and "Three", and then an "X" and "YY" before the first and the last: made by a
    /// browser's Yjs, as the relative positions are.
    const BEFORE: &str = "010e070007010e646f63756d656e742d73746f7265030a626c6f636b47726f757007000700030e626c6f636b436f6e7461696e6572\
2800070102696401770262300700070103097061726167726170680700070306040007040cf09f9880204f6e652074776f870701030e626c6f636b436f6e7461\
696e65722800070f02696401770262310700070f030970617261677261706887070f030e626c6f636b436f6e7461696e65722800071202696401770262320700\
0712030970617261677261706807000714060400071505546872656500";
    const AFTER: &str = "0110070007010e646f63756d656e742d73746f7265030a626c6f636b47726f757007000700030e626c6f636b436f6e7461696e65722\
800070102696401770262300700070103097061726167726170680700070306040007040cf09f9880204f6e652074776f870701030e626c6f636b436f6e74616\
96e65722800070f02696401770262310700070f030970617261677261706887070f030e626c6f636b436f6e7461696e657228000712026964017702623207000\
7120309706172616772617068070007140604000715055468726565440705015844071602595900";
    const FROM: &str = "00070800";
    const TO: &str = "00071800";
    const THREAD: &str = "5e0661a0-6674-4cdb-81b1-4f6e0bbcb9c8";

    fn bytes(hex: &str) -> Vec<u8> {
        let byte = |at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
        (0..hex.len()).step_by(2).map(byte).collect()
    }

    /// What of the text is marked, when the comment was about what stands between two positions.
    fn marked(state: &str, from: &str, to: &str) -> Vec<String> {
        let doc = Doc::new();
        let update = Update::decode_v1(&bytes(state)).unwrap();
        doc.transact_mut().apply_update(update).unwrap();
        mark(&mut doc.transact_mut(), (&bytes(from), &bytes(to)), THREAD);
        let transaction = doc.transact();
        let root = transaction.get_xml_fragment(ROOT).unwrap();
        let texts = root.successors(&transaction).filter_map(|node| match node {
            XmlOut::Text(text) => Some(text),
            _ => None,
        });
        let pieces = texts.flat_map(|text| text.diff(&transaction, YChange::identity));
        let marked = pieces.filter_map(|piece| {
            let key = "comment--+/gW+A0i";
            let carries = piece
                .attributes
                .is_some_and(|marks| marks.contains_key(key));
            match piece.insert {
                Out::Any(Any::String(text)) if carries => Some(text.to_string()),
                _ => None,
            }
        });
        marked.collect()
    }

    #[test]
    fn what_was_chosen_in_a_browser_is_marked_across_blocks() {
        assert_eq!(marked(BEFORE, FROM, TO), ["One two", "Th"]);
    }

    #[test]
    fn what_was_written_meanwhile_moves_the_mark() {
        assert_eq!(marked(AFTER, FROM, TO), ["One two", "YYTh"]);
    }

    #[test]
    fn positions_that_say_nothing_mark_nothing() {
        for (from, to) in [(TO, FROM), ("", TO), (FROM, "ffff"), (FROM, "00630100")] {
            assert!(marked(BEFORE, from, to).is_empty(), "{from} {to}");
        }
    }
}
