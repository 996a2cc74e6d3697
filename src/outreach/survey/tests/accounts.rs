use super::{OURS, Person, Sample, of_rule, person, sample};
use crate::diagnostic::Severity;
use crate::roster::Tier;

fn one(partner: &str, people: &[Person]) -> Sample {
    let rows: Vec<String> = people.iter().map(Person::row).collect();
    sample(&[&format!("a-1,Firm,{partner},t-1")], &OURS, &rows)
}

#[test]
fn s11_a_strategic_account_has_people_in_all_three_layers() {
    let with = |tier| Person { tier, ..person(&format!("c-{}", tier.len()), "a-1") };
    let found = one("strategic", &[with("key"), with("general")]);
    let survey = found.survey();
    assert_eq!(survey.missing_tiers[0].tiers.iter().collect::<Vec<_>>(), [Tier::Organization]);
    let finding = &found.findings("S-11")[0];
    assert_eq!(finding.title, "1 strategic account lacks a layer of the relation");
    assert!(finding.why.contains("`a-1` Firm (organization)"));
    assert!(finding.hint.contains("`hearten roster --account a-1`"));
    // Whole, or general: nothing to say. A person who wants no contact fills no layer.
    assert_eq!(one("strategic", &[with("organization+key+general")]).findings("S-11"), []);
    assert_eq!(one("general", &[with("key")]).findings("S-11"), []);
    let silent = Person { do_not_contact: "asked", ..with("organization") };
    assert_eq!(one("strategic", &[with("key+general"), silent]).findings("S-11").len(), 1);
}

#[test]
fn p26_a_strategic_account_is_known_broadly() {
    let at = |id: &str, department| Person { department, ..person(id, "a-1") };
    let broad = || vec![at("c-1", "Purchasing"), at("c-2", "Quality"), at("c-3", "Quality")];
    assert_eq!(one("strategic", &broad()).findings("P-26"), []);
    assert_eq!(one("general", &broad()[..1]).findings("P-26"), []);
    // Too few people.
    let found = one("strategic", &broad()[..2]).findings("P-26");
    assert!(found[0].why.contains("`a-1` Firm (2 reachable in 2 departments)"), "{}", found[0].why);
    // Too few departments, however they are written.
    let mut people = broad();
    (people[0].department, people[1].department) = (" purchasing", "Purchasing");
    people[2].department = "PURCHASING";
    assert_eq!(one("strategic", &people).survey().breadth[0].departments, 1);
    // Somebody who cannot be reached does not count, but who has a telephone does.
    let mut people = broad();
    people[0].reach = ("", "+1 555 0100");
    assert_eq!(one("strategic", &people).findings("P-26"), []);
    people[0].reach = ("", "");
    assert_eq!(one("strategic", &people).survey().breadth[0].people, 2);
}

#[test]
fn p26_each_layer_that_has_people_can_be_reached() {
    let at = |id: &str, tier, department| Person { tier, department, ..person(id, "a-1") };
    let mut people = vec![
        at("c-1", "key", "Purchasing"),
        at("c-2", "general", "Quality"),
        at("c-3", "general", "Quality"),
        at("c-4", "organization", "Board"),
    ];
    assert_eq!(one("strategic", &people).findings("P-26"), []);
    people[3].reach = ("", "");
    let survey = one("strategic", &people).survey();
    assert_eq!(survey.breadth[0].unreachable.to_string(), "organization");
    assert_eq!(survey.missing_tiers, []);
    // A layer with nobody at all is told by S-11 alone.
    people.pop();
    let survey = one("strategic", &people).survey();
    assert_eq!((survey.breadth.len(), survey.missing_tiers.len()), (0, 1));
}

#[test]
fn s14_the_owner_of_a_strategic_account_is_not_junior_to_that_of_a_general_one() {
    let accounts = ["a-1,One,strategic,t-1", "a-2,Two,general,"];
    let owned = |strategic, general| {
        let row = |id, account, owner| Person { owner, ..person(id, account) }.row();
        let rows = [
            row("c-1", "a-1", strategic),
            row("c-2", "a-1", strategic),
            row("c-3", "a-1", "t-3"),
            row("c-4", "a-2", general),
        ];
        sample(&accounts, &OURS, &rows)
    };
    let found = owned("t-2", "t-1");
    let survey = found.survey();
    assert_eq!(survey.junior_owners[0].owner.id.as_str(), "t-2");
    assert_eq!(survey.junior_owners[0].senior.id.as_str(), "t-1");
    let finding = &found.findings("S-14")[0];
    assert!(finding.why.contains("`a-1` One (Tom Novak, L2)"), "{}", finding.why);
    assert!(finding.why.contains("Li Na (L3) looks after the general account `a-2` Two"));
    assert_eq!(owned("t-1", "t-2").findings("S-14"), []);
    assert_eq!(owned("t-2", "t-2").findings("S-14"), []);
    // A level that nobody stated, or somebody who has left, is not compared.
    assert_eq!(owned("t-2", "t-3").findings("S-14"), []);
}

#[test]
fn s14_an_owner_without_a_level_is_not_compared() {
    let rows = [Person { owner: "t-2", ..person("c-1", "a-1") }.row(), person("c-2", "a-2").row()];
    let team = ["t-1,Li Na,L3,", "t-2,Tom Novak,,"];
    let found = sample(&["a-1,One,strategic,t-1", "a-2,Two,general,"], &team, &rows);
    assert_eq!(found.findings("S-14"), []);
}

#[test]
fn s14_a_strategic_account_has_an_owner_at_all() {
    let owner = |owner| Person { owner, ..person("c-1", "a-1") };
    let found = one("strategic", &[owner("")]).findings("S-14");
    assert_eq!(found[0].title, "1 strategic account has no owner at all");
    assert_eq!(one("strategic", &[owner("t-3")]).findings("S-14").len(), 1);
    assert_eq!(one("strategic", &[owner("t-1")]).findings("S-14"), []);
    assert_eq!(one("general", &[owner("")]).findings("S-14"), []);
}

#[test]
fn s15_a_strategic_account_has_an_executive_of_ours() {
    let found = |partner: &str, sponsor: &str| {
        let account = format!("a-1,Firm,{partner},{sponsor}");
        sample(&[&account], &OURS, &[person("c-1", "a-1").row()]).findings("S-15")
    };
    assert_eq!(found("strategic", "")[0].title, "1 strategic account has no executive sponsor");
    assert_eq!(found("strategic", "t-3").len(), 1);
    assert_eq!(found("strategic", "t-1"), []);
    assert_eq!(found("general", ""), []);
}

#[test]
fn s17_an_account_does_not_hang_on_one_supporter() {
    let with = |attitudes: &[&'static str]| {
        let people: Vec<Person> = attitudes
            .iter()
            .enumerate()
            .map(|(at, attitude)| Person { attitude, ..person(&format!("c-{at}"), "a-1") })
            .collect();
        one("general", &people).survey().single_supporters
    };
    assert_eq!(with(&["1", "0", "-1", ""])[0].contact.id.as_str(), "c-0");
    assert_eq!(with(&["0", "3"])[0].contact.id.as_str(), "c-1");
    assert_eq!(with(&["1", "2"]), []);
    assert_eq!(with(&["0", "-1", ""]), []);
    let found = one("general", &[Person { attitude: "1", ..person("c-1", "a-1") }]);
    assert_eq!(found.findings("S-17")[0].title, "1 account has a single supporter");
}

#[test]
fn s17_an_account_does_not_hang_on_one_of_us() {
    let with = |pairs: &[(&'static str, &'static str)]| {
        let people: Vec<Person> = pairs
            .iter()
            .enumerate()
            .map(|(at, (owner, backup))| Person {
                owner,
                backup,
                ..person(&format!("c-{at}"), "a-1")
            })
            .collect();
        of_rule(&one("general", &people).survey(), "S-17").len()
    };
    assert_eq!(with(&[("t-1", ""), ("t-1", "")]), 1);
    // Oneself is no backup.
    assert_eq!(with(&[("t-1", "t-1")]), 1);
    assert_eq!(with(&[("t-1", "t-2"), ("t-1", "")]), 0);
    assert_eq!(with(&[("t-1", ""), ("t-2", "")]), 0);
    // Somebody who has left is none either; that they have left is one more finding.
    assert_eq!(with(&[("t-1", "t-3")]), 2);
}

fn shared(strategic: usize, accounts: usize) -> Option<(Severity, String, &'static str)> {
    let rows: Vec<String> = (0..accounts)
        .map(|at| {
            let partner = if at < strategic { "strategic" } else { "general" };
            format!("a-{at},Firm,{partner},t-1")
        })
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let survey = sample(&rows, &OURS, &[person("c-1", "a-0").row()]).survey();
    let mut found = of_rule(&survey, "S-25");
    found.extend(of_rule(&survey, "Q-03"));
    let finding = found.pop()?;
    Some((finding.severity, finding.hint, finding.rule.unwrap()))
}

#[test]
fn s25_a_fifth_to_three_tenths_of_the_accounts_are_strategic() {
    let told = |strategic, accounts| shared(strategic, accounts).map(|(severity, ..)| severity);
    for strategic in [4, 5, 6] {
        assert_eq!(told(strategic, 20), None, "{strategic} of 20: the borders belong to the band");
    }
    assert_eq!(told(3, 20), Some(Severity::Warning));
    assert_eq!(told(7, 20), Some(Severity::Warning));
    let (_, hint, rule) = shared(7, 20).unwrap();
    assert_eq!(
        (rule, hint.as_str()),
        ("S-25", "leave 4 to 6 as `strategic` in the accounts and make the others `general`",)
    );
    assert_eq!(shared(1, 10).unwrap().1, "mark 2 to 3 as `strategic` in the accounts");
}

#[test]
fn q03_a_small_roster_is_told_and_warned_only_when_it_is_grave() {
    let told = |strategic, accounts| shared(strategic, accounts).map(|(severity, ..)| severity);
    assert_eq!(told(1, 5), None);
    assert_eq!(told(2, 5), Some(Severity::Info));
    assert_eq!(told(3, 9), Some(Severity::Info));
    assert_eq!(told(1, 9), Some(Severity::Info));
    assert_eq!(told(0, 9), Some(Severity::Warning));
    assert_eq!(told(3, 5), Some(Severity::Warning));
    // Half is not more than half.
    assert_eq!(told(4, 8), Some(Severity::Info));
    // Of six, one is 17 % and two are 33 %.
    let (severity, hint, rule) = shared(2, 6).unwrap();
    assert_eq!((severity, rule), (Severity::Warning, "Q-03"));
    assert!(hint.contains("no number of accounts lies between 20 and 30 %"));
}
