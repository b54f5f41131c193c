//! Commands about notes.

use super::*;
use crate::services::{note_id, versions};
use crate::templates;

pub(super) async fn note_create(suite: &Suite, args: NewNote) -> Result<NoteId, Failure> {
    let parent = args.parent.as_ref().map(id).transpose()?;
    Ok(note_id(&notes(suite)?.create(args.title, parent).await?))
}

pub(super) async fn note_open(suite: &Suite, note: NoteId) -> Result<(), Failure> {
    Ok(notes(suite)?.open_note(&id(&note)?).await?)
}

pub(super) async fn note_close(suite: &Suite, note: NoteId) -> Result<(), Failure> {
    notes(suite)?.close_note(&id(&note)?).await;
    Ok(())
}

pub(super) async fn note_push(suite: &Suite, args: NotePush) -> Result<(), Failure> {
    Ok(notes(suite)?.push(&id(&args.note)?, args.update.0).await?)
}

pub(super) async fn note_presence(suite: &Suite, args: NotePresence) -> Result<(), Failure> {
    Ok(notes(suite)?
        .set_presence(&id(&args.note)?, args.awareness.0)
        .await?)
}

pub(super) async fn note_rename(suite: &Suite, args: NoteTitle) -> Result<(), Failure> {
    Ok(notes(suite)?.rename(&id(&args.note)?, args.title).await?)
}

pub(super) async fn note_delete(suite: &Suite, note: NoteId) -> Result<(), Failure> {
    Ok(notes(suite)?.delete(&id(&note)?).await?)
}

pub(super) async fn note_restore(suite: &Suite, note: NoteId) -> Result<(), Failure> {
    Ok(notes(suite)?.restore(&id(&note)?).await?)
}

pub(super) async fn note_favour(suite: &Suite, args: NoteFavour) -> Result<(), Failure> {
    Ok(notes(suite)?
        .favour(&id(&args.note)?, args.favourite)
        .await?)
}

pub(super) async fn note_pin(suite: &Suite, args: NotePin) -> Result<(), Failure> {
    Ok(notes(suite)?.pin(&id(&args.note)?, args.pinned).await?)
}

pub(super) async fn note_move(suite: &Suite, args: NoteMove) -> Result<(), Failure> {
    let parent = args.parent.as_ref().map(id).transpose()?;
    let after = args.after.as_ref().map(id).transpose()?;
    Ok(notes(suite)?
        .move_to(&id(&args.note)?, parent, after)
        .await?)
}

pub(super) async fn note_duplicate(suite: &Suite, args: NoteCopy) -> Result<NoteId, Failure> {
    let copy = notes(suite)?
        .duplicate(&id(&args.note)?, args.title)
        .await?;
    Ok(note_id(&copy))
}

pub(super) async fn file_send_again(suite: &Suite, args: FileRef) -> Result<(), Failure> {
    Ok(notes(suite)?
        .send_again(&id(&args.note)?, &file(&args.file)?)
        .await?)
}

pub(super) async fn file_give_up(suite: &Suite, args: FileRef) -> Result<(), Failure> {
    Ok(notes(suite)?
        .give_up(&id(&args.note)?, &file(&args.file)?)
        .await?)
}

/// Puts a file where the agent's downloads are, readable by everybody who may use the machine; answers its path there.
pub(super) async fn file_save(suite: &Suite, args: FileSave) -> Result<String, Failure> {
    let bytes = notes(suite)?
        .attachment(&id(&args.note)?, &file(&args.file)?)
        .await?;
    suite.save_download(&args.name, bytes).await
}

pub(super) async fn note_export(suite: &Suite, args: NoteExport) -> Result<String, Failure> {
    allowed(suite.leaving().formats.contains(&args.format))?;
    let format = match args.format {
        FileFormat::Pdf => ::notes::Format::Pdf,
        FileFormat::Docx => ::notes::Format::Docx,
        FileFormat::Odt => ::notes::Format::Odt,
        FileFormat::Html => ::notes::Format::Html,
        FileFormat::Markdown => ::notes::Format::Markdown,
    };
    let bytes = notes(suite)?
        .export(&id(&args.note)?, format, args.language.code())
        .await?;
    let name = file_name(&args.name, format.ending());
    suite.save_download(&name, bytes).await
}

pub(super) async fn notes_pack(suite: &Suite, args: NotesPack) -> Result<NotesPacked, Failure> {
    allowed(suite.leaving().packing)?;
    let note = args.note.as_ref().map(id).transpose()?;
    let notes = notes(suite)?;
    let name = file_name(&args.name, "zip");
    let write = |file| async move { notes.pack(note.as_ref(), file, suite.advance()).await };
    let (path, packed) = suite.write_download(&name, write).await?;
    Ok(NotesPacked {
        path,
        notes: packed.notes,
        without_text: packed.without_text,
        missing_files: packed.missing_files,
    })
}

pub(super) async fn templates_list(
    suite: &Suite,
    language: Language,
) -> Result<Vec<Template>, Failure> {
    templates::list(suite, &notes(suite)?, language).await
}

pub(super) async fn note_create_from(
    suite: &Suite,
    args: NewFromTemplate,
) -> Result<NoteId, Failure> {
    let parent = args.parent.as_ref().map(id).transpose()?;
    let template = templates::find(suite, &args.template, args.language).await?;
    let values = args.values.into_iter();
    let values: Vec<_> = values.map(|value| (value.name, value.text)).collect();
    let note = notes(suite)?
        .create_from(template, args.title, parent, &values)
        .await?;
    Ok(note_id(&note))
}

pub(super) async fn note_offer(suite: &Suite, args: NoteOffer) -> Result<(), Failure> {
    Ok(notes(suite)?.offer(&id(&args.note)?, args.template).await?)
}

pub(super) async fn note_address(suite: &Suite, note: NoteId) -> Result<String, Failure> {
    Ok(notes(suite)?.address(&id(&note)?)?.into())
}

pub(super) async fn note_linking(suite: &Suite, note: NoteId) -> Result<Vec<NoteId>, Failure> {
    let linking = notes(suite)?.linking(&id(&note)?).await?;
    Ok(linking.iter().map(note_id).collect())
}

pub(super) async fn versions_list(suite: &Suite, note: NoteId) -> Result<Versions, Failure> {
    Ok(versions(notes(suite)?.versions(&id(&note)?).await?))
}

pub(super) async fn version_keep(suite: &Suite, note: NoteId) -> Result<(), Failure> {
    Ok(notes(suite)?.keep_version(&id(&note)?).await?)
}

fn allowed(allowed: bool) -> Result<(), Failure> {
    let forbidden = || Failure::new(Code::Forbidden, "saving is locked by a policy");
    allowed.then_some(()).ok_or_else(forbidden)
}

/// A title may hold what leads from folder to folder.
fn file_name(title: &str, ending: &str) -> String {
    format!("{}.{ending}", title.replace(['/', '\\'], "-"))
}

pub(super) fn file(file: &FileId) -> Result<::notes::FileName, Failure> {
    let missing = || Failure::new(Code::Missing, "this is no file's name");
    ::notes::FileName::parse(&file.0).ok_or_else(missing)
}

pub(crate) fn notes(suite: &Suite) -> Result<::notes::Notes, Failure> {
    let notes = suite.open_desk()?.services.notes.clone();
    notes.ok_or_else(|| Failure::new(Code::Missing, "this agency has no notes"))
}

pub(super) fn id(note: &NoteId) -> Result<::notes::NoteId, Failure> {
    parse(&note.0)
}

pub(crate) fn parse(note: &str) -> Result<::notes::NoteId, Failure> {
    let missing = || Failure::new(Code::Missing, "this is no note's name");
    ::notes::NoteId::parse(note).ok_or_else(missing)
}
