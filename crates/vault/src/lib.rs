//! What is on disk: one sealed database per account, opened with a key that lives in the operating system's keyring.
//!
//! It promises that what [`Vault::commit`] acknowledged is on disk and survives a kill or a power cut, that nothing
//! readable lies beside it, and that no refusal changes a file: no key is ever made over an existing vault and
//! nothing unreadable is ever deleted. It deliberately knows no note, no message and no token, only bytes.

mod account;
mod batch;
mod database;
mod error;
mod files;
mod header;
mod keyring;
mod keys;
mod opening;
mod recovery;
mod vault;
mod writer;

pub use account::AccountId;
pub use batch::{Batch, Entry, Log, Receipt, Record, Table};
pub use error::{Cause, Error, Loss};
pub use keyring::Keyring;
pub use keys::Purpose;
pub use recovery::{Mistyped, RecoveryKey};
pub use vault::Vault;
