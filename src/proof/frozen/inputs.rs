use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a proof was made from: `inputs.json`. It is not part of the digest; it says whether freezing
/// again can be saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inputs {
    /// The version of the program.
    pub program: String,
    /// The time at which it was frozen.
    pub now: Timestamp,
    /// The last fact of the ledger that it knows of.
    pub ledger_seq: u64,
    /// The same for the ledgers of other crises, by path.
    pub other_ledgers: BTreeMap<String, u64>,
    /// SHA-256 of each input file, by its path in the workspace.
    pub files: BTreeMap<String, String>,
    /// What a person should have looked at by then: approvers acknowledge each.
    pub warnings: Vec<String>,
}
