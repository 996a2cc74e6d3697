use super::{almanac, almanacs, at, hours};
use crate::outreach::Offset;
use crate::outreach::hours::{Almanacs, Day, Weekends};
use crate::roster::Holidays;
use jiff::civil::{date, time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::ops::Range;

fn first(spans: impl Iterator<Item = Range<Timestamp>>, count: usize) -> Vec<String> {
    spans.take(count).map(|span| format!("{}/{}", span.start, span.end)).collect()
}

#[test]
fn p10_letters_arrive_within_the_readers_own_hours() {
    let shanghai = almanac("CN", "Asia/Shanghai");
    // Tuesday, 24 November 2026.
    for (from, then) in [
        ("2026-11-24T10:00+08:00", "2026-11-24T10:00+08:00"),
        ("2026-11-24T09:00+08:00", "2026-11-24T09:00+08:00"),
        ("2026-11-24T05:00+08:00", "2026-11-24T09:00+08:00"),
        ("2026-11-24T17:29+08:00", "2026-11-24T17:29+08:00"),
        ("2026-11-24T17:30+08:00", "2026-11-25T09:00+08:00"),
        ("2026-11-24T23:00+08:00", "2026-11-25T09:00+08:00"),
    ] {
        assert_eq!(shanghai.letter_at(at(from)), at(then), "{from}");
    }
    // The same moment is another time of day elsewhere.
    let berlin = almanac("DE", "Europe/Berlin");
    assert_eq!(berlin.letter_at(at("2026-11-24T10:00+08:00")), at("2026-11-24T09:00+01:00"));
}

#[test]
fn p10_calls_keep_clear_of_lunch_and_of_evenings() {
    let berlin = almanac("DE", "Europe/Berlin");
    assert_eq!(
        first(berlin.call_spans(at("2026-11-24T10:15+01:00")), 3),
        [
            "2026-11-24T09:15:00Z/2026-11-24T10:30:00Z",
            "2026-11-24T13:00:00Z/2026-11-24T16:00:00Z",
            "2026-11-25T08:30:00Z/2026-11-25T10:30:00Z",
        ]
    );
    assert_eq!(
        first(berlin.call_spans(at("2026-11-24T11:30+01:00")), 1),
        ["2026-11-24T13:00:00Z/2026-11-24T16:00:00Z"]
    );
}

#[test]
fn p10_nothing_begins_in_the_last_half_hour_before_a_weekend_or_a_run_of_holidays() {
    let berlin = almanac("DE", "Europe/Berlin");
    let moves = |from, then| assert_eq!(berlin.letter_at(at(from)), at(then), "{from}");
    // Friday, 27 November.
    moves("2026-11-27T16:59+01:00", "2026-11-27T16:59+01:00");
    moves("2026-11-27T17:00+01:00", "2026-11-30T09:00+01:00");
    // Thursday, 24 December, before two holidays and a Sunday.
    moves("2026-12-24T17:00+01:00", "2026-12-28T09:00+01:00");
    // Thursday of a plain week: nothing is cut.
    moves("2026-11-26T17:00+01:00", "2026-11-26T17:00+01:00");
    // In Saudi Arabia it is the Thursday, and not the Friday.
    let riyadh = almanac("SA", "Asia/Riyadh");
    assert_eq!(riyadh.letter_at(at("2026-11-26T17:00+03:00")), at("2026-11-29T09:00+03:00"));
    // Before a Saturday that is worked, the Friday is as any day.
    let shanghai = almanac("CN", "Asia/Shanghai");
    let friday = at("2026-02-13T17:15+08:00");
    assert_eq!(shanghai.letter_at(friday), friday);
}

#[test]
fn p10_calls_that_would_run_into_the_quiet_half_hour_are_cut() {
    let mut late = hours();
    late.calls = vec![time(14, 0, 0, 0)..time(18, 0, 0, 0)];
    let span = date(2026, 11, 1)..date(2026, 12, 31);
    let almanacs = Almanacs::new(late, Weekends::default(), Holidays::default(), span);
    let berlin = almanacs.of(Some("DE"), &TimeZone::get("Europe/Berlin").unwrap());
    assert_eq!(
        first(berlin.call_spans(at("2026-11-26T12:00+01:00")), 2),
        ["2026-11-26T13:00:00Z/2026-11-26T17:00:00Z", "2026-11-27T13:00:00Z/2026-11-27T16:30:00Z",]
    );
}

#[test]
fn p10_hours_follow_the_wall_through_changes_of_summer_time() {
    let new_york = almanac("US", "America/New_York");
    // Summer time began on Sunday, 8 March 2026.
    assert_eq!(new_york.letter_at(at("2026-03-06T22:00:00Z")), at("2026-03-09T13:00:00Z"),);
    assert_eq!(new_york.letter_at(at("2026-03-05T22:30:00Z")), at("2026-03-06T14:00:00Z"),);
}

#[test]
fn p11_a_saturday_that_china_works_is_a_working_day() {
    let shanghai = almanac("CN", "Asia/Shanghai");
    let saturday = at("2026-02-14T10:00+08:00");
    assert_eq!(shanghai.day(date(2026, 2, 14)), Day::MadeUp);
    assert_eq!(shanghai.letter_at(saturday), saturday);
    // It is for China only, and only that Saturday.
    let berlin = almanac("DE", "Europe/Berlin");
    assert_eq!(berlin.day(date(2026, 2, 14)), Day::Weekend);
    assert_eq!(shanghai.day(date(2026, 2, 7)), Day::Weekend);
    assert_eq!(shanghai.letter_at(at("2026-02-07T10:00+08:00")), at("2026-02-09T09:00+08:00"));
}

#[test]
fn p11_nobody_is_disturbed_on_a_holiday() {
    let shanghai = almanac("CN", "Asia/Shanghai");
    assert_eq!(shanghai.day(date(2026, 2, 17)), Day::Holiday("holiday".into()));
    let after = at("2026-02-24T09:00+08:00");
    assert_eq!(shanghai.letter_at(at("2026-02-15T10:00+08:00")), after);
    // The same day is a plain Tuesday in Germany.
    assert_eq!(almanac("DE", "Europe/Berlin").day(date(2026, 2, 17)), Day::Working);
}

#[test]
fn p11_friday_is_free_in_saudi_arabia_and_not_in_the_emirates() {
    let friday = at("2026-11-27T10:00+03:00");
    let riyadh = almanac("SA", "Asia/Riyadh");
    assert_eq!(riyadh.letter_at(friday), at("2026-11-29T09:00+03:00"));
    assert!(riyadh.is_working_day(date(2026, 11, 29)), "Sunday");
    let dubai = almanac("AE", "Asia/Dubai");
    assert_eq!(dubai.letter_at(friday), friday);
    assert!(!dubai.is_working_day(date(2026, 11, 28)) && !dubai.is_working_day(date(2026, 11, 29)));
}

#[test]
fn p11_without_a_country_the_weekend_is_saturday_and_sunday() {
    for country in [None, Some("nowhere")] {
        let almanac = almanacs().of(country, &TimeZone::UTC);
        assert_eq!(almanac.day(date(2026, 11, 27)), Day::Working);
        assert_eq!(almanac.day(date(2026, 11, 28)), Day::Weekend);
        assert_eq!(almanac.day(date(2026, 2, 17)), Day::Working);
    }
}

#[test]
fn p11_a_year_without_a_table_is_told_when_a_plan_reached_into_it() {
    let almanacs = almanacs();
    let zone = TimeZone::UTC;
    let letter = |country: &str, moment: &str| {
        almanacs.of(Some(country), &zone).letter_at(at(moment));
    };
    letter("CN", "2026-11-24T10:00Z");
    letter("DE", "2026-12-31T20:00Z");
    assert_eq!(almanacs.missing_years(), []);
    letter("CN", "2026-12-31T20:00Z");
    letter("JP", "2026-11-24T10:00Z");
    almanacs.of(None, &zone).letter_at(at("2026-11-24T10:00Z"));
    let missing = almanacs.missing_years();
    assert_eq!(missing, [("CN".to_owned(), 2027), ("JP".to_owned(), 2026)]);
}

#[test]
fn p13_working_hours_of_silence_stand_still_at_night_and_on_weekends() {
    let berlin = almanac("DE", "Europe/Berlin");
    let four = SignedDuration::from_hours(4);
    for (from, then) in [
        ("2026-11-24T10:00+01:00", "2026-11-24T14:00+01:00"),
        ("2026-11-24T13:30+01:00", "2026-11-24T17:30+01:00"),
        ("2026-11-24T16:00+01:00", "2026-11-25T11:30+01:00"),
        ("2026-11-27T16:00+01:00", "2026-11-30T11:30+01:00"),
        ("2026-11-28T12:00+01:00", "2026-11-30T13:00+01:00"),
    ] {
        assert_eq!(berlin.after_working_time(at(from), four), at(then), "{from}");
        assert_eq!(berlin.working_time(at(from), at(then)), four, "{from}");
    }
    let moment = at("2026-11-28T12:00+01:00");
    assert_eq!(berlin.after_working_time(moment, SignedDuration::ZERO), moment);
    assert_eq!(berlin.working_time(moment, moment), SignedDuration::ZERO);
    assert_eq!(
        berlin.working_time(at("2026-11-27T20:00+01:00"), at("2026-11-29T20:00+01:00")),
        SignedDuration::ZERO
    );
}

#[test]
fn offsets_in_days_are_working_days_and_those_in_minutes_are_not() {
    let berlin = almanac("DE", "Europe/Berlin");
    let shifts = |from: &str, by: &str, then: &str| {
        let offset = Offset::parse(by).unwrap();
        assert_eq!(berlin.shift(at(from), offset), at(then), "{from} {by}");
    };
    // Friday, 27 November 2026.
    shifts("2026-11-27T10:00+01:00", "1d", "2026-11-30T10:00+01:00");
    shifts("2026-11-27T10:00+01:00", "-1d", "2026-11-26T10:00+01:00");
    shifts("2026-11-27T10:00+01:00", "0d", "2026-11-27T10:00+01:00");
    shifts("2026-11-27T10:00+01:00", "24h", "2026-11-28T10:00+01:00");
    shifts("2026-11-27T10:00+01:00", "-90m", "2026-11-27T08:30+01:00");
    // From a Saturday: counted from Monday, and backwards from Friday.
    shifts("2026-11-28T10:00+01:00", "1d", "2026-12-01T10:00+01:00");
    shifts("2026-11-28T10:00+01:00", "-1d", "2026-11-26T10:00+01:00");
    shifts("2026-11-28T10:00+01:00", "0d", "2026-11-28T10:00+01:00");
    // Over Christmas, and over the end of the days that are computed at once.
    shifts("2026-12-24T10:00+01:00", "1d", "2026-12-28T10:00+01:00");
    shifts("2026-12-31T10:00+01:00", "1d", "2027-01-04T10:00+01:00");
    shifts("2027-01-04T10:00+01:00", "-1d", "2026-12-31T10:00+01:00");
    // The time on the wall stays through a change of summer time.
    shifts("2026-03-27T10:00+01:00", "1d", "2026-03-30T10:00+02:00");
}

#[test]
fn a_working_day_ends_with_the_hours_of_letters() {
    let berlin = almanac("DE", "Europe/Berlin");
    for (moment, end) in [
        ("2026-11-26T10:00+01:00", "2026-11-26T17:30+01:00"),
        ("2026-11-26T05:00+01:00", "2026-11-26T17:30+01:00"),
        ("2026-11-26T17:30+01:00", "2026-11-26T17:30+01:00"),
        ("2026-11-26T18:00+01:00", "2026-11-27T17:30+01:00"),
        ("2026-11-28T10:00+01:00", "2026-11-30T17:30+01:00"),
    ] {
        assert_eq!(berlin.end_of_working_day(at(moment)), at(end), "{moment}");
    }
}

#[test]
fn our_own_people_have_hours_of_their_own() {
    let prague = almanac("CZ", "Europe/Prague");
    assert_eq!(
        first(prague.team_spans(at("2026-11-27T17:15+01:00")), 2),
        ["2026-11-27T16:15:00Z/2026-11-27T17:00:00Z", "2026-11-30T07:30:00Z/2026-11-30T17:00:00Z",]
    );
}

#[test]
fn hours_of_calls_may_be_listed_in_any_order_and_overlap() {
    let mut odd = hours();
    odd.calls = vec![
        time(14, 0, 0, 0)..time(17, 0, 0, 0),
        time(12, 0, 0, 0)..time(11, 0, 0, 0),
        time(9, 0, 0, 0)..time(11, 0, 0, 0),
        time(10, 0, 0, 0)..time(12, 0, 0, 0),
    ];
    let span = date(2026, 11, 1)..date(2026, 12, 1);
    let almanacs = Almanacs::new(odd, Weekends::default(), Holidays::default(), span);
    assert_eq!(
        first(almanacs.of(None, &TimeZone::UTC).call_spans(at("2026-11-24T00:00Z")), 2),
        ["2026-11-24T09:00:00Z/2026-11-24T12:00:00Z", "2026-11-24T14:00:00Z/2026-11-24T17:00:00Z",]
    );
}

#[test]
fn no_hours_and_far_ends_of_time_are_answered_all_the_same() {
    let mut none = hours();
    (none.calls, none.letters) = (Vec::new(), time(9, 0, 0, 0)..time(9, 0, 0, 0));
    let span = date(2026, 11, 1)..date(2026, 11, 1);
    let empty = Almanacs::new(none, Weekends::default(), Holidays::default(), span);
    let empty = empty.of(None, &TimeZone::UTC);
    let moment = at("2026-11-24T10:00Z");
    assert_eq!(empty.letter_at(moment), moment);
    assert_eq!(empty.end_of_working_day(moment), moment);
    assert_eq!(empty.call_spans(moment).count(), 0);
    assert_eq!(empty.after_working_time(moment, SignedDuration::from_hours(1)), moment);
    let berlin = almanac("DE", "Europe/Berlin");
    for moment in [Timestamp::MIN, Timestamp::MAX, Timestamp::UNIX_EPOCH] {
        let _ = (berlin.letter_at(moment), berlin.end_of_working_day(moment));
        for days in [-260, -1, 0, 1, 260] {
            let _ = berlin.shift(moment, Offset::WorkingDays(days));
            let _ = berlin.shift(moment, Offset::Minutes(i32::from(days) * 1000));
        }
    }
}
