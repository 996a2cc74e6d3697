use crate::diagnostic::Severity;
use crate::lint::letter_case::LetterCase;
use crate::lint::mark::{Mark, Marks, Spot};
use crate::lint::opened::Field;
use crate::lint::rule::Rule;

/// What a reader does not see, and a mail program does (I-20, E-15, G-16).
pub(super) const RULE: Rule = Rule::new("L-32", Severity::Error).locked().on_letter(check);

/// Ways to hide an element of HTML.
const HIDDEN: [&str; 7] = [
    "display:none",
    "display: none",
    "visibility:hidden",
    "visibility: hidden",
    "font-size:0",
    " hidden>",
    " hidden=",
];

fn check(case: &LetterCase<'_>, marks: &mut Marks) {
    let html = &case.opened.html;
    let comments = html.match_indices("<!--").map(|(at, sign)| (at..at + sign.len(), "a comment"));
    let hidden = HIDDEN.iter().flat_map(|way| {
        html.match_indices(way).map(|(at, way)| (at..at + way.len(), "something hidden"))
    });
    for (span, what) in comments.chain(hidden) {
        let quote = case.opened.quote(Field::Html, &span);
        marks.add_once(Mark::new(
            Spot::Read(quote),
            format!("the HTML holds {what}: `{}`", html[span].trim()),
        ));
    }
    for (field, text) in case.opened.fields() {
        for (at, c) in text.char_indices().filter(|(_, c)| is_hidden(*c)) {
            let title = format!("a character that is not seen (U+{:04X})", u32::from(c));
            case.point(marks, field, &(at..at + c.len_utf8()), title);
        }
    }
}

/// Turns the direction of writing, or has no width at all (Unicode UAX #9, #14).
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}
