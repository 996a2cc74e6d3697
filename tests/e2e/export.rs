//! The approved bytes by another way than mail (P-33), and who is left out of them.

use crate::sandbox::{NOW, Ran, Sandbox};
use hearten::ledger::{Fact, Ledger, SentByHand, Suppressed};
use hearten::world::SystemWorld;
use std::collections::BTreeMap;

const CRISIS: &str = "demo/crises/2026-11-suzhou-fire";
const OUT: &str = "demo/crises/2026-11-suzhou-fire/out/export";

/// The sample in earnest: a mail server, no rehearsal.
pub(crate) fn live() -> Sandbox {
    let sandbox = Sandbox::with_demo();
    sandbox.edit("demo/hearten.toml", "mode = \"drill\"", "mode = \"live\"");
    sandbox.edit("demo/hearten.toml", "rehearsal = 2026-11-20T10:00:00+08:00\n", "");
    let server = "[mail]\nserver = \"localhost\"\nsecurity = \"loopback\"\nport = 2525\n# [mail]";
    sandbox.edit("demo/hearten.toml", "# [mail]", server);
    sandbox
}

pub(crate) fn approve(sandbox: &Sandbox) {
    for who in ["t-01", "t-13"] {
        let args = ["approve", "--as", who, "--yes", "83", "--acknowledge", "all", "--quiet"];
        sandbox.run_in("demo", &args).assert_done();
    }
}

/// Puts facts on record, as other commands do.
pub(crate) fn record(sandbox: &Sandbox, facts: &[Fact]) {
    let world = SystemWorld::new(NOW.parse().ok());
    let path = sandbox.path(format!("{CRISIS}/ledger.sqlite"));
    let mut ledger = Ledger::open(&world, &path, "ledger.sqlite").unwrap();
    ledger.append(NOW.parse().unwrap(), facts).unwrap();
}

fn export(sandbox: &Sandbox, args: &[&str]) -> Ran {
    sandbox.run_in("demo", &[&["export"], args].concat())
}

/// The frozen messages by contact.
fn frozen(sandbox: &Sandbox) -> BTreeMap<String, Vec<u8>> {
    let files = sandbox.tree(&format!("{CRISIS}/proofs"));
    let file = |name: &str| {
        files.iter().find(|(path, _)| path.ends_with(name)).map(|(_, bytes)| bytes).unwrap()
    };
    let letters = file("letters.dat");
    let index = String::from_utf8(file("letters.jsonl").clone()).unwrap();
    let message = |line: &str| {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let number = |key: &str| usize::try_from(line[key].as_u64().unwrap()).unwrap();
        let bytes = letters[number("offset")..number("offset") + number("length")].to_vec();
        (line["contact"].as_str().unwrap().to_owned(), bytes)
    };
    index.lines().map(message).collect()
}

#[test]
fn p33_the_files_are_the_approved_bytes_behind_their_date() {
    let sandbox = live();
    export(&sandbox, &[]).assert_code(4).complains(&["nobody has approved these letters"]);
    approve(&sandbox);
    let ran = export(&sandbox, &[]).assert_done();
    for words in
        ["83 letters, approved by 沈若岚 (t-01), 温以宁 (t-13)", "hearten log-sent CONTACT"]
    {
        assert!(ran.stdout.contains(words), "{}", ran.stdout);
    }
    let frozen = frozen(&sandbox);
    let files = sandbox.tree(&format!("{OUT}/eml"));
    assert_eq!((files.len(), frozen.len()), (83, 83));
    for (path, bytes) in &files {
        let message = &frozen[path.file_stem().unwrap().to_str().unwrap()];
        let date = b"Date: Fri, 20 Nov 2026 02:00:00 +0000\r\n";
        assert_eq!(*bytes, [date.as_slice(), message].concat(), "{path:?}");
    }
    // A change after approval: nothing is exported, and what was exported stays.
    sandbox.edit("demo/contacts/contacts.csv", "henrik.sandvall@", "h.sandvall@");
    export(&sandbox, &["--mbox"]).assert_code(4).complains(&["the approval is void"]);
    assert_eq!(sandbox.tree(OUT).len(), 83);
}

#[test]
fn p33_a_mailbox_holds_every_letter_once() {
    let sandbox = live();
    approve(&sandbox);
    export(&sandbox, &["--mbox"]).assert_done();
    let text = sandbox.read(format!("{OUT}/letters.mbox").as_str());
    let parser = mail_parser::MessageParser::default();
    let ids: std::collections::BTreeSet<String> =
        mail_parser::mailbox::mbox::MessageIterator::new(text.as_bytes())
            .map(|message| {
                let message = message.unwrap();
                let read = parser.parse(message.contents()).unwrap();
                assert!(read.body_text(0).is_some_and(|text| text.len() > 200));
                read.message_id().unwrap().to_owned()
            })
            .collect();
    assert_eq!(ids.len(), 83);
}

#[test]
fn p33_the_sheets_hold_an_address_list_and_every_letter() {
    let sandbox = live();
    approve(&sandbox);
    export(&sandbox, &["--print"]).assert_done();
    let page = sandbox.read(format!("{OUT}/letters.html").as_str());
    assert_eq!(page.matches("<section class=\"letter\"").count(), 83);
    assert_eq!(page.matches("<td class=\"gone\">").count(), 83);
    for words in ["approved by 沈若岚 (t-01)", "hearten log-sent", "欧阳静姝", "jingshu.ouyang@"]
    {
        assert!(page.contains(words), "{words}");
    }
    assert!(page.contains("default-src 'none'") && !page.contains("NOT APPROVED"));
    assert!(!page.contains("<script") && !page.contains("http-equiv=\"refresh\""));
}

#[test]
fn p21_who_must_not_be_written_to_or_has_the_letter_is_left_out_and_named() {
    let sandbox = live();
    approve(&sandbox);
    let suppressed = |contact: &str| {
        Fact::Suppressed(Suppressed {
            contact: contact.to_owned(),
            by: None,
            reason: "asked us to stop".to_owned(),
        })
    };
    let by_hand = Fact::SentByHand(SentByHand {
        revision: 1,
        contact: "c-002".to_owned(),
        by: "t-07".to_owned(),
        at: NOW.parse().unwrap(),
        way: None,
    });
    record(&sandbox, &[suppressed("c-001"), by_hand]);
    sandbox.run_in("demo", &["log", "c-003", "--outcome", "wrong-person", "--quiet"]).assert_done();
    let ran = export(&sandbox, &["--format", "json"]).assert_done().json();
    assert_eq!(ran["letters"], 80);
    let left_out: BTreeMap<String, String> = ran["left_out"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["contact"].as_str().unwrap().to_owned(), one["why"].to_string()))
        .collect();
    assert!(left_out["c-001"].contains("asked us to stop"));
    assert!(left_out["c-002"].contains("has the letter already"));
    assert!(left_out["c-003"].contains("wrong person"));
    assert_eq!(sandbox.tree(&format!("{OUT}/eml")).len(), 80);
}

#[test]
fn p24_a_drill_exports_letters_that_say_that_nobody_approved_them() {
    let sandbox = Sandbox::with_demo();
    let ran = export(&sandbox, &["--drill", "--eml", "--print", "--mbox"]).assert_done();
    assert!(ran.stdout.contains("DRILL. 83 letters that nobody approved"), "{}", ran.stdout);
    for (path, bytes) in sandbox.tree(&format!("{OUT}/eml")) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(path.to_str().unwrap().starts_with("NOT-APPROVED-"));
        assert!(
            text.contains("X-Hearten: NOT APPROVED") && text.contains("Subject: [NOT APPROVED]")
        );
    }
    let page = sandbox.read(format!("{OUT}/letters.html").as_str());
    assert_eq!(page.matches("NOT APPROVED · an exercise").count(), 84);
    // Approved for a drill is not approved.
    approve(&sandbox);
    export(&sandbox, &[]).assert_code(4).complains(&["approved for a drill", "--drill"]);
}

#[test]
fn a_folder_that_holds_something_is_left_alone() {
    let sandbox = live();
    approve(&sandbox);
    sandbox.write("stick/mine.txt", "mine");
    export(&sandbox, &["--to", "../stick"]).assert_code(1).complains(&["is not empty"]);
    assert_eq!(sandbox.read("stick/mine.txt"), "mine");
    export(&sandbox, &["--to", "../stick/letters"]).assert_done();
    assert_eq!(sandbox.tree("stick/letters/eml").len(), 83);
}
