use jiff::civil::Date;
use serde::Serialize;
use std::fmt::{self, Display, Formatter};

/// Why a contact gets no letter (P-21, P-27).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LeftOut {
    /// The roster says not to, and why.
    DoNotContact(String),
    /// Somebody of ours said so for now, and why: `hearten suppress`.
    Suppressed(String),
    /// There is no address to write to.
    NoAddress,
    /// The ledger says that it is somebody else, or that they are no longer there (P-15).
    WrongPerson,
    /// No living relation (P-19): the last contact, or none at all.
    Lapsed(Option<Date>),
    /// Opposes us: the owner speaks with them before any letter (P-28).
    Opposes,
    /// Hit by the crisis itself: nothing is asked of them before this day (P-32).
    Quiet(Date),
    /// No wave's selector fits.
    NoWave,
}

impl LeftOut {
    /// The rule behind it.
    pub const fn rule(&self) -> &'static str {
        match self {
            Self::DoNotContact(_) | Self::Suppressed(_) | Self::WrongPerson => "P-21",
            Self::Lapsed(_) => "P-19",
            Self::Opposes => "P-28",
            Self::Quiet(_) => "P-32",
            Self::NoAddress | Self::NoWave => "P-27",
        }
    }

    /// The reason as it may stand in a record that others read: what we think of the person is not in
    /// it (design rule 3).
    pub fn on_record(&self) -> String {
        match self {
            Self::Opposes => "a talk comes before any letter".to_owned(),
            _ => self.to_string(),
        }
    }

    /// Whether nobody should call either.
    pub const fn bars_calls(&self) -> bool {
        matches!(self, Self::DoNotContact(_) | Self::WrongPerson | Self::Lapsed(_))
    }
}

impl Display for LeftOut {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::DoNotContact(reason) => write!(f, "do not contact: {reason}"),
            Self::Suppressed(reason) => write!(f, "no letters for now: {reason}"),
            Self::NoAddress => f.write_str("no e-mail address; reach this person by telephone"),
            Self::WrongPerson => f.write_str("logged as the wrong person; correct the roster"),
            Self::Lapsed(Some(last)) => write!(f, "no living relation: last contact on {last}"),
            Self::Lapsed(None) => f.write_str("no living relation: never in contact"),
            Self::Opposes => f.write_str("opposes us: speak with this person before any letter"),
            Self::Quiet(until) => {
                write!(f, "hit by the crisis itself: no letter that asks before {until}")
            }
            Self::NoWave => f.write_str("no wave's audience fits"),
        }
    }
}
