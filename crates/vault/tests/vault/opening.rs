//! First use, the second instance, newer formats, and what a refusal leaves behind.

use std::fs;

use vault::{AccountId, Batch, Error, Keyring, Vault};

use crate::stage::{NOTES, Stage};

#[test]
fn first_use_makes_a_vault_and_one_keyring_item() {
    let stage = Stage::new();
    stage.open();
    assert_eq!(stage.item().get_password().expect("an item").len(), 43);
    let names: Vec<_> = stage
        .files()
        .into_keys()
        .map(|path| path.file_name().expect("a name").to_owned())
        .collect();
    assert_eq!(names, ["vault.db", "vault.header.json"]);
}

#[cfg(unix)]
#[test]
fn nobody_else_can_read_the_folder() {
    use std::os::unix::fs::PermissionsExt as _;
    let stage = Stage::new();
    let vault = stage.open();
    vault
        .commit_blocking(Batch::new().put(NOTES, "a", "b"))
        .expect("a commit");
    let rights =
        |path: &std::path::Path| fs::metadata(path).expect("a file").permissions().mode() & 0o777;
    assert_eq!(rights(&stage.folder()), 0o700);
    for file in fs::read_dir(stage.folder()).expect("a folder") {
        let path = file.expect("an entry").path();
        assert_eq!(rights(&path), 0o600, "{}", path.display());
    }
}

#[test]
fn a_second_instance_is_told_so_until_the_first_has_closed() {
    let stage = Stage::new();
    let first = stage.open();
    let before = stage.files();
    assert!(matches!(stage.try_open(), Err(Error::InUse { account }) if account == stage.account));
    assert!(matches!(
        Vault::erase(&stage.folder(), &stage.account, &stage.keyring),
        Err(Error::InUse { .. })
    ));
    assert_eq!(stage.files(), before);
    let clone = first.clone();
    drop(first);
    assert!(matches!(stage.try_open(), Err(Error::InUse { .. })));
    drop(clone);
    stage.open();
}

#[test]
fn the_lock_goes_with_close_even_while_clones_live() {
    let stage = Stage::new();
    let first = stage.open();
    let _clone = first.clone();
    first.close();
    stage.open();
}

#[test]
fn two_accounts_are_open_side_by_side() {
    let stage = Stage::new();
    let other = AccountId::random();
    let one = stage.open();
    let two = Vault::open(&stage.root.path().join("other"), &other, &stage.keyring).expect("opens");
    one.commit_blocking(Batch::new().put(NOTES, "a", "one"))
        .expect("a commit");
    assert_eq!(two.get(NOTES, "a").expect("read"), None);
}

#[test]
fn a_newer_header_is_refused_and_left_alone() {
    let stage = Stage::new();
    stage.used();
    fs::write(
        stage.file("vault.header.json"),
        r#"{"format": 7, "new": {"things": []}}"#,
    )
    .expect("written");
    let before = stage.files();
    assert!(matches!(
        stage.try_open(),
        Err(Error::TooNew {
            what: "vault.header.json",
            found: 7,
            known: 1
        })
    ));
    assert_eq!(stage.files(), before);
}

#[test]
fn nothing_is_made_without_a_keyring() {
    let stage = Stage::new();
    stage.next_answer(keyring::Error::NoStorageAccess("locked".into()));
    assert!(matches!(stage.try_open(), Err(Error::KeyringLocked { .. })));
    assert!(!stage.folder().exists());
    assert!(stage.item().get_password().is_err());
    stage.open();
}

#[test]
fn a_first_start_that_got_no_further_than_the_keyring_is_taken_up_again() {
    let stage = Stage::new();
    stage
        .item()
        .set_password("BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc")
        .expect("set");
    fs::create_dir_all(stage.folder()).expect("a folder");
    fs::write(stage.file("vault.db.new"), "half").expect("written");
    fs::write(stage.file("vault.db.new-journal"), "half").expect("written");
    stage.open().close();
    assert_eq!(
        stage.item().get_password().expect("an item"),
        "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc"
    );
    assert_eq!(stage.files().len(), 2);
    stage.open();
}

#[test]
fn erasing_takes_the_key_first_and_then_everything() {
    let stage = Stage::new();
    stage.used();
    fs::create_dir(stage.file("chat")).expect("a folder");
    fs::write(stage.file("chat/store"), "sealed").expect("written");
    stage.next_answer(keyring::Error::NoStorageAccess("locked".into()));
    let before = stage.files();
    let erase = || Vault::erase(&stage.folder(), &stage.account, &stage.keyring);
    assert!(matches!(erase(), Err(Error::KeyringLocked { .. })));
    assert_eq!(stage.files(), before);
    erase().expect("erased");
    assert!(!stage.folder().exists());
    assert!(matches!(
        stage.item().get_password(),
        Err(keyring::Error::NoEntry)
    ));
    erase().expect("erasing nothing is no error");
    assert!(stage.open().list(NOTES).expect("read").is_empty());
}

#[test]
fn a_system_keyring_is_not_asked_before_it_is_needed() {
    assert_eq!(
        format!("{:?}", Keyring::system()),
        if cfg!(windows) {
            "Keyring(\"windows-credentials\")"
        } else {
            "Keyring(\"secret-service\")"
        }
    );
}
