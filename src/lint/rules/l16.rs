use crate::diagnostic::Severity;
use crate::lint::list_name::ListName;
use crate::lint::mark::{Mark, Marks, Spot};
use crate::lint::rule::{Rule, Salutation};

/// A first line of the roster that holds something else than an address (I-03, I-04, I-05, G-04). Names in
/// their own columns are looked at where the roster is read.
pub(super) const RULE: Rule = Rule::new("L-16", Severity::Error).locked().on_salutation(check);

fn check(line: &Salutation<'_>, marks: &mut Marks) {
    let text = line.text.trim();
    let odd =
        |c: char| c.is_ascii_digit() || matches!(c, '@' | '/' | '<' | '>' | '[' | ']' | '{' | '}');
    if let Some((at, c)) = text.char_indices().find(|(_, c)| odd(*c)) {
        let title = format!("`{}` stands in a first line", &text[at..at + c.len_utf8()]);
        marks.add(Mark::new(Spot::Letter, title));
    }
    for hit in line.lists.find_in(ListName::Note, text) {
        // Minor, Blind and Left are names too; a note is written small.
        if hit.text.chars().next().is_some_and(|c| !c.is_uppercase()) {
            let title = format!("`{}` in a first line looks like a note", hit.text);
            marks.add(Mark::new(Spot::Letter, title));
        }
    }
    let shouted = |word: &&str| {
        word.chars().count() > 4 && word.chars().all(char::is_uppercase) && word.is_ascii()
    };
    if let Some(word) = text.split(|c: char| !c.is_alphabetic()).find(shouted) {
        let title = format!("`{word}` is written in capitals");
        marks.add(Mark::new(Spot::Letter, title).weighs(Severity::Warning));
    }
}
