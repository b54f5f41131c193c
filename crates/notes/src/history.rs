//! What a note was like before: versions that this machine has kept, sealed, at the end of each session, and those that
//! the server has kept with each save.
//!
//! It promises that what is to be replaced can be kept first, also without a network. It deliberately restores nothing:
//! a restore is an edit, and editing is the window's.

use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};
use vault::{Batch, Table, Vault};

use crate::docs::Trouble;
use crate::error::{Error, stored};
use crate::id::NoteId;
use crate::library::now;
use crate::notes::Notes;
use crate::record::time;
use crate::sharing::failing;

/// Which versions there are of each note.
const INDEX: Table = Table::new("notes.history");
/// Their texts.
const TEXTS: Table = Table::new("notes.history texts");
/// So many of each note are kept whatever their age.
const LATEST: usize = 30;
/// Before them, the last one of each day is kept.
const DAY: u64 = 24 * 60 * 60 * 1000;
/// For so many days.
const DAYS: u64 = 90;
/// A note that is written for long is kept once in so long.
pub(crate) const SESSION: Duration = Duration::from_secs(15 * 60);

/// A version of a note's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Which.
    pub id: VersionId,
    /// When it was kept.
    pub at: SystemTime,
}

/// A version's name, and who has kept it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum VersionId {
    /// This machine: the number of milliseconds since the epoch.
    Here(u64),
    /// The server.
    Server(String),
}

/// The versions of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versions {
    /// Newest first.
    pub versions: Vec<Version>,
    /// Whether the server's own are among them.
    pub complete: bool,
}

/// What is known of the versions of one note: when each was kept, and at which mark of the text the last one was.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Index {
    kept: Vec<u64>,
    mark: Vec<u8>,
}

/// The versions that this machine keeps.
pub(crate) struct History {
    vault: Vault,
}

impl Notes {
    /// The versions of a note: the server's too, where it can be asked.
    ///
    /// # Errors
    /// [`Error::Missing`], or [`Error::Store`] when the vault cannot be read.
    pub async fn versions(&self, note: &NoteId) -> Result<Versions, Error> {
        self.known(note)?;
        let here = self.library().history().kept(note)?;
        let here = here.into_iter().map(|at| Version {
            id: VersionId::Here(at),
            at: time(at),
        });
        let asked = self.docs().versions(note).await;
        let complete = match &asked {
            Ok(_) => true,
            // Who came by a link has none; a note that the server does not know yet has none either.
            Err(trouble) => matches!(trouble, Trouble::Forbidden | Trouble::Gone),
        };
        let server = asked.unwrap_or_default().into_iter().map(|kept| Version {
            at: time(kept.at),
            id: VersionId::Server(kept.id),
        });
        let mut versions: Vec<_> = here.chain(server).collect();
        versions.sort_by_key(|version| std::cmp::Reverse(version.at));
        Ok(Versions { versions, complete })
    }

    /// The whole text of a version, as one Yjs update of version 1.
    ///
    /// # Errors
    /// [`Error::Missing`] when there is no such version, [`Error::Offline`] and the like when it is the server's.
    pub async fn version(&self, note: &NoteId, version: &VersionId) -> Result<Vec<u8>, Error> {
        self.known(note)?;
        match version {
            VersionId::Here(at) => {
                let text = self.library().history().text(note, *at)?;
                text.ok_or_else(|| Error::Missing { note: note.clone() })
            }
            VersionId::Server(id) => {
                let text = self.docs().version(note, id).await;
                text.map_err(failing("reading a version", note))
            }
        }
    }

    /// Keeps what a note is now as a version on this machine, unless the last one says the same.
    ///
    /// # Errors
    /// [`Error::Missing`], or [`Error::Store`] when it was not kept.
    pub async fn keep_version(&self, note: &NoteId) -> Result<(), Error> {
        self.known(note)?;
        self.library().keep_version(note).await
    }
}

impl VersionId {
    /// The version of this name.
    pub fn parse(name: &str) -> Option<Self> {
        match name.split_once(':')? {
            ("here", at) => at.parse().ok().map(Self::Here),
            ("server", id) => Some(Self::Server(id.to_owned())),
            _ => None,
        }
    }

    /// Its name.
    pub fn name(&self) -> String {
        match self {
            Self::Here(at) => format!("here:{at}"),
            Self::Server(id) => format!("server:{id}"),
        }
    }
}

impl History {
    pub(crate) fn new(vault: Vault) -> Self {
        Self { vault }
    }

    /// The change that keeps this text, unless it is the one that was kept last.
    pub(crate) fn keep(
        &self,
        note: &NoteId,
        mark: Vec<u8>,
        text: impl FnOnce() -> Option<Vec<u8>>,
    ) -> Result<Option<Batch>, Error> {
        let mut index = self.index(note)?;
        if index.mark == mark {
            return Ok(None);
        }
        let Some(text) = text() else { return Ok(None) };
        // Two in one millisecond have one name.
        let at = index.kept.last().map_or(now(), |last| now().max(last + 1));
        index.kept.push(at);
        index.mark = mark;
        let kept = worth_keeping(&index.kept, at);
        let gone = index.kept.iter().filter(|at| !kept.contains(at));
        let batch = gone.fold(Batch::new(), |batch, at| {
            batch.remove(TEXTS, text_id(note, *at))
        });
        index.kept = kept;
        let written = serde_json::to_vec(&index).expect("an index is plain data");
        let batch = batch
            .put(TEXTS, text_id(note, at), text)
            .put(INDEX, note.as_str(), written);
        Ok(Some(batch))
    }

    fn kept(&self, note: &NoteId) -> Result<Vec<u64>, Error> {
        Ok(self.index(note)?.kept)
    }

    fn text(&self, note: &NoteId, at: u64) -> Result<Option<Vec<u8>>, Error> {
        let text = self.vault.get(TEXTS, &text_id(note, at));
        text.map_err(stored("reading a version"))
    }

    fn index(&self, note: &NoteId) -> Result<Index, Error> {
        let written = self.vault.get(INDEX, note.as_str());
        let written = written.map_err(stored("reading the versions of a note"))?;
        Ok(written
            .and_then(|written| serde_json::from_slice(&written).ok())
            .unwrap_or_default())
    }
}

/// The latest ones, and before them the last one of each day. Oldest first, as they come.
fn worth_keeping(kept: &[u64], now: u64) -> Vec<u64> {
    let latest = kept.len().saturating_sub(LATEST);
    let worth = |(number, at): (usize, &u64)| {
        let last_of_day = kept
            .get(number + 1)
            .is_none_or(|next| next / DAY != at / DAY);
        let young = now.saturating_sub(*at) < DAYS * DAY;
        (number >= latest || last_of_day && young).then_some(*at)
    };
    kept.iter().enumerate().filter_map(worth).collect()
}

fn text_id(note: &NoteId, at: u64) -> String {
    format!("{note}/{at}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_are_kept_and_one_of_each_day_before() {
        let now = 200 * DAY;
        let busy: Vec<u64> = (0..100)
            .map(|minute| now - (100 - minute) * 60_000)
            .collect();
        assert_eq!(
            worth_keeping(&busy, now).len(),
            LATEST,
            "a day has one that is its last"
        );
        let mut old: Vec<u64> = [150, 20, 20, 20, 5]
            .into_iter()
            .enumerate()
            .map(|(number, days)| now - days * DAY + number as u64)
            .collect();
        old.extend(&busy[70..]);
        let kept = worth_keeping(&old, now);
        assert_eq!(kept.len(), LATEST + 2, "not the one of half a year ago");
        assert!(kept.contains(&old[3]) && kept.contains(&old[4]));
    }

    #[test]
    fn a_name_says_who_has_kept_it() {
        for id in [VersionId::Here(17), VersionId::Server("d9037213".into())] {
            assert_eq!(VersionId::parse(&id.name()), Some(id));
        }
        for wrong in ["", "here", "here:x", "there:1"] {
            assert_eq!(VersionId::parse(wrong), None, "{wrong}");
        }
    }
}
