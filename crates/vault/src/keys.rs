//! The key hierarchy: one random account key, and everything else derived from it by HKDF-SHA256. Keys are wiped when
//! dropped and have no `Debug`. It stores nothing.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hkdf::Hkdf;
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use zeroize::Zeroizing;

const SALT: &[u8] = b"eu.attache.desk";
const CHECKED: &[u8] = b"attache key check";

/// What a derived key is for. Keys of different purposes tell nothing about one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Files kept beside the database.
    Attachments,
    /// The Matrix SDK's own stores.
    Chat,
    /// The chain of the assistant's audit record.
    Audit,
}

/// The secret in the keyring, from which everything else comes.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct AccountKey(Zeroizing<[u8; 32]>);

impl AccountKey {
    pub(crate) fn random() -> Self {
        Self(random())
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Some(Self(Zeroizing::new(bytes.try_into().ok()?)))
    }

    pub(crate) fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The 43 characters that the keyring keeps. Text, because some keyrings hold nothing else.
    pub(crate) fn to_text(&self) -> Zeroizing<String> {
        Zeroizing::new(URL_SAFE_NO_PAD.encode(&self.0[..]))
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(text.trim()).ok()?);
        Self::from_bytes(&bytes)
    }

    pub(crate) fn key_for(&self, purpose: Purpose) -> Zeroizing<[u8; 32]> {
        self.derive(match purpose {
            Purpose::Attachments => "attachments",
            Purpose::Chat => "chat",
            Purpose::Audit => "audit",
        })
    }

    pub(crate) fn database_key(&self) -> DatabaseKey {
        DatabaseKey(self.derive("database"))
    }

    /// A name that tells keys apart and says nothing about them.
    pub(crate) fn id(&self) -> String {
        hex(&self.derive("key id")[..8]).to_string()
    }

    /// A value by which this key, and no other, is known again.
    pub(crate) fn check_value(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.check().finalize().into_bytes())
    }

    pub(crate) fn fits(&self, check_value: &str) -> bool {
        let value = URL_SAFE_NO_PAD.decode(check_value);
        value.is_ok_and(|value| self.check().verify_slice(&value).is_ok())
    }

    fn check(&self) -> Hmac<Sha256> {
        let key = self.derive("key check");
        Hmac::<Sha256>::new_from_slice(&key[..])
            .expect("HMAC takes keys of any length")
            .chain_update(CHECKED)
    }

    fn derive(&self, label: &str) -> Zeroizing<[u8; 32]> {
        derive(self.as_bytes(), label)
    }
}

/// What opens the database. Nothing but 32 bytes can be given to SQLCipher through it: anything shorter or longer
/// would silently be taken for a passphrase.
pub(crate) struct DatabaseKey(Zeroizing<[u8; 32]>);

impl DatabaseKey {
    pub(crate) fn pragma(&self) -> Zeroizing<String> {
        Zeroizing::new(format!(
            "PRAGMA key = \"x'{}'\";",
            hex(&self.0[..]).as_str()
        ))
    }
}

pub(crate) fn derive(secret: &[u8; 32], label: &str) -> Zeroizing<[u8; 32]> {
    let mut key = Zeroizing::new([0; 32]);
    let info = [b"attache 1 ", label.as_bytes()];
    let expanded = Hkdf::<Sha256>::new(Some(SALT), secret).expand_multi_info(&info, &mut key[..]);
    expanded.expect("HKDF gives 32 bytes of any secret");
    key
}

pub(crate) fn random<const N: usize>() -> Zeroizing<[u8; N]> {
    let mut bytes = Zeroizing::new([0; N]);
    getrandom::fill(&mut bytes[..]).expect("the operating system always has random bytes");
    bytes
}

fn hex(bytes: &[u8]) -> Zeroizing<String> {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    // Written at its full size at once: a string that grows leaves copies of itself behind.
    let mut text = Zeroizing::new(String::with_capacity(2 * bytes.len()));
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> AccountKey {
        AccountKey(Zeroizing::new([byte; 32]))
    }

    #[test]
    fn derived_keys_never_change() {
        let key = key(7);
        assert_eq!(
            key.to_text().as_str(),
            "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc"
        );
        assert_eq!(key.id(), "7a8fbe99097a259a");
        assert_eq!(
            hex(&key.key_for(Purpose::Chat)[..]).as_str(),
            "5cf435628a3159ce7cd61d8caf898b0f9e8d5779bf2cb7885be6757b56e6ceed"
        );
        assert_eq!(
            key.database_key().pragma().as_str(),
            "PRAGMA key = \"x'a3d45c500ecedc3a25409e1b59845dedc917e541cf1a192f123a6f73471b7dad'\";"
        );
        assert_eq!(
            key.check_value(),
            "be-gMOCmz-lPJ5aCgyjvMZ_JZxREyzilRCLOxkUqvhk"
        );
    }

    #[test]
    fn every_purpose_has_its_own_key() {
        let key = key(7);
        let mut keys = [Purpose::Attachments, Purpose::Chat, Purpose::Audit]
            .map(|purpose| *key.key_for(purpose))
            .to_vec();
        keys.push(*key.database_key().0);
        keys.push(*key.as_bytes());
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), 5);
    }

    #[test]
    fn a_check_value_fits_its_key_alone() {
        assert!(key(7).fits(&key(7).check_value()));
        assert!(!key(8).fits(&key(7).check_value()));
        assert!(!key(7).fits(""));
        assert!(!key(7).fits(&key(7).check_value()[..40]));
    }

    #[test]
    fn only_32_bytes_are_a_key() {
        for text in [
            "",
            "BwcH",
            &"Bw".repeat(40),
            "not base64!",
            &format!("{}=", key(7).to_text().as_str()),
        ] {
            assert!(AccountKey::parse(text).is_none(), "{text}");
        }
        let fresh = AccountKey::random();
        assert_eq!(fresh.to_text().len(), 43);
        assert!(AccountKey::parse(&fresh.to_text()).is_some_and(|key| key == fresh));
        assert!(AccountKey::random() != fresh);
    }
}
