//! Whether the letters may go: frozen, still what the workspace gives, and approved.

use super::Failure;
use super::command::Request;
use super::desk::Desk;
use super::freezing;
use crate::diagnostic::{Diagnostic, Report};
use crate::ledger::{self, Approvals, Fact, Ledger};
use crate::proof::approval::{Approved, Case, SIGNERS, Signers, Tally};
use crate::proof::frozen::{Damage, Frozen};
use crate::workspace::text_of;
use crate::world::Entry;
use std::collections::BTreeMap;

/// The letters at hand: those that were frozen last, or new ones when the workspace gives others.
pub(super) struct AtHand {
    pub(super) frozen: Frozen,
    /// What was found when they were frozen just now; empty for those of before.
    pub(super) found: Report,
    /// Whether they were frozen just now.
    pub(super) fresh: bool,
}

/// What was said of all letters so far.
pub(super) fn approvals(desk: &Desk<'_>) -> Result<Approvals, Report> {
    open_ledger(desk)?.approvals()
}

/// The ledger of the crisis at hand.
pub(super) fn open_ledger<'a>(desk: &Desk<'a>) -> Result<Ledger<'a>, Report> {
    let path = desk.workspace.ledger_path();
    Ledger::open(desk.world, &path, &desk.workspace.shown(&path))
}

/// The letters that were frozen last; none before the first time. The error says how they were damaged.
pub(super) fn last_frozen(
    desk: &Desk<'_>,
    approvals: &Approvals,
) -> Result<Option<Frozen>, Damage> {
    match approvals.latest() {
        Some(given) => stored(desk, &given.what.digest).map(Some),
        None => Ok(None),
    }
}

/// The stored letters of a digest that the ledger names.
pub(super) fn stored(desk: &Desk<'_>, digest: &str) -> Result<Frozen, Damage> {
    let short = digest.get(..16).unwrap_or(digest);
    let frozen = Frozen::open(desk.world, &desk.workspace.proofs_folder().join(short))?;
    frozen.expect(digest)
}

/// The letters that were frozen last when they still hold, else new ones, which are put on record.
pub(super) fn at_hand(
    request: &Request<'_>,
    desk: &Desk<'_>,
    found: Report,
    by: Option<&str>,
) -> Result<AtHand, Failure> {
    let mut progress = request.ui.progress("letters");
    let approvals = approvals(desk)?;
    // What is damaged is frozen once more; the damage shows in `hearten audit`.
    if let Ok(Some(frozen)) = last_frozen(desk, &approvals)
        && !found.has_errors()
        && freezing::holds(request, &frozen, &mut progress)?
    {
        return Ok(AtHand { frozen, found: Report::new(), fresh: false });
    }
    let (frozen, found) = freezing::freeze(desk, found, &mut progress)?;
    let fact = Fact::Frozen(ledger::Frozen {
        digest: frozen.digest.to_string(),
        revision: frozen.manifest.revision,
        letters: frozen.manifest.counts.letters,
        by: by.map(str::to_owned),
    });
    open_ledger(desk)?.append(desk.now, &[fact])?;
    remove_unnamed(desk)?;
    Ok(AtHand { frozen, found, fresh: true })
}

/// Removes proofs that no fact names: nobody can have approved them, and nothing was sent of them.
pub(super) fn remove_unnamed(desk: &Desk<'_>) -> Result<(), Failure> {
    let proofs = desk.workspace.proofs_folder();
    let approvals = approvals(desk)?;
    let named = |folder: &str| approvals.digests().any(|digest| digest.starts_with(folder));
    let files = desk.world.files_below(&proofs)?;
    let mut folders: Vec<String> = files
        .iter()
        .filter_map(|file| file.strip_prefix(&proofs).ok()?.iter().next())
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    folders.dedup();
    for folder in folders.into_iter().filter(|folder| !named(folder)) {
        desk.world.remove_folder(&proofs.join(folder))?;
    }
    Ok(())
}

/// Which approvals of these letters count.
pub(super) fn tally(
    desk: &Desk<'_>,
    approvals: &Approvals,
    frozen: &Frozen,
) -> Result<Tally, Report> {
    let signers = signers(desk)?;
    let team = desk.roster.as_ref().map(|roster| &roster.directory().team);
    let members = team.into_iter().flat_map(|team| team.iter());
    let addresses: BTreeMap<String, String> = members
        .filter_map(|member| {
            Some((member.id.to_string(), member.email.as_ref()?.address().to_string()))
        })
        .collect();
    Ok(Tally::of(
        frozen,
        Case {
            endorsement: approvals.get(frozen.digest.as_str()),
            rules: &desk.workspace.config.approval,
            signers: signers.as_ref(),
            addresses: &addresses,
        },
    ))
}

/// The keys of the approvers; none when there is no such file.
pub(super) fn signers(desk: &Desk<'_>) -> Result<Option<Signers>, Report> {
    let path = desk.workspace.root.join(SIGNERS);
    if desk.world.entry(&path) == Entry::Nothing {
        return Ok(None);
    }
    let text = text_of(desk.world, &path, SIGNERS)?;
    Signers::read(SIGNERS, &text).map(Some)
}

/// The letters that were frozen last, when they may go: approved by enough people, and still what the
/// workspace gives. The error says what is missing and ends with code 4.
pub(super) fn approved(request: &Request<'_>, desk: &Desk<'_>) -> Result<Approved, Failure> {
    let approvals = approvals(desk)?;
    let Some(frozen) = last_frozen(desk, &approvals).map_err(Diagnostic::from)? else {
        return Err(unapproved(nothing_frozen()));
    };
    let tally = tally(desk, &approvals, &frozen)?;
    let holds = freezing::holds(request, &frozen, &mut request.ui.progress("letters"))?;
    Approved::check(frozen, holds, &tally).map_err(unapproved)
}

pub(super) fn unapproved(finding: Diagnostic) -> Failure {
    Failure::Unapproved(Box::new(finding.into()))
}

pub(super) fn nothing_frozen() -> Diagnostic {
    Diagnostic::error("nobody has approved these letters yet")
        .rule("P-22")
        .why("Letters to partners need the yes of people who did not draft them.")
        .hint("let an approver type `hearten approve --as NAME`")
}
