//! A desk under test: the product through `call` and events, as its window uses it, with the world that the window
//! would show.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use suite::failure::{Code, Failure};
use suite::wire::account::{Account, Agency};
use suite::wire::assistant::{AnswerState, ConversationId};
use suite::wire::chat::RoomId;
use suite::wire::notes::NoteId;
use suite::{Config, Shell, Suite};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::replica::Replica;
use crate::world::World;

/// How long anything may take: a small model on a busy machine needs most of it for a long answer.
const PATIENCE: Duration = Duration::from_secs(180);

/// A desk and what its window would show.
#[derive(Debug)]
pub struct Desk {
    suite: Suite,
    world: watch::Receiver<World>,
    pump: JoinHandle<()>,
}

impl Desk {
    /// Starts it.
    pub async fn start(config: Config, shell: Shell) -> Result<Self> {
        let suite = Suite::start(config, shell)
            .await
            .context("starting the desk")?;
        let mut events = suite.subscribe().await;
        let (told, world) = watch::channel(World::default());
        let pump = tokio::spawn(async move {
            while let Some(batch) = events.next_batch().await {
                told.send_modify(|world| batch.into_iter().for_each(|event| world.hear(event)));
            }
        });
        Ok(Self { suite, world, pump })
    }

    /// Closes it, as when the program ends.
    pub async fn close(self) {
        self.suite.close().await;
        self.pump.abort();
    }

    /// What the window shows now.
    pub fn world(&self) -> World {
        self.world.borrow().clone()
    }

    /// Waits until the window shows this; `what` is said when it never does.
    pub async fn until(&self, what: &str, shown: impl Fn(&World) -> bool) -> World {
        self.until_some(what, |world| shown(world).then(|| world.clone()))
            .await
    }

    /// Waits until the window shows something, and answers it.
    pub async fn until_some<T>(&self, what: &str, seen: impl Fn(&World) -> Option<T>) -> T {
        let mut world = self.world.clone();
        let waiting = async {
            loop {
                if let Some(found) = seen(&world.borrow_and_update()) {
                    return found;
                }
                world
                    .changed()
                    .await
                    .expect("the desk is open while a test waits");
            }
        };
        match tokio::time::timeout(PATIENCE, waiting).await {
            Ok(found) => found,
            Err(_) => panic!("never shown: {what}\n{:#?}", self.world()),
        }
    }

    /// Does what a window asks.
    pub async fn try_call<T: DeserializeOwned>(
        &self,
        name: &str,
        args: Value,
    ) -> Result<T, Failure> {
        let reply = self.suite.call(name, args).await?;
        Ok(serde_json::from_value(reply).expect("a reply has the shape that the table says"))
    }

    /// Does what a window asks, which has to succeed.
    pub async fn call<T: DeserializeOwned>(&self, name: &str, args: Value) -> T {
        self.try_call(name, args)
            .await
            .unwrap_or_else(|failure| panic!("{name}: {failure}"))
    }

    /// The code of the failure with which a command ends.
    pub async fn refused(&self, name: &str, args: Value) -> Code {
        match self.try_call::<Value>(name, args).await {
            Ok(reply) => panic!("{name} succeeded: {reply}"),
            Err(failure) => failure.code,
        }
    }

    /// What the URL scheme answers.
    pub async fn resource(&self, path: &str) -> Result<Vec<u8>, Failure> {
        let resource = self.suite.resource(path).await;
        resource.map(|resource| resource.bytes)
    }

    /// Gives a note a file; answers the address by which its text shows it.
    pub async fn attach(&self, note: &NoteId, name: &str, bytes: &[u8]) -> Result<String, Failure> {
        let path = format!("/notes/{note}/files/{name}");
        self.suite.take_file(&path, bytes.to_vec()).await
    }

    /// Makes a note of a file of another program.
    pub async fn import(&self, name: &str, bytes: &[u8]) -> Result<NoteId, Failure> {
        let path = format!("/imports/{name}");
        self.suite
            .take_file(&path, bytes.to_vec())
            .await
            .map(NoteId)
    }

    /// The agencies offered at the welcome.
    pub async fn agencies(&self) -> Vec<Agency> {
        let offered = |world: &World| match &world.account {
            Some(Account::Welcome { agencies, .. }) => Some(agencies.clone()),
            _ => None,
        };
        self.until_some("the welcome", offered).await
    }

    /// Signs in at the first agency offered, or again at the account's own, and waits until all parts know the agent.
    pub async fn sign_in(&self) -> Result<()> {
        let profile = match self.world().account {
            Some(Account::Open { account, .. }) => account.agency.profile,
            _ => self
                .agencies()
                .await
                .first()
                .context("no agency is offered")?
                .profile
                .clone(),
        };
        let before = self.world().trips;
        self.try_call::<()>("account_sign_in", json!({ "profile": profile }))
            .await?;
        let ended = |world: &World| match &world.account {
            _ if world.trips == before => None,
            Some(
                Account::Welcome {
                    refusal: Some(refusal),
                    ..
                }
                | Account::Open {
                    refusal: Some(refusal),
                    ..
                },
            ) => Some(Err(refusal.clone())),
            _ if world.is_signed_in() => Some(Ok(())),
            _ => None,
        };
        match self.until_some("the end of the sign-in", ended).await {
            Ok(()) => Ok(()),
            Err(refusal) => bail!("{:?}: {}", refusal.reason, refusal.detail),
        }
    }

    /// Makes a note with this title.
    pub async fn note(&self, title: &str) -> NoteId {
        self.call("note_create", json!({ "title": title, "parent": null }))
            .await
    }

    /// Opens a note as the window does, and answers its copy.
    pub async fn open(&self, note: &NoteId) -> Replica {
        self.until("the desk", World::is_open).await;
        self.call::<()>("note_open", json!(note)).await;
        // The text is here, or comes as the first update.
        self.until("the note's text", |world| {
            let fetched = world.updates.contains_key(note);
            world.opened.get(note).is_some_and(|here| *here || fetched)
        })
        .await;
        let state = self
            .resource(&format!("/notes/{note}/state"))
            .await
            .expect("an opened note has a state");
        Replica::new(note.clone(), &state)
    }

    /// Pushes an update of the copy; it is on disk when this returns.
    pub async fn push(&self, note: &NoteId, update: &[u8]) {
        use suite::wire::Bytes;
        self.call::<()>(
            "note_push",
            json!({ "note": note, "update": Bytes(update.to_vec()) }),
        )
        .await;
    }

    /// Types a line into a note; it is on disk when this returns.
    pub async fn write(&self, replica: &Replica, line: &str) {
        self.push(&replica.note, &replica.write(line)).await;
    }

    /// Waits until the note on this desk has this line.
    pub async fn until_line(&self, note: &NoteId, line: &str) {
        let waiting = async {
            let mut world = self.world.clone();
            loop {
                if let Ok(state) = self.resource(&format!("/notes/{note}/state")).await
                    && Replica::new(note.clone(), &state)
                        .lines()
                        .iter()
                        .any(|found| found.contains(line))
                {
                    return;
                }
                drop(tokio::time::timeout(Duration::from_millis(250), world.changed()).await);
            }
        };
        if tokio::time::timeout(PATIENCE, waiting).await.is_err() {
            panic!("{note} never got the line {line:?}\n{:#?}", self.world());
        }
    }

    /// The addresses of the files that a note on this desk shows.
    pub async fn addresses(&self, note: &NoteId) -> Vec<String> {
        let state = self.resource(&format!("/notes/{note}/state")).await;
        Replica::new(note.clone(), &state.expect("the note's state")).addresses()
    }

    /// Waits until a note on this desk shows a picture that stands at a server, and answers its path there.
    pub async fn until_shown(&self, note: &NoteId) -> String {
        let mut world = self.world.clone();
        let waiting = async {
            loop {
                let sent = world
                    .borrow()
                    .notes
                    .get(note)
                    .is_some_and(|note| note.uploads.is_empty());
                if let Some(address) = self.addresses(note).await.first().filter(|_| sent) {
                    return path_of(address);
                }
                drop(tokio::time::timeout(Duration::from_millis(250), world.changed()).await);
            }
        };
        let shown = tokio::time::timeout(PATIENCE, waiting).await;
        shown.unwrap_or_else(|_| panic!("{note} never showed its picture\n{:#?}", self.world()))
    }

    /// The lines of a note on this desk.
    pub async fn lines(&self, note: &NoteId) -> Vec<String> {
        let state = self
            .resource(&format!("/notes/{note}/state"))
            .await
            .expect("the note's state");
        Replica::new(note.clone(), &state).lines()
    }

    /// Opens a room.
    pub async fn open_room(&self, room: &RoomId) {
        self.call::<()>("room_open", json!(room)).await;
        self.until("the room's timeline", |world| {
            world.timelines.contains_key(room)
        })
        .await;
    }

    /// Sends a message; it is on disk when this returns.
    pub async fn say(&self, room: &RoomId, text: &str) {
        self.call::<()>("message_send", json!({ "room": room, "text": text }))
            .await;
    }

    /// Waits until the last answer of a conversation has words.
    pub async fn until_words(&self, conversation: &ConversationId) {
        self.until("words of an answer", |world| {
            let turn = world.last_turn(conversation);
            turn.is_some_and(|turn| {
                let answering = [AnswerState::Streaming, AnswerState::Done];
                answering.contains(&turn.state) && !turn.answer.is_empty()
            })
        })
        .await;
    }

    /// Asks the assistant, with these notes as sources.
    pub async fn ask(&self, text: &str, sources: &[NoteId]) -> ConversationId {
        let question = json!({ "conversation": null, "text": text, "sources": sources });
        let conversation: ConversationId = self.call("assistant_ask", question).await;
        self.call::<()>("conversation_open", json!(conversation))
            .await;
        conversation
    }
}

/// The path in a file's address.
pub fn path_of(address: &str) -> String {
    let address = url::Url::parse(address).expect("an address in a note's text");
    address.path().to_owned()
}

/// The settings of a desk of its own folder, with these agencies' profiles.
pub fn config(folder: &std::path::Path, keyring: suite::Keyring, profiles: &[PathBuf]) -> Config {
    let mut config = Config::in_folder(folder);
    config.keyring = keyring;
    config.profile_files = profiles.to_vec();
    config
}

/// A shell whose browser is this function and which has this sign-in window.
pub fn shell(
    open_url: impl Fn(url::Url) + Send + Sync + 'static,
    window: Option<Arc<dyn suite::sign_in::Window>>,
) -> Shell {
    Shell {
        open_url: Arc::new(move |url| {
            open_url(url.clone());
            Ok(())
        }),
        sign_in_window: window,
        downloads: None,
    }
}
