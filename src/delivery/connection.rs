use super::event::{Event, Pause};
use super::line_up::{Broken, LineUp, Waiting};
use super::pace::Pace;
use super::parcel::{self, Parcel, Right};
use super::run::{Ground, Order};
use super::schedule;
use super::smtp::{Courier, Ended, Outcome};
use super::stop::Why;
use super::told::Told;
use super::watch::{self, Tally};
use crate::ledger::{Claim, DeliveryState, Handed};
use std::cell::RefCell;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// After so many lost connections without one letter accepted in between, the run ends.
const MOST_LOST: u32 = 3;

/// How long the server is left alone when it asks for a rest, the longer the more often (E-28).
const REST: [Duration; 3] =
    [Duration::from_mins(1), Duration::from_mins(5), Duration::from_mins(15)];

/// The connections of one wave, and the letters they share.
pub(super) struct Connections<'r> {
    order: Order<'r>,
    ground: Ground<'r>,
    wave: u8,
    line_up: Mutex<LineUp<'r>>,
    tally: Mutex<Tally>,
    /// Whether the next letter may be claimed while the one before waits for its answer.
    ahead: bool,
}

impl<'r> Connections<'r> {
    pub(super) fn new(order: Order<'r>, ground: Ground<'r>, wave: u8, line_up: LineUp<'r>) -> Self {
        // At the pace of a crowd every letter claims ahead. Where a limit makes letters wait, nothing is
        // won by it, and after a crash one letter less would be in doubt.
        let ahead = !line_up.pace.is_below(100);
        let (line_up, tally) = (Mutex::new(line_up), Mutex::default());
        Self { order, ground, wave, line_up, tally, ahead }
    }

    /// Hands over the next so many letters, on all connections; comes back when all have an outcome.
    pub(super) fn hand_over(&mut self, letters: u64, canary: bool) {
        (self.ground.waiting.watcher)(Event::Batch { letters, canary });
        self.line_up().left = letters;
        let connections = u64::from(self.order.way.connections()).min(letters).max(1);
        std::thread::scope(|scope| {
            for _ in 1..connections {
                scope.spawn(|| self.serve());
            }
            self.serve();
        });
    }

    pub(super) fn tally(&self) -> Tally {
        *self.tally.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn into_parts(self) -> (Pace, Option<Broken>) {
        let line_up = self.line_up.into_inner().unwrap_or_else(PoisonError::into_inner);
        (line_up.pace, line_up.broken)
    }

    fn line_up(&self) -> MutexGuard<'_, LineUp<'r>> {
        self.line_up.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One connection, made anew as often as it breaks, until there are no more letters.
    fn serve(&self) {
        let mut worker = Worker { shared: self, accepted: 0, held: None, spare: Vec::new() };
        let (mut lost, mut rests) = (0, 0);
        while worker.has_more() {
            let before = worker.accepted;
            let ended = self.order.way.deliver(&mut worker);
            if worker.accepted > before {
                (lost, rests) = (0, 0);
            }
            match ended {
                Ok(Ended::Drained | Ended::Spent) => {}
                Ok(Ended::BackOff(reply)) => {
                    let words = format!("the server asks for a rest: {reply}");
                    (self.ground.waiting.watcher)(Event::Trouble(&words));
                    let Some(rest) = REST.get(rests) else {
                        self.halt(words);
                        return;
                    };
                    rests += 1;
                    (self.ground.waiting.watcher)(Event::Pause {
                        what: Pause::BackOff,
                        left: *rest,
                    });
                    if !self.ground.waiting.stop.wait(*rest) {
                        return;
                    }
                }
                Ok(Ended::Lost(fault)) | Err(fault) => {
                    let words = fault.to_string();
                    (self.ground.waiting.watcher)(Event::Trouble(&words));
                    lost += 1;
                    if lost >= MOST_LOST || !fault.may_pass() {
                        self.halt(words);
                        return;
                    }
                }
            }
        }
    }

    /// Ends the run because something here is broken; the first one is told.
    fn break_off(&self, broken: Broken) {
        self.halt(broken.words().to_owned());
        self.line_up().broken.get_or_insert(broken);
    }

    fn halt(&self, why: String) {
        (self.ground.waiting.watcher)(Event::Halted(&why));
        self.ground.waiting.stop.halt(Why::Halt(why));
    }

    /// The next letter, once the limits allow it. `ahead` does not wait.
    fn take(&self, ahead: bool) -> Option<Waiting> {
        loop {
            if self.ground.waiting.stop.is_known() || (ahead && !self.ahead) {
                return None;
            }
            let wait = {
                let mut line_up = self.line_up();
                let now = (self.ground.elapsed)();
                let wait = line_up.pace.wait(now);
                if wait.is_zero() {
                    let waiting = line_up.next(self.wave)?;
                    line_up.pace.note(now);
                    return Some(waiting);
                }
                if line_up.left == 0 && !line_up.has_again() {
                    return None;
                }
                wait
            };
            if ahead {
                return None;
            }
            (self.ground.waiting.watcher)(Event::Pause { what: Pause::Pace, left: wait });
            self.ground.waiting.stop.wait(wait);
        }
    }

    /// Notes what became of a letter that was claimed: for the ledger, for the watch, and for those who look on.
    fn note(&self, parcel: Parcel<'_>, told: Told) {
        let now = (self.ground.clock)();
        let Parcel { line, date, attempts, .. } = parcel;
        let again_at = (told.state == DeliveryState::Deferred)
            .then(|| schedule::again(&self.order.rules.again_after, attempts + 1, now))
            .flatten();
        let tally = {
            let mut tally = self.tally.lock().unwrap_or_else(PoisonError::into_inner);
            tally.note(&told);
            *tally
        };
        (self.ground.waiting.watcher)(Event::Handed {
            contact: &line.contact,
            state: told.state,
            words: &told.words,
            tally,
        });
        let kept = told.state == DeliveryState::NotSent;
        self.ground.recorder.hand_over(
            self.order.sieve.revision,
            Handed {
                contact: line.contact.clone(),
                state: told.state,
                at: now,
                relay: self.order.way.name().map(str::to_owned),
                words: told.words,
                date: Some(date),
                again_at,
            },
        );
        if kept {
            self.line_up().take_back(Waiting { line, attempts: attempts + 1 });
        }
        if self.order.watched
            && let Some(why) = watch::halt(&tally, self.order.rules)
        {
            self.halt(why);
        }
    }
}

/// One connection's end of the shared work: it fetches letters, claims them, and notes what became of
/// them.
pub(super) struct Worker<'c, 'r> {
    shared: &'c Connections<'r>,
    accepted: u64,
    /// Taken already, to learn whether there is one.
    held: Option<Waiting>,
    /// The memory of messages that are done, for those that follow.
    spare: Vec<Vec<u8>>,
}

impl<'r> Worker<'_, 'r> {
    /// Whether there is a letter to make a connection for.
    fn has_more(&mut self) -> bool {
        if self.held.is_none() {
            self.held = self.shared.take(false);
        }
        self.held.is_some()
    }

    /// Lays the letter out as it leaves now. One that cannot be read as it was approved, or not be
    /// signed, stays here and ends the run.
    fn parcel(&mut self, waiting: Waiting) -> Option<Parcel<'r>> {
        let Waiting { line, attempts } = waiting;
        let order = &self.shared.order;
        let mut message = self.spare.pop().unwrap_or_default();
        if let Err(damage) = order.cleared.frozen().message(&line, &mut message) {
            self.shared.break_off(Broken::Letters(damage.into()));
            return None;
        }
        let now = (self.shared.ground.clock)();
        let date = parcel::date(now);
        let head = match order.way.head(now, &date, &message) {
            Ok(head) => head,
            Err(unusable) => {
                self.shared.break_off(Broken::Key(unusable));
                return None;
            }
        };
        let sender = order.cleared.frozen().manifest.envelope_sender.as_str();
        Some(Parcel {
            line,
            attempts,
            sender,
            head,
            message,
            date,
            right: RefCell::new(Right::Unasked),
        })
    }

    /// Asks for the claim, once.
    fn claim(&self, parcel: &Parcel<'r>) {
        let mut right = parcel.right.borrow_mut();
        if matches!(*right, Right::Unasked) {
            let Connections { order, ground, .. } = self.shared;
            *right =
                Right::Asked(ground.recorder.claim(order.sieve.revision, &parcel.line.contact));
        }
    }

    /// Waits until the claim is durable; gives whether the letter may leave.
    fn may_leave(&self, parcel: &Parcel<'r>) -> bool {
        self.claim(parcel);
        let right = parcel.right.replace(Right::Denied);
        let right = match right {
            Right::Asked(ticket) => match ticket.wait() {
                Ok(Claim::Granted) => Right::Granted,
                // Somebody sent it by hand meanwhile; the ledger knows.
                Ok(Claim::Denied(_)) => Right::Denied,
                Err(trouble) => {
                    self.shared.break_off(Broken::Ledger(trouble));
                    Right::Denied
                }
            },
            known => known,
        };
        let may = matches!(right, Right::Granted);
        parcel.right.replace(right);
        may
    }

    /// Writes the letter to the folder of a drill and gives its path, which in earnest is empty. None: it
    /// could not be written, which ends the run.
    fn write(&self, parcel: &Parcel<'r>) -> Option<String> {
        let Parcel { line, head, message, .. } = parcel;
        match self.shared.order.way.write(line.wave, &line.contact, head, message) {
            Ok(path) => Some(path),
            Err(fault) => {
                self.shared.break_off(Broken::Letters(fault.into()));
                None
            }
        }
    }
}

impl<'r> Courier for Worker<'_, 'r> {
    type Letter = Parcel<'r>;

    fn next(&mut self, ahead: bool) -> Option<Self::Letter> {
        loop {
            let waiting = self.held.take().or_else(|| self.shared.take(ahead))?;
            let parcel = self.parcel(waiting)?;
            let path = self.write(&parcel)?;
            if self.shared.order.takes(&parcel.line.to) {
                if ahead {
                    // The disk syncs the claim while the server reads the letter before.
                    self.claim(&parcel);
                }
                return Some(parcel);
            }
            if self.may_leave(&parcel) {
                self.accepted += 1;
                self.shared.note(parcel, Told::written(&path));
            }
        }
    }

    fn claimed(&mut self, parcel: &Self::Letter) -> bool {
        self.may_leave(parcel)
    }

    fn ready(&mut self, parcel: &Self::Letter) {
        self.may_leave(parcel);
    }

    fn outcome(&mut self, mut parcel: Self::Letter, outcome: Outcome) {
        self.spare.push(std::mem::take(&mut parcel.message));
        self.accepted += u64::from(matches!(outcome, Outcome::Accepted(_)));
        // A letter that the server refused before its text was asked for was never claimed. The claim
        // and its outcome are recorded together: nothing of it has left.
        if self.may_leave(&parcel) {
            self.shared.note(parcel, Told::from(&outcome));
        }
    }
}
