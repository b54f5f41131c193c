//! Syncing, and whether the homeserver answers. Only a real answer counts as online. The send queue runs exactly
//! while the server answers.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use matrix_sdk::Client;
use matrix_sdk_ui::room_list_service::State as ListState;
use matrix_sdk_ui::sync_service::{State, SyncService};
use net::{Network, Reachability};
use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::watch;
use tokio::time::Instant;

use crate::change::{Change, Connection};

/// `SyncService::stop` never returns when it is called before the first answer.
const STOPPING: Duration = Duration::from_secs(5);

/// A server that accepts and then fails at once, this often within `SHORT`, gets a pause.
const FLAPS: u32 = 4;
const SHORT: Duration = Duration::from_secs(10);
const FIRST_PAUSE: Duration = Duration::from_secs(5);
const LONGEST_PAUSE: Duration = Duration::from_secs(120);

pub(crate) struct Watched {
    pub(crate) client: Client,
    pub(crate) service: Arc<SyncService>,
    pub(crate) network: Network,
    pub(crate) changes: UnboundedSender<Change>,
    pub(crate) wanted: Arc<AtomicBool>,
}

/// Stops the service, in a bounded time.
pub(crate) async fn stop(service: &SyncService) {
    if tokio::time::timeout(STOPPING, service.stop())
        .await
        .is_err()
    {
        tracing::warn!("syncing did not stop in time and was left behind");
    }
}

/// Follows the service for as long as it lives.
pub(crate) async fn watch(watched: Watched, told: watch::Sender<Connection>) {
    let mut service = watched.service.state();
    let list_service = watched.service.room_list_service();
    let mut list = list_service.state();
    let mut reachability = watched.network.reachability();
    let mut pace = Pace::default();
    loop {
        let now = connection(&service.get(), &list.get());
        let before = told.send_replace(now);
        if before != now {
            publish(&watched, now).await;
        }
        if let Some(pause) = pace.pause(now, before, Instant::now()) {
            rest(&watched, pause).await;
        }
        tokio::select! {
            Some(_) = service.next() => {}
            Some(_) = list.next() => {}
            Ok(()) = reachability.changed() => {
                let back = matches!(*reachability.borrow_and_update(), Reachability::Online);
                if back && *told.borrow() == Connection::Offline && pace.may_hurry(Instant::now()) {
                    watched.service.start().await;
                }
            }
            else => return,
        }
    }
}

async fn publish(watched: &Watched, now: Connection) {
    tracing::info!(connection = ?now, "chat");
    watched
        .client
        .send_queue()
        .set_enabled(now == Connection::Online)
        .await;
    match now {
        Connection::Online => watched.network.report_success(),
        Connection::Offline => watched.network.report_failure(),
        Connection::Stopped | Connection::Connecting => {}
    }
    let _ = watched.changes.send(Change::Connection(now));
}

/// Leaves the server alone for a while, then starts again if that is still wanted.
async fn rest(watched: &Watched, pause: Duration) {
    tracing::warn!(?pause, "the homeserver answers and fails in turns");
    stop(&watched.service).await;
    tokio::time::sleep(pause).await;
    if watched.wanted.load(Ordering::SeqCst) {
        watched.service.start().await;
    }
}

/// `Running` is set the moment the service is started; the room list moves only with a real answer.
fn connection(service: &State, list: &ListState) -> Connection {
    match (service, list) {
        (State::Idle, _) => Connection::Stopped,
        (State::Offline | State::Error(_) | State::Terminated, _) => Connection::Offline,
        (State::Running, ListState::SettingUp | ListState::Recovering | ListState::Running) => {
            Connection::Online
        }
        (State::Running, _) => Connection::Connecting,
    }
}

/// Notices a server that fails each time right after it seemed to be back: the SDK would ask it again without end
/// and without a pause.
#[derive(Default)]
struct Pace {
    failures: u32,
    since: Option<Instant>,
    pause: Option<Duration>,
    hurried: Option<Instant>,
}

impl Pace {
    /// How long to leave the server alone after this step, if at all.
    fn pause(&mut self, now: Connection, before: Connection, at: Instant) -> Option<Duration> {
        if now == Connection::Online {
            self.pause = None;
        }
        if now != Connection::Offline || before == Connection::Offline {
            return None;
        }
        let recent = self.since.is_some_and(|since| at - since < SHORT);
        if !recent {
            (self.since, self.failures) = (Some(at), 0);
        }
        self.failures += 1;
        if self.failures < FLAPS {
            return None;
        }
        (self.since, self.failures) = (None, 0);
        let pause = self
            .pause
            .map_or(FIRST_PAUSE, |pause| (pause * 2).min(LONGEST_PAUSE));
        self.pause = Some(pause);
        Some(pause)
    }

    /// Whether to try now because another server was reached. Not too often: the homeserver may be down alone.
    fn may_hurry(&mut self, at: Instant) -> bool {
        let soon = self.hurried.is_some_and(|last| at - last < FIRST_PAUSE);
        if !soon {
            self.hurried = Some(at);
        }
        !soon
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(service: State, list: ListState, expected: Connection) {
        assert_eq!(
            connection(&service, &list),
            expected,
            "{service:?} {list:?}"
        );
    }

    fn error() -> ListState {
        ListState::Error {
            from: Box::new(ListState::Running),
        }
    }

    #[test]
    fn only_an_answer_is_online() {
        check(State::Idle, ListState::Init, Connection::Stopped);
        check(State::Running, ListState::Init, Connection::Connecting);
        check(State::Running, ListState::SettingUp, Connection::Online);
        check(State::Running, ListState::Running, Connection::Online);
        check(State::Running, error(), Connection::Connecting);
        check(State::Offline, error(), Connection::Offline);
        check(State::Offline, ListState::Running, Connection::Offline);
        check(State::Terminated, ListState::Running, Connection::Offline);
        check(State::Idle, ListState::Running, Connection::Stopped);
    }

    #[test]
    fn a_server_that_flaps_gets_longer_and_longer_pauses() {
        let (mut pace, start) = (Pace::default(), Instant::now());
        let mut pauses = Vec::new();
        for n in 0..12 {
            let at = start + Duration::from_millis(n * 10);
            let paused = pace.pause(Connection::Offline, Connection::Connecting, at);
            pauses.extend(paused.map(|pause| pause.as_secs()));
            assert_eq!(
                pace.pause(Connection::Connecting, Connection::Offline, at),
                None
            );
        }
        assert_eq!(pauses, [5, 10, 20]);
    }

    #[test]
    fn a_server_that_fails_now_and_then_gets_none() {
        let (mut pace, start) = (Pace::default(), Instant::now());
        for n in 0..12 {
            let at = start + Duration::from_secs(n * 11);
            assert_eq!(
                pace.pause(Connection::Offline, Connection::Online, at),
                None
            );
        }
    }
}
