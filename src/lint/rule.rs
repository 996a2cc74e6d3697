use super::case::Case;
use super::mark::Marks;
use crate::diagnostic::Severity;

/// What looks at one wording: its words, the brief behind it, the settings.
pub(super) type OnWording = fn(&Case<'_>, &mut Marks);

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
}

impl Rule {
    pub(super) const fn new(id: &'static str, severity: Severity) -> Self {
        Self { id, severity, locked: false, on_wording: None }
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
}
