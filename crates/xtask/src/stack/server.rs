//! One server's process: started apart from the terminal, written down with its id and the moment of its start, and
//! ended by these alone, so that a process of somebody else that has got the same id is never touched.

use std::fs::{self, File};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use super::plan::Service;

/// How long a server may take to end by itself.
const PATIENCE: Duration = Duration::from_secs(15);
/// What would lead a server away from this machine or to other authorities than ours.
const UNWANTED: [&str; 13] = [
    "http_proxy",
    "https_proxy",
    "all_proxy",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "REQUESTS_CA_BUNDLE",
    "CURL_CA_BUNDLE",
    "NODE_EXTRA_CA_CERTS",
    "NODE_OPTIONS",
    "PYTHONPATH",
];

/// A server that was started.
#[derive(Debug)]
pub(crate) struct Server {
    /// Its process.
    pub(crate) pid: u32,
    begun: u64,
    record: PathBuf,
    child: Option<Child>,
}

impl Server {
    /// The one of this name, if it runs.
    pub(crate) fn find(folder: &Path, name: &str) -> Result<Option<Self>> {
        let record = record(folder, name);
        let Ok(text) = fs::read_to_string(&record) else {
            return Ok(None);
        };
        let mut numbers = text.split_whitespace().map(str::parse::<u64>);
        let (Some(Ok(pid)), Some(Ok(begun))) = (numbers.next(), numbers.next()) else {
            bail!(
                "{} is malformed: remove it when {name} does not run",
                record.display()
            );
        };
        let server = Self {
            pid: u32::try_from(pid)?,
            begun,
            record,
            child: None,
        };
        Ok(began(server.pid)
            .is_some_and(|began| began == begun)
            .then_some(server))
    }

    /// Starts it; what it prints goes to its log.
    pub(crate) fn start(folder: &Path, service: &Service) -> Result<Self> {
        let log = log(folder, service.name);
        let record = record(folder, service.name);
        for file in [&log, &record] {
            fs::create_dir_all(file.parent().expect("it lies in a folder of the stack"))?;
        }
        let output = File::create(&log).with_context(|| format!("writing {}", log.display()))?;
        let mut command = Command::new(&service.program);
        UNWANTED.iter().for_each(|name| {
            command.env_remove(name);
        });
        command
            .args(&service.arguments)
            .envs(
                service
                    .environment
                    .iter()
                    .map(|(name, value)| (name, value)),
            )
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output)
            .process_group(0);
        let child = command
            .spawn()
            .with_context(|| format!("starting {}", service.program.display()))?;
        let pid = child.id();
        let begun = began(pid).with_context(|| format!("{} has ended at once", service.name))?;
        fs::write(&record, format!("{pid} {begun}\n"))
            .with_context(|| format!("writing {}", record.display()))?;
        Ok(Self {
            pid,
            begun,
            record,
            child: Some(child),
        })
    }

    /// Whether it still runs.
    pub(crate) fn is_alive(&mut self) -> bool {
        let ended = self
            .child
            .as_mut()
            .is_some_and(|child| matches!(child.try_wait(), Ok(Some(_))));
        !ended && self.runs()
    }

    /// Asks it to end.
    pub(crate) fn ask_to_end(&self) -> Result<()> {
        self.signal("TERM")
    }

    /// Waits until it has ended; ends it by force when it takes too long.
    pub(crate) fn see_ended(&self) -> Result<()> {
        let start = Instant::now();
        while self.runs() {
            if start.elapsed() > PATIENCE {
                self.signal("KILL")?;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        fs::remove_file(&self.record).with_context(|| format!("removing {}", self.record.display()))
    }

    fn runs(&self) -> bool {
        began(self.pid) == Some(self.begun)
    }

    fn signal(&self, signal: &str) -> Result<()> {
        if self.runs() {
            // The shell's own `kill`: not every machine has the program.
            let order = format!("kill -{signal} {}", self.pid);
            let sent = Command::new("sh")
                .args(["-c", &order])
                .stderr(Stdio::null())
                .status();
            let sent = sent.with_context(|| format!("ending process {}", self.pid))?;
            if !sent.success() && self.runs() {
                bail!("process {} does not take orders from us", self.pid);
            }
        }
        Ok(())
    }
}

/// Where a server's output goes.
pub(crate) fn log(folder: &Path, name: &str) -> PathBuf {
    folder.join("logs").join(format!("{name}.log"))
}

/// The end of a server's log.
pub(crate) fn last_words(folder: &Path, name: &str) -> String {
    let file = log(folder, name);
    let text = fs::read(&file).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<_> = text.lines().collect();
    let last = lines[lines.len().saturating_sub(12)..].join("\n");
    format!("{last}\n(the whole log is {})", file.display())
}

fn record(folder: &Path, name: &str) -> PathBuf {
    folder.join("run").join(format!("{name}.pid"))
}

/// When a process was started, in ticks since the machine was; nothing when there is none or it has ended already.
fn began(pid: u32) -> Option<u64> {
    let text = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The second field is the program's name in brackets, which may contain anything.
    let fields: Vec<_> = text.rsplit_once(')')?.1.split_whitespace().collect();
    let ended = matches!(fields.first(), Some(&"Z" | &"X"));
    (!ended).then(|| fields.get(19)?.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_that_got_the_same_id_later_is_not_ours() {
        let folder = std::env::temp_dir().join(format!("attache-xtask-{}", std::process::id()));
        fs::create_dir_all(folder.join("run")).unwrap();
        let own = std::process::id();
        let begun = began(own).unwrap();
        fs::write(record(&folder, "x"), format!("{own} {begun}\n")).unwrap();
        assert_eq!(Server::find(&folder, "x").unwrap().unwrap().pid, own);
        fs::write(record(&folder, "x"), format!("{own} {}\n", begun + 1)).unwrap();
        assert!(Server::find(&folder, "x").unwrap().is_none());
        fs::write(record(&folder, "x"), "nonsense").unwrap();
        assert!(Server::find(&folder, "x").is_err());
        fs::remove_dir_all(folder).unwrap();
    }
}
