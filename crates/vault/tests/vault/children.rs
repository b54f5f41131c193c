//! Vaults in processes of their own, to be killed, starved or put on a bus of their own. The program of the tests
//! starts itself again, and [`child`] then does what the environment says.

use std::env;
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use keyring::CredentialStore;
use keyring::api::CredentialStoreApi as _;
use vault::{AccountId, Batch, Error, Keyring, Vault};

use crate::stage::Stage;
use crate::{disks, system_keyring};

const TASK: &str = "VAULT_TEST_TASK";
const FOLDER: &str = "VAULT_TEST_FOLDER";
const ACCOUNT: &str = "VAULT_TEST_ACCOUNT";
const PASSWORD: &str = "VAULT_TEST_PASSWORD";
/// Below the account's data: the numbers that were acknowledged, synced by whoever was told so.
pub(crate) const ORACLE: &str = "acknowledged";

#[test]
fn child() {
    let Ok(task) = env::var(TASK) else { return };
    let place = Place::from_environment();
    match task.as_str() {
        "append" => append(&place),
        "whole life" => whole_life(&place),
        "stumble" => stumble(&place),
        "wrong key" => wrong_key(&place),
        "full disk" => disks::full_disk(&place),
        "read-only disk" => disks::read_only_disk(&place),
        other => system_keyring::child(other, &place),
    }
}

/// A program that runs the task in a child, started through `wrapper`, which may be empty.
pub(crate) fn command(wrapper: &[&str], task: &str, stage: &Stage) -> Command {
    let program = env::current_exe().expect("the program of the tests");
    let mut line = wrapper
        .iter()
        .map(Into::into)
        .chain([program.into_os_string()]);
    let mut command = Command::new(line.next().expect("a program"));
    command
        .args(line)
        .args(["--exact", "children::child", "--nocapture", "--quiet"]);
    command
        .env(TASK, task)
        .env(FOLDER, stage.folder())
        .env(ACCOUNT, stage.account.as_str());
    command.env(PASSWORD, stage.item().get_password().unwrap_or_default());
    command
}

/// Runs the task to its end, which has to be a good one.
pub(crate) fn run(wrapper: &[&str], task: &str, stage: &Stage) {
    let output = command(wrapper, task, stage).output().expect("started");
    assert!(output.status.success(), "{task}: {}", text(&output));
}

pub(crate) fn text(output: &Output) -> String {
    format!(
        "{}\n{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// Whether this program can be used here. What needs it and cannot have it says so.
pub(crate) fn available(probe: &[&str], for_what: &str) -> bool {
    let worked = Command::new(probe[0])
        .args(&probe[1..])
        .output()
        .is_ok_and(|output| output.status.success());
    if !worked {
        let _ = writeln!(
            std::io::stderr(),
            "NOT CHECKED: {for_what} ({} does not work here)",
            probe.join(" ")
        );
    }
    worked
}

/// What a child is told.
pub(crate) struct Place {
    pub(crate) folder: PathBuf,
    pub(crate) account: AccountId,
    pub(crate) keyring: Keyring,
}

impl Place {
    fn from_environment() -> Self {
        let account =
            AccountId::parse(&env::var(ACCOUNT).expect("an account")).expect("an account");
        let store = keyring::mock::Store::new().expect("a store");
        let password = env::var(PASSWORD).expect("a password");
        if !password.is_empty() {
            let item = store
                .build("eu.attache.desk", account.as_str(), None)
                .expect("an entry");
            item.set_password(&password).expect("set");
        }
        let store: std::sync::Arc<CredentialStore> = store;
        Self {
            folder: env::var_os(FOLDER).expect("a folder").into(),
            account,
            keyring: Keyring::of(store),
        }
    }

    pub(crate) fn open(&self) -> Vault {
        self.try_open().expect("the vault opens")
    }

    pub(crate) fn try_open(&self) -> Result<Vault, Error> {
        Vault::open(&self.folder, &self.account, &self.keyring)
    }

    fn oracle(&self) -> File {
        let path = self.folder.parent().expect("a parent").join(ORACLE);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("made");
        OpenOptions::new()
            .create(true)
            .append(true)
            .open(path)
            .expect("opened")
    }
}

/// Notes, synced, that this number of this stream was acknowledged, and tells the parent.
fn acknowledge(oracle: &mut File, line: &str) {
    oracle
        .write_all(format!("{line}\n").as_bytes())
        .expect("noted");
    // By another call than the vault uses, whose calls may be made to fail.
    oracle.sync_data().expect("synced");
    writeln!(std::io::stdout(), "{line}").expect("told");
}

/// Appends for ever, on three threads, compacting now and then.
fn append(place: &Place) {
    let vault = place.open();
    std::thread::scope(|scope| {
        for thread in 0..3 {
            let (vault, mut oracle) = (vault.clone(), place.oracle());
            scope.spawn(move || {
                let stream = format!("{thread}");
                let log = vault.log(&stream).expect("read");
                let kept: u64 = log.snapshot.map_or(0, |bytes| {
                    String::from_utf8_lossy(&bytes).parse().expect("a number")
                });
                for number in log.entries.last().map_or(kept, |entry| entry.seq) + 1.. {
                    let mut batch = Batch::new().append(&*stream, number.to_string());
                    if number % 40 == 0 {
                        batch = batch.compact(&*stream, number - 5, (number - 5).to_string());
                    }
                    assert_eq!(
                        vault.commit_blocking(batch).expect("a commit").seqs,
                        [number]
                    );
                    acknowledge(&mut oracle, &format!("{stream} {number}"));
                }
            });
        }
    });
}

/// Everything that a vault does in its life, once, to be killed anywhere in it.
fn whole_life(place: &Place) {
    let vault = place.open();
    let mut oracle = place.oracle();
    for number in 1..=8_u64 {
        let batch = Batch::new().append("0", number.to_string());
        vault.commit_blocking(batch).expect("a commit");
        acknowledge(&mut oracle, &format!("0 {number}"));
    }
    vault.make_recovery_key().expect("a recovery key");
    vault
        .commit_blocking(Batch::new().compact("0", 6, "6"))
        .expect("a commit");
    vault.close();
    place
        .open()
        .commit_blocking(Batch::new().append("0", "9"))
        .expect("a commit");
    acknowledge(&mut oracle, "0 9");
}

/// Appends thirty times, whatever the disk says, and notes which were acknowledged.
fn stumble(place: &Place) {
    let vault = place.open();
    let mut oracle = place.oracle();
    for number in 1..=30 {
        match vault.commit_blocking(Batch::new().append("0", number.to_string())) {
            Ok(_) => acknowledge(&mut oracle, &format!("ok {number}")),
            Err(Error::NotWritable { .. }) => acknowledge(&mut oracle, &format!("failed {number}")),
            Err(Error::Full { .. }) => acknowledge(&mut oracle, &format!("full {number}")),
            Err(error) => panic!("{number}: {error:?}"),
        }
    }
}

/// Opens a vault whose first page is damaged, and one with the wrong key.
fn wrong_key(place: &Place) {
    assert!(matches!(place.try_open(), Err(Error::Corrupt { .. })));
}

/// The acknowledged lines, as they are in the oracle.
pub(crate) fn acknowledged(stage: &Stage) -> Vec<String> {
    let path: &Path = &stage.folder();
    let lines =
        std::fs::read_to_string(path.parent().expect("a parent").join(ORACLE)).unwrap_or_default();
    lines.lines().map(str::to_owned).collect()
}
