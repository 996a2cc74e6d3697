use serde::{Serialize, Serializer};
use std::fmt::{self, Display, Formatter};

/// How a person stands towards us (S-39). Missing means unknown, which is not 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Attitude {
    /// -1: opposes.
    Opposes,
    /// 0: no contact, or neutral.
    Neutral,
    /// 1: supports, and others too.
    Supports,
    /// 2: supports only us.
    SupportsOnlyUs,
    /// 3: coach.
    Coach,
}

impl Attitude {
    /// Every attitude, from the coldest to the warmest.
    pub const ALL: [Self; 5] =
        [Self::Opposes, Self::Neutral, Self::Supports, Self::SupportsOnlyUs, Self::Coach];
    /// The numbers that stand for them.
    pub const WORDS: [&'static str; 5] = ["-1", "0", "1", "2", "3"];

    /// Reads the number.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().zip(Self::WORDS).find_map(|(it, word)| (word == text).then_some(it))
    }

    /// The number, from -1 to 3.
    pub const fn grade(self) -> i8 {
        match self {
            Self::Opposes => -1,
            Self::Neutral => 0,
            Self::Supports => 1,
            Self::SupportsOnlyUs => 2,
            Self::Coach => 3,
        }
    }
}

impl Display for Attitude {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.pad(Self::WORDS[*self as usize])
    }
}

impl Serialize for Attitude {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i8(self.grade())
    }
}

/// A person's level, from staff (L1) to chief executive (L5), for calls between equals (P-05).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Level {
    /// Staff.
    L1,
    /// Manager.
    L2,
    /// Director.
    L3,
    /// Vice president and other chiefs.
    L4,
    /// Chief executive, chair.
    L5,
}

impl Level {
    /// The words that stand for them.
    pub const WORDS: [&'static str; 5] = ["L1", "L2", "L3", "L4", "L5"];

    /// Reads `L3`, `l3` or `3`.
    pub fn parse(text: &str) -> Option<Self> {
        match text.strip_prefix(['L', 'l']).unwrap_or(text) {
            "1" => Some(Self::L1),
            "2" => Some(Self::L2),
            "3" => Some(Self::L3),
            "4" => Some(Self::L4),
            "5" => Some(Self::L5),
            _ => None,
        }
    }

    /// The number, from 1 to 5.
    pub const fn number(self) -> u8 {
        self as u8 + 1
    }
}

impl Display for Level {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.pad(Self::WORDS[*self as usize])
    }
}

macro_rules! steps {
    ($(#[$doc:meta])* $name:ident, $last:literal, $words:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(u8);

        impl $name {
            /// The numbers that stand for them.
            pub(crate) const WORDS: [&'static str; $words] = {
                let all = ["0", "1", "2", "3", "4", "5"];
                let mut words = [""; $words];
                let mut at = 0;
                while at < $words {
                    words[at] = all[at];
                    at += 1;
                }
                words
            };

            /// Takes a step within the scale.
            pub fn new(step: u8) -> Option<Self> {
                (step <= $last).then_some(Self(step))
            }

            /// Reads the number.
            pub fn parse(text: &str) -> Option<Self> {
                let at = Self::WORDS.iter().position(|word| *word == text)?;
                u8::try_from(at).ok().map(Self)
            }

            /// The number.
            pub const fn step(self) -> u8 {
                self.0
            }
        }

        impl Display for $name {
            fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
                Display::fmt(&self.0, f)
            }
        }
    };
}

steps! {
    /// A step of the relation ladder, 0 to 5 (S-40).
    Ladder, 5, 6
}
steps! {
    /// How far two companies have come together, 0 to 4 (S-18).
    Stage, 4, 5
}

#[cfg(test)]
mod tests {
    use super::{Attitude, Ladder, Level, Stage};

    #[test]
    fn s39_attitude_runs_from_opposing_to_coach() {
        for attitude in Attitude::ALL {
            assert_eq!(Attitude::parse(&attitude.to_string()), Some(attitude));
            assert_eq!(attitude.grade().to_string(), attitude.to_string());
        }
        for text in ["-2", "4", "", "1.5", "+1", "unknown"] {
            assert_eq!(Attitude::parse(text), None, "{text}");
        }
    }

    #[test]
    fn s40_s18_p05_steps_and_levels_keep_to_their_scale() {
        assert_eq!(Ladder::parse("5").map(Ladder::step), Some(5));
        assert_eq!(Ladder::parse("6"), None);
        assert_eq!(Stage::parse("4").map(Stage::step), Some(4));
        assert_eq!(Stage::parse("5"), None);
        assert_eq!(Stage::new(5), None);
        assert_eq!(Level::parse("l3"), Level::parse("3"));
        assert_eq!(Level::parse("L5").map(Level::number), Some(5));
        assert_eq!(Level::parse("L6"), None);
    }
}
