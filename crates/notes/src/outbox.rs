//! What a note's server has not been told besides its text, in the order in which it has to be told: made, named,
//! moved, marked, deleted, restored. Pure; it is part of the note's record and so survives a restart.

use serde::{Deserialize, Serialize};

use crate::id::NoteId;

/// One thing to tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Mutation {
    /// It exists, with the title and under the note that its record names.
    Create,
    Rename(String),
    Delete,
    Restore,
    Favour(bool),
    Move(Spot),
}

/// Where a note is moved to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Spot {
    /// The note it stands under; at the top without one.
    pub(crate) parent: Option<NoteId>,
    /// The note that it follows there; the first one without.
    pub(crate) after: Option<NoteId>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    mutation: Mutation,
    /// Milliseconds since the epoch.
    since: u64,
}

/// The mutations of one note that wait.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Outbox(Vec<Entry>);

impl Outbox {
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn since(&self) -> Option<u64> {
        self.0.first().map(|entry| entry.since)
    }

    pub(crate) fn first(&self) -> Option<&Mutation> {
        self.0.first().map(|entry| &entry.mutation)
    }

    /// Whether the server does not know the note yet.
    pub(crate) fn creates(&self) -> bool {
        self.first() == Some(&Mutation::Create)
    }

    /// Whether the note's text cannot be written before this was told: it is not there, or lies in the trash.
    pub(crate) fn precedes_text(&self) -> bool {
        use Mutation::{Create, Delete, Restore};
        self.0
            .iter()
            .any(|entry| matches!(entry.mutation, Create | Delete | Restore))
    }

    /// Whether it has been moved here and the server does not know.
    pub(crate) fn moves(&self) -> bool {
        let moves = |entry: &Entry| matches!(entry.mutation, Mutation::Move(_));
        self.0.iter().any(moves)
    }

    /// Whether the mark of a favourite waits.
    pub(crate) fn favours(&self) -> bool {
        let favours = |entry: &Entry| matches!(entry.mutation, Mutation::Favour(_));
        self.0.iter().any(favours)
    }

    /// Whether it was deleted or restored here and the server does not know.
    pub(crate) fn moves_to_or_from_trash(&self) -> bool {
        let moves = |entry: &Entry| matches!(entry.mutation, Mutation::Delete | Mutation::Restore);
        self.0.iter().any(moves)
    }

    /// The title that waits, if any.
    pub(crate) fn title(&self) -> Option<&str> {
        self.0.iter().rev().find_map(|entry| match &entry.mutation {
            Mutation::Rename(title) => Some(title.as_str()),
            _ => None,
        })
    }

    /// Adds one. What it makes pointless is dropped; the first one may be on its way already and stays, unless it
    /// would only be said again.
    pub(crate) fn add(&mut self, mutation: Mutation, now: u64) {
        let waits = |entry: &Entry| match (&entry.mutation, &mutation) {
            (Mutation::Rename(_), Mutation::Rename(_)) => false,
            (Mutation::Move(_), Mutation::Move(_)) => false,
            (Mutation::Favour(_), Mutation::Favour(_)) => false,
            (Mutation::Delete, Mutation::Restore) | (Mutation::Restore, Mutation::Delete) => false,
            (old, new) => old != new,
        };
        let mut since = now;
        let mut index = 0;
        self.0.retain(|entry| {
            let keep = index == 0 && !replaces(&mutation) || waits(entry);
            index += 1;
            if !keep {
                since = since.min(entry.since);
            }
            keep
        });
        if self.0.last().map(|entry| &entry.mutation) != Some(&mutation) {
            self.0.push(Entry { mutation, since });
        }
    }

    /// The note has to be made at the server once more; its record has all else that waited.
    pub(crate) fn begin_again(&mut self, now: u64) {
        let since = self.since().unwrap_or(now);
        let mutation = Mutation::Create;
        self.0 = vec![Entry { mutation, since }];
    }

    /// The first one has been carried out, unless another one took its place meanwhile.
    pub(crate) fn done(&mut self, mutation: &Mutation) {
        if self.first() == Some(mutation) {
            self.0.remove(0);
        }
    }
}

/// Whether one of its kind takes the place of one that may be on its way: being told both does no harm.
fn replaces(mutation: &Mutation) -> bool {
    matches!(
        mutation,
        Mutation::Rename(_) | Mutation::Move(_) | Mutation::Favour(_)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(mutations: &[Mutation]) -> Vec<Mutation> {
        let mut outbox = Outbox::default();
        for (now, mutation) in (1..).zip(mutations) {
            outbox.add(mutation.clone(), now);
        }
        outbox.0.into_iter().map(|entry| entry.mutation).collect()
    }

    fn rename(title: &str) -> Mutation {
        Mutation::Rename(title.into())
    }

    #[test]
    fn only_the_last_title_is_told() {
        let told = after(&[Mutation::Create, rename("a"), rename("b")]);
        assert_eq!(told, [Mutation::Create, rename("b")]);
        assert_eq!(after(&[rename("a"), rename("b")]), [rename("b")]);
    }

    #[test]
    fn what_is_on_its_way_is_followed_by_its_contrary() {
        let told = after(&[Mutation::Delete, Mutation::Restore]);
        assert_eq!(told, [Mutation::Delete, Mutation::Restore]);
        assert_eq!(
            after(&[Mutation::Delete, Mutation::Delete]),
            [Mutation::Delete]
        );
        let told = after(&[rename("a"), Mutation::Delete, Mutation::Restore]);
        assert_eq!(told, [rename("a"), Mutation::Restore]);
    }

    #[test]
    fn one_that_was_replaced_on_its_way_is_not_done() {
        let mut outbox = Outbox::default();
        outbox.add(rename("a"), 1);
        outbox.add(rename("b"), 2);
        outbox.done(&rename("a"));
        assert_eq!((outbox.title(), outbox.since()), (Some("b"), Some(1)));
        outbox.done(&rename("b"));
        assert!(outbox.is_empty());
    }
}
