//! The name of an account on this machine: random, so that neither a folder nor a keyring item says who it is.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// An account on this machine. Its text is safe as a folder's name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AccountId(String);

impl AccountId {
    /// A new one, unlike any other.
    pub fn random() -> Self {
        Self(Uuid::new_v4().simple().to_string())
    }

    /// Reads what [`Display`](fmt::Display) has written; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let is_id = text.len() == 32
            && text
                .bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        is_id.then(|| Self(text.to_owned()))
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl TryFrom<String> for AccountId {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("an account is 32 hexadecimal digits")
    }
}

impl From<AccountId> for String {
    fn from(account: AccountId) -> Self {
        account.0
    }
}
