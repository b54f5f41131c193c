//! A provider and a Docs in one small server, for the answers that no real server can be made to give. What they get
//! wrong, a test switches on. Each connection has its thread; they end with the test's process.

use std::collections::{HashMap, HashSet};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, mpsc};
use std::thread;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, PublicKeyData as _,
    SigningKey as _,
};
use serde_json::{Value, json};
use session::Profile;
use sha2::{Digest as _, Sha256};
use url::Url;

mod docs;
mod wire;

use docs::{callback, users_me};
pub(crate) use wire::Request;
use wire::{base64, error, json_reply, raw_signature, read_head, redirect, reply, tls};

/// What the provider gets wrong or does on purpose.
#[derive(Default)]
pub(crate) struct Twist {
    pub(crate) nonce: bool,
    pub(crate) signature: bool,
    pub(crate) audience: bool,
    pub(crate) at_hash: bool,
    pub(crate) expired: bool,
    pub(crate) no_id_token: bool,
    /// The token endpoint answers with this status and body instead.
    pub(crate) token_answer: Option<(String, String, String)>,
    /// A used refresh token does not kill the whole grant, as it does at the standard provider.
    pub(crate) forgiving: bool,
    /// The next refresh is carried out, but its answer is lost.
    pub(crate) lose_refresh: bool,
    /// The next refresh waits for this before it is answered.
    pub(crate) hold_refresh: Option<mpsc::Receiver<()>>,
    /// The provider shows its login page even when it is asked to be silent.
    pub(crate) not_silent: bool,
    /// Ending a session asks for a confirmation.
    pub(crate) confirm: bool,
    /// Docs answers this status to everything.
    pub(crate) docs_status: Option<String>,
}

pub(crate) struct State {
    pub(crate) twist: Twist,
    pub(crate) id_claims: Value,
    pub(crate) user_info: Value,
    pub(crate) seen: Vec<Request>,
    nonce: String,
    challenge: String,
    pub(crate) live_refresh: HashSet<String>,
    pub(crate) refreshes: usize,
    pub(crate) provider_sessions: HashSet<String>,
    pub(crate) docs_sessions: HashSet<String>,
    pub(crate) docs_life: u64,
    counter: usize,
}

pub(crate) struct Fake {
    pub(crate) address: SocketAddr,
    pub(crate) authority: String,
    state: Arc<Mutex<State>>,
}

impl Fake {
    pub(crate) fn start() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        let tls = tls(&authority);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(Mutex::new(State::new()));
        let server = Arc::new(Server {
            origin: format!("https://{address}"),
            state: state.clone(),
            key: KeyPair::generate().unwrap(),
        });
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (tls, server) = (tls.clone(), server.clone());
                thread::spawn(move || {
                    server.serve(rustls::StreamOwned::new(
                        rustls::ServerConnection::new(tls).unwrap(),
                        stream,
                    ))
                });
            }
        });
        Fake {
            address,
            authority: authority.pem(),
            state,
        }
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    pub(crate) fn seen(&self, path: &str) -> Vec<Request> {
        self.state()
            .seen
            .iter()
            .filter(|request| request.url.path() == path)
            .cloned()
            .collect()
    }

    pub(crate) fn profile_text(&self) -> String {
        let origin = format!("https://{}", self.address);
        let profile = json!({
            "id": "paris", "name": "Ministère de la Mobilité", "emailDomains": ["mobilite.example"],
            "issuer": format!("{origin}/id"), "clientId": "attache-desktop",
            "docs": {"url": format!("{origin}/docs")},
            "assistant": {"url": format!("{origin}/v1"), "model": "local", "resource": "urn:attache:assistant"},
            "certificateAuthorities": [self.authority],
        });
        profile.to_string()
    }

    pub(crate) fn profile(&self) -> Profile {
        Profile::parse(&self.profile_text(), "of the test").unwrap()
    }

    /// Plays agent and browser: takes the page to begin with, and tells where the browser is sent in the end.
    pub(crate) fn approve(&self, page: &Url) -> Url {
        let query: HashMap<String, String> = page.query_pairs().into_owned().collect();
        assert_eq!(query["code_challenge_method"], "S256");
        assert_eq!(query["resource"], "urn:attache:assistant");
        assert!(query["nonce"].len() >= 32 && query["state"].len() >= 32);
        let mut state = self.state();
        (state.nonce, state.challenge) = (query["nonce"].clone(), query["code_challenge"].clone());
        let mut redirect = Url::parse(&query["redirect_uri"]).unwrap();
        let issuer = format!("https://{}/id", self.address);
        redirect.query_pairs_mut().extend_pairs([
            ("code", "the-code"),
            ("state", &query["state"]),
            ("iss", &issuer),
        ]);
        redirect
    }

    /// A proxy that leads every name to this server.
    pub(crate) fn proxy(&self) -> Url {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (proxy, target) = (listener.local_addr().unwrap(), self.address);
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                thread::spawn(move || {
                    read_head(&mut stream);
                    let server = TcpStream::connect(target).unwrap();
                    stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").unwrap();
                    let (mut from, mut to) =
                        (stream.try_clone().unwrap(), server.try_clone().unwrap());
                    thread::spawn(move || std::io::copy(&mut from, &mut to));
                    let _ = std::io::copy(&mut { server }, &mut stream);
                });
            }
        });
        Url::parse(&format!("http://{proxy}")).unwrap()
    }
}

impl State {
    fn new() -> Self {
        State {
            twist: Twist::default(),
            id_claims: json!({"name": "Alice Durand", "email": "alice.durand@mobilite.example", "acr": "eidas2"}),
            user_info: json!({}),
            seen: Vec::new(),
            nonce: String::new(),
            challenge: String::new(),
            live_refresh: HashSet::new(),
            refreshes: 0,
            provider_sessions: HashSet::from(["provider-cookie".to_owned()]),
            docs_sessions: HashSet::from(["docs-cookie".to_owned()]),
            docs_life: 43_200,
            counter: 0,
        }
    }

    fn fresh(&mut self, what: &str) -> String {
        self.counter += 1;
        format!("{what}-{}", self.counter)
    }
}

struct Server {
    origin: String,
    state: Arc<Mutex<State>>,
    key: KeyPair,
}

impl Server {
    fn serve(&self, mut stream: impl Read + Write) {
        let Some(request) = Request::read(&mut stream, &self.origin) else {
            return;
        };
        let answer = self.answer(&request);
        let _ = stream.write_all(answer.as_bytes());
        let _ = stream.flush();
    }

    #[expect(
        clippy::too_many_lines,
        reason = "one arm for each address of the servers"
    )]
    fn answer(&self, request: &Request) -> String {
        let mut state = self.state.lock().unwrap();
        if request.method != "HEAD" {
            state.seen.push(request.clone());
        }
        let path = request.url.path().to_owned();
        if let (Some(status), true) = (&state.twist.docs_status, path.starts_with("/docs/")) {
            return reply(status, "", "");
        }
        match path.as_str() {
            "/id/.well-known/openid-configuration" => self.description(),
            "/id/keys" => json_reply(&json!({"keys": [self.public_key()]})),
            "/id/token" => self.token(state, request),
            "/id/me" => {
                let mut claims = state.user_info.clone();
                claims["sub"] = json!("alice");
                json_reply(&claims)
            }
            "/id/revoke" => {
                let token = request.form("token").unwrap();
                state.live_refresh.remove(&token);
                reply("200 OK", "", "")
            }
            "/id/authorize" => self.authorize(&state, request),
            "/id/session/end" if state.twist.confirm => {
                reply("200 OK", "content-type: text/html\r\n", "<form>")
            }
            "/id/session/end" => {
                state.provider_sessions.clear();
                redirect("/id/signed-out", "")
            }
            "/docs/api/v1.0/users/me/" => users_me(&state, request),
            "/docs/api/v1.0/authenticate/" => {
                let known = request
                    .cookie("docs_sessionid")
                    .is_some_and(|id| state.docs_sessions.contains(id));
                let cookie = if known {
                    ""
                } else {
                    "set-cookie: docs_sessionid=anonymous; Path=/; Max-Age=43200; HttpOnly\r\n"
                };
                let prompt = if request.query("silent").is_some() {
                    "&prompt=none"
                } else {
                    ""
                };
                redirect(
                    &format!(
                        "{}/id/authorize?client_id=docs&state=docs-state{prompt}",
                        self.origin
                    ),
                    cookie,
                )
            }
            "/docs/api/v1.0/callback/" => callback(&mut state, request),
            "/docs/api/v1.0/logout/" => redirect(
                &format!("{}/id/session/end?id_token_hint=x&state=leave", self.origin),
                "",
            ),
            "/docs/api/v1.0/logout-callback/"
                if request.query("state").as_deref() == Some("leave") =>
            {
                let id = request.cookie("docs_sessionid").unwrap_or_default();
                state.docs_sessions.remove(id);
                redirect("/docs/", "")
            }
            "/.well-known/attache.json" => json_reply(&json!({
                "id": "paris", "name": "Mobilité", "emailDomains": ["mobilite.example"],
                "issuer": self.origin, "clientId": "attache-desktop",
            })),
            _ => reply("404 Not Found", "", ""),
        }
    }

    fn description(&self) -> String {
        let id = format!("{}/id", self.origin);
        json_reply(&json!({
            "issuer": id, "authorization_endpoint": format!("{id}/authorize"), "token_endpoint": format!("{id}/token"),
            "jwks_uri": format!("{id}/keys"), "userinfo_endpoint": format!("{id}/me"),
            "revocation_endpoint": format!("{id}/revoke"), "end_session_endpoint": format!("{id}/session/end"),
            "response_types_supported": ["code"], "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256"], "authorization_response_iss_parameter_supported": true,
        }))
    }

    fn token(&self, mut state: MutexGuard<'_, State>, request: &Request) -> String {
        if let Some((status, kind, body)) = &state.twist.token_answer {
            return reply(status, &format!("content-type: {kind}\r\n"), body);
        }
        if request.form("grant_type").as_deref() == Some("authorization_code") {
            let verifier = request.form("code_verifier").unwrap();
            if base64(&Sha256::digest(verifier)) != state.challenge
                || request.form("code").as_deref() != Some("the-code")
            {
                return error("invalid_grant");
            }
        } else {
            state.refreshes += 1;
            let used = request.form("refresh_token").unwrap();
            if !state.live_refresh.remove(&used) {
                if !state.twist.forgiving {
                    state.live_refresh.clear();
                }
                return error("invalid_grant");
            }
        }
        let (access, refresh) = (state.fresh("access"), state.fresh("refresh"));
        state.live_refresh.insert(refresh.clone());
        let mut answer = json!({"access_token": access, "token_type": "Bearer", "expires_in": 300, "refresh_token": refresh});
        if let Some(resource) = request.form("resource") {
            answer["access_token"] = json!(format!("{access}-for-{resource}"));
        }
        if request.form("grant_type").as_deref() == Some("authorization_code")
            && !state.twist.no_id_token
        {
            answer["id_token"] = json!(self.id_token(&state, &access));
        } else if std::mem::take(&mut state.twist.lose_refresh) {
            return String::new();
        }
        let hold = state.twist.hold_refresh.take();
        drop(state);
        if let Some(hold) = hold {
            hold.recv().unwrap();
        }
        json_reply(&answer)
    }

    fn id_token(&self, state: &State, access: &str) -> String {
        let twist = &state.twist;
        let now = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap()
            .as_secs();
        let mut claims = state.id_claims.clone();
        let hash = Sha256::digest(if twist.at_hash { "another" } else { access });
        claims["iss"] = json!(format!("{}/id", self.origin));
        claims["sub"] = claims.get("sub").cloned().unwrap_or(json!("alice"));
        claims["aud"] = json!(if twist.audience {
            "another"
        } else {
            "attache-desktop"
        });
        claims["nonce"] = json!(if twist.nonce {
            "another"
        } else {
            state.nonce.as_str()
        });
        claims["at_hash"] = json!(base64(&hash[..16]));
        claims["iat"] = json!(now - 7200);
        claims["exp"] = json!(if twist.expired {
            now - 3600
        } else {
            now + 3600
        });
        let head = base64(json!({"alg": "ES256", "kid": "1"}).to_string().as_bytes());
        let signed = format!("{head}.{}", base64(claims.to_string().as_bytes()));
        let other = KeyPair::generate().unwrap();
        let key = if twist.signature { &other } else { &self.key };
        let signature = raw_signature(&key.sign(signed.as_bytes()).unwrap());
        format!("{signed}.{}", base64(&signature))
    }

    fn public_key(&self) -> Value {
        let point = self.key.der_bytes();
        let (x, y) = (base64(&point[1..33]), base64(&point[33..65]));
        json!({"kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": "1", "x": x, "y": y})
    }

    /// The provider's side of the sign-in to Docs.
    fn authorize(&self, state: &State, request: &Request) -> String {
        let known = request
            .cookie("_session")
            .is_some_and(|id| state.provider_sessions.contains(id));
        let callback = format!(
            "{}/docs/api/v1.0/callback/?state={}",
            self.origin,
            request.query("state").unwrap()
        );
        if known {
            redirect(&format!("{callback}&code=c"), "")
        } else if state.twist.not_silent {
            reply(
                "200 OK",
                "content-type: text/html\r\n",
                "<form>Who are you?</form>",
            )
        } else {
            redirect(&format!("{callback}&error=login_required"), "")
        }
    }
}
