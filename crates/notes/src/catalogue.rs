//! What is known of all notes at one moment, without their texts. Pure: whoever has one may ask it anything, and what
//! changes in it is made durable elsewhere.

use std::collections::{BTreeMap, HashMap, HashSet};

use tokio::time::Instant;

use crate::id::NoteId;
use crate::record::Record;

/// All notes of an account.
#[derive(Default)]
pub(crate) struct Catalogue {
    pub(crate) records: BTreeMap<NoteId, Record>,
    pub(crate) open: HashSet<NoteId>,
    /// Notes whose room we are in, with the right to write and with everything exchanged.
    pub(crate) in_room: HashSet<NoteId>,
    /// When a note was written here last.
    pub(crate) typed: HashMap<NoteId, Instant>,
}

impl Catalogue {
    pub(crate) fn record(&self, note: &NoteId) -> Option<&Record> {
        self.records.get(note)
    }

    /// The notes that are wanted.
    pub(crate) fn select(
        &self,
        want: impl Fn(&NoteId, &Record) -> bool,
    ) -> impl Iterator<Item = (&NoteId, &Record)> {
        self.records
            .iter()
            .filter(move |(note, record)| want(note, record))
    }

    pub(crate) fn is_open(&self, note: &NoteId) -> bool {
        self.open.contains(note)
    }

    pub(crate) fn is_in_room(&self, note: &NoteId) -> bool {
        self.in_room.contains(note)
    }

    /// Whether it has to stand under a note that the server does not know yet.
    pub(crate) fn waits_for_parent(&self, record: &Record) -> bool {
        let parent = record
            .parent
            .as_ref()
            .and_then(|parent| self.record(parent));
        record.outbox.creates() && parent.is_some_and(|parent| parent.outbox.creates())
    }
}
