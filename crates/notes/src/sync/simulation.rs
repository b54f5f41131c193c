//! Many clients, one server, bad weather: the machine under thousands of schedules, each made from a seed alone.
//!
//! In each, agents write, name, delete and restore notes while programs are killed, requests and answers get lost,
//! rights are taken away, a browser writes over everybody and the server falls back to a backup. Then the weather
//! clears, and the promises are looked at: what was saved is there, what is shown as synced is at the server, all have
//! the same text, and nothing waits without a reason.
#![expect(
    clippy::print_stdout,
    reason = "the last line is read by `cargo xtask simulate`"
)]

use std::collections::BTreeSet;
use std::num::NonZero;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use rand::rngs::SmallRng;
use rand::{Rng as _, SeedableRng as _};
use tokio::time::Instant;
use yrs::updates::decoder::Decode as _;
use yrs::{
    ClientID, Doc, Options, ReadTxn as _, Transact as _, Update, WriteTxn as _, XmlElementPrelim,
    XmlFragment as _, XmlTextPrelim,
};

use crate::change::{Status, Why};
use crate::docs::{Content, Trouble};
use crate::document::{Document, ROOT};
use crate::id::NoteId;

mod client;
mod server;

use client::{Client, pick};
use server::Server;

const NAMES: [&str; 3] = ["alice", "bruno", "carla"];
/// After the weather has cleared, everything has to be well in this time: a look at everything lies in it, and one
/// more, for what the first one has set going.
const QUIET: Duration = Duration::from_secs(25 * 60);
/// After so many schedules it is said how far it has come.
const PROGRESS: u64 = 10_000;
/// No schedule needs more.
const MOST_STEPS: usize = 60_000;

/// How bad the network and the server are.
struct Weather {
    chance: SmallRng,
    loss: f64,
    trouble: f64,
    spoilt: f64,
    slow: u64,
}

impl Weather {
    fn delay(&mut self) -> Duration {
        Duration::from_millis(self.chance.random_range(1..=self.slow))
    }

    fn loses(&mut self) -> bool {
        self.chance.random_bool(self.loss)
    }

    fn trouble(&mut self) -> Option<Trouble> {
        if !self.chance.random_bool(self.trouble) {
            return None;
        }
        let wait = Duration::from_secs(self.chance.random_range(1..60));
        pick(
            &[
                Trouble::Server,
                Trouble::Away,
                Trouble::SignedOut,
                Trouble::Throttled { wait },
            ],
            &mut self.chance,
        )
    }

    fn spoil(&mut self, mut content: Content) -> Content {
        if content.update.is_some() && self.chance.random_bool(self.spoilt) {
            content.update = Some(vec![0xff; 9]);
        }
        content
    }

    fn clear(&mut self) {
        (self.loss, self.trouble, self.spoilt, self.slow) = (0.0, 0.0, 0.0, 200);
    }
}

struct World {
    server: Server,
    clients: Vec<Client>,
    weather: Weather,
    chance: SmallRng,
    now: Instant,
    steps: usize,
    /// What a browser has read and not yet written.
    stale: Option<(NoteId, Vec<u8>)>,
}

/// Runs one schedule; answers the promises that were broken.
fn run(seed: u64) -> Vec<String> {
    let mut world = World::new(seed);
    let acts = world.chance.random_range(10..40);
    for _ in 0..acts {
        let pause = world.chance.random_range(0..20_000);
        world.pass(Duration::from_millis(pause));
        world.act();
    }
    world.calm();
    world.pass(QUIET);
    world.check();
    world.server.broken
}

impl World {
    fn new(seed: u64) -> Self {
        let mut chance = SmallRng::seed_from_u64(seed);
        let now = Instant::now();
        let count = chance.random_range(1..=NAMES.len());
        let clients = NAMES[..count].iter();
        let clients = clients
            .map(|name| Client::new(name, now, chance.random()))
            .collect();
        let weather = Weather {
            chance: SmallRng::seed_from_u64(chance.random()),
            loss: chance.random_range(0.0..0.3),
            trouble: chance.random_range(0.0..0.2),
            spoilt: chance.random_range(0.0..0.1),
            slow: chance.random_range(50..5_000),
        };
        Self {
            server: Server::new(chance.random_bool(0.7)),
            clients,
            weather,
            chance,
            now,
            steps: 0,
            stale: None,
        }
    }

    /// Lets time pass.
    fn pass(&mut self, time: Duration) {
        let end = self.now + time;
        loop {
            let next = self.clients.iter_mut().min_by_key(|client| client.wakes);
            let Some(client) = next.filter(|client| client.wakes <= end) else {
                break;
            };
            self.now = self.now.max(client.wakes);
            client.step(&mut self.server, &mut self.weather, self.now);
            self.steps += 1;
            if self.steps > MOST_STEPS {
                self.server.broken.push("it never comes to rest".to_owned());
                break;
            }
        }
        self.now = end;
    }

    /// Something happens.
    fn act(&mut self) {
        let (now, chance) = (self.now, &mut self.chance);
        let who = chance.random_range(0..self.clients.len());
        let client = &mut self.clients[who];
        let note = pick(&client.notes(), chance);
        let what = chance.random_range(0..100);
        match (what, note) {
            (0..15, _) | (_, None) => client.create(chance, now),
            (15..45, Some(note)) => client.write(&note, chance, now),
            (50..53 | 55, Some(note)) => client.rename(&note, word(chance), now),
            (53..55, Some(note)) => client.favour(&note, chance.random(), now),
            (45..50, Some(note)) => {
                let parent = pick(&client.notes(), chance).filter(|_| chance.random_bool(0.7));
                client.move_to(&note, parent, now);
            }
            (56..60, Some(note)) => client.delete(&note, now),
            (60..64, _) => {
                let trashed = client.catalogue.select(|_, record| record.trashed);
                let trashed: Vec<_> = trashed.map(|(note, _)| note.clone()).collect();
                if let Some(note) = pick(&trashed, chance) {
                    client.restore(&note, now);
                }
            }
            (64..68, Some(note)) => client.open(&note),
            (68..76, _) => {
                // What was asked before is forgotten with the rest; the server says so when it is too much.
                self.server.calls.remove(&client.name);
                client.crash(now, chance.random());
            }
            (82..84, _) => {
                if !self.server.strangers.remove(&client.name) {
                    self.server.strangers.insert(client.name.clone());
                }
            }
            (76..82, _) => {
                let online = !client.online;
                client.set_online(online, now);
            }
            (_, Some(note)) => self.act_at_server(what, &note),
        }
    }

    fn act_at_server(&mut self, what: u32, note: &NoteId) {
        let Some(stored) = self.server.notes.get_mut(note) else {
            return;
        };
        let other = pick(&NAMES, &mut self.chance).expect("there are names");
        match what {
            84..90 => {
                stored.editors.insert(other.to_owned());
            }
            90..92 => {
                stored.editors.remove(other);
            }
            92..94 => stored.locked = !stored.locked,
            94..96 => {
                let text = stored.text.clone();
                self.stale = text.map(|text| (note.clone(), text));
            }
            96..98 => {
                if let Some((note, text)) = self.stale.take() {
                    let word = word(&mut self.chance);
                    let typed = typed(&text, &word, &mut self.chance);
                    let text = yrs::merge_updates_v1([&text, &typed]).expect("sound updates");
                    self.server.overwrite(&note, text);
                }
            }
            98 => self.server.back_up(),
            _ => self.server.fall_back(),
        }
    }

    /// The weather clears; nobody acts any more.
    fn calm(&mut self) {
        self.weather.clear();
        self.server.strangers.clear();
        for stored in self.server.notes.values_mut() {
            stored.locked = false;
        }
        for client in &mut self.clients {
            client.catalogue.open.clear();
            client.set_online(true, self.now);
        }
    }

    fn check(&mut self) {
        let mut broken = Vec::new();
        for client in &self.clients {
            for (note, record) in &client.catalogue.records {
                let name = &client.name;
                let here = client.words(note);
                let saved = client.saved.get(note).cloned().unwrap_or_default();
                if !saved.is_subset(&here) {
                    broken.push(format!("{name} has lost what was saved in {note}"));
                }
                let status = record.status(Why::Sending);
                if matches!(status, Status::Waiting(_)) {
                    broken.push(format!("{name} still waits with {note}: {record:?}"));
                }
                let kept = record.own && !client.has_deleted(note);
                let Some(stored) = self.server.notes.get(note) else {
                    if kept {
                        broken.push(format!("{note} of {name} is not at the server: {record:?}"));
                    }
                    continue;
                };
                let deleted = self.server.is_deleted(note);
                if kept && !deleted && !record.listed() {
                    broken.push(format!("{name} does not show {note}"));
                }
                if deleted || !stored.lets_read(name) {
                    continue;
                }
                let there = stored.text.as_deref().map(tokens).unwrap_or_default();
                if record.stuck.is_none() && here != there {
                    broken.push(format!(
                        "{note} of {name} has {here:?}, the server {there:?}: {record:?}"
                    ));
                }
                if !record.listed() || record.stuck.is_some() {
                    continue;
                }
                if record.title != stored.title {
                    broken.push(format!("{note} of {name} has another title"));
                }
                if record.favourite != stored.favoured.contains(name) {
                    broken.push(format!("{note} of {name} is a favourite at one side only"));
                }
                let above = stored.parent.as_ref();
                let above = above.filter(|above| {
                    let above = self.server.notes.get(*above);
                    above.is_some_and(|above| above.lets_read(name))
                });
                if record.parent.as_ref() != above {
                    broken.push(format!(
                        "{note} of {name} stands elsewhere: {record:?}, {above:?}"
                    ));
                }
            }
        }
        self.server.broken.extend(broken);
    }
}

/// The words of a stored text.
fn tokens(text: &[u8]) -> BTreeSet<String> {
    let (document, _) = Document::load([text]);
    let text = document.text();
    text.split_whitespace().map(str::to_owned).collect()
}

fn word(chance: &mut SmallRng) -> String {
    format!("{:08x}", chance.random::<u32>())
}

/// What a window makes of a text when somebody types this word into it.
fn typed(text: &[u8], word: &str, chance: &mut SmallRng) -> Vec<u8> {
    let client = ClientID::new(u64::from(chance.random::<u32>()));
    let doc = Doc::with_options(Options::with_client_id(client));
    let update = Update::decode_v1(text).expect("a sound text");
    doc.transact_mut()
        .apply_update(update)
        .expect("a sound text");
    let known = doc.transact().state_vector();
    let mut transaction = doc.transact_mut();
    let root = transaction.get_or_insert_xml_fragment(ROOT);
    let paragraph = root.push_back(&mut transaction, XmlElementPrelim::empty("paragraph"));
    paragraph.push_back(&mut transaction, XmlTextPrelim::new(word));
    transaction.encode_diff_v1(&known)
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Runs the schedules of these seeds; answers how many promises were broken, and says the first few.
fn run_all(seed: u64, schedules: u64) -> usize {
    let (next, violations) = (AtomicU64::new(0), AtomicUsize::new(0));
    let work = || loop {
        let schedule = next.fetch_add(1, Ordering::Relaxed);
        if schedule >= schedules {
            return;
        }
        if schedule > 0 && schedule.is_multiple_of(PROGRESS) {
            println!("{schedule} of {schedules} schedules");
        }
        let seed = seed.wrapping_add(schedule);
        let broken = run(seed);
        if violations.fetch_add(broken.len(), Ordering::Relaxed) < 10 && !broken.is_empty() {
            println!("seed {seed}: {}", broken.join("\n  "));
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(work);
        }
    });
    violations.into_inner()
}

#[test]
fn nothing_is_lost_and_synced_is_true_whatever_happens() {
    let schedules = number("ATTACHE_SCHEDULES").unwrap_or(500);
    let seed = number("ATTACHE_SEED").unwrap_or_else(rand::random);
    let violations = run_all(seed, schedules);
    println!("schedules: {schedules}, violations: {violations}, seed: {seed}");
    assert_eq!(
        violations, 0,
        "run one of them with: cargo xtask simulate --schedules 1 --seed SEED"
    );
}
