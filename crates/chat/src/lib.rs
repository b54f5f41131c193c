//! The messenger: rooms, timelines, sending and encryption on the Matrix SDK.
//!
//! It promises that everything opens without a network, that what was handed to `send` survives a restart and
//! leaves once, in order, and that a server that is down is never taken for a sign-out. It is the only crate that
//! knows the SDK: none of the SDK's types leave it. It deliberately keeps no token (the caller's [`Keep`] does),
//! chooses no words for the window, and does not carry files or pictures yet.

mod change;
mod chat;
mod client;
mod encryption;
mod error;
mod id;
mod kept;
mod list;
mod live;
mod people;
mod recovery;
mod rooms;
mod send;
mod session;
mod sign_in;
mod sync;
mod text;
mod timeline;
mod verification;

pub use change::{Change, Connection, History};
pub use chat::{Chat, Opening};
pub use encryption::EncryptionState;
pub use error::{Cause, Error};
pub use id::{RoomId, RowId, UserId, VerificationId};
pub use kept::{Keep, SaveSession};
pub use list::{Diff, ListChange};
pub use people::Person;
pub use rooms::create::NewRoom;
pub use rooms::summary::{Preview, PreviewText, RoomKind, RoomSummary};
pub use sign_in::WayIn;
pub use timeline::row::{
    AttachmentKind, Body, Delivery, Event, Membership, Message, Quote, Row, RowKind, Undecryptable,
};
pub use verification::{CancelReason, Emoji, Stage, Verification};
