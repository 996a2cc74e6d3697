use super::courier::Step;
use super::fault::{Fault, Kind};
use super::relay::{Login, Mechanism, Relay};
use super::reply::Reply;
use super::secret::Secrets;
use super::session::Session;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

impl Session {
    /// Logs in, when the relay has a login (RFC 4954).
    pub(super) fn log_in(&mut self, relay: &Relay, secrets: &Secrets) -> Result<(), Fault> {
        let Some(login) = &relay.login else { return Ok(()) };
        let Some(secret) = secrets.password.as_ref().filter(|secret| !secret.is_empty()) else {
            return Err(self.lost(Step::Login, Kind::NoSecret(login.user.clone())));
        };
        let wanted = login.mechanism.to_string();
        if !self.offers.auth.contains(&wanted) {
            let offered = self.offers.auth.clone();
            return Err(self.lost(Step::Login, Kind::NoLogin { wanted, offered }));
        }
        let secret = secret.reveal();
        let coded = coded(login, secret);
        let outcome = match login.mechanism {
            Mechanism::Plain => self.command("AUTH PLAIN ", &coded),
            Mechanism::XOAuth2 => self.token(&coded),
            Mechanism::Login => self.name_and_password(login, &coded),
        };
        self.wire.wipe();
        let reply = outcome?;
        // A server that repeats what it heard must not bring the secret into a message.
        let reply = reply.without(&[&coded, secret]);
        match reply.code() {
            235 => Ok(()),
            400..600 => Err(self.lost(Step::Login, Kind::Said(reply))),
            _ => Err(self.lost(Step::Login, Kind::Unfit(reply))),
        }
    }

    /// One line and its answer; the line is wiped.
    fn command(&mut self, verb: &str, rest: &str) -> Result<Reply, Fault> {
        // Long enough from the start: a string that grows leaves its old bytes behind.
        let mut line = Zeroizing::new(String::with_capacity(verb.len() + rest.len() + 2));
        line.push_str(verb);
        line.push_str(rest);
        line.push_str("\r\n");
        let limit = self.times.hello;
        self.say(line.as_bytes(), limit, Step::Login)?;
        self.reply(limit, Step::Login)
    }

    fn token(&mut self, coded: &str) -> Result<Reply, Fault> {
        let reply = self.command("AUTH XOAUTH2 ", coded)?;
        // A refusal comes as a question first, and the empty answer to it brings the code.
        if reply.code() == 334 { self.command("", "") } else { Ok(reply) }
    }

    fn name_and_password(&mut self, login: &Login, coded: &str) -> Result<Reply, Fault> {
        for line in ["AUTH LOGIN", &STANDARD.encode(&login.user)] {
            let reply = self.command(line, "")?;
            if reply.code() != 334 {
                return Ok(reply);
            }
        }
        self.command(coded, "")
    }
}

/// The secret as it goes over the wire.
fn coded(login: &Login, secret: &str) -> Zeroizing<String> {
    let user = &login.user;
    let plain = Zeroizing::new(match login.mechanism {
        Mechanism::Plain => format!("\0{user}\0{secret}"),
        Mechanism::Login => secret.to_owned(),
        Mechanism::XOAuth2 => format!("user={user}\x01auth=Bearer {secret}\x01\x01"),
    });
    Zeroizing::new(STANDARD.encode(plain.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::{Login, Mechanism, coded};

    #[test]
    fn secrets_are_coded_as_each_way_wants_it() {
        let coded = |mechanism, user: &str, secret| {
            coded(&Login { mechanism, user: user.to_owned() }, secret).to_string()
        };
        // The examples of RFC 4616 and of Google's description of XOAUTH2.
        assert_eq!(
            coded(Mechanism::Plain, "tim", "tanstaaftanstaaf"),
            "AHRpbQB0YW5zdGFhZnRhbnN0YWFm"
        );
        assert_eq!(coded(Mechanism::Login, "tim", "tulip"), "dHVsaXA=");
        assert_eq!(
            coded(
                Mechanism::XOAuth2,
                "someuser@example.com",
                "ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg"
            ),
            "dXNlcj1zb21ldXNlckBleGFtcGxlLmNvbQFhdXRoPUJlYXJlciB5YTI5LnZGOWRmdDRxbVRjMk52YjNSbGNrQmhkSFJoZG1semRHRXVZMjl0Q2cBAQ=="
        );
    }
}
