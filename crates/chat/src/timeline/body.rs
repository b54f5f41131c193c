//! What a message says, as plain text. Pure. Formatted bodies are left out: the plain one always comes along. Reply
//! fallbacks are stripped by the SDK.

use matrix_sdk::ruma::events::room::message::MessageType;
use matrix_sdk_ui::timeline::{EncryptedMessage, MsgLikeKind};

use crate::text;

/// What a message says.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// Words.
    Text(String),
    /// Something the sender does, written in the third person.
    Emote(String),
    /// Words of a program.
    Notice(String),
    /// A file; its content is not fetched.
    Attachment {
        /// What kind of file the sender says it is.
        kind: AttachmentKind,
        /// Its name, for showing only: it is no path.
        name: String,
        /// What the sender wrote beside it.
        caption: Option<String>,
        /// Its size in bytes, as the sender says.
        size: Option<u64>,
    },
    /// The message was removed.
    Removed,
    /// The message cannot be decrypted, or not yet. The row is replaced when its key comes.
    Undecryptable(Undecryptable),
    /// Something that this program cannot show.
    Unsupported {
        /// The words for programs that cannot, when the sender gave some.
        fallback: Option<String>,
    },
}

/// The kind of an attachment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttachmentKind {
    /// Any file.
    File,
    /// A picture.
    Image,
    /// A sound.
    Audio,
    /// A moving picture.
    Video,
}

/// Why a message cannot be decrypted, by what the agent can do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undecryptable {
    /// Its key has not come. Wait.
    KeyMissing,
    /// It was sent before the agent was in the room. Nothing helps.
    BeforeJoining,
    /// It is older than this device, whose agent has to confirm it or enter the recovery key first.
    DeviceNotConfirmed,
    /// It is older than this device, and no copy of its key was kept.
    NotKept,
    /// The sender does not give its key to this device.
    Withheld,
    /// The sender's device or identity is not to be trusted.
    SenderNotTrusted,
}

/// What a message-like event says.
pub(crate) fn of(kind: &MsgLikeKind) -> Body {
    match kind {
        MsgLikeKind::Message(message) => said(message.msgtype()),
        MsgLikeKind::Sticker(sticker) => Body::Unsupported {
            fallback: fallback(&sticker.content().body),
        },
        MsgLikeKind::Poll(poll) => Body::Unsupported {
            fallback: poll.fallback_text().as_deref().and_then(fallback),
        },
        MsgLikeKind::Redacted => Body::Removed,
        MsgLikeKind::UnableToDecrypt(message) => Body::Undecryptable(why(message)),
        MsgLikeKind::Other(_) | MsgLikeKind::LiveLocation(_) => {
            Body::Unsupported { fallback: None }
        }
    }
}

fn said(message: &MessageType) -> Body {
    use AttachmentKind::{Audio, File, Image, Video};
    match message {
        MessageType::Text(text) => Body::Text(text::body(&text.body)),
        MessageType::Emote(text) => Body::Emote(text::body(&text.body)),
        MessageType::Notice(text) => Body::Notice(text::body(&text.body)),
        MessageType::ServerNotice(text) => Body::Notice(text::body(&text.body)),
        MessageType::File(file) => {
            let size = file.info.as_ref().and_then(|info| info.size);
            attachment(File, file.filename(), file.caption(), size.map(u64::from))
        }
        MessageType::Image(image) => {
            let size = image.info.as_ref().and_then(|info| info.size);
            attachment(
                Image,
                image.filename(),
                image.caption(),
                size.map(u64::from),
            )
        }
        MessageType::Audio(audio) => {
            let size = audio.info.as_ref().and_then(|info| info.size);
            attachment(
                Audio,
                audio.filename(),
                audio.caption(),
                size.map(u64::from),
            )
        }
        MessageType::Video(video) => {
            let size = video.info.as_ref().and_then(|info| info.size);
            attachment(
                Video,
                video.filename(),
                video.caption(),
                size.map(u64::from),
            )
        }
        other => Body::Unsupported {
            fallback: fallback(other.body()),
        },
    }
}

fn attachment(kind: AttachmentKind, name: &str, caption: Option<&str>, size: Option<u64>) -> Body {
    // What comes before the last separator of any system is no name.
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    Body::Attachment {
        kind,
        name: text::line(name),
        caption: caption.map(text::body),
        size,
    }
}

fn fallback(words: &str) -> Option<String> {
    Some(text::body(words)).filter(|words| !words.trim().is_empty())
}

fn why(message: &EncryptedMessage) -> Undecryptable {
    match message {
        // The SDK does not export the type of `cause`; its numbers are part of its interface.
        EncryptedMessage::MegolmV1AesSha2 { cause, .. } => by_cause(*cause as u8),
        _ => Undecryptable::KeyMissing,
    }
}

fn by_cause(cause: u8) -> Undecryptable {
    match cause {
        1 => Undecryptable::BeforeJoining,
        2..=4 => Undecryptable::SenderNotTrusted,
        5 => Undecryptable::NotKept,
        6 => Undecryptable::Withheld,
        8 => Undecryptable::DeviceNotConfirmed,
        // 0: not known. 7: often only a key that could not be handed over yet.
        _ => Undecryptable::KeyMissing,
    }
}

#[cfg(test)]
mod tests {
    use matrix_sdk::ruma::serde::Raw;
    use serde_json::json;

    use super::*;

    fn check(content: serde_json::Value, expected: Body) {
        let raw: Raw<MessageType> = Raw::new(&content).unwrap().cast_unchecked();
        assert_eq!(said(&raw.deserialize().unwrap()), expected, "{content}");
    }

    #[test]
    fn words_come_as_plain_text() {
        check(
            json!({"msgtype": "m.text", "body": "a < b\n\u{202E}c", "format": "org.matrix.custom.html",
                   "formatted_body": "<script>alert(1)</script>"}),
            Body::Text("a < b\n\u{FFFD}c".into()),
        );
        check(
            json!({"msgtype": "m.emote", "body": "waves"}),
            Body::Emote("waves".into()),
        );
        check(
            json!({"msgtype": "m.notice", "body": "done"}),
            Body::Notice("done".into()),
        );
    }

    #[test]
    fn an_attachment_has_a_name_and_no_path() {
        check(
            json!({"msgtype": "m.file", "body": "look", "filename": "../../etc/pass\nwd",
                   "url": "mxc://example.org/a", "info": {"size": 7}}),
            Body::Attachment {
                kind: AttachmentKind::File,
                name: "pass wd".into(),
                caption: Some("look".into()),
                size: Some(7),
            },
        );
        check(
            json!({"msgtype": "m.image", "body": "C:\\x\\cat.png", "url": "mxc://example.org/a"}),
            Body::Attachment {
                kind: AttachmentKind::Image,
                name: "cat.png".into(),
                caption: None,
                size: None,
            },
        );
    }

    #[test]
    fn what_is_unknown_shows_its_words() {
        check(
            json!({"msgtype": "org.example.odd", "body": "odd"}),
            Body::Unsupported {
                fallback: Some("odd".into()),
            },
        );
        check(
            json!({"msgtype": "m.location", "body": "here", "geo_uri": "geo:1,2"}),
            Body::Unsupported {
                fallback: Some("here".into()),
            },
        );
    }

    #[test]
    fn each_cause_has_a_reason() {
        let reasons: Vec<_> = (0..=9).map(by_cause).collect();
        use Undecryptable::*;
        let expected = [
            KeyMissing,
            BeforeJoining,
            SenderNotTrusted,
            SenderNotTrusted,
            SenderNotTrusted,
            NotKept,
            Withheld,
            KeyMissing,
            DeviceNotConfirmed,
            KeyMissing,
        ];
        assert_eq!(reasons, expected);
    }
}
