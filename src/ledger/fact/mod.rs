//! The kinds of facts. The text of each is part of the ledger's format and never changes.

mod approval;
mod delivery;
mod touch;

pub use approval::{Approved, BrokeGlass, Drilled, Frozen, Returned, Seeded, Signature, Withdrawn};
pub use delivery::{
    Began, Ended, Handed, HandedOver, Requeued, Sending, SentByHand, Settled, Suppressed,
    TakenOver, Unsuppressed,
};
pub use touch::{Outcome, Touch};

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "kebab-case")]
pub enum Fact {
    /// Somebody tried to reach a contact or a group, or did what a care action asks.
    Touch(Touch),
    /// All letters of a revision were rendered once and for all.
    Frozen(Frozen),
    /// Somebody approved these bytes.
    Approved(Approved),
    /// Somebody took their approval back.
    Withdrawn(Withdrawn),
    /// Somebody sent the letters back to whoever drafted them.
    Returned(Returned),
    /// Somebody alone answers for sending, since the approvers cannot be reached.
    BrokeGlass(BrokeGlass),
    /// A run of sending began.
    Began(Began),
    /// These letters may be on their way from now on.
    Sending(Sending),
    /// What came of letters that were on their way.
    HandedOver(HandedOver),
    /// A run of sending ended, and why.
    Ended(Ended),
    /// Somebody found out what came of a letter that nobody knew of.
    Settled(Settled),
    /// Letters that were refused or put off go again.
    Requeued(Requeued),
    /// A contact gets no letters for now.
    Suppressed(Suppressed),
    /// A contact may get letters again.
    Unsuppressed(Unsuppressed),
    /// Somebody sent the letter by another way.
    SentByHand(SentByHand),
    /// Sending goes on at another place than before.
    TakenOver(TakenOver),
    /// The letters were delivered in a drill.
    Drilled(Drilled),
    /// Our own people received samples of the letters.
    Seeded(Seeded),
}

/// The name of a fact alone.
#[derive(Deserialize)]
struct Name<'b> {
    #[serde(borrow)]
    fact: Cow<'b, str>,
}

impl Fact {
    /// Reads a fact as it was written.
    ///
    /// A run writes two kinds by the thousand. They are read straight into their type; any other goes
    /// through serde's tagged form, which keeps all of a text in pieces before it knows what it is.
    pub(super) fn read(body: &str) -> serde_json::Result<Self> {
        match serde_json::from_str::<Name<'_>>(body)?.fact.as_ref() {
            "sending" => serde_json::from_str(body).map(Self::Sending),
            "handed-over" => serde_json::from_str(body).map(Self::HandedOver),
            _ => serde_json::from_str(body),
        }
    }

    /// The touch, when it is one.
    pub fn touch(&self) -> Option<&Touch> {
        match self {
            Self::Touch(touch) => Some(touch),
            _ => None,
        }
    }
}
