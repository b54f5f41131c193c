//! The parts of a DOCX file that a page is made of: its text, styles, lists, notes and pictures.

mod body;
mod lists;
mod picture;
mod styles;
mod table;
mod text;

use std::collections::HashMap;

use crate::archive::unpack;
use crate::flow::{self, Piece, alone};
use crate::xml::{Element, parse};
use crate::{Error, Files, Kind, Page};

use lists::Lists;
use styles::Styles;

/// What a reader goes by, and what it has found so far.
struct Reader<'a> {
    parts: &'a Parts,
    /// Those of the part that is being read.
    relations: &'a Relations,
    styles: Styles,
    lists: Lists,
    fields: Vec<text::Field>,
    /// Every note that there is.
    all_notes: HashMap<NoteId<'a>, Note<'a>>,
    /// Those that the text refers to, in its order, and their numbers.
    notes: Vec<Note<'a>>,
    numbers: HashMap<NoteId<'a>, usize>,
    files: Files,
}

/// A note by the name of its element and its number in its part.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct NoteId<'a> {
    kind: &'static str,
    id: &'a str,
}

/// A footnote or an endnote that the text refers to.
#[derive(Clone, Copy)]
struct Note<'a> {
    relations: &'a Relations,
    content: &'a Element,
}

/// Where a part refers to, by the name that it uses.
type Relations = HashMap<String, Relation>;

struct Relation {
    kind: String,
    target: String,
    external: bool,
}

/// The files of a document, and those that are XML as trees.
struct Parts {
    files: HashMap<String, Vec<u8>>,
    main: Tree,
    footnotes: Option<Tree>,
    endnotes: Option<Tree>,
}

/// A part with what it refers to.
struct Tree {
    root: Element,
    relations: Relations,
}

pub(super) fn page(bytes: &[u8]) -> Result<Page, Error> {
    let files: HashMap<String, Vec<u8>> = unpack(bytes)?
        .into_iter()
        .map(|entry| (entry.name, entry.bytes))
        .collect();
    let top = relations(&files, "")?;
    let main = target_of(&top, "officeDocument").unwrap_or("word/document.xml");
    let main = tree(&files, main)?.ok_or_else(|| super::unreadable("no document in it"))?;
    let other = |kind| match target_of(&main.relations, kind) {
        Some(name) => tree(&files, name),
        None => Ok(None),
    };
    let styles = Styles::of(other("styles")?.map(|tree| tree.root));
    let lists = Lists::of(other("numbering")?.map(|tree| tree.root));
    let (footnotes, endnotes) = (other("footnotes")?, other("endnotes")?);
    let properties = match target_of(&top, "metadata/core-properties") {
        Some(name) => tree(&files, name)?.map(|tree| tree.root),
        None => None,
    };
    let parts = Parts {
        files,
        main,
        footnotes,
        endnotes,
    };
    assemble(&parts, styles, lists, properties)
}

fn assemble(
    parts: &Parts,
    styles: Styles,
    lists: Lists,
    properties: Option<Element>,
) -> Result<Page, Error> {
    let property = |name: &str| {
        let found = properties.as_ref()?.child(name)?.text();
        (!found.trim().is_empty()).then_some(found)
    };
    let language = styles.language.clone().or_else(|| property("dc:language"));
    let mut reader = Reader {
        parts,
        relations: &parts.main.relations,
        styles,
        lists,
        fields: Vec::new(),
        all_notes: parts.notes().collect(),
        notes: Vec::new(),
        numbers: HashMap::new(),
        files: Files::new(),
    };
    let mut pieces = Vec::new();
    if let Some(body) = parts.main.root.child("w:body") {
        reader.blocks(body, &mut pieces);
    }
    reader.append_notes(&mut pieces);
    let mut page = flow::page(pieces, property("dc:title"))?;
    page.language = primary(&language.unwrap_or_default());
    page.files = reader.files;
    Ok(page)
}

impl<'a> Reader<'a> {
    /// The notes that the text refers to, after it, each with the number that stands there.
    fn append_notes(&mut self, pieces: &mut Vec<Piece>) {
        let mut next = 0;
        while next < self.notes.len() {
            let Note { relations, content } = self.notes[next];
            next += 1;
            self.relations = relations;
            self.fields.clear();
            let mut note = Vec::new();
            self.blocks(content, &mut note);
            if next == 1 {
                pieces.push(alone(Kind::Divider));
            }
            flow::number(&mut note, next);
            pieces.append(&mut note);
        }
    }

    /// The number by which the text refers to this note.
    fn note(&mut self, id: NoteId<'a>) -> Option<usize> {
        let note = *self.all_notes.get(&id)?;
        let next = self.notes.len() + 1;
        let number = *self.numbers.entry(id).or_insert(next);
        if number == next {
            self.notes.push(note);
        }
        Some(number)
    }
}

impl Parts {
    fn notes(&self) -> impl Iterator<Item = (NoteId<'_>, Note<'_>)> {
        let parts = [
            ("w:footnote", &self.footnotes),
            ("w:endnote", &self.endnotes),
        ];
        parts
            .into_iter()
            .filter_map(|(kind, tree)| Some((kind, tree.as_ref()?)))
            .flat_map(|(kind, tree)| {
                tree.root.all(kind).filter_map(move |content| {
                    let id = content.attribute("w:id")?;
                    let note = Note {
                        relations: &tree.relations,
                        content,
                    };
                    Some((NoteId { kind, id }, note))
                })
            })
    }
}

/// A part and what it refers to; none if there is no such file.
fn tree(files: &HashMap<String, Vec<u8>>, name: &str) -> Result<Option<Tree>, Error> {
    let Some(bytes) = files.get(name) else {
        return Ok(None);
    };
    Ok(Some(Tree {
        root: parse(bytes)?,
        relations: relations(files, name)?,
    }))
}

/// What a part refers to; the whole file does if it has no name.
fn relations(files: &HashMap<String, Vec<u8>>, part: &str) -> Result<Relations, Error> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let list = inside(folder, &format!("_rels/{name}.rels"));
    let Some(bytes) = files.get(&list) else {
        return Ok(Relations::new());
    };
    let root = parse(bytes)?;
    let relation = |element: &Element| {
        let target = element.attribute("Target")?;
        let external = element.attribute("TargetMode") == Some("External");
        let relation = Relation {
            kind: element.attribute("Type")?.to_owned(),
            target: match external {
                true => target.to_owned(),
                false => inside(folder, target),
            },
            external,
        };
        Some((element.attribute("Id")?.to_owned(), relation))
    };
    Ok(root.elements().filter_map(relation).collect())
}

fn target_of<'a>(relations: &'a Relations, kind: &str) -> Option<&'a str> {
    relations
        .values()
        .find(|relation| !relation.external && relation.kind.ends_with(&format!("/{kind}")))
        .map(|relation| relation.target.as_str())
}

/// The name of a file that one in this folder calls so.
fn inside(folder: &str, target: &str) -> String {
    let mut path: Vec<&str> = match target.starts_with('/') {
        true => Vec::new(),
        false => folder.split('/').collect(),
    };
    for part in target.split('/') {
        match part {
            ".." => drop(path.pop()),
            "." => {}
            part => path.push(part),
        }
    }
    path.retain(|part| !part.is_empty());
    path.join("/")
}

/// The language without its country.
fn primary(language: &str) -> String {
    let primary = language.split(['-', '_']).next().unwrap_or_default();
    primary.trim().to_ascii_lowercase()
}

/// The value of an element that is said by its only attribute.
fn value_of<'a>(element: &'a Element, name: &str) -> Option<&'a str> {
    element.child(name)?.attribute("w:val")
}

/// Whether an element is there and does not say no.
fn flag(element: &Element, name: &str) -> Option<bool> {
    let found = element.child(name)?;
    Some(!matches!(
        found.attribute("w:val"),
        Some("0" | "false" | "off" | "none")
    ))
}

/// A measure in twentieths of a point, as points.
fn points(twips: &str) -> Option<f64> {
    // Newer files may say the unit.
    if let Some(points) = twips.strip_suffix("pt") {
        return points.parse().ok();
    }
    let twips: f64 = twips.parse().ok()?;
    twips.is_finite().then_some(twips / 20.0)
}
