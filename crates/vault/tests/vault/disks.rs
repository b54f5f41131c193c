//! A disk that is full, and one that cannot be written to. Both are real file systems, mounted for a child alone.

use std::fs;

use vault::{AccountId, Batch, Error, Vault};

use crate::children::{Place, available, run};
use crate::stage::{NOTES, Stage};

/// The beginning of a command whose mounts nobody else sees.
fn own_mounts(for_what: &str) -> Option<&'static [&'static str]> {
    let ways: [&[&str]; 2] = [&["unshare", "-m"], &["unshare", "-r", "-m"]];
    let works = |way: &&&[&str]| {
        let probe = [**way, &["sh", "-c", "mount -t tmpfs none /mnt"]].concat();
        std::process::Command::new(probe[0])
            .args(&probe[1..])
            .output()
            .is_ok_and(|output| output.status.success())
    };
    let way = ways.iter().find(works).copied();
    if way.is_none() {
        available(
            &[
                "unshare", "-r", "-m", "mount", "-t", "tmpfs", "none", "/mnt",
            ],
            for_what,
        );
    }
    way
}

#[test]
fn a_full_disk_refuses_cleanly_and_goes_on_when_there_is_room() {
    let Some(own) = own_mounts("a full disk") else {
        return;
    };
    let stage = Stage::new();
    let mount = format!(
        "mount -t tmpfs -o size=14m none {} && exec \"$@\"",
        stage.root.path().display()
    );
    run(
        &[own, &["sh", "-c", &mount, "sh"]].concat(),
        "full disk",
        &stage,
    );
}

/// What the child does on a disk of fourteen megabytes, five of which it gives free again: SQLite's log
/// alone grows to four before it is moved into the database.
pub(crate) fn full_disk(place: &Place) {
    let ballast = place.folder.with_file_name("ballast");
    fs::create_dir_all(ballast.parent().expect("a parent")).expect("made");
    fs::write(&ballast, vec![1; 5 << 20]).expect("written");
    let vault = place.open();
    let record =
        |number: u32| Batch::new().put(NOTES, format!("{number}"), vec![number as u8; 16 << 10]);
    let mut kept = 0;
    while vault.commit_blocking(record(kept)).is_ok() {
        kept += 1;
        assert!(kept < 1_000, "the disk does not fill up");
    }
    for _ in 0..20 {
        let error = vault.commit_blocking(record(1_000)).expect_err("no room");
        assert!(matches!(error, Error::Full { .. }), "{error:?}");
    }
    let all_there = |vault: &Vault| {
        let records = vault.list(NOTES).expect("read");
        assert!(
            (0..kept).all(|number| records.iter().any(|record| record.id == number.to_string()))
        );
        assert!(records.iter().all(|record| record.id != "1000"));
    };
    all_there(&vault);

    let (other, folder) = (AccountId::random(), place.folder.with_file_name("other"));
    let error = Vault::open(&folder, &other, &place.keyring).expect_err("no room");
    assert!(matches!(error, Error::Full { .. }), "{error:?}");
    assert!(
        fs::read_dir(&folder).is_ok_and(|files| files.count() <= 1),
        "nothing but the lock is left"
    );

    fs::remove_file(ballast).expect("removed");
    vault
        .commit_blocking(Batch::new().append("s", "after"))
        .expect("room again, without a restart");
    Vault::open(&folder, &other, &place.keyring).expect("room again");
    vault.close();
    let vault = place.open();
    vault.check().expect("whole");
    all_there(&vault);
    assert_eq!(vault.log("s").expect("read").entries.len(), 1);
}

#[test]
fn a_read_only_disk_is_told_and_nothing_is_changed() {
    let Some(own) = own_mounts("a read-only disk") else {
        return;
    };
    let stage = Stage::new();
    stage.used();
    let before = stage.files();
    let root = stage.root.path().display();
    let mount =
        format!("mount --bind {root} {root} && mount -o remount,bind,ro {root} && exec \"$@\"");
    run(
        &[own, &["sh", "-c", &mount, "sh"]].concat(),
        "read-only disk",
        &stage,
    );
    assert_eq!(stage.files(), before);
    stage.open();
}

/// What the child does on a disk that it cannot write to.
pub(crate) fn read_only_disk(place: &Place) {
    let error = place.try_open().expect_err("read-only");
    assert!(matches!(error, Error::NotWritable { .. }), "{error:?}");
    let fresh = place.folder.with_file_name("fresh");
    let error = Vault::open(&fresh, &AccountId::random(), &place.keyring).expect_err("read-only");
    assert!(matches!(error, Error::NotWritable { .. }), "{error:?}");
}
