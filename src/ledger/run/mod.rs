//! A run of sending: many connections hand in what they claim and what came of it, one thread writes.
//!
//! *In*: claims, outcomes and other facts, from any thread. *Out*: the same facts, durable, in as few
//! commits as there can be: whatever waits goes into one, and shares one sync. *Never*: grants a claim
//! before it would outlast a loss of power (E-23); goes on after a write that failed.
//! *Start reading* at [`Recorder`].

mod page;
mod queue;
mod writer;

pub(super) use writer::Loss;

use super::{DeliveryState, Entry, Fact, Handed, Store, Trouble};
use queue::{Answer, Job, Place, Queue};
use std::panic::resume_unwind;
use std::sync::Arc;
use writer::Writer;

/// Lets `work` record, while a thread of its own writes.
pub(super) fn run<T>(
    store: &mut dyn Store,
    number: u32,
    entry: &(dyn Fn(&Fact) -> Result<Entry, Trouble> + Sync),
    work: impl FnOnce(&Recorder) -> T,
) -> (T, Result<(), Loss>) {
    let queue = Arc::<Queue>::default();
    let recorder = Recorder { queue: Arc::clone(&queue), run: number };
    let writer = Writer { store, queue: &queue, run: number, entry };
    let (value, written) = std::thread::scope(|scope| {
        let writer = scope.spawn(move || writer.work());
        let closing = Closing(&queue);
        let value = work(&recorder);
        drop(closing);
        (value, writer.join())
    });
    (value, written.unwrap_or_else(|panic| resume_unwind(panic)))
}

/// Takes what is to be recorded in a run, from any thread.
///
/// What one thread hands in is written in that order. After a write that failed nothing more is
/// granted or recorded.
#[derive(Debug, Clone)]
pub struct Recorder {
    queue: Arc<Queue>,
    run: u32,
}

/// What comes of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// The letter is this run's, durably. It may leave.
    Granted,
    /// It may not leave: this is where it stands.
    Denied(DeliveryState),
}

/// A claim that was handed in.
#[derive(Debug)]
#[must_use = "a letter may leave only once its claim is granted"]
pub struct Ticket {
    queue: Arc<Queue>,
    place: Place,
}

impl Recorder {
    /// The number of this run, from 1.
    pub fn run(&self) -> u32 {
        self.run
    }

    /// Claims a letter for this run. Comes back at once; [`Ticket::wait`] says what came of it.
    pub fn claim(&self, revision: u32, contact: &str) -> Ticket {
        let place = self.queue.push(Job::Claim { revision, contact: contact.to_owned() });
        Ticket { queue: Arc::clone(&self.queue), place }
    }

    /// Records what came of a letter that this run claimed. Comes back at once; that it could not be
    /// recorded is told by the next claim and at the end of the run.
    pub fn hand_over(&self, revision: u32, letter: Handed) {
        self.queue.push(Job::Outcome { revision, letter });
    }

    /// Records any other fact, and waits until it is durable.
    pub fn record(&self, fact: Fact) -> Result<(), Trouble> {
        let place = self.queue.push(Job::Fact(Box::new(fact)));
        match self.queue.wait(place)? {
            Some(Answer::Trouble(trouble)) => Err(trouble),
            _ => Ok(()),
        }
    }

    /// Why nothing can be recorded any more; none while all is well.
    pub fn trouble(&self) -> Option<Trouble> {
        self.queue.failed()
    }
}

impl Ticket {
    /// Waits until the claim is durable, or denied.
    pub fn wait(self) -> Result<Claim, Trouble> {
        Ok(match self.queue.wait(self.place)? {
            Some(Answer::Denied(state)) => Claim::Denied(state),
            Some(Answer::Trouble(trouble)) => return Err(trouble),
            _ => Claim::Granted,
        })
    }
}

/// Tells the writer that no more will come, even when the work breaks off.
struct Closing<'q>(&'q Queue);

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        self.0.close();
    }
}
