use jiff::civil::Date;
use serde::{Serialize, Serializer};
use std::fmt::{self, Display, Formatter};

/// A day of the year without the year, such as a birthday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MonthDay {
    month: i8,
    day: i8,
}

impl MonthDay {
    /// Takes a day that exists in a leap year.
    pub fn new(month: i8, day: i8) -> Option<Self> {
        Date::new(2000, month, day).ok().map(|_| Self { month, day })
    }

    /// The month, from 1.
    pub const fn month(self) -> i8 {
        self.month
    }

    /// The day of the month, from 1.
    pub const fn day(self) -> i8 {
        self.day
    }

    /// The date in a year; 29 February is kept on 28 February in a common year.
    pub fn in_year(self, year: i16) -> Option<Date> {
        Date::new(year, self.month, self.day)
            .or_else(|_| Date::new(year, self.month, self.day - 1))
            .ok()
    }
}

impl Display for MonthDay {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}-{:02}", self.month, self.day)
    }
}

impl Serialize for MonthDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// How a text reads as a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DateText {
    /// One day and no other.
    Sure(Date),
    /// Day and month, or their order, cannot be told apart: the readings that are possible.
    Ambiguous([Option<Date>; 3]),
    /// The parts are there but no such day exists.
    NoSuchDay,
    /// No date at all.
    Strange,
}

/// Reads a date with the year first: `2026-03-02`, and the forms that mean the same to everybody.
pub(crate) fn date(text: &str) -> DateText {
    if let Some(date) = iso(text.as_bytes()) {
        return DateText::Sure(date);
    }
    let Some(parts) = parts(text) else { return DateText::Strange };
    let [a, b, c] = parts;
    if a.digits == 4 {
        return match a.with(b, c) {
            Some(date) => DateText::Sure(date),
            None => DateText::NoSuchDay,
        };
    }
    if a.digits > 2 || b.digits > 2 || !(c.digits == 4 || c.digits == 2) {
        return DateText::Strange;
    }
    let year = Part { value: if c.digits == 4 { c.value } else { 2000 + c.value }, digits: 4 };
    let short_year = Part { value: 2000 + a.value, digits: 4 };
    let last = if c.digits == 2 { short_year.with(b, c) } else { None };
    let readings = [year.with(b, a), year.with(a, b), last];
    if readings.iter().all(Option::is_none) {
        DateText::NoSuchDay
    } else {
        DateText::Ambiguous(readings)
    }
}

/// The plain form, by far the most frequent.
fn iso(text: &[u8]) -> Option<Date> {
    let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = *text else { return None };
    let digit = |byte: u8| byte.is_ascii_digit().then(|| i16::from(byte - b'0'));
    let year = digit(y0)? * 1000 + digit(y1)? * 100 + digit(y2)? * 10 + digit(y3)?;
    let month = digit(m0)? * 10 + digit(m1)?;
    let day = digit(d0)? * 10 + digit(d1)?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Reads a birthday: `03-14`, `--03-14`, `3月14日`. A full date gives its year too.
pub(crate) fn month_day(text: &str) -> Option<(MonthDay, Option<i16>)> {
    if let DateText::Sure(date) = date(text) {
        return Some((MonthDay::new(date.month(), date.day())?, Some(date.year())));
    }
    let short = text.strip_prefix("--").unwrap_or(text);
    let (month, day) = match short.strip_suffix('日').and_then(|text| text.split_once('月')) {
        Some(parts) => parts,
        None => short.split_once('-')?,
    };
    let number = |text: &str| {
        ((1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit()))
            .then(|| text.parse::<i8>().ok())?
    };
    Some((MonthDay::new(number(month)?, number(day)?)?, None))
}

#[derive(Clone, Copy)]
struct Part {
    value: i16,
    digits: usize,
}

impl Part {
    fn with(self, month: Self, day: Self) -> Option<Date> {
        Date::new(self.value, i8::try_from(month.value).ok()?, i8::try_from(day.value).ok()?).ok()
    }
}

fn parts(text: &str) -> Option<[Part; 3]> {
    let text = text.strip_suffix('日').unwrap_or(text);
    let mut parts = text.split(['-', '/', '.', '年', '月']).map(|part| {
        let digits = part.len();
        ((1..=4).contains(&digits) && part.bytes().all(|b| b.is_ascii_digit()))
            .then(|| part.parse().ok().map(|value| Part { value, digits }))
            .flatten()
    });
    let three = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(three)
}

#[cfg(test)]
mod tests {
    use super::{DateText, MonthDay, date, month_day};
    use jiff::civil::Date;

    fn day(year: i16, month: i8, day: i8) -> Date {
        Date::new(year, month, day).unwrap()
    }

    #[test]
    fn dates_with_the_year_first_are_sure() {
        for text in ["2020-03-02", "2020/3/2", "2020.03.02", "2020年3月2日"] {
            assert_eq!(date(text), DateText::Sure(day(2020, 3, 2)), "{text}");
        }
        assert_eq!(date("2023-02-29"), DateText::NoSuchDay);
        for text in ["", "soon", "2020-03", "2020-03-02T10:00", "1-2-3-4", "20200302"] {
            assert_eq!(date(text), DateText::Strange, "{text}");
        }
    }

    #[test]
    fn dates_with_the_year_last_are_ambiguous() {
        assert_eq!(
            date("02/03/20"),
            DateText::Ambiguous([
                Some(day(2020, 3, 2)),
                Some(day(2020, 2, 3)),
                Some(day(2002, 3, 20))
            ])
        );
        assert_eq!(date("13/02/2020"), DateText::Ambiguous([Some(day(2020, 2, 13)), None, None]));
        assert_eq!(date("32/13/2020"), DateText::NoSuchDay);
    }

    #[test]
    fn birthdays_need_no_year() {
        let pi = MonthDay::new(3, 14).unwrap();
        for text in ["03-14", "--03-14", "3-14", "3月14日"] {
            assert_eq!(month_day(text), Some((pi, None)), "{text}");
        }
        assert_eq!(month_day("1980-03-14"), Some((pi, Some(1980))));
        assert_eq!(month_day("02-29").unwrap().0.in_year(2027), Some(day(2027, 2, 28)));
        for text in ["14-03", "02-30", "March 14", "03/14", "--3--14", ""] {
            assert_eq!(month_day(text), None, "{text}");
        }
    }
}
