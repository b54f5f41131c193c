//! The two Tauri commands. No logic: the table of commands is the suite's.

use serde_json::Value;
use suite::Suite;
use suite::events::Event;
use suite::failure::Failure;
use tauri::State;
use tauri::ipc::Channel;

/// Does what the window asks.
#[tauri::command]
pub(crate) async fn call(
    suite: State<'_, Suite>,
    name: String,
    args: Value,
) -> Result<Value, Failure> {
    suite.call(&name, args).await
}

/// Sends the window every event from here on, beginning with the whole state. A later subscriber takes over.
#[tauri::command]
pub(crate) async fn subscribe(
    suite: State<'_, Suite>,
    channel: Channel<Vec<Event>>,
) -> Result<(), Failure> {
    let mut events = suite.subscribe().await;
    tauri::async_runtime::spawn(async move {
        while let Some(batch) = events.next_batch().await {
            if channel.send(batch).is_err() {
                break;
            }
        }
    });
    Ok(())
}
