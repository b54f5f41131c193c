//! A comparison of emoji as the window shows it. Conversions only.

use ::chat::{CancelReason, Stage, Verification};

use super::chat::person;
use crate::wire::chat::{Emoji, Verification as Shown, VerificationStep};

/// What is shown of a comparison; nothing when it ended by the agent's own will.
pub(super) fn shown(verification: Verification) -> Option<Shown> {
    let step = match verification.stage {
        Stage::Requested if !verification.asked_by_us => VerificationStep::Asked,
        Stage::Requested | Stage::Preparing => VerificationStep::Waiting,
        Stage::Comparing(emoji) => VerificationStep::Comparing {
            emoji: emoji
                .iter()
                .map(|one| Emoji {
                    symbol: one.symbol.to_owned(),
                    name: one.name.to_owned(),
                })
                .collect(),
        },
        Stage::Confirmed => VerificationStep::Confirmed,
        Stage::Done => VerificationStep::Done,
        Stage::Cancelled(CancelReason::ByUs | CancelReason::ElsewhereAccepted) => return None,
        Stage::Cancelled(reason) => VerificationStep::Cancelled {
            mismatch: reason == CancelReason::Mismatch,
        },
    };
    Some(Shown {
        id: verification.id.to_string(),
        other: person(verification.with),
        own_device: verification.own_device,
        step,
    })
}
