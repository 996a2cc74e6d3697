//! The way of letters over one connection.
//!
//! Two letters at most are on their way: the *current* one, and, with PIPELINING, the *next*, whose envelope went out
//! behind the current one's final dot. Where each stands is known from two things alone: what the
//! server answered, and how much of what was written is wholly with the system.

use super::courier::{AsMail, Courier, Ended, Outcome, Step};
use super::envelope::Envelope;
use super::fault::{Fault, Kind};
use super::reply::Reply;
use super::session::Session;
use super::wire::{Broken, CHUNK, Heard};
use std::time::Duration;

/// After such a silence the server may have said goodbye: worth a look before the next letter.
const LONG_SILENCE: Duration = Duration::from_secs(1);

/// A letter with its commands.
struct Parcel<L> {
    letter: L,
    envelope: Envelope,
}

/// What came of the three commands.
enum Heading {
    /// The server waits for the body.
    Open,
    /// It does not, and this is what became of the letter; perhaps the connection is over, too.
    Shut(Outcome, Option<Ended>),
}

/// What came of a body.
enum Handed {
    /// The final dot is with the system; the server's answer decides.
    Wholly,
    /// It is not, and the connection is of no more use.
    Partly(Outcome, Ended),
}

impl Session {
    /// Delivers letters until the courier has none, or the connection is of no more use.
    ///
    /// With PIPELINING the body, the final dot and the next letter's commands go out at once, so that
    /// a letter costs one round trip (RFC 2920).
    pub fn deliver<C: Courier>(&mut self, courier: &mut C) -> Ended {
        // The letter whose commands are on the wire already.
        let mut begun: Option<Parcel<C::Letter>> = None;
        loop {
            let (parcel, heading) = if let Some(parcel) = begun.take() {
                let heading = self.heading(&parcel.envelope, false);
                (parcel, heading)
            } else {
                if self.dead {
                    return Ended::Lost(self.fault(Step::Mail, Broken::Closed));
                }
                if self.is_spent() {
                    return Ended::Spent;
                }
                let Some(parcel) = self.fetch(courier, false) else { return Ended::Drained };
                if let Some(ended) = self.goodbye() {
                    courier.outcome(parcel.letter, not_sent(Step::Mail, &ended));
                    return ended;
                }
                let heading = self.announce(&parcel.envelope);
                (parcel, heading)
            };
            if let Heading::Shut(outcome, ended) = heading {
                courier.outcome(parcel.letter, outcome);
                match ended {
                    Some(ended) => return ended,
                    None => continue,
                }
            }
            match self.body(courier, parcel) {
                Ok(next) => begun = next,
                Err(ended) => return ended,
            }
        }
    }

    /// The next letter that can go at all; those that cannot get their outcome here.
    fn fetch<C: Courier>(&mut self, courier: &mut C, ahead: bool) -> Option<Parcel<C::Letter>> {
        while let Some(letter) = courier.next(ahead) {
            match Envelope::of(&letter, &self.offers) {
                Ok(envelope) => return Some(Parcel { letter, envelope }),
                Err(outcome) => courier.outcome(letter, outcome),
            }
        }
        None
    }

    /// Whether the server has hung up or asked to be left alone while nothing was going on.
    fn goodbye(&mut self) -> Option<Ended> {
        if !self.wire.has_unread() && self.since.elapsed() < LONG_SILENCE {
            return None;
        }
        match self.wire.heard() {
            Heard::Silence => None,
            Heard::Gone(broken) => Some(Ended::Lost(self.lost(Step::Mail, broken))),
            Heard::Words => match self.wire.last_words() {
                Some(reply) if reply.is_back_off() => Some(self.back_off(reply)),
                _ => Some(Ended::Lost(self.lost(Step::Mail, Kind::Unasked))),
            },
        }
    }

    /// Says the three commands of a letter and reads the answers.
    fn announce(&mut self, envelope: &Envelope) -> Heading {
        self.mails += 1;
        if !self.pipelining {
            return self.heading(envelope, true);
        }
        self.wire.begin();
        let limit = self.times.mail;
        let reset: &[u8] = if self.open_transaction { b"RSET\r\n" } else { b"" };
        let said = self
            .wire
            .put(reset, limit)
            .and_then(|()| self.wire.put(envelope.all(), limit))
            .and_then(|()| self.wire.flush(limit));
        match said {
            Ok(()) => self.heading(envelope, false),
            Err(broken) => Heading::over(None, Step::Mail, self.parting(Step::Mail, broken)),
        }
    }

    /// Reads the answers to the three commands; in `lockstep`, says each of them first.
    fn heading(&mut self, envelope: &Envelope, lockstep: bool) -> Heading {
        let mut refusal: Option<(Step, Reply)> = None;
        let (mut taken, mut go_ahead) = ([false; 2], false);
        if self.open_transaction
            && let Err(ended) = self.clear(lockstep)
        {
            return Heading::over(None, Step::Reset, ended);
        }
        for (at, step) in [Step::Mail, Step::Rcpt, Step::Data].into_iter().enumerate() {
            if lockstep && refusal.is_some() {
                break;
            }
            let reply = match self.answer(envelope, step, lockstep) {
                Ok(reply) => reply,
                Err(ended) => return Heading::over(refusal, step, ended),
            };
            if reply.is_back_off() {
                let refusal = refusal.unwrap_or((step, reply.clone()));
                return Heading::over(Some(refusal), step, self.back_off(reply));
            }
            if reply.is_transient() || reply.is_permanent() {
                refusal.get_or_insert((step, reply));
            } else if step == Step::Data && reply.code() == 354 {
                go_ahead = true;
            } else if step != Step::Data && reply.is_positive() {
                taken[at] = true;
            } else {
                let ended = Ended::Lost(self.lost(step, Kind::Unfit(reply)));
                return Heading::over(refusal, step, ended);
            }
        }
        self.open_transaction = taken.contains(&true) && refusal.is_some() && !go_ahead;
        // More words than were asked for would be taken for the answer to the body.
        if go_ahead && self.wire.has_unread() {
            let ended = Ended::Lost(self.lost(Step::Data, Kind::Unasked));
            return Heading::over(refusal, Step::Data, ended);
        }
        let Some((step, reply)) = refusal else { return Heading::Open };
        let ended = if go_ahead { self.lone_dot(taken[1]) } else { None };
        Heading::Shut(no(step, reply), ended)
    }

    fn answer(&mut self, envelope: &Envelope, step: Step, lockstep: bool) -> Result<Reply, Ended> {
        let limit = match step {
            Step::Mail => self.times.mail,
            Step::Rcpt => self.times.rcpt,
            _ => self.times.data,
        };
        if lockstep && let Err(broken) = self.wire.say(envelope.command(step), limit) {
            return Err(self.parting(step, broken));
        }
        self.reply(limit, step).map_err(Ended::Lost)
    }

    /// Clears the transaction that a refused letter left open; RSET is on the wire already unless in lockstep.
    fn clear(&mut self, lockstep: bool) -> Result<(), Ended> {
        if lockstep && let Err(broken) = self.wire.say(b"RSET\r\n", self.times.hello) {
            return Err(self.parting(Step::Reset, broken));
        }
        match self.reset_answer() {
            Ok(()) => Ok(()),
            Err(Fault { kind: Kind::Said(reply), .. }) if reply.is_back_off() => {
                Err(self.back_off(reply))
            }
            Err(fault) => Err(Ended::Lost(fault)),
        }
    }

    /// Ends an empty body: the server refused the recipient and still waits for a message (RFC 2920
    /// section 3.1). Whatever it answers, the letter stays refused.
    fn lone_dot(&mut self, recipient_taken: bool) -> Option<Ended> {
        if recipient_taken {
            // It refused the sender and would take a message for the recipient: better none than an empty one.
            return Some(Ended::Lost(self.lost(Step::Data, Kind::Unasked)));
        }
        if let Err(broken) = self.wire.say(b".\r\n", self.times.body) {
            return Some(self.parting(Step::Dot, broken));
        }
        match self.reply(self.times.dot, Step::Dot) {
            Err(fault) => Some(Ended::Lost(fault)),
            Ok(reply) if reply.is_back_off() => Some(self.back_off(reply)),
            Ok(_) => None,
        }
    }

    /// Hands over the current letter, with the next one's commands behind it; gives the next.
    fn body<C: Courier>(
        &mut self,
        courier: &mut C,
        parcel: Parcel<C::Letter>,
    ) -> Result<Option<Parcel<C::Letter>>, Ended> {
        let Parcel { letter, envelope } = parcel;
        // The promise of the whole program: nothing of a letter leaves before its claim is durable (E-23).
        if !courier.claimed(&letter) {
            let ended = Ended::Lost(self.lost(Step::Claim, Kind::Withheld));
            courier.outcome(letter, not_sent(Step::Claim, &ended));
            return Err(ended);
        }
        let room = self.pipelining && !self.is_spent();
        let mut next = if room { self.fetch(courier, true) } else { None };
        let (mut outcome, mut ended) = match self.hand_over(&letter, &envelope, next.as_ref()) {
            Handed::Partly(outcome, ended) => (outcome, Some(ended)),
            Handed::Wholly => {
                // The server needs its time for this letter and the disk for the next one's claim: whoever
                // waits for the disk first mostly finds the answer there, and is woken once instead of twice.
                if let Some(next) = &next {
                    courier.ready(&next.letter);
                }
                self.verdict()
            }
        };
        if let (Outcome::Unknown { why }, Some(Ended::Lost(fault))) = (&mut outcome, &mut ended) {
            *why = fault.to_string();
        }
        courier.outcome(letter, outcome);
        match ended {
            None => Ok(next),
            Some(ended) => {
                if let Some(next) = next.take() {
                    courier.outcome(next.letter, not_sent(Step::Mail, &ended));
                }
                Err(ended)
            }
        }
    }

    /// Writes body, final dot and the next letter's commands.
    fn hand_over<L: AsMail>(
        &mut self,
        letter: &L,
        envelope: &Envelope,
        next: Option<&Parcel<L>>,
    ) -> Handed {
        let limit = self.times.body;
        self.wire.begin();
        // From here on the letter would be whole for the server.
        let mut dot = usize::MAX;
        let written = self.put_body(letter, envelope).and_then(|()| {
            self.wire.put(b".", limit)?;
            dot = self.wire.put_so_far();
            self.wire.put(b"\r\n", limit)?;
            if let Some(next) = next {
                self.mails += 1;
                self.wire.put(next.envelope.all(), limit)?;
            }
            self.wire.flush(limit)
        });
        match written {
            Ok(()) => Handed::Wholly,
            // Only the next letter's commands were held up: this one's answer may well come.
            Err(broken) if self.wire.handed_over() >= dot => {
                self.lost(Step::Dot, broken);
                Handed::Wholly
            }
            Err(broken) => {
                let ended = self.parting(Step::Body, broken);
                let outcome = match &ended {
                    Ended::BackOff(reply) => no(Step::Body, reply.clone()),
                    Ended::Lost(Fault { kind: Kind::Said(reply), .. }) => {
                        no(Step::Body, reply.clone())
                    }
                    ended => not_sent(Step::Body, ended),
                };
                Handed::Partly(outcome, ended)
            }
        }
    }

    fn put_body(&mut self, letter: &impl AsMail, envelope: &Envelope) -> Result<(), Broken> {
        let limit = self.times.body;
        let body = envelope.body;
        let pieces = body.pieces(letter.head()).chain(body.pieces(letter.message()));
        for piece in pieces.flat_map(|piece| piece.chunks(CHUNK)) {
            let before = self.wire.handed_over();
            self.wire.put(piece, limit)?;
            // A server that speaks before the end says no; it need not be sent the rest of a long letter.
            // Were its words left unread, they would be taken for the answer to the final dot.
            if self.wire.handed_over() > before {
                match self.wire.heard() {
                    Heard::Silence => {}
                    Heard::Words => return Err(Broken::Spoke),
                    Heard::Gone(broken) => return Err(broken),
                }
            }
        }
        if body.open_line { self.wire.put(b"\r\n", limit) } else { Ok(()) }
    }

    /// Reads the answer to the final dot.
    fn verdict(&mut self) -> (Outcome, Option<Ended>) {
        let was_dead = self.dead;
        let unknown = Outcome::Unknown { why: String::new() };
        match self.reply(self.times.dot, Step::Dot) {
            Err(fault) => (unknown, Some(Ended::Lost(fault))),
            Ok(reply) if reply.is_back_off() => {
                (no(Step::Dot, reply.clone()), Some(self.back_off(reply)))
            }
            Ok(reply) => {
                let outcome = match reply.code() {
                    200..300 => Outcome::Accepted(reply),
                    400..600 => no(Step::Dot, reply),
                    // Not an answer that ends a letter: what it means cannot be known.
                    _ => {
                        let fault = self.lost(Step::Dot, Kind::Unfit(reply));
                        return (unknown, Some(Ended::Lost(fault)));
                    }
                };
                let broken = Kind::Dropped("the rest could not be written".to_owned());
                let ended = was_dead.then(|| Ended::Lost(self.fault(Step::Mail, broken)));
                (outcome, ended)
            }
        }
    }

    /// What is left to do when writing failed: the server may have said why before it hung up.
    fn parting(&mut self, step: Step, broken: Broken) -> Ended {
        match self.wire.last_words() {
            Some(reply) if reply.is_back_off() => self.back_off(reply),
            Some(reply) if reply.is_transient() || reply.is_permanent() => {
                Ended::Lost(self.lost(step, Kind::Said(reply)))
            }
            _ => Ended::Lost(self.lost(step, broken)),
        }
    }

    fn back_off(&mut self, reply: Reply) -> Ended {
        self.dead = true;
        Ended::BackOff(reply)
    }
}

impl Heading {
    /// The connection is over: an earlier refusal stands, otherwise the letter stayed here.
    fn over(refusal: Option<(Step, Reply)>, step: Step, ended: Ended) -> Self {
        let outcome = match refusal {
            Some((step, reply)) => no(step, reply),
            None => not_sent(step, &ended),
        };
        Self::Shut(outcome, Some(ended))
    }
}

/// A coded no, which is sure.
fn no(step: Step, reply: Reply) -> Outcome {
    if reply.is_transient() {
        Outcome::Deferred { step, reply }
    } else {
        Outcome::Refused { step, reply }
    }
}

/// A letter that the end of the connection kept here.
fn not_sent(step: Step, ended: &Ended) -> Outcome {
    let why = match ended {
        Ended::Lost(fault) => fault.to_string(),
        Ended::BackOff(reply) => format!("the server asked to be left alone: `{reply}`"),
        Ended::Spent | Ended::Drained => "the connection was over".to_owned(),
    };
    Outcome::NotSent { step, why }
}
