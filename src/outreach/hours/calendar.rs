use super::weekends::{Weekend, Weekends};
use crate::roster::{Country, Holidays, SpecialDay};
use jiff::civil::Date;
use std::iter::successors;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// What kind of day it is in a country (P-11).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Day {
    /// People work.
    Working,
    /// Free, as every week.
    Weekend,
    /// Free: the holiday's name.
    Holiday(Arc<str>),
    /// People work, though it is a weekend (调休).
    MadeUp,
}

impl Day {
    /// Whether people work.
    pub const fn is_working(&self) -> bool {
        matches!(self, Self::Working | Self::MadeUp)
    }
}

/// The working days of a country.
#[derive(Debug)]
pub(super) struct Calendar {
    pub(super) country: Option<Country>,
    weekend: Weekend,
    holidays: Arc<Holidays>,
    /// The days computed once, from the first one on: whether each is a working day.
    first: Date,
    working: Vec<bool>,
    /// The places of those that are working days, and before each day how many there are.
    working_days: Vec<usize>,
    before: Vec<usize>,
    /// Years that somebody asked for, one bit each from the year before the first day on.
    asked: AtomicU64,
}

impl Calendar {
    pub(super) fn new(
        country: Option<Country>,
        weekends: &Weekends,
        holidays: Arc<Holidays>,
        days: &Range<Date>,
    ) -> Self {
        let mut calendar = Self {
            country,
            weekend: weekends.of(country),
            holidays,
            first: days.start,
            working: Vec::new(),
            working_days: Vec::new(),
            before: Vec::new(),
            asked: AtomicU64::new(0),
        };
        let dates = days_from(days.start).take_while(|date| *date < days.end);
        calendar.working = dates.map(|date| calendar.day(date).is_working()).collect();
        for (at, is_working) in calendar.working.iter().enumerate() {
            calendar.before.push(calendar.working_days.len());
            if *is_working {
                calendar.working_days.push(at);
            }
        }
        calendar
    }

    /// What kind of day it is.
    pub(super) fn day(&self, date: Date) -> Day {
        let free = self.weekend.contains(date.weekday());
        let special = self.country.and_then(|country| self.holidays.day(country.code(), date));
        match special {
            Some(SpecialDay::Off(name)) => Day::Holiday(Arc::clone(name)),
            Some(SpecialDay::Work) if free => Day::MadeUp,
            None if free => Day::Weekend,
            _ => Day::Working,
        }
    }

    /// Whether people work.
    pub(super) fn is_working(&self, date: Date) -> bool {
        let known = self.position(date).and_then(|at| self.working.get(at));
        known.copied().unwrap_or_else(|| self.day(date).is_working())
    }

    /// The working day that lies so many working days after the day at a place, or before it, as a
    /// place; none when it is not among those computed once.
    ///
    /// From a free day they are counted from the next working day, backwards from the one before.
    pub(super) fn working_day_from(&self, at: usize, days: i16) -> Option<usize> {
        let before = *self.before.get(at)?;
        let count = usize::from(days.unsigned_abs());
        let place = if days > 0 {
            before + count
        } else {
            (before + usize::from(self.working[at])).checked_sub(count + 1)?
        };
        self.working_days.get(place).copied()
    }

    /// The place of a day among those computed once; it may lie behind them.
    pub(super) fn position(&self, date: Date) -> Option<usize> {
        let days = date.duration_since(self.first).as_hours() / 24;
        usize::try_from(days).ok()
    }

    /// The first day behind those computed once.
    pub(super) fn end(&self) -> Date {
        let days = i64::try_from(self.working.len()).unwrap_or(i64::MAX);
        self.first.saturating_add(jiff::SignedDuration::from_hours(days.saturating_mul(24)))
    }

    /// Keeps in mind that a plan looked at a day of this year.
    pub(super) fn ask(&self, date: Date) {
        let bit = self.bit(date.year());
        if self.asked.load(Ordering::Relaxed) & bit != bit {
            self.asked.fetch_or(bit, Ordering::Relaxed);
        }
    }

    /// The same for every year from one day's to another's.
    pub(super) fn ask_between(&self, one: Date, other: Date) {
        let (first, last) = (one.year().min(other.year()), one.year().max(other.year()));
        let bits = (first..=last).fold(0, |bits, year| bits | self.bit(year));
        if self.asked.load(Ordering::Relaxed) & bits != bits {
            self.asked.fetch_or(bits, Ordering::Relaxed);
        }
    }

    /// The years that were asked for and that the country's table does not have.
    pub(super) fn missing_years(&self) -> impl Iterator<Item = (String, i16)> + '_ {
        let asked = self.asked.load(Ordering::Relaxed);
        let first = self.first.year().saturating_sub(1);
        let years = (first..first.saturating_add(64)).filter(move |year| {
            let bit = self.bit(*year);
            bit != 0 && asked & bit != 0
        });
        self.country.into_iter().flat_map(move |country| {
            let code = country.code().to_owned();
            let missing =
                years.clone().filter(move |year| !self.holidays.has_year(country.code(), *year));
            missing.map(move |year| (code.clone(), year))
        })
    }

    /// No bit for years so far away that no plan reaches them.
    fn bit(&self, year: i16) -> u64 {
        let at = i32::from(year) - i32::from(self.first.year()) + 1;
        u32::try_from(at).ok().and_then(|at| 1_u64.checked_shl(at)).unwrap_or(0)
    }
}

/// Every day from one on.
pub(super) fn days_from(date: Date) -> impl Iterator<Item = Date> {
    successors(Some(date), |day| day.tomorrow().ok())
}

/// Every day from one on, backwards.
pub(super) fn days_before(date: Date) -> impl Iterator<Item = Date> {
    successors(Some(date), |day| day.yesterday().ok())
}
