//! The command line.

use std::path::PathBuf;

use clap::Parser;

/// Notes, chat and an assistant in one window, on your agency's own servers.
#[derive(Debug, Clone, Parser)]
#[command(name = "attache", version)]
pub(crate) struct Arguments {
    /// An agency's profile, offered at sign-in
    #[arg(long, value_name = "FILE")]
    pub(crate) profile_file: Option<PathBuf>,
    /// Keep everything in this folder instead of the usual one
    #[arg(long, value_name = "DIR")]
    pub(crate) data_dir: Option<PathBuf>,
    /// Read managed settings from this file instead of the usual place
    #[arg(long, value_name = "FILE")]
    pub(crate) policy_file: Option<PathBuf>,
    /// Reach every server through this proxy
    #[arg(long, value_name = "URL")]
    pub(crate) proxy: Option<url::Url>,
}

impl Arguments {
    /// Reads them, or says what is wrong and ends the program.
    pub(crate) fn read() -> Self {
        Self::parse()
    }
}
