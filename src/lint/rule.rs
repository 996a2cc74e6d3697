use super::case::Case;
use super::letter_case::LetterCase;
use super::lists::Lists;
use super::mark::Marks;
use super::set::{Set, SetMarks};
use super::stretch::{StretchCase, Suspect};
use crate::diagnostic::Severity;
use crate::letter::Letter;
use crate::locale::Language;

/// What looks at one wording: its words, the brief behind it, the settings.
pub(super) type OnWording = fn(&Case<'_>, &mut Marks);

/// What looks at both parts of a message, beside the words that they should hold.
pub(super) type OnMessage = fn(&Case<'_>, &Letter, &mut Marks);

/// What the roster gives for one reader, and a letter prints as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    /// A first line, in place of what the program would write.
    Salutation,
    /// The name of the reader's company.
    Company,
    /// A value of a column `letter_…`.
    Value,
}

/// A line of the roster as a rule sees it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'s> {
    pub(super) kind: Given,
    pub(super) text: &'s str,
    pub(super) language: Language,
    pub(super) lists: &'s Lists,
}

/// What looks at such a line.
pub(super) type OnLine = fn(&Line<'_>, &mut Marks);

/// What looks at a stretch of the final bytes, whoever reads it.
pub(super) type OnStretch = fn(&StretchCase<'_>, &mut Vec<Suspect>);

/// What looks at the final bytes of each letter, beside its reader.
pub(super) type OnLetter = fn(&LetterCase<'_>, &mut Marks);

/// What holds all wordings against each other.
pub(super) type OnSet = fn(&Set<'_>, &mut SetMarks);

/// One rule: what it weighs, and the small function that finds where it is broken.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Its identifier, such as `L-21`.
    pub id: &'static str,
    /// How much a finding weighs unless the settings or the case say otherwise.
    pub severity: Severity,
    /// Whether no setting can lower it or switch it off.
    pub locked: bool,
    pub(super) on_wording: Option<OnWording>,
    pub(super) on_message: Option<OnMessage>,
    pub(super) on_line: Option<OnLine>,
    pub(super) on_set: Option<OnSet>,
    pub(super) on_stretch: Option<OnStretch>,
    pub(super) on_letter: Option<OnLetter>,
}

impl Rule {
    pub(super) const fn new(id: &'static str, severity: Severity) -> Self {
        Self {
            id,
            severity,
            locked: false,
            on_wording: None,
            on_message: None,
            on_line: None,
            on_set: None,
            on_stretch: None,
            on_letter: None,
        }
    }

    /// No setting can lower it: what it finds must never leave.
    pub(super) const fn locked(mut self) -> Self {
        self.locked = true;
        self
    }

    /// Looks at each wording once, however many people read it.
    pub(super) const fn on_wording(mut self, check: OnWording) -> Self {
        self.on_wording = Some(check);
        self
    }

    /// Looks at the finished message of each wording once.
    pub(super) const fn on_message(mut self, check: OnMessage) -> Self {
        self.on_message = Some(check);
        self
    }

    /// Looks at what the roster gives for each reader.
    pub(super) const fn on_line(mut self, check: OnLine) -> Self {
        self.on_line = Some(check);
        self
    }

    /// Looks at the stretches of finished letters; one that many letters share is looked at once.
    pub(super) const fn on_stretch(mut self, check: OnStretch) -> Self {
        self.on_stretch = Some(check);
        self
    }

    /// Looks at each finished letter.
    pub(super) const fn on_letter(mut self, check: OnLetter) -> Self {
        self.on_letter = Some(check);
        self
    }

    /// Looks at all wordings together, once.
    pub(super) const fn on_set(mut self, check: OnSet) -> Self {
        self.on_set = Some(check);
        self
    }
}
