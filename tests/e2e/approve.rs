//! Approval of exact bytes: who, how many, what voids it, what is signed (P-22, P-23).

use crate::sandbox::{Ran, Sandbox};
use sha2::{Digest, Sha256};
use ssh_key::LineEnding;
use ssh_key::private::{Ed25519Keypair, PrivateKey};
use std::path::PathBuf;

const CRISIS: &str = "demo/crises/2026-11-suzhou-fire";

fn demo(sandbox: &Sandbox, args: &[&str]) -> Ran {
    sandbox.run_in("demo", args)
}

fn approve(sandbox: &Sandbox, who: &str) -> Ran {
    demo(sandbox, &["approve", "--as", who, "--yes", "83", "--acknowledge", "all"])
}

fn state(sandbox: &Sandbox) -> serde_json::Value {
    demo(sandbox, &["approve", "--format", "json"]).json()
}

fn proofs(sandbox: &Sandbox) -> Vec<PathBuf> {
    let folder = sandbox.path(format!("{CRISIS}/proofs"));
    let mut found: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[test]
fn p22_two_people_who_did_not_draft_approve_the_same_bytes() {
    let sandbox = Sandbox::with_demo();
    let before = demo(&sandbox, &["approve"]).assert_code(4);
    before.complains(&["nobody has approved these letters yet", "hearten approve --as NAME"]);

    let first = approve(&sandbox, "t-01").assert_done();
    for words in [
        "DRILL: an exercise",
        "83 recipients in 3 waves",
        "W3 Strategic partners",
        "c-056      P-27  no e-mail address",
        "longest name",
        "drawn by lot",
        "20 per 1m",
        "1 approval missing",
        "hearten approve --as t-13",
    ] {
        assert!(first.stdout.contains(words), "no {words:?} in\n{}", first.stdout);
    }
    assert!(!first.stdout.contains("opposes us"), "the wall holds here too");
    let once = state(&sandbox);
    assert_eq!((once["approved"].as_bool(), once["missing"].as_u64()), (Some(false), Some(1)));
    approve(&sandbox, "沈若岚").assert_done();
    assert_eq!(state(&sandbox)["approvals"].as_array().unwrap().len(), 1, "twice is once");

    // An hour later the second one approves what the first has seen.
    let later = "2026-11-20T11:00:00+08:00";
    let args = ["approve", "--as", "t-13", "--yes", "83", "--acknowledge", "all"];
    sandbox.run_at(later, "demo", &args).assert_done();
    let both = state(&sandbox);
    assert_eq!(both["approved"].as_bool(), Some(true), "{both}");
    assert_eq!(both["digest"], once["digest"]);
    demo(&sandbox, &["approve"]).assert_done();
}

#[test]
fn p22_the_digest_is_made_again_by_hand() {
    let sandbox = Sandbox::with_demo();
    approve(&sandbox, "t-01").assert_done();
    let digest = state(&sandbox)["digest"].as_str().unwrap().to_owned();
    let folder = &proofs(&sandbox)[0];
    let read = |name: &str| std::fs::read(folder.join(name)).unwrap();
    let (manifest, index) = (hex(&read("proof.json")), hex(&read("letters.jsonl")));
    assert_eq!(digest, hex(format!("hearten proof 1\n{manifest}\n{index}\n").as_bytes()));
    assert_eq!(folder.file_name().unwrap().to_str().unwrap(), &digest[..16]);
    // Every message is where its line says, as it says, and goes to its one reader.
    let letters = read("letters.dat");
    let mut bytes = 0;
    for line in String::from_utf8(read("letters.jsonl")).unwrap().lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let number = |key: &str| usize::try_from(line[key].as_u64().unwrap()).unwrap();
        let message = &letters[number("offset")..number("offset") + number("length")];
        assert_eq!(line["sha256"], hex(message));
        let text = String::from_utf8_lossy(message);
        assert!(text.contains(line["to"].as_str().unwrap()) && !text.contains("\nDate:"));
        assert!(text.contains(line["message_id"].as_str().unwrap()));
        bytes += message.len();
    }
    assert_eq!(bytes, letters.len());
    // Roles, attitudes, notes and addresses stay out of what others may read (design rule 3, E-37).
    let manifest = String::from_utf8(read("proof.json")).unwrap();
    for word in ["attitude", "\"role\"", "notes", "xuanhe-robotics.example"] {
        assert!(!manifest.contains(word), "{word}");
    }
    // The same inputs give the same bytes anywhere.
    let other = Sandbox::with_demo();
    approve(&other, "t-02").assert_done();
    assert_eq!(state(&other)["digest"], digest);
}

#[test]
fn p22_who_may_not_approve_is_told_whose_turn_it_is() {
    let sandbox = Sandbox::with_demo();
    approve(&sandbox, "t-11")
        .assert_code(1)
        .complains(&["drafts these letters", "hearten approve --as t-01"]);
    approve(&sandbox, "t-05").assert_code(1).complains(&["is not among the approvers"]);
    approve(&sandbox, "t-99").assert_code(1).complains(&["nobody in the team is `t-99`"]);
    sandbox.edit("demo/contacts/contacts.csv", "jingshu.ouyang@", "jingshu.ouyang@@");
    approve(&sandbox, "t-01").assert_code(1).complains(&["is not an e-mail address"]);
    assert_eq!(proofs(&sandbox), Vec::<PathBuf>::new(), "nothing is frozen with errors");
}

#[test]
fn p23_the_number_is_typed_and_warnings_are_acknowledged() {
    let sandbox = Sandbox::with_demo();
    demo(&sandbox, &["approve", "--as", "t-01"])
        .assert_code(1)
        .complains(&["nobody is there to answer", "--yes 83 --acknowledge all"]);
    demo(&sandbox, &["approve", "--as", "t-01", "--yes", "84", "--acknowledge", "all"])
        .assert_code(1)
        .complains(&["`84` is not the number of recipients", "There are 83 recipients"]);
    demo(&sandbox, &["approve", "--as", "t-01", "--yes", "83"])
        .assert_code(1)
        .complains(&["1 open warning not acknowledged", "check-ins come later"]);
    assert_eq!(state(&sandbox)["approvals"].as_array().unwrap().len(), 0);
    approve(&sandbox, "t-01").assert_done();
    let acknowledged = &state(&sandbox)["approvals"][0]["acknowledged"][0];
    assert!(acknowledged.as_str().unwrap().starts_with("P-12: "), "{acknowledged}");
}

#[test]
fn p23_a_list_far_longer_than_the_last_one_is_pointed_out() {
    let sandbox = Sandbox::with_demo();
    let contacts = sandbox.read("demo/contacts/contacts.csv");
    let few: Vec<&str> = contacts.lines().take(21).collect();
    sandbox.write("demo/contacts/contacts.csv", few.join("\n"));
    // With so few nobody is left whom this action is for.
    sandbox.edit(&format!("{CRISIS}/brief.toml"), "kept_by = \"PB-SUP-6\"", "");
    let checked = demo(&sandbox, &["check", "--format", "json"]).assert_done().json();
    let count = checked["letters"].to_string();
    let args = ["approve", "--as", "t-01", "--yes", &count, "--acknowledge", "all"];
    demo(&sandbox, &args).assert_done();
    sandbox.write("demo/contacts/contacts.csv", contacts);
    let all = approve(&sandbox, "t-01").assert_done();
    assert!(all.stdout.contains("LOOK AGAIN (P-23): 83 recipients"), "{}", all.stdout);
    assert!(all.stdout.contains("letters more"), "{}", all.stdout);
}

#[test]
fn p22_any_change_voids_an_approval_and_is_shown() {
    let sandbox = Sandbox::with_demo();
    approve(&sandbox, "t-01").assert_done();
    approve(&sandbox, "t-13").assert_done();
    let approved = state(&sandbox)["digest"].clone();
    let void = |what: &str| {
        let ran = demo(&sandbox, &["approve"]).assert_code(4);
        assert!(ran.stdout.contains("VOID"), "{what}: {}", ran.stdout);
        demo(&sandbox, &["approve", "--diff"]).assert_done().stdout
    };
    let holds = |what: &str| {
        let now = state(&sandbox);
        assert_eq!((now["approved"].as_bool(), &now["digest"]), (Some(true), &approved), "{what}");
    };
    let brief = format!("{CRISIS}/brief.toml");
    sandbox.edit(&brief, "stayed within hall", "did not leave hall");
    let told = void("a word of the brief");
    assert!(told.contains("stayed within") && told.contains("did not leave"), "{told}");
    sandbox.edit(&brief, "did not leave hall", "stayed within hall");
    holds("the word is back");
    sandbox.edit("demo/contacts/contacts.csv", "henrik.sandvall@", "h.sandvall@");
    let told = void("an address");
    assert!(
        told.contains("Go to another address") && told.contains("c-007: henrik.sandvall@"),
        "{told}"
    );
    sandbox.edit("demo/contacts/contacts.csv", "h.sandvall@", "henrik.sandvall@");
    sandbox.edit("demo/hearten.toml", "# [delivery]", "[delivery]\ncanary = \"10%\"");
    let told = void("the policy");
    assert!(told.contains("policy delivery canary: 2% -> 10%"), "{told}");
    sandbox.edit("demo/hearten.toml", "[delivery]\ncanary = \"10%\"", "# [delivery]");
    sandbox.edit("demo/hearten.toml", "mode = \"drill\"", "# mode\n");
    holds("a comment changes nothing: the letters are frozen again and compared");
    // A talk that is logged afterwards voids nothing (design rule 4).
    demo(&sandbox, &["log", "c-002", "--outcome", "reached", "--note", "knows", "--quiet"])
        .assert_done();
    holds("a call");
    demo(&sandbox, &["log", "c-002", "--outcome", "wrong-person", "--quiet"]).assert_done();
    holds("a wrong person: left out when letters are sent (P-21)");
    let named: Vec<_> = proofs(&sandbox);
    assert_eq!(named.len(), 1, "what was frozen to be compared is gone: {named:?}");
}

#[test]
fn approvals_are_taken_back_and_letters_sent_back() {
    let sandbox = Sandbox::with_demo();
    demo(&sandbox, &["return", "--as", "t-13", "--reason", "early"]).assert_code(1);
    approve(&sandbox, "t-01").assert_done();
    approve(&sandbox, "t-13").assert_done();
    demo(&sandbox, &["approve", "--withdraw", "--as", "t-01", "--reason", "the date"])
        .assert_done();
    demo(&sandbox, &["approve"]).assert_code(4);
    demo(&sandbox, &["approve", "--withdraw", "--as", "t-01"])
        .assert_code(1)
        .complains(&["has not approved these letters"]);
    approve(&sandbox, "t-01").assert_done();
    let back = demo(&sandbox, &["return", "--as", "t-02", "--reason", "wrong date"]).assert_done();
    assert!(back.stdout.contains("Sent back to 顾晓棠 (t-11)"), "{}", back.stdout);
    let told = demo(&sandbox, &["approve"]).assert_code(4).stdout;
    assert!(told.contains("SENT BACK by") && told.contains("wrong date"), "{told}");
    // Who sent them back may think better of it.
    approve(&sandbox, "t-02").assert_done();
    demo(&sandbox, &["approve"]).assert_done();
}

#[test]
fn break_glass_is_for_the_named_few_typed_and_said_loudly() {
    let sandbox = Sandbox::with_demo();
    let alone = |who: &str, yes: &str| {
        demo(
            &sandbox,
            &["approve", "--break-glass", "--as", who, "--reason", "press at 18:00", "--yes", yes],
        )
    };
    alone("t-13", "2026-11-suzhou-fire")
        .assert_code(1)
        .complains(&["may not send without approvals"]);
    alone("t-01", "83").assert_code(1).complains(&["`83` is not the name of the crisis"]);
    let done = alone("t-01", "2026-11-suzhou-fire").assert_done();
    assert!(done.stdout.contains("BREAK-GLASS. 沈若岚 answers alone"), "{}", done.stdout);
    let told = demo(&sandbox, &["approve"]).assert_done().stdout;
    assert!(told.contains("BREAK-GLASS by 沈若岚 (t-01)") && told.contains("press at 18:00"));
    demo(&sandbox, &["approve", "--withdraw", "--as", "t-01"]).assert_done();
    demo(&sandbox, &["approve"]).assert_code(4);
}

fn key(seed: u8) -> PrivateKey {
    PrivateKey::from(Ed25519Keypair::from_seed(&[seed; 32]))
}

#[test]
fn signed_approvals_count_only_when_they_verify() {
    let sandbox = Sandbox::with_demo();
    sandbox.edit("demo/hearten.toml", "# signed = true", "signed = true");
    let args = |extra: &[&str]| {
        let all =
            [&["approve", "--as", "t-01", "--yes", "83", "--acknowledge", "all"], extra].concat();
        demo(&sandbox, &all)
    };
    args(&[]).assert_code(1).complains(&["has to be signed", "--sign ~/.ssh/id_ed25519"]);
    for (name, seed) in [("one", 1), ("two", 2)] {
        sandbox.write(name, key(seed).to_openssh(LineEnding::LF).unwrap().as_bytes());
    }
    args(&["--sign", "../one"]).assert_code(1).complains(&["no file `allowed_signers`"]);
    let public = key(1).public_key().to_openssh().unwrap();
    sandbox
        .write("demo/allowed_signers", format!("t-01 namespaces=\"hearten-approval\" {public}\n"));
    args(&["--sign", "../two"]).assert_code(1).complains(&["does not hold the key"]);
    args(&["--sign", "../none"]).assert_code(1).complains(&["cannot read ../none"]);
    args(&["--sign", "hearten.toml"]).assert_code(1).complains(&["no private key of OpenSSH"]);
    let done = args(&["--sign", "../one"]).assert_done();
    assert!(done.stdout.contains("1 approval missing"), "{}", done.stdout);
    let told = demo(&sandbox, &["approve"]).assert_code(4).stdout;
    assert!(told.contains("signed with SHA256:"), "{told}");
    // Without its key in the file the approval counts no more.
    sandbox.write("demo/allowed_signers", "# nobody\n");
    let told = demo(&sandbox, &["approve"]).assert_code(4).stdout;
    assert!(told.contains("does not count: `allowed_signers` does not hold the key"), "{told}");
}

#[test]
fn a_signature_made_elsewhere_is_taken_when_it_is_over_the_digest() {
    let sandbox = Sandbox::with_demo();
    approve(&sandbox, "t-13").assert_done();
    let digest = state(&sandbox)["digest"].as_str().unwrap().to_owned();
    let public = key(1).public_key().to_openssh().unwrap();
    sandbox.write("demo/allowed_signers", format!("shen.ruolan@lingchuan.example {public}\n"));
    let sign = |text: &str| {
        let signed = key(1).sign("hearten-approval", ssh_key::HashAlg::Sha512, text.as_bytes());
        signed.unwrap().to_pem(LineEnding::LF).unwrap()
    };
    let take = || {
        let signature = ["--signature", "../signature"];
        let args = ["approve", "--as", "t-01", "--yes", "83", "--acknowledge", "all"];
        demo(&sandbox, &[args.as_slice(), signature.as_slice()].concat())
    };
    sandbox.write("signature", sign("something else\n"));
    take().assert_code(1).complains(&["not one of these letters", "ssh-keygen -Y sign"]);
    sandbox.write("signature", "no signature");
    take().assert_code(1).complains(&["no signature of SSH"]);
    sandbox.write("signature", sign(&format!("{digest}\n")));
    take().assert_done();
    assert_eq!(state(&sandbox)["approved"].as_bool(), Some(true));
}
