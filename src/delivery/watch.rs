use super::told::Told;
use crate::ledger::DeliveryState;
use crate::workspace::DeliveryRules;
use serde::Serialize;

/// What became of the letters so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Tally {
    /// The server took them.
    pub accepted: u64,
    /// The server said no for good.
    pub refused: u64,
    /// The server said not now.
    pub deferred: u64,
    /// They did not leave, for a reason on the way.
    pub not_sent: u64,
    /// They left, and no answer came.
    pub unknown: u64,
    /// They may not be sent, though they were due.
    pub held_back: u64,
    /// Of those refused: because of a rule of the server, whoever the reader is (RFC 3463, 5.7.x).
    pub policy: u64,
}

impl Tally {
    /// How many letters an attempt was made for.
    pub fn handed(&self) -> u64 {
        self.accepted + self.refused + self.deferred + self.not_sent + self.unknown
    }

    /// Adds those of another.
    pub fn add(&mut self, other: &Self) {
        self.accepted += other.accepted;
        self.refused += other.refused;
        self.deferred += other.deferred;
        self.not_sent += other.not_sent;
        self.unknown += other.unknown;
        self.held_back += other.held_back;
        self.policy += other.policy;
    }

    pub(super) fn note(&mut self, told: &Told) {
        match told.state {
            DeliveryState::Accepted => self.accepted += 1,
            DeliveryState::Refused => self.refused += 1,
            DeliveryState::Deferred => self.deferred += 1,
            DeliveryState::Unknown => self.unknown += 1,
            _ => self.not_sent += 1,
        }
        self.policy += u64::from(told.policy);
    }
}

/// So many letters must have been handed over before a share of them means something (P-15).
const FIRST: u64 = 50;

/// How many letters may be lost on the way before the way itself is in doubt.
const MOST_UNKNOWN: u64 = 3;

/// Whether what came of a wave's letters so far lets it go on (P-15, P-16, E-28); else why not.
pub(super) fn halt(tally: &Tally, rules: &DeliveryRules) -> Option<String> {
    let handed = tally.handed();
    if rules.policy_refusals > 0 && tally.policy >= u64::from(rules.policy_refusals) {
        return Some(format!(
            "the server refused {} letters for a rule of its own (5.7.x), whoever the reader is (E-28)",
            tally.policy
        ));
    }
    let early = u64::from(rules.refused_of_first_50);
    if handed <= FIRST && early > 0 && tally.refused >= early {
        return Some(format!(
            "{} of the first {handed} letters were refused (P-15)",
            tally.refused
        ));
    }
    if handed > FIRST && rules.refused_share.is_exceeded(tally.refused, handed) {
        return Some(format!(
            "{} of {handed} letters were refused, more than {} (P-15)",
            tally.refused, rules.refused_share
        ));
    }
    (tally.unknown >= MOST_UNKNOWN).then(|| {
        format!("the connection broke {} times before the server answered (E-23)", tally.unknown)
    })
}

/// Whether the next wave may open after this one (P-15); else why not.
pub(super) fn gate(tally: &Tally, rules: &DeliveryRules) -> Option<String> {
    if tally.unknown > 0 {
        let letters =
            crate::diagnostic::Count(usize::try_from(tally.unknown).unwrap_or(0), "letter");
        return Some(format!("the state of {letters} is not known (P-15)"));
    }
    halt(tally, rules)
}

#[cfg(test)]
mod tests {
    use super::{Tally, gate, halt};
    use crate::workspace::DeliveryRules;

    fn tally(accepted: u64, refused: u64) -> Tally {
        Tally { accepted, refused, ..Tally::default() }
    }

    #[test]
    fn p15_three_refused_in_the_first_fifty_stop_a_wave() {
        let rules = DeliveryRules::default();
        assert_eq!(halt(&tally(3, 2), &rules), None);
        assert!(halt(&tally(3, 3), &rules).is_some());
        assert!(halt(&tally(47, 3), &rules).is_some());
    }

    #[test]
    fn p15_beyond_fifty_two_in_a_hundred_stop_a_wave() {
        let rules = DeliveryRules::default();
        assert_eq!(halt(&tally(98, 2), &rules), None);
        assert!(halt(&tally(97, 3), &rules).is_some());
        assert_eq!(halt(&tally(980, 20), &rules), None);
    }

    #[test]
    fn e28_refusals_for_the_server_s_own_rules_stop_a_wave() {
        let rules = DeliveryRules::default();
        let policy = |policy| Tally { policy, ..tally(900, policy) };
        assert_eq!(halt(&policy(2), &rules), None);
        assert!(halt(&policy(3), &rules).is_some_and(|why| why.contains("5.7.x")));
    }

    #[test]
    fn p15_one_letter_of_unknown_state_keeps_the_next_wave_closed() {
        let rules = DeliveryRules::default();
        let one = Tally { unknown: 1, ..tally(20, 0) };
        assert_eq!(halt(&one, &rules), None);
        assert!(gate(&one, &rules).is_some());
        assert_eq!(gate(&tally(20, 2), &rules), None);
        assert!(halt(&Tally { unknown: 3, ..one }, &rules).is_some());
    }
}
