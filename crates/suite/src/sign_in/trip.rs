//! The one trip that opens all parts: to the identity provider, through Docs where it wants cookies, and to the
//! homeserver. It promises that nothing is kept before the identity is proven, that what was granted is on disk before
//! anything uses it, and that a trip that is cancelled or late leaves the desk as it was before.

use std::sync::Arc;
use std::time::Duration;

use net::Network;
use session::{Grant, Profile, SignIn, Surface, docs_leg};
use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

use super::pages::Pages;
use super::refusal::Stopped;
use crate::Suite;
use crate::desk::Desk;
use crate::wire::account::{self as wire, RefusalReason, SignInStep};

/// How long the agent may take.
const PATIENCE: Duration = Duration::from_secs(300);

/// A trip that is under way.
struct Trip<'a> {
    suite: &'a Suite,
    profile: Profile,
    network: Network,
    cancelled: Arc<Notify>,
    until: Instant,
}

/// What the pages of identity provider and Docs have brought.
struct Brought {
    grant: Grant,
    cookies: Vec<session::Cookie>,
}

/// Takes the trip. Whatever was opened is open afterwards; what stopped it is returned.
pub(crate) async fn take(
    suite: &Suite,
    profile: Profile,
    cancelled: Arc<Notify>,
) -> Result<(), Stopped> {
    suite.at_step(&profile, SignInStep::Finding, wire::Surface::Browser);
    let network = match suite
        .desk()
        .filter(|desk| desk.known.profile.id == profile.id)
    {
        Some(desk) => desk.network.clone(),
        None => suite.network(&profile)?,
    };
    let trip = Trip {
        suite,
        profile,
        network,
        cancelled,
        until: Instant::now() + PATIENCE,
    };
    let mut pages = trip.in_time(trip.pages()).await?;
    let ended = trip.walk(&mut pages).await;
    pages.finish(ended.is_ok()).await;
    ended
}

impl Trip<'_> {
    async fn walk(&self, pages: &mut Pages) -> Result<(), Stopped> {
        let Brought { grant, cookies } = self.in_time(self.identity_and_docs(pages)).await?;
        self.at(SignInStep::Storing, pages);
        let desk = self
            .suite
            .admit(&self.profile, &self.network, grant)
            .await?;
        let docs = match cookies.is_empty() {
            true => Ok(()),
            false => desk.session.accept_docs(cookies).await,
        };
        desk.services.start().await;
        let chat = self.chat(&desk, pages).await;
        docs?;
        chat
    }

    async fn pages(&self) -> Result<Pages, Stopped> {
        let language = self.suite.settings().language;
        match self.suite.surface(&self.profile, &self.network).await? {
            Surface::Browser => {
                Pages::in_browser(self.suite.shell().open_url.clone(), language).await
            }
            Surface::Window => {
                let window = self.suite.shell().sign_in_window.clone();
                Pages::in_window(window, &self.profile, &self.network, language).await
            }
        }
    }

    async fn identity_and_docs(&self, pages: &mut Pages) -> Result<Brought, Stopped> {
        self.at(SignInStep::Identity, pages);
        let sign_in = SignIn::begin(&self.profile, &self.network, &pages.redirect()).await?;
        let arrived = pages.visit(sign_in.url()).await?;
        let grant = sign_in.finish(&arrived).await?;
        let cookies = match docs_leg(&self.profile) {
            Some(docs) if pages.surface() == Surface::Window => {
                self.at(SignInStep::Notes, pages);
                pages.visit_docs(&docs).await?
            }
            _ => Vec::new(),
        };
        Ok(Brought { grant, cookies })
    }

    /// A homeserver that still knows us is left in peace.
    async fn chat(&self, desk: &Desk, pages: &mut Pages) -> Result<(), Stopped> {
        let Some(chat) = &desk.services.chat else {
            return Ok(());
        };
        if desk.services.in_chat() {
            return Ok(());
        }
        self.at(SignInStep::Chat, pages);
        let visit = async {
            let start = chat.begin_sign_in(&pages.redirect()).await?;
            pages.visit(&start).await
        };
        let arrived = match self.in_time(visit).await {
            Ok(arrived) => arrived,
            Err(stopped) => {
                chat.cancel_sign_in().await;
                return Err(stopped);
            }
        };
        chat.finish_sign_in(&arrived).await?;
        desk.services.signed_in_to_chat();
        chat.start().await?;
        Ok(())
    }

    /// Until the agent cancels or five minutes are over.
    async fn in_time<T>(
        &self,
        work: impl Future<Output = Result<T, Stopped>>,
    ) -> Result<T, Stopped> {
        tokio::select! {
            done = work => done,
            () = self.cancelled.notified() => Err(Stopped::because(RefusalReason::Cancelled, "the agent cancelled")),
            () = sleep_until(self.until) => Err(Stopped::because(RefusalReason::TimedOut, "five minutes are over")),
        }
    }

    fn at(&self, step: SignInStep, pages: &Pages) {
        let surface = match pages.surface() {
            Surface::Browser => wire::Surface::Browser,
            Surface::Window => wire::Surface::Window,
        };
        self.suite.at_step(&self.profile, step, surface);
    }
}
