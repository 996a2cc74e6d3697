use serde::Serialize;
use std::fmt::{self, Display, Formatter};

/// What a person of ours answers for in a crisis (domain 4.0).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Duty {
    /// The top leader who signs.
    Leader,
    /// The executive who stands for an account: its `sponsor`.
    Sponsor,
    /// Who looks after a contact: its `owner`.
    AccountManager,
    /// The technical lead.
    Technical,
    /// The head of service.
    Service,
    /// Counsel.
    Legal,
    /// Press and partner communications.
    Communications,
    /// Who looks after our own people.
    Personnel,
    /// The finance lead.
    Finance,
    /// Purchasing, planning, logistics.
    Supply,
    /// Information security.
    Security,
    /// Quality and product safety.
    Quality,
}

impl Duty {
    /// Every duty, with the word for it.
    pub const WORDS: [(&'static str, Self); 12] = [
        ("leader", Self::Leader),
        ("sponsor", Self::Sponsor),
        ("account-manager", Self::AccountManager),
        ("technical", Self::Technical),
        ("service", Self::Service),
        ("legal", Self::Legal),
        ("communications", Self::Communications),
        ("personnel", Self::Personnel),
        ("finance", Self::Finance),
        ("supply", Self::Supply),
        ("security", Self::Security),
        ("quality", Self::Quality),
    ];

    /// The word for it.
    pub fn tag(self) -> &'static str {
        Self::WORDS[self as usize].0
    }
}

impl Display for Duty {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.pad(self.tag())
    }
}
