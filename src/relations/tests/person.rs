use super::{Row, row, sample, strategic, touch};
use crate::ledger::{Fact, Outcome};
use crate::relations::Person;
use crate::roster::Attitude;

fn one(row: Row, facts: &[Fact]) -> Person {
    strategic(&[row]).with(facts).relation().people.remove(0)
}

fn judged(attitude: &'static str, attitude_date: &'static str) -> Row {
    Row { attitude_date, ..row("c-1", "D", attitude) }
}

#[test]
fn s39_the_newest_judgement_counts_and_the_older_one_is_where_it_moved_from() {
    let later = one(judged("0", "2026-11-01"), &[touch(10, Outcome::Reached, Some(1))]);
    assert_eq!(later.attitude, Some(Attitude::Supports));
    assert_eq!(later.moved_from, Some(Attitude::Neutral));
    assert_eq!(later.judged_on.unwrap().to_string(), "2026-11-10");
    let earlier = one(judged("2", "2026-11-15"), &[touch(10, Outcome::Reached, Some(1))]);
    assert_eq!(earlier.attitude, Some(Attitude::SupportsOnlyUs));
    assert_eq!(earlier.moved_from, Some(Attitude::Supports));
}

#[test]
fn s39_nobody_moves_without_two_dates_or_without_a_difference() {
    let undated = one(judged("2", ""), &[touch(10, Outcome::Reached, Some(-1))]);
    assert_eq!((undated.attitude, undated.moved_from), (Some(Attitude::Opposes), None));
    let same = one(judged("1", "2026-11-01"), &[touch(10, Outcome::Reached, Some(1))]);
    assert_eq!(same.moved_from, None);
    let alone = one(judged("1", "2026-11-01"), &[]);
    assert_eq!((alone.attitude, alone.moved_from), (Some(Attitude::Supports), None));
}

#[test]
fn q04_unknown_stays_unknown() {
    let person = one(row("c-1", "D", ""), &[touch(10, Outcome::Reached, None)]);
    assert_eq!((person.attitude, person.judged_on), (None, None));
}

#[test]
fn s10_a_talk_in_the_ledger_ends_the_silence_and_a_try_does_not() {
    let silent = Row { last_contact: "2026-10-01", ..row("c-1", "D", "1") };
    let person = one(silent.clone(), &[touch(22, Outcome::Reached, None)]);
    assert_eq!((person.days, person.overdue), (Some(2), false));
    let person = one(silent, &[touch(22, Outcome::NoAnswer, None)]);
    assert_eq!((person.days, person.overdue), (Some(54), true));
}

#[test]
fn s10_people_close_to_us_wait_30_days_and_others_90() {
    let overdue = |partner: &str, tier: &'static str, last_contact: &'static str| {
        let row = Row { tier, last_contact, ..row("c-1", "D", "1") };
        let sample = sample(&[&format!("a-1,Firm,{partner},t-3")], &[row]);
        sample.relation().people[0].overdue
    };
    assert!(overdue("strategic", "general", "2026-10-24"));
    assert!(!overdue("strategic", "general", "2026-10-25"));
    assert!(overdue("general", "key", "2026-10-24"));
    assert!(!overdue("general", "general", "2026-08-26"));
    assert!(overdue("general", "general", "2026-08-25"));
}

#[test]
fn s10_what_is_unknown_is_not_overdue_and_whoever_wants_silence_has_it() {
    assert!(!one(Row { last_contact: "", ..row("c-1", "D", "1") }, &[]).overdue);
    let silent = Row { do_not_contact: "asked for it", ..row("c-1", "D", "1") };
    assert!(!one(Row { last_contact: "2026-01-01", ..silent }, &[]).overdue);
}

#[test]
fn p21_who_has_no_way_or_wants_nothing_or_is_somebody_else_is_not_reachable() {
    assert!(one(row("c-1", "D", "1"), &[]).reachable);
    assert!(one(Row { email: false, ..row("c-1", "D", "1") }, &[]).reachable);
    assert!(!one(Row { email: false, phone: "", ..row("c-1", "D", "1") }, &[]).reachable);
    assert!(!one(Row { do_not_contact: "asked", ..row("c-1", "D", "1") }, &[]).reachable);
    assert!(!one(row("c-1", "D", "1"), &[touch(10, Outcome::WrongPerson, None)]).reachable);
}
