//! Holds what the store says of letters against what the facts come to.

use super::opening::record;
use super::slot::Slot;
use super::{Fact, Head, Ledger, Store, Trouble};
use crate::diagnostic::Report;
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::ops::ControlFlow;

/// How often to look again when somebody wrote in between.
const LOOKS: usize = 3;

/// What was found whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// How many facts, and the digest of the last one.
    pub head: Head,
    /// How many letters have a place.
    pub letters: usize,
}

/// What the facts come to for every letter.
///
/// Of a letter only a digest of 64 bits is kept, so that a million of them fit into some 40 MB.
pub(super) struct Tally {
    pub(super) head: Head,
    /// The number of the last run.
    pub(super) last_run: u32,
    slots: HashMap<u64, Slot>,
    hasher: RandomState,
}

impl Ledger<'_> {
    /// Follows the chain, examines the store and holds its table of letters against the facts. The
    /// error names the first row or letter that is not what was written.
    pub fn verify(&self) -> Result<Verified, Report> {
        let store = self.store();
        let look = || {
            store.look()?;
            store.examine()?;
            let tally = Tally::agreed(store)?;
            Ok(Verified { letters: tally.slots.len(), head: tally.head })
        };
        look().map_err(|trouble: Trouble| self.finding(trouble).into())
    }
}

impl Tally {
    /// Follows the chain, and holds the store's letters against it. Others may write in between, so what
    /// does not agree is looked at again.
    pub(super) fn agreed(store: &dyn Store) -> Result<Self, Trouble> {
        let look = || {
            let tally = Self::of(store)?;
            tally.check(store).map(|()| tally)
        };
        let mut seen = look();
        for _ in 1..LOOKS {
            if !matches!(seen, Err(Trouble::Apart(..))) {
                break;
            }
            seen = look();
        }
        seen
    }

    /// Follows the chain and adds its facts up.
    fn of(store: &dyn Store) -> Result<Self, Trouble> {
        let (slots, hasher) = (HashMap::new(), RandomState::new());
        let mut tally = Self { head: Head::default(), last_run: 0, slots, hasher };
        let mut head = Head::default();
        each_fact(
            store,
            &mut |seq, fact| {
                if let Fact::Began(began) = fact {
                    tally.last_run = tally.last_run.max(began.run);
                }
                fact.each_step(|step| {
                    tally.last_run = tally.last_run.max(step.run);
                    let mark = tally.hasher.hash_one((step.revision, step.contact));
                    let slot = tally.slots.entry(mark).or_insert(Slot::NEW);
                    *slot = step.from(*slot).map_err(|illegal| Trouble::Illegal(seq, illegal))?;
                    Ok(())
                })
            },
            &mut head,
        )?;
        tally.head = head;
        Ok(tally)
    }

    /// Whether every letter of the store stands where the facts say; the error names the first that
    /// does not.
    fn check(&self, store: &dyn Store) -> Result<(), Trouble> {
        let mut apart = None;
        let mut met = 0;
        store.each_letter(&mut |revision, contact, slot| {
            met += 1;
            let mark = self.hasher.hash_one((revision, contact));
            if apart.is_none() && self.slots.get(&mark) != Some(&slot) {
                apart = Some(Trouble::Apart(revision, contact.to_owned()));
            }
        })?;
        match apart {
            Some(trouble) => Err(trouble),
            None if met == self.slots.len() => Ok(()),
            None => Err(self.missing(store)?),
        }
    }

    /// The first letter of which facts speak and the store does not.
    fn missing(&self, store: &dyn Store) -> Result<Trouble, Trouble> {
        let mut left = self.slots.clone();
        store.each_letter(&mut |revision, contact, _| {
            left.remove(&self.hasher.hash_one((revision, contact)));
        })?;
        let mut missing = None;
        each_fact(
            store,
            &mut |_, fact| {
                fact.each_step(|step| {
                    let mark = self.hasher.hash_one((step.revision, step.contact));
                    if missing.is_none() && left.contains_key(&mark) {
                        missing = Some(Trouble::Apart(step.revision, step.contact.to_owned()));
                    }
                    Ok(())
                })
            },
            &mut Head::default(),
        )?;
        Ok(missing.unwrap_or_else(|| Trouble::Damaged("letters are missing".to_owned())))
    }
}

/// Meets every fact with its number, and follows the chain.
fn each_fact(
    store: &dyn Store,
    meet: &mut dyn FnMut(u64, &Fact) -> Result<(), Trouble>,
    head: &mut Head,
) -> Result<(), Trouble> {
    let mut stopped = None;
    store.rows_since(0, &mut |row| {
        let followed = head.follow(&row).map_err(Trouble::Broken);
        match followed.and_then(|()| record(row)).and_then(|it| meet(it.seq, &it.fact)) {
            Ok(()) => ControlFlow::Continue(()),
            Err(trouble) => {
                stopped = Some(trouble);
                ControlFlow::Break(())
            }
        }
    })?;
    stopped.map_or(Ok(()), Err)
}
