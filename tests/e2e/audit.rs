//! One edited byte is found and located; who did what is told.

use crate::export::{approve, live, record};
use crate::sandbox::{NOW, Ran, Sandbox};
use hearten::ledger::{Began, DeliveryState, Ended, Fact, Handed, HandedOver, Sending, Suppressed};
use std::fs;
use std::path::PathBuf;

const CRISIS: &str = "demo/crises/2026-11-suzhou-fire";

fn audit(sandbox: &Sandbox) -> Ran {
    sandbox.run_in("demo", &["audit"])
}

fn digest(sandbox: &Sandbox) -> String {
    let state = sandbox.run_in("demo", &["approve", "--format", "json"]).json();
    state["digest"].as_str().unwrap().to_owned()
}

/// A run that handed two letters over, of which one was refused.
fn run(digest: &str) -> Vec<Fact> {
    let contacts = ["c-001", "c-007"].map(str::to_owned).to_vec();
    let handed = |contact: &str, state, words: &str| Handed {
        contact: contact.to_owned(),
        state,
        at: NOW.parse().unwrap(),
        relay: Some("mail.example".to_owned()),
        words: words.to_owned(),
        date: None,
        again_at: None,
    };
    vec![
        Fact::Began(Began {
            run: 1,
            digest: digest.to_owned(),
            revision: 1,
            letters: 2,
            place: "p".to_owned(),
            by: None,
        }),
        Fact::Sending(Sending { run: 1, revision: 1, contacts }),
        Fact::HandedOver(HandedOver {
            run: 1,
            revision: 1,
            letters: vec![
                handed("c-001", DeliveryState::Accepted, "250 2.0.0 queued as 7F3"),
                handed("c-007", DeliveryState::Refused, "550 5.1.1 no such user"),
            ],
        }),
        Fact::Ended(Ended { run: 1, why: "done".to_owned() }),
    ]
}

#[test]
fn the_story_is_told_from_draft_to_receipt() {
    let sandbox = live();
    let empty = audit(&sandbox).assert_done();
    assert!(empty.stdout.contains("the ledger is empty"), "{}", empty.stdout);
    approve(&sandbox);
    let digest = digest(&sandbox);
    record(&sandbox, &run(&digest));
    record(
        &sandbox,
        &[Fact::Suppressed(Suppressed {
            contact: "c-009".to_owned(),
            by: None,
            reason: "asked us to stop".to_owned(),
        })],
    );
    let told = audit(&sandbox).assert_done().stdout;
    for words in [
        "the ledger is whole, 8 facts",
        "83 letters, revision 1, live mode; every byte is what was frozen",
        &format!("digest      {digest}"),
        "drafted by  顾晓棠 (t-11)",
        "approved by 沈若岚 (t-01), 2026-11-20 10:00:00",
        "knowing: P-12: ",
        "left out    c-056  P-27  no e-mail address",
        "Run 1: 2 letters",
        "c-001    欧阳静姝",
        "accepted  mail.example: 250 2.0.0 queued as 7F3",
        "refused  mail.example: 550 5.1.1 no such user",
        "c-009  asked us to stop",
        "Everything agrees.",
    ] {
        assert!(told.contains(words), "no {words:?} in\n{told}");
    }
    assert!(!told.contains("opposes us"), "the wall holds here too");
    let story = sandbox.run_in("demo", &["audit", "--format", "json"]).assert_done().json();
    assert_eq!(story["ok"], true);
    assert_eq!(story["received"][0]["contact"], "c-001");
    assert_eq!(story["received"][0]["digest"], digest);
    assert_eq!(story["received"][0]["sha256"].as_str().unwrap().len(), 64);
}

fn proof_file(sandbox: &Sandbox, name: &str) -> PathBuf {
    let files = sandbox.tree(&format!("{CRISIS}/proofs"));
    let file = files.keys().find(|path| path.ends_with(name)).unwrap();
    sandbox.path(format!("{CRISIS}/proofs")).join(file)
}

#[test]
fn p22_one_edited_byte_is_found_and_located() {
    let sandbox = live();
    approve(&sandbox);
    let edit = |name: &str, from: &str, to: &str| {
        let path = proof_file(&sandbox, name);
        let whole = fs::read(&path).unwrap();
        let at = whole.windows(from.len()).position(|window| window == from.as_bytes()).unwrap();
        let mut changed = whole.clone();
        changed[at..at + from.len()].copy_from_slice(to.as_bytes());
        fs::write(&path, &changed).unwrap();
        let ran = audit(&sandbox).assert_code(1);
        assert!(ran.stdout.contains("NOT EVERYTHING AGREES"), "{}", ran.stdout);
        fs::write(&path, &whole).unwrap();
        ran
    };
    edit(
        "letters.dat",
        "Message-ID: <2026-11-suzhou-fire.c-007",
        "Message-ID: <2026-11-suzhou-fire.c-008",
    )
    .complains(&["the letter to `c-007`", "letters.dat", "was changed"]);
    edit("letters.jsonl", "henrik.sandvall@", "henrik.sandwall@").complains(&[
        "letters.jsonl:",
        "the letter to `c-007`",
        "this line was changed",
    ]);
    edit("proof.json", "\"drafter\": \"t-11\"", "\"drafter\": \"t-12\"")
        .complains(&["`proof.json`", "is not what was frozen"]);
    edit("inputs.json", "\"program\"", "\"prognam\"").complains(&["inputs.json"]);
    audit(&sandbox).assert_done();
    // Letters that were frozen and are gone are missed as well; and nothing of them can be sent.
    fs::remove_dir_all(proof_file(&sandbox, "proof.json").parent().unwrap()).unwrap();
    audit(&sandbox).assert_code(1).complains(&["it is not there"]);
    sandbox.run_in("demo", &["export"]).assert_code(1).complains(&["it is not there"]);
}

#[test]
fn a_changed_row_of_the_ledger_is_found_by_its_number() {
    let sandbox = live();
    approve(&sandbox);
    let ledger =
        rusqlite::Connection::open(sandbox.path(format!("{CRISIS}/ledger.sqlite"))).unwrap();
    let triggers: Vec<String> = ledger
        .prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    for trigger in triggers {
        ledger.execute_batch(&format!("DROP TRIGGER \"{trigger}\"")).unwrap();
    }
    let edit = "UPDATE fact SET body = replace(body, 't-13', 't-02') WHERE seq = 3";
    assert_eq!(ledger.execute(edit, []).unwrap(), 1);
    drop(ledger);
    let ran = audit(&sandbox).assert_code(1);
    assert!(ran.stdout.contains("THE LEDGER IS NOT WHOLE"), "{}", ran.stdout);
    assert!(ran.stdout.contains("rests on the 2 facts before the break"), "{}", ran.stdout);
    assert!(ran.stderr.contains('3'), "{}", ran.stderr);
}

#[test]
fn letters_that_nobody_approved_are_found_in_a_whole_ledger() {
    let sandbox = live();
    let args = ["approve", "--as", "t-01", "--yes", "82", "--acknowledge", "all"];
    sandbox.run_in("demo", &args).assert_code(1);
    record(&sandbox, &run(&digest(&sandbox)));
    audit(&sandbox).assert_code(1).complains(&["run 1 sent letters that nobody had approved"]);
}
