//! Commands about who else may open a note. They need the server: nothing of it is done later.

use super::notes::{id, notes};
use super::*;
use crate::services::sharing::{colleague, sharing, to_link, to_role};

pub(super) async fn sharing_read(suite: &Suite, note: NoteId) -> Result<Sharing, Failure> {
    Ok(sharing(notes(suite)?.sharing(&id(&note)?).await?))
}

pub(super) async fn sharing_link(suite: &Suite, args: NewLink) -> Result<(), Failure> {
    Ok(notes(suite)?
        .set_link(&id(&args.note)?, to_link(args.link))
        .await?)
}

pub(super) async fn access_give(suite: &Suite, args: NewAccess) -> Result<(), Failure> {
    let (note, role) = (id(&args.note)?, to_role(args.role));
    Ok(notes(suite)?
        .give_access(&note, &args.colleague.0, role)
        .await?)
}

pub(super) async fn access_change(suite: &Suite, args: AccessChange) -> Result<(), Failure> {
    let (notes, note, access) = (notes(suite)?, id(&args.note)?, &args.access.0);
    match args.role.map(to_role) {
        Some(role) => notes.change_access(&note, access, role).await?,
        None => notes.remove_access(&note, access).await?,
    }
    Ok(())
}

pub(super) async fn invitation_send(suite: &Suite, args: NewInvitation) -> Result<(), Failure> {
    let (note, role) = (id(&args.note)?, to_role(args.role));
    Ok(notes(suite)?.invite(&note, &args.email, role).await?)
}

pub(super) async fn invitation_withdraw(suite: &Suite, args: InvitationRef) -> Result<(), Failure> {
    Ok(notes(suite)?
        .withdraw(&id(&args.note)?, &args.invitation.0)
        .await?)
}

pub(super) async fn access_request(suite: &Suite, args: NewRequest) -> Result<(), Failure> {
    Ok(notes(suite)?
        .ask_for_access(&id(&args.note)?, to_role(args.role))
        .await?)
}

pub(super) async fn request_answer(suite: &Suite, args: RequestAnswer) -> Result<(), Failure> {
    let (notes, note, request) = (notes(suite)?, id(&args.note)?, &args.request.0);
    match args.role.map(to_role) {
        Some(role) => notes.accept(&note, request, role).await?,
        None => notes.decline(&note, request).await?,
    }
    Ok(())
}

pub(super) async fn colleagues_find(
    suite: &Suite,
    args: ColleagueQuery,
) -> Result<Vec<Colleague>, Failure> {
    let found = notes(suite)?
        .find_colleagues(&id(&args.note)?, &args.text)
        .await?;
    Ok(found.into_iter().map(colleague).collect())
}

pub(super) async fn note_leave(suite: &Suite, note: NoteId) -> Result<(), Failure> {
    Ok(notes(suite)?.leave(&id(&note)?).await?)
}
