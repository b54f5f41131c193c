//! The door at which the browser hands back a sign-in (RFC 8252): a listener on 127.0.0.1 with a free port.
//! It answers nothing but GET requests for its own path, one after another, for at most five minutes, and is gone
//! when it is dropped. Whether what arrives is genuine is not its business: the `state` in it tells.

use std::net::Ipv4Addr;
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, timeout, timeout_at};
use url::Url;

use crate::error::Error;

const LIFETIME: Duration = Duration::from_secs(300);
const REQUEST: Duration = Duration::from_secs(10);
const LARGEST_HEAD: usize = 16 << 10;
const MOST_AT_ONCE: usize = 32;
const PATH: &str = "/callback";
const DOING: &str = "waiting for the browser";

/// The listener.
#[derive(Debug)]
pub struct Loopback {
    listener: TcpListener,
    redirect: Url,
    until: Instant,
}

/// A browser that has come back and waits for a page.
#[derive(Debug)]
pub struct Arrival {
    url: Url,
    stream: TcpStream,
}

impl Loopback {
    /// Opens the door.
    ///
    /// # Errors
    /// [`Error::Unusable`] when the system gives no port.
    pub async fn bind() -> Result<Self, Error> {
        let failed = |source| Error::unusable("listening for the browser", source);
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .await
            .map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let redirect = Url::parse(&format!("http://{address}{PATH}"))
            .expect("a socket's address is a valid host");
        Ok(Loopback {
            listener,
            redirect,
            until: Instant::now() + LIFETIME,
        })
    }

    /// The address to be redirected to.
    pub fn redirect(&self) -> Url {
        self.redirect.clone()
    }

    /// The next browser that comes back. Requests for anything else are turned away meanwhile.
    ///
    /// # Errors
    /// [`Error::Refused`] when five minutes have passed since the door was opened.
    pub async fn next(&self) -> Result<Arrival, Error> {
        // Browsers open connections in advance and leave them silent: they must not keep the real one waiting.
        let waiting = async {
            let mut reading = FuturesUnordered::new();
            loop {
                tokio::select! {
                    accepted = self.listener.accept(), if reading.len() < MOST_AT_ONCE => {
                        reading.push(timeout(REQUEST, self.receive(accepted?.0)));
                    }
                    Some(read) = reading.next() => {
                        if let Ok(Some(arrival)) = read {
                            return Ok::<_, std::io::Error>(arrival);
                        }
                    }
                }
            }
        };
        match timeout_at(self.until, waiting).await {
            Ok(arrival) => arrival.map_err(|source| Error::unusable(DOING, source)),
            Err(_) => Err(Error::refused(
                DOING,
                "it did not come back within five minutes",
            )),
        }
    }

    async fn receive(&self, mut stream: TcpStream) -> Option<Arrival> {
        let head = read_head(&mut stream).await?;
        match self.judge(&head) {
            Ok(url) => Some(Arrival { url, stream }),
            Err(status) => {
                // Whoever is turned away may have gone already.
                let _ = answer(&mut stream, status, "", "").await;
                None
            }
        }
    }

    /// The address asked for, or the status with which to turn the request away.
    fn judge(&self, head: &str) -> Result<Url, &'static str> {
        const MISSING: &str = "404 Not Found";
        let mut lines = head.split("\r\n");
        let mut words = lines.next().unwrap_or_default().split(' ');
        let (method, target) = (
            words.next().unwrap_or_default(),
            words.next().unwrap_or_default(),
        );
        let host = lines
            .filter_map(|line| line.split_once(':'))
            .find(|(name, _)| name.eq_ignore_ascii_case("host"));
        let own = self.redirect.authority();
        if host.map(|(_, value)| value.trim()) != Some(own) || !target.starts_with('/') {
            return Err(MISSING);
        }
        let url = self.redirect.join(target).map_err(|_| MISSING)?;
        if url.path() != PATH || url.authority() != own {
            return Err(MISSING);
        }
        if method == "GET" {
            Ok(url)
        } else {
            Err("405 Method Not Allowed")
        }
    }
}

impl Arrival {
    /// The address that was asked for, with its query.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// Sends the same browser tab on to another page.
    ///
    /// # Errors
    /// [`Error::Unusable`] when the browser has gone.
    pub async fn send_on(mut self, to: &Url) -> Result<(), Error> {
        let sent = answer(
            &mut self.stream,
            "302 Found",
            &format!("Location: {to}\r\n"),
            "",
        )
        .await;
        sent.map_err(|source| Error::unusable("sending the browser on", source))
    }

    /// Ends with a small page in the tab.
    ///
    /// # Errors
    /// [`Error::Unusable`] when the browser has gone.
    pub async fn finish(mut self, title: &str, text: &str) -> Result<(), Error> {
        let sent = answer(&mut self.stream, "200 OK", "", &page(title, text)).await;
        sent.map_err(|source| Error::unusable("answering the browser", source))
    }
}

async fn read_head(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    let mut piece = [0; 1024];
    while !head.windows(4).any(|four| four == b"\r\n\r\n") {
        let length = stream.read(&mut piece).await.ok()?;
        if length == 0 || head.len() + length > LARGEST_HEAD {
            return None;
        }
        head.extend_from_slice(&piece[..length]);
    }
    String::from_utf8(head).ok()
}

async fn answer(
    stream: &mut TcpStream,
    status: &str,
    headers: &str,
    body: &str,
) -> std::io::Result<()> {
    let head = format!(
        "HTTP/1.1 {status}\r\n{headers}Content-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\
         Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'\r\n\
         X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\nCache-Control: no-store\r\n\
         Connection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body.as_bytes()).await?;
    stream.shutdown().await
}

fn page(title: &str, text: &str) -> String {
    let (title, text) = (escape(title), escape(text));
    format!(
        "<!doctype html><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title>\
         <style>body{{font:1.125rem/1.6 system-ui,sans-serif;max-width:32rem;margin:20vh auto;padding:0 1rem}}</style>\
         <main><h1>{title}</h1><p>{text}</p></main>"
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn ask(loopback: &Loopback, request: &str) -> TcpStream {
        let address = loopback.listener.local_addr().unwrap();
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream
            .write_all(request.replace("OWN", &address.to_string()).as_bytes())
            .await
            .unwrap();
        stream
    }

    async fn read(mut stream: TcpStream) -> String {
        let mut text = String::new();
        stream.read_to_string(&mut text).await.unwrap();
        text
    }

    #[tokio::test]
    async fn one_tab_walks_all_the_legs() {
        let loopback = Loopback::bind().await.unwrap();
        let first = ask(
            &loopback,
            "GET /callback?code=a%26b&state=s HTTP/1.1\r\nHost: OWN\r\n\r\n",
        )
        .await;
        let arrival = loopback.next().await.unwrap();
        assert_eq!(arrival.url().query(), Some("code=a%26b&state=s"));
        arrival
            .send_on(&Url::parse("https://chat.example/next").unwrap())
            .await
            .unwrap();
        assert!(
            read(first)
                .await
                .contains("302 Found\r\nLocation: https://chat.example/next\r\n")
        );

        let second = ask(
            &loopback,
            "GET /callback?loginToken=t HTTP/1.1\r\nhost: OWN\r\n\r\n",
        )
        .await;
        loopback
            .next()
            .await
            .unwrap()
            .finish("Done <b>", "You may close this page")
            .await
            .unwrap();
        let page = read(second).await;
        assert!(
            page.contains("<h1>Done &lt;b&gt;</h1>") && page.contains("default-src 'none'"),
            "{page}"
        );
    }

    #[tokio::test]
    async fn anything_else_is_turned_away() {
        let loopback = Loopback::bind().await.unwrap();
        let mut turned_away = Vec::new();
        for request in [
            "GET /favicon.ico HTTP/1.1\r\nHost: OWN\r\n\r\n",
            "GET /callback/../x HTTP/1.1\r\nHost: OWN\r\n\r\n",
            "GET //evil.example/callback HTTP/1.1\r\nHost: OWN\r\n\r\n",
            "GET /callback?code=x HTTP/1.1\r\nHost: evil.example\r\n\r\n",
            "GET /callback?code=x HTTP/1.1\r\n\r\n",
            "POST /callback?code=x HTTP/1.1\r\nHost: OWN\r\n\r\n",
            "nonsense\r\n\r\n",
        ] {
            turned_away.push(ask(&loopback, request).await);
        }
        ask(
            &loopback,
            "GET /callback?last HTTP/1.1\r\nHost: OWN\r\n\r\n",
        )
        .await;
        assert_eq!(loopback.next().await.unwrap().url().query(), Some("last"));
        for stream in turned_away {
            let answer = read(stream).await;
            assert!(answer.starts_with("HTTP/1.1 40"), "{answer}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn it_does_not_wait_for_ever_and_frees_its_port() {
        let loopback = Loopback::bind().await.unwrap();
        let address = loopback.listener.local_addr().unwrap();
        assert!(matches!(loopback.next().await, Err(Error::Refused { .. })));
        drop(loopback);
        assert!(TcpStream::connect(address).await.is_err());
    }
}
