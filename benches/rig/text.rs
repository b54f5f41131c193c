//! The notes that are measured, as a browser would have written them: in the blocks of the editor.

use anyhow::{Context as _, Result, ensure};
use yrs::updates::decoder::Decode as _;
use yrs::{
    Doc, GetString as _, ReadTxn as _, StateVector, Text as _, Transact as _, TransactionMut,
    Update, XmlElementPrelim, XmlElementRef, XmlFragment as _, XmlOut, XmlTextPrelim, XmlTextRef,
};

use crate::trace;

/// The shared type that holds a note.
const ROOT: &str = "document-store";
/// As large as those that browsers draw: an identifier of five bytes.
const BROWSER: u64 = 0x9e37_79b9;

/// A note as a writer has it.
#[derive(Debug)]
pub struct Writer {
    doc: Doc,
    lines: Vec<XmlTextRef>,
}

/// The note of the trace.
#[derive(Debug)]
pub struct Paper {
    /// An update for each edit, after the first, which makes the paragraph.
    pub updates: Vec<Vec<u8>>,
    /// All of it as one update.
    pub state: Vec<u8>,
    /// What can be read in it.
    pub text: String,
}

impl Writer {
    /// An empty note with so many paragraphs.
    pub fn blank(paragraphs: u32) -> Self {
        let doc = Doc::with_client_id(BROWSER);
        let root = doc.get_or_insert_xml_fragment(ROOT);
        let mut transaction = doc.transact_mut();
        let group = root.insert(&mut transaction, 0, XmlElementPrelim::empty("blockGroup"));
        let lines = (0..paragraphs)
            .map(|number| paragraph(&mut transaction, &group, number))
            .collect();
        drop(transaction);
        Self { doc, lines }
    }

    /// A copy of a note of one paragraph, for somebody else to write in.
    pub fn copy(state: &[u8], writer: u64) -> Result<Self> {
        let doc = Doc::with_client_id(BROWSER + writer);
        let root = doc.get_or_insert_xml_fragment(ROOT);
        let update = Update::decode_v1(state).context("reading a note")?;
        doc.transact_mut().apply_update(update)?;
        let transaction = doc.transact();
        let lines: Vec<_> = root
            .successors(&transaction)
            .filter_map(XmlOut::into_xml_text)
            .collect();
        drop(transaction);
        ensure!(!lines.is_empty(), "a note without a line");
        Ok(Self { doc, lines })
    }

    /// Takes letters away in a line and writes others in their place; answers the update.
    pub fn edit(&self, line: usize, at: u32, deleted: u32, inserted: &str) -> Vec<u8> {
        let line = &self.lines[line];
        let mut transaction = self.doc.transact_mut();
        if deleted > 0 {
            line.remove_range(&mut transaction, at, deleted);
        }
        if !inserted.is_empty() {
            line.insert(&mut transaction, at, inserted);
        }
        transaction.encode_update_v1()
    }

    /// How many letters a line has.
    pub fn length(&self, line: usize) -> u32 {
        self.lines[line].len(&self.doc.transact())
    }

    /// What can be read in a line.
    pub fn read(&self, line: usize) -> String {
        self.lines[line].get_string(&self.doc.transact())
    }

    /// All of it as one update.
    pub fn state(&self) -> Vec<u8> {
        self.since(&StateVector::default())
    }

    /// What it has, to ask for the difference later.
    pub fn known(&self) -> StateVector {
        self.doc.transact().state_vector()
    }

    /// What somebody who has `known` lacks.
    pub fn since(&self, known: &StateVector) -> Vec<u8> {
        self.doc.transact().encode_state_as_update_v1(known)
    }
}

impl Paper {
    /// Writes the paper again, edit by edit. It takes some ten seconds: yrs looks for each place from the beginning.
    pub fn write() -> Result<Self> {
        let trace = trace::read()?;
        let writer = Writer::blank(1);
        let mut updates = vec![writer.state()];
        for edit in &trace.edits {
            updates.push(writer.edit(0, edit.at, edit.deleted, &edit.inserted));
        }
        ensure!(writer.read(0) == trace.text, "the paper reads otherwise");
        Ok(Self {
            updates,
            state: writer.state(),
            text: trace.text,
        })
    }
}

/// A note of 1,048,576 letters in one piece.
pub fn whole_megabyte() -> Vec<u8> {
    let writer = Writer::blank(1);
    writer.edit(0, 0, 0, &letters(1 << 20, &mut Dice(1)));
    writer.state()
}

/// A note of 1,048,000 letters in 174,667 pieces: a thousand paragraphs, written six letters at a time where the dice
/// fell.
pub fn broken_megabyte() -> Vec<u8> {
    const PARAGRAPHS: u32 = 1_000;
    let (writer, mut dice) = (Writer::blank(PARAGRAPHS), Dice(2));
    for piece in 0..174_667 {
        let line = piece % PARAGRAPHS as usize;
        let at = dice.below(writer.length(line) + 1);
        writer.edit(line, at, 0, &letters(6, &mut dice));
    }
    writer.state()
}

/// A week's edits of one of several writers: letter by letter, in bursts of twenty at one place, every tenth of them
/// a deletion.
pub fn week(writer: &Writer, edits: usize, dice: &mut Dice) -> Vec<Vec<u8>> {
    let mut at = 0;
    let edit = |number: usize| {
        if number.is_multiple_of(20) {
            at = dice.below(writer.length(0) - 40) + 20;
        }
        if dice.below(10) == 0 {
            at -= 1;
            return writer.edit(0, at, 1, "");
        }
        at += 1;
        writer.edit(0, at - 1, 0, &letters(1, dice))
    };
    (0..edits).map(edit).collect()
}

/// Dice that fall the same way in every run.
#[derive(Debug)]
pub struct Dice(pub u64);

impl Dice {
    /// A number below this one.
    pub fn below(&mut self, limit: u32) -> u32 {
        // Knuth's generator: the upper half is good enough for letters and places.
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 32) % u64::from(limit)) as u32
    }
}

fn letters(count: usize, dice: &mut Dice) -> String {
    let letter = |_| char::from(b"etaoin shrdlu cmfwyp"[dice.below(20) as usize]);
    (0..count).map(letter).collect()
}

fn paragraph(
    transaction: &mut TransactionMut<'_>,
    group: &XmlElementRef,
    number: u32,
) -> XmlTextRef {
    use yrs::Xml as _;
    let container = group.insert(
        transaction,
        number,
        XmlElementPrelim::empty("blockContainer"),
    );
    container.insert_attribute(transaction, "id", format!("block-{number}"));
    let block = container.insert(transaction, 0, XmlElementPrelim::empty("paragraph"));
    for (name, value) in [
        ("backgroundColor", "default"),
        ("textColor", "default"),
        ("textAlignment", "left"),
    ] {
        block.insert_attribute(transaction, name, value);
    }
    block.insert(transaction, 0, XmlTextPrelim::new(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_week_is_written_in_every_run() {
        let begun = Writer::blank(1);
        begun.edit(0, 0, 0, &letters(200, &mut Dice(3)));
        let write = || {
            let writer = Writer::copy(&begun.state(), 1).unwrap();
            week(&writer, 100, &mut Dice(7))
        };
        let written = write();
        assert_eq!(written.len(), 100);
        assert_eq!(written, write());
    }
}
