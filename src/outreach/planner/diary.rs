use super::barren::Barren;
use super::team::Staff;
use crate::outreach::Channel;
use crate::outreach::hours::Almanac;
use crate::outreach::policy::Capacity;
use hashbrown::{HashMap, HashSet};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use std::ops::Range;

/// Talks begin on a quarter of an hour.
const SLOT: i64 = 15 * 60;
/// What is written by hand follows each other this far apart.
const BETWEEN_WRITTEN: SignedDuration = SignedDuration::from_mins(5);

/// What one person of ours has to do, and how much more fits (P-12).
#[derive(Debug, Default)]
pub(super) struct Diary {
    busy: HashSet<i64>,
    days: HashMap<Date, Load>,
    /// When no talk of a kind fits, by that kind and by the almanac of whoever is talked to.
    barren: HashMap<(Channel, usize), Barren>,
}

#[derive(Debug, Default, Clone, Copy)]
struct Load {
    /// In shares of a day: a call is one of `calls_per_day`, a visit one of `visits_per_day`.
    talks: u32,
    written: u16,
}

/// What a person can do on a day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    calls: u32,
    visits: u32,
    written: u16,
}

impl Limits {
    pub(super) fn of(capacity: &Capacity, calls_per_day: Option<u16>) -> Self {
        Self {
            calls: calls_per_day.unwrap_or(capacity.calls_per_day).into(),
            visits: capacity.visits_per_day.into(),
            written: capacity.written_per_day,
        }
    }

    const fn cost(self, channel: Channel) -> u32 {
        if channel.is_visit() { self.calls } else { self.visits }
    }

    const fn whole_day(self) -> u32 {
        self.calls * self.visits
    }
}

/// The least distance of two moments.
const INSTANT: SignedDuration = SignedDuration::from_nanos(1);

/// Where and how long a slot is looked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Search<'a> {
    pub(super) staff: &'a Staff<'a>,
    pub(super) member: usize,
    pub(super) limits: Limits,
    /// When the person can be reached.
    pub(super) almanac: &'a Almanac,
    pub(super) from: Timestamp,
    /// Nothing is looked for beyond it.
    pub(super) limit: Timestamp,
}

impl Diary {
    /// The first moment for a talk in which both sides are at work and the day is not full.
    pub(super) fn talk(&mut self, search: Search<'_>, channel: Channel) -> Option<Timestamp> {
        let key = (channel, search.almanac.number());
        let from = self.barren.get(&key).map_or(search.from, |barren| barren.skip(search.from));
        let found = self.search(Search { from, ..search }, channel);
        let beyond = search.limit.saturating_add(INSTANT).unwrap_or(search.limit);
        self.barren.entry(key).or_default().add(search.from, found.unwrap_or(beyond));
        found
    }

    fn search(&self, search: Search<'_>, channel: Channel) -> Option<Timestamp> {
        let ours = search.staff.almanac(search.member);
        for theirs in search.almanac.call_spans(search.from) {
            if theirs.start > search.limit {
                return None;
            }
            for span in ours.team_spans(theirs.start) {
                if span.start >= theirs.end {
                    break;
                }
                let both = theirs.start.max(span.start)..theirs.end.min(span.end);
                let day = ours.date(both.start);
                if !search.staff.is_there(search.member, day)
                    || !self.holds(day, channel, search.limits)
                {
                    continue;
                }
                if let Some(at) = self.free(&both, channel)
                    && at <= search.limit
                {
                    return Some(at);
                }
            }
        }
        None
    }

    /// The first free moment on the clock, for notices of harm and for our own people: no hours count.
    pub(super) fn at_once(&self, from: Timestamp, channel: Channel) -> Timestamp {
        let span = from..from + SignedDuration::from_hours(24 * 30);
        self.free(&span, channel).unwrap_or(from)
    }

    /// The first moment for something written by hand.
    pub(super) fn written(&self, search: Search<'_>) -> Option<Timestamp> {
        let ours = search.staff.almanac(search.member);
        let mut at = search.from;
        while at <= search.limit {
            let theirs = search.almanac.letter_at(at);
            // Where hours do not meet, it is written before and goes in the reader's morning.
            let day = ours.date(theirs);
            let load = self.days.get(&day).copied().unwrap_or_default();
            if !search.staff.is_there(search.member, day) || load.written >= search.limits.written {
                at = ours.next_day(theirs);
                continue;
            }
            let spaced = theirs + BETWEEN_WRITTEN * i32::from(load.written);
            let fits = search.almanac.letter_at(spaced) == spaced;
            let found = if fits { spaced } else { theirs };
            return (found <= search.limit).then_some(found);
        }
        None
    }

    /// Whether a day has room for one more talk.
    fn holds(&self, day: Date, channel: Channel, limits: Limits) -> bool {
        let load = self.days.get(&day).copied().unwrap_or_default();
        load.talks + limits.cost(channel) <= limits.whole_day()
    }

    /// The first free run of slots within a span.
    fn free(&self, span: &Range<Timestamp>, channel: Channel) -> Option<Timestamp> {
        let slots = slots(channel);
        let first = span.start.as_second().div_euclid(SLOT)
            + i64::from(
                span.start.as_second().rem_euclid(SLOT) > 0 || span.start.subsec_nanosecond() > 0,
            );
        let last = span.end.as_second().div_euclid(SLOT) - slots;
        let mut at = first;
        while at <= last {
            match (at..at + slots).rev().find(|slot| self.busy.contains(slot)) {
                Some(taken) => at = taken + 1,
                None => return Timestamp::from_second(at * SLOT).ok(),
            }
        }
        None
    }

    /// Writes it down.
    pub(super) fn take(&mut self, at: Timestamp, channel: Channel, day: Date, limits: Limits) {
        let load = self.days.entry(day).or_default();
        if channel.is_talk() {
            load.talks += limits.cost(channel);
            let first = at.as_second().div_euclid(SLOT);
            self.busy.extend(first..first + slots(channel));
        } else {
            load.written += 1;
        }
    }
}

const fn slots(channel: Channel) -> i64 {
    let slots = channel.minutes() * 60 / SLOT;
    if slots == 0 { 1 } else { slots }
}
