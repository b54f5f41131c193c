//! The switches of the stack's own servers, by which a scenario makes them misbehave.
#![expect(
    clippy::disallowed_methods,
    reason = "the rig speaks to the stack's control ports by itself"
)]

use anyhow::{Context as _, Result, ensure};
use reqwest::Method;
use serde_json::Value;
use tokio::sync::RwLock;
use url::Url;
use uuid::Uuid;

use crate::stack::{Person, Server};

/// An agent whom nobody has met yet: the stack's identity provider knows whoever has a login of this form.
pub fn new_person() -> Person {
    let login = format!("agent-{}", &Uuid::new_v4().simple().to_string()[..12]);
    Person {
        password: format!("{login}-pass"),
        login,
        matrix_id: None,
        recovery_key: None,
    }
}

/// The models' gateway misbehaves for everybody at once: whoever breaks it holds this for writing, whoever needs a
/// sound answer for reading.
pub static MODELS: RwLock<()> = RwLock::const_new(());

/// Docs finds every file harmful at once: whoever has it do so holds this for writing, whoever sends one for reading.
pub static FILES: RwLock<()> = RwLock::const_new(());

/// Posts to a server's control port and answers what it says; nothing when it says nothing.
pub async fn post(server: &Server, path: &str, body: &Value) -> Result<Value> {
    order(Method::POST, server, path, Some(body)).await
}

/// Takes something back at a server's control port.
pub async fn delete(server: &Server, path: &str) -> Result<Value> {
    order(Method::DELETE, server, path, None).await
}

/// Reads from a server's control port.
pub async fn get(server: &Server, path: &str) -> Result<Value> {
    order(Method::GET, server, path, None).await
}

async fn order(method: Method, server: &Server, path: &str, body: Option<&Value>) -> Result<Value> {
    let url = address(server, path)?;
    let mut request = client()?.request(method, url.clone());
    if let Some(body) = body {
        request = request.json(body);
    }
    let answer = request
        .send()
        .await
        .with_context(|| format!("asking {url}"))?;
    let status = answer.status();
    let text = answer.text().await?;
    ensure!(status.is_success(), "{url}: {status} {text}");
    if text.is_empty() {
        Ok(Value::Null)
    } else {
        serde_json::from_str(&text).with_context(|| format!("{url}: {text}"))
    }
}

fn address(server: &Server, path: &str) -> Result<Url> {
    Ok(server
        .control
        .as_ref()
        .context("this server has no switches")?
        .join(path)?)
}

/// Control ports speak without TLS, on this machine only.
fn client() -> Result<reqwest::Client> {
    Ok(reqwest::Client::builder().no_proxy().build()?)
}
