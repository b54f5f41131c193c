//! Runs one benchmark, and prints its figures: `measure NAME`. One program for all of them, because each would be linked
//! for minutes. `cargo xtask bench` runs them one after the other.

mod bytes_per_keystroke;
mod crdt_memory;
mod keystroke_durable;
mod log_recovery;
mod note_open_1mb;
mod note_open_b4;
mod sync_latency;
mod sync_throughput;
mod vault_open;
mod week_offline;

use anyhow::{Result, bail};

#[tokio::main]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next().unwrap_or_default();
    match name.as_str() {
        "note-open-B4" => note_open_b4::run().await,
        "note-open-1MB" => note_open_1mb::run().await,
        "log-recovery" => log_recovery::run().await,
        "keystroke-durable" => keystroke_durable::run().await,
        "bytes-per-keystroke" => bytes_per_keystroke::run().await,
        "week-offline" => week_offline::run().await,
        "sync-throughput" => sync_throughput::run().await,
        "sync-latency" => sync_latency::run().await,
        "crdt-memory" => crdt_memory::run(&arguments.collect::<Vec<_>>()).await,
        "vault-open" => vault_open::run(),
        _ => bail!("there is no benchmark {name:?}; `cargo xtask bench` knows their names"),
    }
}
