use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What came of a care action, or of a talk that no plan asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Touch {
    /// The contact's id, or the name of a group.
    pub whom: String,
    /// The care action, when one was carried out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// Which time of a repeated action, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub turn: Option<u16>,
    /// What came of it.
    pub outcome: Outcome,
    /// When it happened.
    pub at: Timestamp,
    /// Who of us did it: a team id or a name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The way it was tried, by its word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// What was said, promised, heard.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// How the person stands towards us by the judgement of who logs it, -1 to 3 (S-39).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attitude: Option<i8>,
    /// What was handed out, in hundredths of the policy's currency (S-48).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gift_cents: Option<i64>,
}

/// What came of a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// We spoke with each other.
    Reached,
    /// Nobody answered.
    NoAnswer,
    /// A message was left.
    LeftMessage,
    /// The person does not want it.
    Declined,
    /// It is somebody else, or they are no longer there.
    WrongPerson,
    /// The action is done.
    Done,
    /// The person came back to us by themselves (P-14).
    Replied,
}
