use super::{CALL_ALL, World, contact, has, touch};
use crate::ledger::Outcome;

fn by_sponsor() -> String {
    CALL_ALL.replace("owner = \"account-manager\"", "owner = \"sponsor\"\nlevel_match = true")
}

#[test]
fn p05_the_head_of_a_strategic_partner_is_called_by_an_equal() {
    let mut world = World::with(&[
        contact("top", "s1", &[("role", "A"), ("level", "L5")]),
        contact("mid", "s1", &[("role", "D"), ("level", "L4")]),
        contact("low", "s1", &[("role", "E"), ("level", "L3")]),
    ]);
    world.playbook = by_sponsor();
    let made = world.plan();
    let owners = ["top", "mid", "low"].map(|id| made.owner(made.one(id)).to_owned());
    assert_eq!(owners, ["lead", "exec", "exec"]);
    // The head of a general partner may be called from one level below.
    let mut world =
        World::with(&[contact("top", "g1", &[("role", "A"), ("level", "L4"), ("owner", "boss")])]);
    world.playbook = CALL_ALL.replace("from = ", "level_match = true\nfrom = ");
    let made = world.plan();
    assert_eq!(made.owner(made.one("top")), "boss");
}

#[test]
fn p05_without_an_equal_the_next_level_calls_and_never_two_levels_down() {
    let mut world = World::with(&[contact("top", "s1", &[("role", "A"), ("level", "L5")])]);
    world.playbook = by_sponsor();
    world.settings =
        "[[outreach.absent]]\nwho = \"lead\"\nfrom = 2026-11-01\nto = 2026-12-31\n".to_owned();
    let made = world.plan();
    let check = made.one("top");
    assert_eq!(made.owner(check), "exec");
    assert!(has(&check.why, "P-05", "owner-next-level"));
    world
        .settings
        .push_str("[[outreach.absent]]\nwho = \"exec\"\nfrom = 2026-11-01\nto = 2026-12-31\n");
    let made = world.plan();
    assert!(made.of("top").is_empty());
    assert_eq!(made.dropped("top"), ["no-capacity"]);
}

#[test]
fn p06_one_owner_a_day_for_each_contact() {
    let mut world = World::with(&[contact("one", "g1", &[])]);
    let second = CALL_ALL.replace("PB-T-1", "PB-T-2").replace("account-manager", "leader");
    world.playbook = format!("{CALL_ALL}{second}");
    world.settings =
        "[outreach.cool_down]\nany_channel = \"1h\"\nsame_channel = \"1h\"\n".to_owned();
    let made = world.plan();
    let checks = made.of("one");
    assert_eq!(checks.len(), 2);
    assert_ne!(made.owner(checks[0]), made.owner(checks[1]));
    let day = |check| super::local(check)[..5].to_owned();
    assert_ne!(day(checks[0].start), day(checks[1].start));
    // The same owner may come back the same day.
    world.playbook = format!("{CALL_ALL}{}", CALL_ALL.replace("PB-T-1", "PB-T-2"));
    let made = world.plan();
    let checks = made.of("one");
    assert_eq!(day(checks[0].start), day(checks[1].start));
}

#[test]
fn p07_the_owner_comes_first_and_who_spoke_last_before_others_of_the_level() {
    let made = World::with(&[contact("one", "g1", &[("owner", "am2")])]).plan();
    let check = made.one("one");
    assert_eq!(made.owner(check), "am2");
    assert!(has(&check.why, "P-07", "owner-own"));
    let mut world =
        World::with(&[contact("mid", "s1", &[("role", "E"), ("level", "L3"), ("owner", "boss")])]);
    world.playbook = by_sponsor();
    assert_eq!(made.owner(made.one("one")), "am2");
    let before = world.plan();
    assert_eq!(before.owner(before.one("mid")), "exec");
    let mut spoke = touch("mid", None, Outcome::Reached, "2026-11-10T10:00:00+08:00");
    let crate::ledger::Fact::Touch(own) = &mut spoke else { unreachable!() };
    own.by = Some("boss".to_owned());
    world.facts = vec![spoke];
    let after = world.plan();
    assert_eq!(after.owner(after.one("mid")), "boss");
    assert!(has(&after.one("mid").why, "P-07", "owner-history"));
}

#[test]
fn p08_the_backup_stands_in_for_an_owner_who_is_away() {
    let mut world = World::with(&[contact("one", "g1", &[("backup", "am2")])]);
    world.settings =
        "[[outreach.absent]]\nwho = \"am\"\nfrom = 2026-11-19\nto = 2026-11-19\n".to_owned();
    let made = world.plan();
    assert_eq!(made.owner(made.one("one")), "am2");
    assert!(has(&made.one("one").why, "P-08", "owner-backup"));
    world.settings = world.settings.replace("11-19", "11-25");
    let made = world.plan();
    assert_eq!(made.owner(made.one("one")), "am");
}

#[test]
fn p08_a_duty_that_nobody_holds_is_listed_and_goes_to_the_leader() {
    let mut world = World::with(&[contact("one", "g1", &[])]);
    world.playbook = CALL_ALL.replace("account-manager", "technical");
    let made = world.plan();
    assert_eq!(made.owner(made.one("one")), "lead");
    assert!(made.rules().contains(&"P-08"));
    world.settings = "[outreach.duties]\ntechnical = \"boss\"\n".to_owned();
    let made = world.plan();
    assert_eq!(made.owner(made.one("one")), "boss");
    assert!(!made.rules().contains(&"P-08"));
}

#[test]
fn p08_a_duty_with_an_unknown_holder_is_an_error_with_its_place() {
    let mut world = World::with(&[contact("one", "g1", &[])]);
    world.settings = "[outreach.duties]\ntechnical = \"bos\"\n".to_owned();
    let made = world.plan();
    let found = &made.report.kept()[0];
    assert_eq!(found.title, "nobody in the team has the id `bos`");
    assert_eq!(found.place.as_ref().unwrap().line, Some(2));
    assert_eq!(found.hint, "write `boss`");
}

#[test]
fn s17_the_work_of_who_has_left_goes_to_the_backup_or_up_the_line() {
    let made = World::with(&[
        contact("with", "g1", &[("owner", "gone"), ("backup", "am2")]),
        contact("without", "g2", &[("owner", "gone")]),
        contact("other", "s1", &[("owner", "am")]),
    ])
    .plan();
    let owners = ["with", "without", "other"].map(|id| made.owner(made.one(id)).to_owned());
    assert_eq!(owners, ["am2", "boss", "am"]);
    assert!(has(&made.one("with").why, "S-17", "owner-left"));
    assert!(!has(&made.one("other").why, "S-17", "owner-left"));
}

#[test]
fn s15_the_sponsor_of_the_account_calls_where_the_playbook_asks_for_one() {
    let mut world = World::with(&[contact("one", "s1", &[]), contact("two", "g1", &[])]);
    world.playbook = CALL_ALL.replace("account-manager", "sponsor");
    let made = world.plan();
    assert_eq!(made.owner(made.one("one")), "exec");
    assert!(has(&made.one("one").why, "S-15", "owner-sponsor"));
    // Without a sponsor it goes to who leads the owner.
    assert_eq!(made.owner(made.one("two")), "boss");
}
