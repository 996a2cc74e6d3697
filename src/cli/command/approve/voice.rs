use super::{finish, name_of, nobody_there, signing};
use crate::cli::Done;
use crate::cli::args::ApproveArguments;
use crate::cli::clearance::{approvals, open_ledger};
use crate::cli::command::Request;
use crate::cli::desk::Desk;
use crate::cli::ui::Ui;
use crate::cli::{Failure, who};
use crate::diagnostic::{Count, Diagnostic, List};
use crate::ledger::{self, Fact};
use crate::proof::approval::SIGNERS;
use crate::proof::frozen::Frozen;
use crate::roster::TeamMember;

/// Whether somebody may approve at all: told before any letter is shown.
pub(super) fn may_approve(desk: &Desk<'_>, member: &TeamMember) -> Result<(), Diagnostic> {
    let rules = &desk.workspace.config.approval;
    let id = member.id.as_str();
    if rules.drafter.as_deref() == Some(id) {
        return Err(Diagnostic::error(format!("{} drafts these letters", name_of(desk, id)))
            .rule("P-22")
            .why("Who drafts the letters does not approve them: nobody sees their own mistake.")
            .hint(turn_of(&rules.eligible().collect::<Vec<_>>())));
    }
    if !rules.approvers.iter().any(|approver| approver == id) {
        return Err(Diagnostic::error(format!("{} is not among the approvers", name_of(desk, id)))
            .rule("P-22")
            .why(match rules.approvers.as_slice() {
                [] => {
                    "Nobody is named in `approvers` below `[approval]` of hearten.toml.".to_owned()
                }
                some => format!("The approvers are {}.", List(some)),
            })
            .hint(turn_of(&rules.eligible().collect::<Vec<_>>())));
    }
    Ok(())
}

/// Whose turn it is, with the exact command.
pub(super) fn turn_of(open: &[&str]) -> String {
    match open {
        [] => {
            "name approvers below `[approval]` in hearten.toml: `approvers = [\"t-01\"]`".to_owned()
        }
        [one] => format!("let `{one}` type `hearten approve --as {one}`"),
        [first, ..] => format!("let one of {} type `hearten approve --as {first}`", List(open)),
    }
}

/// Asks for what an approval needs, and puts it on record.
pub(super) fn approve(
    request: &Request<'_>,
    desk: &Desk<'_>,
    own: &ApproveArguments,
    member: &TeamMember,
    frozen: &Frozen,
) -> Done {
    let id = member.id.as_str();
    let letters = frozen.manifest.counts.letters;
    let known = approvals(desk)?;
    let earlier = known.get(frozen.digest.as_str());
    let mine = earlier.and_then(|it| it.approved.iter().find(|given| given.what.by == id));
    let newly_signed = own.sign.is_some() || own.signature.is_some();
    if let Some(mine) = mine
        && !(newly_signed && mine.what.signature.is_none())
    {
        let at = super::summary::shown(desk, mine.at);
        let said = format!(
            "{} approved these letters on {at}. Nothing has to be done twice.",
            member.name
        );
        return finish(request, desk, &said);
    }
    if desk.workspace.config.approval.signed && !newly_signed {
        return Err(must_sign(id, frozen).into());
    }
    let warnings = frozen.inputs(request.world).map(|inputs| inputs.warnings).unwrap_or_default();
    if !Ui::is_attended() && own.yes.is_none() {
        return Err(nobody_there(script_line(id, letters, &warnings)).into());
    }
    let acknowledged = acknowledge(request, own, id, warnings)?;
    confirm(request, own, letters)?;
    let signature = signing::signature(request, desk, own, member, frozen)?;
    let fact = Fact::Approved(ledger::Approved {
        digest: frozen.digest.to_string(),
        revision: frozen.manifest.revision,
        by: id.to_owned(),
        letters,
        acknowledged,
        signature,
    });
    open_ledger(desk)?.append(desk.now, &[fact])?;
    let count = Count(usize::try_from(letters).unwrap_or(usize::MAX), "letter");
    let said = format!(
        "Approved by {}: {count}, digest {}. Nothing was sent.",
        member.name,
        frozen.digest.short()
    );
    finish(request, desk, &said)
}

/// Each open warning is acknowledged by itself (G-03, P-22): typed, or all with one option.
fn acknowledge(
    request: &Request<'_>,
    own: &ApproveArguments,
    id: &str,
    warnings: Vec<String>,
) -> Result<Vec<String>, Failure> {
    if warnings.is_empty() || own.acknowledge.is_some() {
        return Ok(warnings);
    }
    let open = Count(warnings.len(), "open warning").to_string();
    let refused = |title: String| {
        Diagnostic::error(title)
            .rule("P-22")
            .why(format!("There are these: {}. Nothing was approved.", warnings.join("; ")))
            .hint(format!(
                "correct what they name and see them with `hearten check`, or type `hearten approve --as {} --acknowledge all`",
                who::quoted(id)
            ))
    };
    if !Ui::is_attended() {
        return Err(refused(format!("{open} not acknowledged")).into());
    }
    request.ui.say(&format!("{open}. Type y for each that may stand."))?;
    for warning in &warnings {
        let typed = request.ui.ask(&format!("  {warning}\n  y: "))?.unwrap_or_default();
        if !matches!(typed.trim().to_ascii_lowercase().as_str(), "y" | "yes") {
            return Err(refused("a warning was not acknowledged".to_owned()).into());
        }
    }
    Ok(warnings)
}

/// The number of recipients is typed: who types it has read it (P-23, G-07).
fn confirm(request: &Request<'_>, own: &ApproveArguments, letters: u64) -> Result<(), Failure> {
    let typed = match &own.yes {
        Some(typed) => typed.clone(),
        None => request.ui.ask("Type the number of recipients to approve: ")?.unwrap_or_default(),
    };
    let typed = typed.trim();
    if typed.replace([',', '_'], "") == letters.to_string() {
        return Ok(());
    }
    let count = Count(usize::try_from(letters).unwrap_or(usize::MAX), "recipient");
    Err(Diagnostic::error(format!("`{}` is not the number of recipients", typed.escape_debug()))
        .rule("P-23")
        .why(format!("There are {count}. Nothing was approved, and nothing was sent."))
        .hint("if that is not the number you expect, see who is in which wave with `hearten preview --open`")
        .into())
}

fn script_line(id: &str, letters: u64, warnings: &[String]) -> String {
    let also = if warnings.is_empty() { "" } else { " --acknowledge all" };
    format!(
        "for scripts, when a person has looked: `hearten approve --as {} --yes {letters}{also}`",
        who::quoted(id)
    )
}

fn must_sign(id: &str, frozen: &Frozen) -> Diagnostic {
    Diagnostic::error("this approval has to be signed")
        .rule("P-22")
        .why(format!(
            "`signed = true` below `[approval]`: only an approval signed with a key of `{SIGNERS}` counts. The digest is {}.",
            frozen.digest
        ))
        .hint(format!(
            "type `hearten approve --as {} --sign ~/.ssh/id_ed25519`; with an agent or a hardware key see docs/approval.md",
            who::quoted(id)
        ))
}
