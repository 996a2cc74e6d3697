//! A proof: all letters of one revision, rendered once and never again, under one digest.
//!
//! *In*: messages as they were printed, in the order of the roster, and the order in which they go.
//! *Out*: a folder of three files, `proof.json` (what is approved), `letters.jsonl` (a line for each
//! letter, in the order of sending) and `letters.dat` (the messages, without `Date`); and the same
//! read back, every byte held against the digest. *Never*: renders; holds all letters in memory.
//! *Start reading* at [`Freezer`], then at [`Frozen`].

mod damage;
mod digest;
mod freezer;
mod inputs;
mod line;
mod manifest;
mod stored;
#[cfg(test)]
pub(super) mod tests;

pub use damage::Damage;
pub use digest::{Digest, Fingerprint};
pub use freezer::{Freezer, Sealed};
pub use inputs::Inputs;
pub use line::{Line, Slip};
pub use manifest::{
    Attachment, FORMAT, LeftOutLine, Manifest, ManifestCounts, SeedLine, SendingPolicy, WaveLine,
};
pub use stored::{Frozen, Lines};

/// What was approved: who, when, in which order, by which policy.
pub const MANIFEST: &str = "proof.json";
/// A line for each letter.
pub const INDEX: &str = "letters.jsonl";
/// The messages one after another.
pub const LETTERS: &str = "letters.dat";
/// From what it was made; not part of the digest.
pub const INPUTS: &str = "inputs.json";
/// The SHA-256 of the other files but the letters, as `sha256sum -c` reads them; not part of the
/// digest. It tells which file was changed.
pub const SUMS: &str = "SHA256SUMS";
/// How the name of a folder begins in which a proof is being made; the process follows.
const ASIDE: &str = ".freezing-";
