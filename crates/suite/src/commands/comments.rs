//! Commands about what is said about notes. All of them work offline and are sent later, in order.

use ::notes::CommentAt;

use super::notes::{id, notes};
use super::*;
use crate::services::comments::to_anchor;

pub(super) async fn thread_start(suite: &Suite, args: NewThread) -> Result<ThreadId, Failure> {
    let (note, anchor) = (id(&args.note)?, args.anchor.map(to_anchor));
    let thread = notes(suite)?
        .start_thread(&note, &args.text, anchor)
        .await?;
    Ok(ThreadId(thread))
}

pub(super) async fn thread_reply(suite: &Suite, args: NewComment) -> Result<(), Failure> {
    let note = id(&args.note)?;
    Ok(notes(suite)?
        .reply(&note, &args.thread.0, &args.text)
        .await?)
}

pub(super) async fn thread_resolve(suite: &Suite, args: ThreadResolve) -> Result<(), Failure> {
    let note = id(&args.note)?;
    Ok(notes(suite)?
        .resolve(&note, &args.thread.0, args.resolved)
        .await?)
}

pub(super) async fn thread_delete(suite: &Suite, args: ThreadRef) -> Result<(), Failure> {
    let note = id(&args.note)?;
    Ok(notes(suite)?.delete_thread(&note, &args.thread.0).await?)
}

/// Somebody says that there is something new about an open note.
pub(super) async fn threads_refresh(suite: &Suite, note: NoteId) -> Result<(), Failure> {
    notes(suite)?.refresh_threads(&id(&note)?);
    Ok(())
}

pub(super) async fn comment_change(suite: &Suite, args: CommentChange) -> Result<(), Failure> {
    let note = id(&args.at.note)?;
    Ok(notes(suite)?
        .change_comment(&note, at(&args.at), &args.text)
        .await?)
}

pub(super) async fn comment_delete(suite: &Suite, args: CommentRef) -> Result<(), Failure> {
    let note = id(&args.note)?;
    Ok(notes(suite)?.delete_comment(&note, at(&args)).await?)
}

pub(super) async fn comment_react(suite: &Suite, args: CommentReact) -> Result<(), Failure> {
    let note = id(&args.at.note)?;
    Ok(notes(suite)?
        .react(&note, at(&args.at), &args.emoji, args.put)
        .await?)
}

fn at(comment: &CommentRef) -> CommentAt<'_> {
    CommentAt {
        thread: &comment.thread.0,
        comment: &comment.comment.0,
    }
}
