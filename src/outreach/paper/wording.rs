use crate::locale::Forms;
use crate::outreach::words::fill;
use crate::outreach::{LeftOut, Words};

/// A word of the page with values in its gaps; a value is never searched for gaps itself.
pub(super) fn say(words: &Words, key: &str, values: &[(&str, &str)]) -> String {
    let sentence = words.page.get(key).map_or("", String::as_str);
    fill(sentence, |name| values.iter().find(|(known, _)| *known == name).map(|(_, value)| *value))
}

/// `1 check-in`, `12 check-ins`.
pub(super) fn counted(words: &Words, count: usize) -> String {
    let key = if count == 1 { "one" } else { "many" };
    say(words, key, &[("count", &count.to_string())])
}

/// Why somebody gets no letter.
pub(super) fn left_out(words: &Words, forms: &Forms, why: &LeftOut) -> String {
    match why {
        LeftOut::DoNotContact(reason) => say(words, "left_do_not_contact", &[("reason", reason)]),
        LeftOut::Suppressed(reason) => say(words, "left_suppressed", &[("reason", reason)]),
        LeftOut::NoAddress => say(words, "left_no_address", &[]),
        LeftOut::WrongPerson => say(words, "left_wrong_person", &[]),
        LeftOut::Lapsed(Some(last)) => say(words, "left_lapsed", &[("day", &forms.date(*last))]),
        LeftOut::Lapsed(None) => say(words, "left_never", &[]),
        LeftOut::Opposes => say(words, "left_opposes", &[]),
        LeftOut::Quiet(until) => say(words, "left_quiet", &[("day", &forms.date(*until))]),
        LeftOut::NoWave => say(words, "left_no_wave", &[]),
    }
}

#[cfg(test)]
mod tests {
    use super::{counted, say};
    use crate::locale::Language;
    use crate::outreach::Words;
    use crate::workspace::Assets;

    #[test]
    fn gaps_are_filled_once_and_values_are_left_alone() {
        let words = Words::read(Assets::built_in(), Language::En).unwrap();
        assert_eq!(say(&words, "span", &[("from", "{until}"), ("until", "9")]), "{until}–9");
        assert_eq!(say(&words, "held", &[]), "Waits until {action} is logged as done");
        assert_eq!(say(&words, "no such word", &[]), "");
        assert_eq!(
            (counted(&words, 1), counted(&words, 2)),
            ("1 check-in".into(), "2 check-ins".into())
        );
    }
}
