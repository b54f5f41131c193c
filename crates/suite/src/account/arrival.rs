//! Signing in, seen from the account: a trip begins and ends, and whoever has signed in is taken in. Who that is
//! decides which vault is opened; the trip itself is `sign_in`'s work.

use std::sync::Arc;

use net::Network;
use session::{Grant, Profile, Session, Surface};
use vault::{AccountId, Vault};

use crate::accounts::{Known, agency};
use crate::desk::{Desk, Opened, owner};
use crate::failure::{Code, Failure, chain};
use crate::sign_in::refusal::Stopped;
use crate::sign_in::trip;
use crate::suite::{Suite, apart, lock};
use crate::wire::account::{self as wire, Account, RefusalReason, SignInStep};

/// A vault of an agency with the session that is kept in it.
struct Candidate {
    known: Known,
    vault: Vault,
    session: Session,
}

impl Suite {
    /// Begins to sign in; what comes of it is told.
    pub(crate) fn begin_trip(&self, profile: Profile) -> Result<(), Failure> {
        let mut under_way = lock(&self.inner.trip);
        if under_way.is_some() {
            return Err(Failure::new(Code::Invalid, "a sign-in is under way"));
        }
        let cancelled = Arc::default();
        *under_way = Some(Arc::clone(&cancelled));
        let suite = self.clone();
        self.spawn(async move {
            let traveller = (suite.clone(), profile.clone());
            let ended =
                apart(async move { trip::take(&traveller.0, traveller.1, cancelled).await }).await;
            if let Some(window) = &suite.inner.shell.sign_in_window {
                window.close().await;
            }
            lock(&suite.inner.trip).take();
            let broken = || {
                Err(Stopped::because(
                    RefusalReason::Broken,
                    "the sign-in panicked",
                ))
            };
            suite.arrive(&profile, ended.unwrap_or_else(broken)).await;
        });
        Ok(())
    }

    /// Cancels the sign-in that is under way, if one is.
    pub(crate) fn cancel_trip(&self) {
        if let Some(trip) = &*lock(&self.inner.trip) {
            trip.notify_one();
        }
    }

    /// Tells how far a sign-in is.
    pub(crate) fn at_step(&self, profile: &Profile, step: SignInStep, surface: wire::Surface) {
        self.set_account(Account::SigningIn {
            agency: agency(profile),
            step,
            surface,
        });
    }

    /// Where the agent signs in: as IT says, else as profile and Docs say.
    pub(crate) async fn surface(
        &self,
        profile: &Profile,
        network: &Network,
    ) -> Result<Surface, session::Error> {
        match self.inner.policy.sign_in_surface.value {
            policy::SignInSurface::Browser => Ok(Surface::Browser),
            policy::SignInSurface::Window => Ok(Surface::Window),
            policy::SignInSurface::Auto => session::surface(profile, network).await,
        }
    }

    /// Takes in whoever has signed in: at the desk that is open, at their vault of before, or at a new one.
    pub(crate) async fn admit(
        &self,
        profile: &Profile,
        network: &Network,
        grant: Grant,
    ) -> Result<Arc<Desk>, Stopped> {
        let _turn = self.inner.turn.lock().await;
        if let Some(desk) = self
            .desk()
            .filter(|desk| desk.known.profile.id == profile.id)
        {
            desk.session.accept(grant).await?;
            return Ok(desk);
        }
        self.close_desk().await;
        let candidate = match self
            .vault_of(profile, network, &grant.agent().subject)
            .await?
        {
            Some(candidate) => candidate,
            None => self.new_vault(profile, network).await?,
        };
        let Candidate {
            known,
            vault,
            session,
        } = candidate;
        session.accept(grant).await?;
        let opened = Opened {
            known,
            vault,
            network: network.clone(),
            session,
        };
        let failed = |failure: Failure| Stopped::because(RefusalReason::Broken, &failure.detail);
        self.open_parts(opened).await.map_err(failed)
    }

    async fn arrive(&self, profile: &Profile, ended: Result<(), Stopped>) {
        match ended {
            Ok(()) => self.show_whole(None).await,
            Err(Stopped::Refused(refusal)) => {
                tracing::info!(reason = ?refusal.reason, "the sign-in ended early");
                self.show_whole(Some(refusal)).await;
            }
            Err(Stopped::Closed(error)) if self.desk().is_none() => {
                self.stay_closed(&AccountId::random(), profile, &error);
            }
            Err(Stopped::Closed(error)) => {
                let detail = chain(&error);
                let reason = RefusalReason::Broken;
                self.show_whole(Some(wire::Refusal { reason, detail }))
                    .await;
            }
        }
    }

    /// The vault of this agent, among those of their agency. One that is lost cannot be asked whose it was; one that
    /// is only closed for now ends the sign-in, so that nobody gets a second vault beside it.
    async fn vault_of(
        &self,
        profile: &Profile,
        network: &Network,
        subject: &str,
    ) -> Result<Option<Candidate>, Stopped> {
        use vault::Error::{Corrupt, KeyLost, TooNew};
        let all = lock(&self.inner.accounts).of(profile);
        for known in all {
            let vault = match self.open_vault(&known.id).await {
                Ok(vault) => vault,
                Err(KeyLost { .. } | Corrupt { .. } | TooNew { .. }) => continue,
                Err(error) => return Err(Stopped::Closed(error)),
            };
            let session = Session::open(vault.clone(), network.clone(), profile.clone());
            if let Ok(session) = session {
                let owner = owner(session.standing().borrow().clone());
                if owner.is_some_and(|owner| owner.subject == subject) {
                    return Ok(Some(Candidate {
                        known,
                        vault,
                        session,
                    }));
                }
            }
            vault.close();
        }
        Ok(None)
    }

    async fn new_vault(&self, profile: &Profile, network: &Network) -> Result<Candidate, Stopped> {
        let known = Known {
            id: AccountId::random(),
            profile: profile.clone(),
            signed_out: false,
        };
        let vault = self.open_vault(&known.id).await.map_err(Stopped::Closed)?;
        let session = Session::open(vault.clone(), network.clone(), profile.clone())?;
        Ok(Candidate {
            known,
            vault,
            session,
        })
    }
}
