//! Small servers on the loopback whose answers a test decides: HTTP with or without TLS, a websocket echo, a proxy.
//! Each connection has its thread; they end with the test's process.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use net::reqwest::Url;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::PrivatePkcs8KeyDer;

pub(crate) trait Stream: Read + Write + Send {}
impl<S: Read + Write + Send> Stream for S {}

/// A server and the head of every request it has seen.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    scheme: &'static str,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// `answer` gets the head of a request and how many came before it (knocks of reachability do not count).
    pub(crate) fn start(answer: impl Fn(&str, usize) -> String + Send + Sync + 'static) -> Self {
        Self::on(free(), answer)
    }

    pub(crate) fn on(
        listener: TcpListener,
        answer: impl Fn(&str, usize) -> String + Send + Sync + 'static,
    ) -> Self {
        Self::run(listener, "http", move |stream, seen| {
            talk(&mut { stream }, &seen, &answer)
        })
    }

    pub(crate) fn secure(
        authority: &Authority,
        answer: impl Fn(&str, usize) -> String + Send + Sync + 'static,
    ) -> Self {
        let tls = authority.server();
        Self::run(free(), "https", move |stream, seen| {
            talk(&mut wrap(&tls, stream), &seen, &answer)
        })
    }

    /// Sends every message back; with an authority over TLS.
    pub(crate) fn echo(authority: Option<&Authority>) -> Self {
        let tls = authority.map(Authority::server);
        let scheme = if tls.is_some() { "wss" } else { "ws" };
        Self::run(free(), scheme, move |stream, _| match &tls {
            Some(tls) => echo(wrap(tls, stream)),
            None => echo(stream),
        })
    }

    /// Understands CONNECT only.
    pub(crate) fn proxy() -> Self {
        Self::run(free(), "http", |mut stream, seen| {
            let head = read_head(&mut stream);
            seen.lock().unwrap().push(head.clone());
            let target = head
                .strip_prefix("CONNECT ")
                .unwrap()
                .split(' ')
                .next()
                .unwrap()
                .to_owned();
            let server = TcpStream::connect(target).unwrap();
            stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").unwrap();
            let (mut up_from, mut up_to) =
                (stream.try_clone().unwrap(), server.try_clone().unwrap());
            thread::spawn(move || std::io::copy(&mut up_from, &mut up_to));
            let _ = std::io::copy(&mut { server }, &mut stream);
        })
    }

    fn run(
        listener: TcpListener,
        scheme: &'static str,
        serve: impl Fn(TcpStream, Arc<Mutex<Vec<String>>>) + Send + Sync + 'static,
    ) -> Self {
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (shared, serve) = (seen.clone(), Arc::new(serve));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (shared, serve) = (shared.clone(), serve.clone());
                thread::spawn(move || serve(stream, shared));
            }
        });
        Server {
            address,
            scheme,
            seen,
        }
    }

    pub(crate) fn url(&self, path: &str) -> Url {
        Url::parse(&format!("{}://{}{path}", self.scheme, self.address)).unwrap()
    }

    pub(crate) fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }

    pub(crate) fn requests(&self) -> usize {
        self.seen()
            .iter()
            .filter(|head| !head.starts_with("HEAD "))
            .count()
    }
}

/// An authority of the test's own.
pub(crate) struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    pub(crate) fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Authority(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    pub(crate) fn pem(&self) -> String {
        self.0.pem()
    }

    fn server(&self) -> Arc<rustls::ServerConfig> {
        let key = KeyPair::generate().unwrap();
        let leaf = CertificateParams::new(vec!["127.0.0.1".to_owned()])
            .unwrap()
            .signed_by(&key, &self.0)
            .unwrap();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let builder = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions();
        let key = PrivatePkcs8KeyDer::from(key.serialize_der()).into();
        Arc::new(
            builder
                .unwrap()
                .with_no_client_auth()
                .with_single_cert(vec![leaf.der().clone()], key)
                .unwrap(),
        )
    }
}

pub(crate) fn free() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").unwrap()
}

pub(crate) fn ok(kind: &str, body: &str) -> String {
    reply("200 OK", &format!("content-type: {kind}\r\n"), body)
}

pub(crate) fn reply(status: &str, headers: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )
}

fn wrap(
    tls: &Arc<rustls::ServerConfig>,
    stream: TcpStream,
) -> rustls::StreamOwned<rustls::ServerConnection, TcpStream> {
    rustls::StreamOwned::new(rustls::ServerConnection::new(tls.clone()).unwrap(), stream)
}

fn talk(
    stream: &mut dyn Stream,
    seen: &Mutex<Vec<String>>,
    answer: &dyn Fn(&str, usize) -> String,
) {
    let head = read_head(stream);
    if head.is_empty() {
        return;
    }
    let before = {
        let mut seen = seen.lock().unwrap();
        seen.push(head.clone());
        seen.iter()
            .filter(|head| !head.starts_with("HEAD "))
            .count()
            .saturating_sub(1)
    };
    let answer = if head.starts_with("HEAD ") {
        reply("200 OK", "", "")
    } else {
        answer(&head, before)
    };
    let _ = stream.write_all(answer.as_bytes());
    let _ = stream.flush();
}

fn read_head(stream: &mut dyn Stream) -> String {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read(&mut byte) {
            Ok(1) => head.push(byte[0]),
            _ => return String::new(),
        }
    }
    String::from_utf8(head).unwrap()
}

fn echo(stream: impl Stream) {
    let Ok(mut socket) = tungstenite::accept(stream) else {
        return;
    };
    while let Ok(message) = socket.read() {
        let length = message.len();
        let sent = match message.to_text() {
            Ok("large") => socket.send(tungstenite::Message::binary(vec![0; 9 << 20])),
            _ if message.is_close() => return,
            _ => socket.send(message),
        };
        if sent.is_err() {
            eprintln!("the echo of {length} bytes was not taken");
            return;
        }
    }
}
