use crate::proof::approval::Vote;
use jiff::Timestamp;
use serde::Serialize;

/// An approval as programs are told of it.
#[derive(Debug, Serialize)]
pub(super) struct VoteLine {
    pub(super) by: String,
    pub(super) at: Timestamp,
    pub(super) counts: bool,
    /// The key whose signature verifies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) key: Option<String>,
    /// Why it does not count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) flaw: Option<String>,
    pub(super) acknowledged: Vec<String>,
}

impl From<&Vote> for VoteLine {
    fn from(vote: &Vote) -> Self {
        Self {
            by: vote.by.clone(),
            at: vote.at,
            counts: vote.flaw.is_none(),
            key: vote.key.clone(),
            flaw: vote.flaw.clone(),
            acknowledged: vote.acknowledged.clone(),
        }
    }
}
