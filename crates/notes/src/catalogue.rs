//! What is known of all notes at one moment, without their texts. Pure: whoever has one may ask it anything, and what
//! changes in it is made durable elsewhere.

use std::collections::{BTreeMap, HashMap, HashSet};

use tokio::time::Instant;

use crate::id::NoteId;
use crate::outbox::{Mutation, Spot};
use crate::record::Record;

/// No tree of notes is deeper.
const DEEPEST: usize = 100;

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

    /// Whether what is to be told next needs a note that the server does not know yet.
    pub(crate) fn waits_for_another(&self, record: &Record) -> bool {
        let unknown = |note: &Option<NoteId>| {
            let record = note.as_ref().and_then(|note| self.record(note));
            record.is_some_and(|record| record.outbox.creates())
        };
        match record.outbox.first() {
            Some(Mutation::Create) => unknown(&record.parent),
            Some(Mutation::Move(spot)) => unknown(&spot.parent) || unknown(&spot.after),
            _ => false,
        }
    }

    /// The notes above this one, the nearest first. It ends whatever a server says of parents.
    pub(crate) fn above<'a>(
        &'a self,
        note: &'a NoteId,
    ) -> impl Iterator<Item = (&'a NoteId, &'a Record)> {
        let parent = |note: &NoteId| self.record(note)?.parent.as_ref();
        let chain = std::iter::successors(parent(note), move |note| parent(note));
        let known = chain.map_while(|note| Some((note, self.record(note)?)));
        known.take(DEEPEST)
    }

    /// Whether a note would stand under itself, if it stood under this parent.
    pub(crate) fn closes_a_circle(&self, note: &NoteId, parent: Option<&NoteId>) -> bool {
        parent.is_some_and(|parent| {
            parent == note || self.above(parent).any(|(above, _)| above == note)
        })
    }

    /// Whether it lies in the trash because of a note above it.
    pub(crate) fn goes_with_another(&self, note: &NoteId) -> bool {
        self.above(note).any(|(_, record)| record.trashed)
    }

    /// Whether it lies in the trash because of a note above it that is this agent's.
    pub(crate) fn goes_with_own(&self, note: &NoteId) -> bool {
        self.above(note)
            .any(|(_, record)| record.trashed && record.own)
    }

    /// The place of a new note: after all others under the same one.
    pub(crate) fn last_place(&self, parent: Option<&NoteId>) -> String {
        let siblings = self.select(|_, record| record.parent.as_ref() == parent);
        let last = siblings.max_by(|(_, one), (_, other)| one.place.cmp(&other.place));
        self.place_of(&Spot {
            parent: parent.cloned(),
            after: last.map(|(note, _)| note.clone()),
        })
    }

    /// The place of a note that comes after another one among the same, or before all of them: between what is there,
    /// until the server says where it is.
    pub(crate) fn place_of(&self, spot: &Spot) -> String {
        let known = |note: &NoteId| self.record(note).map(|record| record.place.as_str());
        let above = spot.after.as_ref().or(spot.parent.as_ref());
        let low = above.and_then(known).unwrap_or_default();
        let siblings = self.select(|_, record| record.parent == spot.parent);
        let later = siblings.map(|(_, record)| record.place.as_str());
        between(low, later.filter(|place| *place > low).min())
    }
}

/// A place after `low` and before `high`, compared bytewise: `low` made longer. No place ends with a space.
fn between(low: &str, high: Option<&str>) -> String {
    let mut place = low.to_owned();
    let rest = high.and_then(|high| high.strip_prefix(low));
    for sign in rest.unwrap_or_default().chars() {
        if sign > ' ' {
            place.push(char::from_u32(u32::from(sign) - 1).unwrap_or('!'));
            break;
        }
        place.push(sign);
    }
    place.push('~');
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_always_a_place_between_two() {
        for (low, high) in [
            ("", None),
            ("!~", None),
            ("001", Some("002")),
            ("!~!", Some("!~!~")),
            ("a", Some("a!")),
        ] {
            let mut high = high.map(str::to_owned);
            for _ in 0..300 {
                let place = between(low, high.as_deref());
                assert!(
                    *low < *place && high.as_ref().is_none_or(|high| place < *high),
                    "{low} {place} {high:?}"
                );
                high = Some(place);
            }
        }
    }

    #[test]
    fn what_is_put_between_two_new_notes_stands_between_them() {
        let mut known = Catalogue::default();
        let mut put = |after: Option<&NoteId>| {
            let note = NoteId::random();
            let after = after.cloned();
            let place = known.place_of(&Spot {
                parent: None,
                after,
            });
            let record = Record {
                place,
                ..Record::default()
            };
            known.records.insert(note.clone(), record);
            note
        };
        let first = put(None);
        let last = put(Some(&first));
        let between = put(Some(&first));
        let before = put(None);
        let mut order: Vec<_> = known.records.iter().collect();
        order.sort_by(|(_, one), (_, other)| one.place.cmp(&other.place));
        let order: Vec<_> = order.into_iter().map(|(note, _)| note.clone()).collect();
        assert_eq!(order, [before, first, between, last]);
    }
}
