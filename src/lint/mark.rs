use super::finding::Quote;
use crate::diagnostic::{Place, Severity, Span};
use crate::letter::{PartName, Words};

/// Where a rule is broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Spot {
    /// Some words of the subject.
    Subject(Span),
    /// Some words of a passage, by its number in the reading.
    Passage(usize, Span),
    /// A part in which something is missing.
    Part(PartName),
    /// A place in a file.
    File(Place),
    /// Words of a finished message.
    Read(Quote),
    /// Nowhere in particular.
    Letter,
}

impl Spot {
    /// The whole subject.
    pub(super) fn subject(words: &Words) -> Self {
        Self::Subject(0..words.text.len())
    }

    /// A whole passage.
    pub(super) fn passage(at: usize, words: &Words) -> Self {
        Self::Passage(at, 0..words.text.len())
    }

    /// The same passage or subject, some words of it: a range in its text.
    pub(super) fn narrowed(self, to: Span) -> Self {
        match self {
            Self::Subject(_) => Self::Subject(to),
            Self::Passage(at, _) => Self::Passage(at, to),
            other => other,
        }
    }
}

/// One place at which a rule is broken. What it does not say, the rule's page says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) title: String,
    pub(super) spot: Spot,
    /// Weighs so much in this case, in place of what the rule weighs.
    pub(super) severity: Option<Severity>,
    pub(super) why: String,
    pub(super) hint: String,
}

impl Mark {
    /// `title` starts in lower case, has no period, and quotes the letter in backticks.
    pub(super) fn new(spot: Spot, title: impl Into<String>) -> Self {
        let (why, hint) = (String::new(), String::new());
        Self { title: title.into(), spot, severity: None, why, hint }
    }

    /// Weighs so much in this case.
    pub(super) fn weighs(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }

    /// Why it matters here, in place of what the rule's page says.
    pub(super) fn why(mut self, why: impl Into<String>) -> Self {
        self.why = why.into();
        self
    }

    /// What to do here, in place of what the rule's page says.
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

/// What one rule finds.
#[derive(Debug, Default)]
pub(super) struct Marks(Vec<Mark>);

impl Marks {
    pub(super) fn add(&mut self, mark: Mark) {
        self.0.push(mark);
    }

    /// Adds a mark unless the same was said already.
    pub(super) fn add_once(&mut self, mark: Mark) {
        if self.0.iter().all(|known| known.title != mark.title) {
            self.0.push(mark);
        }
    }

    pub(super) fn into_vec(self) -> Vec<Mark> {
        self.0
    }
}
