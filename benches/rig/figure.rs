//! What every benchmark prints: one line of JSON for each figure, ours beside a peer's, and the goal beside both.
//!
//! It promises that ours and the peer's were measured in turns, so that a busy machine is unfair to neither. It judges
//! nothing: a goal that was missed is no failure, but what limits us stands beside it.
#![expect(
    clippy::disallowed_methods,
    reason = "the load of the machine stands in a file"
)]

use std::io::Write as _;
use std::time::Duration;

use anyhow::{Context as _, Result};
use serde::Serialize;

/// One line of `cargo xtask bench`. Less is better in every unit.
#[derive(Debug, Serialize)]
pub struct Figure {
    /// What was measured.
    pub name: String,
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
    /// The ratio that we aim at, where there is such an aim.
    pub goal: Option<f64>,
    /// What keeps us from a goal that was missed.
    pub limit: Option<&'static str>,
    /// How busy the machine was.
    pub load: f64,
}

/// Measured in turns.
#[derive(Debug)]
pub struct Turns {
    unit: &'static str,
    ours: Vec<f64>,
    peer: Vec<f64>,
}

impl Default for Turns {
    fn default() -> Self {
        Self::of("µs")
    }
}

impl Turns {
    /// None yet, of this unit.
    pub fn of(unit: &'static str) -> Self {
        let (ours, peer) = (Vec::new(), Vec::new());
        Self { unit, ours, peer }
    }

    /// One turn of both, in microseconds.
    pub fn add(&mut self, ours: Duration, peer: Duration) {
        self.add_amounts(microseconds(ours), microseconds(peer));
    }

    /// One turn of both, in the unit.
    pub fn add_amounts(&mut self, ours: f64, peer: f64) {
        self.ours.push(ours);
        self.peer.push(peer);
    }

    /// The figure.
    pub fn figure(self, name: impl Into<String>, peer_name: &'static str) -> Figure {
        let ratios = self.ours.iter().zip(&self.peer);
        let ratio = median(ratios.map(|(ours, peer)| ours / peer).collect());
        self.with(name.into(), peer_name, ratio, 0.5)
    }

    /// The figure of the slow ones: what 95 of a hundred stay below. Its ratio is that of the two.
    pub fn slow(&self, name: impl Into<String>, peer_name: &'static str) -> Figure {
        let ratio = at(0.95, self.ours.clone()) / at(0.95, self.peer.clone());
        self.with(name.into(), peer_name, ratio, 0.95)
    }

    fn with(&self, name: String, peer_name: &'static str, ratio: f64, share: f64) -> Figure {
        Figure {
            name,
            unit: self.unit,
            ours: rounded(at(share, self.ours.clone()), 2),
            peer: rounded(at(share, self.peer.clone()), 2),
            peer_name,
            ratio: rounded(ratio, 4),
            goal: None,
            limit: None,
            load: load(),
        }
    }
}

impl Figure {
    /// With the ratio that we aim at, and what limits us where it was missed.
    pub fn goal(self, ratio: f64, limit: &'static str) -> Self {
        let missed = self.ratio > ratio;
        Self {
            goal: Some(ratio),
            limit: missed.then_some(limit),
            ..self
        }
    }

    /// Prints it.
    pub fn print(&self) -> Result<()> {
        let line = serde_json::to_string(self).context("writing a figure")?;
        writeln!(std::io::stdout(), "{line}").context("printing a figure")
    }
}

fn microseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1_000_000.0
}

fn median(values: Vec<f64>) -> f64 {
    at(0.5, values)
}

/// What this share of the values stays below.
fn at(share: f64, mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let place = (values.len() as f64 * share) as usize;
    values.get(place).copied().unwrap_or(f64::NAN)
}

fn rounded(value: f64, digits: i32) -> f64 {
    let scale = 10_f64.powi(digits);
    (value * scale).round() / scale
}

fn load() -> f64 {
    let told = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let first = told.split(' ').next().and_then(|load| load.parse().ok());
    first.unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turns() -> Turns {
        let mut turns = Turns::default();
        for (ours, peer) in [(2, 1), (40, 20), (9, 3)] {
            turns.add(Duration::from_micros(ours), Duration::from_micros(peer));
        }
        turns
    }

    #[test]
    fn a_ratio_is_taken_turn_by_turn() {
        let figure = turns().figure("n", "p");
        assert_eq!((figure.ours, figure.peer, figure.ratio), (9.0, 3.0, 2.0));
        let slow = turns().slow("n", "p");
        assert_eq!((slow.ours, slow.peer, slow.ratio), (40.0, 20.0, 2.0));
    }

    #[test]
    fn a_limit_is_told_of_a_missed_goal_only() {
        let check = |goal: f64, limit: Option<&str>| {
            let figure = turns().figure("n", "p").goal(goal, "why");
            assert_eq!((figure.goal, figure.limit), (Some(goal), limit));
        };
        check(2.0, None);
        check(1.9, Some("why"));
    }
}
