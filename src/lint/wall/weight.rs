//! Whether words that are a name are meant as one.

use super::units::{Kind, Unit};
use crate::diagnostic::Span;
use crate::locale::is_han;

/// Words of the calendar that companies are named after as well.
const CALENDAR: [&str; 19] = [
    "January",
    "February",
    "March",
    "April",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "Today",
];

/// What stands behind the name of a person in Chinese.
const HONORIFICS: [&str; 16] = [
    "先生", "女士", "小姐", "总", "總", "董事", "董", "经理", "經理", "主任", "教授", "博士",
    "老师", "老師", "院长", "院長",
];

/// Whether words that are somebody's name are sure to be meant so; none when they are most likely not.
pub(super) fn weight(text: &str, units: &[Unit], span: &Span, in_header: bool) -> Option<bool> {
    let (before, behind) = (&text[..span.start], &text[span.end..]);
    let words = &text[span.clone()];
    if units.len() == 1 && units[0].kind == Kind::Word {
        return lone(before, words, in_header);
    }
    if units.iter().any(|unit| unit.kind != Kind::Han) {
        return Some(true);
    }
    let honoured = HONORIFICS.iter().any(|word| behind.starts_with(word));
    if in_header || honoured {
        return Some(true);
    }
    let within = before.ends_with(is_han) && behind.starts_with(is_han);
    match units.len() {
        // Two characters are a word as often as a name: 高峰, at the height of the season.
        0..=2 => None,
        3 => Some(!within),
        _ => Some(true),
    }
}

/// A company that is called by one word: the word counts where it is not written so by any rule of the language.
fn lone(before: &str, word: &str, in_header: bool) -> Option<bool> {
    let shaped = word.chars().skip(1).any(char::is_uppercase) || word.contains(char::is_numeric);
    if in_header || shaped {
        return Some(true);
    }
    let opens =
        before.trim_end().chars().next_back().is_none_or(|c| !c.is_alphanumeric() && c != ',');
    (!opens && !CALENDAR.contains(&word)).then_some(false)
}
