//! One test for each rule, with a case in which it must not fire.

mod accounts;
mod people;

use super::{Survey, SurveyPolicy};
use crate::diagnostic::{Diagnostic, Severity};
use crate::outreach::policy::Policy;
use crate::roster::{Contact, Directory, Roster, Source, Sources};
use crate::workspace::Assets;
use jiff::civil::{Date, date};

/// The day of all these tests.
const TODAY: Date = date(2026, 11, 24);

const ACCOUNTS: &str = "id,name,partner,sponsor";
const TEAM: &str = "id,name,level,left_on";
const CONTACTS: &str = "id,account,family_name,given_name,email,phone,language,tier,role,attitude,\
                        department,owner,backup,last_contact,do_not_contact";

/// A roster of few words.
struct Sample {
    directory: Directory,
    contacts: Vec<Contact>,
}

/// Rows as tables have them: accounts `id,name,partner,sponsor`; team `id,name,level,left_on`.
fn sample(accounts: &[&str], team: &[&str], contacts: &[String]) -> Sample {
    let table =
        |name: &str, head: &str, rows: String| Source::memory(name, format!("{head}\n{rows}\n"));
    let sources = Sources::Tables {
        accounts: table("accounts.csv", ACCOUNTS, accounts.join("\n")),
        contacts: table("contacts.csv", CONTACTS, contacts.join("\n")),
        team: table("team.csv", TEAM, team.join("\n")),
    };
    let (roster, report) = Roster::open(sources).unwrap();
    let (contacts, found) = roster.collect();
    assert!(!report.has_errors() && !found.has_errors(), "{report:?} {found:?}");
    Sample { directory: roster.directory().clone(), contacts }
}

impl Sample {
    fn survey(&self) -> Survey {
        Survey::of(&self.contacts, &self.directory, TODAY, &SurveyPolicy::default())
    }

    /// The findings of one rule.
    fn findings(&self, rule: &str) -> Vec<Diagnostic> {
        of_rule(&self.survey(), rule)
    }
}

fn of_rule(survey: &Survey, rule: &str) -> Vec<Diagnostic> {
    let report = survey.report();
    report.kept().iter().filter(|finding| finding.rule == Some(rule)).cloned().collect()
}

/// One contact: who looks after whom, everything else as it should be.
struct Person {
    id: String,
    account: String,
    reach: (&'static str, &'static str),
    tier: &'static str,
    attitude: &'static str,
    department: &'static str,
    owner: &'static str,
    backup: &'static str,
    last_contact: &'static str,
    do_not_contact: &'static str,
}

fn person(id: &str, account: &str) -> Person {
    Person {
        id: id.to_owned(),
        account: account.to_owned(),
        reach: ("at", "+1 555 0100"),
        tier: "organization+key+general",
        attitude: "",
        department: "",
        owner: "t-1",
        backup: "t-2",
        last_contact: "2026-11-20",
        do_not_contact: "",
    }
}

impl Person {
    fn row(&self) -> String {
        let email = if self.reach.0.is_empty() { "" } else { &format!("{}@firm.example", self.id) };
        [
            &self.id,
            &self.account,
            "Berg",
            "Ida",
            email,
            self.reach.1,
            "en",
            self.tier,
            "",
            self.attitude,
            self.department,
            self.owner,
            self.backup,
            self.last_contact,
            self.do_not_contact,
        ]
        .join(",")
    }
}

const OURS: [&str; 3] = ["t-1,Li Na,L3,", "t-2,Tom Novak,L2,", "t-3,Ada Old,L4,2026-06-30"];

#[test]
fn each_finding_says_what_why_and_what_to_do_in_the_words_of_the_house() {
    let rows: Vec<String> = (1..=5)
        .map(|at| {
            let last_contact = "2026-01-05";
            Person {
                owner: if at == 5 { "" } else { "t-3" },
                backup: "",
                attitude: if at == 1 { "2" } else { "" },
                tier: "key",
                last_contact,
                ..person(&format!("c-{at}"), "a-1")
            }
            .row()
        })
        .collect();
    let sample = sample(&["a-1,Firm,strategic,"], &OURS, &rows);
    let survey = sample.survey().with_missing_years(vec![("CN".to_owned(), 2027)]);
    let report = survey.report();
    let rules: Vec<_> = report.kept().iter().filter_map(|finding| finding.rule).collect();
    assert_eq!(
        rules,
        ["S-10", "P-06", "S-11", "P-26", "S-14", "S-15", "S-17", "S-17", "Q-03", "P-11"]
    );
    for finding in report.kept() {
        assert_eq!(finding.severity, Severity::Warning, "{finding:?}");
        assert!(!finding.title.ends_with('.') && finding.why.ends_with('.'), "{finding:?}");
        assert!(!finding.hint.is_empty(), "{finding:?}");
    }
    assert_eq!(report.kept()[0].title, "5 contacts are overdue");
    assert!(report.kept()[0].why.contains("`c-1` Ida Berg (323 days)"), "{}", report.kept()[0].why);
    assert!(report.kept()[0].why.contains("and 2 more"));
    assert_eq!(
        report.kept()[0].hint,
        "speak with them and note it: `hearten log c-1 --outcome reached --note \"...\"`"
    );
}

#[test]
fn a_roster_in_good_order_has_no_finding() {
    let departments = ["Purchasing", "Engineering", "Quality"];
    let rows: Vec<String> = (0..8)
        .flat_map(|account| {
            departments.into_iter().enumerate().map(move |(at, department)| {
                let id = format!("c-{account}-{at}");
                Person { department, attitude: "1", ..person(&id, &format!("a-{account}")) }.row()
            })
        })
        .collect();
    let accounts: Vec<String> = (0..8)
        .map(|at| format!("a-{at},Firm {at},{},t-1", if at < 2 { "strategic" } else { "general" }))
        .collect();
    let accounts: Vec<&str> = accounts.iter().map(String::as_str).collect();
    let survey = sample(&accounts, &OURS, &rows).survey();
    assert!(survey.report().is_empty(), "{:?}", survey.report());
    assert_eq!((survey.stances.friends, survey.stances.unknown), (24, 0));
}

#[test]
fn the_order_of_the_rows_does_not_matter() {
    let mut rows: Vec<String> = (1..=9)
        .map(|at| {
            let account = format!("a-{}", at % 3 + 1);
            Person {
                last_contact: "2026-02-01",
                tier: "key",
                ..person(&format!("c-{at}"), &account)
            }
        })
        .map(|person| person.row())
        .collect();
    let accounts = ["a-1,One,general,", "a-2,Two,strategic,", "a-3,Three,strategic,t-1"];
    let first = sample(&accounts, &OURS, &rows).survey();
    rows.reverse();
    let accounts = [accounts[2], accounts[0], accounts[1]];
    assert_eq!(sample(&accounts, &OURS, &rows).survey(), first);
    assert_eq!(
        first.missing_tiers.iter().map(|it| it.account.id.as_str()).collect::<Vec<_>>(),
        ["a-2", "a-3"]
    );
}

#[test]
fn the_data_behind_is_a_document_for_programs() {
    let rows = [person("c-1", "a-1").row()];
    let survey = sample(&["a-1,Firm,strategic,t-1"], &OURS, &rows).survey();
    let document = serde_json::to_value(&survey).unwrap();
    assert_eq!(document["breadth"][0]["account"]["id"], "a-1");
    assert_eq!(document["breadth"][0]["people"], 1);
    assert_eq!(document["share"]["strategic"], 1);
    assert!(document.get("policy").is_none());
}

#[test]
fn the_limits_are_those_of_the_policy_and_a_company_changes_them() {
    let limits = |settings: &str| {
        let (policy, report) = Policy::read(Assets::built_in(), settings).unwrap();
        assert!(!report.has_errors(), "{report:?}");
        SurveyPolicy::from(&policy)
    };
    assert_eq!(limits(""), SurveyPolicy::default());
    let own = limits("[outreach.rules]\noverdue_days_general = 45\n");
    assert_eq!((own.days_general, own.days_close), (45, 30));
}
