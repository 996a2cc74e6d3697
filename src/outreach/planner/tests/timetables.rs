//! A timetable is the plan's own order and times, made without holding everybody.

use super::World;
use super::laws::{Odd, odd, world};
use jiff::Timestamp;
use proptest::prelude::*;

/// What both must agree on: the letters in their order with their times, and the waves.
type Letters = Vec<(String, Option<Timestamp>)>;
type Waves = Vec<(u8, Timestamp, Timestamp, usize)>;

fn planned(world: &World) -> (Letters, Waves) {
    let made = world.plan();
    let letters = made.plan.contacts.iter().filter(|planned| planned.letter_at.is_some());
    let letters = letters.map(|planned| (planned.contact.id.to_string(), planned.letter_at));
    (letters.collect(), waves(&made.plan.waves))
}

fn timed(world: &World) -> (Letters, Waves) {
    let (letters, waved) = world.timetable();
    (letters, waves(&waved))
}

fn waves(waves: &[crate::outreach::WavePlan]) -> Waves {
    let line = |wave: &crate::outreach::WavePlan| {
        (wave.rule.wave.number(), wave.start, wave.end, wave.letters)
    };
    waves.iter().map(line).collect()
}

/// People whose letters wait for nobody's call: no approver and no decider.
fn uncalled(mut people: Vec<Odd>) -> Vec<Odd> {
    people.iter_mut().filter(|odd| matches!(odd.role, 1 | 2)).for_each(|odd| odd.role += 2);
    people
}

/// Approvers and deciders of strategic partners alone.
fn called(mut people: Vec<Odd>) -> Vec<Odd> {
    for odd in &mut people {
        odd.role = 1 + odd.role % 2;
        odd.account %= 2;
    }
    people
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn p04_p10_p31_letters_that_wait_for_no_call_go_as_the_plan_says(
        people in proptest::collection::vec(odd(), 1..30).prop_map(uncalled), hour in -30_i64..60,
    ) {
        let world = world(&people, hour);
        prop_assert_eq!(planned(&world), timed(&world));
    }

    #[test]
    fn q06_letters_to_those_called_first_go_as_the_plan_says(
        people in proptest::collection::vec(odd(), 1..20).prop_map(called), hour in -30_i64..60,
    ) {
        let world = world(&people, hour);
        prop_assert_eq!(planned(&world), timed(&world));
    }

    #[test]
    fn p35_the_order_is_that_of_the_plan_whoever_is_called(
        people in proptest::collection::vec(odd(), 1..30), hour in -30_i64..60,
    ) {
        let world = world(&people, hour);
        let ids = |letters: Letters| letters.into_iter().map(|(id, _)| id).collect::<Vec<_>>();
        prop_assert_eq!(ids(planned(&world).0), ids(timed(&world).0));
    }
}
