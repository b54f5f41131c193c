//! A keystroke from one machine to another through the real Hocuspocus: from the window's call at the one until the
//! other window is told. On its way it is sealed and synced at the one, sent, sealed and synced at the other. Beside
//! `@hocuspocus/provider`, from one Yjs document to another, which keep it in memory. By the clock on the wall.

use anyhow::Result;
use benches::Turns;
use benches::clock::Clock;
use benches::docs::Docs;
use serde_json::json;

/// The turns that count, and those before them that do not.
const TURNS: usize = 500;
const WARM_UP: usize = 50;

const PEER: &str = "@hocuspocus/provider 3.4.4, in memory";

/// Measures it.
pub(crate) async fn run() -> Result<()> {
    let docs = Docs::start()?;
    let mut pair = docs.pair().await?;
    let mut peer = docs.peer()?;
    let mut turns = Turns::default();
    for turn in 0..WARM_UP + TURNS {
        let clock = Clock::start();
        pair.keystroke().await?;
        pair.heard(1).await?;
        let ours = clock.spent().wall;
        let theirs = peer.measure(&json!({ "do": "keystroke" }))?.wall;
        if turn >= WARM_UP {
            turns.add(ours, theirs);
        }
    }
    turns.slow("sync-latency-p95", PEER).print()?;
    turns
        .figure("sync-latency", PEER)
        .goal(
            0.9,
            "it is on both disks when it arrives: two syncs that the peer does not do",
        )
        .print()
}
