//! What others read of a stack: `stack.json`, a profile file for each agency, and a deployment file, by which
//! `cargo xtask scenarios --profile-file` can take the stack for somebody's servers.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde_json::{Map, Value, json};

use super::plan::{IDENTITY, Layout, MODEL};

/// The name of the file that describes a stack.
pub(crate) const FILE: &str = "stack.json";

/// An agent whom the identity provider knows.
#[derive(Debug)]
pub(crate) struct Agent {
    /// What they type as their name.
    pub(crate) login: &'static str,
    /// What they type as their password.
    pub(crate) password: &'static str,
    /// What people call them.
    pub(crate) full_name: &'static str,
    /// Where they work.
    pub(crate) place: &'static str,
    email: &'static str,
    /// Their agency's profile.
    pub(crate) profile: &'static str,
}

/// As `stack/identity/agents.mjs` has them.
pub(crate) const AGENTS: [Agent; 3] = [
    Agent {
        login: "alice",
        password: "alice-paris",
        full_name: "Alice Martin",
        place: "Paris",
        email: "alice.martin@paris.example",
        profile: "paris",
    },
    Agent {
        login: "bruno",
        password: "bruno-berlin",
        full_name: "Bruno Becker",
        place: "Berlin",
        email: "bruno.becker@berlin.example",
        profile: "berlin",
    },
    Agent {
        login: "carla",
        password: "carla-den-haag",
        full_name: "Carla de Vries",
        place: "The Hague",
        email: "carla.devries@denhaag.example",
        profile: "the-hague",
    },
];

struct Agency {
    id: &'static str,
    name: &'static str,
    country: &'static str,
    domain: &'static str,
    docs: &'static str,
    matrix: &'static str,
    sign_in: &'static str,
}

/// The first three share their servers; the last has those that take tokens, and signs in in the browser.
const AGENCIES: [Agency; 4] = [
    Agency {
        id: "paris",
        name: "Direction des affaires européennes",
        country: "fr",
        domain: "paris.example",
        docs: "docs",
        matrix: "matrix",
        sign_in: "auto",
    },
    Agency {
        id: "berlin",
        name: "Referat Europa",
        country: "de",
        domain: "berlin.example",
        docs: "docs",
        matrix: "matrix",
        sign_in: "auto",
    },
    Agency {
        id: "the-hague",
        name: "Directie Europese Zaken",
        country: "nl",
        domain: "denhaag.example",
        docs: "docs",
        matrix: "matrix",
        sign_in: "auto",
    },
    Agency {
        id: "sso",
        name: "Agency with single sign-on",
        country: "eu",
        domain: "sso.example",
        docs: "docs-bearer",
        matrix: "matrix-sso",
        sign_in: "browser",
    },
];

/// Writes all of it; answers the file that describes the stack.
pub(crate) fn write(layout: &Layout) -> Result<PathBuf> {
    let folder = layout.folder.join("profiles");
    fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
    let authority =
        fs::read_to_string(&layout.certificates.authority).context("reading the authority")?;
    let mut profiles = Map::new();
    for agency in &AGENCIES {
        let file = folder.join(format!("{}.json", agency.id));
        write_json(&file, &profile(layout, agency, &authority))?;
        profiles.insert(agency.id.to_owned(), json!(file));
    }
    write_json(&layout.folder.join("deployment.json"), &deployment(layout))?;
    let file = layout.folder.join(FILE);
    write_json(&file, &stack(layout, &profiles))?;
    Ok(file)
}

/// The profile file of an agency in a stack's folder.
pub(crate) fn profile_file(folder: &Path, id: &str) -> PathBuf {
    folder.join("profiles").join(format!("{id}.json"))
}

fn profile(layout: &Layout, agency: &Agency, authority: &str) -> Value {
    json!({
        "id": agency.id,
        "name": agency.name,
        "country": agency.country,
        "emailDomains": [agency.domain],
        "issuer": layout.address(IDENTITY),
        "clientId": "attache",
        "scopes": ["openid", "profile", "email", "offline_access"],
        "docs": { "url": layout.address(agency.docs) },
        "matrix": { "homeserver": layout.address(agency.matrix) },
        "assistant": {
            "url": format!("{}/v1", layout.address("models")),
            "model": MODEL,
            "resource": "urn:attache:assistant",
        },
        "certificateAuthorities": [authority],
        "signIn": agency.sign_in,
    })
}

fn stack(layout: &Layout, profiles: &Map<String, Value>) -> Value {
    let server =
        |name: &str| json!({ "url": layout.address(name), "control": layout.control(name) });
    let homeserver = |name: &str| json!({ "url": layout.address(name) });
    let agent = |agent: &Agent| {
        json!({
            "name": agent.login, "login": agent.login, "password": agent.password, "fullName": agent.full_name,
            "email": agent.email, "profile": agent.profile,
        })
    };
    json!({
        "ca": layout.certificates.authority,
        "identity": server(IDENTITY),
        "docs": server("docs"),
        "docsBearer": server("docs-bearer"),
        "models": server("models"),
        "matrix": homeserver("matrix"),
        "matrixSso": homeserver("matrix-sso"),
        "agents": AGENTS.iter().map(agent).collect::<Vec<_>>(),
        "profiles": profiles,
    })
}

fn deployment(layout: &Layout) -> Value {
    let account = |agent: &Agent| json!({ "login": agent.login, "password": agent.password });
    json!({
        "profile": "profiles/paris.json",
        "certificateAuthority": layout.certificates.authority,
        "accounts": AGENTS.iter().map(account).collect::<Vec<_>>(),
    })
}

fn write_json(file: &Path, value: &Value) -> Result<()> {
    let text = serde_json::to_string_pretty(value)? + "\n";
    fs::write(file, text).with_context(|| format!("writing {}", file.display()))
}
