use super::smtp::Outcome;
use crate::ledger::DeliveryState;

/// What became of one letter, in the words that the ledger keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) state: DeliveryState,
    /// The server's words with the step at which it said them, or why nothing was said.
    pub(super) words: String,
    /// Whether a refusal is about us and not about the reader (RFC 3463, 5.7.x).
    pub(super) policy: bool,
}

impl Told {
    /// A letter was written to a file, in a drill.
    pub(super) fn written(path: &str) -> Self {
        Self { state: DeliveryState::Accepted, words: format!("written to {path}"), policy: false }
    }
}

impl From<&Outcome> for Told {
    fn from(outcome: &Outcome) -> Self {
        let (state, words) = match outcome {
            Outcome::Accepted(reply) => (DeliveryState::Accepted, reply.to_string()),
            Outcome::Refused { step, reply } => {
                (DeliveryState::Refused, format!("at {step}: {reply}"))
            }
            Outcome::Deferred { step, reply } => {
                (DeliveryState::Deferred, format!("at {step}: {reply}"))
            }
            Outcome::NotSent { step, why } => (DeliveryState::NotSent, format!("at {step}: {why}")),
            Outcome::Unknown { why } => (DeliveryState::Unknown, why.clone()),
        };
        let policy = matches!(outcome, Outcome::Refused { reply, .. } if reply.is_policy());
        Self { state, words, policy }
    }
}
