//! What the product promises, tried through its commands and events against real servers.
//!
//! `deployment` needs nothing but servers and accounts, and can be pointed at anybody's; `stack` turns the switches of
//! our own servers; `machine` is about the disk, the keyring and kills.
#![recursion_limit = "256"]

mod deployment;
mod machine;
mod stack;
