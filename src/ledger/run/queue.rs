//! What waits for the writer, and what the writer has answered.

use crate::ledger::{DeliveryState, Fact, Handed, Trouble};
use std::collections::HashMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// How much may wait before those who queue must wait too.
const MOST: usize = 4096;

/// Something to be written or answered.
#[derive(Debug)]
pub(super) enum Job {
    /// A letter is to be claimed.
    Claim { revision: u32, contact: String },
    /// A letter that was claimed came to something.
    Outcome { revision: u32, letter: Handed },
    /// Any other fact.
    Fact(Box<Fact>),
}

/// What came of a job, beyond being done.
#[derive(Debug)]
pub(super) enum Answer {
    /// The letter is not to be claimed.
    Denied(DeliveryState),
    /// The fact cannot be.
    Trouble(Trouble),
}

/// Between those who hand in and the one who writes. Each job has a number, and they are written in
/// that order.
#[derive(Debug, Default)]
pub(super) struct Queue {
    waiting: Mutex<Waiting>,
    /// Told when there is something to write, or no more will come.
    work: Condvar,
    /// Told when there is room again.
    room: Condvar,
    told: Mutex<Told>,
    /// Told when something was written, or cannot be.
    news: Condvar,
}

#[derive(Debug, Default)]
struct Waiting {
    jobs: Vec<Job>,
    /// The number of the last job.
    last: u64,
    /// No more will come.
    closed: bool,
    /// What is written no more; jobs still come so that outcomes are not lost.
    failed: bool,
}

#[derive(Debug, Default)]
struct Told {
    /// Every job up to this number is done.
    upto: u64,
    answers: HashMap<u64, Answer>,
    /// Why no more is written.
    failed: Option<Trouble>,
}

impl Queue {
    /// Hands a job in and gives its number. Waits for room, unless nothing is written any more.
    pub(super) fn push(&self, job: Job) -> u64 {
        let mut waiting = lock(&self.waiting);
        while waiting.jobs.len() >= MOST && !waiting.failed {
            waiting = self.room.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
        waiting.last += 1;
        let number = waiting.last;
        // Once nothing is written, only what a server has said is worth keeping.
        if !waiting.failed || matches!(job, Job::Outcome { .. }) {
            waiting.jobs.push(job);
        }
        let first = waiting.jobs.len() == 1;
        drop(waiting);
        if first {
            self.work.notify_one();
        }
        number
    }

    /// Everything that waits, and the number of the last of it; none when no more will come.
    pub(super) fn take(&self, jobs: &mut Vec<Job>) -> Option<u64> {
        let mut waiting = lock(&self.waiting);
        while waiting.jobs.is_empty() && !waiting.closed {
            waiting = self.work.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
        if waiting.jobs.is_empty() {
            return None;
        }
        std::mem::swap(&mut waiting.jobs, jobs);
        let (last, full) = (waiting.last, jobs.len() >= MOST);
        drop(waiting);
        if full {
            self.room.notify_all();
        }
        Some(last)
    }

    /// No more will come.
    pub(super) fn close(&self) {
        lock(&self.waiting).closed = true;
        self.work.notify_all();
    }

    /// Every job up to this number is done.
    pub(super) fn tell(&self, upto: u64, answers: impl IntoIterator<Item = (u64, Answer)>) {
        let mut told = lock(&self.told);
        told.upto = upto;
        told.answers.extend(answers);
        drop(told);
        self.news.notify_all();
    }

    /// Nothing is written any more.
    pub(super) fn fail(&self, trouble: Trouble) {
        lock(&self.waiting).failed = true;
        self.room.notify_all();
        lock(&self.told).failed.get_or_insert(trouble);
        self.news.notify_all();
    }

    /// Waits until a job is done.
    pub(super) fn wait(&self, number: u64) -> Result<Option<Answer>, Trouble> {
        let mut told = lock(&self.told);
        loop {
            if number <= told.upto {
                return Ok(told.answers.remove(&number));
            }
            if let Some(trouble) = &told.failed {
                return Err(trouble.clone());
            }
            told = self.news.wait(told).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Why nothing is written any more; none while all is well.
    pub(super) fn failed(&self) -> Option<Trouble> {
        lock(&self.told).failed.clone()
    }
}

/// What a thread that broke has left is still whole: nothing here is changed in two steps.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
