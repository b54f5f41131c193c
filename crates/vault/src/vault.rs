//! An open vault: what is committed to it, read from it and derived from its key. How it is opened is `opening`'s.

use std::fmt;
use std::path::Path;
use std::sync::mpsc;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;
use tokio::sync::oneshot;
use zeroize::Zeroizing;

use crate::account::AccountId;
use crate::batch::{self, Batch, Log, Receipt, Record, Table};
use crate::database;
use crate::error::Error;
use crate::files::Guard;
use crate::header::Header;
use crate::keyring::Keyring;
use crate::keys::{AccountKey, Purpose};
use crate::recovery::RecoveryKey;
use crate::writer::{Place, Reader, Writer};

/// Where the database keeps its copy of the header.
const HEADER_COPY: (Table, &str) = (Table::new("vault"), "header");

/// The sealed storage of one account. Clones are the same vault; it closes with the last of them.
#[derive(Clone)]
pub struct Vault(Arc<Open>);

/// The fields are dropped in this order: the lock is the last to go.
struct Open {
    account: AccountId,
    key: AccountKey,
    header: Mutex<Header>,
    writer: Writer,
    reader: Arc<Reader>,
    place: Arc<Place>,
    guard: Mutex<Option<Guard>>,
}

impl Vault {
    /// Writes the batch. The commit begins with this call, in the order of the calls, and goes on when the future is
    /// dropped; when the future says so, the batch is on disk and synced.
    ///
    /// # Errors
    /// [`Error::Full`], [`Error::NotWritable`] or [`Error::Corrupt`]: the batch is not acknowledged.
    pub fn commit(
        &self,
        batch: Batch,
    ) -> impl Future<Output = Result<Receipt, Error>> + Send + use<> {
        let (answered, answer) = oneshot::channel();
        // Nobody may be waiting any more; the batch is written all the same.
        self.0
            .writer
            .write(batch, Box::new(|receipt| drop(answered.send(receipt))));
        async move { answer.await.unwrap_or_else(|_| Err(Error::closed())) }
    }

    /// As [`commit`](Self::commit), for callers that cannot wait in a future. It may be called anywhere.
    ///
    /// # Errors
    /// As [`commit`](Self::commit).
    pub fn commit_blocking(&self, batch: Batch) -> Result<Receipt, Error> {
        let (answered, answer) = mpsc::channel();
        self.0
            .writer
            .write(batch, Box::new(move |receipt| drop(answered.send(receipt))));
        answer.recv().unwrap_or_else(|_| Err(Error::closed()))
    }

    /// The record of this id.
    ///
    /// # Errors
    /// [`Error::Corrupt`] or [`Error::NotWritable`]; other records may still be readable.
    pub fn get(&self, table: Table, id: &str) -> Result<Option<Vec<u8>>, Error> {
        self.0.reader.read(&self.0.place, |connection| {
            batch::get(connection, table, id)
        })
    }

    /// All records of the table, by id.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub fn list(&self, table: Table) -> Result<Vec<Record>, Error> {
        self.0
            .reader
            .read(&self.0.place, |connection| batch::list(connection, table))
    }

    /// The stream of this name; empty when it was never written.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub fn log(&self, stream: &str) -> Result<Log, Error> {
        self.0.reader.read(&self.0.place, |connection| {
            batch::log(&connection.transaction()?, stream)
        })
    }

    /// A key for a store that is not part of the vault.
    pub fn key_for(&self, purpose: Purpose) -> Zeroizing<[u8; 32]> {
        self.0.key.key_for(purpose)
    }

    /// The account's folder.
    pub fn folder(&self) -> &Path {
        &self.0.place.folder
    }

    /// Whose vault this is.
    pub fn account(&self) -> &AccountId {
        &self.0.account
    }

    /// Whether a recovery key opens this vault.
    pub fn has_recovery_key(&self) -> bool {
        self.header().has_recovery_key()
    }

    /// Makes a recovery key. An earlier one opens the vault no longer.
    ///
    /// # Errors
    /// [`Error::Full`] or [`Error::NotWritable`]: the earlier one still holds.
    pub fn make_recovery_key(&self) -> Result<RecoveryKey, Error> {
        let recovery_key = RecoveryKey::random();
        self.accept_recovery_key(&recovery_key)?;
        Ok(recovery_key)
    }

    /// Takes a recovery key that was made elsewhere, such as that of the Matrix account, so that one paper does for
    /// both. An earlier one opens the vault no longer.
    ///
    /// # Errors
    /// As [`make_recovery_key`](Self::make_recovery_key).
    pub fn accept_recovery_key(&self, recovery_key: &RecoveryKey) -> Result<(), Error> {
        self.change_header(|header| header.with_recovery(recovery_key, &self.0.key))
    }

    /// Puts the account key into this keyring.
    ///
    /// # Errors
    /// [`Error::KeyringAbsent`], [`Error::KeyringLocked`], or as [`make_recovery_key`](Self::make_recovery_key).
    pub fn keep_key(&self, keyring: &Keyring) -> Result<(), Error> {
        keyring.write(self.account(), &self.0.key)?;
        self.change_header(|header| header.with_keyring(keyring.name()))
    }

    /// Compares every page of the database with its seal. It reads the whole file.
    ///
    /// # Errors
    /// [`Error::Corrupt`], or what kept it from reading.
    pub fn check(&self) -> Result<(), Error> {
        database::check(&self.0.place.folder, &self.0.place.key)
    }

    /// Writes what was committed, then closes the files. Everything asked of any clone afterwards is refused.
    pub fn close(&self) {
        self.0.writer.close();
        drop(self.guard().take());
    }

    /// The vault of a connection that was just opened with `key`.
    pub(crate) fn start(
        folder: &Path,
        header: Header,
        key: AccountKey,
        connection: Connection,
        guard: Guard,
    ) -> Result<Self, Error> {
        let place = Arc::new(Place {
            folder: folder.to_owned(),
            key: key.database_key(),
        });
        let reader = Arc::new(Reader::new(database::open_for_reading(folder, &place.key)?));
        let writer = Writer::start(connection, place.clone(), reader.clone())?;
        let account = header.account().clone();
        let (header, guard) = (Mutex::new(header), Mutex::new(Some(guard)));
        Ok(Self(Arc::new(Open {
            account,
            key,
            header,
            writer,
            reader,
            place,
            guard,
        })))
    }

    /// Changes the header, and the copy of it that the database keeps for the day on which the file is damaged.
    pub(crate) fn change_header(
        &self,
        change: impl FnOnce(&Header) -> Header,
    ) -> Result<(), Error> {
        let guard = self.guard();
        // Without the lock, the files may belong to another instance by now.
        if guard.is_none() {
            return Err(Error::closed());
        }
        let mut header = self.header();
        let changed = change(&header);
        changed.write(&self.0.place.folder)?;
        *header = changed;
        self.commit_blocking(Batch::new().put(HEADER_COPY.0, HEADER_COPY.1, header.to_bytes()))
            .map(drop)
    }

    pub(crate) fn header_copy(&self) -> Option<Vec<u8>> {
        self.get(HEADER_COPY.0, HEADER_COPY.1).ok().flatten()
    }

    fn header(&self) -> MutexGuard<'_, Header> {
        self.0.header.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn guard(&self) -> MutexGuard<'_, Option<Guard>> {
        self.0.guard.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_tuple("Vault")
            .field(self.account())
            .finish()
    }
}
