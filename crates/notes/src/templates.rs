//! New notes that begin with a text: that of a file, or that of another note, with its blanks filled in.

use crate::attachments::FileName;
use crate::document::{self, Document};
use crate::error::Error;
use crate::exchange::page_of;
use crate::id::NoteId;
use crate::library::{Origin, unreadable};
use crate::notes::Notes;

/// What a new note begins with.
#[derive(Clone, Debug)]
pub enum Template {
    /// A file of another program.
    File {
        /// What it is called, with its ending.
        name: String,
        /// What is in it.
        bytes: Vec<u8>,
    },
    /// A note.
    Note(NoteId),
}

impl Notes {
    /// Makes a note that begins with the text of a template, also offline. Blanks such as `{{date}}`, in its text and
    /// its title, are filled in with the value of that name, in lower case; those of other names stay.
    ///
    /// # Errors
    /// [`Error::Unreadable`] when the file is none that can be read; [`Error::Missing`], [`Error::Store`] as for a new
    /// note.
    pub async fn create_from(
        &self,
        template: Template,
        title: Option<String>,
        parent: Option<NoteId>,
        values: &[(String, String)],
    ) -> Result<NoteId, Error> {
        let (named, state, files) = match template {
            Template::File { name, bytes } => {
                let page = page_of(&name, bytes).await?;
                let state = Document::written(&page.blocks).map_err(unreadable)?;
                (page.title, state, page.files)
            }
            Template::Note(note) => {
                let record = self.known(&note)?;
                if !record.here {
                    return Err(Error::Missing { note });
                }
                let state = self.library().whole(&note).await?;
                let files = self.files_of(&note).await?;
                (record.title.unwrap_or_default(), state, files)
            }
        };
        // What cannot become a note is known before there is one.
        let filled = Document::altered(&state, |transaction| document::fill(transaction, values));
        let filled = filled.map_err(unreadable)?;
        let title = title.filter(|title| !title.trim().is_empty());
        let title = title.unwrap_or_else(|| document::filled(&named, values));
        let note = self.create(Some(title), parent).await?;
        let addresses = self.attach_all(&note, files).await?;
        let state = Document::altered(&filled, |transaction| {
            document::readdress(transaction, &addresses);
        });
        let state = state.map_err(unreadable)?;
        let library = self.library();
        library.apply(&note, state, Origin::Local).await?;
        Ok(note)
    }

    /// Says that new notes may begin with this one, or not any more. Nobody else is told.
    ///
    /// # Errors
    /// [`Error::Missing`], or [`Error::Store`] when it was not saved.
    pub async fn offer(&self, note: &NoteId, template: bool) -> Result<(), Error> {
        self.known(note)?;
        self.tell_later(note, |record| record.template = template)
            .await
    }

    /// The files that a note shows, as far as they are here or can be fetched.
    async fn files_of(&self, note: &NoteId) -> Result<formats::Files, Error> {
        let addresses = self.library().read(note, Document::file_addresses).await?;
        let mut files = formats::Files::new();
        for address in addresses {
            let Some((shown_by, file)) = FileName::at(&address) else {
                continue;
            };
            match self.attachment(&shown_by, &file).await {
                Ok(bytes) => drop(files.insert(address, bytes)),
                Err(error @ Error::Store { .. }) => return Err(error),
                Err(error) => tracing::info!(%note, %error, "a file stays where it is"),
            }
        }
        Ok(files)
    }
}
