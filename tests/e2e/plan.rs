//! `hearten plan` as account managers and PR staff live with it: what is shown, what is written,
//! what changes after a call.

use crate::sandbox::{Ran, Sandbox};
use serde_json::Value;
use std::collections::BTreeSet;

pub(crate) const OUT: &str = "demo/crises/2026-11-suzhou-fire/out/plan";

/// A sample workspace with what is asked of it again and again.
pub(crate) struct Desk(pub(crate) Sandbox);

impl Desk {
    pub(crate) fn new() -> Self {
        Self(Sandbox::with_demo())
    }

    pub(crate) fn of_kind(kind: &str) -> Self {
        let sandbox = Sandbox::new();
        sandbox.run(&["demo", "demo", "--quiet", "--kind", kind]).assert_done();
        Self(sandbox)
    }

    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        self.0.run_in("demo", args)
    }

    pub(crate) fn plan(&self, args: &[&str]) -> Ran {
        self.run(&[&["plan", "--no-files"], args].concat())
    }

    /// The plan as a program gets it.
    pub(crate) fn json(&self) -> Value {
        self.plan(&["--format", "json"]).assert_done().json()["plan"].take()
    }

    /// The same at another time, when a promise may have been missed.
    pub(crate) fn json_at(&self, now: &str) -> Value {
        let args = ["plan", "--no-files", "--format", "json"];
        self.0.run_at(now, "demo", &args).json()["plan"].take()
    }

    pub(crate) fn log(&self, args: &[&str]) {
        let _ = self.run(&[&["log"], args].concat()).assert_done();
    }

    /// How many letters `preview` would write.
    fn letters(&self) -> u64 {
        let ran = self.run(&["preview", "--no-page", "--format", "json"]).assert_done();
        ran.json()["totals"]["letters"].as_u64().unwrap()
    }
}

/// A wave of a plan by its number.
pub(crate) fn wave(plan: &Value, number: u64) -> &Value {
    plan["waves"].as_array().unwrap().iter().find(|wave| wave["wave"] == number).unwrap()
}

pub(crate) fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

fn check_ins(plan: &Value) -> &Vec<Value> {
    plan["check_ins"].as_array().unwrap()
}

/// The ids of the check-ins for somebody.
fn for_whom<'p>(plan: &'p Value, whom: &str) -> Vec<&'p str> {
    let check_ins = check_ins(plan).iter();
    check_ins.filter(|check| check["whom_id"] == whom).map(|check| text(check, "id")).collect()
}

fn check_in<'p>(plan: &'p Value, id: &str) -> Option<&'p Value> {
    check_ins(plan).iter().find(|check| check["id"] == id)
}

fn rules(check: &Value) -> Vec<&str> {
    check["why"].as_array().unwrap().iter().map(|why| text(why, "rule")).collect()
}

fn contact<'p>(plan: &'p Value, id: &str) -> &'p Value {
    plan["contacts"].as_array().unwrap().iter().find(|contact| contact["id"] == id).unwrap()
}

fn letters(plan: &Value) -> u64 {
    plan["waves"].as_array().unwrap().iter().map(|wave| wave["letters"].as_u64().unwrap()).sum()
}

#[test]
fn the_plan_shows_waves_and_check_ins_and_writes_every_paper() {
    let desk = Desk::new();
    let ran = desk.run(&["plan"]).assert_done();
    for words in [
        "6 h 50 min since it began",
        "Waves (Asia/Shanghai)",
        "W3    Strategic partners",
        "Both approvals are given and our own people have heard",
        "\n2026-11-20\n",
        "First call: late orders",
        "PB-SUP-1 S-43 S-42",
        "83 letters in waves",
        "8 contacts left out by rule",
        "Sheets to print: $DIR/demo/crises/2026-11-suzhou-fire/out/plan/plan.html",
        "Nothing was sent.",
    ] {
        assert!(ran.stdout.contains(words), "no {words:?} in\n{}", ran.stdout);
    }
    ran.complains(&["warning[S-17]: ", "hint: "]);

    let files = desk.0.tree(OUT);
    let document: Value =
        serde_json::from_slice(&files[std::path::Path::new("plan.json")]).unwrap();
    let plan = desk.json();
    assert_eq!(document, plan, "the file and the screen hold the same document");
    let owners: BTreeSet<&str> =
        check_ins(&plan).iter().filter_map(|check| check["owner_id"].as_str()).collect();
    let mut expected: BTreeSet<String> = owners.iter().map(|id| format!("{id}.ics")).collect();
    expected.extend(["plan.html", "plan.csv", "plan.xlsx", "plan.json"].map(str::to_owned));
    let names: BTreeSet<String> =
        files.keys().map(|name| name.to_str().unwrap().to_owned()).collect();
    assert_eq!(names, expected);

    // Every check-in is in the table, and in the calendar of its owner.
    let count = check_ins(&plan).len();
    let table = desk.0.read(&format!("{OUT}/plan.csv"));
    let mut reader = csv::Reader::from_reader(table.trim_start_matches('\u{feff}').as_bytes());
    assert_eq!(reader.records().map(Result::unwrap).count(), count);
    for owner in owners {
        let calendar = desk.0.read(&format!("{OUT}/{owner}.ics"));
        let mine = check_ins(&plan).iter().filter(|check| check["owner_id"] == owner).count();
        assert_eq!(calendar.matches("BEGIN:VEVENT").count(), mine, "{owner}");
    }
}

#[test]
fn p35_the_same_inputs_give_the_same_bytes_of_every_paper() {
    let desk = Desk::new();
    desk.run(&["plan"]).assert_done();
    let first = desk.0.tree(OUT);
    desk.run(&["plan"]).assert_done();
    let second = desk.0.tree(OUT);
    for (name, bytes) in &first {
        assert!(second[name] == *bytes, "{} differs the second time", name.display());
    }
    // Whatever the order of the rows; one record has a line break in quotes.
    let rows = desk.0.read("demo/contacts/contacts.csv");
    let mut reader = csv::Reader::from_reader(rows.as_bytes());
    let header = reader.headers().unwrap().clone();
    let mut records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    records.reverse();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&header).unwrap();
    for record in &records {
        writer.write_record(record).unwrap();
    }
    desk.0.write("demo/contacts/contacts.csv", writer.into_inner().unwrap());
    desk.run(&["plan"]).assert_done();
    let turned = desk.0.tree(OUT);
    for (name, bytes) in &first {
        assert!(turned[name] == *bytes, "{} depends on the order of rows", name.display());
    }
    // Another time is another plan.
    let later = desk.json_at("2026-11-23T10:00:00+08:00");
    assert_ne!(later["check_ins"], desk.json()["check_ins"]);
}

#[test]
fn the_list_is_narrowed_by_owner_account_and_day() {
    let desk = Desk::new();
    let all = desk.json();
    let count = |wanted: &dyn Fn(&Value) -> bool| {
        check_ins(&all).iter().filter(|check| wanted(check)).count()
    };
    let head = |args: &[&str]| {
        let stdout = desk.plan(args).assert_done().stdout;
        let line = stdout.lines().find(|line| line.contains("check-in") && line.ends_with(':'));
        line.unwrap_or_else(|| panic!("{stdout}")).to_owned()
    };
    let owned = count(&|check| check["owner_id"] == "t-05");
    assert_eq!(head(&["--owner", "t-05"]), format!("{owned} check-ins:"));
    let of_account = count(&|check| check["account_id"] == "a-05");
    assert_eq!(head(&["--account", "a-05"]), format!("{of_account} check-ins:"));
    let on_day = count(&|check| check["day"] == "2026-11-23");
    assert_eq!(head(&["--day", "2026-11-23"]), format!("{on_day} check-ins:"));
    let today = count(&|check| check["day"] == "2026-11-20" && check["owner_id"] == "t-05");
    assert_eq!(head(&["--day", "today", "--owner", "t-05"]), format!("{today} check-ins:"));
    assert_eq!(head(&["--day", "tomorrow", "--owner", "t-05"]), "0 check-ins:");

    // A program gets the same choice, and the waves as they are.
    let json = desk.plan(&["--owner", "t-05", "--format", "json"]).assert_done().json();
    assert_eq!(check_ins(&json["plan"]).len(), owned);
    assert!(check_ins(&json["plan"]).iter().all(|check| check["owner_id"] == "t-05"));
    assert_eq!(json["plan"]["waves"], all["waves"]);
    assert_eq!((&json["ok"], &json["files"]), (&true.into(), &serde_json::json!([])));

    for (args, words) in [
        (
            ["--owner", "t-5"],
            ["error: nobody in the team has the id `t-5`", "hint: type `hearten plan --owner t-"],
        ),
        (
            ["--account", "a-005"],
            [
                "error: there is no account `a-005` in the roster",
                "hint: type `hearten plan --account a-05`",
            ],
        ),
        (
            ["--day", "soon"],
            ["error: `soon` is no day", "hint: type `--day 2026-11-20`, `--day today`"],
        ),
        (["--day", "2026-11-31"], ["error: `2026-11-31` is no day", "`--day tomorrow`"]),
    ] {
        let ran = desk.plan(&args).assert_code(1).complains(&words);
        assert_eq!(ran.stdout, "");
    }
}

#[test]
fn why_is_said_in_words_for_each_check_in() {
    let desk = Desk::new();
    let shown = desk.plan(&["--owner", "t-05", "--day", "today", "--why"]).assert_done().stdout;
    for words in [
        "PB-BASE-5: The playbook asks for it",
        "P-29: The coach hears first",
        "P-07: 許怡蓁 looks after this contact",
    ] {
        assert!(shown.contains(words), "no {words:?} in\n{shown}");
    }
    let plain = desk.plan(&["--owner", "t-05", "--day", "today"]).assert_done().stdout;
    assert!(!plain.contains("The playbook asks for it"), "{plain}");
}

#[test]
fn without_files_nothing_is_written_and_nothing_that_was_there_is_lost() {
    let desk = Desk::new();
    desk.run(&["plan"]).assert_done();
    let before = desk.0.tree("demo");
    let ran = desk.plan(&[]).assert_done();
    assert!(ran.stdout.contains("Nothing was written."), "{}", ran.stdout);
    assert_eq!(desk.0.tree("demo"), before);
    // A plan for fewer people leaves no calendar of those who are no longer in it.
    desk.0.write("demo/crises/2026-11-suzhou-fire/out/plan/t-99.ics", "of an earlier plan");
    desk.run(&["plan"]).assert_done();
    assert!(!desk.0.path(format!("{OUT}/t-99.ics")).exists());
}

#[test]
fn p13_an_unanswered_call_comes_back_by_another_way_then_one_level_up() {
    let desk = Desk::new();
    let first = desk.json();
    let call = check_in(&first, "PB-SUP-1.c-028").unwrap();
    assert_eq!((text(call, "channel"), text(call, "state")), ("phone", "open"));
    assert!(!rules(call).contains(&"P-13"), "{call}");
    desk.log(&["c-028", "--action", "PB-SUP-1", "--outcome", "no-answer"]);
    let plan = desk.json();
    let check = check_in(&plan, "PB-SUP-1.c-028").unwrap();
    assert_eq!((text(check, "channel"), text(check, "state")), ("message", "tried"));
    // Four working hours later, not at once.
    assert_eq!(text(check, "start"), "2026-11-20T14:00:00+08:00");
    assert!(rules(check).contains(&"P-13"), "{check}");
    // A day later it goes up.
    let later = desk.json_at("2026-11-23T11:00:00+08:00");
    let check = check_in(&later, "PB-SUP-1.c-028").unwrap();
    assert_eq!((text(check, "owner_id"), text(check, "channel")), ("t-01", "phone"));
    // Whoever was not tried is planned as before.
    assert!(!rules(check_in(&plan, "PB-SUP-1.c-023").unwrap()).contains(&"P-13"));
}

#[test]
fn s40_a_talk_closes_the_action_and_proposes_the_next_step_of_the_relation() {
    let desk = Desk::new();
    let before = desk.json();
    assert!(check_in(&before, "PB-SUP-1.c-029").is_some());
    assert!(before["advice"].as_array().unwrap().iter().all(|advice| advice["rule"] != "S-40"));
    desk.log(&["c-029", "--action", "PB-SUP-1", "--outcome", "reached", "--note", "wants dates"]);
    let plan = desk.json();
    assert!(check_in(&plan, "PB-SUP-1.c-029").is_none());
    let steps: Vec<(&str, &str)> = plan["advice"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|advice| advice["rule"] == "S-40")
        .map(|advice| (text(advice, "contact"), text(advice, "words")))
        .collect();
    assert_eq!(
        steps,
        [(
            "c-029",
            "Next step of the relation: one private talk about what moves this person, by telephone \
             while the crisis is open"
        )]
    );
}

#[test]
fn p14_who_came_back_to_us_is_answered_first() {
    let desk = Desk::new();
    let before = desk.json();
    assert!(check_in(&before, "PB-SUP-1.c-001").is_some());
    assert!(check_in(&before, "PB-BASE-17.c-001").is_none(), "nobody waits for an answer yet");
    desk.log(&["c-001", "--action", "PB-SUP-1", "--outcome", "replied", "--note", "asks when"]);
    let plan = desk.json();
    assert_eq!(for_whom(&plan, "c-001"), ["PB-BASE-17.c-001"], "what was planned before waits");
    let answer = check_in(&plan, "PB-BASE-17.c-001").unwrap();
    assert!(rules(answer).contains(&"P-14"), "{answer}");
    assert!(text(answer, "start") < "2026-11-20T12", "{answer}");
}

#[test]
fn p21_a_wrong_person_gets_neither_letter_nor_call() {
    let desk = Desk::new();
    assert!(!for_whom(&desk.json(), "c-003").is_empty());
    desk.log(&["c-003", "--action", "PB-SUP-1", "--outcome", "wrong-person"]);
    let plan = desk.json();
    assert_eq!(for_whom(&plan, "c-003"), [""; 0]);
    assert_eq!(contact(&plan, "c-003")["left_out"]["rule"], "P-21");
    assert_eq!((letters(&plan), desk.letters()), (82, 82));
}

#[test]
fn p28_a_talk_that_changes_a_mind_makes_a_reader_of_letters() {
    let desk = Desk::new();
    let before = desk.json();
    assert_eq!(contact(&before, "c-010")["left_out"]["rule"], "P-28");
    assert!(check_in(&before, "PB-BASE-7.c-010").is_some(), "heard before any letter");
    assert_eq!((letters(&before), desk.letters()), (83, 83));
    let talk =
        ["c-010", "--action", "PB-BASE-7", "--outcome", "reached", "--note", "listens again"];
    desk.log(&[&talk[..], &["--attitude", "0"]].concat());
    let after = desk.json();
    assert!(contact(&after, "c-010")["left_out"].is_null());
    assert!(contact(&after, "c-010")["letter_at"].is_string());
    assert!(check_in(&after, "PB-BASE-7.c-010").is_none());
    assert_eq!((letters(&after), desk.letters()), (84, 84));
    // Another opponent stays unheard and without a letter.
    assert_eq!(contact(&after, "c-064")["left_out"]["rule"], "P-28");
}
