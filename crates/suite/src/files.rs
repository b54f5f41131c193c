//! The few files that stand outside the vault: which accounts and agencies this machine knows, and how the window looks.
//!
//! Nothing personal is in them: no name, no address, no token. Each is replaced whole, through a temporary file that is
//! synced first, so that a cut leaves the old or the new one. A file that cannot be read is reported, never overwritten.
#![expect(
    clippy::disallowed_methods,
    reason = "this module is the suite's door to the disk"
)]

use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// A file that could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It cannot be read.
    #[error("reading {}", path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// It is not what it should be.
    #[error("{} is malformed", path.display())]
    Malformed {
        /// Which.
        path: PathBuf,
        /// Where and why.
        source: serde_json::Error,
    },
    /// It cannot be written.
    #[error("writing {}", path.display())]
    Write {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

impl Error {
    /// What went wrong, without the path.
    pub(crate) fn kind(&self) -> String {
        match self {
            Error::Read { source, .. } => format!("reading a file: {source}"),
            Error::Malformed { source, .. } => format!("a file is malformed: {source}"),
            Error::Write { source, .. } => format!("writing a file: {source}"),
        }
    }
}

/// The text of a file that the agent or IT named.
pub(crate) fn text(path: &Path) -> Result<String, Error> {
    std::fs::read_to_string(path).map_err(|source| Error::Read {
        path: path.to_owned(),
        source,
    })
}

/// A file of ours; its default where there is none yet.
pub(crate) fn read<T: DeserializeOwned + Default>(path: &Path) -> Result<T, Error> {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(T::default()),
        Err(source) => {
            return Err(Error::Read {
                path: path.to_owned(),
                source,
            });
        }
    };
    serde_json::from_slice(&bytes).map_err(|source| Error::Malformed {
        path: path.to_owned(),
        source,
    })
}

/// Replaces a file of ours.
pub(crate) fn write<T: Serialize>(path: &Path, value: &T) -> Result<(), Error> {
    let failed = |source| Error::Write {
        path: path.to_owned(),
        source,
    };
    let bytes = serde_json::to_vec_pretty(value).map_err(|source| failed(source.into()))?;
    let folder = path.parent().expect("our files stand in a folder");
    make_private_folder(folder).map_err(failed)?;
    let fresh = path.with_extension("new");
    let mut file = std::fs::File::create(&fresh).map_err(failed)?;
    file.write_all(&bytes)
        .and_then(|()| file.sync_all())
        .map_err(failed)?;
    std::fs::rename(&fresh, path).map_err(failed)
}

/// Puts a file into a folder that is the agent's, under this name, or the next one that is free there.
pub(crate) fn put_beside(folder: &Path, name: &str, bytes: &[u8]) -> Result<PathBuf, Error> {
    let failed = |source| Error::Write {
        path: folder.to_owned(),
        source,
    };
    std::fs::create_dir_all(folder).map_err(failed)?;
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() => (stem, format!(".{ending}")),
        _ => (name, String::new()),
    };
    let names = std::iter::once(name.to_owned())
        .chain((2..1000).map(|number| format!("{stem} ({number}){ending}")));
    for name in names {
        let path = folder.join(name);
        match std::fs::File::create_new(&path) {
            Ok(mut file) => {
                let written = file.write_all(bytes).and_then(|()| file.sync_all());
                return written.map(|()| path).map_err(failed);
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(failed(error)),
        }
    }
    Err(failed(std::io::ErrorKind::AlreadyExists.into()))
}

/// A name that any file system takes and that hides nothing: no folders, no signs that mean something, no dot in front.
pub(crate) fn plain_name(name: &str) -> String {
    const LONGEST: usize = 120;
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain = |letter: char| match letter {
        '<' | '>' | ':' | '"' | '|' | '?' | '*' => '_',
        // Signs that turn the direction of reading make an ending look like another one.
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '_',
        letter if letter.is_control() => '_',
        letter => letter,
    };
    let name: String = last.chars().map(plain).collect();
    let name = name.trim_matches(|letter: char| letter == '.' || letter.is_whitespace());
    // The ending says what it is, so that is kept.
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let stem: String = stem.chars().take(LONGEST).collect();
    match (stem.is_empty(), ending.is_empty() || ending.len() > 12) {
        (true, _) => "file".to_owned(),
        (false, true) => stem,
        (false, false) => format!("{stem}.{ending}"),
    }
}

/// Moves a folder out of the way, with all that is in it. That there is none is as good.
pub(crate) fn set_aside(folder: &Path, to: &Path) -> Result<(), Error> {
    let failed = |source| Error::Write {
        path: to.to_owned(),
        source,
    };
    make_private_folder(to.parent().expect("it is set aside in a folder")).map_err(failed)?;
    match std::fs::rename(folder, to) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(failed(error)),
        _ => Ok(()),
    }
}

#[cfg(unix)]
fn make_private_folder(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
}

#[cfg(not(unix))]
fn make_private_folder(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_malformed_file_is_named_and_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.json");
        std::fs::write(&path, "{ not json").unwrap();
        let error = read::<crate::wire::settings::Settings>(&path).unwrap_err();
        assert!(
            error.to_string().contains("settings.json is malformed"),
            "{error}"
        );
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "{ not json");
    }

    #[test]
    fn a_download_takes_the_place_of_none() {
        let folder = tempfile::tempdir().unwrap();
        let put = |bytes: &[u8]| put_beside(folder.path(), "plan.pdf", bytes).unwrap();
        let (first, second) = (put(b"one"), put(b"two"));
        assert_eq!(std::fs::read(&first).unwrap(), b"one");
        assert_eq!(second.file_name().unwrap(), "plan (2).pdf");
    }

    #[test]
    fn a_name_from_a_server_becomes_a_plain_one() {
        for (name, plain) in [
            ("plan.pdf", "plan.pdf"),
            ("../../.bashrc", "bashrc"),
            ("C:\\x\\a:b?.txt", "a_b_.txt"),
            ("photo\u{202e}gpj.exe", "photo_gpj.exe"),
            ("...", "file"),
            ("", "file"),
        ] {
            assert_eq!(plain_name(name), plain, "{name:?}");
        }
        assert!(plain_name(&"ä".repeat(500)).len() < 255);
    }

    #[test]
    fn what_was_written_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/list.json");
        write(&path, &vec![1, 2]).unwrap();
        assert_eq!(read::<Vec<i32>>(&path).unwrap(), [1, 2]);
    }
}
