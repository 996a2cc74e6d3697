//! When people can be reached: working hours, weekends and holidays, where they are.
//!
//! *In*: a country, a time zone by name, the policy's hours, `templates/outreach/weekends.toml` and
//! the holidays of the roster. *Out*: spans of time in which a letter may arrive or a call be made
//! (P-10, P-11), and working days to count with. *Never*: reads the clock or guesses a holiday: a
//! year without a table is pointed out. *Start reading* at [`Almanac`].

mod almanac;
mod almanacs;
mod calendar;
mod day_spans;
mod day_table;
#[cfg(test)]
mod tests;
mod weekends;

pub use almanac::Almanac;
pub use almanacs::Almanacs;
pub use calendar::Day;
pub use weekends::Weekends;

use jiff::civil::Time;
use std::ops::Range;

/// Hours of a working day, in the reader's own time (P-10).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayHours {
    /// When letters may arrive.
    pub letters: Range<Time>,
    /// When calls may be made.
    pub calls: Vec<Range<Time>>,
    /// How many minutes before the last working day of a week ends nothing begins any more.
    pub quiet_before_weekend: i64,
    /// When our own people may be asked to call, in their own time.
    pub team: Range<Time>,
}

impl DayHours {
    /// When calls may be made, in their order and without overlaps, however the policy lists them.
    fn ordered_calls(&self) -> Vec<Range<Time>> {
        let mut calls: Vec<_> =
            self.calls.iter().filter(|span| !span.is_empty()).cloned().collect();
        calls.sort_by_key(|span| (span.start, span.end));
        let mut ordered: Vec<Range<Time>> = Vec::with_capacity(calls.len());
        for span in calls {
            match ordered.last_mut() {
                Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
                _ => ordered.push(span),
            }
        }
        ordered
    }

    /// From when on nothing begins any more on the last working day before a weekend or holiday.
    fn quiet_from(&self) -> Time {
        let ends = self.calls.iter().map(|span| span.end).chain([self.letters.end]);
        let end = ends.max().unwrap_or(self.letters.end);
        end.saturating_sub(jiff::SignedDuration::from_mins(self.quiet_before_weekend.max(0)))
    }
}
