//! The vault as the other crates use it, on real files, with a keyring that is in memory or real.
#![expect(
    clippy::disallowed_methods,
    reason = "the tests break disks and keyrings"
)]

mod children;
mod crashes;
mod damage;
mod disks;
mod keyrings;
mod opening;
mod recovery;
mod secrets;
mod stage;
mod system_keyring;
mod writing;
