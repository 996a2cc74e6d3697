use super::pace::Pace;
use super::smtp::dkim::Unusable;
use crate::diagnostic::Diagnostic;
use crate::ledger::{Deliveries, Delivery, DeliveryState, Trouble};
use crate::proof::frozen::{Line, Lines, Slip};
use jiff::Timestamp;
use std::collections::{BTreeMap, VecDeque};

/// How often a letter that did not leave because the connection broke is taken up again in one run.
const MOST_TRIES: u8 = 3;

/// A letter that waits to be handed over.
#[derive(Debug)]
pub(super) struct Waiting {
    pub(super) line: Line,
    /// How often it was tried before, in all runs.
    pub(super) attempts: u16,
}

/// Where the letters of a wave come from, in the order of sending: those that are due, are not done, and
/// may be sent. The index is read bit by bit; a million letters need no more memory than ten.
pub(super) struct LineUp<'r> {
    lines: Lines<'r>,
    sieve: Sieve<'r>,
    /// Did not leave the first time: the connection broke before their text was through.
    again: VecDeque<Waiting>,
    /// How often each of these did not leave.
    tries: BTreeMap<String, u8>,
    pub(super) pace: Pace,
    /// How many more may be given out.
    pub(super) left: u64,
    /// Why nothing more comes, when that is not the end of the wave.
    pub(super) broken: Option<Broken>,
}

/// What a letter must pass to be given out.
#[derive(Debug, Clone, Copy)]
pub struct Sieve<'r> {
    /// The time.
    pub now: Timestamp,
    /// Whether letters wait for the reader's hours and for the call before them (P-10, Q-06).
    pub timed: bool,
    /// Who may not be written to, though a letter was approved, with the reason (P-21).
    pub barred: &'r BTreeMap<String, String>,
    /// Of which revision the letters are.
    pub revision: u32,
    /// Where each letter stood when the run began. The ledger says the last word at the claim.
    pub deliveries: &'r Deliveries,
}

/// Whether a letter can go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chance {
    /// Now.
    Due,
    /// Not before this moment.
    Later(Timestamp),
    /// It went.
    Accepted,
    /// The server does not want it, or put it off too often; a person decides (E-28).
    Refused,
    /// Nobody knows; a person settles it (E-23).
    Unknown,
    /// Its reader may not be written to (P-21).
    Barred,
}

/// Why a line-up ends early.
#[derive(Debug)]
pub(super) enum Broken {
    /// The frozen letters cannot be read, or the files of a drill not be written.
    Letters(Diagnostic),
    /// The ledger cannot be used.
    Ledger(Trouble),
    /// The key cannot sign.
    Key(Unusable),
}

impl Broken {
    pub(super) const fn words(&self) -> &'static str {
        match self {
            Self::Letters(_) => "the frozen letters cannot be used",
            Self::Ledger(_) => "the ledger cannot be used",
            Self::Key(_) => "the letters cannot be signed",
        }
    }
}

impl Sieve<'_> {
    /// Whether a letter waits for its reader's hours or for the call before it.
    pub fn is_early(&self, slip: &Slip<'_>) -> bool {
        self.timed && slip.not_before.is_some_and(|at| at > self.now)
    }

    /// Whether this letter can go.
    pub fn chance(&self, slip: &Slip<'_>) -> Chance {
        let delivery = self.deliveries.get(self.revision, &slip.contact);
        let put_off = match delivery.map(|delivery| delivery.state) {
            None | Some(DeliveryState::Queued | DeliveryState::NotSent) => None,
            Some(DeliveryState::Accepted) => return Chance::Accepted,
            Some(DeliveryState::Refused) => return Chance::Refused,
            Some(DeliveryState::Unknown | DeliveryState::Sending) => return Chance::Unknown,
            Some(DeliveryState::Deferred) => match delivery.and_then(|it| it.again_at) {
                Some(at) => Some(at),
                None => return Chance::Refused,
            },
        };
        if self.barred.contains_key(slip.contact.as_ref()) {
            return Chance::Barred;
        }
        let not_before = slip.not_before.filter(|_| self.timed);
        match put_off.max(not_before).filter(|at| *at > self.now) {
            Some(at) => Chance::Later(at),
            None => Chance::Due,
        }
    }

    fn attempts(&self, line: &Line) -> u16 {
        let delivery: Option<Delivery<'_>> = self.deliveries.get(self.revision, &line.contact);
        delivery.map_or(0, |delivery| delivery.attempts)
    }
}

impl<'r> LineUp<'r> {
    /// The letters of one wave.
    pub(super) fn new(lines: Lines<'r>, sieve: Sieve<'r>, pace: Pace) -> Self {
        Self {
            lines,
            sieve,
            again: VecDeque::new(),
            tries: BTreeMap::new(),
            pace,
            left: 0,
            broken: None,
        }
    }

    /// The next letter of a wave; none when there is none, or no more may be given out.
    pub(super) fn next(&mut self, wave: u8) -> Option<Waiting> {
        if let Some(waiting) = self.again.pop_front() {
            return Some(waiting);
        }
        if self.left == 0 || self.broken.is_some() {
            return None;
        }
        loop {
            match self.lines.next()? {
                Ok(line) if line.wave == wave && self.sieve.chance(&line.slip()) == Chance::Due => {
                    self.left -= 1;
                    let attempts = self.sieve.attempts(&line);
                    return Some(Waiting { line, attempts });
                }
                Ok(_) => {}
                Err(damage) => {
                    self.broken = Some(Broken::Letters(damage.into()));
                    return None;
                }
            }
        }
    }

    /// Takes back a letter that did not leave, unless that has happened too often in this run.
    pub(super) fn take_back(&mut self, waiting: Waiting) {
        let tries = self.tries.entry(waiting.line.contact.clone()).or_default();
        *tries += 1;
        if *tries < MOST_TRIES {
            self.again.push_back(waiting);
        }
    }

    /// Whether letters that were taken back wait.
    pub(super) fn has_again(&self) -> bool {
        !self.again.is_empty()
    }
}
