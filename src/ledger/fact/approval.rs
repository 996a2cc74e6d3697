use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// All letters of a revision, rendered once; from here on their bytes do not change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frozen {
    /// What the bytes come to, SHA-256 in hexadecimal.
    pub digest: String,
    /// Which revision of the letters, from 1.
    pub revision: u32,
    /// How many letters.
    pub letters: u64,
    /// Who had them made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

/// An approval of these bytes and no others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approved {
    /// Which bytes.
    pub digest: String,
    /// Which revision.
    pub revision: u32,
    /// Who: a team id.
    pub by: String,
    /// How many letters, as the approver typed it.
    pub letters: u64,
    /// The warnings that the approver acknowledged.
    pub acknowledged: Vec<String>,
    /// The approver's signature.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signature: Option<Signature>,
}

/// A signature by a key of SSH.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// The fingerprint of the key, `SHA256:…`.
    pub key: String,
    /// The signature itself, in armour.
    pub armored: String,
}

/// An approval that was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawn {
    /// Of which bytes.
    pub digest: String,
    /// Whose.
    pub by: String,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Letters that were sent back to whoever drafted them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Returned {
    /// Which bytes.
    pub digest: String,
    /// By whom.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// One person answers alone; counts as all approvals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrokeGlass {
    /// For which bytes.
    pub digest: String,
    /// Who.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// A drill that delivered letters to nobody outside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drilled {
    /// Which bytes.
    pub digest: String,
    /// How many letters.
    pub letters: u64,
    /// When it ended.
    pub at: Timestamp,
    /// How many of them failed.
    pub failures: u64,
}

/// Our own people received samples of these letters, before the first wave (P-18).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seeded {
    /// Which bytes.
    pub digest: String,
    /// Who: team ids.
    pub to: Vec<String>,
    /// How many samples the mail server took, over all of them.
    pub letters: u64,
    /// When the last one left.
    pub at: Timestamp,
    /// How many did not arrive. While there are any, the samples are not done.
    pub failures: u64,
}
