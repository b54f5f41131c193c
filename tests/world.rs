//! What the window would show: the sum of all events that were heard. It guesses nothing and keeps no history, except
//! of updates, which a replica has to take one by one.

use std::collections::BTreeMap;

use suite::events::Event;
use suite::wire::Waiting;
use suite::wire::account::{Account, SignInStep, Standing};
use suite::wire::assistant::{AnswerState, ConversationId, ConversationSummary, Turn};
use suite::wire::chat::{
    Encryption, ItemContent, Older, RoomId, RoomSummary, SendState, TimelineDiff, TimelineItem,
    Verification,
};
use suite::wire::comments::Thread;
use suite::wire::notes::{NoteId, NoteStatus, NoteSummary};
use suite::wire::settings::Settings;

/// The whole state of a desk, as its window knows it.
#[derive(Debug, Clone, Default)]
pub struct World {
    /// Who is signed in, or what keeps the desk closed.
    pub account: Option<Account>,
    /// How many sign-ins have begun.
    pub trips: u32,
    /// Whether the last real request got through.
    pub online: Option<bool>,
    /// How many notes are packed or unpacked, and of how many.
    pub archive: Option<(usize, usize)>,
    /// What waits to be sent.
    pub waiting: Vec<Waiting>,
    /// The agent's settings.
    pub settings: Option<Settings>,
    /// Notes by id.
    pub notes: BTreeMap<NoteId, NoteSummary>,
    /// Whether the server was asked for notes.
    pub notes_complete: bool,
    /// Notes that were opened, and whether their text is here.
    pub opened: BTreeMap<NoteId, bool>,
    /// Others' updates by note, in order.
    pub updates: BTreeMap<NoteId, Vec<Vec<u8>>>,
    /// Others' cursors by note: the last awareness update.
    pub presence: BTreeMap<NoteId, Vec<u8>>,
    /// Notes with a change that could not be read.
    pub quarantined: Vec<NoteId>,
    /// Notes with which the server did not do what was done here.
    pub refused: Vec<NoteId>,
    /// What is said about open notes, as far as the server was asked.
    pub threads: BTreeMap<NoteId, Vec<Thread>>,
    /// Rooms by id.
    pub rooms: BTreeMap<RoomId, RoomSummary>,
    /// Open timelines.
    pub timelines: BTreeMap<RoomId, Vec<TimelineItem>>,
    /// Whether there is more above.
    pub older: BTreeMap<RoomId, Older>,
    /// The state of encryption.
    pub encryption: Option<Encryption>,
    /// A comparison that is going on.
    pub verification: Option<Verification>,
    /// Conversations by id.
    pub conversations: BTreeMap<ConversationId, ConversationSummary>,
    /// Turns of opened conversations.
    pub turns: BTreeMap<ConversationId, Vec<Turn>>,
}

impl World {
    /// Takes one event.
    pub fn hear(&mut self, event: Event) {
        match event {
            Event::AccountChanged { account } => {
                let finding = SignInStep::Finding;
                if matches!(&account, Account::SigningIn { step, .. } if *step == finding) {
                    self.trips += 1;
                }
                self.account = Some(account);
            }
            Event::ConnectionChanged { online, .. } => self.online = Some(online),
            Event::OutboxChanged { waiting } => self.waiting = waiting,
            Event::SettingsChanged { settings, .. } => self.settings = Some(settings),
            Event::NotesChanged {
                reset,
                notes,
                removed,
                complete,
            } => {
                change(
                    &mut self.notes,
                    reset,
                    notes.into_iter().map(|note| (note.id.clone(), note)),
                    &removed,
                );
                self.notes_complete = complete;
            }
            Event::NoteOpened { note, here } => drop(self.opened.insert(note, here)),
            Event::NoteUpdated { note, update } => {
                self.updates.entry(note).or_default().push(update.0)
            }
            Event::PresenceChanged { note, awareness } => {
                drop(self.presence.insert(note, awareness.0))
            }
            Event::NoteQuarantined { note } => self.quarantined.push(note),
            Event::NoteRefused { note } => self.refused.push(note),
            Event::ThreadsChanged { note, threads, .. } => drop(self.threads.insert(note, threads)),
            Event::EncryptionChanged { encryption } => self.encryption = Some(encryption),
            Event::VerificationChanged { verification } => self.verification = verification,
            chat_or_answer => self.hear_conversation(chat_or_answer),
        }
    }

    fn hear_conversation(&mut self, event: Event) {
        match event {
            Event::RoomsChanged {
                reset,
                rooms,
                removed,
                ..
            } => {
                change(
                    &mut self.rooms,
                    reset,
                    rooms.into_iter().map(|room| (room.id.clone(), room)),
                    &removed,
                );
            }
            Event::TimelineChanged { room, diffs } => {
                let timeline = self.timelines.entry(room).or_default();
                diffs.into_iter().for_each(|diff| apply(timeline, diff));
            }
            Event::TimelineOlderChanged { room, older } => drop(self.older.insert(room, older)),
            Event::ConversationsChanged {
                reset,
                conversations,
                removed,
            } => {
                let listed = conversations
                    .into_iter()
                    .map(|summary| (summary.id.clone(), summary));
                change(&mut self.conversations, reset, listed, &removed);
            }
            Event::ConversationOpened {
                conversation,
                turns,
            } => drop(self.turns.insert(conversation, turns)),
            Event::AnswerChanged { conversation, turn } => {
                let turns = self.turns.entry(conversation).or_default();
                match turns.iter_mut().find(|known| known.id == turn.id) {
                    Some(known) => *known = turn,
                    None => turns.push(turn),
                }
            }
            Event::AnswerGrew {
                conversation,
                answer,
                text,
            } => {
                let turns = self.turns.entry(conversation).or_default();
                if let Some(turn) = turns.iter_mut().find(|turn| turn.id == answer) {
                    turn.answer.push_str(&text);
                }
            }
            Event::ArchiveAdvanced { done, total } => self.archive = Some((done, total)),
            other => unreachable!("{other:?} is heard elsewhere"),
        }
    }

    /// Whether the desk is open.
    pub fn is_open(&self) -> bool {
        matches!(&self.account, Some(Account::Open { .. }))
    }

    /// Whether the desk is open and the servers know its agent.
    pub fn is_signed_in(&self) -> bool {
        matches!(
            &self.account,
            Some(Account::Open {
                standing: Standing::SignedIn,
                ..
            })
        )
    }

    /// Whether the desk is open and the servers do not know its agent any more.
    pub fn is_signed_out(&self) -> bool {
        matches!(
            &self.account,
            Some(Account::Open {
                standing: Standing::SignedOut { .. },
                ..
            })
        )
    }

    /// Whether the server was read back with all of the note.
    pub fn is_synced(&self, note: &NoteId) -> bool {
        self.notes
            .get(note)
            .is_some_and(|summary| summary.status == NoteStatus::Synced)
    }

    /// The messages of an open room, oldest first, with how far each has got.
    pub fn messages(&self, room: &RoomId) -> Vec<(String, SendState)> {
        let items = self.timelines.get(room).into_iter().flatten();
        let message = |item: &TimelineItem| match &item.content {
            ItemContent::Message { text, state, .. } => Some((text.clone(), state.clone())),
            _ => None,
        };
        items.filter_map(message).collect()
    }

    /// How often this text stands in an open room, sent.
    pub fn times_sent(&self, room: &RoomId, text: &str) -> usize {
        self.messages(room)
            .iter()
            .filter(|(said, state)| said == text && *state == SendState::Sent)
            .count()
    }

    /// The last turn of a conversation.
    pub fn last_turn(&self, conversation: &ConversationId) -> Option<&Turn> {
        self.turns.get(conversation)?.last()
    }

    /// Whether the last answer of a conversation is complete.
    pub fn is_answered(&self, conversation: &ConversationId) -> bool {
        self.last_turn(conversation)
            .is_some_and(|turn| turn.state == AnswerState::Done)
    }
}

fn change<K: Ord, V>(
    known: &mut BTreeMap<K, V>,
    reset: bool,
    new: impl Iterator<Item = (K, V)>,
    removed: &[K],
) {
    if reset {
        known.clear();
    }
    known.extend(new);
    removed.iter().for_each(|id| drop(known.remove(id)));
}

fn apply(timeline: &mut Vec<TimelineItem>, diff: TimelineDiff) {
    let at = |index: u32| usize::try_from(index).expect("an index fits");
    match diff {
        TimelineDiff::Reset { items } => *timeline = items,
        TimelineDiff::Insert { index, item } => timeline.insert(at(index), item),
        TimelineDiff::Set { index, item } => timeline[at(index)] = item,
        TimelineDiff::Remove { index } => drop(timeline.remove(at(index))),
        TimelineDiff::Truncate { length } => timeline.truncate(at(length)),
    }
}
