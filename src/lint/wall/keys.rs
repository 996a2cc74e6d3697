use crate::roster::{Dense, DenseTable};

/// Spreads the bits of a hash up to the highest.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

/// A set of hashes, in some ten bytes each.
#[derive(Debug, Default)]
pub(super) struct Keys(DenseTable<Key>);

#[derive(Debug, Clone, Copy, Default)]
struct Key(u64);

impl Dense for Key {
    fn spread(&self) -> u64 {
        self.0
    }

    fn is_empty(&self) -> bool {
        self.0 == 0
    }
}

impl Keys {
    pub(super) fn add(&mut self, key: u64) {
        if !self.contains(key) {
            self.0.add(Key(spread(key)));
        }
    }

    pub(super) fn contains(&self, key: u64) -> bool {
        self.0.find(spread(key), |_| true).is_some()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Of each first word the lengths of the names that begin with it, as bits.
#[derive(Debug, Default)]
pub(super) struct Lengths(DenseTable<Beginning>);

/// The hash of a word in two halves, so that it takes twelve bytes with its lengths.
#[derive(Debug, Clone, Copy, Default)]
struct Beginning {
    high: u32,
    low: u32,
    lengths: u32,
}

impl Dense for Beginning {
    fn spread(&self) -> u64 {
        u64::from(self.high) << u32::BITS | u64::from(self.low)
    }

    fn is_empty(&self) -> bool {
        self.lengths == 0
    }
}

impl Lengths {
    /// Adds a length, from 1 to 31.
    pub(super) fn add(&mut self, first: u64, length: usize) {
        let (spread, lengths) = (spread(first), 1 << length);
        match self.0.find_mut(spread, |_| true) {
            Some(known) => known.lengths |= lengths,
            None => self.0.add(Beginning {
                high: u32::try_from(spread >> u32::BITS).unwrap_or_default(),
                low: u32::try_from(spread & u64::from(u32::MAX)).unwrap_or_default(),
                lengths,
            }),
        }
    }

    /// All lengths behind this word; none are no bits.
    pub(super) fn of(&self, first: u64) -> u32 {
        self.0.find(spread(first), |_| true).map_or(0, |known| known.lengths)
    }
}

/// Nought stands for an empty place, so that it is taken for one.
fn spread(hash: u64) -> u64 {
    hash.wrapping_mul(SPREAD).max(1)
}

#[cfg(test)]
mod tests {
    use super::{Keys, Lengths};

    #[test]
    fn keys_and_lengths_are_what_was_added() {
        let (mut keys, mut lengths) = (Keys::default(), Lengths::default());
        assert!(keys.is_empty());
        for key in [7, u64::MAX, 7, 1 << 63] {
            keys.add(key);
            lengths.add(key, 2);
        }
        lengths.add(7, 31);
        assert!(!keys.is_empty());
        assert_eq!([7, 8, 1 << 63].map(|key| keys.contains(key)), [true, false, true]);
        assert_eq!([7, 8, 1 << 63].map(|key| lengths.of(key)), [1 << 31 | 4, 0, 4]);
    }
}
