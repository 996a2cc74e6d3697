//! What lies beside the roster: resources, key events, holidays.

use crate::sandbox::{Sandbox, repository};
use std::collections::BTreeSet;
use std::fs;

#[test]
fn p11_the_sample_has_the_holidays_of_every_country_in_its_roster() {
    let mut countries = BTreeSet::new();
    for table in ["accounts", "contacts"] {
        let mut reader =
            csv::Reader::from_path(repository(&format!("contacts/{table}.csv"))).unwrap();
        let at = reader.headers().unwrap().iter().position(|name| name == "country").unwrap();
        countries.extend(reader.records().map(|row| row.unwrap()[at].to_owned()));
    }
    let files = fs::read_dir(repository("contacts/holidays")).unwrap();
    let files =
        files.map(|file| file.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned());
    assert_eq!(files.collect::<BTreeSet<_>>(), countries);
}

#[test]
fn what_lies_beside_the_roster_is_checked_with_it() {
    let sandbox = Sandbox::with_demo();
    sandbox.run_in("demo", &["check"]).assert_done();
    sandbox.edit("demo/contacts/resources.csv", "loan-goods,6,", "loan-goods,-6,");
    sandbox.edit("demo/contacts/key-events.csv", "e-02,a-04,", "e-02,a-44,");
    sandbox.write("demo/contacts/holidays/UK.csv", "date,name\n2027-01-01,New Year\n");
    sandbox.edit("demo/contacts/holidays/DE.csv", "Karfreitag,off", "Karfreitag,frei");
    sandbox.write("demo/contacts/holidays/.DS_Store", [0, 1, 2]);
    let ran = sandbox.run_in("demo", &["check"]).assert_code(1).complains(&[
        "error[S-35]: `-6` is no stock",
        "contacts/resources.csv:2:",
        "`a-44` is no known account",
        "contacts/key-events.csv:8:",
        "error[P-11]: `UK` is no country code",
        "rename the file to `GB.csv` if United Kingdom is meant",
        "error[P-11]: `frei` is no kind of day",
        "contacts/holidays/DE.csv:3:",
    ]);
    assert!(!ran.stderr.contains("DS_Store"), "{}", ran.stderr);
}

#[test]
fn nothing_beside_the_roster_is_no_mistake() {
    let sandbox = Sandbox::with_demo();
    for name in ["resources.csv", "key-events.csv"] {
        fs::remove_file(sandbox.path(format!("demo/contacts/{name}"))).unwrap();
    }
    fs::remove_dir_all(sandbox.path("demo/contacts/holidays")).unwrap();
    let ran = sandbox.run_in("demo", &["check"]).assert_done();
    assert!(!ran.stderr.contains("contacts/"), "{}", ran.stderr);
}
