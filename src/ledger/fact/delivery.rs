use crate::ledger::DeliveryState;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A run of sending begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Began {
    /// Its number in this ledger, from 1.
    pub run: u32,
    /// Which bytes.
    pub digest: String,
    /// Which revision.
    pub revision: u32,
    /// How many letters are due in it.
    pub letters: u64,
    /// The place it sends from: what machine and folder come to.
    pub place: String,
    /// Who started it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

/// Claims: from here on these letters may be on their way, and nobody else may send them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sending {
    /// By which run.
    pub run: u32,
    /// Of which revision.
    pub revision: u32,
    /// To whom.
    pub contacts: Vec<String>,
}

/// What came of letters that were claimed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedOver {
    /// By which run they were claimed.
    pub run: u32,
    /// Of which revision.
    pub revision: u32,
    /// One by one.
    pub letters: Vec<Handed>,
}

/// What came of one letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handed {
    /// To whom.
    pub contact: String,
    /// What came of it: anything but queued and sending.
    pub state: DeliveryState,
    /// When.
    pub at: Timestamp,
    /// Which mail server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relay: Option<String>,
    /// What the server said, or why there is nothing that it said.
    pub words: String,
    /// The `Date` header that it left with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// When to try again, for one that was put off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub again_at: Option<Timestamp>,
}

/// A run of sending is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// Which one.
    pub run: u32,
    /// Why.
    pub why: String,
}

/// Somebody found out what came of a letter of which nobody knew (E-23).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// Of which revision.
    pub revision: u32,
    /// To whom.
    pub contact: String,
    /// Whether it arrived; if not, it goes again.
    pub arrived: bool,
    /// Who found out.
    pub by: String,
    /// How they know.
    pub reason: String,
}

/// Letters that were refused or put off go again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requeued {
    /// Of which revision.
    pub revision: u32,
    /// To whom.
    pub contacts: Vec<String>,
    /// Who wants it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

/// A contact gets no letters until further notice (P-21).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suppressed {
    /// Who gets none.
    pub contact: String,
    /// Who wants it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Why.
    pub reason: String,
}

/// A contact may get letters again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsuppressed {
    /// Who may.
    pub contact: String,
    /// Who wants it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Why.
    pub reason: String,
}

/// Somebody sent the letter by another way (P-33).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentByHand {
    /// Of which revision.
    pub revision: u32,
    /// To whom.
    pub contact: String,
    /// Who sent it.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// By which way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub way: Option<String>,
}

/// Sending goes on at another place: the folder was moved or copied, and somebody answers for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenOver {
    /// The new place.
    pub place: String,
    /// Who answers for it.
    pub by: String,
    /// Why.
    pub reason: String,
}
