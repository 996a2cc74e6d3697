//! What has gone so far, by the ledger of letters to partners. Drills have one of their own and do not count.

use super::clearance::{approvals, open_ledger, stored};
use super::desk::Desk;
use crate::crisis::Phase;
use crate::diagnostic::Report;
use crate::ledger::{Deliveries, DeliveryState};
use crate::outreach::{Countdown, FirstLetters};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// The letters that were accepted, by mail or by another way.
pub(super) struct Gone {
    /// When those of the revision at hand went, by contact.
    pub(super) letters: BTreeMap<String, Timestamp>,
    /// How many of that revision the server does not want, or nobody knows of: a person decides.
    pub(super) stuck: usize,
    first: FirstLetters,
}

impl Gone {
    pub(super) fn read(desk: &Desk<'_>) -> Result<Self, Report> {
        let (at_hand, phase) =
            desk.brief.as_ref().map_or((1, Phase::Letter), |brief| (brief.revision, brief.phase));
        let deliveries = open_ledger(desk)?.deliveries()?;
        let mut first = FirstLetters::default();
        for revision in deliveries.revisions().filter(|revision| *revision <= at_hand) {
            let went = accepted(desk, &deliveries, revision).map(|(_, at)| at).min();
            let Some(at) = went else { continue };
            let is_letter = if revision == at_hand {
                phase == Phase::Letter
            } else {
                was_letter(desk, revision)?
            };
            let first = if is_letter { &mut first.letter } else { &mut first.holding };
            *first = Some(first.map_or(at, |before| before.min(at)));
        }
        let letters = accepted(desk, &deliveries, at_hand);
        let letters = letters.map(|(contact, at)| (contact.to_owned(), at)).collect();
        let is_stuck = |state| matches!(state, DeliveryState::Refused | DeliveryState::Unknown);
        let stuck = deliveries.iter(at_hand).filter(|(_, letter)| is_stuck(letter.state)).count();
        Ok(Self { letters, stuck, first })
    }

    /// The clock of the crisis; none while there is no brief.
    pub(super) fn countdown(&self, desk: &Desk<'_>) -> Option<Countdown> {
        Some(Countdown::of(desk.brief.as_ref()?, desk.now, self.first))
    }
}

/// The letters of a revision that have gone by the time of this run.
fn accepted<'d>(
    desk: &Desk<'_>,
    deliveries: &'d Deliveries,
    revision: u32,
) -> impl Iterator<Item = (&'d str, Timestamp)> {
    let now = desk.now;
    deliveries
        .iter(revision)
        .filter(move |(_, letter)| letter.state == DeliveryState::Accepted && letter.at <= now)
        .map(|(contact, letter)| (contact, letter.at))
}

/// Whether an earlier revision was the letter of the leader; its brief is gone, and the frozen letters tell.
fn was_letter(desk: &Desk<'_>, revision: u32) -> Result<bool, Report> {
    let approvals = approvals(desk)?;
    let of_revision = approvals.digests().filter(|digest| {
        let frozen = approvals.get(digest).and_then(|it| it.frozen.as_ref());
        frozen.is_some_and(|frozen| frozen.what.revision == revision)
    });
    let mut proofs = of_revision.filter_map(|digest| stored(desk, digest).ok());
    Ok(proofs.any(|proof| proof.manifest.phase == Phase::Letter.tag()))
}
