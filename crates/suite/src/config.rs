//! What the desk is started with: where it keeps its things, what was given on the command line, and what the shell
//! lends it. It reads nothing; where a value comes from is the caller's business.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use url::Url;
use vault::Keyring;

use crate::sign_in::Window;

/// How the desk is started.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where everything is kept.
    pub folder: PathBuf,
    /// Profiles of agencies that are offered at sign-in.
    pub profile_files: Vec<PathBuf>,
    /// Managed settings, where they are not in the usual place.
    pub policy_file: Option<PathBuf>,
    /// The proxy to every server, unless IT has locked another.
    pub proxy: Option<Url>,
    /// Where the keys of the vaults are.
    pub keyring: Keyring,
}

/// There is no place for this user's data on this machine.
#[derive(Debug, thiserror::Error)]
#[error("neither XDG_DATA_HOME nor HOME (on Windows: APPDATA) says where to keep the desk's data")]
pub struct NoPlace;

impl Config {
    /// With everything in this folder.
    pub fn in_folder(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            profile_files: Vec::new(),
            policy_file: None,
            proxy: None,
            keyring: Keyring::system(),
        }
    }

    /// With everything in this user's usual folder.
    ///
    /// # Errors
    /// [`NoPlace`] when the environment names none.
    pub fn usual() -> Result<Self, NoPlace> {
        let place = |name: &str| {
            std::env::var_os(name)
                .map(PathBuf::from)
                .filter(|path| path.is_absolute())
        };
        let data = if cfg!(windows) {
            place("APPDATA")
        } else {
            place("XDG_DATA_HOME").or_else(|| place("HOME").map(|home| home.join(".local/share")))
        };
        Ok(Self::in_folder(&data.ok_or(NoPlace)?.join("attache")))
    }

    /// Where the accounts' folders stand.
    pub(crate) fn account_folder(&self, account: &vault::AccountId) -> PathBuf {
        self.folder.join("accounts").join(account.as_str())
    }

    /// Where vaults go that somebody has given up: out of the way, and nothing of them lost.
    pub(crate) fn aside_folder(&self, account: &vault::AccountId) -> PathBuf {
        self.folder.join("set-aside").join(account.as_str())
    }

    pub(crate) fn accounts_file(&self) -> PathBuf {
        self.folder.join("accounts.json")
    }

    pub(crate) fn settings_file(&self) -> PathBuf {
        self.folder.join("settings.json")
    }
}

/// Opens an address in the system's browser or mail program.
pub type OpenUrl = Arc<dyn Fn(&Url) -> std::io::Result<()> + Send + Sync>;

/// What the desk borrows from whoever shows it.
#[derive(Clone)]
pub struct Shell {
    /// Opens an address outside.
    pub open_url: OpenUrl,
    /// The sign-in window, where there can be one.
    pub sign_in_window: Option<Arc<dyn Window>>,
    /// Where this user's downloads are, if there is such a place.
    pub downloads: Option<PathBuf>,
}

impl fmt::Debug for Shell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shell")
            .field("sign_in_window", &self.sign_in_window.is_some())
            .finish_non_exhaustive()
    }
}
