//! Commands about conversations with the assistant.

use super::*;
use crate::services::conversation_id;

pub(super) async fn assistant_ask(
    suite: &Suite,
    args: Question,
) -> Result<ConversationId, Failure> {
    let sources = suite.open_desk()?.services.sources(&args.sources).await?;
    let conversation = args.conversation.as_ref().map(id);
    Ok(conversation_id(
        &assistant(suite)?
            .ask(conversation, args.text, sources)
            .await?,
    ))
}

pub(super) async fn assistant_stop(
    suite: &Suite,
    conversation: ConversationId,
) -> Result<(), Failure> {
    Ok(assistant(suite)?.stop(&id(&conversation)).await?)
}

pub(super) async fn assistant_regenerate(
    suite: &Suite,
    conversation: ConversationId,
) -> Result<(), Failure> {
    Ok(assistant(suite)?.regenerate(&id(&conversation)).await?)
}

pub(super) async fn conversation_open(
    suite: &Suite,
    conversation: ConversationId,
) -> Result<(), Failure> {
    Ok(assistant(suite)?
        .open_conversation(&id(&conversation))
        .await?)
}

pub(super) async fn conversation_close(
    suite: &Suite,
    conversation: ConversationId,
) -> Result<(), Failure> {
    Ok(assistant(suite)?
        .close_conversation(&id(&conversation))
        .await?)
}

pub(super) async fn conversation_rename(
    suite: &Suite,
    args: ConversationTitle,
) -> Result<(), Failure> {
    Ok(assistant(suite)?
        .rename(&id(&args.conversation), args.title)
        .await?)
}

pub(super) async fn conversation_delete(
    suite: &Suite,
    conversation: ConversationId,
) -> Result<(), Failure> {
    Ok(assistant(suite)?.delete(&id(&conversation)).await?)
}

fn assistant(suite: &Suite) -> Result<::assistant::Assistant, Failure> {
    let assistant = suite.open_desk()?.services.assistant.clone();
    assistant.ok_or_else(|| Failure::new(Code::Missing, "this agency has no assistant"))
}

fn id(conversation: &ConversationId) -> ::assistant::ConversationId {
    conversation.0.as_str().into()
}
