use super::beforehand;
use super::person::Person;
use crate::ledger::Standing;
use crate::outreach::playbook::{Action, Anchor};
use crate::outreach::{Ground, Offset, Reason};
use jiff::{SignedDuration, Timestamp};

/// What the tries so far ask for (P-13).
#[derive(Debug, Clone)]
pub(super) enum Next {
    /// Nobody has tried yet.
    First,
    /// Try again: by another way, by the sponsor, by the leader.
    Again(Try),
    /// It is done, or the person does not want it.
    Closed,
    /// Tried often enough, not wanted, or too late to help; a note is kept and no more is planned.
    GiveUp(Reason),
}

/// One more try.
#[derive(Debug, Clone)]
pub(super) struct Try {
    pub(super) tries: usize,
    pub(super) not_before: Timestamp,
    pub(super) step: Step,
}

/// How far an unanswered call has gone up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    OtherWay,
    Sponsor,
    Leader,
    SameAgain,
}

impl Next {
    pub(super) fn not_before(&self) -> Option<Timestamp> {
        match self {
            Self::Again(again) => Some(again.not_before),
            _ => None,
        }
    }
}

/// How much working time lies between two tries.
const BETWEEN_TRIES: SignedDuration = SignedDuration::from_hours(4);

/// What is next for an action of a person.
pub(super) fn next(action: &Action, turn: usize, person: &Person<'_>, ground: &Ground<'_>) -> Next {
    // An answer is due to each time that the person comes back, whatever was answered before.
    let is_done = |standing: &Standing| standing.is_done(&action.id, turn);
    if action.after != Anchor::Reply && person.standing.is_some_and(is_done) {
        return Next::Closed;
    }
    if let Some(why) = beforehand::moot(action, person) {
        return Next::GiveUp(why);
    }
    let Some(standing) = person.standing else { return Next::First };
    if standing.declined() {
        return Next::GiveUp(Reason::new("P-21", "declined"));
    }
    let tries = standing.tries(&action.id, turn);
    let Some(first) = tries.first().map(|touch| touch.at) else { return Next::First };
    let count = tries.len();
    let steps = if person.is_strategic_head() {
        &ground.policy.silence.strategic
    } else {
        &ground.policy.silence.others
    };
    let after = |offset: Offset| match offset {
        // Hours of silence are working hours, so that a night is no reason to alarm the leader.
        Offset::Minutes(minutes) if minutes < 24 * 60 => {
            person.almanac.after_working_time(first, SignedDuration::from_mins(minutes.into()))
        }
        other => person.almanac.shift(first, other),
    };
    // Time alone also moves it up: two days after the first try the leader calls, tried again or not.
    let passed = steps.iter().filter(|step| after(**step) <= ground.now).count();
    let at = count.max(passed).min(steps.len());
    let Some(step) = at.checked_sub(1).and_then(|at| steps.get(at)) else { return Next::First };
    let enough = if person.is_strategic_head() { steps.len() + 2 } else { steps.len() };
    if count > enough {
        return Next::GiveUp(Reason::new("P-13", "tried-enough").with("tries", &count));
    }
    let kind = match (person.is_strategic_head(), at) {
        (_, 1) => Step::OtherWay,
        (true, 2) => Step::Sponsor,
        (true, _) => Step::Leader,
        (false, _) => Step::SameAgain,
    };
    // One try follows another after half a working day at least.
    let last = tries.last().map_or(first, |touch| touch.at);
    let rested = person.almanac.after_working_time(last, BETWEEN_TRIES);
    Next::Again(Try { tries: count, not_before: after(*step).max(rested), step: kind })
}
