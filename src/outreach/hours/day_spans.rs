use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, Timestamp};
use std::borrow::Cow;
use std::ops::Range;

/// Spans of time on each of some days, computed once.
#[derive(Debug, Default)]
pub(super) struct DaySpans {
    /// Where the spans of each day begin, and at last where they end.
    starts: Vec<usize>,
    spans: Vec<Range<Timestamp>>,
}

impl DaySpans {
    /// Adds the next day.
    pub(super) fn push(&mut self, spans: impl IntoIterator<Item = Range<Timestamp>>) {
        if self.starts.is_empty() {
            self.starts.push(0);
        }
        self.spans.extend(spans);
        self.starts.push(self.spans.len());
    }

    /// The spans of a day and all after it that end after a moment, each with its day.
    pub(super) fn after(
        &self,
        day: usize,
        from: Timestamp,
    ) -> impl Iterator<Item = (usize, Range<Timestamp>)> + '_ {
        let first = self.starts.get(day).copied().unwrap_or(self.spans.len());
        let over = self.spans[first..].iter().take_while(|span| span.end <= from).count();
        let mut day = day;
        let places = first + over..self.spans.len();
        places.map(move |at| {
            while self.starts.get(day + 1).is_some_and(|end| *end <= at) {
                day += 1;
            }
            (day, self.spans[at].clone())
        })
    }

    /// The spans of a day, counted from 0; none when it was not computed.
    pub(super) fn get(&self, day: usize) -> Option<Cow<'_, [Range<Timestamp>]>> {
        let end = *self.starts.get(day + 1)?;
        self.spans.get(self.starts[day]..end).map(Cow::Borrowed)
    }
}

/// The moments at which the clock on the wall shows the hours of a day.
///
/// Where the clock jumps ahead over the start or end, the jump takes its place. Where it is set back,
/// only what lies within the hours on both readings counts; nothing when that is nothing.
pub(super) fn on_day(zone: &TimeZone, date: Date, hours: &Range<Time>) -> Option<Range<Timestamp>> {
    if hours.is_empty() {
        return None;
    }
    let [start, end] = [hours.start, hours.end].map(|time| edges(zone, date.to_datetime(time)));
    let ((_, start), (end, _)) = (start?, end?);
    (start < end).then_some(start..end)
}

/// The first and the last moment at which the clock shows a time; twice the jump when it never does.
pub(super) fn edges(zone: &TimeZone, civil: DateTime) -> Option<(Timestamp, Timestamp)> {
    let ambiguous = zone.to_ambiguous_timestamp(civil);
    let (earlier, later) = (ambiguous.earlier().ok()?, ambiguous.later().ok()?);
    if let AmbiguousOffset::Gap { .. } = ambiguous.offset() {
        let just_before = earlier.saturating_sub(SignedDuration::from_nanos(1)).ok()?;
        let jump = zone.following(just_before).next().map_or(later, |jump| jump.timestamp());
        return Some((jump, jump));
    }
    Some((earlier, later))
}

#[cfg(test)]
mod tests {
    use super::on_day;
    use jiff::civil::{Time, date, time};
    use jiff::tz::TimeZone;

    fn span(zone: &str, day: jiff::civil::Date, from: Time, to: Time) -> Option<String> {
        let span = on_day(&TimeZone::get(zone).unwrap(), day, &(from..to))?;
        Some(format!("{}/{}", span.start, span.end))
    }

    #[test]
    fn p10_a_jump_of_the_clock_takes_the_place_of_an_hour_that_is_not_there() {
        let spring = date(2026, 3, 29);
        let span = |from, to| span("Europe/Berlin", spring, from, to);
        let (one, half, three) = (time(1, 0, 0, 0), time(2, 30, 0, 0), time(3, 0, 0, 0));
        assert_eq!(span(one, half).unwrap(), "2026-03-29T00:00:00Z/2026-03-29T01:00:00Z");
        assert_eq!(
            span(half, time(4, 0, 0, 0)).unwrap(),
            "2026-03-29T01:00:00Z/2026-03-29T02:00:00Z"
        );
        assert_eq!(span(half, three), None);
    }

    #[test]
    fn p10_a_time_that_the_clock_shows_twice_counts_where_both_are_within_the_hours() {
        let autumn = date(2026, 10, 25);
        let span = |from, to| span("Europe/Berlin", autumn, from, to);
        let half = time(2, 30, 0, 0);
        assert_eq!(
            span(half, time(4, 0, 0, 0)).unwrap(),
            "2026-10-25T01:30:00Z/2026-10-25T03:00:00Z"
        );
        assert_eq!(
            span(time(1, 0, 0, 0), half).unwrap(),
            "2026-10-24T23:00:00Z/2026-10-25T00:30:00Z"
        );
        assert_eq!(span(time(2, 10, 0, 0), time(2, 20, 0, 0)), None);
        // Not in the hours of change: an hour longer, nothing else.
        assert_eq!(
            span(time(0, 0, 0, 0), time(9, 0, 0, 0)).unwrap(),
            "2026-10-24T22:00:00Z/2026-10-25T08:00:00Z"
        );
    }

    #[test]
    fn p10_a_day_that_a_country_skipped_has_no_hours() {
        let hours = (time(9, 0, 0, 0), time(17, 0, 0, 0));
        assert_eq!(span("Pacific/Apia", date(2011, 12, 30), hours.0, hours.1), None);
        assert!(span("Pacific/Apia", date(2011, 12, 29), hours.0, hours.1).is_some());
    }
}
