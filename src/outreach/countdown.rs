use crate::crisis::{Brief, Phase};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

/// How long after the start the first word is due (P-01).
const HOLDING: SignedDuration = SignedDuration::from_hours(1);
/// How long after the start the letter of the leader is due (P-01).
const LETTER: SignedDuration = SignedDuration::from_hours(4);

/// The hours since a crisis began, against the limits that trust gives (P-01, P-34).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Countdown {
    /// Minutes since it began; none while the brief does not say.
    pub minutes: Option<i64>,
    /// The limits, in the order of time.
    pub limits: Vec<Limit>,
}

/// When the first letter of each phase went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FirstLetters {
    /// A holding note.
    pub holding: Option<Timestamp>,
    /// The letter of the leader.
    pub letter: Option<Timestamp>,
}

/// One limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Limit {
    /// What is due, in words.
    pub what: &'static str,
    /// When.
    pub due: Timestamp,
    /// When it was met.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub met: Option<Timestamp>,
    /// Minutes left, or left when it was met; below zero when it had passed.
    pub minutes_left: i64,
    /// How near it is.
    pub alarm: Alarm,
    /// From when it counts.
    #[serde(skip)]
    started: Timestamp,
}

/// How near a limit is: half of the time is a warning, all of it an alarm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Alarm {
    /// More than half of the time is left.
    Calm,
    /// Less than half is left.
    Warning,
    /// It has passed.
    Passed,
    /// What was due has been done, in time or late.
    Met,
}

impl Countdown {
    /// The clock of a crisis at a moment, with what has gone by then.
    pub fn of(brief: &Brief, now: Timestamp, first: FirstLetters) -> Self {
        let Some(started) = &brief.started_at else {
            return Self { minutes: None, limits: Vec::new() };
        };
        let started = started.timestamp();
        let limit = |what, due: Timestamp, met: Option<Timestamp>| {
            let whole = due.duration_since(started);
            let left = due.duration_since(met.unwrap_or(now));
            let alarm = if met.is_some() {
                Alarm::Met
            } else if left <= SignedDuration::ZERO {
                Alarm::Passed
            } else if left * 2 <= whole {
                Alarm::Warning
            } else {
                Alarm::Calm
            };
            Limit { what, due, met, minutes_left: left.as_mins(), alarm, started }
        };
        let mut limits = Vec::new();
        // Where the letter itself has gone, nobody waits for a first word any more.
        if first.holding.is_some() || first.letter.is_none() {
            limits.push(limit("the holding note", started + HOLDING, first.holding));
        }
        if brief.phase == Phase::Letter {
            limits.push(limit("the letter of the leader", started + LETTER, first.letter));
        }
        if let Some(next) = &brief.next_update_at {
            limits.push(limit("the promised update", next.timestamp(), None));
        }
        Self { minutes: Some(now.duration_since(started).as_mins()), limits }
    }

    /// In one line: how long it lasts, and each limit.
    pub fn line(&self) -> Option<String> {
        let since = format!("{} since it began", span(self.minutes?));
        let told = |limit: &Limit| match limit.alarm {
            Alarm::Passed => format!("{} was due {} ago", limit.what, span(-limit.minutes_left)),
            Alarm::Warning => format!(
                "{} is due in {}, less than half the time is left",
                limit.what,
                span(limit.minutes_left)
            ),
            Alarm::Calm => format!("{} is due in {}", limit.what, span(limit.minutes_left)),
            Alarm::Met => limit.told_met(),
        };
        let mut parts = vec![since];
        parts.extend(self.limits.iter().map(told));
        Some(format!("{}.", parts.join("; ")))
    }
}

impl Limit {
    /// `the letter of the leader went 5 h after it began, 1 h late`.
    fn told_met(&self) -> String {
        let after = self.met.map_or(0, |met| met.duration_since(self.started).as_mins());
        let late = match self.minutes_left {
            ..0 => format!(", {} late", span(-self.minutes_left)),
            _ => String::new(),
        };
        format!("{} went {} after it began{late}", self.what, span(after))
    }
}

/// A span in words: `50 min`, `6 h 50 min`, `4 d 2 h`.
pub fn span(minutes: i64) -> String {
    let minutes = minutes.max(0);
    match (minutes / (24 * 60), minutes / 60 % 24, minutes % 60) {
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, 0) => format!("{hours} h"),
        (0, hours, minutes) => format!("{hours} h {minutes} min"),
        (days, 0, _) => format!("{days} d"),
        (days, hours, _) => format!("{days} d {hours} h"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Alarm, Brief, Countdown, FirstLetters, Timestamp, span};

    fn at(now: &str) -> Vec<(&'static str, Alarm)> {
        let text = "phase = \"letter\"\nzone = \"UTC\"\nstarted_at = 2026-11-20T03:00:00Z\n";
        let (brief, _) = Brief::read("brief.toml", text).unwrap();
        let now: Timestamp = now.parse().unwrap();
        let limits = Countdown::of(&brief, now, FirstLetters::default()).limits;
        limits.into_iter().map(|limit| (limit.what, limit.alarm)).collect()
    }

    #[test]
    fn p01_half_of_the_time_warns_and_all_of_it_alarms() {
        let (holding, letter) = ("the holding note", "the letter of the leader");
        assert_eq!(at("2026-11-20T03:10:00Z"), [(holding, Alarm::Calm), (letter, Alarm::Calm)]);
        assert_eq!(at("2026-11-20T03:30:00Z"), [(holding, Alarm::Warning), (letter, Alarm::Calm)]);
        assert_eq!(
            at("2026-11-20T05:00:00Z"),
            [(holding, Alarm::Passed), (letter, Alarm::Warning)]
        );
        assert_eq!(at("2026-11-20T07:00:00Z"), [(holding, Alarm::Passed), (letter, Alarm::Passed)]);
    }

    #[test]
    fn p01_what_has_gone_is_due_no_more() {
        let told = |phase: &str, holding: Option<&str>, letter: Option<&str>| {
            let text =
                format!("phase = \"{phase}\"\nzone = \"UTC\"\nstarted_at = 2026-11-20T03:00:00Z\n");
            let (brief, _) = Brief::read("brief.toml", &text).unwrap();
            let at = |time: &str| format!("2026-11-20T{time}:00Z").parse().unwrap();
            let first = FirstLetters { holding: holding.map(at), letter: letter.map(at) };
            Countdown::of(&brief, at("09:00"), first).line().unwrap()
        };
        assert_eq!(
            told("holding", Some("03:50"), None),
            "6 h since it began; the holding note went 50 min after it began."
        );
        assert_eq!(
            told("letter", Some("04:10"), Some("08:00")),
            "6 h since it began; the holding note went 1 h 10 min after it began, 10 min late; \
             the letter of the leader went 5 h after it began, 1 h late."
        );
        assert_eq!(
            told("letter", None, Some("06:00")),
            "6 h since it began; the letter of the leader went 3 h after it began."
        );
        assert_eq!(
            told("letter", Some("03:50"), None),
            "6 h since it began; the holding note went 50 min after it began; \
             the letter of the leader was due 2 h ago."
        );
    }

    #[test]
    fn spans_are_read_at_a_glance() {
        let spans = [5, 60, 410, 1440, 1530].map(span);
        assert_eq!(spans, ["5 min", "1 h", "6 h 50 min", "1 d", "1 d 1 h"]);
    }
}
