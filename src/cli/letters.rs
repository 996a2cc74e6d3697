//! The letters of the crisis at hand as they lie frozen, and where each of them stands.

use super::clearance;
use super::desk::Desk;
use super::whom::{self, Groups, Wanted};
use crate::diagnostic::{Diagnostic, Place, Report};
use crate::ledger::{Deliveries, DeliveryState, Ledger};
use crate::proof::frozen::Frozen;

/// What commands about single letters work with.
pub(super) struct Letters<'a> {
    pub(super) ledger: Ledger<'a>,
    pub(super) deliveries: Deliveries,
    /// The letters that were frozen last, when they lie where they should.
    pub(super) frozen: Option<Frozen>,
    /// Their revision; none while none were frozen and none sent.
    pub(super) revision: Option<u32>,
    /// The file of the ledger as the user knows it.
    shown: String,
}

impl<'a> Letters<'a> {
    /// Reads ledger and frozen letters. What is wrong with the letters goes into the report: where
    /// each stands is known without them.
    pub(super) fn open(desk: &Desk<'a>, drill: bool, report: &mut Report) -> Result<Self, Report> {
        let workspace = &desk.workspace;
        let approvals = clearance::approvals(desk)?;
        let latest = approvals.latest().map(|given| &given.what);
        let path = if drill { workspace.drill_ledger_path() } else { workspace.ledger_path() };
        let shown = workspace.shown(&path);
        let ledger = Ledger::open(desk.world, &path, &shown)?;
        let deliveries = ledger.deliveries()?;
        let frozen = clearance::last_frozen(desk, &approvals).unwrap_or_else(|damage| {
            report.push(damage.into());
            None
        });
        let sent = deliveries.revisions().next_back();
        let revision = latest.map(|latest| latest.revision).or(sent);
        Ok(Self { ledger, deliveries, frozen, revision, shown })
    }

    /// The contact that is meant, by id or full name: who has a letter, or stands in the roster. Gives
    /// id and name.
    pub(super) fn whom(
        &self,
        desk: &Desk<'_>,
        wanted: &Wanted<'_>,
    ) -> Result<(String, String), Report> {
        let typed = wanted.typed.trim();
        let lines = self.frozen.iter().flat_map(Frozen::letters).filter_map(Result::ok);
        let mut named = Vec::new();
        for line in lines {
            if line.contact == typed {
                return Ok((line.contact, line.name));
            }
            if line.name.to_lowercase() == typed.to_lowercase() {
                named.push((line.contact, line.name));
            }
        }
        if let ([_], Some(one)) = (named.as_slice(), named.first()) {
            return Ok(one.clone());
        }
        // Somebody may have left the roster since the letter went.
        if self.revision_of(typed, |_| true).is_some() {
            return Ok((typed.to_owned(), typed.to_owned()));
        }
        in_roster(desk, wanted)
    }

    /// The latest revision whose letter to this contact is in such a state.
    pub(super) fn revision_of(
        &self,
        contact: &str,
        fits: impl Fn(DeliveryState) -> bool,
    ) -> Option<u32> {
        self.deliveries.revisions().rev().find(|revision| {
            let letter = self.deliveries.get(*revision, contact);
            letter.is_some_and(|letter| fits(letter.state))
        })
    }

    /// The revision at hand, or what to do while there is none.
    pub(super) fn revision(&self) -> Result<u32, Diagnostic> {
        self.revision.ok_or_else(|| {
            Diagnostic::error("no letters have been approved or sent yet")
                .at(Place::file(&self.shown))
                .why("Only a letter that others have approved counts as sent.")
                .hint("have them approved with `hearten approve --as NAME`")
        })
    }
}

/// The contact of the roster that is meant.
pub(super) fn in_roster(desk: &Desk<'_>, wanted: &Wanted<'_>) -> Result<(String, String), Report> {
    let Some(roster) = &desk.roster else {
        return Err(Diagnostic::error("the roster cannot be read")
            .why("Without it nobody can be told from a slip of the pen.")
            .hint("see what is wrong with `hearten check`")
            .into());
    };
    let whom = whom::find(roster, wanted, Groups::Barred)?;
    Ok((whom.id, whom.name))
}

/// `Anna Schmidt (c-1)`, or the id alone where there is no name.
pub(super) fn named(id: &str, name: &str) -> String {
    if name.is_empty() || name == id { id.to_owned() } else { format!("{name} ({id})") }
}
