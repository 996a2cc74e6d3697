//! Laws that every plan keeps, whatever the roster.

use super::{Made, World, contact};
use crate::ledger::Outcome;
use crate::outreach::{CheckIn, Subject};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const BASE: &str = include_str!("../../../../templates/playbooks/base.toml");
const ZONES: [&str; 5] =
    ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"];

#[derive(Debug, Clone)]
pub(super) struct Odd {
    pub(super) account: usize,
    zone: usize,
    tier: usize,
    pub(super) role: usize,
    attitude: usize,
    level: usize,
    owner: usize,
    last: usize,
    star: bool,
    tried: usize,
}

pub(super) fn odd() -> impl Strategy<Value = Odd> {
    (
        0..4_usize,
        0..5_usize,
        0..4_usize,
        0..6_usize,
        0..6_usize,
        0..6_usize,
        0..4_usize,
        0..4_usize,
        any::<bool>(),
        0..6_usize,
    )
        .prop_map(|(account, zone, tier, role, attitude, level, owner, last, star, tried)| {
            Odd { account, zone, tier, role, attitude, level, owner, last, star, tried }
        })
}

pub(super) fn world(people: &[Odd], now_hour: i64) -> World {
    let mut world = World::default();
    for (at, odd) in people.iter().enumerate() {
        let pick = |list: &[&'static str], at: usize| list[at];
        world.contacts.push(contact(
            &format!("c{at:02}"),
            pick(&["s1", "s2", "g1", "g2"], odd.account),
            &[
                ("time_zone", ZONES[odd.zone]),
                ("tier", pick(&["key", "general", "organization", "key general"], odd.tier)),
                ("role", pick(&["", "A", "D", "S", "E", "I"], odd.role)),
                ("attitude", pick(&["", "-1", "0", "1", "2", "3"], odd.attitude)),
                ("level", pick(&["", "L1", "L2", "L3", "L4", "L5"], odd.level)),
                ("owner", pick(&["am", "am2", "gone", ""], odd.owner)),
                ("last_contact", pick(&["2026-11-18", "2026-09-01", "2024-01-01", ""], odd.last)),
                ("star", if odd.star { "yes" } else { "no" }),
            ],
        ));
        let id = format!("c{at:02}");
        let at = "2026-11-19T09:30:00+08:00";
        let fact = |action, outcome| super::touch(&id, action, outcome, at);
        match odd.tried {
            1 => world.facts.push(fact(Some("PB-BASE-2"), Outcome::NoAnswer)),
            2 => world.facts.push(fact(None, Outcome::Reached)),
            3 => world.facts.push(fact(None, Outcome::Replied)),
            _ => {}
        }
    }
    world.playbook =
        BASE.split_once("\n[[action]]").map(|(_, rest)| format!("[[action]]{rest}")).unwrap();
    let now: jiff::Timestamp = super::NOW.parse().unwrap();
    world.now = (now + jiff::SignedDuration::from_hours(now_hour)).to_string();
    world
}

fn id(made: &Made, check: &CheckIn) -> Option<String> {
    matches!(check.subject, Subject::Contact(_)).then(|| made.whom(check))
}

/// The check-ins by contact, those that keep no hours left out.
fn by_contact(made: &Made) -> BTreeMap<String, Vec<&CheckIn>> {
    let mut by: BTreeMap<String, Vec<&CheckIn>> = BTreeMap::new();
    for check in &made.plan.check_ins {
        if let Some(id) = id(made, check) {
            by.entry(id).or_default().push(check);
        }
    }
    by
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_laws_of_a_plan(people in prop::collection::vec(odd(), 1..24), hour in 0..80_i64) {
        let world = world(&people, hour);
        let made = world.plan();
        // P-27: a wave or a reason, never both and never none.
        for planned in &made.plan.contacts {
            prop_assert!(planned.letter_at.is_some() != planned.left_out.is_some());
        }
        let mut slots: BTreeMap<usize, Vec<(jiff::Timestamp, jiff::Timestamp)>> = BTreeMap::new();
        let mut load: BTreeMap<(usize, String), (u32, u32)> = BTreeMap::new();
        for check in &made.plan.check_ins {
            prop_assert!(check.start >= made.plan.now);
            let Subject::Contact(at) = check.subject else { continue };
            let contact = &made.plan.contacts[at].contact;
            // P-10: no call outside working hours where the person is.
            let zone = crate::locale::zone(contact.time_zone.as_deref().unwrap()).unwrap();
            let there = check.start.to_zoned_datetime(zone);
            let minute = i64::from(there.time().hour()) * 60 + i64::from(there.time().minute());
            let weekday = there.date().weekday().to_monday_zero_offset();
            prop_assert!(weekday < 5, "{there}");
            if check.channel.is_talk() {
                prop_assert!((570..690).contains(&minute) || (840..1020).contains(&minute), "{there}");
                let owner = check.owner.unwrap();
                slots.entry(owner).or_default().push((check.start, check.end));
                let day = super::local(check.start)[..5].to_owned();
                let load = load.entry((owner, day)).or_default();
                if check.channel.is_visit() { load.1 += 1 } else { load.0 += 1 }
            } else {
                prop_assert!((540..1050).contains(&minute), "{there}");
            }
        }
        // Nobody speaks with two people at once, nor beyond what a day holds (P-12).
        for times in slots.values_mut() {
            times.sort();
            prop_assert!(times.windows(2).all(|two| two[0].1 <= two[1].0));
        }
        for ((owner, _), (calls, visits)) in &load {
            let most = if *owner == 0 { 4 } else { 8 };
            prop_assert!(calls * 3 + visits * most <= most * 3, "{owner} {calls} {visits}");
        }
        for checks in by_contact(&made).values() {
            // P-06: one owner for each contact and day.
            let mut owners: BTreeMap<jiff::civil::Date, BTreeSet<Option<usize>>> = BTreeMap::new();
            for check in checks {
                let Subject::Contact(at) = check.subject else { continue };
                let zone = made.plan.contacts[at].contact.time_zone.as_deref().unwrap();
                let day = check.start.to_zoned_datetime(crate::locale::zone(zone).unwrap()).date();
                owners.entry(day).or_default().insert(check.owner);
            }
            prop_assert!(owners.values().all(|owners| owners.len() == 1), "{owners:?}");
            // P-09: the cool-down, but for answers and one more try.
            let free = |check: &CheckIn| {
                check.action.after == crate::outreach::playbook::Anchor::Reply
                    || check.why.iter().any(|why| why.rule == "P-13")
            };
            let mut times: Vec<_> = checks.iter().filter(|check| !free(check)).map(|c| c.start).collect();
            times.sort();
            prop_assert!(times.windows(2).all(|two| two[1].duration_since(two[0]).as_hours() >= 24));
        }
        // Each id is there once, so that calendars can be updated.
        let ids: BTreeSet<&String> = made.plan.check_ins.iter().map(|check| &check.id).collect();
        prop_assert_eq!(ids.len(), made.plan.check_ins.len());
    }

    #[test]
    fn p35_the_order_of_rows_does_not_matter(people in prop::collection::vec(odd(), 1..16), hour in 0..30_i64) {
        let mut world = world(&people, hour);
        let told = |world: &World| {
            let made = world.plan();
            let checks: Vec<_> = made
                .plan
                .check_ins
                .iter()
                .map(|check| (check.id.clone(), check.start, check.owner, check.channel, check.state.clone()))
                .collect();
            let letters: BTreeMap<String, _> = made
                .plan
                .contacts
                .iter()
                .map(|it| (it.contact.id.to_string(), (it.letter_at, it.left_out.clone())))
                .collect();
            (checks, letters)
        };
        let first = told(&world);
        prop_assert_eq!(&first, &told(&world), "the same twice");
        world.contacts.reverse();
        world.facts.reverse();
        prop_assert_eq!(first, told(&world));
    }
}
