//! The assistant while it runs: the conversations in memory, who hears of them, and the answers that are growing.
//!
//! It promises that what it tells to have been asked or ended is on disk, and that a piece of an answer finds its way
//! only while that very run of it is wanted. The lock is never held while anything is waited for.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use tokio::sync::mpsc::UnboundedSender;
use tokio::task::JoinSet;
use vault::{Batch, Vault};

use crate::answer::{self, Run, Way};
use crate::assistant::Opening;
use crate::change::{Change, ConversationSummary, Turn};
use crate::conversation::{
    AnswerFailure, AnswerState, Conversation, End, Entry, KeptTurn, Source, millis, title,
};
use crate::error::Error;
use crate::held::{Growing, Held, find};
use crate::id::{AnswerId, ConversationId};
use crate::log;
use crate::prompt;

/// What the clones of an assistant share.
pub(crate) struct Live {
    vault: Vault,
    way: Way,
    changes: UnboundedSender<Change>,
    held: Mutex<HashMap<ConversationId, Held>>,
    answers: Mutex<JoinSet<()>>,
}

/// Whether the vault took it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stored {
    Yes,
    No,
}

impl Live {
    pub(crate) fn open(opening: Opening) -> Result<Arc<Self>, Error> {
        let summaries = log::list(&opening.vault)?;
        let held = summaries
            .into_iter()
            .map(|summary| (summary.id.clone(), Held::of(summary)))
            .collect();
        let live = Arc::new(Self {
            vault: opening.vault,
            way: Way {
                network: opening.network,
                session: opening.session,
                gateway: opening.gateway,
            },
            changes: opening.changes,
            held: Mutex::new(held),
            answers: Mutex::default(),
        });
        live.tell_again();
        Ok(live)
    }

    pub(crate) fn tell_again(&self) {
        let mut held = self.held();
        let mut summaries: Vec<_> = held.values().map(|held| held.summary.clone()).collect();
        summaries.sort_by(|a, b| b.updated.cmp(&a.updated).then_with(|| a.id.cmp(&b.id)));
        self.tell(Change::Conversations {
            reset: true,
            conversations: summaries,
            removed: Vec::new(),
        });
        for held in held.values_mut().filter(|held| held.is_open) {
            self.tell_opened(held);
        }
    }

    pub(crate) async fn ask(
        self: &Arc<Self>,
        conversation: Option<ConversationId>,
        text: String,
        sources: Vec<Source>,
        now: SystemTime,
    ) -> Result<ConversationId, Error> {
        const DOING: &str = "asking";
        if prompt::clean(&text).trim().is_empty() {
            return Err(Error::Empty { doing: DOING });
        }
        let sources = prompt::fit(sources);
        let id = conversation.clone().unwrap_or_else(ConversationId::random);
        let question = Entry::Asked {
            answer: AnswerId::random(),
            question: text.clone(),
            sources,
            at: millis(now),
        };
        let summary = match &conversation {
            Some(id) => ConversationSummary {
                updated: log::whole(now),
                ..self.summary(DOING, id)?
            },
            None => ConversationSummary {
                id: id.clone(),
                title: title(&text),
                updated: log::whole(now),
            },
        };
        self.begin(DOING, summary, question).await?;
        Ok(id)
    }

    pub(crate) async fn regenerate(
        self: &Arc<Self>,
        id: &ConversationId,
        now: SystemTime,
    ) -> Result<(), Error> {
        const DOING: &str = "asking again";
        let summary = ConversationSummary {
            updated: log::whole(now),
            ..self.summary(DOING, id)?
        };
        self.begin(DOING, summary, Entry::AskedAgain { at: millis(now) })
            .await
    }

    /// Stores the entry that begins an answer, then tells it, then sends it.
    async fn begin(
        self: &Arc<Self>,
        doing: &'static str,
        summary: ConversationSummary,
        entry: Entry,
    ) -> Result<(), Error> {
        let (id, updated) = (summary.id.clone(), summary.updated);
        let run = answer::next_run();
        let stored = {
            let mut all = self.held();
            let held = all.entry(id.clone()).or_insert_with(|| Held::new(summary));
            if held.growing.is_some() {
                return Err(Error::Busy {
                    doing,
                    conversation: id,
                });
            }
            if held.said(&self.vault)?.last().is_none() && matches!(entry, Entry::AskedAgain { .. })
            {
                return Err(Error::Missing {
                    doing,
                    conversation: id,
                });
            }
            // Whoever asks at the same time is told that this one came first.
            held.growing = Some(Growing::new(run));
            let summary = ConversationSummary {
                updated,
                ..held.summary.clone()
            };
            self.vault
                .commit(log::append(log::put(Batch::new(), &summary), &id, &entry))
        };
        if let Err(source) = stored.await {
            self.give_up(&id, run);
            return Err(Error::Store { doing, source });
        }
        self.start(&id, updated, entry, run);
        Ok(())
    }

    /// What could not be stored was not asked.
    fn give_up(&self, id: &ConversationId, run: u64) {
        let mut all = self.held();
        let Some(held) = all.get_mut(id).filter(|held| held.runs(run)) else {
            return;
        };
        held.growing = None;
        if held
            .said
            .as_ref()
            .is_some_and(|said| said.turns().is_empty())
        {
            all.remove(id);
        }
    }

    fn start(self: &Arc<Self>, id: &ConversationId, updated: SystemTime, entry: Entry, run: u64) {
        let mut all = self.held();
        let Some(held) = all.get_mut(id).filter(|held| held.runs(run)) else {
            return;
        };
        held.summary.updated = updated;
        let was_open = std::mem::replace(&mut held.is_open, true);
        let said = held.said.get_or_insert_default();
        said.apply(entry);
        self.tell_listed(held);
        if was_open {
            self.tell_last(held);
        } else {
            self.tell_opened(held);
        }
        let said = held.said.get_or_insert_default();
        let messages = prompt::build(said.turns(), &uuid::Uuid::new_v4().simple().to_string());
        let run = Run {
            conversation: id.clone(),
            number: run,
            messages,
        };
        let task = self
            .answers()
            .spawn(answer::run(Arc::downgrade(self), self.way.clone(), run));
        if let Some(growing) = &mut held.growing {
            growing.task = Some(task);
        }
    }

    pub(crate) async fn stop(&self, id: &ConversationId) -> Result<(), Error> {
        self.summary("stopping an answer", id)?;
        match self.abort(id) {
            Some(run) => self.finish(id, run, End::Stopped).await,
            None => Ok(()),
        }
    }

    /// Drops the task that reads the answer, and says which run of it that was.
    fn abort(&self, id: &ConversationId) -> Option<u64> {
        let all = self.held();
        let growing = all.get(id)?.growing.as_ref()?;
        growing.task.as_ref()?.abort();
        Some(growing.run)
    }

    pub(crate) fn open_conversation(&self, id: &ConversationId) -> Result<(), Error> {
        let mut all = self.held();
        let held = find(&mut all, "opening a conversation", id)?;
        held.said(&self.vault)?;
        held.is_open = true;
        self.tell_opened(held);
        Ok(())
    }

    pub(crate) fn close_conversation(&self, id: &ConversationId) -> Result<(), Error> {
        let mut all = self.held();
        let held = find(&mut all, "closing a conversation", id)?;
        held.is_open = false;
        if held.growing.is_none() {
            held.said = None;
        }
        Ok(())
    }

    pub(crate) async fn rename(&self, id: &ConversationId, title: &str) -> Result<(), Error> {
        const DOING: &str = "naming a conversation";
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        if title.is_empty() {
            return Err(Error::Empty { doing: DOING });
        }
        let (before, stored) = {
            let mut all = self.held();
            let held = find(&mut all, DOING, id)?;
            let before = std::mem::replace(&mut held.summary.title, title);
            (
                before,
                self.vault.commit(log::put(Batch::new(), &held.summary)),
            )
        };
        let stored = stored.await;
        let mut all = self.held();
        let held = find(&mut all, DOING, id)?;
        if let Err(source) = stored {
            held.summary.title = before;
            return Err(Error::Store {
                doing: DOING,
                source,
            });
        }
        self.tell_listed(held);
        Ok(())
    }

    pub(crate) async fn delete(&self, id: &ConversationId) -> Result<(), Error> {
        const DOING: &str = "deleting a conversation";
        self.stop(id).await?;
        self.vault
            .commit(log::remove(Batch::new(), id))
            .await
            .map_err(|source| Error::Store {
                doing: DOING,
                source,
            })?;
        self.held().remove(id);
        self.tell(Change::Conversations {
            reset: false,
            conversations: Vec::new(),
            removed: vec![id.clone()],
        });
        Ok(())
    }

    pub(crate) async fn close(&self) {
        let ids: Vec<_> = self.held().keys().cloned().collect();
        for id in ids {
            if let Some(run) = self.abort(&id)
                && let Err(error) = self.finish(&id, run, End::Broken).await
            {
                tracing::warn!(conversation = %id, %error, "what had come of an answer was not stored");
            }
        }
        let mut answers = std::mem::take(&mut *self.answers());
        answers.shutdown().await;
    }

    /// A piece of the answer has come.
    pub(crate) fn grow(&self, id: &ConversationId, run: u64, text: &str) {
        let mut all = self.held();
        let Some(held) = all.get_mut(id).filter(|held| held.runs(run)) else {
            return;
        };
        let said = held.said.get_or_insert_default();
        let is_first = said.last().is_some_and(|turn| turn.text.is_empty());
        said.apply(Entry::Grew {
            text: text.to_owned(),
        });
        if let Some(growing) = &mut held.growing {
            growing.unstored.push_str(text);
            if !is_first {
                growing.untold.push_str(text);
            }
        }
        if is_first {
            self.tell_last(held);
        }
    }

    /// Tells what has come since it was last told.
    pub(crate) fn tell_growth(&self, id: &ConversationId, run: u64) {
        let mut all = self.held();
        if let Some(held) = all.get_mut(id).filter(|held| held.runs(run)) {
            self.flush(held);
        }
    }

    /// Stores what has come since it was last stored. Nobody waits for it: the end of the answer does.
    pub(crate) fn store_growth(&self, id: &ConversationId, run: u64) {
        let mut all = self.held();
        let growing = all
            .get_mut(id)
            .filter(|held| held.runs(run))
            .and_then(|held| held.growing.as_mut());
        if let Some(text) = growing
            .map(|growing| std::mem::take(&mut growing.unstored))
            .filter(|text| !text.is_empty())
        {
            drop(
                self.vault
                    .commit(log::append(Batch::new(), id, &Entry::Grew { text })),
            );
        }
    }

    /// The answer has ended: on disk first, then told.
    pub(crate) async fn finish(
        &self,
        id: &ConversationId,
        run: u64,
        end: End,
    ) -> Result<(), Error> {
        let (turn, stored) = {
            let mut all = self.held();
            let Some(held) = all.get_mut(id).filter(|held| held.runs(run)) else {
                return Ok(());
            };
            self.flush(held);
            let growing = held.growing.take();
            let mut batch = Batch::new();
            if let Some(text) = growing
                .map(|growing| growing.unstored)
                .filter(|text| !text.is_empty())
            {
                batch = log::append(batch, id, &Entry::Grew { text });
            }
            let said = held.said.get_or_insert_default();
            said.apply(Entry::Ended { end });
            let turn = said.last().map(KeptTurn::told);
            let stored = self
                .vault
                .commit(log::append(batch, id, &Entry::Ended { end }));
            if !held.is_open {
                held.said = None;
            }
            (turn, stored)
        };
        let stored = stored.await;
        self.tell_ended(
            id,
            turn,
            if stored.is_ok() {
                Stored::Yes
            } else {
                Stored::No
            },
        );
        stored.map(drop).map_err(|source| Error::Store {
            doing: "storing an answer",
            source,
        })
    }

    /// Nothing is told of what has been asked again in the meantime, and what is not on disk is not told as complete.
    fn tell_ended(&self, id: &ConversationId, turn: Option<Turn>, stored: Stored) {
        let mut all = self.held();
        let held = all.get_mut(id).filter(|held| held.growing.is_none());
        let Some((held, mut turn)) = held.zip(turn) else {
            return;
        };
        if stored == Stored::No {
            turn.state = AnswerState::Failed {
                why: AnswerFailure::Broken,
            };
            held.said.iter_mut().for_each(Conversation::break_off);
        }
        if held.is_open {
            self.tell(Change::Answer {
                conversation: id.clone(),
                turn,
            });
        }
    }

    fn flush(&self, held: &mut Held) {
        let Some(growing) = held
            .growing
            .as_mut()
            .filter(|growing| !growing.untold.is_empty())
        else {
            return;
        };
        let text = std::mem::take(&mut growing.untold);
        if let Some(turn) = held
            .said
            .as_ref()
            .and_then(Conversation::last)
            .filter(|_| held.is_open)
        {
            self.tell(Change::Grew {
                conversation: held.summary.id.clone(),
                answer: turn.answer.clone(),
                text,
            });
        }
    }

    fn tell_listed(&self, held: &Held) {
        let conversations = vec![held.summary.clone()];
        self.tell(Change::Conversations {
            reset: false,
            conversations,
            removed: Vec::new(),
        });
    }

    fn tell_last(&self, held: &mut Held) {
        let turn = held
            .said
            .as_ref()
            .and_then(Conversation::last)
            .filter(|_| held.is_open);
        if let Some(turn) = turn {
            self.tell(Change::Answer {
                conversation: held.summary.id.clone(),
                turn: turn.told(),
            });
        }
    }

    /// Tells the whole conversation; what has come so far is in it and not told a second time.
    fn tell_opened(&self, held: &mut Held) {
        if let Some(growing) = &mut held.growing {
            growing.untold.clear();
        }
        let turns = held
            .said
            .iter()
            .flat_map(Conversation::turns)
            .map(KeptTurn::told)
            .collect();
        self.tell(Change::Opened {
            conversation: held.summary.id.clone(),
            turns,
        });
    }

    fn tell(&self, change: Change) {
        // Whoever listened may be gone; what is on disk is told to the next one.
        let _ = self.changes.send(change);
    }

    fn summary(
        &self,
        doing: &'static str,
        id: &ConversationId,
    ) -> Result<ConversationSummary, Error> {
        find(&mut self.held(), doing, id).map(|held| held.summary.clone())
    }

    fn held(&self) -> MutexGuard<'_, HashMap<ConversationId, Held>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answers(&self) -> MutexGuard<'_, JoinSet<()>> {
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        while answers.try_join_next().is_some() {}
        answers
    }
}
