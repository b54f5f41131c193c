//! Ten thousand keystrokes from one machine to another through the real Hocuspocus, each an update of its own: until
//! all of them are sealed and synced at both. Beside `@hocuspocus/provider`, from one Yjs document to another in memory.
//!
//! Ours also stores the note at the server meanwhile, which the peer does not. What a fast typist's window gathers while
//! a call is under way is not gathered here.

use anyhow::Result;
use benches::Turns;
use benches::clock::{Clock, Spent};
use benches::docs::{Docs, Pair};
use serde_json::json;

const KEYSTROKES: usize = 10_000;
const TURNS: usize = 3;

const PEER: &str = "@hocuspocus/provider 3.4.4, in memory";

/// Measures it.
pub(crate) async fn run() -> Result<()> {
    let docs = Docs::start()?;
    let mut pair = docs.pair().await?;
    let mut peer = docs.peer()?;
    let (mut wall, mut processor) = (Turns::of("ms"), Turns::of("ms"));
    for _ in 0..TURNS {
        let ours = typed(&mut pair).await?;
        let theirs = peer.measure(&json!({ "do": "keystrokes", "count": KEYSTROKES }))?;
        let ms = |time: std::time::Duration| time.as_secs_f64() * 1000.0;
        wall.add_amounts(ms(ours.wall), ms(theirs.wall));
        processor.add_amounts(ms(ours.processor), ms(theirs.processor));
    }
    wall.figure("sync-throughput", PEER)
        .goal(
            0.6,
            "one keystroke after the other is sealed and synced, at both ends",
        )
        .print()?;
    processor
        .figure("sync-throughput-processor", PEER)
        .goal(
            0.1,
            "each keystroke is tried out on a twin, sealed and written, at both ends",
        )
        .print()
}

async fn typed(pair: &mut Pair) -> Result<Spent> {
    let clock = Clock::start();
    for _ in 0..KEYSTROKES {
        pair.keystroke().await?;
    }
    pair.heard(KEYSTROKES).await?;
    Ok(clock.spent())
}
