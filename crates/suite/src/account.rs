//! Which account is open: opening and closing desks, signing in and out, and what the window is told of it.
//!
//! It promises that at most one desk is open, that a vault that cannot be opened is left as it is, and that signing in
//! again goes on with the same vault when it is the same agent.

mod arrival;

use std::sync::{Arc, Weak};
use std::time::{Duration, SystemTime};

use net::Reachability;
use session::{Profile, Session};
use vault::{AccountId, RecoveryKey, Vault};

use crate::accounts::{Known, summary};
use crate::desk::{Desk, Opened};
use crate::failure::{Code, Failure};
use crate::services::{millis, time};
use crate::sign_in::refusal::trouble;
use crate::suite::{Connection, Inner, Suite, lock};
use crate::wire::Millis;
use crate::wire::account::{self as wire, Account, Refusal, Trouble};

/// How long a window that is being closed may hold its vault before another one is told so.
const CLOSING: Duration = Duration::from_secs(4);

impl Suite {
    /// Opens the account that was open last, or welcomes.
    pub(crate) fn begin(&self, last: Option<Known>) {
        match last {
            None => self.welcome(None),
            Some(known) => {
                self.set_account(Account::Opening {
                    account: summary(&known.id, &known.profile),
                });
                let suite = self.clone();
                self.spawn(async move { suite.open(known).await });
            }
        }
    }

    /// Opens an account with the key from the keyring.
    pub(crate) async fn open(&self, known: Known) {
        let _turn = self.inner.turn.lock().await;
        self.close_desk().await;
        self.set_account(Account::Opening {
            account: summary(&known.id, &known.profile),
        });
        match self.open_vault(&known.id).await {
            Ok(vault) => self.furnish(known, vault).await,
            Err(error) => self.stay_closed(&known.id, &known.profile, &error),
        }
    }

    /// Opens an account whose key the keyring has lost.
    pub(crate) async fn recover(&self, known: Known, key: RecoveryKey) -> Result<(), Failure> {
        let _turn = self.inner.turn.lock().await;
        let (folder, keyring) = (
            self.inner.config.account_folder(&known.id),
            self.inner.config.keyring.clone(),
        );
        let id = known.id.clone();
        let vault = blocking(move || Vault::recover(&folder, &id, &keyring, &key)).await;
        let vault = vault.map_err(|error| match error {
            vault::Error::KeyLost { .. } => {
                Failure::new(Code::Invalid, "this is not the recovery key of this vault")
            }
            error => error.into(),
        })?;
        self.furnish(known, vault).await;
        Ok(())
    }

    /// The account that stands closed in front of the agent.
    pub(crate) fn closed(&self) -> Result<Known, Failure> {
        let Account::Closed { account, .. } = &*lock(&self.inner.account) else {
            return Err(Failure::new(Code::Invalid, "no account stands closed"));
        };
        self.known(&account.id)
    }

    /// An account on this machine.
    pub(crate) fn known(&self, id: &wire::AccountId) -> Result<Known, Failure> {
        let id = AccountId::parse(&id.0);
        let known = id.and_then(|id| lock(&self.inner.accounts).find(&id));
        known.ok_or_else(|| Failure::new(Code::Missing, "there is no such account on this machine"))
    }

    /// Remembers an agency, and shows it where agencies are shown.
    pub(crate) fn add_agency(&self, profile: Profile) -> Result<wire::ProfileId, Failure> {
        if self.inner.policy.profile_file.is_locked() {
            return Err(Failure::new(
                Code::Forbidden,
                "the agency is locked by a policy",
            ));
        }
        let id = wire::ProfileId(profile.id.clone());
        lock(&self.inner.accounts).add_agency(profile)?;
        let is_shown = matches!(*lock(&self.inner.account), Account::Welcome { .. });
        if is_shown {
            self.welcome(None);
        }
        Ok(id)
    }

    /// Closes the desk, if one is open, and shows the agencies.
    pub(crate) async fn leave(&self) {
        let _turn = self.inner.turn.lock().await;
        self.close_desk().await;
        self.welcome(None);
    }

    /// Closes the open desk. Whoever calls this holds the turn.
    pub(crate) async fn close_desk(&self) {
        let desk = lock(&self.inner.desk).take();
        if let Some(desk) = desk {
            desk.close().await;
        }
    }

    /// Signs out at the servers, closes the desk, and keeps or erases the vault.
    pub(crate) async fn sign_out(&self, keep: wire::Keep) -> Result<(), Failure> {
        let desk = self.open_desk()?;
        self.cancel_trip();
        let _turn = self.inner.turn.lock().await;
        let report = desk.session.sign_out().await?;
        tracing::info!(tokens = ?report.tokens, docs = ?report.docs, provider = ?report.provider, "signed out");
        if let Some(chat) = &desk.services.chat
            && let Err(error) = chat.sign_out().await
        {
            tracing::warn!(%error, "the homeserver was not told");
        }
        if let (session::Step::InBrowser, session::Step::Nothing, Some(page)) =
            (report.provider, report.docs, report.end_session)
            && let Err(error) = (self.inner.shell.open_url)(&page)
        {
            tracing::warn!(%error, "the browser was not opened");
        }
        self.close_desk().await;
        let id = &desk.known.id;
        match keep {
            wire::Keep::Vault => lock(&self.inner.accounts).signed_out(id)?,
            wire::Keep::Nothing => self.erase(id).await?,
        }
        self.welcome(None);
        Ok(())
    }

    /// Gives up an account that cannot be opened. Its vault is put aside, not erased.
    pub(crate) async fn start_over(&self, known: &Known) -> Result<(), Failure> {
        let _turn = self.inner.turn.lock().await;
        let config = &self.inner.config;
        crate::files::set_aside(
            &config.account_folder(&known.id),
            &config.aside_folder(&known.id),
        )?;
        lock(&self.inner.accounts).forget(&known.id)?;
        self.welcome(None);
        Ok(())
    }

    /// Tells the open desk's state, with what went wrong with the last sign-in if that is being shown.
    pub(crate) fn refresh(&self) {
        let refusal = match &*lock(&self.inner.account) {
            Account::Open { refusal, .. } => refusal.clone(),
            _ => return,
        };
        self.show(refusal);
    }

    /// Shows the agencies, and what went wrong with the last attempt.
    pub(crate) fn welcome(&self, refusal: Option<Refusal>) {
        let (mut agencies, accounts) = {
            let accounts = lock(&self.inner.accounts);
            (accounts.agencies(), accounts.others(None))
        };
        let managed = self.inner.policy.profile_file.is_locked();
        if managed && let Some(chosen) = lock(&self.inner.accounts).managed() {
            agencies.retain(|agency| agency.profile.0 == chosen);
        }
        self.set_account(Account::Welcome {
            agencies,
            accounts,
            managed,
            refusal,
        });
    }

    /// Tells the account as it was last told.
    pub(crate) fn tell_account_again(&self) {
        let account = lock(&self.inner.account);
        self.inner
            .stream
            .tell(crate::events::Event::AccountChanged {
                account: account.clone(),
            });
    }

    /// Shows the desk, or the agencies where none is open.
    fn show(&self, refusal: Option<Refusal>) {
        let Some(desk) = self.desk() else {
            return self.welcome(refusal);
        };
        let others = lock(&self.inner.accounts).others(Some(&desk.known.id));
        self.set_account(desk.account(others, refusal));
    }

    /// Shows the desk with its notes: a window that came while the parts were opening has missed what was told of them.
    async fn show_whole(&self, refusal: Option<Refusal>) {
        self.show(refusal);
        if let Some(notes) = self.desk().and_then(|desk| desk.services.notes.clone()) {
            notes.tell_again().await;
        }
    }

    fn set_account(&self, account: Account) {
        let mut told = lock(&self.inner.account);
        *told = account;
        self.inner
            .stream
            .tell(crate::events::Event::AccountChanged {
                account: told.clone(),
            });
    }

    fn stay_closed(&self, id: &AccountId, profile: &Profile, error: &vault::Error) {
        tracing::warn!(
            error = crate::failure::chain(error),
            "the vault stays closed"
        );
        let recoverable = matches!(
            error,
            vault::Error::KeyLost {
                recoverable: true,
                ..
            }
        );
        self.set_account(Account::Closed {
            account: summary(id, profile),
            trouble: trouble(error),
            recoverable,
        });
    }

    /// Opens the parts on an open vault, or says why not.
    async fn furnish(&self, known: Known, vault: Vault) {
        let account = summary(&known.id, &known.profile);
        let opened = async {
            let network = self.network(&known.profile)?;
            let session = Session::open(vault.clone(), network.clone(), known.profile.clone())?;
            self.open_parts(Opened {
                known,
                vault: vault.clone(),
                network,
                session,
            })
            .await
        };
        match opened.await {
            Ok(desk) => {
                self.show_whole(None).await;
                desk.services.start().await;
            }
            Err(failure) => {
                tracing::error!(detail = failure.detail, "the desk does not open");
                vault.close();
                let trouble = if failure.code == Code::DiskFull {
                    Trouble::DiskFull
                } else {
                    Trouble::Corrupt
                };
                self.set_account(Account::Closed {
                    account,
                    trouble,
                    recoverable: false,
                });
            }
        }
    }

    async fn open_parts(&self, opened: Opened) -> Result<Arc<Desk>, Failure> {
        let remembered = Known {
            signed_out: false,
            profile: opened.session.profile().clone(),
            ..opened.known.clone()
        };
        let room_for_files = self.inner.policy.room_for_files.value.bytes();
        let desk = Arc::new(Desk::open(opened, room_for_files, self.ways()).await?);
        lock(&self.inner.accounts).opened(remembered)?;
        lock(&desk.tasks).spawn(watch(Arc::downgrade(&self.inner), Arc::downgrade(&desk)));
        *lock(&self.inner.desk) = Some(Arc::clone(&desk));
        Ok(desk)
    }

    /// Opens the vault. One that is in use is tried for a moment: the window before this one may still be closing.
    async fn open_vault(&self, id: &AccountId) -> Result<Vault, vault::Error> {
        let until = tokio::time::Instant::now() + CLOSING;
        loop {
            let (folder, keyring, id) = (
                self.inner.config.account_folder(id),
                self.inner.config.keyring.clone(),
                id.clone(),
            );
            match blocking(move || Vault::open(&folder, &id, &keyring)).await {
                Err(vault::Error::InUse { .. }) if tokio::time::Instant::now() < until => {
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
                opened => return opened,
            }
        }
    }

    async fn erase(&self, id: &AccountId) -> Result<(), Failure> {
        let (folder, keyring, erased) = (
            self.inner.config.account_folder(id),
            self.inner.config.keyring.clone(),
            id.clone(),
        );
        blocking(move || Vault::erase(&folder, &erased, &keyring)).await?;
        lock(&self.inner.accounts).forget(id)?;
        Ok(())
    }
}

/// Follows what is true of an open desk, and tells it.
async fn watch(suite: Weak<Inner>, desk: Weak<Desk>) {
    let Some(open) = desk.upgrade() else { return };
    let (mut standing, mut reachability) = (open.session.standing(), open.network.reachability());
    let signed_out = Arc::clone(&open.ways.signed_out);
    drop(open);
    loop {
        let Some(suite) = suite.upgrade().map(|inner| Suite { inner }) else {
            return;
        };
        suite.connected(*reachability.borrow_and_update());
        suite.refresh();
        drop(suite);
        tokio::select! {
            changed = standing.changed() => {
                let Some(open) = desk.upgrade().filter(|_| changed.is_ok()) else { return };
                if matches!(*standing.borrow_and_update(), session::Standing::SignedIn(_)) {
                    open.services.start().await;
                }
            }
            changed = reachability.changed() => if changed.is_err() { return },
            () = signed_out.notified() => {}
        }
    }
}

impl Suite {
    fn connected(&self, reachability: Reachability) {
        let online = reachability == Reachability::Online;
        let since = match reachability {
            Reachability::Online => now(),
            Reachability::Offline { since_ms } => millis(since_ms),
        };
        let mut connection = lock(&self.inner.connection);
        if connection.online != online {
            *connection = Connection { online, since };
            drop(connection);
            self.tell_connection();
        }
    }
}

/// The time on the wire.
pub(crate) fn now() -> Millis {
    time(SystemTime::now())
}

/// Work that blocks its thread: the keyring may take seconds.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, vault::Error> + Send + 'static,
) -> Result<T, vault::Error> {
    let lost = |error| vault::Error::NotWritable {
        doing: "working on the vault",
        source: Arc::new(error),
    };
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|error| Err(lost(error)))
}
