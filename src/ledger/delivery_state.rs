use serde::{Deserialize, Serialize};
use std::fmt::{self, Display, Formatter};

/// Where the letter to one contact stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeliveryState {
    /// It waits; nothing of it has left.
    Queued,
    /// It was claimed and may be on its way.
    Sending,
    /// The mail server took it, or somebody saw to it that it arrived.
    Accepted,
    /// The mail server will not take it.
    Refused,
    /// The mail server wants to be asked again later.
    Deferred,
    /// It was claimed, and surely nothing of it was taken.
    NotSent,
    /// Nobody knows whether the mail server took it (E-23). It never goes again by itself.
    Unknown,
}

impl DeliveryState {
    /// Every state, in the order in which a letter meets them.
    pub const ALL: [Self; 7] = [
        Self::Queued,
        Self::Sending,
        Self::Accepted,
        Self::Refused,
        Self::Deferred,
        Self::NotSent,
        Self::Unknown,
    ];

    /// The word for it.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Deferred => "deferred",
            Self::NotSent => "not-sent",
            Self::Unknown => "unknown",
        }
    }

    /// The state of this word.
    pub fn of_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.tag() == tag)
    }

    /// Whether a letter may go from here to there. Nothing leads away from accepted, and from unknown
    /// nothing leads to sending: only a person may say that it goes again.
    pub const fn may_become(self, next: Self) -> bool {
        use DeliveryState::{Accepted, Deferred, NotSent, Queued, Refused, Sending, Unknown};
        match self {
            Queued | NotSent => matches!(next, Sending | Accepted),
            Sending => matches!(next, Accepted | Refused | Deferred | NotSent | Unknown),
            Deferred => matches!(next, Sending | Queued | Accepted),
            Refused | Unknown => matches!(next, Queued | Accepted),
            Accepted => false,
        }
    }

    /// Whether a run may claim it.
    pub const fn may_be_sent(self) -> bool {
        self.may_become(Self::Sending)
    }
}

impl Display for DeliveryState {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.pad(self.tag())
    }
}

#[cfg(test)]
mod tests {
    use super::DeliveryState;

    #[test]
    fn e_23_the_steps_of_a_letter_are_these_and_no_others() {
        let table = "\
            queued:   sending accepted
            sending:  accepted refused deferred not-sent unknown
            accepted:
            refused:  queued accepted
            deferred: queued sending accepted
            not-sent: sending accepted
            unknown:  queued accepted";
        assert_eq!(table.lines().count(), DeliveryState::ALL.len());
        for line in table.lines() {
            let (from, to) = line.trim().split_once(':').unwrap();
            let from = DeliveryState::of_tag(from).unwrap();
            let to: Vec<&str> = to.split_whitespace().collect();
            for next in DeliveryState::ALL {
                assert_eq!(from.may_become(next), to.contains(&next.tag()), "{from} -> {next}");
            }
        }
    }

    #[test]
    fn a_state_has_one_word_everywhere() {
        for state in DeliveryState::ALL {
            assert_eq!(serde_json::to_value(state).unwrap(), state.tag());
            assert_eq!(DeliveryState::of_tag(state.tag()), Some(state));
        }
        assert_eq!(DeliveryState::of_tag("sent"), None);
    }
}
