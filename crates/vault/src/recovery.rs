//! The recovery key: what an agent writes down to open a vault whose keyring was lost. Its text has the form of a
//! Matrix recovery key (12 groups of 4, base58, with a check), so that one paper can serve both. Capitals matter:
//! 256 bits do not fit into 48 characters without them.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::keys::{AccountKey, derive, random};

const PREFIX: [u8; 2] = [0x8b, 0x01];
const LABEL: &str = "recovery wrap";
const GROUP: usize = 4;
const LENGTH: usize = 12 * GROUP;

/// 32 random bytes on paper.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryKey(Zeroizing<[u8; 32]>);

/// Why a text is not a recovery key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Mistyped {
    /// A character that occurs in no recovery key.
    #[error("group {group} has a character that no recovery key has")]
    Character {
        /// In which group of four, from 1.
        group: usize,
    },
    /// Too much or too little.
    #[error("a recovery key has 48 characters, this has {found}")]
    Length {
        /// How many there are, without spaces.
        found: usize,
    },
    /// All there, but at least one character is not the right one.
    #[error("the check does not fit")]
    Check,
}

impl RecoveryKey {
    /// A new one.
    pub(crate) fn random() -> Self {
        Self(random())
    }

    /// Reads what was typed; spaces, line breaks and hyphens do not matter.
    ///
    /// # Errors
    /// [`Mistyped`], saying where as far as it can be known.
    pub fn parse(typed: &str) -> Result<Self, Mistyped> {
        let is_gap =
            |char: char| char.is_whitespace() || matches!(char, '-' | '\u{2010}'..='\u{2015}');
        let text: Zeroizing<String> =
            Zeroizing::new(typed.chars().filter(|char| !is_gap(*char)).collect());
        let foreign = text
            .chars()
            .position(|char| !char.is_ascii_alphanumeric() || "0OIl".contains(char));
        if let Some(at) = foreign {
            return Err(Mistyped::Character {
                group: at / GROUP + 1,
            });
        }
        if text.len() != LENGTH {
            return Err(Mistyped::Length { found: text.len() });
        }
        let mut bytes = Zeroizing::new([0; 35]);
        let decoded = bs58::decode(text.as_str()).onto(&mut bytes[..]);
        let sound = decoded == Ok(bytes.len()) && bytes[..2] == PREFIX && parity(&bytes[..]) == 0;
        let key = Zeroizing::new(bytes[2..34].try_into().expect("34 - 2 is 32"));
        if sound {
            Ok(Self(key))
        } else {
            Err(Mistyped::Check)
        }
    }

    /// What is to be shown: 12 groups of 4 characters.
    pub fn text(&self) -> SecretString {
        let mut bytes = Zeroizing::new([0; 35]);
        bytes[..2].copy_from_slice(&PREFIX);
        bytes[2..34].copy_from_slice(&self.0[..]);
        bytes[34] = parity(&bytes[..]);
        let text = Zeroizing::new(bs58::encode(&bytes[..]).into_string());
        let groups = text
            .as_bytes()
            .chunks(GROUP)
            .map(|group| String::from_utf8_lossy(group).into_owned());
        SecretString::from(groups.collect::<Vec<_>>().join(" "))
    }

    /// Seals the account key for the header. `bound_to` has to be the same when it is opened.
    pub(crate) fn seal(&self, key: &AccountKey, bound_to: &str) -> Sealed {
        let nonce = random::<24>();
        let payload = Payload {
            msg: key.as_bytes(),
            aad: bound_to.as_bytes(),
        };
        let sealed = self
            .cipher()
            .encrypt(XNonce::from_slice(&nonce[..]), payload);
        let sealed = sealed.expect("32 bytes are not too long to be sealed");
        Sealed {
            nonce: URL_SAFE_NO_PAD.encode(&nonce[..]),
            sealed: URL_SAFE_NO_PAD.encode(sealed),
        }
    }

    /// Opens what [`seal`](Self::seal) has sealed; `None` when it was sealed by another recovery key.
    pub(crate) fn unseal(&self, sealed_key: &Sealed, bound_to: &str) -> Option<AccountKey> {
        let nonce = URL_SAFE_NO_PAD
            .decode(&sealed_key.nonce)
            .ok()
            .filter(|nonce| nonce.len() == 24)?;
        let sealed = URL_SAFE_NO_PAD.decode(&sealed_key.sealed).ok()?;
        let payload = Payload {
            msg: &sealed,
            aad: bound_to.as_bytes(),
        };
        let opened = self
            .cipher()
            .decrypt(XNonce::from_slice(&nonce), payload)
            .ok()?;
        AccountKey::from_bytes(&Zeroizing::new(opened))
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new((&*derive(&self.0, LABEL)).into())
    }
}

impl fmt::Debug for RecoveryKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("RecoveryKey(…)")
    }
}

fn parity(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0, |parity, byte| parity ^ byte)
}

/// The account key, sealed by a recovery key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sealed {
    nonce: String,
    sealed: String,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use secrecy::ExposeSecret as _;

    use super::*;

    // Computed by the rules of the Matrix specification, with another program, for the key 00 01 02 … 1f.
    const TEXT: &str = "EsSz ykH7 LCZx 7Cae cmKD wcmY JRXi Ybtu 8iQ3 t8Ez nRwK pUY1";

    fn key() -> RecoveryKey {
        RecoveryKey(Zeroizing::new(std::array::from_fn(|at| {
            u8::try_from(at).expect("small")
        })))
    }

    #[test]
    fn it_is_written_as_matrix_writes_it() {
        assert_eq!(key().text().expose_secret(), TEXT);
    }

    #[test]
    fn gaps_do_not_matter() {
        for typed in [
            TEXT.to_owned(),
            TEXT.replace(' ', ""),
            TEXT.replace(' ', "-"),
            format!("\n {TEXT}\t").replace(' ', "\u{a0} "),
        ] {
            assert_eq!(RecoveryKey::parse(&typed), Ok(key()), "{typed}");
        }
    }

    #[test]
    fn a_mistake_is_located_as_far_as_possible() {
        assert_eq!(RecoveryKey::parse(""), Err(Mistyped::Length { found: 0 }));
        assert_eq!(
            RecoveryKey::parse(&TEXT[..57]),
            Err(Mistyped::Length { found: 46 })
        );
        assert_eq!(
            RecoveryKey::parse(&format!("{TEXT} a")),
            Err(Mistyped::Length { found: 49 })
        );
        assert_eq!(
            RecoveryKey::parse(&TEXT.replacen(&TEXT[10..14], "a0bc", 1)),
            Err(Mistyped::Character { group: 3 })
        );
        assert_eq!(
            RecoveryKey::parse(&format!("{}é", &TEXT[..58])),
            Err(Mistyped::Character { group: 12 })
        );
        let other = if TEXT.ends_with('9') { "8" } else { "9" };
        assert_eq!(
            RecoveryKey::parse(&format!("{}{other}", &TEXT[..58])),
            Err(Mistyped::Check)
        );
    }

    #[test]
    fn another_key_opens_nothing() {
        let account = AccountKey::random();
        let sealed_key = key().seal(&account, "here");
        assert!(
            key()
                .unseal(&sealed_key, "here")
                .is_some_and(|opened| opened == account)
        );
        assert!(key().unseal(&sealed_key, "there").is_none());
        assert!(RecoveryKey::random().unseal(&sealed_key, "here").is_none());
        let cut = Sealed {
            sealed: String::new(),
            ..sealed_key.clone()
        };
        assert!(key().unseal(&cut, "here").is_none());
        let garbled = Sealed {
            nonce: "???".to_owned(),
            ..sealed_key
        };
        assert!(key().unseal(&garbled, "here").is_none());
    }

    proptest! {
        #[test]
        fn what_is_written_down_is_read_again(bytes in any::<[u8; 32]>()) {
            let key = RecoveryKey(Zeroizing::new(bytes));
            let text = key.text();
            prop_assert_eq!(text.expose_secret().split(' ').map(str::len).collect::<Vec<_>>(), vec![4; 12]);
            prop_assert_eq!(RecoveryKey::parse(text.expose_secret()), Ok(key));
        }

        #[test]
        fn no_text_is_too_strange_to_be_refused(text in "\\PC{0,80}") {
            let _ = RecoveryKey::parse(&text);
        }
    }
}
