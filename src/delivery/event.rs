use super::watch::Tally;
use crate::ledger::DeliveryState;
use std::time::Duration;

/// What those who watch a run are told, while it goes on.
#[derive(Debug)]
pub enum Event<'e> {
    /// Our own people receive samples before the first wave (P-18).
    Samples {
        /// How many letters that makes, over all who receive them.
        letters: u64,
        /// How many people receive them.
        readers: usize,
    },
    /// A wave begins.
    Wave {
        /// Its number.
        number: u8,
        /// How many letters of it are due.
        letters: u64,
    },
    /// A part of it begins.
    Batch {
        /// How many letters.
        letters: u64,
        /// Whether they go first and are watched (P-16).
        canary: bool,
    },
    /// An attempt was made for one letter.
    Handed {
        /// The contact's id.
        contact: &'e str,
        /// What became of it.
        state: DeliveryState,
        /// The server's words.
        words: &'e str,
        /// All of the wave so far.
        tally: Tally,
    },
    /// Nothing leaves for a while.
    Pause {
        /// What for.
        what: Pause,
        /// How long still.
        left: Duration,
    },
    /// The connection was lost or refused; it is tried again.
    Trouble(&'e str),
    /// The run ends early, and why.
    Halted(&'e str),
}

/// Why nothing leaves for a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pause {
    /// The undo window (P-25).
    Undo,
    /// The first letters of a wave are watched (P-16).
    Canary,
    /// A wave is watched before the next one opens (P-15).
    Gate,
    /// The provider's limits (P-17).
    Pace,
    /// The server asked for a rest (E-28).
    BackOff,
}
