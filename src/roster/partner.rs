use serde::Serialize;
use std::fmt::{self, Display, Formatter};

/// Whether a company is a strategic partner or a general one (S-25): a property of the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Partner {
    /// One of the 20-30 % that come first.
    Strategic,
    /// Every other partner.
    General,
}

impl Partner {
    /// The words that stand for it.
    pub const WORDS: [&'static str; 2] = ["strategic", "general"];

    /// The word in the roster.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Strategic => "strategic",
            Self::General => "general",
        }
    }

    /// Reads the word, in any case, or its Chinese name.
    pub fn parse(text: &str) -> Option<Self> {
        match text.to_lowercase().as_str() {
            "strategic" | "战略" | "戰略" | "战略伙伴" | "戰略夥伴" => {
                Some(Self::Strategic)
            }
            "general" | "一般" | "普通" | "一般伙伴" | "一般夥伴" => {
                Some(Self::General)
            }
            _ => None,
        }
    }
}

impl Display for Partner {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
