//! Every step and everything that can go wrong there, with and without PIPELINING, with one letter and
//! with several. What became of each letter must be exact, and none may reach the server twice.

use super::{Bag, Mail, accepted, at, end, kept, relay, send};
use crate::delivery::smtp::mail_server::{At, Do, MailServer, Script};
use crate::delivery::smtp::{Outcome, Step, Times};
use std::thread;
use std::time::Duration;

/// Long enough for a good answer on a machine that has much to do.
const SHORT: Duration = Duration::from_millis(500);

/// One cell: what happens to the letter `nth` of `letters`, at which step.
#[derive(Debug, Clone)]
struct Cell {
    at: At,
    what: Do,
    pipelining: bool,
    letters: usize,
    nth: usize,
}

fn step(at: At) -> Step {
    match at {
        At::Mail => Step::Mail,
        At::Rcpt => Step::Rcpt,
        At::Data => Step::Data,
        _ => Step::Dot,
    }
}

impl Cell {
    /// What must come of it: the outcomes, and how the connection ends.
    fn expected(&self) -> (Vec<(String, String)>, &'static str) {
        let step = step(self.at);
        let behind_body = step == Step::Dot;
        let (here, ended) = match &self.what {
            Do::Say(words) | Do::SayAndDrop(words) => {
                let what = if words.starts_with('4') { "deferred" } else { "refused" };
                let hangs_up = matches!(self.what, Do::SayAndDrop(_));
                let ended = match words {
                    words if words.starts_with("421") => "back off",
                    _ if hangs_up && self.nth + 1 < self.letters => "lost",
                    _ => "drained",
                };
                (at(what, step), ended)
            }
            _ if behind_body => ("unknown".to_owned(), "lost"),
            _ => (at("not sent", step), "lost"),
        };
        let goes_on = ended == "drained";
        let mut told = accepted(self.letters);
        told[self.nth].1 = here;
        // A refusal behind which the server hangs up is found out by the next letter.
        let hangs_up = matches!(self.what, Do::SayAndDrop(_)) && ended == "lost";
        if !goes_on {
            let has_next = self.nth + 1 < self.letters;
            let begun = has_next && ((behind_body && self.pipelining) || hangs_up);
            told.truncate(self.nth + if begun { 2 } else { 1 });
            if begun {
                told[self.nth + 1].1 = at("not sent", Step::Mail);
            }
        }
        (told, ended)
    }

    fn run(&self) {
        let Self { at, what, pipelining, letters, nth } = self.clone();
        let server = MailServer::start(Script::new().on(at, nth, what.clone()));
        let mut relay = relay(&server);
        relay.pipelining = pipelining;
        relay.times = Times::all(Duration::from_secs(30));
        if matches!(what, Do::Stall | Do::Trickle) {
            match step(at) {
                Step::Mail => relay.times.mail = SHORT,
                Step::Rcpt => relay.times.rcpt = SHORT,
                Step::Data => relay.times.data = SHORT,
                _ => relay.times.dot = SHORT,
            }
        }
        let mut bag = Bag::numbered(letters);
        let ended = send(&relay, &mut bag);
        assert_eq!((bag.told(), end(&ended)), self.expected(), "{self:?}: {:?}", bag.outcomes);
        self.send_the_rest(server, &bag);
    }

    /// Sends what may be sent again, as a run would, and counts at the server.
    fn send_the_rest(&self, server: MailServer, bag: &Bag) {
        let again = bag.outcomes.iter().filter(|(_, outcome)| {
            matches!(outcome, Outcome::NotSent { .. } | Outcome::Deferred { .. })
        });
        let number = |to: &str| to[1..].split('@').next().unwrap().parse().unwrap();
        let again = again.map(|(to, _)| Mail::numbered(number(to))).chain(bag.letters.clone());
        let mut second = Bag::of(again);
        send(&relay(&server), &mut second);
        assert!(second.told().iter().all(|(_, told)| told == "accepted"), "{self:?} {second:?}");
        let received = server.finish();
        let kept = kept(&received);
        for (to, outcome) in &bag.outcomes {
            let times = kept.get(to).copied().unwrap_or(0);
            match outcome {
                Outcome::Refused { .. } => assert_eq!(times, 0, "{self:?}: {to} was refused"),
                Outcome::Unknown { .. } => assert!(times <= 1, "{self:?}: {to} came twice"),
                _ => assert_eq!(times, 1, "{self:?}: {to}"),
            }
        }
        assert!(kept.values().all(|times| *times == 1), "{self:?}: {kept:?}");
    }
}

fn all_cells(at: At, whats: &[Do]) {
    let mut cells = Vec::new();
    for what in whats {
        for pipelining in [true, false] {
            for (letters, nth) in [(1, 0), (3, 0), (3, 1), (3, 2)] {
                cells.push(Cell { at, what: what.clone(), pipelining, letters, nth });
            }
        }
    }
    // Most of them wait: they may do so together.
    for some in cells.chunks(16) {
        thread::scope(|scope| {
            for cell in some {
                scope.spawn(|| cell.run());
            }
        });
    }
}

const EVERYTHING: [Do; 8] = [
    Do::Drop,
    Do::Stall,
    Do::Trickle,
    Do::Say("450 4.2.0 later"),
    Do::Say("550 5.1.1 never"),
    Do::Say("421 4.3.2 closing"),
    Do::Garbage,
    Do::Flood,
];

#[test]
fn e23_whatever_happens_at_mail() {
    all_cells(At::Mail, &EVERYTHING);
}

#[test]
fn e23_whatever_happens_at_rcpt() {
    all_cells(At::Rcpt, &EVERYTHING);
}

#[test]
fn e23_whatever_happens_at_data() {
    all_cells(At::Data, &EVERYTHING);
}

#[test]
fn e23_whatever_happens_in_the_middle_of_the_body() {
    let mut whats = EVERYTHING.to_vec();
    whats.retain(|what| !matches!(what, Do::Say(_)));
    // The whole letter is with the system by then, so that the answer counts as one to the letter.
    whats.extend(["452 4.3.1 full", "552 5.3.4 too much", "421 4.4.2 closing"].map(Do::SayAndDrop));
    all_cells(At::Body(10), &whats);
}

#[test]
fn e23_whatever_happens_at_the_final_dot() {
    all_cells(At::Dot, &EVERYTHING);
}
