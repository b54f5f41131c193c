//! The agency's OpenID provider: what it says of itself, and the requests that only it answers. The protocol is the
//! `openidconnect` crate's work; the bytes go through [`Network`]. Nothing is kept here, and what a server sent is
//! never repeated in an error.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use net::reqwest::{Request, RequestBuilder, StatusCode};
use net::{Network, Retry};
use openidconnect::core::{
    CoreAuthDisplay, CoreClaimName, CoreClaimType, CoreClient, CoreClientAuthMethod,
    CoreErrorResponseType, CoreGenderClaim, CoreGrantType, CoreJsonWebKey,
    CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm, CoreResponseMode,
    CoreResponseType, CoreSubjectIdentifierType, CoreTokenResponse,
};
use openidconnect::{
    AccessToken, AdditionalClaims, AdditionalProviderMetadata, AuthorizationCode, ClientId,
    DiscoveryError, EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest, HttpResponse,
    IssuerUrl, OAuth2TokenResponse as _, PkceCodeVerifier, ProviderMetadata, RedirectUrl,
    RefreshToken, RequestTokenError, StandardErrorResponse, SubjectIdentifier, UserInfoClaims,
    UserInfoError, http,
};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::time::Instant;
use url::Url;

use crate::error::Error;
use crate::profile::Profile;

const LARGEST: usize = 1 << 20;
/// What a token is believed to live when the provider does not say.
const USUAL_LIFE: Duration = Duration::from_secs(60);

type Metadata = ProviderMetadata<
    More,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;
type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;
type TokenError = RequestTokenError<net::Error, StandardErrorResponse<CoreErrorResponseType>>;

/// What we want to know of a provider beyond the basic specification.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct More {
    pub(crate) end_session_endpoint: Option<Url>,
    pub(crate) revocation_endpoint: Option<Url>,
    #[serde(default)]
    pub(crate) authorization_response_iss_parameter_supported: bool,
}
impl AdditionalProviderMetadata for More {}

/// Claims by whatever name.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Named(HashMap<String, Value>);
impl AdditionalClaims for Named {}

/// An access token and the moment after which it is not used any more.
#[derive(Clone)]
pub(crate) struct Access {
    pub(crate) token: SecretString,
    pub(crate) until: Instant,
}

/// A provider that has described itself.
pub(crate) struct Provider {
    pub(crate) client: Client,
    pub(crate) more: More,
    network: Network,
}

impl Provider {
    pub(crate) async fn discover(profile: &Profile, network: &Network) -> Result<Self, Error> {
        const DOING: &str = "reading what the sign-in server says of itself";
        let issuer = IssuerUrl::new(profile.issuer.clone())
            .map_err(|source| Error::unusable(DOING, source))?;
        let found = Metadata::discover_async(issuer, &http_client(network, Retry::Safe)).await;
        let metadata = found.map_err(|error| match error {
            DiscoveryError::Request(source) => Error::of_network(DOING, source),
            error => Error::unusable(DOING, error),
        })?;
        let more = metadata.additional_metadata().clone();
        let client = CoreClient::from_provider_metadata(
            metadata,
            ClientId::new(profile.client_id.clone()),
            None,
        );
        Ok(Provider {
            client,
            more,
            network: network.clone(),
        })
    }

    pub(crate) async fn exchange(
        &self,
        code: &str,
        verifier: &SecretString,
        redirect: &RedirectUrl,
    ) -> Result<CoreTokenResponse, Error> {
        const DOING: &str = "finishing the sign-in";
        let request = self
            .client
            .exchange_code(AuthorizationCode::new(code.to_owned()));
        let request = request.map_err(|source| Error::unusable(DOING, source))?;
        let request = request
            .set_pkce_verifier(PkceCodeVerifier::new(verifier.expose_secret().to_owned()))
            .set_redirect_uri(std::borrow::Cow::Borrowed(redirect));
        let answer = request
            .request_async(&http_client(&self.network, Retry::Never))
            .await;
        answer.map_err(|error| of_token(DOING, error))
    }

    /// Renews with a refresh token; with a resource for the audience of that name.
    pub(crate) async fn refresh(
        &self,
        token: &SecretString,
        resource: Option<&str>,
    ) -> Result<CoreTokenResponse, Error> {
        const DOING: &str = "renewing the sign-in";
        let token = RefreshToken::new(token.expose_secret().to_owned());
        let request = self.client.exchange_refresh_token(&token);
        let mut request = request.map_err(|source| Error::unusable(DOING, source))?;
        if let Some(resource) = resource {
            request = request.add_extra_param("resource", resource);
        }
        let answer = request
            .request_async(&http_client(&self.network, Retry::Never))
            .await;
        answer.map_err(|error| of_token(DOING, error))
    }

    /// All that the provider tells about the agent, as JSON by the claims' names.
    pub(crate) async fn user_info(
        &self,
        access: &AccessToken,
        subject: &SubjectIdentifier,
    ) -> Result<Value, Error> {
        const DOING: &str = "asking the sign-in server for claims";
        let request = self.client.user_info(access.clone(), Some(subject.clone()));
        let request = request.map_err(|source| Error::unusable(DOING, source))?;
        let answer = request
            .request_async(&http_client(&self.network, Retry::Safe))
            .await;
        let claims: UserInfoClaims<Named, CoreGenderClaim> =
            answer.map_err(|error| match error {
                UserInfoError::Request(source) => Error::of_network(DOING, source),
                UserInfoError::Response(status, ..) => {
                    Error::unusable(DOING, format!("status {status}"))
                }
                UserInfoError::ClaimsVerification(source) => Error::unusable(DOING, source),
                UserInfoError::Parse(error) => {
                    Error::unusable(DOING, format!("`{}` is not as it should be", error.path()))
                }
                _ => Error::unusable(DOING, "the answer has another form"),
            })?;
        serde_json::to_value(claims).map_err(|source| Error::unusable(DOING, source))
    }

    /// Revokes a token (RFC 7009). A provider that cannot says so by having no place for it.
    pub(crate) async fn revoke(
        &self,
        token: &SecretString,
        client_id: &str,
    ) -> Result<bool, Error> {
        const DOING: &str = "revoking the sign-in";
        let Some(endpoint) = self.more.revocation_endpoint.clone() else {
            return Ok(false);
        };
        let form = [
            ("token", token.expose_secret()),
            ("token_type_hint", "refresh_token"),
            ("client_id", client_id),
        ];
        let request = self.network.client().post(endpoint).form(&form);
        let answer = self.network.send(request, Retry::Safe).await;
        match answer
            .map_err(|source| Error::of_network(DOING, source))?
            .status()
        {
            StatusCode::OK => Ok(true),
            status => Err(Error::refused(DOING, format!("status {status}"))),
        }
    }
}

/// An access token as it came, to be given up a little before its end.
pub(crate) fn access(answer: &CoreTokenResponse, now: Instant) -> Access {
    let life = answer
        .expires_in()
        .unwrap_or(USUAL_LIFE)
        .min(Duration::from_secs(86_400));
    let margin = (life / 10).min(Duration::from_secs(30));
    Access {
        token: answer.access_token().secret().clone().into(),
        until: now + life - margin,
    }
}

type Answer = Pin<Box<dyn Future<Output = Result<HttpResponse, net::Error>> + Send>>;

/// Our network in the shape in which the protocol's crate wants it.
fn http_client(
    network: &Network,
    retry: Retry,
) -> impl Fn(HttpRequest) -> Answer + Send + Sync + use<> {
    let network = network.clone();
    move |request| {
        let network = network.clone();
        Box::pin(async move { call(&network, retry, request).await })
    }
}

async fn call(
    network: &Network,
    retry: Retry,
    request: HttpRequest,
) -> Result<HttpResponse, net::Error> {
    let host = request.uri().host().unwrap_or_default().to_owned();
    let malformed = |source: net::Cause| net::Error::Malformed {
        what: format!("a request to {host}"),
        source,
    };
    let request =
        Request::try_from(request).map_err(|error| malformed(error.without_url().into()))?;
    let answer = network
        .send(RequestBuilder::from_parts(network.client(), request), retry)
        .await?;
    let status = answer.status();
    if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS {
        return Err(net::Error::Offline {
            host,
            source: format!("status {status}").into(),
        });
    }
    let mut response = http::Response::builder().status(status);
    if let Some(headers) = response.headers_mut() {
        headers.clone_from(answer.headers());
    }
    let body = net::bytes(answer, LARGEST).await?;
    response
        .body(body)
        .map_err(|source| malformed(source.into()))
}

/// The parser's own words may quote a token: only the place is repeated.
fn of_token(doing: &'static str, error: TokenError) -> Error {
    match error {
        RequestTokenError::Request(source) => Error::of_network(doing, source),
        RequestTokenError::ServerResponse(answer) => Error::refused(doing, answer.error().as_ref()),
        RequestTokenError::Parse(error, _) => {
            let (path, inner) = (error.path(), error.inner());
            Error::unusable(
                doing,
                format!("`{path}`: not as it should be, line {}", inner.line()),
            )
        }
        RequestTokenError::Other(_) => Error::unusable(
            doing,
            "the answer of the sign-in server is no JSON, or empty",
        ),
    }
}
