//! Whether the agency's servers can be reached. Only real requests decide: an answer proves that they can; a failure
//! raises a doubt, and the doubt is settled by knocking at every allowed server, so that one server that is down
//! does not make the desk offline. While offline the knocking goes on, less and less often.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use reqwest::Client;
use tokio::sync::{Notify, watch};
use url::Url;

use crate::retry::backoff;

const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
const KNOCK: Duration = Duration::from_secs(5);

/// Whether any of the agency's servers answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reachability {
    /// At least one did when last heard of; also before the first request.
    Online,
    /// None does.
    Offline {
        /// Since when, in milliseconds since the epoch.
        since_ms: u64,
    },
}

/// What requests have told, and the bell for the task that settles doubts.
#[derive(Debug)]
pub(crate) struct Signal {
    state: watch::Sender<Reachability>,
    bell: Notify,
}

impl Signal {
    pub(crate) fn new() -> Self {
        Signal {
            state: watch::Sender::new(Reachability::Online),
            bell: Notify::new(),
        }
    }

    pub(crate) fn subscribe(&self) -> watch::Receiver<Reachability> {
        self.state.subscribe()
    }

    pub(crate) fn is_online(&self) -> bool {
        *self.state.borrow() == Reachability::Online
    }

    pub(crate) fn succeeded(&self) {
        let returned = |state: &mut Reachability| {
            let changed = *state != Reachability::Online;
            *state = Reachability::Online;
            changed
        };
        if self.state.send_if_modified(returned) {
            tracing::info!("online");
        }
    }

    pub(crate) fn failed(&self) {
        if self.is_online() {
            self.bell.notify_one();
        }
    }

    pub(crate) fn wake(&self) {
        self.bell.notify_one();
    }

    fn lost(&self) {
        let since_ms = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default()
            .as_millis();
        let since_ms = u64::try_from(since_ms).unwrap_or(u64::MAX);
        let lost = |state: &mut Reachability| {
            let changed = *state == Reachability::Online;
            if changed {
                *state = Reachability::Offline { since_ms };
            }
            changed
        };
        if self.state.send_if_modified(lost) {
            tracing::info!("offline");
        }
    }
}

/// Settles doubts, one after another, for as long as the network lives.
pub(crate) async fn settle_doubts(signal: Arc<Signal>, client: Client, origins: Vec<Url>) {
    loop {
        signal.bell.notified().await;
        until_reached(&signal, &client, &origins).await;
    }
}

async fn until_reached(signal: &Signal, client: &Client, origins: &[Url]) {
    let mut state = signal.subscribe();
    let mut attempt = 0;
    while !any_answers(client, origins).await {
        signal.lost();
        let pause = backoff(attempt, FIRST_PAUSE, LONGEST_PAUSE, rand::random());
        attempt += 1;
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = signal.bell.notified() => attempt = 0,
            _ = state.wait_for(|state| *state == Reachability::Online) => return,
        }
    }
    signal.succeeded();
}

/// Any answer will do, an error page too: it proves the way and the certificate.
async fn any_answers(client: &Client, origins: &[Url]) -> bool {
    let knock = |origin: &Url| client.head(origin.clone()).timeout(KNOCK).send();
    let mut knocks: FuturesUnordered<_> = origins.iter().map(knock).collect();
    while let Some(answer) = knocks.next().await {
        if answer.is_ok() {
            return true;
        }
    }
    false
}
