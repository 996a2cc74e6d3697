//! How fast the plan itself is made: contacts in memory become waves and check-ins, without reading
//! the roster and without papers. 600 accounts and 40 owners, on three continents, by the built-in
//! playbook of a supply disruption.

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use hearten::crisis::Brief;
use hearten::ledger::Standings;
use hearten::locale::Language;
use hearten::outreach::hours::{Almanacs, Weekends};
use hearten::outreach::planner::{Inputs, plan};
use hearten::outreach::playbook::Playbooks;
use hearten::outreach::policy::Policy;
use hearten::outreach::{FunctionWords, Ground, Placing};
use hearten::roster::{Holidays, Roster, Source, Sources};
use hearten::workspace::Assets;
use jiff::Timestamp;
use jiff::civil::date;
use std::collections::BTreeMap;
use std::fmt::Write as _;

const OWNERS: usize = 40;
const BRIEF: &str = "\
kind = \"supply-disruption\"
phase = \"letter\"
zone = \"Asia/Shanghai\"
started_at = 2026-11-20T03:10:00+08:00
next_update_at = 2026-11-24T18:00:00+08:00
";
/// Zone, country and language of a place; account and owner are in the same one.
const PLACES: [(&str, &str, &str); 4] = [
    ("Asia/Shanghai", "CN", "zh-CN"),
    ("Europe/Berlin", "DE", "en"),
    ("Asia/Taipei", "TW", "zh-TW"),
    ("America/Chicago", "US", "en"),
];

fn main() {
    divan::main();
}

#[divan::bench(args = [1_000, 10_000], sample_count = 10)]
fn whole_plan(bencher: Bencher<'_, '_>, contacts: usize) {
    let assets = Assets::built_in();
    let read = Roster::open(sources(contacts)).and_then(|(roster, _)| {
        let (brief, _) = Brief::read("brief.toml", BRIEF)?;
        let (policy, _) = Policy::read(assets, "")?;
        let (playbooks, _) = Playbooks::open(assets, brief.kind, &[Language::En])?;
        let (weekends, _) = Weekends::read(assets);
        Ok((roster, brief, policy, playbooks, weekends, FunctionWords::read(assets)?))
    });
    let Ok((roster, brief, policy, playbooks, weekends, functions)) = read else {
        unreachable!("the roster and the built-in texts are sound")
    };
    let (contacts, report) = roster.collect();
    assert!(!report.has_errors());
    let standings = Standings::default();
    let now = Timestamp::constant(1_795_140_000, 0);
    let placing = Placing::new(Ground {
        directory: roster.directory(),
        brief: &brief,
        policy: &policy,
        functions: &functions,
        standings: &standings,
        now,
    });
    bencher
        .counter(ItemsCount::new(contacts.len()))
        .with_inputs(|| {
            let days = date(2026, 9, 1)..date(2027, 6, 1);
            let hours = policy.hours.clone();
            (contacts.clone(), Almanacs::new(hours, weekends.clone(), Holidays::default(), days))
        })
        .bench_values(|(contacts, almanacs)| {
            let (plan, _) = plan(Inputs {
                placing: &placing,
                contacts,
                playbook: &playbooks.merged,
                almanacs: &almanacs,
                sender: "t-0@our.example",
                gone: &BTreeMap::new(),
            });
            assert!(!plan.check_ins.is_empty());
            black_box(plan)
        });
}

fn sources(contacts: usize) -> Sources {
    let accounts = (contacts / 10).clamp(1, 600);
    let mut companies = "id,name,partner,country,sponsor\n".to_owned();
    for n in 0..accounts {
        let partner = if n % 7 == 0 { "strategic" } else { "general" };
        let (_, country, _) = PLACES[n % OWNERS % PLACES.len()];
        let _ = writeln!(companies, "a-{n:03},Firm {n},{partner},{country},t-{}", n % 4 + 1);
    }
    let mut team = "id,name,level,email,language,time_zone,manager,calls_per_day\n".to_owned();
    for n in 0..5 {
        let (level, manager) = if n == 0 { ("L5", "") } else { ("L4", "t-0") };
        let (zone, _, language) = PLACES[n % PLACES.len()];
        let _ = writeln!(
            team,
            "t-{n},Head {n},{level},t-{n}@our.example,{language},{zone},{manager},6"
        );
    }
    for n in 0..OWNERS {
        let (zone, _, language) = PLACES[n % PLACES.len()];
        let boss = n % 4 + 1;
        let _ =
            writeln!(team, "o-{n:02},Owner {n},L2,o-{n}@our.example,{language},{zone},t-{boss},8");
    }
    Sources::Tables {
        accounts: Source::memory("accounts.csv", companies),
        contacts: Source::memory("contacts.csv", people(contacts, accounts)),
        team: Source::memory("team.csv", team),
    }
}

fn people(contacts: usize, accounts: usize) -> String {
    let mut text = "id,account,family_name,given_name,position,email,phone,language,time_zone,\
                    country,tier,role,attitude,level,owner,backup,last_contact,star\n"
        .to_owned();
    for n in 0..contacts {
        let account = n % accounts;
        let owner = account % OWNERS;
        let (zone, country, language) = PLACES[owner % PLACES.len()];
        let name = if language == "en" { "Schmidt,Anna" } else { "王,建国" };
        let (role, level, position) = [
            ("A", "L5", "Managing Director"),
            ("D", "L4", "Purchasing Director"),
            ("S", "L3", "Head of Quality"),
            ("E", "L2", "Process Engineer"),
            ("I", "L2", "Buyer"),
        ][n / accounts % 5];
        let _ = writeln!(
            text,
            "c-{n:06},a-{account:03},{name},{position},person{n}@firm{account}.example,\
             +49 30 {n:07},{language},{zone},{country},{},{role},{},{level},o-{owner:02},\
             o-{:02},2026-{:02}-{:02},{}",
            ["key", "general", "organization"][n % 3],
            ["1", "2", "0", "", "-1"][n % 5],
            (owner + PLACES.len()) % OWNERS,
            n % 10 + 1,
            n % 28 + 1,
            if n % 30 == 0 { "yes" } else { "no" },
        );
    }
    text
}
