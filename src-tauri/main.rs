//! Attaché's shell: opens the window and lends it the desk.
//!
//! Everything that knows Tauri is here, and nothing else: no product logic, no network, no storage.
#![recursion_limit = "256"]
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod arguments;
mod bridge;
mod media;
mod sign_in_window;
mod window;

use std::sync::Arc;

use anyhow::Context as _;
use suite::{Config, Shell, Suite};
use tauri::Manager as _;

use crate::arguments::Arguments;
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
            app.manage(start(&arguments, app.handle()).unwrap_or_else(|error| give_up(&error)));
            Ok(window::open(app.handle())?)
        })
        .build(tauri::generate_context!())
        .context("starting the window")?
        .run(|app, event| {
            if let tauri::RunEvent::Exit = event {
                let suite = app.state::<Suite>().inner().clone();
                tauri::async_runtime::block_on(suite.close());
            }
        });
    Ok(())
}

fn start(arguments: &Arguments, app: &tauri::AppHandle) -> anyhow::Result<Suite> {
    let suite = Suite::start(config(arguments)?, shell(app));
    tauri::async_runtime::block_on(suite).context("starting the desk")
}

/// Says why nothing opens, such as a policy with a mistake, and ends. An error that is handed to the window's library
/// ends in a panic, whose message is hidden.
#[expect(clippy::print_stderr, reason = "there is no window to say it in")]
fn give_up(error: &anyhow::Error) -> ! {
    eprintln!("attache: {error:#}");
    std::process::exit(1)
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
    }
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
