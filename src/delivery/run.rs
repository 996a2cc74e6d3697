use super::cleared::Cleared;
use super::connection::Connections;
use super::event::{Event, Pause};
use super::line_up::{Broken, LineUp, Sieve};
use super::pace::Pace;
use super::smtp::dkim::Unusable;
use super::stop::{Stop, Why};
use super::watch::{self, Tally};
use super::way::Way;
use crate::diagnostic::Diagnostic;
use crate::ledger::{Recorder, Trouble};
use crate::workspace::{DeliveryRules, Rate};
use jiff::Timestamp;
use std::time::Duration;

/// What a run is to do.
#[derive(Debug, Clone, Copy)]
pub struct Order<'r> {
    /// The letters.
    pub cleared: &'r Cleared,
    /// The waves, in their order.
    pub waves: &'r [Due],
    /// At most so many letters.
    pub limit: Option<u64>,
    /// Which letters can go.
    pub sieve: Sieve<'r>,
    /// Where they go.
    pub way: &'r Way<'r>,
    /// What is watched, and how long.
    pub rules: &'r DeliveryRules,
    /// The provider's limits.
    pub rates: &'r [Rate],
    /// How long before this run letters of earlier runs left, the longest ago first.
    pub earlier: &'r [Duration],
    /// When samples left, on the clock of this run (P-18); they count for the limits.
    pub seeded: &'r [Duration],
    /// Whether the first letters of a wave and each wave are watched. In a drill nobody waits.
    pub watched: bool,
}

impl Order<'_> {
    /// Whether the mail server is given the letter to this address. Without approvals it never is but for
    /// the domains of a drill (P-24).
    pub(super) fn takes(&self, address: &str) -> bool {
        self.way.takes(address, self.cleared.is_live())
    }
}

/// A wave with what is due in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// Its number.
    pub wave: u8,
    /// How many letters are due.
    pub letters: u64,
}

/// What a run needs of the world around it.
#[derive(Clone, Copy)]
pub struct Ground<'r> {
    /// The ledger.
    pub recorder: &'r Recorder,
    /// The time.
    pub clock: &'r (dyn Fn() -> Timestamp + Sync),
    /// How long the run has been going, by a clock that nobody sets.
    pub elapsed: &'r (dyn Fn() -> Duration + Sync),
    /// Those who wait and watch.
    pub waiting: Waiting<'r>,
}

/// What it takes to wait while people watch.
#[derive(Clone, Copy)]
pub struct Waiting<'r> {
    /// Who may end it.
    pub stop: &'r Stop<'r>,
    /// Who watches.
    pub watcher: &'r (dyn Fn(Event<'_>) + Sync),
    /// Whether something has been logged that ends a run: a wrong person, a complaint (P-15).
    pub heard: &'r (dyn Fn() -> Option<String> + Sync),
}

/// How a run ended.
#[derive(Debug, Default)]
pub struct Summary {
    /// What became of the letters, over all waves.
    pub tally: Tally,
    /// Why it ended before its last letter; none when it did not.
    pub ended: Option<Why>,
    /// The frozen letters could not be read, or the files of a drill not be written.
    pub broken: Option<Diagnostic>,
    /// The ledger could not be written.
    pub trouble: Option<Trouble>,
}

impl Summary {
    /// A run that could not even be recorded as begun; nothing left.
    pub fn never_begun(trouble: Trouble) -> Self {
        Self { trouble: Some(trouble), ..Self::default() }
    }
}

/// Hands over the letters, wave by wave: a few first, and watched (P-16); then the rest; and each wave
/// watched before the next one opens (P-15).
pub fn run(order: Order<'_>, ground: Ground<'_>) -> Summary {
    let mut summary = Summary::default();
    let waiting = ground.waiting;
    let mut left = order.limit.unwrap_or(u64::MAX);
    let mut pace = Pace::new(order.rates);
    pace.remember(order.earlier.iter().copied());
    order.seeded.iter().for_each(|at| pace.note(*at));
    for (at, due) in order.waves.iter().enumerate() {
        let letters = due.letters.min(left);
        if letters == 0 {
            continue;
        }
        (waiting.watcher)(Event::Wave { number: due.wave, letters });
        let line_up = LineUp::new(order.cleared.frozen().letters(), order.sieve, pace);
        let mut connections = Connections::new(order, ground, due.wave, line_up);
        let canary = if order.watched { canary(letters, order.rules) } else { letters };
        connections.hand_over(canary, canary < letters);
        if canary < letters && may_go_on(&connections, order, waiting) {
            connections.hand_over(letters - canary, false);
        }
        let tally = connections.tally();
        summary.tally.add(&tally);
        left = left.saturating_sub(tally.handed());
        let (used, broken) = connections.into_parts();
        pace = used;
        match broken {
            Some(Broken::Letters(found)) => summary.broken = Some(found),
            Some(Broken::Ledger(trouble)) => summary.trouble = Some(trouble),
            Some(Broken::Key(unusable)) => summary.broken = Some(unsigned(unusable)),
            None => {}
        }
        let last = order.waves[at + 1..].iter().all(|later| later.letters == 0) || left == 0;
        if summary.broken.is_some() || summary.trouble.is_some() || waiting.stop.asked().is_some() {
            break;
        }
        if order.watched && !last {
            if let Some(why) = watch::gate(&tally, order.rules) {
                halt(waiting, format!("the next wave stays closed: {why}"));
                break;
            }
            if !pause(waiting, Pause::Gate, order.rules.wave_watch) {
                break;
            }
        }
    }
    summary.ended = waiting.stop.asked();
    summary
}

/// Every so many seconds of a pause it is asked what has been logged meanwhile.
const LISTEN: u64 = 10;

pub(super) fn unsigned(unusable: Unusable) -> Diagnostic {
    Diagnostic::error("the letters cannot be signed with the key of `mail.dkim`")
        .why(format!("{unusable}. What had left is in the ledger; the others stayed here."))
        .hint("see what is wrong with `hearten doctor`, then run `hearten send` again")
}

/// How many letters of a wave go first (P-16).
fn canary(letters: u64, rules: &DeliveryRules) -> u64 {
    match rules.canary.of(letters).max(u64::from(rules.canary_least)) {
        0 => letters,
        first => first.min(letters),
    }
}

/// Watches the first letters; gives whether the rest may follow.
fn may_go_on(connections: &Connections<'_>, order: Order<'_>, waiting: Waiting<'_>) -> bool {
    if waiting.stop.asked().is_some() {
        return false;
    }
    if let Some(why) = watch::gate(&connections.tally(), order.rules) {
        halt(waiting, format!("the first letters are not well: {why}"));
        return false;
    }
    pause(waiting, Pause::Canary, order.rules.canary_watch)
}

fn halt(waiting: Waiting<'_>, why: String) {
    (waiting.watcher)(Event::Halted(&why));
    waiting.stop.halt(Why::Halt(why));
}

/// Waits, telling how long still, and listening to what is logged meanwhile. Gives whether the run may
/// go on.
fn pause(waiting: Waiting<'_>, what: Pause, time: Duration) -> bool {
    let mut left = time;
    let second = Duration::from_secs(1);
    while !left.is_zero() {
        (waiting.watcher)(Event::Pause { what, left });
        // The ledger is read from its first fact; that need not be every second.
        if left.as_secs().is_multiple_of(LISTEN)
            && let Some(why) = (waiting.heard)()
        {
            halt(waiting, why);
        }
        let step = left.min(second);
        if !waiting.stop.wait(step) {
            return false;
        }
        left -= step;
    }
    waiting.stop.asked().is_none()
}

/// The undo window (P-25): nothing has left yet. Gives whether the run may begin.
pub fn undo_window(waiting: Waiting<'_>, rules: &DeliveryRules) -> bool {
    pause(waiting, Pause::Undo, rules.undo)
}
