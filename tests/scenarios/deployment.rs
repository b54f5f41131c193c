//! Scenarios that any deployment has to pass.

mod assistant;
mod chat;
mod comments;
mod encryption;
mod exchange;
pub(crate) mod files;
mod history;
mod notes;
mod sharing;
mod sign_in;
mod templates;
mod tree;
