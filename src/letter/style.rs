use crate::locale::{Forms, Side};

/// What of a language's letter form shows on the page (domain 2.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Style {
    /// No blanks between words; full-width marks.
    pub(super) chinese: bool,
    /// How many characters the first line of a body paragraph is moved in.
    pub(super) indent: usize,
    /// The signature stands on the right.
    pub(super) signature_right: bool,
}

impl Style {
    pub(super) fn of(forms: &Forms) -> Self {
        let layout = forms.layout();
        Self {
            chinese: forms.language().is_chinese(),
            indent: usize::from(layout.paragraph_indent),
            signature_right: layout.signature == Side::Right,
        }
    }
}
