//! Notes with all that is under them as one ZIP, and such a ZIP as notes again.
//!
//! For this program there is a list of the notes with the exact text of each; for everybody else the same notes as
//! Markdown, in folders as they stand under each other, beside the files that they show. It promises that what was
//! packed comes back as it was, under new names, so that nothing that is here is written over, and that an archive
//! which cannot be read makes no note. It deliberately leaves out comments, rights and versions; a file that is larger
//! than a note may be given is packed, but not taken back.

use std::collections::{HashMap, HashSet};
use std::io::{Seek, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use formats::archive::{Archive, Entry, Limits, Packer};
use formats::{Page, plain_name};
use serde::{Deserialize, Serialize};
use yrs::TransactionMut;

use crate::attachments::FileName;
use crate::document::{self, Document};
use crate::error::{Cause, Error};
use crate::exchange::{apart, readdress};
use crate::id::NoteId;
use crate::library::{Origin, unreadable};
use crate::notes::Notes;
use crate::record::Record;

/// The list of the notes in an archive.
const LIST: &str = "attache-notes.json";
/// The list as it is written today; one that says more was written by a later program.
const VERSION: u32 = 1;
const LIMITS: Limits = Limits {
    packed: 2 << 30,
    unpacked: 8 << 30,
    entry: 256 << 20,
    entries: 500_000,
};
/// More notes are not unpacked at once.
const MOST_NOTES: usize = 100_000;
/// The longest name of a file in an archive, in characters: some systems take only short paths.
const LONGEST_NAME: usize = 60;
const PACKING: &str = "packing the notes";
const UNPACKING: &str = "unpacking notes";

/// What was packed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Packed {
    /// So many notes.
    pub notes: usize,
    /// Of them, those whose text is not on this computer: only their names are there.
    pub without_text: usize,
    /// Files that they show, which are not on this computer and could not be fetched.
    pub missing_files: usize,
}

#[derive(Serialize, Deserialize)]
struct List {
    version: u32,
    /// Each behind the one it stands under, and behind those that stand before it there.
    notes: Vec<Kept>,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    id: NoteId,
    title: Option<String>,
    parent: Option<NoteId>,
    favourite: bool,
    pinned: bool,
    /// The entry with its text, a Yjs update of version 1.
    text: Option<String>,
    files: Vec<KeptFile>,
}

#[derive(Serialize, Deserialize)]
struct KeptFile {
    /// Where the server has it.
    path: String,
    entry: String,
}

impl Notes {
    /// Packs a note with all that is under it, or all notes that are in no trash. After each of them `told` hears how
    /// many are done, and of how many.
    ///
    /// # Errors
    /// [`Error::Missing`], [`Error::Store`], or [`Error::Unreadable`] when it cannot be written.
    pub async fn pack<W: Write + Seek + Send + 'static>(
        &self,
        root: Option<&NoteId>,
        to: W,
        told: impl Fn(usize, usize),
    ) -> Result<(W, Packed), Error> {
        if let Some(root) = root {
            self.known(root)?;
        }
        let notes = self.in_order(root);
        let mut packing = Packing {
            notes: self,
            packer: Arc::new(Mutex::new(Packer::new(to))),
            places: Places::default(),
            files: HashSet::new(),
            reached: true,
            packed: Packed::default(),
        };
        let mut list = Vec::new();
        for (note, record) in &notes {
            let parent = record.parent.clone().filter(|_| Some(note) != root);
            list.push(packing.add(note, record, parent).await?);
            told(list.len(), notes.len());
        }
        let list = List {
            version: VERSION,
            notes: list,
        };
        packing.finish(&list).await
    }

    /// Makes notes of an archive, under a new one that is called as it is. After each of them `told` hears how many are
    /// done, and of how many.
    ///
    /// # Errors
    /// [`Error::Unreadable`] when the archive was not packed by [`pack`](Self::pack) or is damaged; no note was made
    /// then. [`Error::Store`] when a note was not saved; those before it are there.
    pub async fn unpack(
        &self,
        name: &str,
        bytes: Vec<u8>,
        told: impl Fn(usize, usize),
    ) -> Result<NoteId, Error> {
        let bytes: Arc<[u8]> = bytes.into();
        let checking = bytes.clone();
        let list = apart(UNPACKING, move || checked(checking)).await?;
        let archive = Archive::open(bytes, LIMITS).map_err(unpacking)?;
        let mut unpacking = Unpacking {
            notes: self,
            archive: Arc::new(Mutex::new(archive)),
            top: self.create(Some(name.to_owned()), None).await?,
            made: HashSet::new(),
            names: list
                .notes
                .iter()
                .map(|kept| (kept.id.clone(), NoteId::random()))
                .collect(),
        };
        for (index, kept) in list.notes.iter().enumerate() {
            unpacking.add(kept).await?;
            told(index + 1, list.notes.len());
        }
        Ok(unpacking.top)
    }

    /// The note and those under it, or all: each behind the one it stands under, in the order of the list.
    fn in_order(&self, root: Option<&NoteId>) -> Vec<(NoteId, Record)> {
        let listed = self.list().into_iter().map(|summary| {
            let under = summary.parent.filter(|_| Some(&summary.id) != root);
            (under, (summary.place, summary.id))
        });
        let mut below: HashMap<Option<NoteId>, Vec<(String, NoteId)>> = HashMap::new();
        for (under, note) in listed {
            below.entry(under).or_default().push(note);
        }
        below.values_mut().for_each(|notes| {
            notes.sort();
            notes.reverse();
        });
        let mut open = match root {
            Some(root) => vec![(String::new(), root.clone())],
            None => below.remove(&None).unwrap_or_default(),
        };
        let mut notes = Vec::new();
        loop {
            while let Some((_, note)) = open.pop() {
                open.extend(below.remove(&Some(note.clone())).unwrap_or_default());
                notes.extend(self.library().record(&note).map(|record| (note, record)));
            }
            // Notes that stand under each other, because a move of ours waits that the server will refuse.
            let circle = below.keys().next().cloned().filter(|_| root.is_none());
            match circle.and_then(|circle| below.remove(&circle)) {
                Some(notes) => open = notes,
                None => return notes,
            }
        }
    }
}

struct Packing<'a, W: Write + Seek> {
    notes: &'a Notes,
    packer: Arc<Mutex<Packer<W>>>,
    places: Places,
    /// The entries of files that are packed already: notes may show each other's.
    files: HashSet<String>,
    /// Whether the server could be asked for files so far.
    reached: bool,
    packed: Packed,
}

impl<W: Write + Seek + Send + 'static> Packing<'_, W> {
    async fn add(
        &mut self,
        note: &NoteId,
        record: &Record,
        parent: Option<NoteId>,
    ) -> Result<Kept, Error> {
        let title = record.title.clone().unwrap_or_default();
        let place = self.places.take(note, parent.as_ref(), &title);
        let mut kept = Kept {
            id: note.clone(),
            title: record.title.clone(),
            parent,
            favourite: record.favourite,
            pinned: record.pinned,
            text: None,
            files: Vec::new(),
        };
        self.packed.notes += 1;
        if !record.here {
            self.packed.without_text += 1;
            return Ok(kept);
        }
        let library = self.notes.library();
        let read = |document: &Document| {
            (
                document.state(),
                document.file_addresses(),
                document.blocks(),
            )
        };
        let (state, mut addresses, mut blocks) = library.read(note, read).await?;
        addresses.sort();
        addresses.dedup();
        let mut beside = Vec::new();
        for address in addresses {
            if let Some(file) = self.add_file(&address).await? {
                let up = "../".repeat(place.matches('/').count());
                beside.push((address, format!("{up}{}", file.entry)));
                kept.files.push(file);
            }
        }
        readdress(&mut blocks, &beside);
        let page = Page {
            title,
            blocks,
            ..Page::default()
        };
        let page = apart(PACKING, move || formats::markdown::write(&page)).await?;
        self.write(place + ".md", page.into_bytes()).await?;
        let text = format!("Texts/{note}.yjs");
        self.write(text.clone(), state.map_err(unreadable)?).await?;
        kept.text = Some(text);
        Ok(kept)
    }

    /// Packs the file that an address shows, if it is one of ours and is here or can be fetched.
    async fn add_file(&mut self, address: &str) -> Result<Option<KeptFile>, Error> {
        let Some((note, file)) = FileName::at(address) else {
            return Ok(None);
        };
        let kept = KeptFile {
            path: file.path(&note),
            entry: format!("Files/{note}/{file}"),
        };
        if self.files.contains(&kept.entry) {
            return Ok(Some(kept));
        }
        let bytes = if self.reached || self.notes.files().has(&note, &file) {
            self.notes.attachment(&note, &file).await
        } else {
            Err(Error::Offline { doing: PACKING })
        };
        match bytes {
            Ok(bytes) => {
                self.write_with(Packer::add_stored, kept.entry.clone(), bytes)
                    .await?;
            }
            Err(error @ Error::Store { .. }) => return Err(error),
            Err(error) => {
                tracing::info!(%note, %error, "a file is not packed");
                self.reached &= !matches!(error, Error::Offline { .. } | Error::SignedOut { .. });
                self.packed.missing_files += 1;
                return Ok(None);
            }
        }
        self.files.insert(kept.entry.clone());
        Ok(Some(kept))
    }

    async fn write(&self, name: String, bytes: Vec<u8>) -> Result<(), Error> {
        self.write_with(Packer::add, name, bytes).await
    }

    async fn write_with(
        &self,
        add: fn(&mut Packer<W>, &Entry) -> Result<(), formats::Error>,
        name: String,
        bytes: Vec<u8>,
    ) -> Result<(), Error> {
        let packer = self.packer.clone();
        let entry = Entry { name, bytes };
        apart(PACKING, move || add(&mut locked(&packer), &entry)).await
    }

    async fn finish(self, list: &List) -> Result<(W, Packed), Error> {
        let bytes = serde_json::to_vec_pretty(list).map_err(|source| Error::Unreadable {
            doing: PACKING,
            source: source.into(),
        })?;
        self.write(LIST.to_owned(), bytes).await?;
        let packer = Arc::into_inner(self.packer).expect("nobody packs any more");
        let packer = packer.into_inner().unwrap_or_else(PoisonError::into_inner);
        let to = apart(PACKING, move || packer.finish()).await?;
        Ok((to, self.packed))
    }
}

/// Where the notes stand for those who read the archive without this program.
#[derive(Default)]
struct Places {
    /// Without an ending: the file of the note has one, and the folder of those under it has not.
    places: HashMap<NoteId, String>,
    /// In lower case, as some disks do not tell them apart.
    taken: HashSet<String>,
}

impl Places {
    fn take(&mut self, note: &NoteId, parent: Option<&NoteId>, title: &str) -> String {
        let folder = parent.and_then(|parent| self.places.get(parent));
        let folder = folder.map_or("Notes", String::as_str);
        let title: String = title.chars().take(LONGEST_NAME).collect();
        let name = plain_name(&title.replace(['/', '\\', '.'], "-"));
        let numbered = (2..).map(|number| format!("{folder}/{name} ({number})"));
        let mut names = std::iter::once(format!("{folder}/{name}")).chain(numbered);
        let free = |place: &String| self.taken.insert(place.to_lowercase());
        let place = names.find(free).expect("numbers do not end");
        self.places.insert(note.clone(), place.clone());
        place
    }
}

struct Unpacking<'a> {
    notes: &'a Notes,
    archive: Arc<Mutex<Archive<Arc<[u8]>>>>,
    /// What all others stand under.
    top: NoteId,
    /// By their new names.
    made: HashSet<NoteId>,
    /// The new name of each.
    names: HashMap<NoteId, NoteId>,
}

impl Unpacking<'_> {
    async fn add(&mut self, kept: &Kept) -> Result<(), Error> {
        let note = &self.names[&kept.id];
        let above = kept.parent.as_ref().and_then(|above| self.names.get(above));
        let above = above.filter(|above| self.made.contains(above));
        let above = above.unwrap_or(&self.top).clone();
        // In the order of the list, and no longer than a place of the server's, however many there are.
        let place = format!("{:07}", self.made.len());
        self.notes
            .make(note, kept.title.clone(), Some(above), place)
            .await?;
        self.made.insert(note.clone());
        let files = self.files(note, &kept.files).await?;
        if let Some(text) = &kept.text {
            let state = self.read(text).await?;
            let other = |old: &str| self.names.get(&NoteId::parse(old)?).map(NoteId::to_string);
            let change = |transaction: &mut TransactionMut<'_>| {
                document::readdress(transaction, &files);
                document::relink(transaction, other);
            };
            let state = Document::altered(&state, change).map_err(unreadable)?;
            let library = self.notes.library();
            library.apply(note, state, Origin::Local).await?;
        }
        if kept.favourite {
            self.notes.favour(note, true).await?;
        }
        if kept.pinned {
            self.notes.pin(note, true).await?;
        }
        Ok(())
    }

    /// Gives the note its files; pairs of where each was, and its address from here on.
    async fn files(
        &self,
        note: &NoteId,
        files: &[KeptFile],
    ) -> Result<Vec<(String, String)>, Error> {
        let mut pairs = Vec::new();
        for file in files {
            let bytes = self.read(&file.entry).await?;
            let attached = self.notes.attach_shown(note, &file.path, bytes).await?;
            pairs.extend(attached.map(|address| (file.path.clone(), address)));
        }
        Ok(pairs)
    }

    async fn read(&self, entry: &str) -> Result<Vec<u8>, Error> {
        let (archive, entry) = (self.archive.clone(), entry.to_owned());
        apart(UNPACKING, move || locked(&archive).read(&entry)).await
    }
}

/// The list of an archive, all of whose entries can be read.
fn checked(bytes: Arc<[u8]>) -> Result<List, formats::Error> {
    let mut archive = Archive::open(bytes, LIMITS)?;
    let wrong = |source: Cause| formats::Error::Unreadable {
        what: "an archive of notes",
        source,
    };
    let list = archive.read(LIST)?;
    let list: List = serde_json::from_slice(&list).map_err(|error| wrong(error.into()))?;
    if list.version > VERSION {
        return Err(wrong("it was written by a later version".into()));
    }
    if list.notes.len() > MOST_NOTES {
        return Err(formats::Error::TooLarge {
            what: "an archive of notes",
        });
    }
    let mut known = HashSet::new();
    for kept in &list.notes {
        if !known.insert(&kept.id) {
            return Err(wrong("two notes of one name".into()));
        }
        if let Some(text) = &kept.text {
            let state = archive.read(text)?;
            Document::altered(&state, |_| ()).map_err(|refusal| wrong(refusal.into()))?;
        }
        for file in &kept.files {
            archive.read(&file.entry)?;
        }
    }
    Ok(list)
}

fn unpacking(source: formats::Error) -> Error {
    Error::Unreadable {
        doing: UNPACKING,
        source: source.into(),
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_of_one_title_stand_beside_each_other() {
        let (above, note) = (NoteId::random(), NoteId::random);
        let mut places = Places::default();
        let mut take = |note: &NoteId, parent, title: &str| places.take(note, parent, title);
        assert_eq!(take(&above, None, "Budget 2026/27"), "Notes/Budget 2026-27");
        assert_eq!(
            take(&note(), None, "BUDGET 2026/27"),
            "Notes/BUDGET 2026-27 (2)"
        );
        assert_eq!(
            take(&note(), Some(&above), "../.."),
            "Notes/Budget 2026-27/-----"
        );
        assert_eq!(take(&note(), Some(&above), ""), "Notes/Budget 2026-27/file");
    }
}
