use crate::diagnostic::Severity;
use crate::lint::letter_case::LetterCase;
use crate::lint::mark::Marks;
use crate::lint::opened::Field;
use crate::lint::rule::Rule;
use crate::lint::wall::{Own, stranger};

/// What is ours alone, or somebody else's, in a letter (I-20, S-07, G-16).
pub(super) const RULE: Rule = Rule::new("L-31", Severity::Error).locked().on_letter(check);

/// Columns that nobody outside may read; one of these with a colon behind it has leaked.
const LABELS: [&str; 15] = [
    "attitude",
    "competitor_attitude",
    "competitor attitude",
    "ladder",
    "objective",
    "power map",
    "internal note",
    "internal notes",
    "do_not_contact",
    "\u{6001}\u{5ea6}",
    "\u{614b}\u{5ea6}",
    "\u{5185}\u{90e8}\u{5907}\u{6ce8}",
    "\u{5167}\u{90e8}\u{5099}\u{8a3b}",
    "\u{7ade}\u{4e89}\u{5bf9}\u{624b}\u{6001}\u{5ea6}",
    "\u{7af6}\u{722d}\u{5c0d}\u{624b}\u{614b}\u{5ea6}",
];

fn check(case: &LetterCase<'_>, marks: &mut Marks) {
    let own = Own::of(case.own);
    for (field, text) in case.opened.fields() {
        let strangers = case.wall.map(|wall| wall.strangers(text, &own, field == Field::Headers));
        for span in strangers.into_iter().flatten() {
            case.point(marks, field, &span, stranger(&text[span.clone()]));
        }
        for note in case.internal {
            if let Some(at) = text.find(note.as_str()) {
                let span = at..at + note.len();
                case.point(
                    marks,
                    field,
                    &span,
                    format!("`{note}` is a note of ours on the reader"),
                );
            }
        }
        for span in labels(text) {
            let title = format!("`{}` is a column of our own", &text[span.clone()]);
            case.point(marks, field, &span, title);
        }
    }
}

fn labels(text: &str) -> Vec<std::ops::Range<usize>> {
    // ASCII letters alone change their case, so that places stay the same.
    let small = text.to_ascii_lowercase();
    let found = LABELS.iter().flat_map(|label| {
        small.match_indices(label).map(|(at, label)| at..at + label.len()).collect::<Vec<_>>()
    });
    let spelled = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
    let labelled = found.filter(|span| {
        let behind = text[span.end..].trim_start_matches([' ', '"']);
        !spelled(text[..span.start].chars().next_back())
            && behind.starts_with([':', '\u{ff1a}', '='])
    });
    labelled.collect()
}
