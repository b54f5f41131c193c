//! The machine itself: processes that are killed, keyrings that refuse, and what is left on the disk.

mod disk;
mod keyrings;
mod kills;
