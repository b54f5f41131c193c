//! A killed process loses nothing that was acknowledged. The program of the tests starts itself again, types into a
//! note until it is killed, and tells its parent each line once it is acknowledged.

use std::env;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use keyring::CredentialStore;
use keyring::api::CredentialStoreApi as _;
use keyring::mock::Store;
use suite::wire::account::Account;
use suite::wire::notes::NoteId;
use tests::Stage;
use tests::desk::{Desk, config, shell};

const FOLDER: &str = "ATTACHE_CHILD_FOLDER";
const ACCOUNT: &str = "ATTACHE_CHILD_ACCOUNT";
const KEY: &str = "ATTACHE_CHILD_KEY";
const NOTE: &str = "ATTACHE_CHILD_NOTE";
const SERVICE: &str = "eu.attache.desk";
const ROUNDS: u32 = 50;

#[tokio::test(flavor = "multi_thread")]
async fn a_kill_while_typing_loses_no_acknowledged_edit() {
    let stage = Stage::new().await.expect("an agent");
    let desk = stage.signed_in().await;
    let note = desk.note("Typed until the battery died").await;
    let account = account(&desk);
    desk.close().await;
    let key = item(&stage.keyring, &account)
        .get_password()
        .expect("the account's key");

    let mut acknowledged = Vec::new();
    for round in 0..ROUNDS {
        let mut child = start(&stage.folder, &account, &key, &note, round);
        let told = BufReader::new(child.stdout.take().expect("piped"))
            .lines()
            .map_while(Result::ok);
        let lines = told.filter(|line| line.starts_with("line "));
        let until = usize::try_from(1 + round * 7 % 11).expect("small");
        let heard: Vec<String> = lines.take(until).collect();
        assert_eq!(
            heard.len(),
            until,
            "round {round}: the child ended by itself"
        );
        child.kill().expect("killed");
        child.wait().expect("ended");
        acknowledged.extend(heard);
    }

    stage.network.cut();
    let desk = stage.desk().await;
    let lines = desk.open(&note).await.lines();
    let lost: Vec<_> = acknowledged
        .iter()
        .filter(|line| !lines.contains(line))
        .collect();
    assert!(
        lost.is_empty(),
        "{lost:?} of {} acknowledged lines are lost",
        acknowledged.len()
    );
    stage.network.restore();
    desk.until("the note at the server", |world| world.is_synced(&note))
        .await;
    desk.close().await;
}

/// Types until it is killed. Does nothing when nobody asked for it.
#[tokio::test(flavor = "multi_thread")]
async fn child() {
    let Some(folder) = env::var_os(FOLDER) else {
        return;
    };
    let told = |name| env::var(name).expect("the parent tells all of it");
    let store = Store::new().expect("a keyring");
    item(&store, &told(ACCOUNT))
        .set_password(&told(KEY))
        .expect("set");
    let store: Arc<CredentialStore> = store;
    let mut config = config(Path::new(&folder), suite::Keyring::of(store), &[]);
    // Nobody listens there: the child works offline.
    config.proxy = Some("http://127.0.0.1:9".parse().expect("an address"));
    let desk = Desk::start(config, shell(|_| {}, None))
        .await
        .expect("the desk starts");
    let note = NoteId(told(NOTE));
    let replica = desk.open(&note).await;
    for number in 0.. {
        let line = format!("line {} {number}", std::process::id());
        desk.write(&replica, &line).await;
        writeln!(std::io::stdout(), "{line}").expect("the parent listens");
    }
}

fn start(folder: &Path, account: &str, key: &str, note: &NoteId, round: u32) -> Child {
    let program = env::current_exe().expect("the program of the tests");
    let mut command = Command::new(program);
    command
        .args(["--exact", "machine::kills::child", "--nocapture", "--quiet"])
        .stdout(Stdio::piped());
    command
        .env(FOLDER, folder)
        .env(ACCOUNT, account)
        .env(KEY, key)
        .env(NOTE, &note.0);
    command
        .spawn()
        .unwrap_or_else(|error| panic!("round {round}: {error}"))
}

fn account(desk: &Desk) -> String {
    match desk.world().account {
        Some(Account::Open { account, .. }) => account.id.0,
        other => panic!("the desk is open, not {other:?}"),
    }
}

fn item(store: &Arc<Store>, account: &str) -> keyring::Entry {
    store.build(SERVICE, account, None).expect("an entry")
}
