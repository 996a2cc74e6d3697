use super::{World, contact, touch};
use crate::ledger::Outcome;

fn four() -> Vec<String> {
    vec![
        contact("gen", "g1", &[("tier", "general")]),
        contact("key", "g1", &[("tier", "key")]),
        contact("str", "s1", &[("tier", "general"), ("role", "I")]),
        contact("dec", "s1", &[("tier", "key"), ("role", "D")]),
    ]
}

#[test]
fn p03_strategic_partners_hear_before_key_people_and_those_before_all_others() {
    let made = World::with(&four()).plan();
    assert_eq!(["dec", "str", "key", "gen"].map(|id| made.wave(id).unwrap()), [3, 3, 4, 5]);
    let starts = [3, 4, 5, 6].map(|wave| made.wave_start(wave));
    assert!(starts.windows(2).all(|two| two[0] <= two[1]), "{starts:?}");
}

#[test]
fn p03_the_public_waits_for_strategic_partners_unless_the_press_clock_runs() {
    let mut world = World::with(&[contact("far", "s2", &[])]);
    let made = world.plan();
    // Berlin opens at nine; the public hears after it.
    assert_eq!(made.letter("far").unwrap(), "11-19 16:00");
    assert_eq!(made.wave_start(6), "11-19 16:00");
    world.brief.push_str("press_at = 2026-11-19T14:00:00+08:00\n");
    let made = world.plan();
    assert_eq!(made.wave_start(6), "11-19 14:00");
}

#[test]
fn p03_the_press_is_never_first() {
    let mut world = World::with(&four());
    assert!(!world.plan().rules().contains(&"P-03"));
    world.brief.push_str("press_at = 2026-11-19T10:10:00+08:00\n");
    assert!(world.plan().rules().contains(&"P-03"));
}

#[test]
fn p03_a_strategic_account_in_two_waves_is_pointed_out() {
    let mut world = World::with(&four());
    assert!(world.plan().rules().iter().all(|rule| *rule != "P-03"));
    world.settings =
        "[[outreach.waves]]\nnumber = 3\naudience = { partner = \"strategic\", role = \"D\" }\n"
            .to_owned();
    let made = world.plan();
    assert_eq!([made.wave("dec"), made.wave("str")], [Some(3), Some(5)]);
    assert!(made.rules().contains(&"P-03"));
}

#[test]
fn p02_our_own_people_hear_first() {
    let mut world = World::with(&four());
    world.settings = "[[outreach.waves]]\nnumber = 3\nstart = \"0h\"\n".to_owned();
    let made = world.plan();
    let at = |wave| made.wave_start(wave);
    assert!(at(1) < at(3), "{} {}", at(1), at(3));
    let moved =
        made.plan.waves.iter().any(|wave| super::has(&wave.why, "P-02", "wave-inside-first"));
    assert!(moved);
    let made = World::with(&four()).plan();
    assert!(!made.plan.waves.iter().any(|wave| super::has(&wave.why, "P-02", "wave-inside-first")));
}

#[test]
fn p04_the_order_follows_partner_role_and_what_is_at_stake() {
    let mut world = World::with(&[
        contact("plain", "g1", &[("role", "I")]),
        contact("star", "g1", &[("role", "I"), ("star", "yes")]),
        contact("hit", "g2", &[("role", "I")]),
        contact("head", "g1", &[("role", "A")]),
        contact("strat", "s1", &[("role", "I")]),
    ]);
    world.brief.push_str("[affected]\naccounts = [\"g2\"]\n");
    assert_eq!(world.plan().order(), ["strat", "head", "hit", "star", "plain"]);
    // A key event near weighs more than being touched.
    world.key_events = Some("id,account,name,date\ne-1,g1,Bid,2026-12-10\n".to_owned());
    assert_eq!(world.plan().order(), ["strat", "head", "star", "plain", "hit"]);
    // One that is far does not.
    world.key_events = Some("id,account,name,date\ne-1,g1,Bid,2027-05-10\n".to_owned());
    assert_eq!(world.plan().order(), ["strat", "head", "hit", "star", "plain"]);
}

#[test]
fn p19_mail_goes_only_where_a_relation_lives() {
    let made = World::with(&[
        contact("old", "g1", &[("last_contact", "2024-05-01")]),
        contact("never", "g1", &[("last_contact", ""), ("contacted", "no")]),
        contact("young", "g1", &[("last_contact", "2025-05-01")]),
        contact("contract", "s1", &[("last_contact", "2024-05-01")]),
    ])
    .plan();
    assert_eq!([made.left_out("old"), made.left_out("never")], [Some("P-19"), Some("P-19")]);
    assert_eq!([made.left_out("young"), made.left_out("contract")], [None, None]);
    assert!(made.of("old").is_empty(), "nobody calls either");
}

#[test]
fn p21_whom_the_roster_shuts_out_gets_neither_letter_nor_call() {
    let mut world = World::with(&[
        contact("shut", "g1", &[("do_not_contact", "asked us not to")]),
        contact("open", "g1", &[]),
        contact("wrong", "g2", &[]),
    ]);
    world.facts = vec![touch("wrong", None, Outcome::WrongPerson, "2026-11-19T09:30:00+08:00")];
    let made = world.plan();
    assert_eq!([made.left_out("shut"), made.left_out("wrong")], [Some("P-21"), Some("P-21")]);
    assert!(made.of("shut").is_empty() && made.of("wrong").is_empty());
    assert_eq!(made.left_out("open"), None);
    assert_eq!(made.of("open").len(), 1);
}

#[test]
fn p27_every_contact_is_in_one_wave_or_left_out_with_a_reason() {
    let mut world = World::with(&four());
    world.contacts.push(contact("mute", "g1", &[("email", "")]));
    let made = world.plan();
    for planned in &made.plan.contacts {
        assert!(planned.letter_at.is_some() != planned.left_out.is_some(), "{planned:?}");
    }
    assert_eq!(made.left_out("mute"), Some("P-27"));
    assert_eq!(made.of("mute").len(), 1, "without an address one can still be called");
    world.settings =
        "[[outreach.waves]]\nnumber = 5\naudience = { tier = \"organization\" }\n".to_owned();
    assert_eq!(world.plan().left_out("gen"), Some("P-27"), "no wave fits");
}

#[test]
fn p28_who_opposes_us_is_spoken_with_before_any_letter() {
    let mut world = World::with(&[
        contact("foe", "g1", &[("attitude", "-1")]),
        contact("cool", "g1", &[("attitude", "0")]),
    ]);
    let made = world.plan();
    assert_eq!([made.left_out("foe"), made.left_out("cool")], [Some("P-28"), None]);
    assert_eq!(made.of("foe").len(), 1, "the call is planned");
    world.facts = vec![touch("foe", Some("PB-T-1"), Outcome::Reached, "2026-11-19T09:30:00+08:00")];
    assert_eq!(world.plan().left_out("foe"), None);
}

#[test]
fn p32_people_hit_by_a_disaster_are_asked_nothing_for_two_days() {
    let mut world = World::with(&[contact("hit", "g1", &[]), contact("safe", "s1", &[])]);
    world.brief = world.brief.replace("\"other\"", "\"natural-disaster\"");
    world.brief.push_str("[affected]\naccounts = [\"g1\"]\n");
    let made = world.plan();
    assert_eq!([made.left_out("hit"), made.left_out("safe")], [Some("P-32"), None]);
    world.now = "2026-11-23T10:00:00+08:00".to_owned();
    assert_eq!(world.plan().left_out("hit"), None);
}

#[test]
fn a_wave_keeps_to_not_before_and_points_out_what_comes_too_late() {
    let mut world = World::with(&four());
    world.settings =
        "[[outreach.waves]]\nnumber = 5\nnot_before = 2026-11-20T14:00:00+08:00\n".to_owned();
    let made = world.plan();
    assert_eq!(made.letter("gen").unwrap(), "11-20 14:00");
    assert!(!made.rules().contains(&"P-10"));
    world.settings =
        "[[outreach.waves]]\nnumber = 3\nnot_after = 2026-11-19T10:30:00+08:00\n".to_owned();
    assert!(world.plan().rules().contains(&"P-10"));
}

#[test]
fn p17_letters_leave_at_the_pace_of_the_mail_server() {
    let contacts: Vec<String> =
        (0..45).map(|at| contact(&format!("c{at:02}"), "g1", &[("tier", "key")])).collect();
    let mut world = World::with(&contacts);
    let times = |world: &World| {
        let made = world.plan();
        let mut times: Vec<_> = made.plan.contacts.iter().filter_map(|it| it.letter_at).collect();
        times.sort();
        times[44].duration_since(times[0]).as_mins()
    };
    assert_eq!(times(&world), 2, "20 a minute");
    world.settings = "[outreach.capacity]\nletters_per_minute = 100\n".to_owned();
    assert_eq!(times(&world), 0);
}

#[test]
fn q06_the_letter_follows_the_call_to_a_strategic_head_and_nobody_elses() {
    let mut world = World::with(&[
        contact("dec", "s1", &[("role", "D"), ("level", "L4")]),
        contact("inf", "g1", &[("role", "D"), ("level", "L2")]),
    ]);
    world.playbook =
        super::CALL_ALL.replace("\"account-manager\"", "\"sponsor\"\nlevel_match = true");
    let made = world.plan();
    let call = made.one("dec");
    let letter = made.plan.contacts[0].letter_at.unwrap();
    assert_eq!(made.order()[0], "dec");
    let call_to_letter = letter.duration_since(call.start).as_mins();
    assert!(call_to_letter >= 30, "{call_to_letter}");
    let other = made.letter("inf").unwrap();
    assert_eq!(other, made.wave_start(4), "no call holds the letter of others");
}

#[test]
fn p31_letters_to_one_account_leave_within_one_window() {
    // The head of the account is called first; the colleague's letter does not go hours earlier.
    let mut world = World::with(&[
        contact("dec", "s1", &[("role", "D"), ("level", "L4")]),
        contact("col", "s1", &[("role", "I")]),
    ]);
    world.now = "2026-11-19T11:25:00+08:00".to_owned();
    let made = world.plan();
    let at = |id: &str| {
        made.plan.contacts.iter().find(|c| c.contact.id.as_str() == id).unwrap().letter_at.unwrap()
    };
    assert!(at("dec").duration_since(at("col")).as_mins().abs() <= 60);
    // Where hours do not meet it is pointed out.
    world.contacts.push(contact("far", "s1", &[("time_zone", "America/New_York"), ("role", "I")]));
    assert!(world.plan().rules().contains(&"P-31"));
}

#[test]
fn p28_nothing_reaches_an_opponent_before_they_have_been_heard() {
    let mut world = World::with(&[
        contact("foe", "g1", &[("attitude", "-1")]),
        contact("cool", "g1", &[("attitude", "0")]),
    ]);
    let listen = super::CALL_ALL
        .replace("PB-T-1", "PB-T-2\"\nslot = \"objection")
        .replace("audience = {}", "audience = { attitude = -1 }")
        .replace("\"8h\"", "\"2d\"");
    world.playbook = format!("{}{listen}", super::CALL_ALL.replace("\"phone\"", "\"e-mail\""));
    let made = world.plan();
    let ids: Vec<&str> = made.of("foe").iter().map(|check| check.action.id.as_str()).collect();
    assert_eq!(ids, ["PB-T-2", "PB-T-1"]);
    assert_eq!(made.one("cool").action.id, "PB-T-1");
    assert!(made.one("cool").start < made.of("foe")[1].start);
}
