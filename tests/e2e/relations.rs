//! `hearten relations` on the sample: the screens as a person sees them, the document for programs.

use crate::golden::assert_golden;
use crate::sandbox::Sandbox;
use serde_json::Value;
use std::fmt::Write;

fn document(sandbox: &Sandbox, arguments: &[&str]) -> Value {
    let mut all = vec!["relations", "--format", "json"];
    all.extend(arguments);
    sandbox.run_in("demo", &all).assert_done().json()
}

#[test]
fn the_screens_of_the_sample_are_pinned() {
    let sandbox = Sandbox::with_demo();
    let mut text = String::new();
    for arguments in [vec!["relations"], vec!["relations", "a-02"], vec!["relations", "a-12"]] {
        let ran = sandbox.run_in("demo", &arguments).assert_done();
        assert_eq!(ran.stderr, "");
        writeln!(text, "$ hearten {}\n{}", arguments.join(" "), ran.stdout).unwrap();
    }
    assert_golden("screens/relations.txt", &text);
    let page = std::fs::read_to_string(crate::sandbox::repository("docs/relations.md")).unwrap();
    let shown = page.split("```text\n").nth(1).unwrap().split("```").next().unwrap();
    assert!(text.contains(shown), "docs/relations.md shows another screen:\n{shown}");
}

#[test]
fn the_document_holds_everything() {
    let sandbox = Sandbox::with_demo();
    let all = document(&sandbox, &[]);
    assert_eq!(all["today"], "2026-11-20");
    assert_eq!(all["portfolio"]["band"], "within");
    assert_eq!(all["portfolio"]["share_percent"], 25);
    let accounts = all["accounts"].as_array().unwrap();
    assert_eq!(accounts.len(), 24);
    let people: u64 = accounts.iter().map(|it| it["people"].as_u64().unwrap()).sum();
    assert_eq!(people, 91);
    // Where nothing is known of the competitor there is no lead, which is not 0 (S-09).
    let of = |id: &str| accounts.iter().find(|it| it["account"]["id"] == id).unwrap();
    assert!(of("a-12")["score"]["lead"].is_null() && of("a-04")["score"]["lead"] == 0);

    let one = document(&sandbox, &["a-02"]);
    let relation = &one["relation"];
    assert_eq!(relation["people"].as_array().unwrap().len(), 7);
    assert_eq!(relation["score"], of("a-02")["score"]);
    assert_eq!(relation["weakest"]["contact"], "c-010");
    let kinds: Vec<&Value> =
        relation["frailties"].as_array().unwrap().iter().map(|it| &it["kind"]).collect();
    assert_eq!(kinds, ["one-supporter", "one-owner"]);
    let moves = relation["moves"].as_array().unwrap();
    assert_eq!((moves.len(), &moves[0]["rule"]), (3, &Value::from("S-49")));
}

#[test]
fn what_was_said_in_a_call_changes_the_relation() {
    let sandbox = Sandbox::with_demo();
    let log = ["log", "c-010", "--outcome", "reached", "--attitude", "1", "--note", "saw the data"];
    sandbox.run_in("demo", &log).assert_done();
    let one = document(&sandbox, &["a-02"]);
    let people = one["relation"]["people"].as_array().unwrap();
    let person = people.iter().find(|it| it["contact"]["id"] == "c-010").unwrap();
    assert_eq!((&person["attitude"], &person["moved_from"]), (&Value::from(1), &Value::from(-1)));
    assert_eq!((&person["days"], &person["overdue"]), (&Value::from(0), &Value::from(false)));
    let ran = sandbox.run_in("demo", &["relations", "a-02"]).assert_done();
    assert!(ran.stdout.contains("1 supports, was -1"), "{}", ran.stdout);
}

#[test]
fn an_unknown_account_is_told_with_the_nearest_one() {
    let sandbox = Sandbox::with_demo();
    sandbox
        .run_in("demo", &["relations", "a-3"])
        .assert_code(1)
        .complains(&["there is no account `a-3`", "type `hearten relations a-"]);
    sandbox.run_in("demo", &["relations", "xyz"]).assert_code(1).complains(&["hearten relations"]);
    sandbox.run_in("demo", &["relations", "a-02", "--all"]).assert_code(2).complains(&["--all"]);
}

#[test]
fn a_brief_with_open_fields_hides_no_relation_and_a_broken_row_is_said() {
    let sandbox = Sandbox::with_demo();
    sandbox.write("demo/crises/2026-11-suzhou-fire/brief.toml", "kind = \"fire\"\n");
    sandbox.run_in("demo", &["relations"]).assert_done();
    sandbox.edit("demo/contacts/contacts.csv", "c-002,a-01,", "c-002,a-99,");
    let ran = sandbox.run_in("demo", &["relations", "a-01"]).assert_code(1).complains(&["a-99"]);
    assert!(ran.stdout.contains("1 row could not be read"), "{}", ran.stdout);
}

#[test]
fn only_the_first_forty_are_shown_unless_all_are_asked_for() {
    let sandbox = Sandbox::with_demo();
    let mut accounts = sandbox.read("demo/contacts/accounts.csv");
    for at in 100..130 {
        writeln!(accounts, "b-{at},Firm {at},,,,general,,,,").unwrap();
    }
    sandbox.write("demo/contacts/accounts.csv", accounts);
    let ran = sandbox.run_in("demo", &["relations"]).assert_done();
    assert!(ran.stdout.contains("The first 40 of 54 accounts."), "{}", ran.stdout);
    let all = sandbox.run_in("demo", &["relations", "--all"]).assert_done();
    assert!(all.stdout.contains("b-129") && !all.stdout.contains("The first 40"));
    assert_eq!(document(&sandbox, &[])["accounts"].as_array().unwrap().len(), 54);
}
