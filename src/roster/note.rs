use super::flaw::Flaw;
use super::name::odd;
use std::ops::Range;

/// Notes that are no part of any name (W-note).
const NOTES: &[&str] = &[
    "deceased",
    "vip",
    "unknown",
    "daughter",
    "dnc",
    "c/o",
    "do not call",
    "do not contact",
    "do not mail",
    "do not email",
    "don't call",
    "no longer",
    "see notes",
    "see note",
    "same as above",
    "on leave",
    "retired",
];
/// Notes that are somebody's surname too: an error only beside other words (I-05).
const NOTES_OR_NAMES: &[&str] = &["minor", "blind", "left", "dead", "test", "null"];
const NOTES_ZH: &[&str] = &[
    "已故", "离职", "離職", "失联", "失聯", "测试", "測試", "未知", "勿扰", "勿擾", "备注", "備註",
    "同上", "请勿", "請勿", "退休",
];
/// Small words that belong to a surname.
const PARTICLES: &[&str] =
    &["de", "del", "der", "den", "di", "da", "dos", "du", "el", "al", "la", "le", "van", "von"];

/// A note inside a name. It is an error, unless it may as well be the person's surname.
pub(crate) fn note(text: &str) -> Option<Flaw> {
    let found = |error: bool, span: Range<usize>| {
        let word = &text[span.clone()];
        odd(error, span.clone(), format!("`{word}` in the name `{text}` looks like a note"))
            .why("Notes in name fields have been printed as names in letters to bereaved families.")
            .hint(if error {
                "move the note to `notes`, or state the reason in `do_not_contact`"
            } else {
                "move it to `notes` when it is a note; leave it when it is the person's name"
            })
    };
    if text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        // One word, as nearly every name is: it is a note or it is not.
        let is = |notes: &[&str]| notes.iter().any(|note| text.eq_ignore_ascii_case(note));
        let (sure, perhaps) = (is(NOTES), is(NOTES_OR_NAMES));
        return (sure || perhaps).then(|| found(sure, 0..text.len()));
    }
    if !text.is_ascii() {
        let begins = |at: usize| NOTES_ZH.iter().find(|note| text[at..].starts_with(**note));
        let zh = text.char_indices().find_map(|(at, _)| Some(at..at + begins(at)?.len()));
        if let Some(span) = zh {
            return Some(found(true, span));
        }
    }
    if !text.bytes().any(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    if let Some(span) = NOTES.iter().find_map(|note| word(text, note)) {
        return Some(found(true, span));
    }
    if let Some(span) = former(text) {
        return Some(found(true, span));
    }
    let span = NOTES_OR_NAMES.iter().find_map(|note| word(text, note))?;
    let alone = text.split(' ').all(|part| {
        let start = part.as_ptr() as usize - text.as_ptr() as usize;
        (start == span.start && part.len() == span.len())
            || PARTICLES.iter().any(|particle| part.eq_ignore_ascii_case(particle))
    });
    Some(found(!alone, span))
}

/// A prefix `ex-`, as in `ex-CFO`.
fn former(text: &str) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    (0..bytes.len().saturating_sub(2)).find_map(|at| {
        let border = at == 0 || !bytes[at - 1].is_ascii_alphanumeric();
        (border && bytes[at..at + 3].eq_ignore_ascii_case(b"ex-")).then_some(at..at + 3)
    })
}

/// Finds an English word or phrase on word borders; a hyphen belongs to the word.
fn word(text: &str, wanted: &str) -> Option<Range<usize>> {
    let (bytes, len) = (text.as_bytes(), wanted.len());
    let inside = |byte: Option<&u8>| {
        byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'-' || !b.is_ascii())
    };
    (0..(bytes.len() + 1).saturating_sub(len)).find_map(|at| {
        let end = at + len;
        let same = bytes[at..end].eq_ignore_ascii_case(wanted.as_bytes());
        let border = same && !(at > 0 && inside(bytes.get(at - 1))) && !inside(bytes.get(end));
        border.then_some(at..end)
    })
}

#[cfg(test)]
mod tests {
    use super::{note, word};
    use crate::diagnostic::Severity::{Error, Warning};

    #[test]
    fn l16_words_are_found_on_their_borders_only() {
        assert_eq!(word("Smith (Left)", "left"), Some(7..11));
        assert_eq!(word("left", "left"), Some(0..4));
        for text in ["Lefty", "cleft", "Left-Smith", "\u{e9}left", "lef", ""] {
            assert_eq!(word(text, "left"), None, "{text}");
        }
    }

    #[test]
    fn l16_a_surname_that_is_a_word_is_no_error_by_itself() {
        for (text, severity) in
            [("Dead", Warning), ("van der Left", Warning), ("Anna dead", Error), ("dead?", Error)]
        {
            assert_eq!(note(text).map(|flaw| flaw.severity), Some(severity), "{text}");
        }
        assert_eq!(note("Exeter ex libris"), None);
    }
}
