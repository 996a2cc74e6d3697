//! What is wrong, where, why, and what to do next, as plain values.
//!
//! *In*: facts found by any room. *Out*: [`Diagnostic`]s, collected in a [`Report`].
//! *Never*: prints, reads a file, or knows another room; `cli::ui` draws what stands here.
//! *Start reading* at [`Diagnostic`].

mod place;
mod report;
mod wording;

pub use place::{Place, Span};
pub use report::Report;
pub use wording::{Count, List, nearest};

use serde::Serialize;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing leaves while it stands; the exit code is 1.
    Error,
    /// A person should look at it.
    Warning,
    /// Good to know.
    Info,
}

/// One finding: what, where, why, and what to type next.
///
/// `title` starts in lower case and has no period at its end; `why` and `hint` are plain sentences.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// How much it weighs.
    pub severity: Severity,
    /// The rule of the method or of e-mail that it belongs to, such as `E-13`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<&'static str>,
    /// What is wrong, with user values in backticks.
    pub title: String,
    /// Where it is, when it is in a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// Why that is a problem.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// What to do next, with the exact command where there is one.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub hint: String,
}

impl Diagnostic {
    /// A finding that stops the work.
    pub fn error(title: impl Into<String>) -> Self {
        Self::new(Severity::Error, title)
    }

    /// A finding that a person should look at.
    pub fn warning(title: impl Into<String>) -> Self {
        Self::new(Severity::Warning, title)
    }

    /// A finding that is good to know.
    pub fn info(title: impl Into<String>) -> Self {
        Self::new(Severity::Info, title)
    }

    fn new(severity: Severity, title: impl Into<String>) -> Self {
        Self {
            severity,
            rule: None,
            title: title.into(),
            place: None,
            why: String::new(),
            hint: String::new(),
        }
    }

    /// Names the rule it belongs to.
    pub fn rule(mut self, rule: &'static str) -> Self {
        self.rule = Some(rule);
        self
    }

    /// Says where it is.
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Says why it matters, in plain sentences.
    pub fn why(mut self, why: impl Into<String>) -> Self {
        self.why = why.into();
        self
    }

    /// Says what to do next.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}
