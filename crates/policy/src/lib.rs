//! What IT decided: the settings of this machine, read once at the start into a [`Policy`] value.
//!
//! There is one table of settings; the parser, the manual's text and the JSON schema are made from it. It promises
//! that a policy is taken as a whole or refused with the place and what is expected there. It deliberately knows
//! nothing of the agent's own choices, and no secret is ever part of a policy. On Windows, where policies will come
//! from the registry, no file is read unless one is named.

mod error;
mod file;
mod generate;
mod kind;
mod table;

pub use error::Error;
pub use generate::{markdown, schema};
pub use kind::{Format, Formats, Language, Permission, Proxy, SignInSurface};
pub use table::{Decision, Origin, Policy, Row};
