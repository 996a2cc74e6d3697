use jiff::Timestamp;
use std::collections::BTreeMap;

/// Stretches of time in which a search found no room. Days only fill, so that nothing will be found
/// there later either: each stretch is searched once, and a plan of full days stays linear.
#[derive(Debug, Default)]
pub(super) struct Barren {
    /// From when to before when; they do not touch each other.
    stretches: BTreeMap<Timestamp, Timestamp>,
}

impl Barren {
    /// The first moment, not before `from`, that may have room.
    pub(super) fn skip(&self, from: Timestamp) -> Timestamp {
        let before = self.stretches.range(..=from).next_back();
        before.map_or(from, |(_, end)| from.max(*end))
    }

    /// Notes that there is no room from `from` until before `end`.
    pub(super) fn add(&mut self, from: Timestamp, end: Timestamp) {
        if from >= end {
            return;
        }
        let (mut from, mut end) = (from, end);
        if let Some((start, until)) = self.stretches.range(..=from).next_back()
            && *until >= from
        {
            from = *start;
            end = end.max(*until);
        }
        while let Some((start, until)) = self.stretches.range(from..=end).next() {
            let (start, until) = (*start, *until);
            end = end.max(until);
            self.stretches.remove(&start);
        }
        self.stretches.insert(from, end);
    }
}

#[cfg(test)]
mod tests {
    use super::{Barren, Timestamp};
    use proptest::prelude::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    proptest! {
        #[test]
        fn p12_what_is_skipped_was_searched(
            stretches in prop::collection::vec((0..60_i64, 0..20_i64), 0..12),
            from in 0..80_i64,
        ) {
            let mut barren = Barren::default();
            for (from, length) in &stretches {
                barren.add(at(*from), at(from + length));
            }
            let is_barren = |second: i64| {
                stretches.iter().any(|(from, length)| (*from..from + length).contains(&second))
            };
            let first = (from..i64::MAX).find(|second| !is_barren(*second)).unwrap();
            prop_assert_eq!(barren.skip(at(from)), at(first));
        }
    }
}
