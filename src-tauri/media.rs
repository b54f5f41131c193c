//! The URL scheme for what is too large for the bridge: a note's whole state.
//!
//! A document served by a scheme of ours would count as local and hold the window's rights, so only bytes of known
//! types are served, never anything that a webview would render.

use suite::failure::Failure;
use tauri::http::{Request, Response, StatusCode, header};
use tauri::{Manager as _, Runtime, UriSchemeContext, UriSchemeResponder};

use crate::bridge::Started;

/// `attache-media://localhost/…`, on Windows `http://attache-media.localhost/…`.
pub(crate) const SCHEME: &str = "attache-media";

/// Answers one request, if it comes from the main window.
pub(crate) fn answer<R: Runtime>(
    context: UriSchemeContext<'_, R>,
    request: Request<Vec<u8>>,
    responder: UriSchemeResponder,
) {
    if context.webview_label() != crate::window::MAIN {
        return responder.respond(response(StatusCode::FORBIDDEN, Vec::new()));
    }
    let started = context.app_handle().state::<Started>().inner().clone();
    let path = request.uri().path().to_owned();
    tauri::async_runtime::spawn(async move {
        responder.respond(match read(started, &path).await {
            Ok(bytes) => response(StatusCode::OK, bytes),
            Err(failure) => {
                tracing::debug!(code = ?failure.code, "a resource was not served");
                response(StatusCode::NOT_FOUND, Vec::new())
            }
        });
    });
}

async fn read(started: Started, path: &str) -> Result<Vec<u8>, Failure> {
    started?.resource(path).await
}

fn response(status: StatusCode, body: Vec<u8>) -> Response<Vec<u8>> {
    Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, "application/octet-stream")
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(
            header::CONTENT_SECURITY_POLICY,
            "sandbox; default-src 'none'",
        )
        .header(header::CONTENT_DISPOSITION, "attachment")
        .header(header::CACHE_CONTROL, "no-store")
        .header(header::ACCESS_CONTROL_ALLOW_ORIGIN, window_origin())
        .body(body)
        .expect("the headers are constants")
}

fn window_origin() -> &'static str {
    if cfg!(windows) {
        "http://tauri.localhost"
    } else {
        "tauri://localhost"
    }
}
