//! What every benchmark prints: one line of JSON for each figure, ours beside a peer's.
//!
//! It promises that ours and the peer's were measured in turns, so that a busy machine is unfair to neither. It judges
//! nothing: whether a figure is good enough is for those who read it.

use std::io::Write as _;
use std::time::Duration;

use anyhow::{Context as _, Result};
use serde::Serialize;

/// One line of `cargo xtask bench`.
#[derive(Debug, Serialize)]
pub struct Figure {
    /// What was measured.
    pub name: &'static str,
    /// In which unit.
    pub unit: &'static str,
    /// The median of ours.
    pub ours: f64,
    /// The median of the peer's.
    pub peer: f64,
    /// Who the peer is.
    pub peer_name: &'static str,
    /// The median of what ours is of the peer's, turn by turn.
    pub ratio: f64,
}

/// Measured in turns.
#[derive(Debug, Default)]
pub struct Turns {
    ours: Vec<f64>,
    peer: Vec<f64>,
}

impl Turns {
    /// One turn of both.
    pub fn add(&mut self, ours: Duration, peer: Duration) {
        self.ours.push(microseconds(ours));
        self.peer.push(microseconds(peer));
    }

    /// The figure, in microseconds.
    pub fn figure(self, name: &'static str, peer_name: &'static str) -> Figure {
        let ratios = self
            .ours
            .iter()
            .zip(&self.peer)
            .map(|(ours, peer)| ours / peer)
            .collect();
        Figure {
            name,
            unit: "µs",
            ours: rounded(median(self.ours)),
            peer: rounded(median(self.peer)),
            peer_name,
            ratio: rounded(median(ratios) * 100.0) / 100.0,
        }
    }
}

impl Figure {
    /// Prints it.
    pub fn print(&self) -> Result<()> {
        let line = serde_json::to_string(self).context("writing a figure")?;
        writeln!(std::io::stdout(), "{line}").context("printing a figure")
    }
}

fn microseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1_000_000.0
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

fn rounded(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_is_taken_turn_by_turn() {
        let mut turns = Turns::default();
        for (ours, peer) in [(2, 1), (40, 20), (9, 3)] {
            turns.add(Duration::from_micros(ours), Duration::from_micros(peer));
        }
        let figure = turns.figure("n", "p");
        assert_eq!((figure.ours, figure.peer, figure.ratio), (9.0, 3.0, 2.0));
    }
}
