//! The two Tauri commands. No logic: the table of commands is the suite's.
//!
//! Where the suite could not start, both answer with why.

use serde_json::Value;
use suite::Suite;
use suite::events::Event;
use suite::failure::Failure;
use tauri::ipc::Channel;
use tauri::{AppHandle, State};

/// The suite, or why there is none.
pub(crate) type Started = Result<Suite, Failure>;

/// Does what the window asks.
#[tauri::command]
pub(crate) async fn call(
    started: State<'_, Started>,
    name: String,
    args: Value,
) -> Result<Value, Failure> {
    started.inner().clone()?.call(&name, args).await
}

/// Sends the window every event from here on, beginning with the whole state. A later subscriber takes over.
#[tauri::command]
pub(crate) async fn subscribe(
    app: AppHandle,
    started: State<'_, Started>,
    channel: Channel<Vec<Event>>,
) -> Result<(), Failure> {
    let mut events = started.inner().clone()?.subscribe().await;
    tauri::async_runtime::spawn(async move {
        while let Some(batch) = events.next_batch().await {
            crate::spelling::follow(&app, &batch);
            if channel.send(batch).is_err() {
                break;
            }
        }
    });
    Ok(())
}
