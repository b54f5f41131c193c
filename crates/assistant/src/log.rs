//! What the vault keeps of conversations: a record for each one in the list, and a stream of entries for what was
//! said in it. Nothing here decides anything.

use std::time::SystemTime;

use serde::{Deserialize, Serialize};
use vault::{Batch, Table, Vault};

use crate::change::ConversationSummary;
use crate::conversation::{Conversation, Entry, millis, time};
use crate::error::Error;
use crate::id::ConversationId;

const LIST: Table = Table::new("conversations");
/// A stream with more entries than this is given a snapshot when it is read.
const MANY: usize = 32;

/// A conversation in the list, as it is stored.
#[derive(Serialize, Deserialize)]
struct Listed {
    title: String,
    updated: u64,
}

/// All conversations. A record that cannot be read is left where it is and does not hide the others.
pub(crate) fn list(vault: &Vault) -> Result<Vec<ConversationSummary>, Error> {
    let records = vault.list(LIST).map_err(|source| Error::Store {
        doing: "listing the conversations",
        source,
    })?;
    let mut summaries = Vec::with_capacity(records.len());
    for record in records {
        match serde_json::from_slice::<Listed>(&record.value) {
            Ok(listed) => {
                let updated = time(listed.updated);
                summaries.push(ConversationSummary {
                    id: record.id.into(),
                    title: listed.title,
                    updated,
                });
            }
            Err(_) => tracing::warn!(
                conversation = record.id,
                "its place in the list cannot be read"
            ),
        }
    }
    Ok(summaries)
}

/// What was said in a conversation, from its snapshot and entries.
pub(crate) fn read(vault: &Vault, id: &ConversationId) -> Result<Conversation, Error> {
    let log = vault.log(&stream(id)).map_err(|source| Error::Store {
        doing: "reading a conversation",
        source,
    })?;
    // The parser may quote what it reads, so what it says is dropped.
    let unreadable = |what| {
        move |_| Error::Unreadable {
            conversation: id.clone(),
            what,
        }
    };
    let mut conversation = match &log.snapshot {
        Some(bytes) => {
            serde_json::from_slice(bytes).map_err(unreadable("its snapshot makes no sense"))?
        }
        None => Conversation::default(),
    };
    for entry in &log.entries {
        conversation.apply(
            serde_json::from_slice(&entry.bytes).map_err(unreadable("an entry makes no sense"))?,
        );
    }
    if let Some(last) = log.entries.last().filter(|_| log.entries.len() > MANY) {
        let snapshot = json(&conversation);
        // It only saves room: nobody waits for it, and when it fails the entries are still there.
        drop(vault.commit(Batch::new().compact(stream(id), last.seq, snapshot)));
    }
    Ok(conversation)
}

/// Adds a conversation's place in the list.
pub(crate) fn put(batch: Batch, summary: &ConversationSummary) -> Batch {
    let listed = Listed {
        title: summary.title.clone(),
        updated: millis(summary.updated),
    };
    batch.put(LIST, summary.id.as_str(), json(&listed))
}

/// Adds an entry.
pub(crate) fn append(batch: Batch, id: &ConversationId, entry: &Entry) -> Batch {
    batch.append(stream(id), json(entry))
}

/// Adds the removal of a conversation.
pub(crate) fn remove(batch: Batch, id: &ConversationId) -> Batch {
    batch.remove(LIST, id.as_str()).drop_stream(stream(id))
}

/// Now, to the millisecond, which is what the disk keeps.
pub(crate) fn whole(now: SystemTime) -> SystemTime {
    time(millis(now))
}

fn stream(id: &ConversationId) -> String {
    format!("conversation/{id}")
}

fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value)
        .expect("what is stored has text keys only and cannot fail to serialise")
}
