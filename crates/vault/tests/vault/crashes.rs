//! A process that is killed, anywhere, and a disk that fails: what was acknowledged is there.

use std::hash::{BuildHasher as _, RandomState};
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::Stdio;

use crate::children::{acknowledged, available, command, run, text};
use crate::stage::{Stage, flip};

/// The numbers of a stream: 1, 2, 3 and so on, without a gap, in snapshot and entries together. Answers the last.
fn last_of(vault: &vault::Vault, stream: &str) -> u64 {
    let log = vault.log(stream).expect("read");
    let number =
        |bytes: &[u8]| -> u64 { String::from_utf8_lossy(bytes).parse().expect("a number") };
    let covered = log.snapshot.as_deref().map_or(0, number);
    for (expected, entry) in (covered + 1..).zip(&log.entries) {
        assert_eq!(
            (entry.seq, number(&entry.bytes)),
            (expected, expected),
            "in stream {stream}"
        );
    }
    covered + log.entries.len() as u64
}

/// Opens the vault and looks for everything in the oracle.
fn check_nothing_lost(stage: &Stage) {
    let vault = stage.open();
    vault.check().expect("whole");
    for line in acknowledged(stage) {
        let (stream, number) = line.split_once(' ').expect("a line");
        let number: u64 = number.parse().expect("a number");
        assert!(
            last_of(&vault, stream) >= number,
            "{line} was acknowledged and is lost"
        );
    }
}

#[test]
fn a_kill_loses_no_acknowledged_commit() {
    let seed = RandomState::new().hash_one(0);
    let _ = writeln!(std::io::stderr(), "seed {seed}");
    let stage = Stage::new();
    stage.open().close();
    let mut random = seed | 1;
    for round in 0..20 {
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let until = usize::try_from(random >> 58).expect("small") * 3 + 1;
        let mut child = command(&[], "append", &stage)
            .stdout(Stdio::piped())
            .spawn()
            .expect("started");
        let mut told = BufReader::new(child.stdout.take().expect("piped"))
            .lines()
            .map_while(Result::ok);
        let acknowledged = told.by_ref().filter(|line| {
            line.split(' ').all(|word| word.parse::<u64>().is_ok()) && line.contains(' ')
        });
        assert_eq!(
            acknowledged.take(until).count(),
            until,
            "round {round}: the child ended by itself"
        );
        child.kill().expect("killed");
        child.wait().expect("ended");
        if round % 5 == 4 {
            check_nothing_lost(&stage);
        }
    }
    assert!(acknowledged(&stage).len() > 100);
}

/// Kills the child at its n-th call of each kind.
fn sweep(call: &str, points: impl Iterator<Item = u32>) {
    let (mut killed, mut whole) = (0, 0);
    for point in points {
        let stage = Stage::new();
        stage
            .item()
            .set_password("BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc")
            .expect("set");
        let inject = format!("inject={call}:signal=KILL:when={point}");
        let strace = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", &inject];
        let output = command(&strace, "whole life", &stage)
            .output()
            .expect("started");
        if output.status.success() {
            whole += 1
        } else {
            killed += 1
        };
        assert!(
            output.status.success() || !text(&output).contains("panicked"),
            "{call} {point}: {}",
            text(&output)
        );
        check_nothing_lost(&stage);
    }
    assert!(killed > 0, "{call}: none of {whole} was killed");
}

#[test]
fn a_kill_at_any_write_or_sync_loses_no_acknowledged_commit() {
    if available(
        &[
            "strace",
            "-f",
            "-qq",
            "-o",
            "/dev/null",
            "-e",
            "inject=kill:error=EPERM",
            "true",
        ],
        "kills at each system call",
    ) {
        sweep("pwrite64", (1..=12).chain((15..80).step_by(5)));
        sweep("fsync", 1..=24);
        sweep("rename", 1..=4);
        sweep("unlink", 1..=3);
        sweep("ftruncate", 1..=3);
    }
}

/// Lets the n-th calls fail; what was acknowledged has to be there, and at the end all has to go on by itself.
fn check_stumble(inject: &str, how: &str) {
    let stage = Stage::new();
    stage.open().close();
    run(
        &["strace", "-f", "-qq", "-o", "/dev/null", "-e", inject],
        "stumble",
        &stage,
    );
    let lines = acknowledged(&stage);
    assert!(
        lines.iter().any(|line| line.starts_with(how)),
        "{inject}: {lines:?}"
    );
    assert!(
        lines.last().is_some_and(|line| line == "ok 30"),
        "{inject}: {lines:?}"
    );
    let vault = stage.open();
    vault.check().expect("whole");
    let kept: Vec<_> = vault
        .log("0")
        .expect("read")
        .entries
        .into_iter()
        .map(|entry| entry.bytes)
        .collect();
    for line in lines {
        let (word, number) = line.split_once(' ').expect("a line");
        let times = kept
            .iter()
            .filter(|bytes| *bytes == number.as_bytes())
            .count();
        match word {
            "ok" => assert_eq!(times, 1, "{inject}: {line}"),
            "full" => assert_eq!(times, 0, "{inject}: {line}"),
            _ => assert!(times <= 1, "{inject}: {line}"),
        }
    }
}

#[test]
fn after_an_error_of_the_disk_the_vault_goes_on_by_itself() {
    if available(
        &[
            "strace",
            "-f",
            "-qq",
            "-o",
            "/dev/null",
            "-e",
            "inject=kill:error=EPERM",
            "true",
        ],
        "errors of the disk",
    ) {
        check_stumble("inject=fsync:error=EIO:when=5", "failed");
        check_stumble("inject=fsync:error=EIO:when=5..9", "failed");
        check_stumble("inject=pwrite64:error=EIO:when=9..20", "failed");
        check_stumble("inject=pwrite64:error=ENOSPC:when=9..20", "full");
    }
}

#[test]
fn a_refusal_prints_nothing() {
    let stage = Stage::new();
    stage.used();
    flip(&stage.file("vault.db"), 100);
    let output = command(&[], "wrong key", &stage).output().expect("started");
    assert!(output.status.success(), "{}", text(&output));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}
