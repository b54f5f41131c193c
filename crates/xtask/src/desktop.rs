//! Runs the built program in a real window: on a virtual display, with a bus, a keyring and a home of their own.
//!
//! It promises that nothing of the caller's session is touched: the home is thrown away afterwards, and the bus starts
//! no service but the keyring that is unlocked here.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::process::{need, program, root, run as run_to_end, step};
use crate::{cargo, demo, scenarios, stack, window};

/// The bus: it starts nothing by itself, so that there is one keyring, and none that asks for a password.
const BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=@FOLDER@</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/> <allow eavesdrop="true"/> <allow own="*"/>
  </policy>
</busconfig>
"#;

/// Unlocks the keyring, waits until it has its name on the bus, and runs what follows.
const UNLOCK: &str = r#"
printf test | gnome-keyring-daemon --foreground --unlock --components=secrets >/dev/null 2>&1 &
trap "kill $!" EXIT
for _ in $(seq 250); do
  dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner \
    string:org.freedesktop.secrets 2>/dev/null | grep -q true && break
  sleep 0.02
done
"$@"
"#;

/// Runs the desktop tests.
pub(crate) fn run(names: &[String]) -> Result<String> {
    drive(Build::Debug, |command| {
        command.args(names);
    })?;
    Ok("desktop-tests: all passed".to_owned())
}

/// Takes pictures of every screen.
pub(crate) fn screenshots(out: &Path) -> Result<String> {
    need(&[("import", "imagemagick")])?;
    fs::create_dir_all(out).with_context(|| format!("making {}", out.display()))?;
    let out = out
        .canonicalize()
        .with_context(|| format!("reading {}", out.display()))?;
    drive(Build::Debug, |command| {
        command
            .env("ATTACHE_SCREENSHOTS", &out)
            .args(["pictures::", "--ignored"]);
    })?;
    let pictures = fs::read_dir(&out)?
        .flatten()
        .filter(|entry| entry.path().extension().is_some_and(|end| end == "png"));
    let count = pictures.count();
    anyhow::ensure!(count > 0, "no picture was taken");
    Ok(format!(
        "screenshots: {count} pictures in {}",
        out.display()
    ))
}

/// A session of its own: a virtual display, a bus, an unlocked keyring and a home. It ends with the value.
pub(crate) struct Session {
    home: PathBuf,
}

impl Session {
    /// Makes the home, or says what is missing.
    pub(crate) fn new() -> Result<Self> {
        need(&[
            ("xvfb-run", "xvfb"),
            ("xauth", "xauth"),
            ("dbus-run-session", "dbus"),
            ("dbus-send", "dbus"),
            ("gnome-keyring-daemon", "gnome-keyring"),
        ])?;
        let home = std::env::temp_dir().join(format!("attache-session-{}", std::process::id()));
        fs::create_dir_all(&home).context("making a home")?;
        #[cfg(unix)]
        fs::set_permissions(&home, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
        fs::create_dir_all(home.join("run"))?;
        #[cfg(unix)]
        fs::set_permissions(
            home.join("run"),
            std::os::unix::fs::PermissionsExt::from_mode(0o700),
        )?;
        fs::write(
            home.join("bus.conf"),
            BUS.replace("@FOLDER@", &home.display().to_string()),
        )?;
        Ok(Self { home })
    }

    /// Where its home is.
    pub(crate) fn home(&self) -> &Path {
        &self.home
    }

    /// The command that runs `file` in the session, on a display of that shape; arguments may be added to it.
    pub(crate) fn command(&self, display: &str, file: &Path) -> Command {
        let mut command = program("xvfb-run");
        command.args(["--auto-servernum", "--server-args", display]);
        command
            .args(["dbus-run-session", "--config-file"])
            .arg(self.home.join("bus.conf"));
        command
            .args(["--", "bash", "-c", UNLOCK, "keyring"])
            .arg(file);
        for name in [
            "XDG_DATA_HOME",
            "XDG_CONFIG_HOME",
            "XDG_CACHE_HOME",
            "XDG_STATE_HOME",
            "WAYLAND_DISPLAY",
        ] {
            command.env_remove(name);
        }
        command
            .env("HOME", &self.home)
            .env("XDG_RUNTIME_DIR", self.home.join("run"))
            .env("GDK_BACKEND", "x11")
            .env("LANG", "C.UTF-8")
            .env("NO_AT_BRIDGE", "1")
            // A machine without a graphics card draws faster, and in less memory, without this path.
            .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1");
        command
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.home) {
            eprintln!("{} stays behind: {error}", self.home.display());
        }
    }
}

/// Which program is driven.
enum Build {
    Debug,
    Release(PathBuf),
}

/// Measures the release program at `app` on a signed-in desk; the figures are in `into`, a line of JSON each.
pub(crate) fn measure(app: PathBuf, into: &Path) -> Result<()> {
    drive(Build::Release(app), |command| {
        command
            .env("ATTACHE_FIGURES", into)
            .args(["figures::", "--ignored", "--nocapture"]);
    })
}

fn drive(build: Build, prepare: impl FnOnce(&mut Command)) -> Result<()> {
    need(&[
        ("WebKitWebDriver", "webkit2gtk-driver"),
        ("xdotool", "xdotool"),
        ("secret-tool", "libsecret-tools"),
    ])?;
    let session = Session::new()?;
    step("window", window::build)?;
    let built = step("build", cargo::build)?;
    let tests = cargo::find(&built, "desktop", true)?;
    let app = match build {
        Build::Debug => cargo::find(&built, "attache", false)?.file.clone(),
        Build::Release(file) => file,
    };
    let folder = stack::folder(None)?;
    let description = step("stack", scenarios::start_stack)?;
    demo::seed(&folder, &description, cargo::find(&built, "seed", false)?)?;
    let mut command = session.command("-screen 0 1920x1080x24", &tests.file);
    command
        .current_dir(root().join("tests"))
        .env(
            "ATTACHE_AXE",
            root().join("ui/node_modules/axe-core/axe.min.js"),
        )
        .env("ATTACHE_PROGRAM", app)
        .env("ATTACHE_STACK", description);
    // One screen and one keyboard: one test at a time.
    command.arg("--test-threads=1");
    prepare(&mut command);
    step("desktop", || run_to_end(&mut command))
}
