//! A gateway and the provider of its tokens in one small server on the loopback, for the answers that no real server
//! can be made to give. What the gateway says is scripted. Each connection has its thread; they end with the test.

use std::collections::VecDeque;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, mpsc};
use std::thread;

use serde_json::{Value, json};
use session::profile::{Assistant, Profile};
use url::Url;

pub(crate) const RESOURCE: &str = "urn:attache:assistant";

/// What the gateway does with one question.
pub(crate) struct Script {
    /// None at all hangs up without a word.
    pub(crate) status: &'static str,
    pub(crate) headers: String,
    pub(crate) steps: Vec<Step>,
}

pub(crate) enum Step {
    Send(String),
    /// Waits until the test lets it go on, or has forgotten about it.
    Hold(mpsc::Receiver<()>),
    /// Says this many numbers, each when the test lets it go on.
    Dictate(usize, mpsc::Receiver<()>),
}

/// A question as the gateway saw it.
#[derive(Clone)]
pub(crate) struct Asked {
    pub(crate) token: String,
    pub(crate) body: Value,
}

#[derive(Default)]
pub(crate) struct State {
    pub(crate) scripts: VecDeque<Script>,
    pub(crate) asked: Vec<Asked>,
    pub(crate) renewals: usize,
    /// The provider renews no more.
    pub(crate) revoked: bool,
}

pub(crate) struct Fake {
    pub(crate) address: SocketAddr,
    state: Arc<Mutex<State>>,
}

impl Fake {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(Mutex::new(State::default()));
        let served = state.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let state = served.clone();
                thread::spawn(move || serve(stream, address, &state));
            }
        });
        Fake { address, state }
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// The gateway will answer the next question so.
    pub(crate) fn script(&self, script: Script) {
        self.state().scripts.push_back(script);
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.state().asked.clone()
    }

    /// A profile of this server. It is made by hand, because one that is read has https everywhere.
    pub(crate) fn profile(&self) -> Profile {
        let origin = format!("http://{}", self.address);
        Profile {
            id: "paris".to_owned(),
            name: "Ministère de la Mobilité".to_owned(),
            country: None,
            email_domains: Vec::new(),
            issuer: format!("{origin}/id"),
            client_id: "attache-desktop".to_owned(),
            scopes: vec!["openid".to_owned()],
            acr_values: Vec::new(),
            required_claims: Vec::new(),
            docs: None,
            matrix: None,
            assistant: Some(Assistant {
                url: Url::parse(&format!("{origin}/v1")).unwrap(),
                model: "local".to_owned(),
                resource: RESOURCE.to_owned(),
            }),
            servers: Vec::new(),
            certificate_authorities: Vec::new(),
            sign_in: session::Place::default(),
        }
    }
}

impl Script {
    /// A stream that says these things, each as one event.
    pub(crate) fn stream(events: &[&str]) -> Self {
        let text: String = events
            .iter()
            .map(|event| format!("data: {event}\n\n"))
            .collect();
        Self::steps(vec![Step::Send(text)])
    }

    pub(crate) fn steps(steps: Vec<Step>) -> Self {
        Self {
            status: "200 OK",
            headers: "content-type: text/event-stream\r\n".to_owned(),
            steps,
        }
    }

    /// A complete answer in two pieces.
    pub(crate) fn answer(first: &str, second: &str) -> Self {
        Self::stream(&[&piece(first), &piece(second), STOP, "[DONE]"])
    }

    /// A complete answer of so many numbers, one for each word of the test.
    pub(crate) fn dictated(many: usize, go: mpsc::Receiver<()>) -> Self {
        let end = format!("data: {STOP}\n\ndata: [DONE]\n\n");
        Self::steps(vec![Step::Dictate(many, go), Step::Send(end)])
    }

    pub(crate) fn refusal(status: &'static str, headers: &str, body: &str) -> Self {
        Self {
            status,
            headers: headers.to_owned(),
            steps: vec![Step::Send(body.to_owned())],
        }
    }
}

pub(crate) const STOP: &str = r#"{"choices":[{"delta":{},"finish_reason":"stop"}]}"#;

/// A chunk that adds this text.
pub(crate) fn piece(text: &str) -> String {
    json!({"choices": [{"delta": {"content": text}, "finish_reason": null}]}).to_string()
}

fn serve(mut stream: TcpStream, address: SocketAddr, state: &Mutex<State>) {
    let Some((head, body)) = read(&mut stream) else {
        return;
    };
    let path = head.split(' ').nth(1).unwrap_or_default();
    if head.starts_with("HEAD") {
        reply(&mut stream, "204 No Content", "");
    } else if path == "/v1/chat/completions" {
        let token = head
            .lines()
            .find_map(|line| line.strip_prefix("authorization: Bearer "))
            .unwrap()
            .to_owned();
        let script = {
            let mut state = state.lock().unwrap();
            state.asked.push(Asked {
                token,
                body: serde_json::from_str(&body).unwrap(),
            });
            state
                .scripts
                .pop_front()
                .expect("the test scripted too few answers")
        };
        play(&mut stream, script);
    } else {
        let (status, body) = provider(path, address, &mut state.lock().unwrap());
        reply(&mut stream, status, &body.to_string());
    }
}

fn provider(path: &str, address: SocketAddr, state: &mut State) -> (&'static str, Value) {
    let id = format!("http://{address}/id");
    match path {
        "/id/.well-known/openid-configuration" => (
            "200 OK",
            json!({
                "issuer": id, "authorization_endpoint": format!("{id}/authorize"),
                "token_endpoint": format!("{id}/token"), "jwks_uri": format!("{id}/keys"),
                "response_types_supported": ["code"], "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["ES256"],
            }),
        ),
        "/id/keys" => ("200 OK", json!({"keys": []})),
        "/id/token" if state.revoked => ("400 Bad Request", json!({"error": "invalid_grant"})),
        "/id/token" => {
            state.renewals += 1;
            let token = format!("access-{}", state.renewals);
            (
                "200 OK",
                json!({"access_token": token, "token_type": "Bearer", "expires_in": 300}),
            )
        }
        _ => ("404 Not Found", json!({})),
    }
}

fn play(stream: &mut TcpStream, script: Script) {
    if script.status.is_empty() {
        return;
    }
    let head = format!(
        "HTTP/1.1 {}\r\n{}connection: close\r\n\r\n",
        script.status, script.headers
    );
    let _ = stream.write_all(head.as_bytes());
    for step in script.steps {
        match step {
            Step::Send(text) => drop(stream.write_all(text.as_bytes())),
            Step::Hold(go) => drop(go.recv()),
            Step::Dictate(many, go) => {
                for number in 0..many {
                    let _ = go.recv();
                    let event = format!("data: {}\n\n", piece(&format!("{number} ")));
                    let _ = stream.write_all(event.as_bytes());
                }
            }
        }
    }
}

fn reply(stream: &mut TcpStream, status: &str, body: &str) {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n"
    );
    let _ = stream.write_all(format!("{head}connection: close\r\n\r\n{body}").as_bytes());
}

fn read(stream: &mut TcpStream) -> Option<(String, String)> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).ok()?;
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    let mut body = vec![0; length.map_or(0, |length| length.parse().unwrap())];
    stream.read_exact(&mut body).ok()?;
    Some((head, String::from_utf8(body).unwrap()))
}
