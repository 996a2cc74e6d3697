use crate::diagnostic::{Diagnostic, Place};
use crate::locale::Language;
use crate::outreach::Recipient;

/// A letter could not be written. It names the contact once it is known whose letter it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterFault {
    finding: Diagnostic,
}

impl LetterFault {
    pub(super) fn new(finding: Diagnostic) -> Self {
        Self { finding }
    }

    /// What to tell the user.
    pub fn into_finding(self) -> Diagnostic {
        self.finding
    }

    /// Names the contact.
    pub(super) fn of(mut self, recipient: &Recipient<'_>) -> Self {
        let whose = format!("Met in the letter to `{}` ({}).", recipient.id, recipient.name());
        self.finding.why = match self.finding.why.as_str() {
            "" => whose,
            why => format!("{why} {whose}"),
        };
        self
    }

    pub(super) fn endless(template: String) -> Self {
        Self::new(
            Diagnostic::error("this template does not come to an end")
                .at(Place::file(template))
                .why("A letter takes a thousandth of a second; this one was given up after five.")
                .hint("look at the loops in this template, then run `hearten check`"),
        )
    }

    pub(super) fn language(recipient: &Recipient<'_>, language: Language) -> Self {
        Self::new(Diagnostic::error(format!(
            "no wording in `{language}` for contact `{}`",
            recipient.id
        )))
    }

    pub(super) fn mail(recipient: &Recipient<'_>, error: &lettre::error::Error) -> Self {
        Self::new(
            Diagnostic::error(format!("no message can be built for contact `{}`", recipient.id))
                .why(error.to_string()),
        )
    }

    pub(super) fn raw_html(recipient: &Recipient<'_>, html: &str, template: String) -> Self {
        Self::new(
            Diagnostic::error(format!("this cannot stand in a letter: `{html}`"))
                .rule("E-35")
                .at(Place::file(template))
                .why("Letters are Markdown without HTML or images, and their links lead to `https`, `mailto` or `tel`; it would be missing from the letter.")
                .hint(
                    "write it as Markdown in the template or the brief, then run `hearten check`",
                ),
        )
        .of(recipient)
    }
}
