//! The accounts and agencies that this machine knows: `accounts.json`.
//!
//! It promises that a change is on disk before it counts. Nothing personal is in it: an account is a random id and a
//! copy of its agency's profile, so that the desk opens when the profile's file is gone.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use session::Profile;
use vault::AccountId;

use crate::files;
use crate::wire::account::{AccountSummary, Agency, ProfileId};

/// What `accounts.json` says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Kept {
    /// The account that opens at the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    last: Option<AccountId>,
    #[serde(default)]
    accounts: Vec<Known>,
    /// Agencies that the agent has added.
    #[serde(default)]
    agencies: Vec<Profile>,
}

/// An account that stands on this machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Known {
    /// Which.
    pub(crate) id: AccountId,
    /// Its agency, as it was when somebody last signed in.
    pub(crate) profile: Profile,
    /// Its agent has signed out: it opens only for who signs in again.
    #[serde(default)]
    pub(crate) signed_out: bool,
}

/// The accounts and agencies of this machine.
#[derive(Debug)]
pub(crate) struct Accounts {
    file: PathBuf,
    /// Profiles that were given at the start; they win over copies of the same id.
    given: Vec<Profile>,
    kept: Kept,
}

impl Accounts {
    /// Reads them.
    pub(crate) fn read(file: PathBuf, given: Vec<Profile>) -> Result<Self, files::Error> {
        let kept = files::read(&file)?;
        Ok(Self { file, given, kept })
    }

    /// The account that opens at the start.
    pub(crate) fn last(&self) -> Option<Known> {
        self.find(self.kept.last.as_ref()?)
    }

    /// An account, with its agency's profile as it is now.
    pub(crate) fn find(&self, id: &AccountId) -> Option<Known> {
        self.kept
            .accounts
            .iter()
            .find(|known| known.id == *id)
            .map(|known| self.current(known))
    }

    /// The accounts of an agency.
    pub(crate) fn of(&self, profile: &Profile) -> Vec<Known> {
        let same = |known: &&Known| {
            known.profile.id == profile.id && known.profile.issuer == profile.issuer
        };
        self.kept
            .accounts
            .iter()
            .filter(same)
            .map(|known| self.current(known))
            .collect()
    }

    /// The accounts that open without a sign-in, but this one.
    pub(crate) fn others(&self, than: Option<&AccountId>) -> Vec<AccountSummary> {
        let open = self
            .kept
            .accounts
            .iter()
            .filter(|known| !known.signed_out && Some(&known.id) != than);
        open.map(|known| summary(&known.id, &known.profile))
            .collect()
    }

    /// A profile by its id.
    pub(crate) fn profile(&self, id: &ProfileId) -> Option<Profile> {
        self.profiles()
            .into_iter()
            .find(|profile| profile.id == id.0)
    }

    /// The agencies to choose from, by name.
    pub(crate) fn agencies(&self) -> Vec<Agency> {
        let mut agencies: Vec<_> = self.profiles().iter().map(agency).collect();
        agencies.sort_by(|one, other| one.name.cmp(&other.name));
        agencies
    }

    /// The agency that IT has chosen, where it has locked its choice: its profile is the first that was given.
    pub(crate) fn managed(&self) -> Option<String> {
        self.given.first().map(|profile| profile.id.clone())
    }

    /// Remembers an agency.
    pub(crate) fn add_agency(&mut self, profile: Profile) -> Result<(), files::Error> {
        self.change(|kept| {
            kept.agencies.retain(|other| other.id != profile.id);
            kept.agencies.push(profile);
        })
    }

    /// Remembers an account as it is now, and that it opens at the start.
    pub(crate) fn opened(&mut self, known: Known) -> Result<(), files::Error> {
        if self.kept.last.as_ref() == Some(&known.id) && self.kept.accounts.contains(&known) {
            return Ok(());
        }
        self.change(|kept| {
            kept.last = Some(known.id.clone());
            match kept.accounts.iter_mut().find(|other| other.id == known.id) {
                Some(other) => *other = known,
                None => kept.accounts.push(known),
            }
        })
    }

    /// No account opens at the start; this one opens only for who signs in.
    pub(crate) fn signed_out(&mut self, id: &AccountId) -> Result<(), files::Error> {
        self.change(|kept| {
            kept.last = None;
            if let Some(known) = kept.accounts.iter_mut().find(|known| known.id == *id) {
                known.signed_out = true;
            }
        })
    }

    /// Forgets an account.
    pub(crate) fn forget(&mut self, id: &AccountId) -> Result<(), files::Error> {
        self.change(|kept| {
            kept.last.take_if(|last| last == id);
            kept.accounts.retain(|known| known.id != *id);
        })
    }

    fn change(&mut self, change: impl FnOnce(&mut Kept)) -> Result<(), files::Error> {
        let mut kept = self.kept.clone();
        change(&mut kept);
        files::write(&self.file, &kept)?;
        self.kept = kept;
        Ok(())
    }

    fn profiles(&self) -> Vec<Profile> {
        let mut profiles = self.given.clone();
        let copies = self
            .kept
            .agencies
            .iter()
            .chain(self.kept.accounts.iter().map(|known| &known.profile));
        for copy in copies {
            if profiles.iter().all(|profile| profile.id != copy.id) {
                profiles.push(copy.clone());
            }
        }
        profiles
    }

    /// A profile that was given since may have moved a server; a stranger's of the same name has another issuer.
    fn current(&self, known: &Known) -> Known {
        let same =
            |given: &&Profile| given.id == known.profile.id && given.issuer == known.profile.issuer;
        let profile = self
            .given
            .iter()
            .find(same)
            .unwrap_or(&known.profile)
            .clone();
        Known {
            profile,
            ..known.clone()
        }
    }
}

/// An account as the window lists it.
pub(crate) fn summary(id: &AccountId, profile: &Profile) -> AccountSummary {
    AccountSummary {
        id: crate::wire::account::AccountId(id.to_string()),
        agency: agency(profile),
    }
}

/// An agency as the window lists it.
pub(crate) fn agency(profile: &Profile) -> Agency {
    let host = url::Url::parse(&profile.issuer)
        .ok()
        .and_then(|url| url.host_str().map(str::to_owned));
    Agency {
        profile: ProfileId(profile.id.clone()),
        name: profile.name.clone(),
        country: profile.country.clone(),
        sign_in_host: host.unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(id: &str, issuer: &str) -> Profile {
        let text = format!(
            r#"{{"id": "{id}", "name": "Agency {id}", "issuer": "{issuer}", "clientId": "attache"}}"#
        );
        Profile::parse(&text, "test").unwrap()
    }

    fn known(profile: Profile) -> Known {
        Known {
            id: AccountId::random(),
            profile,
            signed_out: false,
        }
    }

    #[test]
    fn what_was_remembered_is_there_after_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("accounts.json");
        let account = known(profile("a", "https://id.example"));
        let mut accounts = Accounts::read(file.clone(), Vec::new()).unwrap();
        accounts.opened(account.clone()).unwrap();
        accounts
            .add_agency(profile("b", "https://id.example"))
            .unwrap();
        let accounts = Accounts::read(file, Vec::new()).unwrap();
        assert_eq!(accounts.last(), Some(account));
        let names: Vec<_> = accounts
            .agencies()
            .into_iter()
            .map(|agency| agency.name)
            .collect();
        assert_eq!(names, ["Agency a", "Agency b"]);
    }

    #[test]
    fn who_signed_out_does_not_open_by_itself() {
        let folder = tempfile::tempdir().unwrap();
        let mut accounts = Accounts::read(folder.path().join("accounts.json"), Vec::new()).unwrap();
        let account = known(profile("a", "https://id.example"));
        accounts.opened(account.clone()).unwrap();
        assert_eq!(accounts.others(None).len(), 1);
        accounts.signed_out(&account.id).unwrap();
        assert_eq!(accounts.last(), None);
        assert_eq!(accounts.others(None), []);
        assert!(accounts.of(&account.profile)[0].signed_out);
    }

    #[test]
    fn a_given_profile_wins_unless_its_issuer_is_another() {
        let folder = tempfile::tempdir().unwrap();
        let account = known(profile("a", "https://id.example"));
        for (issuer, wins) in [
            ("https://id.example", true),
            ("https://evil.example", false),
        ] {
            let file = folder.path().join("accounts.json");
            let given = Profile {
                name: "New".into(),
                ..profile("a", issuer)
            };
            let mut accounts = Accounts::read(file, vec![given]).unwrap();
            accounts.opened(account.clone()).unwrap();
            let found = accounts.find(&account.id).unwrap().profile.name;
            assert_eq!(found == "New", wins, "{issuer}");
        }
    }
}
