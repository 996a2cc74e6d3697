//! The planner on tiny rosters: one test for each rule it claims, each with a case where the rule must
//! not fire.

mod gone;
mod laws;
mod owners;
mod silence;
mod timetables;
mod timing;
mod waves;

use super::{Inputs, Place, Timetable, plan};
use crate::crisis::{Brief, Kind};
use crate::diagnostic::Report;
use crate::ledger::{Fact, Outcome, Standings, Touch};
use crate::locale::Language;
use crate::outreach::hours::{Almanacs, Weekends};
use crate::outreach::playbook::{Playbook, Playbooks};
use crate::outreach::policy::Policy;
use crate::outreach::{CheckIn, FunctionWords, Ground, Placing, Plan, Reason, Subject, WavePlan};
use crate::roster::{Contact, Country, Holidays, Roster, Source, Sources, SpecialDay};
use crate::workspace::Assets;
use crate::world::MemoryWorld;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use std::collections::BTreeMap;
use std::path::Path;

/// Thursday morning in Shanghai, an hour after the start.
pub(super) const NOW: &str = "2026-11-19T10:00:00+08:00";

/// The address of the leader.
const SENDER: &str = "lead@our.example";

const TEAM: &str = "\
id,name,level,language,time_zone,manager,left_on,calls_per_day,email
lead,Lead,L5,en,Asia/Shanghai,,,4,lead@our.example
exec,Exec,L4,en,Asia/Shanghai,lead,,8,exec@our.example
boss,Boss,L3,en,Asia/Shanghai,exec,,8,boss@our.example
am,Am,L2,en,Asia/Shanghai,boss,,8,am@our.example
am2,Other Am,L2,en,Asia/Shanghai,boss,,8,am2@our.example
gone,Gone,L2,en,Asia/Shanghai,boss,2026-10-01,8,gone@our.example
";

const ACCOUNTS: &str = "\
id,name,partner,country,sponsor,region
s1,Strategic One,strategic,CN,exec,East
s2,Strategic Two,strategic,DE,exec,West
g1,General One,general,CN,,East
g2,General Two,general,CN,,East
";

const COLUMNS: &str = "id,account,family_name,given_name,email,language,time_zone,tier,role,attitude,level,owner,backup,last_contact,contacted,star,official,do_not_contact,position,department,ladder";

/// One action that calls everybody on the first day.
pub(super) const CALL_ALL: &str = "\
[[action]]
id = \"PB-T-1\"
name.en = \"Call\"
audience = {}
owner = \"account-manager\"
from = \"0h\"
by = \"8h\"
channel = \"phone\"
objective.en = \"x\"
points.en = [\"x\"]
done_when.en = \"x\"
";

/// The pieces that a plan is made from; each test changes some.
pub(super) struct World {
    pub(super) now: String,
    pub(super) brief: String,
    pub(super) contacts: Vec<String>,
    pub(super) team: String,
    pub(super) accounts: String,
    pub(super) settings: String,
    pub(super) playbook: String,
    pub(super) resources: Option<String>,
    pub(super) key_events: Option<String>,
    pub(super) facts: Vec<Fact>,
    pub(super) holidays: Vec<(&'static str, Date)>,
    pub(super) gone: BTreeMap<String, Timestamp>,
}

impl Default for World {
    fn default() -> Self {
        Self {
            now: NOW.to_owned(),
            brief: "kind = \"other\"\nphase = \"letter\"\nzone = \"Asia/Shanghai\"\nstarted_at = 2026-11-19T09:00:00+08:00\nnext_update_at = 2026-11-20T18:00:00+08:00\n".to_owned(),
            contacts: Vec::new(),
            team: TEAM.to_owned(),
            accounts: ACCOUNTS.to_owned(),
            settings: String::new(),
            playbook: CALL_ALL.to_owned(),
            resources: None,
            key_events: None,
            facts: Vec::new(),
            holidays: Vec::new(),
            gone: BTreeMap::new(),
        }
    }
}

/// A contact row; `more` sets further columns by name.
pub(super) fn contact(id: &str, account: &str, more: &[(&str, &str)]) -> String {
    let value = |column: &str| {
        let typed = more.iter().find(|(name, _)| *name == column).map(|(_, value)| *value);
        typed.map_or_else(
            || match column {
                "id" => id.to_owned(),
                "account" => account.to_owned(),
                "family_name" => named(id),
                "given_name" => "Person".to_owned(),
                "email" => format!("{id}@{account}.example"),
                "language" => "en".to_owned(),
                "time_zone" => {
                    if account == "s2" { "Europe/Berlin" } else { "Asia/Shanghai" }.to_owned()
                }
                "tier" => "key".to_owned(),
                "owner" => "am".to_owned(),
                "last_contact" => "2026-11-01".to_owned(),
                _ => String::new(),
            },
            str::to_owned,
        )
    };
    COLUMNS.split(',').map(value).collect::<Vec<_>>().join(",")
}

/// An id as a name: names hold no digits.
fn named(id: &str) -> String {
    let letter = |digit: u32| ('a'..='j').nth(digit as usize);
    id.chars().map(|c| c.to_digit(10).and_then(letter).unwrap_or(c)).collect()
}

/// A call, or a try of one.
pub(super) fn touch(whom: &str, action: Option<&str>, outcome: Outcome, at: &str) -> Fact {
    Fact::Touch(Touch {
        whom: whom.to_owned(),
        action: action.map(str::to_owned),
        turn: None,
        outcome,
        at: at.parse().unwrap(),
        by: Some("am".to_owned()),
        channel: Some("phone".to_owned()),
        note: None,
        attitude: None,
        gift_cents: None,
    })
}

/// What came of a plan, with ids in place of indices.
pub(super) struct Made {
    pub(super) plan: Plan,
    pub(super) report: Report,
    team: Vec<String>,
}

impl World {
    pub(super) fn with(contacts: &[String]) -> Self {
        Self { contacts: contacts.to_vec(), ..Self::default() }
    }

    pub(super) fn plan(&self) -> Made {
        self.laid(|contacts, placing, playbook, almanacs| {
            let gone = &self.gone;
            let inputs = Inputs { placing, contacts, playbook, almanacs, sender: SENDER, gone };
            let (plan, report) = plan(inputs);
            let team = placing.ground().directory.team.iter();
            Made { plan, report, team: team.map(|member| member.id.to_string()).collect() }
        })
    }

    /// The letters by id with their times, in their order, and the waves, without a plan of everybody.
    pub(super) fn timetable(&self) -> (Vec<(String, Option<Timestamp>)>, Vec<WavePlan>) {
        self.laid(|contacts, placing, playbook, almanacs| {
            let mut table = Timetable::new(placing, almanacs, playbook, SENDER);
            let mut ids = Vec::new();
            for contact in contacts {
                let Some(place) = Place::of(placing, almanacs, &contact) else {
                    table.left_out(contact);
                    continue;
                };
                let number = u32::try_from(ids.len()).unwrap();
                ids.push(contact.id.to_string());
                table.add(number, place, contact);
            }
            let (timed, _) = table.finish();
            let order = timed.order().map(|(number, at)| (ids[number as usize].clone(), at));
            (order.collect(), timed.waves)
        })
    }

    fn laid<T>(
        &self,
        make: impl FnOnce(Vec<Contact>, &Placing<'_>, &Playbook, &Almanacs) -> T,
    ) -> T {
        let table = |text: &str| Source::memory("table.csv", text.to_owned());
        let contacts = format!("{COLUMNS}\n{}\n", self.contacts.join("\n"));
        let sources = Sources::Tables {
            accounts: table(&self.accounts),
            contacts: table(&contacts),
            team: table(&self.team),
        };
        let beside = crate::roster::Beside {
            resources: self.resources.as_deref().map(table),
            key_events: self.key_events.as_deref().map(table),
            holidays: Vec::new(),
        };
        let (roster, found) = Roster::open_with(sources, beside).unwrap();
        assert!(!found.has_errors(), "{:?}", found.kept());
        let (contacts, found) = roster.collect();
        assert!(!found.has_errors(), "{:?}", found.kept());
        let (brief, _) = Brief::read("brief.toml", &self.brief).unwrap();
        let (policy, _) = Policy::read(Assets::built_in(), &self.settings)
            .unwrap_or_else(|found| panic!("{:?}", found.kept()));
        let functions = FunctionWords::read(Assets::built_in()).unwrap();
        let standings = Standings::of(&self.facts);
        let now: Timestamp = self.now.parse().unwrap();
        let placing = Placing::new(Ground {
            directory: roster.directory(),
            brief: &brief,
            policy: &policy,
            functions: &functions,
            standings: &standings,
            now,
        });
        let playbook = playbook(&self.playbook);
        let (weekends, _) = Weekends::read(Assets::built_in());
        let mut holidays = Holidays::default();
        for (country, day) in &self.holidays {
            let country = Country::parse(country).unwrap();
            holidays.insert(country, *day, SpecialDay::Off("Holiday".into()));
        }
        let days = date(2026, 9, 1)..date(2027, 6, 1);
        let almanacs = Almanacs::new(policy.hours.clone(), weekends, holidays, days);
        make(contacts, &placing, &playbook, &almanacs)
    }
}

/// The actions of a text, without the base set.
fn playbook(text: &str) -> Playbook {
    let text = format!("title.en = \"Test\"\n{text}");
    let world = MemoryWorld::new(
        Timestamp::UNIX_EPOCH,
        [("/w/templates/playbooks/base.toml", text.as_str())],
    );
    let (assets, _) = Assets::open(&world, Path::new("/w"), Path::new("/w/crises/c")).unwrap();
    let read = Playbooks::open(&assets, Kind::Other, &[Language::En]);
    read.unwrap_or_else(|found| panic!("{:?}", found.kept())).0.merged
}

impl Made {
    /// The check-ins of a contact, by time.
    pub(super) fn of(&self, id: &str) -> Vec<&CheckIn> {
        let mut own: Vec<&CheckIn> =
            self.plan.check_ins.iter().filter(|c| self.whom(c) == id).collect();
        own.sort_by_key(|check| check.start);
        own
    }

    /// The only check-in of a contact.
    pub(super) fn one(&self, id: &str) -> &CheckIn {
        let own = self.of(id);
        assert_eq!(own.len(), 1, "{own:#?}\n{:#?}", self.plan.dropped);
        own[0]
    }

    pub(super) fn whom(&self, check: &CheckIn) -> String {
        match check.subject {
            Subject::Contact(at) => self.plan.contacts[at].contact.id.to_string(),
            Subject::Group => "group".to_owned(),
            Subject::Readers(count) => format!("{count} readers"),
        }
    }

    pub(super) fn owner(&self, check: &CheckIn) -> &str {
        check.owner.map_or("nobody", |at| &self.team[at])
    }

    /// When a check-in is, in Shanghai.
    pub(super) fn at(check: &CheckIn) -> String {
        local(check.start)
    }

    pub(super) fn letter(&self, id: &str) -> Option<String> {
        let planned = self.plan.contacts.iter().find(|it| it.contact.id.as_str() == id).unwrap();
        planned.letter_at.map(local)
    }

    pub(super) fn left_out(&self, id: &str) -> Option<&'static str> {
        let planned = self.plan.contacts.iter().find(|it| it.contact.id.as_str() == id).unwrap();
        planned.left_out.as_ref().map(crate::outreach::LeftOut::rule)
    }

    pub(super) fn wave(&self, id: &str) -> Option<u8> {
        let planned = self.plan.contacts.iter().find(|it| it.contact.id.as_str() == id).unwrap();
        planned.wave.map(crate::outreach::Wave::number)
    }

    pub(super) fn wave_start(&self, number: u8) -> String {
        local(self.wave_plan(number).start)
    }

    pub(super) fn wave_plan(&self, number: u8) -> &WavePlan {
        self.plan.waves.iter().find(|wave| wave.rule.wave.number() == number).unwrap()
    }

    pub(super) fn order(&self) -> Vec<&str> {
        self.plan.contacts.iter().map(|it| it.contact.id.as_str()).collect()
    }

    /// The rules of the findings.
    pub(super) fn rules(&self) -> Vec<&str> {
        self.report.kept().iter().filter_map(|found| found.rule).collect()
    }

    pub(super) fn dropped(&self, id: &str) -> Vec<&str> {
        let of = |subject: Subject| match subject {
            Subject::Contact(at) => self.plan.contacts[at].contact.id.to_string(),
            _ => "group".to_owned(),
        };
        let own = self.plan.dropped.iter().filter(|it| of(it.subject) == id);
        own.map(|it| it.why.key).collect()
    }
}

/// Whether a reason is among those of a check-in.
pub(super) fn has(why: &[Reason], rule: &str, key: &str) -> bool {
    why.iter().any(|reason| reason.rule == rule && reason.key == key)
}

pub(super) fn local(at: Timestamp) -> String {
    let zone = crate::locale::zone("Asia/Shanghai").unwrap();
    at.to_zoned_datetime(zone).strftime("%m-%d %H:%M").to_string()
}
