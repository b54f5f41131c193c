//! What is kept of each note besides its text: what the server said of it, and what it has not been told yet.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use vault::{Batch, Table, Vault};

use crate::attachments::{Attachment, FileName, Progress, Refused};
use crate::change::{Rights, Status, Summary, Waiting, Why};
use crate::comments::Acts;
use crate::error::{Error, stored};
use crate::id::NoteId;
use crate::outbox::{Mutation, Outbox, Spot};

const NOTES: Table = Table::new("notes");
/// So many names are remembered of each note; an older one comes back only when somebody undoes that much.
const MOST_RENAMED: usize = 200;

/// Everything known of a note but its text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Record {
    pub(crate) title: Option<String>,
    pub(crate) parent: Option<NoteId>,
    pub(crate) favourite: bool,
    /// What it shows stays on this computer.
    pub(crate) pinned: bool,
    /// New notes may begin with it.
    pub(crate) template: bool,
    /// When it was last opened here; milliseconds since the epoch.
    pub(crate) opened: Option<u64>,
    pub(crate) own: bool,
    pub(crate) editable: bool,
    /// What the server lets the agent do with it.
    pub(crate) rights: Rights,
    /// Among those under the same note: what the server calls a path, or a guess until it says so.
    pub(crate) place: String,
    /// In the list; a note that was deleted, by us or at the server, is kept until its text may go.
    pub(crate) trashed: bool,
    /// It was put into the trash itself, and not only a note above it.
    pub(crate) thrown: bool,
    /// When it was deleted, as far as is known; milliseconds since the epoch.
    pub(crate) deleted: Option<u64>,
    /// Milliseconds since the epoch.
    pub(crate) updated: u64,
    /// `updated_at` as the server wrote it last.
    pub(crate) revision: Option<String>,
    /// `updated_at` that the text here was read at.
    pub(crate) fetched: Option<String>,
    pub(crate) etag: Option<String>,
    /// Whether the text was ever here: written here or read from the server.
    pub(crate) here: bool,
    /// Counts the edits made here.
    pub(crate) edits: u64,
    /// As many of them as the server was seen to have.
    pub(crate) arrived: u64,
    /// When the first edit that has not arrived was made.
    pub(crate) since: Option<u64>,
    /// The mark of the document that the server was seen to have.
    pub(crate) mark: Option<Vec<u8>>,
    pub(crate) outbox: Outbox,
    /// Files that the server does not have, in the order in which they were given.
    pub(crate) uploads: Vec<Upload>,
    /// Files that the server has given another name than the one by which the text was given them.
    pub(crate) renamed: Vec<Renamed>,
    /// Whether the text may show a file by the name that it had before.
    pub(crate) misnamed: bool,
    pub(crate) stuck: Option<Stuck>,
    /// What was done with comments and the server was not told.
    pub(crate) comments: Acts,
}

/// A file that the server does not have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Upload {
    pub(crate) file: FileName,
    /// What the agent calls it.
    pub(crate) name: String,
    /// Bytes.
    pub(crate) size: u64,
    /// Milliseconds since the epoch.
    pub(crate) since: u64,
    pub(crate) stage: Stage,
}

/// How far a file has come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Stage {
    Waiting,
    /// It was sent, and is asked about by this key.
    Checking(String),
    /// It is at this path.
    Arrived(String),
    Refused(Refused),
}

/// A file whose name in the text has to be another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Renamed {
    pub(crate) from: FileName,
    /// A path at the server.
    pub(crate) to: String,
}

/// What keeps a note from being sent until something else changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Stuck {
    Forbidden,
    Gone,
    TooLarge,
}

impl Record {
    /// How many writes the server does not have, as a person counts: the text is one, however much of it was typed,
    /// and a new note is one with its text.
    pub(crate) fn waiting(&self) -> u32 {
        let text = u32::from(self.has_edits() && !self.outbox.creates());
        u32::try_from(self.outbox.len() + self.uploads.len() + self.comments.len())
            .unwrap_or(u32::MAX)
            .saturating_add(text)
    }

    /// A note that was just made here; milliseconds since the epoch.
    pub(crate) fn made(title: Option<String>, parent: Option<NoteId>, now: u64) -> Self {
        let mut record = Self {
            title,
            parent,
            own: true,
            editable: true,
            rights: Rights::ALL,
            here: true,
            updated: now,
            ..Self::default()
        };
        record.outbox.add(Mutation::Create, now);
        record
    }

    /// What the agent may do with it. Of a note of one's own that is everything, whatever the server says of one that
    /// lies in the trash.
    pub(crate) fn rights(&self) -> Rights {
        if self.own { Rights::ALL } else { self.rights }
    }

    /// It was named here.
    pub(crate) fn rename(&mut self, title: String, now: u64) {
        self.title = Some(title.clone()).filter(|title| !title.is_empty());
        self.updated = self.updated.max(now);
        self.outbox.add(Mutation::Rename(title), now);
    }

    /// It was deleted here, or taken out of the trash.
    pub(crate) fn trash(&mut self, trashed: bool, now: u64) {
        (self.trashed, self.thrown) = (trashed, trashed);
        if trashed {
            self.deleted = Some(now);
        } else {
            self.stuck = None;
        }
        self.outbox.add(
            if trashed {
                Mutation::Delete
            } else {
                Mutation::Restore
            },
            now,
        );
    }

    /// It was marked as a favourite here, or not any more.
    pub(crate) fn favour(&mut self, favourite: bool, now: u64) {
        if self.favourite != favourite {
            self.favourite = favourite;
            self.outbox.add(Mutation::Favour(favourite), now);
        }
    }

    /// It was moved here, to where `place` puts it until the server says more.
    pub(crate) fn move_to(&mut self, spot: Spot, place: String, now: u64) {
        self.parent.clone_from(&spot.parent);
        self.place = place;
        self.outbox.add(Mutation::Move(spot), now);
    }

    /// An edit was made here; milliseconds since the epoch.
    pub(crate) fn wrote(&mut self, now: u64) {
        self.edits += 1;
        self.since.get_or_insert(now);
        self.updated = self.updated.max(now);
    }

    /// The server has lost the note: it is told of it once more, and of its text when it has it.
    pub(crate) fn make_again(&mut self) {
        self.outbox.begin_again(self.updated);
        if self.favourite {
            self.outbox.add(Mutation::Favour(true), self.updated);
        }
        self.trashed = false;
        (self.revision, self.fetched, self.etag, self.stuck) = (None, None, None, None);
    }

    /// The server has the note now, perhaps once more.
    pub(crate) fn was_made(&mut self) {
        self.outbox.done(&Mutation::Create);
        if self.mark.take().is_some() {
            self.lost_again();
        }
    }

    /// The server has lost what it was seen to have: it waits again, as if it had been made when it was made last.
    pub(crate) fn lost_again(&mut self) {
        self.edits += 1;
        self.since.get_or_insert(self.updated);
    }

    /// The agent wants it sent, whatever stood in the way.
    pub(crate) fn free(&mut self) {
        self.stuck = None;
        self.comments.free();
    }

    pub(crate) fn upload_mut(&mut self, file: &FileName) -> Option<&mut Upload> {
        self.uploads.iter_mut().find(|upload| upload.file == *file)
    }

    /// The server has this file, at this path, and the text shows it there.
    pub(crate) fn was_sent(&mut self, file: &FileName, to: String) {
        self.uploads.retain(|upload| upload.file != *file);
        self.renamed.push(Renamed {
            from: file.clone(),
            to,
        });
        let many = self.renamed.len().saturating_sub(MOST_RENAMED);
        self.renamed.drain(..many);
    }

    /// The text shows these files by their other names: what has arrived is no upload any more.
    pub(crate) fn were_named(&mut self, names: &[(FileName, String)]) {
        self.misnamed = false;
        let arrived: Vec<_> = self.uploads.iter().filter_map(Upload::arrived).collect();
        for (file, path) in arrived {
            if names.contains(&(file.clone(), path.clone())) {
                self.was_sent(&file, path);
            }
        }
    }

    /// When the first of its files that wait was given; milliseconds since the epoch.
    pub(crate) fn oldest_upload(&self) -> u64 {
        self.uploads.first().map_or(0, |upload| upload.since)
    }

    /// The names by which the text may show files that are called otherwise at the server, and their paths there.
    pub(crate) fn names(&self) -> Vec<(FileName, String)> {
        let known = self
            .renamed
            .iter()
            .map(|renamed| (renamed.from.clone(), renamed.to.clone()));
        known
            .chain(self.uploads.iter().filter_map(Upload::arrived))
            .collect()
    }

    /// Whether an update writes the former name of a file somewhere: its characters stand in it as they are.
    pub(crate) fn is_misnamed_by(&self, update: &[u8]) -> bool {
        let arrived = self.uploads.iter();
        let arrived = arrived.filter(|upload| matches!(upload.stage, Stage::Arrived(_)));
        let former = self.renamed.iter().map(|renamed| &renamed.from);
        let mut names = former.chain(arrived.map(|upload| &upload.file));
        names.any(|name| {
            let name = name.as_str().as_bytes();
            update.windows(name.len()).any(|window| window == name)
        })
    }

    pub(crate) fn has_edits(&self) -> bool {
        self.edits > self.arrived
    }

    /// Whether the server was seen to have the note.
    pub(crate) fn was_seen(&self) -> bool {
        self.revision.is_some() || self.mark.is_some()
    }

    pub(crate) fn listed(&self) -> bool {
        !self.trashed
    }

    /// The status, when `why` is what keeps a waiting note now.
    pub(crate) fn status(&self, why: Why) -> Status {
        match self.stuck {
            _ if self.waiting() == 0 => Status::Synced,
            Some(Stuck::Forbidden) => Status::Failed(Why::Forbidden),
            Some(Stuck::Gone) => Status::Failed(Why::Gone),
            Some(Stuck::TooLarge) => Status::Failed(Why::TooLarge),
            // The text of what lies in the trash is sent when it comes out.
            None if self.trashed && self.outbox.is_empty() => Status::Failed(Why::Gone),
            None => self
                .only_refused()
                .map_or(Status::Waiting(why), Status::Failed),
        }
    }

    /// Why nothing will be sent, when nothing waits but files and comments that the server does not take.
    fn only_refused(&self) -> Option<Why> {
        let refused = |upload: &Upload| matches!(upload.stage, Stage::Refused(_));
        let files = self.uploads.iter().all(refused);
        let comments = self.comments.iter().all(|act| act.refused);
        let all = self.outbox.is_empty() && !self.has_edits() && files && comments;
        let why = if self.uploads.is_empty() {
            Why::CommentRefused
        } else {
            Why::FileRefused
        };
        all.then_some(why)
    }

    pub(crate) fn summary(&self, id: &NoteId, parent: Option<NoteId>, why: Why) -> Summary {
        Summary {
            id: id.clone(),
            title: self.title.clone(),
            parent,
            place: self.place.clone(),
            deleted: self.deleted.filter(|_| self.trashed).map(time),
            favourite: self.favourite,
            pinned: self.pinned,
            template: self.template,
            opened: self.opened.map(time),
            own: self.own,
            rights: self.rights(),
            editable: self.editable,
            updated: time(self.updated),
            here: self.here,
            status: self.status(why),
            uploads: Vec::new(),
        }
    }

    pub(crate) fn as_waiting(&self, id: &NoteId, why: Why) -> Option<Waiting> {
        let (Status::Waiting(why) | Status::Failed(why)) = self.status(why) else {
            return None;
        };
        let files = self.uploads.first().map(|upload| upload.since);
        let since = self
            .since
            .into_iter()
            .chain(self.outbox.since())
            .chain(files)
            .chain(self.comments.since())
            .min();
        Some(Waiting {
            note: id.clone(),
            title: self.title.clone(),
            count: self.waiting(),
            since: time(since.unwrap_or(self.updated)),
            why,
        })
    }
}

impl Upload {
    fn arrived(&self) -> Option<(FileName, String)> {
        match &self.stage {
            Stage::Arrived(path) => Some((self.file.clone(), path.clone())),
            _ => None,
        }
    }

    /// How far it has come; `sent` of a hundred, if it is on its way.
    pub(crate) fn shown(&self, sent: Option<u8>) -> Attachment {
        let progress = match (&self.stage, sent) {
            (Stage::Waiting, None) => Progress::Waiting,
            (Stage::Waiting, Some(sent)) => Progress::Sending(sent),
            (Stage::Checking(_) | Stage::Arrived(_), _) => Progress::Checking,
            (Stage::Refused(refused), _) => Progress::Refused(*refused),
        };
        Attachment {
            file: self.file.clone(),
            name: self.name.clone(),
            size: self.size,
            progress,
        }
    }
}

pub(crate) fn read_all(vault: &Vault) -> Result<Vec<(NoteId, Record)>, Error> {
    let records = vault.list(NOTES).map_err(stored("reading the notes"))?;
    let read = |record: vault::Record| {
        let id = NoteId::parse(&record.id)?;
        match serde_json::from_slice(&record.value) {
            Ok(record) => Some((id, record)),
            Err(error) => {
                tracing::error!(note = %id, line = error.line(), "a note's record cannot be read");
                None
            }
        }
    };
    Ok(records.into_iter().filter_map(read).collect())
}

pub(crate) fn put(batch: Batch, id: &NoteId, record: &Record) -> Batch {
    let bytes = serde_json::to_vec(record).expect("a record is plain data");
    batch.put(NOTES, id.as_str(), bytes)
}

pub(crate) fn millis(time: SystemTime) -> u64 {
    let millis = time
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default()
        .as_millis();
    u64::try_from(millis).unwrap_or(u64::MAX)
}

pub(crate) fn time(millis: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_millis(millis)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_is_counted_as_a_person_counts() {
        let mut record = Record::default();
        assert_eq!(record.waiting(), 0);
        record.edits = 36;
        assert_eq!(record.waiting(), 1, "the text");
        record.outbox.add(Mutation::Rename("A".into()), 1);
        assert_eq!(record.waiting(), 2, "the text and the title");
        let mut made = Record {
            edits: 36,
            ..Record::default()
        };
        made.outbox.add(Mutation::Create, 1);
        assert_eq!(made.waiting(), 1, "a new note with its text");
    }
}
