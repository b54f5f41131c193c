//! Reading a policy file: `{"version": 1, "mandatory": {…}, "recommended": {…}}`. A file is taken as a whole or not at
//! all, so that a slip of the pen never leaves a machine with half of its policy.
#![expect(
    clippy::disallowed_methods,
    reason = "this module reads what IT has put on the disk"
)]

use std::collections::BTreeSet;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

use serde::de::{Deserializer as _, Error as _, MapAccess, Visitor};
use serde_json::Value;

use crate::error::Error;
use crate::table::{Origin, Policy};

const VERSION: u64 = 1;
const LARGEST: u64 = 1 << 20;
const MEMBERS: &str = "expected version, mandatory and recommended";

impl Policy {
    /// The policy of this machine, or the one in `path`, which then has to be there. No file in the usual place is no
    /// policy: everything is as built in. A file in the usual place is believed only when the administrator alone can
    /// have written it; for another one, whoever names it vouches.
    ///
    /// # Errors
    /// [`Error`], with file, line and what is expected there.
    pub fn load(path: Option<&Path>) -> Result<Self, Error> {
        match (path, usual_place()) {
            (Some(path), _) => parse(path, &read(path, |_| None)?),
            (None, Some(usual)) if is_there(usual)? => parse(usual, &read(usual, fault_in_rights)?),
            (None, _) => Ok(Policy::default()),
        }
    }

    /// The authorities themselves, as PEM texts.
    ///
    /// # Errors
    /// [`Error`], naming the file that cannot be read or holds no certificate.
    pub fn read_certificate_authorities(&self) -> Result<Vec<String>, Error> {
        self.certificate_authorities
            .value
            .iter()
            .map(|path| read_authority(path))
            .collect()
    }
}

fn read_authority(path: &Path) -> Result<String, Error> {
    let text = read(path, |_| None)?;
    if text.contains("-----BEGIN CERTIFICATE-----") {
        Ok(text)
    } else {
        Err(malformed(
            path,
            "expected certificates in PEM form (-----BEGIN CERTIFICATE-----), found none",
        ))
    }
}

fn usual_place() -> Option<&'static Path> {
    (!cfg!(windows)).then(|| Path::new("/etc/attache/policy.json"))
}

fn is_there(path: &Path) -> Result<bool, Error> {
    path.try_exists().map_err(|source| Error::Unreadable {
        path: path.to_owned(),
        source,
    })
}

/// The text of a file; `fault` may refuse it by what the system says about it.
fn read(path: &Path, fault: fn(&fs::Metadata) -> Option<&'static str>) -> Result<String, Error> {
    let unreadable = |source: io::Error| Error::Unreadable {
        path: path.to_owned(),
        source,
    };
    let file = File::open(path).map_err(unreadable)?;
    let about = file.metadata().map_err(unreadable)?;
    if !about.is_file() {
        return Err(malformed(
            path,
            "expected a file, found a folder or a device",
        ));
    }
    if let Some(why) = fault(&about) {
        return Err(Error::Unsafe {
            path: path.to_owned(),
            why,
        });
    }
    let mut bytes = Vec::new();
    file.take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    if bytes.len() as u64 > LARGEST {
        return Err(malformed(path, "expected at most 1 MiB"));
    }
    let text = String::from_utf8(bytes);
    text.map_err(|error| {
        malformed(
            path,
            format!(
                "expected UTF-8, found another byte at {}",
                error.utf8_error().valid_up_to()
            ),
        )
    })
}

/// Why others than the administrator can have written a file in the usual place.
#[cfg(unix)]
fn fault_in_rights(about: &fs::Metadata) -> Option<&'static str> {
    use std::os::unix::fs::MetadataExt as _;
    match (about.uid(), about.mode() & 0o022) {
        (0, 0) => None,
        (0, _) => Some("can be written by others than its owner: chmod go-w it"),
        _ => Some("does not belong to root: chown it"),
    }
}

#[cfg(windows)]
fn fault_in_rights(_about: &fs::Metadata) -> Option<&'static str> {
    None
}

fn parse(path: &Path, text: &str) -> Result<Policy, Error> {
    // Some editors begin a file with a mark of its encoding.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut source = serde_json::Deserializer::from_str(text);
    let policy = source
        .deserialize_map(Members)
        .and_then(|policy| source.end().map(|()| policy));
    policy.map_err(|error| malformed(path, error.to_string()))
}

fn malformed(path: &Path, what: impl Into<String>) -> Error {
    Error::Malformed {
        path: path.to_owned(),
        what: what.into(),
    }
}

/// Reads the file's members. Errors made while reading are given line and column by the JSON reader.
struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = Policy;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object with version, mandatory and recommended")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Policy, A::Error> {
        let mut policy = Policy::default();
        let mut seen = BTreeSet::new();
        while let Some(member) = members.next_key::<String>()? {
            once(&mut seen, &member)?;
            match member.as_str() {
                "version" => check_version(&members.next_value()?)?,
                "mandatory" => members.next_value_seed(Settings {
                    policy: &mut policy,
                    origin: Origin::Mandatory,
                })?,
                "recommended" => members.next_value_seed(Settings {
                    policy: &mut policy,
                    origin: Origin::Recommended,
                })?,
                other => return Err(A::Error::custom(format!("{MEMBERS}, found {other}"))),
            }
        }
        if seen.contains("version") {
            Ok(policy)
        } else {
            Err(A::Error::custom(
                "version is missing: expected \"version\": 1",
            ))
        }
    }
}

fn check_version<E: serde::de::Error>(version: &Value) -> Result<(), E> {
    if *version == VERSION {
        Ok(())
    } else {
        Err(E::custom(format!(
            "version: expected {VERSION}, found {version}"
        )))
    }
}

/// Reads the settings of one rank.
struct Settings<'a> {
    policy: &'a mut Policy,
    origin: Origin,
}

impl<'de> serde::de::DeserializeSeed<'de> for Settings<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, source: D) -> Result<(), D::Error> {
        source.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Settings<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object with settings")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut settings: A) -> Result<(), A::Error> {
        let mut seen = BTreeSet::new();
        while let Some(name) = settings.next_key::<String>()? {
            once(&mut seen, &name)?;
            let value: Value = settings.next_value()?;
            self.policy
                .set(&name, &value, self.origin)
                .map_err(A::Error::custom)?;
        }
        Ok(())
    }
}

/// Of two equal names the reader would silently keep one; which, nobody remembers.
fn once<E: serde::de::Error>(seen: &mut BTreeSet<String>, name: &str) -> Result<(), E> {
    if seen.insert(name.to_owned()) {
        Ok(())
    } else {
        Err(E::custom(format!("{name} is there twice")))
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use proptest::prelude::*;
    use url::Url;

    use super::*;
    use crate::kind::{Language, Proxy, SignInSurface};
    use crate::table::Decision;

    fn parsed(text: &str) -> Result<Policy, String> {
        parse(Path::new("/etc/attache/policy.json"), text).map_err(|error| error.to_string())
    }

    #[test]
    fn settings_are_read_and_say_who_decided() {
        let text = r#"{
            "version": 1,
            "mandatory": {
                "ProfileFile": "/etc/attache/paris.json",
                "Proxy": "socks5h://proxy.example:1080",
                "CertificateAuthorities": ["/etc/a.pem", "/etc/b.pem"]
            },
            "recommended": { "Language": "nl", "Proxy": "none", "SignInSurface": "window" }
        }"#;
        let mandatory = Origin::Mandatory;
        let proxy = Proxy::Address(Url::parse("socks5h://proxy.example:1080").expect("an address"));
        let expected = Policy {
            profile_file: Decision {
                value: Some(PathBuf::from("/etc/attache/paris.json")),
                origin: mandatory,
            },
            sign_in_surface: Decision {
                value: SignInSurface::Window,
                origin: Origin::Recommended,
            },
            proxy: Decision {
                value: proxy,
                origin: mandatory,
            },
            certificate_authorities: Decision {
                value: vec!["/etc/a.pem".into(), "/etc/b.pem".into()],
                origin: mandatory,
            },
            language: Decision {
                value: Language::Dutch,
                origin: Origin::Recommended,
            },
            ..Policy::default()
        };
        assert_eq!(parsed(text), Ok(expected));
        assert_eq!(parsed("\u{feff}{\"version\": 1}"), Ok(Policy::default()));
    }

    #[test]
    fn every_mistake_is_named_with_its_place_and_what_is_expected() {
        let mistakes = [
            "",
            "[]",
            "{",
            "{}",
            "{\"version\": 1} x",
            "{\"version\": 2}",
            "{\"version\": \"1\"}",
            "{\"version\": 1, \"version\": 1}",
            "{\"version\": 1,\n \"Mandatory\": {}}",
            "{\"version\": 1,\n \"mandatory\": []}",
            "{\"version\": 1,\n \"mandatory\": {\n  \"SigninSurfaces\": \"auto\"}}",
            "{\"version\": 1,\n \"mandatory\": {\n  \"proxi\": \"system\"}}",
            "{\"version\": 1,\n \"mandatory\": {\n  \"Telemetry\": true}}",
            "{\"version\": 1,\n \"mandatory\": {\n  \"Language\": \"fr\",\n  \"Language\": \"de\"}}",
            "{\"version\": 1,\n \"mandatory\": {\n  \"Language\": \"français\"}}",
            "{\"version\": 1,\n \"recommended\": {\n  \"Language\": null}}",
            "{\"version\": 1,\n \"mandatory\": {\n  \"SignInSurface\": \"Browser\"}}",
            "{\"version\": 1,\n \"mandatory\": {\n  \"ProfileFile\": \"agency.json\"}}",
            "{\"version\": 1,\n \"mandatory\": {\n  \"CertificateAuthorities\": \"/etc/a.pem\"}}",
            "{\"version\": 1,\n \"mandatory\": {\n  \"CertificateAuthorities\": [\"/etc/a.pem\", 3]}}",
            "{\"version\": 1,\n \"mandatory\": {\n  \"Proxy\": 8080}}",
            "{\"version\": 1,\n \"mandatory\": {\n  \"Proxy\": \"proxy.example:3128\"}}",
            "{\"version\": 1,\n \"mandatory\": {\n  \"Proxy\": \"ftp://proxy.example\"}}",
            "{\"version\": 1,\n \"mandatory\": {\n  \"Proxy\": \"http://anna:hunter2@proxy.example\"}}",
        ];
        let told = mistakes.map(|text| format!("{text}\n    {}", parsed(text).expect_err(text)));
        insta::assert_snapshot!(told.join("\n\n"));
    }

    #[test]
    fn a_named_file_has_to_be_there_and_the_usual_one_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("policy.json");
        assert!(matches!(
            Policy::load(Some(&path)),
            Err(Error::Unreadable { .. })
        ));
        fs::write(
            &path,
            "{\"version\": 1, \"recommended\": {\"Language\": \"de\"}}",
        )
        .expect("written");
        let policy = Policy::load(Some(&path)).expect("a policy");
        assert_eq!(
            policy.language,
            Decision {
                value: Language::German,
                origin: Origin::Recommended
            }
        );
        assert!(matches!(
            Policy::load(Some(folder.path())),
            Err(Error::Malformed { .. })
        ));
        fs::write(&path, b"{\"version\": 1}\xff").expect("written");
        assert!(
            Policy::load(Some(&path))
                .is_err_and(|error| error.to_string().ends_with("found another byte at 14"))
        );
        fs::write(&path, " ".repeat(1 << 20) + "{\"version\": 1}").expect("written");
        assert!(
            Policy::load(Some(&path))
                .is_err_and(|error| error.to_string().ends_with("expected at most 1 MiB"))
        );
    }

    #[cfg(unix)]
    #[test]
    fn in_the_usual_place_only_the_administrators_file_is_believed() {
        use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("policy.json");
        fs::write(&path, "{\"version\": 1}").expect("written");
        let by_root = fs::metadata(&path).expect("a file").uid() == 0;
        for (rights, safe) in [
            (0o644, true),
            (0o600, true),
            (0o664, false),
            (0o646, false),
            (0o666, false),
        ] {
            fs::set_permissions(&path, fs::Permissions::from_mode(rights)).expect("set");
            match read(&path, fault_in_rights) {
                Ok(_) => assert!(by_root && safe, "{rights:o}"),
                Err(Error::Unsafe { why, .. }) if by_root => {
                    assert!(!safe && why.contains("chmod"), "{rights:o}: {why}")
                }
                Err(Error::Unsafe { why, .. }) => {
                    assert!(why.contains("root"), "{rights:o}: {why}")
                }
                Err(error) => panic!("{rights:o}: {error}"),
            }
        }
    }

    #[test]
    fn authorities_are_read_and_a_wrong_file_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::write(&path, text).expect("written");
            path
        };
        let good = file(
            "good.pem",
            "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
        );
        let with = |paths: Vec<PathBuf>| {
            let certificate_authorities = Decision {
                value: paths,
                origin: Origin::Mandatory,
            };
            Policy {
                certificate_authorities,
                ..Policy::default()
            }
            .read_certificate_authorities()
        };
        assert_eq!(with(vec![good.clone()]).expect("read").len(), 1);
        let wrong = with(vec![good.clone(), file("wrong.pem", "hello")])
            .expect_err("refused")
            .to_string();
        assert!(
            wrong.contains("wrong.pem") && wrong.contains("BEGIN CERTIFICATE"),
            "{wrong}"
        );
        let missing = with(vec![folder.path().join("missing.pem")]).expect_err("refused");
        assert!(
            matches!(missing, Error::Unreadable { .. })
                && missing.to_string().contains("missing.pem")
        );
    }

    proptest! {
        #[test]
        fn no_text_is_too_strange_to_be_refused(text in "\\PC{0,200}") {
            let _ = parsed(&text);
            let _ = parsed(&format!("{{\"version\": 1, \"mandatory\": {{{text}}}}}"));
        }
    }
}
