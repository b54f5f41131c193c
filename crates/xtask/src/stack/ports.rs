//! The ports of a stack: free ones, chosen when it is first started and kept from then on, because profiles, issuers
//! and databases remember addresses. They lie below those that the system gives to outgoing connections.

use std::collections::BTreeMap;
use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::time::SystemTime;

use anyhow::{Context as _, Result, ensure};

const LOWEST: u16 = 18_000;
const COUNT: u16 = 12_000;

/// What listens where.
const USES: [&str; 14] = [
    "identity",
    "identity-control",
    "matrix",
    "matrix-health",
    "matrix-sso",
    "matrix-sso-health",
    "docs",
    "docs-control",
    "docs-bearer",
    "docs-bearer-control",
    "chat-model",
    "embeddings",
    "models",
    "models-control",
];

/// Ports by use.
#[derive(Debug, Clone)]
pub(crate) struct Ports(BTreeMap<String, u16>);

impl Ports {
    /// Those of this stack; they are chosen if it has none yet.
    pub(crate) fn keep(folder: &Path) -> Result<Self> {
        let file = folder.join(super::MARK);
        if let Ok(text) = fs::read_to_string(&file) {
            let ports: BTreeMap<String, u16> = serde_json::from_str(&text)
                .with_context(|| format!("{} is malformed", file.display()))?;
            let complete = USES.iter().all(|name| ports.contains_key(*name));
            ensure!(
                complete,
                "{} is of another version: use --fresh",
                file.display()
            );
            return Ok(Self(ports));
        }
        let ports = choose()?;
        fs::write(&file, serde_json::to_string_pretty(&ports)?)
            .with_context(|| format!("writing {}", file.display()))?;
        Ok(Self(ports))
    }

    /// The port for one use.
    pub(crate) fn of(&self, name: &str) -> u16 {
        *self.0.get(name).expect("every use has its port")
    }
}

/// All at once, so that none is chosen twice.
fn choose() -> Result<BTreeMap<String, u16>> {
    let now = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)?
        .subsec_nanos();
    let begin = u16::try_from((now / 1000 + std::process::id()) % u32::from(COUNT))?;
    let candidates = (0..COUNT).map(|step| LOWEST + (begin + step) % COUNT);
    let free: Vec<_> = candidates
        .filter_map(|port| {
            TcpListener::bind(("127.0.0.1", port))
                .ok()
                .map(|listener| (port, listener))
        })
        .take(USES.len())
        .collect();
    ensure!(
        free.len() == USES.len(),
        "too few ports are free on this machine"
    );
    Ok(USES
        .iter()
        .zip(free)
        .map(|(name, (port, _))| ((*name).to_owned(), port))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_port_is_chosen_twice_and_all_can_be_bound() {
        let ports = choose().unwrap();
        let held: Vec<_> = ports
            .values()
            .map(|port| TcpListener::bind(("127.0.0.1", *port)).unwrap())
            .collect();
        assert_eq!(held.len(), USES.len());
    }
}
