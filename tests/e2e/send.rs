//! Letters are handed over: in a drill to files, in earnest to a mail server, each exactly once.

use crate::mail_server::{At, Do, MailServer, Received, Script};
use crate::sandbox::{Ran, Sandbox};
use jiff::{Timestamp, ToSpan};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};

const CRISIS: &str = "demo/crises/2026-11-suzhou-fire";

/// No limit, nothing watched, nothing waited for, no samples.
const AT_ONCE: &str = "rate = []\n\n[delivery]\nseeds = []\nundo = \"0s\"\ncanary = \"0%\"\ncanary_least = 0\n\
                       canary_watch = \"0s\"\nwave_watch = \"0s\"\n";

/// The sample workspace in live mode, with a mail server of ours.
pub(crate) struct Office {
    pub(crate) sandbox: Sandbox,
    pub(crate) server: MailServer,
}

impl Office {
    /// A crisis that began today; letters are not approved yet. `rest` stands behind `[mail]`.
    pub(crate) fn new(script: Script, rest: &str) -> Self {
        let sandbox = Sandbox::with_demo();
        let server = MailServer::start(script);
        let text = sandbox.read("demo/hearten.toml");
        let text = text.replace("mode = \"drill\"", "mode = \"live\"");
        let held = text.lines().filter(|line| !line.starts_with("rehearsal"));
        let text: Vec<&str> = held.collect();
        let port = server.port();
        let mail = format!(
            "\n\n[mail]\nserver = \"127.0.0.1\"\nport = {port}\nsecurity = \"loopback\"\n{rest}"
        );
        sandbox.write("demo/hearten.toml", text.join("\n") + &mail);
        let brief = format!("{CRISIS}/brief.toml");
        let text = moved_to_today(&sandbox.read(&brief));
        sandbox.write(&brief, text);
        Self { sandbox, server }
    }

    /// The same, approved by two.
    pub(crate) fn approved(script: Script, rest: &str) -> Self {
        let office = Self::new(script, rest);
        office.approve();
        office
    }

    pub(crate) fn approve(&self) {
        for who in ["t-01", "t-13"] {
            self.run(&["approve", "--as", who, "--yes", "83", "--acknowledge", "all"])
                .assert_done();
        }
    }

    /// The program on the machine's own clock.
    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        self.sandbox.run_today(&[&["-C", "demo"], args].concat())
    }

    /// The digest that is approved.
    pub(crate) fn digest(&self) -> String {
        let state = self.run(&["approve", "--format", "json"]).json();
        state["digest"].as_str().unwrap().to_owned()
    }

    pub(crate) fn send(&self, args: &[&str]) -> Ran {
        let digest = self.digest();
        self.run(&[&["send", "--any-hour", "--yes-send", &digest], args].concat())
    }

    /// A run that goes on by itself.
    pub(crate) fn spawn(&self) -> Child {
        self.spawn_with(&[])
    }

    fn spawn_with(&self, args: &[&str]) -> Child {
        let digest = self.digest();
        let mut command = Command::new(env!("CARGO_BIN_EXE_hearten"));
        command
            .env_clear()
            .current_dir(self.sandbox.path("demo"))
            .args(["send", "--any-hour", "--yes-send", &digest])
            .args(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command.spawn().unwrap()
    }

    /// How many letters are in each state, by the ledger's words.
    pub(crate) fn states(&self) -> BTreeMap<String, usize> {
        let mut states = BTreeMap::new();
        for (_, state) in self.status() {
            *states.entry(state).or_default() += 1;
        }
        states
    }

    /// Every contact's state.
    pub(crate) fn status(&self) -> BTreeMap<String, String> {
        let status = self.run(&["status", "--format", "json"]).json();
        let word = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        let letters = status["letters"].as_array().unwrap();
        letters.iter().map(|one| (word(&one["contact"]), word(&one["state"]))).collect()
    }

    /// What the server keeps, by recipient; fails when somebody got two.
    pub(crate) fn arrived(received: &[Received]) -> BTreeSet<String> {
        let kept: Vec<String> = received
            .iter()
            .filter(|one| one.is_kept())
            .map(|one| one.recipient().to_owned())
            .collect();
        let each: BTreeSet<String> = kept.iter().cloned().collect();
        assert_eq!(each.len(), kept.len(), "somebody got a letter twice");
        each
    }
}

/// The sample's brief as of today: in earnest no clock stands still. What is promised is far off.
fn moved_to_today(brief: &str) -> String {
    let now = Timestamp::now().in_tz("Asia/Shanghai").unwrap();
    let hour = |hours: i64| {
        let at = now.checked_add(hours.hours()).unwrap();
        at.strftime("%Y-%m-%dT%H:00:00+08:00").to_string()
    };
    let far = now.checked_add(30.days()).unwrap().date();
    let line = |line: &str| match line.split_once(" = ") {
        Some(("started_at", _)) => format!("started_at = {}", hour(-5)),
        Some(("next_update_at", _)) => format!("next_update_at = {}", hour(24)),
        Some(("due", _)) => format!("due = {far}"),
        _ => line.to_owned(),
    };
    brief.lines().map(line).collect::<Vec<_>>().join("\n") + "\n"
}

fn send(sandbox: &Sandbox, args: &[&str]) -> Ran {
    sandbox.run_in("demo", &[&["send"], args].concat())
}

#[test]
fn p24_a_drill_writes_every_letter_to_a_file_and_nothing_leaves() {
    let sandbox = Sandbox::with_demo();
    let ran = send(&sandbox, &[]).assert_done();
    assert!(ran.stdout.contains("DRILL: letters become files; nothing leaves this machine."));
    assert!(ran.stdout.contains("83 letters delivered in the drill"), "{}", ran.stdout);
    let files = sandbox.tree(&format!("{CRISIS}/out/outbox"));
    assert_eq!(files.len(), 83);
    let letter = sandbox.read(&format!("{CRISIS}/out/outbox/W3/c-001.eml"));
    assert!(letter.starts_with("Date: Fri, 20 Nov 2026 02:00:00 +0000\r\nFrom: "), "{letter}");
    // A drill counts for nothing but as an exercise.
    send(&sandbox, &[]).assert_done();
    let live = sandbox.run_in("demo", &["status"]);
    assert!(!live.stdout.contains("accepted"), "{}", live.stdout);
}

#[test]
fn a_drill_goes_on_where_it_stopped_and_begins_anew_when_it_was_complete() {
    let sandbox = Sandbox::with_demo();
    let first = send(&sandbox, &["--wave", "3", "--limit", "5"]).assert_code(3);
    assert!(first.stdout.contains("5 letters delivered"), "{}", first.stdout);
    assert!(first.stdout.contains("30 letters still to go"), "{}", first.stdout);
    let second = send(&sandbox, &[]).assert_done();
    assert!(second.stdout.contains("78 letters delivered"), "{}", second.stdout);
    let third = send(&sandbox, &[]).assert_done();
    assert!(third.stdout.contains("83 letters delivered"), "{}", third.stdout);
}

#[test]
fn p24_a_drill_reaches_no_domain_that_is_not_named() {
    let sandbox = Sandbox::with_demo();
    let server = MailServer::start(Script::new());
    let drill = format!(
        "\n[drill]\ndomains = [\"xuanhe-robotics.example\"]\n\n[drill.mail]\n\
         server = \"127.0.0.1\"\nport = {}\nsecurity = \"loopback\"\n",
        server.port()
    );
    sandbox.write("demo/hearten.toml", sandbox.read("demo/hearten.toml") + &drill);
    send(&sandbox, &["--server"]).assert_done();
    let arrived = Office::arrived(&server.finish());
    assert!(!arrived.is_empty());
    assert!(arrived.iter().all(|to| to.ends_with("@xuanhe-robotics.example")), "{arrived:?}");
    assert_eq!(sandbox.tree(&format!("{CRISIS}/out/outbox")).len(), 83);
}

#[test]
fn p22_without_approvals_nothing_is_sent() {
    let office = Office::new(Script::new(), AT_ONCE);
    let ran = office.run(&["send", "--any-hour"]).assert_code(4);
    let ran = ran.complains(&["nobody has approved these letters yet", "hearten approve"]);
    assert_eq!(ran.stdout, "");
    assert_eq!(office.server.finish().len(), 0);
}

#[test]
fn p22_a_change_after_the_approval_keeps_every_letter_here() {
    let office = Office::approved(Script::new(), AT_ONCE);
    let digest = office.digest();
    office.sandbox.edit(&format!("{CRISIS}/brief.toml"), "All {{", "Almost all {{");
    let ran = office.run(&["send", "--any-hour", "--yes-send", &digest]).assert_code(4);
    ran.complains(&["the approval is void", "hearten approve --diff"]);
    assert_eq!(office.server.finish().len(), 0);
}

#[test]
fn p23_what_is_typed_must_be_what_is_sent() {
    let office = Office::approved(Script::new(), AT_ONCE);
    let wrong = office.run(&["send", "--any-hour", "--yes-send", "0123456789abcdef"]);
    wrong.assert_code(1).complains(&["not the digest of the approved letters"]);
    let unattended = office.run(&["send", "--any-hour"]).assert_code(1);
    unattended.complains(&["nobody is there to confirm", "--yes-send DIGEST"]);
    assert_eq!(office.server.finish().len(), 0);
}

#[test]
fn e25_each_letter_goes_once_as_it_was_approved_and_a_second_run_sends_nothing() {
    let office = Office::approved(Script::new(), AT_ONCE);
    let ran = office.send(&[]).assert_done();
    assert!(ran.stdout.contains("LIVE: letters go to partners."), "{}", ran.stdout);
    assert!(ran.stdout.contains("83 letters accepted by the mail server"), "{}", ran.stdout);
    let again = office.send(&[]).assert_done();
    assert!(again.stdout.contains("Nothing is due. Nothing was sent."), "{}", again.stdout);
    assert_eq!(office.states(), BTreeMap::from([("accepted".to_owned(), 83)]));
    let proofs = office.sandbox.tree(&format!("{CRISIS}/proofs"));
    let frozen = proofs.iter().find(|(path, _)| path.ends_with("letters.dat")).unwrap().1.clone();
    let received = office.server.finish();
    assert_eq!(Office::arrived(&received).len(), 83);
    for letter in received {
        let end = letter.message.windows(2).position(|two| two == b"\r\n").unwrap() + 2;
        let (date, message) = letter.message.split_at(end);
        assert!(date.starts_with(b"Date: "));
        assert!(frozen.windows(message.len()).any(|part| part == message), "{}", letter.rcpt);
    }
}

#[test]
fn e28_refused_and_put_off_are_told_apart_and_never_sent_again_by_themselves() {
    let script = Script::new().on(At::Rcpt, 2, Do::Say("550 5.1.1 no such mailbox")).on(
        At::Rcpt,
        4,
        Do::Say("451 4.7.1 greylisted, try later"),
    );
    let office = Office::approved(script, AT_ONCE);
    let ran = office.send(&[]).assert_code(3);
    assert!(ran.stdout.contains("1 letter refused"), "{}", ran.stdout);
    assert!(ran.stdout.contains("1 letter later, the first at"), "{}", ran.stdout);
    let missing = office.run(&["status", "--missing"]).assert_code(3);
    assert!(missing.stdout.contains("550 5.1.1 no such mailbox"), "{}", missing.stdout);
    assert!(missing.stdout.contains("451 4.7.1 greylisted"), "{}", missing.stdout);
    office.send(&[]).assert_code(3);
    assert_eq!(Office::arrived(&office.server.finish()).len(), 81);
}

#[test]
fn e28_wait_stays_until_what_was_put_off_may_go_again_and_asks_once() {
    let script = Script::new().on(At::Rcpt, 3, Do::Say("451 4.7.1 greylisted")).on(
        At::Rcpt,
        9,
        Do::Say("451 4.7.1 greylisted"),
    );
    let mail = AT_ONCE.replace("[delivery]\n", "[delivery]\nagain_after = [\"1s\"]\n");
    let office = Office::approved(script, &mail);
    let ran = office.send(&["--wait"]).assert_done();
    assert!(ran.stdout.contains("2 letters later"), "{}", ran.stdout);
    assert!(ran.stdout.contains("Waiting until "), "{}", ran.stdout);
    assert_eq!(ran.stdout.matches("LIVE: letters go to partners.").count(), 2);
    assert_eq!(office.states(), BTreeMap::from([("accepted".to_owned(), 83)]));
    assert_eq!(Office::arrived(&office.server.finish()).len(), 83);
}

#[test]
fn p25_a_wait_ends_with_the_stop_file_and_nothing_is_lost() {
    let script = Script::new().on(At::Rcpt, 3, Do::Say("451 4.7.1 greylisted"));
    let mail = AT_ONCE.replace("[delivery]\n", "[delivery]\nagain_after = [\"1h\"]\n");
    let office = Office::approved(script, &mail);
    let mut child = office.spawn_with(&["--wait"]);
    let mut said = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    while !line.starts_with("Waiting until ") {
        line.clear();
        assert!(said.read_line(&mut line).unwrap() > 0, "it ended without waiting");
    }
    office.sandbox.write(&format!("{CRISIS}/stop"), "");
    assert_eq!(child.wait().unwrap().code(), Some(3));
    let mut rest = String::new();
    said.read_to_string(&mut rest).unwrap();
    assert!(rest.contains("Ended (") && rest.contains("`hearten send`"), "{rest}");
    let states = BTreeMap::from([("accepted".to_owned(), 82), ("deferred".to_owned(), 1)]);
    assert_eq!(office.states(), states);
}

#[test]
fn who_sends_is_one_of_the_team() {
    let office = Office::approved(Script::new(), AT_ONCE);
    office.send(&["--as", "t-7"]).assert_code(1).complains(&["nobody in the team is `t-7`"]);
    office.send(&["--as", "Luo Siyuan", "--limit", "1"]).assert_code(3);
    let audit = office.run(&["audit"]).assert_done().stdout;
    assert!(audit.contains(" by 罗思远 (t-04), ended "), "{audit}");
}

/// The same with samples to these people of ours.
fn with_samples(seeds: &str) -> String {
    AT_ONCE.replace("seeds = []", &format!("seeds = {seeds}"))
}

#[test]
fn p18_our_own_people_receive_samples_exactly_as_approved_before_anybody_else_and_once() {
    let office = Office::approved(Script::new(), &with_samples("[\"t-01\", \"t-04\"]"));
    let ran = office.send(&["--limit", "1"]).assert_code(3);
    assert!(ran.stdout.contains("first, to `t-01` and `t-04` each (P-18)."), "{}", ran.stdout);
    let again = office.send(&[]).assert_done();
    assert!(again.stdout.contains("Our own people received samples"), "{}", again.stdout);
    assert_eq!(office.states(), BTreeMap::from([("accepted".to_owned(), 83)]));
    let audit = office.run(&["audit"]).assert_done();
    assert!(audit.stdout.contains("  samples     "), "{}", audit.stdout);
    let proofs = office.sandbox.tree(&format!("{CRISIS}/proofs"));
    let proof =
        |name: &str| proofs.iter().find(|(path, _)| path.ends_with(name)).unwrap().1.clone();
    let manifest: serde_json::Value = serde_json::from_slice(&proof("proof.json")).unwrap();
    let seeds = manifest["seeds"].as_array().unwrap();
    let why: Vec<&str> = seeds.iter().map(|seed| seed["why"].as_str().unwrap()).collect();
    for edge in ["longest name", "shortest name", "most empty fields"] {
        assert!(why.iter().any(|why| why.contains(edge)), "{why:?}");
    }
    let received = office.server.finish();
    let ours = ["shen.ruolan@lingchuan.example", "luo.siyuan@lingchuan.example"];
    let is_ours = |one: &Received| ours.contains(&one.recipient());
    let first = received.iter().position(|one| !is_ours(one)).unwrap();
    assert_eq!(first, 2 * seeds.len(), "samples go first, each once to each");
    assert!(received[first..].iter().all(|one| !is_ours(one)), "and not again");
    let frozen = proof("letters.dat");
    for sample in &received[..first] {
        let end = sample.message.windows(2).position(|two| two == b"\r\n").unwrap() + 2;
        let (date, message) = sample.message.split_at(end);
        assert!(date.starts_with(b"Date: "));
        assert!(frozen.windows(message.len()).any(|part| part == message), "{}", sample.rcpt);
    }
    assert_eq!(received.len(), 83 + first);
}

#[test]
fn p18_a_sample_that_is_refused_keeps_every_letter_here_until_it_arrives() {
    let script = Script::new().on(At::Rcpt, 1, Do::Say("550 5.1.1 no such mailbox"));
    let office = Office::approved(script, &with_samples("[\"t-01\"]"));
    let ran = office.send(&[]).assert_code(3);
    let ran = ran.complains(&[
        "1 sample did not arrive at our own people",
        "To `t-01`: at RCPT TO: 550 5.1.1 no such mailbox",
        "Nothing has gone to partners.",
        "hearten send",
    ]);
    assert!(!ran.stdout.contains("accepted by the mail server"), "{}", ran.stdout);
    assert_eq!(office.states(), BTreeMap::from([("queued".to_owned(), 83)]));
    office.send(&[]).assert_done();
    let audit = office.run(&["audit"]).assert_done();
    assert!(audit.stdout.contains("; 1 did not arrive"), "{}", audit.stdout);
    assert_eq!(office.states(), BTreeMap::from([("accepted".to_owned(), 83)]));
}

#[test]
fn p18_samples_count_for_the_limit_of_the_provider_and_stop_with_the_connection() {
    let script = Script::new().always(At::Mail, Do::Drop);
    let office = Office::approved(script, &with_samples("[\"t-01\"]"));
    let ran = office.send(&[]).assert_code(3);
    ran.complains(&["1 sample did not arrive", "Nothing has gone to partners."]);
    assert_eq!(office.states(), BTreeMap::from([("queued".to_owned(), 83)]));
}

#[test]
fn p18_samples_go_to_the_approvers_unless_others_are_named() {
    let office = Office::new(Script::new(), &AT_ONCE.replace("seeds = []\n", ""));
    let ran = office.run(&["approve", "--as", "t-01", "--yes", "83", "--acknowledge", "all"]);
    let text = ran.assert_done().stdout;
    assert!(text.contains("of these letters go to each of 沈若岚 (t-01), "), "{text}");
    let office = Office::new(Script::new(), &with_samples("[\"t-1\", \"t-04\", \"t-04\"]"));
    office.run(&["check"]).assert_code(1).complains(&["`t-04` stands twice in `delivery.seeds`"]);
    office.sandbox.edit("demo/hearten.toml", ", \"t-04\", \"t-04\"", "");
    office.run(&["check"]).assert_code(1).complains(&["nobody in the team has the id `t-1`"]);
}

#[test]
fn p18_a_drill_with_a_server_sends_samples_to_those_it_may_reach() {
    let sandbox = Sandbox::with_demo();
    let server = MailServer::start(Script::new());
    let drill = format!(
        "\n[delivery]\nseeds = [\"t-01\"]\n\n[drill]\ndomains = [\"lingchuan.example\"]\n\n\
         [drill.mail]\nserver = \"127.0.0.1\"\nport = {}\nsecurity = \"loopback\"\nrate = []\n",
        server.port()
    );
    sandbox.write("demo/hearten.toml", sandbox.read("demo/hearten.toml") + &drill);
    let ran = send(&sandbox, &["--server"]).assert_done();
    assert!(ran.stdout.contains("first, to `t-01` each (P-18)."), "{}", ran.stdout);
    let received = server.finish();
    assert!(received.len() > 10);
    assert!(received.iter().all(|one| one.recipient() == "shen.ruolan@lingchuan.example"));
}

#[test]
fn p15_three_refusals_among_the_first_stop_the_wave() {
    let script = Script::new().always(At::Rcpt, Do::Say("550 5.1.1 no such mailbox"));
    let office = Office::approved(script, AT_ONCE);
    let ran = office.send(&[]).assert_code(3);
    assert!(ran.stdout.contains("3 refused"), "{}", ran.stdout);
    assert!(ran.stdout.contains("Stopped: 3 of the first 3 letters were refused (P-15)."));
    assert!(office.server.finish().len() <= 4, "no more letters are tried");
}

#[test]
fn e28_refusals_by_policy_name_the_rule() {
    let script = Script::new().always(At::Mail, Do::Say("550 5.7.1 sender not allowed"));
    let office = Office::approved(script, AT_ONCE);
    let ran = office.send(&[]).assert_code(3);
    assert!(ran.stdout.contains("for a rule of its own (5.7.x)"), "{}", ran.stdout);
}

#[test]
fn e23_a_letter_without_an_answer_is_unknown_and_waits_for_a_person() {
    let office = Office::approved(Script::new().on(At::Dot, 1, Do::Drop), AT_ONCE);
    let ran = office.send(&[]).assert_code(3);
    assert!(ran.stdout.contains("1 of unknown state"), "{}", ran.stdout);
    assert!(ran.stdout.contains("hearten settle CONTACT --arrived"), "{}", ran.stdout);
    let status = office.status();
    let unknown: Vec<&String> =
        status.iter().filter(|(_, state)| *state == "unknown").map(|(id, _)| id).collect();
    assert_eq!(unknown.len(), 1);
    office.send(&[]).assert_code(3);
    let contact = unknown[0].as_str();
    let settled = ["settle", contact, "--send-again", "--as", "t-11", "--reason", "not in the log"];
    office.run(&settled).assert_done();
    office.send(&[]).assert_done();
    // The server had taken it down and hung up: the person said that it did not arrive.
    assert_eq!(office.states(), BTreeMap::from([("accepted".to_owned(), 83)]));
}

#[test]
fn p25_a_file_named_stop_keeps_letters_here() {
    let office = Office::approved(Script::new(), AT_ONCE);
    office.sandbox.write(&format!("{CRISIS}/stop"), "");
    let ran = office.send(&[]).assert_code(1);
    ran.complains(&["a file named `stop` keeps letters from leaving", "rm "]);
    assert_eq!(office.server.finish().len(), 0);
}

#[test]
fn p21_who_is_suppressed_after_the_approval_gets_no_letter() {
    let office = Office::approved(Script::new(), AT_ONCE);
    office.run(&["suppress", "c-002", "--reason", "asked us on the phone"]).assert_done();
    let ran = office.send(&[]);
    assert!(ran.stdout.contains("c-002 (asked us on the phone)"), "{}", ran.stdout);
    let arrived = Office::arrived(&office.server.finish());
    assert_eq!(arrived.len(), 82);
    assert!(!arrived.contains("chengyuan.wei@xuanhe-robotics.example"));
}

#[test]
fn e25_a_copy_of_the_folder_does_not_send_until_somebody_takes_over() {
    let office = Office::approved(Script::new(), AT_ONCE);
    office.send(&["--wave", "3", "--limit", "5"]).assert_code(3);
    std::fs::rename(office.sandbox.path("demo"), office.sandbox.path("moved")).unwrap();
    std::fs::rename(office.sandbox.path("moved"), office.sandbox.path("demo")).unwrap();
    office.send(&["--wave", "3", "--limit", "1"]).assert_code(3);
    office.sandbox.copy(&office.sandbox.path("demo"), "copy");
    let digest = office.digest();
    let send = ["-C", "copy", "send", "--any-hour", "--yes-send", &digest, "--limit", "1"];
    let ran = office.sandbox.run_today(&send).assert_code(1);
    ran.complains(&["were sent from another folder", "--take-over REASON --as NAME"]);
    let take = ["--take-over", "the laptop is broken", "--as", "t-11"];
    office.sandbox.run_today(&[&send[..], &take].concat()).assert_code(3);
    assert_eq!(Office::arrived(&office.server.finish()).len(), 7);
}

#[cfg(unix)]
#[test]
fn p25_ctrl_c_ends_after_the_letter_at_hand_and_the_next_run_goes_on() {
    for signal in ["INT", "TERM"] {
        let office = Office::approved(Script::new().lockstep().on(At::Dot, 3, Do::Stall), AT_ONCE);
        let mut child = office.spawn();
        office.server.wait_for(At::Dot, 4);
        let id = child.id().to_string();
        Command::new("kill").args([&format!("-{signal}"), &id]).status().unwrap();
        // The letter at hand still waits for its answer: a second signal ends it at once.
        Command::new("kill").args([&format!("-{signal}"), &id]).status().unwrap();
        assert!(!child.wait().unwrap().success());
        office.send(&[]).assert_code(3);
        let states = office.states();
        assert_eq!(states.get("unknown"), Some(&1), "{states:?}");
        assert_eq!(states.get("accepted"), Some(&82), "{states:?}");
        Office::arrived(&office.server.finish());
    }
}

#[test]
fn e25_two_runs_at_once_do_not_both_send() {
    let office = Office::approved(Script::new().on(At::Mail, 0, Do::Stall), AT_ONCE);
    let mut first = office.spawn();
    office.server.wait_for(At::Mail, 1);
    let second = office.send(&[]).assert_code(1);
    second.complains(&["somebody else is", &format!("process {}", first.id())]);
    first.kill().unwrap();
    first.wait().unwrap();
    office.send(&[]).assert_done();
    assert_eq!(Office::arrived(&office.server.finish()).len(), 83);
}
