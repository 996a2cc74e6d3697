//! A second pair of eyes: what `hearten lint` says of whole workspaces.

use crate::golden;
use crate::sandbox::{Ran, Sandbox, repository};
use hearten::lint::{Page, RULES, handbook};
use std::fs;

const BRIEF: &str = "demo/crises/2026-11-suzhou-fire/brief.toml";

fn lint(sandbox: &Sandbox, args: &[&str]) -> Ran {
    let args: Vec<&str> = ["lint"].iter().chain(args).copied().collect();
    sandbox.run_in("demo", &args)
}

/// Rule, severity and title of each finding.
fn found(sandbox: &Sandbox) -> Vec<String> {
    let document = lint(sandbox, &["--format", "json"]).json();
    let findings = document["findings"].as_array().unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    findings
        .iter()
        .map(|it| format!("{} {} {}", text(&it["severity"]), text(&it["rule"]), text(&it["title"])))
        .collect()
}

#[test]
fn the_bundled_letters_of_all_kinds_phases_and_languages_hold_nothing_to_point_at() {
    let mut said = Vec::new();
    for entry in fs::read_dir(repository("templates/briefs/examples")).unwrap() {
        let path = entry.unwrap().path();
        let kind = path.file_stem().unwrap().to_str().unwrap();
        for phase in ["letter", "holding"] {
            let sandbox = Sandbox::new();
            let mut args = vec!["demo", "demo", "--quiet"];
            if kind != "supply-disruption" {
                args.extend(["--kind", kind]);
            }
            if phase == "holding" {
                args.push("--holding");
            }
            sandbox.run(&args).assert_done();
            let weighty = found(&sandbox).into_iter().filter(|it| !it.starts_with("info"));
            said.extend(weighty.map(|it| format!("{kind} {phase}: {it}")));
        }
    }
    assert!(said.is_empty(), "{}", said.join("\n"));
}

/// Whole letters, each as a brief for the sample's partners: of the bad ones everything that is found stands in
/// the file beside them, and nothing is found in the good ones.
#[test]
fn whole_letters_have_exactly_the_findings_that_are_expected() {
    let sandbox = Sandbox::with_demo();
    let mut letters = 0;
    let mut differences = Vec::new();
    for folder in ["bad", "good"] {
        for entry in fs::read_dir(repository("tests/fixtures/lint").join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|extension| extension != "toml") {
                continue;
            }
            letters += 1;
            sandbox.write(BRIEF, fs::read_to_string(&path).unwrap());
            let ran = lint(&sandbox, &["--format", "json"]);
            assert_eq!(ran.json()["letters"], 83, "{}", path.display());
            let found =
                ran.json()["findings"].as_array().unwrap().iter().map(line).collect::<Vec<_>>();
            let name = path.file_stem().unwrap().to_str().unwrap();
            if folder == "bad" {
                let text = found.join("\n") + "\n";
                differences.extend(golden::difference(&format!("lint/bad/{name}.findings"), &text));
            } else if !found.is_empty() {
                differences.push(format!("{name}: {found:?}"));
            }
        }
    }
    assert_eq!(letters, 8);
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// A finding in a line: what, where, and how many letters it meets.
fn line(finding: &serde_json::Value) -> String {
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let place = &finding["place"];
    let place = match place["line"].as_u64() {
        Some(line) => format!("line {line}, column {}", place["column"]),
        None => text(&finding["quote"]["part"]),
    };
    format!(
        "{} {} {} ({}; {} letters)",
        text(&finding["severity"]),
        text(&finding["rule"]),
        text(&finding["title"]),
        place,
        finding["letters"],
    )
}

#[test]
fn a_finding_points_at_the_words_in_the_brief_and_is_told_once_for_many_letters() {
    let sandbox = Sandbox::with_demo();
    sandbox.edit(BRIEF, "stayed within hall", "stayed, so stay calm, within hall");
    let ran = lint(&sandbox, &[]);
    assert_eq!(ran.code, 0, "a warning blocks nothing: {ran:?}");
    assert_eq!(ran.stderr.matches("warning[L-21]").count(), 1, "{}", ran.stderr);
    ran.complains(&[
        "35 letters in English",
        "brief.toml:67:",
        "^^^^^^^^^",
        "35 letters, such as those to `c-007`",
    ]);
}

#[test]
fn check_preview_and_approve_read_letters_over_too() {
    let sandbox = Sandbox::with_demo();
    sandbox.edit(BRIEF, "stayed within hall", "stayed, so stay calm, within hall");
    for command in [&["check"][..], &["preview"], &["approve", "--as", "t-01", "--yes", "83"]] {
        let ran = sandbox.run_in("demo", command);
        assert!(ran.stderr.contains("warning[L-21]: `stay calm`"), "{command:?}: {ran:#?}");
    }
    let args = ["approve", "--as", "t-01", "--yes", "83", "--acknowledge", "all"];
    sandbox.run_in("demo", &args).assert_done();
    let state = sandbox.run_in("demo", &["approve", "--format", "json"]).json();
    let acknowledged = state["approvals"][0]["acknowledged"].as_array().unwrap();
    assert!(
        acknowledged.iter().any(|it| it.as_str().unwrap().starts_with("L-21: ")),
        "the approval records which: {acknowledged:?}"
    );
}

#[test]
fn a_company_lowers_raises_and_switches_off() {
    let sandbox = Sandbox::with_demo();
    sandbox.edit(BRIEF, "stayed within hall", "stayed, so stay calm, within hall");
    let settings = sandbox.read("demo/hearten.toml");
    for (level, code, count) in [("off", 0, 0), ("info", 0, 1), ("error", 1, 1)] {
        sandbox.write("demo/hearten.toml", format!("{settings}\n[lint]\nL-21 = \"{level}\"\n"));
        let ran = lint(&sandbox, &[]);
        assert_eq!(
            (ran.code, ran.stderr.matches("[L-21]").count()),
            (code, count),
            "{level}: {ran:?}"
        );
    }
    sandbox.write("demo/hearten.toml", format!("{settings}\n[lint]\nL-99 = \"off\"\n"));
    lint(&sandbox, &[]).assert_code(1).complains(&["unknown key `L-99` in `lint`"]);
}

#[test]
fn a_company_adds_words_takes_some_away_and_allows_others() {
    let sandbox = Sandbox::with_demo();
    sandbox.edit(BRIEF, "stayed within hall", "stayed, so stay calm, within hall");
    let words = |text: &str| sandbox.write("demo/templates/locales/en.words.toml", text);
    words("[calm]\nwithout = [\"stay calm\"]\nwords = [\"within hall\"]\n");
    let met: Vec<String> = found(&sandbox).into_iter().filter(|it| it.contains("L-21")).collect();
    assert_eq!(met, ["warning L-21 `within hall` tells the reader what to feel"]);
    words("[calm]\nallow = [\"so stay calm\"]\n");
    assert!(!found(&sandbox).iter().any(|it| it.contains("L-21")));
    words("[calm]\nwithout = [\"stay calmer\"]\n");
    lint(&sandbox, &[])
        .complains(&["`stay calmer` is not in the list `calm`", "write `stay calm`"]);
    words("[clam]\nwords = [\"within hall\"]\n");
    lint(&sandbox, &[]).assert_code(1).complains(&[
        "templates/locales/en.words.toml:1:2",
        "`clam`",
        "`calm`",
    ]);
}

#[test]
fn editors_get_sarif_with_lines_and_columns() {
    let sandbox = Sandbox::with_demo();
    sandbox.edit(BRIEF, "stayed within hall", "stayed, so stay calm, within hall");
    let log = lint(&sandbox, &["--format", "sarif"]).json();
    assert_eq!(log["version"], "2.1.0");
    let result = &log["runs"][0]["results"][0];
    assert_eq!((&result["ruleId"], &result["level"]), (&"L-21".into(), &"warning".into()));
    let physical = &result["locations"][0]["physicalLocation"];
    assert_eq!(physical["artifactLocation"]["uri"], "crises/2026-11-suzhou-fire/brief.toml");
    let region = &physical["region"];
    let brief = sandbox.read(BRIEF);
    let line = usize::try_from(region["startLine"].as_u64().unwrap()).unwrap();
    let column = |name: &str| usize::try_from(region[name].as_u64().unwrap()).unwrap() - 1;
    let text: String = brief.lines().nth(line - 1).unwrap().chars().collect();
    let words: String = text
        .chars()
        .skip(column("startColumn"))
        .take(column("endColumn") - column("startColumn"))
        .collect();
    assert_eq!(words, "stay calm");
    let driver = &log["runs"][0]["tool"]["driver"]["rules"];
    let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
    assert_eq!(driver[index]["id"], "L-21");
    sandbox.run_in("demo", &["check", "--format", "sarif"]).assert_code(2);
}

#[test]
fn a_rule_explains_itself_anywhere() {
    let sandbox = Sandbox::new();
    let ran = sandbox.run(&["lint", "--explain", "l-21"]).assert_done();
    for words in ["L-21", "Why", "I-26", "zh-TW", "[lint]", "L-21 = \"off\""] {
        assert!(ran.stdout.contains(words), "{words}: {}", ran.stdout);
    }
    sandbox.run(&["lint", "--explain", "L-4"]).assert_code(1).complains(&["no rule `L-4`"]);
    let rules = sandbox.run(&["lint", "--rules"]).assert_done();
    assert!(rules.stdout.contains("L-21  warning"), "{}", rules.stdout);
}

#[test]
fn the_handbook_is_made_from_the_pages_of_the_rules() {
    let path = repository("docs/lint.md");
    let made = handbook();
    if std::env::var_os("HEARTEN_BLESS").is_some() {
        fs::write(&path, &made).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == made,
        "docs/lint.md is not what the rules say; make it again with HEARTEN_BLESS=1"
    );
}

#[test]
fn every_rule_has_a_page_with_examples_in_each_language() {
    for rule in RULES {
        let page = Page::of(rule.id).unwrap_or_else(|| panic!("{} has no page", rule.id));
        for language in ["en", "zh-CN", "zh-TW"] {
            assert!(page.examples.contains_key(language), "{} in {language}", rule.id);
        }
        for text in [&page.name, &page.what, &page.why, &page.source, &page.mend] {
            assert!(!text.trim().is_empty(), "{}", rule.id);
        }
        assert!(!page.mend.ends_with('.') && page.why.ends_with('.'), "{}", rule.id);
    }
    let ids: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
    assert!(ids.is_sorted(), "{ids:?}");
}

#[test]
fn l18_a_wrong_weekday_blocks_and_is_shown_where_it_is_written() {
    let sandbox = Sandbox::with_demo();
    sandbox.edit(BRIEF, "stayed within hall", "on Friday 21 November 2026 stayed within hall");
    let ran = lint(&sandbox, &[]);
    assert_eq!(ran.code, 1, "{ran:?}");
    ran.complains(&["error[L-18]: `Friday 21 November 2026` is a Saturday", "brief.toml:67:"]);
}

#[test]
fn l19_two_languages_that_promise_different_dates_block() {
    let sandbox = Sandbox::with_demo();
    sandbox.edit(BRIEF, "请于{{ facts.answer_by }}前", "请于11月30日前");
    let ran = lint(&sandbox, &[]);
    assert_eq!(ran.code, 1, "{ran:?}");
    ran.complains(&[
        "error[L-19]: `11月30日` in Simplified Chinese is another day than `{{ facts.answer_by }}` in English",
        "warning[L-18]: `11月30日` is typed, not drawn from the facts",
    ]);
}

#[test]
fn l30_a_first_line_of_the_roster_is_read_for_its_reader_alone() {
    let sandbox = Sandbox::with_demo();
    sandbox.edit("demo/contacts/contacts.csv", "\"Dear Boon Keat,\"", "\"Hi Boon Keat,\"");
    let ran = lint(&sandbox, &[]);
    ran.complains(&[
        "warning[L-30]: `Hi` is too familiar for the first line",
        "the letter to `c-084`",
    ]);
}

#[test]
fn clarity_is_told_as_a_hint_for_each_language() {
    let sandbox = Sandbox::with_demo();
    let document = lint(&sandbox, &["--format", "json"]).json();
    let languages: Vec<_> = document["clarity"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["language"].as_str().unwrap())
        .collect();
    assert_eq!(languages, ["en", "zh-CN", "zh-TW"]);
    assert!(document["clarity"][0]["score"].as_u64().unwrap() <= 100);
}

/// A part that a company's own template drops is missed in the letter, though the brief has it.
#[test]
fn l01_l08_l36_what_a_template_of_the_company_drops_is_missed() {
    let sandbox = Sandbox::with_demo();
    sandbox.write(
        "demo/templates/letters/en/kinds/supply-disruption.md",
        "{% extends \"letters/en/base.md\" %}\n{% block appeal %}{% endblock %}\n{% block footer %}{% endblock %}\n",
    );
    let ran = lint(&sandbox, &[]);
    assert_eq!(ran.code, 1, "{ran:?}");
    for rule in ["error[L-01]", "error[L-07]", "error[L-08]", "warning[L-36]"] {
        assert!(ran.stderr.contains(rule), "{rule}: {}", ran.stderr);
    }
}

/// A template of the company for English letters that says this in the appeal.
fn with_words(words: &str) -> Sandbox {
    let sandbox = Sandbox::with_demo();
    sandbox.write(
        "demo/templates/letters/en/kinds/supply-disruption.md",
        format!("{{% extends \"letters/en/base.md\" %}}\n{{% block plea %}}{{{{ brief.appeal }}}} {words}{{% endblock %}}\n"),
    );
    sandbox
}

#[track_caller]
fn finds(words: &str, expected: &[&str]) {
    let ran = lint(&with_words(words), &["--all"]);
    for title in expected {
        assert!(ran.stderr.contains(title), "{words:?} {title:?}: {}", ran.stderr);
    }
}

#[test]
fn i06_i18_l15_a_gap_that_nobody_filled_is_found_in_the_finished_letter() {
    finds(
        "Dear [FIRST_NAME], PENDING the quotation.",
        &[
            "error[L-15]: `[FIRST_NAME]` waits to be filled",
            "error[L-15]: `PENDING` waits to be filled",
        ],
    );
}

#[test]
fn i08_i25_l17_tests_and_writing_machines_leave_their_words() {
    finds(
        "This is a test. Paraphrase from a chat.",
        &[
            "error[L-17]: `This is a test` is left over",
            "error[L-17]: `Paraphrase from` is left over",
        ],
    );
}

#[test]
fn i20_l31_another_person_in_the_template_is_one_finding_at_its_place() {
    let sandbox = with_words("Ask Henrik Sandvall or henrik.sandvall@xuanhe-robotics.example.");
    let ran = lint(&sandbox, &["--all"]);
    assert_eq!(ran.code, 1);
    let found =
        ran.stderr.matches("error[L-31]: `Henrik Sandvall` belongs to somebody else").count();
    assert_eq!(found, 1, "{}", ran.stderr);
    ran.complains(&[
        "templates/letters/en/kinds/supply-disruption.md:2:",
        "henrik.sandvall@xuanhe-robotics.example",
    ]);
}

#[test]
fn i20_l31_what_we_noted_of_a_reader_is_found_in_that_letter_alone() {
    let sandbox = Sandbox::with_demo();
    let contacts = sandbox.read("demo/contacts/contacts.csv");
    let note = "重要的话当面说，不喜欢微信语音。上次来访由沈总亲自接待。";
    let row = contacts.lines().find(|line| line.contains(note)).unwrap();
    let leaked = format!("{},{note}", row.strip_suffix(',').unwrap());
    sandbox.write("demo/contacts/contacts.csv", contacts.replace(row, &leaked));
    let ran = lint(&sandbox, &["--all"]);
    ran.complains(&[
        "error[L-31]: `重要的话当面说",
        "is a note of ours on the reader",
        "It is in the letter to `c-001`.",
    ]);
}

#[test]
fn l31_whoever_reads_a_letter_may_be_named_in_it() {
    let sandbox = Sandbox::with_demo();
    sandbox.edit(BRIEF, "stayed within hall", "stayed, as Henrik Sandvall knows, within hall");
    let document = lint(&sandbox, &["--format", "json"]).json();
    let findings = document["findings"].as_array().unwrap();
    let named: Vec<_> = findings.iter().filter(|it| it["rule"] == "L-31").collect();
    assert_eq!(named.len(), 1, "{named:#?}");
    assert_eq!(named[0]["letters"], 34, "all English letters but his own");
    assert_eq!(named[0]["place"]["line"], 67);
    lint(&sandbox, &["--contact", "c-007"]).assert_done();
}

#[test]
fn a_contact_who_is_not_there_or_gets_no_letter_is_said() {
    let sandbox = Sandbox::with_demo();
    lint(&sandbox, &["--contact", "c-0o7"])
        .assert_code(1)
        .complains(&["there is no contact `c-0o7`", "hearten lint --contact c-"]);
    let ran = lint(&sandbox, &["--contact", "c-050"]);
    let ran = ran.complains(&["`c-050` gets no letter"]);
    assert!(ran.stdout.contains("No letter was read over."), "{ran:?}");
}

#[test]
fn l31_columns_of_ours_are_found_by_their_labels() {
    finds("attitude: -1, role D", &["error[L-31]: `attitude` is a column of our own"]);
    let quiet = lint(&with_words("We value your attitude and your role."), &["--all"]);
    assert!(!quiet.stderr.contains("[L-31]"), "{}", quiet.stderr);
}

#[test]
fn i20_l32_hidden_things_in_the_shell_are_found() {
    let sandbox = Sandbox::with_demo();
    let shell = fs::read_to_string(repository("templates/shells/email.html")).unwrap();
    let planted = shell.replace(
        "{{ body }}",
        "<!-- attitude: -1 --><span title=\"Henrik Sandvall\" style=\"display:none\">欧阳静姝</span>{{ body }}",
    );
    sandbox.write("demo/templates/shells/email.html", planted);
    let ran = lint(&sandbox, &["--all"]);
    ran.complains(&[
        "error[L-32]: the HTML holds a comment",
        "warning[L-32]: the HTML holds something hidden: `<span title",
        "error[L-31]: `Henrik Sandvall` belongs to somebody else",
        "error[L-31]: `欧阳静姝` belongs to somebody else",
        "error[L-31]: `attitude` is a column of our own",
    ]);
}

#[test]
fn i03_i05_l16_a_note_in_a_first_line_is_found() {
    let sandbox = Sandbox::with_demo();
    sandbox.edit(
        "demo/contacts/contacts.csv",
        "\"Dear Boon Keat,\"",
        "\"Dear Mr Tan (deceased),\"",
    );
    let ran = lint(&sandbox, &[]);
    ran.complains(&[
        "error[L-16]: `deceased` in a first line looks like a note",
        "the letter to `c-084`",
    ]);
}

#[test]
fn locked_rules_cannot_be_lowered() {
    let sandbox = Sandbox::with_demo();
    let settings = sandbox.read("demo/hearten.toml");
    sandbox.write("demo/hearten.toml", format!("{settings}\n[lint]\nL-31 = \"off\"\n"));
    lint(&sandbox, &[]).assert_code(1).complains(&["`L-31` cannot be lowered"]);
}

#[test]
fn l16_l31_l33_a_company_says_whom_letters_may_name_and_where_they_may_lead() {
    let sandbox = with_words("Ask Henrik Sandvall, or see www.port.example.");
    lint(&sandbox, &[]).complains(&[
        "error[L-31]: `Henrik Sandvall` belongs to somebody else",
        "error[L-33]: `www.port.example` is not a domain of ours",
    ]);
    let settings = sandbox.read("demo/hearten.toml");
    let meant = "\n[lint]\nmay_name = [\"Henrik Sandvall\"]\ndomains = [\"port.example\"]\n";
    sandbox.write("demo/hearten.toml", format!("{settings}{meant}"));
    let ran = lint(&sandbox, &[]);
    assert_eq!((ran.code, ran.stderr.matches("[L-3").count()), (0, 0), "{}", ran.stderr);
}

#[test]
fn l16_too_many_letters_that_greet_nobody_by_name_are_pointed_out() {
    let sandbox = Sandbox::with_demo();
    let settings = sandbox.read("demo/hearten.toml");
    sandbox.write("demo/hearten.toml", format!("{settings}\n[lint]\ngeneric_salutations = 0\n"));
    let contacts = sandbox.read("demo/contacts/contacts.csv");
    let header: Vec<&str> = contacts.lines().next().unwrap().split(',').collect();
    let columns =
        ["family_name", "given_name"].map(|name| header.iter().position(|it| *it == name).unwrap());
    let row = contacts.lines().find(|line| line.starts_with("c-007,")).unwrap();
    let mut cells: Vec<&str> = row.split(',').collect();
    for at in columns {
        cells[at] = "";
    }
    sandbox.write("demo/contacts/contacts.csv", contacts.replace(row, &cells.join(",")));
    lint(&sandbox, &[]).complains(&["1 of 83 letters greet their reader by no name"]);
}

#[test]
fn an_error_keeps_letters_from_being_approved() {
    let sandbox = with_words("Ask Henrik Sandvall.");
    let ran =
        sandbox.run_in("demo", &["approve", "--as", "t-01", "--yes", "83", "--acknowledge", "all"]);
    ran.assert_code(1).complains(&["error[L-31]"]);
}
