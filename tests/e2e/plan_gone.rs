//! What has gone, as the plan tells it afterwards.

use crate::export::{approve, live};
use crate::plan::{text, wave};
use crate::sandbox::Sandbox;
use serde_json::Value;

/// The afternoon of the sample's own day.
const AFTERNOON: &str = "2026-11-20T14:30:00+08:00";

fn planned(sandbox: &Sandbox) -> Value {
    let told = sandbox
        .run_in("demo", &["plan", "--format", "json", "--now", AFTERNOON])
        .assert_done()
        .stdout;
    serde_json::from_str::<Value>(&told).unwrap()["plan"].take()
}

fn advice(plan: &Value, contact: &str) -> bool {
    let check_ins = plan["check_ins"].as_array().unwrap();
    check_ins.iter().any(|it| text(it, "id") == format!("PB-BASE-5.{contact}"))
}

#[test]
fn p15_a_plan_after_sending_counts_from_what_went() {
    let sandbox = live();
    approve(&sandbox);
    let before = planned(&sandbox);
    assert_eq!(wave(&before, 3)["gone"], 0);
    assert!(text(wave(&before, 3), "start") > AFTERNOON, "nothing went, so all of it is to come");
    // c-005 is a friend who would be asked before the letter (P-29); c-024 is another one.
    for (contact, at) in [("c-001", "11:10"), ("c-005", "11:40")] {
        let log = ["log-sent", contact, "--by", "t-07", "--at", at];
        sandbox.run_in("demo", &[&log[..], &["--now", AFTERNOON]].concat()).assert_done();
    }
    let plan = planned(&sandbox);
    let begun = wave(&plan, 3);
    assert_eq!(text(begun, "start"), "2026-11-20T11:10:00+08:00");
    assert_eq!((&begun["letters"], &begun["gone"]), (&35.into(), &2.into()));
    assert_eq!(begun["why"][0]["rule"], "P-15");
    assert_eq!(wave(&plan, 4)["gone"], 0);
    assert!(text(wave(&plan, 4), "start") >= AFTERNOON);
    let contacts = plan["contacts"].as_array().unwrap();
    let letter = |id: &str| contacts.iter().find(|it| it["id"] == id).unwrap();
    assert_eq!(text(letter("c-005"), "letter_at"), "2026-11-20T11:40:00+08:00");
    assert_eq!(letter("c-005")["letter_gone"], true);
    assert_eq!(letter("c-002")["letter_gone"], false);
    assert!(text(letter("c-002"), "letter_at") >= AFTERNOON);
    assert_eq!(["c-005", "c-024"].map(|id| advice(&before, id)), [true, true]);
    assert_eq!(["c-005", "c-024"].map(|id| advice(&plan, id)), [false, true]);
    let screen = sandbox.run_in("demo", &["plan", "--now", AFTERNOON]).assert_done().stdout;
    for words in ["35, 2 gone", "has begun", "83 letters in waves, 2 of them gone, "] {
        assert!(screen.contains(words), "{words}: {screen}");
    }
    let page = sandbox.read("demo/crises/2026-11-suzhou-fire/out/plan/plan.html");
    assert!(page.contains("<small>2 of 35 gone</small>"));
    let next = sandbox.run_in("demo", &["next", "--now", AFTERNOON]).assert_done().stdout;
    for words in [
        "the letter of the leader went 8 h after it began, 4 h late; the promised update",
        "[OPEN] 2 of 83 letters have gone; W3 goes on with 33 letters",
        ": run `hearten send`\n",
    ] {
        assert!(next.contains(words), "{words}: {next}");
    }
    // What went changes neither the letters nor their order: the approval holds.
    let status = sandbox.run_in("demo", &["approve"]).stdout;
    assert!(status.contains("Nothing is missing."), "{status}");
    // The next revision is of other letters; the leader has spoken all the same.
    let brief = "demo/crises/2026-11-suzhou-fire/brief.toml";
    sandbox.edit(brief, "revision = 1", "revision = 2");
    let next = sandbox.run_in("demo", &["next", "--now", AFTERNOON]).assert_done().stdout;
    assert!(next.contains("the letter of the leader went 8 h after it began, 4 h late"), "{next}");
    assert!(next.contains("[OPEN] W3 opens"), "{next}");
    // Before any of it went, nothing had gone.
    let early = ["next", "--now", "2026-11-20T11:00:00+08:00"];
    let next = sandbox.run_in("demo", &early).assert_done().stdout;
    assert!(next.contains("the letter of the leader was due 3 h 50 min ago"), "{next}");
}
