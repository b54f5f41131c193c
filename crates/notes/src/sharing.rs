//! Who else may open a note: its link, those who have access, those who are invited and those who ask.
//!
//! It promises to offer what the server will allow, as the server's own answers say. It deliberately keeps nothing and
//! queues nothing: a right that is given hours later than it was meant, or was taken back meanwhile, would do harm.

use url::Url;

use crate::docs::{self, Note, Trouble};
use crate::error::Error;
use crate::id::NoteId;
use crate::notes::Notes;

/// What somebody may do, from least to most; inherited by the notes below.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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

/// Whom a note's link opens it for, from least to most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// Only those who have access.
    Restricted,
    /// Everybody who is signed in.
    Authenticated,
    /// Everybody.
    Public,
}

/// What a link does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// Whom it opens the note for.
    pub reach: Reach,
    /// What they may do; none where it opens nothing.
    pub role: Option<Role>,
}

/// What a link may be made to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkChoice {
    /// Whom it opens the note for.
    pub reach: Reach,
    /// What they may be allowed to do; empty where it opens nothing.
    pub roles: Vec<Role>,
}

/// Somebody with an account at the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colleague {
    /// What the server calls them; nothing where we may not know.
    pub id: Option<String>,
    /// What people call them: text from a server.
    pub name: String,
    /// Their address, where we may know it.
    pub email: Option<String>,
}

/// Somebody who has access.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The access.
    pub access: String,
    /// Who; a team has only a name.
    pub who: Colleague,
    /// What they may do; none: something that this program does not know.
    pub role: Option<Role>,
    /// Whether it is this agent.
    pub is_me: bool,
    /// Whether it comes from a note above this one, and is changed there.
    pub inherited: bool,
    /// The roles that they may be given instead.
    pub roles: Vec<Role>,
    /// Whether the access may be taken away.
    pub removable: bool,
}

/// Somebody without an account who was written to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// The invitation.
    pub id: String,
    /// Where it was sent.
    pub email: String,
    /// What they will be allowed to do.
    pub role: Option<Role>,
    /// Whether it is too late to accept it.
    pub expired: bool,
}

/// Somebody who asks to be let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessRequest {
    /// The request.
    pub id: String,
    /// Who.
    pub who: Colleague,
    /// What they would like to do.
    pub role: Option<Role>,
}

/// How a note is shared, and what this agent may change of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sharing {
    /// Where the note is in a browser.
    pub address: Url,
    /// What its own link does.
    pub link: Link,
    /// What the link of a note above makes of it, where that is more.
    pub from_above: Option<Link>,
    /// What the link may be made to do; empty when this agent may not change it.
    pub choices: Vec<LinkChoice>,
    /// Everybody with access, as far as this agent may see them: below an administrator not even themselves.
    pub members: Vec<Member>,
    /// Everybody who was invited.
    pub invitations: Vec<Invitation>,
    /// Everybody who asks.
    pub requests: Vec<AccessRequest>,
    /// The roles that this agent may give; empty when it may give none.
    pub grants: Vec<Role>,
    /// Whether this agent may leave the note.
    pub may_leave: bool,
    /// Whether this agent may ask to be let in, having come by the link alone.
    pub may_ask: bool,
}

impl Notes {
    /// How a note is shared.
    ///
    /// # Errors
    /// [`Error::Missing`], [`Error::Forbidden`], or what keeps the server from being asked.
    pub async fn sharing(&self, note: &NoteId) -> Result<Sharing, Error> {
        let doing = failing("reading how it is shared", note);
        let docs = self.docs();
        let me = docs.me().await.map_err(&doing)?.id;
        let row = docs.note(note).await.map_err(&doing)?;
        let accesses = docs.accesses(note).await.map_err(&doing)?;
        let manages = row.may("accesses_manage");
        let (mut invitations, mut requests) = (Vec::new(), Vec::new());
        if manages {
            // Both are refused to some who manage, such as owners of a note above.
            invitations = allowed(docs.invitations(note).await).map_err(&doing)?;
            requests = allowed(docs.requests(note).await).map_err(&doing)?;
        }
        let members: Vec<_> = accesses
            .into_iter()
            .map(|access| member(access, note, &me))
            .collect();
        let by_link_alone = row.user_role.is_none();
        let is_root = row.parent_path().is_none();
        Ok(Sharing {
            address: docs.address(note),
            link: row.link(),
            from_above: row.link_above(),
            choices: choices(&row),
            grants: grants(&row),
            may_leave: row.may("leave"),
            may_ask: is_root && by_link_alone,
            members,
            invitations: invitations.into_iter().map(Invitation::from).collect(),
            requests: requests.into_iter().map(AccessRequest::from).collect(),
        })
    }

    /// Makes a note's link do something else.
    ///
    /// # Errors
    /// As [`sharing`](Self::sharing), and [`Error::Refused`] when it may not do that.
    pub async fn set_link(&self, note: &NoteId, link: Link) -> Result<(), Error> {
        let done = self.docs().set_link(note, link.reach, link.role).await;
        done.map_err(failing("changing the link", note))
    }

    /// Lets somebody with an account in.
    ///
    /// # Errors
    /// As [`set_link`](Self::set_link).
    pub async fn give_access(&self, note: &NoteId, person: &str, role: Role) -> Result<(), Error> {
        let done = self.docs().give(note, person, role).await;
        done.map_err(failing("giving access", note))
    }

    /// Changes what a member may do.
    ///
    /// # Errors
    /// As [`set_link`](Self::set_link).
    pub async fn change_access(
        &self,
        note: &NoteId,
        access: &str,
        role: Role,
    ) -> Result<(), Error> {
        let done = self.docs().set_role(note, access, role).await;
        done.map_err(failing("changing an access", note))
    }

    /// Takes a member's access away.
    ///
    /// # Errors
    /// As [`set_link`](Self::set_link).
    pub async fn remove_access(&self, note: &NoteId, access: &str) -> Result<(), Error> {
        let done = self.docs().take_away(note, access).await;
        done.map_err(failing("taking an access away", note))
    }

    /// Writes to somebody without an account; they have access when they first sign in.
    ///
    /// # Errors
    /// As [`set_link`](Self::set_link).
    pub async fn invite(&self, note: &NoteId, email: &str, role: Role) -> Result<(), Error> {
        let done = self.docs().invite(note, email, role).await;
        done.map_err(failing("inviting", note))
    }

    /// Takes an invitation back.
    ///
    /// # Errors
    /// As [`set_link`](Self::set_link).
    pub async fn withdraw(&self, note: &NoteId, invitation: &str) -> Result<(), Error> {
        let done = self.docs().withdraw(note, invitation).await;
        done.map_err(failing("taking an invitation back", note))
    }

    /// Asks those who may to be let in.
    ///
    /// # Errors
    /// As [`set_link`](Self::set_link).
    pub async fn ask_for_access(&self, note: &NoteId, role: Role) -> Result<(), Error> {
        let done = self.docs().ask_for_access(note, role).await;
        done.map_err(failing("asking for access", note))
    }

    /// Lets somebody in who asked.
    ///
    /// # Errors
    /// As [`set_link`](Self::set_link).
    pub async fn accept(&self, note: &NoteId, request: &str, role: Role) -> Result<(), Error> {
        let done = self.docs().accept(note, request, role).await;
        done.map_err(failing("accepting a request", note))
    }

    /// Does not let somebody in who asked.
    ///
    /// # Errors
    /// As [`set_link`](Self::set_link).
    pub async fn decline(&self, note: &NoteId, request: &str) -> Result<(), Error> {
        let done = self.docs().decline(note, request).await;
        done.map_err(failing("declining a request", note))
    }

    /// Gives up this agent's own access. The note leaves the list, unless something of it was not sent.
    ///
    /// # Errors
    /// As [`set_link`](Self::set_link), and [`Error::Store`].
    pub async fn leave(&self, note: &NoteId) -> Result<(), Error> {
        let done = self.docs().leave(note).await;
        done.map_err(failing("leaving", note))?;
        self.lost(note).await
    }

    /// People whom this text may mean, without those who have access already.
    ///
    /// # Errors
    /// As [`sharing`](Self::sharing).
    pub async fn find_colleagues(
        &self,
        note: &NoteId,
        text: &str,
    ) -> Result<Vec<Colleague>, Error> {
        let doing = failing("looking for people", note);
        let config = self.docs().config().await.map_err(&doing)?;
        if text.trim().chars().count() < config.shortest_search() {
            return Ok(Vec::new());
        }
        let found = self.docs().people(text.trim(), note).await;
        let found = found.map_err(&doing)?;
        Ok(found.into_iter().map(Colleague::from).collect())
    }
}

impl Role {
    const ALL: [Self; 5] = [
        Self::Reader,
        Self::Commenter,
        Self::Editor,
        Self::Administrator,
        Self::Owner,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Commenter => "commenter",
            Self::Editor => "editor",
            Self::Administrator => "administrator",
            Self::Owner => "owner",
        }
    }

    pub(crate) fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }
}

impl Reach {
    const ALL: [Self; 3] = [Self::Restricted, Self::Authenticated, Self::Public];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Restricted => "restricted",
            Self::Authenticated => "authenticated",
            Self::Public => "public",
        }
    }

    pub(crate) fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reach| reach.name() == name)
    }
}

impl From<docs::Person> for Colleague {
    fn from(person: docs::Person) -> Self {
        let given = |name: Option<String>| name.filter(|name| !name.trim().is_empty());
        let email = given(person.email);
        let name = given(person.full_name).or(given(person.short_name));
        Self {
            id: person.id,
            name: name.or_else(|| email.clone()).unwrap_or_default(),
            email,
        }
    }
}

impl From<docs::Invitation> for Invitation {
    fn from(invitation: docs::Invitation) -> Self {
        Self {
            id: invitation.id,
            email: invitation.email,
            role: invitation.role,
            expired: invitation.is_expired,
        }
    }
}

impl From<docs::Request> for AccessRequest {
    fn from(request: docs::Request) -> Self {
        Self {
            id: request.id,
            who: request.user.unwrap_or_default().into(),
            role: request.role,
        }
    }
}

fn member(access: docs::Access, note: &NoteId, me: &str) -> Member {
    let may = |ability: &str| access.abilities.get(ability) == Some(&true.into());
    let roles = access.abilities.get("set_role_to");
    let roles = roles.and_then(|roles| roles.as_array()).into_iter();
    let roles = roles.flatten().filter_map(|role| Role::of(role.as_str()?));
    let holder = access.document.and_then(|holder| NoteId::parse(&holder.id));
    let team = access.team.filter(|team| !team.is_empty());
    let mut who = Colleague::from(access.user.unwrap_or_default());
    if let Some(team) = team {
        who.name = team;
    }
    Member {
        is_me: who.id.as_deref() == Some(me),
        who,
        role: access.role,
        inherited: holder.is_some_and(|holder| holder != *note),
        roles: roles.collect(),
        removable: may("destroy"),
        access: access.id,
    }
}

/// What the link may be made to do, as the note's abilities say.
fn choices(row: &Note) -> Vec<LinkChoice> {
    if !row.may("link_configuration") {
        return Vec::new();
    }
    let options = row.abilities.get("link_select_options");
    let options = options.and_then(|options| options.as_object());
    let choice = |(reach, roles): (&String, &serde_json::Value)| {
        let roles = roles.as_array().into_iter().flatten();
        Some(LinkChoice {
            reach: Reach::of(reach)?,
            roles: roles.filter_map(|role| Role::of(role.as_str()?)).collect(),
        })
    };
    let mut choices: Vec<_> = options.into_iter().flatten().filter_map(choice).collect();
    choices.sort_by_key(|choice| choice.reach);
    choices
}

fn grants(row: &Note) -> Vec<Role> {
    let manages = row.may("accesses_manage");
    let owns = row.user_role.as_deref() == Some(Role::Owner.name());
    let may = |role: &Role| manages && (*role != Role::Owner || owns);
    Role::ALL.into_iter().filter(may).collect()
}

/// What is not ours to see is nothing.
fn allowed<T>(answer: Result<Vec<T>, Trouble>) -> Result<Vec<T>, Trouble> {
    match answer {
        Err(Trouble::Forbidden | Trouble::Gone | Trouble::WrongRoute) => Ok(Vec::new()),
        answer => answer,
    }
}

/// What a server's refusal means to somebody who waits for it.
pub(crate) fn failing(doing: &'static str, note: &NoteId) -> impl Fn(Trouble) -> Error {
    let note = note.clone();
    move |trouble| match trouble {
        Trouble::Offline | Trouble::Away => Error::Offline { doing },
        Trouble::SignedOut => Error::SignedOut { doing },
        Trouble::Forbidden => Error::Forbidden {
            doing,
            note: note.clone(),
        },
        Trouble::Gone => Error::Missing { note: note.clone() },
        Trouble::Invalid { .. } | Trouble::TooLarge => Error::Refused { doing },
        Trouble::WrongRoute | Trouble::Server | Trouble::Disk | Trouble::Throttled { .. } => {
            Error::Server { doing }
        }
    }
}
