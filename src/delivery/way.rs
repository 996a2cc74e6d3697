use super::outbox::Outbox;
use super::smtp::dkim::{Signer, Unusable};
use super::smtp::{Courier, Ended, Fault, Relay, Secrets, Session};
use crate::workspace::DrillRules;
use crate::world::Fault as FileFault;
use jiff::Timestamp;

/// Where letters go: to a mail server, or in a drill to files, and then to a server only for those who
/// may get a drill (P-24).
#[derive(Debug)]
pub struct Way<'w> {
    /// The mail server; none when letters only become files.
    pub server: Option<Server>,
    /// The folder of a drill; none in earnest.
    pub outbox: Option<Outbox<'w>>,
}

/// A mail server with what it takes to use it.
#[derive(Debug)]
pub struct Server {
    /// How to reach it.
    pub relay: Relay,
    /// What it wants to know.
    pub secrets: Secrets,
    /// What the ledger calls it: its name and port.
    pub name: String,
    /// How many connections, at most.
    pub connections: u16,
    /// The key that signs, where the server does not.
    pub dkim: Option<Signer>,
    /// Whose letters it is given in a drill; none: everybody's in earnest, and nobody's in a drill.
    pub drill: Option<DrillRules>,
}

impl Way<'_> {
    /// How many connections work side by side.
    pub(super) fn connections(&self) -> u16 {
        self.server.as_ref().map_or(1, |server| server.connections.max(1))
    }

    /// What the ledger calls it.
    pub(super) fn name(&self) -> Option<&str> {
        self.server.as_ref().map(|server| server.name.as_str())
    }

    /// Whether the server is given the letter to this address. In a drill no domain is served that is not
    /// named.
    pub fn takes(&self, address: &str, live: bool) -> bool {
        self.server.as_ref().is_some_and(|server| match &server.drill {
            Some(rules) => allows(rules, address),
            None => live,
        })
    }

    /// What stands in front of a message that leaves at this date: `Date`, and the signature.
    pub(super) fn head(
        &self,
        at: Timestamp,
        date: &str,
        message: &[u8],
    ) -> Result<Vec<u8>, Unusable> {
        let dated = format!("Date: {date}\r\n").into_bytes();
        match self.server.as_ref().and_then(|server| server.dkim.as_ref()) {
            Some(signer) => {
                let mut head = signer.sign(&dated, message, at)?;
                head.extend_from_slice(&dated);
                Ok(head)
            }
            None => Ok(dated),
        }
    }

    /// Writes a letter to the folder of a drill and gives its path, which in earnest is empty.
    pub(super) fn write(
        &self,
        wave: u8,
        contact: &str,
        head: &[u8],
        message: &[u8],
    ) -> Result<String, FileFault> {
        let Some(outbox) = &self.outbox else { return Ok(String::new()) };
        outbox.write(wave, contact, head, message)
    }

    /// Opens a connection and hands over what the courier brings, until one of them ends it. Without a
    /// server there is nothing to connect to: the courier has written all letters to files.
    pub(super) fn deliver(&self, courier: &mut impl Courier) -> Result<Ended, Fault> {
        match &self.server {
            Some(server) => Ok(Session::open(&server.relay, &server.secrets)?.deliver(courier)),
            None => {
                while courier.next(false).is_some() {}
                Ok(Ended::Drained)
            }
        }
    }
}

/// Whether a drill may write to an address as the index has it.
fn allows(rules: &DrillRules, address: &str) -> bool {
    address.parse().is_ok_and(|address| rules.allows(&address))
}

#[cfg(test)]
mod tests {
    use super::allows;
    use crate::workspace::DrillRules;

    #[test]
    fn p24_a_drill_reaches_the_domains_that_are_named_and_none_that_looks_alike() {
        let domains = vec!["drill.example".to_owned(), "Test.Example".to_owned()];
        let rules = DrillRules { domains, mail: None };
        let reaches = |address: &str| allows(&rules, address);
        assert!(reaches("a@drill.example") && reaches("a@DRILL.example"));
        assert!(reaches("a@mail.drill.example") && reaches("a@test.example"));
        assert!(!reaches("a@evildrill.example") && !reaches("a@drill.example.evil"));
        assert!(!reaches("drill.example") && !reaches("a@example"));
    }
}
