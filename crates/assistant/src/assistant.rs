//! The assistant as a whole: what can be asked of it. Each call takes its arguments apart and hands them to `live`,
//! which holds the state; the answers themselves are `answer`'s work.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use net::Network;
use session::Session;
use tokio::sync::mpsc::UnboundedSender;
use vault::Vault;

use crate::change::Change;
use crate::conversation::Source;
use crate::error::Error;
use crate::id::ConversationId;
use crate::live::Live;

/// What the assistant is opened with.
pub struct Opening {
    /// Where conversations are kept.
    pub vault: Vault,
    /// How bytes leave.
    pub network: Network,
    /// Who asks.
    pub session: Session,
    /// The model gateway, as the agency's profile names it.
    pub gateway: session::profile::Assistant,
    /// Who is told what changes.
    pub changes: UnboundedSender<Change>,
}

/// The assistant of one account. A clone is the same assistant; what is being answered ends with the last one.
#[derive(Clone)]
pub struct Assistant {
    live: Arc<Live>,
}

impl Assistant {
    /// Opens the assistant and tells the list of conversations. Needs no network. Called on a Tokio runtime.
    ///
    /// # Errors
    /// [`Error::Store`] when the vault cannot be read.
    pub fn open(opening: Opening) -> Result<Self, Error> {
        Live::open(opening).map(|live| Self { live })
    }

    /// Tells the list and every open conversation once more, for a window that has just come.
    pub async fn tell_again(&self) {
        self.live.tell_again();
    }

    /// Asks; without a conversation, in a new one. The conversation is open from then on. The question is on disk
    /// when this returns, and its answer comes as changes.
    ///
    /// # Errors
    /// [`Error::Empty`], [`Error::Missing`], [`Error::Busy`] while the answer before is growing; [`Error::Store`] or
    /// [`Error::Unreadable`] as the disk says. Nothing was asked then.
    pub async fn ask(
        &self,
        conversation: Option<ConversationId>,
        text: String,
        sources: Vec<Source>,
    ) -> Result<ConversationId, Error> {
        self.live
            .ask(conversation, text, sources, SystemTime::now())
            .await
    }

    /// Stops the growing answer; what has come of it stays, and is on disk when this returns. That there is none is
    /// as good.
    ///
    /// # Errors
    /// [`Error::Missing`], or [`Error::Store`]: it has stopped all the same.
    pub async fn stop(&self, conversation: &ConversationId) -> Result<(), Error> {
        self.live.stop(conversation).await
    }

    /// Asks the last question again, with the same sources. The answer that was there is replaced.
    ///
    /// # Errors
    /// As [`ask`](Self::ask).
    pub async fn regenerate(&self, conversation: &ConversationId) -> Result<(), Error> {
        self.live.regenerate(conversation, SystemTime::now()).await
    }

    /// Tells a conversation and, from then on, what changes in it.
    ///
    /// # Errors
    /// [`Error::Missing`], [`Error::Store`], [`Error::Unreadable`].
    pub async fn open_conversation(&self, conversation: &ConversationId) -> Result<(), Error> {
        self.live.open_conversation(conversation)
    }

    /// Tells no more of a conversation. An answer that is growing in it goes on.
    ///
    /// # Errors
    /// [`Error::Missing`].
    pub async fn close_conversation(&self, conversation: &ConversationId) -> Result<(), Error> {
        self.live.close_conversation(conversation)
    }

    /// Names a conversation.
    ///
    /// # Errors
    /// [`Error::Empty`], [`Error::Missing`], [`Error::Store`].
    pub async fn rename(&self, conversation: &ConversationId, title: String) -> Result<(), Error> {
        self.live.rename(conversation, &title).await
    }

    /// Deletes a conversation with all that was asked and answered in it.
    ///
    /// # Errors
    /// [`Error::Missing`], [`Error::Store`]: it is still there then.
    pub async fn delete(&self, conversation: &ConversationId) -> Result<(), Error> {
        self.live.delete(conversation).await
    }

    /// Ends what is being answered, as broken off, and keeps what has come. To be called before the vault is closed.
    pub async fn close(&self) {
        self.live.close().await;
    }
}

impl fmt::Debug for Assistant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Assistant").finish_non_exhaustive()
    }
}
