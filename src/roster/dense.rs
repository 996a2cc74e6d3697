/// A value that a [`DenseTable`] can keep. The default stands for an empty place.
pub trait Dense: Copy + Default {
    /// A number by which values are spread evenly, from its highest bit down.
    fn spread(&self) -> u64;

    /// Whether this is an empty place.
    fn is_empty(&self) -> bool;
}

/// Values by their hash, in little more memory than they need themselves.
///
/// They lie in the order of their hashes, each as near behind its own place as the others leave room.
/// So the table can grow by a quarter where it lies: one that doubles may be half empty, and stands twice
/// in memory while it grows.
#[derive(Debug)]
pub struct DenseTable<T> {
    places: Vec<T>,
    /// How many of the places are those of hashes; behind them are what the last ones leave no room for.
    own: usize,
    count: usize,
}

impl<T> Default for DenseTable<T> {
    fn default() -> Self {
        Self { places: Vec::new(), own: 0, count: 0 }
    }
}

impl<T: Dense> DenseTable<T> {
    /// Room at first.
    const LEAST: usize = 16;

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The value of this hash that is meant.
    pub fn find(&self, spread: u64, is: impl Fn(&T) -> bool) -> Option<&T> {
        self.position(spread, is).map(|at| &self.places[at])
    }

    /// The same, to be changed; its hash must stay.
    pub fn find_mut(&mut self, spread: u64, is: impl Fn(&T) -> bool) -> Option<&mut T> {
        self.position(spread, is).map(|at| &mut self.places[at])
    }

    fn position(&self, spread: u64, is: impl Fn(&T) -> bool) -> Option<usize> {
        let from = place(spread, self.own);
        for (at, value) in self.places.iter().enumerate().skip(from) {
            if value.is_empty() || value.spread() > spread {
                return None;
            }
            if value.spread() == spread && is(value) {
                return Some(at);
            }
        }
        None
    }

    /// Adds a value, which must be none that stands for an empty place.
    pub fn add(&mut self, value: T) {
        if (self.count + 1) * 5 > self.own * 4 {
            self.grow();
        }
        let spread = value.spread();
        let mut at = place(spread, self.own);
        let goes_before = |other: &T| other.is_empty() || other.spread() > spread;
        while self.places.get(at).is_some_and(|other| !goes_before(other)) {
            at += 1;
        }
        // Those behind it move on, up to the next empty place.
        let mut moved = value;
        while let Some(place) = self.places.get_mut(at) {
            std::mem::swap(place, &mut moved);
            if moved.is_empty() {
                break;
            }
            at += 1;
        }
        if !moved.is_empty() {
            self.places.push(moved);
        }
        self.count += 1;
    }

    fn grow(&mut self) {
        let own = self.own + (self.own / 4).max(Self::LEAST);
        let before = self.places.len();
        let filled = self.places.iter().filter(|value| !value.is_empty());
        let end = filled.fold(0, |next, value| place(value.spread(), own).max(next) + 1);
        let length = own.max(end);
        self.places.reserve_exact(length.saturating_sub(before) + Self::LEAST);
        self.places.resize(length.max(before), T::default());
        // All of them go to the end first, so that each finds its new place free.
        let mut from = self.places.len();
        for at in (0..before).rev() {
            let value = std::mem::take(&mut self.places[at]);
            if !value.is_empty() {
                from -= 1;
                self.places[from] = value;
            }
        }
        let mut next = 0;
        for at in from..self.places.len() {
            let value = std::mem::take(&mut self.places[at]);
            let to = place(value.spread(), own).max(next);
            self.places[to] = value;
            next = to + 1;
        }
        self.places.truncate(length);
        self.own = own;
    }
}

/// The place of a hash among so many.
fn place(spread: u64, own: usize) -> usize {
    let scaled = (u128::from(spread) * own as u128) >> u64::BITS;
    usize::try_from(scaled).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Dense, DenseTable};
    use proptest::prelude::{Strategy, any, prop, prop_assert_eq, proptest};
    use std::collections::BTreeSet;

    impl Dense for (u64, u32) {
        fn spread(&self) -> u64 {
            self.0
        }

        fn is_empty(&self) -> bool {
            self.1 == 0
        }
    }

    proptest! {
        #[test]
        fn what_was_added_is_found_and_nothing_else(values in prop::collection::vec(value(), 0..400)) {
            let (mut table, mut known) = (DenseTable::default(), BTreeSet::new());
            for one in &values {
                let found = table.find(one.0, |other| other == one);
                prop_assert_eq!(found.is_some(), known.contains(one));
                if known.insert(*one) {
                    table.add(*one);
                }
                prop_assert_eq!(table.count, known.len());
            }
            for one in &values {
                prop_assert_eq!(table.find(one.0, |other| other == one), Some(one));
            }
        }
    }

    /// Hashes that are spread, that lie side by side, and that stand at both ends.
    fn value() -> impl Strategy<Value = (u64, u32)> {
        let spread = prop_oneof(any::<u64>(), 0..40_u64);
        (spread, 1..3_u32)
    }

    fn prop_oneof(
        wide: impl Strategy<Value = u64>,
        near: impl Strategy<Value = u64> + Clone,
    ) -> impl Strategy<Value = u64> {
        let ends = near.clone().prop_map(|near| u64::MAX - near);
        proptest::prop_oneof![wide, near, ends]
    }

    #[test]
    fn little_is_left_empty() {
        let mut table = DenseTable::default();
        for number in 1..=100_000_u32 {
            let spread = u64::from(number).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            table.add((spread, number));
        }
        assert!(table.places.len() < 100_000 * 8 / 5, "{}", table.places.len());
        assert!(table.places.capacity() < 100_000 * 8 / 5, "{}", table.places.capacity());
    }
}
