//! Who approved these bytes, whether that is enough, and by which right.
//!
//! *In*: what the ledger holds of a digest, the rules of `[approval]`, the keys of `allowed_signers`.
//! *Out*: a [`Tally`], and from it an [`Approved`] proof, which nothing else can make. *Never*: counts
//! an approval of other bytes, of the drafter, or with a signature that does not verify (P-22).
//! *Start reading* at [`Tally`], then at [`Approved`].

mod approved;
mod signature;
mod signers;
mod tally;
#[cfg(test)]
mod tests;

pub use approved::Approved;
pub use signature::{NAMESPACE, SignFault, read, sign, signed_text, verify};
pub use signers::{SIGNERS, Signers};
pub use tally::{Case, Tally, Vote};
