//! Two desks of one agent at a server of Docs, with the same note open in both; and the peer's two editors in a room of
//! the same server. The server is the stack's stand-in, whose live editing is the real Hocuspocus.

use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use notes::{Change, NoteId, Status};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use serde::Deserialize;
use serde_json::json;
use tempfile::TempDir;
use tokio::time::{sleep, timeout};
use url::Url;

use crate::desk::{Desk, Disk, Server};
use crate::node::Node;
use crate::text::Writer;

/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(300);

/// The server. It ends with its value.
pub struct Docs {
    server: Server,
    told: Told,
    folder: TempDir,
    _process: Node,
}

#[derive(Debug, Deserialize)]
struct Told {
    url: Url,
    note: String,
    sessions: Vec<Vec<(String, String)>>,
}

/// Two desks with the same note open.
pub struct Pair {
    /// Which note.
    pub note: NoteId,
    /// Whose window writes.
    pub writer: Desk,
    /// Who hears of it.
    pub reader: Desk,
    /// What the writer's window holds.
    pub window: Writer,
    _disks: [Disk; 2],
}

impl Docs {
    /// Starts it.
    #[expect(
        clippy::disallowed_methods,
        reason = "the server reads its certificate from files"
    )]
    pub fn start() -> Result<Self> {
        let folder = tempfile::tempdir().context("making a folder")?;
        let file = |name: &str| folder.path().join(name);
        let mut of_authority = CertificateParams::new(Vec::new())?;
        of_authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        // Node takes a certificate of its authority's name for one that vouches for itself.
        of_authority
            .distinguished_name
            .push(DnType::CommonName, "the benchmark's authority");
        let authority = CertifiedIssuer::self_signed(of_authority, KeyPair::generate()?)?;
        let key = KeyPair::generate()?;
        let own = CertificateParams::new(vec!["localhost".to_owned()])?;
        let certificate = own.signed_by(&key, &authority)?;
        std::fs::write(file("authority.pem"), authority.pem())?;
        std::fs::write(file("server.pem"), certificate.pem())?;
        std::fs::write(file("server.key"), key.serialize_pem())?;
        let (server, secret) = (file("server.pem"), file("server.key"));
        let arguments = [&server, &secret].map(|path| path.to_str().unwrap_or_default());
        let mut process = Node::start("docs.mjs", &arguments, Some(&file("authority.pem")))?;
        let told: Told = serde_json::from_value(process.listen()?)?;
        ensure!(told.sessions.len() == 4, "not everybody could sign in");
        let server = Server {
            url: told.url.clone(),
            authority: Some(authority.pem()),
        };
        Ok(Self {
            server,
            told,
            folder,
            _process: process,
        })
    }

    /// The peer, with two editors in a room.
    pub fn peer(&self) -> Result<Node> {
        let authority = self.folder.path().join("authority.pem");
        let mut peer = Node::start("provider.mjs", &[], Some(&authority))?;
        let origin = self.told.url.origin().ascii_serialization();
        peer.ask(&json!({
            "do": "connect", "url": origin, "note": self.told.note, "sessions": self.told.sessions[2..],
        }))?;
        Ok(peer)
    }

    /// Two desks of ours, of which the second hears what is written at the first.
    pub async fn pair(&self) -> Result<Pair> {
        let disks = [Disk::new()?, Disk::new()?];
        let writer = self.desk(&disks[0], 0).await?;
        let note = writer.notes.create(Some("Plan".to_owned()), None).await?;
        let window = Writer::blank(1);
        writer.notes.push(&note, window.state()).await?;
        let synced = |desk: &Desk| {
            let list = desk.notes.list();
            list.iter()
                .any(|known| known.id == note && known.status == Status::Synced)
        };
        until("the note at the server", || synced(&writer)).await?;
        let reader = self.desk(&disks[1], 1).await?;
        until("the note at the second desk", || synced(&reader)).await?;
        for desk in [&writer, &reader] {
            desk.notes.open_note(&note).await?;
        }
        let mut pair = Pair {
            note,
            writer,
            reader,
            window,
            _disks: disks,
        };
        pair.meet().await?;
        Ok(pair)
    }

    async fn desk(&self, disk: &Disk, session: usize) -> Result<Desk> {
        let desk = disk.desk_at(&self.server).await?;
        desk.sign_in(&self.told.sessions[session]).await?;
        desk.notes.start();
        Ok(desk)
    }
}

impl Pair {
    /// Types a letter at the end of the note; it is on the writer's disk when this returns.
    pub async fn keystroke(&self) -> Result<()> {
        let letter = self.window.edit(0, self.window.length(0), 0, "a");
        Ok(self.writer.notes.push(&self.note, letter).await?)
    }

    /// Waits until so many changes have come to the reader.
    pub async fn heard(&mut self, count: usize) -> Result<()> {
        let hearing = async {
            let mut left = count;
            while left > 0 {
                let change = self.reader.changes.recv().await;
                let change = change.context("the reader hears nothing more")?;
                left -= usize::from(matches!(change, Change::Updated { .. }));
            }
            Ok(())
        };
        timeout(PATIENCE, hearing)
            .await
            .context("a change never came")?
    }

    /// Types until both are in the room, and nothing is under way any more.
    async fn meet(&mut self) -> Result<()> {
        for _ in 0..60 {
            self.keystroke().await?;
            let first = timeout(Duration::from_secs(1), self.heard(1)).await;
            if first.is_ok() {
                while timeout(Duration::from_secs(1), self.heard(1)).await.is_ok() {}
                return Ok(());
            }
        }
        bail!("the two desks never met")
    }
}

async fn until(what: &str, seen: impl Fn() -> bool) -> Result<()> {
    let looking = async {
        while !seen() {
            sleep(Duration::from_millis(50)).await;
        }
    };
    timeout(PATIENCE, looking)
        .await
        .with_context(|| format!("never seen: {what}"))
}
