//! Scenarios that any deployment has to pass.

mod assistant;
mod chat;
mod encryption;
mod notes;
mod sign_in;
mod tree;
