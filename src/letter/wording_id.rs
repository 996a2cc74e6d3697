/// Tells wordings apart: equal ids mean equal words around the personal values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct WordingId(pub u64);

impl WordingId {
    /// The id of a wording's subject and HTML, with gaps where values belong.
    pub(super) fn of(subject: &str, html: &str) -> Self {
        use sha2::{Digest, Sha256};
        let mut hash = Sha256::new();
        hash.update(subject);
        hash.update([0]);
        hash.update(html);
        let digest = hash.finalize();
        Self(digest.iter().take(8).fold(0, |id, byte| id << 8 | u64::from(*byte)))
    }
}
