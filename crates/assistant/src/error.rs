//! What can go wrong here, by what a caller can do about it. What goes wrong at the gateway is no error: it is the
//! state of an answer. No error says what anybody asked or read.

use crate::id::ConversationId;

/// Everything that can go wrong.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The conversation is not there, or not there any more.
    #[error("{doing}: no conversation {conversation}")]
    Missing {
        /// What was being done.
        doing: &'static str,
        /// Which.
        conversation: ConversationId,
    },
    /// An answer is still growing in this conversation: wait for it or stop it first.
    #[error("{doing}: {conversation} is still being answered")]
    Busy {
        /// What was being done.
        doing: &'static str,
        /// Which.
        conversation: ConversationId,
    },
    /// There is no text in it.
    #[error("{doing}: there is no text")]
    Empty {
        /// What was being done.
        doing: &'static str,
    },
    /// The vault did not take or give something.
    #[error("{doing}")]
    Store {
        /// What was being done.
        doing: &'static str,
        /// What the vault said.
        source: vault::Error,
    },
    /// What is stored of a conversation cannot be read. It is left as it is.
    #[error("reading {conversation}: {what}")]
    Unreadable {
        /// Which.
        conversation: ConversationId,
        /// What is wrong with it; it quotes nothing.
        what: &'static str,
    },
}
