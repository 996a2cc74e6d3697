//! What is said, in which order, and how often.

use super::{Bag, Ended, Mail, Outcome, accepted, end, kept, relay, send};
use crate::delivery::smtp::mail_server::{At, Do, MailServer, Script};
use crate::delivery::smtp::{AsMail as _, Kind, Reply, Secrets, Session, Step, Times};
use std::time::Duration;

fn verbs(server: &MailServer) -> Vec<String> {
    let first = |line: &str| line.split([' ', ':']).next().unwrap_or_default().to_owned();
    server.commands().iter().map(|(_, line)| first(line)).collect()
}

#[test]
fn every_letter_arrives_byte_for_byte_in_either_way() {
    for script in [Script::new(), Script::new().lockstep()] {
        let server = MailServer::start(script);
        let mut bag = Bag::numbered(5);
        let ended = send(&relay(&server), &mut bag);
        assert_eq!((ended, bag.told()), (Ended::Drained, accepted(5)));
        let commands = verbs(&server).join(" ");
        assert_eq!(commands, format!("EHLO{} QUIT", " MAIL RCPT DATA".repeat(5)));
        for (number, letter) in server.finish().iter().enumerate() {
            let mail = Mail::numbered(number);
            assert_eq!(letter.message, [mail.head(), &mail.message].concat());
            assert_eq!(letter.recipient(), mail.to);
            assert!(
                letter.mail.starts_with("MAIL FROM:<lin@firm.example> SIZE="),
                "{}",
                letter.mail
            );
        }
    }
}

/// The server answers each final dot only when the next letter's commands are there: a client that waits for
/// the answer first would wait for ever.
#[test]
fn with_pipelining_a_letter_costs_one_round_trip() {
    let letters = 6;
    let mut script = Script::new();
    for number in 0..letters - 1 {
        script = script.on(At::Mail, number, Do::AnswerLate).on(At::Dot, number, Do::AnswerLate);
    }
    let server = MailServer::start(script);
    let mut relay = relay(&server);
    relay.times = Times::all(Duration::from_secs(10));
    let mut bag = Bag::numbered(letters);
    assert_eq!((send(&relay, &mut bag), bag.told()), (Ended::Drained, accepted(letters)));
}

#[test]
fn a_courier_who_keeps_a_pace_is_asked_again_afterwards() {
    let server = MailServer::start(Script::new());
    let mut bag = Bag { slow: true, ..Bag::numbered(3) };
    assert_eq!((send(&relay(&server), &mut bag), bag.told()), (Ended::Drained, accepted(3)));
}

#[test]
fn pipelining_can_be_switched_off() {
    let server = MailServer::start(Script::new().on(At::Rcpt, 0, Do::Say("550 5.1.1 no")));
    let mut relay = relay(&server);
    relay.pipelining = false;
    let mut bag = Bag::numbered(2);
    send(&relay, &mut bag);
    assert_eq!(verbs(&server).join(" "), "EHLO MAIL RCPT RSET MAIL RCPT DATA QUIT");
}

#[test]
fn a_connection_serves_again_after_it_was_drained() {
    let server = MailServer::start(Script::new());
    let mut session = Session::open(&relay(&server), &Secrets::none()).unwrap();
    for _ in 0..3 {
        let mut bag = Bag::numbered(2);
        assert_eq!((session.deliver(&mut bag), bag.told()), (Ended::Drained, accepted(2)));
    }
    session.quit();
    assert_eq!((server.connections(), server.finish().len()), (1, 6));
}

#[test]
fn reset_is_said_only_where_a_transaction_was_left_open() {
    for (script, said) in [
        (Script::new().on(At::Mail, 0, Do::Say("550 5.7.1 no")), ""),
        (Script::new().on(At::Rcpt, 0, Do::Say("550 5.1.1 no")), " RSET"),
        (Script::new().on(At::Data, 0, Do::Say("451 4.3.0 no")), " RSET"),
        (Script::new().on(At::Dot, 0, Do::Say("554 5.6.0 no")), ""),
    ] {
        let server = MailServer::start(script);
        let mut bag = Bag::numbered(2);
        assert_eq!(send(&relay(&server), &mut bag), Ended::Drained);
        assert_eq!(bag.told()[1], accepted(2)[1]);
        let expected = format!("EHLO MAIL RCPT DATA{said} MAIL RCPT DATA QUIT");
        assert_eq!(verbs(&server).join(" "), expected);
        assert_eq!(server.connections(), 1);
    }
}

/// RFC 2920 section 3.1: the recipient is refused and the server waits for a message all the same.
#[test]
fn a_lone_dot_ends_what_nobody_is_to_get() {
    let script = Script::new().gullible().on(At::Rcpt, 1, Do::Say("550 5.1.1 unknown"));
    let server = MailServer::start(script);
    let mut bag = Bag::numbered(3);
    assert_eq!(send(&relay(&server), &mut bag), Ended::Drained);
    let mut told = accepted(3);
    told[1].1 = "refused at RCPT TO".to_owned();
    assert_eq!(bag.told(), told);
    assert_eq!(bag.claimed, ["r0@x.example", "r2@x.example"]);
    let kept = kept(&server.finish());
    assert_eq!(kept.keys().collect::<Vec<_>>(), ["r0@x.example", "r2@x.example"]);
}

#[test]
fn a_server_that_takes_the_recipient_without_the_sender_gets_no_empty_letter() {
    let script = Script::new().on(At::Mail, 0, Do::Say("550 5.7.1 not you")).on(
        At::Rcpt,
        0,
        Do::Say("250 2.1.5 Ok"),
    );
    let server = MailServer::start(script);
    let mut bag = Bag::numbered(2);
    assert_eq!(end(&send(&relay(&server), &mut bag)), "lost");
    assert_eq!(bag.told(), [("r0@x.example".to_owned(), "refused at MAIL FROM".to_owned())]);
    assert!(server.finish().is_empty());
}

/// E-23: without a claim not a byte of the body leaves.
#[test]
fn e23_a_letter_that_is_not_claimed_stays_here() {
    for script in [Script::new(), Script::new().lockstep()] {
        let server = MailServer::start(script);
        let mut bag = Bag { denied: Some("r1@x.example".to_owned()), ..Bag::numbered(3) };
        let ended = send(&relay(&server), &mut bag);
        assert!(matches!(&ended, Ended::Lost(fault) if fault.kind == Kind::Withheld), "{ended:?}");
        let mut told = accepted(2);
        told[1].1 = "not sent at the claim".to_owned();
        assert_eq!(bag.told(), told);
        assert_eq!(server.finish().len(), 1);
        assert_eq!(bag.letters.len(), 1);
    }
}

#[test]
fn words_behind_the_354_are_not_taken_for_the_answer_to_the_letter() {
    let server =
        MailServer::start(Script::new().on(At::Data, 0, Do::Say("354 go ahead\r\n250 queued")));
    let mut bag = Bag::numbered(1);
    assert_eq!(end(&send(&relay(&server), &mut bag)), "lost");
    assert_eq!(bag.told()[0].1, "not sent at DATA");
    assert!(bag.claimed.is_empty() && server.finish().is_empty());
}

#[test]
fn answers_that_fit_no_step_keep_the_letter_here_or_make_it_unknown() {
    for (at, words, told) in [
        (At::Mail, "354 go on", "not sent at MAIL FROM"),
        (At::Rcpt, "334 what", "not sent at RCPT TO"),
        (At::Data, "250 thank you", "not sent at DATA"),
        (At::Dot, "354 more", "unknown"),
    ] {
        let server = MailServer::start(Script::new().on(at, 0, Do::Say(words)));
        let mut bag = Bag::numbered(1);
        assert_eq!(end(&send(&relay(&server), &mut bag)), "lost");
        assert_eq!(bag.told()[0].1, told);
    }
}

#[test]
fn a_letter_that_the_server_cannot_take_is_refused_and_the_others_go_on() {
    for script in [Script::new(), Script::new().lockstep()] {
        let server = MailServer::start(script.offering(&["PIPELINING", "SIZE 200"]));
        let mut bag = Bag::numbered(5);
        bag.letters[0].message = b"x".repeat(300);
        bag.letters[1].to = "\u{738b}@x.example".to_owned();
        bag.letters[2].message = "\u{e4}".as_bytes().to_vec();
        bag.letters[3].message = b"a\nb".to_vec();
        assert_eq!(send(&relay(&server), &mut bag), Ended::Drained);
        let told: Vec<String> = bag.told().into_iter().map(|(_, what)| what).collect();
        let check = "at the check before sending";
        let expected =
            ["refused", "refused", "refused", "not sent"].map(|what| format!("{what} {check}"));
        assert_eq!(told[..4], expected);
        assert_eq!(told[4], "accepted");
        assert_eq!(server.finish().len(), 1);
    }
}

/// RFC 9422: the server names how many letters it takes over one connection.
#[test]
fn no_more_letters_than_the_server_takes_over_one_connection() {
    for script in [Script::new(), Script::new().lockstep()] {
        let server = MailServer::start(script.offering_also("LIMITS MAILMAX=2"));
        let mut bag = Bag::numbered(5);
        let ends: Vec<Ended> = (0..3).map(|_| send(&relay(&server), &mut bag)).collect();
        assert_eq!(ends, [Ended::Spent, Ended::Spent, Ended::Drained]);
        assert_eq!((bag.told(), server.connections()), (accepted(5), 3));
    }
}

#[test]
fn the_sender_can_be_tried_without_a_letter() {
    let server = MailServer::start(Script::new().on(At::Mail, 1, Do::Say("553 5.7.1 not yours")));
    let mut session = Session::open(&relay(&server), &Secrets::none()).unwrap();
    assert!(session.would_take("lin@firm.example", None).unwrap()[0].is_positive());
    let reply = session.would_take("boss@firm.example", None).unwrap().remove(0);
    assert_eq!(reply, Reply::of(553, "5.7.1 not yours"));
    assert!(session.would_take("a\r\nb@firm.example", None).is_err());
    let mut bag = Bag::numbered(1);
    assert_eq!(session.deliver(&mut bag), Ended::Drained);
    session.quit();
    assert_eq!(verbs(&server).join(" "), "EHLO MAIL RSET MAIL MAIL RCPT DATA QUIT");
}

#[test]
fn quitting_does_not_wait_for_ever() {
    let server = MailServer::start(Script::new().always(At::Quit, Do::Stall));
    let mut relay = relay(&server);
    relay.times.quit = Duration::from_millis(50);
    let mut bag = Bag::numbered(1);
    assert_eq!((send(&relay, &mut bag), bag.told()), (Ended::Drained, accepted(1)));
}

#[test]
fn a_refused_reset_ends_the_connection_and_keeps_the_letter() {
    for (words, ended) in [("503 5.5.1 no", "lost"), ("421 4.3.2 closing", "back off")] {
        for script in [Script::new(), Script::new().lockstep()] {
            let script =
                script.on(At::Rcpt, 0, Do::Say("450 4.2.1 later")).on(At::Reset, 0, Do::Say(words));
            let server = MailServer::start(script);
            let mut bag = Bag::numbered(2);
            assert_eq!(end(&send(&relay(&server), &mut bag)), ended);
            let told = bag.outcomes[1].1.clone();
            assert!(matches!(told, Outcome::NotSent { step: Step::Reset, .. }), "{told:?}");
            assert!(server.finish().is_empty());
        }
    }
}
