//! A real Secret Service: gnome-keyring on a bus and in a home of its own, without a display.

#![cfg(target_os = "linux")]

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs};

use vault::{Error, Keyring, Vault};

use crate::children::{Place, available, command, text};
use crate::stage::Stage;

const BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/> <allow eavesdrop="true"/> <allow own="*"/>
  </policy>
</busconfig>
"#;

/// Runs the task on a bus that starts nothing by itself: else a second keyring could answer.
fn run_on_bus(stage: &Stage, task: &str) {
    let home = stage.root.path().join("home");
    fs::create_dir_all(home.join("run")).expect("made");
    let bus = stage.root.path().join("bus.conf");
    fs::write(&bus, BUS).expect("written");
    let config = format!("--config-file={}", bus.display());
    let mut command = command(&["dbus-run-session", &config, "--"], task, stage);
    command
        .env("HOME", &home)
        .env("XDG_RUNTIME_DIR", home.join("run"));
    for name in [
        "XDG_DATA_HOME",
        "XDG_CONFIG_HOME",
        "DBUS_SESSION_BUS_ADDRESS",
        "DISPLAY",
        "WAYLAND_DISPLAY",
    ] {
        command.env_remove(name);
    }
    let output = command.output().expect("started");
    assert!(output.status.success(), "{task}: {}", text(&output));
}

fn there_is_a_keyring() -> bool {
    available(&["dbus-run-session", "--version"], "a real keyring")
        && available(&["gnome-keyring-daemon", "--version"], "a real keyring")
}

#[test]
fn a_real_keyring_keeps_the_key_and_says_when_it_is_locked() {
    if there_is_a_keyring() {
        let stage = Stage::new();
        run_on_bus(&stage, "keyring: first use");
        run_on_bus(&stage, "keyring: next start");
        run_on_bus(&stage, "keyring: locked");
        run_on_bus(&stage, "keyring: next start");
        run_on_bus(&stage, "keyring: erase");
    }
}

#[test]
fn without_a_service_there_is_no_keyring_until_one_is_started() {
    if there_is_a_keyring() {
        run_on_bus(&Stage::new(), "keyring: started later");
    }
}

#[test]
fn a_frozen_keyring_keeps_nobody_waiting() {
    if there_is_a_keyring() {
        run_on_bus(&Stage::new(), "keyring: frozen");
    }
}

/// What a child does that stands on a bus of its own.
pub(crate) fn child(task: &str, place: &Place) {
    let keyring = Keyring::system();
    let open = || Vault::open(&place.folder, &place.account, &keyring);
    match task {
        "keyring: first use" => {
            let _daemon = Daemon::start("right");
            open().expect("made");
            assert!(place.folder.join("vault.db").exists());
        }
        "keyring: next start" => {
            let _daemon = Daemon::start("right");
            open().expect("opens");
        }
        "keyring: locked" => {
            let _daemon = Daemon::start("wrong");
            let error = open().expect_err("locked");
            assert!(matches!(error, Error::KeyringLocked { .. }), "{error:?}");
        }
        "keyring: erase" => {
            let _daemon = Daemon::start("right");
            Vault::erase(&place.folder, &place.account, &keyring).expect("erased");
            assert!(!place.folder.exists());
            open().expect("made anew");
        }
        "keyring: started later" => {
            let error = open().expect_err("absent");
            assert!(matches!(error, Error::KeyringAbsent { .. }), "{error:?}");
            assert!(!place.folder.exists());
            let _daemon = Daemon::start("right");
            open().expect("the same keyring, now that there is one");
        }
        "keyring: frozen" => {
            let daemon = Daemon::start("right");
            open().expect("made");
            daemon.signal("STOP");
            let before = Instant::now();
            let error = open().expect_err("silent");
            assert!(matches!(error, Error::KeyringLocked { .. }), "{error:?}");
            assert!(
                before.elapsed() < Duration::from_secs(8),
                "{:?}",
                before.elapsed()
            );
            daemon.signal("CONT");
            open().expect("it answers again");
        }
        other => panic!("no task is called {other}"),
    }
}

struct Daemon(Child);

impl Daemon {
    /// Starts gnome-keyring with this password for its wallet, and waits until it is on the bus.
    fn start(password: &str) -> Self {
        let mut daemon = Command::new("gnome-keyring-daemon");
        daemon.args(["--foreground", "--unlock", "--components=secrets"]);
        daemon
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let mut daemon = Self(daemon.spawn().expect("started"));
        let mut input = daemon.0.stdin.take().expect("piped");
        std::io::Write::write_all(&mut input, password.as_bytes()).expect("told");
        drop(input);
        let begun = Instant::now();
        while !is_on_bus() {
            assert!(
                begun.elapsed() < Duration::from_secs(20),
                "the keyring does not come up"
            );
            std::thread::sleep(Duration::from_millis(20));
        }
        assert!(Path::new(&env::var_os("HOME").expect("a home")).exists());
        daemon
    }

    fn signal(&self, signal: &str) {
        let done = Command::new("kill")
            .args(["-s", signal, &self.0.id().to_string()])
            .status();
        assert!(done.is_ok_and(|status| status.success()), "{signal}");
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn is_on_bus() -> bool {
    let bus = "org.freedesktop.DBus";
    let question = [
        &format!("--dest={bus}"),
        "/",
        &format!("{bus}.NameHasOwner"),
        "string:org.freedesktop.secrets",
    ];
    let answer = Command::new("dbus-send")
        .args(["--session", "--print-reply"])
        .args(question)
        .output();
    answer.is_ok_and(|answer| String::from_utf8_lossy(&answer.stdout).contains("boolean true"))
}
