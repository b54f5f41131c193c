//! What every test has: a folder of its own, an account and a keyring in memory.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use keyring::CredentialStore;
use keyring::api::CredentialStoreApi as _;
use keyring::mock::{Cred, Store};
use vault::{AccountId, Batch, Error, Keyring, Table, Vault};

pub(crate) const NOTES: Table = Table::new("notes");

pub(crate) struct Stage {
    pub(crate) root: tempfile::TempDir,
    pub(crate) account: AccountId,
    pub(crate) store: Arc<Store>,
    pub(crate) keyring: Keyring,
}

impl Stage {
    pub(crate) fn new() -> Self {
        let store = Store::new().expect("a mock store");
        let given: Arc<CredentialStore> = store.clone();
        Self {
            root: tempfile::tempdir().expect("a temporary folder"),
            account: AccountId::random(),
            keyring: Keyring::of(given),
            store,
        }
    }

    pub(crate) fn folder(&self) -> PathBuf {
        self.root
            .path()
            .join("accounts")
            .join(self.account.as_str())
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder().join(name)
    }

    pub(crate) fn try_open(&self) -> Result<Vault, Error> {
        Vault::open(&self.folder(), &self.account, &self.keyring)
    }

    pub(crate) fn open(&self) -> Vault {
        self.try_open().expect("the vault opens")
    }

    /// Makes a vault with something in it, and closes it.
    pub(crate) fn used(&self) {
        let vault = self.open();
        for number in 0..200_u32 {
            let batch = Batch::new()
                .put(NOTES, format!("note {number}"), vec![b'x'; 700])
                .append("stream", number.to_le_bytes());
            vault.commit_blocking(batch).expect("a commit");
        }
        vault.close();
    }

    /// The item of the keyring, to look at or to spoil.
    pub(crate) fn item(&self) -> keyring::Entry {
        self.store
            .build("eu.attache.desk", self.account.as_str(), None)
            .expect("an entry")
    }

    /// Makes the keyring answer this, once.
    pub(crate) fn next_answer(&self, error: keyring::Error) {
        let entry = self.item();
        entry
            .as_any()
            .downcast_ref::<Cred>()
            .expect("a mock")
            .set_error(error);
    }

    /// Every file with its length and a hash of its bytes, to see whether something has changed. Left out are the lock
    /// file, which is always empty, and SQLite's index of its log, which holds nothing that is not in the log.
    pub(crate) fn files(&self) -> BTreeMap<PathBuf, (usize, u64)> {
        let files = files_below(self.root.path()).into_iter();
        let files = files.filter(|(path, _)| {
            !path.ends_with("lock") && !path.to_string_lossy().ends_with("-shm")
        });
        files
            .map(|(path, bytes)| {
                (
                    path,
                    (
                        bytes.len(),
                        BuildHasherDefault::<DefaultHasher>::default().hash_one(bytes),
                    ),
                )
            })
            .collect()
    }
}

pub(crate) fn files_below(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            let bytes = fs::read(&path).expect("a file");
            files.insert(path, bytes);
        }
    }
    files
}

/// Changes one bit of a file.
pub(crate) fn flip(path: &Path, at: usize) {
    let mut bytes = fs::read(path).expect("a file");
    bytes[at] ^= 1;
    fs::write(path, bytes).expect("written");
}
