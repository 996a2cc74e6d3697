use super::booking::Booking;
use super::diary::Search;
use super::person::Person;
use super::silence::{Next, Step};
use super::team::Candidate;
use super::touches::Touches;
use super::wants::Want;
use crate::outreach::playbook::{Action, Anchor};
use crate::outreach::{Channel, Offset, Reason};
use jiff::Timestamp;

/// A place that was found.
pub(super) struct Found {
    pub(super) candidate: Candidate,
    pub(super) at: Timestamp,
    pub(super) channel: Channel,
    pub(super) why: Vec<Reason>,
}

impl Booking<'_> {
    /// The first who can do it in time; else what spreads it, hands it on or lightens it (P-12).
    pub(super) fn find(
        &mut self,
        action: &Action,
        want: &Want,
        person: &Person<'_>,
        line: Vec<Candidate>,
        channel: Channel,
    ) -> Option<Found> {
        let mut why = Vec::new();
        if let Next::Again(again) = &want.next {
            let key = match again.step {
                Step::OtherWay => "silent-other-way",
                Step::SameAgain => "silent-again",
                Step::Sponsor | Step::Leader => "silent-higher",
            };
            why.push(Reason::new("P-13", key).with("tries", &again.tries));
        }
        let mut best = self.first_in_time(action, want, person, &line, channel, &why);
        if best.is_none() && channel.is_talk() && !action.level_match {
            let others = self.staff.others(&line, person);
            best = self.first_in_time(action, want, person, &others, channel, &why);
        }
        let is_late = best.as_ref().is_none_or(|found| found.at > want.latest);
        if is_late && channel == Channel::Phone && !person.is_strategic_head() && !action.exempt {
            for candidate in line {
                let slot = self.slot(action, want, person, candidate.member, Channel::Message);
                if let Some((time, moved)) = slot
                    && time <= want.latest
                {
                    why.extend(moved);
                    why.push(Reason::new("P-12", "lightened"));
                    return Some(Found { candidate, at: time, channel: Channel::Message, why });
                }
            }
        }
        if let Some(found) = &mut best
            && found.at > want.latest
        {
            found.why.push(Reason::new("P-12", "late"));
        }
        best
    }

    /// The first of a line who can do it in time, else whoever can do it soonest.
    fn first_in_time(
        &mut self,
        action: &Action,
        want: &Want,
        person: &Person<'_>,
        line: &[Candidate],
        channel: Channel,
        why: &[Reason],
    ) -> Option<Found> {
        let mut best: Option<Found> = None;
        for (at, candidate) in line.iter().enumerate() {
            let Some((time, moved)) = self.slot(action, want, person, candidate.member, channel)
            else {
                continue;
            };
            let is_better = best.as_ref().is_none_or(|found| time < found.at);
            if is_better {
                let mut why = why.to_vec();
                why.extend(moved);
                if at > 0 && best.is_some() {
                    why.push(Reason::new("P-12", "handed-on"));
                }
                best = Some(Found { candidate: candidate.clone(), at: time, channel, why });
            }
            if time <= want.latest {
                break;
            }
        }
        best
    }

    /// The first moment at which one of us can do it, and what moved it there.
    fn slot(
        &mut self,
        action: &Action,
        want: &Want,
        person: &Person<'_>,
        member: usize,
        channel: Channel,
    ) -> Option<(Timestamp, Vec<Reason>)> {
        let touches = &self.touches[want.person];
        let rules = &self.ground.policy.cool_down;
        let from = want.from.max(self.ground.now);
        if action.exempt && channel.is_talk() {
            // A notice of harm waits for nobody's hours; who is with the person that day does it.
            let with = touches.owner_on(&person.almanac, from);
            let at = self.diaries[member].at_once(from, channel);
            let with = touches.owner_on(&person.almanac, at).or(with);
            let day = self.staff.almanac(member).date(at);
            if !self.staff.is_there(member, day) {
                return None;
            }
            return (with.is_none_or(|with| with == member))
                .then(|| (at, vec![Reason::new("P-10", "exempt")]));
        }
        let patience = Offset::WorkingDays(self.ground.policy.capacity.patience);
        let limit = person.almanac.shift(want.latest.max(from), patience);
        let free = is_free(action, want);
        let mut at = from;
        for _ in 0..24 {
            let moved = if free {
                same_owner(touches, person, at, member)
            } else {
                touches.allowed(at, channel, member, &person.almanac, rules)
            };
            let search = Search {
                staff: self.staff,
                member,
                limits: self.limits[member],
                almanac: &person.almanac,
                from: moved,
                limit,
            };
            let diary = &mut self.diaries[member];
            let found = if channel.is_talk() {
                diary.talk(search, channel)
            } else {
                diary.written(search)
            }?;
            let settled = if free {
                same_owner(touches, person, found, member)
            } else {
                touches.allowed(found, channel, member, &person.almanac, rules)
            };
            if settled == found {
                let waited = moved > from || at > from;
                let why = waited.then(|| Reason::new("P-09", "cooled-down"));
                return Some((found, why.into_iter().collect()));
            }
            at = settled;
        }
        None
    }
}

/// What needs no cool-down still keeps to one owner a day (P-06).
fn same_owner(
    touches: &Touches,
    person: &Person<'_>,
    mut at: Timestamp,
    member: usize,
) -> Timestamp {
    for _ in 0..14 {
        match touches.owner_on(&person.almanac, at) {
            Some(other) if other != member => at = person.almanac.next_day(at),
            _ => break,
        }
    }
    at
}

/// What the cool-down does not count: a notice of harm, a promised word, an answer, and one more try
/// at somebody who has not been reached (P-09).
fn is_free(action: &Action, want: &Want) -> bool {
    action.exempt
        || matches!(action.after, Anchor::NextUpdate | Anchor::Reply)
        || matches!(want.next, Next::Again(_))
}
