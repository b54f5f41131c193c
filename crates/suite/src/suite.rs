//! The desk as a whole: what it knows, how it starts, and how it is listened to. Which account is open, and how it
//! came to be, is `account`'s work; what the window may ask is in `commands`.

use std::fmt;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::future::BoxFuture;
use net::{Network, Way};
use policy::{Origin, Policy};
use session::Profile;
use tokio::sync::Notify;
use tokio::task::JoinSet;

use crate::accounts::Accounts;
use crate::config::{Config, Shell};
use crate::desk::Desk;
use crate::events::Event;
use crate::failure::{Code, Failure, chain};
use crate::files;
use crate::outbox::Outbox;
use crate::resource::{self, Resource};
use crate::services::Ways;
use crate::stream::{Events, Stream};
use crate::wire::Millis;
use crate::wire::account::Account;
use crate::wire::notes::FileFormat;
use crate::wire::settings::{Language, Leaving, PolicyLine, Settings};

/// The desk. A clone is the same desk.
#[derive(Clone)]
pub struct Suite {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) config: Config,
    pub(crate) shell: Shell,
    pub(crate) policy: Policy,
    /// Certificate authorities of IT's choice, as PEM.
    pub(crate) authorities: Vec<String>,
    pub(crate) accounts: Mutex<Accounts>,
    chosen: Mutex<Settings>,
    pub(crate) stream: Arc<Stream>,
    pub(crate) outbox: Arc<Outbox>,
    /// What the window was last told about the account.
    pub(crate) account: Mutex<Account>,
    pub(crate) connection: Mutex<Connection>,
    pub(crate) desk: Mutex<Option<Arc<Desk>>>,
    /// Held while a desk is opened or closed.
    pub(crate) turn: tokio::sync::Mutex<()>,
    /// Rung to cancel the sign-in that is under way.
    pub(crate) trip: Mutex<Option<Arc<Notify>>>,
    pub(crate) tasks: Mutex<JoinSet<()>>,
}

/// Whether the servers can be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Connection {
    pub(crate) online: bool,
    pub(crate) since: Millis,
}

/// Why the desk does not start. Somebody has to correct a file or an argument.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The managed settings.
    #[error("reading the managed settings")]
    Policy {
        /// File, line, and what is expected there.
        source: policy::Error,
    },
    /// An agency's profile.
    #[error("reading a profile")]
    Profile {
        /// File, key and line.
        source: session::Error,
    },
    /// A file of the desk's own, or one that was named.
    #[error("reading the desk's files")]
    Files {
        /// Which, and what is wrong with it.
        source: files::Error,
    },
    /// The proxy or a certificate authority.
    #[error("setting up the network")]
    Network {
        /// Which, and what is wrong with it.
        source: net::Error,
    },
}

impl Suite {
    /// Starts the desk: reads what IT and the command line say, then opens the account that was open last. Opening
    /// goes on after this returns, and is told. Has to be called on a Tokio runtime.
    ///
    /// # Errors
    /// [`StartError`]; nothing was changed then.
    pub async fn start(config: Config, shell: Shell) -> Result<Self, StartError> {
        net::install_crypto();
        let policy = Policy::load(config.policy_file.as_deref())
            .map_err(|source| StartError::Policy { source })?;
        let authorities = policy
            .read_certificate_authorities()
            .map_err(|source| StartError::Policy { source })?;
        let managed = policy.profile_file.value.iter();
        let given = managed
            .chain(&config.profile_files)
            .map(|file| read_profile(file))
            .collect::<Result<_, _>>()?;
        let accounts = Accounts::read(config.accounts_file(), given)
            .map_err(|source| StartError::Files { source })?;
        let chosen =
            files::read(&config.settings_file()).map_err(|source| StartError::Files { source })?;
        let last = accounts.last();
        let inner = Inner {
            config,
            shell,
            policy,
            authorities,
            accounts: Mutex::new(accounts),
            chosen: Mutex::new(chosen),
            stream: Arc::default(),
            outbox: Arc::default(),
            account: Mutex::new(Account::Welcome {
                agencies: Vec::new(),
                accounts: Vec::new(),
                managed: false,
                refusal: None,
            }),
            connection: Mutex::new(Connection {
                online: true,
                since: crate::account::now(),
            }),
            desk: Mutex::default(),
            turn: tokio::sync::Mutex::default(),
            trip: Mutex::default(),
            tasks: Mutex::default(),
        };
        let suite = Self {
            inner: Arc::new(inner),
        };
        Network::new(suite.way(Vec::new(), Vec::new()))
            .map_err(|source| StartError::Network { source })?;
        suite.begin(last);
        Ok(suite)
    }

    /// Everything that happens from here on, beginning with the whole state. Whoever listened before hears no more.
    pub async fn subscribe(&self) -> Events {
        let events = self.inner.stream.listen();
        self.tell_account_again();
        self.tell_settings();
        self.tell_connection();
        self.inner.outbox.tell_again(&self.inner.stream);
        if let Some(desk) = self.desk() {
            boxed(async move { desk.services.tell_again().await }).await;
        }
        events
    }

    /// What is too large for an event: `/notes/{note}/state` is a note's whole text as one Yjs update, and
    /// `/media/{note}/attachments/{file}` is a file.
    ///
    /// # Errors
    /// [`Code::Missing`] when there is no such thing, else as the notes say.
    pub async fn resource(&self, path: &str) -> Result<Resource, Failure> {
        let address = resource::parse(path).ok_or_else(resource::missing)?;
        let desk = self.open_desk()?;
        let notes = desk.services.notes.clone().ok_or_else(resource::missing)?;
        boxed(async move { resource::read(&notes, address).await }).await
    }

    /// Takes a file for a note, at `/notes/{note}/files/{name}`; the reply is the address by which its text shows it.
    /// At `/imports/{name}` and `/notes/{note}/imports/{name}` a note is made of the file; the reply is its id. Of a ZIP
    /// that [`notes_pack`](crate::commands::NAMES) has made all its notes are made again, under that one.
    ///
    /// # Errors
    /// [`Code::Missing`] when there is no such note, else as the notes say.
    pub async fn take_file(&self, path: &str, bytes: Vec<u8>) -> Result<String, Failure> {
        let desk = self.open_desk()?;
        let notes = desk.services.notes.clone().ok_or_else(resource::missing)?;
        if let Some((parent, name)) = resource::parse_import(path) {
            let advance = self.advance();
            let import = async move {
                match name.rsplit_once('.') {
                    Some((stem, ending)) if ending.eq_ignore_ascii_case("zip") => {
                        notes.unpack(stem, bytes, advance).await
                    }
                    _ => notes.import(&name, bytes, parent).await,
                }
            };
            return Ok(boxed(import).await?.to_string());
        }
        let (note, name) = resource::parse_file(path).ok_or_else(resource::missing)?;
        boxed(async move { Ok(notes.attach(&note, &name, bytes).await?.into()) }).await
    }

    /// Puts a file where the agent's downloads are; answers where it is.
    pub(crate) async fn save_download(
        &self,
        name: &str,
        bytes: Vec<u8>,
    ) -> Result<String, Failure> {
        let folder = self.downloads()?;
        let name = notes::plain_name(name);
        let path = off_thread(move || files::put_beside(&folder, &name, &bytes)).await?;
        Ok(path.to_string_lossy().into_owned())
    }

    /// As [`save_download`](Self::save_download), of a file that is written piece by piece. Of one that could not be
    /// written to its end nothing is left; of one that the program did not live to finish, what was written.
    pub(crate) async fn write_download<T, F>(
        &self,
        name: &str,
        write: impl FnOnce(File) -> F,
    ) -> Result<(String, T), Failure>
    where
        T: Send + 'static,
        F: Future<Output = Result<(File, T), notes::Error>>,
    {
        let folder = self.downloads()?;
        let name = notes::plain_name(name);
        let (path, file) = off_thread(move || files::make_beside(&folder, &name)).await?;
        let written = write(file).await.map_err(Failure::from);
        let shown = path.to_string_lossy().into_owned();
        let finished = off_thread(move || files::finish_beside(&path, written)).await?;
        Ok((shown, finished))
    }

    fn downloads(&self) -> Result<PathBuf, Failure> {
        let folder = self.shell().downloads.clone();
        folder.ok_or_else(|| Failure::new(Code::Missing, "there is no folder for downloads"))
    }

    /// Tells how far packing and unpacking have come, and that they have ended, however they do.
    pub(crate) fn advance(&self) -> impl Fn(usize, usize) + Send + use<> {
        let advance = Advance {
            stream: Arc::clone(&self.inner.stream),
            left: AtomicUsize::new(0),
        };
        move |done, total| advance.tell(done, total)
    }

    /// Closes the desk: ends everything, and the account's files are free.
    pub async fn close(&self) {
        self.cancel_trip();
        let _turn = self.inner.turn.lock().await;
        let suite = self.clone();
        boxed(async move { suite.close_desk().await }).await;
        let mut tasks = std::mem::take(&mut *lock(&self.inner.tasks));
        tasks.shutdown().await;
    }

    /// Does a command's work in a task of its own: a panic is told as a failure, and logged once.
    pub(crate) async fn guarded<T, F>(
        &self,
        name: &'static str,
        work: impl FnOnce(Self) -> F,
    ) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: Future<Output = Result<T, Failure>> + Send + 'static,
    {
        let panicked = || Err(Failure::new(Code::Internal, format!("{name} panicked")));
        let done = apart(boxed(work(self.clone())))
            .await
            .unwrap_or_else(panicked);
        match &done {
            Err(failure) if failure.code == Code::Internal => {
                tracing::error!(command = name, detail = failure.detail, "failed")
            }
            Err(failure) => tracing::debug!(command = name, %failure, "not done"),
            Ok(_) => {}
        }
        done
    }

    /// The open desk.
    ///
    /// # Errors
    /// [`Code::Locked`] when no account is open.
    pub(crate) fn open_desk(&self) -> Result<Arc<Desk>, Failure> {
        self.desk()
            .ok_or_else(|| Failure::new(Code::Locked, "no account is open"))
    }

    pub(crate) fn desk(&self) -> Option<Arc<Desk>> {
        lock(&self.inner.desk).clone()
    }

    pub(crate) fn shell(&self) -> &Shell {
        &self.inner.shell
    }

    /// The way to these servers: what IT has locked, then what the command line says, then what IT recommends.
    pub(crate) fn way(&self, allowed: Vec<url::Url>, authorities: Vec<String>) -> Way {
        let chosen = self.inner.config.proxy.clone().map(policy::Proxy::Address);
        Way {
            proxy: match self.inner.policy.proxy.clone().with_choice(chosen) {
                policy::Proxy::System => net::Proxy::System,
                policy::Proxy::Direct => net::Proxy::Direct,
                policy::Proxy::Address(address) => net::Proxy::Explicit(address),
            },
            certificate_authorities: self
                .inner
                .authorities
                .iter()
                .cloned()
                .chain(authorities)
                .collect(),
            allowed,
        }
    }

    /// The network to an agency's servers.
    pub(crate) fn network(&self, profile: &Profile) -> Result<Network, net::Error> {
        Network::new(self.way(profile.origins(), profile.certificate_authorities.clone()))
    }

    /// What holds: the agent's choice, unless IT has locked another.
    pub(crate) fn settings(&self) -> Settings {
        let chosen = lock(&self.inner.chosen).clone();
        let language = self
            .inner
            .policy
            .language
            .clone()
            .with_choice(chosen.language.map(to_policy));
        Settings {
            language: from_policy(language),
            ..chosen
        }
    }

    /// What may leave the encrypted storage.
    pub(crate) fn leaving(&self) -> Leaving {
        let formats = &self.inner.policy.export_formats.value.0;
        Leaving {
            formats: formats.iter().filter_map(file_format).collect(),
            packing: formats.contains(&policy::Format::Zip),
            printing: self.inner.policy.printing.value.0,
        }
    }

    /// Keeps the agent's choice.
    pub(crate) fn choose(&self, settings: Settings) -> Result<(), Failure> {
        if self.inner.policy.language.is_locked() && settings.language != self.settings().language {
            return Err(Failure::new(
                Code::Forbidden,
                "the language is locked by a policy",
            ));
        }
        files::write(&self.inner.config.settings_file(), &settings)?;
        *lock(&self.inner.chosen) = settings;
        self.tell_settings();
        Ok(())
    }

    pub(crate) fn tell_settings(&self) {
        let version = env!("CARGO_PKG_VERSION").to_owned();
        let policies = policies(&self.inner.policy);
        self.inner.stream.tell(Event::SettingsChanged {
            settings: self.settings(),
            leaving: self.leaving(),
            policies,
            version,
        });
    }

    pub(crate) fn tell_connection(&self) {
        let connection = lock(&self.inner.connection);
        self.inner.stream.tell(Event::ConnectionChanged {
            online: connection.online,
            since: connection.since,
        });
    }

    pub(crate) fn ways(&self) -> Ways {
        Ways {
            stream: Arc::clone(&self.inner.stream),
            outbox: Arc::clone(&self.inner.outbox),
            signed_out: Arc::default(),
        }
    }

    /// A task that ends with the desk, if it has not before.
    pub(crate) fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        let mut tasks = lock(&self.inner.tasks);
        while tasks.try_join_next().is_some() {}
        tasks.spawn(work);
    }
}

impl fmt::Debug for Suite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Suite").finish_non_exhaustive()
    }
}

/// Does the work in a task of its own; nothing comes back when it panics. It ends with whoever waits for it.
pub(crate) async fn apart<T: Send + 'static>(
    work: impl Future<Output = T> + Send + 'static,
) -> Option<T> {
    let mut task = JoinSet::new();
    task.spawn(work);
    task.join_next().await?.ok()
}

/// Packing or unpacking that goes on.
struct Advance {
    stream: Arc<Stream>,
    /// So many notes are to be done yet.
    left: AtomicUsize,
}

impl Advance {
    fn tell(&self, done: usize, total: usize) {
        self.left
            .store(total.saturating_sub(done), Ordering::Relaxed);
        self.stream.tell(Event::ArchiveAdvanced { done, total });
    }
}

impl Drop for Advance {
    fn drop(&mut self) {
        if self.left.load(Ordering::Relaxed) > 0 {
            self.tell(0, 0);
        }
    }
}

/// Waits for the disk beside the tasks that wait for the network.
pub(crate) async fn off_thread<T: Send + 'static, E: Send + 'static>(
    work: impl FnOnce() -> Result<T, E> + Send + 'static,
) -> Result<T, Failure>
where
    Failure: From<E>,
{
    let done = tokio::task::spawn_blocking(work).await;
    Ok(done.map_err(|error| Failure::new(Code::Internal, error))??)
}

/// Hides what a future is made of. The messenger's are nested so deeply that every crate above would otherwise need
/// the compiler to look as deep as it does here.
fn boxed<T>(work: impl Future<Output = T> + Send + 'static) -> BoxFuture<'static, T> {
    Box::pin(work)
}

/// Locks for a moment. What a panic of another holder leaves is still whole.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn read_profile(file: &Path) -> Result<Profile, StartError> {
    let text = files::text(file).map_err(|source| StartError::Files { source })?;
    Profile::parse(&text, &file.display().to_string())
        .map_err(|source| StartError::Profile { source })
}

/// What IT has decided, as "About policies" lists it.
fn policies(policy: &Policy) -> Vec<PolicyLine> {
    let decided = policy
        .rows()
        .into_iter()
        .filter(|row| row.origin != Origin::BuiltIn);
    decided
        .map(|row| PolicyLine {
            name: row.name.to_owned(),
            value: row
                .value
                .as_str()
                .map_or_else(|| row.value.to_string(), str::to_owned),
            origin: if row.origin == Origin::Mandatory {
                "mandatory"
            } else {
                "recommended"
            }
            .to_owned(),
        })
        .collect()
}

/// None: not one note, but several.
fn file_format(format: &policy::Format) -> Option<FileFormat> {
    match format {
        policy::Format::Pdf => Some(FileFormat::Pdf),
        policy::Format::Docx => Some(FileFormat::Docx),
        policy::Format::Odt => Some(FileFormat::Odt),
        policy::Format::Html => Some(FileFormat::Html),
        policy::Format::Markdown => Some(FileFormat::Markdown),
        policy::Format::Zip => None,
    }
}

fn to_policy(language: Language) -> policy::Language {
    match language {
        Language::Fr => policy::Language::French,
        Language::De => policy::Language::German,
        Language::Nl => policy::Language::Dutch,
        Language::En => policy::Language::English,
    }
}

fn from_policy(language: policy::Language) -> Option<Language> {
    match language {
        policy::Language::System => None,
        policy::Language::French => Some(Language::Fr),
        policy::Language::German => Some(Language::De),
        policy::Language::Dutch => Some(Language::Nl),
        policy::Language::English => Some(Language::En),
    }
}

impl StartError {
    /// All of it in one line, for whoever has to correct something.
    pub fn whole(&self) -> String {
        chain(self)
    }
}
