use crate::diagnostic::Severity;
use crate::lint::list_name::ListName;
use crate::lint::rule::Rule;
use crate::lint::stretch::{StretchCase, Suspect};

/// Left over from a test or a draft, or from a machine that wrote it (I-08, I-25, G-03).
pub(super) const RULE: Rule = Rule::new("L-17", Severity::Error).locked().on_stretch(check);

fn check(case: &StretchCase<'_>, suspects: &mut Vec<Suspect>) {
    suspects.extend(case.lists.find_in(ListName::Residue, case.text).map(|hit| {
        let title = format!("`{}` is left over from a test or a draft", hit.text);
        Suspect::new(hit.span, title)
    }));
}
