//! What waits for the writer, and what the writer has answered.

use crate::ledger::{DeliveryState, Fact, Handed, Trouble};
use std::collections::HashMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How much may wait before those who queue must wait too.
const MOST: usize = 4096;

/// How long the writer waits for a claim before it sleeps, or writes outcomes alone: a connection that
/// was told what came of a letter mostly hands in its next claim at once, and both share a sync.
const GRACE: Duration = Duration::from_micros(100);

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
    /// Told when something was written, or cannot be: one for those who wait for a commit of an even
    /// number, one for the odd ones, so that nobody is woken for the commit before their own.
    news: [Condvar; 2],
}

/// A job that was handed in: its number, and that of the commit it will be part of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    number: u64,
    commit: u64,
}

#[expect(
    clippy::struct_excessive_bools,
    reason = "each has its own cause, and none excludes another"
)]
#[derive(Debug, Default)]
struct Waiting {
    jobs: Vec<Job>,
    /// The number of the last job.
    last: u64,
    /// How often jobs were taken: one commit each.
    taken: u64,
    /// Whether somebody waits for one of the jobs; nobody does for an outcome.
    pressing: bool,
    /// The writer sleeps until something comes.
    asleep: bool,
    /// No more will come.
    closed: bool,
    /// What is written no more; jobs still come so that outcomes are not lost.
    failed: bool,
}

#[derive(Debug, Default)]
struct Told {
    /// Every job up to this number is done.
    upto: u64,
    /// How many commits are done.
    commits: u64,
    answers: HashMap<u64, Answer>,
    /// Why no more is written.
    failed: Option<Trouble>,
}

impl Queue {
    /// Hands a job in. Waits for room, unless nothing is written any more.
    pub(super) fn push(&self, job: Job) -> Place {
        let mut waiting = lock(&self.waiting);
        while waiting.jobs.len() >= MOST && !waiting.failed {
            waiting = self.room.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
        waiting.last += 1;
        let place = Place { number: waiting.last, commit: waiting.taken + 1 };
        let is_outcome = matches!(job, Job::Outcome { .. });
        let presses = !is_outcome && !waiting.pressing;
        waiting.pressing |= presses;
        // Once nothing is written, only what a server has said is worth keeping.
        if !waiting.failed || is_outcome {
            waiting.jobs.push(job);
        }
        let wake = presses || waiting.asleep;
        drop(waiting);
        if wake {
            self.work.notify_one();
        }
        place
    }

    /// Everything that waits, and the number of the last of it; none when no more will come.
    pub(super) fn take(&self, jobs: &mut Vec<Job>) -> Option<u64> {
        let mut waiting = self.linger(lock(&self.waiting));
        if waiting.jobs.is_empty() && !waiting.closed {
            waiting.asleep = true;
            let nothing = |waiting: &mut Waiting| waiting.jobs.is_empty() && !waiting.closed;
            let woken = self.work.wait_while(waiting, nothing);
            waiting = woken.unwrap_or_else(PoisonError::into_inner);
            waiting.asleep = false;
            waiting = self.linger(waiting);
        }
        if waiting.jobs.is_empty() {
            return None;
        }
        waiting.taken += 1;
        waiting.pressing = false;
        std::mem::swap(&mut waiting.jobs, jobs);
        let (last, full) = (waiting.last, jobs.len() >= MOST);
        drop(waiting);
        if full {
            self.room.notify_all();
        }
        Some(last)
    }

    /// Waits a moment for something that somebody waits for.
    fn linger<'q>(&self, waiting: MutexGuard<'q, Waiting>) -> MutexGuard<'q, Waiting> {
        let calm = |waiting: &mut Waiting| {
            !waiting.pressing && !waiting.closed && waiting.jobs.len() < MOST
        };
        let waited = self.work.wait_timeout_while(waiting, GRACE, calm);
        waited.unwrap_or_else(PoisonError::into_inner).0
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
        told.commits += 1;
        let commit = told.commits;
        told.answers.extend(answers);
        drop(told);
        self.news_of(commit).notify_all();
    }

    /// Nothing is written any more.
    pub(super) fn fail(&self, trouble: Trouble) {
        lock(&self.waiting).failed = true;
        self.room.notify_all();
        lock(&self.told).failed.get_or_insert(trouble);
        self.news.iter().for_each(Condvar::notify_all);
    }

    /// Waits until a job is done.
    pub(super) fn wait(&self, place: Place) -> Result<Option<Answer>, Trouble> {
        let mut told = lock(&self.told);
        loop {
            if place.number <= told.upto {
                return Ok(told.answers.remove(&place.number));
            }
            if let Some(trouble) = &told.failed {
                return Err(trouble.clone());
            }
            let news = self.news_of(place.commit);
            told = news.wait(told).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn news_of(&self, commit: u64) -> &Condvar {
        &self.news[usize::from(commit % 2 == 1)]
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
