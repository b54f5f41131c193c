//! Commands about the desk as a whole.

use super::*;

pub(super) async fn settings_change(suite: &Suite, settings: Settings) -> Result<(), Failure> {
    suite.choose(settings)
}

pub(super) async fn places_keep(suite: &Suite, places: Vec<wire::Place>) -> Result<(), Failure> {
    let desk = suite.open_desk()?;
    desk.places.keep(&desk.vault, places).await
}

pub(super) async fn outbox_retry(suite: &Suite, (): ()) -> Result<(), Failure> {
    let desk = suite.open_desk()?;
    desk.network.wake();
    desk.services.start().await;
    Ok(())
}

pub(super) async fn search(suite: &Suite, query: String) -> Result<Vec<wire::Hit>, Failure> {
    let desk = suite.open_desk()?;
    desk.finder.find(&query, &desk.services).await
}

pub(super) async fn link_open(suite: &Suite, link: String) -> Result<(), Failure> {
    let url = link_of(&link)
        .ok_or_else(|| Failure::new(Code::Forbidden, "only web and mail addresses are opened"))?;
    let failed = |error| Failure::new(Code::Internal, format!("opening an address: {error}"));
    (suite.shell().open_url)(&url).map_err(failed)
}

/// The note that an address leads to, which the window opens by itself.
pub(super) async fn link_note(suite: &Suite, link: String) -> Result<Option<NoteId>, Failure> {
    let desk = suite.open_desk()?;
    let notes = desk.services.notes.as_ref();
    let note = link_of(&link).and_then(|link| notes?.note_at(&link));
    Ok(note.as_ref().map(crate::services::note_id))
}

/// Text of strangers opens nothing but pages and mails: a file or a program's own scheme could do anything.
fn link_of(text: &str) -> Option<url::Url> {
    let url = url::Url::parse(text.trim()).ok()?;
    let page = matches!(url.scheme(), "http" | "https")
        && url.has_host()
        && url.username().is_empty()
        && url.password().is_none();
    (page || url.scheme() == "mailto").then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_and_mails_are_opened() {
        for good in [
            "https://example.org/a?b",
            "http://example.org",
            " mailto:a@example.org ",
        ] {
            assert!(link_of(good).is_some(), "{good}");
        }
        let bad = [
            "file:///etc/passwd",
            "javascript:alert(1)",
            "tauri://localhost",
            "attache:x",
            "example.org",
        ];
        for bad in
            bad.into_iter()
                .chain(["https://bank.example@evil.example/", "smb://host/share", ""])
        {
            assert!(link_of(bad).is_none(), "{bad}");
        }
    }
}
