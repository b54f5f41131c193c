//! One note, edited in turn by Attaché, by the editor of a browser and by the web client's provider, is the same note
//! for all of them and for the server, whoever edits, and whether they are in the room or come back to it.

use std::time::Duration;

use serde_json::{Value, json};
use suite::wire::notes::NoteId;
use tests::desk::Desk;
use tests::peer::{
    Kind, Peer, block, contains, difference, edit, nested, note_link, outline, tree,
};
use tests::replica::Replica;
use tests::stack::Stack;
use tests::{Stage, control};

/// How long they may take until they agree.
const PATIENCE: Duration = Duration::from_secs(60);
/// Between two looks at what nobody tells.
const PAUSE: Duration = Duration::from_millis(50);

/// Whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    Attache,
    BlockNote,
    Provider,
}
use Who::{Attache, BlockNote, Provider};

/// What somebody does in their turn: one after another, by the names that `stack/docs/peers` and [`edit`] know.
type Deeds = Vec<(&'static str, Value)>;

macro_rules! deeds {
    ($($deed:literal $asked:tt),* $(,)?) => { vec![$(($deed, json!($asked))),*] };
}

/// A thread, and the mark of what it is about.
const THREAD: &str = "5e0661a0-6674-4cdb-81b1-4f6e0bbcb9c8";
const COMMENT: &str = "comment--+/gW+A0i";

/// Everybody who has the note open.
struct Room {
    stack: Stack,
    stage: Stage,
    desk: Desk,
    note: NoteId,
    /// What Attaché's window has been told, and what it has written itself.
    window: Replica,
    browser: Option<Peer>,
    provider: Peer,
}

impl Room {
    /// A new note that is empty and open to all, without a browser.
    async fn new(title: &str) -> Self {
        let stack = Stack::from_environment().expect("a stack");
        let stage = Stage::at("paris").await.expect("an agent");
        let desk = stage.signed_in().await;
        let note = desk.note(title).await;
        let window = desk.open(&note).await;
        open_to_all(&desk, &note).await;
        let provider = join(Kind::Provider, &stack, &note).await;
        Self {
            stack,
            stage,
            desk,
            note,
            window,
            browser: None,
            provider,
        }
    }

    /// The same with a browser.
    async fn with_browser(title: &str) -> Self {
        let mut room = Self::new(title).await;
        room.browser = Some(join(Kind::Browser, &room.stack, &room.note).await);
        room
    }

    /// Somebody's turn; in the end all agree, and so does the server.
    async fn turn(&mut self, who: Who, deeds: Deeds) {
        let what = format!("after {who:?} did {deeds:?}");
        self.act(who, deeds).await;
        let said = self.agreed(&what).await;
        self.saved(who, &said, &what).await;
    }

    async fn act(&mut self, who: Who, deeds: Deeds) {
        for (deed, asked) in deeds {
            let done = match who {
                Attache => {
                    let update = edit(&resource(&self.desk, &self.note).await, deed, &asked);
                    self.desk.push(&self.note, &update).await;
                    self.window.take(&update);
                    continue;
                }
                BlockNote => self.browser.as_mut().expect("a browser").act(deed, &asked),
                Provider => self.provider.act(deed, &asked),
            };
            done.await.expect("a peer does its turn");
        }
    }

    /// Waits until everybody has everything, and answers what all of them say.
    async fn agreed(&mut self, what: &str) -> Value {
        patiently(what, async || self.compared().await).await
    }

    /// What all say, or who says something else.
    async fn compared(&mut self) -> Result<Value, String> {
        let state = resource(&self.desk, &self.note).await;
        let said = tree(&state);
        let mut peers = vec![("the provider", &mut self.provider)];
        peers.extend(self.browser.as_mut().map(|browser| ("BlockNote", browser)));
        for (name, peer) in peers {
            let seen = peer.seen().await.expect("a peer tells");
            same(&said, &seen.tree, name)?;
            let theirs = seen.state();
            same(&said, &tree(&theirs), &format!("yrs reading {name}"))?;
            if !contains(&state, &theirs) || !contains(&theirs, &state) {
                return Err(format!("{name} says the same and knows other changes"));
            }
            if !seen.shows {
                return Err(format!("the editor of {name} does not show {said:#}"));
            }
        }
        Ok(said)
    }

    /// Waits until the server has stored this. Whoever edits saves: Attaché by itself, the others here.
    async fn saved(&mut self, who: Who, said: &Value, what: &str) {
        let saver = match who {
            Attache => None,
            BlockNote => self.browser.as_mut(),
            Provider => Some(&mut self.provider),
        };
        if let Some(peer) = saver {
            peer.save().await.expect("a peer saves");
        }
        let stored = async || same(said, &stored(&self.stack, &self.note).await, "the server");
        patiently(what, stored).await;
    }

    /// Everybody leaves. The window was told all of it; and whoever opens the note then, on this disk, on a new one or in
    /// a new browser, finds the same.
    async fn leave(self) {
        let Self {
            desk, note, stack, ..
        } = self;
        desk.until("all sent", |world| world.is_synced(&note)).await;
        let said = tree(&resource(&desk, &note).await);
        let told = desk.world().updates.remove(&note).unwrap_or_default();
        told.iter().for_each(|update| self.window.take(update));
        assert_same(&said, &tree(&self.window.state()), "the window");
        self.provider.close().await.expect("the provider leaves");
        if let Some(browser) = self.browser {
            browser.close().await.expect("the browser leaves");
            let mut fresh = join(Kind::Browser, &stack, &note).await;
            let seen = fresh.seen().await.expect("a peer tells");
            assert_same(&said, &seen.tree, "a new browser");
            assert!(seen.shows, "a new browser shows something else");
            fresh.close().await.expect("the browser leaves");
        }
        desk.close().await;
        let again = self.stage.desk().await;
        again.open(&note).await;
        assert_same(
            &said,
            &tree(&resource(&again, &note).await),
            "the same disk",
        );
        again.close().await;
        let office = self.stage.another_machine().await.expect("a machine");
        let office = office.signed_in().await;
        office
            .until("the note", |world| world.notes.contains_key(&note))
            .await;
        office.open(&note).await;
        assert_same(&said, &tree(&resource(&office, &note).await), "a new disk");
        office.close().await;
    }
}

/// Looks until there is what is looked for.
async fn patiently<T>(what: &str, mut look: impl AsyncFnMut() -> Result<T, String>) -> T {
    let begun = std::time::Instant::now();
    loop {
        match look().await {
            Ok(found) => return found,
            Err(trouble) => assert!(begun.elapsed() < PATIENCE, "{what}: {trouble}"),
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Whether somebody's note is what Attaché's says, or where it differs.
fn same(said: &Value, found: &Value, whose: &str) -> Result<(), String> {
    difference(said, found).map_or(Ok(()), |difference| {
        Err(format!("{whose} differs at {difference}"))
    })
}

fn assert_same(said: &Value, found: &Value, whose: &str) {
    same(said, found, whose).unwrap_or_else(|difference| panic!("{difference}"));
}

/// Whoever is signed in may write this note.
async fn open_to_all(desk: &Desk, note: &NoteId) {
    desk.until("the note at the server", |world| world.is_synced(note))
        .await;
    let link = json!({ "note": note, "link": { "reach": "authenticated", "role": "editor" } });
    desk.call::<()>("sharing_link", link).await;
}

async fn resource(desk: &Desk, note: &NoteId) -> Vec<u8> {
    let state = desk.resource(&format!("/notes/{note}/state")).await;
    state.expect("the note's state")
}

async fn join(kind: Kind, stack: &Stack, note: &NoteId) -> Peer {
    let peer = Peer::open(kind, stack, &stack.docs, note).await;
    peer.expect("a peer opens the note")
}

/// What the server has stored.
async fn stored(stack: &Stack, note: &NoteId) -> Value {
    use base64::Engine as _;
    let described = control::get(&stack.docs, &format!("notes/{note}"))
        .await
        .expect("the server has it");
    let Some(text) = described["content"].as_str() else {
        return json!([]);
    };
    let state = base64::engine::general_purpose::STANDARD.decode(text);
    tree(&state.expect("base64"))
}

/// From an empty note: headings, lists, a check list.
fn lists() -> Vec<(Who, Deeds)> {
    let bread = nested(
        block("bread", "bulletListItem", json!({}), "Bread"),
        block("rye", "bulletListItem", json!({}), "Rye 🌾"),
    );
    let call = block(
        "call",
        "checkListItem",
        json!({ "checked": false }),
        "Call Zoë",
    );
    let third = block("third", "numberedListItem", json!({ "start": 3 }), "Third");
    vec![
        (
            BlockNote,
            deeds![
                "type" { "text": "# Plan 📋" },
                "press" { "keys": ["Enter"] },
                "type" { "text": "We meet on Monday" },
            ],
        ),
        (
            Attache,
            deeds!["insert" { "after": "Monday", "trees": [bread, call] }],
        ),
        (
            Provider,
            deeds!["insert" { "after": "Zoë", "trees": [third] }],
        ),
        (
            BlockNote,
            deeds![
                "press" { "after": "Third", "keys": ["Enter"] },
                "type" { "text": "Fourth" },
                "press" { "keys": ["Tab"] },
                "change" { "words": "Zoë", "to": { "props": { "checked": true } } },
            ],
        ),
        (
            Attache,
            deeds!["attribute" { "words": "Zoë", "name": "checked", "value": false }],
        ),
    ]
}

/// Formatting by all, a comment that is split and joined, letters outside the first plane.
fn formatting() -> Vec<(Who, Deeds)> {
    let marks = json!({
        "bold": {}, "italic": {}, "underline": {}, "strike": {}, "textColor": { "stringValue": "red" },
        "backgroundColor": { "stringValue": "yellow" }, "link": { "href": "https://x.org" }, COMMENT: { "orphan": false, "threadId": THREAD },
    });
    vec![
        (
            Provider,
            deeds!["format" { "words": "Monday", "marks": marks }],
        ),
        (Attache, deeds!["type" { "after": "Mon", "text": "📅" }]),
        (
            BlockNote,
            deeds!["press" { "after": "Mon", "keys": ["Enter"] }],
        ),
        (
            Attache,
            deeds!["format" { "words": "📅d", "marks": { "strike": null, "code": {} } }],
        ),
        (
            BlockNote,
            deeds!["press" { "before": "📅", "keys": ["Backspace"] }],
        ),
        (
            BlockNote,
            deeds![
                "format" { "words": "Rye", "styles": { "bold": true, "textColor": "green" } },
                "link" { "words": "Bread", "url": "https://bread.example/?a=1&b=2" },
                "comment" { "words": "Zoë", "thread": THREAD },
                "select" { "words": "📋" },
                "type" { "text": "📌" },
            ],
        ),
        (
            Attache,
            deeds![
                "delete" { "words": "📌" },
                "type" { "after": "Plan ", "text": "👩‍👩‍👧 e\u{301}" },
                "format" { "words": "ë", "marks": { "bold": {} } },
            ],
        ),
        (
            Provider,
            deeds!["delete" { "words": "👧" }, "type" { "after": "🌾", "text": "𝄞" }],
        ),
    ]
}

/// Quote, code, table, callout, links to notes, a line break.
fn blocks() -> Vec<(Who, Deeds)> {
    let callout = json!({ "backgroundColor": "yellow", "emoji": "🚧" });
    let callout = block("gap", "callout", callout, "Mind the gap");
    let quote = block("quote", "quote", json!({}), "So they said");
    let rows = json!([{ "cells": ["What", "How much"] }, { "cells": ["Tea", "two"] }]);
    let table = json!({ "type": "tableContent", "columnWidths": [100, null], "headerRows": 1, "rows": rows });
    let table = json!({ "type": "table", "content": table });
    let code = json!({ "type": "codeBlock", "props": { "language": "rust" }, "content": "fn main() {\n}" });
    let minutes = json!({ "docId": "7b0f6a52-8d4b-4f0a-9b57-0f3f4d7a0002", "title": "Minutes", "trigger": "/" });
    vec![
        (
            Provider,
            deeds!["insert" { "after": "Fourth", "trees": [callout, quote] }],
        ),
        (
            BlockNote,
            deeds!["insert" { "after": "So they", "blocks": [table, code] }],
        ),
        (
            Attache,
            deeds![
                "type" { "after": "Tea", "text": " ☕" },
                "type" { "after": "{\n", "text": "    // 🦀\n" },
                "mention" { "after": "Mind ", "tree": note_link("Budget 📊") },
            ],
        ),
        (
            BlockNote,
            deeds![
                "type" { "after": "two", "text": " pots" },
                "format" { "words": "How", "styles": { "italic": true } },
                "mention" { "after": "So ", "props": minutes },
                "press" { "after": "gap", "keys": ["Shift-Enter"] },
                "type" { "text": "and the step" },
            ],
        ),
        (
            Provider,
            deeds![
                "type" { "after": "they", "text": " all" },
                "attribute" { "words": "the step", "name": "emoji", "value": "⚠️" },
                "mention" { "after": "Third", "tree": note_link("At the end") },
            ],
        ),
    ]
}

/// Moves, deletions, and what is taken back.
fn moves() -> Vec<(Who, Deeds)> {
    vec![
        (BlockNote, deeds!["move" { "words": "Zoë", "up": true }]),
        (BlockNote, deeds!["undo" {}]),
        (Attache, deeds!["move" { "words": "Rye", "after": "Zoë" }]),
        (Provider, deeds!["move" { "words": "Tea", "after": "Plan" }]),
        (Provider, deeds!["undo" {}]),
        (
            BlockNote,
            deeds!["remove" { "words": "fn main" }, "delete" { "words": "meet " }],
        ),
        (Attache, deeds!["type" { "after": "We", "text": " will" }]),
        (BlockNote, deeds!["undo" {}, "undo" {}]),
        (Provider, deeds!["remove" { "words": "Fourth" }]),
        (
            Attache,
            deeds!["delete" { "words": "Bread" }, "remove" { "words": "So " }],
        ),
        (BlockNote, deeds!["type" { "after": "gap", "text": "!" }]),
        (Provider, deeds!["undo" {}]),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_note_edited_in_turn_by_attache_blocknote_and_the_provider_stays_identical() {
    let mut room = Room::with_browser("In turn").await;
    for (who, deeds) in [lists(), formatting(), blocks(), moves()].concat() {
        room.turn(who, deeds).await;
    }
    let said = tree(&resource(&room.desk, &room.note).await);
    let lines = [
        "heading: Plan 👩\u{200d}👩\u{200d} e\u{301}",
        "paragraph: We will meet on Mon📅day",
        "bulletListItem: ",
        "checkListItem: Call Zoë",
        "bulletListItem: Rye 🌾𝄞",
        "numberedListItem: Third[interlinkingLinkInline]",
        "  numberedListItem: Fourth",
        "  callout: Mind [interlinkingLinkInline]the gap![hardBreak]and the step",
        "  table: What|How much||Tea ☕|two pots||",
        "  codeBlock: fn main() {\n    // 🦀\n}",
    ];
    assert_eq!(outline(&said), lines);
    room.leave().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_attache_wrote_without_a_network_and_blocknote_with_one_is_all_there_and_once() {
    let mut room = Room::with_browser("Apart").await;
    let start = deeds![
        "type" { "text": "Morning coffee" },
        "press" { "keys": ["Enter"] },
        "type" { "text": "Noon soup" },
        "press" { "keys": ["Enter"] },
        "type" { "text": "Evening tea" },
    ];
    room.turn(BlockNote, start).await;

    room.stage.network.cut();
    let night = block("night", "bulletListItem", json!({}), "Night 🌙");
    let in_the_train = deeds![
        "type" { "after": "Morning", "text": " 🚂 train" },
        "format" { "words": "coffee", "marks": { "bold": {} } },
        "move" { "words": "Noon", "after": "Evening" },
        "insert" { "after": "Evening", "trees": [night] },
        "delete" { "words": "Even" },
        "type" { "after": "tea", "text": " 🍵" },
    ];
    room.act(Attache, in_the_train).await;
    let meanwhile = deeds![
        "type" { "after": "coffee", "text": " and 🥐" },
        "format" { "words": "coffee", "styles": { "italic": true } },
        "press" { "after": "Evening", "keys": ["Enter"] },
        "type" { "text": "green" },
        "press" { "after": "green", "keys": ["Enter"] },
        "type" { "text": "> Said online" },
    ];
    room.act(BlockNote, meanwhile).await;
    let browser = room.browser.as_mut().expect("a browser");
    browser.save().await.expect("the browser saves");
    let heard = browser.seen().await.expect("a peer tells");
    let provider = &mut room.provider;
    provider.until(&heard.state()).await.expect("it hears");
    room.act(Provider, deeds!["type" { "after": "green", "text": "ish" }])
        .await;

    room.stage.network.restore();
    let said = room.agreed("after the network came back").await;
    room.saved(Attache, &said, "after the network came back")
        .await;
    let lines = outline(&said);
    let line = |wanted: &str| {
        let mut found = lines.iter().enumerate().filter(|(_, line)| *line == wanted);
        let place = found.next().map(|(place, _)| place);
        assert!(
            found.next().is_none(),
            "{wanted} is there twice: {lines:#?}"
        );
        place.unwrap_or_else(|| panic!("{wanted} is not there: {lines:#?}"))
    };
    // Whose blocks come first is by chance, and the same for all; each one's stand in their order.
    assert_eq!(line("paragraph: Morning 🚂 train coffee and 🥐"), 0);
    assert_eq!(line("paragraph: ing 🍵"), 1);
    assert!(line("bulletListItem: Night 🌙") < line("paragraph: Noon soup"));
    let online = line("paragraph: greenish");
    assert_eq!(line("quote: Said online tea"), online + 1);
    assert_eq!(lines.len(), 6);
    room.leave().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_newer_server_wrote_survives_edits_by_attache() {
    let mut room = Room::new("Newer").await;
    room.desk.write(&room.window, "Plain words here").await;
    room.agreed("after the first line").await;
    let newer = deeds![
        "insert" { "after": "Plain", "trees": [forecast("Rain 🌧")] },
        "mention" { "after": "Plain ", "tree": { "name": "sticker", "attributes": { "kind": "cat" }, "children": [] } },
        "attribute" { "words": "Plain", "name": "shade", "value": { "of": ["grey", 2] } },
        "format" { "words": "words", "marks": { "glow": { "strength": 1 } } },
    ];
    room.turn(Provider, newer).await;

    let edits = deeds![
        "type" { "after": "wor", "text": "🌟" },
        "format" { "words": "here", "marks": { "bold": {} } },
        "delete" { "words": "lain" },
        "type" { "after": "Rain", "text": " or sun" },
        "attribute" { "words": "here", "name": "textAlignment", "value": "center" },
        "insert" { "after": "Rain", "trees": [block("after", "paragraph", json!({}), "After it")] },
    ];
    room.turn(Attache, edits).await;
    room.turn(
        Attache,
        deeds!["move" { "words": "After it", "after": "here" }],
    )
    .await;
    room.turn(
        Provider,
        deeds!["type" { "after": "After it", "text": " all" }],
    )
    .await;

    let said = room.agreed("in the end").await;
    let lines = [
        "paragraph: P [sticker]wor🌟ds here",
        "paragraph: After it all",
        "forecast: Rain or sun 🌧[forecastDay]",
    ];
    assert_eq!(outline(&said), lines);
    let first = &said[0]["children"][0]["children"][0];
    assert_eq!(first["attributes"]["shade"], json!({ "of": ["grey", 2] }));
    assert_eq!(said[0]["children"][2], forecast("Rain or sun 🌧"));
    room.leave().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_that_is_passed_on_without_a_room_in_common_is_the_same_for_whoever_comes_next() {
    let stack = Stack::from_environment().expect("a stack");
    // These servers take tokens, with which nobody gets into a room.
    let stage = Stage::at("sso").await.expect("an agent");
    let desk = stage.signed_in().await;
    let note = desk.note("Passed on").await;
    let replica = desk.open(&note).await;
    desk.write(&replica, "By Attaché 🗒️ by others").await;
    open_to_all(&desk, &note).await;
    for kind in [Kind::Browser, Kind::Provider, Kind::Browser] {
        let ours = json!({ "after": "Attaché", "text": " 1️⃣" });
        let update = edit(&resource(&desk, &note).await, "type", &ours);
        desk.push(&note, &update).await;
        desk.until("all sent", |world| world.is_synced(&note)).await;
        desk.call::<()>("note_close", json!(note)).await;

        let peer = Peer::open(kind, &stack, &stack.docs_bearer, &note).await;
        let mut peer = peer.expect("a peer opens the note");
        let found = peer.seen().await.expect("a peer tells").tree;
        assert_same(
            &tree(&resource(&desk, &note).await),
            &found,
            "who comes next",
        );
        let theirs = json!({ "after": "others", "text": " 2️⃣" });
        peer.act("type", &theirs).await.expect("a peer types");
        peer.save().await.expect("a peer saves");
        let left = peer.seen().await.expect("a peer tells").tree;
        peer.close().await.expect("a peer leaves");

        desk.open(&note).await;
        let here = async || {
            same(
                &tree(&resource(&desk, &note).await),
                &left,
                "who was there before",
            )
        };
        patiently("after the note was opened again", here).await;
    }
    let said = tree(&resource(&desk, &note).await);
    let line = "paragraph: By Attaché 1️⃣ 1️⃣ 1️⃣ 🗒️ by others 2️⃣ 2️⃣ 2️⃣";
    assert_eq!(outline(&said), [line]);
    desk.close().await;
}

/// A block, an inline thing, a mark and attributes of all types that nobody knows yet.
fn forecast(text: &str) -> Value {
    let marks = json!({ "glow--AAAAAAAA": { "strength": 2 } });
    let more = json!({ "a": { "b": [null, "c"] } });
    let attributes = json!({
        "city": "Paris", "days": 3, "chance": 0.25, "hourly": true, "wind": [1, 2.5],
        "unit": { "undefined": true }, "more": more,
    });
    let day = json!({ "name": "forecastDay", "attributes": {}, "children": [] });
    let children = json!([{ "text": [{ "insert": text, "marks": marks }] }, day]);
    let forecast = json!({ "name": "forecast", "attributes": attributes, "children": children });
    json!({ "name": "blockContainer", "attributes": { "id": "forecast", "pinned": true }, "children": [forecast] })
}
