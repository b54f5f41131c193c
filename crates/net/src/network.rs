//! The network as the rest of the desk sees it: a client, a careful way to send, websockets, and reachability.
//! It owns the task that watches reachability; the task ends with the last clone.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use reqwest::header::HeaderMap;
use reqwest::{Client, Request, RequestBuilder, Response, StatusCode};
use reqwest_websocket::{Upgrade as _, WebSocket};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tungstenite::protocol::WebSocketConfig;
use url::Url;

use crate::error::Error;
use crate::fence::Fence;
use crate::reachability::{Reachability, Signal, settle_doubts};
use crate::retry::{self, Retry};
use crate::shown::Shown;
use crate::way::{Clients, Way};

/// How long an answer may take to begin, where the request can be repeated.
const ANSWER: Duration = Duration::from_secs(30);
/// The largest websocket message that is taken; a note of the largest size Docs accepts fits.
const LARGEST_MESSAGE: usize = 8 << 20;

/// The way to the agency's servers. Cloning is cheap and shares everything.
#[derive(Debug, Clone)]
pub struct Network {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    requests: Client,
    sockets: Client,
    shown: Shown,
    fence: Arc<Fence>,
    signal: Arc<Signal>,
    _watch: JoinSet<()>,
}

impl Network {
    /// Builds the clients. Sends nothing. Has to be called on a Tokio runtime.
    ///
    /// # Errors
    /// [`Error::Settings`] when the proxy or a certificate authority cannot be used.
    pub fn new(way: Way) -> Result<Self, Error> {
        let fence = Arc::new(Fence::new(&way.allowed));
        let Clients {
            requests,
            sockets,
            shown,
        } = Clients::new(&way, &fence)?;
        let signal = Arc::new(Signal::new());
        let mut watch = JoinSet::new();
        watch.spawn(settle_doubts(
            signal.clone(),
            requests.clone(),
            roots(&way.allowed),
        ));
        Ok(Network {
            inner: Arc::new(Inner {
                requests,
                sockets,
                shown,
                fence,
                signal,
                _watch: watch,
            }),
        })
    }

    /// The HTTP client, for building requests and for libraries that send by themselves. It follows no redirect,
    /// keeps no cookie, gives up a connection after 10 seconds and an answer after 75 seconds of silence, and
    /// connects to the allowed servers only.
    pub fn client(&self) -> Client {
        self.inner.requests.clone()
    }

    /// Sends a request and tells reachability what came of it. Any answer is `Ok`, whatever its status.
    ///
    /// # Errors
    /// When there was no answer, or the server is not allowed.
    pub async fn send(&self, request: RequestBuilder, retry: Retry) -> Result<Response, Error> {
        let (client, request) = request.build_split();
        let mut request = request.map_err(|error| Error::of_request("the server", error))?;
        self.admit(request.url())?;
        let mut attempt = 0;
        loop {
            let again = if retry == Retry::Safe {
                request.try_clone()
            } else {
                None
            };
            let patience = if again.is_some() {
                ANSWER
            } else {
                Duration::MAX
            };
            let answer = self.attempt(&client, request, patience).await;
            let Some((again, pause)) = again.zip(self.pause(attempt, &answer)) else {
                return answer;
            };
            tracing::debug!(attempt, ?pause, "sending again");
            tokio::time::sleep(pause).await;
            request = again;
            attempt += 1;
        }
    }

    /// Opens a websocket (`wss` or `https`) with these headers. Messages above 8 MiB end it with an error.
    ///
    /// # Errors
    /// [`Error::Refused`] when the server answers with anything but a websocket; else as [`Network::send`].
    pub async fn websocket(&self, url: &Url, headers: HeaderMap) -> Result<WebSocket, Error> {
        let host = self.admit(url)?;
        let opening = async {
            let request = self
                .inner
                .sockets
                .get(url.clone())
                .headers(headers)
                .upgrade();
            let answer = request.web_socket_config(limits()).send().await?;
            match answer.status() {
                StatusCode::SWITCHING_PROTOCOLS => Ok(Ok(answer.into_websocket().await?)),
                status => Ok(Err(status)),
            }
        };
        let opened = tokio::time::timeout(ANSWER, opening).await;
        let result = match opened {
            Err(_) => Err(Error::TimedOut { host }),
            Ok(Ok(Ok(socket))) => Ok(socket),
            Ok(Ok(Err(status))) => Err(Error::Refused { host, status }),
            Ok(Err(reqwest_websocket::Error::Reqwest(error))) => {
                Err(Error::of_request(&host, error))
            }
            Ok(Err(error)) => Err(Error::Malformed {
                what: format!("the websocket handshake of {host}"),
                source: error.into(),
            }),
        };
        self.tell(result.as_ref().err());
        result
    }

    /// The leaf certificate (DER) that the server at `url` shows, after it has been verified as for any request.
    ///
    /// # Errors
    /// As [`Network::send`]; [`Error::Malformed`] when the server speaks without TLS.
    pub async fn certificate(&self, url: &Url) -> Result<Vec<u8>, Error> {
        self.send(self.inner.sockets.head(url.clone()), Retry::Safe)
            .await?;
        let host = url.host_str().unwrap_or_default();
        let missing = || Error::Malformed {
            what: format!("the certificate of {host}"),
            source: "there is none".into(),
        };
        self.inner.shown.by(host).ok_or_else(missing)
    }

    /// Whether the servers can be reached, and every change of it.
    pub fn reachability(&self) -> watch::Receiver<Reachability> {
        self.inner.signal.subscribe()
    }

    /// For libraries that send by themselves: a server has answered.
    pub fn report_success(&self) {
        self.inner.signal.succeeded();
    }

    /// For libraries that send by themselves: a server could not be reached.
    pub fn report_failure(&self) {
        self.inner.signal.failed();
    }

    /// Forgets the pause between attempts and looks now whether the servers can be reached.
    pub fn wake(&self) {
        self.inner.signal.wake();
    }

    fn admit(&self, url: &Url) -> Result<String, Error> {
        let host = url
            .host_str()
            .unwrap_or("an address without a host")
            .to_owned();
        if self.inner.fence.allows(url) {
            Ok(host)
        } else {
            Err(Error::NotAllowed { host })
        }
    }

    async fn attempt(
        &self,
        client: &Client,
        request: Request,
        patience: Duration,
    ) -> Result<Response, Error> {
        let host = request.url().host_str().unwrap_or_default().to_owned();
        let result = match tokio::time::timeout(patience, client.execute(request)).await {
            Err(_) => Err(Error::TimedOut { host }),
            Ok(answer) => answer.map_err(|error| Error::of_request(&host, error)),
        };
        self.tell(result.as_ref().err());
        result
    }

    /// Once it is known that nothing can be reached there is no point in trying again right away.
    fn pause(&self, attempt: u32, answer: &Result<Response, Error>) -> Option<Duration> {
        match answer {
            Ok(answer) => {
                let asked = retry::asked_wait(answer.headers(), SystemTime::now());
                retry::after_answer(attempt, answer.status(), asked, rand::random())
            }
            Err(error) if error.is_offline() && self.inner.signal.is_online() => {
                retry::after_failure(attempt, rand::random())
            }
            Err(_) => None,
        }
    }

    fn tell(&self, error: Option<&Error>) {
        match error {
            None | Some(Error::Refused { .. } | Error::Malformed { .. }) => {
                self.inner.signal.succeeded()
            }
            Some(error) if error.is_offline() => self.inner.signal.failed(),
            Some(_) => {}
        }
    }
}

fn limits() -> WebSocketConfig {
    WebSocketConfig::default()
        .max_message_size(Some(LARGEST_MESSAGE))
        .max_frame_size(Some(LARGEST_MESSAGE))
}

/// One address per origin, where a knock disturbs nobody.
fn roots(allowed: &[Url]) -> Vec<Url> {
    let mut roots: Vec<Url> = allowed
        .iter()
        .filter_map(|url| url.join("/").ok())
        .collect();
    roots.sort();
    roots.dedup();
    roots
}
