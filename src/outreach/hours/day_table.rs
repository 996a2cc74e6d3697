use super::calendar::days_from;
use super::day_spans::edges;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::ops::Range;

/// The seconds of a day on which the clock is not changed.
const PLAIN: i64 = 24 * 60 * 60;

/// The days that can be planned on, by the moments at which they begin somewhere: which day it is
/// there is looked up and not computed. A plan asks that some hundred times for each contact.
#[derive(Debug, Default)]
pub(super) struct DayTable {
    dates: Vec<Date>,
    /// In seconds; one more than there are days, for the end of the last.
    starts: Vec<i64>,
}

impl DayTable {
    /// The table of a zone. It is empty where a change of the clock brings back the day before: there
    /// a day has no single beginning.
    pub(super) fn new(zone: &TimeZone, days: &Range<Date>) -> Self {
        let start = |date: Date| Some(edges(zone, date.at(0, 0, 0, 0))?.0);
        let (Some(first), Some(last)) = (start(days.start), start(days.end)) else {
            return Self::default();
        };
        let day = |at: Timestamp| zone.to_datetime(at).date();
        let goes_back = |change: Timestamp| {
            let before = change.saturating_sub(SignedDuration::from_nanos(1));
            before.is_ok_and(|before| day(before) > day(change))
        };
        let changes = zone.following(first).map(|change| change.timestamp());
        if changes.take_while(|change| *change <= last).any(goes_back) {
            return Self::default();
        }
        let dates: Vec<Date> = days_from(days.start).take_while(|date| *date < days.end).collect();
        let starts = dates.iter().copied().map(start).collect::<Option<Vec<_>>>();
        let starts = starts.unwrap_or_default().into_iter().chain([last]);
        Self { starts: starts.map(Timestamp::as_second).collect(), dates }
    }

    /// The place of the day on which a moment falls; none when it is not in the table.
    pub(super) fn position(&self, at: Timestamp) -> Option<usize> {
        let at = at.as_second();
        let (first, end) = (*self.starts.first()?, *self.starts.last()?);
        if !(first..end).contains(&at) {
            return None;
        }
        // Days have about 24 hours, so that the guess is near.
        let guess = usize::try_from((at - first) / PLAIN).ok()?;
        let mut day = guess.min(self.dates.len() - 1);
        while self.starts[day] > at {
            day -= 1;
        }
        while self.starts[day + 1] <= at {
            day += 1;
        }
        Some(day)
    }

    /// The day at a place.
    pub(super) fn date(&self, day: usize) -> Option<Date> {
        self.dates.get(day).copied()
    }

    /// A moment of one day at the same time on the wall of another; none when the clock is changed
    /// on one of them.
    pub(super) fn carry(&self, at: Timestamp, from: usize, to: usize) -> Option<Timestamp> {
        let (from, to) = (self.plain_start(from)?, self.plain_start(to)?);
        at.checked_add(SignedDuration::from_secs(to - from)).ok()
    }

    /// When the day after that of a place begins; none when the clock is changed on it.
    pub(super) fn next_start(&self, day: usize) -> Option<Timestamp> {
        self.plain_start(day)?;
        Timestamp::from_second(self.plain_start(day + 1)?).ok()
    }

    fn plain_start(&self, day: usize) -> Option<i64> {
        let (start, end) = (*self.starts.get(day)?, *self.starts.get(day + 1)?);
        (end - start == PLAIN).then_some(start)
    }
}

#[cfg(test)]
mod tests {
    use super::{DayTable, days_from};
    use jiff::civil::date;
    use jiff::tz::TimeZone;
    use jiff::{SignedDuration, ToSpan};
    use proptest::prelude::*;

    /// Zones with changes at night, at midnight, by half an hour, over a whole day, and with none.
    const ZONES: [&str; 9] = [
        "UTC",
        "Asia/Shanghai",
        "Europe/Berlin",
        "America/Chicago",
        "America/Havana",
        "America/Santiago",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "Africa/Cairo",
    ];

    proptest! {
        #[test]
        fn p10_the_table_knows_the_day_and_the_time_as_the_zone_does(
            zone in prop::sample::select(ZONES.to_vec()),
            year in 2009..2030_i16,
            second in 0..390 * 86_400_i64,
            to in 0..390_usize,
        ) {
            let zone = TimeZone::get(zone).unwrap();
            let first = date(year, 2, 1);
            let days = first..first.checked_add(390.days()).unwrap();
            let table = DayTable::new(&zone, &days);
            let start = first.to_zoned_datetime(zone.clone()).unwrap().timestamp();
            let at = start + SignedDuration::from_secs(second);
            let there = zone.to_datetime(at);
            if let Some(day) = table.position(at) {
                prop_assert_eq!(table.date(day), Some(there.date()));
                if let Some(carried) = table.carry(at, day, to) {
                    let date = days_from(first).nth(to).unwrap();
                    prop_assert_eq!(zone.to_datetime(carried), date.to_datetime(there.time()));
                }
                if let Some(next) = table.next_start(day) {
                    let next_day = there.date().tomorrow().unwrap();
                    let midnight = next_day.to_zoned_datetime(zone.clone()).unwrap();
                    prop_assert_eq!(next, midnight.timestamp());
                }
            } else {
                prop_assert!(table.dates.is_empty() || !days.contains(&there.date()));
            }
        }
    }

    #[test]
    fn days_outside_are_not_in_the_table() {
        let days = date(2026, 11, 1)..date(2026, 12, 1);
        let table = DayTable::new(&TimeZone::UTC, &days);
        let position = |at: &str| table.position(at.parse().unwrap());
        assert_eq!(position("2026-11-01T00:00:00Z"), Some(0));
        assert_eq!(position("2026-11-30T23:59:59.9Z"), Some(29));
        assert_eq!(position("2026-12-01T00:00:00Z"), None);
        assert_eq!(position("2026-10-31T23:59:59Z"), None);
        assert_eq!(position("1969-12-31T23:59:59Z"), None);
        assert_eq!(table.next_start(29), None);
    }
}
