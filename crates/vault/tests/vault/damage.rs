//! Damaged files: each is named, told from a lost key, and left as it is.

use std::error::Error as _;
use std::fs;

use vault::{Error, Loss};

use crate::stage::{NOTES, Stage, flip};

const HEADER: &str = "vault.header.json";
const DATABASE: &str = "vault.db";

fn check_refused(stage: &Stage, file: &str, how: &str) {
    let before = stage.files();
    let error = stage.try_open().expect_err(how);
    assert!(
        matches!(error, Error::Corrupt { what, .. } if what == file),
        "{how}: {error:?}"
    );
    assert!(error.source().is_some(), "{how}: {error:?}");
    assert_eq!(stage.files(), before, "{how}");
}

#[test]
fn a_damaged_first_page_is_told_from_a_lost_key() {
    for at in [0, 15, 16, 100, 4_000, 4_095] {
        let stage = Stage::new();
        stage.used();
        flip(&stage.file(DATABASE), at);
        check_refused(&stage, DATABASE, &format!("a bit at {at}"));
    }
}

#[test]
fn a_cut_off_or_replaced_database_is_refused() {
    type Spoil = fn(Vec<u8>) -> Vec<u8>;
    let ways: [(&str, Spoil); 5] = [
        ("nothing is left", |_| Vec::new()),
        ("half a page is left", |bytes| bytes[..2_000].to_vec()),
        ("the first page is left", |bytes| bytes[..4_096].to_vec()),
        ("the last page is missing", |bytes| {
            bytes[..bytes.len() - 4_096].to_vec()
        }),
        ("zeros in its place", |bytes| vec![0; bytes.len()]),
    ];
    for (how, spoil) in ways {
        let stage = Stage::new();
        stage.used();
        let bytes = fs::read(stage.file(DATABASE)).expect("a file");
        fs::write(stage.file(DATABASE), spoil(bytes)).expect("written");
        check_refused(&stage, DATABASE, how);
    }
}

#[test]
fn a_missing_database_is_not_made_again() {
    let stage = Stage::new();
    stage.used();
    fs::remove_file(stage.file(DATABASE)).expect("removed");
    check_refused(&stage, DATABASE, "missing");
}

#[test]
fn a_flipped_bit_in_any_page_is_found_and_the_rest_stays_readable() {
    let stage = Stage::new();
    stage.used();
    let whole = fs::read(stage.file(DATABASE)).expect("a file");
    let pages = whole.len() / 4_096;
    let (mut opened, mut read) = (0, 0);
    for page in 1..pages {
        fs::write(stage.file(DATABASE), &whole).expect("written");
        flip(&stage.file(DATABASE), page * 4_096 + 1_234);
        let before = stage.files();
        match stage.try_open() {
            Err(error) => assert!(
                matches!(error, Error::Corrupt { what: DATABASE, .. }),
                "page {page}: {error:?}"
            ),
            Ok(vault) => {
                opened += 1;
                let error = vault.check().expect_err("the whole check finds it");
                assert!(
                    matches!(error, Error::Corrupt { what: DATABASE, .. }),
                    "page {page}: {error:?}"
                );
                let ids = (0..200).map(|number| vault.get(NOTES, &format!("note {number}")));
                let (good, bad): (Vec<_>, Vec<_>) = ids.partition(Result::is_ok);
                assert!(
                    bad.iter()
                        .all(|read| matches!(read, Err(Error::Corrupt { .. }))),
                    "page {page}"
                );
                assert!(
                    good.iter()
                        .all(|read| matches!(read, Ok(Some(value)) if value == &[b'x'; 700])),
                    "page {page}"
                );
                read += good.len();
            }
        }
        assert_eq!(stage.files(), before, "page {page}");
    }
    assert!(
        opened > pages / 2 && read > 100 * opened,
        "{opened} of {pages} opened, {read} records were read"
    );
}

#[test]
fn a_damaged_header_is_made_again_with_its_recovery_key() {
    for text in ["", "{", "{\"format\": 1}", "not JSON"] {
        let stage = Stage::new();
        let vault = stage.open();
        let paper = vault.make_recovery_key().expect("a recovery key");
        vault.close();
        let header = fs::read(stage.file(HEADER)).expect("a header");
        fs::write(stage.file(HEADER), text).expect("written");
        let vault = stage.open();
        assert!(vault.has_recovery_key());
        drop(vault);
        assert_eq!(fs::read(stage.file(HEADER)).expect("a header"), header);
        assert_eq!(
            fs::read_to_string(stage.file("vault.header.json.quarantine")).expect("kept"),
            text
        );
        stage.item().delete_credential().expect("deleted");
        vault::Vault::recover(&stage.folder(), &stage.account, &stage.keyring, &paper)
            .expect("the paper still holds");
    }
}

#[test]
fn a_missing_header_is_made_again() {
    let stage = Stage::new();
    stage.used();
    let header = fs::read(stage.file(HEADER)).expect("a header");
    fs::remove_file(stage.file(HEADER)).expect("removed");
    assert_eq!(stage.open().list(NOTES).expect("read").len(), 200);
    assert_eq!(fs::read(stage.file(HEADER)).expect("a header"), header);
}

#[test]
fn without_the_key_a_damaged_header_is_left_alone() {
    let stage = Stage::new();
    stage.used();
    fs::write(stage.file(HEADER), "{").expect("written");
    stage.item().delete_credential().expect("deleted");
    check_refused(&stage, HEADER, "no key");
    stage.item().set_password(&"A".repeat(43)).expect("set");
    check_refused(&stage, HEADER, "another key");
    fs::remove_file(stage.file(HEADER)).expect("removed");
    check_refused(&stage, HEADER, "no header and another key");
}

#[test]
fn a_lost_key_never_becomes_a_new_one() {
    let stage = Stage::new();
    stage.used();
    let whole = stage.item().get_password().expect("an item");
    let before = stage.files();
    let refused = |loss: Loss| {
        let error = stage.try_open().expect_err("lost");
        assert!(
            matches!(error, Error::KeyLost { source, recoverable: false, .. } if source == loss),
            "{error:?}"
        );
        assert_eq!(stage.files(), before);
    };
    stage.item().delete_credential().expect("deleted");
    refused(Loss::Missing);
    assert!(stage.item().get_password().is_err());
    for text in [
        "",
        "too short",
        &"A".repeat(44),
        "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBw=",
    ] {
        stage.item().set_password(text).expect("set");
        refused(Loss::Unreadable);
        assert_eq!(stage.item().get_password().expect("left as it is"), text);
    }
    stage.item().set_secret(&[0xff, 0xfe, 0x00]).expect("set");
    refused(Loss::Unreadable);
    stage.item().set_password(&"A".repeat(43)).expect("set");
    refused(Loss::Foreign);
    stage.item().set_password(&whole).expect("set");
    assert_eq!(stage.open().list(NOTES).expect("read").len(), 200);
}
