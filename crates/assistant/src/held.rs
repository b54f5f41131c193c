//! A conversation in memory: what was said in it, as far as somebody wanted to see it, and the answer that is growing.

use std::collections::HashMap;

use tokio::task::AbortHandle;
use vault::Vault;

use crate::change::ConversationSummary;
use crate::conversation::{Conversation, End, Entry};
use crate::error::Error;
use crate::id::ConversationId;
use crate::log;

/// A conversation in memory.
pub(crate) struct Held {
    pub(crate) summary: ConversationSummary,
    /// None until somebody wants to see what was said.
    pub(crate) said: Option<Conversation>,
    pub(crate) is_open: bool,
    pub(crate) growing: Option<Growing>,
}

/// The answer that is growing.
pub(crate) struct Growing {
    pub(crate) run: u64,
    pub(crate) task: Option<AbortHandle>,
    /// What has come and was not told yet, and what was not stored yet.
    pub(crate) untold: String,
    pub(crate) unstored: String,
}

impl Held {
    /// One that is in the list.
    pub(crate) fn of(summary: ConversationSummary) -> Self {
        Self {
            summary,
            said: None,
            is_open: false,
            growing: None,
        }
    }

    /// One in which nothing was said yet.
    pub(crate) fn new(summary: ConversationSummary) -> Self {
        Self {
            said: Some(Conversation::default()),
            ..Self::of(summary)
        }
    }

    pub(crate) fn runs(&self, run: u64) -> bool {
        self.growing
            .as_ref()
            .is_some_and(|growing| growing.run == run)
    }

    /// What was said, read when it is first wanted. An answer that was growing when the program ended broke off.
    pub(crate) fn said(&mut self, vault: &Vault) -> Result<&mut Conversation, Error> {
        if self.said.is_none() {
            let mut said = log::read(vault, &self.summary.id)?;
            said.apply(Entry::Ended { end: End::Broken });
            self.said = Some(said);
        }
        Ok(self.said.get_or_insert_default())
    }
}

impl Growing {
    pub(crate) fn new(run: u64) -> Self {
        Self {
            run,
            task: None,
            untold: String::new(),
            unstored: String::new(),
        }
    }
}

/// The conversation of this name, for a caller who wants to do something with it.
pub(crate) fn find<'a>(
    all: &'a mut HashMap<ConversationId, Held>,
    doing: &'static str,
    id: &ConversationId,
) -> Result<&'a mut Held, Error> {
    all.get_mut(id).ok_or_else(|| Error::Missing {
        doing,
        conversation: id.clone(),
    })
}
