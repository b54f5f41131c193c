//! Notes as the window lists, opens and edits them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::settings::Language;
use super::{Bytes, Millis, Why, id};

id!(
    /// A note: UUID version 4, lower case.
    NoteId
);

id!(
    /// A file of a note: the last part of its address.
    FileId
);

/// A note in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NoteSummary {
    /// Which.
    pub id: NoteId,
    /// None: "Untitled" in the agent's language.
    pub title: Option<String>,
    /// The note it stands under, if that one is known here.
    pub parent: Option<NoteId>,
    /// Orders the notes under the same note, bytewise.
    pub place: String,
    /// When it was put into the trash, if it lies there; it can be taken out again.
    pub deleted: Option<Millis>,
    /// Marked with a star.
    pub favourite: bool,
    /// What it shows stays on this computer.
    pub pinned: bool,
    /// New notes may begin with it.
    pub template: bool,
    /// When it was last opened on this computer.
    pub opened: Option<Millis>,
    /// Written by this agent, not shared by another.
    pub own: bool,
    /// Whether this agent may edit it.
    pub editable: bool,
    /// What else this agent may do with it.
    pub rights: NoteRights,
    /// Last change that anyone made.
    pub updated: Millis,
    /// Whether its text is on this machine.
    pub offline: bool,
    /// Saved, waiting, synced or failed.
    pub status: NoteStatus,
    /// Its files that the server does not have.
    pub uploads: Vec<Upload>,
}

/// What the agent may do with a note, besides reading and writing it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NoteRights {
    /// Make notes under it.
    pub nest: bool,
    /// Give it another place.
    #[serde(rename = "move")]
    pub move_: bool,
    /// Put it into the trash.
    pub delete: bool,
}

/// A file that the server does not have. It is sealed on this machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Upload {
    /// The last part of its address in the note's text.
    pub file: FileId,
    /// What the agent calls it.
    pub name: String,
    /// Bytes.
    #[ts(type = "number")]
    pub size: u64,
    /// How far it has come.
    pub progress: UploadProgress,
}

/// How far a file has come on its way to the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum UploadProgress {
    /// It waits.
    Waiting,
    /// It is being sent.
    Sending {
        /// So much of a hundred.
        percent: u8,
    },
    /// The server has it and looks whether it is clean.
    Checking,
    /// The server does not take it. It stays here.
    Refused {
        /// Why.
        why: UploadRefusal,
    },
}

/// Why a server does not take a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum UploadRefusal {
    /// It is larger than the server takes.
    TooLarge,
    /// The server has found something harmful in it.
    Unsafe,
    /// For a reason of the server's own.
    Rejected,
}

id!(
    /// A version of a note's text: one of the server's, or one that was kept here.
    VersionId
);

/// Who has kept a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum VersionOrigin {
    /// This machine.
    Here,
    /// The server.
    Server,
}

/// A version of a note's text. Its state is at `{scheme}/notes/{note}/versions/{version}/state`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Version {
    /// Which.
    pub id: VersionId,
    /// When it was kept.
    pub at: Millis,
    /// Who has kept it.
    pub origin: VersionOrigin,
}

/// The versions of a note's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Versions {
    /// Newest first.
    pub versions: Vec<Version>,
    /// Whether the server's own are among them: it has to be reached, and to have given the agent a role.
    pub complete: bool,
}

/// Command: a file that the server does not have.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FileRef {
    /// Which note.
    pub note: NoteId,
    /// Which file.
    pub file: FileId,
}

/// Command: puts a file that a note shows where the agent's downloads are.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FileSave {
    /// The note in the file's address.
    pub note: NoteId,
    /// Which file.
    pub file: FileId,
    /// What it is to be called.
    pub name: String,
}

/// Where the last write to a note has got to. Saved on disk is a precondition of all of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum NoteStatus {
    /// The server was read back and has all of it.
    Synced,
    /// On disk, not yet at the server.
    Waiting {
        /// What it waits for.
        why: Why,
    },
    /// Will not be sent unless the agent acts.
    Failed {
        /// What stands in the way.
        why: Why,
    },
}

/// Command: makes a note, also offline.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NewNote {
    /// Its title, if it has one yet.
    pub title: Option<String>,
    /// The note it stands under.
    pub parent: Option<NoteId>,
}

/// Command: one change of the window's replica. The reply comes when it is on disk.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NotePush {
    /// Which note.
    pub note: NoteId,
    /// A Yjs update, version 1.
    pub update: Bytes,
}

/// Command: where this agent's cursor is.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NotePresence {
    /// Which note.
    pub note: NoteId,
    /// A y-protocols awareness update.
    pub awareness: Bytes,
}

/// Command: names a note.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NoteTitle {
    /// Which note.
    pub note: NoteId,
    /// At most 255 characters.
    pub title: String,
}

/// Command: marks a note as a favourite of this agent, or takes the mark away.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NoteFavour {
    /// Which note.
    pub note: NoteId,
    /// Whether it is one from here on.
    pub favourite: bool,
}

/// Command: writes a note as a file of another program. The reply is where it is.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NoteExport {
    /// Which note.
    pub note: NoteId,
    /// As what.
    pub format: FileFormat,
    /// What the file is called, without its ending.
    pub name: String,
    /// The language that the file says it is written in.
    pub language: Language,
}

/// A kind of file that a note can be written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "they are what they are called")]
pub enum FileFormat {
    Pdf,
    Docx,
    Odt,
    Html,
    Markdown,
}

/// Command: packs a note with all that is under it, or all notes, as one ZIP where the agent's downloads are.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NotesPack {
    /// Which note; all without one.
    pub note: Option<NoteId>,
    /// What the file is called, without its ending.
    pub name: String,
}

/// What was packed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NotesPacked {
    /// Where the file is.
    pub path: String,
    /// So many notes are in it.
    pub notes: usize,
    /// Of them, those whose text is not on this computer: only their names are in it.
    pub without_text: usize,
    /// So many files that they show are not in it: they are not here and could not be fetched.
    pub missing_files: usize,
}

/// Command: keeps what a note shows on this computer, or as long as there is room for it.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NotePin {
    /// Which note.
    pub note: NoteId,
    /// Whether it stays from here on.
    pub pinned: bool,
}

/// Command: says that new notes may begin with this one, or not any more.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NoteOffer {
    /// Which note.
    pub note: NoteId,
    /// Whether they may from here on.
    pub template: bool,
}

id!(
    /// Something that new notes may begin with.
    TemplateId
);

/// Something that new notes may begin with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Template {
    /// Which.
    pub id: TemplateId,
    /// What it is called; none: "Untitled" in the agent's language.
    pub title: Option<String>,
    /// Whose it is.
    pub origin: TemplateOrigin,
}

/// Whose template it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum TemplateOrigin {
    /// The agency's: a file, or a note under the one that IT has named.
    Agency,
    /// A note that the agent has offered.
    Own,
    /// The program's.
    Example,
}

/// Command: makes a note that begins with a template, also offline.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NewFromTemplate {
    /// With which.
    pub template: TemplateId,
    /// The language of an example.
    pub language: Language,
    /// Its title; without one that of the template, filled in.
    pub title: Option<String>,
    /// The note it stands under.
    pub parent: Option<NoteId>,
    /// What is written into blanks such as `{{date}}`.
    pub values: Vec<TemplateValue>,
}

/// What is written into blanks of one name.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TemplateValue {
    /// The name, in lower case.
    pub name: String,
    /// What is written there.
    pub text: String,
}

/// Command: moves a note, with those under it.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NoteMove {
    /// Which note.
    pub note: NoteId,
    /// The note it stands under from here on; at the top without one.
    pub parent: Option<NoteId>,
    /// The note that it follows there; the first one without.
    pub after: Option<NoteId>,
}

/// Command: makes a note with the same text.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NoteCopy {
    /// Which note.
    pub note: NoteId,
    /// What the copy is called.
    pub title: String,
}
