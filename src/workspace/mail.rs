use super::amount::Rate;
use crate::world::SecretSource;
use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

/// The mail servers, and how letters are signed.
#[derive(Debug, Clone, Default)]
pub struct MailSettings {
    /// The one that letters are handed to.
    pub first: Option<MailServer>,
    /// Another, for the day on which the own mail system is the victim (E-33).
    pub second: Option<MailServer>,
    /// The key that letters are signed with, whichever server takes them.
    pub dkim: Option<DkimKey>,
}

/// One mail server, and what it allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailServer {
    /// The section it is described in, such as `mail` or `mail.second`.
    pub section: &'static str,
    /// Its name or address.
    pub server: String,
    /// Its port.
    pub port: u16,
    /// How the connection is kept secret (E-27).
    pub security: Security,
    /// The name by which this side greets; the organisation's domain when it is not said.
    pub hello: Option<String>,
    /// Who logs in, and with what; `None`: the server asks for no login.
    pub login: Option<Login>,
    /// How many connections may be open at once.
    pub connections: u16,
    /// How many letters may leave within which times; empty: the server sets no limit (P-17).
    pub rates: Vec<Rate>,
    /// One more certificate that is trusted, relative to the workspace.
    pub ca: Option<PathBuf>,
    /// How long is waited, phase by phase.
    pub timeouts: Timeouts,
}

impl MailServer {
    /// Whether the server is on this very machine, by the name or address that is given.
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.server)
    }

    /// Name and port, as people write them.
    pub fn shown(&self) -> String {
        match self.server.parse::<IpAddr>() {
            Ok(IpAddr::V6(_)) => format!("[{}]:{}", self.server, self.port),
            _ => format!("{}:{}", self.server, self.port),
        }
    }
}

/// Whether a name or address means this very machine.
pub(super) fn is_loopback(server: &str) -> bool {
    server.eq_ignore_ascii_case("localhost")
        || server.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// How a connection is kept secret (E-27).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte, usually on port 465.
    Tls,
    /// STARTTLS, without which nothing goes on; usually on port 587.
    StartTls,
    /// None at all: only to a server on this very machine.
    Loopback,
}

impl Security {
    /// The words for it in the settings.
    pub const WORDS: [(&'static str, Self); 3] =
        [("tls", Self::Tls), ("starttls", Self::StartTls), ("loopback", Self::Loopback)];

    /// The word for it in the settings.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Tls => "tls",
            Self::StartTls => "starttls",
            Self::Loopback => "loopback",
        }
    }

    /// The port on which servers usually speak it.
    pub const fn port(self) -> u16 {
        match self {
            Self::Tls => 465,
            Self::StartTls => 587,
            Self::Loopback => 25,
        }
    }
}

/// Who logs in at a mail server, and with what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Login {
    /// By which mechanism.
    pub kind: LoginKind,
    /// The name of the account.
    pub user: String,
    /// Where the password is kept; for XOAUTH2, the access token.
    pub secret: SecretSource,
}

/// A mechanism of login.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LoginKind {
    /// PLAIN (RFC 4616).
    #[default]
    Plain,
    /// LOGIN, for servers that know nothing better.
    Login,
    /// XOAUTH2, with an access token in place of a password.
    Xoauth2,
}

impl LoginKind {
    /// The words for it in the settings.
    pub const WORDS: [(&'static str, Self); 3] =
        [("plain", Self::Plain), ("login", Self::Login), ("xoauth2", Self::Xoauth2)];

    /// The name of the mechanism, as servers offer it.
    pub const fn mechanism(self) -> &'static str {
        match self {
            Self::Plain => "PLAIN",
            Self::Login => "LOGIN",
            Self::Xoauth2 => "XOAUTH2",
        }
    }
}

/// How long is waited for a mail server, phase by phase (RFC 5321 4.5.3.2, E-23).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// For the connection itself, and for TLS.
    pub connect: Duration,
    /// For the greeting and the reply to each command.
    pub reply: Duration,
    /// For the server to take a part of a letter.
    pub data: Duration,
    /// For the reply to the final dot: whoever gives up early does not know whether the letter left.
    pub end: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(30),
            reply: Duration::from_mins(5),
            data: Duration::from_mins(3),
            end: Duration::from_mins(10),
        }
    }
}

/// The key that letters are signed with (DKIM, RFC 6376).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DkimKey {
    /// The domain that signs: ours.
    pub domain: String,
    /// The selector: the key's public half stands in the DNS at `<selector>._domainkey.<domain>`.
    pub selector: String,
    /// The private key, relative to the workspace; better outside of it.
    pub key: PathBuf,
}
