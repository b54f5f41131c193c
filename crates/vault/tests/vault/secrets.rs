//! Nothing readable is on disk: neither what was stored nor any key.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use secrecy::ExposeSecret as _;
use vault::{Batch, Purpose};

use crate::stage::{NOTES, Stage, files_below};

const CANARY: &str = "canary-7f3a-Krähe";

/// The ways in which a text could stand in a file.
fn disguises(bytes: &[u8]) -> Vec<Vec<u8>> {
    let wide = |bytes: &[u8]| bytes.iter().flat_map(|byte| [*byte, 0]).collect::<Vec<_>>();
    let base64 = STANDARD.encode(bytes);
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    // The first two blocks of a base64 text are the same whatever follows them.
    vec![
        bytes.to_vec(),
        wide(bytes),
        base64[..base64.len() - 4].into(),
        hex.to_uppercase().into_bytes(),
        hex.into_bytes(),
    ]
}

#[test]
fn neither_contents_nor_keys_are_found_in_any_file() {
    let stage = Stage::new();
    let vault = stage.open();
    let paper = vault.make_recovery_key().expect("a recovery key");
    let batch = Batch::new()
        .put(NOTES, CANARY, CANARY.repeat(500))
        .append(CANARY, CANARY)
        .append("s", vec![b'e'; 20_000])
        .compact("s", 1, CANARY.repeat(2_000));
    vault.commit_blocking(batch).expect("a commit");
    let text = stage.item().get_password().expect("an item");
    let key = URL_SAFE_NO_PAD.decode(&text).expect("base64");
    let paper = paper.text();
    let compact: String = paper.expose_secret().split(' ').collect();
    let mut wanted = disguises(CANARY.as_bytes());
    wanted.extend(disguises(&key));
    wanted.extend(disguises(text.as_bytes()));
    wanted.extend(disguises(paper.expose_secret().as_bytes()));
    wanted.extend(disguises(compact.as_bytes()));
    for purpose in [Purpose::Attachments, Purpose::Chat, Purpose::Audit] {
        wanted.extend(disguises(&vault.key_for(purpose)[..]));
    }
    let search = |when: &str| {
        let files = files_below(stage.root.path());
        for (path, bytes) in &files {
            for wanted in &wanted {
                assert!(
                    !bytes.windows(wanted.len()).any(|found| found == wanted),
                    "{when}: {}",
                    path.display()
                );
            }
        }
        assert!(
            files.values().any(|bytes| bytes.len() > 40_000),
            "{when}: there is something to search"
        );
    };
    search("while it is open");
    vault.close();
    search("after it was closed");
}

#[test]
fn a_database_is_not_recognised_as_one() {
    let stage = Stage::new();
    stage.used();
    let bytes = std::fs::read(stage.file("vault.db")).expect("a file");
    assert!(!bytes.starts_with(b"SQLite format 3"));
    let zeros = bytes
        .windows(16)
        .filter(|window| window.iter().all(|byte| *byte == 0))
        .count();
    assert_eq!(zeros, 0);
}
