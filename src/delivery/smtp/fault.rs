use super::courier::Step;
use super::reply::{Garbled, Reply};
use super::wire::Broken;
use std::net::IpAddr;
use std::time::Duration;

/// Why a connection could not be opened, or is of no more use. Holds no secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{relay}, {step}: {kind}")]
pub struct Fault {
    /// The server, as `name:port`.
    pub relay: String,
    /// How far the conversation had come.
    pub step: Step,
    /// What happened.
    pub kind: Kind,
}

/// What happened to a connection.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Kind {
    /// Its name leads nowhere.
    #[error("its name cannot be found: {0}")]
    Unresolved(String),
    /// None of its addresses could be reached.
    #[error("it cannot be reached: {0}")]
    Unreachable(String),
    /// `loopback` was asked for, and this is another machine.
    #[error("{0} is not this machine")]
    NotLoopback(IpAddr),
    /// The phase's time ran out.
    #[error("it did not answer within {}", spell(*.0))]
    Late(Duration),
    /// The connection ended.
    #[error("the connection ended: {0}")]
    Dropped(String),
    /// What came was no answer.
    #[error(transparent)]
    Garbled(#[from] Garbled),
    /// The server said no.
    #[error("it said `{0}`")]
    Said(Reply),
    /// The server said something that is no answer to this step.
    #[error("it said `{0}`, which is no answer to that")]
    Unfit(Reply),
    /// The server spoke when it was not asked.
    #[error("it spoke without being asked")]
    Unasked,
    /// STARTTLS is required and not offered.
    #[error("it does not offer STARTTLS")]
    NoStartTls,
    /// Plain text came together with the answer to STARTTLS: somebody may sit in between.
    #[error("plain text came after its answer to STARTTLS")]
    Injected,
    /// The certificate is not to be trusted.
    #[error("its certificate is not accepted: {0}")]
    Certificate(String),
    /// The handshake failed otherwise.
    #[error("no TLS connection came about: {0}")]
    Tls(String),
    /// The extra certificates cannot be read.
    #[error("the extra certificates cannot be used: {0}")]
    Ca(String),
    /// There is nothing to check a certificate against.
    #[error("this machine has no trusted certificates")]
    NoRoots,
    /// The way to log in is not offered.
    #[error("it does not offer to log in with {wanted}")]
    NoLogin {
        /// What the settings say.
        wanted: String,
        /// What the server offers.
        offered: Vec<String>,
    },
    /// A login is set and there is no password.
    #[error("there is no password for `{0}`")]
    NoSecret(String),
    /// A setting cannot be sent as it is.
    #[error("`{0}` cannot be used: {1}")]
    Setting(&'static str, &'static str),
    /// The ledger did not let the letter go, so the connection was dropped before its body.
    #[error("the ledger did not let the letter go")]
    Withheld,
}

impl Fault {
    pub(super) fn new(relay: String, step: Step, kind: Kind) -> Self {
        Self { relay, step, kind }
    }

    /// The server's words, when it said no.
    pub fn reply(&self) -> Option<&Reply> {
        match &self.kind {
            Kind::Said(reply) | Kind::Unfit(reply) => Some(reply),
            _ => None,
        }
    }

    /// Whether it may pass by itself, so that trying again later makes sense.
    pub fn may_pass(&self) -> bool {
        match &self.kind {
            Kind::Unresolved(_)
            | Kind::Unreachable(_)
            | Kind::Late(_)
            | Kind::Dropped(_)
            | Kind::Garbled(_)
            | Kind::Unfit(_)
            | Kind::Unasked
            | Kind::Withheld => true,
            Kind::Said(reply) => reply.is_transient(),
            Kind::NotLoopback(_)
            | Kind::NoStartTls
            | Kind::Injected
            | Kind::Certificate(_)
            | Kind::Tls(_)
            | Kind::Ca(_)
            | Kind::NoRoots
            | Kind::NoLogin { .. }
            | Kind::NoSecret(_)
            | Kind::Setting(..) => false,
        }
    }
}

impl From<Broken> for Kind {
    fn from(broken: Broken) -> Self {
        match broken {
            Broken::Late(time) => Self::Late(time),
            Broken::Closed => Self::Dropped("the server hung up".to_owned()),
            Broken::Io(error) => Self::Dropped(error.to_string()),
            Broken::Garbled(garbled) => Self::Garbled(garbled),
            Broken::Spoke => Self::Unasked,
            Broken::Tls(rustls::Error::InvalidCertificate(why)) => {
                Self::Certificate(super::tls::words(&why))
            }
            Broken::Tls(error) => Self::Tls(error.to_string()),
        }
    }
}

/// A length of time in words.
pub(super) fn spell(time: Duration) -> String {
    let seconds = time.as_secs();
    match seconds {
        0 => format!("{} ms", time.as_millis()),
        1 => "1 second".to_owned(),
        _ if seconds.is_multiple_of(60) && seconds > 60 => format!("{} minutes", seconds / 60),
        _ => format!("{seconds} seconds"),
    }
}
