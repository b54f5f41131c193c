//! The stack's own certificate authority and the one certificate that its servers show, made with `openssl`. The
//! authority is made once; the certificate anew before it ends.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};

use crate::process::{need, root};

const AUTHORITY_DAYS: &str = "3650";
const SERVER_DAYS: &str = "397";
const NEW_KEY: [&str; 5] = [
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:P-256",
    "-nodes",
];
/// A certificate that ends within a month is replaced.
const SOON_SECONDS: &str = "2592000";

/// The files, all PEM.
#[derive(Debug, Clone)]
pub(crate) struct Certificates {
    /// The authority's certificate.
    pub(crate) authority: PathBuf,
    /// The servers' certificate.
    pub(crate) server: PathBuf,
    /// Its key.
    pub(crate) key: PathBuf,
}

impl Certificates {
    /// Those in this folder; what is missing or about to end is made.
    pub(crate) fn keep(folder: &Path) -> Result<Self> {
        fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
        let made = Self {
            authority: folder.join("authority.pem"),
            server: folder.join("server.pem"),
            key: folder.join("server.key"),
        };
        let authority_key = folder.join("authority.key");
        if !made.authority.exists() {
            found_authority(&made.authority, &authority_key)?;
        }
        if !lasts(&made.server) {
            made.sign_server(&authority_key)?;
        }
        Ok(made)
    }

    fn sign_server(&self, authority_key: &Path) -> Result<()> {
        let settings = settings("server.cnf");
        let request = self.server.with_extension("csr");
        let files = [
            ("-config", &*settings),
            ("-keyout", &self.key),
            ("-out", &request),
        ];
        openssl(&[&["req"], &NEW_KEY[..]].concat(), &files)?;
        let files = [
            ("-in", &*request),
            ("-CA", &self.authority),
            ("-CAkey", authority_key),
            ("-extfile", &settings),
            ("-out", &self.server),
        ];
        let args = [
            "x509",
            "-req",
            "-days",
            SERVER_DAYS,
            "-CAcreateserial",
            "-extensions",
            "server",
        ];
        openssl(&args, &files)
    }
}

fn found_authority(certificate: &Path, key: &Path) -> Result<()> {
    let settings = settings("authority.cnf");
    let args = [&["req", "-x509", "-days", AUTHORITY_DAYS], &NEW_KEY[..]].concat();
    openssl(
        &args,
        &[
            ("-config", &settings),
            ("-keyout", key),
            ("-out", certificate),
        ],
    )
}

/// Bytes that nobody can guess, as openssl writes them: `-hex` or `-base64`.
pub(crate) fn random(form: &str) -> Result<String> {
    need(&[("openssl", "openssl")])?;
    let made = Command::new("openssl")
        .args(["rand", form, "32"])
        .output()
        .context("starting openssl")?;
    ensure!(
        made.status.success(),
        "openssl makes no random bytes: {}",
        String::from_utf8_lossy(&made.stderr)
    );
    Ok(String::from_utf8(made.stdout)?.trim().to_owned())
}

fn settings(name: &str) -> PathBuf {
    root().join("stack").join("certificates").join(name)
}

fn lasts(certificate: &Path) -> bool {
    let mut command = Command::new("openssl");
    command
        .args(["x509", "-noout", "-checkend", SOON_SECONDS, "-in"])
        .arg(certificate);
    command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn openssl(arguments: &[&str], files: &[(&str, &Path)]) -> Result<()> {
    need(&[("openssl", "openssl")])?;
    let mut command = Command::new("openssl");
    command.args(arguments).env("OPENSSL_CONF", "/dev/null");
    for (name, file) in files {
        command.arg(name).arg(file);
    }
    let made = command
        .stdin(Stdio::null())
        .output()
        .context("starting openssl")?;
    ensure!(
        made.status.success(),
        "openssl {}: {}",
        arguments[0],
        String::from_utf8_lossy(&made.stderr)
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_authority_stays_and_signs_what_the_servers_show() {
        let folder =
            std::env::temp_dir().join(format!("attache-certificates-{}", std::process::id()));
        let made = Certificates::keep(&folder).unwrap();
        let before = fs::read(&made.authority).unwrap();
        fs::remove_file(&made.server).unwrap();
        let again = Certificates::keep(&folder).unwrap();
        assert_eq!(fs::read(&again.authority).unwrap(), before);
        let mut verify = Command::new("openssl");
        verify
            .args(["verify", "-verify_ip", "127.0.0.1", "-CAfile"])
            .arg(&again.authority)
            .arg(&again.server);
        assert!(verify.output().unwrap().status.success());
        fs::remove_dir_all(folder).unwrap();
    }
}
