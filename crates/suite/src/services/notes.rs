//! What the notes tell, as the window hears it. Conversions only.

use notes::{Attachment, Change, Progress, Refused, Status, Summary, Waiting, Why};

use super::comments::thread;
use super::time;
use crate::events::Event;
use crate::wire::notes::{
    FileId, NoteId, NoteRights, NoteStatus, NoteSummary, Upload, UploadProgress, UploadRefusal,
    Version, VersionId, VersionOrigin, Versions,
};
use crate::wire::{self, Bytes, Place};

/// The event of a change; what waits goes to the outbox, and a sign-out to the account.
pub(super) fn event(change: Change) -> Option<Event> {
    Some(match change {
        Change::Listed {
            reset,
            notes,
            removed,
            complete,
        } => Event::NotesChanged {
            reset,
            notes: notes.into_iter().map(summary).collect(),
            removed: removed.iter().map(id).collect(),
            complete,
        },
        Change::Opened { note, here } => Event::NoteOpened {
            note: id(&note),
            here,
        },
        Change::Updated { note, update } => Event::NoteUpdated {
            note: id(&note),
            update: Bytes(update),
        },
        Change::Presence { note, awareness } => Event::PresenceChanged {
            note: id(&note),
            awareness: Bytes(awareness),
        },
        Change::Quarantined { note } => Event::NoteQuarantined { note: id(&note) },
        Change::Refused { note } => Event::NoteRefused { note: id(&note) },
        Change::Threads { note, threads } => Event::ThreadsChanged {
            note: id(&note),
            threads: threads.threads.into_iter().map(thread).collect(),
            allowed: threads.allowed,
            complete: threads.complete,
            waiting: threads.waiting.try_into().unwrap_or(u32::MAX),
        },
        Change::Waiting(_) | Change::SignedOut => return None,
    })
}

/// A note with writes that wait.
pub(super) fn waiting(waiting: Waiting) -> wire::Waiting {
    wire::Waiting {
        place: Place::Note {
            id: id(&waiting.note),
        },
        title: waiting.title,
        count: waiting.count,
        since: time(waiting.since),
        why: why(waiting.why),
    }
}

/// A note's name on the wire.
pub(crate) fn id(id: &notes::NoteId) -> NoteId {
    NoteId(id.as_str().to_owned())
}

/// The versions of a note.
pub(crate) fn versions(versions: notes::Versions) -> Versions {
    let version = |version: notes::Version| Version {
        origin: match version.id {
            notes::VersionId::Here(_) => VersionOrigin::Here,
            notes::VersionId::Server(_) => VersionOrigin::Server,
        },
        id: VersionId(version.id.name()),
        at: time(version.at),
    };
    Versions {
        versions: versions.versions.into_iter().map(version).collect(),
        complete: versions.complete,
    }
}

fn summary(summary: Summary) -> NoteSummary {
    NoteSummary {
        id: id(&summary.id),
        title: summary.title,
        parent: summary.parent.as_ref().map(id),
        place: summary.place,
        deleted: summary.deleted.map(time),
        favourite: summary.favourite,
        pinned: summary.pinned,
        template: summary.template,
        opened: summary.opened.map(time),
        own: summary.own,
        editable: summary.editable,
        rights: NoteRights {
            nest: summary.rights.nest,
            move_: summary.rights.move_,
            delete: summary.rights.delete,
        },
        updated: time(summary.updated),
        offline: summary.here,
        status: match summary.status {
            Status::Synced => NoteStatus::Synced,
            Status::Waiting(reason) => NoteStatus::Waiting { why: why(reason) },
            Status::Failed(reason) => NoteStatus::Failed { why: why(reason) },
        },
        uploads: summary.uploads.into_iter().map(upload).collect(),
    }
}

fn upload(upload: Attachment) -> Upload {
    let progress = match upload.progress {
        Progress::Waiting => UploadProgress::Waiting,
        Progress::Sending(percent) => UploadProgress::Sending { percent },
        Progress::Checking => UploadProgress::Checking,
        Progress::Refused(Refused::TooLarge) => UploadProgress::Refused {
            why: UploadRefusal::TooLarge,
        },
        Progress::Refused(Refused::Unsafe) => UploadProgress::Refused {
            why: UploadRefusal::Unsafe,
        },
        Progress::Refused(Refused::Rejected) => UploadProgress::Refused {
            why: UploadRefusal::Rejected,
        },
    };
    Upload {
        file: FileId(upload.file.as_str().to_owned()),
        name: upload.name,
        size: upload.size,
        progress,
    }
}

fn why(why: Why) -> wire::Why {
    match why {
        Why::Sending => wire::Why::Sending,
        Why::Offline => wire::Why::Offline,
        Why::SignedOut => wire::Why::SignedOut,
        Why::Throttled { until } => wire::Why::Throttled { until: time(until) },
        Why::LockedByOther => wire::Why::LockedByOther,
        Why::Forbidden => wire::Why::Forbidden,
        Why::Gone => wire::Why::Gone,
        Why::TooLarge => wire::Why::TooLarge,
        Why::FileRefused => wire::Why::FileRefused,
        Why::CommentRefused => wire::Why::CommentRefused,
        Why::ServerTrouble => wire::Why::ServerTrouble,
    }
}
