//! Playbooks as a company meets them: listed, shown whole, and its own files with their mistakes.

use crate::sandbox::{Sandbox, repository};
use std::fs;

fn document() -> String {
    fs::read_to_string(repository("docs/playbooks.md")).unwrap()
}

/// The first block of the document in a language.
fn block<'d>(document: &'d str, language: &str) -> &'d str {
    let fence = format!("```{language}\n");
    document.split(fence.as_str()).nth(1).unwrap().split("```").next().unwrap()
}

/// The line of the list that begins with an id.
fn row<'o>(stdout: &'o str, id: &str) -> &'o str {
    let mut lines = stdout.lines().map(str::trim);
    lines
        .find(|line| line.split_whitespace().next() == Some(id))
        .unwrap_or_else(|| panic!("{stdout}"))
}

#[test]
fn the_list_shows_files_actions_and_for_whom_they_fire() {
    let sandbox = Sandbox::with_demo();
    let ran = sandbox.run_in("demo", &["playbooks"]).assert_done();
    assert!(ran.stdout.contains("In this crisis, a supply disruption, these are merged:"));
    assert!(row(&ran.stdout, "PB-SUP-1").ends_with("in place of PB-BASE-2"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("PB-BASE-2 "), "{}", ran.stdout);
    let json = sandbox.run_in("demo", &["playbooks", "--format", "json"]).assert_done().json();
    let actions = json["actions"].as_array().unwrap();
    let of = |id: &str| actions.iter().find(|action| action["id"] == id).unwrap();
    assert!(of("PB-SUP-1")["fires_for"].as_u64().unwrap() > 0);
    assert_eq!(of("PB-SUP-1")["replaces"], serde_json::json!(["PB-BASE-2"]));
    // A group is not in the roster and has no count.
    assert!(of("PB-BASE-1").get("fires_for").is_none());
    let used: Vec<_> =
        json["playbooks"].as_array().unwrap().iter().filter(|file| file["used"] == true).collect();
    assert_eq!((json["playbooks"].as_array().unwrap().len(), used.len()), (11, 2));
}

#[test]
fn another_kind_can_be_looked_at() {
    let sandbox = Sandbox::with_demo();
    let ran = sandbox.run_in("demo", &["playbooks", "--kind", "pandemic"]).assert_done();
    assert!(ran.stdout.contains("In a pandemic, these are merged:"));
    row(&ran.stdout, "PB-PAN-1");
    let ran = sandbox.run_in("demo", &["playbooks", "--kind", "pandemik"]).assert_code(1);
    ran.complains(&["there is no kind of crisis `pandemik`", "type `--kind pandemic`"]);
}

#[test]
fn one_action_is_shown_whole() {
    let sandbox = Sandbox::with_demo();
    let ran = sandbox.run_in("demo", &["playbooks", "pb-acc-1"]).assert_done();
    for words in ["PB-ACC-1  ", "stop rule", "objective (internal): ", "done when: ", "zh-TW  "] {
        assert!(ran.stdout.contains(words), "{words}\n{}", ran.stdout);
    }
    let args = ["playbooks", "PB-SUP-1", "--format", "json"];
    let json = sandbox.run_in("demo", &args).assert_done().json();
    assert_eq!(json["points"]["en"].as_array().unwrap().len(), 3);
    let ran = sandbox.run_in("demo", &["playbooks", "PB-SUP1"]).assert_code(1);
    ran.complains(&["no playbook has the action `PB-SUP1`", "type `hearten playbooks PB-SUP-1`"]);
}

#[test]
fn without_roster_or_brief_nobody_is_counted() {
    let sandbox = Sandbox::plain();
    fs::remove_dir_all(sandbox.path("plain/contacts")).unwrap();
    fs::remove_file(sandbox.path("plain/crises/plant/brief.toml")).unwrap();
    let ran = sandbox.run_in("plain", &["playbooks"]).assert_done();
    assert!(row(&ran.stdout, "PB-BASE-2").ends_with('-'), "{}", ran.stdout);
    assert!(ran.stdout.contains("Nobody can be counted before roster and brief are in order"));
    assert_eq!(ran.stderr, "");
}

#[test]
fn a_file_dropped_into_the_workspace_is_used_at_once() {
    let sandbox = Sandbox::with_demo();
    let document = document();
    let own = block(&document, "toml").replace("\"natural-disaster\"", "\"supply-disruption\"");
    sandbox.write("demo/templates/playbooks/ours.toml", &own);
    sandbox.run_in("demo", &["check"]).assert_done();
    let ran = sandbox.run_in("demo", &["playbooks"]).assert_done();
    assert!(row(&ran.stdout, "OUR-1").ends_with("your own"), "{}", ran.stdout);
    assert!(row(&ran.stdout, "OUR-2").ends_with("your own, in place of PB-BASE-1"));
    assert!(ran.stdout.contains("templates/playbooks/ours.toml"));
    let one = sandbox.run_in("demo", &["playbooks", "OUR-1"]).assert_done();
    assert!(one.stdout.contains("templates/playbooks/ours.toml, your own"), "{}", one.stdout);
}

#[test]
fn the_mistake_in_the_document_is_told_as_it_shows() {
    let sandbox = Sandbox::with_demo();
    let document = document();
    let wrong = block(&document, "toml").replacen(
        "  \"You hear from me again at {{ crisis.next_update_at }}.\",",
        "  \"You told us: {{ contact.concerns }}\",",
        1,
    );
    sandbox.write("demo/templates/playbooks/ours.toml", &wrong);
    let ran = sandbox.run_in("demo", &["check"]).assert_code(1);
    for line in block(&document, "text").lines() {
        let start = line.split(" …").next().unwrap();
        // The hint goes on, so only its beginning is shown.
        let start =
            if line.starts_with("hint") { &line[..line.rfind(", …").unwrap()] } else { start };
        let found = ran.stderr.lines().any(|said| said.starts_with(start));
        assert!(found, "{line}\nis not in\n{}", ran.stderr);
    }
}
