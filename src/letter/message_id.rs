/// Stable message identifiers: crisis, contact and revision, at the sender's domain (E-18).
#[derive(Debug)]
pub(super) struct MessageId {
    pub(super) crisis: String,
    pub(super) revision: u32,
    pub(super) domain: String,
}

impl MessageId {
    pub(super) fn of(&self, contact: &str) -> String {
        format!("<{}.{contact}.r{}@{}>", self.crisis, self.revision, self.domain)
    }
}
