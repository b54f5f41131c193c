//! Files packed into one, as word processors do: ZIP, stored or deflated.
//!
//! It promises that what comes out is no larger than stated here, bears names that stay inside, and each only once. It
//! deliberately writes no dates, so that the same files always make the same bytes, and reads no encrypted archive.

use std::collections::HashSet;
use std::io::{Cursor, Read, Seek, Write};

use zip::read::ZipFile;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use crate::Error;

/// How many times larger a file may be than its packed form, once it is of [`NOTICEABLE`] size. XML and text stay below.
const RATIO: u64 = 200;
const NOTICEABLE: u64 = 4 << 20;
/// OpenDocument wants this one first and not packed, so that the kind of file can be told from its first bytes.
const MIMETYPE: &str = "mimetype";

/// Any higher takes longer and makes text hardly smaller.
const LEVEL: i64 = 6;
const WHAT: &str = "an archive";

/// A file in an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name, folders with `/`.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// How much of an archive is taken in.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The largest archive; bytes.
    pub packed: usize,
    /// The most that may come out of it; bytes.
    pub unpacked: u64,
    /// The most that may come out of one file in it; bytes.
    pub entry: u64,
    /// The most files in it.
    pub entries: usize,
}

/// A document of a word processor.
const DOCUMENT: Limits = Limits {
    packed: 64 << 20,
    unpacked: 256 << 20,
    entry: 128 << 20,
    entries: 10_000,
};

/// The files as one, in their order. One named `mimetype` is stored as it is; put it first.
pub fn pack(files: impl IntoIterator<Item = Entry>) -> Result<Vec<u8>, Error> {
    let mut packer = Packer::new(Cursor::new(Vec::new()));
    for file in files {
        packer.add(&file)?;
    }
    Ok(packer.finish()?.into_inner())
}

/// The files that were packed into a word processor's document; folders are left out.
pub fn unpack(bytes: &[u8]) -> Result<Vec<Entry>, Error> {
    let mut archive = Archive::open(bytes, DOCUMENT)?;
    let names = archive.names().to_vec();
    names
        .into_iter()
        .map(|name| archive.read(&name).map(|bytes| Entry { name, bytes }))
        .collect()
}

/// Files that are packed one after another, so that they need not all be in memory.
pub struct Packer<W: Write + Seek>(ZipWriter<W>);

impl<W: Write + Seek> Packer<W> {
    /// Packs to here.
    pub fn new(to: W) -> Self {
        Self(ZipWriter::new(to))
    }

    /// The next file.
    pub fn add(&mut self, file: &Entry) -> Result<(), Error> {
        self.add_with(file, options(file))
    }

    /// The next file, not packed any smaller: most pictures and films cannot be.
    pub fn add_stored(&mut self, file: &Entry) -> Result<(), Error> {
        self.add_with(
            file,
            undated().compression_method(CompressionMethod::Stored),
        )
    }

    fn add_with(&mut self, file: &Entry, options: SimpleFileOptions) -> Result<(), Error> {
        let started = self.0.start_file(file.name.as_str(), options);
        started.map_err(unwritable)?;
        self.0.write_all(&file.bytes).map_err(unwritable)
    }

    /// That was the last; where it was packed to.
    pub fn finish(self) -> Result<W, Error> {
        self.0.finish().map_err(unwritable)
    }
}

/// Packed files that are taken out one by one.
pub struct Archive<T: AsRef<[u8]>> {
    archive: ZipArchive<Cursor<T>>,
    /// Of its files, without its folders.
    names: Vec<String>,
    /// What may still come out; bytes.
    room: u64,
    /// The most that may come out of one file.
    entry: u64,
    /// The files that have come out: they are counted once.
    read: HashSet<String>,
}

impl<T: AsRef<[u8]>> Archive<T> {
    /// Reads what is in it, and nothing of the files yet.
    pub fn open(bytes: T, limits: Limits) -> Result<Self, Error> {
        if bytes.as_ref().len() > limits.packed {
            return Err(Error::TooLarge { what: WHAT });
        }
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(unreadable)?;
        if archive.has_duplicate_names() {
            return Err(unreadable("two files of one name"));
        }
        if archive.len() > limits.entries {
            return Err(Error::TooLarge { what: WHAT });
        }
        let mut known = HashSet::new();
        let mut names = Vec::new();
        for index in 0..archive.len() {
            let file = archive.by_index(index).map_err(unreadable)?;
            let name = name_of(&file)?;
            if !known.insert(name.to_lowercase()) {
                return Err(unreadable("two files of one name"));
            }
            if file.is_file() {
                names.push(name);
            }
        }
        Ok(Self {
            archive,
            names,
            room: limits.unpacked,
            entry: limits.entry,
            read: HashSet::new(),
        })
    }

    /// The names of the files in it, in their order.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// What is in a file. What was taken out before counts too, each file once.
    pub fn read(&mut self, name: &str) -> Result<Vec<u8>, Error> {
        let known = self.read.contains(name);
        let room = if known {
            self.entry
        } else {
            self.room.min(self.entry)
        };
        let mut file = self.archive.by_name(name).map_err(unreadable)?;
        let bytes = content_of(&mut file, room)?;
        if self.read.insert(name.to_owned()) {
            self.room -= bytes.len() as u64;
        }
        Ok(bytes)
    }
}

fn options(file: &Entry) -> SimpleFileOptions {
    let options = undated();
    if file.name == MIMETYPE {
        options.compression_method(CompressionMethod::Stored)
    } else {
        options
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(LEVEL))
    }
}

fn undated() -> SimpleFileOptions {
    SimpleFileOptions::default().last_modified_time(DateTime::default())
}

/// The name, if it leads to no other place than one inside the archive.
fn name_of<R: Read>(file: &ZipFile<'_, R>) -> Result<String, Error> {
    let name = file.name().map_err(unreadable)?.into_owned();
    let path = name.strip_suffix('/').unwrap_or(&name);
    let inside = path
        .split('/')
        .all(|part| !part.is_empty() && part != "." && part != "..");
    if !inside || name.contains(['\\', ':', '\0']) {
        return Err(unreadable("a name that leads elsewhere"));
    }
    Ok(name)
}

/// What is in a file. Its own word about its size is never believed.
fn content_of<R: Read>(file: &mut ZipFile<'_, R>, room: u64) -> Result<Vec<u8>, Error> {
    if !matches!(
        file.compression(),
        CompressionMethod::Stored | CompressionMethod::Deflated
    ) {
        return Err(unreadable("a file packed in a way that is not known"));
    }
    let most = room.min(NOTICEABLE.max(file.compressed_size().saturating_mul(RATIO)));
    let mut bytes = Vec::new();
    let size = file
        .take(most + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    if size as u64 > most {
        return Err(Error::TooLarge { what: WHAT });
    }
    Ok(bytes)
}

fn unreadable(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::Unreadable {
        what: WHAT,
        source: source.into(),
    }
}

fn unwritable(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::Unwritable {
        what: WHAT,
        source: source.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(name: &str, bytes: impl Into<Vec<u8>>) -> Entry {
        Entry {
            name: name.to_owned(),
            bytes: bytes.into(),
        }
    }

    /// An archive of one file whose name is exchanged for one that is as long, as no honest packer would write it.
    fn named(name: &str) -> Vec<u8> {
        let honest = "x".repeat(name.len());
        let packed = pack([entry(&honest, "content")]).unwrap();
        replaced(packed, honest.as_bytes(), name.as_bytes())
    }

    fn replaced(mut bytes: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
        assert_eq!(from.len(), to.len());
        let places: Vec<usize> = bytes
            .windows(from.len())
            .enumerate()
            .filter_map(|(place, window)| (window == from).then_some(place))
            .collect();
        for place in places {
            bytes[place..place + to.len()].copy_from_slice(to);
        }
        bytes
    }

    fn reason(bytes: &[u8]) -> String {
        match unpack(bytes).unwrap_err() {
            Error::Unreadable { source, .. } => source.to_string(),
            error => error.to_string(),
        }
    }

    #[test]
    fn what_is_packed_comes_out_in_its_order() {
        let files = [
            entry("mimetype", "application/vnd.oasis.opendocument.text"),
            entry("content.xml", "é".repeat(10_000)),
            entry("Pictures/1 Ω.png", [0, 255, 1]),
            entry("empty", ""),
        ];
        assert_eq!(unpack(&pack(files.clone()).unwrap()).unwrap(), files);
    }

    #[test]
    fn the_kind_of_an_open_document_stands_in_its_first_bytes() {
        let packed = pack([entry("mimetype", "application/x"), entry("a", "b")]).unwrap();
        assert_eq!(&packed[30..51], b"mimetypeapplication/x");
    }

    #[test]
    fn the_same_files_always_make_the_same_bytes() {
        let packed = || pack([entry("a", "b")]).unwrap();
        assert_eq!(packed(), packed());
    }

    #[test]
    fn a_name_that_leads_elsewhere_is_refused() {
        for name in [
            "../a", "a/../b", "/etc/a", "..\\a", "C:/a", "a//b", "./a", "..", "a\0b",
        ] {
            assert_eq!(
                reason(&named(name)),
                "a name that leads elsewhere",
                "{name}"
            );
        }
        assert!(unpack(&named("a/b..c/.d")).is_ok());
    }

    #[test]
    fn two_files_of_one_name_are_refused() {
        let packed = pack([entry("aaa", "1"), entry("bbb", "2")]).unwrap();
        for twin in ["aaa", "AAA"] {
            let twins = replaced(packed.clone(), b"bbb", twin.as_bytes());
            assert_eq!(reason(&twins), "two files of one name");
        }
    }

    #[test]
    fn an_encrypted_file_is_refused() {
        let packed = pack([entry("a", "1")]).unwrap();
        let local = replaced(packed, b"PK\x03\x04\x14\0\0", b"PK\x03\x04\x14\0\x01");
        let flags = local
            .windows(4)
            .position(|window| window == b"PK\x01\x02")
            .unwrap()
            + 8;
        let mut locked = local;
        locked[flags] |= 1;
        assert!(reason(&locked).contains("assword"), "{}", reason(&locked));
    }

    #[test]
    fn a_bomb_does_not_go_off() {
        let bomb = pack([entry("a", vec![0; 8 << 20])]).unwrap();
        assert!(bomb.len() < 20_000);
        assert!(matches!(unpack(&bomb), Err(Error::TooLarge { .. })));
        let many = pack((0..=DOCUMENT.entries).map(|index| entry(&index.to_string(), "")));
        assert!(matches!(
            unpack(&many.unwrap()),
            Err(Error::TooLarge { .. })
        ));
    }

    #[test]
    fn a_damaged_archive_is_an_error_and_no_more() {
        let packed = pack([entry("a", "abc".repeat(99)), entry("b/c", "d")]).unwrap();
        for end in 0..packed.len() {
            assert!(unpack(&packed[..end]).is_err());
        }
        for place in 0..packed.len() {
            for bit in 0..8 {
                let mut damaged = packed.clone();
                damaged[place] ^= 1 << bit;
                let _ = unpack(&damaged);
            }
        }
    }
}
