//! What can go wrong between here and a server, told apart by what a caller does about it.
//! No variant carries an address's path or query, a header or a body.

use std::io;

use reqwest::StatusCode;

/// Why, for the log.
pub type Cause = Box<dyn std::error::Error + Send + Sync>;

/// A request that had no answer, or one that could not be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The server was not reached, or the connection broke: keep the work and send it later.
    #[error("reaching {host}")]
    Offline {
        /// The server.
        host: String,
        /// What the system said.
        source: Cause,
    },
    /// The server was silent for too long: as offline, but the request may have arrived.
    #[error("waiting for {host}")]
    TimedOut {
        /// The server.
        host: String,
    },
    /// The address is not one of the agency's servers. Nothing was sent.
    #[error("{host} is not one of the agency's servers")]
    NotAllowed {
        /// The server.
        host: String,
    },
    /// The server's certificate is not trusted: a missing authority, or somebody in between.
    #[error("checking the certificate of {host}")]
    Certificate {
        /// The server.
        host: String,
        /// What is wrong with it.
        source: Cause,
    },
    /// An answer (or request) that does not have the form it should have, such as a portal's page in place of JSON.
    #[error("reading {what}")]
    Malformed {
        /// What was being read, with its origin.
        what: String,
        /// What is wrong with it.
        source: Cause,
    },
    /// The server answered, but not with a websocket.
    #[error("{host} answered {status} to a websocket")]
    Refused {
        /// The server.
        host: String,
        /// Its answer.
        status: StatusCode,
    },
    /// A proxy or certificate authority that cannot be used: the profile or the policy has to be corrected.
    #[error("setting up {what}")]
    Settings {
        /// Which setting.
        what: String,
        /// What is wrong with it.
        source: Cause,
    },
}

impl Error {
    /// Whether this says that there is no network, rather than something about the request.
    pub fn is_offline(&self) -> bool {
        matches!(self, Error::Offline { .. } | Error::TimedOut { .. })
    }

    /// Sorts what the HTTP client said about a request to `host`.
    pub(crate) fn of_request(host: &str, error: reqwest::Error) -> Self {
        let host = host.to_owned();
        let error = error.without_url();
        if find::<NotListed>(&error).is_some() {
            Error::NotAllowed { host }
        } else if find::<rustls::Error>(&error).is_some_and(about_certificate) {
            Error::Certificate {
                host,
                source: error.into(),
            }
        } else if error.is_timeout() {
            Error::TimedOut { host }
        } else if error.is_builder() || error.is_decode() && find::<io::Error>(&error).is_none() {
            Error::Malformed {
                what: format!("what was exchanged with {host}"),
                source: error.into(),
            }
        } else {
            Error::Offline {
                host,
                source: error.into(),
            }
        }
    }
}

/// What the fence says to the HTTP client about an address that is not on the list.
#[derive(Debug, thiserror::Error)]
#[error("{host} is not one of the agency's servers")]
pub(crate) struct NotListed {
    pub(crate) host: String,
}

fn about_certificate(error: &rustls::Error) -> bool {
    matches!(
        error,
        rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented
    )
}

/// Looks for a kind of error in the chain of sources. `io::Error` skips the error it wraps when asked for its source.
fn find<'a, E: std::error::Error + 'static>(
    error: &'a (dyn std::error::Error + 'static),
) -> Option<&'a E> {
    if let Some(found) = error.downcast_ref::<E>() {
        return Some(found);
    }
    if let Some(inner) = error
        .downcast_ref::<io::Error>()
        .and_then(io::Error::get_ref)
    {
        return find(inner);
    }
    find(error.source()?)
}
