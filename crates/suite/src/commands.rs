//! The whole surface towards the window: one table, from which the dispatcher, the list of names and the TypeScript
//! map are made.
//!
//! A command acts (reply: nothing, or an id) or asks (reply: an answer nobody keeps). Live state never comes in a
//! reply: it comes as events. The bodies stand in `commands/`, at most ten lines each.

mod account;
mod assistant;
mod chat;
mod comments;
mod desk;
mod notes;
mod sharing;

pub(crate) use notes::{notes as open_notes, parse as parse_note};

use futures_util::future::BoxFuture;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::Suite;
use crate::failure::{Code, Failure};
use crate::wire;
use crate::wire::account::*;
use crate::wire::assistant::*;
use crate::wire::chat::*;
use crate::wire::comments::*;
use crate::wire::notes::*;
use crate::wire::settings::{Language, Settings};
use crate::wire::sharing::*;

/// Makes the dispatcher, the names and the TypeScript map from one table.
macro_rules! commands {
    ($($module:ident { $($name:ident($args:ty) -> $reply:ty;)* })*) => {
        /// Every command's name.
        pub const NAMES: &[&str] = &[$($(stringify!($name)),*),*];

        impl Suite {
            /// Does what the window asks, in a task of its own: a panic becomes a failure and the desk lives on.
            ///
            /// Boxed, so that all commands are compiled in this crate and not again in each one that calls them.
            pub fn call<'a>(&'a self, name: &'a str, args: Value) -> BoxFuture<'a, Result<Value, Failure>> {
                Box::pin(async move { match name {
                    $($(stringify!($name) => {
                        let args: $args = arguments(name, args)?;
                        self.guarded(stringify!($name), |suite| async move {
                            $module::$name(&suite, args).await.map(|reply: $reply| reply)
                        }).await.and_then(reply)
                    })*)*
                    unknown => Err(Failure::new(Code::Internal, format!("no command is called {unknown:?}"))),
                } })
            }
        }

        /// Writes the TypeScript of every type that crosses the bridge into `folder`.
        pub fn write_types(folder: &std::path::Path) -> Result<(), ts_rs::ExportError> {
            let mut types = crate::types::Types::new(folder);
            types.event::<crate::events::Event>()?;
            types.event::<Failure>()?;
            $($(types.command::<$args, $reply>(stringify!($name))?;)*)*
            types.finish()
        }
    };
}

commands! {
    account {
        account_sign_in(SignIn) -> ();
        account_sign_in_cancel(()) -> ();
        account_sign_out(SignOut) -> ();
        account_switch(AccountId) -> ();
        account_welcome(()) -> ();
        account_open_again(()) -> ();
        account_recover(RecoveryKeyText) -> ();
        account_start_over(()) -> ();
        account_recovery_key(()) -> RecoveryKeyShown;
        profile_add(ProfileText) -> ProfileId;
        profile_find(EmailAddress) -> ProfileId;
    }
    notes {
        note_create(NewNote) -> NoteId;
        note_open(NoteId) -> ();
        note_close(NoteId) -> ();
        note_push(NotePush) -> ();
        note_presence(NotePresence) -> ();
        note_rename(NoteTitle) -> ();
        note_delete(NoteId) -> ();
        note_restore(NoteId) -> ();
        note_favour(NoteFavour) -> ();
        note_pin(NotePin) -> ();
        note_move(NoteMove) -> ();
        note_duplicate(NoteCopy) -> NoteId;
        file_send_again(FileRef) -> ();
        file_give_up(FileRef) -> ();
        file_save(FileSave) -> String;
        note_export(NoteExport) -> String;
        notes_pack(NotesPack) -> NotesPacked;
        templates_list(Language) -> Vec<Template>;
        note_create_from(NewFromTemplate) -> NoteId;
        note_offer(NoteOffer) -> ();
        note_address(NoteId) -> String;
        note_linking(NoteId) -> Vec<NoteId>;
        versions_list(NoteId) -> Versions;
        version_keep(NoteId) -> ();
    }
    sharing {
        sharing_read(NoteId) -> Sharing;
        sharing_link(NewLink) -> ();
        access_give(NewAccess) -> ();
        access_change(AccessChange) -> ();
        access_request(NewRequest) -> ();
        request_answer(RequestAnswer) -> ();
        invitation_send(NewInvitation) -> ();
        invitation_withdraw(InvitationRef) -> ();
        colleagues_find(ColleagueQuery) -> Vec<Colleague>;
        note_leave(NoteId) -> ();
    }
    comments {
        thread_start(NewThread) -> ThreadId;
        thread_reply(NewComment) -> ();
        thread_resolve(ThreadResolve) -> ();
        thread_delete(ThreadRef) -> ();
        threads_refresh(NoteId) -> ();
        comment_change(CommentChange) -> ();
        comment_delete(CommentRef) -> ();
        comment_react(CommentReact) -> ();
    }
    chat {
        room_create(NewRoom) -> RoomId;
        room_open(RoomId) -> ();
        room_close(RoomId) -> ();
        room_older(RoomId) -> ();
        room_join(RoomId) -> ();
        room_leave(RoomId) -> ();
        room_read(RoomId) -> ();
        message_send(NewMessage) -> ();
        message_retry(MessageRef) -> ();
        message_delete(MessageRef) -> ();
        people_find(PeopleQuery) -> Vec<wire::Person>;
        encryption_recovery_key(()) -> RecoveryKeyShown;
        encryption_recover(RecoveryKeyText) -> ();
        verification_act(VerificationAct) -> ();
    }
    assistant {
        assistant_ask(Question) -> ConversationId;
        assistant_stop(ConversationId) -> ();
        assistant_regenerate(ConversationId) -> ();
        conversation_open(ConversationId) -> ();
        conversation_close(ConversationId) -> ();
        conversation_rename(ConversationTitle) -> ();
        conversation_delete(ConversationId) -> ();
    }
    desk {
        settings_change(Settings) -> ();
        places_keep(Vec<wire::Place>) -> ();
        outbox_retry(()) -> ();
        search(String) -> Vec<wire::Hit>;
        link_open(String) -> ();
        link_note(String) -> Option<NoteId>;
    }
}

fn arguments<T: DeserializeOwned>(name: &str, args: Value) -> Result<T, Failure> {
    serde_json::from_value(args)
        .map_err(|error| Failure::new(Code::Internal, format!("the arguments of {name}: {error}")))
}

fn reply<T: Serialize>(value: T) -> Result<Value, Failure> {
    serde_json::to_value(value)
        .map_err(|error| Failure::new(Code::Internal, format!("writing a reply: {error}")))
}

#[cfg(test)]
mod tests {
    #![expect(
        clippy::disallowed_methods,
        reason = "types are written by a developer's command, never by the product"
    )]

    use std::collections::BTreeMap;
    use std::path::Path;

    /// Every file of a folder with its text.
    fn texts(folder: &Path) -> BTreeMap<String, String> {
        let entries = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
        let text = |path: &Path| std::fs::read_to_string(path).unwrap();
        entries
            .map(|entry| {
                (
                    entry.file_name().into_string().unwrap(),
                    text(&entry.path()),
                )
            })
            .collect()
    }

    /// `cargo xtask types` runs this test too, and has it write instead of compare.
    #[test]
    fn the_windows_types_are_those_of_the_commands() {
        let fresh = tempfile::tempdir().unwrap();
        super::write_types(fresh.path()).unwrap();
        let generated =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/backend/generated");
        if std::env::var_os("ATTACHE_WRITE_TYPES").is_some() {
            std::fs::create_dir_all(&generated).unwrap();
            for old in texts(&generated).keys() {
                std::fs::remove_file(generated.join(old)).unwrap();
            }
            for (name, text) in texts(fresh.path()) {
                std::fs::write(generated.join(name), text).unwrap();
            }
        }
        let (made, kept) = (texts(fresh.path()), texts(&generated));
        let differs = |name: &&String| made.get(*name) != kept.get(*name);
        let differing: Vec<_> = made.keys().chain(kept.keys()).filter(differs).collect();
        assert!(
            differing.is_empty(),
            "{differing:?} differ: run `cargo xtask types`"
        );
    }
}
