//! Why a policy was refused. The texts are for administrators: they say where, what is wrong and what is expected.

use std::io;
use std::path::PathBuf;

/// A policy, or a file that it names, that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file is there (or was named) and cannot be read.
    #[error("reading {}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Others than the administrator could have written the file, so nothing in it is believed.
    #[error("{} {why}", path.display())]
    Unsafe {
        /// The file.
        path: PathBuf,
        /// What is wrong with its rights.
        why: &'static str,
    },
    /// The file does not say what a policy says.
    #[error("{}: {what}", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// Line, setting and what is expected.
        what: String,
    },
}
