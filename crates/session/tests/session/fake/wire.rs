//! What the fake needs to speak: requests, replies, TLS and signatures.

use std::collections::HashMap;
use std::io::Read;
use std::sync::Arc;

use rcgen::{CertificateParams, CertifiedIssuer, KeyPair};
use rustls::pki_types::PrivatePkcs8KeyDer;
use serde_json::{Value, json};
use url::Url;

#[derive(Clone)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) url: Url,
    pub(crate) headers: HashMap<String, String>,
    pub(crate) body: String,
}

impl Request {
    pub(crate) fn form(&self, name: &str) -> Option<String> {
        url::form_urlencoded::parse(self.body.as_bytes())
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into())
    }

    pub(super) fn query(&self, name: &str) -> Option<String> {
        self.url
            .query_pairs()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into())
    }

    pub(super) fn cookie(&self, name: &str) -> Option<&str> {
        let pairs = self
            .headers
            .get("cookie")?
            .split("; ")
            .filter_map(|pair| pair.split_once('='));
        pairs
            .into_iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value)
    }

    pub(super) fn read(stream: &mut impl Read, origin: &str) -> Option<Request> {
        let head = read_head(stream);
        let mut lines = head.split("\r\n");
        let mut words = lines.next()?.split(' ');
        let method = words.next().filter(|method| !method.is_empty())?.to_owned();
        let url = Url::parse(origin).unwrap().join(words.next()?).unwrap();
        let headers: HashMap<_, _> = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
            .collect();
        let length = headers
            .get("content-length")
            .map_or(0, |length| length.parse().unwrap());
        let mut body = vec![0; length];
        stream.read_exact(&mut body).ok()?;
        Some(Request {
            method,
            url,
            headers,
            body: String::from_utf8(body).unwrap(),
        })
    }
}

pub(super) fn error(code: &str) -> String {
    reply(
        "400 Bad Request",
        "content-type: application/json\r\n",
        &json!({"error": code}).to_string(),
    )
}

pub(super) fn json_reply(body: &Value) -> String {
    reply(
        "200 OK",
        "content-type: application/json\r\n",
        &body.to_string(),
    )
}

pub(super) fn redirect(to: &str, headers: &str) -> String {
    reply("302 Found", &format!("location: {to}\r\n{headers}"), "")
}

pub(super) fn reply(status: &str, headers: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )
}

pub(super) fn tls(authority: &CertifiedIssuer<'_, KeyPair>) -> Arc<rustls::ServerConfig> {
    let key = KeyPair::generate().unwrap();
    let names = vec![
        "127.0.0.1".to_owned(),
        "mobilite.example".to_owned(),
        "other.example".to_owned(),
    ];
    let leaf = CertificateParams::new(names)
        .unwrap()
        .signed_by(&key, authority)
        .unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let builder =
        rustls::ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let key = PrivatePkcs8KeyDer::from(key.serialize_der()).into();
    Arc::new(
        builder
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![leaf.der().clone()], key)
            .unwrap(),
    )
}

pub(super) fn read_head(stream: &mut impl Read) -> String {
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

pub(super) fn base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::prelude::BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

/// From the ASN.1 form (a sequence of two numbers) to the two numbers of 32 bytes that a JWT wants.
pub(super) fn raw_signature(der: &[u8]) -> Vec<u8> {
    let number = |at: usize| {
        let length = usize::from(der[at + 1]);
        (&der[at + 2..at + 2 + length], at + 2 + length)
    };
    let (r, next) = number(2);
    let (s, _) = number(next);
    let padded = |number: &[u8]| {
        let plain = &number[number.len().saturating_sub(32)..];
        [vec![0; 32 - plain.len()], plain.to_vec()].concat()
    };
    [padded(r), padded(s)].concat()
}
