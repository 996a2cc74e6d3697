use super::{Row, row, sample, strategic};
use crate::relations::{Frailty, Side};

/// What `a-1` hangs on, in words.
fn of(rows: &[Row]) -> Vec<String> {
    strategic(rows).relation().frailties.iter().map(ToString::to_string).collect()
}

/// Two supporters, so that their side is sound.
fn sound() -> [Row; 2] {
    [row("c-1", "D", "1"), row("c-2", "E", "2")]
}

#[test]
fn s17_one_supporter_is_a_single_point_and_two_are_none() {
    assert_eq!(of(&sound()), [""; 0]);
    let sample = strategic(&[row("c-1", "D", "1"), row("c-2", "E", "0")]);
    let relation = sample.relation();
    let [frailty @ Frailty::OneSupporter { name }] = relation.frailties.as_slice() else {
        panic!("{relation:?}")
    };
    assert_eq!((name.id.as_str(), frailty.side(), frailty.rule()), ("c-1", Side::Theirs, "S-17"));
    assert_eq!(sample.portfolio().single_points(), 1);
}

#[test]
fn s47_where_nobody_supports_us_nobody_can_be_lost() {
    assert_eq!(of(&[row("c-1", "D", "0")]), ["nobody whom we can reach supports us"]);
    let silent = Row { do_not_contact: "asked", ..row("c-1", "D", "2") };
    assert_eq!(of(&[silent]), ["nobody whom we can reach supports us"]);
}

#[test]
fn s17_one_owner_needs_somebody_who_stands_in() {
    let owned = |owner, backup| sound().map(|row| Row { owner, backup, ..row });
    let alone = ["Ann (t-1) alone looks after everybody, and nobody stands in"];
    assert_eq!(of(&owned("t-1", "")), alone);
    // Neither oneself nor who has left stands in.
    assert_eq!(of(&owned("t-1", "t-1")), alone);
    assert_eq!(of(&owned("t-1", "t-9")), alone);
    assert_eq!(of(&owned("t-1", "t-2")), [""; 0]);
    let [first, second] = owned("t-1", "");
    assert_eq!(of(&[first, Row { owner: "t-2", ..second }]), [""; 0]);
}

#[test]
fn s17_who_has_left_is_no_owner() {
    let rows = sound().map(|row| Row { owner: "t-9", ..row });
    assert_eq!(of(&rows), ["Eve (t-9) has left and is still an owner here"]);
}

#[test]
fn s52_people_without_an_owner_are_counted_but_those_who_want_nothing() {
    let [first, second] = sound();
    let rows = [first, Row { owner: "", ..second }];
    assert_eq!(of(&rows), ["1 contact has no owner"]);
    let silent = Row { owner: "", do_not_contact: "asked", ..row("c-3", "I", "0") };
    let [first, second] = sound();
    assert_eq!(of(&[first, second, silent]), [""; 0]);
}

#[test]
fn s15_a_strategic_account_needs_a_sponsor_who_is_here() {
    let of = |account: &str| sample(&[account], &sound()).relation().frailties;
    assert_eq!(of("a-1,Firm,strategic,"), [Frailty::NoSponsor]);
    assert!(matches!(of("a-1,Firm,strategic,t-9")[..], [Frailty::SponsorLeft { .. }]));
    assert_eq!(of("a-1,Firm,strategic,t-3"), []);
    assert_eq!(of("a-1,Firm,general,"), []);
}

#[test]
fn s17_more_than_five_strategic_accounts_are_too_many_for_one() {
    let many = |count: usize| {
        let accounts: Vec<String> =
            (1..=count).map(|at| format!("a-{at},Firm {at},strategic,t-3")).collect();
        let accounts: Vec<&str> = accounts.iter().map(String::as_str).collect();
        let rows: Vec<Row> = (1..=count)
            .flat_map(|at| {
                ["D", "E"].map(|role| Row {
                    account: format!("a-{at}"),
                    ..row(&format!("c-{at}{role}"), role, "1")
                })
            })
            .collect();
        sample(&accounts, &rows)
    };
    let six = many(6);
    let [Frailty::OwnerOverloaded { owner, accounts }] = &six.relation().frailties[..] else {
        panic!("{:?}", six.relation())
    };
    assert_eq!((owner.id.as_str(), *accounts), ("t-1", 6));
    assert!(six.portfolio().concentration[0].too_many);
    assert_eq!(many(5).relation().frailties, []);
    let burden = many(5).load().of("t-1");
    assert_eq!((burden.accounts, burden.strategic, burden.alone), (5, 5, 5));
}

/// The rule and the person of the weakest point of `a-1`.
fn weakest(rows: &[Row]) -> Option<(&'static str, Option<String>)> {
    strategic(rows).relation().weakest.map(|it| (it.rule, it.contact))
}

fn at(rule: &'static str, id: &str) -> (&'static str, Option<String>) {
    (rule, Some(id.to_owned()))
}

#[test]
fn s49_the_weakest_point_is_above_all_an_evaluator_who_is_not_with_us() {
    let rows = [row("c-1", "A", "0"), row("c-2", "E", "0"), row("c-3", "I", "1")];
    assert_eq!(weakest(&rows), Some(at("S-49", "c-2")));
    let rows = [row("c-1", "A", "-1"), row("c-2", "E", "0"), row("c-3", "I", "1")];
    assert_eq!(weakest(&rows), Some(at("S-49", "c-1")));
    let ahead = Row { competitor: "2", ..row("c-2", "E", "1") };
    assert_eq!(weakest(&[row("c-1", "D", "2"), ahead]), Some(at("S-09", "c-2")));
}

#[test]
fn s49_a_gap_is_weaker_than_a_neutral_person_and_friends_are_no_weak_point() {
    assert_eq!(weakest(&[row("c-2", "E", "0")]), Some(("S-43", None)));
    assert_eq!(weakest(&[row("c-2", "D", "2")]), Some(("S-45", None)));
    assert_eq!(weakest(&[]), Some(("S-52", None)));
    assert_eq!(weakest(&sound()), None);
    assert_eq!(weakest(&[row("c-1", "D", "1"), row("c-2", "E", "")]), Some(at("Q-04", "c-2")));
}
