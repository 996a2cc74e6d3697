//! What goes into one commit: all claims as one fact, all outcomes as one.

use super::queue::{Answer, Job};
use crate::ledger::slot::{Cause, Slot, Step};
use crate::ledger::{
    DeliveryState, Entry, Fact, Handed, HandedOver, Illegal, Pen, Sending, Trouble,
};
use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, RandomState};

/// One commit in the making.
pub(super) struct Page<'p> {
    pub(super) pen: &'p mut dyn Pen,
    /// Makes a row of a fact.
    pub(super) entry: &'p dyn Fn(&Fact) -> Result<Entry, Trouble>,
    pub(super) run: u32,
    pub(super) notes: &'p mut Notes,
}

/// What a page is made of. It outlives the page, so that nothing is lost when the commit fails.
#[derive(Default)]
pub(super) struct Notes {
    /// Answers by the number of their job; all others are simply done.
    pub(super) answers: Vec<(u64, Answer)>,
    /// Outcomes that stand in rows of this commit, with their revision.
    pub(super) outcomes: Vec<(u32, Handed)>,
    /// Claims in rows of this commit.
    pub(super) claims: usize,
    /// An outcome of a letter that this run did not claim.
    pub(super) illegal: Option<Illegal>,
    /// Claims for the next row, of this revision.
    claiming: (u32, Vec<String>),
    /// Outcomes for the next row, of this revision.
    handing: (u32, Vec<Handed>),
    /// Letters that this run has claimed and that came to nothing yet, by a digest of their key: where
    /// they stand, and in which row they were claimed. A digest that two share would have the store
    /// refuse the commit; it could not have a letter go twice.
    flying: HashMap<u64, (Slot, u64)>,
    /// The number of the row that `claiming` will be.
    row: u64,
    hasher: RandomState,
}

impl Notes {
    /// Forgets the page before.
    pub(super) fn clear(&mut self) {
        self.answers.clear();
        self.outcomes.clear();
        self.claims = 0;
        self.claiming.1.clear();
        self.handing.1.clear();
    }

    /// The outcomes of this page, which was not written.
    pub(super) fn unwritten(&mut self) -> Vec<(u32, Handed)> {
        let (revision, letters) = &mut self.handing;
        let mut outcomes = std::mem::take(&mut self.outcomes);
        outcomes.extend(letters.drain(..).map(|letter| (*revision, letter)));
        outcomes
    }
}

impl Page<'_> {
    /// Takes one job in. Only a store that fails is an error.
    pub(super) fn take(&mut self, number: u64, job: Job) -> Result<(), Trouble> {
        match job {
            Job::Claim { revision, contact } => self.claim(number, revision, contact),
            Job::Outcome { revision, letter } => self.hand_over(revision, letter),
            Job::Fact(fact) => {
                self.flush()?;
                match self.record(&fact) {
                    Err(Trouble::Illegal(seq, illegal)) => {
                        let trouble = Trouble::Illegal(seq, illegal);
                        self.notes.answers.push((number, Answer::Trouble(trouble)));
                        Ok(())
                    }
                    done => done,
                }
            }
        }
    }

    fn claim(&mut self, number: u64, revision: u32, contact: String) -> Result<(), Trouble> {
        let before = self.pen.slot(revision, &contact)?;
        let (cause, to) = (Cause::Claimed, DeliveryState::Sending);
        let step = Step { revision, contact: &contact, cause, to, run: self.run };
        let slot = match step.from(before.unwrap_or(Slot::NEW)) {
            Ok(slot) => slot,
            Err(illegal) => {
                self.notes.answers.push((number, Answer::Denied(illegal.from)));
                return Ok(());
            }
        };
        self.pen.put(revision, &contact, before, slot)?;
        if self.notes.claiming.0 != revision {
            self.flush()?;
            self.notes.claiming.0 = revision;
        }
        let mark = self.notes.hasher.hash_one((revision, contact.as_str()));
        self.notes.flying.insert(mark, (slot, self.notes.row));
        self.notes.claiming.1.push(contact);
        self.notes.claims += 1;
        Ok(())
    }

    fn hand_over(&mut self, revision: u32, letter: Handed) -> Result<(), Trouble> {
        match self.step(revision, &letter) {
            Ok(true) => self.notes.handing.1.push(letter),
            Ok(false) => {}
            Err(trouble) => {
                self.notes.outcomes.push((revision, letter));
                return Err(trouble);
            }
        }
        Ok(())
    }

    /// Moves a letter to what came of it, if this run had claimed it.
    fn step(&mut self, revision: u32, letter: &Handed) -> Result<bool, Trouble> {
        let contact = letter.contact.as_str();
        let mark = self.notes.hasher.hash_one((revision, contact));
        let known = self.notes.flying.remove(&mark);
        // In the rows of one commit outcomes come before claims, unless they are of the same letter.
        let claimed_now = known.is_some_and(|(_, row)| row == self.notes.row);
        if claimed_now || self.notes.handing.0 != revision {
            self.flush()?;
            self.notes.handing.0 = revision;
        }
        let before = match known {
            Some((slot, _)) => Some(slot),
            None => self.pen.slot(revision, contact)?,
        };
        let (cause, to) = (Cause::HandedOver, letter.state);
        let step = Step { revision, contact, cause, to, run: self.run };
        match step.from(before.unwrap_or(Slot::NEW)) {
            Ok(slot) => self.pen.put(revision, contact, before, slot).map(|()| true),
            Err(illegal) => {
                self.notes.illegal.get_or_insert(illegal);
                Ok(false)
            }
        }
    }

    /// Any fact with all its steps, or none of it.
    fn record(&mut self, fact: &Fact) -> Result<(), Trouble> {
        let mut slots: BTreeMap<(u32, String), (Option<Slot>, Slot)> = BTreeMap::new();
        let mut steps = Vec::new();
        fact.each_step(|step| {
            let key = (step.revision, step.contact.to_owned());
            let before = match slots.get(&key) {
                Some((_, slot)) => Some(*slot),
                None => self.pen.slot(step.revision, step.contact)?,
            };
            let slot = step
                .from(before.unwrap_or(Slot::NEW))
                .map_err(|illegal| Trouble::Illegal(0, illegal))?;
            slots.insert(key.clone(), (before, slot));
            steps.push((key, before, slot));
            Ok::<(), Trouble>(())
        })?;
        for ((revision, contact), before, slot) in steps {
            self.pen.put(revision, &contact, before, slot)?;
        }
        self.pen.add((self.entry)(fact)?).map(drop)
    }

    /// Makes rows of what has been gathered.
    pub(super) fn flush(&mut self) -> Result<(), Trouble> {
        let run = self.run;
        let (revision, letters) = &mut self.notes.handing;
        if !letters.is_empty() {
            let (revision, letters) = (*revision, std::mem::take(letters));
            let fact = Fact::HandedOver(HandedOver { run, revision, letters });
            let entry = (self.entry)(&fact);
            if let Fact::HandedOver(fact) = fact {
                self.notes.outcomes.extend(fact.letters.into_iter().map(|it| (revision, it)));
            }
            self.pen.add(entry?)?;
        }
        let (revision, contacts) = &mut self.notes.claiming;
        if !contacts.is_empty() {
            let (revision, contacts) = (*revision, std::mem::take(contacts));
            let entry = (self.entry)(&Fact::Sending(Sending { run, revision, contacts }))?;
            self.notes.row += 1;
            self.pen.add(entry)?;
        }
        Ok(())
    }
}
