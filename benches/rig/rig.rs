//! What the benchmarks share: the figures they print, the clocks they go by, a desk to measure, the peers that are
//! written in JavaScript, and the texts that both sides are given.
//!
//! It promises that ours is measured through the crates that the product is made of, in turns with the peer's. It
//! judges nothing and asserts no time.

pub mod clock;
pub mod desk;
pub mod docs;
mod figure;
pub mod node;
pub mod text;
pub mod trace;

pub use figure::{Figure, Turns};
