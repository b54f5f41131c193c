//! The routes of a note's versions, as the server has kept them: one for each text that was saved, but the current one.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use super::shape::read_time;
use super::{Docs, Trouble, segment};
use crate::id::NoteId;

/// The server gives no more of them at a time.
const PAGE: usize = 50;
/// Nobody looks further back.
const MOST_PAGES: usize = 20;

/// A version at the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) id: String,
    /// Milliseconds since the epoch.
    pub(crate) at: u64,
}

#[derive(Deserialize)]
struct Listed {
    #[serde(default)]
    versions: Vec<Row>,
    #[serde(default)]
    is_truncated: bool,
    #[serde(default)]
    next_version_id_marker: Option<String>,
}

#[derive(Deserialize)]
struct Row {
    version_id: String,
    last_modified: String,
}

#[derive(Deserialize)]
struct State {
    content: String,
}

impl Docs {
    /// The versions of a note, newest first.
    pub(crate) async fn versions(&self, note: &NoteId) -> Result<Vec<Kept>, Trouble> {
        let (mut kept, mut marker) = (Vec::new(), String::new());
        for _ in 0..MOST_PAGES {
            let query = url::form_urlencoded::Serializer::new(String::new())
                .append_pair("page_size", &PAGE.to_string())
                .append_pair("version_id", &marker)
                .finish();
            let path = format!("documents/{note}/versions/?{query}");
            let listed: Listed = self.get(&path).await?;
            kept.extend(listed.versions.into_iter().filter_map(Row::kept));
            match listed
                .next_version_id_marker
                .filter(|_| listed.is_truncated)
            {
                Some(next) if !next.is_empty() && next != marker => marker = next,
                _ => break,
            }
        }
        Ok(kept)
    }

    /// The whole text of a version.
    pub(crate) async fn version(&self, note: &NoteId, id: &str) -> Result<Vec<u8>, Trouble> {
        let path = format!("documents/{note}/versions/{}/", segment(id)?);
        let state: State = self.get(&path).await?;
        let text = STANDARD.decode(state.content.trim());
        text.map_err(|_| Trouble::Server)
    }
}

impl Row {
    fn kept(self) -> Option<Kept> {
        let at = read_time(&self.last_modified)?;
        segment(&self.version_id).is_ok().then_some(Kept {
            id: self.version_id,
            at,
        })
    }
}
