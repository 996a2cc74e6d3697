use crate::document::Wordings;
use crate::locale::Forms;
use jiff::ZonedDateTime;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A value that is written once and that each language formats in its own way (design rule 5).
#[derive(Debug, Clone)]
pub enum Fact {
    /// As it is.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A decimal number.
    Decimal(f64),
    /// A day.
    Date(Date),
    /// A moment, in the zone of the brief.
    Moment(ZonedDateTime),
    /// A name that differs by language.
    Names(Wordings),
}

impl Fact {
    /// The value as a language writes it; none when a name is not given in that language.
    pub fn formatted(&self, forms: &Forms) -> Option<String> {
        Some(match self {
            Self::Text(text) => text.clone(),
            Self::Integer(number) => forms.number(*number),
            Self::Decimal(number) => forms.decimal(*number),
            Self::Date(date) => forms.date(*date),
            Self::Moment(moment) => forms.moment(moment),
            Self::Names(names) => names.get(forms.language())?.text.clone(),
        })
    }
}

/// The facts of a brief, by name.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    by_name: BTreeMap<String, Fact>,
}

impl Facts {
    pub(super) fn new(by_name: BTreeMap<String, Fact>) -> Self {
        Self { by_name }
    }

    /// One fact.
    pub fn get(&self, name: &str) -> Option<&Fact> {
        self.by_name.get(name)
    }

    /// Every fact, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Fact)> {
        self.by_name.iter().map(|(name, fact)| (name.as_str(), fact))
    }

    /// Every fact as a language writes it; a name that is not given in that language is left out,
    /// so that a template that wants it fails and does not print a gap.
    pub fn formatted(&self, forms: &Forms) -> BTreeMap<String, String> {
        self.by_name
            .iter()
            .filter_map(|(name, fact)| Some((name.clone(), fact.formatted(forms)?)))
            .collect()
    }
}
