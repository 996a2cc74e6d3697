//! The crash matrix: the real program is killed at every step of the conversation (E-23, G-12). Nobody
//! gets two letters, and every letter is either there or listed as unsent or unknown.

use crate::mail_server::{At, Do, Script};
use crate::send::Office;

const REST: &str = "[delivery]\nseeds = []\nundo = \"0s\"\ncanary = \"0%\"\ncanary_least = 0\n\
                    canary_watch = \"0s\"\nwave_watch = \"0s\"\n";

/// Where the program is killed, and how many letters nobody can know of then, at the most.
const STEPS: [(At, usize); 10] = [
    (At::Connect, 0),
    (At::Greeting, 0),
    (At::Hello, 0),
    (At::Mail, 0),
    (At::Rcpt, 0),
    (At::Data, 0),
    (At::Body(0), 1),
    (At::Body(2000), 1),
    (At::Dot, 1),
    (At::Quit, 0),
];

/// Kills the program where it has come to `at` for the `nth` time, from 0, and runs it again.
fn kill(at: At, nth: usize, most_unknown: usize, mail: &str, lockstep: bool) {
    let script = Script::new().on(at, nth, Do::Stall);
    let script = if lockstep { script.lockstep() } else { script };
    let office = Office::approved(script, &format!("{mail}{REST}"));
    let mut child = office.spawn();
    office.server.wait_for(at, nth + 1);
    child.kill().unwrap();
    child.wait().unwrap();
    let here = format!("{at:?} {nth}, {mail:?}");
    let again = office.send(&[]);
    let states = office.states();
    let (accepted, unknown) = (states.get("accepted"), states.get("unknown"));
    let (accepted, unknown) = (*accepted.unwrap_or(&0), *unknown.unwrap_or(&0));
    assert_eq!(accepted + unknown, 83, "{here}: {states:?}\n{again:#?}");
    assert!(unknown <= most_unknown, "{here}: {states:?}");
    assert_eq!(again.code, if unknown == 0 { 0 } else { 3 }, "{here}");
    // What the ledger calls accepted is there; of the unknown some may be.
    let arrived = Office::arrived(&office.server.finish()).len();
    assert!((accepted..=accepted + unknown).contains(&arrived), "{here}: {arrived} of {states:?}");
}

#[test]
fn g12_killed_at_every_step_nobody_gets_two_letters_one_by_one() {
    // A limit that makes letters wait: one at a time, and never more than one in doubt.
    for (at, most_unknown) in STEPS {
        kill(at, 0, most_unknown, "rate = [\"90 per 1s\"]\n", true);
        if !matches!(at, At::Connect | At::Greeting | At::Hello | At::Quit) {
            // The answer to the letter before travels with this envelope's answers: the program may be
            // gone before it has read it.
            kill(at, 7, 1, "rate = [\"90 per 1s\"]\n", false);
        }
    }
}

#[test]
fn g12_killed_at_every_step_nobody_gets_two_letters_side_by_side() {
    // Without a limit the next letter is claimed while one waits for its answer: two in doubt for each
    // connection at the most.
    for at in [At::Mail, At::Data, At::Body(2000), At::Dot] {
        kill(at, 20, 2 * 4, "rate = []\nconnections = 4\n", false);
    }
}
