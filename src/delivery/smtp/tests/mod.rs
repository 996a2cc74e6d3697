//! The conversation held against a server that does as it is told.

mod large;
mod matrix;
mod opening;
mod random;
mod talk;

use super::mail_server::{MailServer, Received};
use super::{AsMail, Courier, Ended, Outcome, Relay, Secrets, Security, Session, Step};
use std::collections::{BTreeMap, VecDeque};

/// A letter of the tests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mail {
    pub(super) to: String,
    pub(super) message: Vec<u8>,
}

impl Mail {
    pub(super) fn numbered(number: usize) -> Self {
        let message = format!(
            "Subject: letter {number}\r\n\r\nDear reader {number},\r\n.\r\n.. all is well.\r\n"
        );
        Self { to: format!("r{number}@x.example"), message: message.into_bytes() }
    }
}

impl AsMail for Mail {
    fn sender(&self) -> &'static str {
        "lin@firm.example"
    }
    fn recipient(&self) -> &str {
        &self.to
    }
    fn head(&self) -> &'static [u8] {
        b"Date: Fri, 20 Nov 2026 10:00:00 +0800\r\n"
    }
    fn message(&self) -> &[u8] {
        &self.message
    }
}

/// A courier who writes everything down.
#[derive(Debug, Default)]
pub(super) struct Bag {
    pub(super) letters: VecDeque<Mail>,
    pub(super) outcomes: Vec<(String, Outcome)>,
    pub(super) claimed: Vec<String>,
    /// Whose claim is denied.
    pub(super) denied: Option<String>,
    /// Whether letters are given ahead.
    pub(super) slow: bool,
}

impl Bag {
    pub(super) fn of(letters: impl IntoIterator<Item = Mail>) -> Self {
        Self { letters: letters.into_iter().collect(), ..Self::default() }
    }

    pub(super) fn numbered(count: usize) -> Self {
        Self::of((0..count).map(Mail::numbered))
    }

    /// What became of each letter, in short words, in the order of the outcomes.
    pub(super) fn told(&self) -> Vec<(String, String)> {
        self.outcomes.iter().map(|(to, outcome)| (to.clone(), short(outcome))).collect()
    }
}

impl Courier for Bag {
    type Letter = Mail;

    fn next(&mut self, ahead: bool) -> Option<Mail> {
        if ahead && self.slow { None } else { self.letters.pop_front() }
    }

    fn claimed(&mut self, letter: &Mail) -> bool {
        self.claimed.push(letter.to.clone());
        self.denied.as_ref() != Some(&letter.to)
    }

    fn outcome(&mut self, letter: Mail, outcome: Outcome) {
        self.outcomes.push((letter.to, outcome));
    }
}

/// An outcome in short words, such as `refused at RCPT TO`.
pub(super) fn short(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Accepted(_) => "accepted".to_owned(),
        Outcome::Refused { step, .. } => format!("refused at {step}"),
        Outcome::Deferred { step, .. } => format!("deferred at {step}"),
        Outcome::NotSent { step, .. } => format!("not sent at {step}"),
        Outcome::Unknown { .. } => "unknown".to_owned(),
    }
}

pub(super) fn end(ended: &Ended) -> &'static str {
    match ended {
        Ended::Drained => "drained",
        Ended::Spent => "spent",
        Ended::Lost(_) => "lost",
        Ended::BackOff(_) => "back off",
    }
}

pub(super) fn relay(server: &MailServer) -> Relay {
    Relay::new("127.0.0.1", server.port(), Security::Loopback)
}

/// Opens, delivers and quits.
pub(super) fn send(relay: &Relay, bag: &mut Bag) -> Ended {
    let mut session = Session::open(relay, &Secrets::none()).unwrap();
    let ended = session.deliver(bag);
    session.quit();
    ended
}

/// How often the server has kept a letter of each recipient.
pub(super) fn kept(received: &[Received]) -> BTreeMap<String, usize> {
    let mut kept = BTreeMap::new();
    for letter in received.iter().filter(|letter| letter.is_kept()) {
        *kept.entry(letter.recipient().to_owned()).or_default() += 1;
    }
    kept
}

pub(super) fn accepted(count: usize) -> Vec<(String, String)> {
    (0..count).map(|number| (format!("r{number}@x.example"), "accepted".to_owned())).collect()
}

/// The step's name as outcomes have it.
pub(super) fn at(what: &str, step: Step) -> String {
    format!("{what} at {step}")
}
