//! An open desk: the account's vault, who its agent is, and the parts.
//!
//! It promises that after [`Desk::close`] the account's files are free. It deliberately shows nothing: what the window
//! hears of it is `account`'s work.

use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use net::Network;
use session::{Agent, Session, Standing};
use tokio::task::JoinSet;
use vault::Vault;

use crate::accounts::{Known, summary};
use crate::failure::Failure;
use crate::find::Finder;
use crate::places::Places;
use crate::services::{Services, Ways, time};
use crate::wire::account::{Account, AccountSummary, Part, Parts, Refusal};
use crate::wire::{self, Millis};

/// An open desk.
pub(crate) struct Desk {
    pub(crate) known: Known,
    pub(crate) vault: Vault,
    pub(crate) network: Network,
    pub(crate) session: Session,
    pub(crate) services: Services,
    pub(crate) finder: Finder,
    pub(crate) places: Places,
    /// Rung when a server knows us no more.
    pub(crate) ways: Ways,
    /// Since when nobody is signed in, as far as this start has seen.
    ended: Mutex<Option<Millis>>,
    /// What lives as long as the desk is open.
    pub(crate) tasks: Mutex<JoinSet<()>>,
}

/// What a desk is opened with.
pub(crate) struct Opened {
    pub(crate) known: Known,
    pub(crate) vault: Vault,
    pub(crate) network: Network,
    pub(crate) session: Session,
}

impl Desk {
    /// Opens the parts, with so many bytes for files that the servers have too. Sends nothing.
    pub(crate) async fn open(
        opened: Opened,
        room_for_files: u64,
        ways: Ways,
    ) -> Result<Self, Failure> {
        let services = Services::open(&opened, room_for_files, ways.clone()).await?;
        let Opened {
            known,
            vault,
            network,
            session,
            ..
        } = opened;
        Ok(Self {
            known,
            places: Places::read(&vault),
            vault,
            network,
            session,
            services,
            finder: Finder::default(),
            ways,
            ended: Mutex::default(),
            tasks: Mutex::default(),
        })
    }

    /// Ends everything and closes the vault.
    pub(crate) async fn close(&self) {
        let mut tasks =
            std::mem::take(&mut *self.tasks.lock().unwrap_or_else(PoisonError::into_inner));
        tasks.abort_all();
        self.services.close().await;
        let vault = self.vault.clone();
        if tokio::task::spawn_blocking(move || vault.close())
            .await
            .is_err()
        {
            tracing::error!("closing the vault panicked");
        }
    }

    /// Whose desk it is.
    pub(crate) fn summary(&self) -> AccountSummary {
        summary(&self.known.id, &self.known.profile)
    }

    /// What the window hears.
    pub(crate) fn account(&self, others: Vec<AccountSummary>, refusal: Option<Refusal>) -> Account {
        let standing = self.session.standing().borrow().clone();
        let signed_in = matches!(standing, Standing::SignedIn(_));
        let agent = owner(standing);
        Account::Open {
            account: self.summary(),
            name: agent
                .as_ref()
                .map(|agent| agent.name.clone())
                .unwrap_or_default(),
            email: agent
                .map(|agent| agent.email)
                .filter(|email| !email.is_empty()),
            standing: self.standing(signed_in),
            parts: self.parts(signed_in),
            recovery_key_made: self.vault.has_recovery_key(),
            others,
            places: self.places(),
            refusal,
        }
    }

    /// Where the agent was; a note that has gone meanwhile is no place any more.
    fn places(&self) -> Vec<wire::Place> {
        let mut places = self.places.get();
        if let Some(notes) = &self.services.notes {
            let list = notes.list();
            let stands =
                |id: &wire::notes::NoteId| list.iter().any(|note| note.id.as_str() == id.0);
            places.retain(|place| !matches!(place, wire::Place::Note { id } if !stands(id)));
        }
        places
    }

    fn standing(&self, signed_in: bool) -> wire::account::Standing {
        let mut ended = self.ended.lock().unwrap_or_else(PoisonError::into_inner);
        if signed_in {
            *ended = None;
            return wire::account::Standing::SignedIn;
        }
        wire::account::Standing::SignedOut {
            since: *ended.get_or_insert_with(|| time(SystemTime::now())),
        }
    }

    fn parts(&self, signed_in: bool) -> Parts {
        let profile = &self.known.profile;
        let part = |there: bool, ready: bool| match (there, ready) {
            (false, _) => Part::Absent,
            (true, true) => Part::Ready,
            (true, false) => Part::SignedOut,
        };
        Parts {
            notes: part(profile.docs.is_some(), signed_in),
            chat: part(profile.matrix.is_some(), self.services.in_chat()),
            assistant: part(profile.assistant.is_some(), signed_in),
        }
    }
}

/// Whose account it is, once it has an owner.
pub(crate) fn owner(standing: Standing) -> Option<Agent> {
    match standing {
        Standing::NeverSignedIn => None,
        Standing::SignedIn(agent) | Standing::SignedOut { agent, .. } => Some(agent),
    }
}
