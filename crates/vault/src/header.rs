//! The header: a small plain file beside the database by which a wrong key, a lost key and a damaged database are told
//! apart, and which holds the account key once more, sealed by the recovery key. It says nothing about the agent.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::account::AccountId;
use crate::error::Error;
use crate::files::{self, HEADER};
use crate::keys::AccountKey;
use crate::recovery::{RecoveryKey, Sealed};

const FORMAT: u32 = 1;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Header {
    format: u32,
    account: AccountId,
    key_id: String,
    key_check: String,
    keyring: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    recovery: Option<Sealed>,
}

impl Header {
    pub(crate) fn new(account: &AccountId, key: &AccountKey, keyring: &str) -> Self {
        Self {
            format: FORMAT,
            account: account.clone(),
            key_id: key.id(),
            key_check: key.check_value(),
            keyring: keyring.to_owned(),
            recovery: None,
        }
    }

    /// The header in `folder`; `None` when there is none.
    pub(crate) fn read(folder: &Path, account: &AccountId) -> Result<Option<Self>, Error> {
        let bytes = files::read(&folder.join(HEADER), "reading the vault's header")?;
        bytes.map(|bytes| Self::parse(&bytes, account)).transpose()
    }

    pub(crate) fn parse(bytes: &[u8], account: &AccountId) -> Result<Self, Error> {
        /// What every format has, whatever else it has.
        #[derive(Deserialize)]
        struct Any {
            format: u32,
        }
        let damaged = |error: serde_json::Error| Error::damaged(HEADER, error.to_string());
        let Any { format } = serde_json::from_slice(bytes).map_err(damaged)?;
        if format > FORMAT {
            return Err(Error::TooNew {
                what: HEADER,
                found: format,
                known: FORMAT,
            });
        }
        let header: Self = serde_json::from_slice(bytes).map_err(damaged)?;
        if header.account == *account {
            Ok(header)
        } else {
            Err(Error::damaged(
                HEADER,
                format!("it is that of account {}, not of {account}", header.account),
            ))
        }
    }

    pub(crate) fn write(&self, folder: &Path) -> Result<(), Error> {
        files::replace(
            &folder.join(HEADER),
            &self.to_bytes(),
            "writing the vault's header",
        )
    }

    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec_pretty(self).expect("a header is plain text and numbers")
    }

    /// Whether both are headers of vaults with the same key.
    pub(crate) fn is_of_key(&self, other: &Self) -> bool {
        self.key_check == other.key_check
    }

    pub(crate) fn account(&self) -> &AccountId {
        &self.account
    }

    /// Whether the vault was sealed with this key.
    pub(crate) fn admits(&self, key: &AccountKey) -> bool {
        key.fits(&self.key_check)
    }

    pub(crate) fn has_recovery_key(&self) -> bool {
        self.recovery.is_some()
    }

    /// The same header, with the account key sealed by this recovery key and no other.
    pub(crate) fn with_recovery(&self, recovery_key: &RecoveryKey, key: &AccountKey) -> Self {
        Self {
            recovery: Some(recovery_key.seal(key, &self.binding())),
            ..self.clone()
        }
    }

    /// The same header, after the key was put into this keyring.
    pub(crate) fn with_keyring(&self, keyring: &str) -> Self {
        Self {
            keyring: keyring.to_owned(),
            ..self.clone()
        }
    }

    /// The account key, when this recovery key opens it.
    pub(crate) fn recover(&self, recovery_key: &RecoveryKey) -> Option<AccountKey> {
        let key = recovery_key.unseal(self.recovery.as_ref()?, &self.binding())?;
        self.admits(&key).then_some(key)
    }

    /// What a sealed account key is bound to, so that it opens in no other header.
    fn binding(&self) -> String {
        format!("{} {}", self.account, self.key_id)
    }
}

#[cfg(test)]
mod tests {
    use std::error::Error as _;

    use super::*;

    fn account() -> AccountId {
        AccountId::parse("00112233445566778899aabbccddeeff").expect("an id")
    }

    fn key() -> AccountKey {
        AccountKey::from_bytes(&[7; 32]).expect("32 bytes")
    }

    #[test]
    fn the_stored_form_never_changes() {
        let header = Header::new(&account(), &key(), "secret-service");
        let text = serde_json::to_string(&header).expect("a header");
        assert_eq!(
            text,
            r#"{"format":1,"account":"00112233445566778899aabbccddeeff","keyId":"7a8fbe99097a259a","keyCheck":"be-gMOCmz-lPJ5aCgyjvMZ_JZxREyzilRCLOxkUqvhk","keyring":"secret-service"}"#
        );
        assert_eq!(
            Header::parse(text.as_bytes(), &account()).expect("a header"),
            header
        );
    }

    #[test]
    fn a_newer_format_is_told_from_a_damaged_one() {
        let newer = br#"{"format": 2, "somethingElse": true}"#;
        assert!(matches!(
            Header::parse(newer, &account()),
            Err(Error::TooNew {
                found: 2,
                known: 1,
                ..
            })
        ));
        for damaged in [
            "",
            "{",
            "{}",
            "[]",
            r#"{"format": "1"}"#,
            r#"{"format": 1}"#,
            "\0\0\0\0",
        ] {
            let error = Header::parse(damaged.as_bytes(), &account()).expect_err(damaged);
            assert!(
                matches!(error, Error::Corrupt { what: HEADER, .. }),
                "{damaged}: {error}"
            );
            assert!(
                error
                    .source()
                    .is_some_and(|source| source.to_string().contains("line")),
                "{damaged}"
            );
        }
    }

    #[test]
    fn the_header_of_another_account_is_refused() {
        let text = serde_json::to_vec(&Header::new(&account(), &key(), "given")).expect("a header");
        assert!(matches!(
            Header::parse(&text, &AccountId::random()),
            Err(Error::Corrupt { .. })
        ));
    }

    #[test]
    fn a_recovery_key_opens_the_header_it_was_made_for() {
        let paper = RecoveryKey::random();
        let header = Header::new(&account(), &key(), "given");
        assert!(header.recover(&paper).is_none());
        let header = header.with_recovery(&paper, &key());
        assert!(header.recover(&paper).is_some_and(|found| found == key()));
        assert!(header.recover(&RecoveryKey::random()).is_none());
        let moved = Header {
            account: AccountId::random(),
            ..header
        };
        assert!(moved.recover(&paper).is_none());
    }
}
