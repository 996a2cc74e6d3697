use super::page::{Notes, Page};
use super::queue::{Job, Queue};
use crate::ledger::slot::Slot;
use crate::ledger::{Entry, Fact, Handed, HandedOver, Store, Trouble};

/// Writes what waits, in as few commits as there can be.
pub(super) struct Writer<'a> {
    pub(super) store: &'a mut dyn Store,
    pub(super) queue: &'a Queue,
    pub(super) run: u32,
    pub(super) entry: &'a (dyn Fn(&Fact) -> Result<Entry, Trouble> + Sync),
}

/// What a run that could not go on has recorded, and what not.
#[derive(Debug)]
pub(in crate::ledger) struct Loss {
    /// Why.
    pub(in crate::ledger) trouble: Trouble,
    /// How many claims are durable.
    pub(in crate::ledger) claims: usize,
    /// How many outcomes are.
    pub(in crate::ledger) outcomes: usize,
    /// The outcomes that are not.
    pub(in crate::ledger) lost: Vec<Handed>,
}

/// Says that nothing is written any more when the writer breaks off.
struct Breaking<'q>(&'q Queue);

impl Drop for Breaking<'_> {
    fn drop(&mut self) {
        self.0.fail(Trouble::Other("the writer of the ledger has stopped".to_owned()));
    }
}

impl Writer<'_> {
    /// Writes until no more will come.
    pub(super) fn work(mut self) -> Result<(), Loss> {
        let _breaking = Breaking(self.queue);
        let (mut jobs, mut notes) = (Vec::new(), Notes::default());
        let (mut claims, mut outcomes, mut done) = (0, 0, 0);
        while let Some(last) = self.queue.take(&mut jobs) {
            let mut waiting = jobs.drain(..);
            notes.clear();
            let mut number = done;
            let written = self.store.write(&mut |pen| {
                let (entry, run) = (self.entry, self.run);
                let mut page = Page { pen, entry, run, notes: &mut notes };
                for job in waiting.by_ref() {
                    number += 1;
                    page.take(number, job)?;
                }
                page.flush()
            });
            if let Err(trouble) = written {
                self.queue.fail(trouble.clone());
                let mut lost = notes.unwritten();
                lost.extend(waiting.filter_map(outcome));
                return Err(self.save(lost, Loss { trouble, claims, outcomes, lost: Vec::new() }));
            }
            drop(waiting);
            done = last;
            claims += notes.claims;
            outcomes += notes.outcomes.len();
            self.queue.tell(done, notes.answers.drain(..));
            // Those who were waiting hand in their next before it goes on: more share the next commit.
            std::thread::yield_now();
            if let Some(illegal) = notes.illegal.take() {
                let trouble = Trouble::Illegal(0, illegal);
                self.queue.fail(trouble.clone());
                return Err(
                    self.save(Vec::new(), Loss { trouble, claims, outcomes, lost: Vec::new() })
                );
            }
        }
        Ok(())
    }

    /// Waits for the outcomes that still come, and tries once more to write what servers have said:
    /// there may be room again, and each one saved is one letter less of which nobody knows.
    fn save(&mut self, mut said: Vec<(u32, Handed)>, mut loss: Loss) -> Loss {
        let mut jobs = Vec::new();
        while self.queue.take(&mut jobs).is_some() {
            said.extend(jobs.drain(..).filter_map(outcome));
        }
        let mut saved = 0;
        let written = self.store.write(&mut |pen| {
            saved = 0;
            for (revision, letter) in &said {
                let slot = pen.slot(*revision, &letter.contact)?.unwrap_or(Slot::NEW);
                if slot.state == letter.state && slot.run == self.run {
                    // The commit that was said to have failed had reached the disk.
                    saved += 1;
                    continue;
                }
                let (run, letters) = (self.run, vec![letter.clone()]);
                let fact = Fact::HandedOver(HandedOver { run, revision: *revision, letters });
                match fact.take_steps(pen) {
                    Ok(()) => {
                        pen.add((self.entry)(&fact)?)?;
                        saved += 1;
                    }
                    // Its claim was never written, so it was never granted.
                    Err(Trouble::Illegal(..)) => {}
                    Err(trouble) => return Err(trouble),
                }
            }
            Ok(())
        });
        match written {
            Ok(()) => loss.outcomes += saved,
            Err(_) => loss.lost = said.into_iter().map(|(_, letter)| letter).collect(),
        }
        loss
    }
}

fn outcome(job: Job) -> Option<(u32, Handed)> {
    match job {
        Job::Outcome { revision, letter } => Some((revision, letter)),
        _ => None,
    }
}
