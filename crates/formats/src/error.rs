//! Why a file was not written or not read.

/// What a caller can do about it. It never says what the file contains.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file is larger, deeper or more tightly packed than any file that people write.
    #[error("{what} is larger than is taken in")]
    TooLarge {
        /// What of it.
        what: &'static str,
    },
    /// The file is not what its name says, or it is damaged.
    #[error("reading {what}")]
    Unreadable {
        /// Which kind of file.
        what: &'static str,
        /// What is wrong with it.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The page could not be written: a fault of ours.
    #[error("writing {what}")]
    Unwritable {
        /// Which kind of file.
        what: &'static str,
        /// What is wrong.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}
