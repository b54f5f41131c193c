//! Keeps the session alive and notices its end. The SDK renews tokens by itself; here they are written down before
//! anyone uses them, and here it is decided whether a refusal is final.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use matrix_sdk::{Client, SessionChange};
use matrix_sdk_ui::sync_service::SyncService;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::mpsc::UnboundedSender;

use crate::change::Change;
use crate::error::{Cause, Error, Verdict, failed, refresh_verdict};
use crate::kept::{Keep, Kept};
use crate::sync;

/// How long to wait before writing a session down that could not be written.
const AGAIN: Duration = Duration::from_secs(5);

/// Installs the hook that the SDK calls while it holds renewed tokens back from everybody else.
pub(crate) fn save_renewed(client: &Client, store: &str, keep: &Keep) -> Result<(), Error> {
    let (keep, store) = (keep.clone(), store.to_owned());
    client
        .set_session_callbacks(
            Box::new(|client| client.session_tokens().ok_or_else(|| "no tokens".into())),
            Box::new(move |client| save(&client, &store, &keep)),
        )
        .map_err(failed("opening chat"))
}

fn save(client: &Client, store: &str, keep: &Keep) -> Result<(), Cause> {
    let session = client.session().ok_or("there is no session to keep")?;
    (keep.save)(Kept::new(&session, store).write())
}

pub(crate) struct Watched {
    pub(crate) client: Client,
    pub(crate) service: Arc<SyncService>,
    pub(crate) store: String,
    pub(crate) keep: Keep,
    pub(crate) changes: UnboundedSender<Change>,
    pub(crate) wanted: Arc<AtomicBool>,
}

/// Follows the session until it ends for good.
pub(crate) async fn watch(watched: Watched) {
    let mut heard = watched.client.subscribe_to_session_changes();
    loop {
        match heard.recv().await {
            Ok(SessionChange::TokensRefreshed) => written(&watched).await,
            Ok(SessionChange::UnknownToken(data)) => {
                if has_ended(&watched.client).await {
                    return end(&watched, data.soft_logout).await;
                }
            }
            // There is room for one message only: whatever was missed, look for ourselves.
            Err(RecvError::Lagged(_)) => {
                written(&watched).await;
                if has_ended(&watched.client).await {
                    return end(&watched, false).await;
                }
            }
            Err(RecvError::Closed) => return,
        }
    }
}

/// The hook's error is only logged by the SDK: the tokens in memory would be newer than those on disk. So they are
/// written once more, until it works.
async fn written(watched: &Watched) {
    while let Err(error) = save(&watched.client, &watched.store, &watched.keep) {
        tracing::error!(%error, "the renewed chat session could not be kept");
        tokio::time::sleep(AGAIN).await;
    }
}

async fn has_ended(client: &Client) -> bool {
    match client.refresh_access_token().await {
        Ok(()) => false,
        Err(error) => refresh_verdict(&error) == Verdict::SignedOut,
    }
}

async fn end(watched: &Watched, soft: bool) {
    tracing::info!(soft, "the homeserver ended the chat session");
    watched.wanted.store(false, Ordering::SeqCst);
    watched.client.send_queue().set_enabled(false).await;
    sync::stop(&watched.service).await;
    let _ = watched.changes.send(Change::SignedOut { soft });
}
