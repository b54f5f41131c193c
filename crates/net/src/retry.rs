//! When to try again and after how long. Pure: status, attempt and randomness are arguments.

use std::time::{Duration, SystemTime};

use reqwest::StatusCode;
use reqwest::header::{HeaderMap, RETRY_AFTER};

const ATTEMPTS: u32 = 4;
const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(8);
/// A server that asks for a longer wait than this has its answer handed back: that wait is the caller's to plan.
const PATIENCE: Duration = Duration::from_secs(20);

/// Whether a request may be sent a second time without being asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// Sent once, and waited for as long as the client waits.
    Never,
    /// Sending it twice is the same as sending it once. Each answer has to begin within 30 seconds; three more
    /// attempts follow a broken connection or one of 408, 425, 429, 500, 502, 503 and 504.
    Safe,
}

/// The pause before sending once more, or nothing when the answer is to be taken as it is.
pub(crate) fn after_answer(
    attempt: u32,
    status: StatusCode,
    asked: Option<Duration>,
    random: f64,
) -> Option<Duration> {
    let transient = matches!(status.as_u16(), 408 | 425 | 429 | 500 | 502 | 503 | 504);
    if !transient || asked.is_some_and(|wait| wait > PATIENCE) {
        return None;
    }
    let pause = after_failure(attempt, random)?;
    Some(asked.map_or(pause, |wait| wait + FIRST_PAUSE.mul_f64(random)))
}

/// The pause before sending once more when there was no answer at all.
pub(crate) fn after_failure(attempt: u32, random: f64) -> Option<Duration> {
    (attempt + 1 < ATTEMPTS).then(|| backoff(attempt, FIRST_PAUSE, LONGEST_PAUSE, random))
}

/// Doubles from `first` to `longest`; `random` in 0..1 spreads the lower half of each pause.
pub(crate) fn backoff(attempt: u32, first: Duration, longest: Duration, random: f64) -> Duration {
    let whole = first.saturating_mul(1 << attempt.min(16)).min(longest);
    whole.mul_f64(0.5 + random / 2.0)
}

/// What the server asks for: seconds, or a date.
pub(crate) fn asked_wait(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    match text.parse() {
        Ok(seconds) => Some(Duration::from_secs(seconds)),
        Err(_) => Some(
            httpdate::parse_http_date(text)
                .ok()?
                .duration_since(now)
                .unwrap_or_default(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_transient_answers_are_tried_again() {
        let check = |status: u16, again: bool| {
            let pause = after_answer(0, StatusCode::from_u16(status).unwrap(), None, 0.0);
            assert_eq!(pause.is_some(), again, "{status}");
        };
        for status in [200, 204, 301, 400, 401, 403, 404, 409, 412, 413, 501] {
            check(status, false);
        }
        for status in [408, 425, 429, 500, 502, 503, 504] {
            check(status, true);
        }
    }

    #[test]
    fn the_server_is_never_asked_earlier_than_it_wished() {
        let wish = Duration::from_secs(3);
        for random in [0.0, 0.5, 0.99] {
            let pause = after_answer(0, StatusCode::TOO_MANY_REQUESTS, Some(wish), random).unwrap();
            assert!(pause >= wish && pause < wish + FIRST_PAUSE);
        }
        assert_eq!(
            after_answer(0, StatusCode::TOO_MANY_REQUESTS, Some(PATIENCE * 2), 0.0),
            None
        );
    }

    #[test]
    fn attempts_and_pauses_have_an_end() {
        assert!(after_failure(ATTEMPTS - 2, 0.9).is_some());
        assert_eq!(after_failure(ATTEMPTS - 1, 0.9), None);
        let longest = backoff(40, FIRST_PAUSE, LONGEST_PAUSE, 1.0);
        assert_eq!(longest, LONGEST_PAUSE);
    }

    #[test]
    fn a_wish_is_seconds_or_a_date() {
        let now = httpdate::parse_http_date("Tue, 24 Nov 2026 10:00:00 GMT").unwrap();
        let check = |text: &'static str, wait: Option<u64>| {
            let headers = HeaderMap::from_iter([(RETRY_AFTER, text.parse().unwrap())]);
            assert_eq!(
                asked_wait(&headers, now),
                wait.map(Duration::from_secs),
                "{text}"
            );
        };
        check("7", Some(7));
        check(" 0 ", Some(0));
        check("Tue, 24 Nov 2026 10:00:30 GMT", Some(30));
        check("Tue, 24 Nov 2026 09:00:00 GMT", Some(0));
        check("soon", None);
        check("-1", None);
    }
}
