//! One answer of Docs, and what its status means.

use std::time::Duration;

use net::reqwest::StatusCode;
use net::reqwest::header::ETAG;
use serde_json::Value;

use super::Trouble;

/// The largest text that is read: 64 MiB of Yjs.
const LARGEST_TEXT: usize = 90 << 20;

pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) etag: Option<String>,
    pub(super) is_json: bool,
    pub(super) wait: Option<Duration>,
    pub(super) body: Vec<u8>,
}

impl Answer {
    pub(super) async fn of(answer: net::reqwest::Response) -> Result<Self, Trouble> {
        let header = |name| {
            answer
                .headers()
                .get(name)
                .and_then(|value| value.to_str().ok())
        };
        let kind = header(net::reqwest::header::CONTENT_TYPE).unwrap_or_default();
        let wait =
            header(net::reqwest::header::RETRY_AFTER).and_then(|wait| wait.trim().parse().ok());
        let (status, etag, is_json) = (
            answer.status(),
            header(ETAG).map(str::to_owned),
            kind.contains("json"),
        );
        // A captive portal's page, which is no answer of Docs.
        if status.is_success() && kind.contains("html") {
            return Err(Trouble::Server);
        }
        let body = net::bytes(answer, LARGEST_TEXT)
            .await
            .map_err(Trouble::of_network)?;
        Ok(Self {
            status,
            etag,
            is_json,
            wait: wait.map(Duration::from_secs),
            body,
        })
    }

    pub(super) fn judged(self) -> Result<Self, Trouble> {
        match self.status.as_u16() {
            200..=299 | 304 => Ok(self),
            400 => Err(Trouble::Invalid {
                id: self.names("id"),
            }),
            401 => Err(Trouble::SignedOut),
            403 => Err(Trouble::Forbidden),
            404 if self.is_json => Err(Trouble::Gone),
            404 | 405 => Err(Trouble::WrongRoute),
            413 => Err(Trouble::TooLarge),
            429 => {
                let wait = self.wait.unwrap_or(Duration::from_secs(60));
                Err(Trouble::Throttled { wait })
            }
            502..=504 => Err(Trouble::Away),
            _ => Err(Trouble::Server),
        }
    }

    /// Whether the body complains about this key.
    fn names(&self, key: &str) -> bool {
        serde_json::from_slice::<Value>(&self.body).is_ok_and(|body| body.get(key).is_some())
    }

    pub(super) fn read<T: serde::de::DeserializeOwned>(self) -> Result<T, Trouble> {
        serde_json::from_slice(&self.body).map_err(|error| {
            tracing::warn!(
                line = error.line(),
                column = error.column(),
                "an answer of Docs cannot be read"
            );
            Trouble::Server
        })
    }
}
