//! Getting as far as the first letter.

use super::{Bag, Ended, accepted, relay, send};
use crate::delivery::smtp::mail_server::{At, Certificate, Do, MailServer, Script};
use crate::delivery::smtp::{
    Fault, Garbled, Kind, Mechanism, Relay, Reply, Secret, Secrets, Security, Session, Step, Times,
};
use crate::diagnostic::Diagnostic;
use std::time::Duration;

fn open(relay: &Relay) -> Result<Session, Fault> {
    Session::open(relay, &Secrets::none())
}

fn fault(relay: &Relay) -> Fault {
    open(relay).map(|_| ()).unwrap_err()
}

fn private(server: &MailServer, certificate: &Certificate, security: Security) -> Relay {
    let mut relay = Relay::new("127.0.0.1", server.port(), security);
    relay.times = Times::all(Duration::from_secs(20));
    relay.with_ca(certificate.authority.clone())
}

#[test]
fn e27_letters_go_over_tls_from_the_first_byte_and_after_starttls() {
    let certificate = Certificate::new(&["127.0.0.1"]);
    for (script, security) in [
        (Script::new().with_tls(&certificate), Security::Tls),
        (Script::new().with_starttls(&certificate), Security::StartTls),
        (Script::new().with_starttls(&certificate).lockstep(), Security::StartTls),
    ] {
        let server = MailServer::start(script);
        let relay = private(&server, &certificate, security);
        let mut session = open(&relay).unwrap();
        assert_eq!(session.protection(), Some("TLS 1.3"));
        let mut bag = Bag::numbered(3);
        assert_eq!((session.deliver(&mut bag), bag.told()), (Ended::Drained, accepted(3)));
        session.quit();
        if security == Security::StartTls {
            let hellos = server.commands().iter().filter(|(_, it)| it.starts_with("EHLO")).count();
            assert_eq!(hellos, 2, "what was offered in plain is not to be believed");
        }
        let received = server.finish();
        assert!(received.len() == 3 && received.iter().all(|letter| letter.private));
    }
}

#[test]
fn e27_a_certificate_that_does_not_fit_is_refused() {
    let right = Certificate::new(&["127.0.0.1"]);
    let other_name = Certificate::new(&["mx.other.example"]);
    let words = |certificate: &Certificate, trusted: &Certificate| {
        let server = MailServer::start(Script::new().with_tls(certificate));
        let fault = fault(&private(&server, trusted, Security::Tls));
        assert_eq!(fault.step, Step::Tls);
        assert!(!fault.may_pass());
        match fault.kind {
            Kind::Certificate(words) => words,
            kind => panic!("{kind:?}"),
        }
    };
    assert_eq!(words(&other_name, &other_name), "it was made for another name");
    assert_eq!(
        words(&Certificate::new(&["127.0.0.1"]), &right),
        "no authority that this machine trusts has issued it"
    );
    let bad = Relay::new("127.0.0.1", 1, Security::Tls);
    for pem in
        ["", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"]
    {
        let server = MailServer::start(Script::new());
        let mut relay = bad.clone().with_ca(pem.as_bytes().to_vec());
        relay.port = server.port();
        assert!(matches!(fault(&relay).kind, Kind::Ca(_)), "{pem}");
    }
}

#[test]
fn e27_starttls_is_required_and_must_be_the_last_plain_word() {
    let certificate = Certificate::new(&["127.0.0.1"]);
    let starttls = || Script::new().with_starttls(&certificate);
    for (script, kind) in [
        (Script::new(), Kind::NoStartTls),
        (Script::new().without_ehlo(), Kind::NoStartTls),
        (
            starttls().on(At::StartTls, 0, Do::Say("220 go\r\n250-mx\r\n250 AUTH PLAIN")),
            Kind::Injected,
        ),
        (
            starttls().on(At::StartTls, 0, Do::Say("454 4.7.0 not now")),
            Kind::Said(Reply::of(454, "4.7.0 not now")),
        ),
    ] {
        let server = MailServer::start(script);
        let fault = fault(&private(&server, &certificate, Security::StartTls));
        assert_eq!(fault.kind, kind);
        assert_eq!(fault.step, Step::StartTls);
    }
}

#[test]
fn a_server_without_tls_is_told_from_one_with() {
    let certificate = Certificate::new(&["127.0.0.1"]);
    let server = MailServer::start(Script::new());
    let fault = fault(&private(&server, &certificate, Security::Tls));
    assert!(matches!(fault.kind, Kind::Tls(_)), "{fault}");
    // TLS is expected to begin with the client: the two would wait for each other.
    let server = MailServer::start(Script::new().with_tls(&certificate));
    let mut relay = relay(&server);
    relay.times.greeting = Duration::from_millis(100);
    assert!(matches!(self::fault(&relay).kind, Kind::Late(_)));
}

#[test]
fn an_old_server_is_spoken_to_in_the_old_way() {
    let server = MailServer::start(Script::new().without_ehlo());
    let mut session = open(&relay(&server)).unwrap();
    assert!(!session.offers().extended && session.offers().size.is_none());
    let mut bag = Bag::numbered(2);
    assert_eq!((session.deliver(&mut bag), bag.told()), (Ended::Drained, accepted(2)));
    session.quit();
    let received = server.finish();
    assert_eq!(received[0].mail, "MAIL FROM:<lin@firm.example>");
}

#[test]
fn the_machine_introduces_itself_as_it_is_told() {
    let server = MailServer::start(Script::new());
    let mut relay = relay(&server);
    open(&relay).unwrap().quit();
    relay.hello = Some("desk.firm.example".to_owned());
    open(&relay).unwrap().quit();
    let hellos: Vec<String> = server.commands().into_iter().map(|(_, line)| line).collect();
    assert_eq!(hellos, ["EHLO [127.0.0.1]", "QUIT", "EHLO desk.firm.example", "QUIT"]);
}

#[test]
fn e14_settings_cannot_give_commands() {
    let good = Relay::new("127.0.0.1", 1, Security::Loopback);
    let mut hello = good.clone();
    hello.hello = Some("x\r\nMAIL FROM:<a@b>".to_owned());
    let mut host = good.clone();
    host.host = "mx.firm.example\r\n".to_owned();
    let user = good.with_login(Mechanism::Login, "lin\r\n");
    for relay in [hello, host, user] {
        assert!(matches!(fault(&relay).kind, Kind::Setting(..)));
    }
}

fn with_user() -> Script {
    Script::new().with_user("lin@firm.example", "tulip-42")
}

fn password(text: &str) -> Secrets {
    Secrets::password(Secret::new(text.to_owned()))
}

#[test]
fn one_login_serves_many_letters_in_each_way() {
    let certificate = Certificate::new(&["127.0.0.1"]);
    for mechanism in [Mechanism::Plain, Mechanism::Login, Mechanism::XOAuth2] {
        let server = MailServer::start(with_user().with_tls(&certificate));
        let relay = private(&server, &certificate, Security::Tls);
        let relay = relay.with_login(mechanism, "lin@firm.example");
        let mut session = Session::open(&relay, &password("tulip-42")).unwrap();
        let mut bag = Bag::numbered(3);
        assert_eq!((session.deliver(&mut bag), bag.told()), (Ended::Drained, accepted(3)));
        session.quit();
        let logins = server.commands().iter().filter(|(_, it)| it.starts_with("AUTH")).count();
        assert_eq!(logins, 1);
        let received = server.finish();
        assert!(received.iter().all(|letter| letter.user.as_deref() == Some("lin@firm.example")));
    }
}

/// The server of the tests repeats password and command in its refusal.
#[test]
fn e36_a_refused_login_does_not_show_the_password() {
    for mechanism in [Mechanism::Plain, Mechanism::Login, Mechanism::XOAuth2] {
        let server = MailServer::start(with_user());
        let relay = relay(&server).with_login(mechanism, "lin@firm.example");
        let fault = Session::open(&relay, &password("wrong-tulip")).map(|_| ()).unwrap_err();
        assert_eq!((fault.step, fault.reply().unwrap().code()), (Step::Login, 535));
        assert!(!fault.may_pass());
        let shown = format!("{fault} {fault:?} {:?} {relay:?}", Diagnostic::from(fault.clone()));
        for secret in ["wrong-tulip", "d3JvbmctdHVsaXA"] {
            assert!(!shown.contains(secret), "{mechanism}: {shown}");
        }
    }
}

#[test]
fn a_login_that_cannot_be_is_told_before_anything_is_said() {
    let server = MailServer::start(Script::new().offering(&["AUTH CRAM-MD5 LOGIN"]));
    let relay = relay(&server).with_login(Mechanism::Plain, "lin");
    let fault = Session::open(&relay, &password("tulip")).map(|_| ()).unwrap_err();
    let offered = ["CRAM-MD5", "LOGIN"].map(str::to_owned).to_vec();
    assert_eq!(fault.kind, Kind::NoLogin { wanted: "PLAIN".to_owned(), offered });
    for secrets in [Secrets::none(), password("")] {
        let fault = Session::open(&relay, &secrets).map(|_| ()).unwrap_err();
        assert_eq!(fault.kind, Kind::NoSecret("lin".to_owned()));
    }
    assert!(server.commands().iter().all(|(_, line)| !line.starts_with("AUTH")));
}

#[test]
fn everything_that_can_go_wrong_before_the_first_letter_is_a_calm_fault() {
    let short = Duration::from_millis(300);
    for (at, step) in [(At::Greeting, Step::Greeting), (At::Hello, Step::Hello)] {
        for what in [
            Do::Drop,
            Do::Stall,
            Do::Trickle,
            Do::Garbage,
            Do::Flood,
            Do::Say("421 4.3.2 not now"),
            Do::Say("354 what"),
        ] {
            let server = MailServer::start(Script::new().always(at, what.clone()));
            let mut relay = relay(&server);
            relay.times = Times::all(if matches!(what, Do::Stall | Do::Trickle) {
                short
            } else {
                Duration::from_secs(20)
            });
            let fault = fault(&relay);
            assert_eq!(fault.step, step, "{what:?}");
            let fits = match what {
                Do::Drop => matches!(fault.kind, Kind::Dropped(_)),
                Do::Stall => fault.kind == Kind::Late(short),
                // Short lines make a long time or a long reply, whichever comes first.
                Do::Trickle => matches!(fault.kind, Kind::Late(_)),
                Do::Garbage => fault.kind == Kind::Garbled(Garbled::NoCode),
                Do::Flood => fault.kind == Kind::Garbled(Garbled::Long),
                Do::Say("354 what") => matches!(fault.kind, Kind::Unfit(_)),
                _ => matches!(&fault.kind, Kind::Said(reply) if reply.is_back_off()),
            };
            assert!(fits && fault.may_pass(), "{what:?}: {fault}");
        }
    }
    let server =
        MailServer::start(Script::new().always(At::Greeting, Do::Say("554 5.7.1 go away")));
    let fault = fault(&relay(&server));
    assert!(!fault.may_pass() && fault.reply().is_some_and(Reply::is_permanent));
}

#[test]
fn a_silent_handshake_ends_in_time() {
    let certificate = Certificate::new(&["127.0.0.1"]);
    for at in [At::Connect, At::StartTls] {
        let script = if at == At::Connect {
            Script::new().with_tls(&certificate).on(at, 0, Do::Stall)
        } else {
            // It says yes and then nothing.
            Script::new().with_starttls(&certificate).on(at, 0, Do::Trickle)
        };
        let server = MailServer::start(script);
        let security = if at == At::Connect { Security::Tls } else { Security::StartTls };
        let mut relay = private(&server, &certificate, security);
        relay.times.greeting = Duration::from_millis(150);
        relay.times.hello = Duration::from_millis(150);
        let fault = fault(&relay);
        assert!(matches!(fault.kind, Kind::Late(_)), "{fault}");
    }
}

#[test]
fn nobody_at_the_door_is_told_as_such() {
    let port = MailServer::start(Script::new()).port();
    let mut bag = Bag::numbered(1);
    let fault = fault(&Relay::new("127.0.0.1", port, Security::Loopback));
    assert!(matches!(fault.kind, Kind::Unreachable(_)) && fault.may_pass());
    let finding = Diagnostic::from(fault);
    assert_eq!(finding.title, format!("the mail server `127.0.0.1:{port}` cannot be reached"));
    // The same port, taken by a server again.
    let server = MailServer::start(Script::new());
    assert_eq!(send(&relay(&server), &mut bag), Ended::Drained);
}
