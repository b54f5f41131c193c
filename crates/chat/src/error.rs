//! What can go wrong in chat, by what a caller can do about it: wait, sign in, choose something else, or look at
//! the disk. No error says what anybody wrote, and addresses of requests are taken out.

use matrix_sdk::authentication::oauth::OAuthError;
use matrix_sdk::authentication::oauth::error::{
    BasicErrorResponseType, OAuthDiscoveryError, RequestTokenError,
};
use matrix_sdk::event_cache::EventCacheError;
use matrix_sdk::ruma::api::error::ErrorKind;
use matrix_sdk::send_queue::{RoomSendQueueError, RoomSendQueueStorageError};
use matrix_sdk::{HttpError, RefreshTokenError};
use matrix_sdk_ui::timeline;

use crate::id::UserId;

/// Why something failed, as far down as is known.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Everything that can go wrong in chat.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The homeserver does not answer now: nothing is lost, try again later.
    #[error("{doing}: the homeserver does not answer")]
    Offline {
        /// What was being done.
        doing: &'static str,
        /// Why.
        source: Cause,
    },
    /// Nobody is signed in, or the session has ended.
    #[error("{doing}: signed out of chat")]
    SignedOut {
        /// What was being done.
        doing: &'static str,
    },
    /// The homeserver answered, and not with what was asked for: trying again will not help.
    #[error("{doing}: the homeserver refused")]
    Refused {
        /// What was being done.
        doing: &'static str,
        /// Why.
        source: Cause,
    },
    /// The disk, or the caller's place for the session, did not do its part.
    #[error("{doing}: the store of chat failed")]
    Store {
        /// What was being done.
        doing: &'static str,
        /// Why.
        source: Cause,
    },
    /// The answer that came back from the browser cannot be used; nothing was changed. Start over.
    #[error("signing in to chat: {what}")]
    SignIn {
        /// What is wrong with it.
        what: &'static str,
    },
    /// Somebody else signed in than the one whose messages are on this disk. They were signed out again.
    #[error("signing in to chat: {found} signed in, but this account belongs to {expected}")]
    OtherAgent {
        /// Whose account it is.
        expected: UserId,
        /// Who signed in.
        found: UserId,
    },
    /// What was named is not there, or not there any more.
    #[error("{doing}: no such {what}")]
    Missing {
        /// What was being done.
        doing: &'static str,
        /// The kind of thing.
        what: &'static str,
    },
    /// The recovery key is not the one that this account was set up with.
    #[error("opening the recovery of chat: the key does not fit")]
    WrongKey,
}

/// What the SDK's error means for us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Offline,
    SignedOut,
    Refused,
    Store,
}

impl Error {
    /// The error for `verdict`, when `source` stopped us from `doing` it.
    pub(crate) fn new(verdict: Verdict, doing: &'static str, source: Cause) -> Self {
        match verdict {
            Verdict::Offline => Self::Offline { doing, source },
            Verdict::SignedOut => Self::SignedOut { doing },
            Verdict::Refused => Self::Refused { doing, source },
            Verdict::Store => Self::Store { doing, source },
        }
    }
}

/// Turns an error of the SDK into ours: `.map_err(failed("joining the room"))`.
pub(crate) fn failed<E>(doing: &'static str) -> impl FnOnce(E) -> Error
where
    E: Into<matrix_sdk::Error>,
{
    move |error| {
        let error = error.into();
        Error::new(verdict(&error), doing, without_address(error))
    }
}

/// The same for errors of a timeline.
pub(crate) fn timeline_failed(doing: &'static str) -> impl FnOnce(timeline::Error) -> Error {
    move |error| Error::new(timeline_verdict(&error), doing, error.into())
}

/// The same for errors of the send queue.
pub(crate) fn queue_failed(doing: &'static str) -> impl FnOnce(RoomSendQueueError) -> Error {
    move |error| Error::new(queue_verdict(&error), doing, error.into())
}

/// The same for errors of the send queue's store.
pub(crate) fn queue_store_failed(
    doing: &'static str,
) -> impl FnOnce(RoomSendQueueStorageError) -> Error {
    move |error| Error::Store {
        doing,
        source: error.into(),
    }
}

pub(crate) fn verdict(error: &matrix_sdk::Error) -> Verdict {
    use matrix_sdk::Error as Sdk;
    match error {
        Sdk::Http(error) => http_verdict(error),
        Sdk::OAuth(error) => oauth_verdict(error),
        Sdk::AuthenticationRequired => Verdict::SignedOut,
        Sdk::Timeout | Sdk::ConcurrentRequestFailed => Verdict::Offline,
        Sdk::EventCache(error) => cache_verdict(error),
        Sdk::Io(_)
        | Sdk::StateStore(_)
        | Sdk::CryptoStoreError(_)
        | Sdk::EventCacheStore(_)
        | Sdk::MediaStore(_)
        | Sdk::CrossProcessLockError(_)
        | Sdk::BadCryptoStoreState
        | Sdk::NoOlmMachine => Verdict::Store,
        _ => Verdict::Refused,
    }
}

pub(crate) fn http_verdict(error: &HttpError) -> Verdict {
    match error {
        HttpError::Reqwest(_) => Verdict::Offline,
        HttpError::RefreshToken(error) => refresh_verdict(error),
        HttpError::Cached(error) => http_verdict(error),
        _ => match error.as_client_api_error() {
            Some(server) => server_verdict(server.status_code.as_u16(), server.error_kind()),
            None => Verdict::Refused,
        },
    }
}

/// Only one answer means that the session is over. A server that is overloaded, or whose provider is down, answers
/// with 429 or 5xx: that passes.
fn server_verdict(status: u16, kind: Option<&ErrorKind>) -> Verdict {
    match (status, kind) {
        (_, Some(ErrorKind::UnknownToken(_) | ErrorKind::MissingToken)) => Verdict::SignedOut,
        (429 | 500..=599, _) => Verdict::Offline,
        _ => Verdict::Refused,
    }
}

/// Whether a refresh that failed means that the session is over. The SDK announces "unknown token" in too many
/// cases (a legacy refresh that met a dead line is one), so this is what decides.
pub(crate) fn refresh_verdict(error: &RefreshTokenError) -> Verdict {
    match error {
        RefreshTokenError::RefreshTokenRequired => Verdict::SignedOut,
        RefreshTokenError::MatrixAuth(error) => match error.client_api_error_kind() {
            Some(ErrorKind::Forbidden) => Verdict::SignedOut,
            _ => http_verdict(error),
        },
        RefreshTokenError::OAuth(error) => match &**error {
            OAuthError::RefreshToken(RequestTokenError::ServerResponse(answer))
                if *answer.error() == BasicErrorResponseType::InvalidGrant =>
            {
                Verdict::SignedOut
            }
            _ => Verdict::Offline,
        },
    }
}

fn oauth_verdict(error: &OAuthError) -> Verdict {
    match error {
        OAuthError::NotAuthenticated => Verdict::SignedOut,
        OAuthError::Discovery(OAuthDiscoveryError::Http(error)) => http_verdict(error),
        OAuthError::Discovery(OAuthDiscoveryError::Oidc(RequestTokenError::Request(_)))
        | OAuthError::RefreshToken(RequestTokenError::Request(_)) => Verdict::Offline,
        _ => Verdict::Refused,
    }
}

fn timeline_verdict(error: &timeline::Error) -> Verdict {
    match error {
        timeline::Error::EventCacheError(error)
        | timeline::Error::PaginationError(timeline::PaginationError::EventCache(error)) => {
            cache_verdict(error)
        }
        timeline::Error::SendQueueError(error) => queue_verdict(error),
        _ => Verdict::Refused,
    }
}

fn cache_verdict(error: &EventCacheError) -> Verdict {
    match error {
        EventCacheError::PaginationError(error) => verdict(error),
        EventCacheError::RoomNotFound { .. } | EventCacheError::InitialPaginationError(_) => {
            Verdict::Refused
        }
        _ => Verdict::Store,
    }
}

fn queue_verdict(error: &RoomSendQueueError) -> Verdict {
    match error {
        RoomSendQueueError::StorageError(_) => Verdict::Store,
        _ => Verdict::Refused,
    }
}

/// The address of a failed request can hold what was looked for, and a sign-in token.
fn without_address(error: matrix_sdk::Error) -> Cause {
    match error {
        matrix_sdk::Error::Http(error) => match *error {
            HttpError::Reqwest(error) => error.without_url().into(),
            error => error.into(),
        },
        error => error.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(status: u16, kind: Option<ErrorKind>, expected: Verdict) {
        assert_eq!(
            server_verdict(status, kind.as_ref()),
            expected,
            "{status} {kind:?}"
        );
    }

    #[test]
    fn only_an_unknown_token_is_a_sign_out() {
        check(401, Some(ErrorKind::MissingToken), Verdict::SignedOut);
        check(503, Some(ErrorKind::Unknown), Verdict::Offline);
        check(503, None, Verdict::Offline);
        check(500, None, Verdict::Offline);
        check(429, None, Verdict::Offline);
        check(403, Some(ErrorKind::Forbidden), Verdict::Refused);
        check(404, Some(ErrorKind::NotFound), Verdict::Refused);
        check(401, Some(ErrorKind::Unknown), Verdict::Refused);
    }

    #[test]
    fn a_session_without_a_refresh_token_has_ended_when_it_is_refused() {
        let error = RefreshTokenError::RefreshTokenRequired;
        assert_eq!(refresh_verdict(&error), Verdict::SignedOut);
    }
}
