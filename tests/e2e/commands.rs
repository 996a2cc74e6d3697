//! Each command as a user types it.

use crate::golden::assert_golden;
use crate::sandbox::{NOW, Sandbox, repository};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

const PROOF: &str = "demo/crises/2026-11-suzhou-fire/out/proof";

/// Every file below a folder with its bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(inner) = folders.pop() {
        for entry in fs::read_dir(inner).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                files.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    files
}

/// The data inside the preview page.
fn page(sandbox: &Sandbox) -> serde_json::Value {
    let page = sandbox.read(&format!("{PROOF}/index.html"));
    let data = page.split("id=\"proof\">").nth(1).unwrap().split("</script>").next().unwrap();
    serde_json::from_str(data).unwrap()
}

#[test]
fn demo_tells_the_whole_story_and_can_be_told_again() {
    let sandbox = Sandbox::new();
    let ran = sandbox.run(&["demo"]).assert_done();
    assert_golden("screens/demo.txt", &ran.stdout);
    assert_eq!(ran.stderr, "");
    let before = files(&sandbox.path("hearten-demo"));
    let again = sandbox.run(&["demo"]).assert_done();
    assert!(again.stdout.contains("is there already"));
    assert_eq!(files(&sandbox.path("hearten-demo")), before);
}

#[test]
fn the_demo_works_on_any_day_since_its_clock_stands_still() {
    let sandbox = Sandbox::new();
    // Without `--now`: this is the one test that runs on the clock of the machine.
    let ran = sandbox.run_today(&["demo"]).assert_done();
    assert!(ran.stdout.contains("A rehearsal: the clock stands at 2026-11-20 10:00 Asia/Shanghai"));
    let letter = "hearten-demo/crises/2026-11-suzhou-fire/out/proof/letters/c-015.txt";
    let first = sandbox.read(letter);
    assert!(first.starts_with("20 November 2026\n"), "{first}");
    sandbox.run_today(&["-C", "hearten-demo", "preview"]).assert_done();
    assert_eq!(sandbox.read(letter), first);
    // A time that is typed comes first, and a promise that has passed is seen.
    let ran = sandbox.run_at("2027-01-01T00:00:00Z", "hearten-demo", &["check"]).assert_code(1);
    ran.complains(&["`next_update_at` has passed"]);
}

#[test]
fn demo_leaves_what_is_there_and_is_made_anew_beside_it() {
    let sandbox = Sandbox::new();
    sandbox.write("taken/contacts/team.csv", "mine");
    sandbox
        .run(&["demo", "taken"])
        .assert_code(1)
        .complains(&["`contacts/team.csv` is there already"]);
    assert_eq!(files(&sandbox.path("taken")).len(), 1);
    sandbox.write("mine/letter.odt", "mine");
    sandbox.run(&["demo", "mine"]).assert_done();
    assert_eq!(sandbox.read("mine/letter.odt"), "mine");
}

#[test]
fn demo_shows_every_kind_and_both_phases() {
    let sandbox = Sandbox::new();
    sandbox.run(&["demo", "a", "--kind", "recall", "--holding", "--quiet"]).assert_done();
    let letter = sandbox.read("a/crises/2026-11-recall/out/proof/letters/c-021.txt");
    assert!(letter.contains("召回") || letter.contains("回收"), "{letter}");
    sandbox
        .run(&["demo", "b", "--kind", "recal"])
        .assert_code(1)
        .complains(&["`recal`", "type `--kind recall`"]);
    assert!(!sandbox.path("b").exists());
}

#[test]
fn init_never_overwrites_and_check_names_what_is_missing() {
    let sandbox = Sandbox::new();
    sandbox.run(&["init", "w", "--kind", "data-breach", "--languages", "en,zh-TW"]).assert_done();
    let settings = sandbox.read("w/hearten.toml");
    assert!(settings.contains("name.zh-TW") && !settings.contains("name.zh-CN"));
    let before = files(&sandbox.path("w"));
    sandbox.run(&["init", "w"]).assert_code(1).complains(&["hearten.toml", "Nothing was written"]);
    assert_eq!(files(&sandbox.path("w")), before);

    let ran = sandbox.run_in("w", &["check"]).assert_code(1);
    for name in
        ["organisation.name.en", "sender.email", "started_at", "details.data_kinds.text.zh-TW"]
    {
        assert!(ran.stdout.contains(&format!("\n  {name}\n")), "{name} is not in\n{}", ran.stdout);
    }
    ran.complains(&["`organisation.name.en` still waits to be filled"]);
    // With the settings filled, the facts that are missing are listed by name.
    let demo = Sandbox::with_demo();
    let filled = demo.read("demo/hearten.toml").replace("2026-11-suzhou-fire", "new-crisis");
    sandbox.write("w/hearten.toml", filled.replace(", \"zh-CN\"", ""));
    let ran = sandbox.run_in("w", &["check"]).assert_code(1);
    for name in ["started_at", "situation.text.en", "details.data_kinds.text.zh-TW", "zone"] {
        assert!(ran.stdout.contains(name), "{name} is not in\n{}", ran.stdout);
    }
    let json = sandbox.run_in("w", &["check", "--format", "json"]).assert_code(1).json();
    let missing = json["missing_facts"].as_array().unwrap();
    assert!(missing.iter().any(|name| name == "next_update_at"), "{missing:?}");
    assert_eq!(json["ok"], false);
}

#[test]
fn init_makes_a_workspace_for_every_kind() {
    let sandbox = Sandbox::new();
    for entry in fs::read_dir(repository("templates/briefs/examples")).unwrap() {
        let path = entry.unwrap().path();
        let kind = path.file_stem().unwrap().to_str().unwrap();
        sandbox.run(&["init", kind, "--kind", kind]).assert_done();
        let brief = sandbox.read(&format!("{kind}/crises/new-crisis/brief.toml"));
        assert!(brief.contains(&format!("kind = \"{kind}\"")));
        // Nothing but open fields is wrong with it.
        let json = sandbox.run_in(kind, &["check", "--format", "json"]).assert_code(1).json();
        for finding in json["findings"].as_array().unwrap() {
            let title = finding["title"].as_str().unwrap();
            assert!(title.contains("still"), "{kind}: {title}");
        }
    }
}

#[test]
fn check_is_silent_about_what_is_right() {
    let sandbox = Sandbox::with_demo();
    let ran = sandbox.run_in("demo", &["check"]).assert_done();
    assert_eq!(ran.stderr, "");
    assert!(
        ran.stdout.ends_with(
            "All is in order: 83 letters can be written, 8 contacts left out by rule.\n"
        ),
        "{}",
        ran.stdout
    );
    let json = sandbox.run_in("demo", &["check", "--format", "json"]).assert_done().json();
    assert_eq!((&json["ok"], &json["letters"]), (&true.into(), &83.into()));
}

#[test]
fn check_warns_when_nobody_gets_a_letter() {
    let sandbox = Sandbox::plain();
    let none = "id,account,family_name,given_name,email,language,owner,do_not_contact\n\
         c-1,a-1,Schmidt,Anna,anna.schmidt@northwind.example,en,t-1,asked us not to\n";
    sandbox.write("plain/contacts/contacts.csv", none);
    let ran = sandbox.run_in("plain", &["check"]).assert_done();
    assert_eq!(ran.stdout, "No letter can be written: 1 contact left out by rule.\n");
    assert_eq!(
        ran.stderr,
        "warning[P-27]: nobody gets a letter\n\
         Each contact is left out by a rule; the first is `c-1`: do not contact: asked us not to.\n\
         hint: see each with its reason with `hearten preview --open`\n\n1 warning.\n"
    );
    let json = sandbox.run_in("plain", &["check", "--format", "json"]).assert_done().json();
    assert_eq!((&json["ok"], &json["warnings"]), (&true.into(), &1.into()));
    // One reader is enough.
    let one = format!("{none}c-2,a-1,Ray,Bob,bob.ray@northwind.example,en,t-1,\n");
    sandbox.write("plain/contacts/contacts.csv", one);
    let ran = sandbox.run_in("plain", &["check"]).assert_done();
    assert!(ran.stdout.starts_with("All is in order: 1 letter can be written"), "{ran:?}");
}

#[test]
fn preview_writes_the_page_and_a_file_for_each_letter() {
    let sandbox = Sandbox::with_demo();
    let made = files(&sandbox.path(PROOF));
    assert_eq!(made.len(), 83 * 3 + 1);
    let page = page(&sandbox);
    assert_eq!(page["complete"], true);
    assert_eq!(page["letters"].as_array().unwrap().len(), 83);
    assert_eq!(page["left_out"].as_array().unwrap().len(), 8);
    let made_at = page["made_at"].as_str().unwrap();
    assert_eq!(made_at.strip_suffix("[Asia/Shanghai]"), Some(NOW));
    let wordings = page["wordings"].as_array().unwrap();
    let counted: u64 = wordings.iter().map(|wording| wording["count"].as_u64().unwrap()).sum();
    assert_eq!(counted, 83);
    assert_eq!(page["extremes"].as_array().unwrap().len(), 5);
}

#[test]
fn preview_shows_one_contact_on_the_screen_and_one_wave_in_the_page() {
    let sandbox = Sandbox::with_demo();
    let ran = sandbox.run_in("demo", &["preview", "--contact", "c-015"]).assert_done();
    assert!(ran.stdout.contains("Dear Dr von Hohenstein-Wolkersdorff,"), "{}", ran.stdout);
    assert_eq!(files(&sandbox.path(PROOF)).len(), 4);
    sandbox.run_in("demo", &["preview", "--wave", "w3"]).assert_done();
    let page = page(&sandbox);
    assert!(page["letters"].as_array().unwrap().iter().all(|letter| letter["wave"] == 3));
    sandbox.run_in("demo", &["preview", "--contact", "c-15"]).assert_code(1).complains(&[
        "there is no contact `c-15` in the roster",
        "`hearten preview --contact c-015`",
    ]);
    sandbox.run_in("demo", &["preview", "--wave", "9"]).assert_code(1).complains(&[
        "error: there is no wave `9` of partners",
        "Partners hear in these waves: W3 (strategic partners), W4 (key people of general partners), \
         W5 (all other contacts).",
        "hint: type `--wave 3`; several are separated by commas",
    ]);
}

#[test]
fn preview_without_a_page_writes_nothing() {
    let sandbox = Sandbox::with_demo();
    let before = files(&sandbox.path("demo"));
    let ran = sandbox.run_in("demo", &["preview", "--no-page"]).assert_done();
    assert!(ran.stdout.contains("Nothing was written."));
    assert_eq!(files(&sandbox.path("demo")), before);
}

#[test]
fn the_same_input_gives_the_same_bytes_whatever_the_order_of_rows() {
    let sandbox = Sandbox::with_demo();
    let first = files(&sandbox.path(PROOF));
    sandbox.run_in("demo", &["preview"]).assert_done();
    assert_eq!(files(&sandbox.path(PROOF)), first);
    // One record has a line break in quotes, so records are turned round by a reader.
    let text = sandbox.read("demo/contacts/contacts.csv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let mut rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    rows.reverse();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&header).unwrap();
    for row in &rows {
        writer.write_record(row).unwrap();
    }
    sandbox.write("demo/contacts/contacts.csv", writer.into_inner().unwrap());
    sandbox.run_in("demo", &["preview"]).assert_done();
    let turned = files(&sandbox.path(PROOF));
    for (name, bytes) in first.iter().filter(|(name, _)| name.starts_with("letters/")) {
        assert!(turned[name] == *bytes, "{name} depends on the order of rows");
    }
}

#[test]
fn roster_lists_people_and_counts_them() {
    let sandbox = Sandbox::with_demo();
    let ran = sandbox.run_in("demo", &["roster", "--account", "a-03"]).assert_done();
    assert_golden("screens/roster.txt", &ran.stdout);
    let json = sandbox.run_in("demo", &["roster", "--format", "json"]).assert_done().json();
    assert_eq!(json["counts"]["contacts"], 91);
    assert_eq!(json["contacts"].as_array().unwrap().len(), 91);
    // Unknown is not neutral.
    let attitudes: Vec<&serde_json::Value> =
        json["contacts"].as_array().unwrap().iter().map(|contact| &contact["attitude"]).collect();
    assert!(attitudes.iter().any(|value| value.is_null()) && attitudes.contains(&&0.into()));
    sandbox
        .run_in("demo", &["roster", "--account", "a-3"])
        .assert_code(1)
        .complains(&["no account `a-3`", "hearten roster --account a-"]);
}

#[test]
fn a_workbook_serves_as_roster_too() {
    let sandbox = Sandbox::with_demo();
    let first = files(&sandbox.path(PROOF));
    let mut book = rust_xlsxwriter::Workbook::new();
    for name in ["accounts", "contacts", "team"] {
        let text = sandbox.read(&format!("demo/contacts/{name}.csv"));
        let sheet = book.add_worksheet().set_name(name).unwrap();
        let text = text.trim_start_matches('\u{feff}').to_owned();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        for (row, record) in reader.records().enumerate() {
            for (column, value) in record.unwrap().iter().enumerate() {
                let (row, column) = (u32::try_from(row).unwrap(), u16::try_from(column).unwrap());
                sheet.write_string(row, column, value).unwrap();
            }
        }
    }
    book.save(sandbox.path("demo/contacts/roster.xlsx")).unwrap();
    sandbox.edit(
        "demo/hearten.toml",
        "folder = \"contacts\"",
        "workbook = \"contacts/roster.xlsx\"",
    );
    sandbox.run_in("demo", &["preview"]).assert_done();
    let second = files(&sandbox.path(PROOF));
    for (name, bytes) in first.iter().filter(|(name, _)| name.starts_with("letters/")) {
        assert!(second[name] == *bytes, "{name} differs when the roster is a workbook");
    }
}

#[test]
fn workbooks_saved_by_an_office_program_serve_as_they_are() {
    let mut tables = Vec::new();
    for ending in ["xlsx", "ods", "xls"] {
        let sandbox = Sandbox::plain();
        fs::remove_dir_all(sandbox.path("plain/contacts")).unwrap();
        let book = repository(&format!("tests/fixtures/roster/libreoffice/roster.{ending}"));
        sandbox.write(&format!("plain/contacts/roster.{ending}"), fs::read(book).unwrap());
        let settings = sandbox.read("plain/hearten.toml");
        let roster = format!("\n[roster]\nworkbook = \"contacts/roster.{ending}\"\n");
        sandbox.write("plain/hearten.toml", settings + &roster);
        let ran = sandbox.run_in("plain", &["preview"]).assert_done();
        assert!(ran.stdout.starts_with("4 letters in 3 wordings, 2 contacts left out"), "{ran:?}");
        tables.push(sandbox.run_in("plain", &["roster"]).assert_done().stdout);
    }
    assert!(tables[0].contains("陳淑芬") && tables[0].contains("Jürgen Müller"), "{}", tables[0]);
    assert!(tables.iter().all(|table| *table == tables[0]));
}

#[test]
fn documents_for_programs_are_whole_whatever_happens() {
    let sandbox = Sandbox::plain();
    for arguments in [
        vec!["check"],
        vec!["preview"],
        vec!["preview", "--no-page"],
        vec!["preview", "--contact", "c-9"],
        vec!["roster"],
        vec!["roster", "--counts"],
        vec!["roster", "--account", "a-9"],
        vec!["chart"],
        vec!["chart", "house"],
        vec!["relations"],
        vec!["relations", "a-1"],
        vec!["relations", "nobody"],
        vec!["init", "new"],
        vec!["init", "new"],
        vec!["init", "other", "--kind", "flood"],
        vec!["demo", "demo"],
        vec!["-C", "/", "check"],
        vec!["-C", "gone", "check"],
    ] {
        let mut command = sandbox.command("plain");
        let output = command.args(&arguments).args(["--format", "json"]).output().unwrap();
        let ran = sandbox.ran(&output);
        assert_eq!(ran.stderr, "", "{arguments:?}");
        assert_eq!(ran.json()["ok"], ran.code == 0, "{arguments:?}: {ran:?}");
    }
}

#[test]
fn quiet_keeps_results_and_errors_and_nothing_else() {
    let sandbox = Sandbox::with_demo();
    let ran = sandbox.run_in("demo", &["check", "--quiet"]).assert_done();
    assert_eq!(ran.stdout.lines().count(), 1);
    let ran = sandbox.run(&["demo", "demo", "--quiet"]).assert_done();
    assert!(!ran.stdout.contains("Next:") && ran.stdout.contains("Read them in"), "{}", ran.stdout);
    sandbox.edit("demo/contacts/contacts.csv", "c-002,a-01,", "c-002,a-99,");
    sandbox.run_in("demo", &["check", "--quiet"]).assert_code(1).complains(&["a-99"]);
}

#[test]
fn help_teaches_and_is_pinned() {
    let sandbox = Sandbox::new();
    let mut text = sandbox.run(&["--help"]).assert_done().stdout;
    let commands = [
        "demo",
        "init",
        "check",
        "preview",
        "roster",
        "chart",
        "relations",
        "status",
        "settle",
        "retry",
        "suppress",
        "log-sent",
        "completions",
        "man",
    ];
    for command in commands {
        let help = sandbox.run(&[command, "--help"]).assert_done().stdout;
        writeln!(text, "\n$ hearten {command} --help\n{}", help.trim_end()).unwrap();
    }
    assert_golden("screens/help.txt", &text);
}

#[test]
fn completions_and_the_manual_page_are_made() {
    let sandbox = Sandbox::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let ran = sandbox.run(&["completions", shell]).assert_done();
        assert!(ran.stdout.contains("preview"), "{shell}");
    }
    let page = sandbox.run(&["man"]).assert_done().stdout;
    // Where a typesetter for manual pages is there, it finds no fault.
    let mut groff = Command::new("groff");
    groff.args(["-man", "-Tutf8", "-ww"]).stdin(Stdio::piped());
    if let Ok(mut groff) = groff.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn() {
        groff.stdin.take().unwrap().write_all(page.as_bytes()).unwrap();
        let output = groff.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
        assert!(String::from_utf8_lossy(&output.stdout).contains("hearten-preview"));
    }
    assert!(page.starts_with(".ie") && page.contains(".TH hearten 1"), "{}", &page[..200]);
}

#[test]
fn wrong_usage_is_told_from_wrong_input() {
    let sandbox = Sandbox::new();
    sandbox.run(&["previev"]).assert_code(2).complains(&["preview"]);
    sandbox.run(&["preview", "--no-page", "--open"]).assert_code(2).complains(&["cannot be used"]);
    sandbox.run(&["check"]).assert_code(1).complains(&["hearten init", "hearten demo"]);
    sandbox.run(&["check", "-C", "gone"]).assert_code(1).complains(&["no such folder", "gone"]);
    sandbox.run(&["completions", "tcsh"]).assert_code(2).complains(&["bash"]);
    sandbox.run(&[]).assert_code(2).complains(&["Usage: hearten"]);
}

#[test]
fn a_workspace_is_found_from_below_and_by_name() {
    let sandbox = Sandbox::with_demo();
    sandbox.run_in("demo/crises/2026-11-suzhou-fire", &["check"]).assert_done();
    sandbox.run(&["check", "-C", "demo/contacts"]).assert_done();
}

#[test]
fn colour_only_where_it_is_wanted() {
    let sandbox = Sandbox::new();
    assert!(!sandbox.run(&["check"]).stderr.contains('\u{1b}'));
    let output = sandbox.command(".").arg("check").env("NO_COLOR", "1").output().unwrap();
    assert!(!sandbox.ran(&output).stderr.contains('\u{1b}'));
    assert!(!sandbox.run(&["check", "--color", "never"]).stderr.contains('\u{1b}'));
    assert!(sandbox.run(&["check", "--color", "always"]).stderr.contains('\u{1b}'));
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let sandbox = Sandbox::with_demo();
    let mut child = sandbox
        .command("demo")
        .arg("roster")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{output:?}");
    assert!(output.stderr.is_empty());
}
