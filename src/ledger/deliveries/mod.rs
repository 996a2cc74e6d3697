//! Where every letter stands: a million of them in some 50 MB, and what servers said to each of them.

mod letters;
mod texts;

use super::slot::{Illegal, Slot};
use super::{Began, DeliveryState, Fact, Record, Sending};
use jiff::Timestamp;
use letters::Letters;
use std::collections::BTreeMap;

/// What is said of a letter that was claimed by a run of which nothing more was heard.
pub(super) const WITHOUT_A_WORD: &str = "the run ended without a word";

/// Where the letter to one contact stands, and how it came to that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delivery<'d> {
    /// Its state.
    pub state: DeliveryState,
    /// How often it was claimed.
    pub attempts: u16,
    /// Since when.
    pub at: Timestamp,
    /// What the server said, or why there is nothing that it said.
    pub words: &'d str,
    /// Which mail server.
    pub relay: Option<&'d str>,
    /// When it is tried again, for one that was put off.
    pub again_at: Option<Timestamp>,
    /// Who sent it by another way.
    pub by_hand: Option<&'d str>,
    /// The run that claimed it last; 0 when none did.
    pub run: u32,
}

/// Where every letter of a ledger stands of which a fact speaks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Deliveries {
    by_revision: BTreeMap<u32, Letters>,
    /// The run that began last, unless it ended.
    open: Option<u32>,
    /// The number of the last run.
    last: u32,
}

impl Deliveries {
    /// Folds records. The error is the first step that no letter may take, and the record's number.
    pub fn of<'r>(records: impl IntoIterator<Item = &'r Record>) -> Result<Self, (u64, Illegal)> {
        let mut deliveries = Self::default();
        for record in records {
            deliveries.meet(record).map_err(|illegal| (record.seq, illegal))?;
        }
        Ok(deliveries)
    }

    /// The letter to a contact; none when no fact speaks of it, and then it is queued.
    pub fn get(&self, revision: u32, contact: &str) -> Option<Delivery<'_>> {
        self.by_revision.get(&revision)?.get(contact)
    }

    /// The state of the letter to a contact.
    pub fn state(&self, revision: u32, contact: &str) -> DeliveryState {
        self.get(revision, contact).map_or(DeliveryState::Queued, |delivery| delivery.state)
    }

    /// Every letter of a revision of which a fact speaks, in the order of ids.
    pub fn iter(&self, revision: u32) -> impl Iterator<Item = (&str, Delivery<'_>)> {
        self.by_revision.get(&revision).into_iter().flat_map(Letters::iter)
    }

    /// The revisions of which a fact speaks, the first one first.
    pub fn revisions(&self) -> impl DoubleEndedIterator<Item = u32> {
        self.by_revision.keys().copied()
    }

    /// The number of the last run; 0 before the first.
    pub fn last_run(&self) -> u32 {
        self.last
    }

    /// The run that began last and has not said that it ended, whether it goes on or died.
    pub fn open_run(&self) -> Option<u32> {
        self.open
    }

    /// Takes one more record in.
    pub(super) fn meet(&mut self, record: &Record) -> Result<(), Illegal> {
        match &record.fact {
            Fact::Began(Began { run, .. }) | Fact::Sending(Sending { run, .. }) => {
                self.open = Some(*run);
                self.last = self.last.max(*run);
            }
            Fact::Ended(_) => self.open = None,
            _ => {}
        }
        let fact = &record.fact;
        let mut handed = match fact {
            Fact::HandedOver(handed) => handed.letters.as_slice(),
            _ => &[],
        }
        .iter();
        fact.each_step(|step| {
            let letters = self.by_revision.entry(step.revision).or_default();
            let before = letters.get(step.contact).map_or(Slot::NEW, |letter| letter.slot());
            let slot = step.from(before)?;
            letters.take(step.contact, slot, (record.recorded_at, fact), handed.next());
            Ok(())
        })
    }

    /// Claims of runs that are over become unknown: who claimed them will say no more.
    pub(super) fn close(&mut self, still_running: bool) {
        let running = self.open.filter(|_| still_running);
        self.by_revision.values_mut().for_each(|letters| letters.close(running));
    }
}

impl Delivery<'_> {
    fn slot(&self) -> Slot {
        Slot { state: self.state, attempts: self.attempts, run: self.run }
    }
}
