//! One test for each rule, with a case in which it must not fire.

mod frailty;
mod laws;
mod moves;
mod numbers;
mod person;

use super::{Day, Gathering, Load, Outline, Portfolio, Relation};
use crate::ledger::{Fact, Outcome, Standings, Touch};
use crate::roster::{Contact, Directory, Roster, Source, Sources};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;

/// The day of all these tests.
const TODAY: Date = date(2026, 11, 24);

const ACCOUNTS: &str = "id,name,partner,sponsor";
const TEAM: &str = "id,name,level,left_on";
const CONTACTS: &str = "id,account,family_name,given_name,email,phone,language,tier,role,attitude,\
                        attitude_date,competitor_attitude,ladder,official,owner,backup,\
                        last_contact,do_not_contact";

/// Our people: an account manager, a director, an executive, and one who has left.
const OURS: [&str; 4] = ["t-1,Ann,L2,", "t-2,Ben,L3,", "t-3,Cho,L4,", "t-9,Eve,L2,2026-09-30"];

fn day() -> Day {
    Day { today: TODAY, zone: TimeZone::UTC, close_days: 30, other_days: 90 }
}

/// One contact as the table has it; everything is as it should be unless said.
#[derive(Debug, Clone)]
struct Row {
    id: String,
    account: String,
    email: bool,
    phone: &'static str,
    tier: &'static str,
    role: &'static str,
    attitude: &'static str,
    attitude_date: &'static str,
    competitor: &'static str,
    ladder: &'static str,
    official: &'static str,
    owner: &'static str,
    backup: &'static str,
    last_contact: &'static str,
    do_not_contact: &'static str,
}

fn row(id: &str, role: &'static str, attitude: &'static str) -> Row {
    Row {
        id: id.to_owned(),
        account: "a-1".to_owned(),
        email: true,
        phone: "+1 555 0100",
        tier: "general",
        role,
        attitude,
        attitude_date: "",
        competitor: "",
        ladder: "",
        official: "no",
        owner: "t-1",
        backup: "t-2",
        last_contact: "2026-11-20",
        do_not_contact: "",
    }
}

impl Row {
    fn text(&self) -> String {
        let email = if self.email { format!("{}@firm.example", self.id) } else { String::new() };
        [
            self.id.as_str(),
            self.account.as_str(),
            "Smith",
            "Jo",
            &email,
            self.phone,
            "en",
            self.tier,
            self.role,
            self.attitude,
            self.attitude_date,
            self.competitor,
            self.ladder,
            self.official,
            self.owner,
            self.backup,
            self.last_contact,
            self.do_not_contact,
        ]
        .join(",")
    }
}

/// A roster of few words.
struct Sample {
    directory: Directory,
    contacts: Vec<Contact>,
    standings: Standings,
}

/// Rows as tables have them: accounts `id,name,partner,sponsor`.
fn sample(accounts: &[&str], rows: &[Row]) -> Sample {
    let table =
        |name: &str, head: &str, rows: String| Source::memory(name, format!("{head}\n{rows}\n"));
    let rows: Vec<String> = rows.iter().map(Row::text).collect();
    let sources = Sources::Tables {
        accounts: table("accounts.csv", ACCOUNTS, accounts.join("\n")),
        contacts: table("contacts.csv", CONTACTS, rows.join("\n")),
        team: table("team.csv", TEAM, OURS.join("\n")),
    };
    let (roster, _) = Roster::open(sources).unwrap();
    let (contacts, found) = roster.collect();
    assert!(!found.has_errors(), "{found:?}");
    Sample { directory: roster.directory().clone(), contacts, standings: Standings::default() }
}

/// The strategic account `a-1` with a sponsor, and these people.
fn strategic(rows: &[Row]) -> Sample {
    sample(&["a-1,Firm,strategic,t-3"], rows)
}

impl Sample {
    fn with(self, facts: &[Fact]) -> Self {
        Self { standings: Standings::of(facts), ..self }
    }

    fn gathering(&self) -> Gathering<'_> {
        let mut gathering = Gathering::new(&self.directory, day(), 5).asking("a-1");
        for contact in &self.contacts {
            gathering.add(contact.clone(), self.standings.get(contact.id.as_str()));
        }
        gathering
    }

    /// The account `a-1`.
    fn relation(&self) -> Relation<'_> {
        self.gathering().relation().unwrap()
    }

    fn outlines(&self) -> Vec<Outline<'_>> {
        self.gathering().outlines()
    }

    fn portfolio(&self) -> Portfolio {
        let gathering = self.gathering();
        gathering.portfolio(&gathering.outlines())
    }

    fn load(&self) -> Load {
        self.gathering().load()
    }

    /// The rules of the moves for `a-1`, in their order, each with whom it names.
    fn moves(&self) -> Vec<(&'static str, Option<String>)> {
        self.relation().moves.into_iter().map(|it| (it.rule, it.contact)).collect()
    }
}

/// A touch of `c-1` on a day of November 2026, by telephone.
fn touch(day: u8, outcome: Outcome, attitude: Option<i8>) -> Fact {
    Fact::Touch(Touch {
        whom: "c-1".to_owned(),
        action: None,
        turn: None,
        outcome,
        at: format!("2026-11-{day:02}T10:00:00Z").parse().unwrap(),
        by: None,
        channel: Some("phone".to_owned()),
        note: None,
        attitude,
        gift_cents: None,
    })
}
