//! What the agent may set, and what IT has locked.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::notes::FileFormat;

/// The agent's settings.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct Settings {
    /// None: the system's language.
    pub language: Option<Language>,
    /// Light or dark.
    pub theme: Theme,
}

/// The languages the window speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Language {
    /// French.
    Fr,
    /// German.
    De,
    /// Dutch.
    Nl,
    /// English.
    En,
}

impl Language {
    /// As files and pages name it (BCP 47).
    pub fn code(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::De => "de",
            Self::Nl => "nl",
            Self::En => "en",
        }
    }
}

/// Light or dark.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// What may leave the encrypted storage, as IT has decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Leaving {
    /// The kinds of files that a note may be saved as.
    pub formats: Vec<FileFormat>,
    /// Whether several notes may be packed as one file.
    pub packing: bool,
    /// Whether notes may be printed.
    pub printing: bool,
}

/// One managed setting, as "About policies" lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PolicyLine {
    /// Its name in the policy file.
    pub name: String,
    /// What it is set to.
    pub value: String,
    /// Where that was read.
    pub origin: String,
}
