//! `hearten log` as people type it: what came of a call, and what is told of it.

use crate::sandbox::{Ran, Sandbox};
use std::process::Stdio;

const LEDGER: &str = "plain/crises/plant/ledger.sqlite";

const CONTACTS: &str = "\
id,account,family_name,given_name,email,language,owner,role,attitude,official
c-1,a-1,Schmidt,Anna,anna.schmidt@northwind.example,en,t-1,D,2,no
c-2,a-012,Schmidt,Anna,anna.schmidt@southwind.example,en,t-03,,,no
c-3,a-012,王,建国,wang@southwind.example,zh-CN,t-03,E,,yes
c-4,a-012,Ray,Bob,bob at southwind,en,t-03,,,no
c-5,a-012,Moreau,Claire,claire@southwind.example,en,,E,0,no
";

/// Two actions of the company's own: one that is repeated, one for a group that others wait for.
const PLAYBOOK: &str = "\
title.en = \"Ours\"

[[action]]
id = \"OUR-1\"
name.en = \"Call\"
audience = { partner = [\"strategic\", \"general\"] }
owner = \"account-manager\"
from = \"1h\"
by = \"4h\"
again = [\"5d\"]
channel = \"phone\"
objective.en = \"They hear it from us.\"
points.en = [\"What worries you most?\"]
done_when.en = \"told\"

[[action]]
id = \"OUR-2\"
group = \"families\"
wave = 2
who.en = \"families of our colleagues\"
name.en = \"Visit\"
owner = \"leader\"
from = \"0h\"
by = \"4h\"
channel = \"visit\"
blocks = [\"OUR-1\"]
objective.en = \"Nobody learns it from the news.\"
points.en = [\"We are here for you.\"]
done_when.en = \"visited\"
";

struct Desk(Sandbox);

impl Desk {
    fn new() -> Self {
        let sandbox = Sandbox::plain();
        sandbox.write("plain/contacts/contacts.csv", CONTACTS);
        sandbox.write("plain/templates/playbooks/ours.toml", PLAYBOOK);
        sandbox.edit("plain/hearten.toml", "[\"en\", \"zh-CN\", \"zh-TW\"]", "[\"en\"]");
        Self(sandbox)
    }

    fn log(&self, args: &[&str]) -> Ran {
        self.0.run_in("plain", &[&["log"], args].concat())
    }

    /// What is said of something that was recorded.
    fn told(&self, args: &[&str]) -> String {
        let ran = self.log(args).assert_done();
        assert_eq!(ran.stderr, "", "{args:?}");
        ran.stdout
    }

    /// How many facts there are, by the ledger's own account.
    fn count(&self) -> usize {
        let json = self.log(&["--list", "--format", "json"]).assert_done().json();
        json["facts"].as_array().unwrap().len()
    }
}

#[test]
fn a_talk_closes_its_action_and_says_so() {
    let desk = Desk::new();
    let told = desk.told(&["c-1", "--action", "OUR-1", "--outcome", "reached", "--note", "calm"]);
    assert_eq!(
        told,
        "Recorded: reached, Anna Schmidt (c-1), OUR-1 no. 1 of 2, by Helena Brandt (t-1), phone, \
         2026-11-20 10:00 Asia/Shanghai.\n\
         This closes OUR-1 no. 1 of 2.\n\
         Next: hearten plan\n"
    );
    // The first turn that is open is meant, unless one is typed.
    let told = desk.told(&["c-1", "--action", "our-1", "--outcome", "done", "--note", "again"]);
    assert!(told.contains("This closes OUR-1 no. 2 of 2."), "{told}");
    let told = desk.told(&[
        "c-1",
        "--action",
        "OUR-1",
        "--turn",
        "1",
        "--outcome",
        "done",
        "--note",
        "more",
    ]);
    assert!(told.contains("OUR-1 no. 1 of 2 was closed before"), "{told}");
    assert_eq!(desk.count(), 3);
}

#[test]
fn each_outcome_says_what_follows_from_it() {
    let desk = Desk::new();
    for (args, words) in [
        (
            &["c-5", "--outcome", "reached", "--note", "x"][..],
            "No plan asked for it; it counts as a touch",
        ),
        (&["c-5", "--outcome", "no-answer"], "with `--action ID` it would count as a try (P-13)"),
        (&["c-5", "--outcome", "left-message"], "It counts for no action"),
        (
            &["c-5", "--outcome", "declined", "--note", "x"],
            "No more calls are planned until they come back to us (P-21).",
        ),
        (
            &["c-5", "--outcome", "declined", "--note", "x", "--action", "OUR-1"],
            "This closes OUR-1 no. 1 of 2; other actions for this person stay.",
        ),
        (
            &["c-5", "--outcome", "wrong-person"],
            "Until a later talk shows otherwise, no letter goes there and nobody is to call (P-21).",
        ),
        (&["c-5", "--outcome", "replied"], "They wait for our answer: the next plan puts it first"),
        (
            &["families", "--outcome", "done", "--note", "x", "--action", "OUR-2"],
            "This closes OUR-2. What waited for it may go on.",
        ),
        (
            &["families", "--outcome", "done", "--note", "x"],
            "No action was named, so it closes none",
        ),
    ] {
        let told = desk.told(args);
        assert!(told.contains(words), "{args:?}\n{told}");
        assert!(told.ends_with("Next: hearten plan\n"));
    }
    assert_eq!(desk.count(), 9);
}

#[test]
fn p13_each_try_without_an_answer_says_who_comes_next() {
    let desk = Desk::new();
    let tries = |whom: &str, steps: &[&str]| {
        for (number, step) in (1..).zip(steps) {
            let told = desk.told(&[whom, "--action", "OUR-1", "--outcome", "no-answer"]);
            let noun = if number == 1 { "try" } else { "tries" };
            let line = format!("{number} {noun} without an answer so far. By P-13 {step}");
            assert!(told.contains(&line), "no {line:?} in\n{told}");
        }
    };
    // Who decides for a strategic partner.
    tries(
        "c-1",
        &[
            "another way is tried 4 working hours after the first.",
            "the sponsor calls 24 hours after the first.",
            "the leader calls 48 hours after the first.",
            "the leader calls 48 hours after the first.",
        ],
    );
    // All others.
    tries(
        "c-2",
        &[
            "another way is tried 2 working days after the first.",
            "it is tried once more 5 working days after the first.",
            "that is enough: the plan keeps a note and asks for no more.",
        ],
    );
    // A talk ends the silence.
    desk.told(&["c-2", "--outcome", "reached", "--note", "met at the fair"]);
    tries("c-2", &["another way is tried"]);
}

#[test]
fn s08_without_a_note_the_whole_command_is_given_back_to_be_typed() {
    let desk = Desk::new();
    for outcome in ["reached", "done", "declined"] {
        let args = ["Claire Moreau", "--action", "OUR-1", "--outcome", outcome, "--note", "  "];
        let ran = desk.log(&args).assert_code(1);
        assert_eq!(
            ran.stderr,
            format!(
                "error[S-08]: it needs a note\n\
                 A talk counts by what was said, promised or heard; others will rely on it.\n\
                 hint: type `hearten log \"Claire Moreau\" --action OUR-1 --outcome {outcome} \
                 --note \"what was said or promised\"`\n\n1 error.\n"
            )
        );
    }
    for outcome in ["no-answer", "left-message", "wrong-person", "replied"] {
        desk.told(&["c-5", "--outcome", outcome]);
    }
}

#[test]
fn a_refusal_says_what_to_type_and_records_nothing() {
    let desk = Desk::new();
    let reached = ["--outcome", "reached", "--note", "x"];
    for (args, words) in [
        (
            &["c-11"][..],
            &["there is no contact and no group `c-11`", "`hearten log c-1 --outcome reached"][..],
        ),
        (&["Claire Moro"], &["if `Claire Moreau` is meant", "hearten log \"Claire Moreau\""]),
        (
            &["zzzzz"],
            &["no contact and no group `zzzzz`", "see who is there with `hearten roster`"],
        ),
        (&["familys"], &["if `families` is meant"]),
        (&["c-5", "--action", "OUR-9"], &["no care action `OUR-9`", "write `--action OUR-"]),
        (&["c-5", "--action", "xyz"], &["no care action `xyz`", "hearten playbooks"]),
        (
            &["c-5", "--action", "OUR-1", "--turn", "3"],
            &["`OUR-1` has no time number 3", "The playbook asks for it 2 times."],
        ),
        (
            &["c-5", "--action", "OUR-2"],
            &["`OUR-2` is for the group `families`", "`hearten log families --action OUR-2"],
        ),
        (
            &["families", "--action", "OUR-1"],
            &["`OUR-1` is for people of the roster, not for a group"],
        ),
        (&["c-5", "--by", "t-3"], &["nobody in the team is `t-3`", "write `--by t-03`"]),
        (&["c-5", "--by", "Tomas Dvorack"], &["write `--by \"Tomas Dvorak\"`"]),
        (&["c-5", "--by", "qq"], &["see the ids in the team table"]),
        (&["c-5", "--attitude", "4"], &["[S-39]: `4` is no attitude", "-1 opposes, 0 neutral"]),
        (&["c-5", "--attitude", "-2"], &["[S-39]: `-2` is no attitude"]),
        (&["c-5", "--gift", "1,50"], &["[S-48]: `1,50` is no amount of money", "--gift 49.90"]),
        (&["c-5", "--gift", "-5"], &["[S-48]: `-5` is no amount of money"]),
        (&["c-5", "--at", "10:01"], &["2026-11-20 10:01 Asia/Shanghai is still to come"]),
        (
            &["c-5", "--at", "2026-11-19 03:09"],
            &["2026-11-19 03:09 Asia/Shanghai is more than a day before the crisis began"],
        ),
        (&["c-5", "--at", "noon"], &["`noon` is no time", "taken to be in Asia/Shanghai"]),
    ] {
        let ran = desk.log(&[args, &reached[..]].concat()).assert_code(1);
        ran.complains(words).complains(&["\n1 error.\n"]);
    }
    desk.log(&["c-5", "--outcome", "no-answer", "--gift", "5"])
        .assert_code(1)
        .complains(&["[S-48]: nothing can have been handed out"]);
    // All mistakes at once.
    desk.log(&["c-11", "--outcome", "done", "--action", "xyz", "--by", "qq", "--at", "noon"])
        .assert_code(1)
        .complains(&["\n5 errors.\n", "it needs a note"]);
    assert!(!desk.0.path(LEDGER).exists());
}

#[test]
fn wrong_usage_is_told_from_a_wrong_value() {
    let desk = Desk::new();
    for (args, words) in [
        (&["--outcome", "reached"][..], "CONTACT"),
        (&["c-1", "--note", "x"], "--outcome <OUTCOME>"),
        (&["c-1", "--outcome", "reachd"], "reached"),
        (&["c-1", "--outcome", "reached", "--channel", "fax"], "phone"),
        (&["c-1", "--outcome", "reached", "--turn", "1"], "--action <ID>"),
        (&["c-1", "--outcome", "reached", "--action", "OUR-1", "--turn", "0"], "--turn"),
        (&["c-1", "--outcome", "reached", "--attitude", "warm"], "--attitude"),
        (&["c-1", "--outcome", "reached", "--list"], "--list"),
    ] {
        desk.log(args).assert_code(2).complains(&[words]);
    }
}

#[test]
fn a_person_is_found_by_name_when_there_is_only_one() {
    let desk = Desk::new();
    for typed in [&["王建国"][..], &["王", "建国"], &["建国 王"]] {
        let told = desk.told(&[typed, &["--outcome", "no-answer"]].concat());
        assert!(told.starts_with("Recorded: no-answer, 王建国 (c-3), by Tomas Dvorak (t-03)"));
    }
    let told = desk.told(&["claire", "MOREAU", "--outcome", "no-answer"]);
    assert!(told.starts_with("Recorded: no-answer, Claire Moreau (c-5), 2026-11-20"), "{told}");
    desk.log(&["Anna Schmidt", "--outcome", "no-answer"]).assert_code(1).complains(&[
        "2 contacts have the name `Anna Schmidt`",
        "They are `c-1` at `a-1`, `c-2` at `a-012`.",
        "`hearten log c-1 --outcome no-answer`",
    ]);
    // A mistake in the row, here in the address, keeps nobody from recording the call.
    let told = desk.told(&["c-4", "--outcome", "no-answer"]);
    assert!(told.starts_with("Recorded: no-answer, c-4, 2026-11-20"), "{told}");
}

#[test]
fn s39_a_judgement_stands_beside_that_of_the_roster() {
    let desk = Desk::new();
    let judge = |whom: &str, grade: &str| {
        desk.told(&[whom, "--outcome", "reached", "--note", "x", "--attitude", grade])
    };
    assert!(
        judge("c-1", "-1").contains("Attitude -1, the roster has 2; the plan goes by the later")
    );
    assert!(judge("c-1", "2").contains("Attitude 2, as in the roster;"));
    assert!(judge("c-2", "0").contains("Attitude 0, the roster has none;"));
}

#[test]
fn s48_a_gift_beyond_the_rules_is_recorded_and_told() {
    let desk = Desk::new();
    let give = |whom: &str, amount: &str| {
        desk.log(&[whom, "--outcome", "done", "--note", "masks", "--gift", amount]).assert_done()
    };
    assert_eq!(give("c-1", "300").stderr, "");
    assert_eq!(give("c-1", "200").stderr, "");
    give("c-1", "0.01").complains(&[
        "warning[S-48]: gifts to Anna Schmidt come to 500.01 CNY this year",
        "The rules allow 500.00 CNY for one person. It is recorded.",
    ]);
    give("c-3", "1").complains(&["The rules allow 0.00 CNY for somebody of a public body."]);
    assert_eq!(desk.count(), 4);
}

#[test]
fn a_time_is_that_of_the_brief_unless_it_says_otherwise() {
    let desk = Desk::new();
    for (typed, shown) in [
        ("09:40", "2026-11-20 09:40 Asia/Shanghai"),
        ("2026-11-19 17:05", "2026-11-19 17:05 Asia/Shanghai"),
        ("2026-11-20T02:30:00+01:00", "2026-11-20 09:30 Asia/Shanghai"),
        ("2026-11-20T01:00:00Z", "2026-11-20 09:00 Asia/Shanghai"),
    ] {
        let told = desk.told(&["c-5", "--outcome", "no-answer", "--at", typed]);
        assert!(told.contains(shown), "{told}");
    }
    // When it was recorded is the time of the run.
    let json = desk.log(&["c-5", "--list", "--format", "json"]).assert_done().json();
    for fact in json["facts"].as_array().unwrap() {
        assert_eq!(fact["recorded_at"], "2026-11-20T02:00:00Z");
    }
}

#[test]
fn a_program_gets_the_fact_as_it_was_recorded() {
    let desk = Desk::new();
    let args = [
        "c-1",
        "--action",
        "OUR-1",
        "--outcome",
        "left-message",
        "--by",
        "tomas dvorak",
        "--at",
        "09:40",
        "--channel",
        "message",
        "--note",
        "会回电",
        "--format",
        "json",
    ];
    let ran = desk.log(&args).assert_done();
    assert_eq!(ran.stderr, "");
    let json = ran.json();
    let fact = json["recorded"].as_object().unwrap();
    for (key, value) in [
        ("fact", "touch"),
        ("whom", "c-1"),
        ("action", "OUR-1"),
        ("outcome", "left-message"),
        ("at", "2026-11-20T01:40:00Z"),
        ("recorded_at", "2026-11-20T02:00:00Z"),
        ("by", "t-03"),
        ("channel", "message"),
        ("note", "会回电"),
    ] {
        assert_eq!(fact[key], value, "{key}");
    }
    assert_eq!(
        (&fact["seq"], &json["tries"], &json["closed"]),
        (&1.into(), &1.into(), &false.into())
    );
    assert_eq!((&json["ok"], &json["name"]), (&true.into(), &"Anna Schmidt".into()));
    let ran = desk.log(&["c-9", "--outcome", "no-answer", "--format", "json"]).assert_code(1);
    assert_eq!((ran.json()["ok"].clone(), ran.stderr.as_str()), (false.into(), ""));
}

#[test]
fn the_history_shows_the_latest_first_in_the_zone_of_the_brief() {
    let desk = Desk::new();
    assert_eq!(
        desk.told(&["c-1"]),
        "Nothing is recorded of Anna Schmidt (c-1) yet.\n\
         After a call: hearten log c-1 --outcome reached --note \"…\"\n"
    );
    assert!(desk.told(&["--list"]).starts_with("Nothing is recorded yet.\n"));
    assert!(!desk.0.path(LEDGER).exists(), "to look makes no file");
    let log = |args: &[&str]| desk.told(args);
    log(&["c-1", "--outcome", "no-answer", "--action", "OUR-1", "--at", "09:10"]);
    log(&["families", "--outcome", "done", "--action", "OUR-2", "--note", "all four\nvisited"]);
    log(&[
        "c-1",
        "--outcome",
        "reached",
        "--note",
        "a\u{1b}[31mb",
        "--attitude",
        "1",
        "--at",
        "08:00",
    ]);
    assert_eq!(
        desk.told(&["--list"]),
        "3 facts, times in Asia/Shanghai.\n \
         when              whom      outcome    action  by   way    attitude  note\n \
         2026-11-20 10:00  families  done       OUR-2        visit            all four visited\n \
         2026-11-20 09:10  c-1       no-answer  OUR-1   t-1  phone\n \
         2026-11-20 08:00  c-1       reached            t-1         1         a [31mb\n"
    );
    let one = desk.told(&["c-1", "--list"]);
    assert!(one.starts_with("2 facts of Anna Schmidt (c-1), times in Asia/Shanghai.\n"), "{one}");
    assert!(!one.contains("families"));
    let json = desk.log(&["--list", "--format", "json"]).assert_done().json();
    let seqs: Vec<u64> = json["facts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fact| fact["seq"].as_u64().unwrap())
        .collect();
    assert_eq!(seqs, [2, 1, 3]);
    assert_eq!(json["last"]["seq"], 3);
    assert_eq!(json["last"]["hash"], json["facts"][2]["hash"]);
    desk.log(&["c-77", "--list"]).assert_code(1).complains(&["no contact and no group `c-77`"]);
}

#[test]
fn a_mistake_elsewhere_keeps_nobody_from_recording_a_call() {
    let desk = Desk::new();
    desk.0.edit("plain/crises/plant/brief.toml", "[subject]", "[subject");
    let told = desk.told(&["c-1", "--outcome", "no-answer", "--action", "OUR-1"]);
    assert!(told.contains("OUR-1") && told.contains("2026-11-20 02:00 UTC"), "{told}");
    desk.log(&["families", "--outcome", "replied"])
        .assert_code(1)
        .complains(&["Groups are not known while the brief or a playbook cannot be read"]);
    desk.log(&["c-1", "--outcome", "replied", "--action", "OUR 1"])
        .assert_code(1)
        .complains(&["there is no care action `OUR 1`"]);
    // A roster that cannot be read is another matter: nobody can be told from a slip of the pen.
    std::fs::remove_file(desk.0.path("plain/contacts/contacts.csv")).unwrap();
    desk.log(&["c-1", "--outcome", "no-answer"]).assert_code(1).complains(&["contacts.csv"]);
    assert!(desk.told(&["--list"]).contains("OUR-1"));
}

#[test]
fn in_a_rehearsal_it_works_the_same_and_says_so() {
    let desk = Desk::new();
    let settings = desk.0.read("plain/hearten.toml");
    desk.0
        .write("plain/hearten.toml", format!("rehearsal = 2026-11-20T09:30:00+08:00\n{settings}"));
    let today = |args: &[&str]| desk.0.run_today(&[&["-C", "plain", "log"], args].concat());
    let told = today(&["c-1", "--outcome", "no-answer"]).assert_done().stdout;
    assert!(told.starts_with("A rehearsal: the clock stands at 2026-11-20 09:30 Asia/Shanghai"));
    assert!(told.contains("2026-11-20 09:30 Asia/Shanghai.\n"), "{told}");
    assert!(today(&["--list"]).assert_done().stdout.starts_with("A rehearsal:"));
}

#[test]
fn several_processes_at_once_all_land_once() {
    let desk = Desk::new();
    let spawn = |number: usize| {
        let mut command = desk.0.command("plain");
        let note = format!("call {number}");
        command.args(["log", "c-5", "--outcome", "reached", "--note", note.as_str()]);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let running: Vec<_> = (0..8).map(spawn).collect();
    for process in running {
        let output = process.wait_with_output().unwrap();
        desk.0.ran(&output).assert_done();
    }
    let json = desk.log(&["c-5", "--format", "json"]).assert_done().json();
    let facts = json["facts"].as_array().unwrap();
    let mut notes: Vec<&str> = facts.iter().map(|fact| fact["note"].as_str().unwrap()).collect();
    notes.sort_unstable();
    notes.dedup();
    assert_eq!(notes.len(), 8);
}

#[test]
fn a_ledger_that_was_tampered_with_stops_everything_that_relies_on_it() {
    let desk = Desk::new();
    for outcome in ["no-answer", "left-message", "replied"] {
        desk.told(&["c-1", "--outcome", outcome]);
    }
    let raw = rusqlite::Connection::open(desk.0.path(LEDGER)).unwrap();
    raw.execute_batch(
        "DROP TRIGGER fact_is_never_changed;
         UPDATE fact SET body = replace(body, 'left-message', 'declined') WHERE seq = 2;",
    )
    .unwrap();
    drop(raw);
    let words = [
        "error: fact 2 of the ledger was changed after it was written",
        "--> crises/plant/ledger.sqlite",
        "Fact 1 is as it was written. hearten never edits a fact, so another program did.",
        "`mv crises/plant/ledger.sqlite crises/plant/ledger-aside.sqlite`",
        "`hearten log --list`",
    ];
    let before = std::fs::read(desk.0.path(LEDGER)).unwrap();
    for args in [&["--list"][..], &["c-1"], &["c-1", "--outcome", "no-answer"]] {
        desk.log(args).assert_code(1).complains(&words);
    }
    assert_eq!(std::fs::read(desk.0.path(LEDGER)).unwrap(), before);
}

#[test]
fn a_file_that_is_no_ledger_is_refused_and_left_as_it_is() {
    let desk = Desk::new();
    desk.0.write(LEDGER, "notes of a meeting, saved under the wrong name");
    for args in [&["--list"][..], &["c-1", "--outcome", "no-answer"]] {
        desk.log(args).assert_code(1).complains(&[
            "error: this file is no ledger of hearten",
            "It is left as it is.",
            "ledger-aside.sqlite",
        ]);
    }
    assert!(desk.0.read(LEDGER).starts_with("notes of a meeting"));
    // One of a later version.
    let desk = Desk::new();
    desk.told(&["c-1", "--outcome", "no-answer"]);
    let raw = rusqlite::Connection::open(desk.0.path(LEDGER)).unwrap();
    raw.pragma_update(None, "user_version", 9).unwrap();
    drop(raw);
    desk.log(&["c-1", "--outcome", "no-answer"])
        .assert_code(1)
        .complains(&["the ledger was written by a later version of hearten", "hearten --version"]);
}

#[test]
fn help_teaches_by_examples() {
    let desk = Desk::new();
    let help = desk.told(&["--help"]);
    for words in [
        "hearten log c-002 --action PB-SUP-1 --outcome no-answer",
        "hearten log --list",
        "no-answer:",
        "The care action that was carried out, such as PB-BASE-2",
    ] {
        assert!(help.contains(words), "no {words:?} in\n{help}");
    }
}
