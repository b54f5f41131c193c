//! The other programs that may have a note open: the editor of Docs' web client without a screen, and the web client's
//! provider without an editor. They are the Node programs of `stack/docs/peers`, each signed in as an agent whom nobody
//! has met, and end with their value.
//!
//! What a note says is read here with yrs and there with Yjs, and told in the same words ([`tree`]). [`edit`] makes in a
//! copy of Attaché's note the edits that the provider's program makes in its own, under the same names. Notes are
//! compared here, not bytes: the same note can be encoded in many ways.

use std::collections::HashMap;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use suite::wire::notes::NoteId;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use yrs::any::Number;
use yrs::types::Attrs;
use yrs::updates::decoder::Decode as _;
use yrs::{
    Any, Doc, OffsetKind, Options, Out, ReadTxn, Text as _, Transact as _, TransactionMut, Update,
    Xml as _, XmlElementPrelim, XmlElementRef, XmlFragment as _, XmlFragmentRef, XmlOut,
    XmlTextPrelim, XmlTextRef,
};

use crate::control;
use crate::stack::{Server, Stack};

/// The shared type that holds a note.
const ROOT: &str = "document-store";
/// How long one request may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// Which program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// BlockNote as Docs' web client has it, without a screen.
    Browser,
    /// Yjs and the web client's provider, without an editor.
    Provider,
}

/// A program that has a note open.
#[derive(Debug)]
pub struct Peer {
    kind: Kind,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
    process: Child,
}

/// A note as a peer has it.
#[derive(Debug, Clone, Deserialize)]
pub struct Seen {
    /// What it says.
    pub tree: Value,
    /// A digest of that.
    pub sha256: String,
    /// The whole state, in base64.
    state: String,
    /// Whether its editor shows the same; peers without an editor do not say.
    #[serde(default = "yes")]
    pub shows: bool,
}

fn yes() -> bool {
    true
}

/// What a program answers.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Answer {
    Done(Value),
    Failed(String),
}

impl Seen {
    /// The whole state.
    pub fn state(&self) -> Vec<u8> {
        BASE64.decode(&self.state).expect("a peer speaks base64")
    }
}

impl Peer {
    /// Starts one, signs it in as somebody new, and opens a note that everybody who is signed in may write.
    pub async fn open(kind: Kind, stack: &Stack, docs: &Server, note: &NoteId) -> Result<Self> {
        let mut peer = Self::start(kind, &stack.ca)?;
        let person = control::new_person();
        let docs = docs.url.as_str().trim_end_matches('/');
        let whom = json!({ "docs": docs, "note": note, "login": person.login, "password": person.password });
        peer.act("open", &whom).await?;
        Ok(peer)
    }

    fn start(kind: Kind, authority: &Path) -> Result<Self> {
        let program = match kind {
            Kind::Browser => "browser.mjs",
            Kind::Provider => "provider.mjs",
        };
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../stack/docs/peers");
        let mut process = Command::new("node")
            .arg(folder.join(program))
            .env("NODE_EXTRA_CA_CERTS", authority)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("starting {program} with node"))?;
        Ok(Self {
            kind,
            input: process.stdin.take().context("a pipe to the peer")?,
            output: BufReader::new(process.stdout.take().context("a pipe from the peer")?).lines(),
            process,
        })
    }

    /// Has it do something, by the name that its program knows; answers what it says.
    pub async fn act(&mut self, deed: &str, asked: &Value) -> Result<Value> {
        let mut request = asked.clone();
        request["do"] = json!(deed);
        self.input
            .write_all(format!("{request}\n").as_bytes())
            .await?;
        let answer = tokio::time::timeout(PATIENCE, self.output.next_line()).await;
        let line = answer
            .with_context(|| format!("{:?} takes too long for {request}", self.kind))??
            .with_context(|| format!("{:?} has ended at {request}", self.kind))?;
        match serde_json::from_str(&line).with_context(|| format!("{:?}: {line}", self.kind))? {
            Answer::Done(value) => Ok(value),
            Answer::Failed(text) => bail!("{:?} at {request}: {text}", self.kind),
        }
    }

    /// The note as it has it now.
    pub async fn seen(&mut self) -> Result<Seen> {
        Ok(serde_json::from_value(self.act("dump", &json!({})).await?)?)
    }

    /// Waits until it has everything that is in this state.
    pub async fn until(&mut self, state: &[u8]) -> Result<()> {
        let wanted = json!({ "state": BASE64.encode(state) });
        self.act("until", &wanted).await.map(drop)
    }

    /// Stores the whole note at the server, as the web client does every minute.
    pub async fn save(&mut self) -> Result<()> {
        self.act("save", &json!({})).await.map(drop)
    }

    /// Leaves the note and ends the program.
    pub async fn close(mut self) -> Result<()> {
        self.act("close", &json!({})).await?;
        drop(self.input);
        let ended = tokio::time::timeout(PATIENCE, self.process.wait()).await;
        ended.context("waiting for a peer's end")??;
        Ok(())
    }
}

/// What a state says: elements `{name, attributes, children}` and texts `{text: [{insert, marks}]}`.
pub fn tree(state: &[u8]) -> Value {
    let document = document(state);
    let root = document.get_or_insert_xml_fragment(ROOT);
    let transaction = document.transact();
    root.children(&transaction)
        .map(|part| told(&part, &transaction))
        .collect()
}

/// Whether everything in `part`, insertions and deletions, is in `whole`.
pub fn contains(whole: &[u8], part: &[u8]) -> bool {
    let (whole, part) = (document(whole), document(part));
    let (whole, part) = (whole.transact().snapshot(), part.transact().snapshot());
    let mut inserted = part.state_map.iter();
    inserted.all(|(client, clock)| whole.state_map.get(client) >= *clock)
        && part.delete_set.diff(&whole.delete_set).is_empty()
}

/// A line for each block, indented: its kind and its words; other things in the text stand in brackets.
pub fn outline(tree: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    for group in parts(tree) {
        outline_group(group, 0, &mut lines);
    }
    lines
}

fn outline_group(group: &Value, depth: usize, lines: &mut Vec<String>) {
    for container in parts(&group["children"]) {
        let mut inside = parts(&container["children"]);
        if let Some(block) = inside.next() {
            let name = block["name"].as_str().unwrap_or("text");
            lines.push(format!("{}{name}: {}", "  ".repeat(depth), words(block)));
        }
        inside.for_each(|group| outline_group(group, depth + 1, lines));
    }
}

fn words(part: &Value) -> String {
    if part["text"].is_array() {
        return parts(&part["text"])
            .filter_map(|run| run["insert"].as_str())
            .collect();
    }
    let inside = |child: &Value| match child["name"].as_str() {
        Some(name) if child["children"] == json!([]) => format!("[{name}]"),
        Some("tableRow" | "tableCell" | "tableHeader") => format!("{}|", words(child)),
        _ => words(child),
    };
    parts(&part["children"]).map(inside).collect()
}

fn parts(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

/// A block as browsers write it, with this text.
pub fn block(id: &str, name: &str, attributes: Value, text: &str) -> Value {
    let mut all =
        json!({ "backgroundColor": "default", "textColor": "default", "textAlignment": "left" });
    for (name, value) in attributes.as_object().into_iter().flatten() {
        all[name] = value.clone();
    }
    let text = json!({ "text": [{ "insert": text, "marks": {} }] });
    let content = json!({ "name": name, "attributes": all, "children": [text] });
    json!({ "name": "blockContainer", "attributes": { "id": id }, "children": [content] })
}

/// A block with one that is nested in it.
pub fn nested(mut outer: Value, inner: Value) -> Value {
    let group = json!({ "name": "blockGroup", "attributes": {}, "children": [inner] });
    outer["children"]
        .as_array_mut()
        .expect("children")
        .push(group);
    outer
}

/// A link to another note, as it stands in a text.
pub fn note_link(title: &str) -> Value {
    let attributes = json!({
        "docId": "7b0f6a52-8d4b-4f0a-9b57-0f3f4d7a0001", "disabled": false, "trigger": "@", "title": title,
    });
    json!({ "name": "interlinkingLinkInline", "attributes": attributes, "children": [] })
}

/// Where two trees differ first, and how; nothing when they are the same.
pub fn difference(one: &Value, other: &Value) -> Option<String> {
    let (path, one, other) = first_difference("note".to_owned(), one, other)?;
    Some(format!("{path}\n  here:  {one}\n  there: {other}"))
}

fn first_difference<'a>(
    path: String,
    one: &'a Value,
    other: &'a Value,
) -> Option<(String, &'a Value, &'a Value)> {
    match (one, other) {
        _ if one == other => None,
        (Value::Array(here), Value::Array(there)) if here.len() == there.len() => {
            let mut pairs = here.iter().zip(there).enumerate();
            pairs.find_map(|(at, (one, other))| {
                first_difference(format!("{path}[{at}]"), one, other)
            })
        }
        (Value::Object(here), Value::Object(there)) if here.keys().eq(there.keys()) => {
            let mut pairs = here.iter().zip(there.values());
            pairs.find_map(|((name, one), other)| {
                first_difference(format!("{path}.{name}"), one, other)
            })
        }
        _ => Some((path, one, other)),
    }
}

/// Makes the smallest edit of this name in a copy of the state, and answers the update.
pub fn edit(state: &[u8], deed: &str, asked: &Value) -> Vec<u8> {
    let document = document(state);
    let root = document.get_or_insert_xml_fragment(ROOT);
    let mut transaction = document.transact_mut();
    make(&mut transaction, &root, deed, asked);
    transaction.encode_update_v1()
}

fn make(transaction: &mut TransactionMut<'_>, root: &XmlFragmentRef, deed: &str, asked: &Value) {
    let named = |name: &str| {
        asked[name]
            .as_str()
            .unwrap_or_else(|| panic!("{deed} takes {name:?}: {asked}"))
    };
    let place = find(
        transaction,
        root,
        asked["words"].as_str().unwrap_or_else(|| named("after")),
    );
    let (text, from, to) = (&place.text, place.from, place.to);
    match deed {
        "type" => text.insert(transaction, to, named("text")),
        "delete" => text.remove_range(transaction, from, to - from),
        "format" => text.format(transaction, from, to - from, marks(&asked["marks"])),
        "attribute" => {
            let value = any(&asked["value"]);
            parent_of(text).insert_attribute(transaction, named("name"), value);
        }
        "mention" => mention(transaction, &place, &asked["tree"]),
        "insert" => {
            let trees = parts(&asked["trees"]).cloned().collect::<Vec<_>>();
            insert_after(transaction, &container_of(text), &trees);
        }
        "remove" => remove(transaction, &container_of(text)),
        "move" => {
            let container = container_of(text);
            let copy = told(&XmlOut::Element(container.clone()), transaction);
            let target = container_of(&find(transaction, root, named("after")).text);
            insert_after(transaction, &target, &[copy]);
            remove(transaction, &container);
        }
        unknown => panic!("nobody here can do {unknown:?}"),
    }
}

/// Where some words stand.
struct Place {
    text: XmlTextRef,
    from: u32,
    to: u32,
}

/// The first text that has these words, and where; counted as browsers count.
fn find(transaction: &TransactionMut<'_>, root: &XmlFragmentRef, wanted: &str) -> Place {
    let length = |text: &str| u32::try_from(text.encode_utf16().count()).expect("a short text");
    let texts = root
        .successors(transaction)
        .filter_map(XmlOut::into_xml_text);
    let place = |text: XmlTextRef| {
        let all = words(&told(&XmlOut::Text(text.clone()), transaction));
        let from = length(&all[..all.find(wanted)?]);
        Some(Place {
            text,
            from,
            to: from + length(wanted),
        })
    };
    let mut found = texts.filter_map(place);
    found
        .next()
        .unwrap_or_else(|| panic!("no text has {wanted:?}"))
}

/// Puts an element of its own between the words and what follows them.
fn mention(transaction: &mut TransactionMut<'_>, place: &Place, tree: &Value) {
    let Place { text, to, .. } = place;
    let parent = parent_of(text);
    let index = index_of(transaction, &parent, &XmlOut::Text(text.clone())) + 1;
    let (mut at, mut rest) = (0, Vec::new());
    for run in runs(text, transaction) {
        let units: Vec<u16> = run["insert"]
            .as_str()
            .unwrap_or_default()
            .encode_utf16()
            .collect();
        let kept = (*to as usize).saturating_sub(at).min(units.len());
        at += units.len();
        let insert = String::from_utf16(&units[kept..]).expect("words end between letters");
        if !insert.is_empty() {
            rest.push(json!({ "insert": insert, "marks": run["marks"] }));
        }
    }
    let length = u32::try_from(at).expect("a short text");
    text.remove_range(transaction, *to, length - to);
    build(transaction, &parent, index, tree);
    if !rest.is_empty() {
        build(transaction, &parent, index + 1, &json!({ "text": rest }));
    }
}

fn insert_after(transaction: &mut TransactionMut<'_>, container: &XmlElementRef, trees: &[Value]) {
    let group = element(container.parent());
    let mut index = index_of(transaction, &group, &XmlOut::Element(container.clone()));
    for tree in trees {
        index += 1;
        build(transaction, &group, index, tree);
    }
}

/// Takes a block away, and its group with it when that would be empty.
fn remove(transaction: &mut TransactionMut<'_>, container: &XmlElementRef) {
    let group = element(container.parent());
    let index = index_of(transaction, &group, &XmlOut::Element(container.clone()));
    match group.parent() {
        Some(XmlOut::Element(owner)) if group.len(transaction) == 1 => {
            let index = index_of(transaction, &owner, &XmlOut::Element(group));
            owner.remove_range(transaction, index, 1);
        }
        _ => group.remove_range(transaction, index, 1),
    }
}

fn build(transaction: &mut TransactionMut<'_>, parent: &XmlElementRef, index: u32, tree: &Value) {
    if tree["text"].is_array() {
        let text = parent.insert(transaction, index, XmlTextPrelim::new(""));
        for run in parts(&tree["text"]) {
            let (end, insert) = (
                text.len(transaction),
                run["insert"].as_str().unwrap_or_default(),
            );
            text.insert_with_attributes(transaction, end, insert, marks(&run["marks"]));
        }
        return;
    }
    let name = tree["name"].as_str().expect("an element has a name");
    let made = parent.insert(transaction, index, XmlElementPrelim::empty(name));
    for (name, value) in tree["attributes"].as_object().into_iter().flatten() {
        made.insert_attribute(transaction, name.as_str(), any(value));
    }
    for (index, child) in (0..).zip(parts(&tree["children"])) {
        build(transaction, &made, index, child);
    }
}

fn container_of(text: &XmlTextRef) -> XmlElementRef {
    let mut part = parent_of(text);
    while part.tag().as_ref() != "blockContainer" {
        part = element(part.parent());
    }
    part
}

fn parent_of(text: &XmlTextRef) -> XmlElementRef {
    element(text.parent())
}

fn element(part: Option<XmlOut>) -> XmlElementRef {
    part.and_then(XmlOut::into_xml_element)
        .expect("text lies in blocks")
}

fn index_of(transaction: &TransactionMut<'_>, parent: &XmlElementRef, child: &XmlOut) -> u32 {
    let mut children = (0..).zip(parent.children(transaction));
    let found = children.find(|(_, other)| other.as_ptr() == child.as_ptr());
    found.expect("a child has its place").0
}

fn document(state: &[u8]) -> Doc {
    // As browsers count.
    let options = Options {
        offset_kind: OffsetKind::Utf16,
        ..Options::default()
    };
    let document = Doc::with_options(options);
    let update = Update::decode_v1(state).expect("a state decodes");
    document
        .transact_mut()
        .apply_update(update)
        .expect("a state can be applied");
    document
}

fn told(part: &XmlOut, transaction: &impl ReadTxn) -> Value {
    match part {
        XmlOut::Text(text) => json!({ "text": runs(text, transaction) }),
        XmlOut::Element(element) => {
            let attributes = element.attributes(transaction);
            let attributes: Map<_, _> = attributes
                .map(|(name, value)| (name.to_owned(), value_of(&value)))
                .collect();
            let children: Value = element
                .children(transaction)
                .map(|child| told(&child, transaction))
                .collect();
            json!({ "name": element.tag().as_ref(), "attributes": attributes, "children": children })
        }
        XmlOut::Fragment(_) => panic!("a fragment within a note"),
    }
}

/// The runs of a text, as long as they go.
fn runs(text: &XmlTextRef, transaction: &impl ReadTxn) -> Vec<Value> {
    let mut runs: Vec<(String, Map<String, Value>)> = Vec::new();
    for piece in text.diff(transaction, |_| ()) {
        let Value::String(insert) = value_of(&piece.insert) else {
            panic!("a text of {:?}", piece.insert);
        };
        let marks = piece.attributes.iter().flat_map(|marks| marks.iter());
        let marks = marks
            .map(|(name, value)| (name.to_string(), json_of(value)))
            .collect();
        match runs.last_mut() {
            Some((last, same)) if *same == marks => last.push_str(&insert),
            _ => runs.push((insert, marks)),
        }
    }
    let run = |(insert, marks)| json!({ "insert": insert, "marks": Value::Object(marks) });
    runs.into_iter().map(run).collect()
}

fn value_of(value: &Out) -> Value {
    match value {
        Out::Any(any) => json_of(any),
        other => panic!("a value of {other:?}"),
    }
}

/// Typed as it is; JSON has no word for a value that is there and undefined.
fn json_of(value: &Any) -> Value {
    match value {
        Any::Undefined => json!({ "undefined": true }),
        Any::Null => Value::Null,
        Any::Bool(value) => json!(value),
        Any::Number(number) => match number.as_i64() {
            Some(whole) => json!(whole),
            None => json!(number.as_f64()),
        },
        Any::String(text) => json!(text.as_ref()),
        Any::Buffer(bytes) => panic!("{} bytes in an attribute", bytes.len()),
        Any::Array(list) => list.iter().map(json_of).collect(),
        Any::Map(map) => map
            .iter()
            .map(|(name, value)| (name.clone(), json_of(value)))
            .collect::<Map<_, _>>()
            .into(),
    }
}

fn any(value: &Value) -> Any {
    match value {
        Value::Null => Any::Null,
        Value::Bool(value) => Any::Bool(*value),
        Value::Number(number) => Any::Number(match number.as_i64() {
            Some(whole) => Number::Int(whole),
            None => Number::Float(number.as_f64().expect("a number")),
        }),
        Value::String(text) => Any::from(text.as_str()),
        Value::Array(list) => Any::Array(list.iter().map(any).collect()),
        Value::Object(map) if map.contains_key("undefined") => Any::Undefined,
        Value::Object(map) => {
            let pairs = map.iter().map(|(name, value)| (name.clone(), any(value)));
            Any::Map(Arc::new(pairs.collect::<HashMap<_, _>>()))
        }
    }
}

fn marks(described: &Value) -> Attrs {
    let pairs = described.as_object().into_iter().flatten();
    pairs
        .map(|(name, value)| (Arc::from(name.as_str()), any(value)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_built_from_a_description_is_described_like_that() {
        let text = json!([{ "insert": "Hello ", "marks": {} }, { "insert": "👋", "marks": { "bold": {} } }]);
        let attributes = json!({
            "level": 2, "part": 0.5, "isToggleable": false, "previewWidth": { "undefined": true }, "colwidth": [100],
        });
        let block =
            json!({ "name": "image", "attributes": attributes, "children": [{ "text": text }] });
        let document = Doc::new();
        let root = document.get_or_insert_xml_fragment(ROOT);
        let mut transaction = document.transact_mut();
        let group = root.insert(&mut transaction, 0, XmlElementPrelim::empty("blockGroup"));
        build(&mut transaction, &group, 0, &block);
        let described = tree(&transaction.encode_update_v1());
        assert_eq!(described[0]["children"], json!([block]));
    }

    #[test]
    fn a_difference_is_told_with_its_place() {
        let one = json!([block("a", "quote", json!({}), "here")]);
        let other = json!([block("a", "quote", json!({}), "there")]);
        assert_eq!(difference(&one, &one), None);
        let told = difference(&one, &other).unwrap();
        let place = "note[0].children[0].children[0].text[0].insert";
        assert_eq!(
            told,
            format!("{place}\n  here:  \"here\"\n  there: \"there\"")
        );
    }
}
