//! People: who they are by id, and the name they chose for themselves, which proves nothing.

use matrix_sdk::ruma;

use crate::chat::Chat;
use crate::error::{Error, failed};
use crate::id::UserId;
use crate::text;

/// How many people a search answers with.
const FOUND: u64 = 20;

/// A person as chat knows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Who it is.
    pub id: UserId,
    /// The name they go by, or the local part of the id when they have none. Anybody can take any name.
    pub name: String,
}

impl Person {
    pub(crate) fn new(id: &ruma::UserId, name: Option<&str>) -> Self {
        let name = name.map(text::line).filter(|name| !name.is_empty());
        Self {
            id: id.as_str().into(),
            name: name.unwrap_or_else(|| text::line(id.localpart())),
        }
    }
}

impl Chat {
    /// People whose name or id contains `term`, as far as the homeserver's directory knows them.
    pub async fn search_people(&self, term: &str) -> Result<Vec<Person>, Error> {
        let live = self.live("searching people")?;
        let answer = live.client.search_users(term, FOUND).await;
        let found = answer.map_err(failed("searching people"))?.results;
        Ok(found
            .iter()
            .take(FOUND as usize)
            .map(|user| Person::new(&user.user_id, user.display_name.as_deref()))
            .collect())
    }
}

#[cfg(test)]
mod tests {
    use matrix_sdk::ruma::user_id;

    use super::*;

    fn check(name: Option<&str>, expected: &str) {
        assert_eq!(
            Person::new(user_id!("@alice:example.org"), name).name,
            expected
        );
    }

    #[test]
    fn a_person_always_has_a_name() {
        check(Some("Alice Durand"), "Alice Durand");
        check(None, "alice");
        check(Some("  \n"), "alice");
        check(Some("Bob\u{202E}"), "Bob\u{FFFD}");
    }
}
