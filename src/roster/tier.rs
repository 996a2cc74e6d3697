use serde::{Serialize, Serializer};
use std::fmt::{self, Display, Formatter};
use std::ops::Range;

/// A layer of the relation: roof, pillar or foundation. Not a rank (S-59).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Tier {
    /// Company to company: the roof.
    Organization,
    /// People at the nodes where decisions fall: the pillars.
    Key,
    /// Everyone else who works with us: the foundation.
    General,
}

impl Tier {
    /// Every tier, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Organization, Self::Key, Self::General];
    /// The words that stand for them.
    pub const WORDS: [&'static str; 3] = ["organization", "key", "general"];

    /// Reads the word, in any case and either spelling, or its Chinese name.
    pub fn parse(text: &str) -> Option<Self> {
        let is = |words: &[&str]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
        if is(&["general", "普遍"]) {
            Some(Self::General)
        } else if is(&["key", "关键", "關鍵"]) {
            Some(Self::Key)
        } else {
            is(&["organization", "organisation", "组织", "組織"]).then_some(Self::Organization)
        }
    }

    /// The word for it.
    pub const fn name(self) -> &'static str {
        Self::WORDS[self as usize]
    }
}

impl Display for Tier {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// The tiers that one contact serves in: a set, since they live side by side (S-59).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Tiers(u8);

impl Tiers {
    /// Reads words with blanks, `;`, `,`, `|`, `+` or `/` between them.
    ///
    /// The error is the part of the text that is no tier.
    pub fn parse(text: &str) -> Result<Self, Range<usize>> {
        let mut tiers = Self::default();
        for word in text.split(is_border).filter(|word| !word.is_empty()) {
            let start = word.as_ptr() as usize - text.as_ptr() as usize;
            tiers.insert(Tier::parse(word).ok_or(start..start + word.len())?);
        }
        Ok(tiers)
    }

    /// Adds one.
    pub fn insert(&mut self, tier: Tier) {
        self.0 |= 1 << tier as u8;
    }

    /// Whether it is among them.
    pub const fn contains(self, tier: Tier) -> bool {
        self.0 & (1 << tier as u8) != 0
    }

    /// Whether no tier is stated.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Those in the set: organization, key, general.
    pub fn iter(self) -> impl Iterator<Item = Tier> {
        Tier::ALL.into_iter().filter(move |tier| self.contains(*tier))
    }
}

fn is_border(c: char) -> bool {
    c.is_whitespace() || matches!(c, ';' | ',' | '|' | '+' | '/' | '、' | '\u{ff0c}' | '\u{ff1b}')
}

impl FromIterator<Tier> for Tiers {
    fn from_iter<I: IntoIterator<Item = Tier>>(iter: I) -> Self {
        let mut tiers = Self::default();
        for tier in iter {
            tiers.insert(tier);
        }
        tiers
    }
}

impl Display for Tiers {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = self.iter().map(Tier::name).collect();
        f.pad(&names.join(" + "))
    }
}

impl Serialize for Tiers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::{Tier, Tiers};

    #[test]
    fn s59_tiers_are_a_set_in_a_fixed_order() {
        for text in ["key organization", "Key;Organisation", "key|organization", "关键+组织"] {
            let tiers = Tiers::parse(text).unwrap();
            assert_eq!(tiers.iter().collect::<Vec<_>>(), [Tier::Organization, Tier::Key], "{text}");
            assert_eq!(tiers.to_string(), "organization + key");
        }
        assert!(Tiers::parse(" ; ").unwrap().is_empty());
    }

    #[test]
    fn s59_the_word_that_is_no_tier_is_marked() {
        assert_eq!(Tiers::parse("key / genral"), Err(6..12));
    }
}
