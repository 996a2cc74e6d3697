use serde::Serialize;
use std::fmt::{self, Display, Formatter};

/// A person's part in their company's decisions (S-42 to S-46).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Role {
    /// Approver: the signature that cannot be missing.
    A,
    /// Decider: holds the final decision.
    D,
    /// Supporter of the decision: adviser, consultant.
    S,
    /// Evaluator: writes the report, ranks the vendors.
    E,
    /// Influencer: a voice of light weight.
    I,
}

impl Role {
    /// Every role, from the heaviest to the lightest.
    pub const ALL: [Self; 5] = [Self::A, Self::D, Self::S, Self::E, Self::I];
    /// The letters that stand for them.
    pub const WORDS: [&'static str; 5] = ["A", "D", "S", "E", "I"];

    /// Reads the letter, in any case, or the English word.
    pub fn parse(text: &str) -> Option<Self> {
        let same = |word: &str| text.eq_ignore_ascii_case(word);
        Self::ALL.into_iter().find(|role| same(role.letter()) || same(role.name()))
    }

    /// The letter of the power map.
    pub const fn letter(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::D => "D",
            Self::S => "S",
            Self::E => "E",
            Self::I => "I",
        }
    }

    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::A => "approver",
            Self::D => "decider",
            Self::S => "supporter",
            Self::E => "evaluator",
            Self::I => "influencer",
        }
    }
}

impl Display for Role {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.pad(self.letter())
    }
}

#[cfg(test)]
mod tests {
    use super::Role;

    #[test]
    fn s42_roles_are_five_letters() {
        for role in Role::ALL {
            assert_eq!(Role::parse(&role.to_string()), Some(role));
            assert_eq!(Role::parse(&role.name().to_uppercase()), Some(role));
        }
        assert_eq!(Role::parse("X"), None);
    }
}
