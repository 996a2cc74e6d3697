use crate::roster::{Account, Contact, Partner, Tier};
use serde::{Serialize, Serializer};
use std::fmt::{self, Display, Formatter};

/// A group that hears at the same time (domain 3.1). Waves 0 to 2 are inside and duty, wave 6 is
/// the public; contacts of partners hear in waves 3 to 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Wave(u8);

impl Wave {
    /// A wave by its number.
    pub const fn new(number: u8) -> Self {
        Self(number)
    }

    /// Strategic partners, all layers.
    pub const STRATEGIC: Self = Self(3);
    /// Key people of general partners.
    pub const KEY: Self = Self(4);
    /// General contacts.
    pub const GENERAL: Self = Self(5);

    /// The waves in which contacts of partners hear, in their order.
    pub const PARTNERS: [Self; 3] = [Self::STRATEGIC, Self::KEY, Self::GENERAL];

    /// Reads `3`, `w3` or `W3`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.trim().trim_start_matches(['w', 'W']);
        let number: u8 = digits.parse().ok()?;
        Self::PARTNERS.into_iter().find(|wave| wave.0 == number)
    }

    /// The wave of a contact: strategic partners first, then key people, then all others (P-03).
    ///
    /// The order comes from the account's standing and the set of layers, never from a rank of
    /// layers (S-59).
    pub fn of(contact: &Contact, account: &Account) -> Self {
        if account.partner == Partner::Strategic {
            Self::STRATEGIC
        } else if contact.tiers.contains(Tier::Key) {
            Self::KEY
        } else {
            Self::GENERAL
        }
    }

    /// Its number.
    pub const fn number(self) -> u8 {
        self.0
    }

    /// Who hears in it.
    pub const fn audience(self) -> &'static str {
        match self.0 {
            3 => "strategic partners",
            4 => "key people of general partners",
            _ => "general contacts",
        }
    }
}

impl Display for Wave {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "W{}", self.0)
    }
}

impl Serialize for Wave {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Wave;

    #[test]
    fn waves_are_read_as_people_write_them() {
        assert_eq!(Wave::parse(" w4 "), Some(Wave::KEY));
        assert_eq!(Wave::parse("5"), Some(Wave::GENERAL));
        assert_eq!((Wave::parse("9"), Wave::parse("")), (None, None));
    }
}
