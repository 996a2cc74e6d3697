use crate::diagnostic::{Severity, Span};
use crate::lint::letter_case::LetterCase;
use crate::lint::mark::Marks;
use crate::lint::opened::Field;
use crate::lint::rule::Rule;
use crate::lint::stretch::{StretchCase, Suspect};
use aho_corasick::AhoCorasick;
use memchr::memmem::Finder;
use std::sync::LazyLock;

/// What is ours alone, or somebody else's, in a letter (I-07, I-20, S-07, G-16).
pub(super) const RULE: Rule =
    Rule::new("L-31", Severity::Error).locked().on_stretch(columns_of_ours).on_letter(check);

/// Columns that nobody outside may read, and what stands in them; either with anything behind its colon, or
/// with one of its values, since a letter may well say *our attitude: we do not look away*.
const COLUMNS: [(&str, Column); 31] = [
    ("competitor_attitude", Column::Any),
    ("competitor attitude", Column::Any),
    ("attitude_date", Column::Any),
    ("attitude", Column::Values(&ATTITUDES)),
    ("role", Column::Values(&ROLES)),
    ("ladder", Column::Any),
    ("objective", Column::Any),
    ("power map", Column::Any),
    ("power_map", Column::Any),
    ("internal note", Column::Any),
    ("internal notes", Column::Any),
    ("do_not_contact", Column::Any),
    ("reports_to", Column::Any),
    ("last_contact", Column::Any),
    ("concerns", Column::Joined),
    ("interests", Column::Joined),
    ("notes", Column::Joined),
    ("competitor", Column::Values(&ATTITUDES)),
    ("竞争对手态度", Column::Any),
    ("競爭對手態度", Column::Any),
    ("对手态度", Column::Any),
    ("對手態度", Column::Any),
    ("态度", Column::Values(&ATTITUDES)),
    ("態度", Column::Values(&ATTITUDES)),
    ("角色", Column::Values(&ROLES)),
    ("内部备注", Column::Any),
    ("內部備註", Column::Any),
    ("内部目标", Column::Any),
    ("內部目標", Column::Any),
    ("关系阶梯", Column::Any),
    ("關係階梯", Column::Any),
];

/// How a person stands towards us (S-39).
const ATTITUDES: [&str; 26] = [
    "-1",
    "\u{2212}1",
    "+1",
    "+2",
    "+3",
    "0",
    "1",
    "2",
    "3",
    "opposes",
    "opponent",
    "neutral",
    "supports",
    "supporter",
    "coach",
    "unknown",
    "negative",
    "positive",
    "反对",
    "反對",
    "中立",
    "支持",
    "教练",
    "教練",
    "敌对",
    "敵對",
];

/// A person's part in decisions.
const ROLES: [&str; 16] = [
    "A",
    "D",
    "S",
    "E",
    "I",
    "approver",
    "decider",
    "supporter",
    "evaluator",
    "influencer",
    "决策",
    "決策",
    "批准",
    "评估",
    "評估",
    "影响",
];

#[derive(Debug, Clone, Copy)]
enum Column {
    /// Whatever follows.
    Any,
    /// Whatever follows an equals sign; a heading of a letter may be called so.
    Joined,
    /// One of these.
    Values(&'static [&'static str]),
}

static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let builder = &mut AhoCorasick::builder();
    let builder =
        builder.ascii_case_insensitive(true).match_kind(aho_corasick::MatchKind::LeftmostLongest);
    builder.build(COLUMNS.iter().map(|(column, _)| column)).ok()
});

fn check(case: &LetterCase<'_>, marks: &mut Marks) {
    for stretch in case.named {
        let Some(wall) = case.wall else { break };
        let in_header = stretch.field == Field::Headers;
        for stranger in wall.strangers(stretch.text, case.may_name, in_header) {
            let place = stretch.start + stranger.span.start..stretch.start + stranger.span.end;
            marks.add_once(stranger.mark(stretch.text, case.spot(stretch.field, &place)));
        }
    }
    for note in case.internal {
        let finder = Finder::new(note);
        for (field, text) in case.opened.fields() {
            if let Some(at) = finder.find(text.as_bytes()) {
                let title = format!("`{note}` is a note of ours on the reader");
                case.point(marks, field, &(at..at + note.len()), title);
            }
        }
    }
}

fn columns_of_ours(case: &StretchCase<'_>, suspects: &mut Vec<Suspect>) {
    suspects.extend(columns(case.text).map(|span| {
        let title = format!("`{}` is a column of our own", &case.text[span.clone()]);
        Suspect::new(span, title).always()
    }));
}

/// Where a column of ours stands with its value.
fn columns(text: &str) -> impl Iterator<Item = Span> + '_ {
    let found = FINDER.iter().flat_map(move |finder| finder.find_iter(text));
    found.filter_map(move |found| {
        let (_, column) = COLUMNS[found.pattern().as_usize()];
        let before = text[..found.start()].chars().next_back();
        let begins = !before.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
        let behind = text[found.end()..].trim_start_matches([' ', '"', '\'', '*']);
        let equals = behind.starts_with('=');
        let Some(value) = behind.strip_prefix([':', '：', '=']) else {
            return bare_grade(&text[found.end()..], &text[found.range()])
                .then(|| found.span().into());
        };
        let value = value.trim_start_matches([' ', '"', '\'', '*']);
        let told = match column {
            Column::Any => true,
            Column::Joined => equals,
            Column::Values(values) => values.iter().any(|known| is_value(value, known)),
        };
        (begins && told).then(|| found.span().into())
    })
}

/// Whether a grade stands behind *attitude* without any sign between: `attitude -1`.
fn bare_grade(behind: &str, column: &str) -> bool {
    let about = column.to_ascii_lowercase().ends_with("attitude")
        || column.ends_with("态度")
        || column.ends_with("態度");
    let value = behind.trim_start_matches([' ', '_']);
    let numbers = ATTITUDES.iter().filter(|known| known.ends_with(|c: char| c.is_ascii_digit()));
    about && value.len() < behind.len() && numbers.into_iter().any(|known| is_value(value, known))
}

/// Whether a text begins with a value, whole. Letters of roles are capitals; words are written as they come.
fn is_value(text: &str, value: &str) -> bool {
    let Some(head) = text.get(..value.len()) else { return false };
    let equal = if value.len() == 1 { head == value } else { head.eq_ignore_ascii_case(value) };
    let rest = text[value.len()..].chars().next();
    let mut behind = text[value.len()..].chars();
    let decimal = matches!(behind.next(), Some('.' | ','))
        && behind.next().is_some_and(|c| c.is_ascii_digit());
    equal
        && (!value.is_ascii()
            || !rest.is_some_and(|c| c.is_ascii_alphanumeric() || c == '%' || c == '-') && !decimal)
}

#[cfg(test)]
mod tests {
    use super::columns;

    fn found(text: &str) -> Vec<&str> {
        columns(text).map(|span| &text[span]).collect()
    }

    #[test]
    fn l31_a_column_of_ours_with_its_value_is_found() {
        for (text, label) in [
            ("attitude: -1", "attitude"),
            ("Your attitude: -1.", "attitude"),
            ("attitude -1, role key", "attitude"),
            ("competitor attitude 2", "competitor attitude"),
            ("<i data-attitude=\"-1\">", "attitude"),
            ("Attitude: neutral, and", "Attitude"),
            ("role: D", "role"),
            ("ROLE = E;", "ROLE"),
            ("Objective: win back the order", "Objective"),
            ("competitor_attitude: 2", "competitor_attitude"),
            ("态度：-1", "态度"),
            ("态度：中立", "态度"),
            ("角色：D", "角色"),
            ("內部備註：不喜歡微信", "內部備註"),
            ("態度：反對", "態度"),
        ] {
            assert_eq!(found(text), [label], "{text}");
        }
    }

    #[test]
    fn l31_words_that_letters_use_are_not() {
        for text in [
            "Our attitude: we do not look away.",
            "With this attitude 2,000 people went to work.",
            "We value your attitude and your role.",
            "role: a link between the teams",
            "<div role=\"presentation\">",
            "<main role=\"article\">",
            "our objective is your safety",
            "Notes: see page 2",
            "我们的态度：不回避，不隐瞒。",
            "本公司角色：协助者",
            "我們的態度：不迴避。",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
