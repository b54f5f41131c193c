//! How a note is shared, as the window shows and changes it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::id;
use super::notes::NoteId;

id!(
    /// An access to a note.
    AccessId
);
id!(
    /// An invitation to a note.
    InvitationId
);
id!(
    /// A request to be let into a note.
    RequestId
);
id!(
    /// Somebody with an account at the server of the notes.
    ColleagueId
);

/// What somebody may do, from least to most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Role {
    /// Reads.
    Reader,
    /// Reads and comments.
    Commenter,
    /// Writes.
    Editor,
    /// Writes, shares and moves.
    Administrator,
    /// Everything.
    Owner,
}

/// Whom a link opens a note for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Reach {
    /// Only those who have access.
    Restricted,
    /// Everybody who is signed in.
    Authenticated,
    /// Everybody.
    Public,
}

/// What a link does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Link {
    /// Whom it opens the note for.
    pub reach: Reach,
    /// What they may do; none where it opens nothing.
    pub role: Option<Role>,
}

/// What a link may be made to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LinkChoice {
    /// Whom it opens the note for.
    pub reach: Reach,
    /// What they may be allowed to do.
    pub roles: Vec<Role>,
}

/// Somebody with an account. Name and address are text from a server: hostile, never markup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Colleague {
    /// Who; none where the agent may not know.
    pub id: Option<ColleagueId>,
    /// What people call them.
    pub name: String,
    /// Their address, where the agent may know it.
    pub email: Option<String>,
}

/// Somebody who has access.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Member {
    /// The access.
    pub access: AccessId,
    /// Who.
    pub who: Colleague,
    /// What they may do; none: something that this program does not know.
    pub role: Option<Role>,
    /// Whether it is the agent.
    pub is_me: bool,
    /// Whether it comes from a note above and is changed there.
    pub inherited: bool,
    /// The roles that they may be given instead.
    pub roles: Vec<Role>,
    /// Whether the access may be taken away.
    pub removable: bool,
}

/// Somebody without an account who was written to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Invitation {
    /// The invitation.
    pub id: InvitationId,
    /// Where it was sent.
    pub email: String,
    /// What they will be allowed to do.
    pub role: Option<Role>,
    /// Whether it is too late to accept it.
    pub expired: bool,
}

/// Somebody who asks to be let in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AccessRequest {
    /// The request.
    pub id: RequestId,
    /// Who.
    pub who: Colleague,
    /// What they would like to do.
    pub role: Option<Role>,
}

/// How a note is shared, and what the agent may change of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Sharing {
    /// Where the note is in a browser.
    pub address: String,
    /// What its own link does.
    pub link: Link,
    /// What the link of a note above makes of it, where it does anything.
    pub from_above: Option<Link>,
    /// What the link may be made to do; empty when the agent may not change it.
    pub choices: Vec<LinkChoice>,
    /// Everybody with access, as far as the agent may see them.
    pub members: Vec<Member>,
    /// Everybody who was invited.
    pub invitations: Vec<Invitation>,
    /// Everybody who asks.
    pub requests: Vec<AccessRequest>,
    /// The roles that the agent may give; empty when it may give none.
    pub grants: Vec<Role>,
    /// Whether the agent may leave the note.
    pub may_leave: bool,
    /// Whether the agent may ask to be let in, having come by the link alone.
    pub may_ask: bool,
}

/// Command: makes a note's link do something else.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NewLink {
    /// Which note.
    pub note: NoteId,
    /// What it does from here on.
    pub link: Link,
}

/// Command: lets somebody with an account in.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NewAccess {
    /// Which note.
    pub note: NoteId,
    /// Whom.
    pub colleague: ColleagueId,
    /// What they may do.
    pub role: Role,
}

/// Command: changes what a member may do; without a role they may do nothing any more.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AccessChange {
    /// Which note.
    pub note: NoteId,
    /// Which access.
    pub access: AccessId,
    /// What they may do from here on.
    pub role: Option<Role>,
}

/// Command: writes to somebody without an account.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NewInvitation {
    /// Which note.
    pub note: NoteId,
    /// Their address.
    pub email: String,
    /// What they will be allowed to do.
    pub role: Role,
}

/// Command: takes an invitation back.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct InvitationRef {
    /// Which note.
    pub note: NoteId,
    /// Which invitation.
    pub invitation: InvitationId,
}

/// Command: asks to be let in.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NewRequest {
    /// Which note.
    pub note: NoteId,
    /// What the agent would like to do.
    pub role: Role,
}

/// Command: lets somebody in who asked, or without a role does not.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RequestAnswer {
    /// Which note.
    pub note: NoteId,
    /// Which request.
    pub request: RequestId,
    /// What they may do.
    pub role: Option<Role>,
}

/// Command: who is meant by this text.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ColleagueQuery {
    /// Which note; those who have access to it are left out.
    pub note: NoteId,
    /// A part of a name, or an address.
    pub text: String,
}
