use super::clock::WaveClock;
use super::diary::{Diary, Limits};
use super::finding::Found;
use super::groups::Groups;
use super::person::Person;
use super::silence::{Next, Step, Try};
use super::team::{Candidate, Staff};
use super::times::Times;
use super::touches::Touches;
use super::wants::{Mailing, READERS, Want, Wants};
use super::{SharedAction, beforehand, check_in_id};
use crate::outreach::playbook::{Action, Anchor};
use crate::outreach::{Channel, CheckIn, Dropped, Duty, Gift, Ground, Reason, State, Subject};
use jiff::{SignedDuration, Timestamp};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::sync::Arc;

/// What was handed out, by person and action.
pub(super) type Gifts = HashMap<(usize, usize), Gift>;

/// What comes first: whom we owe an answer (P-14), then the latest moment, then the place of the person, the action, the turn, and where
/// the want stands in the list.
type Urgency = (bool, Timestamp, usize, usize, usize, usize);

/// Finds an owner and a time for each want: the most urgent first, and of two as urgent the one whose
/// person stands higher in the order (P-04).
#[derive(Debug)]
pub(super) struct Booking<'a> {
    pub(super) ground: &'a Ground<'a>,
    pub(super) staff: &'a Staff<'a>,
    pub(super) diaries: Vec<Diary>,
    pub(super) limits: Vec<Limits>,
    pub(super) touches: Vec<Touches>,
    check_ins: Vec<CheckIn>,
    dropped: Vec<Dropped>,
    bars: Vec<Channel>,
}

impl<'a> Booking<'a> {
    pub(super) fn new(ground: &'a Ground<'a>, staff: &'a Staff<'a>, bars: &[Channel]) -> Self {
        let capacity = &ground.policy.capacity;
        Self {
            ground,
            staff,
            diaries: staff.members.iter().map(|_| Diary::default()).collect(),
            limits: staff
                .members
                .iter()
                .map(|member| Limits::of(capacity, member.calls_per_day))
                .collect(),
            touches: Vec::new(),
            check_ins: Vec::new(),
            dropped: Vec::new(),
            bars: bars.to_vec(),
        }
    }

    pub(super) fn put(&mut self, check_in: CheckIn) {
        self.check_ins.push(check_in);
    }

    pub(super) fn drop(&mut self, dropped: Dropped) {
        self.dropped.push(dropped);
    }

    /// Takes the first free moment of a person's day, whatever the hour.
    pub(super) fn take_at_once(
        &mut self,
        member: usize,
        from: Timestamp,
        channel: Channel,
    ) -> Timestamp {
        if channel.minutes() == 0 {
            return from;
        }
        let at = self.diaries[member].at_once(from, channel);
        let day = self.staff.almanac(member).date(at);
        self.diaries[member].take(at, channel, day, self.limits[member]);
        at
    }

    /// Books everything.
    pub(super) fn fulfil(
        &mut self,
        mut wants: Wants,
        people: &[Person<'_>],
        gifts: &Gifts,
        clock: &WaveClock,
        groups: &Groups,
    ) {
        self.touches = people.iter().map(|person| Touches::logged(person.standing)).collect();
        let actions = std::mem::take(&mut wants.actions);
        self.drop_all(&actions, std::mem::take(&mut wants.dropped));
        let mut queue: BinaryHeap<Reverse<Urgency>> = BinaryHeap::new();
        let mut all: Vec<Want> = Vec::new();
        let ground = self.ground;
        let times = |person: usize| Times { clock, ground, person: &people[person], groups };
        // What follows talks and is one letter for many waits until all of its readers are known.
        let mut mail_now = true;
        loop {
            while mail_now && let Some((_, mailing)) = wants.mailings.pop_first() {
                let end = self.mail(&actions, &mailing, &people[mailing.first]);
                for person in wants.waiting_for(&mailing) {
                    let times = times(person);
                    wants.follow(&actions, person, mailing.action, end, &times);
                }
            }
            for want in wants.ready.drain(..) {
                let can_wait = actions[want.action].after != Anchor::Reply;
                let key = (can_wait, want.latest, want.person, want.action, want.turn, all.len());
                queue.push(Reverse(key));
                all.push(want);
            }
            let Some(Reverse((.., at))) = queue.pop() else {
                if wants.mailings.is_empty() {
                    break;
                }
                mail_now = true;
                continue;
            };
            mail_now = false;
            let want = all[at].clone();
            let end = self.book(&actions, &want, people, gifts);
            if want.turn == 1 {
                // What follows counts from the planned end, or from the latest moment without one.
                let end = end.unwrap_or(want.latest);
                let times = times(want.person);
                wants.follow(&actions, want.person, want.action, end, &times);
            }
        }
        // What would have followed something that is not done at all.
        for ((person, first), followers) in std::mem::take(&mut wants.waiting) {
            let missing = |follower: usize| {
                let why = Reason::new(actions[follower].id.clone(), "first-step-missing");
                (follower, person, why.with("first", &actions[first].id))
            };
            self.drop_all(&actions, followers.into_iter().map(missing));
        }
        self.drop_all(&actions, wants.dropped);
    }

    /// Notes what is not planned: action, person, reason.
    fn drop_all(
        &mut self,
        actions: &[SharedAction],
        dropped: impl IntoIterator<Item = (usize, usize, Reason)>,
    ) {
        for (action, person, why) in dropped {
            let action = Arc::clone(&actions[action]);
            self.drop(Dropped { action, subject: Subject::Contact(person), why });
        }
    }

    /// One piece of writing for many.
    fn mail(
        &mut self,
        actions: &[SharedAction],
        mailing: &Mailing,
        first: &Person<'_>,
    ) -> Timestamp {
        let action = &actions[mailing.action];
        let from = mailing.from.max(self.ground.now);
        let start = first.almanac.letter_at(from);
        let candidate = self.staff.duty_line(action.owner).into_iter().find(|candidate| {
            let day = self.staff.almanac(candidate.member).date(start);
            self.staff.is_there(candidate.member, day)
        });
        let end = start + SignedDuration::from_mins(15);
        let mut why = vec![Reason::new(action.id.clone(), "playbook")];
        why.extend(candidate.iter().map(|candidate| candidate.why.clone()));
        why.extend(action.rules.iter().map(|rule| Reason::new(rule.clone(), "rule")));
        let latest = mailing.latest;
        let state = match &mailing.held {
            Some(id) => State::Held(id.clone()),
            None if start > latest => State::Late,
            None => State::Open,
        };
        self.put(CheckIn {
            id: check_in_id(&action.id, READERS, mailing.turn),
            action: Arc::clone(action),
            subject: Subject::Readers(mailing.readers),
            owner: candidate.map(|candidate| candidate.member),
            wave: first.wave.map_or(0, crate::outreach::Wave::number),
            start,
            end,
            latest,
            channel: action.channel,
            why,
            state,
            gift: None,
        });
        end
    }

    /// Books one want and gives its end; none when it cannot be held at all.
    fn book(
        &mut self,
        actions: &[SharedAction],
        want: &Want,
        people: &[Person<'_>],
        gifts: &Gifts,
    ) -> Option<Timestamp> {
        let action = &actions[want.action];
        let person = &people[want.person];
        let subject = Subject::Contact(want.person);
        let Some(channel) = self.channel(action, want, person) else {
            let why = Reason::new("S-40", "barred").with("channel", &action.channel);
            self.drop(Dropped { action: Arc::clone(action), subject, why });
            return None;
        };
        let line = self.line(action, want, person);
        let Some(found) = self.find(action, want, person, line, channel) else {
            let why = Reason::new("P-12", "no-capacity");
            self.drop(Dropped { action: Arc::clone(action), subject, why });
            return None;
        };
        let Found { candidate, at, channel, why: more } = found;
        let member = candidate.member;
        let day = self.staff.almanac(member).date(at);
        self.diaries[member].take(at, channel, day, self.limits[member]);
        self.touches[want.person].add(at, channel, member);
        let mut why = vec![Reason::new(action.id.clone(), "playbook")];
        why.extend(action.rules.iter().map(|rule| Reason::new(rule.clone(), "rule")));
        why.push(candidate.why);
        why.extend(more);
        if channel != action.channel && !matches!(want.next, Next::Again(_)) {
            let reason = Reason::new("S-40", "safe-way").with("channel", &action.channel);
            if self.bars.contains(&action.channel) {
                why.push(reason);
            }
        }
        let state = match (&want.held, &want.next) {
            (Some(id), _) => {
                why.push(Reason::new(id.clone(), "held").with("action", &id));
                State::Held(id.clone())
            }
            (None, _) if at > want.latest => State::Late,
            (None, Next::Again(again)) => State::Tried(again.tries),
            _ => State::Open,
        };
        let end = at + SignedDuration::from_mins(channel.minutes().max(15));
        self.put(CheckIn {
            id: check_in_id(&action.id, person.id(), want.turn),
            action: Arc::clone(action),
            subject,
            owner: Some(member),
            wave: person.wave.map_or(5, crate::outreach::Wave::number),
            start: at,
            end,
            latest: want.latest,
            channel,
            why,
            state,
            gift: gifts.get(&(want.person, want.action)).cloned(),
        });
        Some(end)
    }

    /// The way that is taken: another one after a call that nobody answered (P-13), a safe one where
    /// the kind bars it (S-40), a call for who has no address.
    fn channel(&self, action: &Action, want: &Want, person: &Person<'_>) -> Option<Channel> {
        let wanted = match &want.next {
            Next::Again(Try { step: Step::OtherWay, .. }) => action.channel.other_way(),
            // Who has no address cannot be written to by mail.
            _ if action.channel == Channel::Mail && person.contact().email.is_none() => {
                Channel::Phone
            }
            _ => action.channel,
        };
        if self.bars.contains(&wanted) {
            wanted.safe_equivalent().filter(|safe| !self.bars.contains(safe))
        } else {
            Some(wanted)
        }
    }

    /// Who could do it.
    fn line(&self, action: &Action, want: &Want, person: &Person<'_>) -> Vec<Candidate> {
        match &want.next {
            Next::Again(Try { step: Step::Sponsor, .. }) => {
                self.staff.escalated(Duty::Sponsor, person, "silent-sponsor")
            }
            Next::Again(Try { step: Step::Leader, .. }) => {
                self.staff.escalated(Duty::Leader, person, "silent-leader")
            }
            _ => self.staff.candidates(action.owner, action.level_match, person),
        }
    }

    /// When the first call of a person is planned.
    pub(super) fn first_calls(&self) -> HashMap<usize, Timestamp> {
        let mut calls: HashMap<usize, Timestamp> = HashMap::new();
        for check in &self.check_ins {
            if let Subject::Contact(person) = check.subject
                && check.is_first_call()
            {
                let at = calls.entry(person).or_insert(check.start);
                *at = check.start.min(*at);
            }
        }
        calls
    }

    /// Everything booked that is still in time for the letters, by time, then id.
    pub(super) fn finish(mut self, letters: &[Option<Timestamp>]) -> (Vec<CheckIn>, Vec<Dropped>) {
        self.dropped.extend(beforehand::take_late(&mut self.check_ins, letters));
        self.check_ins.sort_by(|a, b| a.start.cmp(&b.start).then_with(|| a.id.cmp(&b.id)));
        let subject = |subject: Subject| match subject {
            Subject::Contact(at) => at,
            Subject::Group | Subject::Readers(_) => usize::MAX,
        };
        self.dropped.sort_by(|a, b| {
            (&a.action.id, subject(a.subject)).cmp(&(&b.action.id, subject(b.subject)))
        });
        (self.check_ins, self.dropped)
    }
}
