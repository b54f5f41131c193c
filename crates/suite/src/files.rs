//! The few files that stand outside the vault: which accounts and agencies this machine knows, and how the window looks.
//!
//! Nothing personal is in them: no name, no address, no token. Each is replaced whole, through a temporary file that is
//! synced first, so that a cut leaves the old or the new one. A file that cannot be read is reported, never overwritten.
#![expect(
    clippy::disallowed_methods,
    reason = "this module is the suite's door to the disk"
)]

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// More files than these in one folder are not listed.
const MOST_NAMES: usize = 500;

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

/// The bytes of a file that IT named.
pub(crate) fn bytes(path: &Path) -> Result<Vec<u8>, Error> {
    std::fs::read(path).map_err(|source| Error::Read {
        path: path.to_owned(),
        source,
    })
}

/// The names of the files in a folder that IT named, in order; those that nobody can type are left out.
pub(crate) fn names(folder: &Path) -> Result<Vec<String>, Error> {
    let failed = |source| Error::Read {
        path: folder.to_owned(),
        source,
    };
    let entries = std::fs::read_dir(folder).map_err(failed)?.flatten();
    let files = entries.filter(|entry| entry.path().is_file());
    let mut names: Vec<String> = files
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| !name.starts_with(['.', '~']))
        .take(MOST_NAMES)
        .collect();
    names.sort();
    Ok(names)
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
    let mut file = File::create(&fresh).map_err(failed)?;
    file.write_all(&bytes)
        .and_then(|()| file.sync_all())
        .map_err(failed)?;
    std::fs::rename(&fresh, path).map_err(failed)
}

/// Puts a file into a folder that is the agent's, under this name, or the next one that is free there.
pub(crate) fn put_beside(folder: &Path, name: &str, bytes: &[u8]) -> Result<PathBuf, Error> {
    let (path, mut file) = make_beside(folder, name)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    written.map_err(|source| Error::Write {
        path: path.clone(),
        source,
    })?;
    Ok(path)
}

/// Makes an empty file, as [`put_beside`] does.
pub(crate) fn make_beside(folder: &Path, name: &str) -> Result<(PathBuf, File), Error> {
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
        match File::create_new(&path) {
            Ok(file) => return Ok((path, file)),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(failed(error)),
        }
    }
    Err(failed(std::io::ErrorKind::AlreadyExists.into()))
}

/// Waits until a file that was written to is on the disk; of one that was not written to its end nothing is left.
pub(crate) fn finish_beside<T, E: From<Error>>(
    path: &Path,
    written: Result<(File, T), E>,
) -> Result<T, E> {
    let finished = written.and_then(|(file, result)| {
        let failed = |source| Error::Write {
            path: path.to_owned(),
            source,
        };
        file.sync_all().map_err(failed)?;
        Ok(result)
    });
    if finished.is_err()
        && let Err(error) = std::fs::remove_file(path)
    {
        tracing::warn!(%error, "a file that was not finished could not be removed");
    }
    finished
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
    fn what_was_written_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/list.json");
        write(&path, &vec![1, 2]).unwrap();
        assert_eq!(read::<Vec<i32>>(&path).unwrap(), [1, 2]);
    }
}
