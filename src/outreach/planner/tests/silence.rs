use super::{CALL_ALL, Made, World, contact, has, touch};
use crate::ledger::{Fact, Outcome};
use crate::outreach::{Channel, State};

fn head(facts: Vec<Fact>, now: &str) -> Made {
    let mut world = World::with(&[contact("dec", "s1", &[("role", "D"), ("level", "L2")])]);
    world.facts = facts;
    world.now = now.to_owned();
    world.plan()
}

fn try_at(at: &str) -> Fact {
    touch("dec", Some("PB-T-1"), Outcome::NoAnswer, at)
}

#[test]
fn p13_silence_of_a_strategic_head_goes_another_way_then_up() {
    let first = "2026-11-19T10:00:00+08:00";
    // Four working hours later, by another way.
    let made = head(vec![try_at(first)], "2026-11-19T10:30:00+08:00");
    let check = made.one("dec");
    assert_eq!(check.state, State::Tried(1));
    assert_eq!((Made::at(check).as_str(), check.channel), ("11-19 14:00", Channel::Message));
    // A day of silence: the sponsor.
    let made = head(vec![try_at(first)], "2026-11-20T10:00:00+08:00");
    assert_eq!(made.owner(made.one("dec")), "exec");
    assert!(has(&made.one("dec").why, "P-13", "silent-sponsor"));
    // Two days: the leader.
    let made = head(vec![try_at(first)], "2026-11-23T10:00:00+08:00");
    assert_eq!(made.owner(made.one("dec")), "lead");
    // Never tried, nothing goes up.
    let made = head(Vec::new(), "2026-11-19T10:00:00+08:00");
    assert_eq!((made.owner(made.one("dec")), &made.one("dec").state), ("am", &State::Open));
}

#[test]
fn p13_others_are_tried_again_and_then_left_with_a_note() {
    let mut world = World::with(&[contact("gen", "g1", &[])]);
    let tries = |count: usize| -> Vec<Fact> {
        let at = |hour| format!("2026-11-19T1{hour}:00:00+08:00");
        (0..count).map(|hour| touch("gen", Some("PB-T-1"), Outcome::NoAnswer, &at(hour))).collect()
    };
    world.now = "2026-11-19T14:00:00+08:00".to_owned();
    world.facts = tries(1);
    let made = world.plan();
    assert!(Made::at(made.one("gen")).starts_with("11-23"), "two working days later");
    assert_eq!(made.owner(made.one("gen")), "am");
    world.facts = tries(3);
    let made = world.plan();
    assert!(made.of("gen").is_empty());
    assert_eq!(made.dropped("gen"), ["tried-enough"]);
}

#[test]
fn p13_a_call_that_was_answered_closes_the_action() {
    let made = head(
        vec![
            try_at("2026-11-19T10:00:00+08:00"),
            touch("dec", Some("PB-T-1"), Outcome::Reached, "2026-11-19T11:00:00+08:00"),
        ],
        "2026-11-19T14:00:00+08:00",
    );
    assert!(made.of("dec").is_empty());
}

const ANSWER: &str = "\
[[action]]
id = \"PB-T-2\"
name.en = \"Answer\"
audience = {}
owner = \"account-manager\"
after = \"reply\"
from = \"0h\"
by = \"2h\"
channel = \"phone\"
objective.en = \"x\"
points.en = [\"x\"]
done_when.en = \"x\"
";

#[test]
fn p14_who_comes_back_to_us_is_answered_first_and_nothing_else_is_planned() {
    let mut world = World::with(&[contact("one", "g1", &[]), contact("two", "g1", &[])]);
    world.playbook = format!("{CALL_ALL}{ANSWER}");
    world.now = "2026-11-19T14:00:00+08:00".to_owned();
    world.facts = vec![touch("one", None, Outcome::Replied, "2026-11-19T13:30:00+08:00")];
    let made = world.plan();
    assert_eq!(made.one("one").action.id, "PB-T-2");
    assert!(made.one("one").start <= made.one("one").latest);
    assert_eq!(made.one("two").action.id, "PB-T-1", "nobody else is answered");
    // Once answered, the plan goes on.
    world.facts.push(touch("one", Some("PB-T-2"), Outcome::Reached, "2026-11-19T13:50:00+08:00"));
    assert_eq!(world.plan().one("one").action.id, "PB-T-1");
}

#[test]
fn p21_who_declines_is_not_called_again_and_who_declines_one_thing_is() {
    let mut world = World::with(&[contact("one", "g1", &[])]);
    world.facts = vec![touch("one", None, Outcome::Declined, "2026-11-19T09:30:00+08:00")];
    assert_eq!(world.plan().dropped("one"), ["declined"]);
    world.facts =
        vec![touch("one", Some("PB-T-9"), Outcome::Declined, "2026-11-19T09:30:00+08:00")];
    assert_eq!(world.plan().of("one").len(), 1);
}

#[test]
fn s39_the_attitude_that_was_logged_last_counts() {
    let mut world = World::with(&[contact("one", "g1", &[("attitude", "-1")])]);
    let friends = CALL_ALL.replace("audience = {}", "audience = { attitude = [1, 2] }");
    world.playbook = friends;
    assert!(world.plan().of("one").is_empty());
    let mut fact = touch("one", None, Outcome::NoAnswer, "2026-11-18T09:30:00+08:00");
    let Fact::Touch(own) = &mut fact else { unreachable!() };
    own.attitude = Some(1);
    world.facts = vec![fact];
    assert_eq!(world.plan().of("one").len(), 1);
}

#[test]
fn s40_the_next_step_of_the_ladder_is_one_up_and_only_for_who_was_reached() {
    let mut world = World::with(&[
        contact("one", "g1", &[("ladder", "2")]),
        contact("two", "g1", &[("ladder", "2")]),
        contact("top", "g1", &[("ladder", "5")]),
    ]);
    let reached = |id| touch(id, None, Outcome::Reached, "2026-11-19T09:30:00+08:00");
    world.facts = vec![reached("one"), reached("top")];
    let made = world.plan();
    let steps: Vec<(&str, &str)> = made
        .plan
        .advice
        .iter()
        .map(|(at, why)| (made.plan.contacts[*at].contact.id.as_str(), why.key))
        .collect();
    assert_eq!(steps, [("one", "ladder-3")]);
}
