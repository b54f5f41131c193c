//! A browser without a screen: it follows redirects, keeps cookies, and fills in the first form with a password field.
//!
//! It knows nothing of our own identity provider: any provider with a form login will do. It plays both surfaces, the
//! system browser (it ends by visiting the loopback address) and the sign-in window (it stops where the leg ends).
#![expect(clippy::disallowed_methods, reason = "a browser makes its own client")]

use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use futures_util::future::BoxFuture;
use reqwest::cookie::{CookieStore as _, Jar};
use reqwest::{Certificate, Client, Response, redirect};
use scraper::{Html, Selector};
use suite::sign_in::{Closed, Cookie, Walk, Window};
use tokio::sync::watch;
use url::Url;

use crate::stack::Person;

/// How many pages and redirects one visit may take.
const STEPS: usize = 30;

/// The browser of one agent.
#[derive(Debug, Clone)]
pub struct Browser {
    client: Client,
    jar: Arc<Jar>,
    person: Person,
    turned_away: watch::Sender<bool>,
}

impl Browser {
    /// With an empty cookie jar, trusting `authority` (PEM) besides the system. `turned_away` is told when the
    /// provider does not take the password.
    pub fn new(
        person: &Person,
        authority: Option<&str>,
        turned_away: watch::Sender<bool>,
    ) -> Result<Self> {
        let jar = Arc::new(Jar::default());
        let mut client = Client::builder()
            .redirect(redirect::Policy::none())
            .cookie_provider(Arc::clone(&jar))
            .no_proxy();
        if let Some(pem) = authority {
            client = client.add_root_certificate(Certificate::from_pem(pem.as_bytes())?);
        }
        Ok(Self {
            client: client.build()?,
            jar,
            person: person.clone(),
            turned_away,
        })
    }

    /// Visits `start` and every page it leads to, until `ends` says so of the addresses seen, or a page has no form.
    /// The last address is not loaded when `ends` stopped there. When the form comes again, the person sits before
    /// it for ever.
    pub async fn visit(
        &self,
        start: &Url,
        ends: &(dyn Fn(&[Url]) -> bool + Sync),
    ) -> Result<Vec<Url>> {
        let mut visited = vec![start.clone()];
        let mut page = self.client.get(start.clone()).send().await?;
        let mut filled_in = false;
        for _ in 0..STEPS {
            if let Some(next) = redirect_of(&page)? {
                visited.push(next.clone());
                if ends(&visited) {
                    return Ok(visited);
                }
                page = self.client.get(next).send().await?;
                continue;
            }
            let (address, status) = (page.url().clone(), page.status());
            let body = page.text().await?;
            let Some(form) = login_form(&body, &address, &self.person)? else {
                if status.is_success() {
                    return Ok(visited);
                }
                bail!(
                    "{status} at {address}: {}",
                    body.chars().take(300).collect::<String>()
                );
            };
            if filled_in {
                self.turned_away.send_replace(true);
                return std::future::pending().await;
            }
            filled_in = true;
            page = self
                .client
                .post(form.action)
                .form(&form.fields)
                .send()
                .await?;
        }
        bail!("more than {STEPS} pages from {start}")
    }
}

impl Window for Browser {
    fn walk(&self, walk: Walk) -> BoxFuture<'_, Result<Vec<Url>, Closed>> {
        Box::pin(async move {
            let ends = walk.ends;
            let within = walk.origins;
            let visited = self
                .visit(&walk.start, &|visited| ends(visited))
                .await
                .map_err(|error| Closed::failed("walking through the sign-in", &*error))?;
            let (_, before) = visited.split_last().expect("a visit has its start");
            if let Some(outside) = before
                .iter()
                .find(|url| !within.iter().any(|origin| origin.origin() == url.origin()))
            {
                return Err(Closed::failed(
                    "walking through the sign-in",
                    &*anyhow::anyhow!("{outside} is not the agency's"),
                ));
            }
            Ok(visited)
        })
    }

    fn cookies(&self, of: Url) -> BoxFuture<'_, Result<Vec<Cookie>, Closed>> {
        Box::pin(async move {
            let header = self.jar.cookies(&of);
            let text = header
                .as_ref()
                .and_then(|value| value.to_str().ok())
                .unwrap_or_default();
            let cookie = |pair: &str| {
                let (name, value) = pair.split_once('=')?;
                Some(Cookie {
                    name: name.to_owned(),
                    value: value.to_owned().into(),
                    expires_ms: None,
                })
            };
            Ok(text.split("; ").filter_map(cookie).collect())
        })
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        Box::pin(async {})
    }
}

/// A form that was filled in.
struct Form {
    action: Url,
    fields: Vec<(String, String)>,
}

fn redirect_of(page: &Response) -> Result<Option<Url>> {
    if !page.status().is_redirection() {
        return Ok(None);
    }
    let location = page
        .headers()
        .get("location")
        .context("a redirect without a location")?;
    Ok(Some(page.url().join(location.to_str()?)?))
}

/// The first form with a password field, with the person's name and password in it.
fn login_form(body: &str, at: &Url, person: &Person) -> Result<Option<Form>> {
    let select = |text: &str| Selector::parse(text).expect("a constant selector");
    let page = Html::parse_document(body);
    let password = select("input[type=password]");
    let Some(form) = page
        .select(&select("form"))
        .find(|form| form.select(&password).next().is_some())
    else {
        return Ok(None);
    };
    let action = at.join(form.attr("action").unwrap_or_default())?;
    let mut fields = Vec::new();
    for input in form.select(&select("input[name]")) {
        let name = input.attr("name").expect("the selector asks for it");
        let value = match input.attr("type").unwrap_or("text") {
            "password" => &person.password,
            "text" | "email" => &person.login,
            "hidden" => input.attr("value").unwrap_or_default(),
            _ => continue,
        };
        fields.push((name.to_owned(), value.to_owned()));
    }
    Ok(Some(Form { action, fields }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_form_is_filled_in_whoever_made_it() {
        let person = Person {
            login: "alice".into(),
            password: "secret".into(),
            matrix_id: None,
            recovery_key: None,
        };
        let at = Url::parse("https://id.example/realms/a/login?x=1").unwrap();
        let page = r#"<form action="/other"><input name=q></form>
            <form method=post action="authenticate?s=2"><input type=hidden name=t value=7>
            <input name=username><input type=password name=password><button name=go>Go</button></form>"#;
        let form = login_form(page, &at, &person).unwrap().unwrap();
        assert_eq!(
            form.action.as_str(),
            "https://id.example/realms/a/authenticate?s=2"
        );
        let fields: Vec<_> = form
            .fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        assert_eq!(
            fields,
            [("t", "7"), ("username", "alice"), ("password", "secret")]
        );
    }

    #[test]
    fn a_page_without_a_password_field_has_no_login_form() {
        let person = Person {
            login: "alice".into(),
            password: "secret".into(),
            matrix_id: None,
            recovery_key: None,
        };
        let at = Url::parse("https://id.example/").unwrap();
        assert!(
            login_form("<form><input name=q></form>", &at, &person)
                .unwrap()
                .is_none()
        );
    }
}
