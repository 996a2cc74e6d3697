use super::courier::Step;
use super::fault::{Fault, Kind};
use super::tls;
use rustls::ClientConfig;
use std::fmt::{self, Debug, Display, Formatter};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// A mail server and how to talk to it. Holds no secret.
#[derive(Debug, Clone)]
pub struct Relay {
    /// Its name or number.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the line is kept private.
    pub security: Security,
    /// The name by which this machine introduces itself; its own address when there is none.
    pub hello: Option<String>,
    /// Who logs in and how.
    pub login: Option<Login>,
    /// How long to wait in each phase.
    pub times: Times,
    /// Whether to use PIPELINING when the server offers it.
    pub pipelining: bool,
    ca: Option<Extra>,
    tls: OnceLock<Arc<ClientConfig>>,
}

impl Relay {
    /// A server with the usual settings: no login, the waiting times of RFC 5321.
    pub fn new(host: impl Into<String>, port: u16, security: Security) -> Self {
        Self {
            host: host.into(),
            port,
            security,
            hello: None,
            login: None,
            times: Times::default(),
            pipelining: true,
            ca: None,
            tls: OnceLock::new(),
        }
    }

    /// The same server with a login.
    pub fn with_login(mut self, mechanism: Mechanism, user: impl Into<String>) -> Self {
        self.login = Some(Login { mechanism, user: user.into() });
        self
    }

    /// The same server, trusted also by the certificates in these bytes of a PEM file.
    pub fn with_ca(mut self, pem: Vec<u8>) -> Self {
        self.ca = Some(Extra(pem));
        self.tls = OnceLock::new();
        self
    }

    /// How the relay is called in messages.
    pub fn name(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }

    /// The TLS settings: the roots are read once and then shared by all connections.
    pub(super) fn tls(&self) -> Result<Arc<ClientConfig>, Fault> {
        if let Some(config) = self.tls.get() {
            return Ok(Arc::clone(config));
        }
        let made = tls::config(self.ca.as_ref().map(|extra| extra.0.as_slice()))
            .map_err(|kind| self.fault(Step::Tls, kind))?;
        Ok(Arc::clone(self.tls.get_or_init(|| Arc::new(made))))
    }

    /// A fault of this relay.
    pub(super) fn fault(&self, step: Step, kind: Kind) -> Fault {
        Fault::new(self.name(), step, kind)
    }
}

/// Bytes of a PEM file, which need not be printed.
#[derive(Clone)]
struct Extra(Vec<u8>);

impl Debug for Extra {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

/// How the line to the server is kept private (E-27).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte, usually port 465.
    Tls,
    /// STARTTLS, usually port 587. A server that does not offer it is refused.
    StartTls,
    /// No TLS, and only to this very machine.
    Loopback,
}

/// Who logs in and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Login {
    /// How.
    pub mechanism: Mechanism,
    /// The account.
    pub user: String,
}

/// A way to log in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mechanism {
    /// Name and password in one line (RFC 4616).
    Plain,
    /// Name and password when asked; older servers know only this.
    Login,
    /// An access token, as Google and Microsoft want it.
    XOAuth2,
}

impl Display for Mechanism {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Plain => "PLAIN",
            Self::Login => "LOGIN",
            Self::XOAuth2 => "XOAUTH2",
        })
    }
}

/// How long to wait in each phase; by default what RFC 5321 section 4.5.3.2 asks for.
///
/// Each is a deadline for the whole phase: a server that sends a byte now and then does not extend it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    /// For finding the server and reaching one of its addresses.
    pub connect: Duration,
    /// For the TLS handshake, and for the greeting.
    pub greeting: Duration,
    /// For each reply to EHLO, STARTTLS, AUTH and RSET.
    pub hello: Duration,
    /// For the reply to MAIL.
    pub mail: Duration,
    /// For the reply to RCPT.
    pub rcpt: Duration,
    /// For the reply to DATA.
    pub data: Duration,
    /// For the server to take a piece of 64 KiB of the body.
    pub body: Duration,
    /// For the reply to the final dot. A short one makes letters unknown (E-23).
    pub dot: Duration,
    /// For the reply to QUIT, which nobody needs.
    pub quit: Duration,
}

impl Default for Times {
    fn default() -> Self {
        let minutes = Duration::from_mins;
        Self {
            connect: Duration::from_secs(30),
            greeting: minutes(5),
            hello: minutes(5),
            mail: minutes(5),
            rcpt: minutes(5),
            data: minutes(2),
            body: minutes(3),
            dot: minutes(10),
            quit: Duration::from_secs(5),
        }
    }
}

impl Times {
    /// The same time for every phase.
    pub fn all(time: Duration) -> Self {
        Self {
            connect: time,
            greeting: time,
            hello: time,
            mail: time,
            rcpt: time,
            data: time,
            body: time,
            dot: time,
            quit: time,
        }
    }
}
