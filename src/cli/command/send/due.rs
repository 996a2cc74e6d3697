use crate::cli::desk::Desk;
use crate::delivery::{Chance, Due, Sieve};
use crate::diagnostic::Count;
use crate::outreach::Wave;
use crate::proof::frozen::{Damage, Lines, Slip};
use jiff::Timestamp;
use serde::Serialize;
use std::collections::BTreeMap;

/// What is to be done, before anything leaves: counted over all frozen letters.
#[derive(Debug, Default, Serialize)]
pub(super) struct Overview {
    /// Per wave.
    pub(super) waves: BTreeMap<u8, Counts>,
    /// Who may not be written to any more, with the reason.
    pub(super) barred: Vec<(String, String)>,
}

/// The letters of one wave.
#[derive(Debug, Default, Clone, Serialize)]
pub(super) struct Counts {
    /// They can go now.
    pub(super) due: u64,
    /// Their time comes later.
    pub(super) later: u64,
    /// Those of them that wait for their readers' day or for a call, not for the server.
    pub(super) early: u64,
    /// When the first of those may go.
    pub(super) next_at: Option<Timestamp>,
    /// They have gone.
    pub(super) accepted: u64,
    /// The server refused them.
    pub(super) refused: u64,
    /// Nobody knows whether they arrived.
    pub(super) unknown: u64,
    /// They were approved and may not go any more (P-21).
    pub(super) barred: u64,
}

impl Overview {
    /// Counts the letters of all waves, or of one.
    pub(super) fn of(
        lines: Lines<'_>,
        sieve: &Sieve<'_>,
        only: Option<Wave>,
    ) -> Result<Self, Damage> {
        let mut overview = Self::default();
        lines.each_slip(|slip| {
            if only.is_none_or(|wave| wave.number() == slip.wave) {
                overview.count(slip, sieve);
            }
        })?;
        Ok(overview)
    }

    fn count(&mut self, slip: &Slip<'_>, sieve: &Sieve<'_>) {
        let counts = self.waves.entry(slip.wave).or_default();
        match sieve.chance(slip) {
            Chance::Due => counts.due += 1,
            Chance::Later(at) => {
                counts.later += 1;
                counts.early += u64::from(sieve.is_early(slip));
                counts.next_at = Some(counts.next_at.map_or(at, |next| next.min(at)));
            }
            Chance::Accepted => counts.accepted += 1,
            Chance::Refused => counts.refused += 1,
            Chance::Unknown => counts.unknown += 1,
            Chance::Barred => {
                counts.barred += 1;
                let contact = slip.contact.as_ref();
                let reason = sieve.barred.get(contact).cloned().unwrap_or_default();
                self.barred.push((contact.to_owned(), reason));
            }
        }
    }

    /// The waves with letters that are due.
    pub(super) fn due(&self) -> Vec<Due> {
        let due = |(wave, counts): (&u8, &Counts)| Due { wave: *wave, letters: counts.due };
        self.waves.iter().map(due).collect()
    }

    /// A sum over the waves.
    pub(super) fn sum(&self, of: impl Fn(&Counts) -> u64) -> u64 {
        self.waves.values().map(of).sum()
    }

    /// How many letters have not gone and could still go, or whose state is not known.
    pub(super) fn left(&self) -> u64 {
        self.sum(|counts| counts.due + counts.later + counts.refused + counts.unknown)
    }

    /// When the next letter that is not due may go.
    pub(super) fn next_at(&self) -> Option<Timestamp> {
        self.waves.values().filter_map(|counts| counts.next_at).min()
    }

    /// A line for each wave.
    pub(super) fn lines(&self, desk: &Desk<'_>) -> Vec<String> {
        let line = |(wave, counts): (&u8, &Counts)| {
            let mut parts = vec![format!("{} now", letters(counts.due))];
            if counts.later > 0 {
                let from = counts.next_at.map(|at| format!(", the first at {}", desk.shown(at)));
                parts.push(format!("{} later{}", counts.later, from.unwrap_or_default()));
            }
            for (count, what) in [
                (counts.accepted, "sent already"),
                (counts.refused, "refused"),
                (counts.unknown, "unknown"),
                (counts.barred, "held back"),
            ] {
                if count > 0 {
                    parts.push(format!("{count} {what}"));
                }
            }
            format!("  {}  {}", Wave::new(*wave), parts.join("; "))
        };
        self.waves.iter().map(line).collect()
    }
}

/// `1 letter`, `17 letters`.
pub(super) fn letters(count: u64) -> String {
    Count(usize::try_from(count).unwrap_or(usize::MAX), "letter").to_string()
}
