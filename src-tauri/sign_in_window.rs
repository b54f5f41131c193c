//! The sign-in window: shows the agency's pages, without any right to call the desk.
//!
//! Its label stands in no capability, it keeps nothing on disk, stays within the profile's servers, opens no windows
//! and takes no downloads. It sees addresses and cookies, never what is typed. What the cookies are for is the
//! session's business.

use std::sync::{Arc, Mutex};

use futures_util::future::BoxFuture;
use suite::sign_in::{Closed, Cookie, Walk};
use tauri::{
    AppHandle, Manager as _, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent,
};
use tokio::sync::oneshot;

const LABEL: &str = "sign-in";

/// Opens the window when it is first needed, and keeps it for all legs of one trip.
pub(crate) struct SignInWindow {
    app: AppHandle,
    leg: Arc<Mutex<Option<Leg>>>,
}

/// The leg that is being walked, and who waits for its end.
struct Leg {
    walk: Walk,
    visited: Vec<Url>,
    ended: Option<oneshot::Sender<Result<Vec<Url>, Closed>>>,
}

impl SignInWindow {
    /// For this application.
    pub(crate) fn new(app: AppHandle) -> Self {
        Self {
            app,
            leg: Arc::default(),
        }
    }

    fn window(&self, walk: &Walk) -> Result<WebviewWindow, Closed> {
        if let Some(window) = self.app.get_webview_window(LABEL) {
            return Ok(window);
        }
        let (navigated, ended) = (Arc::clone(&self.leg), Arc::clone(&self.leg));
        let blank = Url::parse("about:blank").expect("a constant");
        let window = WebviewWindowBuilder::new(&self.app, LABEL, WebviewUrl::External(blank))
            .title(&walk.title)
            .inner_size(520.0, 720.0)
            .center()
            .focused(true)
            .incognito(true)
            .devtools(false)
            .on_navigation(move |url| may_go(&navigated, url))
            .on_new_window(|_, _| tauri::webview::NewWindowResponse::Deny)
            .on_download(|_, _| false)
            .build()
            .map_err(|error| Closed::failed("opening the sign-in window", &error))?;
        window.on_window_event(move |event| {
            if let WindowEvent::Destroyed = event {
                end(&ended, Err(Closed::ByAgent));
            }
        });
        trust::allow(&window, walk)?;
        Ok(window)
    }
}

impl suite::sign_in::Window for SignInWindow {
    fn walk(&self, walk: Walk) -> BoxFuture<'_, Result<Vec<Url>, Closed>> {
        Box::pin(async move {
            let window = self.window(&walk)?;
            let (ended, end) = oneshot::channel();
            let start = walk.start.clone();
            *lock(&self.leg) = Some(Leg {
                walk,
                visited: Vec::new(),
                ended: Some(ended),
            });
            window
                .navigate(start)
                .map_err(|error| Closed::failed("opening the sign-in page", &error))?;
            end.await.unwrap_or(Err(Closed::ByAgent))
        })
    }

    fn cookies(&self, of: Url) -> BoxFuture<'_, Result<Vec<Cookie>, Closed>> {
        Box::pin(async move {
            let window = self.app.get_webview_window(LABEL).ok_or(Closed::ByAgent)?;
            // The webview answers from the main thread: waiting for it there would wait for ever.
            let cookies = tokio::task::spawn_blocking(move || window.cookies_for_url(of))
                .await
                .map_err(|error| Closed::failed("reading the sign-in window's cookies", &error))?
                .map_err(|error| Closed::failed("reading the sign-in window's cookies", &error))?;
            Ok(cookies.iter().map(cookie).collect())
        })
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            lock(&self.leg).take();
            if let Some(window) = self.app.get_webview_window(LABEL)
                && let Err(error) = window.destroy()
            {
                tracing::warn!(%error, "closing the sign-in window");
            }
        })
    }
}

/// Lets the webview go to the profile's servers only, and stops it where the leg ends.
fn may_go(leg: &Mutex<Option<Leg>>, url: &Url) -> bool {
    if url.scheme() == "about" {
        return true;
    }
    let mut guard = lock(leg);
    let Some(current) = guard.as_mut() else {
        return false;
    };
    current.visited.push(url.clone());
    if (current.walk.ends)(&current.visited) {
        drop(guard);
        end(leg, Ok(()));
        return false;
    }
    let allowed = current
        .walk
        .origins
        .iter()
        .any(|origin| origin.origin() == url.origin());
    if !allowed {
        tracing::warn!(
            host = url.host_str(),
            "the sign-in window was kept from leaving the agency's servers"
        );
    }
    allowed
}

fn end(leg: &Mutex<Option<Leg>>, how: Result<(), Closed>) {
    if let Some(current) = lock(leg).as_mut()
        && let Some(ended) = current.ended.take()
    {
        let visited = std::mem::take(&mut current.visited);
        // Nobody waits any more when the trip was cancelled.
        drop(ended.send(how.map(|()| visited)));
    }
}

fn cookie(cookie: &tauri::webview::Cookie<'_>) -> Cookie {
    let expires = cookie
        .expires_datetime()
        .map(|at| at.unix_timestamp() * 1000);
    Cookie {
        name: cookie.name().to_owned(),
        value: cookie.value().to_owned().into(),
        expires_ms: expires,
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Trust in the agency's own certificate authority, host by host.
#[cfg(target_os = "linux")]
mod trust {
    use suite::sign_in::{Closed, Walk};
    use tauri::WebviewWindow;
    use webkit2gtk::gio::TlsCertificate;
    use webkit2gtk::{WebContextExt as _, WebViewExt as _};

    /// Allows exactly the certificates that `net` has verified against the profile's authorities.
    pub(super) fn allow(window: &WebviewWindow, walk: &Walk) -> Result<(), Closed> {
        let certificates = walk.certificates.clone();
        window
            .with_webview(move |webview| {
                let Some(context) = webview.inner().context() else {
                    return;
                };
                for (host, pem) in &certificates {
                    match TlsCertificate::from_pem(pem) {
                        Ok(certificate) => {
                            context.allow_tls_certificate_for_host(&certificate, host)
                        }
                        Err(error) => {
                            tracing::warn!(%error, host, "reading a server's certificate")
                        }
                    }
                }
            })
            .map_err(|error| Closed::failed("trusting the agency's certificates", &error))
    }
}

#[cfg(not(target_os = "linux"))]
mod trust {
    use suite::sign_in::{Closed, Walk};
    use tauri::WebviewWindow;

    /// The webview trusts what the system trusts; an agency's own authority is installed there by IT.
    pub(super) fn allow(_: &WebviewWindow, _: &Walk) -> Result<(), Closed> {
        Ok(())
    }
}
