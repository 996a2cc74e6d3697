use super::DayHours;
use super::calendar::{Calendar, Day, days_before, days_from};
use super::day_spans::{DaySpans, on_day};
use super::day_table::DayTable;
use crate::outreach::Offset;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::borrow::Cow;
use std::ops::Range;

/// How long a day is looked for behind those that can be planned on before it is given up.
const PATIENCE: SignedDuration = SignedDuration::from_hours(400 * 24);

/// The working days and hours of one place (P-10, P-11).
///
/// All answers are for the clock on the wall there, changes of summer time included. Days behind
/// those that can be planned on are answered too, only slower.
#[derive(Debug)]
pub struct Almanac {
    number: usize,
    zone: TimeZone,
    calendar: Calendar,
    days: DayTable,
    hours: [Hours; 4],
}

/// What hours are meant.
#[derive(Debug, Clone, Copy)]
enum Kind {
    /// When a letter may arrive.
    Letters,
    /// When a call may be made.
    Calls,
    /// When our own people work.
    Team,
    /// When the person is at work: the hours of letters, without the quiet before a weekend.
    Work,
}

/// The hours of one kind, on a plain day and on one before a weekend or holiday.
#[derive(Debug)]
struct Hours {
    plain: Vec<Range<Time>>,
    last: Vec<Range<Time>>,
    days: DaySpans,
}

impl Hours {
    fn on(&self, zone: &TimeZone, date: Date, calendar: &Calendar) -> Vec<Range<Timestamp>> {
        if !calendar.is_working(date) {
            return Vec::new();
        }
        let goes_on = date.tomorrow().is_ok_and(|next| calendar.is_working(next));
        let hours = if goes_on { &self.plain } else { &self.last };
        hours.iter().filter_map(|hours| on_day(zone, date, hours)).collect()
    }
}

impl Almanac {
    pub(super) fn new(
        number: usize,
        calendar: Calendar,
        zone: TimeZone,
        hours: &DayHours,
        span: &Range<Date>,
    ) -> Self {
        let quiet = hours.quiet_from();
        let cut = |spans: &[Range<Time>]| -> Vec<Range<Time>> {
            spans.iter().map(|span| span.start..span.end.min(quiet)).collect()
        };
        let of = |plain: Vec<Range<Time>>, last| Hours { plain, last, days: DaySpans::default() };
        let (letters, calls) = (vec![hours.letters.clone()], hours.ordered_calls());
        let (letters_cut, calls_cut) = (cut(&letters), cut(&calls));
        let team = vec![hours.team.clone()];
        let mut almanac = Self {
            number,
            days: DayTable::new(&zone, span),
            zone,
            calendar,
            hours: [
                of(letters.clone(), letters_cut),
                of(calls, calls_cut),
                of(team.clone(), team),
                of(letters.clone(), letters),
            ],
        };
        let days = days_from(span.start).take_while(|date| *date < span.end);
        for date in days {
            for hours in &mut almanac.hours {
                let spans = hours.on(&almanac.zone, date, &almanac.calendar);
                hours.days.push(spans);
            }
        }
        almanac
    }

    /// The first moment, not before `from`, at which a letter may arrive (P-10).
    ///
    /// `from` itself when there is none within a year and more, as with hours that are empty.
    pub fn letter_at(&self, from: Timestamp) -> Timestamp {
        self.spans(Kind::Letters, from).next().map_or(from, |span| span.start)
    }

    /// The spans in which calls may be made and that end after `from`, in their order; the first one
    /// begins at `from` when that lies within it. Read them lazily: they go on for years.
    pub fn call_spans(&self, from: Timestamp) -> impl Iterator<Item = Range<Timestamp>> + '_ {
        self.spans(Kind::Calls, from)
    }

    /// The spans in which our own people may be asked to work, like [`Self::call_spans`].
    pub fn team_spans(&self, from: Timestamp) -> impl Iterator<Item = Range<Timestamp>> + '_ {
        self.spans(Kind::Team, from)
    }

    /// A moment that lies `by` after `from`, or before it.
    ///
    /// Minutes run on the clock, also through the night. Working days keep the time on the wall; from
    /// a free day they are counted from the next working day, backwards from the one before. No
    /// distance at all is the moment itself.
    pub fn shift(&self, from: Timestamp, by: Offset) -> Timestamp {
        let days = match by {
            Offset::Minutes(minutes) => {
                let distance = SignedDuration::from_mins(i64::from(minutes));
                return from.saturating_add(distance).unwrap_or(from);
            }
            Offset::WorkingDays(0) => return from,
            Offset::WorkingDays(days) => days,
        };
        if let Some(known) = self.known_shift(from, days) {
            return known;
        }
        let civil = self.zone.to_datetime(from);
        let count = usize::from(days.unsigned_abs());
        let works = |day: &Date| self.is_working_day(*day);
        // The first one is the day that is counted from: from a free day, the next working one.
        let day = if days > 0 {
            days_from(civil.date()).filter(works).nth(count)
        } else {
            days_before(civil.date()).filter(works).nth(count)
        };
        let moment = day.map(|day| self.zone.to_timestamp(day.to_datetime(civil.time())));
        moment.and_then(Result::ok).unwrap_or(from)
    }

    /// The same, where the table of days has both and the clock is changed on neither.
    fn known_shift(&self, from: Timestamp, days: i16) -> Option<Timestamp> {
        let day = self.days.position(from)?;
        let to = self.calendar.working_day_from(day, days)?;
        let moved = self.days.carry(from, day, to)?;
        self.calendar.ask_between(self.days.date(day)?, self.days.date(to)?);
        Some(moved)
    }

    /// The first moment of the next day.
    pub fn next_day(&self, at: Timestamp) -> Timestamp {
        let known = self.days.position(at).and_then(|day| self.days.next_start(day));
        known.unwrap_or_else(|| {
            let tomorrow = self.date(at).tomorrow();
            let start = tomorrow.and_then(|day| day.to_zoned_datetime(self.zone.clone()));
            start.map_or(Timestamp::MAX, |start| start.timestamp())
        })
    }

    /// The end of the working day on which `at` falls; when that is over or the day is free, the
    /// end of the next one.
    pub fn end_of_working_day(&self, at: Timestamp) -> Timestamp {
        let before = at.saturating_sub(SignedDuration::from_nanos(1)).unwrap_or(at);
        self.spans(Kind::Work, before).next().map_or(at, |span| span.end)
    }

    /// How much of the time from `from` to `to` lies in the person's working hours; nothing when
    /// `to` is not later.
    pub fn working_time(&self, from: Timestamp, to: Timestamp) -> SignedDuration {
        self.spans(Kind::Work, from)
            .take_while(|span| span.start < to)
            .map(|span| span.start.duration_until(span.end.min(to)))
            .fold(SignedDuration::ZERO, SignedDuration::saturating_add)
    }

    /// The moment by which so much working time has passed since `from`; `from` itself when no
    /// time has to pass.
    pub fn after_working_time(&self, from: Timestamp, time: SignedDuration) -> Timestamp {
        let mut left = time;
        let mut reached = from;
        if left <= SignedDuration::ZERO {
            return from;
        }
        for span in self.spans(Kind::Work, from) {
            let whole = span.start.duration_until(span.end);
            if whole >= left {
                return span.start.saturating_add(left).unwrap_or(span.end);
            }
            left = left.saturating_sub(whole);
            reached = span.end;
        }
        reached
    }

    /// The day on the calendar there.
    pub fn date(&self, at: Timestamp) -> Date {
        let known = self.days.position(at).and_then(|day| self.days.date(day));
        known.unwrap_or_else(|| self.zone.to_datetime(at).date())
    }

    /// Whether people work on a day.
    pub fn is_working_day(&self, date: Date) -> bool {
        self.calendar.ask(date);
        self.calendar.is_working(date)
    }

    /// What kind of day it is.
    pub fn day(&self, date: Date) -> Day {
        self.calendar.ask(date);
        self.calendar.day(date)
    }

    /// A number of its own among the almanacs of a plan; it says nothing of the place.
    pub fn number(&self) -> usize {
        self.number
    }

    /// The zone of the clock on the wall.
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    pub(super) fn missing_years(&self) -> impl Iterator<Item = (String, i16)> + '_ {
        self.calendar.missing_years()
    }

    /// The spans of a kind that end after `from`, the first one cut at `from`.
    fn spans(&self, kind: Kind, from: Timestamp) -> impl Iterator<Item = Range<Timestamp>> + '_ {
        let date = self.date(from);
        let known = self.days.position(from).map(|day| {
            self.calendar.ask(date);
            self.hours[kind as usize].days.after(day, from)
        });
        let in_table = known.is_some();
        let known = known.into_iter().flatten().map(move |(day, span)| {
            self.calendar.ask_between(date, self.days.date(day).unwrap_or(date));
            span
        });
        // Most searches end in the table: what lies behind it is laid out when it is asked for.
        let later = std::iter::once(()).flat_map(move |()| {
            let end = self.calendar.end();
            let rest = if in_table { end } else { date };
            let far = end.max(date).saturating_add(PATIENCE);
            self.calendar.ask_between(date, rest);
            let days = days_from(rest).take_while(move |day| *day < far);
            days.flat_map(move |day| self.on(kind, day))
        });
        known
            .chain(later)
            .filter(move |span| span.end > from)
            .map(move |span| span.start.max(from)..span.end)
    }

    /// The spans of a kind on a day.
    fn on(&self, kind: Kind, date: Date) -> impl Iterator<Item = Range<Timestamp>> + '_ {
        self.calendar.ask(date);
        let hours = &self.hours[kind as usize];
        let known = self.calendar.position(date).and_then(|at| hours.days.get(at));
        let spans = known.unwrap_or_else(|| Cow::Owned(hours.on(&self.zone, date, &self.calendar)));
        (0..spans.len()).filter_map(move |at| spans.get(at).cloned())
    }
}
