//! The name of a note: a UUID, lower case with hyphens, as the server writes it. New ones are version 4, because the
//! websocket of Docs refuses all others.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Names a note, here and at the server.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NoteId(String);

impl NoteId {
    /// A new name that nobody has.
    pub fn random() -> Self {
        Self(Uuid::new_v4().hyphenated().to_string())
    }

    /// As [`random`](Self::random), for a test that wants the same ones again.
    #[cfg(test)]
    pub(crate) fn random_from(chance: &mut impl rand::Rng) -> Self {
        let uuid = uuid::Builder::from_random_bytes(chance.random()).into_uuid();
        Self(uuid.hyphenated().to_string())
    }

    /// The name in this text, which may be in upper case or without hyphens.
    pub fn parse(text: &str) -> Option<Self> {
        let id = Uuid::try_parse(text).ok()?;
        Some(Self(id.hyphenated().to_string()))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for NoteId {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_one_way_to_write_a_name() {
        let id = NoteId::random();
        let upper = id.as_str().to_uppercase();
        assert_eq!(NoteId::parse(&upper), Some(id.clone()));
        assert_eq!(NoteId::parse(&upper.replace('-', "")), Some(id.clone()));
        assert_eq!(id.as_str().as_bytes()[14], b'4');
        for text in ["", "note", "../etc", "986908e2-f2a8-480c-8164-9d42d4eab11"] {
            assert_eq!(NoteId::parse(text), None, "{text}");
        }
    }
}
