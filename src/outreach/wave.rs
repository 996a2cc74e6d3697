use serde::{Serialize, Serializer};
use std::fmt::{self, Display, Formatter};

/// A group that hears at the same time (domain 3.1), by its number: waves 0 to 2 are inside and duty,
/// wave 6 is the public; contacts of partners hear in those between. The policy says who is in which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Wave(u8);

impl Wave {
    /// A wave by its number.
    pub const fn new(number: u8) -> Self {
        Self(number)
    }

    /// Reads `3`, `w3` or `W3`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.trim().trim_start_matches(['w', 'W']);
        digits.parse().ok().filter(|number| *number <= 9).map(Self)
    }

    /// Its number.
    pub const fn number(self) -> u8 {
        self.0
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
        assert_eq!(Wave::parse(" w4 "), Some(Wave::new(4)));
        assert_eq!(Wave::parse("5"), Some(Wave::new(5)));
        assert_eq!((Wave::parse("12"), Wave::parse("")), (None, None));
    }
}
