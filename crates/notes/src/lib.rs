//! The notes: a pure document, the library on disk, the outbox, and sync with Docs.
//!
//! It promises that a write is on disk before it is acknowledged and reaches the server in the end, that everything
//! opens and can be written without a network, and that what a server sends is merged, never put in the place of
//! what is here. It is the only crate that knows Yjs: updates leave it as bytes. It deliberately draws nothing,
//! chooses no words and never takes an empty answer for a deletion.

mod attachments;
mod backup;
mod catalogue;
mod change;
mod comments;
mod docs;
mod document;
mod error;
mod exchange;
mod history;
mod id;
mod lib0;
mod library;
mod links;
mod live;
mod notes;
mod outbox;
mod pace;
mod presence;
mod record;
mod sharing;
mod sync;
mod templates;

pub use attachments::{Attachment, FileName, Kind, Progress, Refused};
pub use backup::Packed;
pub use change::{Change, Rights, Status, Summary, Waiting, Why};
pub use comments::{Anchor, Comment, CommentAt, Line, Reaction, Sending, Span, Thread, Threads};
pub use error::{Cause, Error};
pub use exchange::Format;
pub use formats::plain_name;
pub use history::{Version, VersionId, Versions};
pub use id::NoteId;
pub use notes::{Notes, Opening};
pub use pace::Pace;
pub use sharing::{
    AccessRequest, Colleague, Invitation, Link, LinkChoice, Member, Reach, Role, Sharing,
};
pub use templates::Template;
