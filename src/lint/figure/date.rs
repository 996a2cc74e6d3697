//! Dates: with digits, with the name of a month, with Chinese numerals; and the weekday beside one.

use super::{Day, Figure, Outcome};
use crate::diagnostic::Span;
use jiff::civil::Weekday;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const WEEKDAYS: [(&str, &str, Weekday); 7] = [
    ("Monday", "一", Weekday::Monday),
    ("Tuesday", "二", Weekday::Tuesday),
    ("Wednesday", "三", Weekday::Wednesday),
    ("Thursday", "四", Weekday::Thursday),
    ("Friday", "五", Weekday::Friday),
    ("Saturday", "六", Weekday::Saturday),
    ("Sunday", "日", Weekday::Sunday),
];

/// What a weekday begins with in Chinese.
const WEEK: [&str; 5] = ["星期", "礼拜", "禮拜", "周", "週"];

/// A date that begins with digits.
pub(super) fn numeric(text: &str, at: usize) -> Outcome {
    let (first, end) = digits(text, at)?;
    let length = end - at;
    let rest = &text[end..];
    if let Some(mark) = rest.chars().next().filter(|c| "-/.".contains(*c))
        && let Some((second, middle)) = digits(text, end + 1)
        && text[middle..].starts_with(mark)
        && let Some((third, end)) = digits(text, middle + 1)
        && !text[end..].starts_with(|c: char| c.is_ascii_alphanumeric() || "-/".contains(c))
    {
        return Some((triple(length, [first, second, third], mark), end));
    }
    chinese(text, first, length, end).or_else(|| day_first(text, first, length, end))
}

/// Three numbers with marks between them: 2026-11-20, 20.11.2026, 20/11/2026.
fn triple(length: usize, [first, second, third]: [i64; 3], mark: char) -> Option<Figure> {
    if length == 4 {
        return day(Some(first), second, third);
    }
    // Only with slashes is a year cut short: 1.2.20 is the version of something.
    let year = if third < 100 && mark == '/' { third + 2000 } else { third };
    if mark == '-' || !(1900..=2100).contains(&year) {
        return None;
    }
    match (first, second) {
        (1..=12, 1..=12) if first != second && mark == '/' => Some(Figure::Unclear),
        (1..=12, 13..=31) if mark == '/' => day(Some(year), first, second),
        _ => day(Some(year), second, first),
    }
}

/// `2026年11月20日`, `11月20日`, with blanks or without.
fn chinese(text: &str, first: i64, length: usize, end: usize) -> Outcome {
    let (year, month, end) = match after(text, end, &["年"]) {
        Some(end) if length == 4 => {
            let (month, end) = digits(text, blanks(text, end))?;
            (Some(first), month, end)
        }
        _ => (None, first, end),
    };
    let end = after(text, end, &["月"])?;
    let (number, end) = digits(text, blanks(text, end))?;
    let end = after(text, end, &["日", "号", "號"])?;
    Some((day(year, month, number), end)).filter(|(figure, _)| figure.is_some())
}

/// `20 November 2026`, `4th of Dec`.
fn day_first(text: &str, number: i64, length: usize, end: usize) -> Outcome {
    if length > 2 {
        return None;
    }
    let end = ["st", "nd", "rd", "th"]
        .iter()
        .find(|ending| text[end..].starts_with(**ending))
        .map_or(end, |ending| end + ending.len());
    let end = blanks(text, end);
    let end = if text[end..].starts_with("of ") { end + 3 } else { end };
    let (month, end) = month(text, end)?;
    let (year, end) = year(text, end);
    Some((day(year, month, number), end)).filter(|(figure, _)| figure.is_some())
}

/// `November 20, 2026`.
pub(super) fn month_first(text: &str, at: usize) -> Outcome {
    let (month, end) = month(text, at)?;
    let start = blanks(text, after(text, end, &["."]).unwrap_or(end));
    let (number, end) = digits(text, start).filter(|(_, stop)| start > end && stop - start <= 2)?;
    let end = ["st", "nd", "rd", "th"]
        .iter()
        .find(|ending| text[end..].starts_with(**ending))
        .map_or(end, |ending| end + ending.len());
    // `May 20:00` and `March 3.5` go on, so that the number is no day.
    let goes_on = text[end..].starts_with([':', '%'])
        || digits(text, end + 1).is_some_and(|_| text[end..].starts_with('.'));
    if goes_on || text[end..].starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let (year, end) = year(text, end);
    Some((day(year, month, number), end)).filter(|(figure, _)| figure.is_some())
}

/// The name of a month, whole or its first three letters.
fn month(text: &str, at: usize) -> Option<(i64, usize)> {
    let word: &str = word(text, at);
    let at_months = MONTHS.iter().position(|month| {
        word == *month || word == &month[..3] || (word == "Sept" && *month == "September")
    })?;
    Some((i64::try_from(at_months).ok()? + 1, at + word.len()))
}

fn word(text: &str, at: usize) -> &str {
    let rest = text.get(at..).unwrap_or_default();
    let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
    &rest[..end]
}

/// A year behind a date: ` 2026`, `, 2026`, `. 2026` after a month that is cut short.
fn year(text: &str, end: usize) -> (Option<i64>, usize) {
    let start = after(text, end, &[",", "."]).unwrap_or(end);
    let start = blanks(text, start);
    match digits(text, start) {
        Some((year @ 1900..=2100, stop)) if start > end && stop - start == 4 => (Some(year), stop),
        _ => (None, end),
    }
}

fn day(year: Option<i64>, month: i64, day: i64) -> Option<Figure> {
    let year = match year {
        Some(year) => Some(i16::try_from(year).ok().filter(|year| *year >= 1900)?),
        None => None,
    };
    let month = i8::try_from(month).ok().filter(|month| (1..=12).contains(month))?;
    let day = i8::try_from(day).ok().filter(|day| (1..=31).contains(day))?;
    Some(Figure::Date(Day { year, month, of_month: day, weekday: None }))
}

/// Digits, at most eight of them.
pub(super) fn digits(text: &str, at: usize) -> Option<(i64, usize)> {
    let rest = text.get(at..)?;
    let length = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let number = (1..=8).contains(&length).then(|| rest[..length].parse().ok()).flatten()?;
    Some((number, at + length))
}

pub(super) fn blanks(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + (rest.len() - rest.trim_start_matches([' ', '\u{a0}', '\u{202f}']).len())
}

/// Where a word ends that stands here, blanks before it passed over.
pub(super) fn after(text: &str, at: usize, words: &[&str]) -> Option<usize> {
    let start = blanks(text, at);
    let rest = text.get(start..)?;
    words.iter().find(|word| rest.starts_with(**word)).map(|word| start + word.len())
}

/// Whether a character is a Chinese numeral.
pub(super) fn is_numeral(c: char) -> bool {
    "〇零一二三四五六七八九十百".contains(c)
}

/// The number of a run of Chinese numerals below a thousand; of four and more, digit by digit.
pub(super) fn numeral(text: &str, at: usize) -> Option<(i64, usize)> {
    let rest = text.get(at..)?;
    let end = rest.find(|c: char| !is_numeral(c)).unwrap_or(rest.len());
    let run = &rest[..end];
    let digit = |c: char| {
        "零一二三四五六七八九".chars().position(|own| own == c).or((c == '〇').then_some(0))
    };
    let (mut whole, mut open, mut plain) = (0, None, 0);
    for c in run.chars() {
        match (c, digit(c)) {
            ('十', _) => whole += open.take().unwrap_or(1) * 10,
            ('百', _) => whole += open.take().unwrap_or(1) * 100,
            (_, Some(value)) => {
                let value = i64::try_from(value).ok()?;
                plain = plain * 10 + value;
                open = Some(value);
            }
            _ => return None,
        }
        if plain > 9_999_999 {
            return None;
        }
    }
    let spelled = run.contains(['十', '百']);
    (!run.is_empty()).then_some((if spelled { whole + open.unwrap_or(0) } else { plain }, at + end))
}

/// A date in Chinese numerals: 二〇二六年十一月二十日, 十二月四日.
pub(super) fn numerals(text: &str, at: usize) -> Outcome {
    let (first, end) = numeral(text, at)?;
    let (year, month, end) = match after(text, end, &["年"]) {
        Some(end) if (1900..=2100).contains(&first) => {
            let (month, end) = numeral(text, end)?;
            (Some(first), month, end)
        }
        _ => (None, first, end),
    };
    let end = after(text, end, &["月"])?;
    let (number, end) = numeral(text, end)?;
    let end = after(text, end, &["日", "号", "號"])?;
    Some((day(year, month, number), end)).filter(|(figure, _)| figure.is_some())
}

/// A date with the weekday that stands beside it.
pub(super) fn with_weekday(text: &str, figure: Figure, span: Span) -> (Figure, Span) {
    let Figure::Date(day) = figure else { return (figure, span) };
    let found = weekday_before(text, span.start)
        .map(|(weekday, start)| (weekday, start..span.end))
        .or_else(|| {
            weekday_behind(text, span.end).map(|(weekday, end)| (weekday, span.start..end))
        });
    let Some((weekday, Span { start, mut end })) = found else { return (figure, span) };
    // A bracket that opens within the words closes with them.
    if let Some(bracket) = text[end..].chars().next().filter(|c| ")）".contains(*c))
        && text[start..end].contains(['(', '（'])
    {
        end += bracket.len_utf8();
    }
    (Figure::Date(Day { weekday: Some(weekday), ..day }), start..end)
}

fn weekday_before(text: &str, at: usize) -> Option<(Weekday, usize)> {
    let before = text[..at].trim_end_matches([' ', ',', '，', '(', '（', '\u{a0}']);
    let before = before.strip_suffix(" the").unwrap_or(before).trim_end_matches([' ', ',']);
    WEEKDAYS.iter().find_map(|(english, chinese, weekday)| {
        let chinese = || {
            let head = before
                .strip_suffix(chinese)
                .or_else(|| (*chinese == "日").then(|| before.strip_suffix('天')).flatten())?;
            WEEK.iter().find_map(|week| head.strip_suffix(week))
        };
        let short = || before.strip_suffix(&english[..3]);
        let head = before.strip_suffix(english).or_else(short).or_else(chinese)?;
        let alone = !head.ends_with(|c: char| c.is_ascii_alphabetic());
        alone.then_some((*weekday, head.len()))
    })
}

fn weekday_behind(text: &str, at: usize) -> Option<(Weekday, usize)> {
    let rest = &text[at..];
    let inner = rest.trim_start_matches([' ', '\u{a0}']);
    let inner = inner.strip_prefix(['(', '（']).unwrap_or(inner);
    let bracketed = inner.len() < rest.trim_start_matches([' ', '\u{a0}']).len();
    let inner = inner.trim_start().strip_prefix("a ").unwrap_or(inner.trim_start());
    let start = text.len() - inner.len();
    WEEKDAYS.iter().find_map(|(english, chinese, weekday)| {
        let chinese = || {
            let day = WEEK.iter().find_map(|week| inner.strip_prefix(week))?;
            let rest = day
                .strip_prefix(chinese)
                .or_else(|| (*chinese == "日").then(|| day.strip_prefix('天')).flatten())?;
            Some(start + inner.len() - rest.len())
        };
        let english =
            || inner.strip_prefix(english).filter(|_| bracketed).map(|_| start + english.len());
        Some((*weekday, english().or_else(chinese)?))
    })
}
