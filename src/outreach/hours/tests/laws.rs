use super::{almanacs, holidays, hours};
use crate::outreach::Offset;
use crate::outreach::hours::{Almanac, Almanacs, DayHours, Weekends};
use crate::workspace::Assets;
use jiff::civil::{Time, date};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use std::ops::Range;
use std::sync::Arc;

/// With summer time of an hour, of half an hour, with distances of quarters, and with none.
const ZONES: [&str; 9] = [
    "Asia/Shanghai",
    "Europe/Berlin",
    "America/New_York",
    "America/Havana",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "Asia/Kathmandu",
    "Africa/Casablanca",
    "Pacific/Kiritimati",
];

fn place() -> impl Strategy<Value = (Option<&'static str>, TimeZone)> {
    let country = prop::sample::select(vec![None, Some("CN"), Some("DE"), Some("SA"), Some("AE")]);
    let zone = prop::sample::select(ZONES.to_vec());
    (country, zone).prop_map(|(country, zone)| (country, TimeZone::get(zone).unwrap()))
}

/// From a year before the days that are computed once to a year after them.
fn moment() -> impl Strategy<Value = Timestamp> {
    let seconds = 1_735_689_600_i64..1_830_297_600;
    seconds.prop_map(|second| Timestamp::from_second(second).unwrap())
}

fn time() -> impl Strategy<Value = Time> {
    (0..24_i8, prop::sample::select(vec![0_i8, 15, 30, 45]))
        .prop_map(|(hour, minute)| jiff::civil::time(hour, minute, 0, 0))
}

/// Hours at any time of day, so that they meet the changes of the clock too.
fn any_hours() -> impl Strategy<Value = DayHours> {
    let span = || (time(), time()).prop_map(|(a, b)| a.min(b)..a.max(b));
    let calls = prop::collection::vec(span(), 0..3);
    (span(), calls, 0..120_i64, span()).prop_map(|(letters, calls, quiet_before_weekend, team)| {
        DayHours { letters, calls, quiet_before_weekend, team }
    })
}

fn of(hours: &DayHours, (country, zone): &(Option<&str>, TimeZone)) -> Arc<Almanac> {
    let weekends = Weekends::read(Assets::built_in()).0;
    let span = date(2026, 1, 1)..date(2027, 1, 1);
    Almanacs::new(hours.clone(), weekends, holidays(), span).of(*country, zone)
}

/// Whether every quarter of an hour of a span lies within the hours of a working day there.
fn is_within(almanac: &Almanac, span: &Range<Timestamp>, hours: &[Range<Time>]) -> bool {
    let quarter = SignedDuration::from_mins(15);
    let last = span.end - SignedDuration::from_nanos(1);
    let moments = std::iter::successors(Some(span.start), |at| Some(*at + quarter));
    moments.take_while(|at| *at < span.end).chain([last]).all(|at| {
        let civil = almanac.zone().to_datetime(at);
        almanac.is_working_day(civil.date())
            && hours.iter().any(|hours| hours.contains(&civil.time()))
    })
}

proptest! {
    #[test]
    fn p10_p11_no_span_is_outside_the_hours_of_a_working_day(
        place in place(), hours in any_hours(), from in moment(),
    ) {
        let almanac = of(&hours, &place);
        for span in almanac.call_spans(from).take(40) {
            prop_assert!(span.start >= from && span.start < span.end);
            prop_assert!(is_within(&almanac, &span, &hours.calls), "{span:?}");
        }
        for span in almanac.team_spans(from).take(40) {
            prop_assert!(is_within(&almanac, &span, std::slice::from_ref(&hours.team)), "{span:?}");
        }
    }

    #[test]
    fn p10_spans_are_in_order_and_apart(
        place in place(), hours in any_hours(), from in moment(),
    ) {
        let almanac = of(&hours, &place);
        let spans: Vec<_> = almanac.call_spans(from).take(40).collect();
        prop_assert!(spans.is_sorted_by(|a, b| a.end <= b.start), "{spans:?}");
    }

    #[test]
    fn p10_a_moment_in_which_a_letter_may_arrive_is_not_moved(
        place in place(), hours in any_hours(), from in moment(),
    ) {
        let almanac = of(&hours, &place);
        let moved = almanac.letter_at(from);
        prop_assert!(moved >= from);
        prop_assert_eq!(almanac.letter_at(moved), moved);
        if moved > from {
            let letters = std::slice::from_ref(&hours.letters);
            let span = moved..moved + SignedDuration::from_nanos(1);
            prop_assert!(is_within(&almanac, &span, letters));
        }
    }

    #[test]
    fn working_days_there_and_back_end_where_they_began(
        place in place(), from in moment(), days in 1..60_i16,
    ) {
        let almanac = of(&hours(), &place);
        let from = almanac.letter_at(from);
        let there = almanac.shift(from, Offset::WorkingDays(days));
        prop_assert!(there > from);
        prop_assert_eq!(almanac.shift(there, Offset::WorkingDays(-days)), from);
        let before = almanac.shift(from, Offset::WorkingDays(-days));
        prop_assert!(before < from);
        prop_assert_eq!(almanac.shift(before, Offset::WorkingDays(days)), from);
    }

    #[test]
    fn p13_working_time_passes_as_it_is_measured(
        place in place(), from in moment(), minutes in 1..3000_i64,
    ) {
        let almanac = of(&hours(), &place);
        let time = SignedDuration::from_mins(minutes);
        let then = almanac.after_working_time(from, time);
        prop_assert_eq!(almanac.working_time(from, then), time);
        prop_assert!(almanac.end_of_working_day(from) >= from);
    }

    #[test]
    fn days_computed_once_and_those_computed_when_asked_are_the_same(
        place in place(), hours in any_hours(), from in moment(),
    ) {
        let known = of(&hours, &place);
        let weekends = Weekends::read(Assets::built_in()).0;
        let none = date(2026, 1, 1)..date(2026, 1, 1);
        let asked = Almanacs::new(hours, weekends, holidays(), none).of(place.0, &place.1);
        let known: Vec<_> = known.call_spans(from).take(20).collect();
        let asked: Vec<_> = asked.call_spans(from).take(20).collect();
        prop_assert_eq!(known, asked);
    }
}

#[test]
fn threads_share_one_almanac_of_a_place() {
    let almanacs = almanacs();
    let zone = TimeZone::get("Europe/Berlin").unwrap();
    let one = almanacs.of(Some("DE"), &zone);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert!(Arc::ptr_eq(&one, &almanacs.of(Some("de"), &zone))));
        }
    });
    assert!(!Arc::ptr_eq(&one, &almanacs.of(Some("CZ"), &zone)));
}
