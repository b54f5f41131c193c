//! The index: documents, and which of them have all the words of a query. Pure and in memory.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::SystemTime;

use crate::fold::{Word, words};
use crate::snippet::snippet;

/// What a document is. An id is unique within its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A note.
    Note,
    /// A room.
    Room,
    /// A conversation with the assistant.
    Conversation,
}

/// A text that can be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its name within its kind.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// Its title.
    pub title: String,
    /// Its text, plain.
    pub text: String,
    /// When it last changed: the newest is found first.
    pub changed: SystemTime,
}

/// A document that has all the words of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The document's name within its kind.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// Its title.
    pub title: String,
    /// The words around the first match in the text; none when the title has all of the words.
    pub snippet: Option<String>,
}

/// A document's place in the index, counted up with each one that is put: words point to it in eight bytes.
type Slot = u64;

/// Documents that can be found. Putting one again replaces it.
#[derive(Debug, Default)]
pub struct Index {
    slots: HashMap<(Kind, String), Slot>,
    documents: HashMap<Slot, Document>,
    /// Which documents have a folded word, in title or text.
    postings: BTreeMap<String, BTreeSet<Slot>>,
    next: Slot,
}

impl Index {
    /// Nothing to be found yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a document, in place of the one of its kind and id.
    pub fn put(&mut self, document: Document) {
        self.remove(document.kind, &document.id);
        let slot = self.next;
        self.next += 1;
        for word in vocabulary(&document) {
            self.postings.entry(word).or_default().insert(slot);
        }
        self.slots
            .insert((document.kind, document.id.clone()), slot);
        self.documents.insert(slot, document);
    }

    /// Forgets a document; that there is none is as good.
    pub fn remove(&mut self, kind: Kind, id: &str) {
        let slot = self.slots.remove(&(kind, id.to_owned()));
        let Some((slot, document)) = slot.and_then(|slot| self.documents.remove_entry(&slot))
        else {
            return;
        };
        for word in vocabulary(&document) {
            if let Some(having) = self.postings.get_mut(&word) {
                having.remove(&slot);
                if having.is_empty() {
                    self.postings.remove(&word);
                }
            }
        }
    }

    /// How many documents there are.
    pub fn len(&self) -> usize {
        self.documents.len()
    }

    /// Whether there is no document.
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }

    /// The documents that have every word of the query, the newest first and at most `limit`. The last word may be
    /// the beginning of one, as long as nothing was typed after it. A query without words finds nothing.
    pub fn search(&self, query: &str, limit: usize) -> Vec<Hit> {
        let query = Query::parse(query);
        let mut found: Vec<&Document> = self
            .matching(&query)
            .iter()
            .filter_map(|slot| self.documents.get(slot))
            .collect();
        found.sort_by(|a, b| {
            let same_age = || (a.kind, &a.id).cmp(&(b.kind, &b.id));
            b.changed.cmp(&a.changed).then_with(same_age)
        });
        found
            .into_iter()
            .take(limit)
            .map(|document| query.hit(document))
            .collect()
    }

    fn matching(&self, query: &Query) -> BTreeSet<Slot> {
        let mut parts = query.parts.iter().map(|part| self.having(part));
        let first = parts.next().unwrap_or_default();
        parts.fold(first, |found, more| &found & &more)
    }

    fn having(&self, part: &Part) -> BTreeSet<Slot> {
        match part {
            Part::Whole(word) => self.postings.get(word).cloned().unwrap_or_default(),
            Part::Beginning(word) => self
                .postings
                .range(word.clone()..)
                .take_while(|(having, _)| having.starts_with(word.as_str()))
                .flat_map(|(_, slots)| slots.iter().copied())
                .collect(),
        }
    }
}

/// A query, taken apart.
struct Query {
    parts: Vec<Part>,
}

enum Part {
    Whole(String),
    Beginning(String),
}

impl Query {
    fn parse(text: &str) -> Self {
        let mut words = words(text);
        let open = words.last().is_some_and(|last| last.end == text.len());
        let last = if open { words.pop() } else { None };
        let whole = words.into_iter().map(|word| Part::Whole(word.folded));
        let beginning = last.map(|word| Part::Beginning(word.folded));
        Query {
            parts: whole.chain(beginning).collect(),
        }
    }

    fn hit(&self, document: &Document) -> Hit {
        let in_title = words(&document.title);
        let title_has_all = self
            .parts
            .iter()
            .all(|part| in_title.iter().any(|word| part.fits(word)));
        let place = || {
            words(&document.text)
                .into_iter()
                .find(|word| self.parts.iter().any(|part| part.fits(word)))
        };
        let snippet = if title_has_all {
            None
        } else {
            place().map(|word| snippet(&document.text, word.start..word.end))
        };
        Hit {
            id: document.id.clone(),
            kind: document.kind,
            title: document.title.clone(),
            snippet,
        }
    }
}

impl Part {
    fn fits(&self, word: &Word) -> bool {
        match self {
            Part::Whole(wanted) => word.folded == *wanted,
            Part::Beginning(wanted) => word.folded.starts_with(wanted.as_str()),
        }
    }
}

fn vocabulary(document: &Document) -> BTreeSet<String> {
    let all = words(&document.title)
        .into_iter()
        .chain(words(&document.text));
    all.map(|word| word.folded).collect()
}

#[cfg(test)]
#[path = "index_tests.rs"]
mod tests;
