//! One folder a mistake, below `tests/fixtures/bad/`, with what the program says of it.
//!
//! The files of a folder are laid over the workspace of `tests/fixtures/plain/`: tables of the
//! roster, which then replace all three, `brief.toml`, `hearten.toml`, `templates/`; `remove.txt`
//! names what is taken away. `expected.txt` is what a person sees.

use crate::golden::difference;
use crate::sandbox::{NOW, Ran, Sandbox, repository};
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

const BRIEF: &str = "plain/crises/plant/brief.toml";
const TABLES: [&str; 3] = ["accounts.csv", "contacts.csv", "team.csv"];

fn cases(prefix: &str) -> Vec<PathBuf> {
    let mut cases: Vec<PathBuf> = fs::read_dir(repository("tests/fixtures/bad"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with(prefix))
        .collect();
    cases.sort();
    cases
}

/// Lays a case over the plain workspace.
fn lay(sandbox: &Sandbox, case: &std::path::Path) {
    let has = |name: &str| case.join(name).exists();
    if TABLES.into_iter().any(has) {
        fs::remove_dir_all(sandbox.path("plain/contacts")).unwrap();
    }
    if has("brief.toml") && !has("contacts.csv") {
        // The workspace writes in the languages in which the brief of the case is written.
        let brief = fs::read(case.join("brief.toml")).unwrap();
        let brief = String::from_utf8_lossy(&brief);
        let spoken =
            ["en", "zh-CN", "zh-TW"].into_iter().filter(|l| brief.contains(&format!("text.{l} =")));
        let list: Vec<String> = spoken.map(|language| format!("\"{language}\"")).collect();
        let list = if list.is_empty() { "\"en\"".to_owned() } else { list.join(", ") };
        sandbox.edit("plain/hearten.toml", "[\"en\", \"zh-CN\", \"zh-TW\"]", &format!("[{list}]"));
    }
    for entry in fs::read_dir(case).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        match name {
            "expected.txt" => {}
            "remove.txt" => {
                for gone in fs::read_to_string(&path).unwrap().lines() {
                    let gone = sandbox.path("plain").join(gone);
                    if gone.is_dir() { fs::remove_dir_all(gone) } else { fs::remove_file(gone) }
                        .unwrap();
                }
            }
            "brief.toml" => sandbox.write(BRIEF, fs::read(&path).unwrap()),
            _ if path.is_dir() => sandbox.copy(&path, &format!("plain/{name}")),
            _ if TABLES.contains(&name) => {
                sandbox.write(&format!("plain/contacts/{name}"), fs::read(&path).unwrap());
            }
            _ => sandbox.write(&format!("plain/{name}"), fs::read(&path).unwrap()),
        }
    }
}

/// What a person sees: findings, then the result, then the exit code.
fn seen(ran: &Ran) -> String {
    let mut seen = String::from("$ hearten check\n");
    for stream in [&ran.stderr, &ran.stdout] {
        seen.push_str(stream);
    }
    let _ = writeln!(seen, "[exit code {}]", ran.code);
    seen
}

fn every_case_is_told(prefix: &str, least: usize) {
    let cases = cases(prefix);
    assert!(cases.len() >= least, "{} cases of {prefix}", cases.len());
    let mut faults = Vec::new();
    for case in cases {
        let sandbox = Sandbox::plain();
        lay(&sandbox, &case);
        let ran = sandbox.run_in("plain", &["check"]);
        let name = case.file_name().unwrap().to_str().unwrap();
        if !matches!(ran.code, 0 | 1) {
            faults.push(format!("{name}: exit code {}\n{}", ran.code, ran.stderr));
        }
        if ran.stderr.is_empty() {
            faults.push(format!("{name}: nobody is told of the mistake"));
        }
        if ran.stderr.lines().any(|line| line.chars().count() > 200) {
            faults.push(format!("{name}: a line too long to read"));
        }
        faults.extend(difference(&format!("bad/{name}/expected.txt"), &seen(&ran)));
        if name == "template-endless-loop" {
            // It is given up only after ten seconds; once is enough.
            continue;
        }
        let document = sandbox.run_in("plain", &["check", "--format", "json"]).json();
        for finding in document["findings"].as_array().unwrap() {
            faults.extend(tone(finding).map(|fault| format!("{name}: {fault}\n{finding:#}")));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

/// Titles are lower case without a period, reasons are sentences, and each error says what to do.
fn tone(finding: &serde_json::Value) -> Option<&'static str> {
    let text = |key: &str| finding[key].as_str().unwrap_or_default();
    let (title, why, hint) = (text("title"), text("why"), text("hint"));
    if title.starts_with(char::is_uppercase) || title.ends_with('.') {
        Some("a title begins in lower case and has no period")
    } else if !why.is_empty() && (why.starts_with(char::is_lowercase) || !why.ends_with('.')) {
        Some("a reason is made of sentences")
    } else if hint.is_empty() {
        Some("a finding says what to do next")
    } else if [title, why, hint].iter().any(|text| text.contains('!') || text.contains("os error"))
    {
        Some("messages are calm")
    } else {
        None
    }
}

#[test]
fn mistakes_in_the_roster() {
    every_case_is_told("roster-", 45);
}

#[test]
fn mistakes_in_playbooks() {
    every_case_is_told("playbook-", 5);
}

#[test]
fn mistakes_in_the_brief() {
    every_case_is_told("brief-", 30);
}

#[test]
fn mistakes_in_the_settings() {
    every_case_is_told("config-", 15);
}

#[test]
fn mistakes_in_templates() {
    every_case_is_told("template-", 20);
}

#[test]
fn missing_files() {
    every_case_is_told("missing-", 6);
}

/// Six readers in two languages, one of whom lacks what the template prints unguarded.
fn mixed() -> Sandbox {
    let sandbox = Sandbox::plain();
    sandbox.write(
        "plain/contacts/contacts.csv",
        "id,account,family_name,given_name,email,language,department\n\
         c-1,a-1,Schmidt,Anna,anna@northwind.example,en,Purchasing\n\
         c-2,a-1,Novak,Tom,tom@northwind.example,en,\n\
         c-3,a-012,Lind,Eva,eva@northwind.example,en,Logistics\n\
         c-4,a-1,王,建国,wang@northwind.example,zh-CN,\n\
         c-5,a-1,林,怡君,lin@northwind.example,zh-TW,\n",
    );
    sandbox.write(
        "plain/templates/letters/en/kinds/natural-disaster.holding.md",
        "{% extends \"letters/en/holding.md\" %}\n{% block situation %}\n\
         {{ brief.situation }} We think of {{ recipient.department }}.\n{% endblock %}\n",
    );
    sandbox
}

#[test]
fn one_letter_that_fails_leaves_the_others_to_be_read() {
    let sandbox = mixed();
    let ran = sandbox.run_in("plain", &["preview"]).assert_code(1);
    assert!(
        ran.stdout.contains("Incomplete: 1 letter could not be written. See above."),
        "{ran:?}"
    );
    let ran = ran.complains(&[
        "`department` is not there",
        "`c-2` (Tom Novak)",
        "{% if recipient.department %}",
    ]);
    assert_eq!(ran.stderr.matches("error: ").count(), 1);
    let proof = "plain/crises/plant/out/proof";
    let page = sandbox.read(&format!("{proof}/index.html"));
    assert!(page.contains("\"complete\":false") && page.contains("\"id\":\"c-2\""));
    let letters: Vec<String> = sandbox
        .tree(&format!("{proof}/letters"))
        .into_keys()
        .map(|path| path.to_str().unwrap().to_owned())
        .filter(|name| name.rsplit('.').next() == Some("eml"))
        .collect();
    assert_eq!(letters, ["c-1.eml", "c-3.eml", "c-4.eml", "c-5.eml"]);
    let document = sandbox.run_in("plain", &["preview", "--format", "json"]).assert_code(1).json();
    assert_eq!((&document["ok"], &document["complete"]), (&false.into(), &false.into()));
    assert_eq!(document["totals"]["failed"], 1);
    assert_eq!(document["totals"]["letters"], 4);
}

#[test]
fn many_letters_with_one_mistake_are_told_once() {
    let sandbox = mixed();
    sandbox.edit(
        "plain/templates/letters/en/kinds/natural-disaster.holding.md",
        "recipient.department",
        "recipient.deportment",
    );
    let ran = sandbox.run_in("plain", &["check"]).assert_code(1);
    let ran = ran.complains(&["`deportment` is not there", "The same in 2 more letters."]);
    assert_eq!(ran.stderr.matches("error: ").count(), 1, "{}", ran.stderr);
}

#[test]
fn a_language_that_the_brief_lacks_names_its_readers_or_falls_back() {
    let sandbox = mixed();
    fs::remove_dir_all(sandbox.path("plain/templates")).unwrap();
    let brief = sandbox.read(BRIEF);
    let english: Vec<&str> = brief.lines().filter(|line| !line.contains("text.zh-")).collect();
    sandbox.write(BRIEF, english.join("\n"));
    sandbox.edit("plain/hearten.toml", "[\"en\", \"zh-CN\", \"zh-TW\"]", "[\"en\"]");
    let ran = sandbox.run_in("plain", &["check"]).assert_code(1);
    let ran = ran.complains(&["`zh-CN`", "`zh-TW`", "`c-4`", "`c-5`", "fallback_language"]);
    assert!(ran.stderr.ends_with("2 errors.\n"), "{}", ran.stderr);
    sandbox.write(BRIEF, format!("fallback_language = \"en\"\n{}", english.join("\n")));
    sandbox.run_in("plain", &["check"]).assert_done();
    sandbox.run_in("plain", &["preview", "--contact", "c-4"]).assert_done();
    let letter = sandbox.read("plain/crises/plant/out/proof/letters/c-4.txt");
    assert!(letter.contains("Nobody is hurt.") && letter.contains("Dear "), "{letter}");
}

#[cfg(unix)]
mod unix {
    use super::NOW;
    use crate::sandbox::{Ran, Sandbox};
    use std::fmt::Write;
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    use std::process::Command;

    fn forbid(sandbox: &Sandbox, path: &str, mode: u32) {
        fs::set_permissions(sandbox.path(path), fs::Permissions::from_mode(mode)).unwrap();
    }

    /// Runs as somebody whom the system does not let do everything. Root gives its powers up.
    fn humble(sandbox: &Sandbox, args: &[&str]) -> Option<Ran> {
        let id = Command::new("id").arg("-u").output().ok()?;
        let mut command = if id.stdout.starts_with(b"0") {
            let mut command = Command::new("setpriv");
            command.args([
                "--bounding-set=-all",
                "--inh-caps=-all",
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                "--",
            ]);
            command.arg(env!("CARGO_BIN_EXE_hearten"));
            forbid(sandbox, ".", 0o777);
            command
        } else {
            Command::new(env!("CARGO_BIN_EXE_hearten"))
        };
        command.args(["--now", NOW]).args(args).current_dir(sandbox.path("plain"));
        let output = command.output().ok()?;
        Some(sandbox.ran(&output))
    }

    /// The sandbox's program must be reachable for everybody, which a checkout in a private home
    /// does not grant; then there is nothing to see.
    fn can_run(sandbox: &Sandbox) -> bool {
        humble(sandbox, &["--version"]).is_some_and(|ran| ran.code == 0)
    }

    #[test]
    fn what_may_not_be_read_is_named() {
        let sandbox = Sandbox::plain();
        if !can_run(&sandbox) {
            return;
        }
        for path in [
            "plain/contacts/team.csv",
            "plain/crises/plant/brief.toml",
            "plain/hearten.toml",
            "plain/contacts",
        ] {
            let before = fs::metadata(sandbox.path(path)).unwrap().permissions().mode();
            forbid(&sandbox, path, 0o000);
            let ran = humble(&sandbox, &["check"]).unwrap().assert_code(1);
            forbid(&sandbox, path, before);
            let name = path.rsplit('/').next().unwrap();
            assert!(
                ran.stderr.contains(name) && !ran.stderr.contains("os error"),
                "{}",
                ran.stderr
            );
            ran.complains(&["error: ", "hint: "]);
        }
    }

    #[test]
    fn a_folder_that_may_not_be_written_keeps_what_it_holds() {
        let sandbox = Sandbox::plain();
        if !can_run(&sandbox) {
            return;
        }
        sandbox.run_in("plain", &["preview"]).assert_done();
        let before = sandbox.tree("plain/crises");
        let out = "plain/crises/plant/out";
        forbid(&sandbox, out, 0o555);
        let ran = humble(&sandbox, &["preview"]).unwrap().assert_code(1);
        forbid(&sandbox, out, 0o755);
        assert!(
            !ran.stderr.contains("os error") && !ran.stdout.contains("Read them in"),
            "{ran:?}"
        );
        ran.complains(&["error: ", "does not allow it", "hint: "]);
        assert_eq!(sandbox.tree("plain/crises"), before);
    }

    #[test]
    fn a_full_disk_leaves_the_preview_of_before() {
        let sandbox = Sandbox::plain();
        sandbox.run_in("plain", &["preview"]).assert_done();
        let before = sandbox.tree("plain");
        // A ceiling on the size of a file stands in for a full disk: the page does not fit.
        let script = "trap '' XFSZ; ulimit -f 8; exec \"$0\" \"$@\"";
        let output = Command::new("bash")
            .args(["-c", script, env!("CARGO_BIN_EXE_hearten"), "--now", NOW, "preview"])
            .current_dir(sandbox.path("plain"))
            .output()
            .unwrap();
        let ran = sandbox.ran(&output).assert_code(1);
        assert!(
            !ran.stderr.contains("os error") && !ran.stdout.contains("Read them in"),
            "{ran:?}"
        );
        ran.complains(&["cannot write", "no room left", "unchanged", "df -h"]);
        assert_eq!(sandbox.tree("plain"), before);
    }

    #[test]
    fn a_long_list_is_read_in_little_memory() {
        let sandbox = Sandbox::plain();
        let mut list = String::from("id,account,family_name,given_name,email,language,notes\n");
        let notes = "a remark that fills the line ".repeat(11);
        for number in 0..55_000 {
            let _ = writeln!(
                list,
                "c-{number},a-1,Schmidt,Anna,anna{number}@northwind.example,en,{notes}"
            );
        }
        assert!(list.len() > 20_000_000);
        list.push_str("c-7,a-1,Schmidt,Anna,anna@northwind.example,en,\n");
        sandbox.write("plain/contacts/contacts.csv", list);
        let output = Command::new("bash")
            .args(["-c", "ulimit -v 262144; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_hearten")])
            .args(["--now", NOW, "check"])
            .current_dir(sandbox.path("plain"))
            .output()
            .unwrap();
        let ran = sandbox.ran(&output).assert_code(1);
        assert_eq!(ran.stderr.matches("error: ").count(), 1, "{}", ran.stderr);
        ran.complains(&["the id `c-7` is there twice", "contacts.csv:55002:1", "Line 9 has it"]);
    }

    #[test]
    fn a_new_workspace_on_a_full_disk_is_not_half_there() {
        let sandbox = Sandbox::new();
        let script = "trap '' XFSZ; ulimit -f 8; exec \"$0\" \"$@\"";
        let output = Command::new("bash")
            .args(["-c", script, env!("CARGO_BIN_EXE_hearten"), "init", "new"])
            .current_dir(sandbox.path("."))
            .output()
            .unwrap();
        sandbox.ran(&output).assert_code(1).complains(&["no room left"]);
        assert!(sandbox.tree(".").is_empty(), "{:?}", sandbox.tree(".").keys());
    }
}
