//! The URL scheme for what is too large for the bridge: a note's whole state, files in both directions, and the picture
//! that was copied.
//!
//! A document served by a scheme of ours would count as local and hold the window's rights, so only bytes of known
//! types are served, never anything that a webview would render but pictures.

use suite::failure::{Code, Failure};
use suite::{Resource, Suite};
use tauri::http::{Method, Request, Response, StatusCode, header};
use tauri::{AppHandle, Manager as _, Runtime, UriSchemeContext, UriSchemeResponder};

use crate::bridge::Started;

/// `attache-media://localhost/…`, on Windows `http://attache-media.localhost/…`.
pub(crate) const SCHEME: &str = "attache-media";

/// The picture that was copied.
const COPIED: &str = "/copied-picture";

/// Bytes that nobody shows.
const BYTES: &str = "application/octet-stream";

/// Answers one request, if it comes from the main window.
pub(crate) fn answer<R: Runtime>(
    context: UriSchemeContext<'_, R>,
    request: Request<Vec<u8>>,
    responder: UriSchemeResponder,
) {
    if context.webview_label() != crate::window::MAIN {
        return responder.respond(response(StatusCode::FORBIDDEN, BYTES, Vec::new()));
    }
    let started = context.app_handle().state::<Started>().inner().clone();
    let app = context.app_handle().clone();
    tauri::async_runtime::spawn(async move {
        let served = match request.uri().path() {
            COPIED => copied(&app).await,
            _ => serve(started, request).await,
        };
        responder.respond(match served {
            Ok(resource) => response(StatusCode::OK, resource.media_type, resource.bytes),
            Err(failure) => {
                tracing::debug!(code = ?failure.code, "a resource was not served");
                let told = serde_json::to_vec(&failure).unwrap_or_default();
                response(status(failure.code), "application/json", told)
            }
        });
    });
}

async fn copied<R: Runtime>(app: &AppHandle<R>) -> Result<Resource, Failure> {
    let none = || Failure::new(Code::Missing, "no picture was copied");
    let bytes = crate::clipboard::picture(app).await.ok_or_else(none)?;
    let media_type = "image/png";
    Ok(Resource { bytes, media_type })
}

async fn serve(started: Started, request: Request<Vec<u8>>) -> Result<Resource, Failure> {
    let suite: Suite = started?;
    let (parts, body) = request.into_parts();
    if parts.method != Method::POST {
        return suite.resource(parts.uri.path()).await;
    }
    let address = suite.take_file(parts.uri.path(), body).await?;
    let (bytes, media_type) = (address.into_bytes(), "text/plain");
    Ok(Resource { bytes, media_type })
}

/// The window reads the code; the status says no more than that it failed.
fn status(code: Code) -> StatusCode {
    match code {
        Code::Missing => StatusCode::NOT_FOUND,
        Code::Forbidden => StatusCode::FORBIDDEN,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

fn response(status: StatusCode, media_type: &str, body: Vec<u8>) -> Response<Vec<u8>> {
    Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, media_type)
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
