//! What Docs answers, read with as little demand as possible: every key that is not needed may be missing.

use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};
use url::Url;

use crate::id::NoteId;
use crate::sharing::{Link, Reach, Role};

/// The shortest text that people are looked for by, where the server does not say: that of generation A.
const SHORTEST_SEARCH: usize = 5;

/// Which API the server has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Generation {
    /// The text is a key of the note.
    A,
    /// The text has a route of its own.
    B,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Page {
    pub(crate) count: u64,
    #[serde(default)]
    pub(crate) next: Option<String>,
    pub(crate) results: Vec<Note>,
}

/// A note as the server describes it.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Note {
    pub(crate) id: String,
    #[serde(default)]
    pub(crate) title: Option<String>,
    #[serde(default)]
    pub(crate) abilities: Map<String, Value>,
    #[serde(default)]
    pub(crate) creator: Option<String>,
    #[serde(default)]
    pub(crate) path: Option<String>,
    #[serde(default)]
    pub(crate) updated_at: Option<String>,
    #[serde(default)]
    pub(crate) deleted_at: Option<String>,
    #[serde(default)]
    pub(crate) is_favorite: Option<bool>,
    /// The highest role by access to the note or one above it; none for who came by a link.
    #[serde(default)]
    pub(crate) user_role: Option<String>,
    #[serde(default)]
    pub(crate) link_reach: Option<String>,
    #[serde(default)]
    pub(crate) link_role: Option<String>,
    #[serde(default)]
    pub(crate) ancestors_link_reach: Option<String>,
    #[serde(default)]
    pub(crate) ancestors_link_role: Option<String>,
    /// Absent on generation B and in lists; null when the note was never saved.
    #[serde(default, deserialize_with = "present")]
    pub(crate) content: Option<Option<String>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Config {
    #[serde(rename = "COLLABORATION_WS_URL", default)]
    collaboration: Option<String>,
    #[serde(rename = "API_USERS_SEARCH_QUERY_MIN_LENGTH", default)]
    shortest_search: Option<usize>,
    #[serde(rename = "MEDIA_BASE_URL", default)]
    media: Option<String>,
}

impl Note {
    pub(crate) fn id(&self) -> Option<NoteId> {
        NoteId::parse(&self.id)
    }

    pub(crate) fn may(&self, ability: &str) -> bool {
        self.abilities.get(ability) == Some(&Value::Bool(true))
    }

    pub(crate) fn generation(&self) -> Option<Generation> {
        if self.abilities.contains_key("content_retrieve") {
            Some(Generation::B)
        } else {
            self.content.as_ref().map(|_| Generation::A)
        }
    }

    /// The path of the note it stands under.
    pub(crate) fn parent_path(&self) -> Option<&str> {
        let path = self.path.as_deref()?;
        let length = path.len().checked_sub(7).filter(|length| *length > 0)?;
        path.get(..length)
    }

    /// What the note's own link does.
    pub(crate) fn link(&self) -> Link {
        link(self.link_reach.as_deref(), self.link_role.as_deref())
    }

    /// What the links of the notes above do to it, if they do anything.
    pub(crate) fn link_above(&self) -> Option<Link> {
        let above = link(
            self.ancestors_link_reach.as_deref(),
            self.ancestors_link_role.as_deref(),
        );
        (above.reach != Reach::Restricted).then_some(above)
    }

    /// Milliseconds since the epoch.
    pub(crate) fn deleted(&self) -> Option<u64> {
        read_time(self.deleted_at.as_deref()?)
    }

    /// Milliseconds since the epoch.
    pub(crate) fn updated(&self) -> Option<u64> {
        read_time(self.updated_at.as_deref()?)
    }
}

impl Config {
    /// The shortest text that people can be looked for by, in characters.
    pub(crate) fn shortest_search(&self) -> usize {
        self.shortest_search.unwrap_or(SHORTEST_SEARCH)
    }

    /// Where files are, for a Docs at `base`: a path that begins with `/media/` is joined to it.
    pub(crate) fn media(&self, base: &Url) -> Option<Url> {
        let media = self.media.as_deref()?;
        base.join(media).ok()
    }

    /// Where the websocket of this note is, for a Docs at `base`.
    pub(crate) fn socket(&self, base: &Url, note: &NoteId) -> Option<Url> {
        let mut url = match &self.collaboration {
            Some(url) => Url::parse(url).ok()?,
            None => base.join("/collaboration/ws/").ok()?,
        };
        let scheme = match url.scheme() {
            "https" | "wss" => "wss",
            _ => "ws",
        };
        url.set_scheme(scheme).ok()?;
        url.query_pairs_mut().append_pair("room", note.as_str());
        Some(url)
    }
}

/// A link that opens nothing has no role, whatever is still written there. What is not known opens nothing.
fn link(reach: Option<&str>, role: Option<&str>) -> Link {
    let reach = reach.and_then(Reach::of).unwrap_or(Reach::Restricted);
    let role = role.and_then(Role::of);
    Link {
        reach,
        role: role.filter(|_| reach != Reach::Restricted),
    }
}

fn present<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(from).map(Some)
}

/// `2026-11-23T20:03:44.009550Z`, always UTC.
pub(crate) fn read_time(text: &str) -> Option<u64> {
    let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
    let mut date = date.splitn(3, '-').map(str::parse::<i64>);
    let (year, month, day) = (date.next()?.ok()?, date.next()?.ok()?, date.next()?.ok()?);
    let mut time = time.splitn(3, ':');
    let (hour, minute): (i64, i64) = (time.next()?.parse().ok()?, time.next()?.parse().ok()?);
    let seconds: f64 = time.next()?.parse().ok()?;
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) || !(0.0..61.0).contains(&seconds) {
        return None;
    }
    // Days since the epoch, counting years from March.
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let days = year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    let days = days + (month * 153 + 2) / 5 + day - 1 - 719_468;
    let millis = ((days * 24 + hour) * 60 + minute) * 60_000 + (seconds * 1000.0) as i64;
    u64::try_from(millis).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read() {
        for (text, millis) in [
            ("1970-01-01T00:00:00Z", Some(0)),
            ("2026-11-24T17:06:16.250Z", Some(1_795_539_976_250)),
            ("2024-02-29T12:00:00.000001Z", Some(1_709_208_000_000)),
            ("yesterday", None),
            ("2026-13-01T00:00:00Z", None),
        ] {
            assert_eq!(read_time(text), millis, "{text}");
        }
    }

    #[test]
    fn the_generation_shows_in_the_note() {
        let read = |text: &str| serde_json::from_str::<Note>(text).unwrap().generation();
        assert_eq!(
            read(r#"{"id":"x","abilities":{"content_retrieve":true}}"#),
            Some(Generation::B)
        );
        assert_eq!(read(r#"{"id":"x","content":null}"#), Some(Generation::A));
        assert_eq!(read(r#"{"id":"x","content":"AAA="}"#), Some(Generation::A));
        assert_eq!(read(r#"{"id":"x"}"#), None);
    }

    #[test]
    fn a_parent_is_seven_characters_shorter() {
        let read = |path: &str| Note {
            path: Some(path.into()),
            ..serde_json::from_str(r#"{"id":"x"}"#).unwrap()
        };
        assert_eq!(read("00000050000001").parent_path(), Some("0000005"));
        assert_eq!(read("0000005").parent_path(), None);
        assert_eq!(read("é").parent_path(), None);
    }

    #[test]
    fn the_room_is_named_in_lower_case() {
        let note = NoteId::parse("7EE18624-9DD8-4A2A-9346-A434909BCB20").unwrap();
        let base = Url::parse("https://docs.example/").unwrap();
        let room = "?room=7ee18624-9dd8-4a2a-9346-a434909bcb20";
        let url = Config::default().socket(&base, &note).unwrap();
        assert_eq!(
            url.as_str(),
            format!("wss://docs.example/collaboration/ws/{room}")
        );
        let config = Config {
            collaboration: Some("http://127.0.0.1:99/ws/".into()),
            ..Config::default()
        };
        assert_eq!(
            config.socket(&base, &note).unwrap().as_str(),
            format!("ws://127.0.0.1:99/ws/{room}")
        );
    }
}
