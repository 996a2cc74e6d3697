use super::{OURS, Person, of_rule, person, sample};
use crate::diagnostic::Severity;
use crate::roster::ContactId;

fn overdue(account: &str, tier: &'static str, last_contact: &'static str) -> usize {
    let contact = Person { tier, last_contact, ..person("c-1", "a-1") };
    let account = format!("a-1,Firm,{account},t-1");
    sample(&[&account], &OURS, &[contact.row()]).findings("S-10").len()
}

#[test]
fn s10_people_close_to_us_wait_30_days_and_others_90() {
    // 24 November less 30 days is 25 October; less 90 days, 26 August.
    assert_eq!(overdue("strategic", "general", "2026-10-24"), 1);
    assert_eq!(overdue("strategic", "general", "2026-10-25"), 0);
    assert_eq!(overdue("general", "key", "2026-10-24"), 1);
    assert_eq!(overdue("general", "general", "2026-10-24"), 0);
    assert_eq!(overdue("general", "general", "2026-08-26"), 0);
    assert_eq!(overdue("general", "general", "2026-08-25"), 1);
}

#[test]
fn s10_what_is_unknown_is_not_overdue_and_whoever_wants_silence_has_it() {
    assert_eq!(overdue("strategic", "key", ""), 0);
    let old = |id| Person { last_contact: "2026-01-01", ..person(id, "a-1") };
    let silent = Person { do_not_contact: "asked for it", ..old("c-1") };
    let undated = Person { last_contact: "", ..person("c-2", "a-1") };
    let found = sample(&["a-1,Firm,general,t-1"], &OURS, &[silent.row(), undated.row()]);
    assert_eq!(found.findings("S-10"), []);
    assert_eq!(found.survey().undated[0].id, ContactId::new("c-2").unwrap());
    let rows = [silent.row(), undated.row(), old("c-3").row()];
    let found = sample(&["a-1,Firm,general,t-1"], &OURS, &rows).findings("S-10");
    assert_eq!(found[0].title, "1 contact is overdue");
    assert!(found[0].why.ends_with("Of 1 other contact no date is known."), "{}", found[0].why);
}

#[test]
fn s10_the_longest_wait_comes_first() {
    let row = |id, last_contact| Person { last_contact, ..person(id, "a-1") }.row();
    let rows = [row("c-1", "2026-10-01"), row("c-2", "2026-02-01"), row("c-3", "2026-06-01")];
    let survey = sample(&["a-1,Firm,strategic,t-1"], &OURS, &rows).survey();
    let ids: Vec<&str> = survey.overdue.iter().map(|it| it.contact.id.as_str()).collect();
    assert_eq!(ids, ["c-2", "c-3", "c-1"]);
    assert_eq!((survey.overdue[0].days, survey.overdue[0].limit), (296, 30));
}

#[test]
fn p06_each_contact_has_an_owner_unless_nobody_may_speak_with_them() {
    let row =
        |id, owner, do_not_contact| Person { owner, do_not_contact, ..person(id, "a-1") }.row();
    let rows = [row("c-1", "", ""), row("c-2", "t-1", ""), row("c-3", "", "asked for it")];
    let found = sample(&["a-1,Firm,general,"], &OURS, &rows).findings("P-06");
    assert_eq!(found[0].title, "1 contact has no owner");
    assert!(found[0].why.contains("`c-1`") && !found[0].why.contains("`c-3`"));
    assert_eq!(sample(&["a-1,Firm,general,"], &OURS, &rows[1..]).findings("P-06"), []);
}

#[test]
fn s17_whoever_has_left_stands_in_no_contact() {
    let row = |id, owner, backup| Person { owner, backup, ..person(id, "a-1") }.row();
    let account = ["a-1,Firm,general,"];
    let rows = [row("c-1", "t-3", "t-1"), row("c-2", "t-1", "t-3"), row("c-3", "t-3", "t-1")];
    let sample_with = |team: &[&str]| sample(&account, team, &rows);
    let found = sample_with(&OURS);
    let survey = found.survey();
    assert_eq!((survey.departed[0].owned, survey.departed[0].backed), (2, 1));
    let finding = &found.findings("S-17")[0];
    assert_eq!(finding.title, "1 colleague who left still stands in the contacts");
    assert!(
        finding.why.contains("`t-3` Ada Old left on 2026-06-30: owner of 2 contacts, backup of 1")
    );
    // Still here until the last day, and nobody at all when nobody left.
    assert_eq!(sample_with(&["t-1,A,L2,", "t-3,B,L2,2026-11-25"]).survey().departed, []);
    assert_eq!(sample_with(&["t-1,A,L2,", "t-3,B,L2,"]).survey().departed, []);
    assert_eq!(sample_with(&["t-1,A,L2,", "t-3,B,L2,2026-11-24"]).survey().departed.len(), 1);
}

#[test]
fn s17_nobody_looks_after_more_strategic_accounts_than_one_person_can() {
    let accounts = |count: usize, partner: &str| -> Vec<String> {
        (1..=count).map(|at| format!("a-{at},Firm {at},{partner},t-1")).collect()
    };
    let survey = |count: usize, partner: &str| {
        let accounts = accounts(count, partner);
        let accounts: Vec<&str> = accounts.iter().map(String::as_str).collect();
        let people = (1..=count).flat_map(|at| {
            ["x", "y"].map(|it| person(&format!("c-{at}{it}"), &format!("a-{at}")).row())
        });
        sample(&accounts, &OURS, &people.collect::<Vec<_>>()).survey()
    };
    let many = survey(6, "strategic");
    assert_eq!(many.overloaded[0].accounts.len(), 6);
    let found = of_rule(&many, "S-17");
    assert_eq!(found[0].title, "1 owner has more than 5 strategic accounts");
    assert_eq!(survey(5, "strategic").overloaded, []);
    assert_eq!(survey(6, "general").overloaded, []);
}

#[test]
fn s47_friends_and_enemies_are_counted_and_unknown_is_not_neutral() {
    let row = |id, account, attitude| Person { attitude, ..person(id, account) }.row();
    let rows = [
        row("c-1", "a-1", "3"),
        row("c-2", "a-1", "1"),
        row("c-3", "a-1", "0"),
        row("c-4", "a-2", "-1"),
        row("c-5", "a-2", ""),
    ];
    let survey = sample(&["a-1,One,general,", "a-2,Two,strategic,"], &OURS, &rows).survey();
    let all = survey.stances;
    assert_eq!([all.friends, all.neutral, all.enemies, all.unknown], [2, 1, 1, 1]);
    let (account, here) = &survey.stances_by_account[0];
    assert_eq!((account.id.as_str(), here.enemies, here.friends), ("a-2", 1, 0));
    // It is data and no finding.
    assert_eq!(of_rule(&survey, "S-47"), []);
}

#[test]
fn p11_years_without_holidays_are_told_once() {
    let survey = sample(&["a-1,Firm,general,"], &OURS, &[person("c-1", "a-1").row()]).survey();
    assert_eq!(of_rule(&survey, "P-11"), []);
    let years = [("CN", 2026), ("CN", 2027), ("DE", 2027), ("JP", 2027)];
    let years = years.map(|(country, year)| (country.to_owned(), year)).to_vec();
    let found = of_rule(&survey.with_missing_years(years), "P-11");
    assert_eq!(found[0].severity, Severity::Warning);
    assert_eq!(found[0].title, "holidays of 3 countries are missing");
    assert!(found[0].why.contains("`CN` 2026, `CN` 2027, `DE` 2027 and 1 more"));
    assert!(found[0].hint.contains("`holidays/CN.csv`"));
}
