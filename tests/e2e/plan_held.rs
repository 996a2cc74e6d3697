//! What a plan waits for, cannot keep, or is told to do otherwise: stop rules, promises, settings,
//! a company's own playbook, and `hearten next`.

use crate::plan::{Desk, text, wave};
use crate::sandbox::Sandbox;
use serde_json::Value;

const SETTINGS: &str = "demo/hearten.toml";

fn held(plan: &Value) -> Vec<&str> {
    let check_ins = plan["check_ins"].as_array().unwrap();
    check_ins
        .iter()
        .filter(|check| check["state"] == "held")
        .map(|check| text(check, "id"))
        .collect()
}

/// Writes settings below those of the demo.
fn set(desk: &Desk, settings: &str) {
    let before = desk.0.read(SETTINGS);
    desk.0.write(SETTINGS, format!("{before}\n{settings}"));
}

fn starts(plan: &Value, number: u64) -> (u64, String) {
    let wave = wave(plan, number);
    (wave["letters"].as_u64().unwrap(), text(wave, "start")[..16].to_owned())
}

#[test]
fn after_an_accident_every_word_to_outsiders_waits_for_the_families() {
    let desk = Desk::of_kind("workplace-accident");
    let plan = desk.json();
    let check_ins = plan["check_ins"].as_array().unwrap();
    let inside = ["families", "marketing", "authority", "staff", "crisis-team"];
    for check in check_ins {
        let waits = !inside.contains(&text(check, "whom_id"));
        assert_eq!(check["state"] == "held", waits, "{}", check["id"]);
    }
    for wave in plan["waves"].as_array().unwrap() {
        let number = wave["wave"].as_u64().unwrap();
        assert_eq!(wave["held"] == "PB-ACC-1", number >= 2, "W{number}");
    }
    let shown = desk.plan(&[]).assert_done().stdout;
    assert!(shown.contains("(waits for PB-ACC-1)"), "{shown}");
    // A try that reached nobody opens nothing.
    desk.log(&["families", "--action", "PB-ACC-1", "--outcome", "no-answer"]);
    assert!(!held(&desk.json()).is_empty());
    let done = ["families", "--action", "PB-ACC-1", "--outcome", "done", "--note", "both visited"];
    desk.log(&done);
    let plan = desk.json();
    assert_eq!(held(&plan), [""; 0]);
    assert!(plan["waves"].as_array().unwrap().iter().all(|wave| wave["held"].is_null()));
    assert!(!desk.plan(&[]).assert_done().stdout.contains("waits for"));
}

#[test]
fn p12_a_promise_that_the_plan_cannot_keep_is_an_error_at_its_place() {
    let desk = Desk::new();
    let brief = "demo/crises/2026-11-suzhou-fire/brief.toml";
    // As it stands, the calls are made in time.
    desk.plan(&[]).assert_done();
    desk.0.edit(
        brief,
        "due = 2026-11-23\nstatus = \"under-way\"\nkept_by",
        "due = 2026-11-20\nstatus = \"under-way\"\nkept_by",
    );
    let line = desk.0.read(brief).lines().position(|line| line.starts_with("kept_by")).unwrap() + 1;
    let ran = desk.plan(&[]).assert_code(1);
    let place = format!("--> crises/2026-11-suzhou-fire/brief.toml:{line}:");
    let ran = ran.complains(&[
        "error[P-12]: the plan cannot keep a promise of the brief for ",
        &place,
        "kept_by = \"PB-SUP-6\"",
        "`PB-SUP-6` should be done by 2026-11-20; it comes later for ",
        "hint: move `due` to a day that can be kept, give the owners help, or promise it to fewer",
    ]);
    // The plan is shown all the same: it says who comes late.
    assert!(ran.stdout.contains("Waves (Asia/Shanghai)"), "{}", ran.stdout);
    let json = desk.plan(&["--format", "json"]).assert_code(1).json();
    assert_eq!(json["ok"], false);
    assert!(desk.run(&["next"]).stdout.contains("The plan does not hold: "));
    // An action that nobody knows keeps no promise.
    desk.0.edit(brief, "kept_by = \"PB-SUP-6\"", "kept_by = \"PB-SUP-99\"");
    desk.plan(&[]).assert_code(1).complains(&["no playbook has the action `PB-SUP-99`", &place]);
}

#[test]
fn waves_and_hours_follow_the_settings() {
    let desk = Desk::new();
    let before = desk.json();
    assert_eq!(starts(&before, 3), (35, "2026-11-20T10:45".to_owned()));
    set(
        &desk,
        "[outreach.hours]\nletters = \"13:00-17:00\"\n\n[[outreach.waves]]\nnumber = 3\n\
         audience = { partner = \"strategic\", country = [\"CN\", \"TW\"] }\nnot_before = 2026-11-20T14:00:00+08:00\n\n\
         [[outreach.waves]]\nnumber = 5\nexcept = { contact = \"c-039\" }\n",
    );
    let plan = desk.json();
    // Not before two o'clock, and no longer for partners in Europe and Japan.
    let (letters, start) = starts(&plan, 3);
    assert_eq!(start, "2026-11-20T14:00");
    assert!(letters > 0 && letters < 35, "{letters}");
    for contact in plan["contacts"].as_array().unwrap() {
        let id = text(contact, "id");
        if ["c-015", "c-028"].contains(&id) {
            assert_ne!(contact["wave"], 3, "{id}");
        }
        if id == "c-039" {
            assert_eq!(contact["left_out"]["reason"], "no wave's audience fits");
        }
        if contact["account"] == "a-01" && contact["letter_at"].is_string() {
            let hour = &text(contact, "letter_at")[11..16];
            assert!(("14:00".."17:01").contains(&hour), "{id}: {hour}");
        }
    }
    // Letters and plan go by the same settings.
    let preview = desk.run(&["preview", "--no-page", "--format", "json"]).assert_done().json();
    let planned: u64 = plan["waves"]
        .as_array()
        .unwrap()
        .iter()
        .map(|wave| wave["letters"].as_u64().unwrap())
        .sum();
    assert_eq!(preview["totals"]["letters"], planned);
}

#[test]
fn mistakes_in_the_settings_are_told_all_at_once_at_line_and_column() {
    let desk = Desk::new();
    let first = desk.0.read(SETTINGS).lines().count() + 2;
    set(
        &desk,
        "[outreach.hours]\ncalls = [\"10:00-11:00\", \"15:00-14:00\"]\nletters = \"9-17\"\n\n\
         [[outreach.waves]]\nnumber = 3\naudience = { partner = \"strategc\" }\n\n\
         [[outreach.waves]]\nnumber = 12\n\n[outreach.capacity]\ncalls_per_dy = 8\n",
    );
    let at = |line: usize, column: usize| format!("--> hearten.toml:{}:{column}\n", first + line);
    for command in [&["check"][..], &["plan"], &["preview"]] {
        let ran = desk.run(command).assert_code(1);
        ran.complains(&[
            &at(1, 25),
            "error[P-10]: `15:00-14:00` is no span of a day: `outreach.hours.calls`",
            &at(2, 11),
            "hint: write it like `09:00-17:30`, the earlier time first",
            &at(6, 24),
            "error: unknown value `strategc` for `outreach.waves[1].audience.partner`",
            "hint: did you mean `strategic`?",
            &at(9, 10),
            "error: `12` is out of bounds for `outreach.waves[2].number`",
            "hint: write a number from 0 to 9",
            &at(12, 1),
            "calls_per_day",
            "\n5 errors.\n",
        ]);
    }
}

#[test]
fn a_company_adds_its_own_action_by_dropping_a_file() {
    let desk = Desk::new();
    assert!(!desk.json().to_string().contains("OUR-7"));
    desk.0.write(
        "demo/templates/playbooks/ours.toml",
        "title.en = \"Ours\"\ntitle.zh-CN = \"本公司\"\ntitle.zh-TW = \"本公司\"\n\n\
         [[action]]\nid = \"OUR-7\"\nname.en = \"Ask for the wheel test\"\n\
         name.zh-CN = \"询问试装\"\nname.zh-TW = \"詢問試裝\"\n\
         audience = { account = \"a-03\", role = \"E\" }\nowner = \"technical\"\nfrom = \"1d\"\n\
         by = \"3d\"\nchannel = \"phone\"\nobjective.en = \"They test our part.\"\n\
         objective.zh-CN = \"对方试装。\"\nobjective.zh-TW = \"對方試裝。\"\n\
         points.en = [\"When could you test the wheel?\"]\npoints.zh-CN = [\"何时可以试装？\"]\n\
         points.zh-TW = [\"何時可以試裝？\"]\ndone_when.en = \"day agreed\"\n\
         done_when.zh-CN = \"已定日期\"\ndone_when.zh-TW = \"已訂日期\"\n",
    );
    let plan = desk.json();
    let ours: Vec<&Value> = plan["check_ins"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|check| check["action"] == "OUR-7")
        .collect();
    assert!(!ours.is_empty());
    assert!(ours.iter().all(|check| check["account_id"] == "a-03" && check["owner_id"] == "t-09"));
    let listed = desk.run(&["playbooks", "--format", "json"]).assert_done().json();
    let listed = listed["actions"].as_array().unwrap();
    let ours_listed = listed.iter().find(|action| action["id"] == "OUR-7").unwrap();
    assert_eq!(ours_listed["fires_for"], ours.len());
    desk.run(&["plan"]).assert_done();
    let calendar = desk.0.read(&format!("{}/t-09.ics", crate::plan::OUT));
    assert!(calendar.contains("UID:OUR-7.c-0"), "{calendar}");
    // A mistake in it is told at its place, and no plan is made without it.
    desk.0.edit("demo/templates/playbooks/ours.toml", "channel = \"phone\"", "channel = \"fone\"");
    desk.plan(&[]).assert_code(1).complains(&[
        "--> templates/playbooks/ours.toml:14:11\n",
        "`fone`",
        "choose one of `phone`, `video`, ",
    ]);
}

#[test]
fn next_says_what_is_missing_and_who_must_act() {
    let desk = Desk::new();
    let shown = desk.run(&["next"]).assert_done().stdout;
    for words in [
        "6 h 50 min since it began; the holding note was due 5 h 50 min ago",
        "1. [done] The brief has every fact that letters need",
        "2. [done] The roster is sound: 91 contacts",
        "3. [done] Every letter can be written and has a preview",
        "4. [done] The plan keeps every promise of the brief",
        "5. [OPEN] Our own people hear first (PB-BASE-1)",
        "hearten log staff --action PB-BASE-1 --outcome done",
        "6. [OPEN] 2 approvals to the letters",
        "7. [OPEN] W3 opens Fri 10:45 with 35 letters",
        "8. [OPEN] 156 check-ins planned",
        "Nothing was sent by this command.",
    ] {
        assert!(shown.contains(words), "no {words:?} in\n{shown}");
    }
    desk.log(&["staff", "--action", "PB-BASE-1", "--outcome", "done", "--note", "all there"]);
    assert!(!desk.run(&["next"]).assert_done().stdout.contains("PB-BASE-1"));
    let json = desk.run(&["next", "--format", "json"]).assert_done().json();
    assert_eq!(json["countdown"]["minutes"], 410);
    assert_eq!(json["steps"][0]["done"], true);

    // After an accident the families come before everybody.
    let desk = Desk::of_kind("workplace-accident");
    let shown = desk.run(&["next"]).assert_done().stdout;
    let families = shown.find("PB-ACC-1 comes before every word to people outside").unwrap();
    let staff = shown.find("Our own people hear first (PB-ACC-2)").unwrap();
    assert!(families < staff, "{shown}");
    assert!(shown.contains("hearten log families --action PB-ACC-1 --outcome done"), "{shown}");
}

#[test]
fn next_in_a_workspace_that_is_not_filled_in_says_what_comes_first() {
    let sandbox = Sandbox::new();
    sandbox.run(&["init", "w", "--quiet"]).assert_done();
    let shown = sandbox.run_in("w", &["next"]).assert_done().stdout;
    for words in
        ["1. [OPEN] hearten.toml: 17 fields to fill", "`hearten check` shows each", "5 steps open"]
    {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    // With the settings filled in, the clock and the steps are shown.
    let demo = Sandbox::with_demo();
    let filled = demo.read("demo/hearten.toml").replace("2026-11-suzhou-fire", "new-crisis");
    sandbox.write("w/hearten.toml", filled);
    let shown = sandbox.run_in("w", &["next"]).assert_done().stdout;
    for words in [
        "The clock does not run yet: `started_at` is missing from the brief.",
        "1. [OPEN] ",
        "2. [done] The roster is sound",
        "[OPEN] The letters cannot be written yet",
        "[OPEN] The plan can be made",
    ] {
        assert!(shown.contains(words), "no {words:?} in\n{shown}");
    }
}
