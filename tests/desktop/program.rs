//! The program in its window, driven through WebDriver, and the keyboard for what WebDriver does not see.
#![expect(
    clippy::disallowed_methods,
    reason = "the rig reads what the program's helpers left"
)]

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};
use tests::control;
use tests::faults::FaultProxy;
use tests::stack::{Person, Stack};
use thirtyfour::prelude::*;
use thirtyfour::{Key, TypingData};
use tokio::process::{Child, Command};
use tokio::sync::{Mutex, MutexGuard};
use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{ClientMessageEvent, ConnectionExt as _, EventMask};

const PATIENCE: Duration = Duration::from_secs(40);
const GLANCE: Duration = Duration::from_millis(100);

/// Where the text of the open note is typed.
pub(crate) const EDITOR: &str = "[data-testid='note-editor'][contenteditable='true']";

/// One display, one keyboard: one test at a time.
static TURN: Mutex<()> = Mutex::const_new(());

/// A machine with the program on it, and the agent who sits there.
pub(crate) struct Machine {
    pub(crate) stack: Stack,
    pub(crate) person: Person,
    pub(crate) profile: PathBuf,
    pub(crate) folder: tempfile::TempDir,
    /// What stands between the program and the servers, where a test takes the network away.
    pub(crate) network: Option<FaultProxy>,
    _turn: Option<MutexGuard<'static, ()>>,
}

impl Machine {
    /// A new agent of the stack, who signs in with this of its profiles.
    pub(crate) async fn at(profile: &str) -> Result<Self> {
        let turn = TURN.lock().await;
        let stack = Stack::from_environment()?;
        let person = control::new_person();
        Self::of(stack, person, profile, Some(turn))
    }

    /// The seeded agent of this name, with notes, rooms and history.
    pub(crate) async fn of_agent(name: &str) -> Result<Self> {
        let turn = TURN.lock().await;
        let stack = Stack::from_environment()?;
        let agent = stack.agent(name)?.clone();
        let person = stack.keys().give(agent.person)?;
        Self::of(stack, person, &agent.profile, Some(turn))
    }

    /// Another agent, whose machine has its window on the same display: the turn is this machine's.
    pub(crate) fn beside(&self, name: &str) -> Result<Self> {
        let agent = self.stack.agent(name)?.clone();
        Self::of(self.stack.clone(), agent.person, &agent.profile, None)
    }

    /// With a network that can be taken away.
    pub(crate) async fn on_a_network(mut self) -> Result<Self> {
        self.network = Some(FaultProxy::start().await?);
        Ok(self)
    }

    fn of(
        stack: Stack,
        person: Person,
        profile: &str,
        turn: Option<MutexGuard<'static, ()>>,
    ) -> Result<Self> {
        let profile = stack.profile(profile)?.to_owned();
        Ok(Self {
            stack,
            person,
            profile,
            folder: tempfile::tempdir()?,
            network: None,
            _turn: turn,
        })
    }

    /// Starts the program.
    pub(crate) async fn start(&self) -> Result<Program> {
        self.start_with(&[]).await
    }

    /// Starts it with these variables in its environment.
    pub(crate) async fn start_with(&self, environment: &[(&str, &str)]) -> Result<Program> {
        let start = Start {
            environment,
            ..Start::default()
        };
        self.start_as(&self.usual_arguments(), start).await
    }

    /// Starts it with its folder on a disk of its own, which this script of the shell prepares. `$1` is the folder.
    pub(crate) async fn start_on_disk(&self, script: &str) -> Result<Program> {
        let script = format!("{script} && shift && exec \"$@\"");
        let folder = self.folder.path().display().to_string();
        let start = Start {
            through: &["unshare", "-m", "sh", "-ec", &script, "sh", &folder],
            ..Start::default()
        };
        self.start_as(&self.usual_arguments(), start).await
    }

    /// Starts it with these arguments instead of a profile.
    pub(crate) async fn start_given(&self, arguments: &[&str]) -> Result<Program> {
        let mut arguments: Vec<_> = arguments.iter().map(|&one| one.to_owned()).collect();
        arguments.extend(self.place());
        self.start_as(&arguments, Start::default()).await
    }

    async fn start_as(&self, arguments: &[String], start: Start<'_>) -> Result<Program> {
        Program::start(arguments, self.folder.path(), start).await
    }

    fn usual_arguments(&self) -> Vec<String> {
        let profile = self.profile.display().to_string();
        [vec!["--profile-file".to_owned(), profile], self.place()].concat()
    }

    /// The arguments that say where it keeps its things, and how it reaches the servers.
    fn place(&self) -> Vec<String> {
        let folder = self.folder.path().display().to_string();
        let mut place = vec!["--data-dir".to_owned(), folder];
        if let Some(network) = &self.network {
            place.extend(["--proxy".to_owned(), network.url().to_string()]);
        }
        place
    }

    /// What the agency is called, and so its sign-in window.
    fn agency(&self) -> Result<String> {
        let text = std::fs::read_to_string(&self.profile).context("reading the profile")?;
        let profile: Value = serde_json::from_str(&text).context("the profile is malformed")?;
        let name = profile["name"]
            .as_str()
            .context("the profile has no name")?;
        Ok(name.to_owned())
    }

    /// Where the stand-in for the system's browser writes the address that it was asked to open.
    pub(crate) fn opened_address(&self) -> PathBuf {
        self.folder.path().join("opened-address")
    }
}

/// How the program is started, beside its arguments.
#[derive(Default)]
struct Start<'a> {
    environment: &'a [(&'a str, &'a str)],
    /// A command that goes before.
    through: &'a [&'a str],
}

/// The program, running.
pub(crate) struct Program {
    pub(crate) driver: WebDriver,
    server: Child,
}

impl Program {
    async fn start(arguments: &[String], folder: &Path, start: Start<'_>) -> Result<Self> {
        let program = std::env::var("ATTACHE_PROGRAM")
            .context("ATTACHE_PROGRAM names no program: use `cargo xtask desktop-tests`")?;
        let port = free_port()?;
        let driver = [start.through, &["WebKitWebDriver"]].concat();
        let server = Command::new(driver[0])
            .args(&driver[1..])
            .args(["--host=127.0.0.1", &format!("--port={port}")])
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .envs(start.environment.iter().copied())
            .env("PATH", path_with_browser(folder)?)
            .env("ATTACHE_OPENED_ADDRESS", folder.join("opened-address"))
            .stdout(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .context("starting WebKitWebDriver (package webkit2gtk-driver)")?;
        let mut wanted = Capabilities::new();
        wanted.set("browserName", "wry")?;
        wanted.set(
            "webkitgtk:browserOptions",
            json!({ "binary": program, "args": arguments }),
        )?;
        let address = format!("http://127.0.0.1:{port}");
        for _ in 0..50 {
            match WebDriver::new(&address, wanted.clone()).await {
                Ok(driver) => return Ok(Self { driver, server }),
                Err(error) if error.to_string().contains("error sending request") => {
                    tokio::time::sleep(GLANCE).await
                }
                Err(error) => return Err(error).context("opening the window"),
            }
        }
        bail!("WebKitWebDriver does not answer at {address}")
    }

    /// Ends the program, as when its window is closed.
    pub(crate) async fn quit(mut self) -> Result<()> {
        let started = self.server.id().map(children).unwrap_or_default();
        self.driver.clone().quit().await?;
        for program in started {
            // The driver takes the page away; now and then the program stays behind without one.
            for _ in 0..50 {
                if !Path::new(&format!("/proc/{program}")).exists() {
                    break;
                }
                tokio::time::sleep(GLANCE).await;
            }
            if Path::new(&format!("/proc/{program}")).exists() {
                Command::new("kill").arg(&program).status().await?;
            }
        }
        self.server.kill().await.context("ending WebKitWebDriver")
    }

    /// Closes the window as a person does, and waits until the program has ended.
    pub(crate) async fn close(mut self) -> Result<()> {
        let program = self.processes()?.swap_remove(0);
        let window = wait_for_window("--name", "^Attaché$").await?;
        ask_to_close(window.parse()?)?;
        let gone = async {
            while Path::new(&format!("/proc/{program}")).exists() {
                tokio::time::sleep(GLANCE).await;
            }
        };
        tokio::time::timeout(PATIENCE, gone)
            .await
            .context("the program goes on without its window")?;
        self.server.kill().await.context("ending WebKitWebDriver")
    }

    /// The element with this test id, once it is there.
    pub(crate) async fn find(&self, id: &str) -> Result<WebElement> {
        self.select(&format!("[data-testid='{id}']")).await
    }

    /// The element that this selector finds, once it is there.
    pub(crate) async fn select(&self, css: &str) -> Result<WebElement> {
        self.select_by(By::Css(css)).await
    }

    /// The element that is found this way, once it is there.
    pub(crate) async fn select_by(&self, by: By) -> Result<WebElement> {
        let found = self
            .driver
            .query(by.clone())
            .wait(PATIENCE, GLANCE)
            .first()
            .await;
        match found {
            Ok(element) => Ok(element),
            Err(error) => bail!("{by} is not shown: {error}\n{}", self.text().await?),
        }
    }

    /// Clicks what has this test id, once nothing lies over it: a menu that closes is there for a moment longer.
    pub(crate) async fn click(&self, id: &str) -> Result<()> {
        let element = self.find(id).await?;
        let clicking = async {
            loop {
                match element.click().await {
                    Err(error) if error.to_string().contains("intercepted") => {
                        tokio::time::sleep(GLANCE).await;
                    }
                    clicked => return clicked,
                }
            }
        };
        let clicked = tokio::time::timeout(PATIENCE, clicking).await;
        clicked.with_context(|| format!("something lies over {id}"))??;
        Ok(())
    }

    /// Types into what has this test id.
    pub(crate) async fn enter(&self, id: &str, text: &str) -> Result<()> {
        let element = self.find(id).await?;
        element.click().await?;
        Ok(element.send_keys(text).await?)
    }

    /// Presses a key, with Control held down if `control`.
    pub(crate) async fn press(&self, control: bool, key: impl Into<TypingData>) -> Result<()> {
        let chain = self.driver.action_chain();
        let chain = if control {
            chain.key_down(Key::Control)
        } else {
            chain
        };
        let chain = chain.send_keys(key.into());
        let chain = if control {
            chain.key_up(Key::Control)
        } else {
            chain
        };
        Ok(chain.perform().await?)
    }

    /// Begins a note with this title and text, and answers its id.
    pub(crate) async fn write_note(&self, title: &str, text: &str) -> Result<String> {
        self.click("note-new").await?;
        // The new note's title is empty; another note's is still there for a moment.
        let empty = "return document.querySelector('[data-testid=note-title]')?.value === ''";
        for _ in 0..100 {
            if self.run(empty).await? == true {
                break;
            }
            tokio::time::sleep(GLANCE).await;
        }
        self.enter("note-title", title).await?;
        let editor = self.select(EDITOR).await?;
        editor.click().await?;
        editor.send_keys(text).await?;
        self.until_text(text).await?;
        let row = self
            .select("[data-testid^='note-row-'][aria-selected='true']")
            .await?;
        let id = row.attr("data-testid").await?.unwrap_or_default();
        Ok(id.trim_start_matches("note-row-").to_owned())
    }

    /// Waits until the window shows this text.
    pub(crate) async fn until_text(&self, text: &str) -> Result<()> {
        let waiting = async {
            while !self.text().await?.contains(text) {
                tokio::time::sleep(GLANCE).await;
            }
            anyhow::Ok(())
        };
        match tokio::time::timeout(PATIENCE, waiting).await {
            Ok(result) => result,
            Err(_) => bail!("{text:?} is not shown:\n{}", self.text().await?),
        }
    }

    /// All that the window says.
    pub(crate) async fn text(&self) -> Result<String> {
        let said = self.run("return document.body.innerText").await?;
        Ok(said.as_str().unwrap_or_default().to_owned())
    }

    /// Runs a script in the window.
    pub(crate) async fn run(&self, script: &str) -> Result<Value> {
        Ok(self.driver.execute(script, vec![]).await?.json().clone())
    }

    /// Calls a command of the desk, as the window's own code does.
    pub(crate) async fn call(&self, name: &str, args: Value) -> Result<Value> {
        let script = "const [name, args, done] = arguments;
            window.__TAURI_INTERNALS__.invoke('call', { name, args }).then((reply) => done({ reply }), (failure) => done({ failure }));";
        let answer = self
            .driver
            .execute_async(script, vec![json!(name), args])
            .await?
            .json()
            .clone();
        match answer.get("failure") {
            Some(failure) => bail!("{name}: {failure}"),
            None => Ok(answer["reply"].clone()),
        }
    }

    /// Signs in through the real sign-in window, which WebDriver does not see: with the keyboard, as the agent does.
    /// Answers how long it took from the password to all three parts.
    pub(crate) async fn sign_in(&self, machine: &Machine) -> Result<Duration> {
        self.select("[data-testid^='agency-']")
            .await?
            .click()
            .await?;
        let title = format!("^{}$", machine.agency()?);
        let window = wait_for_window("--name", &title).await?;
        // The page has to be there before anybody can type into it; its first field has the focus.
        tokio::time::sleep(Duration::from_secs(3)).await;
        keyboard(&["windowfocus", "--sync", &window]).await?;
        keyboard(&["type", "--delay", "20", &machine.person.login]).await?;
        keyboard(&["key", "Tab"]).await?;
        keyboard(&["type", "--delay", "20", &machine.person.password]).await?;
        keyboard(&["key", "Return"]).await?;
        let entered = Instant::now();
        self.find("note-new").await?;
        self.ready(entered).await
    }

    /// Confirms the computer with the agent's recovery key, in the part of the rooms.
    pub(crate) async fn confirm(&self, machine: &Machine) -> Result<()> {
        let key = machine.person.recovery_key.as_deref();
        let key = key.context("this agent has no recovery key")?;
        self.click("encryption-act").await?;
        self.enter("recovery-enter", key).await?;
        self.click("recovery-confirm").await?;
        for _ in 0..100 {
            if self
                .run("return document.querySelector('[data-testid=encryption-banner]') === null")
                .await?
                == true
            {
                return Ok(());
            }
            tokio::time::sleep(GLANCE).await;
        }
        bail!("the computer was not confirmed:\n{}", self.text().await?)
    }

    /// Waits until no part needs the agent and the notes have come, and answers how long that took.
    async fn ready(&self, entered: Instant) -> Result<Duration> {
        self.select("[data-testid^='note-row-'], [data-testid='notes-empty']")
            .await?;
        self.find("rail-chat").await?;
        self.find("rail-assistant").await?;
        Ok(entered.elapsed())
    }

    /// The program's processes, the program itself first.
    pub(crate) fn processes(&self) -> Result<Vec<String>> {
        let server = self.server.id().context("WebKitWebDriver has ended")?;
        let mut processes = children(server);
        anyhow::ensure!(!processes.is_empty(), "the program does not run");
        let mut next = 0;
        while let Some(process) = processes.get(next) {
            processes.extend(process.parse().map(children).unwrap_or_default());
            next += 1;
        }
        Ok(processes)
    }
}

/// The first window that the search finds, once there is one.
pub(crate) async fn wait_for_window(how: &str, what: &str) -> Result<String> {
    for _ in 0..200 {
        let found = Command::new("xdotool")
            .args(["search", "--onlyvisible", how, what])
            .output()
            .await
            .context("xdotool")?;
        if let Some(window) = String::from_utf8_lossy(&found.stdout).lines().next_back() {
            return Ok(window.to_owned());
        }
        tokio::time::sleep(GLANCE).await;
    }
    bail!("no window {what:?} opened")
}

/// Sends a window what its close button would: there is no window manager here to do so.
fn ask_to_close(window: u32) -> Result<()> {
    let (display, _) = x11rb::connect(None)?;
    let atom = |name: &str| anyhow::Ok(display.intern_atom(false, name.as_bytes())?.reply()?.atom);
    let close = [atom("WM_DELETE_WINDOW")?, x11rb::CURRENT_TIME, 0, 0, 0];
    let message = ClientMessageEvent::new(32, window, atom("WM_PROTOCOLS")?, close);
    display.send_event(false, window, EventMask::NO_EVENT, message)?;
    Ok(display.flush()?)
}

/// Does something to a window, or to its keyboard, as a person does.
pub(crate) async fn keyboard(arguments: &[&str]) -> Result<()> {
    let status = Command::new("xdotool")
        .args(arguments)
        .status()
        .await
        .context("xdotool")?;
    anyhow::ensure!(status.success(), "xdotool {arguments:?}: {status}");
    Ok(())
}

/// A search path on which the system's browser is a script that notes the address.
fn path_with_browser(folder: &Path) -> Result<String> {
    use std::os::unix::fs::PermissionsExt as _;
    let programs = folder.join("programs");
    std::fs::create_dir_all(&programs)?;
    let browser = programs.join("xdg-open");
    std::fs::write(
        &browser,
        "#!/bin/sh\nprintf %s \"$1\" > \"$ATTACHE_OPENED_ADDRESS.new\"\nmv \"$ATTACHE_OPENED_ADDRESS.new\" \"$ATTACHE_OPENED_ADDRESS\"\n",
    )?;
    std::fs::set_permissions(&browser, std::fs::Permissions::from_mode(0o755))?;
    Ok(format!(
        "{}:{}",
        programs.display(),
        std::env::var("PATH").unwrap_or_default()
    ))
}

/// The processes that this one has started and that still run.
fn children(process: u32) -> Vec<String> {
    let list = std::fs::read_to_string(format!("/proc/{process}/task/{process}/children"));
    list.unwrap_or_default()
        .split_whitespace()
        .map(ToOwned::to_owned)
        .collect()
}

fn free_port() -> Result<u16> {
    Ok(std::net::TcpListener::bind("127.0.0.1:0")?
        .local_addr()?
        .port())
}
