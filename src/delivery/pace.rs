use crate::workspace::Rate;
use std::collections::VecDeque;
use std::time::Duration;

/// The beginning of a run on a clock of its own: later than any window is long.
const START: Duration = Duration::from_hours(60 * 24);

/// Keeps the number of letters in every window of time below the provider's limits (P-17).
///
/// A limit of 20 in a minute means: within no minute, wherever it begins, do more than 20 leave. Time is
/// given from outside and only ever grows; a clock that is set anew does not touch it.
#[derive(Debug)]
pub(super) struct Pace {
    windows: Vec<Window>,
}

#[derive(Debug)]
struct Window {
    rate: Rate,
    /// When the letters of this window left, the oldest first; at most as many as the limit.
    left: VecDeque<Duration>,
}

impl Pace {
    /// No letter has left yet.
    pub(super) fn new(rates: &[Rate]) -> Self {
        let window = |rate: &Rate| Window { rate: *rate, left: VecDeque::new() };
        Self { windows: rates.iter().map(window).collect() }
    }

    /// Letters of earlier runs count too: one left so long before this run, the longest ago first.
    pub(super) fn remember(&mut self, ago: impl IntoIterator<Item = Duration>) {
        for ago in ago {
            self.note_at(START.saturating_sub(ago));
        }
    }

    /// How long to wait at `now` before the next letter may leave; zero when it may go at once.
    pub(super) fn wait(&mut self, now: Duration) -> Duration {
        let waits = self.windows.iter_mut().map(|window| window.wait(START + now));
        waits.max().unwrap_or_default()
    }

    /// A letter leaves at `now`.
    pub(super) fn note(&mut self, now: Duration) {
        self.note_at(START + now);
    }

    fn note_at(&mut self, now: Duration) {
        for window in &mut self.windows {
            if window.left.len() >= window.limit() {
                window.left.pop_front();
            }
            window.left.push_back(now);
        }
    }

    /// Whether the limits let fewer than so many letters leave in a second, in the long run.
    pub(super) fn is_below(&self, in_a_second: u32) -> bool {
        self.windows.iter().any(|window| {
            let Rate { count, per } = window.rate;
            u128::from(count) * 1000 < u128::from(in_a_second) * per.as_millis()
        })
    }
}

impl Window {
    fn limit(&self) -> usize {
        usize::try_from(self.rate.count).unwrap_or(usize::MAX).max(1)
    }

    fn wait(&mut self, now: Duration) -> Duration {
        while self.left.front().is_some_and(|first| now >= *first + self.rate.per) {
            self.left.pop_front();
        }
        match self.left.front() {
            Some(first) if self.left.len() >= self.limit() => {
                (*first + self.rate.per).saturating_sub(now)
            }
            _ => Duration::ZERO,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Pace;
    use crate::workspace::Rate;
    use proptest::prelude::*;
    use std::time::Duration;

    fn rate(count: u32, seconds: u64) -> Rate {
        Rate { count, per: Duration::from_secs(seconds) }
    }

    /// Sends as fast as it may, and gives the time of each letter in milliseconds.
    fn times(rates: &[Rate], letters: usize, step: u64) -> Vec<u64> {
        let mut pace = Pace::new(rates);
        let mut now = Duration::ZERO;
        let mut times = Vec::new();
        for _ in 0..letters {
            now += pace.wait(now);
            assert!(pace.wait(now).is_zero());
            pace.note(now);
            times.push(u64::try_from(now.as_millis()).unwrap());
            now += Duration::from_millis(step);
        }
        times
    }

    #[test]
    fn p17_twenty_go_and_the_next_waits_for_the_minute_to_end() {
        let times = times(&[rate(20, 60)], 41, 0);
        assert_eq!((times[19], times[20], times[39], times[40]), (0, 60_000, 60_000, 120_000));
    }

    #[test]
    fn a_limit_is_slow_by_the_second_whatever_its_window() {
        let is_below = |rates: &[Rate]| Pace::new(rates).is_below(100);
        assert!(is_below(&[rate(20, 60)]) && is_below(&[rate(99, 1), rate(10_000, 1)]));
        assert!(!is_below(&[]) && !is_below(&[rate(100, 1)]) && !is_below(&[rate(6000, 60)]));
    }

    #[test]
    fn p17_letters_of_earlier_runs_count() {
        let mut pace = Pace::new(&[rate(2, 60)]);
        pace.remember([50, 10].map(Duration::from_secs));
        assert_eq!(pace.wait(Duration::ZERO), Duration::from_secs(10));
        assert_eq!(pace.wait(Duration::from_secs(10)), Duration::ZERO);
    }

    proptest! {
        #[test]
        fn p17_no_window_wherever_it_begins_holds_more_than_its_limit(
            counts in prop::collection::vec((1..7_u32, 1..90_u64), 1..4),
            step in 0..3000_u64,
        ) {
            let rates: Vec<_> = counts.iter().map(|(count, per)| rate(*count, *per)).collect();
            let times = times(&rates, 60, step);
            for (count, per) in counts {
                for (at, first) in times.iter().enumerate() {
                    let within = times[at..].iter().filter(|time| **time < first + per * 1000);
                    prop_assert!(within.count() <= count as usize);
                }
            }
        }
    }
}
