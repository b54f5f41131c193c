//! What a gateway's refusal means for the agent. Pure: status, body and time are arguments; gateways agree on the
//! statuses more than on the words, so both are looked at.

use std::time::{Duration, SystemTime};

use serde::Deserialize;
use serde_json::Value;

use crate::conversation::{End, millis};

/// No wait longer than this is believed.
const LONGEST_WAIT: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The token was not taken: a new one may be.
    Token,
    /// Nothing else is to be tried.
    Final(End),
}

/// What a gateway says went wrong: a text, or an object of which only the machine's words are looked at, and the
/// message where there are none.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "Value")]
pub(crate) struct Said {
    status: Option<u16>,
    words: String,
}

impl From<Value> for Said {
    fn from(error: Value) -> Self {
        let word = |key: &str| match error.get(key) {
            Some(Value::String(text)) => text.clone(),
            _ => String::new(),
        };
        let number = |key: &str| {
            let value = error.get(key)?;
            let number = value.as_u64().or_else(|| value.as_str()?.parse().ok())?;
            u16::try_from(number)
                .ok()
                .filter(|status| (400..600).contains(status))
        };
        let words = match &error {
            Value::String(text) => text.clone(),
            _ => [word("code"), word("type"), word("message")].join(" "),
        };
        Said {
            status: number("code").or_else(|| number("status")),
            words: words.to_ascii_lowercase(),
        }
    }
}

impl Said {
    /// What the body of a refusal says, if it says anything that can be read.
    pub(crate) fn of_body(body: &[u8]) -> Option<Self> {
        let mut body: Value = serde_json::from_slice(body).ok()?;
        let inner = ["error", "detail"]
            .into_iter()
            .find_map(|key| body.get_mut(key).map(Value::take));
        Some(Self::from(inner.unwrap_or(body)))
    }

    /// The refusal, when it comes in the middle of an answer that began well.
    pub(crate) fn in_a_stream(self) -> Refusal {
        match refusal(self.status.unwrap_or(500), Some(&self), None) {
            // The token was taken when the answer began.
            Refusal::Token => Refusal::Final(End::SignedOut),
            Refusal::Final(End::Offline) => Refusal::Final(End::Broken),
            refusal => refusal,
        }
    }

    fn has(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.words.contains(word))
    }
}

/// What a status means, together with what was said and when the server wants to be asked again.
pub(crate) fn refusal(status: u16, said: Option<&Said>, retry_at: Option<SystemTime>) -> Refusal {
    let has = |words: &[&str]| said.is_some_and(|said| said.has(words));
    let end = match status {
        401 => return Refusal::Token,
        429 => End::Quota {
            retry_at: retry_at.map(millis),
        },
        _ if has(&[
            "context_length",
            "context length",
            "context size",
            "exceed_context",
            "maximum context",
        ]) =>
        {
            End::TooLong
        }
        413 => End::TooLong,
        _ if has(&["model_not_found", "model not found", "no such model"]) => End::ModelGone,
        404 | 410 => End::ModelGone,
        _ if has(&["insufficient_quota", "rate_limit", "budget_exceeded"]) => End::Quota {
            retry_at: retry_at.map(millis),
        },
        402 => End::Quota {
            retry_at: retry_at.map(millis),
        },
        403 => End::Forbidden,
        408 | 502..=504 => End::Offline,
        _ => End::Broken,
    };
    Refusal::Final(end)
}

/// When the server wants to be asked again: seconds from now, or a date.
pub(crate) fn retry_at(header: &str, now: SystemTime) -> Option<SystemTime> {
    let header = header.trim();
    match header.parse::<u32>() {
        Ok(seconds) => Some(now + Duration::from_secs(seconds.into()).min(LONGEST_WAIT)),
        Err(_) => httpdate::parse_http_date(header)
            .ok()
            .map(|date| date.min(now + LONGEST_WAIT)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_means_one_thing() {
        let check = |status: u16, body: &str, expected: Refusal| {
            let said = Said::of_body(body.as_bytes());
            assert_eq!(
                refusal(status, said.as_ref(), None),
                expected,
                "{status} {body}"
            );
        };
        let quota = End::Quota { retry_at: None };
        check(401, "", Refusal::Token);
        check(
            403,
            r#"{"detail":"Forbidden"}"#,
            Refusal::Final(End::Forbidden),
        );
        check(
            404,
            r#"{"error":{"code":"model_not_found"}}"#,
            Refusal::Final(End::ModelGone),
        );
        check(404, "<html>", Refusal::Final(End::ModelGone));
        check(
            400,
            r#"{"error":{"code":"model_not_found","message":"x"}}"#,
            Refusal::Final(End::ModelGone),
        );
        check(413, "", Refusal::Final(End::TooLong));
        check(
            400,
            r#"{"error":{"code":"context_length_exceeded"}}"#,
            Refusal::Final(End::TooLong),
        );
        check(
            400,
            r#"{"error":{"code":400,"type":"exceed_context_size_error"}}"#,
            Refusal::Final(End::TooLong),
        );
        check(
            500,
            r#"{"error":"the request exceeds the available context size"}"#,
            Refusal::Final(End::TooLong),
        );
        check(
            400,
            r#"{"error":{"message":"bad"}}"#,
            Refusal::Final(End::Broken),
        );
        check(429, "", Refusal::Final(quota));
        check(402, "", Refusal::Final(quota));
        check(
            403,
            r#"{"error":{"type":"insufficient_quota"}}"#,
            Refusal::Final(quota),
        );
        for status in [502, 503, 504] {
            check(status, "<html>", Refusal::Final(End::Offline));
        }
        check(500, "", Refusal::Final(End::Broken));
        check(302, "", Refusal::Final(End::Broken));
    }

    #[test]
    fn an_error_in_a_stream_is_sorted_by_what_it_says() {
        let check = |error: &str, expected: End| {
            let said: Said = serde_json::from_str(error).unwrap();
            assert_eq!(said.in_a_stream(), Refusal::Final(expected), "{error}");
        };
        check(r#"{"code":500,"message":"boom"}"#, End::Broken);
        check(r#"{"code":"503"}"#, End::Broken);
        check(r#"{"code":429}"#, End::Quota { retry_at: None });
        check(r#"{"code":401}"#, End::SignedOut);
        check(r#"{"code":"context_length_exceeded"}"#, End::TooLong);
        check(r#""model not found""#, End::ModelGone);
        check("[1]", End::Broken);
    }

    #[test]
    fn a_wish_to_be_asked_later_is_seconds_or_a_date_and_has_an_end() {
        let now = httpdate::parse_http_date("Tue, 24 Nov 2026 10:00:00 GMT").unwrap();
        let check = |header: &str, wait: Option<u64>| {
            assert_eq!(
                retry_at(header, now),
                wait.map(|wait| now + Duration::from_secs(wait)),
                "{header}"
            );
        };
        check("90", Some(90));
        check(" Tue, 24 Nov 2026 10:00:30 GMT", Some(30));
        check("4000000000", Some(LONGEST_WAIT.as_secs()));
        check("soon", None);
        check("-3", None);
    }
}
