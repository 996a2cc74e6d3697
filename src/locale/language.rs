use serde::{Deserialize, Deserializer, Serialize, de};
use std::fmt::{self, Display, Formatter};

/// A language that letters can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// English.
    En,
    /// Chinese in simplified script, as written in mainland China.
    ZhCn,
    /// Chinese in traditional script, as written in Taiwan.
    ZhTw,
}

impl Language {
    /// Every language, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::En, Self::ZhCn, Self::ZhTw];

    /// The BCP 47 tag, as users write it and as `lang="…"` has it.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::ZhCn => "zh-CN",
            Self::ZhTw => "zh-TW",
        }
    }

    /// The language's own name for itself.
    pub const fn name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::ZhCn => "简体中文",
            Self::ZhTw => "繁體中文",
        }
    }

    /// What English calls it.
    pub const fn english_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::ZhCn => "Simplified Chinese",
            Self::ZhTw => "Traditional Chinese",
        }
    }

    /// Its own among values given in the order of [`Language::ALL`].
    pub fn pick<T>(self, [en, zh_cn, zh_tw]: [T; 3]) -> T {
        match self {
            Self::En => en,
            Self::ZhCn => zh_cn,
            Self::ZhTw => zh_tw,
        }
    }

    /// Reads a tag as people write it: any case, `_` for `-`, script tags, English regions.
    ///
    /// Plain `zh` is refused: the script would be a guess.
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim().to_ascii_lowercase().replace('_', "-").as_str() {
            "en" | "en-us" | "en-gb" | "en-sg" | "en-au" | "en-ca" | "en-in" => Some(Self::En),
            "zh-cn" | "zh-hans" | "zh-hans-cn" | "zh-sg" => Some(Self::ZhCn),
            "zh-tw" | "zh-hant" | "zh-hant-tw" | "zh-hk" | "zh-mo" => Some(Self::ZhTw),
            _ => None,
        }
    }

    /// Whether the script is Chinese: no blanks between words, two columns a character.
    pub const fn is_chinese(self) -> bool {
        matches!(self, Self::ZhCn | Self::ZhTw)
    }
}

impl Display for Language {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.pad(self.tag())
    }
}

impl Serialize for Language {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.tag())
    }
}

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            de::Error::custom(format!(
                "unknown language `{text}`, expected one of `en`, `zh-CN`, `zh-TW`"
            ))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn tags_are_read_as_people_write_them() {
        assert_eq!(Language::parse(" zh_Hans "), Some(Language::ZhCn));
        assert_eq!(Language::parse("ZH-tw"), Some(Language::ZhTw));
        assert_eq!(Language::parse("zh"), None);
        for language in Language::ALL {
            assert_eq!(Language::parse(language.tag()), Some(language));
        }
    }
}
