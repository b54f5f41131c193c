//! Finding text again, in memory: documents in, hits out, whatever their case and accents.
//!
//! It promises that what was put is found from then on and what was removed is not, that nothing of it touches the
//! disk, and that no text makes it panic. It deliberately does not stem, rank by meaning or read anything itself; the
//! sealed index on disk comes later, with the search of part 5.

mod fold;
mod index;
mod snippet;

pub use index::{Document, Hit, Index, Kind};
