//! What has gone so far, by the ledger.

use super::clearance::open_ledger;
use super::desk::Desk;
use crate::diagnostic::Report;
use crate::ledger::{Deliveries, DeliveryState};
use crate::outreach::{Countdown, FirstLetter};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// The letters that were accepted, by mail or by another way.
pub(super) struct Gone {
    /// When those of the revision at hand went, by contact.
    pub(super) letters: BTreeMap<String, Timestamp>,
    /// When the first one of an earlier revision went.
    earlier: Option<Timestamp>,
}

impl Gone {
    pub(super) fn read(desk: &Desk<'_>) -> Result<Self, Report> {
        let revision = desk.brief.as_ref().map_or(1, |brief| brief.revision);
        let deliveries = open_ledger(desk)?.deliveries()?;
        let letters = accepted(&deliveries, revision);
        let letters = letters.map(|(contact, at)| (contact.to_owned(), at)).collect();
        let earlier = deliveries.revisions().filter(|it| *it < revision);
        let earlier = earlier.flat_map(|revision| accepted(&deliveries, revision));
        Ok(Self { letters, earlier: earlier.map(|(_, at)| at).min() })
    }

    /// The clock of the crisis; none while there is no brief.
    pub(super) fn countdown(&self, desk: &Desk<'_>) -> Option<Countdown> {
        let current = self.letters.values().min().copied();
        let first = FirstLetter { earlier: self.earlier, current };
        Some(Countdown::of(desk.brief.as_ref()?, desk.now, first))
    }
}

fn accepted(deliveries: &Deliveries, revision: u32) -> impl Iterator<Item = (&str, Timestamp)> {
    let letters = deliveries.iter(revision);
    letters
        .filter(|(_, letter)| letter.state == DeliveryState::Accepted)
        .map(|(contact, letter)| (contact, letter.at))
}
