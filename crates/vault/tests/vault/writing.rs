//! What is committed is read again, by the same vault and by the next one.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;
use vault::{Batch, Entry, Error, Log, Record, Table, Vault};

use crate::stage::{NOTES, Stage};

const ROOMS: Table = Table::new("rooms");

#[test]
fn records_are_read_again_after_reopening() {
    let stage = Stage::new();
    let vault = stage.open();
    let batch = Batch::new()
        .put(NOTES, "b", "two")
        .put(NOTES, "a", "one")
        .put(ROOMS, "a", "other")
        .put(NOTES, "c", "x");
    assert_eq!(
        vault.commit_blocking(batch).expect("a commit").seqs,
        [0_u64; 0]
    );
    vault
        .commit_blocking(
            Batch::new()
                .put(NOTES, "b", "three")
                .remove(NOTES, "c")
                .remove(NOTES, "d"),
        )
        .expect("a commit");
    let check = |vault: &Vault| {
        assert_eq!(vault.get(NOTES, "a").expect("read"), Some(b"one".to_vec()));
        assert_eq!(vault.get(NOTES, "c").expect("read"), None);
        let notes = [("a", "one"), ("b", "three")];
        let notes = notes.map(|(id, value)| Record {
            id: id.to_owned(),
            value: value.into(),
        });
        assert_eq!(vault.list(NOTES).expect("read"), notes);
    };
    check(&vault);
    vault.close();
    check(&stage.open());
}

#[test]
fn a_stream_counts_from_one_and_never_reuses_a_number() {
    let stage = Stage::new();
    let vault = stage.open();
    let seqs = |batch| vault.commit_blocking(batch).expect("a commit").seqs;
    assert_eq!(vault.log("s").expect("read"), Log::default());
    assert_eq!(
        seqs(
            Batch::new()
                .append("s", "1")
                .append("t", "1")
                .append("s", "2")
        ),
        [1, 1, 2]
    );
    assert_eq!(seqs(Batch::new().append("s", "3")), [3]);
    assert_eq!(seqs(Batch::new().compact("s", 3, "1-3")), [0_u64; 0]);
    assert_eq!(seqs(Batch::new().append("s", "4")), [4]);
    let log = Log {
        snapshot: Some(b"1-3".to_vec()),
        entries: vec![Entry {
            seq: 4,
            bytes: b"4".to_vec(),
        }],
    };
    assert_eq!(vault.log("s").expect("read"), log);
    assert_eq!(vault.log("t").expect("read").entries.len(), 1);
    assert_eq!(
        seqs(Batch::new().drop_stream("s").drop_stream("unknown")),
        [0_u64; 0]
    );
    assert_eq!(vault.log("s").expect("read"), Log::default());
    assert_eq!(vault.log("t").expect("read").entries.len(), 1);
}

#[test]
fn a_late_snapshot_does_not_lose_what_a_newer_one_covers() {
    let stage = Stage::new();
    let vault = stage.open();
    let batch = (1..=4).fold(Batch::new(), |batch, _| batch.append("s", "e"));
    vault
        .commit_blocking(batch.compact("s", 3, "1-3").compact("s", 2, "1-2"))
        .expect("a commit");
    let log = vault.log("s").expect("read");
    assert_eq!(log.snapshot.as_deref(), Some(&b"1-3"[..]));
    assert_eq!(
        log.entries
            .iter()
            .map(|entry| entry.seq)
            .collect::<Vec<_>>(),
        [4]
    );
}

#[tokio::test]
async fn a_commit_goes_on_when_nobody_waits_for_it() {
    let stage = Stage::new();
    let vault = stage.open();
    drop(vault.commit(Batch::new().append("s", "unwatched")));
    let receipt = vault
        .commit(Batch::new().append("s", "watched"))
        .await
        .expect("a commit");
    assert_eq!(receipt.seqs, [2]);
    assert_eq!(vault.log("s").expect("read").entries[0].bytes, b"unwatched");
}

#[tokio::test]
async fn commits_that_wait_together_are_all_answered_in_order() {
    let stage = Stage::new();
    let vault = stage.open();
    let commits: Vec<_> = (0..2_000)
        .map(|number| vault.commit(Batch::new().append("s", format!("{number}"))))
        .collect();
    for (number, commit) in (1..).zip(commits) {
        assert_eq!(commit.await.expect("a commit").seqs, [number]);
    }
    let texts = vault
        .log("s")
        .expect("read")
        .entries
        .into_iter()
        .map(|entry| entry.bytes);
    assert!(texts.eq((0..2_000).map(|number| number.to_string().into_bytes())));
}

#[tokio::test]
async fn one_that_cannot_be_written_does_not_take_its_neighbours_with_it() {
    let stage = Stage::new();
    let vault = stage.open();
    let first = vault.commit(Batch::new().append("s", "first"));
    let huge = vault.commit(Batch::new().append("s", "half").put(
        NOTES,
        "huge",
        vec![0; 257 << 20],
    ));
    let last = vault.commit(Batch::new().append("s", "last"));
    assert_eq!(first.await.expect("a commit").seqs, [1]);
    assert!(matches!(huge.await, Err(Error::Full { .. })));
    assert_eq!(last.await.expect("a commit").seqs, [2]);
    assert_eq!(vault.get(NOTES, "huge").expect("read"), None);
}

#[test]
fn a_commit_can_block_inside_a_runtime() {
    let stage = Stage::new();
    let vault = stage.open();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime");
    let receipt = runtime.block_on(async { vault.commit_blocking(Batch::new().append("s", "e")) });
    assert_eq!(receipt.expect("a commit").seqs, [1]);
}

#[test]
fn many_threads_write_and_read_at_once() {
    let stage = Stage::new();
    let vault = Arc::new(stage.open());
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let vault = vault.clone();
            scope.spawn(move || {
                let stream = format!("stream {thread}");
                for number in 1..=100 {
                    assert_eq!(
                        vault
                            .commit_blocking(Batch::new().append(&*stream, "e"))
                            .expect("a commit")
                            .seqs,
                        [number]
                    );
                    assert_eq!(
                        vault.log(&stream).expect("read").entries.len() as u64,
                        number
                    );
                }
            });
        }
    });
}

#[test]
fn after_closing_everything_is_refused() {
    let stage = Stage::new();
    let vault = stage.open();
    let clone = vault.clone();
    vault.close();
    vault.close();
    assert!(matches!(
        clone.commit_blocking(Batch::new().append("s", "e")),
        Err(Error::NotWritable { .. })
    ));
    assert!(matches!(
        clone.get(NOTES, "a"),
        Err(Error::NotWritable { .. })
    ));
    assert!(matches!(
        clone.make_recovery_key(),
        Err(Error::NotWritable { .. })
    ));
    assert!(stage.open().log("s").expect("read").entries.is_empty());
}

#[derive(Debug, Clone)]
enum Step {
    Put(u8, Vec<u8>),
    Remove(u8),
    Append(u8, Vec<u8>),
    Compact(u8, u64, Vec<u8>),
    Drop(u8),
    Commit,
    Reopen,
}

fn step() -> impl Strategy<Value = Step> {
    let bytes = || proptest::collection::vec(any::<u8>(), 0..6_000);
    prop_oneof![
        4 => (0..4_u8, bytes()).prop_map(|(id, value)| Step::Put(id, value)),
        2 => (0..4_u8).prop_map(Step::Remove),
        6 => (0..3_u8, bytes()).prop_map(|(stream, bytes)| Step::Append(stream, bytes)),
        2 => (0..3_u8, 0..6_u64, bytes()).prop_map(|(stream, back, snapshot)| Step::Compact(stream, back, snapshot)),
        1 => (0..3_u8).prop_map(Step::Drop),
        6 => Just(Step::Commit),
        1 => Just(Step::Reopen),
    ]
}

/// What a stream should be: the snapshot with what it covers, the entries, and the last number given.
#[derive(Default, Clone)]
struct Stream {
    snapshot: Option<(u64, Vec<u8>)>,
    entries: Vec<Entry>,
    last: u64,
}

impl Stream {
    fn compact(&mut self, upto: u64, snapshot: Vec<u8>) {
        if self
            .snapshot
            .as_ref()
            .is_none_or(|(covered, _)| *covered <= upto)
        {
            self.snapshot = Some((upto, snapshot));
            self.entries.retain(|entry| entry.seq > upto);
        }
    }

    fn log(&self) -> Log {
        Log {
            snapshot: self.snapshot.clone().map(|(_, bytes)| bytes),
            entries: self.entries.clone(),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_vault_holds_what_a_map_would_hold(steps in proptest::collection::vec(step(), 1..60)) {
        let stage = Stage::new();
        let mut vault = stage.open();
        let (mut records, mut streams) = (BTreeMap::<u8, Vec<u8>>::new(), BTreeMap::<u8, Stream>::new());
        let mut batch = Batch::new();
        for step in steps.into_iter().chain([Step::Commit, Step::Reopen]) {
            match step {
                Step::Put(id, value) => {
                    records.insert(id, value.clone());
                    batch = batch.put(NOTES, id.to_string(), value);
                }
                Step::Remove(id) => {
                    records.remove(&id);
                    batch = batch.remove(NOTES, id.to_string());
                }
                Step::Append(stream, bytes) => {
                    let model = streams.entry(stream).or_default();
                    model.last += 1;
                    model.entries.push(Entry { seq: model.last, bytes: bytes.clone() });
                    batch = batch.append(stream.to_string(), bytes);
                }
                Step::Compact(stream, back, snapshot) => {
                    let model = streams.entry(stream).or_default();
                    let upto = model.last.saturating_sub(back);
                    model.compact(upto, snapshot.clone());
                    batch = batch.compact(stream.to_string(), upto, snapshot);
                }
                Step::Drop(stream) => {
                    streams.remove(&stream);
                    batch = batch.drop_stream(stream.to_string());
                }
                Step::Commit => {
                    vault.commit_blocking(std::mem::take(&mut batch)).expect("a commit");
                    let expected = records.iter().map(|(id, value)| Record { id: id.to_string(), value: value.clone() });
                    prop_assert_eq!(vault.list(NOTES).expect("read"), expected.collect::<Vec<_>>());
                    for stream in 0..3 {
                        let expected = streams.get(&stream).map(Stream::log).unwrap_or_default();
                        prop_assert_eq!(vault.log(&stream.to_string()).expect("read"), expected);
                    }
                }
                Step::Reopen => {
                    vault.commit_blocking(std::mem::take(&mut batch)).expect("a commit");
                    drop(vault);
                    vault = stage.open();
                    vault.check().expect("whole");
                }
            }
        }
    }
}
