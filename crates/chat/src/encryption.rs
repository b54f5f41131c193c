//! How well this device can read and keep encrypted messages: one state with one next step.

use futures_util::StreamExt;
use matrix_sdk::Client;
use matrix_sdk::encryption::VerificationState;
use matrix_sdk::encryption::recovery::RecoveryState;
use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::watch;

use crate::change::Change;

/// How well this device can read and keep encrypted messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EncryptionState {
    /// The server was not asked yet.
    Unknown,
    /// This device reads everything, but when it is lost, so are the messages. Next: set up the recovery.
    NoRecovery,
    /// There is a recovery, and this device lacks its keys. Next: enter the recovery key, or compare with another
    /// device.
    KeyNeeded,
    /// There is no recovery, and this device is not confirmed. Next: compare with another device.
    DeviceNotConfirmed,
    /// This device reads everything, and what it reads can be recovered.
    Ready,
}

/// Tells the state for as long as the session is open.
pub(crate) async fn watch(
    client: Client,
    changes: UnboundedSender<Change>,
    told: watch::Sender<EncryptionState>,
) {
    let mut recovery = std::pin::pin!(client.encryption().recovery().state_stream());
    let mut verification = client.encryption().verification_state();
    loop {
        let now = state(client.encryption().recovery().state(), verification.get());
        if told.send_replace(now) != now {
            let _ = changes.send(Change::Encryption(now));
        }
        tokio::select! {
            Some(_) = recovery.next() => {}
            Some(_) = verification.next() => {}
            else => return,
        }
    }
}

fn state(recovery: RecoveryState, verification: VerificationState) -> EncryptionState {
    use RecoveryState::{Disabled, Enabled, Incomplete, Unknown};
    match (verification, recovery) {
        (VerificationState::Unknown, _) | (_, Unknown) => EncryptionState::Unknown,
        (VerificationState::Verified, Enabled) => EncryptionState::Ready,
        (VerificationState::Verified, Disabled) => EncryptionState::NoRecovery,
        (VerificationState::Unverified, Disabled) => EncryptionState::DeviceNotConfirmed,
        (_, Enabled | Incomplete) => EncryptionState::KeyNeeded,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(recovery: RecoveryState, verified: bool, expected: EncryptionState) {
        let verification = match verified {
            true => VerificationState::Verified,
            false => VerificationState::Unverified,
        };
        assert_eq!(
            state(recovery, verification),
            expected,
            "{recovery:?} {verified}"
        );
    }

    #[test]
    fn every_state_has_one_next_step() {
        check(RecoveryState::Enabled, true, EncryptionState::Ready);
        check(RecoveryState::Disabled, true, EncryptionState::NoRecovery);
        check(RecoveryState::Incomplete, true, EncryptionState::KeyNeeded);
        check(RecoveryState::Enabled, false, EncryptionState::KeyNeeded);
        check(RecoveryState::Incomplete, false, EncryptionState::KeyNeeded);
        check(
            RecoveryState::Disabled,
            false,
            EncryptionState::DeviceNotConfirmed,
        );
        check(RecoveryState::Unknown, true, EncryptionState::Unknown);
    }

    #[test]
    fn without_an_answer_nothing_is_claimed() {
        let unknown = state(RecoveryState::Enabled, VerificationState::Unknown);
        assert_eq!(unknown, EncryptionState::Unknown);
    }
}
