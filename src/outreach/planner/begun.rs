use super::person::Person;
use crate::outreach::Wave;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// The waves of which letters have gone.
#[derive(Debug, Default)]
pub(super) struct Begun {
    /// When the first letter of each went.
    first: BTreeMap<Wave, Timestamp>,
    /// The last one that was reached in order, and when: each wave before it that has letters has begun, too.
    pub(super) last: Option<(Wave, Timestamp)>,
}

impl Begun {
    pub(super) fn of(people: &[Person<'_>]) -> Self {
        let mut first = BTreeMap::new();
        let mut lettered = BTreeSet::new();
        for person in people {
            let Some(wave) = person.wave.filter(|_| person.has_letter()) else { continue };
            lettered.insert(wave);
            if let Some(gone) = person.gone {
                let first = first.entry(wave).or_insert(gone);
                *first = gone.min(*first);
            }
        }
        let reached = lettered.into_iter().map_while(|wave| Some((wave, *first.get(&wave)?)));
        let last = reached.last();
        Self { first, last }
    }

    /// When a wave began.
    pub(super) fn at(&self, wave: Wave) -> Option<Timestamp> {
        self.first.get(&wave).copied()
    }
}
