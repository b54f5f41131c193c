//! Attaché's shell: opens the window and lends it the desk.
//!
//! Everything that knows Tauri is here, and nothing else: no product logic, no network, no storage.
#![recursion_limit = "256"]
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod arguments;
mod bridge;
mod clipboard;
mod media;
mod sign_in_window;
mod spelling;
mod window;

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use suite::failure::{Code, Failure};
use suite::{Config, Shell, Suite};
use tauri::Manager as _;

use crate::arguments::Arguments;
use crate::bridge::Started;
use crate::sign_in_window::SignInWindow;

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::read();
    log_to_stderr();
    hide_panic_messages();
    let mut builder = tauri::Builder::default().plugin(tauri_plugin_opener::init());
    if arguments.data_dir.is_none() {
        // A desk of its own folder is a desk of its own; the usual one is opened once.
        builder = builder.plugin(tauri_plugin_single_instance::init(|app, _, _| {
            window::bring_to_front(app)
        }));
    }
    builder
        .register_asynchronous_uri_scheme_protocol(media::SCHEME, media::answer)
        .invoke_handler(tauri::generate_handler![bridge::call, bridge::subscribe])
        .setup(move |app| {
            app.manage(start(&arguments, app.handle()));
            Ok(window::open(app.handle())?)
        })
        .build(tauri::generate_context!())
        .context("starting the window")?
        .run(|app, event| {
            if let tauri::RunEvent::Exit = event {
                end(app.state::<Started>().inner());
            }
        });
    Ok(())
}

/// The suite, or why it cannot start: a policy or a profile with a mistake. The window shows it then, and whoever
/// starts the program from a script reads it.
#[expect(
    clippy::print_stderr,
    reason = "it is told to whoever started the program"
)]
fn start(arguments: &Arguments, app: &tauri::AppHandle) -> Started {
    try_start(arguments, app).map_err(|error| {
        eprintln!("attache: {error:#}");
        Failure::new(Code::Misconfigured, format!("{error:#}"))
    })
}

fn try_start(arguments: &Arguments, app: &tauri::AppHandle) -> anyhow::Result<Suite> {
    let suite = Suite::start(config(arguments)?, shell(app));
    Ok(tauri::async_runtime::block_on(suite)?)
}

/// Closes the desk. A program that could not start says so by its exit code.
fn end(started: &Started) {
    match started {
        Ok(suite) => tauri::async_runtime::block_on(suite.clone().close()),
        Err(_) => std::process::exit(1),
    }
}

fn config(arguments: &Arguments) -> anyhow::Result<Config> {
    let mut config = match &arguments.data_dir {
        Some(folder) => Config::in_folder(folder),
        None => Config::usual()?,
    };
    config.profile_files.extend(arguments.profile_file.clone());
    config.policy_file = arguments.policy_file.clone();
    config.proxy = arguments.proxy.clone();
    Ok(config)
}

fn shell(app: &tauri::AppHandle) -> Shell {
    let opener = app.clone();
    Shell {
        open_url: Arc::new(move |url| {
            use tauri_plugin_opener::OpenerExt as _;
            opener
                .opener()
                .open_url(url.as_str(), None::<&str>)
                .map_err(std::io::Error::other)
        }),
        sign_in_window: Some(Arc::new(SignInWindow::new(app.clone()))),
        downloads: downloads(app).ok(),
    }
}

/// Where the agent's downloads are. A desktop that names no folder for them gets the one that most have.
fn downloads(app: &tauri::AppHandle) -> tauri::Result<PathBuf> {
    let usual = |_| Ok(app.path().home_dir()?.join("Downloads"));
    app.path().download_dir().or_else(usual)
}

fn log_to_stderr() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("ATTACHE_LOG")
        .unwrap_or_else(|_| "warn,matrix_sdk=error,matrix_sdk::http_client=off,matrix_sdk_base=error,matrix_sdk_crypto=error,matrix_sdk_ui=error,matrix_sdk::latest_events=off".into());
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
}

/// A panic's message may carry what the agent wrote: only its place is told.
fn hide_panic_messages() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        let thread = std::thread::current()
            .name()
            .unwrap_or("unnamed")
            .to_owned();
        tracing::error!(place, thread, "panic");
    }));
}
