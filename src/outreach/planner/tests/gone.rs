//! What has gone stays where it went, and the rest of the plan counts from it.

use super::{CALL_ALL, Made, World, contact, local};

/// One strategic decider, two more of the company, one key person and one of all others; nothing of it has gone.
fn five() -> World {
    let mut world = World::with(&[
        contact("head", "s1", &[("role", "D")]),
        contact("first", "s1", &[("role", "I")]),
        contact("later", "s1", &[("role", "I"), ("tier", "general")]),
        contact("key", "g1", &[("tier", "key")]),
        contact("rest", "g1", &[("tier", "general")]),
    ]);
    world.now = "2026-11-19T12:30:00+08:00".to_owned();
    world
}

fn sent(world: &mut World, letters: &[(&str, &str)]) {
    for (id, at) in letters {
        world.gone.insert((*id).to_owned(), at.parse().unwrap());
    }
}

fn counts(made: &Made, number: u8) -> (usize, usize) {
    let wave = made.wave_plan(number);
    (wave.letters, wave.gone)
}

#[test]
fn p15_a_wave_that_has_begun_stays_and_the_next_ones_count_from_it() {
    let mut world = five();
    let before = world.plan();
    let distance = |made: &Made| [4, 5].map(|wave| made.wave_start(wave));
    assert_eq!(before.wave_start(1), "11-19 12:45", "all of it is still to come");
    let begun = [("first", "2026-11-19T12:00:00+08:00"), ("head", "2026-11-19T12:05:00+08:00")];
    sent(&mut world, &begun);
    let made = world.plan();
    assert_eq!(made.wave_start(3), "11-19 12:00");
    assert_eq!(distance(&made), ["11-19 13:00", "11-19 14:00"], "an hour and two behind it");
    assert_eq!((counts(&made, 3), counts(&made, 4)), ((3, 2), (1, 0)));
    assert_eq!(made.letter("first").unwrap(), "11-19 12:00");
    assert_eq!(made.letter("later").unwrap(), "11-19 12:30", "what was left behind goes now");
    assert!(super::has(&made.wave_plan(3).why, "P-15", "wave-begun"));
    assert!(!super::has(&made.wave_plan(4).why, "P-15", "wave-begun"));
    assert!(local(made.plan.now) > made.wave_start(1), "our own people were told before");
    // Days later nothing of it moves, and what never went goes now.
    world.now = "2026-11-21T09:00:00+08:00".to_owned();
    let made = world.plan();
    assert_eq!(made.wave_start(3), "11-19 12:00");
    assert_eq!(distance(&made), ["11-21 09:00", "11-21 09:00"]);
}

#[test]
fn p29_nobody_is_asked_for_advice_on_a_letter_that_has_gone() {
    let mut world = World::with(&[contact("coach", "g1", &[("attitude", "3")])]);
    world.playbook = CALL_ALL
        .replace("audience = {}", "audience = { attitude = 3 }\nafter = \"wave\"")
        .replace("\"0h\"", "\"-60m\"")
        .replace("\"8h\"", "\"-30m\"");
    assert_eq!(world.plan().of("coach").len(), 1);
    sent(&mut world, &[("coach", "2026-11-19T09:55:00+08:00")]);
    let made = world.plan();
    assert_eq!((made.of("coach").len(), made.dropped("coach")), (0, vec!["letter-gone"]));
    // A call that follows the letter is made all the same.
    world.playbook = CALL_ALL.replace("audience = {}", "audience = {}\nafter = \"wave\"");
    assert_eq!(world.plan().one("coach").latest.to_string(), "2026-11-19T09:55:00Z");
}

#[test]
fn p29_advice_that_could_only_come_after_the_letter_is_not_planned() {
    let mut world =
        World::with(&[contact("coach", "g1", &[("attitude", "3"), ("tier", "general")])]);
    world.playbook = CALL_ALL
        .replace("audience = {}", "audience = { attitude = 3 }\nafter = \"wave\"")
        .replace("\"0h\"", "\"-60m\"")
        .replace("\"8h\"", "\"-30m\"");
    world.brief = world.brief.replace("2026-11-19T09:00", "2026-11-19T04:00");
    world.now = "2026-11-19T05:00:00+08:00".to_owned();
    // Letters arrive from nine on, and calls from half past nine.
    let made = world.plan();
    assert_eq!(made.letter("coach").unwrap(), "11-19 09:00");
    assert_eq!((made.of("coach").len(), made.dropped("coach")), (0, vec!["no-time-before-letter"]));
    world.now = "2026-11-19T08:00:00+08:00".to_owned();
    world.brief = world.brief.replace("2026-11-19T04:00", "2026-11-19T08:00");
    let made = world.plan();
    assert_eq!((made.of("coach").len(), made.dropped("coach")), (1, vec![]));
}

#[test]
fn p31_what_has_gone_is_not_moved_to_its_colleagues() {
    let mut world = World::with(&[
        contact("near", "s2", &[("time_zone", "Asia/Shanghai")]),
        contact("far", "s2", &[]),
    ]);
    let times = |world: &World| ["near", "far"].map(|id| world.plan().letter(id).unwrap());
    assert_eq!(times(&world), ["11-19 15:00", "11-19 16:00"], "an hour apart at most");
    sent(&mut world, &[("near", "2026-11-19T10:00:00+08:00")]);
    assert_eq!(times(&world), ["11-19 10:00", "11-19 16:00"]);
}

#[test]
fn what_is_left_of_a_wave_keeps_to_its_limits() {
    let mut world = five();
    let went = [("head", "2026-11-19T12:00:00+08:00")];
    let later = |world: &World| world.plan().letter("later").unwrap();
    sent(&mut world, &went);
    assert_eq!(later(&world), "11-19 12:30");
    // A wave that the policy opens later.
    world.settings =
        "[[outreach.waves]]\nnumber = 3\nnot_before = 2026-11-19T15:00:00+08:00\n".to_owned();
    assert_eq!(later(&world), "11-19 15:00");
    world.settings.clear();
    // A stop rule.
    let families = "group = \"families\"\nwave = 0\nwho.en = \"Families\"\nblocks = \"external\"";
    let stop = CALL_ALL
        .replace("PB-T-1", "PB-T-9")
        .replace("audience = {}", families)
        .replace("\"8h\"", "\"1h\"");
    world.playbook = format!("{stop}{CALL_ALL}");
    let made = world.plan();
    let wave = made.wave_plan(3);
    assert_eq!(wave.held.as_deref(), Some("PB-T-9"));
    assert!(made.letter("later").unwrap().as_str() > "11-19 12:30", "{:?}", made.letter("later"));
    assert_eq!(made.letter("head").unwrap(), "11-19 12:00");
    let all = ["head", "first", "later"].map(|id| (id, "2026-11-19T12:00:00+08:00"));
    sent(&mut world, &all);
    let made = world.plan();
    let wave = made.wave_plan(3);
    assert_eq!((wave.held.as_deref(), wave.why.len()), (None, 1), "nothing is left to hold");
}

#[test]
fn p03_a_letter_of_a_later_wave_overtakes_nobody_else() {
    let mut world = five();
    let before = world.plan();
    sent(&mut world, &[("rest", "2026-11-19T12:00:00+08:00")]);
    let made = world.plan();
    for wave in [1, 3, 4] {
        assert_eq!(made.wave_start(wave), before.wave_start(wave), "W{wave}");
    }
    assert_eq!(made.wave_start(5), "11-19 12:00");
    assert_eq!(made.letter("head"), before.letter("head"));
}

#[test]
fn who_waits_for_the_letter_is_not_late_for_what_follows_it() {
    let mut world = five();
    world.now = "2026-11-24T10:00:00+08:00".to_owned();
    world.playbook = CALL_ALL.replace("audience = {}", "audience = {}\nafter = \"wave\"");
    sent(&mut world, &[("head", "2026-11-19T12:00:00+08:00")]);
    let made = world.plan();
    let late = |id: &str| made.one(id).state == crate::outreach::State::Late;
    assert_eq!((late("head"), late("later")), (true, false));
}

#[test]
fn p21_a_letter_that_went_before_there_was_a_reason_against_it_counts() {
    let mut world = five();
    world.contacts[1] =
        contact("first", "s1", &[("role", "I"), ("do_not_contact", "asked us not to")]);
    sent(&mut world, &[("first", "2026-11-19T12:00:00+08:00")]);
    let made = world.plan();
    assert_eq!((counts(&made, 3), made.left_out("first")), ((3, 1), Some("P-21")));
    assert_eq!(made.letter("first").unwrap(), "11-19 12:00");
}

#[test]
fn p10_what_has_gone_is_not_told_as_too_late() {
    let mut world = five();
    world.settings =
        "[[outreach.waves]]\nnumber = 3\nnot_after = 2026-11-19T11:00:00+08:00\n".to_owned();
    let late = |world: &World| {
        let made = world.plan();
        let found = made.report.kept().iter().find(|it| it.title.contains("`not_after`"));
        found.map(|it| it.title.clone())
    };
    assert_eq!(late(&world).unwrap(), "3 letters of W3 cannot go before `not_after`");
    let went = "2026-11-19T12:00:00+08:00";
    sent(&mut world, &[("head", went), ("first", went)]);
    assert_eq!(late(&world).unwrap(), "1 letter of W3 cannot go before `not_after`");
}
