//! The order of letters and when each goes, for rosters too large for a plan of everybody.
//!
//! A plan holds each person with all that is to be done for them, some 2.5 kB. Here a person takes 20
//! bytes and a name. Waves begin as in a plan, and order, pace, hours and accounts are the same code
//! (`order`, `clock`, `letters`); the only thing that is not known is when calls are planned that a
//! letter waits for, and these come from a plan of those who are called first ([`Timetable::calls`]).

use super::begun::Begun;
use super::booking::Booking;
use super::clock::WaveClock;
use super::letters::{self, Reader, Times};
use super::person::Person;
use super::team::Staff;
use super::ties::{BETWEEN, TieAt, Ties, tie};
use super::{groups, plan};
use crate::diagnostic::Report;
use crate::outreach::hours::{Almanac, Almanacs};
use crate::outreach::playbook::Playbook;
use crate::outreach::{Placing, Subject, Wave, WavePlan};
use crate::roster::Contact;
use jiff::Timestamp;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// How many people are called first at most: nobody could call more before the letters have gone.
const CALLED: usize = 5000;

/// What a timetable needs of one person.
#[derive(Debug)]
pub struct Place {
    wave: Wave,
    score: u32,
    is_strategic: bool,
    is_head: bool,
    account: String,
    /// Family name, given name and id, one behind the other: no name holds what stands between them.
    tie: Vec<u8>,
    almanac: Arc<Almanac>,
}

impl Place {
    /// The place of a contact who gets a letter; none for one who does not. May be asked on any thread.
    pub fn of(placing: &Placing<'_>, almanacs: &Almanacs, contact: &Contact) -> Option<Self> {
        let person = Person::of(placing, almanacs, 0, contact)?;
        let wave = person.wave.filter(|_| person.gets_letter())?;
        Some(Self {
            wave,
            score: person.score,
            is_strategic: person.is_strategic(),
            is_head: person.is_strategic_head(),
            account: contact.account.to_string(),
            tie: tie(contact),
            almanac: Arc::clone(&person.almanac),
        })
    }
}

/// One person.
#[derive(Debug, Clone, Copy)]
struct Slot {
    number: u32,
    account: u32,
    score: u16,
    almanac: u16,
    tie: TieAt,
    wave: u8,
    /// Whether the account is strategic, and whether the person is called first, as bits.
    kind: u8,
}

impl Slot {
    const STRATEGIC: u8 = 1;
    const HEAD: u8 = 2;

    const fn is(self, kind: u8) -> bool {
        self.kind & kind != 0
    }
}

/// All people with a letter, one by one.
#[derive(Debug)]
pub struct Timetable<'a> {
    placing: &'a Placing<'a>,
    almanacs: &'a Almanacs,
    playbook: &'a Playbook,
    sender: &'a str,
    slots: Vec<Slot>,
    ties: Ties,
    accounts: Vec<String>,
    account_numbers: HashMap<String, u32>,
    used: BTreeMap<u16, Arc<Almanac>>,
    /// Those who are called first, so far.
    heads: Vec<(u32, Contact)>,
}

/// When each letter goes, and in which order.
#[derive(Debug)]
pub struct Timed {
    /// The letters by number, in their order.
    slots: Vec<Slot>,
    at: Moments,
    /// The waves with their letters.
    pub waves: Vec<WavePlan>,
}

impl Timed {
    /// Each letter by its number, in the order in which they go, with its time.
    pub fn order(&self) -> impl Iterator<Item = (u32, Option<Timestamp>)> + '_ {
        self.slots.iter().enumerate().map(|(at, slot)| (slot.number, self.at.get(at)))
    }
}

impl<'a> Timetable<'a> {
    /// An empty one.
    pub fn new(
        placing: &'a Placing<'a>,
        almanacs: &'a Almanacs,
        playbook: &'a Playbook,
        sender: &'a str,
    ) -> Self {
        Self {
            placing,
            almanacs,
            playbook,
            sender,
            slots: Vec::new(),
            ties: Ties::default(),
            accounts: Vec::new(),
            account_numbers: HashMap::new(),
            used: BTreeMap::new(),
            heads: Vec::new(),
        }
    }

    /// Makes room for about so many people, so that the list of them need not be moved while it grows.
    pub fn expect(&mut self, people: usize) {
        self.slots.reserve_exact(people.saturating_sub(self.slots.len()));
    }

    /// Adds the letter of this number. The contact is kept when they are called first.
    pub fn add(&mut self, number: u32, place: Place, contact: Contact) {
        let known = self.account_numbers.get(&place.account).copied();
        let account = known.unwrap_or_else(|| {
            let next = u32::try_from(self.accounts.len()).unwrap_or(u32::MAX);
            self.accounts.push(place.account.clone());
            self.account_numbers.insert(place.account, next);
            next
        });
        let almanac = u16::try_from(place.almanac.number()).unwrap_or(u16::MAX);
        self.used.entry(almanac).or_insert(place.almanac);
        self.slots.push(Slot {
            number,
            account,
            score: u16::try_from(place.score).unwrap_or(u16::MAX),
            almanac,
            tie: self.ties.add(&place.tie),
            wave: place.wave.number(),
            kind: u8::from(place.is_strategic) * Slot::STRATEGIC
                + u8::from(place.is_head) * Slot::HEAD,
        });
        if place.is_head {
            self.call(place.score, contact);
        }
    }

    /// Somebody who gets no letter: a call to them takes the time of whoever calls all the same.
    pub fn left_out(&mut self, contact: Contact) {
        let person = Person::of(self.placing, self.almanacs, 0, &contact);
        let called = person.filter(|it| it.is_strategic_head() && it.may_be_called());
        if let Some(score) = called.map(|person| person.score) {
            self.call(score, contact);
        }
    }

    fn call(&mut self, score: u32, contact: Contact) {
        self.heads.push((score, contact));
        if self.heads.len() >= 2 * CALLED {
            self.keep_first();
        }
    }

    /// Of those who are called first only as many are kept as can be called.
    fn keep_first(&mut self) {
        let key = |(score, contact): &(u32, Contact)| {
            (Reverse(*score), contact.account.clone(), tie(contact))
        };
        self.heads.sort_by_cached_key(key);
        self.heads.truncate(CALLED);
    }

    /// When those are called who are called first: from a plan of them alone.
    fn calls(&mut self) -> HashMap<String, Timestamp> {
        self.keep_first();
        let heads = std::mem::take(&mut self.heads).into_iter().map(|(_, contact)| contact);
        let (plan, _) = plan(super::Inputs {
            placing: self.placing,
            contacts: heads.collect(),
            playbook: self.playbook,
            almanacs: self.almanacs,
            sender: self.sender,
            gone: &BTreeMap::new(),
        });
        let mut calls: HashMap<String, Timestamp> = HashMap::new();
        for check in plan.check_ins.iter().filter(|check| check.is_first_call()) {
            if let Subject::Contact(at) = check.subject {
                let id = plan.contacts[at].contact.id.to_string();
                let call = calls.entry(id).or_insert(check.start);
                *call = check.start.min(*call);
            }
        }
        calls
    }

    /// Puts all letters into their order and sets the time of each.
    pub fn finish(mut self) -> (Timed, Report) {
        let mut report = Report::new();
        let calls = self.calls();
        let ground = self.placing.ground();
        let mut clock = self.clock();
        let ranks = ranks(&self.accounts);
        let (ties, accounts, used) = (&self.ties, &self.accounts, &self.used);
        let tie = |slot: &Slot| ties.get(slot.tie);
        let id = |slot: &Slot| {
            let text = tie(slot).rsplit(|byte| *byte == BETWEEN).next().unwrap_or_default();
            String::from_utf8_lossy(text).into_owned()
        };
        self.slots.sort_unstable_by(|one, other| {
            let key = |slot: &Slot| (slot.wave, Reverse(slot.score), ranks[slot.account as usize]);
            key(one)
                .cmp(&key(other))
                .then_with(|| tie(one).cmp(tie(other)))
                .then(one.number.cmp(&other.number))
        });
        let slots = &self.slots;
        let reader = |at: usize| {
            let slot = &slots[at];
            Reader {
                letter: Some(Wave::new(slot.wave)),
                is_strategic: slot.is(Slot::STRATEGIC),
                is_head: slot.is(Slot::HEAD),
                account: &accounts[slot.account as usize],
                almanac: &used[&slot.almanac],
                call: slot.is(Slot::HEAD).then(|| calls.get(&id(slot)).copied()).flatten(),
                gone: None,
            }
        };
        let mut moments = Moments(vec![Moments::NONE; slots.len()]);
        let late = letters::set(&reader, &mut moments, &mut clock, ground, &mut report);
        let late: Vec<String> = late.into_iter().map(|at| id(&slots[at])).collect();
        let late: Vec<&str> = late.iter().map(String::as_str).collect();
        report.extend(clock.press_finding(&late));
        let timed = |(at, slot): (usize, &Slot)| (Some(Wave::new(slot.wave)), moments.get(at));
        report.extend(letters::too_late(slots.iter().enumerate().map(timed), &clock));
        let mut waves = clock.into_waves();
        for wave in &mut waves {
            wave.end = wave.start;
        }
        for (at, slot) in slots.iter().enumerate() {
            let wave = waves.iter_mut().find(|wave| wave.rule.wave.number() == slot.wave);
            if let (Some(wave), Some(time)) = (wave, moments.get(at)) {
                wave.letters += 1;
                wave.end = wave.end.max(time);
            }
        }
        (Timed { slots: self.slots, at: moments, waves }, report)
    }

    /// When each wave begins: as a plan has it.
    fn clock(&self) -> WaveClock {
        let ground = self.placing.ground();
        let staff = Staff::of(ground, self.almanacs, self.sender);
        let mut clock = WaveClock::set(ground, Begun::default());
        let mut booking = Booking::new(ground, &staff, &self.playbook.bars);
        let groups = groups::book(&mut booking, self.playbook, &clock);
        clock.hold(&groups.blockers);
        clock.after_briefing(groups.briefed);
        clock.letters_from(self.playbook, ground);
        clock
    }
}

/// The place of each account in the order of their ids.
fn ranks(accounts: &[String]) -> Vec<u32> {
    let mut order: Vec<usize> = (0..accounts.len()).collect();
    order.sort_unstable_by(|one, other| accounts[*one].cmp(&accounts[*other]));
    let mut ranks = vec![0; accounts.len()];
    for (rank, at) in (0..).zip(order) {
        ranks[at] = rank;
    }
    ranks
}

/// Times in eight bytes each.
#[derive(Debug)]
struct Moments(Vec<i64>);

impl Moments {
    const NONE: i64 = i64::MIN;
}

impl Times for Moments {
    fn count(&self) -> usize {
        self.0.len()
    }

    fn get(&self, at: usize) -> Option<Timestamp> {
        let moment = self.0[at];
        if moment == Self::NONE {
            return None;
        }
        Timestamp::from_nanosecond(moment.into()).ok()
    }

    fn put(&mut self, at: usize, time: Timestamp) {
        // Nanoseconds since 1970 fit until the year 2262.
        self.0[at] = i64::try_from(time.as_nanosecond()).unwrap_or(i64::MAX);
    }
}
