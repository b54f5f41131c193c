//! What the keyring says, and what is made of it.

use std::any::Any;
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use keyring::api::{CredentialApi, CredentialStoreApi};
use keyring::{Credential, Entry};
use vault::{Error, Keyring, Vault};

use crate::stage::{NOTES, Stage};

#[test]
fn a_refusal_changes_nothing_and_can_be_tried_again() {
    let stage = Stage::new();
    stage.used();
    let before = stage.files();
    let refused = |error| {
        stage.next_answer(error);
        let error = stage.try_open().expect_err("refused");
        assert_eq!(stage.files(), before);
        error
    };
    assert!(matches!(
        refused(keyring::Error::NoStorageAccess("locked".into())),
        Error::KeyringLocked { .. }
    ));
    let relocked =
        "org.freedesktop.Secret.Error.IsLocked: Cannot create an item in a locked collection";
    assert!(matches!(
        refused(keyring::Error::PlatformFailure(relocked.into())),
        Error::KeyringLocked { .. }
    ));
    assert!(matches!(
        refused(keyring::Error::PlatformFailure("no bus".into())),
        Error::KeyringAbsent { .. }
    ));
    assert!(matches!(
        refused(keyring::Error::NoDefaultStore),
        Error::KeyringAbsent { .. }
    ));
    assert!(matches!(
        refused(keyring::Error::BadEncoding(b"\xff".to_vec())),
        Error::KeyLost { .. }
    ));
    assert_eq!(stage.open().list(NOTES).expect("read").len(), 200);
}

#[test]
fn of_two_items_the_one_that_fits_is_taken() {
    let stage = Stage::new();
    stage.used();
    let right = stage.item();
    let wrong = Stage::new();
    wrong.open();
    stage.next_answer(keyring::Error::Ambiguous(vec![wrong.item(), right]));
    stage.open();
}

/// A keyring that answers when it is told to, as one does that waits for a person.
#[derive(Debug)]
struct Slow {
    password: String,
    answers: Mutex<Receiver<()>>,
    asked: AtomicUsize,
}

#[derive(Debug)]
struct SlowStore(Arc<Slow>);

impl CredentialStoreApi for SlowStore {
    fn vendor(&self) -> String {
        "slow".to_owned()
    }
    fn id(&self) -> String {
        "slow".to_owned()
    }
    fn build(&self, _: &str, _: &str, _: Option<&HashMap<&str, &str>>) -> keyring::Result<Entry> {
        Ok(Entry::new_with_credential(self.0.clone()))
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl CredentialApi for Slow {
    fn set_secret(&self, _: &[u8]) -> keyring::Result<()> {
        Ok(())
    }
    fn get_secret(&self) -> keyring::Result<Vec<u8>> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        self.answers
            .lock()
            .expect("unpoisoned")
            .recv()
            .expect("the test still runs");
        Ok(self.password.clone().into_bytes())
    }
    fn delete_credential(&self) -> keyring::Result<()> {
        Ok(())
    }
    fn get_credential(&self) -> keyring::Result<Option<Arc<Credential>>> {
        Ok(None)
    }
    fn get_specifiers(&self) -> Option<(String, String)> {
        None
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

fn slow(password: String) -> (Sender<()>, Arc<Slow>, Keyring) {
    let (answer, answers) = channel();
    let slow = Arc::new(Slow {
        password,
        answers: Mutex::new(answers),
        asked: AtomicUsize::new(0),
    });
    let keyring = Keyring::of(Arc::new(SlowStore(slow.clone())));
    (answer, slow, keyring)
}

#[test]
fn a_silent_keyring_is_locked_after_five_seconds_and_its_late_answer_is_used() {
    let stage = Stage::new();
    stage.used();
    let (answer, asked, keyring) = slow(stage.item().get_password().expect("an item"));
    let open = || Vault::open(&stage.folder(), &stage.account, &keyring);
    let before = Instant::now();
    assert!(matches!(open(), Err(Error::KeyringLocked { .. })));
    let waited = before.elapsed();
    assert!(
        (Duration::from_secs(5)..Duration::from_secs(8)).contains(&waited),
        "{waited:?}"
    );
    answer.send(()).expect("still waiting");
    open().expect("the answer has come in the meantime");
    assert_eq!(asked.asked.load(Ordering::SeqCst), 1, "asked once");
}
