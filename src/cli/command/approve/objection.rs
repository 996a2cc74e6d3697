use super::{finish, name_of, nobody_there, voice};
use crate::cli::args::{ApproveArguments, ReturnArguments};
use crate::cli::clearance::{approvals, nothing_frozen, open_ledger};
use crate::cli::command::Request;
use crate::cli::desk::Desk;
use crate::cli::ui::Ui;
use crate::cli::{Done, who};
use crate::diagnostic::{Diagnostic, List};
use crate::ledger::{BrokeGlass, Fact, Returned, Withdrawn};
use crate::proof::frozen::Frozen;
use crate::roster::TeamMember;

/// Takes an approval back.
pub(super) fn withdraw(
    request: &Request<'_>,
    desk: &Desk<'_>,
    own: &ApproveArguments,
    member: &TeamMember,
) -> Done {
    let known = approvals(desk)?;
    let id = member.id.as_str();
    let mine = |digest: &str| {
        known.get(digest).is_some_and(|it| {
            it.approved.iter().any(|given| given.what.by == id)
                || it.broke_glass.as_ref().is_some_and(|given| given.what.by == id)
        })
    };
    let digest = known.latest().map(|given| given.what.digest.clone()).filter(|it| mine(it));
    let Some(digest) = digest else {
        return Err(Diagnostic::error(format!("{} has not approved these letters", member.name))
            .why("There is nothing to take back.")
            .hint("see who has with `hearten approve`")
            .into());
    };
    let fact = Fact::Withdrawn(Withdrawn {
        digest: digest.clone(),
        by: id.to_owned(),
        reason: own.reason.clone(),
    });
    open_ledger(desk)?.append(desk.now, &[fact])?;
    let short = digest.get(..16).unwrap_or(&digest);
    finish(
        request,
        desk,
        &format!(
            "Taken back by {}: the approval of {short}. What was sent before stays sent; see `hearten status`.",
            member.name
        ),
    )
}

/// Sends the letters back to whoever drafts them: no approval of these bytes counts any more.
pub(super) fn send_back(
    request: &Request<'_>,
    desk: &Desk<'_>,
    own: &ReturnArguments,
    member: &TeamMember,
) -> Done {
    let id = member.id.as_str();
    let rules = &desk.workspace.config.approval;
    if !rules.approvers.iter().chain(&rules.break_glass).any(|known| known == id) {
        voice::may_approve(desk, member)?;
    }
    if own.reason.trim().is_empty() {
        return Err(Diagnostic::error("a reason is missing")
            .why("Whoever drafts the letters must know what to change.")
            .hint(format!("type `hearten return --as {} --reason \"…\"`", who::quoted(id)))
            .into());
    }
    let known = approvals(desk)?;
    let Some(latest) = known.latest() else { return Err(nothing_frozen().into()) };
    let digest = latest.what.digest.clone();
    let fact = Fact::Returned(Returned {
        digest: digest.clone(),
        by: id.to_owned(),
        reason: own.reason.trim().to_owned(),
    });
    open_ledger(desk)?.append(desk.now, &[fact])?;
    let drafter = rules
        .drafter
        .as_deref()
        .map_or_else(|| "whoever drafts them".to_owned(), |it| name_of(desk, it));
    let short = digest.get(..16).unwrap_or(&digest);
    finish(
        request,
        desk,
        &format!(
            "Sent back to {drafter} by {}: {short}, because: {}. Nobody's approval of these letters counts until it is settled.",
            member.name,
            own.reason.trim()
        ),
    )
}

/// Whether somebody may answer alone.
pub(super) fn may_break_glass(desk: &Desk<'_>, member: &TeamMember) -> Result<(), Diagnostic> {
    let allowed = &desk.workspace.config.approval.break_glass;
    if allowed.iter().any(|id| id == member.id.as_str()) {
        return Ok(());
    }
    let finding =
        Diagnostic::error(format!("{} may not send without approvals", member.name)).rule("P-22");
    Err(match allowed.as_slice() {
        [] => finding
            .why("Nobody is named in `break_glass` below `[approval]` of hearten.toml.")
            .hint("let the approvers approve: `hearten approve` shows who is missing"),
        some => finding
            .why(format!("In an emergency these may: {}.", List(some)))
            .hint("let one of them type it, or let the approvers approve: `hearten approve` shows who is missing"),
    })
}

/// One person answers alone. The name of the crisis is typed, since this is no usual way.
pub(super) fn break_glass(
    request: &Request<'_>,
    desk: &Desk<'_>,
    own: &ApproveArguments,
    member: &TeamMember,
    frozen: &Frozen,
) -> Done {
    let id = member.id.as_str();
    let reason = own.reason.as_deref().map(str::trim).unwrap_or_default();
    let crisis = &frozen.manifest.crisis;
    if reason.is_empty() {
        return Err(Diagnostic::error("a reason is missing")
            .why("Whoever audits this later will ask why nobody else could approve.")
            .hint(format!(
                "type `hearten approve --break-glass --as {} --reason \"…\"`",
                who::quoted(id)
            ))
            .into());
    }
    request.ui.say(&format!(
        "BREAK-GLASS. {} answers alone for {} letters. No second person has seen them.\nThis is recorded with your name and reason, and shown wherever these letters are shown.",
        member.name, frozen.manifest.counts.letters
    ))?;
    let typed = match &own.yes {
        Some(typed) => typed.clone(),
        None if !Ui::is_attended() => {
            return Err(nobody_there(format!(
                "for scripts: `hearten approve --break-glass --as {} --reason \"…\" --yes {crisis}`",
                who::quoted(id)
            ))
            .into());
        }
        None => request.ui.ask("Type the name of the crisis to go on: ")?.unwrap_or_default(),
    };
    if typed.trim() != crisis {
        return Err(Diagnostic::error(format!(
            "`{}` is not the name of the crisis",
            typed.trim().escape_debug()
        ))
        .rule("P-23")
        .why("Nothing was approved, and nothing was sent.")
        .hint(format!("its name is `{crisis}`; type the command again if you mean it"))
        .into());
    }
    let fact = Fact::BrokeGlass(BrokeGlass {
        digest: frozen.digest.to_string(),
        by: id.to_owned(),
        reason: reason.to_owned(),
    });
    open_ledger(desk)?.append(desk.now, &[fact])?;
    finish(
        request,
        desk,
        &format!(
            "BREAK-GLASS recorded: {} answers alone for {}, because: {reason}. Nothing was sent yet.",
            member.name,
            frozen.digest.short()
        ),
    )
}
