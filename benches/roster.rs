//! How fast a roster is read and checked: rows of 40 columns, from bytes to typed contacts.

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use hearten::roster::{Roster, Source, Sources};
use std::fmt::Write as _;

const ROWS: usize = 100_000;
const ACCOUNTS: usize = 2_500;

fn main() {
    divan::main();
}

/// Opens the roster, reads every row on all cores and drops it.
#[divan::bench(sample_count = 10)]
fn check_all_rows(bencher: Bencher<'_, '_>) {
    let contacts = contacts();
    bencher
        .counter(ItemsCount::new(ROWS))
        .counter(BytesCount::new(contacts.len()))
        .with_inputs(|| sources(&contacts))
        .bench_values(|sources| {
            let (roster, report) = Roster::open(sources).unwrap_or_else(|_| unreachable!());
            assert!(!report.has_errors());
            let mut rows = 0;
            let read =
                roster.each_batch(|batch| batch.rows.len(), |length| rows += black_box(length));
            assert!(read.is_ok() && rows == ROWS);
        });
}

fn sources(contacts: &str) -> Sources {
    let mut accounts = "id,name,name_zh_cn,partner\n".to_owned();
    for n in 0..ACCOUNTS {
        let partner = if n % 4 == 0 { "strategic" } else { "general" };
        let _ = writeln!(accounts, "a-{n:04},Firm {n},公司{n},{partner}");
    }
    let mut team = "id,name,level\n".to_owned();
    for n in 0..10 {
        let _ = writeln!(team, "t-{n},Member {n},L3");
    }
    Sources::Tables {
        accounts: Source::memory("accounts.csv", accounts),
        contacts: Source::memory("contacts.csv", contacts),
        team: Source::memory("team.csv", team),
    }
}

fn contacts() -> String {
    let mut text = "id,account,family_name,given_name,name_order,academic_title,position,\
                    department,gender,salutation,email,phone,language,time_zone,country,tier,role,\
                    attitude,contacted,attitude_date,competitor_attitude,ladder,level,official,\
                    owner,backup,last_contact,birthday,star,do_not_contact,concerns,interests,\
                    notes,letter_thanks,letter_site,extra_a,extra_b,extra_c,extra_d,extra_e\n"
        .to_owned();
    for n in 0..ROWS {
        let person = if n % 3 == 0 {
            "王,建国,,,采购总监,采购部,,"
        } else {
            "Schmidt,Anna,,Dr.,Head of Procurement,Purchasing,female,"
        };
        let place = if n % 3 == 0 { "zh-CN,Asia/Shanghai,CN" } else { "en,Europe/Berlin,DE" };
        let _ = writeln!(
            text,
            "c-{n:06},a-{:04},{person},person{n}@firm{}.example,+49 30 {n:07},{place},\
             key;organization,{},{},yes,2026-03-{:02},0,{},L{},no,t-{},t-{},2026-10-{:02},05-{:02},\
             no,,\"delivery dates, quality\",fishing,met at the fair,thanks for the visit,Suzhou,\
             x,y,z,,",
            n % ACCOUNTS,
            n % 997,
            ["A", "D", "S", "E", "I"][n % 5],
            i64::try_from(n % 5).unwrap_or(0) - 1,
            n % 28 + 1,
            n % 6,
            n % 5 + 1,
            n % 10,
            (n + 1) % 10,
            n % 28 + 1,
            n % 28 + 1,
        );
    }
    text
}
