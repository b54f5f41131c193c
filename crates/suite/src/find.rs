//! Finding notes and rooms by their words. What is found is what is on this machine; nothing is sent.

use std::collections::HashMap;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use search::{Document, Index, Kind};
use tokio::sync::Mutex;

use crate::failure::Failure;
use crate::services::Services;
use crate::wire::chat::RoomId;
use crate::wire::notes::NoteId;
use crate::wire::{Hit, Place};

/// How many hits are shown.
const LIMIT: usize = 50;

/// An index that is brought up to date when something is looked for.
#[derive(Debug, Default)]
pub(crate) struct Finder(Mutex<Indexed>);

#[derive(Debug, Default)]
struct Indexed {
    index: Index,
    /// The notes in it, and when they had changed.
    notes: HashMap<String, SystemTime>,
    rooms: Vec<String>,
}

impl Finder {
    /// What has all the words of the query, the newest first.
    pub(crate) async fn find(&self, query: &str, services: &Services) -> Result<Vec<Hit>, Failure> {
        let mut indexed = self.0.lock().await;
        indexed.take_notes(services).await;
        indexed.take_rooms(services);
        Ok(indexed
            .index
            .search(query, LIMIT)
            .into_iter()
            .filter_map(hit)
            .collect())
    }
}

impl Indexed {
    async fn take_notes(&mut self, services: &Services) {
        let Some(notes) = &services.notes else { return };
        let list = notes.list();
        let there: Vec<_> = list.iter().map(|note| note.id.as_str()).collect();
        for gone in self.notes.extract_if(|id, _| !there.contains(&id.as_str())) {
            self.index.remove(Kind::Note, &gone.0);
        }
        for note in list {
            if self.notes.get(note.id.as_str()) == Some(&note.updated) {
                continue;
            }
            // A note that cannot be read is still found by its title.
            let text = if note.here {
                notes.text(&note.id).await.unwrap_or_default()
            } else {
                String::new()
            };
            self.notes.insert(note.id.to_string(), note.updated);
            self.index.put(Document {
                id: note.id.to_string(),
                kind: Kind::Note,
                title: note.title.unwrap_or_default(),
                text,
                changed: note.updated,
            });
        }
    }

    /// Rooms are few, so that they are simply put again.
    fn take_rooms(&mut self, services: &Services) {
        for gone in std::mem::take(&mut self.rooms) {
            self.index.remove(Kind::Room, &gone);
        }
        for room in services.rooms() {
            self.rooms.push(room.id.to_string());
            self.index.put(Document {
                id: room.id.to_string(),
                kind: Kind::Room,
                title: room.name,
                text: String::new(),
                changed: UNIX_EPOCH + Duration::from_millis(room.recency.unwrap_or_default()),
            });
        }
    }
}

fn hit(hit: search::Hit) -> Option<Hit> {
    let place = match hit.kind {
        Kind::Note => Place::Note { id: NoteId(hit.id) },
        Kind::Room => Place::Room { id: RoomId(hit.id) },
        Kind::Conversation => return None,
    };
    Some(Hit {
        place,
        title: hit.title,
        snippet: hit.snippet,
    })
}
