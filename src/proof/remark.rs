use crate::diagnostic::Severity;
use crate::letter::WordingId;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Something that a careful reader would point at, as the page shows it: marked in the letters, and in a
/// list beside them.
#[derive(Debug, Clone)]
pub struct Remark {
    /// The rule, such as `L-21`.
    pub rule: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// What is wrong.
    pub title: String,
    /// Why it matters.
    pub why: String,
    /// What to do.
    pub hint: String,
    /// File, line and column of the words, when a file holds them.
    pub source: String,
    /// The part of the letter; empty for the subject.
    pub part: &'static str,
    /// The passage, and the words before and at the place.
    pub passage: Option<Passage>,
    /// The wordings it stands in; none when it is in single letters.
    pub wordings: BTreeSet<WordingId>,
    /// The contacts in whose letters alone it stands.
    pub contacts: Vec<String>,
    /// How many letters it meets.
    pub letters: usize,
}

/// Words in their passage, cut so that every program counts them alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Passage {
    /// What stands before the words.
    pub before: String,
    /// The words.
    pub words: String,
    /// What stands behind them.
    pub behind: String,
}

/// A remark as it stands in the page's data.
#[derive(Serialize)]
pub(super) struct RemarkLine<'r> {
    rule: &'r str,
    severity: Severity,
    title: &'r str,
    why: &'r str,
    hint: &'r str,
    source: &'r str,
    part: &'r str,
    passage: Option<&'r Passage>,
    wordings: Vec<&'r str>,
    contacts: &'r [String],
    letters: usize,
}

impl Remark {
    /// The line of a remark, with the page's names of its wordings.
    pub(super) fn line<'r>(&'r self, names: &'r BTreeMap<WordingId, String>) -> RemarkLine<'r> {
        let wordings = self.wordings.iter().filter_map(|id| names.get(id)).map(String::as_str);
        RemarkLine {
            rule: self.rule,
            severity: self.severity,
            title: &self.title,
            why: &self.why,
            hint: &self.hint,
            source: &self.source,
            part: self.part,
            passage: self.passage.as_ref(),
            wordings: wordings.collect(),
            contacts: if self.wordings.is_empty() { &self.contacts } else { &[] },
            letters: self.letters,
        }
    }
}
