use crate::diagnostic::Severity;
use crate::lint::letter_case::LetterCase;
use crate::lint::mark::{Mark, Marks, Spot};
use crate::lint::rule::Rule;

/// Something is attached; letters carry nothing (I-19, G-15).
pub(super) const RULE: Rule = Rule::new("L-35", Severity::Error).on_letter(check);

fn check(case: &LetterCase<'_>, marks: &mut Marks) {
    for name in &case.opened.attachments {
        marks.add(Mark::new(Spot::Letter, format!("`{name}` is attached, and nobody approved it")));
    }
}
