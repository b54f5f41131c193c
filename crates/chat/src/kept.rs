//! The session as the caller keeps it: one line of JSON that says who signed in, with which device, whose tokens,
//! and which folder holds the stores. Format 1. Without tokens it says only whose stores these are.

use std::sync::Arc;

use matrix_sdk::authentication::matrix::MatrixSession;
use matrix_sdk::authentication::oauth::{ClientId, OAuthSession, UserSession};
use matrix_sdk::{AuthSession, SessionMeta, SessionTokens};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use crate::error::{Cause, Error};

const FORMAT: u8 = 1;

/// Writes the session down. It has to be on disk when this returns: the old tokens are worthless from then on.
/// Called from the SDK while it holds up the request that found its token expired, so it should not take long.
pub type SaveSession = Arc<dyn Fn(SecretString) -> Result<(), Cause> + Send + Sync>;

/// Where the session is kept. Chat itself keeps no token anywhere.
#[derive(Clone)]
pub struct Keep {
    /// Replaces the kept session.
    pub save: SaveSession,
}

/// A session as it is kept.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Kept {
    format: u8,
    /// The folder of the stores, under the vault's `chat`.
    pub(crate) store: String,
    pub(crate) user: String,
    pub(crate) device: String,
    /// Our client id at the homeserver's OAuth server; absent for a legacy session.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) oauth_client: Option<String>,
    /// Absent after a sign-out.
    #[serde(skip_serializing_if = "Option::is_none")]
    tokens: Option<SessionTokens>,
}

impl Kept {
    /// Reads what [`Kept::write`] wrote.
    pub(crate) fn parse(text: &SecretString) -> Result<Self, Error> {
        let kept: Self = serde_json::from_str(text.expose_secret()).map_err(|error| {
            // The parser's own message could quote a token.
            unreadable(format!("line {}, column {}", error.line(), error.column()))
        })?;
        if kept.format > FORMAT {
            return Err(unreadable(format!(
                "its format {} is newer than ours",
                kept.format
            )));
        }
        if kept.store.is_empty() || !kept.store.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Err(unreadable("its store has an impossible name".to_owned()));
        }
        Ok(kept)
    }

    pub(crate) fn new(session: &AuthSession, store: &str) -> Self {
        let oauth_client = match session {
            AuthSession::OAuth(session) => Some(session.client_id.to_string()),
            _ => None,
        };
        Self {
            format: FORMAT,
            store: store.to_owned(),
            user: session.meta().user_id.to_string(),
            device: session.meta().device_id.to_string(),
            oauth_client,
            tokens: Some(SessionTokens {
                access_token: session.access_token().to_owned(),
                refresh_token: session.get_refresh_token().map(str::to_owned),
            }),
        }
    }

    pub(crate) fn write(&self) -> SecretString {
        serde_json::to_string(self)
            .expect("a session is text only")
            .into()
    }

    /// What remains when the agent signed out: whose stores these are.
    pub(crate) fn without_tokens(mut self) -> Self {
        self.tokens = None;
        self
    }

    pub(crate) fn is_signed_in(&self) -> bool {
        self.tokens.is_some()
    }

    /// The session for the SDK, unless the agent signed out.
    pub(crate) fn session(&self) -> Result<Option<AuthSession>, Error> {
        let Some(tokens) = self.tokens.clone() else {
            return Ok(None);
        };
        let user_id = self
            .user
            .as_str()
            .try_into()
            .map_err(|_| unreadable("its user id is none".to_owned()))?;
        let meta = SessionMeta {
            user_id,
            device_id: self.device.as_str().into(),
        };
        Ok(Some(match &self.oauth_client {
            Some(client) => AuthSession::OAuth(Box::new(OAuthSession {
                client_id: ClientId::new(client.clone()),
                user: UserSession { meta, tokens },
            })),
            None => AuthSession::Matrix(MatrixSession { meta, tokens }),
        }))
    }
}

fn unreadable(why: String) -> Error {
    Error::Store {
        doing: "reading the kept session",
        source: why.into(),
    }
}

#[cfg(test)]
mod tests {
    use matrix_sdk::ruma::{owned_device_id, owned_user_id};

    use super::*;

    fn meta() -> SessionMeta {
        SessionMeta {
            user_id: owned_user_id!("@alice:example.org"),
            device_id: owned_device_id!("DEVICE"),
        }
    }

    fn tokens() -> SessionTokens {
        SessionTokens {
            access_token: "access".to_owned(),
            refresh_token: Some("refresh".to_owned()),
        }
    }

    fn oauth() -> AuthSession {
        AuthSession::OAuth(Box::new(OAuthSession {
            client_id: ClientId::new("client".to_owned()),
            user: UserSession {
                meta: meta(),
                tokens: tokens(),
            },
        }))
    }

    fn legacy() -> AuthSession {
        AuthSession::Matrix(MatrixSession {
            meta: meta(),
            tokens: tokens(),
        })
    }

    fn check_round_trip(session: AuthSession) {
        let kept = Kept::parse(&Kept::new(&session, "a1b2").write()).unwrap();
        let back = kept.session().unwrap().unwrap();
        assert_eq!(kept.store, "a1b2");
        assert_eq!(back.meta(), session.meta());
        assert_eq!(back.access_token(), session.access_token());
        assert_eq!(back.get_refresh_token(), session.get_refresh_token());
        assert_eq!(
            matches!(back, AuthSession::OAuth(_)),
            matches!(session, AuthSession::OAuth(_))
        );
    }

    #[test]
    fn both_kinds_of_session_come_back() {
        check_round_trip(oauth());
        check_round_trip(legacy());
    }

    #[test]
    fn the_stored_format_is_this_one() {
        let kept = Kept::new(&oauth(), "a1b2").write();
        assert_eq!(
            kept.expose_secret(),
            r#"{"format":1,"store":"a1b2","user":"@alice:example.org","device":"DEVICE","oauthClient":"client","tokens":{"access_token":"access","refresh_token":"refresh"}}"#
        );
    }

    #[test]
    fn after_a_sign_out_no_token_is_left() {
        let kept = Kept::new(&oauth(), "a1b2").without_tokens();
        assert!(!kept.is_signed_in());
        assert!(!kept.write().expose_secret().contains("access"));
        assert!(kept.session().unwrap().is_none());
    }

    fn check_refused(text: &str) {
        let Err(error) = Kept::parse(&text.into()) else {
            panic!("{text} was read");
        };
        assert!(matches!(error, Error::Store { .. }), "{error:?}");
        assert!(!format!("{error:?}").contains("SECRET"), "{error:?}");
    }

    #[test]
    fn damage_is_named_without_quoting_a_token() {
        check_refused("");
        check_refused(r#"{"format":1,"store":"SECRET"#);
        check_refused(r#"{"format":"SECRET"}"#);
        check_refused(r#"{"format":9,"store":"a","user":"@a:b","device":"D"}"#);
        check_refused(r#"{"format":1,"store":"../x","user":"@a:b","device":"D"}"#);
    }
}
