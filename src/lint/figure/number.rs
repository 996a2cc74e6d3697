//! Times, shares, sums of money and amounts of goods.

use super::date::{after, blanks, digits, is_numeral, numeral};
use super::{Figure, Outcome};

/// What makes a number larger, the longer word first.
const TIMES: [(&str, i64); 13] = [
    ("thousand", 1_000),
    ("million", 1_000_000),
    ("billion", 1_000_000_000),
    ("bn", 1_000_000_000),
    ("千万", 10_000_000),
    ("千萬", 10_000_000),
    ("百万", 1_000_000),
    ("百萬", 1_000_000),
    ("万", 10_000),
    ("萬", 10_000),
    ("亿", 100_000_000),
    ("億", 100_000_000),
    ("千", 1_000),
];

/// Signs and codes of money before a number.
const BEFORE: [&str; 13] =
    ["$", "€", "£", "¥", "￥", "USD", "EUR", "GBP", "CNY", "RMB", "TWD", "人民币", "人民幣"];

/// What is paid, weighed and counted behind a number. People and lines are left out: they are told in small
/// numbers, which each language writes as it likes.
const UNITS: [&str; 34] = [
    "yuan",
    "euros",
    "euro",
    "dollars",
    "pounds",
    "USD",
    "EUR",
    "GBP",
    "CNY",
    "RMB",
    "NT$",
    "TWD",
    "tonnes",
    "tonne",
    "tons",
    "kilograms",
    "kg",
    "litres",
    "pieces",
    "cartons",
    "美元",
    "欧元",
    "歐元",
    "英镑",
    "英鎊",
    "元",
    "公吨",
    "公噸",
    "吨",
    "噸",
    "公斤",
    "套",
    "顆",
    "箱",
];

const SHARES: [&str; 5] = ["%", "％", "per cent", "percent", "percentage points"];

/// A figure that begins with a digit.
pub(super) fn figure(text: &str, at: usize) -> Outcome {
    let (first, end) = digits(text, at)?;
    if let Some(time) = time(text, first, at, end) {
        return Some(time);
    }
    let (thousandths, end, grouped) = decimal(text, at)?;
    if text[end..].starts_with(|c: char| c.is_ascii_alphabetic() || "-/_@:：".contains(c)) {
        return unit_at(text, end).map(|end| (Some(Figure::Amount(thousandths)), end));
    }
    if let Some(end) = after(text, end, &SHARES) {
        return Some((Some(Figure::Share(thousandths)), end));
    }
    let (times, end) = times(text, end);
    let number = thousandths.saturating_mul(times);
    let unit = unit_at(text, blanks(text, end));
    let paid = BEFORE.iter().any(|sign| text[..at].trim_end().ends_with(sign));
    if let Some(end) = unit {
        return Some((Some(Figure::Amount(number)), end));
    }
    let large = paid || grouped || times > 1;
    Some((large.then_some(Figure::Amount(number)), end))
}

/// A share in Chinese numerals: 百分之三十.
pub(super) fn numerals(text: &str, at: usize) -> Outcome {
    const SHARE: &str = "百分之";
    if let Some(start) = text[at..].starts_with(SHARE).then_some(at + SHARE.len()) {
        let (number, end) = numeral(text, start)?;
        return Some((Some(Figure::Share(number * 1_000)), end));
    }
    let rest = &text[at..];
    Some((None, at + rest.find(|c: char| !is_numeral(c)).unwrap_or(rest.len())))
}

/// `18:00`, `6 pm`, `6 p.m.`; a full-width colon is met as well.
fn time(text: &str, hour: i64, at: usize, end: usize) -> Outcome {
    if end - at > 2 || hour > 24 {
        return None;
    }
    let hour = i8::try_from(hour).ok()?;
    let (minute, end) = match after(text, end, &[":", "："]) {
        Some(start) if !text[end..].starts_with(' ') => {
            let (minute, stop) =
                digits(text, start).filter(|(minute, stop)| stop - start == 2 && *minute < 60)?;
            (i8::try_from(minute).ok()?, stop)
        }
        _ => (0, end),
    };
    let said = text[at..end].len() > 2;
    let half = |words: &[&str]| {
        after(text, end, words)
            .filter(|end| !text[*end..].starts_with(|c: char| c.is_ascii_alphabetic()))
    };
    if let Some(end) = half(&["p.m.", "p.m", "pm", "PM"]) {
        return Some((Some(Figure::Time(hour % 12 + 12, minute)), end));
    }
    if let Some(end) = half(&["a.m.", "a.m", "am", "AM"]) {
        return Some((Some(Figure::Time(hour % 12, minute)), end));
    }
    said.then_some((Some(Figure::Time(hour, minute)), end))
}

/// A number with groups of three and decimals, in thousandths, and whether it has groups.
fn decimal(text: &str, at: usize) -> Option<(i64, usize, bool)> {
    let (first, mut end) = digits(text, at)?;
    let (mut whole, mut grouped) = (first, false);
    while text[end..].starts_with([',', '\u{202f}'])
        && let Some((group, stop)) = digits(text, end + text[end..].chars().next()?.len_utf8())
        && text[..stop].ends_with(|c: char| c.is_ascii_digit())
        && text[end..stop].chars().filter(char::is_ascii_digit).count() == 3
    {
        whole = whole.checked_mul(1_000)?.checked_add(group)?;
        (end, grouped) = (stop, true);
    }
    let mut thousandths = whole.checked_mul(1_000)?;
    if text[end..].starts_with('.')
        && let Some((_, stop)) = digits(text, end + 1)
    {
        let places = format!("{:0<3}", &text[end + 1..stop]);
        thousandths = thousandths.checked_add(places[..3].parse().ok()?)?;
        end = stop;
    }
    Some((thousandths, end, grouped))
}

fn times(text: &str, end: usize) -> (i64, usize) {
    let found = TIMES.iter().find_map(|(word, times)| Some((*times, after(text, end, &[word])?)));
    found
        .filter(|(_, end)| !text[*end..].starts_with(|c: char| c.is_ascii_alphabetic()))
        .unwrap_or((1, end))
}

/// Where a unit ends that stands exactly here, as a whole word.
fn unit_at(text: &str, at: usize) -> Option<usize> {
    let unit = UNITS.iter().find(|unit| text[at..].starts_with(**unit))?;
    let end = at + unit.len();
    let whole = !unit.ends_with(|c: char| c.is_ascii_alphabetic())
        || !text[end..].starts_with(|c: char| c.is_ascii_alphanumeric());
    whole.then_some(end)
}
