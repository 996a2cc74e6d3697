//! Dates, times, shares and sums in the text of a letter, whichever language they are written in.

mod date;
mod number;

use crate::diagnostic::Span;
use jiff::civil::{Date, Weekday};

/// What a passage states in figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Figure {
    /// A day.
    Date(Day),
    /// A date of which nobody can tell the day from the month, such as 02/03/20.
    Unclear,
    /// The time of a day: hour and minute.
    Time(i8, i8),
    /// A share, in thousandths of a per cent.
    Share(i64),
    /// A sum of money or an amount of goods, in thousandths of one.
    Amount(i64),
}

/// A day as it is written: often without its year, sometimes with its weekday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Day {
    pub(super) year: Option<i16>,
    pub(super) month: i8,
    pub(super) of_month: i8,
    pub(super) weekday: Option<Weekday>,
}

/// A figure and where it stands; a weekday beside a date belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stated {
    pub(super) figure: Figure,
    pub(super) span: Span,
}

impl Day {
    /// The day it means: without a year, the one nearest to `today`. None when there is no such day.
    pub(super) fn date(self, today: Date) -> Option<Date> {
        if let Some(year) = self.year {
            return Date::new(year, self.month, self.of_month).ok();
        }
        let year = today.year();
        let days = |date: &Date| date.until(today).map_or(i32::MAX, |span| span.get_days().abs());
        [year - 1, year, year + 1]
            .into_iter()
            .filter_map(|year| Date::new(year, self.month, self.of_month).ok())
            .min_by_key(days)
    }
}

/// Everything that a text states in figures, in its order. What belongs to an address, a number to dial, a
/// product or an order is no figure, and neither is a small count without a unit.
pub(super) fn figures(text: &str) -> Vec<Stated> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let next = at + c.len_utf8();
        let skipped = || Some((None, skip(text, at)));
        let outcome = if c.is_ascii_digit() && starts_token(text, at) {
            date::numeric(text, at).or_else(|| number::figure(text, at)).or_else(skipped)
        } else if c.is_ascii_alphabetic() && starts_token(text, at) {
            date::month_first(text, at).or_else(skipped)
        } else if c == '+' {
            skipped()
        } else if date::is_numeral(c) {
            date::numerals(text, at).or_else(|| number::numerals(text, at))
        } else {
            None
        };
        match outcome {
            Some((Some(figure), end)) => {
                let (figure, span) = date::with_weekday(text, figure, at..end);
                at = span.end;
                found.push(Stated { figure, span });
            }
            Some((None, end)) => at = end.max(next),
            None => at = next,
        }
    }
    found
}

/// A figure, when it is one, and where what was read ends.
type Outcome = Option<(Option<Figure>, usize)>;

/// Whether no letter, digit or joint of the same token stands before.
fn starts_token(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    !before.is_some_and(|c| c.is_ascii_alphanumeric() || "-_/@.#\u{2011}".contains(c))
}

/// Passes over a token that is no figure: an address, a code, a number to dial.
fn skip(text: &str, at: usize) -> usize {
    let dialled = text[at..].starts_with('+');
    let rest = &text[at..];
    let length = rest
        .find(|c: char| {
            let joint = "-_/@.#+\u{2011}".contains(c);
            !(c.is_ascii_alphanumeric() || joint || (dialled && " ()".contains(c)))
        })
        .unwrap_or(rest.len());
    at + length
}

#[cfg(test)]
mod tests {
    use super::{Day, Figure, figures};
    use jiff::civil::{Weekday, date};
    use proptest::prelude::{prop_assert, proptest};

    fn read(text: &str) -> Vec<(Figure, &str)> {
        let found = figures(text).into_iter();
        found.map(|stated| (stated.figure, &text[stated.span])).collect()
    }

    fn day(year: i16, month: i8, day: i8, weekday: Option<Weekday>) -> Figure {
        Figure::Date(Day { year: (year > 0).then_some(year), month, of_month: day, weekday })
    }

    #[test]
    fn english_dates_are_read_with_their_weekdays() {
        let friday = Some(Weekday::Friday);
        for (text, figure, words) in [
            (
                "on Friday, 20 November 2026 at",
                day(2026, 11, 20, friday),
                "Friday, 20 November 2026",
            ),
            ("by 4 Dec.", day(0, 12, 4, None), "4 Dec"),
            ("by the 4th of December", day(0, 12, 4, None), "4th of December"),
            ("November 20, 2026 (Friday)", day(2026, 11, 20, friday), "November 20, 2026 (Friday)"),
            ("until 2026-12-04.", day(2026, 12, 4, None), "2026-12-04"),
            ("until 20/11/2026.", day(2026, 11, 20, None), "20/11/2026"),
            ("until 02/03/20.", Figure::Unclear, "02/03/20"),
        ] {
            assert_eq!(read(text), [(figure, words)], "{text}");
        }
    }

    #[test]
    fn chinese_dates_are_read_with_their_weekdays() {
        let friday = Some(Weekday::Friday);
        for (text, figure, words) in [
            (
                "2026年11月20日（星期五）18:00",
                day(2026, 11, 20, friday),
                "2026年11月20日（星期五）",
            ),
            ("将于11月20日周五", day(0, 11, 20, friday), "11月20日周五"),
            ("週五（11 月 20 日）", day(0, 11, 20, friday), "週五（11 月 20 日）"),
            ("二〇二六年十一月二十日前", day(2026, 11, 20, None), "二〇二六年十一月二十日"),
            ("十二月四号", day(0, 12, 4, None), "十二月四号"),
        ] {
            assert_eq!(read(text)[0], (figure, words), "{text}");
        }
    }

    #[test]
    fn shares_and_sums_are_read_alike_in_all_languages() {
        let alike = |texts: &[&str], figure: Figure| {
            for text in texts {
                assert_eq!(read(text).first().map(|found| &found.0), Some(&figure), "{text}");
            }
        };
        alike(
            &["30%", "30 per cent of", "30 percent", "百分之三十", "30％的"],
            Figure::Share(30_000),
        );
        alike(
            &["1.2 million yuan", "120万元", "120 萬元", "¥1,200,000", "1,200,000元"],
            Figure::Amount(1_200_000_000),
        );
        alike(&["240 tonnes", "240吨", "240公噸"], Figure::Amount(240_000));
        alike(&["at 6 p.m.", "at 18:00", "18：00"], Figure::Time(18, 0));
    }

    #[test]
    fn what_only_looks_like_a_figure_is_none() {
        for text in [
            "LC 6208-2RS, lots T2609-114 to T2609-131, 100Cr6",
            "call +886 4 5550 0199 or 400 820 1234",
            "www.lingchuan.example/2026/11-20",
            "ISO 9001, order LC-26-04388, hall B2",
            "3 of the 8 lines, within 24 hours, 2 people, May we",
            "1. First 2) second",
            "8条生产线中有3条，24小时内，第三季度，一个月后",
        ] {
            assert_eq!(read(text), [], "{text}");
        }
    }

    #[test]
    fn a_day_without_a_year_is_the_nearest() {
        let day = Day { year: None, month: 1, of_month: 5, weekday: None };
        assert_eq!(day.date(date(2026, 12, 20)), Some(date(2027, 1, 5)));
        assert_eq!(day.date(date(2026, 3, 1)), Some(date(2026, 1, 5)));
        assert_eq!(Day { month: 2, of_month: 30, ..day }.date(date(2026, 3, 1)), None);
    }

    proptest! {
        #[test]
        fn spans_lie_on_character_borders_in_order(text in "[0-9年月日周五%.,:/ 十百分之万a-zM¥+ -]{0,40}") {
            let mut last = 0;
            for stated in figures(&text) {
                prop_assert!(text.get(stated.span.clone()).is_some_and(|words| !words.is_empty()));
                prop_assert!(stated.span.end > last);
                last = stated.span.end;
            }
        }
    }
}
