//! The routes of files: sending one, asking whether it was found clean, and fetching one.

use std::time::Duration;

use bytes::Bytes;
use futures_util::stream;
use net::reqwest::multipart::{Form, Part};
use net::reqwest::{Body, Method, StatusCode};
use net::{Network, Retry};
use serde::Deserialize;
use url::Url;

use super::{Answer, Docs, Trouble};
use crate::attachments::FileName;
use crate::id::NoteId;

/// A slow line may need this long for one file.
const PATIENCE: Duration = Duration::from_secs(15 * 60);
/// The largest file that is taken from a server.
const LARGEST: usize = 256 << 20;
/// Sent at a time; after each it is told how far it has come.
const STEP: usize = 64 << 10;

/// A file that is sent.
pub(crate) struct Sent<'a> {
    pub(crate) note: &'a NoteId,
    /// What the agent calls it.
    pub(crate) name: &'a str,
    pub(crate) bytes: Bytes,
    /// Told how many bytes have gone out.
    pub(crate) progress: std::sync::Arc<dyn Fn(usize) + Send + Sync>,
}

#[derive(Deserialize)]
struct Uploaded {
    file: String,
}

#[derive(Deserialize)]
struct Checked {
    status: String,
    #[serde(default)]
    file: Option<String>,
}

impl Docs {
    /// Sends a file. The reply is what it is asked about by. A call whose answer was lost makes a second file.
    pub(crate) async fn send_file(&self, file: Sent<'_>) -> Result<String, Trouble> {
        let url = self.api(&format!("documents/{}/attachment-upload/", file.note))?;
        self.budget.take().await?;
        let mut answer = self.try_sending(&url, &file).await?;
        if answer.status == StatusCode::UNAUTHORIZED {
            answer = self.try_sending(&url, &file).await?;
        }
        let uploaded: Uploaded = self.judged(answer)?.read()?;
        let check = url.join(&uploaded.file).map_err(|_| Trouble::Server)?;
        let key = check.query_pairs().find(|(name, _)| name == "key");
        key.map(|(_, key)| key.into_owned()).ok_or(Trouble::Server)
    }

    async fn try_sending(&self, url: &Url, file: &Sent<'_>) -> Result<Answer, Trouble> {
        let access = self.session.docs().await.map_err(Trouble::of_session)?;
        let request = self.network.client().post(url.clone()).timeout(PATIENCE);
        let request = request
            .headers(self.headers(&access, true)?)
            .multipart(form(file)?);
        let answer = self.network.send(request, Retry::Never).await;
        let answer = answer.map_err(Trouble::of_network)?;
        self.keep_lock_key(&access, &answer).await;
        if answer.status() == StatusCode::UNAUTHORIZED {
            self.renew(&access).await?;
        }
        Answer::of(answer).await
    }

    /// Where a file is once it was found clean; `None` while it is being looked at, [`Trouble::Gone`] when it was not.
    pub(crate) async fn check_file(
        &self,
        note: &NoteId,
        key: &str,
    ) -> Result<Option<String>, Trouble> {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("key", key)
            .finish();
        let path = format!("documents/{note}/media-check/?{query}");
        let checked: Checked = self.call(Method::GET, &path, None, None).await?.read()?;
        match checked.file.filter(|_| checked.status == "ready") {
            // Whatever else it names is no file of a note.
            Some(file) => FileName::of_path(&file)
                .map(|_| Some(file))
                .ok_or(Trouble::Server),
            None => Ok(None),
        }
    }

    /// A file of some note, by the path that the server gave.
    pub(crate) async fn file(&self, path: &str) -> Result<Vec<u8>, Trouble> {
        let base = self
            .config()
            .await
            .ok()
            .and_then(|config| config.media(&self.base));
        let url = base.unwrap_or_else(|| self.base.clone()).join(path);
        let url = url.map_err(|_| Trouble::Server)?;
        self.budget.take().await?;
        let mut answer = self.try_fetching(&url).await?;
        if answer.status() == StatusCode::UNAUTHORIZED {
            answer = self.try_fetching(&url).await?;
        }
        match answer.status().as_u16() {
            200 => net::bytes(answer, LARGEST)
                .await
                .map_err(Trouble::of_network),
            401 => Err(Trouble::SignedOut),
            403 | 404 => Err(Trouble::Forbidden),
            // A server in front that was refused the look at the right says 500.
            429 | 500 => Err(Trouble::Server),
            _ => Err(Trouble::Away),
        }
    }

    /// Only Docs itself is shown who we are.
    async fn try_fetching(&self, url: &Url) -> Result<net::reqwest::Response, Trouble> {
        let mut request = self.network.client().get(url.clone()).timeout(PATIENCE);
        let ours = url.origin() == self.base.origin();
        let access = self.session.docs().await.map_err(Trouble::of_session)?;
        if ours {
            request = request.headers(self.headers(&access, false)?);
        }
        let answer = send(&self.network, request).await?;
        if ours && answer.status() == StatusCode::UNAUTHORIZED {
            self.renew(&access).await?;
        }
        Ok(answer)
    }

    /// The address by which a text shows the file at this path; the server's own word for it where it is known.
    pub(crate) fn file_address(&self, path: &str) -> Option<Url> {
        let known = self.config.try_lock().ok();
        let base = known
            .as_ref()
            .and_then(|known| known.as_ref()?.1.media(&self.base));
        base.as_ref().unwrap_or(&self.base).join(path).ok()
    }
}

async fn send(
    network: &Network,
    request: net::reqwest::RequestBuilder,
) -> Result<net::reqwest::Response, Trouble> {
    network
        .send(request, Retry::Never)
        .await
        .map_err(Trouble::of_network)
}

fn form(file: &Sent<'_>) -> Result<Form, Trouble> {
    let (bytes, progress) = (file.bytes.clone(), file.progress.clone());
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let steps = (0..bytes.len()).step_by(STEP).map(move |start| {
        progress(start);
        let end = bytes.len().min(start + STEP);
        Ok::<_, std::convert::Infallible>(bytes.slice(start..end))
    });
    let body = Body::wrap_stream(stream::iter(steps));
    let part = Part::stream_with_length(body, length).file_name(file.name.to_owned());
    let media_type = crate::attachments::Kind::of(&file.bytes).media_type();
    let part = part.mime_str(media_type).map_err(|_| Trouble::Server)?;
    Ok(Form::new().part("file", part))
}
