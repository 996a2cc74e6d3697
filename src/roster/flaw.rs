use crate::diagnostic::{Severity, Span};

/// What is wrong with one value, before anybody knows which row it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Flaw {
    pub(crate) severity: Severity,
    pub(crate) rule: Option<&'static str>,
    /// The offending part of the value.
    pub(crate) span: Span,
    pub(crate) title: String,
    pub(crate) why: String,
    pub(crate) hint: String,
}

impl Flaw {
    pub(crate) fn error(span: Span, title: impl Into<String>) -> Self {
        Self::new(Severity::Error, span, title)
    }

    pub(crate) fn warning(span: Span, title: impl Into<String>) -> Self {
        Self::new(Severity::Warning, span, title)
    }

    fn new(severity: Severity, span: Span, title: impl Into<String>) -> Self {
        let (why, hint) = (String::new(), String::new());
        Self { severity, rule: None, span, title: title.into(), why, hint }
    }

    pub(crate) fn rule(mut self, rule: &'static str) -> Self {
        self.rule = Some(rule);
        self
    }

    pub(crate) fn why(mut self, why: impl Into<String>) -> Self {
        self.why = why.into();
        self
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}
