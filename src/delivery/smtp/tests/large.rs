//! Letters that are too long to be with the system at once: what did not leave was not sent.

use super::{Bag, Ended, Mail, accepted, end, send};
use crate::delivery::smtp::mail_server::{At, Certificate, Do, MailServer, Script};
use crate::delivery::smtp::{AsMail as _, Outcome, Relay, Security, Step, Times};
use std::time::Duration;

fn large(number: usize) -> Mail {
    let mut mail = Mail::numbered(number);
    let line = [vec![b'x'; 900].as_slice(), b"\r\n.\r\n"].concat();
    while mail.message.len() < 25 << 20 {
        mail.message.extend_from_slice(&line);
    }
    mail
}

fn in_every_way(script: &Script, test: impl Fn(MailServer, Relay)) {
    let certificate = Certificate::new(&["127.0.0.1"]);
    for pipelining in [true, false] {
        let server = MailServer::start(script.clone());
        test_with(server, Relay::new("127.0.0.1", 0, Security::Loopback), pipelining, &test);
        let server = MailServer::start(script.clone().with_tls(&certificate));
        let relay =
            Relay::new("127.0.0.1", 0, Security::Tls).with_ca(certificate.authority.clone());
        test_with(server, relay, pipelining, &test);
    }
}

fn test_with(
    server: MailServer,
    mut relay: Relay,
    pipelining: bool,
    test: impl Fn(MailServer, Relay),
) {
    relay.port = server.port();
    relay.pipelining = pipelining;
    relay.times = Times::all(Duration::from_mins(1));
    test(server, relay);
}

fn script() -> Script {
    Script::new().offering(&["PIPELINING"])
}

#[test]
fn twenty_five_megabytes_arrive_byte_for_byte() {
    in_every_way(&script(), |server, relay| {
        let mut bag = Bag::of([large(0), Mail::numbered(1)]);
        assert_eq!((send(&relay, &mut bag), bag.told()), (Ended::Drained, accepted(2)));
        let received = server.finish();
        let (mail, got) = (large(0), &received[0].message);
        assert!(*got == [mail.head(), &mail.message].concat());
        assert_eq!(received.len(), 2);
    });
}

#[test]
fn e23_a_long_letter_that_is_cut_off_was_not_sent() {
    for what in [Do::Drop, Do::Stall] {
        in_every_way(&script().on(At::Body(100_000), 0, what), |server, mut relay| {
            relay.times.body = Duration::from_millis(400);
            let mut bag = Bag::of([large(0), Mail::numbered(1), Mail::numbered(2)]);
            assert_eq!(end(&send(&relay, &mut bag)), "lost");
            assert_eq!(bag.told()[0].1, "not sent at the body");
            assert!(bag.told().iter().skip(1).all(|(_, told)| told == "not sent at MAIL FROM"));
            assert!(server.finish().is_empty());
        });
    }
}

/// What a server says in the middle of a long letter is its answer, and the rest is not sent.
#[test]
fn e23_a_long_letter_that_is_refused_on_the_way_is_refused() {
    for words in [Do::SayAndDrop("552 5.3.4 too long"), Do::Say("552 5.3.4 too long")] {
        in_every_way(&script().on(At::Body(100_000), 0, words), |server, relay| {
            let mut bag = Bag::of([large(0), Mail::numbered(1)]);
            assert_eq!(end(&send(&relay, &mut bag)), "lost");
            let told = bag.outcomes[0].1.clone();
            assert!(matches!(&told, Outcome::Refused { step: Step::Body, .. }), "{told:?}");
            assert!(server.finish().is_empty());
        });
    }
}

#[test]
fn a_server_that_wants_to_be_left_alone_in_the_middle_is_left_alone() {
    let script = script().on(At::Body(100_000), 0, Do::Say("421 4.3.2 closing"));
    in_every_way(&script, |server, relay| {
        let mut bag = Bag::of([large(0), Mail::numbered(1)]);
        assert_eq!(end(&send(&relay, &mut bag)), "back off");
        assert_eq!(bag.told()[0].1, "deferred at the body");
        assert!(server.finish().is_empty());
    });
}
