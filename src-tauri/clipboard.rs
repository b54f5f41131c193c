//! The picture that was copied, where the webview keeps it from the page: WebKitGTK shows a page words and files that were
//! copied, but not a picture by itself, as a screenshot is.
//!
//! It is read when the agent pastes and the page was shown nothing, and never otherwise. Nothing decodes it here.

use tauri::{AppHandle, Runtime};

/// The bytes of a PNG, if one was copied.
#[cfg(target_os = "linux")]
pub(crate) async fn picture<R: Runtime>(app: &AppHandle<R>) -> Option<Vec<u8>> {
    let (told, heard) = tokio::sync::oneshot::channel();
    let ask = move || {
        let clipboard = gtk::Clipboard::get(&gtk::gdk::SELECTION_CLIPBOARD);
        let png = gtk::gdk::Atom::intern("image/png");
        // Nobody waits any more when the window was closed.
        clipboard.request_contents(&png, move |_, given| drop(told.send(given.data())));
    };
    app.run_on_main_thread(ask).ok()?;
    let bytes = heard.await.ok()?;
    bytes.starts_with(b"\x89PNG\r\n\x1a\n").then_some(bytes)
}

/// The other systems' webviews show the page what was copied.
#[cfg(not(target_os = "linux"))]
pub(crate) async fn picture<R: Runtime>(_: &AppHandle<R>) -> Option<Vec<u8>> {
    None
}
