//! One note's text: a pure Yjs document. Bytes go in and out, always version 1; no clock, no disk, no network.
//!
//! It promises that nothing it is given panics or spoils it: every update is first tried on a twin, and whatever the
//! twin does not survive is refused. It deliberately never builds or rewrites blocks: editing is the window's.

use std::panic::{AssertUnwindSafe, catch_unwind};

use yrs::updates::decoder::Decode as _;
use yrs::updates::encoder::Encode as _;
use yrs::{
    Doc, OffsetKind, Options, ReadTxn as _, Snapshot, StateVector, Transact as _, TransactionMut,
    Update,
};

mod blanks;
mod comments;
mod elements;
mod files;
mod links;
mod page;
mod text;

pub(crate) use blanks::{fill, filled};
pub(crate) use files::readdress;
pub(crate) use links::relink;

/// The shared type that holds a note.
pub(crate) const ROOT: &str = "document-store";
/// The largest single update.
const LARGEST_UPDATE: usize = 8 << 20;
/// The largest note.
const LARGEST_STATE: usize = 64 << 20;

/// After this many bytes of updates it is looked whether the tree has grown too deep: each level costs some ten.
const CHECKED_EVERY: usize = 1 << 10;

/// Why an update is not taken. It says nothing of what the update contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("larger than a note may be")]
    TooLarge,
    #[error("no update of version 1")]
    Undecodable,
    #[error("it breaks the document")]
    Breaks,
    #[error("nested too deeply")]
    TooDeep,
}

/// What an update does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// All of it was known.
    Nothing,
    /// Something is new; perhaps only waiting for an update that has not come yet.
    News,
}

/// A note's text.
pub(crate) struct Document {
    doc: Doc,
    /// Equal to `doc` between calls; absent after it did not survive something.
    twin: Option<Doc>,
    /// Bytes of updates since the depth was looked at.
    unchecked: usize,
}

impl Document {
    /// A note that was never written.
    pub(crate) fn empty() -> Self {
        Self {
            doc: blank(),
            twin: None,
            unchecked: CHECKED_EVERY,
        }
    }

    /// Puts together what was stored. Entries were tried before they were stored; one that fails all the same is
    /// left out and counted, so that one bad entry does not take the note with it.
    pub(crate) fn load<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> (Self, usize) {
        let document = Self::empty();
        let mut failed = 0;
        for part in parts {
            let merged = decode(part).and_then(|update| guarded(|| apply(&document.doc, update)));
            failed += usize::from(merged.is_err());
        }
        (document, failed)
    }

    /// Tries an update out. The document itself is not changed.
    pub(crate) fn examine(&mut self, update: &[u8]) -> Result<Effect, Refusal> {
        if update.len() > LARGEST_UPDATE {
            return Err(Refusal::TooLarge);
        }
        let decoded = decode(update)?;
        let twin = match self.twin.take() {
            Some(twin) => twin,
            None => self.copy()?,
        };
        self.unchecked = self.unchecked.saturating_add(update.len());
        let check = self.unchecked >= CHECKED_EVERY;
        let effect = guarded(|| {
            let effect = apply(&twin, decoded)?;
            let transaction = twin.transact();
            // An update that poisons shows itself here: encoding what waits for other updates panics. Without any it
            // would only cost a walk through the whole note for each key.
            if transaction.has_missing_updates() {
                let known = transaction.state_vector();
                drop(transaction.encode_state_as_update_v1(&known));
            }
            if check {
                text::check_depth(&transaction)?;
            }
            Ok(effect)
        })?;
        self.twin = Some(twin);
        if check {
            self.unchecked = 0;
        }
        Ok(effect)
    }

    /// Merges an update that was examined.
    pub(crate) fn merge(&mut self, update: &[u8]) -> Result<Effect, Refusal> {
        let decoded = decode(update)?;
        guarded(|| apply(&self.doc, decoded))
    }

    /// Everything, as one update.
    pub(crate) fn state(&self) -> Result<Vec<u8>, Refusal> {
        self.since(&StateVector::default())
    }

    /// What somebody who has `known` (an encoded state vector) lacks.
    pub(crate) fn difference(&self, known: &[u8]) -> Result<Vec<u8>, Refusal> {
        let known = guarded(|| StateVector::decode_v1(known).map_err(|_| Refusal::Undecodable))?;
        self.since(&known)
    }

    fn since(&self, known: &StateVector) -> Result<Vec<u8>, Refusal> {
        let state = guarded(|| Ok(self.doc.transact().encode_diff_v1(known)))?;
        if state.len() > LARGEST_STATE {
            return Err(Refusal::TooLarge);
        }
        Ok(state)
    }

    /// The encoded state vector.
    pub(crate) fn state_vector(&self) -> Vec<u8> {
        self.doc.transact().state_vector().encode_v1()
    }

    /// Which insertions and deletions are in here, encoded: to be remembered and compared with later.
    pub(crate) fn mark(&self) -> Vec<u8> {
        self.doc.transact().snapshot().encode_v1()
    }

    /// Whether everything that was in a document when it gave this mark is in here.
    pub(crate) fn reaches(&self, mark: &[u8]) -> Result<bool, Refusal> {
        let mark = guarded(|| Snapshot::decode_v1(mark).map_err(|_| Refusal::Undecodable))?;
        Ok(covers(&self.doc.transact().snapshot(), &mark))
    }

    /// Whether everything of `other`, insertions and deletions, is in here.
    pub(crate) fn contains(&self, other: &Document) -> bool {
        let (ours, theirs) = (self.doc.transact(), other.doc.transact());
        covers(&ours.snapshot(), &theirs.snapshot())
    }

    /// Whether nobody has ever written into it.
    pub(crate) fn is_blank(&self) -> bool {
        self.doc.transact().state_vector().is_empty()
    }

    /// Whether something waits here for an update that has not come.
    pub(crate) fn has_gaps(&self) -> bool {
        self.doc.transact().has_missing_updates()
    }

    /// What a reader reads: a line for each block, without formatting.
    pub(crate) fn text(&self) -> String {
        text::plain(&self.doc.transact())
    }

    /// What it says, as a page.
    pub(crate) fn blocks(&self) -> Vec<formats::Block> {
        page::read(&self.doc.transact())
    }

    /// The state of a new note that says what these blocks say.
    pub(crate) fn written(blocks: &[formats::Block]) -> Result<Vec<u8>, Refusal> {
        let new = Self::empty();
        page::write(&mut new.doc.transact_mut(), blocks);
        let state = new.state()?;
        if state.len() > LARGEST_UPDATE {
            return Err(Refusal::TooLarge);
        }
        Ok(state)
    }

    /// The change that makes the note show these files by other addresses, wherever it shows them: pairs of a path,
    /// and what is written in the place of an address that ends with it. `None` when it shows none of them.
    pub(crate) fn readdressed(
        &self,
        pairs: &[(String, String)],
    ) -> Result<Option<Vec<u8>>, Refusal> {
        if !files::shows(&self.doc.transact(), pairs) {
            return Ok(None);
        }
        self.changed(|transaction| files::readdress(transaction, pairs))
    }

    /// The state of a new note that says what another one does, but for what `make` does to it.
    pub(crate) fn altered(
        state: &[u8],
        make: impl FnOnce(&mut TransactionMut<'_>),
    ) -> Result<Vec<u8>, Refusal> {
        let mut new = Self::empty();
        // In pieces of an update's size a note may be larger than one.
        if state.len() > LARGEST_STATE {
            return Err(Refusal::TooLarge);
        }
        new.merge(state)?;
        guarded(|| text::check_depth(&new.doc.transact()))?;
        guarded(|| {
            make(&mut new.doc.transact_mut());
            Ok(())
        })?;
        new.state()
    }

    /// The change that marks a piece of the text, given by two encoded relative positions, as commented in a thread.
    /// `None` when the piece is not there any more.
    pub(crate) fn commented(
        &self,
        anchor: (&[u8], &[u8]),
        thread: &str,
    ) -> Result<Option<Vec<u8>>, Refusal> {
        self.changed(|transaction| comments::mark(transaction, anchor, thread))
    }

    /// What the note links to: ids of notes, and the addresses of other links.
    pub(crate) fn link_targets(&self) -> Vec<String> {
        links::targets(&self.doc.transact())
    }

    /// The addresses of all files that the note shows.
    pub(crate) fn file_addresses(&self) -> Vec<String> {
        files::addresses(&self.doc.transact())
    }

    /// What `make` does to a copy, as an update; `None` when it does nothing.
    fn changed(
        &self,
        make: impl FnOnce(&mut TransactionMut<'_>),
    ) -> Result<Option<Vec<u8>>, Refusal> {
        let copy = self.copy()?;
        let known = copy.transact().state_vector();
        guarded(|| {
            let mut transaction = copy.transact_mut();
            make(&mut transaction);
            if !transaction.has_changes() {
                return Ok(None);
            }
            drop(transaction);
            Ok(Some(copy.transact().encode_diff_v1(&known)))
        })
    }

    fn copy(&self) -> Result<Doc, Refusal> {
        let twin = blank();
        let state = self.state()?;
        guarded(|| apply(&twin, decode(&state)?))?;
        Ok(twin)
    }
}

fn covers(whole: &Snapshot, part: &Snapshot) -> bool {
    let inserted = part
        .state_map
        .iter()
        .all(|(client, clock)| whole.state_map.get(client) >= *clock);
    inserted && part.delete_set.diff(&whole.delete_set).is_empty()
}

fn blank() -> Doc {
    Doc::with_options(Options {
        // As browsers count.
        offset_kind: OffsetKind::Utf16,
        ..Options::default()
    })
}

fn decode(update: &[u8]) -> Result<Update, Refusal> {
    guarded(|| Update::decode_v1(update).map_err(|_| Refusal::Undecodable))
}

fn apply(doc: &Doc, update: Update) -> Result<Effect, Refusal> {
    let waits = !update.is_empty() && {
        let known = doc.transact();
        known.has_missing_updates() || !update.extends(&known.state_vector())
    };
    let mut transaction = doc.transact_mut();
    transaction
        .apply_update(update)
        .map_err(|_| Refusal::Breaks)?;
    let news = transaction.has_changes() || waits && transaction.has_missing_updates();
    Ok(if news { Effect::News } else { Effect::Nothing })
}

/// Runs what may panic on hostile bytes. Nothing that was touched inside is used again after a panic but the
/// document itself, whose transactions unlock on the way out.
fn guarded<T>(work: impl FnOnce() -> Result<T, Refusal>) -> Result<T, Refusal> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(Refusal::Breaks))
}

#[cfg(test)]
mod tests;
