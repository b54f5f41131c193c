//! How many calls may still go out: a log of the last minute, shared by everything that asks Docs.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::Trouble;

const WINDOW: Duration = Duration::from_secs(60);

pub(crate) struct Budget {
    log: Mutex<Log>,
}

/// The calls of the last minute. Pure; a clock that is set does not matter to it.
pub(crate) struct Log {
    per_minute: usize,
    calls: VecDeque<Instant>,
    /// The server has asked for a rest.
    until: Option<Instant>,
}

impl Budget {
    pub(crate) fn new(per_minute: usize) -> Self {
        Self {
            log: Mutex::new(Log::new(per_minute)),
        }
    }

    /// Waits for a place, so that the server never has to refuse.
    pub(crate) async fn take(&self) -> Result<(), Trouble> {
        loop {
            let Some(pause) = self.log().enter(Instant::now())? else {
                return Ok(());
            };
            tokio::time::sleep(pause).await;
        }
    }

    /// Whether half of the minute's calls are left: the rest is for what somebody waits for.
    pub(crate) fn has_room(&self) -> bool {
        self.log().has_room(Instant::now())
    }

    pub(crate) fn rest(&self, wait: Duration) {
        self.log().rest(Instant::now() + wait);
    }

    fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Log {
    pub(crate) fn new(per_minute: usize) -> Self {
        Self {
            per_minute,
            calls: VecDeque::new(),
            until: None,
        }
    }

    /// Takes a place for a call, or answers how long there is none.
    pub(crate) fn enter(&mut self, now: Instant) -> Result<Option<Duration>, Trouble> {
        self.expire(now);
        if let Some(until) = self.until {
            let wait = until - now;
            return Err(Trouble::Throttled { wait });
        }
        match self.calls.front() {
            Some(first) if self.calls.len() >= self.per_minute => {
                Ok(Some(WINDOW - now.duration_since(*first)))
            }
            _ => {
                self.calls.push_back(now);
                Ok(None)
            }
        }
    }

    pub(crate) fn has_room(&mut self, now: Instant) -> bool {
        self.expire(now);
        self.until.is_none() && self.calls.len() < self.per_minute / 2
    }

    pub(crate) fn rest(&mut self, until: Instant) {
        self.until = Some(until);
    }

    fn expire(&mut self, now: Instant) {
        let is_old = |first: &Instant| now.duration_since(*first) >= WINDOW;
        while self.calls.front().is_some_and(is_old) {
            self.calls.pop_front();
        }
        self.until = self.until.filter(|until| *until > now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_more_than_a_minute_takes_has_to_wait() {
        let (mut log, start) = (Log::new(3), Instant::now());
        for second in 0..3 {
            assert_eq!(log.enter(start + Duration::from_secs(second)), Ok(None));
        }
        let at = start + Duration::from_secs(10);
        assert_eq!(log.enter(at), Ok(Some(Duration::from_secs(50))));
        assert_eq!(log.enter(start + WINDOW), Ok(None));
    }

    #[test]
    fn a_rest_that_was_asked_for_is_kept() {
        let (mut log, now) = (Log::new(3), Instant::now());
        let wait = Duration::from_secs(30);
        log.rest(now + wait);
        assert_eq!(log.enter(now), Err(Trouble::Throttled { wait }));
        assert_eq!(log.enter(now + wait), Ok(None));
    }
}
