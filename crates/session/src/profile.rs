//! A profile: an agency's servers and how one signs in to them. It comes as JSON from a file, a policy or the
//! agency's own web site. It promises that what has been parsed can be used: no unknown key, https everywhere,
//! certificates that are certificates. It never contains a secret.

mod read;

use net::reqwest::StatusCode;
use net::{Network, Retry};
use serde::{Deserialize, Serialize};
use url::{Host, Url};

use crate::error::Error;

const LARGEST: usize = 256 << 10;

/// An agency's servers and how one signs in to them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Profile {
    /// A short name for files and the command line.
    #[serde(deserialize_with = "read::id")]
    pub id: String,
    /// The agency's name, for people.
    #[serde(deserialize_with = "read::text")]
    pub name: String,
    /// The country, as ISO 3166 spells it in two small letters.
    #[serde(
        default,
        deserialize_with = "read::country",
        skip_serializing_if = "Option::is_none"
    )]
    pub country: Option<String>,
    /// The domains of its agents' e-mail addresses.
    #[serde(default, deserialize_with = "read::domains")]
    pub email_domains: Vec<String>,
    /// The OpenID provider, exactly as it names itself.
    #[serde(deserialize_with = "read::issuer")]
    pub issuer: String,
    /// This program's name at the provider; it is a public client and has no secret.
    #[serde(deserialize_with = "read::text")]
    pub client_id: String,
    /// What the sign-in asks for.
    #[serde(default = "usual_scopes", deserialize_with = "read::scopes")]
    pub scopes: Vec<String>,
    /// The levels of sign-in that will do; empty when any will.
    #[serde(default, deserialize_with = "read::texts")]
    pub acr_values: Vec<String>,
    /// Claims without which a sign-in is refused.
    #[serde(default, deserialize_with = "read::texts")]
    pub required_claims: Vec<String>,
    /// The documents server, where the agency has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub docs: Option<Docs>,
    /// The homeserver, where the agency has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matrix: Option<Matrix>,
    /// The model gateway, where the agency has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assistant: Option<Assistant>,
    /// Servers beside those named here that they send us to, such as the homeserver's own sign-in or media.
    #[serde(default, deserialize_with = "read::addresses")]
    pub servers: Vec<Url>,
    /// Authorities (PEM) that are trusted beside those of the operating system.
    #[serde(default, deserialize_with = "read::certificates")]
    pub certificate_authorities: Vec<String>,
    /// Where the agent signs in.
    #[serde(default)]
    pub sign_in: Place,
}

/// The documents server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Docs {
    /// Its public address.
    #[serde(deserialize_with = "read::address")]
    pub url: Url,
}

/// The homeserver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Matrix {
    /// Its client API.
    #[serde(deserialize_with = "read::address")]
    pub homeserver: Url,
}

/// The model gateway.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Assistant {
    /// The address that ends in `/v1`.
    #[serde(deserialize_with = "read::address")]
    pub url: Url,
    /// The model.
    #[serde(deserialize_with = "read::text")]
    pub model: String,
    /// The audience of its tokens (RFC 8707): no other server is ever given one of them.
    #[serde(deserialize_with = "read::text")]
    pub resource: String,
}

/// Where the agent signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Place {
    /// In the window where the documents server wants cookies, else in the browser.
    #[default]
    Auto,
    /// In the system's browser.
    Browser,
    /// In the sign-in window.
    Window,
}

impl Profile {
    /// Reads a profile; `origin` says in an error where it came from.
    ///
    /// # Errors
    /// [`Error::Profile`], naming key and line.
    pub fn parse(text: &str, origin: &str) -> Result<Self, Error> {
        let mut source = serde_json::Deserializer::from_str(text);
        let parsed = serde_path_to_error::deserialize(&mut source);
        let complaint = |what: String| Error::Profile {
            origin: origin.to_owned(),
            what,
        };
        let profile = parsed.map_err(|error| match error.path().to_string().as_str() {
            "." | "?" => complaint(error.inner().to_string()),
            key => complaint(format!("`{key}`: {}", error.inner())),
        })?;
        source.end().map_err(|error| complaint(error.to_string()))?;
        Ok(profile)
    }

    /// Every server the profile names: with these [`Network`] is made.
    pub fn origins(&self) -> Vec<Url> {
        let issuer = Url::parse(&self.issuer).ok();
        let docs = self.docs.as_ref().map(|docs| docs.url.clone());
        let matrix = self.matrix.as_ref().map(|matrix| matrix.homeserver.clone());
        let assistant = self
            .assistant
            .as_ref()
            .map(|assistant| assistant.url.clone());
        [issuer, docs, matrix, assistant]
            .into_iter()
            .flatten()
            .chain(self.servers.clone())
            .collect()
    }
}

/// Where the agency of this e-mail address publishes its profile.
///
/// # Errors
/// [`Error::Profile`] when it is no e-mail address.
pub fn well_known(email: &str) -> Result<Url, Error> {
    let wrong = || Error::Profile {
        origin: "of an e-mail address".to_owned(),
        what: "no domain in it".to_owned(),
    };
    let (name, domain) = email.trim().rsplit_once('@').ok_or_else(wrong)?;
    let url =
        Url::parse(&format!("https://{domain}/.well-known/attache.json")).map_err(|_| wrong())?;
    let is_domain = matches!(url.host(), Some(Host::Domain(host)) if host.contains('.'));
    let plain = url.path() == "/.well-known/attache.json"
        && url.port().is_none()
        && url.username().is_empty();
    if name.is_empty() || !is_domain || !plain {
        Err(wrong())
    } else {
        Ok(url)
    }
}

/// Fetches the profile of the agency of this e-mail address; none where its domain publishes none. `network` has to
/// allow [`well_known`].
///
/// # Errors
/// [`Error::Profile`] when it is wrong or speaks for other domains; else as the network says.
pub async fn find(email: &str, network: &Network) -> Result<Option<Profile>, Error> {
    const DOING: &str = "looking for the agency's profile";
    let url = well_known(email)?;
    let origin = format!("at {}", url.host_str().unwrap_or_default());
    let unusable = |error| Error::of_network(DOING, error);
    let answer = network
        .send(network.client().get(url.clone()), Retry::Safe)
        .await
        .map_err(unusable)?;
    let status = answer.status();
    if matches!(status, StatusCode::NOT_FOUND | StatusCode::GONE) {
        return Ok(None);
    }
    if !status.is_success() {
        return Err(Error::Profile {
            origin,
            what: format!("it was not handed out (status {status})"),
        });
    }
    let text = net::bytes(answer, LARGEST).await.map_err(unusable)?;
    let profile = Profile::parse(&String::from_utf8_lossy(&text), &origin)?;
    let domain = url.host_str().unwrap_or_default();
    if profile
        .email_domains
        .iter()
        .any(|listed| listed.eq_ignore_ascii_case(domain))
    {
        Ok(Some(profile))
    } else {
        Err(Error::Profile {
            origin,
            what: format!("`emailDomains`: {domain} is not among them"),
        })
    }
}

/// Adds a path to a base that may or may not end in a slash.
pub(crate) fn at(base: &Url, path: &str) -> Url {
    let mut url = base.clone();
    let whole = format!("{}/{}", url.path().trim_end_matches('/'), path);
    url.set_path(&whole);
    url
}

fn usual_scopes() -> Vec<String> {
    ["openid", "profile", "email", "offline_access"]
        .map(str::to_owned)
        .to_vec()
}
