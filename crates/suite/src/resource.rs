//! What is too large for the bridge, by its path: a note's whole text, and files.

use notes::{FileName, Kind, NoteId, Notes, VersionId};

use crate::failure::{Code, Failure};

/// Bytes, and what they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Their media type: that of a picture, or one that nobody shows.
    pub media_type: &'static str,
}

/// What a path names.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Address {
    State(NoteId),
    Version(NoteId, VersionId),
    File(NoteId, FileName),
}

pub(crate) fn missing() -> Failure {
    Failure::new(Code::Missing, "there is no such resource")
}

/// What this path names, if anything.
pub(crate) fn parse(path: &str) -> Option<Address> {
    if let Some(rest) = path.strip_prefix("/media/") {
        let (note, file) = rest.split_once("/attachments/")?;
        return Some(Address::File(NoteId::parse(note)?, FileName::parse(file)?));
    }
    let note = path.strip_prefix("/notes/")?.strip_suffix("/state")?;
    if let Some((note, version)) = note.split_once("/versions/") {
        let version = VersionId::parse(&decoded(version))?;
        return Some(Address::Version(NoteId::parse(note)?, version));
    }
    NoteId::parse(note).map(Address::State)
}

/// The note and the name that a file is given to and by: `/notes/{note}/files/{name}`, the name as a part of a path.
pub(crate) fn parse_file(path: &str) -> Option<(NoteId, String)> {
    let (note, name) = path.strip_prefix("/notes/")?.split_once("/files/")?;
    Some((NoteId::parse(note)?, decoded(name)))
}

/// The name of a file that a note is to be made of, and under which note: `/imports/{name}`, `/notes/{note}/imports/{name}`.
pub(crate) fn parse_import(path: &str) -> Option<(Option<NoteId>, String)> {
    if let Some(name) = path.strip_prefix("/imports/") {
        return Some((None, decoded(name)));
    }
    let (note, name) = path.strip_prefix("/notes/")?.split_once("/imports/")?;
    Some((Some(NoteId::parse(note)?), decoded(name)))
}

pub(crate) async fn read(notes: &Notes, address: Address) -> Result<Resource, Failure> {
    let (bytes, kind) = match address {
        Address::State(note) => (notes.state(&note).await?, Kind::Other),
        Address::Version(note, version) => (notes.version(&note, &version).await?, Kind::Other),
        Address::File(note, file) => {
            let bytes = notes.attachment(&note, &file).await?;
            let kind = Kind::of(&bytes);
            (bytes, kind)
        }
    };
    let media_type = kind.media_type();
    Ok(Resource { bytes, media_type })
}

/// A part of a path as it was before it was made one. What is no text becomes the sign for that.
fn decoded(part: &str) -> String {
    let pairs = format!("{}=", part.replace('+', "%2B"));
    let mut parsed = url::form_urlencoded::parse(pairs.as_bytes());
    parsed
        .next()
        .map(|(name, _)| name.into_owned())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_names_a_text_or_a_file_and_nothing_else() {
        let note = NoteId::random();
        let file = "ec430e9a-784c-49cc-b56e-dc500c06f8cc.png";
        assert_eq!(
            parse(&format!("/notes/{note}/state")),
            Some(Address::State(note.clone()))
        );
        let named = Address::File(note.clone(), FileName::parse(file).unwrap());
        assert_eq!(
            parse(&format!("/media/{note}/attachments/{file}")),
            Some(named)
        );
        for version in ["here:17", "here%3A17"] {
            let found = parse(&format!("/notes/{note}/versions/{version}/state"));
            let version = VersionId::Here(17);
            assert_eq!(found, Some(Address::Version(note.clone(), version)));
        }
        for wrong in [
            "",
            "/",
            "/notes/x/state",
            "/media/../attachments/x",
            "/etc/passwd",
        ] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_name_comes_as_it_was_given() {
        let note = NoteId::random();
        for (part, name) in [
            ("plan%201%2B1.pdf", "plan 1+1.pdf"),
            ("a+b%26c%3Dd", "a+b&c=d"),
            ("d%C3%A9j%C3%A0", "d\u{e9}j\u{e0}"),
        ] {
            assert_eq!(
                parse_file(&format!("/notes/{note}/files/{part}")),
                Some((note.clone(), name.to_owned()))
            );
        }
    }
}
