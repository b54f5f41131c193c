//! Who is signed in, where, and what keeps the desk closed.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Millis, Place, id};

id!(
    /// A profile: an agency's servers.
    ProfileId
);
id!(
    /// An account on this machine.
    AccountId
);

/// An agency as the agent picks it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Agency {
    /// Which profile describes it.
    pub profile: ProfileId,
    /// What it is called.
    pub name: String,
    /// Two-letter country code, lower case.
    pub country: Option<String>,
    /// Host of its identity provider, so that the agent sees where they will sign in.
    pub sign_in_host: String,
}

/// An account that stands on this machine, open or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AccountSummary {
    /// Which.
    pub id: AccountId,
    /// Its agency.
    pub agency: Agency,
}

/// The one fact that decides which screen the window draws.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Account {
    /// Nobody has signed in here yet: the agent picks an agency.
    Welcome {
        /// The agencies known on this machine; may be empty.
        agencies: Vec<Agency>,
        /// Accounts that stand on this machine and are signed in: the way back for who changes their mind.
        accounts: Vec<AccountSummary>,
        /// IT has chosen the agency: none can be added.
        managed: bool,
        /// What went wrong with the last attempt, if anything did.
        refusal: Option<Refusal>,
    },
    /// The vault is being opened.
    Opening {
        /// Whose.
        account: AccountSummary,
    },
    /// The vault cannot be opened. Nothing on disk was changed.
    Closed {
        /// Whose.
        account: AccountSummary,
        /// What keeps it closed.
        trouble: Trouble,
        /// Whether a recovery key was made for it.
        recoverable: bool,
    },
    /// The agent is on the trip through sign-in.
    SigningIn {
        /// Where.
        agency: Agency,
        /// How far they are.
        step: SignInStep,
        /// Where the page is shown.
        surface: Surface,
    },
    /// The desk is open.
    Open {
        /// Whose.
        account: AccountSummary,
        /// The agent's name as the agency gives it.
        name: String,
        /// Their e-mail address.
        email: Option<String>,
        /// Whether the servers know us just now.
        standing: Standing,
        /// Which parts the agency has, and whether each is signed in.
        parts: Parts,
        /// Whether a recovery key was made for the vault.
        recovery_key_made: bool,
        /// Other accounts on this machine.
        others: Vec<AccountSummary>,
        /// What was open when the agent was here last, the one in front last.
        places: Vec<Place>,
        /// What went wrong with the last attempt to sign in again, if anything did.
        refusal: Option<Refusal>,
    },
}

/// Steps of the one trip that opens all parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SignInStep {
    /// Finding the agency's servers.
    Finding,
    /// At the identity provider.
    Identity,
    /// Opening the notes.
    Notes,
    /// Opening the chat.
    Chat,
    /// Opening the vault and storing what was granted.
    Storing,
}

/// Where the pages of the identity provider are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Surface {
    /// The system browser.
    Browser,
    /// A window of ours without any rights.
    Window,
}

/// Whether the servers know us.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum Standing {
    /// The sign-in is good, as far as anyone knows.
    SignedIn,
    /// Expired or revoked: everything opens, writes wait.
    SignedOut {
        /// Since when.
        since: Millis,
    },
}

/// Which parts the agency has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Parts {
    /// Notes.
    pub notes: Part,
    /// Chat.
    pub chat: Part,
    /// Assistant.
    pub assistant: Part,
}

/// One part of the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Part {
    /// The agency does not offer it.
    Absent,
    /// Ready.
    Ready,
    /// The agency offers it, but this sign-in did not open it: sign in again.
    SignedOut,
}

/// What keeps a vault closed. Each has its own screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Trouble {
    /// No keyring is running.
    KeyringAbsent,
    /// The keyring is locked or was not unlocked.
    KeyringLocked,
    /// The keyring is there, the key is not.
    KeyLost,
    /// The database is damaged.
    Corrupt,
    /// A newer version of the program wrote it.
    TooNew,
    /// The folder cannot be written.
    NotWritable,
    /// The disk is full.
    DiskFull,
    /// Another window has it open.
    InUse,
}

/// Why a sign-in did not succeed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Refusal {
    /// What it was.
    pub reason: RefusalReason,
    /// For the log and "Copy details"; no secrets.
    pub detail: String,
}

/// Why a sign-in did not succeed, as far as a screen treats it differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum RefusalReason {
    /// The agent closed the page or cancelled.
    Cancelled,
    /// It took longer than five minutes.
    TimedOut,
    /// A server could not be reached.
    Offline,
    /// The agency's certificate is not trusted.
    Certificate,
    /// The sign-in was not as strong as the agency demands, or lacks what it demands.
    TooWeak,
    /// Someone else than the owner of this account signed in.
    WrongAgent,
    /// The identity provider refused.
    Refused,
    /// A server answered something that makes no sense.
    Broken,
}

/// Command: signs in at an agency.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SignIn {
    /// Where.
    pub profile: ProfileId,
}

/// Command: signs out.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SignOut {
    /// Whether what is on this machine stays.
    pub keep: Keep,
}

/// What sign-out leaves on the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Keep {
    /// The vault stays, sealed; signing in again continues it.
    Vault,
    /// Key first, then files: nothing stays.
    Nothing,
}

/// Command: adds an agency from the text of a profile file.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProfileText {
    /// JSON.
    pub text: String,
}

/// Command: finds the agency of an e-mail address.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EmailAddress {
    /// Only the part behind the @ is used and sent.
    pub email: String,
}

/// Command: opens a vault whose keyring was lost.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RecoveryKeyText {
    /// As typed.
    pub key: String,
}

/// Reply: a recovery key, shown once.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RecoveryKeyShown {
    /// Groups of characters to write down.
    pub key: String,
}
