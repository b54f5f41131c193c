//! The ways to an open vault: first use, the keyring's key, the recovery key; and the one out of it, erasing.
//! A refusal leaves every file as it was.

use std::path::Path;

use crate::account::AccountId;
use crate::database;
use crate::error::{Error, Loss};
use crate::files::{self, DATABASE, Guard, HEADER};
use crate::header::Header;
use crate::keyring::{Found, Keyring};
use crate::keys::AccountKey;
use crate::recovery::RecoveryKey;
use crate::vault::Vault;

impl Vault {
    /// Opens the vault in `folder` with the key from the keyring, or makes one where there is none. It blocks, for
    /// five seconds at most when the keyring hangs.
    ///
    /// # Errors
    /// Each of [`Error`]. Whichever it is, no vault was made or changed, and the same call may be made again.
    pub fn open(folder: &Path, account: &AccountId, keyring: &Keyring) -> Result<Self, Error> {
        if !files::exists(folder)? {
            return create(folder, account, keyring);
        }
        let guard = Guard::of(folder, account)?;
        let header = Header::read(folder, account);
        match (header, files::exists(&folder.join(DATABASE))?) {
            (Ok(Some(header)), true) => {
                let key = known_key(&header, account, keyring)?;
                let connection = database::open(folder, &key.database_key())?;
                Self::start(folder, header, key, connection, guard)
            }
            (Ok(Some(_)), false) => Err(Error::damaged(DATABASE, "it is missing")),
            (Ok(None), true) => adopt(
                folder,
                account,
                keyring,
                guard,
                Error::damaged(HEADER, "it is missing"),
            ),
            (Err(damaged @ Error::Corrupt { .. }), true) => {
                adopt(folder, account, keyring, guard, damaged)
            }
            (Err(error), _) => Err(error),
            (Ok(None), false) => {
                drop(guard);
                create(folder, account, keyring)
            }
        }
    }

    /// Opens the vault in `folder` with its recovery key and puts the account key into the keyring again. A keyring
    /// that does not take it is no reason to keep the agent out: then [`keep_key`](Self::keep_key) can be tried
    /// again later, and until it succeeds the recovery key is needed at every start.
    ///
    /// # Errors
    /// [`Error::KeyLost`] when this is not its recovery key, else as [`open`](Self::open).
    pub fn recover(
        folder: &Path,
        account: &AccountId,
        keyring: &Keyring,
        recovery_key: &RecoveryKey,
    ) -> Result<Self, Error> {
        let missing = || Error::damaged(HEADER, "it is missing");
        if !files::exists(&folder.join(HEADER))? {
            return Err(missing());
        }
        let guard = Guard::of(folder, account)?;
        let header = Header::read(folder, account)?.ok_or_else(missing)?;
        let wrong = || lost(account, &header, Loss::WrongRecoveryKey);
        let key = header.recover(recovery_key).ok_or_else(wrong)?;
        if !files::exists(&folder.join(DATABASE))? {
            return Err(Error::damaged(DATABASE, "it is missing"));
        }
        let connection = database::open(folder, &key.database_key())?;
        let vault = Self::start(folder, header, key, connection, guard)?;
        if let Err(error) = vault.keep_key(keyring) {
            tracing::warn!(%account, %error, "the key was recovered, but the keyring did not take it");
        }
        Ok(vault)
    }

    /// Erases an account: first its key, without which the rest is unreadable, then its folder with all that is in
    /// it, other stores included. An open vault has to be [closed](Self::close) before.
    ///
    /// # Errors
    /// [`Error::InUse`], or a keyring or disk that refuses; then the call may be made again.
    pub fn erase(folder: &Path, account: &AccountId, keyring: &Keyring) -> Result<(), Error> {
        let guard = files::exists(folder)?
            .then(|| Guard::of(folder, account))
            .transpose()?;
        keyring.remove(account)?;
        // Windows removes no file that is open.
        if cfg!(windows) {
            drop(guard);
        }
        files::remove_folder(folder)
    }
}

fn create(folder: &Path, account: &AccountId, keyring: &Keyring) -> Result<Vault, Error> {
    // Without a keyring, not even a folder is made.
    keyring.read(account)?;
    files::make_private_folder(folder)?;
    let guard = Guard::of(folder, account)?;
    // Another instance may have been quicker. From here on it is kept out, from the keyring's item too.
    if files::exists(&folder.join(DATABASE))? || files::exists(&folder.join(HEADER))? {
        return Err(Error::InUse {
            account: account.clone(),
        });
    }
    // A key that is there already is from a first start that did not get further.
    let key = match keyring.read(account)? {
        Found::Nothing => AccountKey::random(),
        Found::Keys(mut keys) => keys.swap_remove(0),
        Found::Unreadable => {
            return Err(Error::KeyLost {
                account: account.clone(),
                recoverable: false,
                source: Loss::Unreadable,
            });
        }
    };
    keyring.write(account, &key)?;
    database::create(folder, &key.database_key())?;
    let header = Header::new(account, &key, keyring.name());
    let connection = database::open(folder, &key.database_key())?;
    let vault = Vault::start(folder, header, key, connection, guard)?;
    vault.change_header(Header::clone)?;
    Ok(vault)
}

/// Opens a vault whose header is missing or damaged: the program was ended before it was written, or something else
/// has written there. The database itself says whether the key is the right one; the header is then made again from
/// the copy in the database, and what was in its place is kept. Where the key does not fit, the answer is `damage`.
fn adopt(
    folder: &Path,
    account: &AccountId,
    keyring: &Keyring,
    guard: Guard,
    damage: Error,
) -> Result<Vault, Error> {
    let Found::Keys(keys) = keyring.read(account)? else {
        return Err(damage);
    };
    for key in keys {
        let connection = match database::open(folder, &key.database_key()) {
            Ok(connection) => connection,
            Err(Error::Corrupt { .. }) => continue,
            Err(error) => return Err(error),
        };
        let fresh = Header::new(account, &key, keyring.name());
        let vault = Vault::start(folder, fresh, key, connection, guard)?;
        let kept = vault
            .header_copy()
            .and_then(|copy| Header::parse(&copy, account).ok());
        tracing::warn!(%account, from_copy = kept.is_some(), "the vault's header is made again");
        files::set_aside(&folder.join(HEADER))?;
        vault.change_header(|fresh| {
            kept.filter(|kept| kept.is_of_key(fresh))
                .unwrap_or_else(|| fresh.clone())
        })?;
        return Ok(vault);
    }
    Err(damage)
}

/// The key with which this vault was sealed, from the keyring.
fn known_key(header: &Header, account: &AccountId, keyring: &Keyring) -> Result<AccountKey, Error> {
    match keyring.read(account)? {
        Found::Nothing => Err(lost(account, header, Loss::Missing)),
        Found::Unreadable => Err(lost(account, header, Loss::Unreadable)),
        Found::Keys(keys) => {
            let fitting = keys.into_iter().find(|key| header.admits(key));
            fitting.ok_or_else(|| lost(account, header, Loss::Foreign))
        }
    }
}

fn lost(account: &AccountId, header: &Header, loss: Loss) -> Error {
    Error::KeyLost {
        account: account.clone(),
        recoverable: header.has_recovery_key(),
        source: loss,
    }
}
