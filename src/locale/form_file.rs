use super::layout::Layout;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// One language's file, `templates/locales/<tag>.toml`, as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FormFile {
    pub(crate) dates: Dates,
    pub(crate) zones: Zones,
    pub(crate) numbers: Numbers,
    pub(crate) lists: Lists,
    pub(crate) names: Names,
    pub(crate) salutation: SalutationForms,
    pub(crate) status: BTreeMap<Spanned<String>, String>,
    pub(crate) layout: Layout,
    pub(crate) phrases: BTreeMap<Spanned<String>, String>,
}

/// How days and moments are written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Dates {
    /// Gaps: `year`, `month`, `day`.
    pub(crate) date: Spanned<String>,
    /// Gaps: `weekday`, `date`.
    pub(crate) weekday_date: Spanned<String>,
    /// Gaps: `weekday_date`, `time`, `zone`.
    pub(crate) moment: Spanned<String>,
    /// From January.
    pub(crate) months: [String; 12],
    /// From Monday.
    pub(crate) weekdays: [String; 7],
}

/// What clocks are called.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Zones {
    /// Gaps: `place`, `offset`.
    pub(crate) named: Spanned<String>,
    /// By IANA name.
    pub(crate) places: BTreeMap<String, String>,
}

/// The marks in a number.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Numbers {
    pub(crate) group: String,
    pub(crate) decimal: String,
}

/// The marks in a list.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Lists {
    pub(crate) between: String,
    pub(crate) before_last: String,
}

/// How names are joined.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Names {
    /// Stands between given and family name of a foreigner whose name is written in Chinese
    /// characters.
    pub(crate) dot: String,
}

/// The forms of address; the chain itself is code.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SalutationForms {
    /// Closes a salutation from the roster that has no mark of its own at its end.
    pub(crate) mark: String,
    /// Gaps here and below: `family`, `full_name`, `title`, `regard`.
    pub(crate) titled: Spanned<String>,
    pub(crate) female: Spanned<String>,
    pub(crate) male: Spanned<String>,
    pub(crate) full_name: Spanned<String>,
    pub(crate) generic: String,
    /// The word after the name that shows respect where no title names another (台鑒).
    #[serde(default)]
    pub(crate) regard: String,
    /// The mark of a deputy (副) to keep before a title; empty where courtesy drops it.
    #[serde(default)]
    pub(crate) keep_deputy: String,
    #[serde(default)]
    pub(crate) positions: Vec<TitleForm>,
    #[serde(default)]
    pub(crate) academic: Vec<TitleForm>,
}

/// One way to address by title, and how that title is written in a roster.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TitleForm {
    /// Without it the title is addressed as it is written.
    #[serde(default)]
    pub(crate) address: Option<String>,
    #[serde(default)]
    pub(crate) regard: Option<String>,
    pub(crate) written: Vec<String>,
}
