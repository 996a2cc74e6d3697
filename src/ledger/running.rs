use super::deliveries::WITHOUT_A_WORD;
use super::opening::entry;
use super::run::{self, Recorder};
use super::verify::Tally;
use super::{DeliveryState, Fact, Handed, HandedOver, Ledger, Slot, Trouble, finding};
use crate::diagnostic::Report;
use jiff::Timestamp;
use std::collections::BTreeMap;

/// Letters in one fact, when many are found that no run finished.
const TOGETHER: usize = 1000;

impl Ledger<'_> {
    /// Lets `work` send letters: nobody else may send until it has ended, and whatever it records is
    /// durable. Others may write in between, such as to log a call. The whole ledger is verified
    /// first, and letters of which an earlier run said nothing more become unknown. The error says
    /// what was recorded, and what was not.
    pub fn run<T>(
        &mut self,
        clock: &(dyn Fn() -> Timestamp + Sync),
        work: impl FnOnce(&Recorder) -> T,
    ) -> Result<T, Report> {
        let begun = self.parts().0.begin_run();
        begun.map_err(|trouble| self.finding(trouble))?;
        let done = self.run_alone(clock, work);
        self.parts().0.end_run();
        done
    }

    /// What earlier runs claimed and said nothing more of is unknown from now on, so that a person may
    /// settle it. [`Ledger::run`] does the same before it begins, so while one goes on nothing is left.
    pub fn close_runs(&mut self, now: Timestamp) -> Result<(), Report> {
        let mut left = false;
        let is_left = &mut |_, _: &str, slot: Slot| left |= slot.state == DeliveryState::Sending;
        let read = self.store().each_letter(is_left);
        read.map_err(|trouble| self.finding(trouble))?;
        if !left || self.store().look().is_err() {
            return Ok(());
        }
        // Whoever begins a run in this moment waits, or has begun and closes them itself.
        let closed = match self.parts().0.begin_run() {
            Ok(()) => {
                let closed = self.close_left(now);
                self.parts().0.end_run();
                closed.map(drop)
            }
            Err(Trouble::Held(_)) => Ok(()),
            Err(trouble) => Err(trouble),
        };
        closed.map_err(|trouble| self.finding(trouble).into())
    }

    /// Whether letters are being sent at the moment; the error says by whom.
    pub fn look(&self) -> Result<(), Trouble> {
        self.store().look()
    }

    fn run_alone<T>(
        &mut self,
        clock: &(dyn Fn() -> Timestamp + Sync),
        work: impl FnOnce(&Recorder) -> T,
    ) -> Result<T, Report> {
        let last = self.close_left(clock()).map_err(|trouble| self.finding(trouble))?;
        let (store, seat) = self.parts();
        let entry = |fact: &Fact| entry(seat, clock(), fact);
        let (value, written) = run::run(store, last + 1, &entry, work);
        match written {
            Ok(()) => Ok(value),
            Err(loss) => Err(finding::of_loss(loss, self.shown()).into()),
        }
    }

    /// What earlier runs claimed and said nothing more of is unknown from now on (E-23). Gives the
    /// number of the last run.
    fn close_left(&mut self, now: Timestamp) -> Result<u32, Trouble> {
        let store = self.store();
        let tally = Tally::agreed(store)?;
        let mut open: BTreeMap<(u32, u32), Vec<String>> = BTreeMap::new();
        store.each_letter(&mut |revision, contact, slot| {
            if slot.state == DeliveryState::Sending {
                open.entry((slot.run, revision)).or_default().push(contact.to_owned());
            }
        })?;
        if open.is_empty() {
            return Ok(tally.last_run);
        }
        let (store, seat) = self.parts();
        store.write(&mut |pen| {
            for ((run, revision), contacts) in &open {
                for contacts in contacts.chunks(TOGETHER) {
                    let letters = contacts.iter().map(|contact| unknown(contact, now)).collect();
                    let (run, revision) = (*run, *revision);
                    let fact = Fact::HandedOver(HandedOver { run, revision, letters });
                    fact.take_steps(pen)?;
                    pen.add(entry(seat, now, &fact)?)?;
                }
            }
            Ok(())
        })?;
        Ok(tally.last_run)
    }
}

fn unknown(contact: &str, at: Timestamp) -> Handed {
    Handed {
        contact: contact.to_owned(),
        state: DeliveryState::Unknown,
        at,
        relay: None,
        words: WITHOUT_A_WORD.to_owned(),
        date: None,
        again_at: None,
    }
}
