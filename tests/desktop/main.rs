//! The built program in a real window, on a virtual display with a keyring of its own: signs in, types, quits, finds
//! its text again; every screen is checked with axe, and pictures are taken of all of them.
//!
//! `cargo xtask desktop-tests` provides display, bus, keyring, stack and program. Each test has a folder of its own;
//! they take turns, because they share one display and one keyboard.
#![recursion_limit = "256"]

mod clipboard;
mod comments;
mod editor;
mod exchange;
mod figures;
mod files;
mod history;
mod paste;
mod pictures;
mod program;
mod screens;
mod security;
mod sharing;
mod sign_in;
mod together;
mod tree;
mod trouble;
