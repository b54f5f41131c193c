//! Notes out to files of other programs and in from them, one by one.
//!
//! It promises that writing a file changes nothing, and that a file that cannot be read makes no note. What a note
//! becomes in each format is the business of `formats`.

use formats::{Block, Files, Page};

use crate::attachments::FileName;
use crate::document::Document;
use crate::error::Error;
use crate::id::NoteId;
use crate::notes::Notes;
use crate::templates::Template;

/// Files that are not on this computer are fetched, but no more than these for one note.
const MOST_FILES: usize = 500;

/// A kind of file that a note can be written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A tagged PDF (PDF/UA-1), which is never read.
    Pdf,
    /// Office Open XML, as Word writes it.
    Docx,
    /// OpenDocument, as LibreOffice writes it.
    Odt,
    /// One self-contained page.
    Html,
    /// CommonMark with the tables and tasks of GitHub.
    Markdown,
}

impl Format {
    /// How names of such files end.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Odt => "odt",
            Self::Html => "html",
            Self::Markdown => "md",
        }
    }

    /// What a file of this name is, if it can be read.
    pub fn of_name(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        match ending.to_lowercase().as_str() {
            "docx" => Some(Self::Docx),
            "odt" => Some(Self::Odt),
            "html" | "htm" | "xhtml" => Some(Self::Html),
            "md" | "markdown" | "txt" => Some(Self::Markdown),
            _ => None,
        }
    }

    fn write(self, page: &Page) -> Result<Vec<u8>, formats::Error> {
        match self {
            Self::Pdf => formats::pdf::write(page),
            Self::Docx => formats::docx::write(page),
            Self::Odt => formats::odt::write(page),
            Self::Html => formats::html::write(page).map(String::into_bytes),
            Self::Markdown => formats::markdown::write(page).map(String::into_bytes),
        }
    }

    fn read(self, bytes: &[u8]) -> Result<Page, formats::Error> {
        let text = || String::from_utf8_lossy(bytes);
        match self {
            Self::Docx => formats::docx::read(bytes),
            Self::Odt => formats::odt::read(bytes),
            Self::Html => formats::html::read(&text()),
            Self::Markdown | Self::Pdf => formats::markdown::read(&text()),
        }
    }
}

impl Notes {
    /// A note as a file of another program, in this language (`fr`), with the files that it shows as far as they are
    /// here or can be fetched; the others are only named.
    ///
    /// # Errors
    /// [`Error::Missing`], [`Error::Store`], or [`Error::Unreadable`] when it is too large for the format.
    pub async fn export(
        &self,
        note: &NoteId,
        format: Format,
        language: &str,
    ) -> Result<Vec<u8>, Error> {
        let record = self.known(note)?;
        let page = Page {
            title: record.title.unwrap_or_default(),
            language: language.to_owned(),
            blocks: self.library().read(note, Document::blocks).await?,
            files: Files::new(),
        };
        let page = self.with_files(page).await;
        apart("writing a file", move || format.write(&page)).await
    }

    /// Makes a note of a file of another program, also offline. It is called as the file says, or as the file is.
    ///
    /// # Errors
    /// [`Error::Unreadable`] when the file is none that can be read; [`Error::Missing`], [`Error::Store`] as for a new
    /// note.
    pub async fn import(
        &self,
        name: &str,
        bytes: Vec<u8>,
        parent: Option<NoteId>,
    ) -> Result<NoteId, Error> {
        let template = Template::File {
            name: name.to_owned(),
            bytes,
        };
        self.create_from(template, None, parent, &[]).await
    }

    /// The page with the bytes of what it shows.
    async fn with_files(&self, mut page: Page) -> Page {
        let media = page.all_blocks().filter_map(|block| block.kind.media());
        let mut addresses: Vec<String> = media.map(|media| media.address.clone()).collect();
        addresses.sort();
        addresses.dedup();
        for address in addresses.into_iter().take(MOST_FILES) {
            let Some((note, file)) = FileName::at(&address) else {
                continue;
            };
            match self.attachment(&note, &file).await {
                Ok(bytes) => drop(page.files.insert(address, bytes)),
                Err(error) => tracing::info!(%note, %error, "a file is only named"),
            }
        }
        page
    }

    /// Gives the note files; pairs of the address by which its text shows each, and the one it has to show it by. What
    /// cannot be taken stays where it is.
    pub(crate) async fn attach_all(
        &self,
        note: &NoteId,
        files: Files,
    ) -> Result<Vec<(String, String)>, Error> {
        let mut addresses = Vec::new();
        for (address, bytes) in files {
            if let Some(now) = self.attach_shown(note, &address, bytes).await? {
                addresses.push((address, now));
            }
        }
        Ok(addresses)
    }

    /// Gives the note a file that a text shows at this address or path; the address to show it by from here on. None: it
    /// cannot be taken.
    pub(crate) async fn attach_shown(
        &self,
        note: &NoteId,
        shown: &str,
        bytes: Vec<u8>,
    ) -> Result<Option<String>, Error> {
        let name = shown.rsplit('/').next().unwrap_or(shown);
        match self.attach(note, name, bytes).await {
            Ok(address) => Ok(Some(address.into())),
            Err(Error::Refused { .. }) => {
                tracing::info!(%note, "a file is too large");
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }
}

/// What a file of another program says. It is called as the file says, or as the file is.
pub(crate) async fn page_of(name: &str, bytes: Vec<u8>) -> Result<Page, Error> {
    let doing = "reading a file";
    let format = Format::of_name(name).ok_or(Error::Refused { doing })?;
    let mut page = apart(doing, move || format.read(&bytes)).await?;
    if page.title.trim().is_empty() {
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        page.title = stem.to_owned();
    }
    Ok(page)
}

/// Writes the other address of each pair in the place of the one that a block shows.
pub(crate) fn readdress(blocks: &mut [Block], pairs: &[(String, String)]) {
    for block in blocks {
        if let Some(media) = block.kind.media_mut()
            && let Some((_, other)) = pairs.iter().find(|(one, _)| *one == media.address)
        {
            media.address.clone_from(other);
        }
        readdress(&mut block.children, pairs);
    }
}

/// Long work beside the tasks that wait for the network.
pub(crate) async fn apart<T: Send + 'static>(
    doing: &'static str,
    work: impl FnOnce() -> Result<T, formats::Error> + Send + 'static,
) -> Result<T, Error> {
    let failed = |source| Error::Unreadable { doing, source };
    let done = tokio::task::spawn_blocking(work).await;
    let done = done.map_err(|panicked| failed(panicked.into()))?;
    done.map_err(|error| failed(error.into()))
}
