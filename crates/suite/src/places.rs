//! Where the agent was when the program ended: kept sealed in the vault, because what somebody reads is nobody's
//! business, and told when the desk opens.

use std::sync::{Mutex, PoisonError};

use vault::{Batch, Table, Vault};

use crate::failure::{Code, Failure};
use crate::wire::Place;

const DESK: Table = Table::new("desk");
const RECORD: &str = "places";

/// A note, a room and a conversation are all that a window has open at once.
const MOST: usize = 3;

/// What was open, the one in front last.
#[derive(Debug)]
pub(crate) struct Places(Mutex<Vec<Place>>);

impl Places {
    /// Reads them. What cannot be read is no reason to keep a desk closed.
    pub(crate) fn read(vault: &Vault) -> Self {
        let stored = vault.get(DESK, RECORD).unwrap_or_else(|error| {
            tracing::warn!(%error, "where the agent was cannot be read");
            None
        });
        let places = stored.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        Self(Mutex::new(places.unwrap_or_default()))
    }

    /// The places.
    pub(crate) fn get(&self) -> Vec<Place> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Keeps them.
    pub(crate) async fn keep(&self, vault: &Vault, places: Vec<Place>) -> Result<(), Failure> {
        if places.len() > MOST {
            return Err(Failure::new(Code::Invalid, "more places than a window has"));
        }
        let bytes = serde_json::to_vec(&places)
            .map_err(|error| Failure::new(Code::Internal, error.to_string()))?;
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = places;
        vault.commit(Batch::new().put(DESK, RECORD, bytes)).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use vault::{AccountId, Keyring};

    use super::*;
    use crate::wire::notes::NoteId;

    fn note(id: &str) -> Place {
        Place::Note {
            id: NoteId(id.into()),
        }
    }

    #[tokio::test]
    async fn what_was_open_is_told_after_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let store = keyring::mock::Store::new().unwrap();
        let (account, keyring) = (AccountId::random(), Keyring::of(store));
        let open = || Vault::open(&folder.path().join("v"), &account, &keyring).unwrap();
        let vault = open();
        let places = Places::read(&vault);
        assert_eq!(places.get(), []);
        places.keep(&vault, vec![note("a")]).await.unwrap();
        vault.close();
        let vault = open();
        assert_eq!(Places::read(&vault).get(), [note("a")]);
        let refused = places.keep(&vault, vec![note("a"); 4]).await.unwrap_err();
        assert_eq!(refused.code, Code::Invalid);
        assert_eq!(Places::read(&vault).get(), [note("a")]);
        vault.close();
    }
}
