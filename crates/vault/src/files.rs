//! The files of an account's folder: their names, rights and safe replacement, and the lock that keeps a second
//! instance out. Nothing outside this file touches the file system, except SQLite.
#![expect(
    clippy::disallowed_methods,
    reason = "this module is the vault's door to the disk"
)]

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::account::AccountId;
use crate::error::Error;

pub(crate) const DATABASE: &str = "vault.db";
pub(crate) const HEADER: &str = "vault.header.json";
const LOCK: &str = "lock";

/// Keeps every other instance out of the folder for as long as it lives. The system lifts it when the process ends.
pub(crate) struct Guard(File);

impl Guard {
    /// Locks the folder, which has to exist.
    pub(crate) fn of(folder: &Path, account: &AccountId) -> Result<Self, Error> {
        let lock = private()
            .read(true)
            .create(true)
            .truncate(false)
            .open(folder.join(LOCK));
        let lock = lock.map_err(|error| Error::of_file("opening the lock file", error))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self(lock)),
            Err(TryLockError::WouldBlock) => Err(Error::InUse {
                account: account.clone(),
            }),
            Err(TryLockError::Error(error)) => {
                Err(Error::of_file("locking the account's folder", error))
            }
        }
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        // Closing the file alone would leave it locked for as long as a process that is being started holds a copy.
        let _ = self.0.unlock();
    }
}

pub(crate) fn exists(path: &Path) -> Result<bool, Error> {
    path.try_exists()
        .map_err(|error| Error::of_file("looking for the account's files", error))
}

/// What the file holds; `None` when there is none.
pub(crate) fn read(path: &Path, doing: &'static str) -> Result<Option<Vec<u8>>, Error> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::of_file(doing, error)),
    }
}

/// Replaces the file as a whole: after a crash it holds either the old bytes or the new ones.
pub(crate) fn replace(path: &Path, bytes: &[u8], doing: &'static str) -> Result<(), Error> {
    let unfinished = path.with_added_extension("new");
    let written = (|| {
        let mut file = private().create(true).truncate(true).open(&unfinished)?;
        file.write_all(bytes)?;
        file.sync_all()
    })();
    written
        .and_then(|()| publish(&unfinished, path))
        .map_err(|error| {
            // What is left of the attempt is ours, incomplete and named by nobody.
            let _ = fs::remove_file(&unfinished);
            Error::of_file(doing, error)
        })
}

/// Gives a complete file its name, durably.
pub(crate) fn publish(unfinished: &Path, path: &Path) -> io::Result<()> {
    fs::rename(unfinished, path)?;
    path.parent().map_or(Ok(()), sync_folder)
}

/// A new, empty file that only this user can read.
pub(crate) fn create_empty(path: &Path) -> io::Result<()> {
    private().create_new(true).open(path).map(drop)
}

/// Whether SQLite has left a log beside the database, with changes that are not in it yet.
pub(crate) fn has_log(database: &Path) -> Result<bool, Error> {
    match fs::metadata(beside(database, "-wal")) {
        Ok(log) => Ok(log.len() > 0),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(Error::of_file("looking for the account's files", error)),
    }
}

/// Removes what is left of a database that was never finished, and with it what SQLite has put beside it.
pub(crate) fn discard_unfinished(path: &Path) -> io::Result<()> {
    for ending in ["", "-journal", "-wal", "-shm"] {
        match fs::remove_file(beside(path, ending)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// Gives a damaged file another name, so that nothing of it is lost.
pub(crate) fn set_aside(path: &Path) -> Result<(), Error> {
    let failed = |error| Error::of_file("setting a damaged file aside", error);
    if !exists(path)? {
        return Ok(());
    }
    let mut aside = path.with_added_extension("quarantine");
    while exists(&aside)? {
        aside.as_mut_os_string().push("+");
    }
    fs::rename(path, aside).map_err(failed)
}

fn beside(database: &Path, ending: &str) -> PathBuf {
    let mut path = database.to_owned();
    path.as_mut_os_string().push(ending);
    path
}

/// Makes the folder, or takes the rights of others away from it.
pub(crate) fn make_private_folder(folder: &Path) -> Result<(), Error> {
    make_folder(folder).map_err(|error| Error::of_file("making the account's folder", error))
}

/// Removes the folder with all that is in it.
pub(crate) fn remove_folder(folder: &Path) -> Result<(), Error> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(Error::of_file("erasing the account's files", error))
        }
        _ => Ok(()),
    }
}

#[cfg(unix)]
fn private() -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut options = OpenOptions::new();
    options.write(true).mode(0o600);
    options
}

#[cfg(unix)]
fn make_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)?;
    let rights = fs::metadata(folder)?.permissions().mode();
    if rights & 0o077 == 0 {
        Ok(())
    } else {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))
    }
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

// On Windows the user's profile is closed to other users already, and folders cannot be synced.
#[cfg(windows)]
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    options
}

#[cfg(windows)]
fn make_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

#[cfg(windows)]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}
