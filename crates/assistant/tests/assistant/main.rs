//! The assistant against a gateway whose answers a test decides.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends there")]

mod answering;
mod failing;
mod fake;
mod keeping;

use std::time::Duration;

use assistant::{AnswerState, Assistant, Change, ConversationId, Opening, Source, Turn};
use fake::{Fake, RESOURCE, Script};
use net::{Network, Proxy, Way};
use serde_json::json;
use session::Session;
use tempfile::TempDir;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use vault::{AccountId, Batch, Keyring, Table, Vault};

/// A fake, a vault and an assistant in between.
pub(crate) struct Desk {
    pub(crate) fake: Fake,
    pub(crate) vault: Vault,
    pub(crate) assistant: Assistant,
    pub(crate) changes: UnboundedReceiver<Change>,
    _folder: TempDir,
}

impl Desk {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let keyring = Keyring::of(keyring::mock::Store::new().unwrap());
        let vault = Vault::open(folder.path(), &AccountId::random(), &keyring).unwrap();
        let fake = Fake::start();
        sign_in(&vault, &fake);
        let (assistant, changes) = open(&vault, &fake);
        Desk {
            fake,
            vault,
            assistant,
            changes,
            _folder: folder,
        }
    }

    /// Another run of the program on the same disk.
    pub(crate) fn restart(&mut self) {
        (self.assistant, self.changes) = open(&self.vault, &self.fake);
    }

    pub(crate) async fn ask(&self, text: &str) -> ConversationId {
        self.assistant
            .ask(None, text.to_owned(), Vec::new())
            .await
            .unwrap()
    }

    /// Asks what the gateway answers so, and waits for the end.
    pub(crate) async fn answered(&mut self, script: Script) -> (ConversationId, Turn) {
        self.fake.script(script);
        let conversation = self.ask("Why?").await;
        (conversation, self.until_ended().await)
    }

    pub(crate) async fn next(&mut self) -> Change {
        let change = tokio::time::timeout(Duration::from_secs(20), self.changes.recv());
        change.await.expect("a change is told in time").unwrap()
    }

    pub(crate) async fn until_ended(&mut self) -> Turn {
        loop {
            if let Change::Answer { turn, .. } = self.next().await
                && has_ended(&turn)
            {
                return turn;
            }
        }
    }

    /// What is on disk of a conversation, as the next run of the program finds it.
    pub(crate) async fn found_again(&mut self, conversation: &ConversationId) -> Vec<Turn> {
        self.restart();
        self.assistant
            .open_conversation(conversation)
            .await
            .unwrap();
        loop {
            if let Change::Opened { turns, .. } = self.next().await {
                return turns;
            }
        }
    }
}

pub(crate) fn has_ended(turn: &Turn) -> bool {
    !matches!(turn.state, AnswerState::Waiting | AnswerState::Streaming)
}

pub(crate) fn source(note: &str, text: &str) -> Source {
    Source {
        note: note.to_owned(),
        title: Some(format!("Title of {note}")),
        text: text.to_owned(),
    }
}

fn open(vault: &Vault, fake: &Fake) -> (Assistant, UnboundedReceiver<Change>) {
    let profile = fake.profile();
    let way = Way {
        proxy: Proxy::Direct,
        certificate_authorities: Vec::new(),
        allowed: profile.origins(),
    };
    let network = Network::new(way).unwrap();
    let gateway = profile.assistant.clone().unwrap();
    let session = Session::open(vault.clone(), network.clone(), profile).unwrap();
    let (sender, changes) = unbounded_channel();
    let opening = Opening {
        vault: vault.clone(),
        network,
        session,
        gateway,
        changes: sender,
    };
    (Assistant::open(opening).unwrap(), changes)
}

/// Puts a session on the disk as a sign-in leaves it; signing in is the session's own tests' matter.
fn sign_in(vault: &Vault, fake: &Fake) {
    let table = Table::new("session");
    let who = json!({
        "issuer": fake.profile().issuer, "ended": null,
        "agent": {"subject": "alice", "name": "Alice Durand", "email": "alice.durand@mobilite.example"},
    });
    let tokens = json!({"refresh": "refresh-1", "previous": null, "id_token": "id", "resources": [RESOURCE]});
    let batch =
        Batch::new()
            .put(table, "who", who.to_string())
            .put(table, "tokens", tokens.to_string());
    vault.commit_blocking(batch).unwrap();
}
