use crate::diagnostic::Severity;
use crate::lint::letter_case::LetterCase;
use crate::lint::mark::Marks;
use crate::lint::rule::Rule;

/// A placeholder that nobody filled (I-06, I-18, G-03).
pub(super) const RULE: Rule = Rule::new("L-15", Severity::Error).locked().on_letter(check);

/// Marks of templates and merges, wherever they stand.
const MARKS: [&str; 8] = ["{{", "}}", "{%", "%}", "${", "%%", "<<", ">>"];

/// Words that stand for what was to come, as whole words in this case.
const WORDS: [&str; 7] = ["TODO", "TBD", "XXX", "PENDING", "undefined", "NaN", "null"];

/// The same in Chinese, and what typesetters put in.
const PHRASES: [&str; 6] = [
    "\u{5f85}\u{5b9a}",
    "\u{5f85}\u{8865}",
    "\u{5f85}\u{88dc}",
    "\u{67d0}\u{67d0}",
    "\u{25cb}\u{25cb}",
    "orem ipsum",
];

fn check(case: &LetterCase<'_>, marks: &mut Marks) {
    for (field, text) in case.opened.fields() {
        let signs = MARKS.iter().chain(&PHRASES).flat_map(|sign| text.match_indices(sign));
        let signs = signs.map(|(at, sign)| at..at + sign.len());
        let words = WORDS
            .iter()
            .flat_map(|word| text.match_indices(word).map(|(at, word)| at..at + word.len()));
        let spelled = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        let words = words.filter(|span| {
            !spelled(text[..span.start].chars().next_back())
                && !spelled(text[span.end..].chars().next())
        });
        for span in signs.chain(words).chain(bracketed(text)) {
            if !case.is_own(text, &span) {
                let title = format!("`{}` waits to be filled", &text[span.clone()]);
                case.point(marks, field, &span, title);
            }
        }
    }
}

/// `[FIRST_NAME]` and its like.
fn bracketed(text: &str) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
    text.match_indices('[').filter_map(move |(at, _)| {
        let inner = text[at + 1..].split_once(']')?.0;
        let named = inner.len() >= 3
            && inner.chars().all(|c| c.is_ascii_uppercase() || c == '_' || c == ' ')
            && inner.contains(|c: char| c.is_ascii_uppercase());
        named.then_some(at..at + inner.len() + 2)
    })
}
