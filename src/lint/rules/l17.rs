use crate::diagnostic::Severity;
use crate::lint::letter_case::LetterCase;
use crate::lint::list_name::ListName;
use crate::lint::mark::Marks;
use crate::lint::rule::Rule;

/// Left over from a test or a draft, or from a machine that wrote it (I-08, I-25, G-03).
pub(super) const RULE: Rule = Rule::new("L-17", Severity::Error).locked().on_letter(check);

fn check(case: &LetterCase<'_>, marks: &mut Marks) {
    for (field, text) in case.opened.fields() {
        for hit in case.lists.find_in(ListName::Residue, text) {
            if !case.is_own(text, &hit.span) {
                let title = format!("`{}` is left over from a test or a draft", hit.text);
                case.point(marks, field, &hit.span, title);
            }
        }
    }
}
