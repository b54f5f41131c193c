//! A note's copy as the window holds it: a Yjs document that takes others' updates and makes its own. It writes the
//! blocks of the editor, one paragraph for each line, so that a real editor could open what it leaves.

use suite::wire::notes::NoteId;
use uuid::Uuid;
use yrs::updates::decoder::Decode as _;
use yrs::updates::encoder::Encode as _;
use yrs::{
    Any, Assoc, Doc, GetString as _, IndexedSequence as _, Out, ReadTxn as _, StateVector,
    Text as _, Transact as _, TransactionMut, Update, Xml as _,
};
use yrs::{
    XmlElementPrelim, XmlElementRef, XmlFragment as _, XmlFragmentRef, XmlOut, XmlTextPrelim,
};

/// The shared type that holds a note.
const ROOT: &str = "document-store";

/// What a line is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Block {
    /// Plain text.
    Paragraph,
    /// A heading of this level, from 1 to 6.
    Heading(u8),
    /// A point of a list.
    Bullet,
    /// Something to tick off, ticked or not.
    Check(bool),
}

impl Block {
    fn node(self) -> &'static str {
        match self {
            Self::Paragraph => "paragraph",
            Self::Heading(_) => "heading",
            Self::Bullet => "bulletListItem",
            Self::Check(_) => "checkListItem",
        }
    }

    fn attributes(self) -> Vec<(&'static str, Any)> {
        match self {
            Self::Paragraph | Self::Bullet => Vec::new(),
            Self::Heading(level) => vec![
                ("level", Any::Number(f64::from(level).into())),
                ("isToggleable", Any::Bool(false)),
            ],
            Self::Check(ticked) => vec![("checked", Any::Bool(ticked))],
        }
    }
}

/// A note's copy.
#[derive(Debug)]
pub struct Replica {
    /// Whose copy.
    pub note: NoteId,
    document: Doc,
}

impl Replica {
    /// A copy of this state.
    pub fn new(note: NoteId, state: &[u8]) -> Self {
        let replica = Self {
            note,
            document: Doc::new(),
        };
        replica.take(state);
        replica
    }

    /// Takes someone else's update.
    pub fn take(&self, update: &[u8]) {
        let update = Update::decode_v1(update).expect("the desk passes on what can be read");
        self.document
            .transact_mut()
            .apply_update(update)
            .expect("the desk passes on what can be applied");
    }

    /// Writes a line at the end, as a paragraph of its own, and answers the update.
    pub fn write(&self, line: &str) -> Vec<u8> {
        self.write_block(Block::Paragraph, line)
    }

    /// Writes a line at the end, as a block of this kind, and answers the update.
    pub fn write_block(&self, kind: Block, line: &str) -> Vec<u8> {
        self.edit(|transaction, group| {
            let length = group.len(transaction);
            let container = group.insert(
                transaction,
                length,
                XmlElementPrelim::empty("blockContainer"),
            );
            container.insert_attribute(transaction, "id", Uuid::new_v4().to_string());
            let block = container.insert(transaction, 0, XmlElementPrelim::empty(kind.node()));
            for (name, value) in [
                ("backgroundColor", "default"),
                ("textColor", "default"),
                ("textAlignment", "left"),
            ] {
                block.insert_attribute(transaction, name, value);
            }
            for (name, value) in kind.attributes() {
                block.insert_attribute(transaction, name, value);
            }
            block.insert(transaction, 0, XmlTextPrelim::new(line));
        })
    }

    /// Shows a picture at the end, by this address, and answers the update.
    pub fn show_picture(&self, address: &str) -> Vec<u8> {
        self.edit(|transaction, group| {
            let container = XmlElementPrelim::empty("blockContainer");
            let container = group.push_back(transaction, container);
            container.insert_attribute(transaction, "id", Uuid::new_v4().to_string());
            let image = container.push_back(transaction, XmlElementPrelim::empty("image"));
            for (name, value) in [
                ("textAlignment", "left"),
                ("backgroundColor", "default"),
                ("name", "picture.png"),
                ("url", address),
                ("caption", ""),
            ] {
                image.insert_attribute(transaction, name, value);
            }
            image.insert_attribute(transaction, "showPreview", Any::Bool(true));
        })
    }

    /// Links to a note at the end, as the editor does, and answers the update.
    pub fn link(&self, note: &NoteId, title: &str) -> Vec<u8> {
        self.edit(|transaction, group| {
            let container = XmlElementPrelim::empty("blockContainer");
            let container = group.push_back(transaction, container);
            container.insert_attribute(transaction, "id", Uuid::new_v4().to_string());
            let line = container.push_back(transaction, XmlElementPrelim::empty("paragraph"));
            let link = XmlElementPrelim::empty("interlinkingLinkInline");
            let link = line.push_back(transaction, link);
            for (name, value) in [
                ("docId", note.0.as_str()),
                ("trigger", "@"),
                ("title", title),
            ] {
                link.insert_attribute(transaction, name, value);
            }
            link.insert_attribute(transaction, "disabled", Any::Bool(false));
        })
    }

    /// The notes that the note links to, in order.
    pub fn links(&self) -> Vec<String> {
        self.attributes("docId")
    }

    /// The addresses of all files that the note shows, in order.
    pub fn addresses(&self) -> Vec<String> {
        self.attributes("url")
    }

    fn attributes(&self, name: &str) -> Vec<String> {
        let root = self.root();
        let transaction = self.document.transact();
        let elements = root
            .successors(&transaction)
            .filter_map(XmlOut::into_xml_element);
        let text = |element: XmlElementRef| match element.get_attribute(&transaction, name)? {
            Out::Any(Any::String(text)) => Some(text.to_string()),
            _ => None,
        };
        elements.filter_map(text).collect()
    }

    /// Inserts text at the beginning of the first line, and answers the update.
    pub fn insert_first(&self, text: &str) -> Vec<u8> {
        self.edit(|transaction, group| {
            let first = group
                .get(transaction, 0)
                .and_then(XmlOut::into_xml_element)
                .expect("a note with a line");
            let paragraph = first
                .get(transaction, 0)
                .and_then(XmlOut::into_xml_element)
                .expect("a block has its content");
            let line = paragraph
                .get(transaction, 0)
                .and_then(XmlOut::into_xml_text)
                .expect("a line with text");
            line.insert(transaction, 0, text);
        })
    }

    /// The place of a line's first `length` UTF-16 units, as two encoded relative positions.
    pub fn anchor(&self, line: &str, length: u32) -> [Vec<u8>; 2] {
        let root = self.root();
        let transaction = self.document.transact();
        let mut texts = root
            .successors(&transaction)
            .filter_map(XmlOut::into_xml_text);
        let text = texts
            .find(|text| text.get_string(&transaction) == line)
            .expect("the note has this line");
        [(0, Assoc::After), (length, Assoc::Before)].map(|(index, assoc)| {
            let position = text.sticky_index(&transaction, index, assoc);
            position.expect("a place inside of the line").encode_v1()
        })
    }

    /// The note's lines.
    pub fn lines(&self) -> Vec<String> {
        let root = self.root();
        let transaction = self.document.transact();
        let texts = root
            .successors(&transaction)
            .filter_map(XmlOut::into_xml_text);
        texts.map(|text| text.get_string(&transaction)).collect()
    }

    /// The whole state.
    pub fn state(&self) -> Vec<u8> {
        self.document
            .transact()
            .encode_state_as_update_v1(&StateVector::default())
    }

    fn root(&self) -> XmlFragmentRef {
        self.document.get_or_insert_xml_fragment(ROOT)
    }

    fn edit(&self, change: impl FnOnce(&mut TransactionMut<'_>, &XmlElementRef)) -> Vec<u8> {
        let root = self.root();
        let mut transaction = self.document.transact_mut();
        let group = match root.get(&transaction, 0).and_then(XmlOut::into_xml_element) {
            Some(group) => group,
            None => root.insert(&mut transaction, 0, XmlElementPrelim::empty("blockGroup")),
        };
        change(&mut transaction, &group);
        transaction.encode_update_v1()
    }
}
