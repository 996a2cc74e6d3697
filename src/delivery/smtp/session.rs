use super::certificate::Certificate;
use super::courier::Step;
use super::envelope::path;
use super::fault::{Fault, Kind};
use super::offers::Offers;
use super::relay::Times;
use super::reply::Reply;
use super::wire::Wire;
use crate::world::Stopwatch;
use std::time::Duration;

/// An open conversation with a mail server, logged in where it must be.
///
/// [`open`](Self::open) it, [`deliver`](Self::deliver) many letters, [`quit`](Self::quit). One that is
/// dropped hangs up without a word.
#[derive(Debug)]
pub struct Session {
    pub(super) wire: Wire,
    pub(super) relay: String,
    pub(super) times: Times,
    pub(super) offers: Offers,
    pub(super) greeting: Reply,
    /// Whether commands are sent before the last one is answered.
    pub(super) pipelining: bool,
    /// A transaction is open that must be cleared before the next one.
    pub(super) open_transaction: bool,
    /// How many transactions were begun.
    pub(super) mails: u32,
    /// Nothing more can be said.
    pub(super) dead: bool,
    /// Since the server's last word.
    pub(super) since: Stopwatch,
}

impl Session {
    /// What the server offers; after STARTTLS, what it offers in private.
    pub fn offers(&self) -> &Offers {
        &self.offers
    }

    /// The server's first words.
    pub fn greeting(&self) -> &Reply {
        &self.greeting
    }

    /// How the line is kept private, such as `TLS 1.3`; `None` when it is not.
    pub fn protection(&self) -> Option<&'static str> {
        self.wire.tls().and_then(|tls| tls.protocol_version()).map(|version| match version {
            rustls::ProtocolVersion::TLSv1_3 => "TLS 1.3",
            rustls::ProtocolVersion::TLSv1_2 => "TLS 1.2",
            _ => "TLS",
        })
    }

    /// The certificate that the server has shown and that was accepted; `None` without TLS.
    pub fn certificate(&self) -> Option<Certificate> {
        let shown = self.wire.tls()?.peer_certificates()?;
        Certificate::read(shown.first()?)
    }

    /// Whether no further letter can go over this connection.
    pub fn is_over(&self) -> bool {
        self.dead || self.is_spent()
    }

    /// Whether the server takes no more letters over this connection (RFC 9422).
    pub(super) fn is_spent(&self) -> bool {
        self.offers.mail_max.is_some_and(|most| self.mails >= most)
    }

    /// Asks whether the server would take a letter from this sender, and if so, for this recipient.
    /// None is sent: the transaction ends before its letter.
    ///
    /// The words are the server's, yes or no, in the order in which it was asked; a [`Fault`] means
    /// that the connection is lost.
    pub fn would_take(
        &mut self,
        sender: &str,
        recipient: Option<&str>,
    ) -> Result<Vec<Reply>, Fault> {
        let odd = |own: &Self, name| {
            own.fault(
                Step::Check,
                Kind::Setting(name, "it is no mail address that this server takes"),
            )
        };
        let sender = path(sender, &self.offers).map_err(|_| odd(self, "from"))?;
        let recipient = match recipient {
            Some(it) => Some(path(it, &self.offers).map_err(|_| odd(self, "recipient"))?),
            None => None,
        };
        self.reset()?;
        self.mails += 1;
        let ascii = sender.is_ascii() && recipient.as_ref().is_none_or(|it| it.is_ascii());
        let extra = if ascii { "" } else { " SMTPUTF8" };
        let words = format!("MAIL FROM:<{sender}>{extra}\r\n");
        self.say(words.as_bytes(), self.times.mail, Step::Mail)?;
        let reply = self.reply(self.times.mail, Step::Mail)?;
        self.open_transaction = reply.is_positive();
        let mut replies = vec![reply];
        if let (Some(recipient), true) = (recipient, self.open_transaction) {
            let words = format!("RCPT TO:<{recipient}>\r\n");
            self.say(words.as_bytes(), self.times.rcpt, Step::Rcpt)?;
            replies.push(self.reply(self.times.rcpt, Step::Rcpt)?);
        }
        self.reset()?;
        Ok(replies)
    }

    /// Ends the conversation politely. Whatever the server says, or if it says nothing: all is done.
    pub fn quit(mut self) {
        if self.dead {
            return;
        }
        let limit = self.times.quit;
        if self.wire.say(b"QUIT\r\n", limit).is_ok() {
            let _ = self.wire.reply(limit);
        }
        self.wire.close(limit);
    }

    /// Clears an open transaction, only where there is one.
    fn reset(&mut self) -> Result<(), Fault> {
        if !self.open_transaction {
            return Ok(());
        }
        self.say(b"RSET\r\n", self.times.hello, Step::Reset)?;
        self.reset_answer()
    }

    /// Reads the answer to RSET.
    pub(super) fn reset_answer(&mut self) -> Result<(), Fault> {
        let reply = self.reply(self.times.hello, Step::Reset)?;
        if !reply.is_positive() {
            return Err(self.lost(Step::Reset, Kind::Said(reply)));
        }
        self.open_transaction = false;
        Ok(())
    }

    pub(super) fn say(&mut self, bytes: &[u8], limit: Duration, step: Step) -> Result<(), Fault> {
        self.wire.say(bytes, limit).map_err(|broken| self.lost(step, broken))
    }

    pub(super) fn reply(&mut self, limit: Duration, step: Step) -> Result<Reply, Fault> {
        let reply = self.wire.reply(limit).map_err(|broken| self.lost(step, broken))?;
        self.since = Stopwatch::start();
        Ok(reply)
    }

    /// A fault after which the connection is of no more use.
    pub(super) fn lost(&mut self, step: Step, kind: impl Into<Kind>) -> Fault {
        self.dead = true;
        self.fault(step, kind)
    }

    pub(super) fn fault(&self, step: Step, kind: impl Into<Kind>) -> Fault {
        Fault::new(self.relay.clone(), step, kind.into())
    }
}
