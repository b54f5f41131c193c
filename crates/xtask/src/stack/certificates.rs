//! The stack's own certificate authority and the one certificate that its servers show, made with `openssl`. The
//! authority is made once; the certificate anew before it ends.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};

use crate::process::{need, root};

const AUTHORITY_DAYS: &str = "3650";
const SERVER_DAYS: &str = "397";
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
        let file = |name: &str| folder.join(name);
        let (authority, authority_key) = (file("authority.pem"), file("authority.key"));
        let (server, key, request) = (file("server.pem"), file("server.key"), file("server.csr"));
        if !authority.exists() {
            let settings = settings("authority.cnf");
            let args = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", AUTHORITY_DAYS];
            openssl(&args, &[("-config", &settings), ("-keyout", &authority_key), ("-out", &authority)])?;
        }
        if !lasts(&server) {
            let settings = settings("server.cnf");
            let args = ["req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
            openssl(&args, &[("-config", &settings), ("-keyout", &key), ("-out", &request)])?;
            let args = ["x509", "-req", "-days", SERVER_DAYS, "-extensions", "server"];
            let files = [
                ("-in", &request), ("-CA", &authority), ("-CAkey", &authority_key), ("-extfile", &settings), ("-out", &server),
            ];
            openssl(&args, &files)?;
        }
        Ok(Self { authority, server, key })
    }
}

/// Bytes that nobody can guess, as openssl writes them: `-hex` or `-base64`.
pub(crate) fn random(form: &str) -> Result<String> {
    need(&[("openssl", "openssl")])?;
    let made = Command::new("openssl").args(["rand", form, "32"]).output().context("starting openssl")?;
    ensure!(made.status.success(), "openssl makes no random bytes: {}", String::from_utf8_lossy(&made.stderr));
    Ok(String::from_utf8(made.stdout)?.trim().to_owned())
}

fn settings(name: &str) -> PathBuf {
    root().join("stack").join("certificates").join(name)
}

fn lasts(certificate: &Path) -> bool {
    let mut command = Command::new("openssl");
    command.args(["x509", "-noout", "-checkend", SOON_SECONDS, "-in"]).arg(certificate);
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

fn openssl(arguments: &[&str], files: &[(&str, &PathBuf)]) -> Result<()> {
    need(&[("openssl", "openssl")])?;
    let mut command = Command::new("openssl");
    command.args(arguments).env("OPENSSL_CONF", "/dev/null");
    for (name, file) in files {
        command.arg(name).arg(file);
    }
    let made = command.stdin(Stdio::null()).output().context("starting openssl")?;
    ensure!(made.status.success(), "openssl {}: {}", arguments[0], String::from_utf8_lossy(&made.stderr));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_authority_stays_and_signs_what_the_servers_show() {
        let folder = std::env::temp_dir().join(format!("attache-certificates-{}", std::process::id()));
        let made = Certificates::keep(&folder).unwrap();
        let before = fs::read(&made.authority).unwrap();
        fs::remove_file(&made.server).unwrap();
        let again = Certificates::keep(&folder).unwrap();
        assert_eq!(fs::read(&again.authority).unwrap(), before);
        let mut verify = Command::new("openssl");
        verify.args(["verify", "-verify_ip", "127.0.0.1", "-CAfile"]).arg(&again.authority).arg(&again.server);
        assert!(verify.output().unwrap().status.success());
        fs::remove_dir_all(folder).unwrap();
    }
}
