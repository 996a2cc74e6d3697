//! Where each letter stands, and what a person may say of it: `status`, `settle`, `retry`,
//! `suppress`, `log-sent`.

use crate::sandbox::{NOW, Ran, Sandbox};
use hearten::ledger::{
    Claim, DeliveryState, Fact, Frozen, Handed, HandedOver, Ledger, Sending, Suppressed,
};
use hearten::proof::frozen::{
    Digest, FORMAT, Fingerprint, Manifest, ManifestCounts, SendingPolicy,
};
use hearten::world::SystemWorld;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::fmt::Write as _;

const LEDGER: &str = "plain/crises/plant/ledger.sqlite";

const CONTACTS: &str = "\
id,account,family_name,given_name,email,language,owner
c-1,a-1,Schmidt,Anna,anna.schmidt@northwind.example,en,t-1
c-2,a-012,Ray,Bob,bob@southwind.example,en,t-03
c-3,a-012,王,建国,wang@southwind.example,zh-CN,t-03
c-4,a-012,Moreau,Claire,claire@southwind.example,en,t-03
c-5,a-012,Fox,Dana,dana@southwind.example,en,t-03
c-6,a-012,Lund,Eva,eva@southwind.example,en,t-03
";

fn now() -> Timestamp {
    NOW.parse().unwrap()
}

struct Desk(Sandbox);

impl Desk {
    fn new() -> Self {
        let sandbox = Sandbox::plain();
        sandbox.write("plain/contacts/contacts.csv", CONTACTS);
        Self(sandbox)
    }

    /// A desk whose letters are frozen, in another order than that of ids, and all but one went out.
    fn sent() -> Self {
        let desk = Self::new();
        let digest = desk.freeze(&[
            ("c-6", "Eva Lund"),
            ("c-1", "Anna Schmidt"),
            ("c-2", "Bob Ray"),
            ("c-3", "王建国"),
            ("c-4", "Claire Moreau"),
            ("c-5", "Dana Fox"),
        ]);
        desk.tell(
            LEDGER,
            &[
                Fact::Frozen(Frozen { digest, revision: 2, letters: 6, by: None }),
                Fact::Sending(Sending {
                    run: 1,
                    revision: 2,
                    contacts: ids(&["c-1", "c-2", "c-3", "c-4", "c-5"]),
                }),
                handed(&[
                    ("c-1", DeliveryState::Accepted, "250 2.0.0 Ok: queued as 4Vb"),
                    ("c-2", DeliveryState::Refused, "550 5.1.1 no such user"),
                    ("c-3", DeliveryState::Unknown, "the connection broke after the last byte"),
                    ("c-4", DeliveryState::Deferred, "451 4.7.1 come back later"),
                ]),
            ],
        );
        desk
    }

    /// Records facts as a run of sending would.
    fn tell(&self, ledger: &str, facts: &[Fact]) {
        let world = SystemWorld::new(Some(now()));
        let mut ledger = Ledger::open(&world, &self.0.path(ledger), "ledger.sqlite").unwrap();
        ledger.append(now(), facts).unwrap();
    }

    /// Writes a proof with letters to these, in this order, and gives its digest.
    fn freeze(&self, letters: &[(&str, &str)]) -> String {
        let mut index = String::new();
        for (offset, (contact, name)) in letters.iter().enumerate() {
            let sha256 = Fingerprint::of(b"x");
            let mut line = format!(
                r#"{{"contact":"{contact}","name":"{name}","account":"A","to":"a@b.example","wave":3,"language":"en","subject":"s","message_id":"<m>","length":1,"sha256":"{sha256}","offset":{offset}"#
            );
            let check = &Fingerprint::of(line.as_bytes()).to_string()[..16];
            let _ = write!(line, ",\"check\":\"{check}\"}}");
            let _ = writeln!(index, "{line}");
        }
        let count = letters.len() as u64;
        let manifest = Manifest {
            format: FORMAT.to_owned(),
            crisis: "plant".to_owned(),
            kind: "accident".to_owned(),
            phase: "letter".to_owned(),
            revision: 2,
            mode: "live".to_owned(),
            organisation: BTreeMap::new(),
            from: BTreeMap::new(),
            reply_to: BTreeMap::new(),
            envelope_sender: "a@b.example".to_owned(),
            languages: vec!["en".to_owned()],
            drafter: None,
            frozen_at: now(),
            counts: ManifestCounts { contacts: count, letters: count, left_out: 0, bytes: count },
            waves: Vec::new(),
            policy: SendingPolicy::default(),
            seeds: Vec::new(),
            attachments: Vec::new(),
            left_out: Vec::new(),
        };
        let manifest = serde_json::to_string(&manifest).unwrap();
        let prints = (Fingerprint::of(manifest.as_bytes()), Fingerprint::of(index.as_bytes()));
        let digest = Digest::of(&prints.0, &prints.1);
        let folder = format!("plain/crises/plant/proofs/{}", digest.short());
        self.0.write(&format!("{folder}/proof.json"), manifest);
        self.0.write(&format!("{folder}/letters.jsonl"), index);
        self.0.write(&format!("{folder}/letters.dat"), "x".repeat(letters.len()));
        digest.as_str().to_owned()
    }

    fn run(&self, args: &[&str]) -> Ran {
        self.0.run_in("plain", args)
    }

    /// Where each letter stands, by id.
    fn states(&self) -> BTreeMap<String, String> {
        let json = self.run(&["status", "--format", "json"]).json();
        let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        let rows = json["letters"].as_array().unwrap();
        rows.iter().map(|row| (text(&row["contact"]), text(&row["state"]))).collect()
    }
}

fn ids(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

fn handed(letters: &[(&str, DeliveryState, &str)]) -> Fact {
    let letter = |(contact, state, words): &(&str, DeliveryState, &str)| Handed {
        contact: (*contact).to_owned(),
        state: *state,
        at: now(),
        relay: Some("mail.example".to_owned()),
        words: (*words).to_owned(),
        date: None,
        again_at: (*state == DeliveryState::Deferred)
            .then(|| "2026-11-20T02:15:00Z".parse().unwrap()),
    };
    Fact::HandedOver(HandedOver {
        run: 1,
        revision: 2,
        letters: letters.iter().map(letter).collect(),
    })
}

#[test]
fn status_tells_everybody_in_the_order_of_sending_and_what_to_do() {
    let desk = Desk::sent();
    let ran = desk.run(&["status"]).assert_code(3);
    assert_eq!(ran.stderr, "");
    let (head, rest) = ran.stdout.split_once('\n').unwrap();
    assert!(head.starts_with("Revision 2 of the letters, "), "{head}");
    assert!(head.ends_with(", frozen 2026-11-20 10:00. Times in Asia/Shanghai."), "{head}");
    assert_eq!(
        rest,
        "queued    c-6  Eva Lund\n\
         accepted  c-1  Anna Schmidt   2026-11-20 10:00  250 2.0.0 Ok: queued as 4Vb\n\
         refused   c-2  Bob Ray        2026-11-20 10:00  550 5.1.1 no such user\n\
         unknown   c-3  王建国         2026-11-20 10:00  the connection broke after the last byte\n\
         deferred  c-4  Claire Moreau  2026-11-20 10:00  451 4.7.1 come back later (again at 2026-11-20 10:15)\n\
         unknown   c-5  Dana Fox       2026-11-20 10:00  the run ended without a word\n\
         6 letters: 1 queued · 1 accepted · 1 refused · 1 deferred · 2 unknown.\n\
         5 contacts have not got it.\n\
         Next: hearten settle c-3 --arrived | --send-again --as NAME --reason \"…\"\n\
         Next: hearten retry c-2   or correct the address\n\
         Next: hearten send\n"
    );
    let missing = desk.run(&["status", "--missing", "--quiet"]).assert_code(3).stdout;
    assert!(!missing.contains("c-1") && missing.contains("c-6") && !missing.contains("Next"));
    assert!(missing.contains("6 letters:"), "{missing}");
}

#[test]
fn status_is_read_by_programs_and_spreadsheets() {
    let desk = Desk::sent();
    let json = desk.run(&["status", "--format", "json"]).assert_code(3).json();
    assert_eq!(json["ok"], false);
    assert_eq!((&json["revision"], &json["letters"][0]["contact"]), (&2.into(), &"c-6".into()));
    assert_eq!(json["letters"][4]["again_at"], "2026-11-20T02:15:00Z");
    assert_eq!((&json["counts"]["missing"], &json["counts"]["unknown"]), (&5.into(), &2.into()));
    let csv = desk.run(&["status", "--missing", "--format", "csv"]).assert_code(3);
    assert_eq!(csv.stderr, "");
    let mut lines = csv.stdout.lines();
    assert_eq!(
        lines.next().unwrap(),
        "contact,name,account,wave,state,left_out,attempts,at,again_at,by_hand,relay,words"
    );
    assert_eq!(lines.next().unwrap(), "c-6,Eva Lund,A,3,queued,,0,,,,,");
    assert_eq!(lines.count(), 4);
    // No other command has a table.
    desk.run(&["roster", "--format", "csv"]).assert_code(2).complains(&["hearten status"]);
}

#[test]
fn status_before_anything_was_sent_says_so() {
    let desk = Desk::new();
    let ran = desk.run(&["status"]).assert_done();
    assert_eq!(ran.stdout, "No letters have been approved or sent yet.\n");
    let ran = desk.run(&["status", "--drill"]).assert_done();
    assert!(
        ran.stdout.starts_with("A DRILL:") && ran.stdout.contains("No drill"),
        "{}",
        ran.stdout
    );
    desk.run(&["retry"]).assert_done();
    desk.run(&["log-sent", "c-1", "--by", "t-1", "--at", "09:00"])
        .assert_code(1)
        .complains(&["no letters have been approved or sent yet"]);
    assert!(!desk.0.path(LEDGER).exists());
}

#[test]
fn p24_a_drill_has_a_ledger_of_its_own() {
    let desk = Desk::sent();
    let drill = "plain/crises/plant/out/drill/ledger.sqlite";
    desk.tell(
        drill,
        &[
            Fact::Sending(Sending { run: 1, revision: 2, contacts: ids(&["c-6"]) }),
            handed(&[("c-6", DeliveryState::Accepted, "written to out/outbox/1/W3/c-6.eml")]),
        ],
    );
    let told = desk.run(&["status", "--drill"]).assert_code(3).stdout;
    assert!(told.contains("6 letters: 5 queued · 1 accepted."), "{told}");
    assert_eq!(desk.states()["c-6"], "queued");
    // A drill that was damaged is nobody's trouble but its own.
    desk.0.write(drill, "x".repeat(5000));
    desk.run(&["status", "--drill"]).assert_code(1);
    desk.run(&["status"]).assert_code(3);
}

#[test]
fn e_23_only_a_person_settles_what_nobody_knows() {
    let desk = Desk::sent();
    let settle = |args: &[&str]| {
        desk.run(&[&["settle"], args, &["--as", "Tomas Dvorak", "--reason", "asked"]].concat())
    };
    let told = settle(&["c-3", "--arrived"]).assert_done().stdout;
    assert_eq!(
        told,
        "Recorded: the letter to 王建国 (c-3) has arrived. It does not go again.\n\
         Next: hearten status\n"
    );
    // One that a run left without a word can be settled as well.
    let told = settle(&["Dana", "Fox", "--send-again"]).assert_done().stdout;
    assert!(told.contains("It goes with the next run."), "{told}");
    let states = desk.states();
    assert_eq!((states["c-3"].as_str(), states["c-5"].as_str()), ("accepted", "queued"));
    let words = desk.run(&["status"]).stdout;
    assert!(words.contains("arrived, says t-03: asked"), "{words}");
    settle(&["c-3", "--send-again"])
        .assert_code(1)
        .complains(&["error[E-23]", "is accepted, so there is nothing to settle"]);
    settle(&["c-2", "--arrived"]).assert_code(1).complains(&["hearten retry c-2"]);
    settle(&["c-9", "--arrived"]).assert_code(1).complains(&[
        "there is no contact `c-9`",
        "hearten settle c-6 --arrived --as \"Tomas Dvorak\" --reason asked",
    ]);
    desk.run(&["settle", "c-3", "--arrived", "--as", "nobody", "--reason", "x"])
        .assert_code(1)
        .complains(&["nobody in the team is `nobody`"]);
    desk.run(&["settle", "c-3", "--as", "t-1", "--reason", "x"]).assert_code(2);
    desk.run(&["settle", "c-3", "--arrived", "--send-again", "--as", "t-1", "--reason", "x"])
        .assert_code(2);
}

#[test]
fn e_28_what_was_put_off_goes_again_and_what_was_refused_only_when_named() {
    let desk = Desk::sent();
    let told = desk.run(&["retry"]).assert_done().stdout;
    assert_eq!(told, "1 letter goes again with the next run.\nNext: hearten send\n");
    let states = desk.states();
    assert_eq!((states["c-4"].as_str(), states["c-2"].as_str()), ("queued", "refused"));
    let told = desk.run(&["retry"]).assert_done().stdout;
    assert!(told.contains("No letter was put off") && told.contains("1 letter refused"), "{told}");
    desk.run(&["retry", "c-1", "c-3", "c-6"]).assert_code(1).complains(&[
        "the letter to Anna Schmidt (c-1) is accepted and is not sent again",
        "the letter to 王建国 (c-3) is unknown and is not sent again",
        "hearten settle c-3 --send-again",
        "the letter to Eva Lund (c-6) is queued",
    ]);
    let json = desk
        .run(&["retry", "c-2", "Bob Ray", "--as", "t-1", "--format", "json"])
        .assert_done()
        .json();
    assert_eq!(json["recorded"][0]["contacts"], serde_json::json!(["c-2"]));
    assert_eq!(json["recorded"][0]["by"], "t-1");
    assert_eq!(desk.states()["c-2"], "queued");
}

#[test]
fn e_28_all_refused_ones_go_again_when_asked_for() {
    let desk = Desk::sent();
    let told = desk.run(&["retry", "--refused"]).assert_done().stdout;
    assert!(told.starts_with("2 letters go again"), "{told}");
    desk.run(&["retry", "--refused", "c-2"]).assert_code(2);
}

#[test]
fn p21_who_is_suppressed_gets_no_letter_and_is_no_missing_one() {
    let desk = Desk::sent();
    let told = desk.run(&["suppress", "Eva Lund", "--reason", "bereaved"]).assert_done().stdout;
    assert_eq!(
        told,
        "Recorded: Eva Lund (c-6) gets no letters for now.\n\
         To take it back: hearten unsuppress c-6 --reason \"…\"\n"
    );
    let told = desk.run(&["status"]).stdout;
    assert!(told.contains("left out  c-6  Eva Lund"), "{told}");
    assert!(told.contains("bereaved") && told.contains("1 left out.\n4 contacts"), "{told}");
    desk.run(&["suppress", "c-6", "--reason", "again"]).assert_code(1).complains(&[
        "error[P-21]",
        "gets no letters already",
        "bereaved",
    ]);
    // Neither preview nor a new approval has a letter for them.
    let left_out = || {
        let json = desk.run(&["preview", "--no-page", "--format", "json"]).json();
        json["totals"]["left_out"].as_u64()
    };
    assert_eq!(left_out(), Some(1));
    desk.run(&["unsuppress", "c-6", "--reason", "asks for it", "--as", "t-1"]).assert_done();
    assert_eq!((desk.states()["c-6"].as_str(), left_out()), ("queued", Some(0)));
    desk.run(&["unsuppress", "c-6", "--reason", "x"])
        .assert_code(1)
        .complains(&["is not suppressed"]);
    desk.run(&["suppress", "c-6", "--reason", " "]).assert_code(1).complains(&["needs a reason"]);
}

#[test]
fn p21_somebody_who_left_the_roster_can_be_taken_back() {
    let desk = Desk::new();
    let (contact, reason) = ("c-gone".to_owned(), "x".to_owned());
    desk.tell(LEDGER, &[Fact::Suppressed(Suppressed { contact, by: None, reason })]);
    desk.run(&["unsuppress", "c-gone", "--reason", "left"]).assert_done();
}

#[test]
fn p33_a_letter_sent_by_hand_counts_and_goes_no_more() {
    let desk = Desk::sent();
    let sent = |args: &[&str]| desk.run(&[&["log-sent"], args].concat());
    let told = sent(&["c-6", "--by", "t-03", "--at", "09:40", "--way", "letter"]).assert_done();
    assert!(told.stdout.contains("Eva Lund (c-6) has got the letter by another way"));
    let status = desk.run(&["status"]).stdout;
    assert!(
        status.contains("accepted  c-6  Eva Lund       2026-11-20 09:40  by hand, by t-03: letter"),
        "{status}"
    );
    sent(&["c-6", "--by", "t-03", "--at", "09:50"]).assert_code(1).complains(&[
        "Eva Lund (c-6) has got the letter already",
        "It was sent by another way, by t-03.",
    ]);
    sent(&["c-1", "--by", "t-03", "--at", "09:50"])
        .assert_code(1)
        .complains(&["The mail server has taken it"]);
    sent(&["c-2", "--by", "t-03", "--at", "23:50"]).assert_code(1).complains(&["still to come"]);
    // What nobody knows, and what a run left, is settled by it.
    for contact in ["c-2", "c-3", "c-4", "c-5"] {
        sent(&[contact, "--by", "Helena Brandt", "--at", "09:50"]).assert_done();
    }
    let told = desk.run(&["status"]).assert_done().stdout;
    assert!(told.ends_with("6 letters: 6 accepted.\nEverybody who is to have it has it.\n"));
}

#[test]
fn next_names_what_a_person_decides() {
    let desk = Desk::sent();
    let brief = "plain/crises/plant/brief.toml";
    let text = desk.0.read(brief);
    desk.0.write(brief, format!("revision = 2\n{text}"));
    let next = desk.run(&["next"]).assert_done().stdout;
    for words in ["has gone; W", "3 letters refused or unknown: `hearten status --missing`"] {
        assert!(next.contains(words), "{words}: {next}");
    }
}

#[test]
fn a_proof_that_was_changed_is_told_and_the_ledger_still_speaks() {
    let desk = Desk::sent();
    let files = desk.0.tree("plain/crises/plant/proofs");
    let index = files.keys().find(|path| path.ends_with("letters.jsonl")).unwrap();
    let path = format!("plain/crises/plant/proofs/{}", index.display());
    desk.0.edit(&path, "Anna Schmidt", "Anna Schmitt");
    let ran = desk.run(&["status"]).assert_code(1).complains(&["is not what was frozen"]);
    assert!(ran.stdout.contains("accepted  c-1"), "{}", ran.stdout);
}

#[test]
fn e_25_what_is_known_is_settled_while_others_go_out_and_what_is_on_its_way_is_left_alone() {
    let desk = Desk::sent();
    let world = SystemWorld::new(Some(now()));
    let mut ledger = Ledger::open(&world, &desk.0.path(LEDGER), "ledger.sqlite").unwrap();
    ledger
        .run(&now, |recorder| {
            let claim = recorder.claim(2, "c-6").wait().unwrap();
            assert_eq!(claim, Claim::Granted);
            let told = desk.run(&["status"]).assert_code(3).stdout;
            assert!(told.contains("sending   c-6"), "{told}");
            assert!(told.contains("A run goes on: process "), "{told}");
            let settle = |contact: &str| {
                let by = ["--arrived", "--as", "t-1", "--reason", "x"];
                desk.run(&[&["settle", contact], &by[..]].concat())
            };
            settle("c-3").assert_done();
            settle("c-6").assert_code(1).complains(&["is sending", "nothing to settle"]);
            let by_hand =
                |contact: &str| desk.run(&["log-sent", contact, "--by", "t-1", "--at", "09:40"]);
            by_hand("c-4").assert_done();
            by_hand("c-6").assert_code(1).complains(&["is sending and cannot become accepted"]);
            // The run learns of it.
            let claim = recorder.claim(2, "c-4").wait().unwrap();
            assert_eq!(claim, Claim::Denied(DeliveryState::Accepted));
        })
        .unwrap();
    assert_eq!(desk.states()["c-6"], "unknown");
}
