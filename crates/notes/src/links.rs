//! Which notes link to a note, as far as their texts are on this computer.
//!
//! Texts are read when somebody asks, and what they link to is kept until they change: the first question costs a
//! reading of all of them, the next ones hardly anything.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};
use url::Url;
use vault::{Batch, Table};

use crate::document::Document;
use crate::error::{Error, stored};
use crate::id::NoteId;
use crate::notes::Notes;
use crate::record::Record;

const LINKS: Table = Table::new("notes.links");
/// What was found out is kept after so many notes, so that a question which is not waited for was not in vain.
const KEPT_TOGETHER: usize = 200;
const READING: &str = "reading what notes link to";

/// What a note linked to when it was read last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Links {
    /// How many edits had been made here, and which revision of the server was here.
    read_at: (u64, Option<String>),
    to: Vec<NoteId>,
}

impl Notes {
    /// The notes whose texts link to this one, the last changed first.
    ///
    /// # Errors
    /// [`Error::Missing`], or [`Error::Store`] when the vault cannot be read.
    pub async fn linking(&self, note: &NoteId) -> Result<Vec<NoteId>, Error> {
        self.known(note)?;
        let mut known = self.kept_links()?;
        let mut fresh = Batch::new();
        let mut unkept = 0;
        let mut linking = Vec::new();
        for other in self.list().into_iter().filter(|other| other.here) {
            let Some(record) = self.library().record(&other.id) else {
                continue;
            };
            // An open note changes under one's hands, and not by edits of ours alone.
            let open = self.library().is_open(&other.id);
            let links = match known.remove(&other.id) {
                Some(links) if links.read_at == read_at(&record) && !open => links,
                _ => {
                    let links = self.read_links(&other.id, &record).await?;
                    if !open {
                        fresh = fresh.put(LINKS, other.id.as_str(), encode(&links));
                        unkept += 1;
                    }
                    links
                }
            };
            if unkept >= KEPT_TOGETHER {
                self.keep_links(std::mem::take(&mut fresh)).await?;
                unkept = 0;
            }
            if links.to.contains(note) && other.id != *note {
                linking.push((other.updated, other.id));
            }
        }
        // What is left is of notes that are gone.
        for gone in known
            .keys()
            .filter(|gone| self.library().record(gone).is_none())
        {
            fresh = fresh.remove(LINKS, gone.as_str());
        }
        self.keep_links(fresh).await?;
        linking.sort_by(|one, other| other.cmp(one));
        Ok(linking.into_iter().map(|(_, note)| note).collect())
    }

    async fn read_links(&self, note: &NoteId, record: &Record) -> Result<Links, Error> {
        let targets = self.library().read(note, Document::link_targets).await?;
        let led_to = |target: String| {
            NoteId::parse(&target).or_else(|| self.note_at(&Url::parse(&target).ok()?))
        };
        let to: HashSet<NoteId> = targets.into_iter().filter_map(led_to).collect();
        Ok(Links {
            read_at: read_at(record),
            to: to.into_iter().collect(),
        })
    }

    fn kept_links(&self) -> Result<HashMap<NoteId, Links>, Error> {
        let kept = self
            .library()
            .vault()
            .list(LINKS)
            .map_err(stored(READING))?;
        let read = |record: vault::Record| {
            let links = serde_json::from_slice(&record.value).ok()?;
            Some((NoteId::parse(&record.id)?, links))
        };
        Ok(kept.into_iter().filter_map(read).collect())
    }

    async fn keep_links(&self, fresh: Batch) -> Result<(), Error> {
        if fresh.is_empty() {
            return Ok(());
        }
        let kept = self.library().vault().commit(fresh).await;
        kept.map(drop).map_err(stored(READING))
    }
}

fn read_at(record: &Record) -> (u64, Option<String>) {
    (record.edits, record.fetched.clone())
}

fn encode(links: &Links) -> Vec<u8> {
    serde_json::to_vec(links).expect("links are plain data")
}
