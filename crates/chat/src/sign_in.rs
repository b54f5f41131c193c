//! Signing in to the homeserver, over a redirect that the caller owns: its browser, its loopback, its window. Two
//! ways, as the server offers them: OAuth 2.0, or the older single sign-on. Until the session is kept, nothing that
//! is on disk or open is touched, and a sign-in of somebody else is undone.

use matrix_sdk::authentication::oauth::OAuthError;
use matrix_sdk::authentication::oauth::error::OAuthAuthorizationCodeError;
use matrix_sdk::authentication::oauth::registration::{
    ApplicationType, ClientMetadata, Localized, OAuthGrantType,
};
use matrix_sdk::ruma::api::client::session::get_login_types::v3::LoginType;
use matrix_sdk::ruma::serde::Raw;
use matrix_sdk::utils::UrlOrQuery;
use matrix_sdk::{AuthSession, Client};
use url::Url;
use uuid::Uuid;

use crate::chat::Chat;
use crate::client;
use crate::error::{Error, failed};
use crate::id::UserId;
use crate::kept::Kept;
use crate::live::{Live, lock};
use crate::send;

/// What the homeserver's session list calls this device.
const DEVICE_NAME: &str = "Attaché";

/// Where the provider's page about this client leads.
const HOME: &str = "https://desk.example/";

/// The query parameter of ours in the redirect of the older way, which has no `state` of its own.
const STATE: &str = "state";

/// How a homeserver lets agents in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WayIn {
    /// OAuth 2.0 with an authorization server of its own.
    OAuth,
    /// Single sign-on through the homeserver (`m.login.sso`).
    Sso,
}

/// A sign-in that went to the browser and has not come back.
pub(crate) struct Leg {
    client: Client,
    way: Way,
}

enum Way {
    OAuth {
        issuer: Url,
    },
    Sso {
        state: String,
        device: Option<String>,
    },
}

impl Chat {
    /// Asks the homeserver how it lets agents in.
    pub async fn way_in(&self) -> Result<WayIn, Error> {
        let ground = &self.inner.ground;
        let client = client::for_sign_in(&ground.network, &ground.homeserver).await?;
        way_in(&client).await
    }

    /// Begins to sign in: the address to show the agent. The browser comes back to `redirect`, whatever its port;
    /// an earlier sign-in that has not come back is given up.
    pub async fn begin_sign_in(&self, redirect: &Url) -> Result<Url, Error> {
        let device = lock(&self.inner.kept)
            .as_ref()
            .filter(|kept| kept.is_signed_in())
            .map(|kept| kept.device.clone());
        let ground = &self.inner.ground;
        let client = client::for_sign_in(&ground.network, &ground.homeserver).await?;
        let (url, way) = match way_in(&client).await? {
            WayIn::OAuth => begin_oauth(&client, redirect, device).await?,
            WayIn::Sso => begin_sso(&client, redirect, device).await?,
        };
        *self.inner.leg.lock().await = Some(Leg { client, way });
        Ok(url)
    }

    /// Ends the sign-in with the address that the browser came back to. The session is kept before it is used; then
    /// the stores are opened with it, the same as before if the same agent signed in before. Syncing is not started.
    pub async fn finish_sign_in(&self, arrived: &Url) -> Result<UserId, Error> {
        let leg = self.inner.leg.lock().await.take();
        let Leg { client, way } = leg.ok_or(Error::SignIn {
            what: "none was begun",
        })?;
        let session = match way {
            Way::OAuth { issuer } => finish_oauth(&client, &issuer, arrived).await?,
            Way::Sso { state, device } => finish_sso(&client, &state, device, arrived).await?,
        };
        let user = session.meta().user_id.as_str().into();
        self.refuse_another(&client, &user).await?;
        self.take_over(session).await?;
        Ok(user)
    }

    /// Gives up a sign-in that was begun.
    pub async fn cancel_sign_in(&self) {
        self.inner.leg.lock().await.take();
    }

    async fn refuse_another(&self, client: &Client, found: &UserId) -> Result<(), Error> {
        let expected = lock(&self.inner.kept)
            .as_ref()
            .map(|kept| UserId::from(kept.user.as_str()));
        match expected {
            Some(expected) if expected != *found => {
                if let Err(error) = client.logout().await {
                    let error = failed("undoing the sign-in")(error);
                    tracing::warn!(%error, "a session that nobody uses is left at the server");
                }
                Err(Error::OtherAgent {
                    expected,
                    found: found.clone(),
                })
            }
            _ => Ok(()),
        }
    }

    /// Makes `session` the one that is kept and open.
    async fn take_over(&self, session: AuthSession) -> Result<(), Error> {
        let _turn = self.inner.turn.lock().await;
        let before = lock(&self.inner.kept).clone();
        let same_device = before.as_ref().is_some_and(|kept| {
            kept.is_signed_in() && kept.device == session.meta().device_id.as_str()
        });
        let store = match &before {
            Some(kept) if same_device => kept.store.clone(),
            _ => new_store(),
        };
        let kept = Kept::new(&session, &store);
        self.keep(&kept)?;
        *lock(&self.inner.kept) = Some(kept.clone());
        self.replace(None).await;
        let live = Live::open(&self.inner.ground, &kept, session).await?;
        send::retry_all(&live.client).await?;
        self.replace(Some(live)).await;
        Ok(())
    }
}

pub(crate) fn new_store() -> String {
    Uuid::new_v4().simple().to_string()[..12].to_owned()
}

async fn way_in(client: &Client) -> Result<WayIn, Error> {
    const DOING: &str = "asking how to sign in";
    match client.oauth().server_metadata().await {
        Ok(_) => return Ok(WayIn::OAuth),
        Err(error) if error.is_not_supported() => {}
        Err(error) => return Err(failed(DOING)(OAuthError::from(error))),
    }
    let types = client.matrix_auth().get_login_types().await;
    let flows = types.map_err(failed(DOING))?.flows;
    if flows.iter().any(|flow| matches!(flow, LoginType::Sso(_))) {
        return Ok(WayIn::Sso);
    }
    Err(Error::SignIn {
        what: "the homeserver offers neither OAuth nor single sign-on",
    })
}

async fn begin_oauth(
    client: &Client,
    redirect: &Url,
    device: Option<String>,
) -> Result<(Url, Way), Error> {
    const DOING: &str = "beginning to sign in";
    let metadata = client.oauth().server_metadata().await;
    let issuer = metadata
        .map_err(|error| failed(DOING)(OAuthError::from(error)))?
        .issuer;
    let registration = Raw::new(&about_us(redirect)).expect("our own metadata is plain text");
    let request = client
        .oauth()
        .login(
            redirect.clone(),
            device.map(Into::into),
            Some(registration.into()),
            None,
        )
        .build()
        .await
        .map_err(failed(DOING))?;
    Ok((request.url, Way::OAuth { issuer }))
}

/// How we register at the authorization server. A loopback redirect is registered without its port: servers accept
/// any port then.
fn about_us(redirect: &Url) -> ClientMetadata {
    let mut registered = redirect.clone();
    if matches!(redirect.host_str(), Some("127.0.0.1" | "[::1]")) {
        let _ = registered.set_port(None);
    }
    let grant = OAuthGrantType::AuthorizationCode {
        redirect_uris: vec![registered],
    };
    let home = Localized::new(Url::parse(HOME).expect("a constant address"), []);
    let mut metadata = ClientMetadata::new(ApplicationType::Native, vec![grant], home);
    metadata.client_name = Some(Localized::new(DEVICE_NAME.to_owned(), []));
    metadata
}

async fn begin_sso(
    client: &Client,
    redirect: &Url,
    device: Option<String>,
) -> Result<(Url, Way), Error> {
    const DOING: &str = "beginning to sign in";
    let types = client.matrix_auth().get_login_types().await;
    let flows = types.map_err(failed(DOING))?.flows;
    let state = Uuid::new_v4().simple().to_string();
    let mut redirect = redirect.clone();
    redirect.query_pairs_mut().append_pair(STATE, &state);
    let address = client
        .matrix_auth()
        .get_sso_login_url(redirect.as_str(), only_provider(&flows))
        .await
        .map_err(failed(DOING))?;
    let url = Url::parse(&address).map_err(|_| Error::SignIn {
        what: "the homeserver's address makes no sign-in address",
    })?;
    Ok((url, Way::Sso { state, device }))
}

/// With a single provider the agent need not choose one.
fn only_provider(flows: &[LoginType]) -> Option<&str> {
    let providers = flows.iter().find_map(|flow| match flow {
        LoginType::Sso(sso) => Some(&sso.identity_providers),
        _ => None,
    })?;
    match providers.as_slice() {
        [only] => Some(&only.id),
        _ => None,
    }
}

/// The SDK compares `state` and holds the PKCE verifier; it does not look at `iss`, so that is done here.
async fn finish_oauth(client: &Client, issuer: &Url, arrived: &Url) -> Result<AuthSession, Error> {
    check_issuer(issuer, arrived)?;
    let query = arrived.query().unwrap_or_default().to_owned();
    client
        .oauth()
        .finish_login(UrlOrQuery::Query(query))
        .await
        .map_err(oauth_not_finished)?;
    client.session().ok_or(Error::SignIn {
        what: "it gave no session",
    })
}

fn check_issuer(issuer: &Url, arrived: &Url) -> Result<(), Error> {
    let named = arrived.query_pairs().filter(|(name, _)| name == "iss");
    // As an address, `https://host` and `https://host/` are the same.
    let mut fits = named.map(|(_, iss)| Url::parse(&iss).as_ref() == Ok(issuer));
    match (fits.next(), fits.next()) {
        (None | Some(true), None) => Ok(()),
        _ => Err(Error::SignIn {
            what: "the answer comes from another authorization server",
        }),
    }
}

fn oauth_not_finished(error: matrix_sdk::Error) -> Error {
    let matrix_sdk::Error::OAuth(oauth) = &error else {
        return failed("ending the sign-in")(error);
    };
    match &**oauth {
        OAuthError::AuthorizationCode(OAuthAuthorizationCodeError::Cancelled) => Error::SignIn {
            what: "the agent refused",
        },
        OAuthError::AuthorizationCode(OAuthAuthorizationCodeError::InvalidState) => Error::SignIn {
            what: "the answer belongs to another sign-in",
        },
        OAuthError::AuthorizationCode(OAuthAuthorizationCodeError::RedirectUri(_)) => {
            Error::SignIn {
                what: "the answer is incomplete",
            }
        }
        _ => failed("ending the sign-in")(error),
    }
}

async fn finish_sso(
    client: &Client,
    state: &str,
    device: Option<String>,
    arrived: &Url,
) -> Result<AuthSession, Error> {
    if pair(arrived, STATE).as_deref() != Some(state) {
        return Err(Error::SignIn {
            what: "the answer belongs to another sign-in",
        });
    }
    let token = pair(arrived, "loginToken").filter(|token| !token.is_empty());
    let token = token.ok_or(Error::SignIn {
        what: "the answer is incomplete",
    })?;
    let auth = client.matrix_auth();
    let mut login = auth
        .login_token(&token)
        .initial_device_display_name(DEVICE_NAME)
        .request_refresh_token();
    if let Some(device) = &device {
        login = login.device_id(device);
    }
    login.send().await.map_err(failed("ending the sign-in"))?;
    client.session().ok_or(Error::SignIn {
        what: "it gave no session",
    })
}

/// The value of `name` in the query, if it is there exactly once.
fn pair(url: &Url, name: &str) -> Option<String> {
    let mut found = url.query_pairs().filter(|(key, _)| key == name);
    let value = found.next()?.1.into_owned();
    found.next().is_none().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_iss(arrived: &str, accepted: bool) {
        let issuer = Url::parse("https://id.example").unwrap();
        let arrived = Url::parse(arrived).unwrap();
        assert_eq!(
            check_issuer(&issuer, &arrived).is_ok(),
            accepted,
            "{arrived}"
        );
    }

    #[test]
    fn the_answer_must_come_from_the_right_issuer() {
        check_iss(
            "http://127.0.0.1/?code=c&state=s&iss=https%3A%2F%2Fid.example",
            true,
        );
        check_iss(
            "http://127.0.0.1/?code=c&state=s&iss=https%3A%2F%2Fid.example%2F",
            true,
        );
        check_iss("http://127.0.0.1/?code=c&state=s", true);
        check_iss(
            "http://127.0.0.1/?code=c&state=s&iss=https%3A%2F%2Fevil.example",
            false,
        );
        check_iss("http://127.0.0.1/?code=c&state=s&iss=", false);
        check_iss(
            "http://127.0.0.1/?iss=https%3A%2F%2Fid.example&iss=https%3A%2F%2Fevil",
            false,
        );
    }

    #[test]
    fn a_parameter_given_twice_counts_as_absent() {
        let url = Url::parse("http://127.0.0.1/?state=a&loginToken=b&state=c").unwrap();
        assert_eq!(pair(&url, "state"), None);
        assert_eq!(pair(&url, "loginToken").as_deref(), Some("b"));
        assert_eq!(pair(&url, "code"), None);
    }

    fn check_registered(redirect: &str, expected: &str) {
        let metadata = about_us(&Url::parse(redirect).unwrap());
        let [OAuthGrantType::AuthorizationCode { redirect_uris }] = &metadata.grant_types[..]
        else {
            panic!("one grant");
        };
        assert_eq!(redirect_uris[0].as_str(), expected);
    }

    #[test]
    fn a_loopback_redirect_is_registered_without_its_port() {
        check_registered(
            "http://127.0.0.1:4711/callback",
            "http://127.0.0.1/callback",
        );
        check_registered(
            "https://desk.example:8443/back",
            "https://desk.example:8443/back",
        );
    }

    #[test]
    fn store_names_are_fit_for_a_folder() {
        let name = new_store();
        assert!(name.len() == 12 && name.bytes().all(|b| b.is_ascii_alphanumeric()));
        assert_ne!(name, new_store());
    }
}
