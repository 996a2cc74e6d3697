use super::{CALL_ALL, Made, World, contact, has, touch};
use crate::ledger::Outcome;
use crate::outreach::{Channel, State};
use jiff::civil::date;

#[test]
fn p09_touches_of_one_person_keep_their_distance() {
    let mut world = World::with(&[contact("one", "g1", &[])]);
    let message = CALL_ALL.replace("PB-T-1", "PB-T-2").replace("\"phone\"", "\"message\"");
    let call = CALL_ALL.replace("PB-T-1", "PB-T-3");
    world.playbook = format!("{CALL_ALL}{message}{call}");
    let made = world.plan();
    let checks = made.of("one");
    assert_eq!(checks.len(), 3);
    for two in checks.windows(2) {
        let hours = two[1].start.duration_since(two[0].start).as_hours();
        assert!(hours >= 24, "{hours}");
    }
    let calls: Vec<_> = checks.iter().filter(|check| check.channel == Channel::Phone).collect();
    assert!(calls[1].start.duration_since(calls[0].start).as_hours() >= 72);
    // Another person is not held up.
    world.contacts.push(contact("two", "g2", &[]));
    let made = world.plan();
    assert_eq!(
        super::local(made.of("two")[0].start)[..5],
        super::local(made.of("one")[0].start)[..5]
    );
}

#[test]
fn p09_a_talk_that_was_logged_counts_and_a_reply_resets_it() {
    let mut world = World::with(&[contact("one", "g1", &[])]);
    world.facts = vec![touch("one", None, Outcome::Reached, "2026-11-18T16:00:00+08:00")];
    let made = world.plan();
    // Another call would come too soon after the last; a message a day later does not.
    let check = made.one("one");
    assert_eq!((Made::at(check).as_str(), check.channel), ("11-19 16:00", Channel::Message));
    // They came back to us and were answered by mail: only what came after their reply counts.
    world.facts.push(touch("one", None, Outcome::Replied, "2026-11-18T17:00:00+08:00"));
    let mut answer = touch("one", None, Outcome::Done, "2026-11-18T17:20:00+08:00");
    let crate::ledger::Fact::Touch(own) = &mut answer else { unreachable!() };
    own.channel = Some("e-mail".to_owned());
    world.facts.push(answer);
    let made = world.plan();
    let check = made.one("one");
    assert_eq!((Made::at(check).as_str(), check.channel), ("11-20 09:30", Channel::Phone));
}

#[test]
fn p09_no_week_holds_more_than_three() {
    let mut world = World::with(&[contact("one", "g1", &[])]);
    let ways = ["phone", "message", "e-mail", "video"];
    let actions = ways.iter().enumerate().map(|(at, way)| {
        CALL_ALL
            .replace("PB-T-1", &format!("PB-T-{at}"))
            .replace("\"phone\"", &format!("\"{way}\""))
    });
    world.playbook = actions.collect();
    let made = world.plan();
    let checks = made.of("one");
    assert_eq!(checks.len(), 4, "{:?}", made.plan.dropped);
    assert!(checks[3].start.duration_since(checks[0].start).as_hours() >= 7 * 24);
    assert!(checks[2].start.duration_since(checks[0].start).as_hours() < 7 * 24);
}

#[test]
fn p10_calls_are_made_in_the_hours_of_who_is_called() {
    let mut world = World::with(&[contact("far", "s2", &[])]);
    let made = world.plan();
    // Half past nine in Berlin.
    assert_eq!(Made::at(made.one("far")), "11-19 16:30");
    // A notice of harm does not wait.
    world.playbook = CALL_ALL.replace("from = ", "exempt = true\nfrom = ");
    let made = world.plan();
    assert_eq!(Made::at(made.one("far")), "11-19 10:00");
    assert!(has(&made.one("far").why, "P-10", "exempt"));
}

#[test]
fn p10_a_holding_note_does_not_wait_for_the_morning() {
    let mut world = World::with(&[contact("far", "s2", &[])]);
    assert_eq!(world.plan().letter("far").unwrap(), "11-19 16:00");
    world.brief = world.brief.replace("\"letter\"", "\"holding\"");
    let made = world.plan();
    assert_eq!(made.letter("far").unwrap(), made.wave_start(3));
}

#[test]
fn p11_nobody_is_called_on_a_holiday_of_their_country() {
    let mut world = World::with(&[contact("cn", "g1", &[]), contact("de", "s2", &[])]);
    world.holidays = vec![("CN", date(2026, 11, 19))];
    let made = world.plan();
    assert!(Made::at(made.one("cn")).starts_with("11-20"));
    assert!(Made::at(made.one("de")).starts_with("11-19"));
}

#[test]
fn p12_no_day_holds_more_calls_than_a_person_can_make() {
    let contacts: Vec<String> =
        (0..12).map(|at| contact(&format!("c{at:02}"), "g1", &[("tier", "key")])).collect();
    let mut world = World::with(&contacts);
    let made = world.plan();
    let mut per_day = std::collections::BTreeMap::<(String, String), usize>::new();
    for check in made.plan.check_ins.iter().filter(|check| check.channel == Channel::Phone) {
        let day = Made::at(check)[..5].to_owned();
        *per_day.entry((made.owner(check).to_owned(), day)).or_default() += 1;
    }
    assert!(
        per_day.iter().all(|((owner, _), count)| *count <= if owner == "lead" { 4 } else { 8 }),
        "{per_day:?}"
    );
    assert!(per_day.len() > 1, "more than one person's day is spread or handed on");
    // What fits is not spread.
    world.contacts.truncate(3);
    let made = world.plan();
    assert!(made.plan.check_ins.iter().all(|check| made.owner(check) == "am"));
}

#[test]
fn p12_visits_fill_a_day_sooner_than_calls() {
    let contacts: Vec<String> = (0..6).map(|at| contact(&format!("c{at}"), "g1", &[])).collect();
    let mut world = World::with(&contacts);
    world.team =
        world.team.lines().filter(|line| !line.starts_with("am2")).collect::<Vec<_>>().join("\n")
            + "\n";
    world.playbook = CALL_ALL.replace("\"phone\"", "\"visit\"").replace("\"8h\"", "\"5d\"");
    let made = world.plan();
    let first = made
        .plan
        .check_ins
        .iter()
        .filter(|c| made.owner(c) == "am" && Made::at(c).starts_with("11-19"));
    assert!(first.count() <= 3);
    assert_eq!(made.plan.check_ins.len(), 6);
}

#[test]
fn p12_a_promise_that_the_plan_cannot_keep_is_an_error_with_its_place() {
    let contacts: Vec<String> =
        (0..60).map(|at| contact(&format!("c{at:02}"), "g1", &[])).collect();
    let mut world = World::with(&contacts);
    world.playbook = CALL_ALL.replace("\"phone\"", "\"video\"").replace("\"8h\"", "\"5d\"");
    world.brief.push_str("[[measures]]\ntext.en = \"We call you.\"\nowner = \"am\"\ndue = 2026-11-19\nstatus = \"planned\"\nkept_by = \"PB-T-1\"\n");
    let made = world.plan();
    let found = made.report.kept().iter().find(|found| found.title.contains("promise")).unwrap();
    assert_eq!((found.rule, found.place.as_ref().unwrap().line), (Some("P-12"), Some(11)));
    // A day that can be kept is kept, and planned for.
    world.brief = world.brief.replace("due = 2026-11-19", "due = 2026-11-27");
    let made = world.plan();
    assert!(!made.report.has_errors(), "{:?}", made.report.kept());
}

#[test]
fn p12_a_promise_kept_by_an_action_that_is_not_there_is_an_error() {
    let mut world = World::with(&[contact("one", "g1", &[])]);
    world.brief.push_str(
        "[[measures]]\ntext.en = \"We call you.\"\ndue = 2026-11-19\nkept_by = \"PB-T-7\"\n",
    );
    assert!(
        world
            .plan()
            .report
            .kept()
            .iter()
            .any(|found| found.title == "no playbook has the action `PB-T-7`")
    );
}

#[test]
fn p29_the_coach_hears_before_the_wave_of_the_company() {
    let mut world =
        World::with(&[contact("coach", "g1", &[("attitude", "3"), ("tier", "general")])]);
    world.now = "2026-11-19T09:05:00+08:00".to_owned();
    world.playbook = CALL_ALL
        .replace("audience = {}", "audience = { attitude = 3 }\nafter = \"wave\"")
        .replace("\"0h\"", "\"-60m\"")
        .replace("\"8h\"", "\"-30m\"");
    let made = world.plan();
    assert!(made.one("coach").start < made.wave_plan(5).start);
    world.contacts = vec![contact("other", "g1", &[("attitude", "2")])];
    assert!(world.plan().of("other").is_empty());
}

#[test]
fn p34_the_promised_update_is_a_task_before_its_time() {
    let mut world = World::with(&[contact("one", "g1", &[])]);
    world.playbook = CALL_ALL
        .replace(
            "audience = {}",
            "group = \"crisis-team\"\nwave = 0\nwho.en = \"Team\"\nafter = \"next-update\"",
        )
        .replace("\"account-manager\"", "\"communications\"")
        .replace("\"0h\"", "\"-4h\"")
        .replace("\"8h\"", "\"-1h\"")
        .replace("\"phone\"", "\"briefing\"");
    let made = world.plan();
    let check = &made.plan.check_ins[0];
    assert_eq!(
        (Made::at(check).as_str(), super::local(check.latest).as_str()),
        ("11-20 14:00", "11-20 17:00")
    );
    world.brief =
        world.brief.lines().filter(|line| !line.starts_with("next")).collect::<Vec<_>>().join("\n");
    let made = world.plan();
    assert!(made.plan.check_ins.is_empty());
    assert_eq!(made.dropped("group"), ["no-next-update"]);
}

const FAMILY: &str = "\
[[action]]
id = \"PB-T-0\"
name.en = \"Families\"
group = \"families\"
wave = 2
who.en = \"Families\"
owner = \"leader\"
from = \"0h\"
by = \"2h\"
channel = \"visit\"
exempt = true
blocks = \"external\"
objective.en = \"x\"
points.en = [\"x\"]
done_when.en = \"x\"
";

#[test]
fn stop_rule_every_word_outside_waits_until_the_families_know() {
    let mut world = World::with(&[contact("one", "g1", &[])]);
    world.playbook = format!("{FAMILY}{CALL_ALL}");
    let made = world.plan();
    assert_eq!(made.one("one").state, State::Held("PB-T-0".to_owned()));
    let visit = made.plan.check_ins.iter().find(|check| check.action.id == "PB-T-0").unwrap();
    assert!(made.one("one").start >= visit.end);
    let held: Vec<u8> = made
        .plan
        .waves
        .iter()
        .filter(|wave| wave.held.is_some())
        .map(|wave| wave.rule.wave.number())
        .collect();
    assert_eq!(held, [2, 3, 4, 5, 6]);
    world.facts =
        vec![touch("families", Some("PB-T-0"), Outcome::Done, "2026-11-19T09:50:00+08:00")];
    let made = world.plan();
    assert_eq!(made.one("one").state, State::Open);
    assert!(made.plan.waves.iter().all(|wave| wave.held.is_none()));
}

#[test]
fn an_action_counts_from_the_one_before_and_from_when_that_was_done() {
    let mut world = World::with(&[contact("one", "g1", &[])]);
    let next = CALL_ALL
        .replace("PB-T-1", "PB-T-2")
        .replace("audience = {}", "audience = {}\nafter = \"PB-T-1\"")
        .replace("\"0h\"", "\"3d\"")
        .replace("\"8h\"", "\"4d\"");
    world.playbook = format!("{CALL_ALL}{next}");
    let made = world.plan();
    let days: Vec<String> =
        made.of("one").iter().map(|check| Made::at(check)[..5].to_owned()).collect();
    assert_eq!(days, ["11-19", "11-24"]);
    world.facts = vec![touch("one", Some("PB-T-1"), Outcome::Reached, "2026-11-19T09:40:00+08:00")];
    world.now = "2026-11-20T10:00:00+08:00".to_owned();
    assert!(Made::at(world.plan().one("one")).starts_with("11-24"));
}

const GOODS: &str = "id,name,category,stock,unit,unit_value,per_account\nr-1,Masks,protective-goods,4,box,100.00,2\n";

fn goods() -> String {
    CALL_ALL
        .replace("\"phone\"", "\"courier\"\ngives = \"protective-goods\"")
        .replace("\"8h\"", "\"2d\"")
}

#[test]
fn s12_s35_scarce_goods_go_by_partner_status_and_never_beyond_stock() {
    let mut world = World::with(&[
        contact("gen", "g1", &[("role", "A")]),
        contact("gen2", "g2", &[]),
        contact("str", "s1", &[]),
        contact("str2", "s1", &[]),
    ]);
    world.playbook = goods();
    world.resources = Some(GOODS.to_owned());
    let made = world.plan();
    let given: Vec<String> =
        made.plan.check_ins.iter().filter(|c| c.gift.is_some()).map(|c| made.whom(c)).collect();
    assert_eq!(given.len(), 2, "four boxes, two for each account: {given:?}");
    assert!(given.contains(&"str".to_owned()) || given.contains(&"str2".to_owned()));
    assert!(given.contains(&"gen".to_owned()));
}

#[test]
fn s36_who_gets_no_goods_gets_a_call_that_listens() {
    let mut world = World::with(&[contact("gen", "g1", &[]), contact("str", "s1", &[])]);
    let listen = CALL_ALL
        .replace("PB-T-1", "PB-T-2")
        .replace("audience = {}", "audience = { tag = \"not-given\" }");
    world.playbook = format!("{}{listen}", goods());
    world.resources = Some(GOODS.replace(",4,", ",2,"));
    let made = world.plan();
    assert_eq!(made.one("str").action.id, "PB-T-1");
    assert_eq!(made.one("gen").action.id, "PB-T-2");
}

#[test]
fn s48_gifts_keep_to_the_limit_of_the_year_and_officials_get_none() {
    let mut world =
        World::with(&[contact("one", "g1", &[]), contact("off", "g2", &[("official", "yes")])]);
    world.playbook = goods();
    world.resources = Some(GOODS.to_owned());
    let made = world.plan();
    assert!(made.one("one").gift.is_some());
    assert!(made.of("off").is_empty());
    let errors =
        |made: &Made| made.report.kept().iter().filter(|found| found.rule == Some("S-48")).count();
    assert_eq!(errors(&made), 1);
    world.contacts.pop();
    assert_eq!(errors(&world.plan()), 0);
    // Stock that has left the store is not handed out again.
    world.contacts.push(contact("two", "g2", &[]));
    world.resources = Some(GOODS.replace(",4,", ",2,"));
    world.facts = vec![touch("one", Some("PB-T-1"), Outcome::Done, "2026-11-19T09:30:00+08:00")];
    assert!(world.plan().of("two").is_empty());
    world.contacts.pop();
    world.resources = Some(GOODS.to_owned());
    // What was given before in the year counts.
    let mut before = touch("one", None, Outcome::Done, "2026-03-01T10:00:00+08:00");
    let crate::ledger::Fact::Touch(own) = &mut before else { unreachable!() };
    own.gift_cents = Some(40_000);
    world.facts = vec![before];
    assert_eq!(errors(&world.plan()), 1);
}

#[test]
fn s40_a_barred_way_becomes_a_safe_one_and_a_celebration_none() {
    let mut world = World::with(&[contact("one", "g1", &[])]);
    world.playbook =
        format!("bars = [\"visit\", \"event\"]\n{}", CALL_ALL.replace("\"phone\"", "\"visit\""));
    let made = world.plan();
    assert_eq!(made.one("one").channel, Channel::Video);
    assert!(has(&made.one("one").why, "S-40", "safe-way"));
    world.playbook = world.playbook.replace("\"event\"]", "\"video\"]");
    let made = world.plan();
    assert_eq!(made.dropped("one"), ["barred"]);
}

#[test]
fn s55_p20_greetings_pause_while_the_crisis_is_open() {
    let mut world = World::with(&[contact("one", "g1", &[])]);
    let birthday = |world: &World| {
        world.plan().plan.advice.iter().filter(|(_, why)| why.rule == "S-55").count()
    };
    assert_eq!(birthday(&world), 0);
    let columns = super::COLUMNS;
    assert!(!columns.contains("birthday"), "the small roster has no birthdays");
    world.brief.push_str("resolved_at = 2026-11-19T09:30:00+08:00\n");
    assert_eq!(birthday(&world), 0);
}

#[test]
fn what_follows_a_letter_to_many_is_planned_and_not_lost() {
    let mut world = World::with(&[contact("one", "g1", &[]), contact("two", "g2", &[])]);
    let notice = CALL_ALL.replace("account-manager", "leader").replace("\"phone\"", "\"notice\"");
    let call = CALL_ALL
        .replace("PB-T-1", "PB-T-2")
        .replace("audience = {}", "audience = {}\nafter = \"PB-T-1\"")
        .replace("\"8h\"", "\"2d\"");
    let letter = CALL_ALL
        .replace("PB-T-1", "PB-T-3")
        .replace("audience = {}", "audience = {}\nafter = \"PB-T-2\"")
        .replace("\"8h\"", "\"9d\"")
        .replace("\"phone\"", "\"letter\"");
    world.playbook = format!("{notice}{call}{letter}");
    let made = world.plan();
    let ids: Vec<&str> = made.plan.check_ins.iter().map(|check| check.id.as_str()).collect();
    assert!(ids.contains(&"PB-T-2.one") && ids.contains(&"PB-T-2.two"), "{ids:?}");
    assert_eq!(ids.iter().filter(|id| id.ends_with(".readers")).count(), 2, "{ids:?}");
    assert_eq!(made.of("2 readers").len(), 2);
    // One that has gone is not planned again.
    world.facts =
        vec![touch("readers", Some("PB-T-1"), Outcome::Done, "2026-11-19T09:50:00+08:00")];
    let made = world.plan();
    assert!(made.plan.check_ins.iter().all(|check| check.action.id != "PB-T-1"));
    assert_eq!(made.one("one").action.id, "PB-T-2");
}
