//! The routes of sharing: accesses, the link, invitations, requests, people. Each asks or does one thing; the rights to
//! do it are told by the answers themselves.

use net::reqwest::Method;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value, json};

use super::{Docs, Trouble, segment};
use crate::id::NoteId;
use crate::sharing::{Reach, Role};

/// Somebody as Docs names them; to whom we may not see all, only by names.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Person {
    pub(crate) id: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) full_name: Option<String>,
    pub(crate) short_name: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Access {
    pub(crate) id: String,
    #[serde(default)]
    pub(crate) document: Option<Holder>,
    #[serde(default)]
    pub(crate) user: Option<Person>,
    #[serde(default)]
    pub(crate) team: Option<String>,
    #[serde(default, deserialize_with = "role")]
    pub(crate) role: Option<Role>,
    #[serde(default)]
    pub(crate) abilities: Map<String, Value>,
}

/// The note that holds an access: the one that was asked for, or one above it.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Holder {
    pub(crate) id: String,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Invitation {
    pub(crate) id: String,
    #[serde(default)]
    pub(crate) email: String,
    #[serde(default, deserialize_with = "role")]
    pub(crate) role: Option<Role>,
    #[serde(default)]
    pub(crate) is_expired: bool,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Request {
    pub(crate) id: String,
    #[serde(default)]
    pub(crate) user: Option<Person>,
    #[serde(default, deserialize_with = "role")]
    pub(crate) role: Option<Role>,
}

#[derive(Deserialize)]
struct Listed<T> {
    results: Vec<T>,
}

impl Docs {
    /// Everybody with an access, to this note or one above it.
    pub(crate) async fn accesses(&self, note: &NoteId) -> Result<Vec<Access>, Trouble> {
        self.get(&format!("documents/{note}/accesses/")).await
    }

    pub(crate) async fn give(
        &self,
        note: &NoteId,
        person: &str,
        role: Role,
    ) -> Result<(), Trouble> {
        let body = json!({"user_id": person, "role": role.name()});
        self.act(Method::POST, &format!("documents/{note}/accesses/"), &body)
            .await
    }

    pub(crate) async fn set_role(
        &self,
        note: &NoteId,
        access: &str,
        role: Role,
    ) -> Result<(), Trouble> {
        let path = format!("documents/{note}/accesses/{}/", segment(access)?);
        self.act(Method::PATCH, &path, &json!({"role": role.name()}))
            .await
    }

    pub(crate) async fn take_away(&self, note: &NoteId, access: &str) -> Result<(), Trouble> {
        let path = format!("documents/{note}/accesses/{}/", segment(access)?);
        self.remove(&path).await
    }

    pub(crate) async fn set_link(
        &self,
        note: &NoteId,
        reach: Reach,
        role: Option<Role>,
    ) -> Result<(), Trouble> {
        let mut body = json!({"link_reach": reach.name()});
        if let Some(role) = role.filter(|_| reach != Reach::Restricted) {
            body["link_role"] = role.name().into();
        }
        let path = format!("documents/{note}/link-configuration/");
        self.act(Method::PUT, &path, &body).await
    }

    pub(crate) async fn invitations(&self, note: &NoteId) -> Result<Vec<Invitation>, Trouble> {
        let path = format!("documents/{note}/invitations/?page_size=200");
        Ok(self.get::<Listed<_>>(&path).await?.results)
    }

    pub(crate) async fn invite(
        &self,
        note: &NoteId,
        email: &str,
        role: Role,
    ) -> Result<(), Trouble> {
        let body = json!({"email": email, "role": role.name()});
        let path = format!("documents/{note}/invitations/");
        self.act(Method::POST, &path, &body).await
    }

    pub(crate) async fn withdraw(&self, note: &NoteId, invitation: &str) -> Result<(), Trouble> {
        let path = format!("documents/{note}/invitations/{}/", segment(invitation)?);
        self.remove(&path).await
    }

    pub(crate) async fn requests(&self, note: &NoteId) -> Result<Vec<Request>, Trouble> {
        let path = format!("documents/{note}/ask-for-access/?page_size=200");
        Ok(self.get::<Listed<_>>(&path).await?.results)
    }

    pub(crate) async fn ask_for_access(&self, note: &NoteId, role: Role) -> Result<(), Trouble> {
        let path = format!("documents/{note}/ask-for-access/");
        self.act(Method::POST, &path, &json!({"role": role.name()}))
            .await
    }

    pub(crate) async fn accept(
        &self,
        note: &NoteId,
        request: &str,
        role: Role,
    ) -> Result<(), Trouble> {
        let path = format!(
            "documents/{note}/ask-for-access/{}/accept/",
            segment(request)?
        );
        self.act(Method::POST, &path, &json!({"role": role.name()}))
            .await
    }

    pub(crate) async fn decline(&self, note: &NoteId, request: &str) -> Result<(), Trouble> {
        let path = format!("documents/{note}/ask-for-access/{}/", segment(request)?);
        self.remove(&path).await
    }

    pub(crate) async fn leave(&self, note: &NoteId) -> Result<(), Trouble> {
        let path = format!("documents/{note}/leave/");
        self.act(Method::POST, &path, &json!({})).await
    }

    /// People whom this text may mean, without those who have access to the note already; at most five.
    pub(crate) async fn people(&self, text: &str, note: &NoteId) -> Result<Vec<Person>, Trouble> {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("q", text)
            .append_pair("document_id", note.as_str())
            .finish();
        self.get(&format!("users/?{query}")).await
    }
}

/// A role that we do not know is none.
fn role<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Role>, D::Error> {
    let name = Option::<String>::deserialize(from)?;
    Ok(name.and_then(|name| Role::of(&name)))
}
