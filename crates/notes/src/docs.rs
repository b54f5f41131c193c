//! The Docs API of generations A (up to 4.8) and B (from 5.0), as far as notes need it: who we are, lists, one note,
//! its text, its mutations. A text is never judged by words of the server, only by status and by keys.
//!
//! It promises that nothing is written before the generation is known, that a 401 is answered by one renewal, and
//! that all calls together stay below the server's limit. It deliberately keeps no note.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use net::reqwest::header::IF_NONE_MATCH;
use net::reqwest::{Method, StatusCode};
use net::{Network, Retry};
use serde::Deserialize;
use serde_json::{Value, json};
use session::{Session, Standing};
use tokio::sync::watch;
use tokio::time::Instant;
use url::Url;
use vault::Vault;

mod access;
mod answer;
mod budget;
mod media;
mod shape;
mod sharing;
mod threads;
mod trouble;
mod versions;

pub(crate) use budget::Budget;
#[cfg(test)]
pub(crate) use budget::Log;
pub(crate) use media::Sent;
pub(crate) use shape::{Config, Generation, Note, Page, read_time};
pub(crate) use sharing::{Access, Invitation, Person, Request};
pub(crate) use trouble::Trouble;

use answer::Answer;

use crate::id::NoteId;
use crate::sync::Side;

/// Nobody waits longer for one answer.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long the server's description of itself is believed.
const CONFIG_LIFE: Duration = Duration::from_secs(600);

/// Docs, as one agent sees it.
pub(crate) struct Docs {
    base: Url,
    network: Network,
    session: Session,
    vault: Vault,
    budget: Budget,
    generation: Mutex<Option<Generation>>,
    /// Where tokens are taken, the anonymous session that came with the first answer: the edit lock goes by it.
    lock_key: Mutex<Option<String>>,
    config: tokio::sync::Mutex<Option<(Instant, Config)>>,
}

/// A text as the server has it.
#[derive(Clone, Debug)]
pub(crate) struct Content {
    /// `None` when it was never saved.
    pub(crate) update: Option<Vec<u8>>,
    pub(crate) etag: Option<String>,
    /// What else came with it, on generation A.
    pub(crate) note: Option<Note>,
}

/// A call as it is sent; each attempt is built anew.
struct Call<'a> {
    method: Method,
    path: &'a str,
    body: Option<&'a Value>,
    etag: Option<&'a str>,
}

/// Who we are to Docs.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Me {
    pub(crate) id: String,
    #[serde(default)]
    pub(crate) full_name: Option<String>,
}

#[derive(Deserialize)]
struct CanEdit {
    can_edit: bool,
}

impl Docs {
    pub(crate) fn new(
        base: Url,
        network: Network,
        session: Session,
        vault: Vault,
        per_minute: usize,
    ) -> Self {
        let mut base = base;
        if !base.path().ends_with('/') {
            base.set_path(&format!("{}/", base.path()));
        }
        Self {
            base,
            network,
            session,
            budget: Budget::new(per_minute),
            generation: Mutex::default(),
            lock_key: Mutex::new(access::kept_lock_key(&vault)),
            vault,
            config: tokio::sync::Mutex::default(),
        }
    }

    pub(crate) fn budget(&self) -> &Budget {
        &self.budget
    }

    /// Who we are to Docs: the only trustworthy probe of a session.
    pub(crate) async fn me(&self) -> Result<Me, Trouble> {
        self.get("users/me/").await
    }

    /// Whether somebody is signed in, and every change of it.
    pub(crate) fn standing(&self) -> watch::Receiver<Standing> {
        self.session.standing()
    }

    pub(crate) fn base(&self) -> &Url {
        &self.base
    }

    /// Where a browser opens the note.
    pub(crate) fn address(&self, note: &NoteId) -> Url {
        let mut address = self.base.clone();
        address.set_path(&format!("{}docs/{note}/", self.base.path()));
        address
    }

    /// The note that a browser would open at this address.
    pub(crate) fn note_at(&self, address: &Url) -> Option<NoteId> {
        let path = address.path().strip_prefix(self.base.path())?;
        let note = path.strip_prefix("docs/")?;
        let ours = address.origin() == self.base.origin();
        NoteId::parse(note.trim_end_matches('/')).filter(|_| ours)
    }

    /// How the server describes itself; asked again now and then, because it may be replaced by a newer one.
    pub(crate) async fn config(&self) -> Result<Config, Trouble> {
        let mut known = self.config.lock().await;
        if let Some((at, config)) = &*known
            && at.elapsed() < CONFIG_LIFE
        {
            return Ok(config.clone());
        }
        let answer = self.call(Method::GET, "config/", None, None).await?;
        let config: Config = answer.read()?;
        *known = Some((Instant::now(), config.clone()));
        Ok(config)
    }

    /// One page of all notes that we may read. Without a valid session it is empty: see section 12 of the contract.
    pub(crate) async fn page(&self, ordering: &str, page: u32) -> Result<Page, Trouble> {
        let path = |list| format!("documents/{list}?ordering={ordering}&page_size=200&page={page}");
        match self.get(&path("all/")).await {
            // Some operators switch it off.
            Err(Trouble::WrongRoute | Trouble::Gone) if page == 1 => self.get(&path("")).await,
            answer => answer,
        }
        .inspect(|page: &Page| page.results.iter().for_each(|note| self.learn(note)))
    }

    pub(crate) async fn note(&self, id: &NoteId) -> Result<Note, Trouble> {
        let path = format!("documents/{id}/");
        let first = self.get::<Note>(&path).await;
        let note = match first {
            // Two first visits at the same time: one of them fails without reason.
            Err(Trouble::Invalid { .. } | Trouble::Server) => {
                tokio::time::sleep(Duration::from_secs(1)).await;
                self.get(&path).await
            }
            answer => answer,
        }?;
        self.learn(&note);
        Ok(note)
    }

    pub(crate) async fn create(
        &self,
        id: &NoteId,
        parent: Option<&NoteId>,
        title: Option<&str>,
    ) -> Result<Note, Trouble> {
        let path = match parent {
            Some(parent) => format!("documents/{parent}/children/"),
            None => "documents/".to_owned(),
        };
        let mut body = json!({"id": id.as_str()});
        if let Some(title) = title {
            body["title"] = title.into();
        }
        let answer = self.call(Method::POST, &path, Some(&body), None).await?;
        let note: Note = answer.read()?;
        self.learn(&note);
        Ok(note)
    }

    pub(crate) async fn rename(
        &self,
        id: &NoteId,
        title: &str,
        in_room: bool,
    ) -> Result<(), Trouble> {
        let body = written(json!({"title": title}), in_room);
        self.call(
            Method::PATCH,
            &format!("documents/{id}/"),
            Some(&body),
            None,
        )
        .await
        .map(drop)
    }

    pub(crate) async fn delete(&self, id: &NoteId) -> Result<(), Trouble> {
        self.call(Method::DELETE, &format!("documents/{id}/"), None, None)
            .await
            .map(drop)
    }

    pub(crate) async fn restore(&self, id: &NoteId) -> Result<(), Trouble> {
        self.call(
            Method::POST,
            &format!("documents/{id}/restore/"),
            Some(&json!({})),
            None,
        )
        .await
        .map(drop)
    }

    pub(crate) async fn favour(&self, id: &NoteId, favourite: bool) -> Result<(), Trouble> {
        let path = format!("documents/{id}/favorite/");
        let answer = if favourite {
            self.call(Method::POST, &path, Some(&json!({})), None).await
        } else {
            self.call(Method::DELETE, &path, None, None).await
        };
        answer.map(drop)
    }

    pub(crate) async fn move_beside(
        &self,
        id: &NoteId,
        target: &NoteId,
        side: Side,
    ) -> Result<(), Trouble> {
        let position = match side {
            Side::FirstChild => "first-child",
            Side::Right => "right",
        };
        let body = json!({"target_document_id": target.as_str(), "position": position});
        let path = format!("documents/{id}/move/");
        self.call(Method::POST, &path, Some(&body), None)
            .await
            .map(drop)
    }

    /// One page of what the agent has put into the trash, in the last thirty days as a rule.
    pub(crate) async fn trash(&self, page: u32) -> Result<Page, Trouble> {
        self.get(&format!("documents/trashbin/?page_size=200&page={page}"))
            .await
    }

    pub(crate) async fn can_edit(&self, id: &NoteId) -> Result<bool, Trouble> {
        let answer: CanEdit = self.get(&format!("documents/{id}/can-edit/")).await?;
        Ok(answer.can_edit)
    }

    /// The stored text; `None` when it is the one with this tag.
    pub(crate) async fn content(
        &self,
        id: &NoteId,
        etag: Option<&str>,
    ) -> Result<Option<Content>, Trouble> {
        let generation = match self.generation() {
            Some(generation) => generation,
            None => {
                self.note(id).await?;
                self.generation().ok_or(Trouble::Server)?
            }
        };
        match generation {
            Generation::A => self.content_in_note(id).await.map(Some),
            Generation::B => self.content_by_route(id, etag).await,
        }
    }

    async fn content_in_note(&self, id: &NoteId) -> Result<Content, Trouble> {
        let note = self.note(id).await?;
        if self.generation() != Some(Generation::A) {
            return Err(Trouble::WrongRoute);
        }
        let text = note
            .content
            .clone()
            .flatten()
            .filter(|text| !text.is_empty());
        let update = text.map(|text| decode(text.as_bytes())).transpose()?;
        Ok(Content {
            update,
            etag: None,
            note: Some(note),
        })
    }

    async fn content_by_route(
        &self,
        id: &NoteId,
        etag: Option<&str>,
    ) -> Result<Option<Content>, Trouble> {
        let path = format!("documents/{id}/content/");
        let answer = self
            .call(Method::GET, &path, None, etag)
            .await
            .inspect_err(|trouble| self.doubt(trouble))?;
        if answer.status == StatusCode::NOT_MODIFIED {
            return Ok(None);
        }
        if answer.is_json {
            // The formatted export, which generation A has at this place.
            self.forget_generation();
            return Err(Trouble::WrongRoute);
        }
        let update = match answer.body.as_slice() {
            [] => None,
            text => Some(decode(text)?),
        };
        Ok(Some(Content {
            update,
            etag: answer.etag,
            note: None,
        }))
    }

    /// Stores a whole text in the place of what is stored. `in_room` tells that this note's websocket is ours.
    pub(crate) async fn write(
        &self,
        id: &NoteId,
        state: &[u8],
        in_room: bool,
    ) -> Result<(), Trouble> {
        let body = written(json!({"content": crate::library::encode(state)}), in_room);
        let path = match self.generation().ok_or(Trouble::WrongRoute)? {
            Generation::A => format!("documents/{id}/"),
            Generation::B => format!("documents/{id}/content/"),
        };
        let answer = self.call(Method::PATCH, &path, Some(&body), None).await;
        answer.inspect_err(|trouble| self.doubt(trouble)).map(drop)
    }

    pub(crate) fn generation(&self) -> Option<Generation> {
        *self
            .generation
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn forget_generation(&self) {
        *self
            .generation
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn learn(&self, note: &Note) {
        if let Some(generation) = note.generation() {
            *self
                .generation
                .lock()
                .unwrap_or_else(PoisonError::into_inner) = Some(generation);
        }
    }

    fn doubt(&self, trouble: &Trouble) {
        if matches!(trouble, Trouble::WrongRoute) {
            self.forget_generation();
        }
    }

    async fn get<T: serde::de::DeserializeOwned>(&self, path: &str) -> Result<T, Trouble> {
        self.call(Method::GET, path, None, None).await?.read()
    }

    /// Has the server do something, whatever it answers to it.
    async fn act(&self, method: Method, path: &str, body: &Value) -> Result<(), Trouble> {
        self.call(method, path, Some(body), None).await.map(drop)
    }

    async fn remove(&self, path: &str) -> Result<(), Trouble> {
        self.call(Method::DELETE, path, None, None).await.map(drop)
    }

    /// Sends a call, once more after a renewal when the session was not known.
    async fn call(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
        etag: Option<&str>,
    ) -> Result<Answer, Trouble> {
        let call = Call {
            method,
            path,
            body,
            etag,
        };
        // Comments do not count.
        if path.starts_with("documents/") && !path.contains("/threads/") {
            self.budget.take().await?;
        }
        let answer = self.attempt(&call).await?;
        let answer = match answer.status {
            StatusCode::UNAUTHORIZED => self.attempt(&call).await?,
            _ => answer,
        };
        self.judged(answer)
    }

    fn judged(&self, answer: Answer) -> Result<Answer, Trouble> {
        let result = answer.judged();
        if let Err(Trouble::Throttled { wait }) = result {
            self.budget.rest(wait);
        }
        result
    }

    fn api(&self, path: &str) -> Result<Url, Trouble> {
        let api = self.base.join("api/v1.0/");
        api.and_then(|api| api.join(path))
            .map_err(|_| Trouble::Server)
    }

    async fn attempt(&self, call: &Call<'_>) -> Result<Answer, Trouble> {
        let url = self.api(call.path)?;
        let access = self.session.docs().await.map_err(Trouble::of_session)?;
        let mut request = self
            .network
            .client()
            .request(call.method.clone(), url)
            .timeout(PATIENCE);
        request = request.headers(self.headers(&access, call.method != Method::GET)?);
        if let Some(body) = call.body {
            request = request.json(body);
        }
        if let Some(etag) = call.etag {
            request = request.header(IF_NONE_MATCH, etag);
        }
        let answer = self
            .network
            .send(request, Retry::Never)
            .await
            .map_err(Trouble::of_network)?;
        self.keep_lock_key(&access, &answer).await;
        if answer.status() == StatusCode::UNAUTHORIZED {
            self.renew(&access).await?;
        }
        Answer::of(answer).await
    }
}

/// An id of the server's as a part of a path. Storages name versions as they like, but a name that could lead elsewhere
/// is none.
fn segment(id: &str) -> Result<&str, Trouble> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let fits = (1..=200).contains(&id.len()) && id.bytes().all(plain) && !id.starts_with('.');
    fits.then_some(id).ok_or(Trouble::Gone)
}

fn written(mut body: Value, in_room: bool) -> Value {
    body["websocket"] = in_room.into();
    body
}

fn decode(text: &[u8]) -> Result<Vec<u8>, Trouble> {
    STANDARD
        .decode(text.trim_ascii())
        .map_err(|_| Trouble::Server)
}
