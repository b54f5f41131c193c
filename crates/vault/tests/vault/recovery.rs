//! The recovery key opens a vault whose keyring was lost, and only that vault.

use secrecy::ExposeSecret as _;
use vault::{Batch, Error, Loss, RecoveryKey, Vault};

use crate::stage::{NOTES, Stage};

fn recover(stage: &Stage, paper: &RecoveryKey) -> Result<Vault, Error> {
    Vault::recover(&stage.folder(), &stage.account, &stage.keyring, paper)
}

#[test]
fn the_written_key_opens_the_vault_and_fills_the_keyring_again() {
    let stage = Stage::new();
    let vault = stage.open();
    vault
        .commit_blocking(Batch::new().put(NOTES, "a", "precious"))
        .expect("a commit");
    assert!(!vault.has_recovery_key());
    let paper = vault.make_recovery_key().expect("a recovery key");
    assert!(vault.has_recovery_key());
    vault.close();
    let password = stage.item().get_password().expect("an item");
    stage.item().delete_credential().expect("deleted");
    assert!(matches!(
        stage.try_open(),
        Err(Error::KeyLost {
            recoverable: true,
            source: Loss::Missing,
            ..
        })
    ));

    let typed = paper.text().expose_secret().replace(' ', "\n");
    let vault =
        recover(&stage, &RecoveryKey::parse(&typed).expect("a recovery key")).expect("recovered");
    assert_eq!(
        vault.get(NOTES, "a").expect("read"),
        Some(b"precious".to_vec())
    );
    drop(vault);
    assert_eq!(stage.item().get_password().expect("an item"), password);
    assert!(stage.open().has_recovery_key());
}

#[test]
fn a_wrong_recovery_key_changes_nothing() {
    let stage = Stage::new();
    let vault = stage.open();
    let old = vault.make_recovery_key().expect("a recovery key");
    vault.make_recovery_key().expect("a recovery key");
    vault.close();
    let other = Stage::new()
        .open()
        .make_recovery_key()
        .expect("a recovery key");
    stage.item().delete_credential().expect("deleted");
    let before = stage.files();
    for paper in [old, other] {
        let error = recover(&stage, &paper).expect_err("refused");
        assert!(
            matches!(
                error,
                Error::KeyLost {
                    recoverable: true,
                    source: Loss::WrongRecoveryKey,
                    ..
                }
            ),
            "{error:?}"
        );
        assert_eq!(stage.files(), before);
        assert!(stage.item().get_password().is_err());
    }
}

#[test]
fn a_vault_without_a_recovery_key_says_so() {
    let stage = Stage::new();
    stage.used();
    let other = Stage::new()
        .open()
        .make_recovery_key()
        .expect("a recovery key");
    assert!(matches!(
        recover(&stage, &other),
        Err(Error::KeyLost {
            recoverable: false,
            ..
        })
    ));
    let nothing = Stage::new();
    assert!(matches!(
        recover(&nothing, &other),
        Err(Error::Corrupt {
            what: "vault.header.json",
            ..
        })
    ));
    assert!(!nothing.folder().exists());
}

#[test]
fn a_keyring_that_does_not_take_the_key_keeps_nobody_out() {
    let stage = Stage::new();
    let vault = stage.open();
    let paper = vault.make_recovery_key().expect("a recovery key");
    vault.close();
    stage.item().delete_credential().expect("deleted");
    stage.next_answer(keyring::Error::NoStorageAccess("locked".into()));
    let vault = recover(&stage, &paper).expect("recovered");
    assert!(stage.item().get_password().is_err());
    vault.keep_key(&stage.keyring).expect("kept");
    drop(vault);
    stage.open();
}

#[test]
fn a_key_from_another_paper_can_be_accepted() {
    let stage = Stage::new();
    let vault = stage.open();
    let paper = RecoveryKey::parse("EsSz ykH7 LCZx 7Cae cmKD wcmY JRXi Ybtu 8iQ3 t8Ez nRwK pUY1")
        .expect("a recovery key");
    vault.accept_recovery_key(&paper).expect("accepted");
    vault.close();
    stage.item().delete_credential().expect("deleted");
    recover(&stage, &paper).expect("recovered");
}
