use super::booking::Booking;
use super::clock::WaveClock;
use super::promise;
use super::wants::blocks;
use super::{SharedAction, check_in_id};
use crate::outreach::hours::Almanac;
use crate::outreach::playbook::{Action, Anchor, Blocks, Playbook, Target};
use crate::outreach::{CheckIn, Dropped, Ground, Offset, Reason, State, Subject};
use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;
use std::sync::Arc;

/// An action that holds others back until it is logged as done, with its planned end.
#[derive(Debug, Clone)]
pub(super) struct Blocker {
    pub(super) action: SharedAction,
    pub(super) end: Timestamp,
}

impl Blocker {
    pub(super) fn blocks(&self, other: &Action) -> bool {
        blocks(&self.action, other)
    }

    /// Whether it holds back everything that people outside would notice.
    pub(super) fn is_external(&self) -> bool {
        self.action.blocks == Blocks::External
    }
}

/// What is planned for groups, as far as others wait for it or count from it.
#[derive(Debug, Default)]
pub(super) struct Groups {
    pub(super) blockers: Vec<Blocker>,
    /// When each action was done or will be, by its id.
    pub(super) ends: HashMap<String, Timestamp>,
    /// When our own people have been briefed.
    pub(super) briefed: Option<Timestamp>,
    /// By when the brief promises an action, by its id (P-12).
    pub(super) promised: HashMap<String, Timestamp>,
}

/// Books what is to be done for people who are not in the roster: staff, families, authorities. They
/// come before anybody's check-ins, and keep no working hours: the crisis does not either.
pub(super) fn book(booking: &mut Booking<'_>, playbook: &Playbook, clock: &WaveClock) -> Groups {
    let mut groups = Groups { promised: promise::ends(booking.ground), ..Groups::default() };
    let mut order: Vec<&Action> = playbook
        .actions
        .iter()
        .filter(|action| matches!(action.target, Target::Group { .. }))
        .collect();
    order.sort_by_key(|action| depth(playbook, action));
    // What holds the others back is booked first.
    order.sort_by_key(|action| action.blocks == Blocks::Nothing);
    for action in order {
        let shared = Arc::new(action.clone());
        let held = groups.blockers.iter().find(|blocker| blocker.blocks(action)).cloned();
        let base = match anchor(action, booking.ground, clock, &groups.ends) {
            Ok(base) => base,
            Err(why) => {
                booking.drop(Dropped { action: shared, subject: Subject::Group, why });
                continue;
            }
        };
        for turn in 1..=action.again.len() + 1 {
            let Some(end) = one(booking, &shared, base, turn, held.as_ref()) else { continue };
            groups.ends.entry(action.id.clone()).or_insert(end);
            if action.slot.as_deref() == Some("staff-briefing") {
                groups.briefed = groups.briefed.max(Some(end));
            }
            let done = booking
                .ground
                .standings
                .get(group_of(action))
                .is_some_and(|standing| standing.carried_out(&action.id, turn));
            if turn == 1 && action.blocks != Blocks::Nothing && !done {
                groups.blockers.push(Blocker { action: Arc::clone(&shared), end });
            }
        }
    }
    groups
}

/// Books one turn; gives its end, or the time it was done.
fn one(
    booking: &mut Booking<'_>,
    action: &SharedAction,
    base: Timestamp,
    turn: usize,
    held: Option<&Blocker>,
) -> Option<Timestamp> {
    let Target::Group { name, wave, .. } = &action.target else { return None };
    let standing = booking.ground.standings.get(name);
    if let Some(at) = standing.and_then(|standing| standing.done_at(&action.id, turn)) {
        return Some(at);
    }
    let candidates = booking.staff.duty_line(action.owner);
    let almanac =
        candidates.first().map(|candidate| Arc::clone(booking.staff.almanac(candidate.member)));
    let again = turn.checked_sub(2).and_then(|at| action.again.get(at)).copied();
    let shifted = |offset: Offset| {
        let at = shift(almanac.as_deref(), base, offset);
        again.map_or(at, |again| shift(almanac.as_deref(), at, again))
    };
    let (mut from, mut latest) = (shifted(action.from), shifted(action.by));
    if let (Offset::WorkingDays(_), Some(almanac)) = (action.by, &almanac) {
        latest = almanac.end_of_working_day(latest);
    }
    from = from.max(booking.ground.now);
    let mut why = vec![Reason::new(action.id.clone(), "playbook")];
    if let Some(blocker) = held {
        from = from.max(blocker.end);
        why.push(Reason::new(blocker.action.id.clone(), "held").with("action", &blocker.action.id));
    }
    let minutes = SignedDuration::from_mins(action.channel.minutes().max(15));
    let candidate = candidates.into_iter().find(|candidate| {
        let day = booking.staff.almanac(candidate.member).date(from);
        booking.staff.is_there(candidate.member, day)
    });
    let (owner, start) = match candidate {
        Some(candidate) => {
            let start = booking.take_at_once(candidate.member, from, action.channel);
            why.push(candidate.why);
            (Some(candidate.member), start)
        }
        None => (None, from),
    };
    let tries = standing.map_or(0, |standing| standing.tries(&action.id, turn).len());
    let state = match held {
        Some(blocker) => State::Held(blocker.action.id.clone()),
        None if tries > 0 => State::Tried(tries),
        None if start > latest => State::Late,
        None => State::Open,
    };
    why.extend(action.rules.iter().map(|rule| Reason::new(rule.clone(), "rule")));
    booking.put(CheckIn {
        id: check_in_id(&action.id, name, turn),
        action: Arc::clone(action),
        subject: Subject::Group,
        owner,
        wave: *wave,
        start,
        end: start + minutes,
        latest,
        channel: action.channel,
        why,
        state,
        gift: None,
    });
    Some(start + minutes)
}

fn group_of(action: &Action) -> &str {
    match &action.target {
        Target::Group { name, .. } => name,
        Target::Contacts(_) => "",
    }
}

/// How many actions stand before one.
fn depth(playbook: &Playbook, action: &Action) -> usize {
    let mut depth = 0;
    let mut at = action;
    while let Anchor::Action(id) = &at.after {
        let Some(before) = playbook.actions.iter().find(|action| action.id == *id) else { break };
        depth += 1;
        if depth > playbook.actions.len() {
            break;
        }
        at = before;
    }
    depth
}

fn anchor(
    action: &Action,
    ground: &Ground<'_>,
    clock: &WaveClock,
    ends: &HashMap<String, Timestamp>,
) -> Result<Timestamp, Reason> {
    let moment = |at: &Option<jiff::ZonedDateTime>| at.as_ref().map(jiff::ZonedDateTime::timestamp);
    let brief = ground.brief;
    match &action.after {
        Anchor::Start => Ok(moment(&brief.started_at).unwrap_or(ground.now)),
        Anchor::Wave => {
            let Target::Group { wave, .. } = &action.target else { return Ok(ground.now) };
            let start = clock.start(crate::outreach::Wave::new(*wave));
            start.ok_or_else(|| Reason::new("P-27", "no-wave"))
        }
        Anchor::NextUpdate => {
            moment(&brief.next_update_at).ok_or_else(|| Reason::new("P-34", "no-next-update"))
        }
        Anchor::Resolution => {
            moment(&brief.resolved_at).ok_or_else(|| Reason::new("P-35", "not-over-yet"))
        }
        Anchor::Reply => Err(Reason::new("P-14", "no-reply")),
        Anchor::Action(id) => {
            let end = ends.get(id).copied();
            end.ok_or_else(|| {
                Reason::new(action.id.clone(), "first-step-missing").with("first", &id)
            })
        }
    }
}

/// Working days are those of whoever does it; hours run on the clock.
fn shift(almanac: Option<&Almanac>, from: Timestamp, by: Offset) -> Timestamp {
    match (almanac, by) {
        (_, Offset::Minutes(minutes)) => from + SignedDuration::from_mins(minutes.into()),
        (Some(almanac), by) => almanac.shift(from, by),
        (None, Offset::WorkingDays(days)) => {
            from + SignedDuration::from_hours(24 * i64::from(days))
        }
    }
}
