//! Approval of exact bytes (P-22, P-23): show, ask, sign, record; and everything that takes it back.

mod changes;
mod objection;
mod signing;
mod state;
mod summary;
mod voice;

use super::Request;
use crate::cli::args::{ApproveArguments, ReturnArguments};
use crate::cli::clearance::{self, AtHand};
use crate::cli::desk::Desk;
use crate::cli::outcome::{MOST_SHOWN, Outcome};
use crate::cli::{Done, Failure, who};
use crate::diagnostic::{Diagnostic, Report};
use crate::roster::TeamMember;

/// Approves the letters, takes an approval back, or shows where it stands.
pub(crate) fn approve(request: &Request<'_>, own: &ApproveArguments) -> Done {
    let (desk, mut found) = Desk::lay(request)?;
    let Some(typed) = &own.who else {
        return if own.diff {
            changes::show(request, &desk, found)
        } else {
            state::show(request, &desk, own)
        };
    };
    let member = somebody(&desk, typed, &found)?;
    if own.withdraw {
        return objection::withdraw(request, &desk, own, member);
    }
    found.extend(super::check::readiness(&desk));
    if own.break_glass {
        objection::may_break_glass(&desk, member)?;
    } else {
        voice::may_approve(&desk, member)?;
    }
    let at_hand = clearance::at_hand(request, &desk, found, Some(member.id.as_str()))?;
    let AtHand { frozen, found, fresh } = at_hand;
    request.ui.findings(&found, MOST_SHOWN)?;
    if let Some(rehearsal) = desk.rehearsal() {
        request.ui.say(&rehearsal)?;
    }
    if !request.ui.is_json() {
        summary::show(request.ui, &desk, &frozen, own.letters)?;
        changes::since_last_approval(request.ui, &desk, &frozen, fresh)?;
    }
    if own.break_glass {
        objection::break_glass(request, &desk, own, member, &frozen)
    } else {
        voice::approve(request, &desk, own, member, &frozen)
    }
}

/// Sends the letters back to whoever drafts them.
pub(crate) fn send_back(request: &Request<'_>, own: &ReturnArguments) -> Done {
    let (desk, found) = Desk::lay(request)?;
    let member = somebody(&desk, &own.who, &found)?;
    objection::send_back(request, &desk, own, member)
}

/// The member of the team who was typed; without a team, what is wrong with the workspace.
fn somebody<'d>(
    desk: &'d Desk<'_>,
    typed: &str,
    found: &Report,
) -> Result<&'d TeamMember, Failure> {
    let Some(roster) = &desk.roster else { return Err(found.clone().into()) };
    let why = "What is approved, sent back or settled is kept with the name of who did it.";
    Ok(who::named(&roster.directory().team, typed, "--as", why)?)
}

/// The name of somebody by id, as people say it.
fn name_of(desk: &Desk<'_>, id: &str) -> String {
    let member = desk.roster.as_ref().and_then(|roster| roster.directory().team.get(id));
    member.map_or_else(|| id.to_owned(), |member| format!("{} ({id})", member.name))
}

/// A question that nobody is there to answer.
fn nobody_there(hint: String) -> Diagnostic {
    Diagnostic::error("nobody is there to answer")
        .rule("P-23")
        .why("Input does not come from a keyboard. Nothing was approved and nothing was sent.")
        .hint(hint)
}

/// What was done, for programs and people alike.
fn finish(request: &Request<'_>, desk: &Desk<'_>, said: &str) -> Done {
    request.ui.say(said)?;
    state::conclude(request, desk)?;
    Ok(Outcome::Done)
}
