use crate::locale::Language;
use crate::workspace::Assets;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a rule says of itself: one file a rule, `templates/lint/<rule>.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// A short name, such as `orders a feeling`.
    pub name: String,
    /// What is looked at, in one or two sentences.
    pub what: String,
    /// Why, in one or two sentences, for the line below a finding.
    pub why: String,
    /// Where that comes from, or the incident that taught it, with the identifiers of the method.
    pub source: String,
    /// What to do about a finding.
    pub mend: String,
    /// Examples, a bad text and a good one for each language.
    pub examples: BTreeMap<String, Example>,
}

/// The same thing said badly and well.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// What is found.
    pub bad: String,
    /// What is not.
    pub good: String,
}

impl Page {
    /// The page of a rule; none when there is no such rule.
    pub fn of(id: &str) -> Option<Self> {
        let assets = Assets::built_in();
        toml::from_str(&assets.get(&format!("lint/{id}.toml"))?.text).ok()
    }

    /// The example in a language.
    pub fn example(&self, language: Language) -> Option<&Example> {
        self.examples.get(language.tag())
    }
}
