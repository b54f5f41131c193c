//! How many calls may still go out: a log of the last minute, shared by everything that asks Docs.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::time::Instant;

use super::Trouble;

const WINDOW: Duration = Duration::from_secs(60);

pub(crate) struct Budget {
    per_minute: usize,
    log: Mutex<Log>,
}

#[derive(Default)]
struct Log {
    calls: VecDeque<Instant>,
    /// The server has asked for a rest.
    until: Option<SystemTime>,
}

impl Budget {
    pub(crate) fn new(per_minute: usize) -> Self {
        Self {
            per_minute,
            log: Mutex::default(),
        }
    }

    /// Waits for a place, so that the server never has to refuse.
    pub(crate) async fn take(&self) -> Result<(), Trouble> {
        loop {
            let Some(pause) = self.log().enter(self.per_minute, Instant::now())? else {
                return Ok(());
            };
            tokio::time::sleep(pause).await;
        }
    }

    /// Whether half of the minute's calls are left: the rest is for what somebody waits for.
    pub(crate) fn has_room(&self) -> bool {
        let mut log = self.log();
        log.expire(Instant::now());
        log.until.is_none() && log.calls.len() < self.per_minute / 2
    }

    pub(crate) fn rest_until(&self, until: SystemTime) {
        self.log().until = Some(until);
    }

    fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Log {
    fn enter(&mut self, most: usize, now: Instant) -> Result<Option<Duration>, Trouble> {
        if let Some(until) = self.until {
            if until > SystemTime::now() {
                return Err(Trouble::Throttled { until });
            }
            self.until = None;
        }
        self.expire(now);
        match self.calls.front() {
            Some(first) if self.calls.len() >= most => {
                Ok(Some(WINDOW - now.duration_since(*first)))
            }
            _ => {
                self.calls.push_back(now);
                Ok(None)
            }
        }
    }

    fn expire(&mut self, now: Instant) {
        while self
            .calls
            .front()
            .is_some_and(|first| now.duration_since(*first) >= WINDOW)
        {
            self.calls.pop_front();
        }
        if self.until.is_some_and(|until| until <= SystemTime::now()) {
            self.until = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_more_than_a_minute_takes_has_to_wait() {
        let (mut log, start) = (Log::default(), Instant::now());
        for second in 0..3 {
            assert_eq!(log.enter(3, start + Duration::from_secs(second)), Ok(None));
        }
        let at = start + Duration::from_secs(10);
        assert_eq!(log.enter(3, at), Ok(Some(Duration::from_secs(50))));
        assert_eq!(log.enter(3, start + WINDOW), Ok(None));
    }

    #[test]
    fn a_rest_that_was_asked_for_is_kept() {
        let mut log = Log::default();
        let until = SystemTime::now() + Duration::from_secs(30);
        log.until = Some(until);
        assert_eq!(
            log.enter(3, Instant::now()),
            Err(Trouble::Throttled { until })
        );
        log.until = Some(SystemTime::now() - Duration::from_secs(1));
        assert_eq!(log.enter(3, Instant::now()), Ok(None));
    }
}
