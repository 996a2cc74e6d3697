use super::{name_of, summary};
use crate::cli::Done;
use crate::cli::Failure;
use crate::cli::args::ApproveArguments;
use crate::cli::clearance::{approvals, last_frozen, nothing_frozen, tally};
use crate::cli::command::Request;
use crate::cli::desk::Desk;
use crate::cli::freezing;
use crate::cli::outcome::{MOST_SHOWN, Outcome};
use crate::cli::vote_line::VoteLine;
use crate::diagnostic::{Count, Diagnostic, Report};
use crate::proof::approval::Tally;
use crate::proof::frozen::Frozen;
use serde::Serialize;

#[derive(Serialize)]
struct Document<'a> {
    ok: bool,
    digest: &'a str,
    mode: &'a str,
    revision: u32,
    letters: u64,
    /// Whether the workspace still gives these letters.
    holds: bool,
    approved: bool,
    needed: usize,
    missing: usize,
    approvals: Vec<VoteLine>,
    returned: Vec<ReturnLine>,
    break_glass: Option<ReturnLine>,
    may_approve: &'a [String],
}

#[derive(Serialize)]
struct ReturnLine {
    by: String,
    at: jiff::Timestamp,
    reason: String,
}

/// Shows who has approved which letters, who is missing, and what to type.
pub(super) fn show(request: &Request<'_>, desk: &Desk<'_>, own: &ApproveArguments) -> Done {
    let known = approvals(desk)?;
    let Some(frozen) = last_frozen(desk, &known).map_err(Diagnostic::from)? else {
        return Err(crate::cli::clearance::unapproved(nothing_frozen()));
    };
    let tally = tally(desk, &known, &frozen)?;
    // What is wrong with the workspace is told, and does not hide who approved.
    let mut progress = request.ui.progress("letters");
    let (holds, found) = match freezing::holds(request, &frozen, &mut progress) {
        Ok(holds) => (holds, Report::new()),
        Err(Failure::Findings(found)) => (false, *found),
        Err(other) => return Err(other),
    };
    drop(progress);
    request.ui.findings(&found, MOST_SHOWN)?;
    if let Some(rehearsal) = desk.rehearsal() {
        request.ui.say(&rehearsal)?;
    }
    document(request, &frozen, &tally, holds)?;
    if !request.ui.is_json() && own.letters {
        summary::show(request.ui, desk, &frozen, true)?;
    }
    say(request, desk, &frozen, &tally)?;
    if !holds {
        request.ui.say("VOID: the workspace gives other letters now. See what changed with `hearten approve --diff`.")?;
        return Ok(Outcome::Unapproved);
    }
    Ok(match tally.missing() {
        None => {
            request.ui.say("Nothing is missing. Nothing was sent by this command.")?;
            Outcome::Done
        }
        Some(missing) => {
            request.ui.say(&format!(
                "{}. {}\nNext: {}",
                sentence(&missing.title),
                missing.why,
                missing.hint
            ))?;
            Outcome::Unapproved
        }
    })
}

/// What a command says at its end: where approval stands now.
pub(super) fn conclude(request: &Request<'_>, desk: &Desk<'_>) -> Result<(), Failure> {
    let known = approvals(desk)?;
    let Some(frozen) = last_frozen(desk, &known).map_err(Diagnostic::from)? else { return Ok(()) };
    let tally = tally(desk, &known, &frozen)?;
    document(request, &frozen, &tally, true)?;
    let said = match tally.missing() {
        None => "Enough approvals are there. Next: hearten send".to_owned(),
        Some(missing) => {
            format!("{}. {}\nNext: {}", sentence(&missing.title), missing.why, missing.hint)
        }
    };
    Ok(request.ui.say(&said)?)
}

fn document(
    request: &Request<'_>,
    frozen: &Frozen,
    tally: &Tally,
    holds: bool,
) -> Result<(), Failure> {
    let votes = tally.counted().iter().chain(tally.discounted());
    let approved = holds && tally.is_enough();
    Ok(request.ui.document(&Document {
        ok: approved,
        digest: frozen.digest.as_str(),
        mode: &frozen.manifest.mode,
        revision: frozen.manifest.revision,
        letters: frozen.manifest.counts.letters,
        holds,
        approved,
        needed: tally.needed(),
        missing: if tally.broke_glass().is_some() { 0 } else { tally.lacking() },
        approvals: votes.map(VoteLine::from).collect(),
        returned: tally
            .returned()
            .iter()
            .map(|given| ReturnLine {
                by: given.what.by.clone(),
                at: given.at,
                reason: given.what.reason.clone(),
            })
            .collect(),
        break_glass: tally.broke_glass().map(|given| ReturnLine {
            by: given.what.by.clone(),
            at: given.at,
            reason: given.what.reason.clone(),
        }),
        may_approve: tally.open(),
    })?)
}

/// Who said what of these letters.
fn say(
    request: &Request<'_>,
    desk: &Desk<'_>,
    frozen: &Frozen,
    tally: &Tally,
) -> Result<(), Failure> {
    let ui = request.ui;
    let manifest = &frozen.manifest;
    let letters = usize::try_from(manifest.counts.letters).unwrap_or(usize::MAX);
    ui.say(&format!(
        "{}, revision {}, {} mode, frozen {}.\nDigest {}",
        Count(letters, "letter"),
        manifest.revision,
        manifest.mode,
        summary::shown(desk, manifest.frozen_at),
        frozen.digest
    ))?;
    for vote in tally.counted().iter().chain(tally.discounted()) {
        let at = summary::shown(desk, vote.at);
        let signed =
            vote.key.as_ref().map(|key| format!(", signed with {key}")).unwrap_or_default();
        let flaw =
            vote.flaw.as_ref().map(|flaw| format!("; does not count: {flaw}")).unwrap_or_default();
        ui.say(&format!("  approved by {}, {at}{signed}{flaw}", name_of(desk, &vote.by)))?;
    }
    for given in tally.returned() {
        let at = summary::shown(desk, given.at);
        ui.say(&format!(
            "  SENT BACK by {}, {at}: {}",
            name_of(desk, &given.what.by),
            given.what.reason
        ))?;
    }
    if let Some(given) = tally.broke_glass() {
        let at = summary::shown(desk, given.at);
        ui.say(&format!(
            "  BREAK-GLASS by {}, {at}: {}",
            name_of(desk, &given.what.by),
            given.what.reason
        ))?;
    }
    Ok(())
}

fn sentence(clause: &str) -> String {
    let mut chars = clause.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
}
