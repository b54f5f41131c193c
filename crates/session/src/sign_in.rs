//! One sign-in with OpenID Connect: authorization code with PKCE (S256). The browser or the sign-in window shows the
//! pages; this makes the address to begin with and judges the address that comes back. It promises that nothing is
//! granted unless state, issuer, nonce, signature, audience, `at_hash`, level and claims are right. It stores nothing.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use net::Network;
use openidconnect::core::{CoreAuthenticationFlow, CoreIdToken, CoreTokenResponse};
use openidconnect::{
    AccessTokenHash, AuthenticationContextClass, CsrfToken, Nonce, OAuth2TokenResponse as _,
    PkceCodeChallenge, RedirectUrl, Scope, SubjectIdentifier, TokenResponse as _,
};
use secrecy::SecretString;
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};
use tokio::time::Instant;
use url::Url;

use crate::error::Error;
use crate::profile::Profile;
use crate::provider::{self, Access, Provider};
use crate::session::Agent;

const DOING: &str = "signing in";
/// Bytes of randomness; ProConnect wants a nonce of at least 32 letters.
const RANDOM: u32 = 32;

/// A sign-in that has begun.
pub struct SignIn {
    profile: Profile,
    provider: Provider,
    redirect: RedirectUrl,
    url: Url,
    state: CsrfToken,
    nonce: Nonce,
    verifier: SecretString,
}

/// What a finished sign-in brings: to be given to [`crate::Session::accept`].
pub struct Grant {
    pub(crate) issuer: String,
    pub(crate) resources: Vec<String>,
    pub(crate) agent: Agent,
    pub(crate) refresh: Option<SecretString>,
    pub(crate) id_token: SecretString,
    pub(crate) access: Access,
}

impl Grant {
    /// Who has signed in.
    pub fn agent(&self) -> &Agent {
        &self.agent
    }
}

impl SignIn {
    /// Asks the provider for its addresses and keys and makes up the secrets of this sign-in.
    ///
    /// # Errors
    /// [`Error::Offline`] without a network, [`Error::Unusable`] when the provider is not as its profile says.
    pub async fn begin(
        profile: &Profile,
        network: &Network,
        redirect: &Url,
    ) -> Result<Self, Error> {
        let provider = Provider::discover(profile, network).await?;
        let redirect = RedirectUrl::from_url(redirect.clone());
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let (state, nonce) = (
            CsrfToken::new_random_len(RANDOM),
            Nonce::new_random_len(RANDOM),
        );
        let (chosen_state, chosen_nonce) = (state.clone(), nonce.clone());
        let client = provider.client.clone().set_redirect_uri(redirect.clone());
        let mut request = client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                || chosen_state,
                || chosen_nonce,
            )
            .set_pkce_challenge(challenge);
        for scope in profile.scopes.iter().filter(|scope| *scope != "openid") {
            request = request.add_scope(Scope::new(scope.clone()));
        }
        // Only a resource that the sign-in has named may be asked for when it is renewed (RFC 8707).
        for resource in resources(profile) {
            request = request.add_extra_param("resource", resource);
        }
        for level in &profile.acr_values {
            request =
                request.add_auth_context_value(AuthenticationContextClass::new(level.clone()));
        }
        let (url, _, _) = request.url();
        let verifier = SecretString::from(verifier.into_secret());
        Ok(SignIn {
            profile: profile.clone(),
            provider,
            redirect,
            url,
            state,
            nonce,
            verifier,
        })
    }

    /// The page to begin with.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// Judges the address that the provider has sent the browser to, and turns its code into a grant. An address
    /// with a wrong state changes nothing: the right one may still come.
    ///
    /// # Errors
    /// [`Error::Refused`] when the provider said no or a check failed, [`Error::Requirement`] when the sign-in is
    /// too weak or incomplete for the agency.
    pub async fn finish(&self, arrived: &Url) -> Result<Grant, Error> {
        let code = self.code(arrived)?;
        let answer = self
            .provider
            .exchange(&code, &self.verifier, &self.redirect)
            .await?;
        let got_at = Instant::now();
        let id_token = answer
            .id_token()
            .ok_or_else(|| Error::refused(DOING, "there is no id_token"))?;
        let subject = self.verify(id_token, &answer)?;
        let mut claims = payload(id_token)?;
        self.check_level(&claims)?;
        if !self.missing(&claims).is_empty() || !names_agent(&claims) {
            match self
                .provider
                .user_info(answer.access_token(), &subject)
                .await
            {
                Ok(more) => complete(&mut claims, more),
                Err(error) if error.is_offline() => return Err(error),
                Err(error) => {
                    tracing::warn!(%error, "signing in with the claims of the id_token alone")
                }
            }
        }
        let missing = self.missing(&claims);
        if !missing.is_empty() {
            return Err(Error::Requirement {
                missing: missing.join(", "),
            });
        }
        Ok(Grant {
            issuer: self.profile.issuer.clone(),
            resources: resources(&self.profile),
            agent: agent(&subject, &claims),
            refresh: answer
                .refresh_token()
                .map(|token| token.secret().clone().into()),
            id_token: id_token.to_string().into(),
            access: provider::access(&answer, got_at),
        })
    }

    /// The code in an address that is really the answer to this sign-in.
    fn code(&self, arrived: &Url) -> Result<String, Error> {
        let refused = |why: &str| Error::refused(DOING, why);
        let expected = self.redirect.url();
        if (arrived.origin(), arrived.path()) != (expected.origin(), expected.path()) {
            return Err(refused("another address than the one agreed"));
        }
        if !same(
            &parameter(arrived, "state").unwrap_or_default(),
            self.state.secret(),
        ) {
            return Err(refused("the state does not match"));
        }
        match parameter(arrived, "iss") {
            Some(issuer) if issuer != self.profile.issuer => {
                return Err(refused("another issuer has answered"));
            }
            None if self
                .provider
                .more
                .authorization_response_iss_parameter_supported =>
            {
                return Err(refused("the issuer is not named"));
            }
            _ => {}
        }
        if let Some(error) = parameter(arrived, "error") {
            let plain = error.len() <= 64
                && error
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
            return Err(refused(if plain {
                &error
            } else {
                "an error without a proper name"
            }));
        }
        parameter(arrived, "code")
            .filter(|code| !code.is_empty())
            .ok_or_else(|| refused("there is no code"))
    }

    /// Signature, issuer, audience, time, nonce and, when it is given, `at_hash`.
    fn verify(
        &self,
        id_token: &CoreIdToken,
        answer: &CoreTokenResponse,
    ) -> Result<SubjectIdentifier, Error> {
        let wrong = |why: String| Error::refused(DOING, format!("the id_token is wrong: {why}"));
        let verifier = self.provider.client.id_token_verifier();
        let claims = id_token
            .claims(&verifier, &self.nonce)
            .map_err(|error| wrong(error.to_string()))?;
        if let Some(expected) = claims.access_token_hash() {
            let algorithm = id_token
                .signing_alg()
                .map_err(|error| wrong(error.to_string()))?;
            let key = id_token
                .signing_key(&verifier)
                .map_err(|error| wrong(error.to_string()))?;
            let actual = AccessTokenHash::from_token(answer.access_token(), algorithm, key);
            if actual.map_err(|error| wrong(error.to_string()))? != *expected {
                return Err(wrong("at_hash does not match".to_owned()));
            }
        }
        Ok(claims.subject().clone())
    }

    /// A provider may answer with a lower level than was asked for, and says so only here.
    fn check_level(&self, claims: &Map<String, Value>) -> Result<(), Error> {
        let wanted = &self.profile.acr_values;
        let level = claims.get("acr").and_then(Value::as_str);
        if wanted.is_empty()
            || level.is_some_and(|level| wanted.iter().any(|wanted| wanted == level))
        {
            return Ok(());
        }
        let found = level.unwrap_or("none");
        Err(Error::Requirement {
            missing: format!("a level (acr) of {}: it has {found}", wanted.join(" or ")),
        })
    }

    fn missing(&self, claims: &Map<String, Value>) -> Vec<String> {
        let absent = |name: &&String| matches!(claims.get(name.as_str()), None | Some(Value::Null));
        self.profile
            .required_claims
            .iter()
            .filter(absent)
            .cloned()
            .collect()
    }
}

/// The audiences that have tokens of their own.
fn resources(profile: &Profile) -> Vec<String> {
    let assistant = profile.assistant.as_ref();
    assistant
        .map(|assistant| assistant.resource.clone())
        .into_iter()
        .collect()
}

fn parameter(url: &Url, name: &str) -> Option<String> {
    url.query_pairs()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}

/// Compares digests, so that the time it takes tells nothing about where two texts differ.
fn same(left: &str, right: &str) -> bool {
    Sha256::digest(left) == Sha256::digest(right)
}

/// The claims of an id_token whose signature has been checked already.
fn payload(id_token: &CoreIdToken) -> Result<Map<String, Value>, Error> {
    let text = id_token.to_string();
    let bytes = text
        .split('.')
        .nth(1)
        .and_then(|part| BASE64_URL_SAFE_NO_PAD.decode(part).ok());
    let claims = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    claims.ok_or_else(|| Error::refused(DOING, "the id_token has no claims"))
}

/// What is signed in the id_token wins over what the provider adds on request.
fn complete(claims: &mut Map<String, Value>, more: Value) {
    if let Value::Object(more) = more {
        for (name, value) in more {
            claims.entry(name).or_insert(value);
        }
    }
}

fn names_agent(claims: &Map<String, Value>) -> bool {
    claims.contains_key("name") && claims.contains_key("email")
}

/// Providers differ in what they tell; the name falls back to the next best thing.
fn agent(subject: &SubjectIdentifier, claims: &Map<String, Value>) -> Agent {
    let text = |name: &str| {
        claims
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .trim()
            .to_owned()
    };
    let first = |names: &[&str]| {
        names
            .iter()
            .map(|name| text(name))
            .find(|text| !text.is_empty())
    };
    let family = first(&["family_name", "usual_name"]).unwrap_or_default();
    let parts = Some(format!("{} {family}", text("given_name")).trim().to_owned())
        .filter(|name| !name.is_empty());
    let name = first(&["name"])
        .or(parts)
        .or_else(|| first(&["preferred_username", "email"]));
    let name = name.unwrap_or_else(|| subject.to_string());
    Agent {
        subject: subject.to_string(),
        name,
        email: text("email"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agent_is_named_as_well_as_possible() {
        let check = |claims: Value, expected: &str| {
            let Value::Object(claims) = claims else {
                panic!("an object")
            };
            assert_eq!(
                agent(&SubjectIdentifier::new("42".to_owned()), &claims).name,
                expected
            );
        };
        check(
            serde_json::json!({"name": "Alice Durand", "email": "a@b.example"}),
            "Alice Durand",
        );
        check(
            serde_json::json!({"given_name": "Alice", "usual_name": "Durand"}),
            "Alice Durand",
        );
        check(
            serde_json::json!({"name": " ", "preferred_username": "alice"}),
            "alice",
        );
        check(serde_json::json!({"email": "a@b.example"}), "a@b.example");
        check(serde_json::json!({}), "42");
    }
}
