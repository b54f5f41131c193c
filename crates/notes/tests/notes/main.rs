//! The notes on disk, with no server in reach: everything opens, is written and survives.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends there")]

use std::path::Path;

use net::{Network, Proxy, Way};
use notes::{Change, Error, NoteId, Notes, Opening, Status, Why};
use session::{Profile, Session};
use tempfile::TempDir;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use url::Url;
use vault::{AccountId, Keyring, Vault};

/// "Hello bold", one paragraph of a browser.
const HELLO: &str = "010c010007010e646f63756d656e742d73746f7265030a626c6f636b47726f757007000100030e626c6f636b436f6e7461696e65\
72280001010269640177\
0e696e697469616c426c6f636b4964070001010309706172616772617068280001030f6261636b67726f756e64436f6c6f7201770764656661756c74\
280001030974657874436f6c6f7201770764656661756c74280001030d74657874416c69676e6d656e740177046c6566740700010306040001070648\
656c6c6f2086010d04626f6c64027b7d84010e04626f6c6486011204626f6c64046e756c6c00";

struct Disk {
    folder: TempDir,
    account: AccountId,
    keyring: Keyring,
}

impl Disk {
    fn new() -> Self {
        Disk {
            folder: tempfile::tempdir().unwrap(),
            account: AccountId::random(),
            keyring: Keyring::of(keyring::mock::Store::new().unwrap()),
        }
    }

    fn vault(&self) -> Vault {
        let path: &Path = self.folder.path();
        Vault::open(path, &self.account, &self.keyring).unwrap()
    }
}

async fn open(vault: &Vault) -> (Notes, UnboundedReceiver<Change>) {
    let docs = Url::parse("https://docs.example/").unwrap();
    let way = Way {
        proxy: Proxy::Direct,
        certificate_authorities: Vec::new(),
        allowed: vec![docs.clone()],
    };
    let network = Network::new(way).unwrap();
    let profile = r#"{"id": "paris", "name": "Paris", "emailDomains": ["paris.example"], "clientId": "attache-desktop",
        "issuer": "https://id.example/", "docs": {"url": "https://docs.example/"}}"#;
    let profile = Profile::parse(profile, "of the test").unwrap();
    let session = Session::open(vault.clone(), network.clone(), profile).unwrap();
    let (changes, told) = unbounded_channel();
    let opening = Opening {
        vault: vault.clone(),
        network,
        session,
        docs,
        room_for_files: 1 << 20,
        changes,
    };
    (Notes::open(opening).await.unwrap(), told)
}

fn bytes(hex: &str) -> Vec<u8> {
    let digit = |digit: u8| (digit as char).to_digit(16).unwrap() as u8;
    hex.as_bytes()
        .chunks(2)
        .map(|pair| digit(pair[0]) << 4 | digit(pair[1]))
        .collect()
}

fn told(from: &mut UnboundedReceiver<Change>) -> Vec<Change> {
    std::iter::from_fn(|| from.try_recv().ok()).collect()
}

#[tokio::test]
async fn what_was_written_survives_a_restart() {
    let disk = Disk::new();
    let vault = disk.vault();
    let (notes, _told) = open(&vault).await;
    let parent = notes.create(Some(" Plan ".into()), None).await.unwrap();
    let child = notes.create(None, Some(parent.clone())).await.unwrap();
    notes.push(&child, bytes(HELLO)).await.unwrap();
    let state = notes.state(&child).await.unwrap();
    vault.close();
    drop((notes, vault));

    let vault = disk.vault();
    let (notes, _told) = open(&vault).await;
    let list = notes.list();
    assert_eq!(list.len(), 2);
    let find = |id: &NoteId| list.iter().find(|note| note.id == *id).unwrap();
    assert_eq!(find(&parent).title.as_deref(), Some("Plan"));
    assert_eq!(find(&child).parent.as_ref(), Some(&parent));
    assert_eq!(find(&child).status, Status::Waiting(Why::Sending));
    assert!(find(&child).own && find(&child).editable && find(&child).here);
    assert_eq!(notes.text(&child).await.unwrap(), "Hello bold");
    assert_eq!(notes.state(&child).await.unwrap(), state);
}

#[tokio::test]
async fn an_own_change_is_not_told_back() {
    let disk = Disk::new();
    let (notes, mut changes) = open(&disk.vault()).await;
    let note = notes.create(None, None).await.unwrap();
    notes.open_note(&note).await.unwrap();
    notes.push(&note, bytes(HELLO)).await.unwrap();
    notes.push(&note, bytes(HELLO)).await.unwrap();
    let told = told(&mut changes);
    assert!(told.contains(&Change::Opened {
        note: note.clone(),
        here: true
    }));
    assert!(
        !told
            .iter()
            .any(|change| matches!(change, Change::Updated { .. }))
    );
    // A new note with its text is one write that waits.
    let Some(Change::Waiting(waiting)) = told
        .iter()
        .rev()
        .find(|change| matches!(change, Change::Waiting(_)))
    else {
        panic!("nothing waits");
    };
    assert_eq!((waiting.len(), waiting[0].count), (1, 1));
}

#[tokio::test]
async fn a_window_that_comes_late_hears_everything() {
    let disk = Disk::new();
    let (notes, mut changes) = open(&disk.vault()).await;
    let note = notes.create(Some("a".into()), None).await.unwrap();
    notes.open_note(&note).await.unwrap();
    notes.rename(&note, "b".into()).await.unwrap();
    told(&mut changes);
    notes.tell_again().await;
    let told = told(&mut changes);
    let Change::Listed {
        reset: true,
        notes,
        complete: false,
        ..
    } = &told[0]
    else {
        panic!("{:?}", told[0])
    };
    assert_eq!(notes[0].title.as_deref(), Some("b"));
    assert!(matches!(&told[1], Change::Waiting(waiting) if waiting[0].count == 2));
    assert_eq!(told[2], Change::Opened { note, here: true });
}

#[tokio::test]
async fn what_is_no_update_is_refused_and_nothing_is_lost() {
    let disk = Disk::new();
    let (notes, _told) = open(&disk.vault()).await;
    let note = notes.create(None, None).await.unwrap();
    notes.push(&note, bytes(HELLO)).await.unwrap();
    for garbage in [vec![], vec![1, 2, 3], bytes("0104c1c8e985a2e3a109000101")] {
        assert!(matches!(
            notes.push(&note, garbage).await,
            Err(Error::Unreadable { .. })
        ));
    }
    assert_eq!(notes.text(&note).await.unwrap(), "Hello bold");
    let stranger = NoteId::random();
    assert!(matches!(
        notes.push(&stranger, bytes(HELLO)).await,
        Err(Error::Missing { .. })
    ));
    // One that is not here is looked for at the server, which nobody is signed in to.
    assert!(matches!(
        notes.open_note(&stranger).await,
        Err(Error::SignedOut { .. })
    ));
}

#[tokio::test]
async fn a_deleted_note_leaves_the_list_and_comes_back() {
    let disk = Disk::new();
    let (notes, _told) = open(&disk.vault()).await;
    let note = notes.create(Some("a".into()), None).await.unwrap();
    notes.delete(&note).await.unwrap();
    assert_eq!(notes.list(), []);
    notes.restore(&note).await.unwrap();
    assert_eq!(notes.list().len(), 1);
}

#[tokio::test]
async fn a_long_log_is_compacted_and_says_the_same() {
    let disk = Disk::new();
    let vault = disk.vault();
    let (notes, _told) = open(&vault).await;
    let note = notes.create(None, None).await.unwrap();
    // Each deletes one more character of "Hello bold", so that each is news; then the same from another browser.
    notes.push(&note, bytes(HELLO)).await.unwrap();
    for client in 2..600_u64 {
        let mut update = vec![1, 1];
        let mut number = client;
        while number >= 0x80 {
            update.push(number as u8 | 0x80);
            number >>= 7;
        }
        update.push(number as u8);
        // An element in the root, of a name nobody knows.
        update.extend([0, 7, 1, 14]);
        update.extend(b"document-store");
        update.extend([3, 1, b'x', 0]);
        notes.push(&note, update).await.unwrap();
    }
    let log = vault.log(&format!("note/{note}")).unwrap();
    assert!(log.snapshot.is_some() && log.entries.len() <= 500);
    let state = notes.state(&note).await.unwrap();
    let (again, _told) = open(&vault).await;
    assert_eq!(again.state(&note).await.unwrap().len(), state.len());
    assert_eq!(
        again.text(&note).await.unwrap(),
        notes.text(&note).await.unwrap()
    );
}
