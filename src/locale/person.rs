use serde::{Deserialize, Serialize};
use std::fmt::{self, Display, Formatter};
use unicode_width::UnicodeWidthChar;

/// Which part of a name a person writes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NameOrder {
    /// 王建国, Nagy Anna.
    FamilyFirst,
    /// Anna Schmidt.
    GivenFirst,
}

/// A person's name in its parts: a compound family name such as 欧阳 needs no guessing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonName {
    /// The family name; empty for a person with one name only.
    pub family: String,
    /// The given name; may be empty.
    pub given: String,
    /// Which part comes first.
    pub order: NameOrder,
}

impl Display for PersonName {
    /// In the person's own order, without a blank between Chinese characters.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (first, second) = match self.order {
            NameOrder::FamilyFirst => (&self.family, &self.given),
            NameOrder::GivenFirst => (&self.given, &self.family),
        };
        let tight = first.chars().chain(second.chars()).all(|c| c.width() == Some(2));
        let blank = if tight || first.is_empty() || second.is_empty() { "" } else { " " };
        write!(f, "{first}{blank}{second}")
    }
}

/// How a person wants to be addressed. Never guessed from the given name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gender {
    /// Ms, 女士.
    Female,
    /// Mr, 先生.
    Male,
}
