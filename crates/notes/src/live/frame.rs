//! The messages of a note's websocket, as bytes. Pure.

use crate::id::NoteId;
use crate::lib0::{self, Reader};

/// What the server says. What is not known is skipped, so that a newer server does not end the conversation.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Message {
    /// It has this, and asks for what it lacks.
    Step1(Vec<u8>),
    /// What we lacked.
    Step2(Vec<u8>),
    Update(Vec<u8>),
    Presence(Vec<u8>),
    /// We are in.
    Admitted {
        writes: bool,
    },
    Denied,
    AskPresence,
    /// The server will say nothing more about this note.
    Closed,
    /// Whether it took our last update.
    Handled(bool),
    Unknown,
}

/// Reads a frame; `None` when it cannot be read or belongs to another room.
pub(crate) fn read(frame: &[u8], room: &NoteId) -> Option<Message> {
    let mut reader = Reader::new(frame);
    if reader.text()? != room.as_str() {
        return None;
    }
    let message = match reader.number()? {
        0 | 4 => sync(&mut reader)?,
        1 => Message::Presence(reader.bytes()?.to_vec()),
        2 => match reader.number()? {
            2 => Message::Admitted {
                writes: reader.text()? == "read-write",
            },
            1 => Message::Denied,
            _ => Message::Unknown,
        },
        3 => Message::AskPresence,
        7 => Message::Closed,
        8 => Message::Handled(reader.number()? == 1),
        _ => Message::Unknown,
    };
    Some(message)
}

fn sync(reader: &mut Reader<'_>) -> Option<Message> {
    let kind = reader.number()?;
    let bytes = reader.bytes()?.to_vec();
    Some(match kind {
        0 => Message::Step1(bytes),
        1 => Message::Step2(bytes),
        2 => Message::Update(bytes),
        _ => Message::Unknown,
    })
}

pub(crate) fn auth(room: &NoteId) -> Vec<u8> {
    frame(room, &[2, 0, 0])
}

pub(crate) fn step1(room: &NoteId, known: &[u8]) -> Vec<u8> {
    with_bytes(room, &[0, 0], known)
}

pub(crate) fn step2(room: &NoteId, update: &[u8]) -> Vec<u8> {
    with_bytes(room, &[0, 1], update)
}

pub(crate) fn update(room: &NoteId, update: &[u8]) -> Vec<u8> {
    with_bytes(room, &[0, 2], update)
}

pub(crate) fn presence(room: &NoteId, awareness: &[u8]) -> Vec<u8> {
    with_bytes(room, &[1], awareness)
}

pub(crate) fn close(room: &NoteId) -> Vec<u8> {
    frame(room, &[7])
}

fn frame(room: &NoteId, rest: &[u8]) -> Vec<u8> {
    let mut frame = Vec::with_capacity(room.as_str().len() + rest.len() + 1);
    lib0::put_bytes(&mut frame, room.as_str().as_bytes());
    frame.extend_from_slice(rest);
    frame
}

fn with_bytes(room: &NoteId, kind: &[u8], bytes: &[u8]) -> Vec<u8> {
    let mut frame = frame(room, kind);
    lib0::put_bytes(&mut frame, bytes);
    frame
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOM: &str = "7ee18624-9dd8-4a2a-9346-a434909bcb20";

    fn captured(rest: &[u8]) -> Vec<u8> {
        [&[0x24], ROOM.as_bytes(), rest].concat()
    }

    #[test]
    fn what_we_say_is_what_was_captured() {
        let room = NoteId::parse(ROOM).unwrap();
        assert_eq!(auth(&room), captured(&[2, 0, 0]));
        assert_eq!(step1(&room, &[0]), captured(&[0, 0, 1, 0]));
        assert_eq!(step2(&room, &[0, 0]), captured(&[0, 1, 2, 0, 0]));
        let awareness = [1, 0xb0, 0xd6, 0xbd, 0xfa, 0x0a, 0, 2, b'{', b'}'];
        assert_eq!(
            presence(&room, &awareness),
            captured(&[&[1, 10][..], &awareness].concat())
        );
        assert_eq!(close(&room), captured(&[7]));
    }

    #[test]
    fn what_was_captured_is_understood() {
        let room = NoteId::parse(ROOM).unwrap();
        let check = |rest: &[u8], message: Option<Message>| {
            assert_eq!(read(&captured(rest), &room), message)
        };
        check(
            b"\x02\x02\x0aread-write",
            Some(Message::Admitted { writes: true }),
        );
        check(
            b"\x02\x02\x08readonly",
            Some(Message::Admitted { writes: false }),
        );
        check(b"\x02\x01\x11permission-denied", Some(Message::Denied));
        check(&[0, 0, 1, 0], Some(Message::Step1(vec![0])));
        check(&[0, 1, 2, 0, 0], Some(Message::Step2(vec![0, 0])));
        check(&[0, 2, 2, 0, 0], Some(Message::Update(vec![0, 0])));
        check(&[8, 1], Some(Message::Handled(true)));
        check(&[8, 0], Some(Message::Handled(false)));
        check(b"\x07\x12provider_initiated", Some(Message::Closed));
        check(b"\x05\x02{}", Some(Message::Unknown));
        check(&[0, 2, 9, 0], None);
        check(&[], None);
        assert_eq!(read(b"", &room), None);
        assert_eq!(read(&captured(&[3]), &NoteId::random()), None);
    }
}
