//! The mail server is tried early: what works, what will not, and what to do, in plain words.

use crate::golden::assert_golden;
use crate::mail_server::{At, Certificate, Do, MailServer, Script};
use crate::sandbox::{Ran, Sandbox};
use std::fmt::Write;

const PASSWORD: &str = "tulip-42";
const USER: &str = "letters@lingchuan.example";

/// The sample workspace with a mail server in its settings.
struct Clinic {
    sandbox: Sandbox,
    server: MailServer,
}

impl Clinic {
    fn new(script: Script, section: &str) -> Self {
        let sandbox = Sandbox::with_demo();
        let server = MailServer::start(script);
        let clinic = Self { sandbox, server };
        clinic.add("mail", section);
        clinic
    }

    /// A server that speaks TLS and wants a login.
    fn private(script: impl FnOnce(Script) -> Script) -> Self {
        let certificate = Certificate::new(&["localhost"]);
        let script = script(Script::new().with_user(USER, PASSWORD)).with_tls(&certificate);
        let clinic = Self::new(script, "security = \"tls\"\nca = \"ca.pem\"\n");
        clinic.sandbox.write("demo/ca.pem", &certificate.authority);
        clinic.login("{ env = \"MAIL_PASSWORD\" }");
        clinic
    }

    /// A server on this machine, without TLS and login.
    fn near(script: Script) -> Self {
        Self::new(script, "security = \"loopback\"\n")
    }

    fn add(&self, section: &str, more: &str) {
        let port = self.server.port();
        let mut text = self.sandbox.read("demo/hearten.toml");
        let _ = write!(text, "\n[{section}]\nserver = \"localhost\"\nport = {port}\n{more}");
        self.sandbox.write("demo/hearten.toml", text);
    }

    fn more(&self, lines: &str) {
        let text = self.sandbox.read("demo/hearten.toml") + lines;
        self.sandbox.write("demo/hearten.toml", text);
    }

    fn login(&self, password: &str) {
        self.more(&format!("user = \"{USER}\"\npassword = {password}\n"));
    }

    fn run(&self, args: &[&str]) -> Ran {
        let mut command = self.sandbox.command("demo");
        let output = command.env("MAIL_PASSWORD", PASSWORD).arg("doctor").args(args).output();
        let ran = self.sandbox.ran(&output.unwrap());
        for text in [&ran.stdout, &ran.stderr] {
            assert!(!text.contains(PASSWORD), "E-36: the password is shown\n{text}");
        }
        ran
    }

    /// What the server heard, without greetings and logins.
    fn heard(&self) -> Vec<String> {
        let verbs = ["EHLO", "AUTH", "QUIT"];
        let all = self.server.commands().into_iter().map(|(_, line)| line);
        all.filter(|line| !verbs.iter().any(|verb| line.starts_with(verb))).collect()
    }

    /// No letter ever leaves.
    fn sent_nothing(self) {
        assert_eq!(self.server.finish(), []);
    }
}

impl Ran {
    /// Fails unless the result holds each of these.
    fn says(self, words: &[&str]) -> Self {
        let single = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let said = single(&self.stdout);
        for word in words {
            assert!(said.contains(&single(word)), "no {word:?} in\n{}", self.stdout);
        }
        self
    }
}

#[test]
fn all_that_works_is_said_line_by_line() {
    let clinic = Clinic::private(|script| script);
    let ran = clinic.run(&["--recipient", "me@lingchuan.example"]).assert_done();
    // The authority of the test has a random name of 32 digits.
    let issuer = ran.stdout.split_whitespace().find(|word| word.len() == 32).unwrap();
    let screen =
        ran.stdout.replace(&clinic.server.port().to_string(), "PORT").replace(issuer, "ISSUER");
    assert_golden("screens/doctor.txt", &screen);
    assert_eq!(
        clinic.heard(),
        ["MAIL FROM:<shen.ruolan@lingchuan.example>", "RCPT TO:<me@lingchuan.example>", "RSET"]
    );
    clinic.sent_nothing();
}

#[test]
fn programs_get_every_check_with_its_mark() {
    let clinic = Clinic::near(Script::new());
    let ran = clinic.run(&["--format", "json"]).assert_done();
    let document = ran.json();
    assert_eq!(document["ok"], true);
    assert_eq!(document["section"], "mail");
    let checks = document["checks"].as_array().unwrap();
    let marks: Vec<&str> = checks
        .iter()
        .filter(|check| check["name"] == "sender")
        .map(|check| check["mark"].as_str().unwrap())
        .collect();
    assert_eq!(marks, ["works"]);
    clinic.sent_nothing();
}

#[test]
fn row_24_a_login_that_a_provider_forbids_is_said_in_plain_words() {
    let refusal = "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. \
                   Visit https://aka.ms/smtp_auth_disabled for more information.";
    let clinic = Clinic::private(|script| script.always(At::Auth, Do::Say(refusal)));
    clinic.run(&[]).assert_code(1).says(&[
        "✗ fails     login      Microsoft 365 does not let programs log in to send",
        "the administrator",
        "5.7.139",
        "· not tried letters",
        "1 thing will not work. No letter was handed over.",
    ]);
    clinic.sent_nothing();
}

#[test]
fn a_wrong_password_is_told_without_it() {
    let clinic = Clinic::private(|script| script);
    clinic.sandbox.edit(
        "demo/hearten.toml",
        "{ env = \"MAIL_PASSWORD\" }",
        "{ command = \"echo wrong-7; echo loud >&2\" }",
    );
    let ran = clinic.run(&[]).assert_code(1).says(&[
        "the command `echo` gives one",
        "✗ fails     login      the server does not accept the password",
    ]);
    assert!(!ran.stdout.contains("wrong-7") && !ran.stderr.contains("loud"), "{ran:#?}");
    clinic.sent_nothing();
}

#[test]
fn e_36_a_secret_that_cannot_be_had_is_told_and_nobody_is_called() {
    for (source, words) in [
        ("{ env = \"NO_SUCH\" }", "the variable `NO_SUCH` gives no secret"),
        ("{ command = \"echo locked >&2; exit 2\" }", "It says: locked"),
        ("{ keyring = \"hearten\" }", "the keyring entry `hearten`"),
    ] {
        let clinic = Clinic::private(|script| script);
        clinic.sandbox.edit("demo/hearten.toml", "{ env = \"MAIL_PASSWORD\" }", source);
        clinic.run(&[]).assert_code(1).says(&["✗ fails     secret", words]);
        assert_eq!(clinic.server.connections(), 0);
    }
}

#[test]
fn e_27_without_starttls_no_password_leaves() {
    let clinic = Clinic::new(Script::new().with_user(USER, PASSWORD), "security = \"starttls\"\n");
    clinic.login("{ env = \"MAIL_PASSWORD\" }");
    clinic.run(&[]).assert_code(1).says(&["✗ fails     tls", "does not offer STARTTLS"]);
    let commands = clinic.server.commands();
    assert!(commands.iter().all(|(_, line)| !line.starts_with("AUTH")), "{commands:?}");
    clinic.sent_nothing();
}

#[test]
fn e_27_a_certificate_of_somebody_else_is_refused() {
    let clinic = Clinic::private(|script| script);
    let other = Certificate::new(&["localhost"]);
    clinic.sandbox.write("demo/ca.pem", &other.authority);
    clinic.run(&[]).assert_code(1).says(&[
        "✗ fails     tls",
        "the certificate of `localhost:",
        "authority that this machine trusts",
    ]);
    clinic.sandbox.write("demo/ca.pem", "no certificate");
    clinic.run(&[]).assert_code(1).says(&["the extra certificates cannot be used"]);
}

#[test]
fn a_server_that_is_silent_or_gone_is_told() {
    let clinic = Clinic::near(Script::new().always(At::Greeting, Do::Stall));
    clinic.more("timeouts = { reply = \"200ms\" }\n");
    clinic.run(&[]).assert_code(1).says(&["✗ fails     connect", "did not answer within"]);
    drop(clinic.server);
    let ran = clinic.sandbox.run_in("demo", &["doctor"]).assert_code(1);
    ran.says(&["✗ fails     connect", "cannot be reached"]);
}

#[test]
fn a_sender_or_recipient_that_is_refused_is_told_in_the_servers_words() {
    let refusal = "550 5.7.60 SMTP; Client does not have permissions to send as this sender";
    let clinic = Clinic::private(|script| script.always(At::Mail, Do::Say(refusal)));
    clinic.run(&["--recipient", "me@lingchuan.example"]).assert_code(1).says(&[
        "✗ fails     sender     the account letters@lingchuan.example may not send as shen.ruolan@lingchuan.example",
        "5.7.60",
        "· not tried recipient",
    ]);
    clinic.sent_nothing();
    let clinic = Clinic::near(Script::new().always(At::Rcpt, Do::Say("550 5.1.1 no such user")));
    clinic.run(&["--recipient", "gone@lingchuan.example"]).assert_code(1).says(&[
        "✓ ok        sender",
        "✗ fails     recipient",
        "5.1.1 no such user",
    ]);
    clinic.sent_nothing();
}

#[test]
fn p_24_partners_are_never_used_to_try_a_server() {
    let clinic = Clinic::near(Script::new());
    for typed in ["partner@other.example", "me@notlingchuan.example", "me", "a@b\r\nX: y"] {
        clinic.run(&["--recipient", typed]).assert_code(1).complains(&[
            "is no address at `lingchuan.example`",
            "--recipient you@lingchuan.example",
        ]);
    }
    assert_eq!(clinic.server.connections(), 0);
}

#[test]
fn letters_that_the_server_cannot_take_are_told_before_the_day() {
    let clinic = Clinic::near(Script::new().offering(&["SIZE 2000", "LIMITS MAILMAX=20"]));
    let contacts = clinic.sandbox.read("demo/contacts/contacts.csv");
    let line = contacts.lines().find(|line| line.contains("c-002,")).unwrap();
    let address = line.split(',').find(|field| field.contains('@')).unwrap();
    let changed = contacts.replace(address, &format!("josé.{address}"));
    clinic.sandbox.write("demo/contacts/contacts.csv", changed);
    clinic.run(&[]).assert_code(1).says(&[
        "✗ fails     size       the longest letter has",
        "✗ fails     smtputf8   the server does not offer SMTPUTF8; 1 contact needs it for the address: c-002",
        "✓ ok        8bitmime   8BITMIME is not offered, and not needed",
        "PIPELINING is not offered",
        "the server takes 20 letters over one connection",
        "2 things will not work",
    ]);
    clinic.sent_nothing();
}

#[test]
fn e_33_the_second_server_and_that_of_drills_are_tried_by_name() {
    let clinic = Clinic::near(Script::new());
    for flag in ["--second", "--drill"] {
        clinic.run(&[flag]).assert_code(1).says(&["✗ fails     settings   there is no section `["]);
    }
    assert_eq!(clinic.server.connections(), 0);
    clinic.add("mail.second", "security = \"loopback\"\nrate = []\n");
    clinic.more("[drill]\ndomains = [\"test.example\"]\n");
    clinic.add("drill.mail", "security = \"loopback\"\n");
    clinic.run(&["--second"]).assert_done().says(&["[mail.second] localhost:", "without a limit"]);
    clinic.run(&["--drill"]).assert_done().says(&["[drill.mail] localhost:"]);
    clinic.sent_nothing();
}

#[test]
fn p_17_a_pace_that_takes_too_long_is_told() {
    let clinic = Clinic::near(Script::new());
    clinic.more("rate = \"5 per 1h\"\n");
    clinic
        .run(&[])
        .assert_done()
        .says(&["! look      pace       83 letters take at least 16 hours at 5 per 1h"]);
}

#[test]
fn a_signing_key_is_read_and_its_place_in_the_dns_is_shown() {
    let clinic = Clinic::near(Script::new());
    clinic.more("[mail.dkim]\nselector = \"k1\"\nkey = \"../dkim.pem\"\n");
    clinic.run(&[]).assert_code(1).says(&["✗ fails     dkim       cannot read ../dkim.pem"]);
    clinic.sandbox.write("dkim.pem", include_bytes!("../fixtures/dkim/rsa.pem"));
    clinic.run(&[]).assert_done().says(&[
        "signed for lingchuan.example with an RSA key that is strong enough",
        "dig +short TXT k1._domainkey.lingchuan.example",
        "v=DKIM1; k=rsa; p=",
    ]);
    clinic.sandbox.edit("demo/hearten.toml", "../dkim.pem", "dkim.pem");
    clinic.sandbox.write("demo/dkim.pem", include_bytes!("../fixtures/dkim/ed25519.pem"));
    clinic.run(&[]).assert_done().says(&["! look      dkim", "the key lies in the workspace"]);
}

#[test]
fn without_a_mail_server_the_rest_is_told_all_the_same() {
    let sandbox = Sandbox::with_demo();
    let ran = sandbox.run_in("demo", &["doctor"]).assert_code(1);
    ran.says(&["there is no section `[mail]`", "docs/mail.md", "✓ ok        from"]);
}

#[test]
fn a_clock_before_what_is_recorded_is_wrong() {
    let clinic = Clinic::near(
        Script::new()
            .always(At::Greeting, Do::Say("220 mx ESMTP ready at Tue, 24 Nov 2026 10:00:00 +0000")),
    );
    let settings = clinic.sandbox.read("demo/hearten.toml");
    let lines: Vec<&str> =
        settings.lines().filter(|line| !line.starts_with("rehearsal = ")).collect();
    clinic.sandbox.write("demo/hearten.toml", lines.join("\n"));
    clinic.sandbox.edit(
        "demo/crises/2026-11-suzhou-fire/brief.toml",
        "started_at = 2026-",
        "started_at = 2096-",
    );
    let ran = clinic.sandbox.run_today(&["-C", "demo", "doctor"]).assert_code(1);
    ran.says(&["✗ fails     clock      the clock says"]);
}
