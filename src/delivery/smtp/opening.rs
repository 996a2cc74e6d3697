use super::courier::Step;
use super::dial::{dial, is_loopback};
use super::fault::{Fault, Kind};
use super::offers::Offers;
use super::relay::{Relay, Security};
use super::reply::Reply;
use super::secret::Secrets;
use super::session::Session;
use super::wire::Wire;
use crate::world::Stopwatch;
use rustls::ClientConnection;
use rustls::pki_types::ServerName;
use std::net::SocketAddr;

impl Session {
    /// Connects, makes the line private, says hello and logs in.
    ///
    /// Waits at most the times of [`Relay::times`] for each step.
    pub fn open(relay: &Relay, secrets: &Secrets) -> Result<Self, Fault> {
        check_settings(relay)?;
        let stream = dial(relay)?;
        let mut session = Self {
            wire: Wire::new(stream),
            relay: relay.name(),
            times: relay.times,
            offers: Offers::default(),
            greeting: Reply::of(220, ""),
            pipelining: false,
            open_transaction: false,
            mails: 0,
            dead: false,
            since: Stopwatch::start(),
        };
        if relay.security == Security::Tls {
            session.secure(relay)?;
        }
        session.greeting = session.ask(b"", Step::Greeting, 220)?;
        session.hello(relay)?;
        if relay.security == Security::StartTls {
            session.start_tls(relay)?;
            session.hello(relay)?;
        }
        session.may_log_in()?;
        session.log_in(relay, secrets)?;
        session.pipelining = relay.pipelining && session.offers.pipelining;
        Ok(session)
    }

    /// Says something and wants this very answer.
    pub(super) fn ask(&mut self, words: &[u8], step: Step, wanted: u16) -> Result<Reply, Fault> {
        let limit = if step == Step::Greeting { self.times.greeting } else { self.times.hello };
        if !words.is_empty() {
            self.say(words, limit, step)?;
        }
        let reply = self.reply(limit, step)?;
        match reply.code() {
            code if code == wanted => Ok(reply),
            400..600 => Err(self.lost(step, Kind::Said(reply))),
            _ => Err(self.lost(step, Kind::Unfit(reply))),
        }
    }

    fn hello(&mut self, relay: &Relay) -> Result<(), Fault> {
        let name = match &relay.hello {
            Some(name) => name.clone(),
            None => self.own_address(),
        };
        let limit = self.times.hello;
        self.say(format!("EHLO {name}\r\n").as_bytes(), limit, Step::Hello)?;
        let reply = self.reply(limit, Step::Hello)?;
        self.offers = if reply.is_positive() {
            Offers::read(&reply)
        } else if reply.is_permanent() {
            let words = format!("HELO {name}\r\n");
            Offers::plain(&self.ask(words.as_bytes(), Step::Hello, 250)?)
        } else if reply.is_transient() {
            return Err(self.lost(Step::Hello, Kind::Said(reply)));
        } else {
            return Err(self.lost(Step::Hello, Kind::Unfit(reply)));
        };
        Ok(())
    }

    /// The address of this end, in the form that stands for a name (RFC 5321 section 4.1.3).
    fn own_address(&self) -> String {
        match self.wire.stream().local_addr() {
            Ok(SocketAddr::V4(own)) => format!("[{}]", own.ip()),
            Ok(SocketAddr::V6(own)) => format!("[IPv6:{}]", own.ip()),
            Err(_) => "localhost".to_owned(),
        }
    }

    /// STARTTLS, which must be offered and must be the last plain word (E-27).
    fn start_tls(&mut self, relay: &Relay) -> Result<(), Fault> {
        if !self.offers.starttls {
            return Err(self.lost(Step::StartTls, Kind::NoStartTls));
        }
        self.ask(b"STARTTLS\r\n", Step::StartTls, 220)?;
        if self.wire.has_unread() {
            return Err(self.lost(Step::StartTls, Kind::Injected));
        }
        self.secure(relay)
    }

    fn secure(&mut self, relay: &Relay) -> Result<(), Fault> {
        let config = relay.tls()?;
        let host = relay.host.trim_matches(['[', ']']);
        let name = ServerName::try_from(host.to_owned())
            .map_err(|_| relay.fault(Step::Tls, Kind::Setting("server", "it is no host name")))?;
        let tls = ClientConnection::new(config, name)
            .map_err(|error| relay.fault(Step::Tls, Kind::Tls(error.to_string())))?;
        let limit = self.times.greeting;
        self.wire.secure(tls, limit).map_err(|broken| match Kind::from(broken) {
            // Whatever ends a handshake in another way than by silence says something about TLS.
            Kind::Dropped(words) => self.lost(Step::Tls, Kind::Tls(words)),
            kind => self.lost(Step::Tls, kind),
        })
    }

    /// A name and password only go over a private line, or stay within this machine (E-27, E-36).
    fn may_log_in(&mut self) -> Result<(), Fault> {
        let near = self.wire.stream().peer_addr().is_ok_and(|peer| is_loopback(peer.ip()));
        if near || self.wire.tls().is_some() {
            return Ok(());
        }
        Err(self.lost(Step::Login, Kind::NoStartTls))
    }
}

/// Settings that go over the wire must not break out of their line (E-14).
fn check_settings(relay: &Relay) -> Result<(), Fault> {
    let fault = |name, why| Err(relay.fault(Step::Check, Kind::Setting(name, why)));
    let odd = |c: char| c.is_control() || c.is_whitespace();
    if let Some(hello) = &relay.hello
        && (hello.is_empty() || !hello.is_ascii() || hello.contains(odd))
    {
        return fault("hello", "it must be a domain in plain letters, without blanks");
    }
    if relay.host.is_empty() || relay.host.contains(odd) {
        return fault("server", "it must be a host name, without blanks");
    }
    if relay.login.as_ref().is_some_and(|login| login.user.contains(char::is_control)) {
        return fault("user", "it has a control character in it");
    }
    Ok(())
}
