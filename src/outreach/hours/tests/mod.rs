//! Tables for what the rules say, and laws that hold for any place and time.

mod laws;
mod rules;

use super::{Almanac, Almanacs, DayHours, Weekends};
use crate::roster::{Country, Holidays, SpecialDay};
use crate::workspace::Assets;
use jiff::Timestamp;
use jiff::civil::{Date, date, time};
use jiff::tz::TimeZone;
use std::sync::Arc;

/// The hours of the domain's defaults.
fn hours() -> DayHours {
    DayHours {
        letters: time(9, 0, 0, 0)..time(17, 30, 0, 0),
        calls: vec![time(9, 30, 0, 0)..time(11, 30, 0, 0), time(14, 0, 0, 0)..time(17, 0, 0, 0)],
        quiet_before_weekend: 30,
        team: time(8, 30, 0, 0)..time(18, 0, 0, 0),
    }
}

fn off(holidays: &mut Holidays, country: &str, days: &[Date]) {
    for day in days {
        holidays.insert(Country::parse(country).unwrap(), *day, SpecialDay::Off("holiday".into()));
    }
}

fn work(holidays: &mut Holidays, country: &str, day: Date) {
    holidays.insert(Country::parse(country).unwrap(), day, SpecialDay::Work);
}

/// Some holidays of 2026, as a roster would have them.
fn holidays() -> Holidays {
    let mut holidays = Holidays::default();
    let spring: Vec<Date> = (15..=23).map(|day| date(2026, 2, day)).collect();
    off(&mut holidays, "CN", &spring);
    work(&mut holidays, "CN", date(2026, 2, 14));
    work(&mut holidays, "CN", date(2026, 2, 28));
    off(&mut holidays, "DE", &[date(2026, 12, 25), date(2026, 12, 26), date(2027, 1, 1)]);
    holidays
}

fn almanacs() -> Almanacs {
    let weekends = Weekends::read(Assets::built_in()).0;
    Almanacs::new(hours(), weekends, holidays(), date(2026, 1, 1)..date(2027, 1, 1))
}

fn almanac(country: &str, zone: &str) -> Arc<Almanac> {
    almanacs().of(Some(country), &TimeZone::get(zone).unwrap())
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}
