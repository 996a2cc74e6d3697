//! Servers that nobody thought of: whatever they do, no letter comes twice and no outcome is untrue.

use super::{Bag, Mail, kept, relay};
use crate::delivery::smtp::mail_server::{At, Do, MailServer, Script};
use crate::delivery::smtp::{Outcome, Secrets, Session, Times};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::time::Duration;

/// Connections after which a run has given up.
const ROUNDS: usize = 20;

fn places() -> impl Strategy<Value = At> {
    proptest::sample::select(vec![
        At::Greeting,
        At::Hello,
        At::Mail,
        At::Rcpt,
        At::Data,
        At::Body(0),
        At::Body(40),
        At::Dot,
        At::Reset,
    ])
}

fn deeds() -> impl Strategy<Value = Do> {
    prop_oneof![
        4 => Just(Do::Drop),
        1 => Just(Do::Stall),
        2 => Just(Do::Garbage),
        1 => Just(Do::Flood),
        6 => proptest::sample::select(vec![
            Do::Say("450 4.2.0 later"),
            Do::Say("550 5.1.1 never"),
            Do::Say("421 4.3.2 closing"),
            Do::Say("354 go on"),
            Do::SayAndDrop("550-5.7.1 not\r\n550 5.7.1 you"),
            Do::SayAndDrop("451 4.3.0 oops"),
        ]),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn e23_no_letter_comes_twice_and_no_outcome_is_untrue(
        rules in proptest::collection::vec((places(), 0usize..6, deeds()), 1..7),
        letters in 1usize..6,
        pipelining in any::<bool>(),
        slow in any::<bool>(),
    ) {
        let mut script = Script::new();
        for (at, nth, what) in rules {
            // In the middle of a body only what ends the conversation is honest.
            if matches!((at, &what), (At::Body(_), Do::Say(_) | Do::Garbage)) {
                continue;
            }
            script = script.on(at, nth, what);
        }
        let server = MailServer::start(script);
        let mut relay = relay(&server);
        relay.pipelining = pipelining;
        relay.times = Times::all(Duration::from_millis(700));
        let mut bag = Bag { slow, ..Bag::numbered(letters) };
        let mut settled: BTreeMap<String, Outcome> = BTreeMap::new();
        for _ in 0..ROUNDS {
            if bag.letters.is_empty() {
                break;
            }
            let Ok(mut session) = Session::open(&relay, &Secrets::none()) else { continue };
            let given = bag.letters.len();
            session.deliver(&mut bag);
            session.quit();
            let outcomes = std::mem::take(&mut bag.outcomes);
            prop_assert_eq!(outcomes.len(), given - bag.letters.len(), "one outcome for each letter");
            for (to, outcome) in outcomes.into_iter().rev() {
                if matches!(outcome, Outcome::NotSent { .. } | Outcome::Deferred { .. }) {
                    let number = to[1..].split('@').next().unwrap().parse().unwrap();
                    bag.letters.push_front(Mail::numbered(number));
                } else {
                    prop_assert!(settled.insert(to, outcome).is_none());
                }
            }
        }
        let received = server.finish();
        let kept = kept(&received);
        for number in 0..letters {
            let to = Mail::numbered(number).to;
            let times = kept.get(&to).copied().unwrap_or(0);
            match settled.get(&to) {
                Some(Outcome::Accepted(_)) => prop_assert_eq!(times, 1, "{} was accepted", to),
                Some(Outcome::Unknown { .. }) => prop_assert!(times <= 1, "{} came {} times", to, times),
                _ => prop_assert_eq!(times, 0, "{} was not sent", to),
            }
        }
    }
}
