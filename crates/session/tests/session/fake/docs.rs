//! What the fake Docs answers where more than one line is needed.

use serde_json::json;

use super::State;
use super::wire::{Request, json_reply, redirect, reply};

pub(super) fn users_me(state: &State, request: &Request) -> String {
    match request.cookie("docs_sessionid") {
        Some(id) if state.docs_sessions.contains(id) => {
            json_reply(&json!({"id": "cff9b55a", "email": "a@b.example"}))
        }
        _ => {
            let headers = "www-authenticate: Session\r\nset-cookie: docs_sessionid=anonymous; Path=/; Max-Age=43200\r\n";
            reply("401 Unauthorized", headers, "")
        }
    }
}

pub(super) fn callback(state: &mut State, request: &Request) -> String {
    if request.query("code").is_none() || request.query("state").as_deref() != Some("docs-state") {
        return redirect("/docs/", "");
    }
    // A session that is still alive keeps its id and gets a new life.
    let alive = request
        .cookie("docs_sessionid")
        .filter(|id| state.docs_sessions.contains(*id))
        .map(str::to_owned);
    let id = alive.unwrap_or_else(|| state.fresh("docs"));
    state.docs_sessions.insert(id.clone());
    let life = state.docs_life;
    redirect(
        "https://portal.example/",
        &format!(
            "set-cookie: docs_sessionid={id}; Path=/; Max-Age={life}; HttpOnly; SameSite=Lax; Secure\r\n\
         set-cookie: csrftoken=csrf; Path=/; Max-Age=31449600; SameSite=Lax; Secure\r\n"
        ),
    )
}
