//! The web site of an agency, which publishes its profile for those who know no more than their e-mail address. It has
//! an authority of its own and is one page large.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::PrivatePkcs8KeyDer;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

/// The site. It ends with its value.
#[derive(Debug)]
pub struct Website {
    /// Where it listens.
    pub address: SocketAddr,
    /// The authority that vouches for it, in PEM form.
    pub authority: String,
    _tasks: JoinSet<()>,
}

impl Website {
    /// The site of this domain, with this text at `/.well-known/attache.json` and nothing elsewhere.
    pub async fn publish(domain: &str, profile: String) -> Result<Self> {
        let (acceptor, authority) = identity(domain)?;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let mut tasks = JoinSet::new();
        tasks.spawn(async move {
            while let Ok((visitor, _)) = listener.accept().await {
                if let Err(error) = answer(&acceptor, visitor, &profile).await {
                    tracing::debug!(%error, "a visitor of the web site left");
                }
            }
        });
        Ok(Self {
            address,
            authority,
            _tasks: tasks,
        })
    }
}

/// A certificate for the domain, and the authority that signed it.
fn identity(domain: &str) -> Result<(TlsAcceptor, String)> {
    let mut params = CertificateParams::new(Vec::new())?;
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate()?)?;
    let key = KeyPair::generate()?;
    let leaf = CertificateParams::new(vec![domain.to_owned()])?.signed_by(&key, &authority)?;
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(
            vec![leaf.der().clone()],
            PrivatePkcs8KeyDer::from(key.serialize_der()).into(),
        )?;
    Ok((TlsAcceptor::from(Arc::new(config)), authority.pem()))
}

async fn answer(acceptor: &TlsAcceptor, visitor: TcpStream, profile: &str) -> Result<()> {
    let mut stream = BufReader::new(acceptor.accept(visitor).await?);
    let mut request = String::new();
    stream.read_line(&mut request).await?;
    let mut header = String::from("more");
    while !header.trim().is_empty() {
        header.clear();
        stream.read_line(&mut header).await?;
    }
    let (status, body) = match request.split(' ').nth(1) {
        Some("/.well-known/attache.json") => ("200 OK", profile),
        _ => ("404 Not Found", ""),
    };
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body.as_bytes()).await?;
    stream.shutdown().await.context("ending the answer")
}
