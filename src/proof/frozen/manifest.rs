use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The format of this version.
pub const FORMAT: &str = "hearten proof 1";

/// What is approved beside the letters themselves: `proof.json`.
///
/// Nothing of it comes from behind the wall: no role, attitude or note (design rule 3), and no
/// address of a reader (E-37).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// [`FORMAT`].
    pub format: String,
    /// The name of the crisis.
    pub crisis: String,
    /// What kind it is.
    pub kind: String,
    /// Which message it is.
    pub phase: String,
    /// Its version, from 1.
    pub revision: u32,
    /// `drill` or `live` (P-24).
    pub mode: String,
    /// Whose letters these are, by language.
    pub organisation: BTreeMap<String, String>,
    /// Who they come from, by language (E-21).
    pub from: BTreeMap<String, String>,
    /// Where answers go, by language (E-16).
    pub reply_to: BTreeMap<String, String>,
    /// The sender of every envelope.
    pub envelope_sender: String,
    /// The languages that letters are written in.
    pub languages: Vec<String>,
    /// Who drafted it: an id of the team (P-22).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drafter: Option<String>,
    /// When it was frozen; letters carry the date of this moment.
    pub frozen_at: Timestamp,
    /// The counts.
    pub counts: ManifestCounts,
    /// The waves in which a letter goes.
    pub waves: Vec<WaveLine>,
    /// The policy of sending.
    pub policy: SendingPolicy,
    /// The letters that our own people receive as samples before the first wave (P-18).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seeds: Vec<SeedLine>,
    /// What is attached: nothing (L-35).
    pub attachments: Vec<Attachment>,
    /// Who gets no letter, and why (P-21, P-27), in the order of the roster.
    pub left_out: Vec<LeftOutLine>,
}

/// How many of each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestCounts {
    /// Contacts of the roster.
    pub contacts: u64,
    /// Letters.
    pub letters: u64,
    /// Contacts that get none.
    pub left_out: u64,
    /// Bytes of all messages.
    pub bytes: u64,
}

/// A wave with its letters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaveLine {
    /// Its number.
    pub number: u8,
    /// Its name.
    pub name: String,
    /// How many letters go.
    pub letters: u64,
    /// When it begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<Timestamp>,
    /// After which moment nothing of it goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_after: Option<Timestamp>,
    /// The action that must be done before it opens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<String>,
    /// What must hold before it opens, in words (P-15).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub gate: String,
}

/// The numbers by which letters are sent, as the settings have them (P-15 to P-17, P-25).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendingPolicy {
    /// Letters a minute, as the plan has it.
    pub letters_per_minute: u32,
    /// Letters a day.
    pub letters_per_day: u32,
    /// What the settings of delivery say, by key.
    pub delivery: BTreeMap<String, String>,
}

/// A file that goes with every letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its name.
    pub name: String,
    /// Its type.
    pub media_type: String,
    /// The digest of its bytes.
    pub sha256: String,
}

/// A letter that our own people receive as a sample.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeedLine {
    /// The contact's id.
    pub contact: String,
    /// Why this one.
    pub why: String,
}

/// Somebody who gets no letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOutLine {
    /// The contact's id.
    pub contact: String,
    /// The rule, such as `P-21`.
    pub rule: String,
    /// Why, in words.
    pub reason: String,
}
