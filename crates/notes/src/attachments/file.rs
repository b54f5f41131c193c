//! What a file is called in a note's text, and what it is, by its first bytes. Pure.

use std::fmt;

use serde::{Deserialize, Serialize};
use url::Url;
use uuid::Uuid;

use crate::id::NoteId;

/// The longest ending that a server keeps, in characters.
const LONGEST_ENDING: usize = 5;
/// The longest name that is shown, in characters.
const LONGEST_NAME: usize = 255;

/// The last part of a file's address: a UUID and an ending, such as `…f8cc.png`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FileName(String);

/// What a file is, as far as somebody who shows it has to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Portable Network Graphics.
    Png,
    /// JPEG.
    Jpeg,
    /// Graphics Interchange Format.
    Gif,
    /// WebP.
    WebP,
    /// AV1 Image File Format.
    Avif,
    /// Anything else, which is never shown as a picture.
    Other,
}

impl FileName {
    /// A new name for a file that the agent calls `name`.
    pub(crate) fn random(name: &str, bytes: &[u8]) -> Self {
        let given = name
            .rsplit_once('.')
            .map(|(_, ending)| ending.to_lowercase());
        let plain = |ending: &String| {
            (1..=LONGEST_ENDING).contains(&ending.len())
                && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
        };
        let ending = given.filter(plain);
        let ending = ending.or_else(|| Kind::of(bytes).ending().map(str::to_owned));
        let id = Uuid::new_v4().hyphenated();
        Self(match ending {
            Some(ending) => format!("{id}.{ending}"),
            None => id.to_string(),
        })
    }

    /// The name, if it is one that a server gives: nothing that could lead elsewhere.
    pub fn parse(name: &str) -> Option<Self> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.');
        let fits = (36..=64).contains(&name.len()) && name.bytes().all(plain);
        let id = name.get(..36).and_then(|id| Uuid::try_parse(id).ok());
        (fits && id.is_some() && !name.contains("..")).then(|| Self(name.to_owned()))
    }

    /// As it stands in the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Where the server has it, if it belongs to this note.
    pub(crate) fn path(&self, note: &NoteId) -> String {
        format!("/media/{note}/attachments/{self}")
    }

    /// The note and the name in the address by which a text shows a file, if it is one of the server's.
    pub(crate) fn at(address: &str) -> Option<(NoteId, Self)> {
        Self::of_path(Url::parse(address).ok()?.path())
    }

    /// The note and the name in a path such as the server gives.
    pub(crate) fn of_path(path: &str) -> Option<(NoteId, Self)> {
        let (note, file) = path.strip_prefix("/media/")?.split_once("/attachments/")?;
        Some((NoteId::parse(note)?, Self::parse(file)?))
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.0)
    }
}

impl Kind {
    /// What these bytes are, by how they begin.
    pub fn of(bytes: &[u8]) -> Self {
        match bytes {
            [0x89, b'P', b'N', b'G', ..] => Self::Png,
            [0xff, 0xd8, 0xff, ..] => Self::Jpeg,
            [b'G', b'I', b'F', b'8', ..] => Self::Gif,
            [
                b'R',
                b'I',
                b'F',
                b'F',
                _,
                _,
                _,
                _,
                b'W',
                b'E',
                b'B',
                b'P',
                ..,
            ] => Self::WebP,
            [
                _,
                _,
                _,
                _,
                b'f',
                b't',
                b'y',
                b'p',
                b'a',
                b'v',
                b'i',
                b'f',
                ..,
            ] => Self::Avif,
            _ => Self::Other,
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Gif => "image/gif",
            Self::WebP => "image/webp",
            Self::Avif => "image/avif",
            Self::Other => "application/octet-stream",
        }
    }

    fn ending(self) -> Option<&'static str> {
        match self {
            Self::Png => Some("png"),
            Self::Jpeg => Some("jpg"),
            Self::Gif => Some("gif"),
            Self::WebP => Some("webp"),
            Self::Avif => Some("avif"),
            Self::Other => None,
        }
    }
}

/// What the agent calls a file, without folders and without what would not fit.
pub(crate) fn shown(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let visible = last.chars().filter(|letter| !letter.is_control());
    let name: String = visible.take(LONGEST_NAME).collect();
    if name.trim().is_empty() {
        "file".to_owned()
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_nowhere_else() {
        let id = "ec430e9a-784c-49cc-b56e-dc500c06f8cc";
        for good in [
            id.to_owned(),
            format!("{id}.png"),
            format!("{id}-unsafe.html"),
        ] {
            assert!(FileName::parse(&good).is_some(), "{good}");
        }
        for bad in [
            "",
            "x.png",
            "../etc",
            &format!("{id}/../x"),
            &format!("{id}.p%2f"),
            &format!("{id}..png"),
        ] {
            assert!(FileName::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn an_ending_is_kept_or_found() {
        let png = [0x89, b'P', b'N', b'G', 13];
        for (name, bytes, ending) in [
            ("Plan.PDF", &b"%PDF"[..], ".pdf"),
            ("photo", &png[..], ".png"),
            ("archive.tar.something", &b"x"[..], ""),
            ("../../etc/passwd", &b"x"[..], ""),
        ] {
            let file = FileName::random(name, bytes);
            assert_eq!(&file.as_str()[36..], ending, "{name}");
            assert_eq!(FileName::parse(file.as_str()), Some(file));
        }
    }

    #[test]
    fn what_is_shown_has_no_folders() {
        assert_eq!(shown("C:\\Users\\a\\plan.pdf"), "plan.pdf");
        assert_eq!(shown("/home/a/"), "file");
        assert_eq!(shown("a\u{0}b"), "ab");
    }

    #[test]
    fn a_path_is_taken_apart() {
        let (note, file) = (NoteId::random(), FileName::random("a.png", b""));
        assert_eq!(FileName::of_path(&file.path(&note)), Some((note, file)));
        assert_eq!(FileName::of_path("/media/x/attachments/y"), None);
        let (note, file) = (NoteId::random(), FileName::random("a.png", b""));
        let address = format!("https://docs.example{}?x", file.path(&note));
        assert_eq!(FileName::at(&address), Some((note, file)));
        assert_eq!(FileName::at("no address"), None);
    }
}
