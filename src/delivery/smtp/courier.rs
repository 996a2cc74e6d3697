use super::fault::Fault;
use super::reply::Reply;
use std::fmt::{self, Display, Formatter};

/// One letter as the conversation needs it: one sender, one recipient, its bytes (E-12, E-26).
pub trait AsMail {
    /// Where bounces go; empty for nowhere.
    fn sender(&self) -> &str;
    /// The one recipient.
    fn recipient(&self) -> &str;
    /// Header lines that are added at hand-over, such as `Date` and a signature; empty, or whole lines.
    fn head(&self) -> &[u8];
    /// The frozen message.
    fn message(&self) -> &[u8];
}

/// Brings letters and takes their outcomes.
///
/// Every letter that [`next`](Self::next) gives gets exactly one [`outcome`](Self::outcome).
pub trait Courier {
    /// A letter on its way.
    type Letter: AsMail;

    /// The next letter; `None` when there is none for now.
    ///
    /// With `ahead`, another letter waits to be handed over or for its reply: do not wait for pace then, rather give
    /// none; it is asked again later.
    fn next(&mut self, ahead: bool) -> Option<Self::Letter>;

    /// Whether this letter may leave. Asked after the server said 354 and before the first byte of
    /// the body; returns when the claim is durable (E-23). With `false` the connection is dropped.
    fn claimed(&mut self, letter: &Self::Letter) -> bool;

    /// A letter given ahead is the next to leave, and there is nothing to do now but wait: what
    /// [`claimed`](Self::claimed) will ask for may be waited for here.
    fn ready(&mut self, _letter: &Self::Letter) {}

    /// What became of a letter.
    fn outcome(&mut self, letter: Self::Letter, outcome: Outcome);
}

/// What became of one letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The server took it upon itself to deliver it.
    Accepted(Reply),
    /// The server will not take it (5xx), or could not, as it said when it told what it offers.
    Refused {
        /// Where in the conversation.
        step: Step,
        /// The server's words.
        reply: Reply,
    },
    /// The server will not take it now (4xx).
    Deferred {
        /// Where in the conversation.
        step: Step,
        /// The server's words.
        reply: Reply,
    },
    /// It surely did not arrive. At [`Step::Check`] the letter itself is at fault, and trying again does not help.
    NotSent {
        /// Where in the conversation.
        step: Step,
        /// Why, in words.
        why: String,
    },
    /// The whole letter was handed over and no answer could be read: it may have arrived (RFC 1047, E-23).
    Unknown {
        /// Why, in words.
        why: String,
    },
}

/// Why [`Session::deliver`](super::Session::deliver) came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// There is no further letter for now; the connection may be used again.
    Drained,
    /// The server takes no more letters over this connection (RFC 9422); open another one.
    Spent,
    /// The connection is of no more use.
    Lost(Fault),
    /// The server asked to be left alone for a while (421).
    BackOff(Reply),
}

/// A step of the conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Looking at the letter before anything is said.
    Check,
    /// Finding and reaching the server.
    Connect,
    /// Making the line private.
    Tls,
    /// The server's first words.
    Greeting,
    /// EHLO or HELO.
    Hello,
    /// STARTTLS.
    StartTls,
    /// AUTH.
    Login,
    /// MAIL FROM.
    Mail,
    /// RCPT TO.
    Rcpt,
    /// DATA.
    Data,
    /// The claim in the ledger, between 354 and the body.
    Claim,
    /// The body, up to the final dot.
    Body,
    /// The final dot and the answer to it.
    Dot,
    /// RSET.
    Reset,
    /// QUIT.
    Quit,
}

impl Display for Step {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Check => "the check before sending",
            Self::Connect => "connecting",
            Self::Tls => "the TLS handshake",
            Self::Greeting => "the greeting",
            Self::Hello => "EHLO",
            Self::StartTls => "STARTTLS",
            Self::Login => "AUTH",
            Self::Mail => "MAIL FROM",
            Self::Rcpt => "RCPT TO",
            Self::Data => "DATA",
            Self::Claim => "the claim",
            Self::Body => "the body",
            Self::Dot => "the final dot",
            Self::Reset => "RSET",
            Self::Quit => "QUIT",
        })
    }
}
