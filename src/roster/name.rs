use super::flaw::Flaw;
use super::header::Slot;
use super::row_check::RowCheck;
use super::{note, script};
use crate::diagnostic::Severity;
use crate::locale;
use std::ops::Range;

const LONGEST_NAME: usize = 40;
const LONGEST_TITLE: usize = 80;

/// What is odd in a family or given name (L-16): these words stand in the salutation, so a note or
/// a number among them is an error.
pub(crate) fn name_flaws(text: &str) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    if text.is_empty() {
        return flaws;
    }
    if let Some(flaw) = stand_in(text) {
        return vec![flaw];
    }
    let plain = text.bytes().all(|b| b.is_ascii_alphabetic() || matches!(b, b' ' | b'-' | b'\''));
    if !plain {
        flaws.extend(placeholder(text));
        flaws.extend(strange_content(text));
        flaws.extend(mixed(text));
    }
    let is_error = |flaw: &Flaw| flaw.severity == Severity::Error;
    if !flaws.iter().any(is_error) {
        flaws.extend(note::note(text).or_else(|| title_within(text)));
    }
    if !plain && !flaws.iter().any(is_error) {
        flaws.extend(punctuation(text));
    }
    flaws.extend(too_long(text, LONGEST_NAME, true));
    flaws.extend(all_caps(text));
    flaws
}

/// What is odd in another value of the salutation or address: title, position, department.
fn title_flaws(text: &str) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    if text.is_empty() {
        return flaws;
    }
    flaws.extend(placeholder(text));
    if let Some(at) = text.find('@') {
        flaws.push(
            odd(false, at..at + 1, format!("`{text}` holds an `@`"))
                .why("An address has probably slipped into this column."),
        );
    }
    if let Some(span) = link(text) {
        flaws.push(
            odd(false, span, format!("`{text}` holds a link"))
                .why("A letter must not carry a link that nobody meant to put there."),
        );
    }
    flaws.extend(stand_in(text));
    flaws.extend(too_long(text, LONGEST_TITLE, false));
    flaws
}

pub(crate) fn odd(error: bool, span: Range<usize>, title: String) -> Flaw {
    let flaw = if error { Flaw::error(span, title) } else { Flaw::warning(span, title) };
    flaw.rule("L-16").hint("keep the bare name here and move the rest to `notes`")
}

/// Left-over merge fields such as `{{name}}` or `[FIRST_NAME]` (I-06).
fn placeholder(text: &str) -> Option<Flaw> {
    let begins = |byte: u8| matches!(byte, b'{' | b'}' | b'<' | b'[' | b'%' | b'$' | 0xc2);
    if !text.bytes().any(begins) {
        return None;
    }
    let marks = ["{{", "}}", "{%", "<<", "[[", "%%", "${", "«", "»"];
    let span = marks
        .iter()
        .find_map(|mark| text.find(mark).map(|at| at..at + mark.len()))
        .or_else(|| {
            let (start, end) = (text.find('[')?, text.find(']')?);
            let inner = text.get(start + 1..end)?;
            let field = inner.len() > 2
                && inner.bytes().all(|b| b.is_ascii_uppercase() || matches!(b, b'_' | b' '));
            field.then_some(start..end + 1)
        })?;
    Some(
        odd(true, span, format!("`{text}` is an unfilled merge field"))
            .why("Another program has left its placeholder instead of the value.")
            .hint("write the person's own value, or leave the field empty"),
    )
}

/// Digits, `@` and links in a name.
fn strange_content(text: &str) -> Option<Flaw> {
    let (span, what, why) = if let Some(span) = link(text) {
        (span, "a link", "Something from another column has probably slipped into the name.")
    } else if let Some(at) = text.find('@') {
        (at..at + 1, "an `@`", "An address has probably slipped into the name.")
    } else {
        let digit = |c: &(usize, char)| c.1.is_numeric() && !locale::is_han(c.1);
        let (at, c) = text.char_indices().find(digit)?;
        let end = text[at..].find(|c: char| !c.is_numeric()).map_or(text.len(), |n| at + n);
        (at..end.max(at + c.len_utf8()), "digits", "Nobody's name has digits in it.")
    };
    Some(odd(true, span, format!("the name `{text}` holds {what}")).why(why))
}

fn link(text: &str) -> Option<Range<usize>> {
    if !text.bytes().any(|byte| matches!(byte, b':' | b'.')) {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    let start = ["http://", "https://", "www.", "://"].iter().find_map(|mark| lower.find(mark))?;
    let end = text[start..].find(char::is_whitespace).map_or(text.len(), |at| start + at);
    Some(start..end)
}

/// Brackets and other marks that no name has.
fn punctuation(text: &str) -> Option<Flaw> {
    let usual = |c: char| {
        c.is_alphabetic()
            || c.is_whitespace()
            || matches!(c, '-' | '\'' | '.' | '’' | '‘' | '·' | '‧' | '・' | '‐' | '‑' | '〇')
            || matches!(c, '\u{300}'..='\u{36f}')
    };
    let (at, c) = text.char_indices().find(|(_, c)| !usual(*c))?;
    // Characters that may stand nowhere are told by the check for them.
    if super::character::suspicious(&text[at..at + c.len_utf8()])
        && !super::character::flaws(&text[at..at + c.len_utf8()], super::character::Lines::One)
            .is_empty()
    {
        return None;
    }
    Some(
        odd(false, at..at + c.len_utf8(), format!("the name `{text}` holds `{c}`"))
            .why("It may be a note, a nickname or a second person, and it would be printed."),
    )
}

fn mixed(text: &str) -> Option<Flaw> {
    let span = script::mixed(text)?;
    let word = &text[span.clone()];
    Some(
        Flaw::warning(span, format!("`{word}` mixes letters of two alphabets"))
            .rule("E-15")
            .why("A letter that only looks right makes the name wrong in searches and on screens.")
            .hint("type the name again by hand"),
    )
}

/// Words that stand for "nothing is known here".
const STAND_INS: &[&str] = &[
    "-",
    "--",
    "---",
    ".",
    "?",
    "??",
    "???",
    "xx",
    "xxx",
    "n/a",
    "n.a.",
    "#n/a",
    "none",
    "nil",
    "tbd",
    "tba",
    "unknown",
    "name",
    "first name",
    "last name",
    "given name",
    "family name",
    "surname",
    "firstname",
    "lastname",
    "姓名",
    "未知",
    "待定",
    "无",
    "無",
];

fn stand_in(text: &str) -> Option<Flaw> {
    if text.len() > 16 {
        return None;
    }
    STAND_INS.iter().any(|word| text.eq_ignore_ascii_case(word)).then(|| {
        odd(true, 0..text.len(), format!("`{text}` stands for a missing value"))
            .why("It would be printed in the letter as if it were the person's own.")
            .hint("leave the field empty when the value is not known")
    })
}

/// A form of address inside the name, which would be written twice.
fn title_within(text: &str) -> Option<Flaw> {
    let first = text.split(' ').next().unwrap_or_default();
    let bare = first.trim_end_matches('.');
    let english = ["mr", "mrs", "ms", "dr", "prof", "herr", "frau", "mme", "monsieur"];
    let span = if first.len() < text.len() && english.iter().any(|w| bare.eq_ignore_ascii_case(w)) {
        0..first.len()
    } else if script::has_han(text) {
        let ends = ["先生", "女士", "小姐", "经理", "經理", "博士", "教授", "总", "總", "董事长"];
        let end = ends.iter().find(|end| text.ends_with(*end) && text.len() > end.len())?;
        text.len() - end.len()..text.len()
    } else {
        return None;
    };
    let title = &text[span.clone()];
    Some(
        Flaw::warning(
            span.clone(),
            format!("the name `{text}` holds the form of address `{title}`"),
        )
        .rule("L-16")
        .why("The salutation adds one of its own, so it would be written twice.")
        .hint("move it to `academic_title`, `position` or `gender`"),
    )
}

fn too_long(text: &str, longest: usize, error: bool) -> Option<Flaw> {
    if text.len() <= longest {
        return None;
    }
    let (at, _) = text.char_indices().nth(longest)?;
    let title = format!("a value here is longer than {longest} characters");
    Some(odd(error, at..text.len(), title).why("It is probably more than a name or title."))
}

fn all_caps(text: &str) -> Option<Flaw> {
    let letters = text.chars().filter(|c| c.is_uppercase()).count();
    if letters < 3 || text.contains('.') || text.chars().any(char::is_lowercase) {
        return None;
    }
    Some(
        odd(false, 0..text.len(), format!("the name `{text}` is all in capitals"))
            .why("It would be printed so, and reads as if the letter shouted.")
            .hint("write it as the person does"),
    )
}

/// Examines the titles in these fields.
pub(crate) fn check_titles<const N: usize>(row: &mut RowCheck<'_>, slots: [Slot; N]) {
    for slot in slots {
        if let Some(text) = row.sound(slot) {
            row.flaws(slot, title_flaws(text));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{name_flaws, title_flaws};
    use crate::diagnostic::Severity::{self, Error, Warning};

    fn name(text: &str) -> Option<(Severity, String)> {
        let flaws = name_flaws(text);
        flaws.first().map(|flaw| (flaw.severity, text[flaw.span.clone()].to_owned()))
    }

    fn check(text: &str, severity: Severity, part: &str) {
        assert_eq!(name(text), Some((severity, part.to_owned())), "{text}");
    }

    #[test]
    fn l16_names_of_the_world_are_left_alone() {
        for text in [
            "王",
            "建国",
            "歐陽",
            "O'Neill",
            "D’Arcy",
            "Müller-Lüdenscheidt",
            "J. R.",
            "Nguyễn",
            "van der Berg",
            "阿卜杜拉·买买提",
            "一〇",
            "NG",
            "Exner",
            "Lefty",
            "Testa",
            "Minor-Jones",
            "Blindman",
            "Na",
            "Deadwood",
            "Vipul",
            "Drake",
            "McDonald",
            "José María",
            "",
        ] {
            assert_eq!(name(text), None, "{text}");
        }
    }

    #[test]
    fn l16_notes_in_names_are_errors() {
        for (text, part) in [
            ("Seay (deceased)", "deceased"),
            ("Smith - left", "left"),
            ("Anna blind", "blind"),
            ("Daughter Killed In Car Crash", "Daughter"),
            ("DO NOT CALL", "DO NOT CALL"),
            ("ex-CFO Smith", "ex-"),
            ("c/o Meier", "c/o"),
            ("王(已故)", "已故"),
            ("建国離職", "離職"),
            ("Unknown", "Unknown"),
            ("n/a", "n/a"),
        ] {
            let flaws = name_flaws(text);
            let found = flaws.iter().find(|flaw| flaw.severity == Error).expect(text);
            assert_eq!(&text[found.span.clone()], part, "{text}");
            assert_eq!(found.rule, Some("L-16"));
        }
    }

    #[test]
    fn l16_a_note_that_may_be_a_surname_is_a_warning() {
        check("Minor", Warning, "Minor");
        check("Left", Warning, "Left");
        check("von Blind", Warning, "Blind");
    }

    #[test]
    fn l16_digits_at_signs_links_and_placeholders_are_errors() {
        check("Anna2", Error, "2");
        check("王3", Error, "3");
        check("a@firm.example", Error, "@");
        check("www.firm.example x", Error, "www.firm.example");
        check("{{ first_name }}", Error, "{{");
        check("[FIRST_NAME]", Error, "[FIRST_NAME]");
        check(&"a".repeat(41), Error, "a");
        assert_eq!(name(&"a".repeat(40)), None);
    }

    #[test]
    fn l16_capitals_brackets_and_titles_are_warnings() {
        check("SCHMIDT", Warning, "SCHMIDT");
        check("William (Bill)", Warning, "(");
        check("John & Mary", Warning, "&");
        check("Dr. Anna", Warning, "Dr.");
        check("建国先生", Warning, "先生");
        check("\u{410}nna", Warning, "\u{410}nna");
    }

    #[test]
    fn l16_titles_may_have_digits_but_no_links() {
        assert_eq!(title_flaws("Head of Plant 2, VIP & Test"), []);
        assert_eq!(title_flaws("see www.firm.example")[0].severity, Warning);
        assert_eq!(title_flaws("unknown")[0].severity, Error);
        assert_eq!(title_flaws("%%TITLE%%")[0].severity, Error);
        assert_eq!(title_flaws(&"长".repeat(81))[0].severity, Warning);
    }
}
